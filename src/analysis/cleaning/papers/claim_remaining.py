"""Claims of how many more a target needs."""

import re

from analysis.cleaning.papers.claim_form import Found, around, counts_of, sentences, words_before
from analysis.cleaning.papers.numbers import Number, numbers_in

_NOW = re.compile(
    r"\b(?:currently|to date|so far|now)\b,?\s*(?:there (?:are|were|have been)\s+)?$", re.IGNORECASE
)


def still_needed(text: str, everything: list[str]) -> list[Found]:
    """As in "The target is 2,771. Currently there are 2,690 so another 81 are needed"."""
    if not re.search(r"\b(?:another|further|additional)\s+\S", text, re.IGNORECASE):
        return []
    numbers = counts_of(numbers_in(text))
    found = []
    for number in numbers:
        asked = re.search(
            r"\b(?:another|further|additional)\s+$", words_before(text, number), re.IGNORECASE
        ) and re.match(
            r"\s*(?:\w+\s+){0,3}?(?:needed|required|to go|short)\b", text[number.end :], re.I
        )
        if not asked:
            continue
        target, now = _target(text, number), count_so_far(text, numbers)
        why = (
            "" if target is not None and now is not None else "no target and count so far beside it"
        )
        found.append(Found("remaining", around(text, number), number.value, (target, now), why=why))
    return found


def _target(text: str, needed: Number) -> float | None:
    for sentence in reversed(sentences(text[: needed.at])):
        counts = counts_of(numbers_in(sentence))
        if re.search(r"\btarget\b", sentence, re.IGNORECASE) and counts:
            return counts[-1].value
    return None


def count_so_far(text: str, numbers: list[Number]) -> float | None:
    said = [number.value for number in numbers if _NOW.search(words_before(text, number))]
    return said[-1] if said else None
