"""The Local Authority Interactive Tool: how it names years, groups and missing figures."""

import re
from pathlib import Path

import pandas as pd
import pytest

from analysis.cleaning.lait import COLUMNS, read_lait
from analysis.errors import SourceError

REAL = Path(__file__).parents[2] / ".." / "shared" / "data" / "dfe-lait" / "bds_long_0.parquet"

ENGLAND, HAVERING, HEREFORDSHIRE, MIDDLESBROUGH, NEWHAM = "970", "311", "884", "806", "316"
GLD, OTHERS, TAKE_UP = "FSP_NEW_GOODDEV", "FSP_Gooddev_FSM_Other", "%_2yr_olds"
CHILDREN, BREASTFEEDING, INFANTS = "No_2yr_olds", "6wksBreast", "InfMort"

# One figure of each measure that the file is read for: measure, year, area, number, figure.
EVERY_MEASURE = (
    (GLD, "2022", "Havering", 311, "64.5"),
    ("FSP_Gooddev_FSM", "2022", "Havering", 311, "41.4"),
    (OTHERS, "2022", "Havering", 311, "68.7"),
    ("FSP_Gooddev_Without_SENSTATE", "2022", "Havering", 311, "14.8"),
    ("FSP_Gooddev_With_SENSTATE", "2022", "Havering", 311, "2.6"),
    (TAKE_UP, "2022", "Havering", 311, "65.2"),
    (CHILDREN, "2022", "Havering", 311, "552"),
    (BREASTFEEDING, "2022", "Havering", 311, "-"),
    (INFANTS, "2022", "Havering", 311, "2.6"),
)


def frame(*rows):
    names = ["Short Desc", "Years", "LA and Regions", "LA Number", "Values"]
    table = pd.DataFrame([*EVERY_MEASURE, *rows], columns=names)
    return table.astype({"LA Number": float})[COLUMNS]


def written(folder, table):
    path = folder / "lait.parquet"
    table.to_parquet(path)
    return path


def read(folder, *rows):
    return read_lait(written(folder, frame(*rows)))


@pytest.fixture(scope="module")
def published():
    if not REAL.is_file():
        pytest.skip("the published file bds_long_0.parquet is not beside this repository")
    return read_lait(REAL)


def figure(table, indicator, number, period, group="all"):
    rows = table[
        (table["indicator"] == indicator)
        & (table["la_number"] == number)
        & (table["period"] == period)
        & (table["group"] == group)
    ]
    assert len(rows) == 1, f"{indicator}, {number}, {period}, {group} stands {len(rows)} times"
    return rows.iloc[0]


# --- the published file, read by hand ---------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "number", "period", "group", "value"),
    [
        ("gld", ENGLAND, "2024/25", "all", 68.3),
        ("gld", HAVERING, "2021/22", "all", 64.5),
        ("gld", HAVERING, "2024/25", "all", 68.5),
        ("gld", HEREFORDSHIRE, "2021/22", "all", 71.8),
        ("gld", HEREFORDSHIRE, "2024/25", "all", 72.0),
        ("gld", MIDDLESBROUGH, "2021/22", "all", 56.5),
        ("gld", MIDDLESBROUGH, "2024/25", "all", 61.6),
        ("gld", NEWHAM, "2021/22", "all", 68.7),
        ("gld", NEWHAM, "2024/25", "all", 71.9),
        ("gld", HAVERING, "2024/25", "eligible", 55.7),
        ("gld", MIDDLESBROUGH, "2024/25", "not_eligible", 66.5),
        ("take_up_2yo", NEWHAM, "2025", "all", 70.4),
        ("breastfeeding_6_8_weeks", HEREFORDSHIRE, "2023/24", "all", 64.52),
        ("infant_mortality", MIDDLESBROUGH, "2023", "all", 4.9),
    ],
)
def test_published_figures_are_read(published, indicator, number, period, group, value):
    assert figure(published, indicator, number, period, group)["value"] == value


def test_take_up_in_middlesbrough_is_above_one_hundred_per_cent(published):
    # The number of eligible children is an estimate: 660 children are 101.1% of it.
    found = figure(published, "take_up_2yo", MIDDLESBROUGH, "2025")
    assert (found["value"], found["numerator"]) == (101.1, 660)


def test_other_pupils_of_england_are_all_others_in_2019_and_the_not_eligible_in_2022(published):
    assert figure(published, "gld", ENGLAND, "2018/19", "all_other")["value"] == 74
    assert figure(published, "gld", ENGLAND, "2021/22", "not_eligible")["value"] == 69.5


def test_no_period_has_both_comparators(published):
    pairs = published[published["group"].isin(["all_other", "not_eligible"])]
    assert pairs.groupby("period")["group"].nunique().eq(1).all()


def test_havering_has_no_breastfeeding_figure_for_2023_24(published):
    found = figure(published, "breastfeeding_6_8_weeks", HAVERING, "2023/24")
    assert pd.isna(found["value"])
    assert found["value_note"] == "x"


def test_years_without_a_profile_have_no_figure(published):
    unheld = published[
        (published["indicator"] == "gld") & published["period"].isin(["2019/20", "2020/21"])
    ]
    assert unheld["value"].isna().all()
    assert unheld["value_note"].eq("x").all()


def test_a_printed_nought_is_a_value(published):
    # No child with a plan in Middlesbrough reached the level in 2018/19: printed as 0.
    found = figure(published, "gld", MIDDLESBROUGH, "2018/19", "ehc_plan")
    assert (found["value"], found["value_note"]) == (0, "")


def test_figure_names_the_measure_year_and_authority_it_stands_under(published):
    found = figure(published, "gld", HAVERING, "2024/25")
    assert found["source_ref"] == "FSP_NEW_GOODDEV, 2025, authority 311"


def test_authority_numbers_are_three_digits_of_text(published):
    assert published["la_number"].str.fullmatch(r"\d{3}").all()


def test_each_figure_stands_once(published):
    key = ["indicator", "la_number", "period", "group_type", "group"]
    assert not published.duplicated(key).any()


# --- figures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("76.900000000000006", 76.9),
        ("76.90000000000001", 76.9),
        ("71.099999999999994", 71.1),
        ("4.0999999999999996", 4.1),
        ("100", 100),
        (" 61.6 ", 61.6),
        ("0", 0),
    ],
)
def test_binary_noise_is_no_part_of_a_figure(tmp_path, text, value):
    table = read(tmp_path, (GLD, "2025", "Newham", 316, text))
    assert figure(table, "gld", NEWHAM, "2024/25")["value"] == value


@pytest.mark.parametrize("dash", ["-", " - "])
def test_a_dash_is_not_available_and_never_nought(tmp_path, dash):
    found = figure(read(tmp_path, (GLD, "2025", "Newham", 316, dash)), "gld", NEWHAM, "2024/25")
    assert pd.isna(found["value"])
    assert found["value_note"] == "x"


def test_a_dash_in_the_count_of_children_is_missing_and_never_nought(tmp_path):
    table = read(
        tmp_path, (TAKE_UP, "2025", "Newham", 316, "70.4"), (CHILDREN, "2025", "Newham", 316, "-")
    )
    found = figure(table, "take_up_2yo", NEWHAM, "2025")
    assert found["value"] == 70.4
    assert pd.isna(found["numerator"])


def test_count_of_children_goes_with_its_own_area_and_year(tmp_path):
    table = read(
        tmp_path,
        (TAKE_UP, "2024", "Newham", 316, "72.3"),
        (TAKE_UP, "2025", "Newham", 316, "70.4"),
        (CHILDREN, "2025", "Newham", 316, "1011"),
        (CHILDREN, "2024", "Newham", 316, "1159"),
    )
    assert figure(table, "take_up_2yo", NEWHAM, "2024")["numerator"] == 1159
    assert figure(table, "take_up_2yo", NEWHAM, "2025")["numerator"] == 1011


def test_take_up_without_a_count_is_kept(tmp_path):
    table = read(tmp_path, (TAKE_UP, "2025", "Newham", 316, "70.4"))
    assert pd.isna(figure(table, "take_up_2yo", NEWHAM, "2025")["numerator"])


def test_measures_of_other_subjects_are_passed_over(tmp_path):
    table = read(tmp_path, ("RTA", "2014-16", "Newham", 316, "12.13"))
    assert table["la_number"].unique().tolist() == [HAVERING]


# --- years ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "year", "indicator", "period"),
    [
        (GLD, "2025", "gld", "2024/25"),
        (TAKE_UP, "2025", "take_up_2yo", "2025"),
        (BREASTFEEDING, "2024", "breastfeeding_6_8_weeks", "2023/24"),
        (INFANTS, "2023", "infant_mortality", "2023"),
    ],
)
def test_a_year_means_what_its_measure_means_by_it(tmp_path, measure, year, indicator, period):
    table = read(tmp_path, (measure, year, "Newham", 316, "50"))
    assert figure(table, indicator, NEWHAM, period)["value"] == 50


@pytest.mark.parametrize(
    ("year", "period", "group"),
    [
        ("2016", "2015/16", "all_other"),
        ("2019", "2018/19", "all_other"),
        ("2022", "2021/22", "not_eligible"),
        ("2025", "2024/25", "not_eligible"),
    ],
)
def test_other_pupils_leave_out_the_unknowns_from_2022(tmp_path, year, period, group):
    table = read(tmp_path, (OTHERS, year, "Newham", 316, "75"))
    newham = table[table["la_number"] == NEWHAM]
    assert (newham["period"].item(), newham["group"].item()) == (period, group)


@pytest.mark.parametrize(
    "year",
    ["2018 (Rev)", "2024-25 (OT)", "2013/14-15/16", "2014-16", "2025 (prov)", "2018.5", "", "0"],
)
def test_a_year_written_otherwise_is_refused(tmp_path, year):
    with pytest.raises(SourceError, match=r"FSP_NEW_GOODDEV: .* where a year may stand"):
        read(tmp_path, (GLD, year, "Newham", 316, "61.6"))


def test_refused_year_is_quoted(tmp_path):
    with pytest.raises(SourceError, match=r'"2018 \(Rev\)" stands where a year may stand'):
        read(tmp_path, (GLD, "2018 (Rev)", "Newham", 316, "61.6"))


def test_an_odd_year_of_a_measure_not_read_is_no_matter(tmp_path):
    table = read(tmp_path, ("APSE_Tech", "2018 (Rev)", "Newham", 316, "61.6"))
    assert NEWHAM not in set(table["la_number"])


# --- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["c", "x", "", "n/a", "70%", "1,234", "−", "..", "1e3", "inf", "nan"]
)
@pytest.mark.parametrize("measure", [GLD, CHILDREN])
def test_an_unknown_text_in_place_of_a_figure_is_refused(tmp_path, measure, text):
    with pytest.raises(SourceError, match=re.escape(f'{measure}: "{text}" stands where')):
        read(tmp_path, (measure, "2025", "Newham", 316, text))


def test_an_empty_cell_in_place_of_a_figure_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"FSP_NEW_GOODDEV: .* stands where a number"):
        read(tmp_path, (GLD, "2025", "Newham", 316, None))


def test_part_of_a_child_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r'No_2yr_olds: "943\.5"'):
        read(
            tmp_path,
            (TAKE_UP, "2025", "Newham", 316, "70.4"),
            (CHILDREN, "2025", "Newham", 316, "943.5"),
        )


def test_fewer_children_than_none_are_refused(tmp_path):
    with pytest.raises(SourceError, match=r'No_2yr_olds: "-5"'):
        read(tmp_path, (CHILDREN, "2025", "Newham", 316, "-5"))


@pytest.mark.parametrize("number", [None, 316.5, 3160])
def test_an_authority_without_a_number_of_three_digits_is_refused(tmp_path, number):
    with pytest.raises(SourceError, match=r'stands as the LA Number of "Newham"'):
        read(tmp_path, (GLD, "2025", "Newham", number, "61.6"))


def test_a_count_that_repeats_does_not_repeat_the_figure_beside_it(tmp_path):
    path = written(
        tmp_path,
        frame(
            (TAKE_UP, "2025", "Newham", 316, "70.4"),
            (CHILDREN, "2025", "Newham", 316, "1011"),
            (CHILDREN, "2025", "Newham", 316, "1011"),
        ),
    )
    try:
        table = read_lait(path)
    except SourceError:
        return
    assert len(table[table["la_number"] == NEWHAM]) == 1


@pytest.mark.parametrize("measure", sorted({row[0] for row in EVERY_MEASURE}))
def test_a_missing_measure_is_named(tmp_path, measure):
    table = frame()
    path = written(tmp_path, table[table["Short Desc"] != measure])
    with pytest.raises(SourceError, match=re.escape(f'lait.parquet has no measure "{measure}"')):
        read_lait(path)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_file_without_one_of_its_columns_is_refused(tmp_path, column):
    path = written(tmp_path, frame().drop(columns=column))
    with pytest.raises(SourceError, match=r"lait\.parquet cannot be read as the LAIT Parquet file"):
        read_lait(path)


@pytest.mark.parametrize(
    "content",
    [b"", b"Short Desc,Years\nInfMort,2023\n", b"PAR1 cut short"],
    ids=["0", "CSV", "cut"],
)
def test_a_file_that_is_no_parquet_is_refused(tmp_path, content):
    path = tmp_path / "lait.parquet"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"lait\.parquet cannot be read as the LAIT Parquet file"):
        read_lait(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"absent\.parquet cannot be read"):
        read_lait(tmp_path / "absent.parquet")


@pytest.mark.parametrize(
    ("column", "kind"), [("Years", "int64"), ("LA Number", "str"), ("Values", "float64")]
)
def test_a_column_of_another_type_is_read_or_refused_in_a_sentence(tmp_path, column, kind):
    numbers = frame()
    numbers["Values"] = numbers["Values"].replace("-", "48")
    whole = numbers["LA Number"].astype("int64")
    path = written(tmp_path, numbers.assign(**{"LA Number": whole}).astype({column: kind}))
    try:
        table = read_lait(path)
    except SourceError:
        return
    assert figure(table, "gld", HAVERING, "2021/22")["value"] == 64.5
