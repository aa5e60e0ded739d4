"""Read and write the tidy tables, whole and checked."""

from io import StringIO
from pathlib import Path

import pandas as pd

from analysis.enforce import check_table
from analysis.files import write_whole
from analysis.relations import Files, check_keys, check_relations
from analysis.schema import TABLES
from analysis.text_table import read_text_table

# A table that stands in more than one file: figures that readers made, and figures typed in.
FILES = {"observations": ("observations.csv", "observations_transcribed.csv")}
# What is registered is known whenever it was published: these never change with the date.
REGISTERS = ("sources", "releases", "neighbours")


def load_table(name: str, data: Path) -> pd.DataFrame:
    """One table of the project, checked against its schema.

    Parameters
    ----------
    name
        A table of `analysis.schema.TABLES`, such as "observations".
    data
        The folder that holds the CSV files.

    Raises
    ------
    TableError
        If a file is missing, is not a UTF-8 CSV file, or breaks the schema.
    """
    return _joined(_load_files(name, data))


def load_tables(data: Path) -> dict[str, pd.DataFrame]:
    """Every table, checked one by one and against each other."""
    files: Files = {name: _load_files(name, data) for name in TABLES}
    check_relations(files)
    return {name: _joined(parts) for name, parts in files.items()}


def _load_files(name: str, data: Path) -> dict[str, pd.DataFrame]:
    parts = {}
    for file in FILES.get(name, (f"{name}.csv",)):
        shown = f"data/{file}"
        text = read_text_table(data / file, file=shown)
        parts[shown] = check_table(name, blanks_as_missing(text, name), file=shown)
    if len(parts) > 1:
        check_keys(name, parts)
    return parts


def _joined(parts: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(parts.values(), ignore_index=True)


def blanks_as_missing(text: pd.DataFrame, name: str) -> pd.DataFrame:
    """A table of text whose blank numbers and dates are missing; blank text stays blank."""
    columns = [
        column
        for column, spec in TABLES[name].columns.items()
        if list(text.columns).count(column) == 1 and not str(spec.dtype).startswith("string")
    ]
    return text.assign(**{c: text[c].where(text[c] != "", None) for c in columns})


def as_read(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """A table in memory as it will be read back from its file: text, to be checked."""
    text = pd.read_csv(StringIO(table_text(table)), dtype=str, keep_default_na=False)
    text.index = range(2, len(text) + 2)
    return blanks_as_missing(text, name)


def as_it_stood(tables: dict[str, pd.DataFrame], as_at: pd.Timestamp) -> dict[str, pd.DataFrame]:
    """The tables as they stood at the end of a day: rows published later are left out."""
    day = pd.Timestamp(as_at)
    return {
        name: table
        if name in REGISTERS or "published" not in table.columns
        else table[table["published"] <= day].reset_index(drop=True)
        for name, table in tables.items()
    }


def table_text(table: pd.DataFrame) -> str:
    """A table as the text of its CSV file: LF, dates as 2025-07-31, nothing rounded."""
    text = table.copy()
    for column in text.columns:
        if str(text[column].dtype).startswith("datetime64"):
            text[column] = text[column].dt.strftime("%Y-%m-%d")
    return text.to_csv(index=False, lineterminator="\n")


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table's CSV file whole or not at all."""
    write_whole(path, table_text(table).encode("utf-8"))
