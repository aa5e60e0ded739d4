"""What can be known of a paper before its rows are read: its headings, and how its rows begin."""

import re

from analysis.cleaning.papers.form import SHEET_NAME, Unit
from analysis.cleaning.papers.furniture import is_rule, same_on_each_page, why_furniture
from analysis.cleaning.papers.header_words import is_header
from analysis.cleaning.papers.headings import is_title, may_be_heading, plain_heading
from analysis.cleaning.papers.plain import visible, words_of
from analysis.cleaning.papers.references import numbered_heading, split_reference
from analysis.cleaning.papers.tables import Header, header_of

_LONGEST_NUMBERED = 200


def headings_ahead(units: list[Unit], repeated: set[str]) -> dict[int, str]:
    """Which units are headings: "numbered", "plain" or "title", by their place.

    Numbered ones, and the last short line above a header or, inside a table, above a row. A
    numbered line with no table below it is running text.
    """
    found: dict[int, str] = {}
    waiting: int | None = None
    seen_header = False
    last_row = -1
    for at, unit in enumerate(units):
        if unit.cells is None:
            if unit.lines[0].remark:
                continue
            if unit.lines[0].place.endswith(SHEET_NAME):
                found[at], waiting = "plain", None
            elif numbered_heading(unit.text) and len(visible(unit.text)) <= _LONGEST_NUMBERED:
                found[at], waiting = "numbered", None
            elif not why_furniture(unit, set(), before_header=False, in_table=False):
                alone = may_be_heading(unit.text) and not _ends_a_paragraph(units, at)
                waiting = at if alone else None
            continue
        last_row = at
        header = bool(unit.header) or is_header([cell.text for cell in unit.cells])
        if waiting is not None and _sheet(units[waiting]) != _sheet(unit):
            waiting = None  # the last line of one sheet names nothing on the next
        if waiting is not None and (header or (seen_header and not is_rule(unit.cells))):
            line = units[waiting]
            if header or not (same_on_each_page(line.text) in repeated or _sentence(line)):
                found[waiting] = "title" if header and is_title(line.text) else "plain"
        waiting = None
        seen_header = seen_header or header
    return {at: kind for at, kind in found.items() if at < last_row}


def share_with_reference(units: list[Unit]) -> float:
    """The share of action cells that begin with a reference."""
    begins = []
    header: Header | None = None
    for unit in units:
        if unit.cells is None:
            continue
        texts = [cell.text for cell in unit.cells]
        if unit.header or is_header(texts):
            header = header_of(unit.header or texts, [], unit.table)
        elif header is not None and "action" in header.keys:
            column = header.keys.index("action")
            if column < len(texts) and words_of(texts[column]):
                begins.append(bool(split_reference(texts[column])[0]))
    return sum(begins) / len(begins) if begins else 0.0


def _ends_a_paragraph(units: list[Unit], at: int) -> bool:
    """Is a line the last of a paragraph, in a file whose lines break where room ends?"""
    here, above = units[at].lines[0], units[at - 1] if at else None
    if not here.place.startswith(("line ", "page ")) or above is None or above.cells is not None:
        return False
    if (
        here.apart
        or here.number != above.number + 1
        or _page(here.place) != _page(above.lines[0].place)
    ):
        return False
    return len(above.text) > 60 and not re.search(r"[.:;!?]\s*$", above.text)


def _page(place: str) -> str:
    return place.partition(",")[0] if place.startswith("page ") else ""


def _sheet(unit: Unit) -> str:
    place = unit.lines[0].place
    return place.rpartition(",")[0] if place.startswith("sheet ") else ""


def _sentence(unit: Unit) -> bool:
    words = plain_heading(unit.text)
    return len(words.split()) > 14 or bool(re.search(r"\b20\d\d$", words))
