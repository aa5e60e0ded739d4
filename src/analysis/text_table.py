"""A CSV file as text: every cell as it stands, every row under its own number."""

import csv
from pathlib import Path

import pandas as pd

from analysis.errors import TableError


def read_text_table(path: Path, *, file: str) -> pd.DataFrame:
    """Read a CSV file without guessing at anything.

    Returns
    -------
    pd.DataFrame
        Text throughout, blank cells as "". The index is the row of the file as a spreadsheet
        numbers it, the header being row 1; blank lines are counted and left out.

    Raises
    ------
    TableError
        If the file is missing, cannot be read, is not UTF-8, has no header, or has a row with
        more or fewer cells than the header.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            lines = list(csv.reader(opened, strict=True))
    except FileNotFoundError:
        raise TableError(f"{file} is missing: restore it from the repository.") from None
    except UnicodeDecodeError:
        raise TableError(
            f"{file} is not UTF-8 text: in a spreadsheet program, save it as CSV UTF-8."
        ) from None
    except csv.Error as error:
        raise TableError(f"{file} is not a CSV file: {error}.") from None
    except OSError as error:
        raise TableError(f"{file} cannot be read: {error.strerror}.") from None
    if not lines or not any(cell.strip() for cell in lines[0]):
        raise TableError(f"{file} has no header: its first row must name the columns.")
    header = lines[0]
    rows = {
        number: cells
        for number, cells in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in cells)
    }
    for number, cells in rows.items():
        if len(cells) != len(header):
            raise TableError(
                f"{file}, row {number}: it has {len(cells)} cells and the header {len(header)}. A "
                'text that holds a comma must stand in double quotes, such as "Bristol, City of".'
            )
    return pd.DataFrame(list(rows.values()), columns=header, index=list(rows), dtype="str")
