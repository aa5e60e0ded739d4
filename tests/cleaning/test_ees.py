"""Early years profile headline files: what each release prints and what is read from it."""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from analysis.cleaning.ees import COLUMNS, read_eyfsp_headline
from analysis.errors import SourceError

REAL = Path(__file__).parents[2] / ".." / "shared" / "data"
RELEASE_2022 = "ees-eyfsp-2022/1_eyfsp_headline_measures_2022.csv"
EXTRACT_2025 = "ees-eyfsp-2025-excerpt/1_eyfsp_headline_measures_2022_2025.excerpt.csv"

ENGLAND, NORTH_EAST, LONDON = "E92000001", "E12000001", "E12000007"
HAVERING, HEREFORDSHIRE, MIDDLESBROUGH, NEWHAM = "E09000016", "E06000019", "E06000002", "E09000025"
SCILLY, RUTLAND = "E06000053", "E06000017"

FSM = "Free school meal eligibility"
ELIGIBLE = "Eligible for free school meals"
NOT_ELIGIBLE = "Not eligible for free school meals"

HEADERS_OF_2022 = {
    "breakdown_topic": "characteristic",
    "breakdown": "characteristic_type",
    "sex": "gender",
    "children_count": "children_number",
    "gld_children_count": "gld_number",
    "gld_children_percent": "gld_percentage",
}
HEADERS_OF_2013_TO_2019 = {
    "sex": "gender",
    "children_count": "number_of_children",
    "gld_children_count": "gld_number",
    "gld_children_percent": "gld_percent",
}


@cache
def real(name):
    if not (REAL / name).is_file():
        pytest.skip(f"the published file {Path(name).name} is not beside this repository")
    return read_eyfsp_headline(REAL / name)


def row(topic, breakdown, children, good, percent, **other):
    """A row as the releases from 2022/23 on print it: Havering's, unless told otherwise."""
    return {
        "time_period": "202425",
        "time_identifier": "Academic year",
        "geographic_level": "Local authority",
        "country_code": ENGLAND,
        "country_name": "England",
        "region_code": "E13000002",
        "region_name": "Outer London",
        "old_la_code": "311",
        "new_la_code": HAVERING,
        "la_name": "Havering",
        "breakdown_topic": topic,
        "breakdown": breakdown,
        "sex": "Total",
        "children_count": children,
        "gld_children_count": good,
        "gld_children_percent": percent,
    } | other


def total(children, good, percent, **other):
    return row("Total", "Total", children, good, percent, **other)


def eligible(children, good, percent, **other):
    return row(FSM, ELIGIBLE, children, good, percent, **other)


def written(folder, *rows, headers=None, encoding="utf-8"):
    path = folder / "headline.csv"
    table = pd.DataFrame(rows).rename(columns=headers or {})
    table.to_csv(path, index=False, encoding=encoding)
    return path


def read(folder, *rows, **options):
    return read_eyfsp_headline(written(folder, *rows, **options))


def figure(table, code, group, period="2024/25"):
    rows = table[
        (table["area_code"] == code) & (table["group"] == group) & (table["period"] == period)
    ]
    assert len(rows) == 1, f"{code}, {group}, {period} stands {len(rows)} times"
    return rows.iloc[0]


def counts(found):
    return (found["numerator"], found["denominator"])


def totals(table):
    return table[table["group"] == "all"]


# --- the release of 2021/22, read by hand -----------------------------------------------------


@pytest.mark.parametrize(
    ("code", "group", "printed"),
    [
        (ENGLAND, "all", (405_723, 622_583)),
        (LONDON, "all", (65_229, 96_264)),
        (HAVERING, "all", (2178, 3379)),
        (HAVERING, "eligible", (184, 444)),
        (HAVERING, "not_known_to_be_eligible", (1994, 2935)),
        (HAVERING, "ehc_plan", (2, 76)),
        (HEREFORDSHIRE, "all", (1298, 1809)),
        (HEREFORDSHIRE, "eligible", (142, 263)),
        (HEREFORDSHIRE, "not_known_to_be_eligible", (1156, 1546)),
        (HEREFORDSHIRE, "ehc_plan", (0, 34)),
        (MIDDLESBROUGH, "all", (1099, 1944)),
        (MIDDLESBROUGH, "eligible", (277, 635)),
        (MIDDLESBROUGH, "not_known_to_be_eligible", (822, 1309)),
        (MIDDLESBROUGH, "ehc_plan", (2, 50)),
        (NEWHAM, "all", (3232, 4704)),
        (NEWHAM, "eligible", (570, 886)),
        (NEWHAM, "not_known_to_be_eligible", (2662, 3818)),
        (NEWHAM, "ehc_plan", (3, 50)),
    ],
)
def test_counts_of_2021_22_are_those_printed(code, group, printed):
    assert counts(figure(real(RELEASE_2022), code, group, "2021/22")) == printed


def test_havering_is_the_authority_and_not_the_district_of_the_same_code():
    # Local authority: 2,178 of 3,379. Local authority district: 2,176 of 3,376.
    table = real(RELEASE_2022)
    assert counts(figure(table, HAVERING, "all", "2021/22")) == (2178, 3379)
    assert not totals(table)["denominator"].eq(3376).any()


def test_figure_names_the_row_of_the_file_it_stands_in():
    assert figure(real(RELEASE_2022), HAVERING, "all", "2021/22")["source_ref"] == "row 10454"


def test_herefordshire_children_with_a_plan_have_a_value_of_nought_and_not_a_missing_one():
    # Printed as 34 children, 0 of them, 0.000000.
    found = figure(real(RELEASE_2022), HEREFORDSHIRE, "ehc_plan", "2021/22")
    assert (found["value"], found["value_note"]) == (0, "")


@pytest.mark.parametrize(("code", "group"), [(SCILLY, "eligible"), (RUTLAND, "unknown")])
def test_group_without_children_in_2021_22_is_not_applicable(code, group):
    table = real(RELEASE_2022)
    found = table[(table["area_code"] == code) & (table["group"] == group)]
    found = found[found["value"].isna()].iloc[0]
    assert (found["denominator"], found["value_note"]) == (0, "z")


def test_every_authority_region_and_the_country_stand_once_in_2021_22():
    found = totals(real(RELEASE_2022))
    assert found["area_code"].is_unique
    kinds = found["area_code"].str[:3].value_counts().to_dict()
    assert kinds == {"E92": 1, "E12": 9, "E13": 2, "E06": 59, "E08": 36, "E09": 33, "E10": 24}


def test_inner_and_outer_london_stand_for_themselves_and_for_no_authority():
    # The release has a row for each among its regions, and each borough carries one as its region.
    found = totals(real(RELEASE_2022))
    halves = found[found["area_code"].str.startswith("E13")]
    assert sorted(halves["area_name"]) == ["Inner London", "Outer London"]


# --- the extract of 2024/25, read by hand -----------------------------------------------------


@pytest.mark.parametrize(
    ("code", "group", "printed"),
    [
        (ENGLAND, "all", (402_591, 589_471)),
        (ENGLAND, "eligible", (51_394, 100_267)),
        (ENGLAND, "not_eligible", (345_008, 475_755)),
        (ENGLAND, "unknown", (6189, 13_449)),
        (ENGLAND, "ehc_plan", (835, 20_996)),
        (NORTH_EAST, "all", (17_571, 26_425)),
        (MIDDLESBROUGH, "eligible", (308, 576)),
        (MIDDLESBROUGH, "not_eligible", (794, 1194)),
        (HEREFORDSHIRE, "all", (1203, 1671)),
        (NEWHAM, "eligible", (577, 899)),
        (NEWHAM, "not_eligible", (2429, 3235)),
    ],
)
def test_counts_of_2024_25_are_those_printed(code, group, printed):
    assert counts(figure(real(EXTRACT_2025), code, group)) == printed


def test_earlier_year_of_the_same_file_keeps_its_own_period():
    assert counts(figure(real(EXTRACT_2025), ENGLAND, "all", "2023/24")) == (411_626, 608_217)


@pytest.mark.parametrize(
    ("code", "summed", "from_rows"),
    [
        (HAVERING, (2263, 3305), "sum of rows 21, 22, 23 (term of birth, complete)"),
        (
            MIDDLESBROUGH,
            (1106, 1794),
            "sum of rows 13, 14, 15 (free school meal eligibility, complete)",
        ),
        (NEWHAM, (3059, 4254), "sum of rows 18, 19, 20 (free school meal eligibility, complete)"),
    ],
)
def test_total_that_the_extract_lacks_is_the_sum_of_a_complete_breakdown(code, summed, from_rows):
    found = figure(real(EXTRACT_2025), code, "all")
    assert counts(found) == summed
    assert found["source_ref"] == from_rows


def test_children_outside_england_and_of_unknown_places_are_left_out_of_the_extract():
    # A total of 659 children and 36 eligible ones stand there under the code z.
    table = real(EXTRACT_2025)
    assert not table["denominator"].isin([659, 36]).any()
    assert not table["area_name"].str.contains("Outside").any()


def test_outer_london_is_no_area_of_the_extract():
    assert not real(EXTRACT_2025)["area_code"].str.startswith("E13").any()


# --- three dialects ---------------------------------------------------------------------------


def test_headers_since_2022_23_are_read(tmp_path):
    table = read(tmp_path, eligible("576", "308", "53.472222"))
    assert counts(figure(table, HAVERING, "eligible")) == (308, 576)


def test_headers_of_2021_22_are_read(tmp_path):
    table = read(tmp_path, total("3379", "2178", "64.500000"), headers=HEADERS_OF_2022)
    assert counts(figure(table, HAVERING, "all")) == (2178, 3379)


def test_headers_of_2013_to_2019_are_refused(tmp_path):
    with pytest.raises(SourceError, match=r"headline\.csv has no column .*known release"):
        read(tmp_path, total("3379", "2178", "64.5"), headers=HEADERS_OF_2013_TO_2019)


@pytest.mark.parametrize(
    ("label", "group"),
    [
        ("Known to be eligible for free school meals", "eligible"),
        ("Not known to be eligible for free school meals", "not_known_to_be_eligible"),
        ("Eligible for free school meals", "eligible"),
        ("Not eligible for free school meals", "not_eligible"),
        ("Unknown", "unknown"),
    ],
)
def test_not_eligible_and_not_known_to_be_eligible_stay_two_groups(tmp_path, label, group):
    # The second counts the children whose eligibility is not known; the first does not.
    table = read(tmp_path, row(FSM, label, "100", "60", "60"))
    assert (table["group_type"].item(), table["group"].item()) == ("fsm", group)


@pytest.mark.parametrize(
    ("label", "group"),
    [
        ("No identified SEN", "no_sen"),
        ("No SEN provision", "no_sen"),
        ("All SEN", "any_sen"),
        ("SEN support", "sen_support"),
        ("SEN support / SEN without an EHC plan", "sen_support"),
        ("EHC plan", "ehc_plan"),
        ("Education, health and care plan", "ehc_plan"),
        ("Unclassified", "unknown"),
        ("Unknown", "unknown"),
    ],
)
def test_sen_labels_of_every_release_are_known(tmp_path, label, group):
    table = read(tmp_path, row("SEN provision", label, "100", "60", "60"))
    assert (table["group_type"].item(), table["group"].item()) == ("sen", group)


# --- how a file may be laid out ---------------------------------------------------------------


def test_order_of_columns_is_free(tmp_path):
    printed = eligible("576", "308", "53.472222")
    table = read(tmp_path, dict(reversed(printed.items())))
    assert counts(figure(table, HAVERING, "eligible")) == (308, 576)


def test_columns_of_other_measures_are_passed_over(tmp_path):
    table = read(tmp_path, total("3305", "2263", "68.472", elgs_expected_average="14.1", extra="c"))
    assert list(table.columns) == COLUMNS


def test_byte_order_mark_is_no_part_of_the_first_header(tmp_path):
    table = read(tmp_path, total("3305", "2263", "68.472"), encoding="utf-8-sig")
    assert figure(table, HAVERING, "all")["period"] == "2024/25"


def test_spaces_around_cells_are_no_part_of_them(tmp_path):
    spaced = {key: f" {cell} " for key, cell in eligible("576", "308", "53.472222").items()}
    found = figure(read(tmp_path, spaced), HAVERING, "eligible")
    assert (*counts(found), found["area_name"]) == (308, 576, "Havering")


def test_spaces_around_headers_are_no_part_of_them(tmp_path):
    spaced = {f" {key} ": cell for key, cell in total("3305", "2263", "68.472").items()}
    assert counts(figure(read(tmp_path, spaced), HAVERING, "all")) == (2263, 3305)


def test_single_space_in_columns_that_do_not_apply_is_blank(tmp_path):
    blank = dict.fromkeys(("region_code", "region_name", "new_la_code", "la_name"), " ")
    table = read(tmp_path, total("589471", "402591", "68.29", geographic_level="National", **blank))
    assert figure(table, ENGLAND, "all")["area_name"] == "England"


@pytest.mark.parametrize(
    ("level", "code"),
    [("national", ENGLAND), ("regional", "E12000007"), ("local authority", HAVERING)],
)
def test_levels_and_identifiers_may_be_in_lower_case(tmp_path, level, code):
    printed = total(
        "3305",
        "2263",
        "68.472",
        geographic_level=level,
        time_identifier="academic year",
        region_code="E12000007",
    )
    assert counts(figure(read(tmp_path, printed), code, "all")) == (2263, 3305)


def test_name_with_a_comma_is_one_cell(tmp_path):
    table = read(tmp_path, total("1671", "1203", "71.99", la_name="Herefordshire, County of"))
    assert table["area_name"].item() == "Herefordshire, County of"


def test_region_of_a_london_borough_is_never_taken_for_its_area(tmp_path):
    # London authorities carry E13000001 or E13000002, which are no statistical regions.
    assert read(tmp_path, total("3305", "2263", "68.472"))["area_code"].item() == HAVERING


def test_district_rows_are_passed_over(tmp_path):
    district = total("3376", "2176", "64.5", geographic_level="Local authority district")
    table = read(tmp_path, total("3379", "2178", "64.5"), district)
    assert counts(figure(table, HAVERING, "all")) == (2178, 3379)


@pytest.mark.parametrize("level", ["Local authority district", "Local authority", "Regional"])
def test_outside_of_england_and_unknown_is_no_area(tmp_path, level):
    nowhere = total(
        "659",
        "412",
        "62.518968",
        geographic_level=level,
        country_code="z",
        country_name="Outside of England and unknown",
        region_code="z",
        region_name="Outside of England and unknown",
        new_la_code="z",
        la_name="Outside of England and unknown",
    )
    table = read(tmp_path, total("3305", "2263", "68.472"), nowhere)
    assert list(table["area_code"]) == [HAVERING]


def test_girls_and_boys_are_not_read_as_everyone(tmp_path):
    table = read(
        tmp_path,
        total("3305", "2263", "68.472"),
        total("1600", "1200", "75", sex="Female"),
        total("1705", "1063", "62.346", sex="Male"),
    )
    assert counts(figure(table, HAVERING, "all")) == (2263, 3305)


def test_girls_of_each_term_of_birth_do_not_make_a_total(tmp_path):
    girls = [
        row("Term of birth", f"{term}-born", "500", "400", "80", sex="Female")
        for term in ("Autumn", "Spring", "Summer")
    ]
    table = read(tmp_path, eligible("576", "308", "53.472222"), *girls)
    assert totals(table).empty


def test_ethnicity_of_unknown_is_no_group_of_free_school_meals(tmp_path):
    table = read(
        tmp_path,
        eligible("576", "308", "53.472222"),
        row("Ethnicity major", "Unknown", "100", "60", "60"),
    )
    assert list(table["group"]) == ["eligible"]


# --- figures and marks ------------------------------------------------------------------------


def test_percentage_cut_short_is_recomputed_from_the_counts(tmp_path):
    # Releases since 2022/23 print 2 of 3 as 66.666666.
    table = read(tmp_path, eligible("3", "2", "66.666666"))
    assert table["value"].item() == pytest.approx(200 / 3, abs=1e-12)


def test_percentage_rounded_and_padded_is_recomputed_from_the_counts(tmp_path):
    table = read(tmp_path, total("3379", "2178", "64.500000"), headers=HEADERS_OF_2022)
    assert table["value"].item() == pytest.approx(64.45694, abs=5e-6)


def test_none_of_34_children_is_a_value_of_nought(tmp_path):
    found = read(tmp_path, eligible("34", "0", "0")).iloc[0]
    assert (found["numerator"], found["value"], found["value_note"]) == (0, 0, "")


@pytest.mark.parametrize("percent", ["z", "0", "0.000000", ""])
def test_a_group_without_children_is_not_applicable_however_it_is_printed(tmp_path, percent):
    found = read(tmp_path, eligible("0", "0", percent)).iloc[0]
    assert pd.isna(found["value"])
    assert (found["denominator"], found["value_note"]) == (0, "z")


@pytest.mark.parametrize(
    ("printed", "note"), [("c", "c"), ("x", "x"), ("z", "z"), ("low", "low"), ("k", "low")]
)
def test_a_mark_in_place_of_figures_is_kept_and_is_no_figure(tmp_path, printed, note):
    found = read(tmp_path, eligible(printed, printed, printed)).iloc[0]
    assert pd.isna(found["numerator"]) and pd.isna(found["denominator"]) and pd.isna(found["value"])
    assert found["value_note"] == note


def test_suppressed_count_is_missing_and_never_nought(tmp_path):
    found = read(tmp_path, eligible("34", "c", "c")).iloc[0]
    assert pd.isna(found["numerator"]) and pd.isna(found["value"])
    assert (found["denominator"], found["value_note"]) == (34, "c")


@pytest.mark.parametrize("percent", ["", "52.9"])
def test_suppressed_count_is_marked_even_where_the_percentage_carries_no_mark(tmp_path, percent):
    found = read(tmp_path, eligible("34", "c", percent)).iloc[0]
    assert pd.isna(found["numerator"])
    assert found["value_note"] == "c"


def test_suppressed_percentage_is_not_worked_out_from_its_counts(tmp_path):
    # With both counts kept, whoever reads the table could work it out.
    found = read(tmp_path, eligible("34", "18", "c")).iloc[0]
    assert pd.isna(found["value"]) and pd.isna(found["numerator"])
    assert found["value_note"] == "c"


@pytest.mark.parametrize(("symbol", "note"), [(":", "x"), ("~", "low")])
def test_symbols_of_older_releases_mean_what_they_meant(tmp_path, symbol, note):
    found = read(tmp_path, eligible("34", symbol, symbol)).iloc[0]
    assert pd.isna(found["value"])
    assert found["value_note"] == note


@pytest.mark.parametrize("text", ["n/a", "inf", "52.9%", "-1"])
def test_a_percentage_that_is_neither_a_number_nor_a_known_mark_is_refused(tmp_path, text):
    with pytest.raises(SourceError, match=f'headline.csv, row 2: "{text}" stands as a percentage'):
        read(tmp_path, eligible("34", "18", text))


def test_figures_of_a_breakdown_not_read_are_no_matter(tmp_path):
    other = row("Ethnicity major", "White", "n/a", "n/a", "n/a")
    assert list(read(tmp_path, eligible("34", "18", "52.9"), other)["group"]) == ["eligible"]


def test_low_reliability_is_kept_where_the_percentage_is_worked_out(tmp_path):
    assert read(tmp_path, eligible("34", "17", "u")).iloc[0]["value_note"] == "u"


def test_suppressed_number_of_children_is_missing(tmp_path):
    found = read(tmp_path, eligible("c", "18", "c")).iloc[0]
    assert pd.isna(found["denominator"]) and pd.isna(found["value"])


@pytest.mark.parametrize("text", ["1,203", "n/a", "12.5", "<5", "-3"])
def test_a_count_that_is_neither_a_whole_number_nor_a_known_mark_is_refused(tmp_path, text):
    with pytest.raises(SourceError, match=text):
        read(tmp_path, eligible("1671", text, "71.99"))


def test_letters_that_are_marks_stay_text_in_a_name(tmp_path):
    assert read(tmp_path, total("34", "17", "50", la_name="c"))["area_name"].item() == "c"


# --- totals made from their parts -------------------------------------------------------------


TERMS = (
    row("Term of birth", "Autumn-born", "1128", "863", "76.507092"),
    row("Term of birth", "Spring-born", "788", "542", "68.781725"),
    row("Term of birth", "Summer-born", "1389", "858", "61.771058"),
)
MEALS = (
    row(FSM, ELIGIBLE, "576", "308", "53.472222"),
    row(FSM, NOT_ELIGIBLE, "1194", "794", "66.499162"),
    row(FSM, "Unknown", "24", "4", "16.666666"),
)


@pytest.mark.parametrize(
    ("parts", "summed"), [(TERMS, (2263, 3305)), (MEALS, (1106, 1794))], ids=["birth", "meals"]
)
def test_total_is_rebuilt_from_every_part(tmp_path, parts, summed):
    assert counts(figure(read(tmp_path, *parts), HAVERING, "all")) == summed


@pytest.mark.parametrize("left_out", [0, 1, 2])
@pytest.mark.parametrize("parts", [TERMS, MEALS], ids=["birth", "meals"])
def test_total_is_never_rebuilt_with_a_part_left_out(tmp_path, parts, left_out):
    some = [part for at, part in enumerate(parts) if at != left_out]
    assert totals(read(tmp_path, *some)).empty


def test_total_is_never_rebuilt_from_parts_of_two_years(tmp_path):
    earlier = TERMS[2] | {"time_period": "202324"}
    assert totals(read(tmp_path, *TERMS[:2], earlier)).empty


def test_total_is_never_rebuilt_from_parts_of_two_areas(tmp_path):
    elsewhere = TERMS[2] | {"new_la_code": NEWHAM, "la_name": "Newham"}
    assert totals(read(tmp_path, *TERMS[:2], elsewhere)).empty


def test_total_is_never_rebuilt_from_a_breakdown_with_a_part_too_many(tmp_path):
    unknown = row("Term of birth", "Unknown", "9", "3", "33.3")
    assert totals(read(tmp_path, *TERMS, unknown)).empty


@pytest.mark.parametrize("mark", ["c", "x", "low", "k", "z"])
def test_total_is_never_rebuilt_from_a_breakdown_with_a_part_withheld(tmp_path, mark):
    withheld = row("Term of birth", "Summer-born", "1389", mark, mark)
    assert totals(read(tmp_path, *TERMS[:2], withheld)).empty


def test_total_with_one_breakdown_withheld_is_rebuilt_from_the_other(tmp_path):
    withheld = row("Term of birth", "Summer-born", "c", "c", "c")
    assert counts(figure(read(tmp_path, *TERMS[:2], withheld, *MEALS), HAVERING, "all")) == (
        1106,
        1794,
    )


def test_low_reliability_of_a_part_is_kept_with_the_total(tmp_path):
    unsure = TERMS[0] | {"gld_children_percent": "u"}
    found = figure(read(tmp_path, unsure, *TERMS[1:]), HAVERING, "all")
    assert (*counts(found), found["value_note"]) == (2263, 3305, "u")


def test_printed_total_is_never_replaced_by_a_sum(tmp_path):
    found = figure(read(tmp_path, total("3306", "2264", "68.48"), *TERMS), HAVERING, "all")
    assert (*counts(found), found["source_ref"]) == (2264, 3306, "row 2")


def test_suppressed_total_is_not_worked_out_from_its_parts(tmp_path):
    found = figure(read(tmp_path, total("3305", "c", "c"), *TERMS), HAVERING, "all")
    assert pd.isna(found["value"]) and found["value_note"] == "c"


def test_total_of_parts_without_children_is_not_applicable(tmp_path):
    empty = [part | {"children_count": "0", "gld_children_count": "0"} for part in TERMS]
    found = read(tmp_path, *empty)
    assert found["value"].isna().all()
    assert set(found["value_note"]) <= {"z"}


# --- rows that repeat -------------------------------------------------------------------------


def test_a_part_that_repeats_is_not_counted_twice_in_a_total(tmp_path):
    path = written(tmp_path, *TERMS, TERMS[2])
    try:
        table = read_eyfsp_headline(path)
    except SourceError:
        return
    assert not totals(table)["denominator"].gt(3305).any()


def test_a_row_that_repeats_with_other_figures_is_refused_or_kept_for_the_check_to_refuse(tmp_path):
    # The schema's key refuses the second; taking either of them in silence would hide it.
    path = written(tmp_path, total("3305", "2263", "68.472"), total("3306", "2264", "68.482"))
    try:
        table = read_eyfsp_headline(path)
    except SourceError:
        return
    assert list(table["denominator"]) == [3305, 3306]


# --- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "column",
    [
        "breakdown_topic",
        "breakdown",
        "sex",
        "children_count",
        "gld_children_count",
        "gld_children_percent",
        "time_period",
        "geographic_level",
        "country_code",
        "country_name",
        "region_code",
        "region_name",
        "new_la_code",
        "la_name",
    ],
)
def test_a_missing_column_is_named(tmp_path, column):
    printed = total("589471", "402591", "68.29", geographic_level="National")
    regional = total("26425", "17571", "66.49", geographic_level="Regional")
    rows = [printed, regional, total("3305", "2263", "68.472")]
    for each in rows:
        del each[column]
    with pytest.raises(SourceError, match=f"headline.csv has no column .*{column}"):
        read(tmp_path, *rows)


@pytest.mark.parametrize("period", ["201619", "202426", "2024", "20242", "", "latest"])
def test_a_period_that_is_no_academic_year_is_refused(tmp_path, period):
    with pytest.raises(SourceError, match=rf'"{period}"|headline\.csv'):
        read(tmp_path, total("3305", "2263", "68.472", time_period=period))


def test_a_year_of_another_kind_is_refused(tmp_path):
    with pytest.raises(SourceError, match="Financial year"):
        read(tmp_path, total("3305", "2263", "68.472", time_identifier="Financial year"))


def test_an_authority_without_a_code_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"headline\.csv, row 2: its new_la_code is blank"):
        read(tmp_path, total("3305", "2263", "68.472", new_la_code=" "))


@pytest.mark.parametrize(
    "other",
    [{"sex": "All"}, {"geographic_level": "Ward"}, {"breakdown_topic": "All pupils"}],
    ids=["sex", "level", "heading"],
)
def test_a_file_without_a_row_that_is_read_is_refused(tmp_path, other):
    with pytest.raises(SourceError, match=r"headline\.csv has no row of both sexes together"):
        read(tmp_path, total("3305", "2263", "68.472", **other))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"absent\.csv cannot be read"):
        read_eyfsp_headline(tmp_path / "absent.csv")


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfet\x00i\x00", b"PK\x03\x04\x14\x00\x06\x00\x9c\xe2", b"a,b\n1,2\n1,2,3\n"],
    ids=["empty", "UTF-16", "a workbook", "ragged"],
)
def test_a_file_that_is_no_utf_8_csv_is_refused(tmp_path, content):
    path = tmp_path / "headline.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"headline\.csv cannot be read as a UTF-8 CSV file"):
        read_eyfsp_headline(path)


def test_another_publication_is_refused(tmp_path):
    path = tmp_path / "absence.csv"
    path.write_text("time_period,geographic_level,sess_overall\n202425,National,3\n", "utf-8")
    with pytest.raises(SourceError, match=r"absence\.csv has no column .*headline file"):
        read_eyfsp_headline(path)


def test_rows_with_a_trailing_comma_are_not_shifted_by_one_column(tmp_path):
    path = written(tmp_path, total("3305", "2263", "68.472"))
    header, line = path.read_text("utf-8").splitlines()
    path.write_text(f"{header}\n{line},\n", "utf-8")
    try:
        table = read_eyfsp_headline(path)
    except SourceError:
        return
    assert counts(figure(table, HAVERING, "all")) == (2263, 3305)


def test_a_file_cut_short_within_a_quoted_cell_is_refused(tmp_path):
    path = written(tmp_path, total("1671", "1203", "71.99", la_name="Herefordshire, County of"))
    text = path.read_text("utf-8")
    path.write_text(text[: text.index(", County")], "utf-8")
    with pytest.raises(SourceError, match=r"headline\.csv cannot be read"):
        read_eyfsp_headline(path)


def test_a_column_named_twice_is_refused(tmp_path):
    path = written(tmp_path, total("3305", "2263", "68.472"))
    path.write_text(path.read_text("utf-8").replace("old_la_code", "la_name"), "utf-8")
    with pytest.raises(SourceError, match='names the column "la_name" twice'):
        read_eyfsp_headline(path)


def test_a_file_cut_short_within_a_row_is_refused(tmp_path):
    path = written(tmp_path, total("3305", "2263", "68.472"), eligible("576", "308", "53.47"))
    text = path.read_text("utf-8")
    path.write_text(text[: text.rindex(",Total,576")], "utf-8")
    with pytest.raises(SourceError, match=r"headline\.csv"):
        read_eyfsp_headline(path)


def test_a_file_of_headers_alone_is_refused(tmp_path):
    path = written(tmp_path, total("3305", "2263", "68.472"))
    path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    with pytest.raises(SourceError, match=r"headline\.csv"):
        read_eyfsp_headline(path)
