"""Papers in a spreadsheet: every sheet is a table, with the colours of .xlsx cells."""

import datetime
import warnings
from pathlib import Path

import openpyxl
from python_calamine import CalamineError, CalamineWorkbook

from analysis.cleaning.papers.form import Cell, Line, Paper
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
            for number, row in enumerate(rows, start=1):
                _add(paper, [Cell(_plain(value)) for value in row], name, number, at)
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
        for number, row in enumerate(sheet.iter_rows(), start=1):
            cells = [
                Cell(_shown(cell), _fill(cell), (cell.row, cell.column) in covered) for cell in row
            ]
            _add(paper, cells, sheet.title, number, at)
    return paper


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
