"""Quantiles: fifths, tenths and others by the rule that public health uses, ties kept together."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.calculations.areas import areas_of, named
from analysis.calculations.shape import (
    as_list,
    first_reason,
    need_columns,
    numbers,
    with_notes,
)
from analysis.errors import TableError

FIRST = ("highest", "lowest")


def quantiles(
    table: pd.DataFrame,
    *,
    first: str,
    values: str = "value",
    by: str | Sequence[str] | None = None,
    number: int = 10,
) -> pd.DataFrame:
    """Put areas into quantiles of a value: 1 to `number`.

    Parameters
    ----------
    table
        One row an area, its value in the column named `values`.
    first
        Which values quantile 1 holds, "highest" or "lowest", or the column that says so for
        each row (the same throughout a group). There is no default: for deprivation scores 1 is
        usually the highest, for ranks of deprivation the lowest.
    by
        Columns within which quantiles are made separately.
    number
        How many quantiles: 5 for fifths, 10 for tenths.

    Returns
    -------
    pd.DataFrame
        The table with ``quantile`` (Int64), ``value_note, note``. A missing value has no
        quantile and is not counted. A group with fewer values than quantiles has none.

    Raises
    ------
    TableError
        If a column is missing, `first` is neither of its words nor such a column, or `number` is
        not a whole number from 2.

    Notes
    -----
    With N values, k quantiles and rank r (counted from the end that goes first; ties share the
    lowest rank): floor(k + 1 - ceil((N + 1 - r) / (N / k))), and 1 where that is 0. Office for
    Health Improvement and Disparities, Assigning deprivation categories, Fingertips technical
    guidance. Areas of one value are never split, so quantiles may be unequal in size or empty.
    This is not the rule of `pandas.qcut`.

    The division is done in double precision as in PHEindicatormethods. For fifths, tenths and any
    number up to 13 that is exact; for 14, 18, 20 and more an area exactly on the edge of two
    quantiles may fall in the next one, there as here.

    Examples
    --------
    >>> scores = pd.DataFrame({"value": [40.1, 12.5, 33.0, 33.0, 8.9, None]})
    >>> quantiles(scores, first="highest", number=5)["quantile"].tolist()
    [1, 4, 2, 2, 5, <NA>]
    """
    keys = as_list(by)
    need_columns(table, [*keys, values], of="quantiles")
    if isinstance(number, bool) or not isinstance(number, int | np.integer) or number < 2:
        raise TableError(
            f"quantiles needs a number that is whole and from 2: {number!r} was given."
        )
    found, codes = numbers(table[values])
    groups = areas_of(table, keys)
    present = ~np.isnan(found)
    size = groups.add(present.astype(float))[groups.number]
    upward = _lowest_first(table, first, keys, groups.number)
    signed = pd.Series(np.where(upward, found, -found))
    rank = signed.groupby(groups.number).rank(method="min").to_numpy()
    few = present & (size < number)
    codes = np.where(few, first_reason((few, "fewer areas than quantiles")), codes)
    usable = codes == 0
    rank, size = rank[usable], size[usable]
    place = np.floor(number + 1 - np.ceil((size + 1 - rank) / (size / number)))
    quantile = np.full(len(table), np.nan)
    quantile[usable] = np.maximum(place, 1)
    return with_notes(
        table.assign(quantile=pd.array(quantile, dtype="Float64").astype("Int64")),
        codes.astype(np.int8),
    )


def _lowest_first(
    table: pd.DataFrame, first: str, keys: list[str], number: np.ndarray
) -> np.ndarray:
    """Whether each row's quantile 1 holds the lowest values."""
    if first in FIRST:
        return np.full(len(table), first == "lowest")
    if not isinstance(first, str) or first not in table.columns:
        raise TableError(
            f'quantiles needs first="highest" or first="lowest", the values that quantile 1 '
            f"holds, or a column that says so: {first!r} was given."
        )
    said = table[first]
    unknown = ~said.isin(FIRST)
    if unknown.any():
        raise TableError(
            f'quantiles reads "highest" or "lowest" in the column "{first}": '
            f"{said[unknown].iloc[0]!r} stands there."
        )
    upward = (said == "lowest").to_numpy(dtype=bool)
    mixed = pd.Series(upward).groupby(number).transform("nunique").to_numpy() > 1
    if mixed.any():
        where = f" in {named(table[mixed], keys)}" if keys else ""
        raise TableError(
            f'quantiles finds both "highest" and "lowest" in the column "{first}"{where}: a '
            "group has one direction."
        )
    return upward
