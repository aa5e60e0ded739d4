"""Header vocabulary of COVER tables: which column holds what, for one vaccine at one age.

The publisher rewords its headers from quarter to quarter, so nothing here compares whole headers:
each rule names the words that must stand in a header and those that must not.
"""

import re
from dataclasses import dataclass

from analysis.cleaning.cover_cells import words

LONGEST_HEADER = 120  # characters: a sentence above the table is not a header
# A digit after a letter is a dose ("Hib3 MenC"). The m of a vaccine's own name is no unit:
# "24 MenB" must not read as "24 m" and "enB", but "24mMenB" is 24 months.
_AGE = re.compile(
    r"(?<![a-z0-9])(\d+)\s*"
    r"(months?|mths?|(?!mmr|men|measles|mumps|mpox|malaria)m|years?|yrs?|y)"
)
# An age of COVER in months that opens a header and has no unit: "24 MenB Booster%".
_BARE_AGE = re.compile(r"^(12|24|60)\s*(?=[a-z])")
_COUNT = re.compile(r"\b(num(?:erator)?|denom(?:inator)?)s?\b")
# Words that a header adds to the name of its vaccine.
_FILLER = re.compile(
    r"\b(coverage|at|boosters?|boo|primary|prim|per cent|percent"
    r"|num(?:erator)?s?|denom(?:inator)?s?)\b"
)
_CODE = re.compile(r"\bcodes?\b")
_CODE_OF_AREA = re.compile(r"\b(ons|gss|area)\b")
_AREA = re.compile(r"\b(la|utla|local authority|upper tier|area name)\b")
_AREA_ALONE = re.compile(r"(upper tier )?(local authority|la)|utla")
# Other geographies, and remarks on an area, whose headers may also say "code" or "name".
_OTHER_AREA = re.compile(r"\b(region|team|pct|sha|former|nhs\w*|number|caveats?|returns)\b")
_ODS = re.compile(r"\b(ods|organisation data service)\b")


@dataclass(frozen=True)
class Columns:
    """Where things stand in one header row: column positions from 0, None where not found.

    `code` is the GSS code of the local authority and `ods` its Organisation Data Service code.
    """

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


def ages(text: object) -> set[int]:
    """Ages named in a text, in months ("24m", "at 24 months" and "2 years" are all 24)."""
    found = _AGE.findall(words(text))
    return {int(number) * (12 if unit.startswith("y") else 1) for number, unit in found}


def vaccine_key(text: object, months: int) -> str:
    """Vaccine named in a header or asked for, in one spelling ("dtapipvhib", "mmr1").

    The six-in-one replaced the five-in-one in autumn 2017 and the sheets kept the column's place:
    DTaP/IPV/Hib, .../Hib3 and .../Hib/HepB are one key. Booster and primary are dropped because no
    sheet gives both at one age. A bare "MMR" is the first dose at 24 months; at 5 years it could
    be either dose, so there it matches nothing.
    """
    without_age = _AGE.sub(" ", words(text))
    key = re.sub(r"[^a-z0-9]", "", _FILLER.sub(" ", without_age))
    if re.fullmatch(r"dtapipvhib3?(hepb3?)?", key):
        return "dtapipvhib"
    if key == "mmr" and months == 24:
        return "mmr1"
    return "rota" if key == "rotavirus" else key


def read_header(row: list, vaccine: str, months: int, title_ages: set[int]) -> Columns:
    """Positions of the columns a header row names, for one vaccine at one age.

    `title_ages` are the ages named above the header, used for a header that names none.
    """
    found: dict[str, list[int]] = {}  # for each kind of column, the positions it stands in
    wanted = vaccine_key(vaccine, months)
    for position, cell in enumerate(row):
        text = words(cell) if isinstance(cell, str) else ""
        if not text or len(text) > LONGEST_HEADER:
            continue
        kind = _area_kind(text) or _figure_kind(text, wanted, months, title_ages)
        found.setdefault(kind, []).append(position)

    def first(kind: str) -> int | None:
        return found[kind][0] if kind in found else None

    def every(kind: str) -> tuple[int, ...]:
        return tuple(found.get(kind, ()))

    return Columns(
        code=first("code"),
        name=first("name"),
        ods=first("ods"),
        region_code=first("region_code"),
        region_name=first("region_name"),
        denominator=first("denominator"),
        values=every("value"),
        numerators=every("numerator"),
        count_denominators=every("count_denominator"),
        caveats=every("caveat"),
    )


def _area_kind(text: str) -> str:
    """Kind of a column that says which area a row is about, or remarks on it; otherwise ""."""
    is_code = bool(_CODE.search(text))
    if "caveat" in text or text in ("note", "notes"):
        return "caveat"
    if _ODS.search(text) and is_code:
        return "ods"
    if "region" in text.split() and "nhs" not in text:
        return "region_code" if is_code else "region_name"
    if _OTHER_AREA.search(text):
        return ""
    if is_code and (text == "code" or _AREA.search(text) or _CODE_OF_AREA.search(text)):
        return "code"
    if _AREA.search(text) and ("name" in text or _AREA_ALONE.fullmatch(text)):
        return "name"
    return ""


def _figure_kind(text: str, wanted: str, months: int, title_ages: set[int]) -> str:
    """Kind of a column of figures at this age, of the wanted vaccine or its cohort, or ""."""
    named = ages(text)
    bare = None if named else _BARE_AGE.match(text)
    if bare:
        named, text = {int(bare[1])}, text[bare.end() :]
    if (named or title_ages) != {months}:
        return ""
    key = vaccine_key(text, months)
    count = _COUNT.search(text)
    is_denominator = count is not None and count[1].startswith("denom")
    # One cohort serves every vaccine at an age, so its header often names no vaccine.
    if (is_denominator and not key) or "number of children" in text:
        return "denominator"
    if key != wanted or not wanted:
        return ""
    if count is None:
        return "value"
    return "count_denominator" if is_denominator else "numerator"
