"""What a cell of a download may hold: a number, text that runs nothing, or marks."""

import math
import unicodedata
from numbers import Number

import pandas as pd

from analysis.vocabulary import VALUE_NOTES

Cell = str | int | float
# A spreadsheet program takes text that begins so for a formula; the last four do in some locales.
FORMULA_STARTS = tuple("=+-@＝＋－＠")
SIGNIFICANT = 12  # beyond these digits a binary fraction holds noise, not data


class Marks(str):
    """Why there is no number, bare as in a CSV file: "c", or "p u"."""

    __slots__ = ()

    @property
    def bracketed(self) -> str:
        """One pair of square brackets each, as in a table that people read.

        >>> Marks("p u").bracketed
        '[p][u]'
        """
        return "".join(f"[{mark}]" for mark in self.split())


def plain(text: object) -> str:
    """Text on one line, without control characters.

    >>> plain("two\\nlines\\x07")
    'two lines'
    """
    spaced = " ".join(str(text).split())
    return "".join(
        character
        for character in spaced
        if unicodedata.category(character) not in ("Cc", "Cs") and character not in "\ufffe\uffff"
    )


def harmless(text: object) -> str:
    """Plain text that no spreadsheet program takes for a formula: an apostrophe goes before it.

    >>> harmless("=1+1"), harmless("-5 points"), harmless("68.5%")
    ("'=1+1", "'-5 points", '68.5%')
    """
    shown = plain(text)
    return f"'{shown}" if shown.startswith(FORMULA_STARTS) else shown


def harmless_table(table: pd.DataFrame) -> pd.DataFrame:
    """A table whose text no spreadsheet program takes for a formula."""
    return table.map(lambda cell: harmless(cell) if isinstance(cell, str) else cell)


def clean_rows(rows: list[list]) -> list[list[Cell]]:
    """The cells of a table as numbers, plain text and `Marks`.

    A record holds marks bare beside numbers, and bracketed in a column of words. In a column of
    numbers a cell of marks is `Marks`; in a column of words only a bracketed one, or the "x" of
    an entry that is missing, so that a word such as "low" stays a word.
    """
    columns = [_clean_column(list(column)) for column in zip(*rows, strict=True)]
    return [list(row) for row in zip(*columns, strict=True)]


def _clean_column(cells: list) -> list[Cell]:
    cleaned = [_clean(cell) for cell in cells]
    words = any(isinstance(cell, str) and not _are_marks(cell) for cell in cleaned)
    return [
        Marks(cell) if isinstance(cell, str) and _are_marks(cell) and (not words or cell == "x")
        else cell
        for cell in cleaned
    ]  # fmt: skip


def _clean(cell: object) -> Cell:
    if cell is None:
        return Marks("x")
    if isinstance(cell, Number) and not isinstance(cell, bool):
        return _number(cell)
    text = plain(cell)
    if text.startswith("[") and text.endswith("]"):
        bare = text[1:-1].replace("][", " ")
        if _are_marks(bare):
            return Marks(bare)
    return text


def _number(value: Number) -> int | float | Marks:
    if isinstance(value, int):
        return value
    number = float(value)
    if not math.isfinite(number):
        return Marks("x")
    return float(f"{number:.{SIGNIFICANT}g}")


def _are_marks(text: str) -> bool:
    return isinstance(text, Marks) or (
        bool(text.split()) and all(part in VALUE_NOTES for part in text.split())
    )


def headings(columns: list[str]) -> list[str]:
    """Headings that a spreadsheet's table takes: none empty, none twice, none too long.

    >>> headings(["Area", "area", ""])
    ['Area', 'area (2)', 'Column 3']
    """
    taken: set[str] = set()
    shown = []
    for place, column in enumerate(columns, start=1):
        name = first = plain(column)[:240] or f"Column {place}"
        again = 2
        while name.lower() in taken:
            name, again = f"{first} ({again})", again + 1
        taken.add(name.lower())
        shown.append(name)
    return shown
