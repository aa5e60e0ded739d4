"""Events and population, checked row by row and added up where that is asked for."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.calculations.shape import as_list, first_reason, need_columns, numbers, summed


def usable_counts(
    table: pd.DataFrame,
    by: str | Sequence[str] | None,
    numerator: str,
    denominator: str,
    *,
    of: str,
    part: bool,
) -> tuple[pd.DataFrame, np.ndarray, np.ndarray, np.ndarray]:
    """Rows (or one row a group), their two counts, and what is wrong with each.

    Parameters
    ----------
    table
        Counts in the columns named `numerator` and `denominator`.
    by
        Columns to add the counts up by first, or None.
    of
        The calculation, for messages.
    part
        Whether the numerator is part of the denominator and so cannot be above it.

    Returns
    -------
    tuple
        The rows, numerator and denominator (missing where unusable), and the code of the reason.

    Raises
    ------
    TableError
        If a column is missing.
    """
    keys = as_list(by)
    need_columns(table, [*keys, numerator, denominator], of=of)
    x, x_wrong = numbers(table[numerator])
    n, n_wrong = numbers(table[denominator])
    x_wrong = _flagged(x_wrong, x < 0, "a figure is below 0")
    n_wrong = _flagged(n_wrong, n < 0, "a figure is below 0")
    if part:
        over = (x > n) & (n > 0)
        x_wrong = _flagged(x_wrong, over, "the numerator is above the denominator")
    if keys:
        # no one among no one adds nothing; events among no one spoil the group
        n_wrong = _flagged(n_wrong, (n == 0) & (x > 0), "the denominator is 0")
        rows, sums, codes = summed(
            table, keys, {numerator: (x, x_wrong), denominator: (n, n_wrong)}
        )
        x, n = sums[numerator], sums[denominator]
        rows = rows.assign(**{numerator: x, denominator: n})
    else:
        rows, codes = table, np.maximum(x_wrong, n_wrong)
    codes = _flagged(codes, (codes == 0) & (n == 0), "the denominator is 0")
    if codes.any():
        usable = codes == 0
        x, n = np.where(usable, x, np.nan), np.where(usable, n, np.nan)
    return rows, x, n, codes


def _flagged(codes: np.ndarray, holds: np.ndarray, reason: str) -> np.ndarray:
    """The codes with a reason put in where it holds; nothing is copied where it holds nowhere."""
    return np.where(holds, first_reason((holds, reason)), codes) if holds.any() else codes
