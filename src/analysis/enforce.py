"""Enforce a table's schema, and turn the first breach into one sentence.

The sentence names the file, the row, the column, what stands there and what may stand there. Rows
are numbered as a spreadsheet numbers them: the header is row 1.
"""

import pandas as pd
import pandera.pandas as pa

from analysis.errors import TableError
from analysis.schema import TABLES
from analysis.schema_rules import ROW_RULES

_KINDS = {"Int64": "a whole number", "Float64": "a number", "datetime64[ns]": "a date"}
_EXAMPLES = {"datetime64[ns]": " such as 2025-07-31"}


def check_table(name: str, table: pd.DataFrame, *, file: str) -> pd.DataFrame:
    """Enforce a table's schema and give its columns their types.

    Parameters
    ----------
    name
        A key of `TABLES`.
    table
        The table as text, as it stands in its file: its index is the row of the file. Blank
        cells of number and date columns are missing.
    file
        How to name the file in a message.

    Returns
    -------
    pd.DataFrame
        The same rows in the same order, with the same index, typed.

    Raises
    ------
    TableError
        For the first breach: no rows, a missing, unknown or mistyped column, a repeated key, a
        value that is not permitted, a part larger than its whole.
    """
    schema = TABLES[name]
    _check_columns(schema, table, file)
    if table.empty:
        raise TableError(f"{file} has a header and no rows: it must hold at least one.")
    _check_dates(schema, table, file)
    try:
        return schema.validate(table, lazy=True)
    except pa.errors.SchemaErrors as error:
        raise TableError(_first_breach(schema, table, error.failure_cases, file)) from None


def stands_at(file: str, row: int, column: str, value: object) -> str:
    """The beginning of every message about one cell."""
    if pd.isna(value) or value == "":
        return f"{file}, row {row}, column {column}: it is blank"
    return f'{file}, row {row}, column {column}: "{value}" stands there'


def _check_columns(schema: pa.DataFrameSchema, table: pd.DataFrame, file: str) -> None:
    expected, found = list(schema.columns), list(table.columns)
    repeated = [column for column in found if found.count(column) > 1]
    if repeated:
        raise TableError(f'{file} names the column "{repeated[0]}" twice: name it once.')
    missing = [column for column in expected if column not in found]
    if missing:
        raise TableError(
            f'{file} has no column "{missing[0]}": its header must name {", ".join(expected)}.'
        )
    unknown = [column for column in found if column not in expected]
    if unknown:
        raise TableError(
            f'{file} has a column "{unknown[0]}" that is not known: '
            f"its header may name only {', '.join(expected)}."
        )


def _check_dates(schema: pa.DataFrameSchema, table: pd.DataFrame, file: str) -> None:
    """Dates only as 2025-07-31: 12/07/2025 would be read as a day in July by some, December by others."""  # noqa: E501
    for column, spec in schema.columns.items():
        if str(spec.dtype) != "datetime64[ns]":
            continue
        text = table[column].dropna().astype(str)
        whole = text.str.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
        real = pd.to_datetime(text, format="%Y-%m-%d", errors="coerce").notna()
        bad = text[~(whole & real)]
        if len(bad):
            where = stands_at(file, bad.index[0], column, bad.iloc[0])
            raise TableError(f"{where} and a date such as 2025-07-31 may stand there.")


def _first_breach(
    schema: pa.DataFrameSchema, table: pd.DataFrame, cases: pd.DataFrame, file: str
) -> str:
    """The breach that stands highest; of one row's, a cell's own before a rule about the row."""
    cases = cases.assign(
        row=pd.to_numeric(cases["index"], errors="coerce"),
        of_row=cases["check"].isin(list(ROW_RULES)),
    )
    case = cases.sort_values(["row", "of_row"], kind="stable").iloc[0]
    if pd.isna(case["row"]):
        return f"{file} breaks its schema: {case['check']} ({case['failure_case']})."
    row = int(case["row"])
    if case["of_row"]:
        return _broken_rule(table, str(case["check"]), row, file)
    if str(case["check"]).startswith("multiple_fields_uniqueness"):
        key = " + ".join(schema.unique)
        stands = " + ".join(str(table.at[row, column]) for column in schema.unique)
        return f"{file}, row {row}: the key {key} must not repeat, and {stands} stands there twice."
    return _broken_cell(schema, table, case, row, file)


def _broken_rule(table: pd.DataFrame, rule: str, row: int, file: str) -> str:
    stands = ", ".join(f"{column} {_shown(table.at[row, column])}" for column in ROW_RULES[rule])
    return f"{file}, row {row}: {stands} stand there and the row needs {rule}."


def _broken_cell(
    schema: pa.DataFrameSchema, table: pd.DataFrame, case: pd.Series, row: int, file: str
) -> str:
    column = str(case["column"])
    dtype = str(schema.columns[column].dtype)
    kind = _KINDS.get(dtype, "text") + _EXAMPLES.get(dtype, "")
    where = stands_at(file, row, column, table.at[row, column])
    check = str(case["check"])
    if check.startswith(("coerce_dtype", "dtype")):
        return f"{where} and {kind} may stand there."
    if check == "not_nullable":
        return f"{where} and {kind} must stand there."
    return f"{where} and may be {check}."


def _shown(value: object) -> str:
    return "blank" if pd.isna(value) or value == "" else f'"{value}"'
