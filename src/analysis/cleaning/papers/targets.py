"""What a target cell promises, one row a statement: a number, a bound, a change, or words."""

import re
from dataclasses import dataclass
from datetime import date

from analysis.cleaning.papers.dates import PLACEHOLDER, dates_in, year_of_plan
from analysis.cleaning.papers.numbers import Number, numbers_in, starts_with_all
from analysis.cleaning.papers.references import only_refers_elsewhere
from analysis.cleaning.papers.statements import statements

_CHANGE = re.compile(
    r"\b(?:increas\w*|rise|uplift|improv\w*|reduc\w*|decreas\w*|fall|drop|fewer|cut|lower)\b"
    r"(?:\s+\w+){0,4}\s+(?:of|by)\s*$",
    re.IGNORECASE,
)
_CHANGE_AFTER = re.compile(
    r"^\s*(?:more|fewer|less|increase|rise|uplift|growth|improvement|reduction|decrease|drop)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:reduc\w*|decreas\w*|fewer|lower|less than|no more than|at most|maximum|below|under|cut)\b",  # noqa: E501
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:in line with|above|at or above|better than|equal to|match(?:es|ing)?)\b[^.;]{0,40}"
    r"\b(?:national|england|regional|statistical neighbours?|london|average)\b",
    re.IGNORECASE,
)
# "under 18 weeks for 92%": the bound is of another number
_BOUND_OF_ANOTHER = re.compile(
    r"\b(?:less than|fewer than|no more than|at most|maximum(?: of)?|below|under)\s+\d\S*",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_TO = re.compile(r"^[^.;]{0,40}\bto\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_TARGET_IN_ACTION = re.compile(r"\btargets?\b[^.;%]{0,30}?\(?\s*\d+(?:\.\d+)?\s?%", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """One statement of a target cell. ``unit`` is "" where nothing is counted."""

    text: str
    kind: str
    direction: str = ""
    value: float | None = None
    bound: str = ""
    bound_value: float | None = None
    unit: str = ""
    due: date | None = None
    due_label: str = ""


def targets_of_cell(raw: str) -> list[Target]:
    """Every statement of a target cell, those without a number included."""
    return [target_of(text) for text in statements(raw)]


def targets_of_action(raw: str) -> list[Target]:
    """Targets with a number in the action's own words, such as "GLD targets (75.8% ...)"."""
    found = []
    for text in statements(raw):
        match = _TARGET_IN_ACTION.search(text)
        if match:
            found.append(target_of(text[match.start() :]))
    return found


def target_of(text: str) -> Target:
    """One statement as a target.

    "All ..." at its head is 100%. A bound such as "above 60%" is no value. Of several numbers the
    first counts; a percentage goes before a count, and "from 48% to 52%" aims at the second.

    >>> target_of("75% of providers are trained").value
    75.0
    >>> target_of("An increased uptake of 20%").kind
    'change'
    """
    due, due_label = _own_date(text)
    if PLACEHOLDER.match(text):
        return Target(text, "placeholder")
    if only_refers_elsewhere(text):
        return Target(text, "cross-reference")
    numbers = [number for number in numbers_in(text) if not _in_a_date(number, text)]
    if numbers:
        return _numbered(text, numbers, due, due_label)
    if _RELATIVE.search(text):
        return Target(text, "relative", "at least", due=due, due_label=due_label)
    if starts_with_all(text):
        return Target(text, "number", "at least", 100.0, unit="%", due=due, due_label=due_label)
    return Target(text, "words", due=due, due_label=due_label)


def other_numbers(text: str) -> int:
    """How many numbers of a statement its target leaves aside."""
    return max(0, len([n for n in numbers_in(text) if not _in_a_date(n, text)]) - 1)


def _numbered(text: str, numbers: list[Number], due: date | None, due_label: str) -> Target:
    number = next((n for n in numbers if n.unit == "%"), numbers[0])
    start = _moved_to(text, numbers, number)
    if start:
        number, start = start, number
    before = text[: number.at]
    down = bool(_DOWN.search(_BOUND_OF_ANOTHER.sub("", before[-60:])))
    down = number.value < start.value if start else down
    after = _CHANGE_AFTER.match(text[number.end :])
    down |= bool(after) and bool(
        _DOWN.search(after[0]) or after[0].strip().lower() in ("less", "drop")
    )
    if (_CHANGE.search(before) or after) and number.unit == "%":
        direction = "at most" if down else "at least"
        return Target(
            text, "change", direction, number.value, unit="%", due=due, due_label=due_label
        )
    if number.bound:
        side = "at most" if number.bound in ("below", "at most") else "at least"
        return Target(
            text, "bound", side, None, number.bound, number.value, number.unit, due, due_label
        )
    direction = "at most" if down else "at least"
    return Target(
        text, "number", direction, number.value, unit=number.unit, due=due, due_label=due_label
    )


def _moved_to(text: str, numbers: list[Number], number: Number) -> Number | None:
    """Where a number is what a target starts from ("from 48% to 52%"), what it is to become."""
    after = next((n for n in numbers if n.at >= number.end and n.unit == number.unit), None)
    if after is None or not _FROM.search(text[: number.at]):
        return None
    return after if _TO.match(text[number.end : after.at]) else None


def _own_date(text: str) -> tuple[date | None, str]:
    found = [stated for stated in dates_in(text) if stated.due]
    if found:
        return found[-1].due, found[-1].label
    return None, year_of_plan(text)


def _in_a_date(number: Number, text: str) -> bool:
    return any(
        text.find(stated.label) <= number.at < text.find(stated.label) + len(stated.label)
        for stated in dates_in(text)
    )
