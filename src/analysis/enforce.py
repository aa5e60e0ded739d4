"""Enforce a table's schema, and turn the first breach into one sentence.

The sentence names the file, the row, the column, what stands there and what may stand there.
"""

import pandas as pd
import pandera.pandas as pa

from analysis.errors import TableError
from analysis.schema import TABLES


def check_table(name: str, table: pd.DataFrame, *, file: str) -> pd.DataFrame:
    """Enforce a table's schema and give its columns their types.

    Parameters
    ----------
    name
        A key of `TABLES`.
    table
        The table as text, as it stands in the CSV file: one row a line, the first data row at
        index 0. Blank cells of number and date columns are missing.
    file
        How to name the file in a message.

    Returns
    -------
    pd.DataFrame
        The same rows in the same order, typed.

    Raises
    ------
    TableError
        For the first breach: a missing, unknown or mistyped column, a repeated key, a value
        that is not permitted, a part larger than its whole.
    """
    schema = TABLES[name]
    _check_columns(schema, table, file)
    try:
        return schema.validate(table, lazy=True)
    except pa.errors.SchemaErrors as error:
        raise TableError(_first_breach(schema, table, error.failure_cases, file)) from None


def _check_columns(schema: pa.DataFrameSchema, table: pd.DataFrame, file: str) -> None:
    expected, found = list(schema.columns), list(table.columns)
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


_KINDS = {
    "Int64": "a whole number",
    "Float64": "a number",
    "datetime64[ns]": "a date such as 2025-07-31",
}


def _first_breach(
    schema: pa.DataFrameSchema, table: pd.DataFrame, cases: pd.DataFrame, file: str
) -> str:
    cases = cases.assign(line=pd.to_numeric(cases["index"], errors="coerce"))
    case = cases.sort_values("line", kind="stable").iloc[0]
    if pd.isna(case["line"]):
        return f"{file} breaks its schema: {case['check']} ({case['failure_case']})."
    line = int(case["line"])
    row = f"{file}, row {line + 2}"  # the header is row 1, as a spreadsheet counts
    if str(case["check"]).startswith("multiple_fields_uniqueness"):
        key = " + ".join(schema.unique)
        stands = " + ".join(str(table.at[line, column]) for column in schema.unique)
        return f"{row}: the key {key} must not repeat, and {stands} stands there twice."
    if case["column"] in table.columns:
        column = str(case["column"])
        stands = str(table.at[line, column])
        kind = _KINDS.get(str(schema.columns[column].dtype), "text")
        if str(case["check"]).startswith(("coerce_dtype", "dtype")):
            return f'{row}, column {column}: "{stands}" stands there and {kind} may stand there.'
        if case["check"] == "not_nullable":
            return f"{row}, column {column}: it is blank and {kind} must stand there."
        return f'{row}, column {column}: "{stands}" stands there and may be {case["check"]}.'
    return f"{row}: the row needs {case['check']}."
