"""Deciles and other quantiles as places in an order: never sorted as text."""

import numpy as np
import pandas as pd

from analysis.errors import TableError

FEWEST, MOST = 5, 100


def quantile_places(column: pd.Series, *, of: str) -> tuple[np.ndarray, int]:
    """The place of each row's quantile, from 0, and how many quantiles there are.

    Parameters
    ----------
    column
        Whole numbers, numbers written as text ("1" to "10"), or an ordered categorical.

    Returns
    -------
    tuple
        Places (-1 where the quantile is missing) and the number of quantiles from the lowest
        to the highest of the whole table, whether or not each of them is there.

    Raises
    ------
    TableError
        If a quantile is text that is no whole number, or there are fewer than 5 or more than
        100 quantiles.

    Examples
    --------
    >>> quantile_places(pd.Series(["1", "10", "2"]), of="slope_index")
    (array([0, 9, 1]), 10)
    """
    if isinstance(column.dtype, pd.CategoricalDtype) and column.cat.ordered:
        places, count = column.cat.codes.to_numpy().astype(np.int64), len(column.cat.categories)
    else:
        places, count = _numbered(column, of)
    if not FEWEST <= count <= MOST:
        raise TableError(
            f'{of} needs {FEWEST} to {MOST} quantiles: the column "{column.name}" has {count}.'
        )
    return places, count


def _numbered(column: pd.Series, of: str) -> tuple[np.ndarray, int]:
    # each different quantile is read once, however long the table
    kinds = pd.Series(column.unique(), dtype="object")
    numbers = pd.to_numeric(kinds.where(~kinds.map(_no_number)), errors="coerce").astype(float)
    for kind, number in zip(kinds, numbers, strict=True):
        if pd.isna(kind) or kind == "":
            continue
        if not np.isfinite(number) or number != np.floor(number):
            raise TableError(
                f'{of} cannot put the quantile "{kind}" of the column "{column.name}" in order: '
                "write whole numbers, 1 to 10 for deciles, or make the column an ordered "
                "categorical."
            )
    known = numbers.dropna()
    if known.empty:
        return np.full(len(column), -1), 0
    first, last = int(known.min()), int(known.max())
    place = dict(zip(kinds, (numbers - first).fillna(-1).astype(int), strict=True))
    places = column.map(place).fillna(-1).to_numpy(dtype=np.int64)
    return places, last - first + 1


def _no_number(kind: object) -> bool:
    return isinstance(kind, bool | np.bool_)
