"""Areas and their statistical neighbours, from the published code list and neighbour list."""

from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook

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
NEIGHBOURS = 10


def read_la_codes(path: Path) -> pd.DataFrame:
    """Authority codes: ``la_number`` (three digits), ``area_code`` (newest), ``area_name``,
    ``former_codes`` (joined by ";").

    Where one number has had several nine-character codes, a unitary authority's (E06) replaced
    the county's (E10) before it; otherwise the highest is in force, since codes are given in
    order and never used twice.
    """
    try:
        raw = pd.read_csv(path, dtype=str, keep_default_na=False)
        raw = raw[["old_la_code", "new_la_code", "la_name"]]
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, KeyError) as error:
        raise SourceError(
            f"{path.name} cannot be read as the list of accepted authorities "
            f"(old_la_code, new_la_code, la_name): {error}."
        ) from None
    single = raw[raw["new_la_code"].str.fullmatch(r"E\d{8}") & raw["old_la_code"].str.isdigit()]
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
        If the workbook has no row that names the columns "LA num" and "SN1".
    """
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    header_at = next((i for i, row in enumerate(rows) if "SN1" in row and "LA num" in row), None)
    if header_at is None:
        raise SourceError(
            f'{path.name} has no header row with "LA num" and "SN1": '
            "it is not the list of statistical neighbours."
        )
    header = rows[header_at]
    at_number, at_region = header.index("LA num"), header.index("GOReg")
    table = []
    for row in rows[header_at + 1 :]:
        if row[at_number] == "":
            continue
        for rank in range(1, NEIGHBOURS + 1):
            at = header.index(f"SN{rank}")
            table.append(
                {
                    "la_number": f"{int(row[at_number]):03d}",
                    "region": str(row[at_region]).strip(),
                    "neighbour_number": f"{int(row[at]):03d}",
                    "rank": rank,
                    "closeness": str(row[at + 1]).strip().lower(),
                }
            )
    return pd.DataFrame(table)


def region_code(name: str) -> str:
    """The code of a region as the neighbour list spells it."""
    code = REGION_OF_NAME.get(name.strip().lower())
    if code is None:
        raise SourceError(f'"{name}" is not a region of England that the neighbour list may name.')
    return code
