"""Read and write the tidy tables, whole and checked."""

from pathlib import Path

import pandas as pd

from analysis.enforce import check_table
from analysis.errors import TableError
from analysis.files import write_whole
from analysis.schema import TABLES

# A table that stands in more than one file: figures that readers made, and figures typed in.
FILES = {"observations": ("observations.csv", "observations_transcribed.csv")}


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
    files = FILES.get(name, (f"{name}.csv",))
    tables = [check_table(name, _read_text(data / file), file=f"data/{file}") for file in files]
    return pd.concat(tables, ignore_index=True) if len(tables) > 1 else tables[0]


def load_tables(data: Path) -> dict[str, pd.DataFrame]:
    """Every table, checked one by one and against each other."""
    tables = {name: load_table(name, data) for name in TABLES}
    check_relations(tables)
    return tables


def _read_text(path: Path) -> pd.DataFrame:
    try:
        text = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except FileNotFoundError:
        raise TableError(
            f"data/{path.name} is missing: restore it from the repository, "
            "or make it again with best-start import."
        ) from None
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise TableError(
            f"data/{path.name} is not a UTF-8 CSV file with one header row: {error}."
        ) from None
    return blanks_as_missing(text, _table_of(path.name))


def blanks_as_missing(text: pd.DataFrame, name: str) -> pd.DataFrame:
    """A table of text whose blank numbers and dates are missing; blank text stays blank."""
    columns = [
        column
        for column, spec in TABLES[name].columns.items()
        if column in text.columns and not str(spec.dtype).startswith("string")
    ]
    return text.assign(**{c: text[c].where(text[c] != "", None) for c in columns})


def _table_of(file: str) -> str:
    for name, files in FILES.items():
        if file in files:
            return name
    return file.removesuffix(".csv")


def check_relations(tables: dict[str, pd.DataFrame]) -> None:
    """What no table can check alone: ids that must exist, and percentages over 100.

    Raises
    ------
    TableError
        For an unknown source, area, indicator, plan or target, or a percentage over 100 of an
        indicator that does not allow it.
    """
    for table, column, home, id_column in (
        ("observations", "source_id", "sources", "source_id"),
        ("observations", "area_code", "areas", "area_code"),
        ("observations", "indicator", "indicators", "indicator"),
        ("areas", "parent_code", "areas", "area_code"),
        ("neighbours", "area_code", "areas", "area_code"),
        ("neighbours", "neighbour_code", "areas", "area_code"),
        ("neighbours", "source_id", "sources", "source_id"),
        ("releases", "indicator", "indicators", "indicator"),
        ("plans", "area_code", "areas", "area_code"),
        ("plans", "source_id", "sources", "source_id"),
        ("targets", "plan", "plans", "plan"),
        ("targets", "area_code", "areas", "area_code"),
        ("targets", "indicator", "indicators", "indicator"),
        ("targets", "relative_to", "areas", "area_code"),
        ("targets", "source_id", "sources", "source_id"),
        ("reported", "target_id", "targets", "target_id"),
        ("reported", "source_id", "sources", "source_id"),
        ("costs", "plan", "plans", "plan"),
        ("costs", "source_id", "sources", "source_id"),
        ("cost_totals", "plan", "plans", "plan"),
        ("cost_totals", "source_id", "sources", "source_id"),
        ("cost_status", "plan", "plans", "plan"),
        ("cost_status", "source_id", "sources", "source_id"),
    ):
        known = {*tables[home][id_column], ""}  # whether a cell may be blank is the schema's
        unknown = ~tables[table][column].isin(known)
        if unknown.any():
            found = tables[table].loc[unknown, column].iloc[0]
            raise TableError(
                f'data/{table}.csv, column {column}: "{found}" stands there and is not in '
                f"data/{home}.csv, which must name it."
            )
    _check_percentages(tables["observations"], tables["indicators"])


def _check_percentages(observations: pd.DataFrame, indicators: pd.DataFrame) -> None:
    capped = set(indicators.loc[indicators["may_exceed_100"] == "no", "indicator"])
    over = (
        (observations["unit"] == "%")
        & observations["indicator"].isin(capped)
        & (observations["value"] > 100).fillna(False)
    )
    if over.any():
        row = observations[over].iloc[0]
        raise TableError(
            f"data/observations.csv, {row['indicator']} for {row['area_name']}, {row['period']}: "
            f'column value has "{row["value"]:g}" and may be 0 to 100, since indicators.csv '
            "does not let this indicator exceed 100."
        )


def as_it_stood(tables: dict[str, pd.DataFrame], as_at: pd.Timestamp) -> dict[str, pd.DataFrame]:
    """The tables as they stood at the end of a day: rows published later are left out."""
    day = pd.Timestamp(as_at)
    return {
        name: table[table["published"] <= day].reset_index(drop=True)
        if "published" in table.columns and name not in ("sources", "releases", "neighbours")
        else table
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
