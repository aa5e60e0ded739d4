"""How papers put a figure that follows from others: one rule for each way of saying it."""

import re
from dataclasses import dataclass
from itertools import pairwise

from analysis.cleaning.papers.money import money_in
from analysis.cleaning.papers.numbers import Number, numbers_in

_REACH = 80
_PER_CENT = re.compile(r"%|per\s?cent\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=\S)")
_THIS_IS = re.compile(
    r"(?:\b(?:this|that|which|it) (?:is|was)|\b(?:equal|equates|amounts) to|\bi\.e\.,?|=|\(|[-–—])"
    r"\s*(?:over|above|under|below|at least|more than|less than)?\s*$",
    re.IGNORECASE,
)
_OF = re.compile(r"^\s*(?:were |was |are |is )?(?:out )?of (?:the |a total of )?$", re.IGNORECASE)
_OF_A_TOTAL = re.compile(
    r"^\s*of (?P<which>these|those|them|the)(?:\s+(?P<noun>[a-z]{4,}))?", re.IGNORECASE
)
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
_NOW = re.compile(
    r"\b(?:currently|to date|so far|now)\b,?\s*(?:there (?:are|were|have been)\s+)?$", re.IGNORECASE
)
_BROUGHT = re.compile(
    r"\b(?:brought|brings|bringing|took|takes|taking) the (?:total |overall )?"
    r"number of (?P<noun>[a-z]+) to\s*$",
    re.IGNORECASE,
)
_LEAVING = re.compile(r"\bleav(?:ing|es)\b|\bthe balance\b|\bthe remainder\b", re.IGNORECASE)


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


def _before(text: str, number: Number) -> str:
    """The words just before a number: no way of saying looks further back."""
    return text[max(0, number.at - _REACH) : number.at]


def _counts(numbers: list[Number]) -> list[Number]:
    return [number for number in numbers if number.unit == "count" and not number.bound]


def place_of(printed: str) -> float:
    """The last place that a printed number shows: 1 for 21%, 0.1 for 20.6%."""
    decimals = re.search(r"\.(\d+)", printed)
    return 10.0 ** -len(decimals[1]) if decimals else 1.0


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
    counts = _counts(before)
    if len(counts) < 2 or not _THIS_IS.search(_before(sentence, number)):
        return None
    return counts[-2].value, counts[-1].value


def _pair_after(sentence: str, after: list[Number], number: Number) -> tuple | None:
    counts = _counts(after)
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


def the_others(text: str, everything: list[str]) -> list[Found]:
    """As in "1,148 attended. 917 were eligible ... the other 231": a whole of two parts."""
    if not re.search(r"\b(?:other|remaining)\s+\S", text, re.IGNORECASE):
        return []
    numbers = _counts(numbers_in(text))
    found = []
    for at, number in enumerate(numbers):
        if not re.search(r"\b(?:other|remaining)\s+$", _before(text, number), re.IGNORECASE):
            continue
        steps = [(a.value, b.value) for a, b in pairwise(numbers[:at]) if a.value > b.value]
        said = _around(text, number)
        if not steps:
            found.append(
                Found("sum", said, number.value, (None,), why="no whole with a part before it")
            )
            continue
        whole, part = steps[-1]
        found.append(Found("sum", said, whole, (part, number.value)))
    return found


def still_needed(text: str, everything: list[str]) -> list[Found]:
    """As in "The target is 2,771. Currently there are 2,690 so another 81 are needed"."""
    if not re.search(r"\b(?:another|further|additional)\s+\S", text, re.IGNORECASE):
        return []
    numbers = _counts(numbers_in(text))
    found = []
    for number in numbers:
        asked = re.search(
            r"\b(?:another|further|additional)\s+$", _before(text, number), re.IGNORECASE
        ) and re.match(
            r"\s*(?:\w+\s+){0,3}?(?:needed|required|to go|short)\b", text[number.end :], re.I
        )
        if not asked:
            continue
        target, now = _target(text, number), _now(text, numbers)
        why = (
            "" if target is not None and now is not None else "no target and count so far beside it"
        )
        found.append(
            Found("remaining", _around(text, number), number.value, (target, now), why=why)
        )
    return found


def _target(text: str, needed: Number) -> float | None:
    for sentence in reversed(sentences(text[: needed.at])):
        counts = _counts(numbers_in(sentence))
        if re.search(r"\btarget\b", sentence, re.IGNORECASE) and counts:
            return counts[-1].value
    return None


def _now(text: str, numbers: list[Number]) -> float | None:
    said = [number.value for number in numbers if _NOW.search(_before(text, number))]
    return said[-1] if said else None


def growth_targets(text: str, everything: list[str]) -> list[Found]:
    """As in "20% increase ... is 2,771", from the count before the last months' gain."""
    found = []
    for match in _GROWTH_TARGET.finditer(text):
        growth, target = _number(match["growth"]), _number(match["target"])
        gain, now = _GAIN.search(text), _now(text, _counts(numbers_in(text)))
        before = now - _number(gain["gain"]) if gain and now is not None else None
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
        before, after = _number(match["a"]), _number(match["b"])
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
        stated = _number(by["n"]) * (1 if up else -1)
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


def brought_to(text: str, everything: list[str]) -> list[Found]:
    """As in "three additional mentors ... brought the number of mentors to ten"."""
    if not re.search(r"\bthe (?:total |overall )?number of\b", text, re.IGNORECASE):
        return []
    numbers = _counts(numbers_in(text))
    found = []
    for at, number in enumerate(numbers):
        said = _BROUGHT.search(_before(text, number))
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
        words = _around(text, number)
        found.append(
            Found("sum", words, number.value, (base, added[-1]),
                  why="" if base is not None else _implies(implied, said["noun"], everything))
        )  # fmt: skip
    return found


def _stated_of(noun: str, everything: list[str], *, but: set[float]) -> float | None:
    for text in everything:
        for number in _counts(numbers_in(text)):
            beside = re.match(rf"\s*(?:\w+\s+)?{re.escape(noun)}\b", text[number.end :], re.I)
            if beside and number.value not in but:
                return number.value
    return None


def _implies(implied: float, noun: str, everything: list[str]) -> str:
    why = f"implies {implied:g} {noun} before, which the paper does not state"
    for text in everything:
        for number in _counts(numbers_in(text)):
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


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _around(text: str, number: Number) -> str:
    """The sentence that a number stands in."""
    start = 0
    for sentence in sentences(text):
        start = text.index(sentence, start)
        if start <= number.at < start + len(sentence):
            return sentence
        start += len(sentence)
    return text


RULES = (
    percentages,
    percentages_of_totals,
    the_others,
    still_needed,
    growth_targets,
    moves,
    brought_to,
    money_left,
)
