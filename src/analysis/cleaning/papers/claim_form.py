"""One claim of a paper's words, and how its figures are found in a sentence."""

import re
from dataclasses import dataclass

from analysis.cleaning.papers.numbers import Number

_REACH = 80
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=\S)")


@dataclass(frozen=True)
class Found:
    """One claim: the figure stated, the kind of sum, and what it is worked out of."""

    kind: str
    text: str
    stated: float
    operands: tuple
    unit: str = "count"
    printed_to: float = 1.0
    bound: str = ""
    why: str = ""


def sentences(text: str) -> list[str]:
    """The sentences of a text; marks inside numbers part nothing."""
    return [part for part in _SENTENCE.split(text) if part.strip()]


def words_before(text: str, number: Number) -> str:
    """The words just before a number: no way of saying looks further back."""
    return text[max(0, number.at - _REACH) : number.at]


def counts_of(numbers: list[Number]) -> list[Number]:
    return [number for number in numbers if number.unit == "count" and not number.bound]


def place_of(printed: str) -> float:
    """The last place that a printed number shows: 1 for 21%, 0.1 for 20.6%."""
    decimals = re.search(r"\.(\d+)", printed)
    return 10.0 ** -len(decimals[1]) if decimals else 1.0


def number_of(text: str) -> float:
    return float(text.replace(",", ""))


def around(text: str, number: Number) -> str:
    """The sentence that a number stands in."""
    start = 0
    for sentence in sentences(text):
        start = text.index(sentence, start)
        if start <= number.at < start + len(sentence):
            return sentence
        start += len(sentence)
    return text
