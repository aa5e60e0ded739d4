"""Many series in one table: which row belongs to which, and what is said of each."""

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
import pandas as pd

from analysis.calculations.shape import need_columns
from analysis.errors import TableError


def group_codes(table: pd.DataFrame, keys: Sequence[str]) -> tuple[np.ndarray, pd.DataFrame]:
    """The number of each row's group, and the keys of the groups in order.

    Without keys the whole table is one group.
    """
    if not keys:
        return np.zeros(len(table), dtype=int), pd.DataFrame(index=range(min(len(table), 1)))
    groups = table.groupby(list(keys), sort=True, dropna=False, observed=True)
    codes = groups.ngroup().to_numpy()
    first = np.full(codes.max() + 1 if len(codes) else 0, -1)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    return codes, table[list(keys)].iloc[first].reset_index(drop=True)


def day_column(table: pd.DataFrame, column: str, *, of: str) -> np.ndarray:
    """A column of days; a missing one is NaT.

    Raises
    ------
    TableError
        If the column holds anything but dates: text is not ordered as days are.
    """
    days = table[column]
    if pd.api.types.is_datetime64_any_dtype(days.dtype):
        return days.dt.tz_localize(None).to_numpy(dtype="datetime64[ns]")
    for found in days:
        if not (isinstance(found, date) or pd.isna(found)):
            raise TableError(
                f'{of} needs dates in the column "{column}": {found!r} is not one. Turn text '
                "into dates first, with pandas.to_datetime."
            )
    return pd.to_datetime(days).to_numpy(dtype="datetime64[ns]")


def word_of_each(
    table: pd.DataFrame, given: str, *, allowed: Collection[str], name: str, of: str
) -> np.ndarray:
    """A word for each row: one word for the whole table, or those of a column.

    Raises
    ------
    TableError
        If it is neither a permitted word nor a column of them.
    """
    if given in allowed:
        return np.full(len(table), given, dtype=object)
    words = ", ".join(allowed)
    if given not in table.columns:
        raise TableError(
            f'{of} cannot use "{given}" as {name}: write one of {words}, or the name of a column '
            "that holds them."
        )
    need_columns(table, [given], of=of)
    found = table[given].astype("object").to_numpy()
    wrong = ~table[given].isin(list(allowed)).to_numpy()
    if wrong.any():
        raise TableError(
            f'{of} finds "{found[wrong][0]}" in the column "{given}": a {name} is one of {words}.'
        )
    return found


def word_of_each_group(
    words: np.ndarray, codes: np.ndarray, keys: pd.DataFrame, *, name: str, of: str
) -> np.ndarray:
    """The one word of each group.

    Raises
    ------
    TableError
        If the rows of a group do not agree, naming the group.
    """
    of_group = np.empty(len(keys), dtype=object)
    of_group[codes] = words
    differs = words != of_group[codes]
    if differs.any():
        raise TableError(
            f"{of} needs one {name} for each series: {named(keys, codes[differs][0])} has both "
            f'"{words[differs][0]}" and "{of_group[codes[differs][0]]}".'
        )
    return of_group


def named(keys: pd.DataFrame, number: int) -> str:
    """A group by its keys, for a message."""
    row = keys.iloc[number]
    return ", ".join(f"{name} {value}" for name, value in row.items()) or "the series"
