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


def part_and_whole(
    table: pd.DataFrame, part: str, whole: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Two columns of counts as floats, and the reason code of each pair.

    Returns
    -------
    tuple of np.ndarray
        The part, the whole and the code: 0 where both are there, the whole is above 0 and the
        part is from 0 to the whole. Both counts of any other pair are missing.
    """
    x, x_wrong = numbers(table[part])
    n, n_wrong = numbers(table[whole])
    usable = (x >= 0) & (x <= n) & (n > 0)
    codes = np.zeros(len(x), dtype=np.int8)
    if not usable.all():
        bad = np.flatnonzero(~usable)
        codes[bad] = _reasons(x[bad], n[bad], np.maximum(x_wrong[bad], n_wrong[bad]))
        x, n = np.where(usable, x, np.nan), np.where(usable, n, np.nan)
    return x, n, codes


def _reasons(x: np.ndarray, n: np.ndarray, wrong: np.ndarray) -> np.ndarray:
    counted = first_reason(
        ((x < 0) | (n < 0), "a figure is below 0"),
        (n == 0, "the denominator is 0"),
        (x > n, "the numerator is above the denominator"),
    )
    return np.where(wrong > 0, wrong, counted)
