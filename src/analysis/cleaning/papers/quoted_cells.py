"""Rows copied out of a spreadsheet as text: a cell of several lines stands in quotation marks."""

import re

from analysis.cleaning.papers.form import Cell, Unit

_MOST_LINES = 40
_OPEN = re.compile(r'(?:^|\t)[ ]*"(?:[^"\t]|"")*$')
_CLOSES = re.compile(r'^(?:[^"]|"")*"[ ]*(?:\t|$)')


def rows_from_quoted_cells(units: list[Unit]) -> list[Unit]:
    """Units in which rows whose last quotation mark closes on a later line are made one.

    The marks around such a cell are the spreadsheet's own and go; a mark of the cell's own words is
    doubled there and is made one. Where no line closes it, a mark is a word's.
    """
    found: list[Unit] = []
    at = 0
    while at < len(units):
        used = _lines_of_row(units, at)
        rows = units[at : at + used]
        lines = [line for unit in rows for line in unit.lines]
        text = "\n".join(line.text for line in lines)
        if used > 1:
            cells = [Cell(cell) for cell in _cells(text)]
            found.append(Unit(lines, cells, why=f"a quoted cell holds {used} lines"))
        elif '""' in text and "\t" in text:
            found.append(Unit(lines, [Cell(cell) for cell in _cells(text)]))
        else:
            found.append(units[at])
        at += used
    return found


def _lines_of_row(units: list[Unit], at: int) -> int:
    """How many units from here are one row; 1 where no quoted cell is left open."""
    first = units[at]
    if first.cells is None or "\t" not in first.text or not _OPEN.search(first.text):
        return 1
    for used, unit in enumerate(units[at + 1 : at + _MOST_LINES], start=2):
        if unit.lines[0].remark or unit.lines[0].table:
            return 1
        if _CLOSES.match(unit.text):
            rest = unit.text[_CLOSES.match(unit.text).end() :]
            if not _OPEN.search("\t" + rest):
                return used
        elif '"' in unit.text:
            return 1
    return 1


def _cells(text: str) -> list[str]:
    """The cells of a row parted by tabs, tabs and new lines in quoted cells being their own."""
    cells = re.findall(r'(?:^|\t)(?:[ ]*"((?:[^"]|"")*)"[ ]*(?=\t|$)|([^\t]*))', text)
    return [(quoted.replace('""', '"') if quoted else plain).strip() for quoted, plain in cells]
