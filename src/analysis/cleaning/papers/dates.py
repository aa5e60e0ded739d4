"""Dates as plan papers write them. A month, a term or a year is due on its last day."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_MONTHS = {name[:3].lower(): number for number, name in enumerate(calendar.month_name) if number}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:20\d\d|['’]\d\d|\d\d(?!\d|%|/|\.\d|\s*(?:st|nd|rd|th)\b))"
_DATE = re.compile(
    rf"""(?ix)
    (?P<iso>\b20\d\d-[01]?\d-[0-3]?\d\b)
    | (?P<slash>\b\d\d?[/.]\d\d?[/.](?:20)?\d\d\b)
    | (?P<day>\b[0-3]?\d(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(?:20\d\d|['’]\d\d))
    | (?P<range>\b{_MONTH}\s*(?:{_YEAR})?\s*(?:-|–|—|to|until)\s*{_MONTH}[\s\-,]*{_YEAR}\b)
    | (?P<month>\b{_MONTH}[\s\-,]*{_YEAR}\b)
    | (?P<short>(?<![\d/])[01]?\d/20\d\d\b)
    | (?P<quarter>\b(?:Q[1-4]|quarter\s[1-4])[\s,]*(?:of\s+)?(?:20)?\d\d\s?[/–-]\s?(?:20)?\d\d\b)
    | (?P<term>\b(?:autumn|spring|summer|winter)(?:\s+term)?[\s,]+(?:20\d\d)(?:\s?[/–-]\s?(?:20)?\d\d)?\b)
    | (?P<school>\b(?:academic|school)\s+year\s+20\d\d\s?[/–-]\s?(?:20)?\d\d\b
        |\b20\d\d\s?[/–-]\s?(?:20)?\d\d\s+(?:academic|school)\s+year\b)
    | (?P<span>\b20\d\d\s?[/–-]\s?(?:20)?\d\d\b)
    | (?P<year>\b20[12]\d\b)
    """  # noqa: E501
)
_TERM_ENDS = {"autumn": (12, 31), "spring": (3, 31), "summer": (7, 31), "winter": (2, 28)}
_ONGOING = re.compile(
    r"\b(?:on-?\s?going|continu(?:ous|ing|al)|rolling|business as usual|bau)\b", re.IGNORECASE
)
_RELATIVE = re.compile(
    r"\b(?:years?|yrs?)\.?\s*(\d{1,2})(?:\s*(?:[-–—&,]|to|and)\s*(?:year\s*)?(\d{1,2})(?!\d))?"
    r"\s*(?=[:;.,)\s]|$)",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(
    r"^\W*(?:to be (?:confirmed|agreed|determined|decided|developed|set|defined|advised)\b.*|"
    r"tb[acd]|n/?a|not applicable|none|-+|–+|pending)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Stated:
    """One date as printed: first and last day, or years of the plan, and what to say of it."""

    label: str
    kind: str
    precision: str
    starts: date | None = None
    due: date | None = None
    from_year: int | None = None
    to_year: int | None = None
    remark: str = ""


def last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def dates_in(text: str) -> list[Stated]:
    """Every calendar date in a text, in the order in which it stands.

    >>> [str(d.due) for d in dates_in("December 2024 June 2024 Sept 24")]
    ['2024-12-31', '2024-06-30', '2024-09-30']
    """
    found = []
    for match in _DATE.finditer(text):
        stated = _stated(match.lastgroup or "", match[0].strip(" ,"))
        if stated:
            found.append(stated)
    return found


def dates_of_cell(text: str) -> list[Stated]:
    """All that a date cell says: dates, years of the plan, "ongoing", or what is not read."""
    if not text:
        return []
    found = [*phases(text), *dates_in(text)]
    if _ONGOING.search(text):
        label = text if not found else _ONGOING.search(text)[0]
        found = [*found, Stated(label, "ongoing", "none")]
    if not found:
        remark = "a placeholder" if PLACEHOLDER.match(text) else "no date is read from it"
        return [Stated(text, "not read", "none", remark=remark)]
    return found


def phases(text: str) -> list[Stated]:
    """Years of the plan, each with the words up to the next.

    >>> [(p.from_year, p.to_year, p.label) for p in phases("Year 1: Pilot; Years 2–3: Roll out.")]
    [(1, 1, 'Year 1: Pilot'), (2, 3, 'Years 2–3: Roll out')]
    """
    marks = list(_RELATIVE.finditer(text))
    found = []
    for mark, after in zip(marks, [*marks[1:], None], strict=False):
        label = text[mark.start() : after.start() if after else len(text)].strip(" ;.,")
        first, last = int(mark[1]), int(mark[2] or mark[1])
        if first < 1 or last < first:
            remark = "its years run backwards"
            found.append(Stated(label, "not read", "none", remark=remark))
        else:
            found.append(Stated(label, "phase", "relative year", None, None, first, last))
    return found


def year_of_plan(text: str) -> str:
    """The year of the plan that a target names for itself, such as "year 1", or nothing."""
    match = re.search(
        r"\b(?:by (?:the )?end of |in (?:the )?|by )(year\s?\d+|(?:first|second|third|fourth) year)\b",  # noqa: E501
        text,
        re.IGNORECASE,
    )
    return match[1] if match else ""


def _stated(kind: str, label: str) -> Stated | None:
    try:
        return _READERS[kind](label)
    except (ValueError, KeyError):
        return Stated(label, "not read", "none", remark="no such day")


def _iso(label: str) -> Stated:
    year, month, day = (int(part) for part in label.split("-"))
    return Stated(label, "due", "day", due=date(year, month, day))


def _slash(label: str) -> Stated:
    day, month, year = (int(part) for part in re.split(r"[/.]", label))
    return Stated(label, "due", "day", due=date(_full_year(year), month, day))


def _day(label: str) -> Stated:
    number = int(re.match(r"\d+", label)[0])
    return Stated(label, "due", "day", due=date(_year_in(label), _month_in(label), number))


def _month(label: str) -> Stated:
    return Stated(label, "due", "month", due=last_day(_year_in(label), _month_in(label)))


def _range(label: str) -> Stated:
    months = [m[0] for m in re.finditer(_MONTH, label, re.IGNORECASE)]
    last_year = _year_in(label)
    first, last = (_MONTHS[month[:3].lower()] for month in (months[0], months[-1]))
    years = re.findall(r"20\d\d", label)
    first_year = int(years[0]) if len(years) > 1 else last_year - (first > last)
    return Stated(
        label, "due", "month", starts=date(first_year, first, 1), due=last_day(last_year, last)
    )


def _short(label: str) -> Stated:
    month, year = (int(part) for part in label.split("/"))
    return Stated(label, "due", "month", due=last_day(year, month))


def _quarter(label: str) -> Stated:
    number = int(re.search(r"[1-4]", label)[0])
    year = _full_year(int(re.findall(r"\d+", label)[1]))
    month = number * 3 + 3
    due = last_day(year, month) if month <= 12 else last_day(year + 1, month - 12)
    starts = date(due.year, due.month - 2, 1)
    return Stated(label, "due", "quarter", starts, due, remark="read as a financial quarter")


def _term(label: str) -> Stated:
    season = re.match(r"[a-z]+", label.lower())[0]
    year = int(re.search(r"20\d\d", label)[0])
    if season != "autumn" and re.search(r"20\d\d\s?[/–-]", label):
        year += 1  # the spring and summer terms of 2024/25 are in 2025
    due = date(year, *_TERM_ENDS[season])
    remark = "" if "term" in label.lower() else f"a season, taken to end on {due:%d %B %Y}"
    return Stated(label, "due", "term", due=due, remark=remark)


def _school(label: str) -> Stated:
    first, last = (_full_year(int(year)) for year in re.findall(r"\d+", label))
    if last != first + 1:
        raise ValueError(label)
    remark = "an academic year, taken to end on 31 August"
    return Stated(label, "due", "year", date(first, 9, 1), date(last, 8, 31), remark=remark)


def _span(label: str) -> Stated | None:
    first = int(label[:4])
    last = _full_year(int(re.search(r"\d+$", label)[0]))
    if last == first + 1:
        due, remark = date(last, 3, 31), "read as a financial year, to 31 March"
        return Stated(label, "due", "year", date(first, 4, 1), due, remark=remark)
    if last <= first:
        raise ValueError(label)
    return Stated(label, "due", "year", date(first, 1, 1), date(last, 12, 31))


def _year(label: str) -> Stated:
    year = int(label)
    return Stated(label, "due", "year", date(year, 1, 1), date(year, 12, 31))


def _month_in(label: str) -> int:
    return _MONTHS[re.search(_MONTH, label, re.IGNORECASE)[0][:3].lower()]


def _year_in(label: str) -> int:
    return _full_year(int(re.search(r"(\d{2}|\d{4})$", label)[0]))


def _full_year(year: int) -> int:
    return year if year > 99 else 2000 + year


_READERS = {
    "iso": _iso, "slash": _slash, "day": _day, "range": _range, "month": _month, "short": _short,
    "quarter": _quarter, "term": _term, "school": _school, "span": _span, "year": _year,
}  # fmt: skip
