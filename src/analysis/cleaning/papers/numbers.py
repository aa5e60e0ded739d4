"""Numbers as papers write them: digits, words, signs, ¼, per cents and bounds."""

import re
import unicodedata
from dataclasses import dataclass

_UNITS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS: dict[str, float] = {word: float(at) for at, word in enumerate(_UNITS, start=1)}
WORDS |= {word: float(at * 10) for at, word in enumerate(_TENS, start=2)}
WORDS |= {
    f"{ten}-{unit}": WORDS[ten] + WORDS[unit] for ten in _TENS for unit in _UNITS[:9]
}  # twenty-one
WORDS |= {"half": 0.5, "quarter": 0.25, "hundred": 100.0, "dozen": 12.0}
_FRACTIONS = "¼½¾⅓⅔⅛"
_WORD = "|".join(sorted(WORDS, key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?P<digits>(?<![\w.,])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|(?<![\w.,])\d+(?:\.\d+)?)"
    rf"(?P<fraction>[{_FRACTIONS}])?|(?P<sign>[{_FRACTIONS}])|\b(?P<word>{_WORD})\b(?!\s+of\s+(?:the\s+)?(?:year|term))",
    re.IGNORECASE,
)
_BOUNDS: tuple[tuple[str, str], ...] = (
    ("at least", r"(?:at least|no (?:less|fewer) than|not less than|minimum(?: of)?|≥|>=)"),
    ("at most", r"(?:at most|no (?:more|greater) than|not more than|up to|maximum(?: of)?|≤|<=)"),
    ("above", r"(?:above|over|more than|greater than|exceed(?:s|ing)?|in excess of|>)"),
    ("below", r"(?:below|under|less than|fewer than|<)"),
)
_BOUND = [(name, re.compile(words + r"\s*$", re.IGNORECASE)) for name, words in _BOUNDS]
# What stands beside a number that counts nothing: ages, months of age, sizes, years of the plan
_NOT_A_COUNT = re.compile(
    r"^\s*(?:-|–|to\s+\d)?\s*(?:(?:½|¼)?\s*-?\s*(?:year|yr|month|week|day)s?[\s-]*olds?\b|"
    r"(?:st|nd|rd|th)\b|(?:-|–)\s*\d|\+|years?\b|yrs?\b|months?\b|weeks?\b|days?\b|hours?\b|s\b)",
    re.IGNORECASE,
)
_BEFORE_NO_COUNT = re.compile(
    r"(?:\bBMI\s*\S{0,2}|\byears?|\byrs?|\bages?d?|\bunder|\bover|\bphase|\bstage|\blevel|\btier|"
    r"\bQ|\boutcomes?|\bambitions?|\bactions?|\bkey stage|\d\s*[-–]|\brecommendations?|\bto)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Number:
    """A number in a text: its value, or the bound that is stated in its place."""

    value: float
    unit: str
    bound: str
    at: int
    end: int
    printed: str


def numbers_in(text: str) -> list[Number]:
    """Every number of a text that counts or measures something, in order.

    Ages, years, months, ordinals and references are left out. A "%" or "per cent" makes the
    unit "%"; "£" makes it "£"; otherwise it is "count".

    >>> [(n.value, n.unit, n.bound) for n in numbers_in("above 60% of ninety settings")]
    [(60.0, '%', 'above'), (90.0, 'count', '')]
    >>> numbers_in("2 year olds and 0-5 services in year 1")
    []
    """
    found = []
    for match in _NUMBER.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        percent = re.match(r"\s?(?:%|per\s?cent\b)", after)
        if not percent and _is_no_count(match, before, after):
            continue
        unit = "%" if percent else "£" if before.endswith("£") else "count"
        end = match.end() + (percent.end() if percent else 0)
        value = _value(match)
        if unit == "£":
            value *= _scale(after)
        found.append(
            Number(value, unit, _bound(before), match.start(), end, text[match.start() : end])
        )
    return found


def starts_with_all(text: str) -> bool:
    """Does a statement promise "All ..."? Then it aims at 100%."""
    return bool(re.match(r"\W*(?:all|every)\b(?!\s+(?:reasonable|aspects))", text, re.IGNORECASE))


def _is_no_count(match: re.Match, before: str, after: str) -> bool:
    if _BEFORE_NO_COUNT.search(before):
        return not (before.rstrip().lower().endswith(("over", "under", "to")) and not _aged(after))
    if _NOT_A_COUNT.match(after):
        return True
    digits = match["digits"]
    if digits and re.fullmatch(r"(?:19|20)\d\d", digits):
        return True
    if match["word"] and match["word"].lower() in ("one", "quarter", "half", "hundred", "dozen"):
        return not _counts_something(match["word"].lower(), before, after)
    return bool(re.match(r"[a-z]*\d|[/.]\d", after))


def _aged(after: str) -> bool:
    return bool(re.match(r"\s*(?:s\b|years?|yrs?|months?)", after, re.IGNORECASE))


def _counts_something(word: str, before: str, after: str) -> bool:
    if (
        word == "one"
    ):  # "One Virtual Hub", but not "one of", "one parent", "One Herefordshire Group"
        verb = re.search(
            r"\b(?:develop|open|deliver|establish|create|recruit|appoint)\w*\s*$", before, re.I
        )
        return bool(verb) and not re.match(r"\s+(?:of|to|or)\b", after)
    if word == "half":
        return bool(re.match(r"\s+(?:a|of)\b", after))
    if word == "quarter":
        return bool(re.search(r"\b(?:a|one)\s*$", before)) and bool(re.match(r"\s+of\b", after))
    return bool(re.search(r"\b(?:a|one|two|three)\s*$", before))


def _value(match: re.Match) -> float:
    if match["digits"]:
        whole = float(match["digits"].replace(",", ""))
        return whole + (unicodedata.numeric(match["fraction"]) if match["fraction"] else 0.0)
    if match["sign"]:
        return unicodedata.numeric(match["sign"])
    return WORDS[match["word"].lower()]


def _scale(after: str) -> float:
    if re.match(r"\s?(?:m|mn|million)\b", after, re.IGNORECASE):
        return 1e6
    return 1e3 if re.match(r"\s?(?:k|thousand)\b", after, re.IGNORECASE) else 1.0


def _bound(before: str) -> str:
    for name, words in _BOUND:
        if words.search(before):
            return name
    return ""
