"""Money cells: pounds, the last pound that their print can show, and posts in the same cell."""

import re
from dataclasses import dataclass
from decimal import Decimal

_MONEY = re.compile(
    r"£\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?"
    r"(?P<scale>million|thousand|mn|m|k)?(?![a-z])",
    re.IGNORECASE,
)
_BARE = re.compile(r"^\s*(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*(?P<scale>m|k)?\s*$", re.I)
_NIL = re.compile(r"nil|zero|no cost", re.IGNORECASE)
_FTE = re.compile(
    r"(?:x\s?)?(?P<number>\d+(?:\.\d+)?)\s?(?:x\s?)?(?:FTEs?|full[- ]time equivalents?|WTE)\b", re.I
)
_TIMES = re.compile(r"\bx\s?(?P<before>\d+(?:\.\d+)?)\b|\b(?P<after>\d+(?:\.\d+)?)\s?x\s", re.I)
_SCALES = {"": 1, "m": 10**6, "mn": 10**6, "million": 10**6, "k": 1000, "thousand": 1000}


@dataclass(frozen=True)
class Money:
    """A sum in whole pounds and how finely it is printed (£0.395m: to 1,000)."""

    pounds: int
    printed_to: int
    printed: str


def money_in(text: str) -> list[Money]:
    """Every sum of pounds in a text.

    >>> money_in("£0.08m (x1 FTE)")
    [Money(pounds=80000, printed_to=10000, printed='£0.08m')]
    """
    return [_money(match) for match in _MONEY.finditer(text)]


def money_of_cell(text: str) -> list[Money]:
    """As `money_in`; a bare number, or "nil", where the cell holds nothing else."""
    found = money_in(text)
    if _NIL.fullmatch(text.strip()):
        return [Money(0, 1, text.strip())]
    bare = _BARE.match(text)
    return found or ([_money(bare)] if bare else [])


def posts_in(text: str) -> float | None:
    """Full-time posts named in a text, or None.

    >>> posts_in("£0.08m (x1 FTE)"), posts_in("x 2 FTE Improvement Leads"), posts_in("£0.06m")
    (1.0, 2.0, None)
    """
    found = [float(match["number"]) for match in _FTE.finditer(text)]
    return sum(found) if found else None


def posts_proposed(text: str) -> float | None:
    """Posts that a proposal's words ask for, such as "Retain x3 leads", or None."""
    found = [float(match["before"] or match["after"]) for match in _TIMES.finditer(text)]
    return posts_in(text) or (sum(found) if found else None)


def _money(match: re.Match) -> Money:
    number = match["number"].replace(",", "")
    scale = _SCALES[(match["scale"] or "").lower()]
    decimals = len(number.partition(".")[2])
    pounds = Decimal(number) * scale
    # a whole number of pounds is printed to the pound, £0.2m to a hundred thousand
    return Money(int(pounds.to_integral_value()), max(1, scale // 10**decimals), match[0].strip())
