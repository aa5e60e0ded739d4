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
    x_wrong = np.where(x < 0, first_reason((x < 0, "a figure is below 0")), x_wrong)
    n_wrong = np.where(n < 0, first_reason((n < 0, "a figure is below 0")), n_wrong)
    if part:
        over = (x > n) & (n > 0)
        x_wrong = np.where(
            over, first_reason((over, "the numerator is above the denominator")), x_wrong
        )
    if keys:
        # no one among no one adds nothing; events among no one spoil the group
        nobody = (n == 0) & (x > 0)
        n_wrong = np.where(nobody, first_reason((nobody, "the denominator is 0")), n_wrong)
        rows, sums, codes = summed(
            table, keys, {numerator: (x, x_wrong), denominator: (n, n_wrong)}
        )
        x, n = sums[numerator], sums[denominator]
        rows = rows.assign(**{numerator: x, denominator: n})
    else:
        rows, codes = table, np.maximum(x_wrong, n_wrong)
    codes = np.where(
        (codes == 0) & (n == 0), first_reason((n == 0, "the denominator is 0")), codes
    ).astype(np.int8)
    usable = codes == 0
    return rows, np.where(usable, x, np.nan), np.where(usable, n, np.nan), codes
