"""English indices of deprivation: ranks of neighbourhoods, and the authorities they lie in."""

from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from analysis.errors import SourceError

# idea: how its header begins; headers carry years and are cut off in one of the files
HEADERS = {
    "lsoa_code": "LSOA code",
    "district_code": "Local Authority District code",
    "rank": "Index of Multiple Deprivation (IMD) Rank",
    "decile": "Index of Multiple Deprivation (IMD) Decile",
}
# Districts of today that came in place of a county after the lookup of 2022, and that county.
LATER_DISTRICTS = {
    "E06000063": "E10000006",  # Cumberland: Cumbria
    "E06000064": "E10000006",  # Westmorland and Furness: Cumbria
    "E06000065": "E10000023",  # North Yorkshire
    "E06000066": "E10000027",  # Somerset
}


def read_imd(path: Path) -> pd.DataFrame:
    """Neighbourhoods (lower layer super output areas): ``lsoa_code, district_code, rank, decile``.

    Rank 1 and decile 1 are the most deprived.

    Raises
    ------
    SourceError
        If no sheet has the columns of the index, or a rank stands twice or is missing.
    """
    header, rows = _sheet(path)
    table = pd.DataFrame(rows)[list(header.values())]
    table.columns = list(header)
    table[["rank", "decile"]] = table[["rank", "decile"]].apply(pd.to_numeric, errors="coerce")
    whole = table["rank"].notna().all() and table["decile"].between(1, 10).all()
    if not whole or sorted(table["rank"]) != list(range(1, len(table) + 1)):
        raise SourceError(
            f"{path.name} does not rank its {len(table):,} neighbourhoods from 1, each once "
            "and with a decile from 1 to 10: it is not the whole index."
        )
    return table.astype({"rank": "int64", "decile": "int64"})


def _sheet(path: Path) -> tuple[dict[str, int], list[list]]:
    """Where each idea stands in the header, and the rows below it."""
    try:
        book = CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError) as error:
        raise SourceError(f"{path.name} cannot be read as a workbook ({error}).") from None
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python()
        titles = [str(title).strip() for title in rows[0]] if rows else []
        at = {
            idea: next((i for i, title in enumerate(titles) if title.startswith(start)), -1)
            for idea, start in HEADERS.items()
        }
        if min(at.values()) >= 0:
            return at, rows[1:]
    raise SourceError(
        f"{path.name} has no sheet with the columns {', '.join(HEADERS.values())}: it is not the "
        "index of multiple deprivation."
    )


def read_authority_of_district(path: Path) -> dict[str, str]:
    """The education authority of 2021/22 that each district lies in: its county, or itself.

    Raises
    ------
    SourceError
        If the file cannot be read as the lookup of wards to districts and counties.
    """
    needed = ["LAD22CD", "CTY22CD"]
    try:
        raw = pd.read_csv(
            path, dtype=str, keep_default_na=False, encoding="utf-8-sig", usecols=needed
        )
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise SourceError(
            f"{path.name} cannot be read as the lookup of wards to districts and counties "
            f"({', '.join(needed)}): {error}."
        ) from None
    pairs = raw.drop_duplicates("LAD22CD")
    # only a county council (E10) is an authority above its districts
    return LATER_DISTRICTS | {
        district: county if county.startswith("E10") else district
        for district, county in zip(pairs["LAD22CD"], pairs["CTY22CD"], strict=True)
    }
