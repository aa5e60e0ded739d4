"""Papers in a spreadsheet: every sheet is a table, with the colours of .xlsx cells."""

import datetime
import re
import warnings
from pathlib import Path

import openpyxl
from python_calamine import CalamineError, CalamineWorkbook

from analysis.cleaning.papers.form import SHEET_NAME, Cell, Line, Paper
from analysis.errors import SourceError


def read_sheets(path: Path) -> Paper:
    """Read a workbook: each row of a sheet that holds anything is one line.

    Raises
    ------
    SourceError
        If the file is not a workbook.
    """
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _read_xlsx(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        paper = Paper(path.name, [])
        for at, name in enumerate(book.sheet_names, start=1):
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            cells = [[Cell(_plain(value)) for value in row] for row in rows]
            _add_sheet(paper, cells, name, at, len(book.sheet_names))
    except (CalamineError, OSError, ValueError) as error:
        raise SourceError(f"{path.name} cannot be read as a spreadsheet: {error}.") from None
    paper.notes.append(
        f"The colours of {path.suffix} cells are not read: a rating by colour alone is not recorded. "  # noqa: E501
        "Save the file as .xlsx to keep them."
    )
    return paper


def _read_xlsx(path: Path) -> Paper:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of features that hold no words
            book = openpyxl.load_workbook(path, data_only=True)
    except Exception as error:  # zip, xml and openpyxl raise many kinds for a broken workbook
        raise SourceError(f"{path.name} cannot be read as a workbook: {error}.") from None
    paper = Paper(path.name, [])
    for at, sheet in enumerate(book.worksheets, start=1):
        if sheet.sheet_state != "visible":
            paper.notes.append(f'The sheet "{sheet.title}" is hidden and was read all the same.')
        if sheet.conditional_formatting:
            paper.notes.append(
                f'The sheet "{sheet.title}" has colours set by rules, which are not read: a rating '
                "by such a colour alone is not recorded."
            )
        covered = {
            place
            for merged in sheet.merged_cells.ranges
            for place in (
                (r, c) for r, c in merged.cells if (r, c) != (merged.min_row, merged.min_col)
            )
        }
        rows = [
            [Cell(_shown(cell), _fill(cell), (cell.row, cell.column) in covered) for cell in row]
            for row in sheet.iter_rows()
        ]
        paper.notes += _hidden_parts(sheet)
        _add_sheet(paper, rows, sheet.title, at, len(book.worksheets))
    paper.notes += _without_results(path, book)
    return paper


def _hidden_parts(sheet) -> list[str]:
    """What to say of rows and columns that the sheet does not show."""
    rows = [str(at) for at, row in sheet.row_dimensions.items() if row.hidden]
    columns = [at for at, column in sheet.column_dimensions.items() if column.hidden]
    return [
        f'Of the sheet "{sheet.title}" {kind} {", ".join(which[:20])} are hidden and were read all '
        "the same."
        for kind, which in (("rows", rows), ("columns", columns))
        if which
    ]


def _without_results(path: Path, book) -> list[str]:
    """What to say of formulas whose results the file does not hold, as other programs write it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        formulas = openpyxl.load_workbook(path)
    blank = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in formulas.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and book[sheet.title][cell.coordinate].value is None
    ]
    if not blank:
        return []
    return [
        f"{len(blank)} formulas have no result in the file ({', '.join(blank[:5])}) and are read "
        "as blank: open it in a spreadsheet program and save it again."
    ]


def _add_sheet(paper: Paper, rows: list[list[Cell]], sheet: str, table: int, sheets: int) -> None:
    """Add a sheet; where there are several, its name is a line that may name a section."""
    if not any(cell.text.strip() for row in rows for cell in row):
        return
    if sheets > 1 and not re.fullmatch(r"(?:sheet|tab|page)\s?\d*", sheet, re.IGNORECASE):
        place = f"sheet {sheet}{SHEET_NAME}"
        paper.lines.append(Line(len(paper.lines) + 1, place, sheet, None, table))
    for number, cells in enumerate(rows, start=1):
        _add(paper, cells, sheet, number, table)


def _add(paper: Paper, cells: list[Cell], sheet: str, row: int, table: int) -> None:
    while cells and not cells[-1].text and not cells[-1].colour and not cells[-1].covered:
        cells.pop()
    text = "\t".join(cell.text for cell in cells).replace("\n", " ")
    if text.strip():
        place = f"sheet {sheet}, row {row}"
        paper.lines.append(Line(len(paper.lines) + 1, place, text, tuple(cells), table))


def _fill(cell) -> str:
    fill = getattr(cell, "fill", None)
    if fill is None or fill.fill_type != "solid":
        return ""
    colour = fill.fgColor
    return colour.rgb if colour is not None and isinstance(colour.rgb, str) else ""


def _shown(cell) -> str:
    """A cell as the sheet shows it: per cents as such, and a date no finer than its format."""
    value, style = cell.value, str(cell.number_format or "")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if "%" in style:
            return f"{round(value * 100, 6):g}%"
        return f"£{value:,.10g}" if "£" in style else f"{value:.15g}"
    if isinstance(value, datetime.datetime | datetime.date) and "d" not in style.lower():
        return f"{value:%B %Y}"
    return _plain(value)


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)
