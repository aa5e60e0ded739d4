"""The last five points of each series since its last break, as rows of one array."""

import numpy as np
import pandas as pd

from analysis.calculations.groups import day_column
from analysis.calculations.shape import need_columns, numbers
from analysis.errors import TableError

POINTS = 5
OF = "recent_trends"  # whom a message names


def last_five(
    table: pd.DataFrame,
    codes: np.ndarray,
    groups: int,
    breaks: list[str],
    proportion: np.ndarray,
) -> dict[str, np.ndarray]:
    """The last five points of each group's newest series, one group a row, by column.

    A group with fewer has blanks before them. ``points`` counts all of the newest series.
    """
    columns = {name: day_column(table, name, of=OF) for name in ("period_start", "period_end")}
    columns |= _figures(table, proportion)
    order = np.lexsort((columns["period_start"], codes))
    if breaks:
        numbered = _series_numbers(table[breaks[0]])[order]
        newest = np.zeros(groups, dtype=numbered.dtype)
        newest[codes[order]] = numbered  # the last row of a group stays
        order = order[numbered == newest[codes[order]]]
    group = codes[order]
    points = np.bincount(group, minlength=groups)
    from_end = np.cumsum(points)[group] - 1 - np.arange(len(group))
    used = from_end < POINTS
    windows = {"points": points}
    for name, column in columns.items():
        blank = np.array("NaT", column.dtype) if column.dtype.kind == "M" else np.nan
        windows[name] = np.full((groups, POINTS), blank, dtype=column.dtype)
        windows[name][group[used], POINTS - 1 - from_end[used]] = column[order[used]]
    return windows


def _figures(table: pd.DataFrame, proportion: np.ndarray) -> dict[str, np.ndarray]:
    """The numbers that the tests asked for need; a column nobody needs may be absent."""
    needed = ["numerator", "denominator"] if proportion.any() else []
    if not proportion.all():
        needed += ["value", "lower_ci", "upper_ci"]
    need_columns(table, needed, of=OF)
    optional = {"value"} & set(table.columns)
    return {name: numbers(table[name])[0] for name in {*needed, *optional}}


def _series_numbers(series: pd.Series) -> np.ndarray:
    if not pd.api.types.is_integer_dtype(series.dtype) or series.isna().any():
        raise TableError(
            f'{OF} needs a whole number in every row of the column "{series.name}": number the '
            "series between breaks with series.with_series, or write series=None if there is no "
            "break."
        )
    return series.to_numpy(dtype=int)
