"""Lines that belong to the page and not to the plan: footers, page numbers, rules between rows."""

import re
from collections import Counter

from analysis.cleaning.papers.form import Cell, Unit
from analysis.cleaning.papers.plain import visible, words_of
from analysis.cleaning.papers.references import numbered_heading

_RULE = re.compile(r"[\s\-–—=_:+*|.#~•]*")
_PAGE = re.compile(
    r"(?:page|p\.?)\s*\d+(?:\s*(?:of|/)\s*\d+)?|-?\s*\d{1,4}\s*-?|\d+\s*(?:of|/)\s*\d+",
    re.IGNORECASE,
)
_DATED_END = re.compile(
    r".{0,50}\b\d{1,2}(?:st|nd|rd|th)?\s+(?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December)\s+20\d\d"
)
_PAGE_INSIDE = re.compile(r"\bpage\s+\d+(?:\s+of\s+\d+)?\s*$", re.IGNORECASE)


def is_rule(cells: list[Cell]) -> bool:
    """Is a row nothing but strokes, such as a Markdown separator?"""
    return all(_RULE.fullmatch(cell.text) for cell in cells)


def repeated_lines(units: list[Unit]) -> set[str]:
    """Short lines of text that stand more than once, page numbers apart: headers and footers."""
    count = Counter(
        same_on_each_page(unit.text)
        for unit in units
        if unit.cells is None
        and len(unit.text) <= 90
        and re.search(r"[^\W\d]", unit.text)
        and not numbered_heading(unit.text)
    )
    return {text for text, times in count.items() if times > 1}


def is_page_number(text: str) -> bool:
    """Is a line nothing but a page's number in words, such as "Page 3 of 10"?"""
    words = visible(text)
    return bool(_PAGE.fullmatch(words)) and bool(re.match(r"p", words, re.IGNORECASE))


def why_furniture(unit: Unit, repeated: set[str], *, before_header: bool, in_table: bool) -> str:
    """Why a line of text is furniture, or nothing if it is not."""
    if unit.lines[0].remark:
        return unit.lines[0].remark
    words = visible(unit.text)
    if not words or _RULE.fullmatch(words):
        return "nothing but strokes or hidden signs"
    if _PAGE.fullmatch(words):
        return "a page number"
    if _PAGE_INSIDE.search(words) and len(words) <= 120:
        return "ends in a page number"
    if same_on_each_page(unit.text) in repeated and not before_header:
        return "a short line that stands on several pages"
    if in_table and _DATED_END.fullmatch(words):
        return "a dated line between rows, as a footer is"
    return ""


def same_on_each_page(text: str) -> str:
    """A line but for its numbers, by which it is known again on the next page."""
    return re.sub(r"\d+", "#", words_of(text).lower())
