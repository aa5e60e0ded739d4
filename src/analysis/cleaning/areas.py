"""Areas and their statistical neighbours, from the published code list and neighbour list."""

import re
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from analysis.cleaning.cover_cells import cell_text
from analysis.cleaning.published import read_published_csv
from analysis.errors import SourceError

REGIONS = {
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
# The neighbour list speaks of inner and outer London; the statistical region is London.
REGION_OF_NAME = {name.lower(): code for code, name in REGIONS.items()} | {
    "london (inner)": "E12000007",
    "london (outer)": "E12000007",
    "east": "E12000006",
}
PLAIN_NAMES = {"E06000019": "Herefordshire"}  # published as "Herefordshire, County of"
RANKS = range(1, 11)
CODE_COLUMNS = ("old_la_code", "new_la_code", "la_name")
CODE_LIST = f"the list of accepted authorities ({', '.join(CODE_COLUMNS)})"


def read_la_codes(path: Path) -> pd.DataFrame:
    """Authority codes: ``la_number`` (three digits), ``area_code`` (newest), ``area_name``,
    ``former_codes`` (joined by ";").

    Where one number has had several nine-character codes, a unitary authority's (E06) replaced
    the county's (E10) before it; otherwise the highest is in force, since codes are given in
    order and never used twice.

    Raises
    ------
    SourceError
        If the file cannot be read as a CSV, lacks a column, or has no authority in it.
    """
    raw = read_published_csv(path, as_what=CODE_LIST)
    lacking = [column for column in CODE_COLUMNS if column not in raw.columns]
    if lacking:
        raise SourceError(f"{path.name} cannot be read as {CODE_LIST}: it has no {lacking[0]}.")
    raw = raw[list(CODE_COLUMNS)].drop_duplicates()
    single = raw[raw["new_la_code"].str.fullmatch(r"E\d{8}") & raw["old_la_code"].str.isdigit()]
    if single.empty:
        raise SourceError(
            f"{path.name} cannot be read as {CODE_LIST}: no row has a number such as 311 beside a "
            "code such as E09000016."
        )
    single = single.assign(county=single["new_la_code"].str.startswith("E10"))
    single = single.sort_values(
        ["old_la_code", "county", "new_la_code"], ascending=[True, False, True]
    )
    grouped = single.groupby("old_la_code", sort=True)
    codes = pd.DataFrame(
        {
            "area_code": grouped["new_la_code"].last(),
            "area_name": grouped["la_name"].last(),
            "former_codes": grouped["new_la_code"].agg(lambda codes: ";".join(codes.iloc[:-1])),
        }
    ).reset_index(names="la_number")
    plain = codes["area_code"].map(PLAIN_NAMES)
    return codes.assign(area_name=plain.fillna(codes["area_name"]))


def read_neighbours(path: Path) -> pd.DataFrame:
    """Statistical neighbours: ``la_number, region, neighbour_number, rank, closeness``, ten rows
    an authority, nearest first.

    Raises
    ------
    SourceError
        If the file is no workbook, has no row that names the columns "LA num" and "SN1", lacks
        one of the ten or the closeness beside it, or has something else than the number of an
        authority or of a neighbour.
    """
    rows = _first_sheet(path)
    header_at = next((i for i, row in enumerate(rows) if {"SN1", "LA num"} <= {*row}), None)
    if header_at is None:
        raise SourceError(
            f'{path.name} has no header row with "LA num" and "SN1": '
            "it is not the list of statistical neighbours."
        )
    at = _columns(rows[header_at], path)
    return pd.DataFrame(
        [
            neighbour
            for row in rows[header_at + 1 :]
            if not _is_note(row, at)
            for neighbour in _ten_neighbours(row, at, path)
        ]
    )


def _first_sheet(path: Path) -> list[list]:
    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    except (CalamineError, OSError) as error:
        raise SourceError(
            f"{path.name} cannot be read as the workbook of statistical neighbours ({error})."
        ) from None
    return [[cell_text(cell) for cell in row] for row in rows]


def _columns(header: list[str], path: Path) -> dict[str, int]:
    """Where each column stands; how close a neighbour is stands in the one after it."""
    needed = ["LA num", "GOReg", *(f"SN{rank}" for rank in RANKS)]
    lacking = [name for name in needed if name not in header]
    if lacking:
        raise SourceError(f"{path.name} has no column {lacking[0]}, which the list has.")
    if header[-1].startswith("SN") and header[-1] in needed:
        raise SourceError(
            f"{path.name} has no column after {header[-1]}, where the list says how close it is."
        )
    return {name: header.index(name) for name in needed}


def _is_note(row: list[str], at: dict[str, int]) -> bool:
    """Notes and headings stand among the authorities: no number, and no neighbours either."""
    return not _number(row[at["LA num"]]) and not any(row[at[f"SN{rank}"]] for rank in RANKS)


def _number(text: str) -> str:
    """An authority's number as three digits of text; nothing where the text is no number."""
    return text.zfill(3) if re.fullmatch(r"[0-9]{1,3}", text) else ""


def _ten_neighbours(row: list[str], at: dict[str, int], path: Path) -> list[dict]:
    number, found = _number(row[at["LA num"]]), []
    if not number:
        raise SourceError(
            f'{path.name}: "{row[at["LA num"]]}" stands as the LA num beside neighbours, where '
            "the number of an authority may."
        )
    for rank in RANKS:
        place = at[f"SN{rank}"]
        neighbour = _number(row[place])
        if not neighbour:
            raise SourceError(
                f'{path.name}, authority {number}: "{row[place]}" stands as SN{rank}, where the '
                "number of an authority may."
            )
        found.append(
            {
                "la_number": number,
                "region": row[at["GOReg"]],
                "neighbour_number": neighbour,
                "rank": rank,
                "closeness": row[place + 1].lower(),
            }
        )
    return found


def region_code(name: str) -> str:
    """The code of a region as the neighbour list spells it."""
    code = REGION_OF_NAME.get(name.strip().lower())
    if code is None:
        raise SourceError(f'"{name}" is not a region of England that the neighbour list may name.')
    return code
