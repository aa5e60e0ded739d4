"""Claims that a whole is the sum of its parts: people, staff, money."""

import re
from itertools import pairwise

from analysis.cleaning.papers.claim_form import Found, around, counts_of, words_before
from analysis.cleaning.papers.money import money_in
from analysis.cleaning.papers.numbers import numbers_in

_BROUGHT = re.compile(
    r"\b(?:brought|brings|bringing|took|takes|taking) the (?:total |overall )?"
    r"number of (?P<noun>[a-z]+) to\s*$",
    re.IGNORECASE,
)
_LEAVING = re.compile(r"\bleav(?:ing|es)\b|\bthe balance\b|\bthe remainder\b", re.IGNORECASE)


def the_others(text: str, everything: list[str]) -> list[Found]:
    """As in "1,148 attended. 917 were eligible ... the other 231": a whole of two parts."""
    if not re.search(r"\b(?:other|remaining)\s+\S", text, re.IGNORECASE):
        return []
    numbers = counts_of(numbers_in(text))
    found = []
    for at, number in enumerate(numbers):
        if not re.search(r"\b(?:other|remaining)\s+$", words_before(text, number), re.IGNORECASE):
            continue
        steps = [(a.value, b.value) for a, b in pairwise(numbers[:at]) if a.value > b.value]
        said = around(text, number)
        if not steps:
            found.append(
                Found("sum", said, number.value, (None,), why="no whole with a part before it")
            )
            continue
        whole, part = steps[-1]
        found.append(Found("sum", said, whole, (part, number.value)))
    return found


def brought_to(text: str, everything: list[str]) -> list[Found]:
    """As in "three additional mentors ... brought the number of mentors to ten"."""
    if not re.search(r"\bthe (?:total |overall )?number of\b", text, re.IGNORECASE):
        return []
    numbers = counts_of(numbers_in(text))
    found = []
    for at, number in enumerate(numbers):
        said = _BROUGHT.search(words_before(text, number))
        if not said:
            continue
        added = [
            n.value
            for n in numbers[:at]
            if re.match(r"\s*(?:additional|extra|more|new|further)\b", text[n.end :], re.I)
        ]
        if not added:
            continue
        implied = number.value - added[-1]
        base = _stated_of(said["noun"], everything, but={number.value, added[-1]})
        words = around(text, number)
        found.append(
            Found("sum", words, number.value, (base, added[-1]),
                  why="" if base is not None else _implies(implied, said["noun"], everything))
        )  # fmt: skip
    return found


def _stated_of(noun: str, everything: list[str], *, but: set[float]) -> float | None:
    for text in everything:
        for number in counts_of(numbers_in(text)):
            beside = re.match(rf"\s*(?:\w+\s+)?{re.escape(noun)}\b", text[number.end :], re.I)
            if beside and number.value not in but:
                return number.value
    return None


def _implies(implied: float, noun: str, everything: list[str]) -> str:
    why = f"implies {implied:g} {noun} before, which the paper does not state"
    for text in everything:
        for number in counts_of(numbers_in(text)):
            if number.value == implied:
                beside = " ".join(text[number.end :].split()[:4])
                return f"{why}; it does state {number.printed} {beside}"
    return why


def money_left(text: str, everything: list[str]) -> list[Found]:
    """As in "the cost is £0.395m ... agreed £0.2m leaving £0.1935m": a whole of two parts."""
    said = _LEAVING.search(text)
    if not said:
        return []
    before, after = money_in(text[: said.start()]), money_in(text[said.start() :])
    if len(before) < 2 or not after:
        return []
    whole, part, rest = before[-2], before[-1], after[0]
    return [
        Found("sum", text, float(whole.pounds), (float(part.pounds), float(rest.pounds)), "£",
              float(whole.printed_to))
    ]  # fmt: skip
