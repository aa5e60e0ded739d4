"""The cells of a COVER workbook: getting at them, and the text, number or date in one."""

import re
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from analysis.errors import SourceError

Sheets = dict[str, list[list]]  # the rows of each sheet, by its name; a row is a list of cells

_NUMBER = re.compile(r"[-−]?\d[\d,]*(\.\d+)?\s*%?")  # either minus sign
_DATE_FORMS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%Y")


def load_sheets(path: Path) -> Sheets:
    """Every worksheet with its rows, blank ones too."""
    if not path.is_file():
        raise SourceError(f"There is no file {path}; a COVER workbook was expected there.")
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = [s.name for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
        # Without this option leading blank rows vanish and row numbers no longer match the sheet.
        sheets = {n: book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in names}
    except (CalamineError, OSError, ValueError) as error:
        raise SourceError(
            f"{path.name} is not a workbook that can be read ({error}); "
            "a COVER workbook is a whole .xls, .xlsx or .ods file."
        ) from error
    if not any(row_text(row) for rows in sheets.values() for row in rows):
        raise SourceError(
            f"{path.name} is an empty workbook; a COVER workbook has a table of local authorities."
        )
    return sheets


def cell_text(cell: object) -> str:
    """Cell as text; a code that the sheet holds as a number ("718.0") loses its decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return " ".join(str(cell).split())


def filled_cells(row: list) -> list[str]:
    """Text of each cell of a row that is not blank."""
    return [text for text in map(cell_text, row) if text]


def row_text(row: list) -> str:
    """A whole row as one line of text, "" where it is blank."""
    return " ".join(filled_cells(row))


def words(text: object) -> str:
    """Lower-case words: no marks in square brackets, line breaks, underscores, double spaces."""
    plain = re.sub(r"\[[^\]]*\]", " ", str(text)).replace("_", " ")
    return " ".join(plain.lower().split())


def figure(cell: object) -> tuple[float | None, str]:
    """Number in a figure cell, or None and the mark that stands there instead."""
    # Python counts True and False as whole numbers; a sheet's TRUE is no figure.
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell), ""
    mark = cell_text(cell)
    if _NUMBER.fullmatch(mark):
        return float(mark.rstrip(" %").replace(",", "").replace("−", "-")), ""
    return None, mark


def children(cell: object, where: str) -> tuple[float | None, str]:
    """Number of children in a cell, or None and the mark that stands there instead.

    A number that cannot count children is refused, and the message says `where` it stands.
    """
    number, mark = figure(cell)
    if number is None:
        return None, mark
    if number < 0 or not number.is_integer() or "%" in cell_text(cell):
        raise SourceError(
            f"{where}: {cell_text(cell)} stands there; a number of children is a whole number "
            'from 0, and a mark such as "*" stands where it is not given.'
        )
    return number, ""


def read_date(cell: object) -> date | None:
    """Date in a cell, whether the sheet holds a date or its text; None for anything else."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(cell_text(cell), form).date()
        except ValueError:
            continue
    return None
