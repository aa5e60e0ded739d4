"""Places in COVER tables: which area a row is about, and which places have no row."""

import re
from dataclasses import dataclass

from analysis.cleaning.cover_cells import cell_text, words
from analysis.cleaning.cover_headers import Columns

ENGLAND = "E92000001"
CITY_OF_LONDON = "E09000001"
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
# New authorities stood without a GSS code in 2022/23; these are the pairs of 2024/25 Q4.
GSS_OF_ODS = {"916": "E06000060", "Z9D4Z": "E06000061", "U6Q5Z": "E06000062"}
# Unitary authorities, metropolitan districts, London boroughs, counties.
_LA_CODE = re.compile(r"E(06|08|09|10)\d{6}")


@dataclass(frozen=True)
class Area:
    """Area that a row is about; `code` is its GSS code, or "" where the row is no area."""

    code: str
    name: str
    kind: str  # "country", "region" or "local authority"


def is_la_code(text: str) -> bool:
    return _LA_CODE.fullmatch(text) is not None


def place_key(text: object) -> str:
    """Region or country in one spelling: "Yorkshire & The Humber Total" is "yorkshire humber"."""
    plain = re.sub(r"[^a-z ]", " ", words(text))
    return " ".join(w for w in plain.split() if w not in ("and", "the", "total", "region"))


def place_code(text: object) -> str:
    """GSS code of England or a region from its name, or "" for any other text."""
    key = place_key(text)
    return ENGLAND if key == "england" else REGIONS.get(key, "")


def ods_code(row: list, columns: Columns) -> str:
    """Organisation Data Service code of a row, "" where there is none."""
    return "" if columns.ods is None else cell_text(row[columns.ods]).upper()


def find_area(row: list, columns: Columns, notes: list[str]) -> Area:
    """Area that a row is about; a code that is not the sheet's own is said in `notes`."""
    code, name = cell_text(row[columns.code]), cell_text(row[columns.name])
    if is_la_code(code):
        return Area(code, name, "local authority")
    has_name = words(name) != ""  # a mark such as [z] is no name
    if not has_name and columns.region_name is not None:
        name = cell_text(row[columns.region_name])
    # Totals often have no code of their own, so theirs is known from the name.
    place = place_code(name)
    if place:
        return Area(place, name, "country" if place == ENGLAND else "region")
    ods = ods_code(row, columns)
    code = GSS_OF_ODS.get(ods, "")
    if code:
        notes.append(f"{name}: the sheet gives no GSS code; {code} is known from ODS code {ods}.")
    return Area(code, name, "local authority")


def place_notes(records: list[dict], sheet: str) -> list[str]:
    """What is missing among England and the regions, and where City of London is counted."""
    there = {record["area_code"]: record for record in records}
    missing = [name for name, code in REGIONS.items() if code not in there]
    notes = []
    if len(missing) == len(REGIONS):
        notes.append(f"Sheet {sheet} has no region rows: regions are not given.")
    elif missing:
        notes.append(f"Sheet {sheet} has no row for these regions: {', '.join(missing)}.")
    if ENGLAND not in there:
        notes.append(f"Sheet {sheet} has no row for England.")
    notes.append(_city_of_london_note(there.get(CITY_OF_LONDON)))
    return notes


def _city_of_london_note(record: dict | None) -> str:
    if record is None:
        return "City of London is counted in Hackney: it has no row."
    if record["value"] is None:
        return "City of London is counted in Hackney: its row is kept with its mark."
    return "City of London has figures of its own; later quarters count it in Hackney."
