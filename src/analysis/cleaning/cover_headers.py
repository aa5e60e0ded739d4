"""The wording of COVER workbooks: headers, ages, vaccines, marks, regions and periods.

The publisher rewords its sheets from quarter to quarter, so nothing here compares whole headers:
each rule names the words that must stand in a header and those that must not.
"""

import re
from dataclasses import dataclass

LA_CODE = re.compile(r"E(06|08|09|10)\d{6}")
REGIONS = {  # keys as `place_key` writes them; ONS codes, unchanged since 2011
    "north east": "E12000001",
    "north west": "E12000002",
    "yorkshire humber": "E12000003",
    "east midlands": "E12000004",
    "west midlands": "E12000005",
    "east of england": "E12000006",
    "london": "E12000007",
    "south east": "E12000008",
    "south west": "E12000009",
}
ENGLAND = "E92000001"
# A digit after a letter is a dose ("Hib3 MenC"), and "24 MMR1" must not read as "24 m".
_AGE = re.compile(r"(?<![a-z0-9])(\d+)\s*(months?|mths?|m(?!mr)|years?|yrs?|y)")
_COUNT = re.compile(r"\b(num(?:erator)?|denom(?:inator)?)s?\b")
_FILLER = re.compile(
    r"\b(coverage|at|boosters?|boo|primary|prim|num(?:erator)?s?|denom(?:inator)?s?|per cent|percent)\b"
)
_AREA = re.compile(r"\b(la|utla|local authority|upper tier|area name)\b")
_OTHER_AREA = re.compile(r"\b(region|team|pct|sha|former|nhs\w*|number|caveats?|returns)\b")
_ODS = re.compile(r"\b(ods|organisation data service)\b")
_QUARTER_OF_MONTH = {"apr": 1, "jul": 2, "oct": 3, "jan": 4}
_PERIOD = re.compile(
    r"FY(?P<a>20\d\d)_(?P<a2>\d\d)_Q(?P<aq>[1-4])"
    r"|(?P<b>20\d\d)\s*[/-]\s*(?:20)?(?P<b2>\d\d)\W+(?:Q|quarter)\s*(?P<bq>[1-4])"
    r"|(?:Q|quarter)\s*(?P<cq>[1-4])\W+(?P<c>20\d\d)\s*(?:to|/|-)\s*(?:20)?(?P<c2>\d\d)\b"
    r"|\b(?P<m>jan|apr|jul|oct)[a-z]*\s*(?:to|and|-|–)\s*(?:mar|jun|sep|dec)[a-z]*\s+(?P<y>20\d\d)"
    r"|\b(?P<d>20\d\d)\s*Q(?P<dq>[1-4])\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Columns:
    """Where things stand in one header row: column positions from 0, None where not found."""

    code: int | None
    name: int | None
    ods: int | None
    region_code: int | None
    region_name: int | None
    denominator: int | None
    values: tuple[int, ...]
    numerators: tuple[int, ...]
    count_denominators: tuple[int, ...]
    caveats: tuple[int, ...]


def words(text: object) -> str:
    """Lower-case words of a header: no note marks, line breaks, underscores or double spaces."""
    plain = re.sub(r"\[[^\]]*\]", " ", str(text)).replace("_", " ")
    return " ".join(plain.lower().split())


def ages(text: object) -> set[int]:
    """Ages named in a text, in months ("24m", "at 24 months" and "2 years" are all 24)."""
    return {int(n) * (12 if unit[0] == "y" else 1) for n, unit in _AGE.findall(words(text))}


def vaccine_key(text: object, months: int) -> str:
    """Vaccine named in a header or asked for, in one spelling ("dtapipvhib", "mmr1").

    The six-in-one replaced the five-in-one in autumn 2017 and the sheets kept the column's place:
    DTaP/IPV/Hib, .../Hib3 and .../Hib/HepB are one key. Booster and primary are dropped because no
    sheet gives both at one age. A bare "MMR" is the first dose at 24 months; at 5 years it could
    be either dose, so there it matches nothing.
    """
    key = re.sub(r"[^a-z0-9]", "", _FILLER.sub(" ", _AGE.sub(" ", words(text))))
    if re.fullmatch(r"dtapipvhib3?(hepb3?)?", key):
        return "dtapipvhib"
    if key == "mmr" and months == 24:
        return "mmr1"
    return "rota" if key == "rotavirus" else key


def read_header(row: list, vaccine: str, months: int, title_ages: set[int]) -> Columns:
    """Positions of the columns a header row names, for one vaccine at one age.

    `title_ages` are the ages named above the header, used for a header that names none.
    """
    found: dict[str, list[int]] = {}
    wanted = vaccine_key(vaccine, months)
    for position, cell in enumerate(row):
        text = words(cell) if isinstance(cell, str) else ""
        if not text or len(text) > 120:
            continue  # a header is short; a sentence above the table is not a header
        kind = _area_kind(text) or _figure_kind(text, wanted, months, title_ages)
        found.setdefault(kind, []).append(position)

    def first(kind: str) -> int | None:
        return found.get(kind, [None])[0]

    def every(kind: str) -> tuple[int, ...]:
        return tuple(found.get(kind, ()))

    return Columns(
        *(first(k) for k in ("code", "name", "ods", "region_code", "region_name", "denominator")),
        *(every(k) for k in ("value", "numerator", "count_denominator", "caveat")),
    )


def _area_kind(text: str) -> str:
    is_code = bool(re.search(r"\bcodes?\b", text))
    if "caveat" in text or text in ("note", "notes"):
        return "caveat"
    if _ODS.search(text) and is_code:
        return "ods"
    if "region" in text.split() and "nhs" not in text:
        return "region_code" if is_code else "region_name"
    if _OTHER_AREA.search(text):
        return ""
    if is_code and (text == "code" or _AREA.search(text) or re.search(r"\b(ons|gss|area)\b", text)):
        return "code"
    if _AREA.search(text) and ("name" in text or re.fullmatch(r"(upper tier )?local authority", text)):
        return "name"
    return ""


def _figure_kind(text: str, wanted: str, months: int, title_ages: set[int]) -> str:
    named = ages(text) or title_ages
    if named != {months}:
        return ""
    key, count = vaccine_key(text, months), _COUNT.search(text)
    if (count and not key and count[1].startswith("denom")) or "number of children" in text:
        return "denominator"
    if key != wanted or not wanted:
        return ""
    if not count:
        return "value"
    return "numerator" if count[1].startswith("num") else "count_denominator"


def place_key(text: object) -> str:
    """Region or country name in one spelling: "Yorkshire and The Humber Total" → "yorkshire humber"."""
    plain = re.sub(r"[^a-z ]", " ", words(text))
    return " ".join(w for w in plain.split() if w not in ("and", "the", "total", "region"))


def place_code(text: object) -> str:
    """GSS code of England or a region from its name, or "" for any other text."""
    key = place_key(text)
    return ENGLAND if key == "england" else REGIONS.get(key, "")


def period_in(text: str) -> str | None:
    """First financial quarter named in a text, as "2024/25 Q4"; None where there is none.

    In COVER "2014 Q4" is quarter 4 of financial year 2014/15, January to March 2015.
    """
    for match in _PERIOD.finditer(text):
        part = match.groupdict()
        if part["m"]:
            quarter = _QUARTER_OF_MONTH[part["m"].lower()]
            start, end = int(part["y"]) - (quarter == 4), None
        else:
            letter = next(k for k in "abcd" if part[k])
            start, quarter = int(part[letter]), int(part[letter + "q"])
            end = part.get(letter + "2")
        if end is None or int(end) == (start + 1) % 100:  # "2024/27" names no financial year
            return f"{start}/{(start + 1) % 100:02d} Q{quarter}"
    return None


def mark_letter(text: str, legend: dict[str, str]) -> str:
    """Letter for a mark in place of a figure: c suppressed, x not available, z not applicable.

    A band such as "70% to 100%" replaces a disclosive figure, so it is c. A note mark is c where
    its text says that figures are suppressed; otherwise it explains a figure that is not there: x,
    with u where the note speaks of a caveat. "" means that the mark is not one we know.
    """
    mark = words(text) or text.strip().lower()
    if not mark or mark in ("n/a", "n.a.", "n.a", "na", "-", "–", "..", "[x]", "not available"):
        return "x"
    if set(mark) == {"*"} or mark == "[c]" or re.search(r"\d%? to \d|^[<>]", mark):
        return "c"
    if mark in ("[z]", "[u]"):
        return "z" if mark == "[z]" else "x u"
    meaning = legend.get(mark, "").lower()
    if "suppress" in meaning or "supress" in meaning:  # the publisher spells it both ways
        return "c"
    return "x u" if "caveat" in meaning else "x" if meaning else ""
