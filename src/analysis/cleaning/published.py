"""A publisher's file: which one it is, and a CSV of text read without guessing."""

import csv
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.files import checksum


def published_file(raw: Path, sources: pd.DataFrame, source_id: str) -> Path:
    """Where a registered file lies under a folder, at any depth.

    Raises
    ------
    SourceError
        If the source is not registered, no file has its name, or none of that name is the one
        that the register knows by its checksum.
    """
    rows = sources[sources["source_id"] == source_id]
    if rows.empty:
        raise SourceError(
            f"data/sources.csv does not register {source_id}, which the tables are made from: "
            "restore its row."
        )
    row = rows.iloc[0]
    found = sorted(raw.rglob(row["file"])) if row["file"] else []
    if not found:
        raise SourceError(
            f"{row['file']} is not under {raw}: it is the source {source_id}, {row['title']}."
        )
    for path in found:
        if checksum(path) == row["sha256"]:
            return path
    raise SourceError(
        f"{row['file']} is not the file that data/sources.csv knows as {source_id}: its "
        "checksum differs. If the publisher has issued it again, register it as a new source."
    )


def read_published_csv(path: Path, *, as_what: str) -> pd.DataFrame:
    """A CSV file as text, spaces around cells and headers taken off.

    Parameters
    ----------
    as_what
        What the file should be, for the message that refuses it.

    Returns
    -------
    pd.DataFrame
        Text throughout, blank cells as "". The index is the row of the file as a spreadsheet
        numbers it, the header being row 1.

    Raises
    ------
    SourceError
        If the file cannot be read, is not UTF-8 CSV, has no header or no rows, or has a row of
        more or fewer cells than its header, or names a column twice.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            lines = list(csv.reader(opened, strict=True))
    except OSError as error:
        raise _refused(path, as_what, error.strerror or "it cannot be opened") from None
    except UnicodeDecodeError:
        raise _refused(path, as_what, "it is not UTF-8 text") from None
    except csv.Error as error:
        raise _refused(path, as_what, str(error)) from None
    rows = {number: cells for number, cells in enumerate(lines, start=1) if any(cells)}
    header = [cell.strip() for cell in rows.pop(1, [])]
    if not any(header) or not rows:
        raise _refused(path, as_what, "it has no header or no rows")
    repeated = [name for name in header if header.count(name) > 1]
    if repeated:
        raise _refused(path, as_what, f'its header names the column "{repeated[0]}" twice')
    for number, cells in rows.items():
        if len(cells) != len(header):
            reason = f"row {number} has {len(cells)} cells and the header {len(header)}"
            raise _refused(path, as_what, reason)
    text = [[cell.strip() for cell in cells] for cells in rows.values()]
    return pd.DataFrame(text, columns=header, index=list(rows), dtype="str")


def _refused(path: Path, as_what: str, reason: str) -> SourceError:
    return SourceError(f"{path.name} cannot be read as {as_what} ({reason}).")
