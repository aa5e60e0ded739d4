"""Tables for a report: caption, scoped headers, numbers to the right, marks explained above."""

import html
import json
import re
from collections.abc import Callable
from numbers import Integral, Number
from zlib import crc32

import pandas as pd

from analysis.presentation.records import TABLES
from analysis.presentation.wording import MISSING, mark
from analysis.vocabulary import NOTE_WORDS

MOST_UPRIGHT = 7  # a table of more columns than this is printed on a page turned sideways


class Table:
    """A table as HTML, with its caption and the key to its marks, and the figures behind it."""

    def __init__(self, markup: str, text: str, record: dict):
        self.markup = markup
        self.text = text
        self.record = record

    def _repr_html_(self) -> str:
        return self.markup

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {
            "text/html": self.markup,
            "text/plain": self.text,
            TABLES: json.dumps([self.record]),
        }

    def __repr__(self) -> str:
        return self.text


def show_table(
    table: pd.DataFrame,
    columns: dict[str, str],
    *,
    caption: str,
    formats: dict[str, Callable] | None = None,
    numeric: tuple[str, ...] = (),
    notes: str = "value_note",
    anchors: str = "",
    data: dict[str, str] | None = None,
) -> Table | None:
    """A table to show, or None where there is no row.

    Parameters
    ----------
    table
        One row a line.
    columns
        Which columns to show, in order, and how to head them. The first heads its row.
    caption
        What the table holds, with place and period.
    formats
        How to show a column's values; anything not named is shown as it is.
    numeric
        Columns to set to the right.
    notes
        The column of marks that explain a missing ``value``.
    anchors
        A column of ids for the rows, so that a sentence can link to one.
    data
        Which columns to offer for download and how to head them, where these are not those
        shown: a value and its limits in columns of their own, with nothing rounded.
    """
    if table.empty:
        return None
    formats = formats or {}
    rows = [
        [_cell(row, column, formats.get(column), notes) for column in columns]
        for _, row in table.iterrows()
    ]
    right = [column in numeric for column in columns]
    ids = list(table[anchors]) if anchors else [""] * len(rows)
    markup = _markup(list(columns.values()), rows, right, caption, ids)
    plain = "\n".join(" | ".join(cells) for cells in [list(columns.values()), *rows])
    record = _record(table, data or columns, caption, formats, notes)
    return Table(markup, f"{caption}\n{plain}", record)


def _record(
    table: pd.DataFrame, columns: dict[str, str], caption: str, formats: dict, notes: str
) -> dict:
    rows = [
        [_datum(row, column, formats.get(column), notes) for column in columns]
        for _, row in table.iterrows()
    ]
    return {"caption": caption, "columns": list(columns.values()), "rows": rows}


def _datum(row: pd.Series, column: str, show: Callable | None, notes: str) -> str | float | int:
    """A cell as data: a number as it is, a bare mark where there is none, else what is shown."""
    value = row[column]
    if pd.isna(value):
        return _cell(row, column, show, notes).replace("][", " ").strip("[]")
    if isinstance(value, Number) and not isinstance(value, bool):
        return int(value) if isinstance(value, Integral) else float(value)
    return show(value) if show else str(value)


def _cell(row: pd.Series, column: str, show: Callable | None, notes: str) -> str:
    value = row[column]
    if pd.isna(value):
        marks = mark(row[notes]) if notes in row.index and not pd.isna(row[notes]) else ""
        return marks or MISSING
    return show(value) if show else str(value)


def _markup(
    heads: list[str], rows: list[list[str]], right: list[bool], caption: str, ids: list[str]
) -> str:
    # from what it says, so that the same table has the same name in every run
    name = f"table-{crc32(repr([caption, heads, rows]).encode()):08x}"
    classes = [' class="number"' if is_right else "" for is_right in right]
    header = "".join(
        f'<th scope="col"{css}>{html.escape(head)}</th>'
        for head, css in zip(heads, classes, strict=True)
    )
    body = "".join(
        (f'<tr id="{html.escape(anchor)}">' if anchor else "<tr>")
        + f'<th scope="row">{html.escape(cells[0])}</th>'
        + "".join(
            f"<td{css}>{html.escape(cell)}</td>"
            for cell, css in zip(cells[1:], classes[1:], strict=True)
        )
        + "</tr>"
        for cells, anchor in zip(rows, ids, strict=True)
    )
    key = _key_to_marks(rows)
    wide = " wide" if len(heads) > MOST_UPRIGHT else ""
    return (
        f'{key}<div class="table{wide}" role="region" tabindex="0" aria-labelledby="{name}">'
        f'<table><caption id="{name}">{html.escape(caption)}</caption>'
        f"<thead><tr>{header}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _key_to_marks(rows: list[list[str]]) -> str:
    shown = {m for cells in rows for cell in cells for m in re.findall(r"\[([a-z]+)\]", cell)}
    words = [f"[{m}] {NOTE_WORDS[m]}" for m in NOTE_WORDS if m in shown]
    return f'<p class="marks">{html.escape("; ".join(words))}.</p>' if words else ""
