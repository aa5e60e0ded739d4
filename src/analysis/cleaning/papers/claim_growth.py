"""Claims that a figure moved: from one to another, and by how much."""

import re

from analysis.cleaning.papers.claim_form import Found, counts_of, number_of, place_of
from analysis.cleaning.papers.claim_remaining import count_so_far
from analysis.cleaning.papers.numbers import numbers_in

_UP = r"increas\w+|rose|risen|rises|grew|grown|improv\w+|gone up|went up"
_DOWN = r"f[ea]ll\w*|decreas\w+|dropp\w+|drops|reduc\w+|gone down|went down"
_FROM_TO = re.compile(
    rf"\b(?P<word>{_UP}|{_DOWN})\b(?P<early>[^.;]{{0,40}}?)\bfrom\s+(?P<a>[\d,]*\d(?:\.\d+)?)"
    r"\s?(?P<a_unit>%)?[^.;\d]{0,12}(?:(?:19|20)\d\d(?:/\d\d)?\s*)?\bto\s+"
    r"(?P<b>[\d,]*\d(?:\.\d+)?)\s?(?P<b_unit>%)?(?P<late>[^.;]{0,60})",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_BY = re.compile(
    r"\b(?:by|of)\s+(?P<n>\d+(?:\.\d+)?)\s?(?P<unit>%|per ?cent(?!age)|percentage points?|points?)",
    re.IGNORECASE,
)
_GROWTH_TARGET = re.compile(
    r"(?P<growth>\d+(?:\.\d+)?)\s?%\s+(?:increase|growth|rise|uplift)\b[^.;]*?\b(?:is|to)\s+"
    r"(?P<target>\d[\d,]*)(?![\d%])",
    re.IGNORECASE,
)
_GAIN = re.compile(r"\b(?P<gain>\d[\d,]*)\s+in the (?:last|past) \w+ months", re.IGNORECASE)


def growth_targets(text: str, everything: list[str]) -> list[Found]:
    """As in "20% increase ... is 2,771", from the count before the last months' gain."""
    found = []
    for match in _GROWTH_TARGET.finditer(text):
        growth, target = number_of(match["growth"]), number_of(match["target"])
        gain, now = _GAIN.search(text), count_so_far(text, counts_of(numbers_in(text)))
        before = now - number_of(gain["gain"]) if gain and now is not None else None
        why = (
            f"supposes that the count before was {now:,.0f} less {gain['gain']}, {before:,.0f}"
            if before is not None
            else f"it grows from a figure not stated; {target / (1 + growth / 100):,.1f} is implied"
        )
        found.append(Found("target from growth", match[0], target, (before, growth), why=why))
    return found


def moves(text: str, everything: list[str]) -> list[Found]:
    """As in "increased from 50% to 56%", and by how much where that is said."""
    found = []
    for match in _FROM_TO.finditer(text):
        if not match["b_unit"] and _YEAR.fullmatch(match["a"]) and _YEAR.fullmatch(match["b"]):
            continue  # "increased from 2014 to 2016" says when and not how much
        before, after = number_of(match["a"]), number_of(match["b"])
        both_percent = bool(match["b_unit"])
        by = _BY.search(match["late"]) or _BY.search(match["early"])
        up = re.match(_UP, match["word"], re.IGNORECASE)
        if not by:
            found.append(
                Found("direction", match[0], 1.0 if up else -1.0, (before, after),
                      "points" if both_percent else "count", why=_relative(before, after))
            )  # fmt: skip
            continue
        points = "point" in by["unit"].lower()
        stated = number_of(by["n"]) * (1 if up else -1)
        kind = "difference" if points else "growth"
        found.append(
            Found(kind, match[0], stated, (before, after), "points" if points else "%",
                  place_of(by["n"]), why=_points_not_per_cent(both_percent, points, before, after))
        )  # fmt: skip
    return found


def _relative(before: float, after: float) -> str:
    return f"{100 * (after / before - 1):+.1f}% of the first figure" if before else ""


def _points_not_per_cent(both: bool, points: bool, before: float, after: float) -> str:
    if not both or points:
        return ""
    return f"between two percentages; in percentage points it is {after - before:+g}"
