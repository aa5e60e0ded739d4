"""Numbers and dates in words: rounded here, when shown, and nowhere else."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from analysis.vocabulary import NOTE_WORDS

MISSING = "[x]"
NO_INTERVAL = "no interval: the source gives no counts"


def rounded(number: float, places: int) -> str:
    """A number with a fixed count of decimals, halves up, thousands parted by commas."""
    exact = Decimal(repr(round(float(number), 9)))
    shown = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{abs(shown) if shown.is_zero() else shown:,}"  # nothing has no sign


def per_cent(number: float, places: int = 1) -> str:
    return f"{rounded(number, places)}%"


def points(number: float, places: int = 1) -> str:
    """A difference of two percentages, which is in percentage points and never in per cent."""
    text = rounded(abs(number), places)
    return f"{text} percentage point" + ("" if Decimal(text.replace(",", "")) == 1 else "s")


def signed(number: float, places: int = 1) -> str:
    """A number with its sign, a true minus; zero has none."""
    text = rounded(abs(number), places)
    if Decimal(text.replace(",", "")) == 0:
        return text
    return ("+" if number > 0 else "−") + text


def shortest(number: float, places: int) -> str:
    """A number with no more decimals than it needs: 0.05, 0.1, 1."""
    text = rounded(number, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def posts(number: float) -> str:
    """Full-time posts: 2, or 1.67."""
    return shortest(number, 2)


def pounds(number: float) -> str:
    return f"£{rounded(number, 0)}"


def count(number: float) -> str:
    return f"{int(number):,}"


def amount(number: float, unit: str) -> str:
    """A value with its unit, as shown."""
    if unit == "%":
        return per_cent(number)
    if unit == "£":
        return pounds(number)
    if unit == "count":
        return count(number)
    return f"{rounded(number, 1)} {unit}"


def difference(number: float, unit: str) -> str:
    """How far two values of one unit are apart, without its sign."""
    return points(number) if unit == "%" else amount(abs(number), unit)


def interval(lower: float, upper: float, confidence: float, unit: str = "%") -> str:
    """A confidence interval in the unit of its value, or why there is none."""
    if pd.isna(lower) or pd.isna(upper):
        return NO_INTERVAL
    return f"{coverage(confidence)} interval {amount(lower, unit)} to {amount(upper, unit)}"


def interval_of_points(lower: float, upper: float, confidence: float) -> str:
    """A confidence interval of a difference of percentages, with true minus signs."""
    if pd.isna(lower) or pd.isna(upper):
        return NO_INTERVAL
    ends = [rounded(limit, 1).replace("-", "−") for limit in (lower, upper)]
    return f"{coverage(confidence)} interval {ends[0]} to {ends[1]} points"


def coverage(confidence: float) -> str:
    """How wide an interval is: 0.95 is 95%, 0.998 is 99.8%."""
    return rounded(100 * confidence, 1).removesuffix(".0") + "%"


def chance(probability: float) -> str:
    """A probability in whole per cent, and never as none or certain.

    Examples
    --------
    >>> chance(0.0429), chance(0.0004), chance(0.9996)
    ('4%', 'under 1%', 'over 99%')
    """
    if probability < 0.01:
        return "under 1%"
    return "over 99%" if probability > 0.99 else per_cent(100 * probability, 0)


def likelihood(probability: float) -> str:
    """A probability in words, on the scale of the Intergovernmental Panel on Climate Change.

    Mastrandrea MD and others, Guidance note on the consistent treatment of uncertainties, 2010;
    its finest words are not used, since nothing here bears them.

    Examples
    --------
    >>> likelihood(0.0429), likelihood(0.5), likelihood(0.98)
    ('very unlikely', 'about as likely as not', 'very likely')
    """
    for limit, words in ((0.1, "very unlikely"), (1 / 3, "unlikely")):
        if probability < limit:
            return words
    if probability <= 2 / 3:
        return "about as likely as not"
    return "very likely" if probability > 0.9 else "likely"


def day(when: date | pd.Timestamp) -> str:
    """A date in full: 31 December 2025."""
    stamp = pd.Timestamp(when)
    return f"{stamp.day} {stamp.strftime('%B %Y')}"


def mark(note: str) -> str:
    """Marks as they stand in a table: one pair of square brackets each."""
    return "".join(f"[{part}]" for part in str(note).split())


def mark_words(note: str) -> str:
    """Marks in words."""
    return " and ".join(NOTE_WORDS[part] for part in str(note).split())


def listed(words: list[str]) -> str:
    """Words joined as in a sentence: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " and " + words[-1]


def plural(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
