"""COVER quarterly vaccination coverage: what the publisher's workbooks say and how they drift."""

from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from analysis.cleaning.cover import read_cover
from analysis.errors import SourceError

REAL = Path(__file__).parents[2] / ".." / "shared" / "data" / "ukhsa-cover-quarterly"
ENGLAND, HAVERING, HEREFORDSHIRE, MIDDLESBROUGH, NEWHAM = (
    "E92000001",
    "E09000016",
    "E06000019",
    "E06000002",
    "E09000025",
)
CITY, HACKNEY, SCILLY, BURY = "E09000001", "E09000012", "E06000053", "E08000002"

# Read by hand from the coverage sheets: children of 24 months, and MMR1 in per cent.
QUARTERS = {
    "2014_2015_Q4.xlsx": (
        ("2014/15 Q4", date(2015, 6, 25)),
        {ENGLAND: (163_424, 92.0), HAVERING: (776, 91.5), HEREFORDSHIRE: (478, 93.5)},
        {MIDDLESBROUGH: (461, 95.7), NEWHAM: (1392, 88.3)},
    ),
    "2016_2017_Q1.xlsx": (
        ("2016/17 Q1", date(2016, 9, 30)),
        {ENGLAND: (163_448, 91.4), HAVERING: (861, 93.4), HEREFORDSHIRE: (382, 97.9)},
        {MIDDLESBROUGH: (454, 91.9), NEWHAM: (1408, 88.8)},
    ),
    "2018_2019_Q2.xlsx": (
        ("2018/19 Q2", date(2018, 12, 14)),
        {ENGLAND: (173_769, 89.9), HAVERING: (933, 86.4), HEREFORDSHIRE: (470, 90.2)},
        {MIDDLESBROUGH: (523, 91.0), NEWHAM: (1487, 78.1)},
    ),
    "2019_2020_Q1.ods": (
        ("2019/20 Q1", date(2019, 9, 27)),
        {ENGLAND: (163_858, 90.31), HAVERING: (893, 88.13), HEREFORDSHIRE: (426, 88.50)},
        {MIDDLESBROUGH: (487, 91.99), NEWHAM: (1518, 83.00)},
    ),
    "2020_2021_Q3.ods": (
        ("2020/21 Q3", date(2021, 3, 30)),
        {ENGLAND: (158_177, 90.26), HAVERING: (892, 87.56), HEREFORDSHIRE: (400, 92.5)},
        {MIDDLESBROUGH: (455, 91.43), NEWHAM: (1386, 81.46)},
    ),
    "2022_2023_Q2.ods": (
        ("2022/23 Q2", date(2022, 12, 20)),
        {ENGLAND: (154_388, 89.68), HAVERING: (895, 88.27), HEREFORDSHIRE: (425, 94.59)},
        {MIDDLESBROUGH: (493, 90.26), NEWHAM: (1535, 80.46)},
    ),
    "2024_2025_Q1.ods": (
        ("2024/25 Q1", date(2024, 9, 26)),
        {ENGLAND: (147_569, 89.23), HAVERING: (872, 85.55), HEREFORDSHIRE: (398, 95.48)},
        {MIDDLESBROUGH: (443, 90.52), NEWHAM: (1488, 82.59)},
    ),
    "2024_2025_Q4.ods": (
        ("2024/25 Q4", date(2025, 6, 26)),
        {ENGLAND: (140_203, 88.8), HAVERING: (808, 84.3), HEREFORDSHIRE: (374, 94.9)},
        {MIDDLESBROUGH: (461, 89.2), NEWHAM: (1309, 78.8)},
    ),
}

# Children vaccinated, read by hand from the sheets of counts: Havering, Herefordshire,
# Middlesbrough, Newham.
COUNTED = {
    "2018_2019_Q2.xlsx": (806, 424, 476, 1161),
    "2019_2020_Q1.ods": (787, 377, 448, 1260),
    "2020_2021_Q3.ods": (781, 370, 416, 1129),
    "2022_2023_Q2.ods": (790, 402, 445, 1235),
    "2024_2025_Q1.ods": (746, 380, 401, 1229),
    "2024_2025_Q4.ods": (681, 355, 411, 1031),
}


def real(name, **options):
    if not (REAL / name).is_file():
        pytest.skip(f"the published workbook {name} is not beside this repository")
    return read_cover(REAL / name, **options)


def area(reading, code):
    rows = reading.table[reading.table["area_code"] == code]
    assert len(rows) == 1, f"{code} stands {len(rows)} times"
    return rows.iloc[0]


def said(reading, *parts):
    return any(all(part in note for part in parts) for note in reading.notes)


# --- the published quarters -------------------------------------------------------------------


@pytest.mark.parametrize("name", QUARTERS)
def test_quarter_and_first_publication_date_come_from_the_workbook(name):
    reading = real(name)
    assert (reading.period, reading.published) == QUARTERS[name][0]


@pytest.mark.parametrize("name", QUARTERS)
def test_cohorts_and_coverage_are_those_printed(name):
    reading = real(name)
    for code, (denominator, value) in (QUARTERS[name][1] | QUARTERS[name][2]).items():
        row = area(reading, code)
        assert row["denominator"] == denominator
        assert row["value"] == pytest.approx(value, abs=0.06)


@pytest.mark.parametrize("name", COUNTED)
def test_children_vaccinated_come_from_the_sheet_of_counts(name):
    reading = real(name)
    found = [
        area(reading, c)["numerator"] for c in (HAVERING, HEREFORDSHIRE, MIDDLESBROUGH, NEWHAM)
    ]
    assert tuple(found) == COUNTED[name]
    assert "counts from sheet" in area(reading, HAVERING)["source_ref"]


def test_value_is_not_rounded_where_the_counts_are_known():
    row = area(real("2024_2025_Q4.ods"), HAVERING)
    assert row["value"] == pytest.approx(100 * 681 / 808, abs=1e-12)
    assert row["source_ref"] == "sheet Table_6, row 53; counts from sheet Table_10, row 88"


@pytest.mark.parametrize("name", ["2014_2015_Q4.xlsx", "2016_2017_Q1.xlsx"])
def test_early_quarters_have_no_children_vaccinated(name):
    reading = real(name)
    assert reading.table["numerator"].isna().all()
    assert said(reading, "No sheet gives counts")


@pytest.mark.parametrize("name", ["2018_2019_Q2.xlsx", "2019_2020_Q1.ods", "2020_2021_Q3.ods"])
def test_city_of_london_is_suppressed_and_never_nought(name):
    reading = real(name)
    row = area(reading, CITY)
    assert pd.isna(row["value"]) and pd.isna(row["denominator"]) and pd.isna(row["numerator"])
    assert row["value_note"] == "c u"
    assert said(reading, "City of London is counted in Hackney")


@pytest.mark.parametrize("name", ["2022_2023_Q2.ods", "2024_2025_Q1.ods"])
def test_city_of_london_is_not_available_where_its_mark_is_a_submission_caveat(name):
    # [note 1] "indicates a submission caveat": nothing says that figures are suppressed.
    row = area(real(name), CITY)
    assert pd.isna(row["value"]) and row["value_note"] == "x u"


def test_newest_quarter_has_no_row_for_city_of_london_and_says_where_it_is():
    reading = real("2024_2025_Q4.ods")
    assert CITY not in set(reading.table["area_code"])
    assert said(reading, "City of London is counted in Hackney", "no row")
    assert area(reading, HACKNEY)["value_note"] == "u"


def test_bury_withheld_for_data_quality_stays_withheld():
    assert area(real("2019_2020_Q1.ods"), BURY)["value_note"] == "c u"


def test_asterisks_for_a_vaccine_that_was_not_reported_are_not_suppression():
    # *** is "Local authority unable to provide PCV1 coverage this quarter"; ** is GP data only.
    reading = real("2020_2021_Q3.ods", vaccine="PCV1", months=12)
    brent = reading.table.query("area_name == 'Brent'").iloc[0]
    assert pd.isna(brent["value"]) and brent["value_note"] == "x u"
    assert area(reading, CITY)["value_note"] == "c u"


@pytest.mark.parametrize("name", ["2014_2015_Q4.xlsx", "2016_2017_Q1.xlsx"])
def test_early_quarters_have_figures_for_city_of_london_and_do_not_put_it_in_hackney(name):
    assert not said(real(name), "counted in Hackney")


@pytest.mark.parametrize("name", QUARTERS)
def test_regions_of_the_published_quarters_agree_with_their_codes(name):
    reading = real(name)
    assert not said(reading, "the code is kept")
    assert not said(reading, "not grouped by statistical region")


def test_a_band_is_a_suppressed_value():
    reading = real("2024_2025_Q4.ods")
    row = area(reading, SCILLY)
    assert pd.isna(row["value"]) and pd.isna(row["denominator"]) and row["value_note"] == "c"
    assert said(reading, "Isles of Scilly", "70% to 100%")


def test_a_suppressed_cohort_is_not_filled_in_from_the_sheet_of_counts():
    reading = real("2022_2023_Q2.ods")
    row = area(reading, SCILLY)
    assert pd.isna(row["denominator"]) and pd.isna(row["numerator"]) and row["value"] == 100
    assert said(reading, "Isles of Scilly", "withholds")


def test_authorities_created_in_2020_and_2021_keep_their_rows_without_a_gss_code():
    reading = real("2022_2023_Q2.ods")
    assert area(reading, "E06000060")["area_name"] == "Buckinghamshire"
    assert area(reading, "E06000061")["denominator"] == 1009
    assert area(reading, "E06000062")["denominator"] == 1122


def test_authorities_that_were_not_coterminous_with_a_trust_are_not_available():
    rutland = area(real("2014_2015_Q4.xlsx"), "E06000017")
    assert pd.isna(rutland["value"]) and rutland["value_note"] == "x"


@pytest.mark.parametrize("name", [n for n in QUARTERS if n != "2014_2015_Q4.xlsx"])
def test_nine_regions_have_their_gss_codes(name):
    regions = real(name).table.query("area_type == 'region'")
    assert sorted(regions["area_code"]) == [f"E1200000{n}" for n in range(1, 10)]


def test_earliest_quarter_has_no_regions_and_says_so():
    reading = real("2014_2015_Q4.xlsx")
    assert set(reading.table["area_type"]) == {"country", "local authority"}
    assert said(reading, "no region rows")


def test_region_grouping_is_preferred_to_area_teams():
    reading = real("2016_2017_Q1.xlsx")
    assert area(reading, HAVERING)["source_ref"] == "sheet 24m_UTLA_GOR, row 108"
    assert said(reading, "grouped by region", "24m_UTLA_AT")


def test_a_caveat_column_marks_the_row_and_its_words_are_kept():
    reading = real("2018_2019_Q2.xlsx")
    assert area(reading, HAVERING)["value_note"] == "u"
    assert said(reading, "Caveat", "Gateshead", "CCH2000 to EMIS")


@pytest.mark.parametrize(
    ("vaccine", "months", "denominator", "value"),
    [
        ("MMR1", 60, 924, 100 * 824 / 924),
        ("mmr2", 60, 924, 100 * 690 / 924),
        ("DTaP/IPV/Hib", 24, 808, 100 * 728 / 808),
        ("PCV Booster", 24, 808, 100 * 676 / 808),
        ("Hib/MenC", 24, 808, 100 * 679 / 808),
        ("MenB Booster", 24, 808, 100 * 675 / 808),
    ],
)
def test_other_vaccines_and_ages_are_read_from_their_own_columns(
    vaccine, months, denominator, value
):
    row = area(real("2024_2025_Q4.ods", vaccine=vaccine, months=months), HAVERING)
    assert row["denominator"] == denominator
    assert row["value"] == pytest.approx(value)


# --- altered workbooks ------------------------------------------------------------------------

FRONT = [
    ["Cover of vaccination evaluated rapidly (COVER) programme"],
    ["Quarterly vaccination coverage statistics - 2018/19, Quarter 2: July to September 2018"],
]
HEADER = [
    "ONS Government Office Region Code",
    "ONS Government Office Region Name",
    "ONS Upper Tier LA Code",
    "ODS Upper Tier LA Code",
    "Upper Tier LA Name",
    "Data submission caveat",
    "24m Denominator",
    "24m DTaP/IPV/Hib%",
    "24m MMR1%",
]
ROWS = [
    ["", "", "", "", "England", "", 1010, 95.0, 90.0],
    ["E12000005", "West Midlands", HEREFORDSHIRE, 415, "Herefordshire", "", 200, 96.0, 93.5],
    ["", "West Midlands Total", "", "", "", "", 200, 96.0, 93.5],
    ["E12000007", "London", CITY, 714, "City of London", "*", "*", "*", "*"],
    ["", "", HAVERING, 726, "Havering", "", 808, 90.1, 84.3],
    ["", "London Total", "", "", "", "", 808, 90.1, 84.3],
    ["", "", "", "", "", "", "", "", ""],
    ["", "", "", "*", "Please see caveats tab", "", "", "", ""],
]
COUNTS = [
    ["Local Authority ODS Code", "Local Authority Name", "24m MMR1 Numerator", "24m Denominator"],
    ["726", "Havering", 681, 808],
    [415.0, "Herefordshire", 187, 200],
]
HISTORY = [["Version Number", "Date", "Revision"], ["1.0", "2018-12-14", "First published"]]


def workbook(tmp_path, **sheets):
    """A small COVER workbook; a keyword replaces a sheet, and None removes it."""
    content = {"Information": FRONT, "24m_UTLA_GOR": [HEADER, *ROWS], "Data file": COUNTS}
    content |= {"Revision History": HISTORY} | sheets
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in content.items():
        if rows is not None:
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
    path = tmp_path / "cover.xlsx"
    book.save(path)
    return path


def table_with(code, column, cell):
    """The coverage table with one cell replaced."""
    rows = [list(row) for row in [HEADER, *ROWS]]
    next(row for row in rows if row[2] == code)[HEADER.index(column)] = cell
    return rows


def test_every_row_below_the_header_is_an_area_or_is_accounted_for(tmp_path):
    reading = read_cover(workbook(tmp_path))
    assert list(reading.table["area_type"]) == [
        "country",
        "local authority",
        "region",
        "local authority",
        "local authority",
        "region",
    ]
    assert said(reading, "8 rows below the header: 6 areas, 1 blank, 1 that are no area")
    assert said(reading, "Please see caveats tab")


def test_column_order_does_not_matter(tmp_path):
    turned = [row[::-1] for row in [HEADER, *ROWS]]
    expected = read_cover(workbook(tmp_path)).table
    found = read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": turned})).table
    pd.testing.assert_frame_equal(found, expected)


def test_two_more_title_rows_move_only_the_row_numbers(tmp_path):
    rows = [[], ["Table 6. Coverage at 24 months"]]  # the first is blank
    reading = read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": [*rows, HEADER, *ROWS]}))
    row = area(reading, HAVERING)
    assert row["value"] == pytest.approx(100 * 681 / 808)
    assert row["source_ref"] == "sheet 24m_UTLA_GOR, row 8; counts from sheet Data file, row 2"


@pytest.mark.parametrize(
    "respelt",
    [
        "24M mmr1 (%)",
        "24m_MMR1_%",
        "24 months\nMMR1 %",
        "Coverage at 24 months MMR1 (%)",
        "24m  MMR 1%",
        "24mMMR1%",
    ],
)
def test_header_may_be_respelt(tmp_path, respelt):
    header = [respelt if h == "24m MMR1%" else h for h in HEADER]
    reading = read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": [header, *ROWS]}))
    assert area(reading, HAVERING)["numerator"] == 681


def test_newest_wording_of_the_headers_is_understood(tmp_path):
    header = [
        "Region code",
        "Region name",
        "Code",
        "Organisation Data Service code",
        "Local authority",
        "Notes",
        "Number of children who reached 24 months in reporting quarter",
        "Coverage at 24 months DTaP/IPV/Hib/HepB Prim (%)",
        "Coverage at 24 months MMR1 (%)",
    ]
    reading = read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": [header, *ROWS]}))
    assert area(reading, HAVERING)["denominator"] == 808


def test_sheet_names_do_not_matter(tmp_path):
    path = workbook(tmp_path, **{"24m_UTLA_GOR": None, "Sheet7": [HEADER, *ROWS]})
    assert area(read_cover(path), HAVERING)["source_ref"].startswith("sheet Sheet7, row 6")


@pytest.mark.parametrize(
    ("mark", "letter"),
    [
        *[(mark, "c") for mark in ("[c]", "*", "***", "70% to 100%", "<5%")],
        *[(mark, "x") for mark in ("[x]", "N/A", "N.A.", "-", None, "pending")],
        ("[z]", "z"),
    ],
)
def test_a_mark_in_a_figure_is_missing_with_its_letter(tmp_path, mark, letter):
    rows = table_with(HAVERING, "24m MMR1%", mark)
    row = area(read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": rows})), HAVERING)
    assert pd.isna(row["value"]) and pd.isna(row["numerator"])
    assert row["value_note"] == letter
    assert row["denominator"] == 808


def test_an_unknown_mark_is_named_in_a_note(tmp_path):
    rows = table_with(HAVERING, "24m MMR1%", "pending")
    reading = read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": rows}))
    assert said(reading, "Havering", '"pending" is not known')


@pytest.mark.parametrize(
    ("meaning", "letters"),
    [
        ("Some figures have been suppressed due to small numbers.", "c"),
        ("indicates a submission caveat - please see the Caveats worksheet.", "x u"),
    ],
)
def test_a_note_mark_means_what_the_sheet_says_it_means(tmp_path, meaning, letters):
    rows = [[f"[note 3] {meaning}"], *table_with(HAVERING, "24m MMR1%", "[note 3]")]
    reading = read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": rows}))
    assert area(reading, HAVERING)["value_note"] == letters
    assert said(reading, meaning)


@pytest.mark.parametrize(
    ("meaning", "letters"),
    [
        ("Local authority unable to provide MMR1 coverage this quarter", "x"),
        ("CHIS Caveat - GP Data only", "x u"),
        ("Not applicable to this cohort", "z"),
        ("Supressed due to Data Quality Issues", "c"),
        ("Withheld: fewer than 5 children", "c"),
        ("Please see caveats tab", "c"),
        ("- see the Caveats worksheet.", "c"),
    ],
)
def test_asterisks_mean_what_the_sheet_says_they_mean(tmp_path, meaning, letters):
    rows = [*table_with(HAVERING, "24m MMR1%", "***"), ["", "", "", "***", meaning]]
    reading = read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": rows}))
    assert area(reading, HAVERING)["value_note"] == letters
    assert said(reading, 'Mark "***"', meaning.removeprefix("- "))


@pytest.mark.parametrize("stray", [["***"], ["**", "*"], ["**", "N.A."], ["**", "[x]"]])
def test_a_row_of_nothing_but_marks_explains_no_mark(tmp_path, stray):
    rows = [*table_with(HAVERING, "24m MMR1%", "**"), ["", "", "", *stray]]
    reading = read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": rows}))
    assert area(reading, HAVERING)["value_note"] == "c"
    assert not said(reading, 'Mark "**"')


def test_asterisks_explained_for_another_mark_only_stay_suppressed(tmp_path):
    rows = [*table_with(HAVERING, "24m MMR1%", "***"), ["", "", "", "**", "Unable to provide"]]
    reading = read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": rows}))
    assert area(reading, HAVERING)["value_note"] == "c"


@pytest.mark.parametrize("value", [None, "N.A.", "*", 0])
def test_coverage_of_a_cohort_of_no_children_is_not_applicable(tmp_path, value):
    rows = table_with(HAVERING, "24m MMR1%", value)
    rows[5][HEADER.index("24m Denominator")] = 0
    counts = [COUNTS[0], ["726", "Havering", 0, 0]]
    reading = read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": rows, "Data file": counts}))
    row = area(reading, HAVERING)
    assert pd.isna(row["value"]) and row["denominator"] == 0 and row["value_note"] == "z"
    assert said(reading, "Havering", "0 children")


@pytest.mark.parametrize(
    ("uncoded", "note"),
    [
        (1, "1 row of counts has no ODS code, so it is not joined."),
        (3, "3 rows of counts have no ODS code, so they are not joined."),
    ],
)
def test_counts_without_an_ods_code_are_not_joined_and_are_numbered(tmp_path, uncoded, note):
    counts = [*COUNTS, *[[None, "Newtown", 90, 100]] * uncoded, [], ["", "Note", "", ""]]
    reading = read_cover(workbook(tmp_path, **{"Data file": counts}))
    assert note in reading.notes
    assert not said(reading, "ODS codes twice")
    assert area(reading, HAVERING)["numerator"] == 681


@pytest.mark.parametrize("name", ["MMR1", "MMRV", "MenB", "MenC", "MenACWY", "Measles", "Mumps"])
@pytest.mark.parametrize("header", ["24 {}", "24{}", "24m{}", "24 m {} (%)", "24 months {}%"])
def test_m_of_a_vaccine_is_not_taken_for_months(tmp_path, name, header):
    columns = [header.format(name) if h == "24m MMR1%" else h for h in HEADER]
    path = workbook(tmp_path, **{"24m_UTLA_GOR": [columns, *ROWS]})
    assert area(read_cover(path, vaccine=name), HAVERING)["denominator"] == 808
    with pytest.raises(SourceError, match=f"no coverage column for {name[1:]} at 24 months"):
        read_cover(path, vaccine=name[1:])


def test_an_age_without_a_unit_is_the_age_of_its_column_whatever_the_title_says(tmp_path):
    columns = ["12 MenB%" if h == "24m MMR1%" else h for h in HEADER]
    rows = [["Coverage at 24 months"], columns, *ROWS]
    path = workbook(tmp_path, **{"24m_UTLA_GOR": rows})
    with pytest.raises(SourceError, match="no coverage column for MenB at 24 months"):
        read_cover(path, vaccine="MenB")


def test_a_missing_region_is_named_as_the_publisher_names_it(tmp_path):
    reading = read_cover(workbook(tmp_path))
    assert said(reading, "no row for these regions", "Yorkshire and The Humber", "East of England")


def test_region_code_wins_over_a_region_name_and_the_disagreement_is_said(tmp_path):
    rows = table_with(HEREFORDSHIRE, HEADER[0], "E12000008")
    reading = read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": rows}))
    assert area(reading, "E12000008")["area_name"] == "South East"
    assert "E12000005" not in set(reading.table["area_code"])
    assert said(reading, "row 3", '"West Midlands" has the code E12000008', "South East")


def test_code_of_a_region_total_wins_over_its_name(tmp_path):
    rows = [list(row) for row in [HEADER, *ROWS]]
    rows[6][0] = "E12000009"
    reading = read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": rows}))
    assert area(reading, "E12000009")["area_name"] == "South West"
    assert said(reading, '"London Total" has the code E12000009', "South West")


def test_region_code_in_the_column_of_authority_codes_wins_over_the_name(tmp_path):
    rows = [[None, *row[1:]] for row in [HEADER, *ROWS]]
    rows[3][2], rows[6][2] = "E12000005", "E12000009"
    reading = read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": rows}))
    assert area(reading, "E12000005")["area_name"] == "West Midlands Total"
    assert area(reading, "E12000009")["area_name"] == "South West"
    assert said(reading, '"London Total" has the code E12000009')


def test_an_authority_keeps_its_own_row_where_only_its_region_has_a_code(tmp_path):
    rows = table_with(HEREFORDSHIRE, "ODS Upper Tier LA Code", "916")
    rows[2][2] = ""
    reading = read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": rows}))
    assert area(reading, "E06000060")["area_type"] == "local authority"


def test_a_table_by_other_regions_gives_no_statistical_regions_and_says_so(tmp_path):
    other = [
        [{"E12000005": "Q77", "E12000007": "Q71"}.get(row[0], row[0]), *row[1:]] for row in ROWS
    ]
    reading = read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": [HEADER, *other]}))
    assert said(reading, "24m_UTLA_GOR is not grouped by statistical region", "Q71, Q77")
    assert set(reading.table["area_type"]) == {"country", "local authority"}
    assert said(reading, "no area", "London Total")
    both = {"24m_UTLA_GOR": None, "Teams": [HEADER, *other], "GOR": [HEADER, *ROWS]}
    reading = read_cover(workbook(tmp_path, **both))
    assert area(reading, HAVERING)["source_ref"].startswith("sheet GOR, row 6")
    assert said(reading, "Sheet GOR was used because it is grouped by region", "Teams")


@pytest.mark.parametrize("lacks", ["figure", "row"])
def test_city_of_london_is_not_put_in_hackney_where_the_workbook_does_not_say_so(tmp_path, lacks):
    rows = [row for row in ROWS if lacks == "figure" or row[2] != CITY]
    caveat = ["City of London", "City of London is not included in Hackney"]
    for caveats in (None, [caveat]):
        path = workbook(tmp_path, Caveats=caveats, **{"24m_UTLA_GOR": [HEADER, *rows]})
        reading = read_cover(path)
        assert not said(reading, "counted in Hackney")
        assert said(reading, f"City of London has no {lacks} in sheet 24m_UTLA_GOR")


@pytest.mark.parametrize(
    "words",
    [
        ["City of London", "City of London has been included in Hackney data."],
        ["3", "City of London is included in Hackney."],
        ["Hackney", "Figures for Hackney also include others, including City of London."],
    ],
)
def test_city_of_london_is_counted_in_hackney_where_the_workbook_says_so(tmp_path, words):
    reading = read_cover(workbook(tmp_path, Caveats=[words]))
    assert said(reading, "City of London is counted in Hackney, says sheet Caveats", "no figure")


def test_a_caveat_mark_leaves_the_figure_and_adds_u(tmp_path):
    rows = table_with(HAVERING, "Data submission caveat", "[note 1]")
    row = area(read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": rows})), HAVERING)
    assert row["value_note"] == "u" and row["numerator"] == 681


def test_counts_that_disagree_are_not_used_and_both_figures_are_named(tmp_path):
    counts = [COUNTS[0], ["726", "Havering", 700, 808]]
    reading = read_cover(workbook(tmp_path, **{"Data file": counts}))
    row = area(reading, HAVERING)
    assert row["value"] == 84.3 and pd.isna(row["numerator"]) and row["denominator"] == 808
    assert said(reading, "Havering", "84.3%", "700 of 808 (86.6%)")


def test_counts_of_another_cohort_are_not_used(tmp_path):
    counts = [COUNTS[0], ["726", "Havering", 843, 1000]]
    reading = read_cover(workbook(tmp_path, **{"Data file": counts}))
    assert area(reading, HAVERING)["denominator"] == 808
    assert pd.isna(area(reading, HAVERING)["numerator"])


def test_ods_codes_join_whether_they_are_numbers_text_or_letters(tmp_path):
    rows = table_with(HAVERING, "ODS Upper Tier LA Code", "Z9D4Z")
    counts = [COUNTS[0], ["z9d4z ", "Havering", 681, 808], COUNTS[2]]
    reading = read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": rows, "Data file": counts}))
    assert area(reading, HAVERING)["numerator"] == 681
    assert area(reading, HEREFORDSHIRE)["numerator"] == 187


def test_side_labels_name_the_quarter_and_disturb_nothing(tmp_path):
    labels = ["", "Fiscal Year/ Quarter", "2014 Q4", "Cohort", "24 months", "Key", "", "", ""]
    rows = [[label, *row] for label, row in zip(labels, [HEADER, *ROWS], strict=True)]
    reading = read_cover(workbook(tmp_path, Information=[["COVER"]], **{"24m_UTLA_GOR": rows}))
    assert reading.period == "2014/15 Q4"
    assert area(reading, HAVERING)["numerator"] == 681


def test_an_authority_without_any_code_is_left_out_and_named(tmp_path):
    rows = [*[HEADER, *ROWS], ["", "", "", "", "Newtown", "", 50, 90.0, 88.0]]
    reading = read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": rows}))
    assert said(reading, "no area", "Newtown")


def test_two_tables_on_one_sheet_are_kept_apart(tmp_path):
    earlier, later = ([h.replace("24m", age) for h in HEADER] for age in ("12m", "5y"))
    rows = [earlier, *ROWS[:5], [], HEADER, *ROWS, later, *ROWS]
    reading = read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": rows}))
    assert area(reading, HAVERING)["source_ref"].startswith("sheet 24m_UTLA_GOR, row 13")


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Quarterly coverage: January to March 2025", "2024/25 Q4"),
        ("Quarterly coverage: October to December 2020", "2020/21 Q3"),
        ("Quarter 1 2024 to 2025", "2024/25 Q1"),
        ("2014/15 Quarter 4", "2014/15 Q4"),
        ("FY2018_19_Q2", "2018/19 Q2"),
        ("2013/ 14 Q2", "2013/14 Q2"),
    ],
)
def test_quarter_is_the_financial_quarter_however_it_is_written(tmp_path, title, period):
    assert read_cover(workbook(tmp_path, Information=[[title]])).period == period


def test_publication_date_may_stand_on_the_cover_sheet_only(tmp_path):
    cover = [*FRONT, ["Publication date"], ["26 September 2024"]]
    path = workbook(tmp_path, Information=cover, **{"Revision History": None})
    assert read_cover(path).published == date(2024, 9, 26)


def test_missing_publication_date_is_said_and_not_guessed(tmp_path):
    reading = read_cover(workbook(tmp_path, **{"Revision History": None}))
    assert reading.published is None
    assert said(reading, "No publication date")


def test_a_publication_date_that_cannot_be_read_is_said_to_be_unreadable(tmp_path):
    cover = [*FRONT, ["Publication date:", "late September"]]
    path = workbook(tmp_path, Information=cover, **{"Revision History": None})
    reading = read_cover(path)
    assert reading.published is None
    assert said(reading, "Information", "could not be read", '"late September"')
    assert not said(reading, "Published:")


def test_later_revisions_are_kept_and_the_first_date_is_given(tmp_path):
    history = [*HISTORY, ["2.0", "2019-02-01", "Croydon corrected"]]
    reading = read_cover(workbook(tmp_path, **{"Revision History": history}))
    assert reading.published == date(2018, 12, 14)
    assert said(reading, "Croydon corrected")


# --- refusals ---------------------------------------------------------------------------------


def test_refuses_a_file_that_is_not_there(tmp_path):
    with pytest.raises(SourceError, match="There is no file"):
        read_cover(tmp_path / "cover.xlsx")


@pytest.mark.parametrize(
    "content", [b"area,value\nHavering,84.3\n", b"PK\x03\x04\x07\x91\xfe" * 99]
)
def test_refuses_a_file_that_is_not_a_workbook(tmp_path, content):
    path = tmp_path / "cover.xlsx"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"cover\.xlsx is not a workbook"):
        read_cover(path)


def test_refuses_an_empty_workbook(tmp_path):
    empty = dict.fromkeys(["Information", "24m_UTLA_GOR", "Data file", "Revision History"])
    with pytest.raises(SourceError, match="empty workbook"):
        read_cover(workbook(tmp_path, **empty, Sheet1=[]))


def test_refuses_a_workbook_without_local_authorities_and_names_its_sheets(tmp_path):
    path = workbook(tmp_path, **{"24m_UTLA_GOR": None})
    with pytest.raises(
        SourceError,
        match=r"no local-authority table \(sheets looked at: Information, Data file, Revision",
    ):
        read_cover(path)


@pytest.mark.parametrize(("vaccine", "months"), [("MenB Booster", 24), ("MMR1", 60)])
def test_refuses_a_vaccine_or_an_age_that_has_no_column(tmp_path, vaccine, months):
    with pytest.raises(SourceError, match=f"no coverage column for {vaccine} at {months} months"):
        read_cover(workbook(tmp_path), vaccine=vaccine, months=months)


def test_refuses_a_bare_mmr_at_five_years_where_it_could_be_either_dose(tmp_path):
    path = workbook(tmp_path, **{"24m_UTLA_GOR": [[h.replace("24m", "5y") for h in HEADER], *ROWS]})
    assert area(read_cover(path, months=60), HAVERING)["value"] == 84.3
    with pytest.raises(SourceError, match="no coverage column for MMR at 60 months"):
        read_cover(path, vaccine="MMR", months=60)


def test_refuses_two_columns_for_one_vaccine(tmp_path):
    header = ["24m MMR1" if h == "24m DTaP/IPV/Hib%" else h for h in HEADER]
    with pytest.raises(SourceError, match="2 columns for MMR1 at 24 months"):
        read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": [header, *ROWS]}))


def test_refuses_a_workbook_that_names_no_quarter_even_if_its_file_name_does(tmp_path):
    path = workbook(tmp_path, Information=[["COVER"]])
    named = path.rename(tmp_path / "2018_2019_Q2.xlsx")
    with pytest.raises(SourceError, match="does not say which quarter"):
        read_cover(named)


def test_refuses_a_workbook_that_names_two_quarters(tmp_path):
    rows = [["Coverage at 24 months: April to June 2018"], HEADER, *ROWS]
    with pytest.raises(SourceError, match=r"more than one quarter \(2018/19 Q2 in sheet Inform"):
        read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": rows}))


def test_refuses_an_area_that_stands_twice(tmp_path):
    with pytest.raises(SourceError, match="E09000016 stands more than once"):
        read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": [HEADER, *ROWS, ROWS[4]]}))


def test_refuses_a_value_above_one_hundred(tmp_path):
    rows = table_with(HAVERING, "24m MMR1%", 843)
    with pytest.raises(SourceError, match="percentage from 0 to 100"):
        read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": rows}))


def test_refuses_proportions_in_place_of_percentages(tmp_path):
    rows = [[*row[:8], row[8] / 100 if isinstance(row[8], float) else row[8]] for row in ROWS]
    with pytest.raises(SourceError, match="as proportions would be"):
        read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": [HEADER, *rows], "Data file": None}))


@pytest.mark.parametrize("children", [808.5, -808, "808.5", "-808", "−808", "81%"])
def test_refuses_a_denominator_that_is_not_a_number_of_children(tmp_path, children):
    rows = table_with(HAVERING, "24m Denominator", children)
    where = r'cover\.xlsx, sheet 24m_UTLA_GOR, row 6, column "24m Denominator"'
    with pytest.raises(SourceError, match=f"{where}: {children} stands there; .*whole number"):
        read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": rows}))


@pytest.mark.parametrize("children", [680.5, -681, "680.5"])
@pytest.mark.parametrize(
    ("position", "column"), [(2, "24m MMR1 Numerator"), (3, "24m Denominator")]
)
def test_refuses_a_count_that_is_not_a_number_of_children(tmp_path, position, column, children):
    havering = list(COUNTS[1])
    havering[position] = children
    where = rf'cover\.xlsx, sheet Data file, row 2, column "{column}"'
    with pytest.raises(SourceError, match=f"{where}: {children} stands there; .*whole number"):
        read_cover(workbook(tmp_path, **{"Data file": [COUNTS[0], havering]}))


def test_refuses_coverage_of_a_cohort_of_no_children(tmp_path):
    rows = table_with(HAVERING, "24m Denominator", 0)
    where = r'cover\.xlsx, sheet 24m_UTLA_GOR, row 6, column "24m Denominator"'
    with pytest.raises(SourceError, match=rf"{where}: 0 stands there beside coverage of 84\.3%"):
        read_cover(workbook(tmp_path, **{"24m_UTLA_GOR": rows}))


def test_refuses_children_vaccinated_out_of_none(tmp_path):
    counts = [COUNTS[0], ["726", "Havering", 681, 0]]
    where = r'cover\.xlsx, sheet Data file, row 2, column "24m Denominator"'
    with pytest.raises(SourceError, match=f"{where}: 0 stands there beside 681 children"):
        read_cover(workbook(tmp_path, **{"Data file": counts}))


@pytest.mark.parametrize("part", ["numerator", "denominator"])
def test_refuses_two_columns_of_counts_for_one_vaccine(tmp_path, part):
    titles = [f"24m MMR1 {part.title()}", f"24 months MMR1 {part}s"]
    counts = [
        [*row, *more] for row, more in zip(COUNTS, [titles, [681, 681], [187, 187]], strict=True)
    ]
    with pytest.raises(
        SourceError, match=rf"columns for the {part} of MMR1 at 24 months in sheet D"
    ):
        read_cover(workbook(tmp_path, **{"Data file": counts}))
