"""Claims that a percentage is worked out of counts, or of a stated total."""

import re

from analysis.cleaning.papers.claim_form import Found, counts_of, place_of, sentences, words_before
from analysis.cleaning.papers.numbers import Number, numbers_in

_PER_CENT = re.compile(r"%|per\s?cent\b", re.IGNORECASE)
_THIS_IS = re.compile(
    r"(?:\b(?:this|that|which|it) (?:is|was)|\b(?:equal|equates|amounts) to|\bi\.e\.,?|=|\(|[-–—])"
    r"\s*(?:over|above|under|below|at least|more than|less than)?\s*$",
    re.IGNORECASE,
)
_OF = re.compile(r"^\s*(?:were |was |are |is )?(?:out )?of (?:the |a total of )?$", re.IGNORECASE)
_OF_A_TOTAL = re.compile(
    r"^\s*of (?P<which>these|those|them|the)(?:\s+(?P<noun>[a-z]{4,}))?", re.IGNORECASE
)


def percentages(text: str, everything: list[str]) -> list[Found]:
    """As in "917 were eligible, there are 4,460 - this is 21%"; "21% (917 of 4,460)"."""
    if not _PER_CENT.search(text):
        return []
    found = []
    for sentence in sentences(text):
        numbers = numbers_in(sentence)
        for at, number in enumerate(numbers):
            if number.unit != "%":
                continue
            pair = _pair_before(sentence, numbers[:at], number) or _pair_after(
                sentence, numbers[at + 1 :], number
            )
            if pair:
                part, whole = sorted(pair)
                found.append(
                    Found("percentage", sentence, number.value, (part, whole), "%",
                          place_of(number.printed), number.bound)
                )  # fmt: skip
    return found


def _pair_before(sentence: str, before: list[Number], number: Number) -> tuple | None:
    counts = counts_of(before)
    if len(counts) < 2 or not _THIS_IS.search(words_before(sentence, number)):
        return None
    return counts[-2].value, counts[-1].value


def _pair_after(sentence: str, after: list[Number], number: Number) -> tuple | None:
    counts = counts_of(after)
    if len(counts) < 2 or not re.match(r"\s*[(\[,–-]\s*$", sentence[number.end : counts[0].at]):
        return None
    if not _OF.match(sentence[counts[0].end : counts[1].at]):
        return None
    return counts[0].value, counts[1].value


def percentages_of_totals(text: str, everything: list[str]) -> list[Found]:
    """As in "16 families were referred. 25% of these families": the total stands before."""
    if not _PER_CENT.search(text):
        return []
    found, earlier = [], []
    for sentence in sentences(text):
        for number in numbers_in(sentence):
            if number.unit == "%":
                total = _total(sentence[number.end :], earlier)
                if total is not None:
                    found.append(
                        Found("percentage of a total", sentence, number.value, (total,), "%",
                              place_of(number.printed), number.bound,
                              f"the count is not stated, only its total of {total:,.0f}")
                    )  # fmt: skip
            elif number.unit == "count" and not number.bound:
                earlier.append((number.value, sentence[number.end : number.end + 40].lower()))
    return found


def _total(after: str, earlier: list[tuple[float, str]]) -> float | None:
    said = _OF_A_TOTAL.match(after)
    if not said or not earlier:
        return None
    noun = (said["noun"] or "").lower()
    of_noun = [value for value, words in earlier if noun and noun in words]
    if of_noun:
        return of_noun[-1]
    return earlier[-1][0] if said["which"].lower() != "the" else None
