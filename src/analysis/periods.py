"""Financial quarters and published periods: parse, order, bounds and age."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from analysis.errors import ParamsError, SourceError

PERIOD_KINDS = (
    "academic_year",
    "financial_year",
    "calendar_year",
    "financial_quarter",
    "january_census",
    "point_in_time",
)

_QUARTER_TEXT = re.compile(r"([0-9]{4})-([0-9]{2})-Q([0-9])")
_TWO_YEARS = re.compile(r"([0-9]{4})/([0-9]{2})")
_YEAR = re.compile(r"[0-9]{4}")
_YEAR_AND_QUARTER = re.compile(r"([0-9]{4})/([0-9]{2}) Q([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of an English financial year: Q1 is April to June, Q4 January to March."""

    first_year: int
    number: int

    @property
    def label(self) -> str:
        return f"{self.first_year}-{(self.first_year + 1) % 100:02d}-Q{self.number}"

    @property
    def start(self) -> date:
        month = 3 * self.number + 1
        return date(self.first_year, month, 1) if month < 13 else date(self.first_year + 1, 1, 1)

    @property
    def end(self) -> date:
        return self.next().start - timedelta(days=1)

    def next(self) -> "Quarter":
        if self.number == 4:
            return Quarter(self.first_year + 1, 1)
        return Quarter(self.first_year, self.number + 1)

    def previous(self) -> "Quarter":
        if self.number == 1:
            return Quarter(self.first_year - 1, 4)
        return Quarter(self.first_year, self.number - 1)


def parse_quarter(text: str) -> Quarter:
    """Read a financial quarter such as "2025-26-Q3".

    Raises
    ------
    ParamsError
        If the text is not of that form, the years do not follow each other, or the
        quarter is not 1 to 4.

    Examples
    --------
    >>> parse_quarter("2025-26-Q4").start
    datetime.date(2026, 1, 1)
    """
    found = _QUARTER_TEXT.fullmatch(str(text))
    if not found:
        raise ParamsError(f'"{text}" is not a quarter: write one like 2025-26-Q3.')
    first, second, number = int(found[1]), int(found[2]), int(found[3])
    if second != (first + 1) % 100:
        raise ParamsError(
            f'"{text}" is not a quarter: a financial year joins two years that follow each '
            f"other, so {first} goes with {(first + 1) % 100:02d}."
        )
    if not 1 <= number <= 4:
        raise ParamsError(f'"{text}" is not a quarter: a financial year has Q1 to Q4.')
    return Quarter(first, number)


def period_bounds(label: str, kind: str) -> tuple[date, date]:
    """First and last day of a published period.

    Parameters
    ----------
    label
        "2024/25" for years that straddle two, "2025" for a calendar year or a January
        census, "2024/25 Q4" for a financial quarter.
    kind
        One of `PERIOD_KINDS`: the same label means other days for other kinds.

    Raises
    ------
    SourceError
        If the label does not have the form that its kind needs.

    Examples
    --------
    >>> period_bounds("2024/25 Q4", "financial_quarter")
    (datetime.date(2025, 1, 1), datetime.date(2025, 3, 31))
    """
    if kind in ("academic_year", "financial_year"):
        first = _first_of_two_years(label, kind)
        month = 9 if kind == "academic_year" else 4
        return date(first, month, 1), date(first + 1, month, 1) - timedelta(days=1)
    if kind == "financial_quarter":
        found = _YEAR_AND_QUARTER.fullmatch(label)
        if found and int(found[2]) == (int(found[1]) + 1) % 100:
            quarter = Quarter(int(found[1]), int(found[3]))
            return quarter.start, quarter.end
    if kind == "calendar_year" and _YEAR.fullmatch(label):
        return date(int(label), 1, 1), date(int(label), 12, 31)
    if kind == "january_census" and _YEAR.fullmatch(label):
        return date(int(label), 1, 1), date(int(label), 1, 31)
    raise SourceError(f'The period "{label}" is not one of the kind {kind}.')


def _first_of_two_years(label: str, kind: str) -> int:
    found = _TWO_YEARS.fullmatch(label)
    if not found or int(found[2]) != (int(found[1]) + 1) % 100:
        raise SourceError(f'The period "{label}" is not one of the kind {kind}: write 2024/25.')
    return int(found[1])


def two_year_label(end_year: int) -> str:
    """The label of the year that ends in `end_year`: 2025 gives "2024/25"."""
    return f"{end_year - 1}/{end_year % 100:02d}"


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to another; negative if the second comes first.

    The last day of a month completes it: 31 March to 30 June is three months.

    Examples
    --------
    >>> months_between(date(2025, 8, 31), date(2025, 12, 31))
    4
    """
    months = 12 * (later.year - earlier.year) + later.month - earlier.month
    ends_its_month = (later + timedelta(days=1)).day == 1
    return months - 1 if later.day < earlier.day and not ends_its_month else months


def age_in_words(end: date, as_at: date) -> str:
    """How old a figure is: from the last day it covers to the day of the report."""
    months = months_between(end, as_at)
    if months < 1:
        return "under a month old"
    if months < 24:
        return "1 month old" if months == 1 else f"{months} months old"
    years, left = divmod(months, 12)
    if not left:
        return f"{years} years old"
    return f"{years} years and {left} month{'s' if left > 1 else ''} old"
