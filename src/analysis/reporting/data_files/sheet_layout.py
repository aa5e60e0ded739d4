"""How worksheets look: names, widths, number formats, paper."""

import re
from math import ceil

import pandas as pd

from analysis.reporting.data_files.cells import plain

LONGEST_NAME = 31  # Excel's limit
NARROWEST, WIDEST = 10, 44
CHARACTER = 1.15  # the theme's letters are wider than those in which Excel counts a width
A4 = 9
LINE, TALLEST = 16.5, 400  # points


def sheet_names(titles: list[str]) -> list[str]:
    """Names of worksheets: valid, none twice, cut at a word.

    >>> sheet_names(["1 Gaps of Havering, largest shortfall first", "Sources", "sources"])
    ['1 Gaps of Havering, largest', 'Sources', 'sources 2']
    """
    taken = {"cover", "contents", "notes", "history"}  # gptables' own, and one Excel refuses
    names = []
    for title in titles:
        # An apostrophe ends the name inside a link, "$$" is gptables' own; Excel refuses the rest.
        words = plain(re.sub(r"[\[\]:*?/\\'’$]", " ", plain(title))) or "Table"
        name, again = _cut(words, LONGEST_NAME), 2
        while name.lower() in taken:
            name = f"{_cut(words, LONGEST_NAME - 1 - len(str(again)))} {again}"
            again += 1
        taken.add(name.lower())
        names.append(name)
    return names


def _cut(words: str, longest: int) -> str:
    if len(words) <= longest:
        return words
    start = words[: longest + 1].rsplit(" ", 1)[0][:longest]
    return start.rstrip(" ,;") or words[:longest]


def column_formats(table: pd.DataFrame) -> list[dict]:
    """How each column stands: numbers to the right, text to the left, all at the top of the row.

    Numbers have two decimals where a column has any, else none; the cell holds them all.
    """
    formats = []
    for place in range(table.shape[1]):
        numbers = [cell for cell in table.iloc[:, place] if isinstance(cell, (int, float))]
        shown: dict = {"valign": "top"}
        if numbers:
            whole = all(float(cell).is_integer() for cell in numbers)
            shown |= {"align": "right", "num_format": "#,##0" if whole else "#,##0.00"}
        elif place:
            shown |= {"align": "left", "indent": 1}  # parts it from a number to its left
        formats.append({"column": {"columns": [place], "format": shown}})
    return formats


def lay_out(book, tables: dict) -> None:
    """Set widths, heights and the printed page of every worksheet of a gptables workbook.

    Heights are set because not every program finds them for wrapped text.

    Parameters
    ----------
    tables
        The `GPTable` of each worksheet of data, by the worksheet's name.
    """
    for sheet in book.worksheets():
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        # A year or a code is text on purpose.
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        if sheet.name in tables:
            _fit(sheet, tables[sheet.name])


def fit_prose(sheet, widths: list[int], rows: list[list[str]], first: int) -> None:
    """Set widths and heights of a worksheet of prose: the cover, the contents, the notes."""
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width * CHARACTER)
    for place, cells in enumerate(rows):
        lines = max(_lines(cell, width) for cell, width in zip(cells, widths, strict=True))
        if lines > 1:
            sheet.set_row(first + place, lines * LINE)


def _fit(sheet, gptable) -> None:
    table = gptable.table
    heads = [*table.columns]  # with the notes that gptables has put to them
    widths = [
        min(
            max(
                NARROWEST,
                *(_length(cell) for cell in table.iloc[:, place]),
                *(len(word) + 2 for word in head.split()),
            ),
            WIDEST,
        )
        for place, head in enumerate(heads)
    ]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, (width + 2) * CHARACTER)
    first = gptable.data_range[0]
    for row, cells in enumerate([heads, *table.to_numpy().tolist()]):
        lines = max(_lines(cell, width) for cell, width in zip(cells, widths, strict=True))
        sheet.set_row(first + row, min(lines * LINE, TALLEST))


def _lines(cell: object, width: int) -> int:
    if isinstance(cell, (int, float)):
        return 1
    return sum(ceil(max(len(line), 1) / width) for line in _string(cell).split("\n"))


def _length(cell: object) -> int:
    return len(f"{cell:,.2f}") if isinstance(cell, float) else len(_string(cell))


def _string(cell: object) -> str:
    return getattr(cell, "string", None) or str(cell)
