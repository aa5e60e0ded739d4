"""Places in COVER tables: which area a row is about, and which places have no row."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.cleaning.cover_cells import Sheets, cell_text, row_text, words
from analysis.cleaning.cover_headers import Columns

ENGLAND = "E92000001"
CITY_OF_LONDON = "E09000001"
REGION_NAMES = {  # ONS codes, unchanged since 2011
    "E12000001": "North East",
    "E12000002": "North West",
    "E12000003": "Yorkshire and The Humber",
    "E12000004": "East Midlands",
    "E12000005": "West Midlands",
    "E12000006": "East of England",
    "E12000007": "London",
    "E12000008": "South East",
    "E12000009": "South West",
}
PLACE_NAMES = {ENGLAND: "England", **REGION_NAMES}
# New authorities stood without a GSS code in 2022/23; these are the pairs of 2024/25 Q4.
GSS_OF_ODS = {"916": "E06000060", "Z9D4Z": "E06000061", "U6Q5Z": "E06000062"}
# Unitary authorities, metropolitan districts, London boroughs, counties.
_LA_CODE = re.compile(r"E(06|08|09|10)\d{6}")
_PLACE_CODE = re.compile(r"E(12|92)\d{6}")
# A sentence that says where City of London is counted, with no "not" in it.
_COUNTED = r"\b(included|counted|combined|reported|merged)"
_CITY_IN_HACKNEY = re.compile(
    rf"city of london\b((?!\bnot\b)[^.])*?{_COUNTED} (in|with|within|into|under) "
    r"(the )?((data|figures?) (for|of) )?hackney\b"
    r"|(?<!not in )\bhackney\b((?!\bnot\b)[^.])*?\binclud(es|ing) (the )?city of london\b"
)


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


_CODE_OF_NAME = {place_key(name): code for code, name in PLACE_NAMES.items()}


@dataclass(frozen=True)
class Regions:
    """Regions of one table: whether they are the statistical ones, and their codes there."""

    statistical: bool
    codes: dict[str, str]  # by `place_key` of the name; only names that stand beside a code

    def code_of(self, name: str) -> str:
        """Code of England or a region from its name, "" for any other text."""
        key = place_key(name)
        code = self.codes.get(key, _CODE_OF_NAME.get(key, ""))
        # An NHS region may have the name of a statistical one and other boundaries.
        return code if self.statistical or code == ENGLAND else ""


def read_regions(
    rows: Iterable[tuple[int, list]], columns: Columns, sheet: str
) -> tuple[Regions, list[str]]:
    """Regions that stand beside a code in numbered rows, and notes on codes and names at odds."""
    printed: dict[str, Counter] = defaultdict(Counter)  # how often each name has each code
    notes = {}  # by name and code, so that each pair is said once
    for number, row in rows:
        code, name = _region_code(row, columns), _region_name(row, columns)
        key = place_key(name)
        if code and key:
            printed[key][code] += 1
            if _CODE_OF_NAME.get(key) != code:
                note = f'Sheet {sheet}, row {number}: region "{name}" has the code {code}, '
                notes.setdefault((key, code), f"{note}{_meaning(code)}; the code is kept.")
    codes = {code for found in printed.values() for code in found} - {ENGLAND}
    if codes and not codes & set(REGION_NAMES):
        return Regions(statistical=False, codes={}), [
            f"Sheet {sheet} is not grouped by statistical region: its region codes "
            f"({', '.join(sorted(codes))}) are not E12 codes of English regions."
        ]
    sure = {key: _best_code(key, found) for key, found in printed.items()}
    return Regions(statistical=True, codes=sure), list(notes.values())


def _region_code(row: list, columns: Columns) -> str:
    """Code of the region that a row is in or is about, "" where none stands there."""
    if columns.region_code is not None and words(cell_text(row[columns.region_code])):
        return cell_text(row[columns.region_code]).upper()
    # The newest tables have the codes of regions in the column of local-authority codes.
    code = "" if columns.code is None else cell_text(row[columns.code])
    return code if _PLACE_CODE.fullmatch(code) else ""


def _region_name(row: list, columns: Columns) -> str:
    """Name of the region that a row is in or is about, without marks."""
    name = "" if columns.region_name is None else cell_text(row[columns.region_name])
    has_code = columns.code is not None and _PLACE_CODE.fullmatch(cell_text(row[columns.code]))
    return cell_text(row[columns.name]) if not words(name) and has_code else name


def _meaning(code: str) -> str:
    return f"which is {PLACE_NAMES[code]}" if code in PLACE_NAMES else "which is no English region"


def _best_code(key: str, found: Counter) -> str:
    """Code of a name: the one that agrees with it if it stands there, else the most frequent."""
    agreeing = _CODE_OF_NAME.get(key)
    code = agreeing if agreeing in found else found.most_common(1)[0][0]
    return code if code in PLACE_NAMES else ""


def ods_code(row: list, columns: Columns) -> str:
    """Organisation Data Service code of a row, "" where there is none or a mark such as [z]."""
    code = "" if columns.ods is None else cell_text(row[columns.ods])
    return code.upper() if words(code) else ""


def find_area(row: list, columns: Columns, regions: Regions, notes: list[str]) -> Area:
    """Area that a row is about; a code that is not the sheet's own is said in `notes`."""
    code, name = cell_text(row[columns.code]), cell_text(row[columns.name])
    if is_la_code(code):
        return Area(code, name, "local authority")
    has_name = words(name) != ""  # a mark such as [z] is no name
    if not has_name and columns.region_name is not None:
        name = cell_text(row[columns.region_name])
    # Totals often have no code of their own, so theirs is known from the name.
    place = regions.code_of(name)
    if place or not has_name or _PLACE_CODE.fullmatch(code):
        printed = _region_code(row, columns)
        # A code wins over a region's name, but one we do not know does not unmake England.
        if printed and (place != ENGLAND or printed in PLACE_NAMES):
            place = printed
    if place in PLACE_NAMES:
        agrees = _CODE_OF_NAME.get(place_key(name)) == place
        kind = "country" if place == ENGLAND else "region"
        return Area(place, name if agrees else PLACE_NAMES[place], kind)
    ods = ods_code(row, columns)
    code = GSS_OF_ODS.get(ods, "")
    if code:
        notes.append(f"{name}: the sheet gives no GSS code; {code} is known from ODS code {ods}.")
    return Area(code, name, "local authority")


def place_notes(records: list[dict], sheet: str, sheets: Sheets) -> list[str]:
    """What is missing among England and the regions, and where City of London is counted."""
    there = {record["area_code"]: record for record in records}
    missing = [name for code, name in REGION_NAMES.items() if code not in there]
    notes = []
    if len(missing) == len(REGION_NAMES):
        notes.append(f"Sheet {sheet} has no region rows: regions are not given.")
    elif missing:
        notes.append(f"Sheet {sheet} has no row for these regions: {', '.join(missing)}.")
    if ENGLAND not in there:
        notes.append(f"Sheet {sheet} has no row for England.")
    notes.append(_city_of_london_note(there.get(CITY_OF_LONDON), sheet, _city_sheets(sheets)))
    return notes


def _city_sheets(sheets: Sheets) -> list[str]:
    """Sheets with a sentence, in any row, that City of London is counted in Hackney."""
    return [
        sheet
        for sheet, rows in sheets.items()
        if any(_CITY_IN_HACKNEY.search(row_text(row).lower()) for row in rows)
    ]


def _city_of_london_note(record: dict | None, sheet: str, said_in: list[str]) -> str:
    """Note on City of London; that it is counted in Hackney is said only where sheets say so."""
    if record is not None and record["value"] is not None:
        own = f"City of London has figures of its own in sheet {sheet}"
        also = f", but sheet {', '.join(said_in)} says that it is counted in Hackney"
        return f"{own}{also if said_in else ''}."
    lacks = f"no {'row' if record is None else 'figure'} in sheet {sheet}"
    if said_in:
        return f"City of London is counted in Hackney, says sheet {', '.join(said_in)}: {lacks}."
    return f"City of London has {lacks}; the workbook does not say where it is counted."
