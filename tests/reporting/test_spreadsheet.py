"""The spreadsheet of an area: cover, contents, notes, one table a sheet, no formula whatever."""

import io
import re

import openpyxl
import pandas as pd
import pytest
from conftest import ROOT

from analysis.params import load_quarter
from analysis.project import Project
from analysis.reporting.data_files.area_data import area_data
from analysis.reporting.data_files.sheet_layout import sheet_names
from analysis.reporting.data_files.spreadsheet import spreadsheet
from analysis.reporting.jobs import Part
from analysis.store import load_table

Q = "2025-26-Q3"
AREAS = ("Havering", "Herefordshire", "Middlesbrough", "Newham")
HOSTILE = (
    "=HYPERLINK(\"https://example.org\",\"click\")",
    "@SUM(A1:A9)",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "{=1+1}",
    "\t=1+1",
    "[click](javascript:alert(1)) [again](https://example.org)",
    "https://example.org/a",
    "<script>alert(1)</script>",
    "$$decimals$$ $$unknown$$",
    "مدينة نيوهام",
    "—",
    "a" * 300,
    "bell\x07 and null\x00",
    "_x0041_",
    "   ",
)  # fmt: skip


def open_book(reports, area: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(reports.reports / Q / area / f"{area}-{Q}.xlsx")


def table_of(sheet) -> list[list]:
    """The cells of a sheet's one table, its head first."""
    (table,) = sheet.tables.values()
    return [[cell.value for cell in row] for row in sheet[table.ref]]


def lines_above(sheet) -> list[str]:
    (table,) = sheet.tables.values()
    first = int(re.search(r"\d+", table.ref)[0])
    return [sheet.cell(row, 1).value for row in range(1, first)]


def finding(**changes) -> dict:
    about = {
        "key": "a.b",
        "area": "Newham",
        "statement": "1 is 1.",
        "period": "2025",
        "method": "As published",
        "source_ids": "dfe_lait_2026_04",
        "value": None,
        "unit": "",
        "lower_ci": None,
        "upper_ci": None,
        "comparator": "",
        "source_ref": "",
        "limits": "",
        "polarity": "",
        "headline": 0,
    }
    return about | changes


def book_of(*, tables: list[dict], findings: list[dict], left_out=()) -> openpyxl.Workbook:
    part = Part("Newham", "01_indicator_gaps", "made", "", "", 0, findings, tables)
    settings = load_quarter(Q, Project(ROOT))
    sources = load_table("sources", ROOT / "data")
    data = area_data("Newham", settings, [part], list(left_out), sources)
    return openpyxl.load_workbook(io.BytesIO(spreadsheet(data)))


@pytest.fixture(scope="module")
def hostile() -> openpyxl.Workbook:
    rows = [[text, -4.5, text] for text in HOSTILE]
    tables = [
        {"caption": text, "columns": [text, "Value", "value"], "rows": rows} for text in HOSTILE
    ]
    findings = [
        finding(statement=text, unit=text, comparator=text, method=text, limits=text)
        for text in HOSTILE
    ]
    return book_of(tables=tables, findings=findings, left_out=HOSTILE)


@pytest.mark.parametrize("area", AREAS)
def test_a_book_opens_with_cover_contents_and_notes_and_ends_with_its_sources(reports, area):
    names = open_book(reports, area).sheetnames
    assert names[:4] == ["Cover", "Contents", "Notes", "Findings"]
    assert names[-1] == "Sources"
    assert len({name.lower() for name in names}) == len(names)
    assert all(len(name) <= 31 for name in names)


@pytest.mark.parametrize("area", AREAS)
def test_each_sheet_has_one_table_one_head_and_no_merged_cell(reports, area):
    for sheet in open_book(reports, area).worksheets[1:]:
        head, *rows = table_of(sheet)
        assert sheet["A1"].value and not sheet.merged_cells.ranges
        (table,) = sheet.tables.values()
        assert table.ref.startswith("A") and table.headerRowCount == 1
        assert all(isinstance(name, str) and name for name in head)
        assert [column.name for column in table.tableColumns] == [
            name.replace("\n", "_x000a_") if "_x000a_" in column.name else name
            for name, column in zip(head, table.tableColumns, strict=True)
        ]
        assert rows and all(any(cell is not None for cell in row) for row in rows)
        assert sheet.sheet_view.selection[0].activeCell == "A1"


def test_the_contents_lead_to_every_sheet(reports):
    book = open_book(reports, "Havering")
    links = {link.location for row in book["Contents"] for cell in row if (link := cell.hyperlink)}
    assert links == {f"'{name}'!A1" for name in book.sheetnames[3:]}


def test_every_data_sheet_says_its_place_its_sources_and_its_date(reports):
    book = open_book(reports, "Havering")
    above = lines_above(book[book.sheetnames[4]])
    assert above == [
        "Good level of development in Havering and England, every year held",
        "Havering, 2025-26-Q3: Indicators and targets",
        "This worksheet contains one table. The Notes worksheet says more. [note 1]",
        "Marks: [x] not available. [note 2]",
        "Sources: Department for Education; Public Health England; UK Health Security Agency; "
        "London Borough of Havering. The Sources worksheet describes them.",
        "As at 31 December 2025: nothing published later is used.",
    ]


def test_numbers_are_numbers_and_marks_stand_in_square_brackets(reports):
    book = open_book(reports, "Newham")
    (sheet,) = [s for s in book.worksheets if s.title.startswith("1 Good level")]
    rows = {(row[0], row[1]): row[3:] for row in table_of(sheet)[1:]}
    value, lower, upper, reached, assessed = rows["2024/25", "Newham"]
    assert value == pytest.approx(100 * reached / assessed)
    assert lower < value < upper
    assert rows["2015/16", "Newham"][1:] == ["[x]", "[x]", "[x]", "[x]"]
    assert "[x] not available" in " ".join(lines_above(sheet))


def test_every_mark_that_stands_in_a_sheet_is_explained_on_it(reports):
    for area in AREAS:
        for sheet in open_book(reports, area).worksheets[3:-1]:
            cells = [cell for row in table_of(sheet)[1:] for cell in row if isinstance(cell, str)]
            marks = {m for cell in cells for m in re.findall(r"\[([a-z]+)\]", cell)}
            above = " ".join(lines_above(sheet))
            assert all(f"[{mark}] " in above for mark in marks), (area, sheet.title)


def test_a_blank_cell_is_explained_above_the_table(reports):
    for sheet in open_book(reports, "Herefordshire").worksheets[3:]:
        blank = any(cell is None for row in table_of(sheet) for cell in row)
        said = "A blank cell means" in " ".join(lines_above(sheet))
        assert blank == said, sheet.title


def test_a_finding_stands_with_its_value_limits_method_and_source(reports):
    sheet = open_book(reports, "Havering")["Findings"]
    head, *rows = table_of(sheet)
    names = [name.split("\n")[0] for name in head]
    found = {row[0]: dict(zip(names, row, strict=True)) for row in rows}
    (row,) = [r for s, r in found.items() if s.startswith("Good level of development: 68.5%")]
    assert row["Value"] == pytest.approx(100 * 2263 / 3305)
    assert row["Lower limit"] < row["Value"] < row["Upper limit"]
    assert (row["Unit"], row["Period"]) == ("%", "2024/25")
    assert row["Method"] == "Proportion with Wilson score interval"
    assert row["Sources"] == "dfe_eyfsp_2025_extract"
    assert row["What it does not show"].startswith("A new framework from 2021/22")


def test_a_finding_without_a_number_is_not_applicable_and_never_nought():
    rows = table_of(book_of(tables=[], findings=[finding(), finding(value=0.0)])["Findings"])
    assert rows[1][1:5] == ["[z]", None, "[z]", "[z]"]
    assert rows[2][1:5] == [0, None, "[x]", "[x]"]


def test_an_area_with_nothing_to_report_has_a_book_that_says_so():
    book = book_of(tables=[], findings=[finding(source_ids="", key="nothing")])
    assert book.sheetnames == ["Cover", "Contents", "Notes", "Findings"]


def test_the_cover_names_a_report_that_is_not_in_the_book():
    book = book_of(tables=[], findings=[finding()], left_out=["Improvement funding. It stopped."])
    text = [cell.value for (cell,) in book["Cover"].iter_rows(max_col=1)]
    assert "Not in it: Improvement funding. It stopped." in text


def test_hostile_text_is_text_and_never_a_formula_or_a_link(hostile):
    assert len(hostile.worksheets) == 5 + len(HOSTILE)
    for sheet in hostile.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                if cell.hyperlink:
                    assert sheet.title == "Contents" and not cell.hyperlink.target


def test_hostile_text_stands_in_its_cell_unchanged_but_for_control_characters(hostile):
    sheet = hostile.worksheets[4]
    texts = [row[0] for row in table_of(sheet)[1:]]
    assert texts[0] == HOSTILE[0]
    assert "مدينة نيوهام" in texts and "—" in texts and "a" * 300 in texts
    assert "bell and null" in texts and "=1+1" in texts
    assert all(row[1] == -4.5 for row in table_of(sheet)[1:])


def test_a_negative_number_is_a_number_in_the_book(hostile):
    assert hostile.worksheets[4].tables
    assert {type(row[1]) for row in table_of(hostile.worksheets[4])[1:]} == {float}


def test_names_of_sheets_hold_nothing_that_a_spreadsheet_refuses():
    names = sheet_names(
        ["Gap: a/b [c]?*\\", "'quoted'", "", "Cover", "x" * 40, "x" * 40, "History"]
    )
    assert names == [
        "Gap a b c",
        "quoted",
        "Table",
        "Cover 2",
        "x" * 31,
        "x" * 29 + " 2",
        "History 2",
    ]


def test_the_register_of_sources_stands_in_the_book_for_what_the_findings_rest_on(reports):
    head, *rows = table_of(open_book(reports, "Havering")["Sources"])
    assert head[:4] == ["Source", "Title", "Publisher", "Published"]
    findings = pd.read_csv(reports.reports / Q / "Havering" / "data" / "findings.csv")
    used = {i for ids in findings["source_ids"].dropna() for i in ids.split(";")}
    assert {row[0] for row in rows} == used
