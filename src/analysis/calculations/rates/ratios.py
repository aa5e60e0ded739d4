"""Ratios of two proportions: how many times as often, with limits on the log scale."""

import numpy as np
import pandas as pd

from analysis.calculations.rates.counts import usable_counts
from analysis.calculations.shape import (
    Confidence,
    constant,
    coverages,
    first_reason,
    limit_names,
    with_notes,
    z_score,
)


def ratio_of_proportions(
    table: pd.DataFrame,
    *,
    numerator_1: str = "numerator_1",
    denominator_1: str = "denominator_1",
    numerator_2: str = "numerator_2",
    denominator_2: str = "denominator_2",
    confidence: Confidence = 0.95,
) -> pd.DataFrame:
    """First proportion over second, with Katz's log interval.

    Parameters
    ----------
    table
        One row a pair: counts of two groups that share no one, in the columns named.
    confidence
        Coverage between 0 and 1, or several at once such as ``(0.95, 0.998)``.

    Returns
    -------
    pd.DataFrame
        The table with ``ratio, lower_ci, upper_ci`` (1 is equal), not rounded, and ``statistic,
        method, value_note, note``. Nothing is added to a count to make a formula work:

        - none in the second group: no ratio;
        - none in the first group: a ratio of 0 without limits;
        - everyone in both groups: a ratio of 1 without limits, since the formula gives an
          interval without width;
        - a count that is missing or cannot be: no ratio.

        Each says so in its note.

    Raises
    ------
    TableError
        If a column is missing or a confidence is not between 0 and 1.

    Notes
    -----
    Katz D, Baptista J, Azen SP, Pike MC. Biometrics 1978;34:469-74: the standard error of the log
    of the ratio is the square root of 1/x1 - 1/n1 + 1/x2 - 1/n2. A ratio of two small percentages
    looks large where the gap in points is small: show both.

    Examples
    --------
    >>> pairs = pd.DataFrame(
    ...     {"numerator_1": [189], "denominator_1": [11034],
    ...      "numerator_2": [104], "denominator_2": [11037]}
    ... )
    >>> ratio_of_proportions(pairs)[["ratio", "lower_ci", "upper_ci"]].round(2).values.tolist()
    [[1.82, 1.43, 2.31]]
    """
    asked = {"of": "ratio_of_proportions", "part": True}
    _, x1, n1, codes_1 = usable_counts(table, None, numerator_1, denominator_1, **asked)
    _, x2, n2, codes_2 = usable_counts(table, None, numerator_2, denominator_2, **asked)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(x2 > 0, (x1 / n1) / (x2 / n2), np.nan)
        variance = 1 / x1 - 1 / n1 + 1 / x2 - 1 / n2
    limited = (x1 > 0) & (x2 > 0) & ((x1 < n1) | (x2 < n2))
    error = np.sqrt(np.where(limited, variance, np.nan))
    limits = {}
    for level, (low, high) in zip(coverages(confidence), limit_names(confidence), strict=True):
        factor = np.exp(z_score(level) * error)
        limits |= {low: ratio / factor, high: ratio * factor}
    codes = np.where(codes_1 > 0, codes_1, codes_2)
    edges = first_reason(
        (x2 == 0, "the second proportion is 0"),
        ((x1 == 0) | ((x1 == n1) & (x2 == n2)), "a limit cannot be computed"),
    )
    return with_notes(
        table.assign(
            ratio=ratio,
            **limits,
            statistic=constant("ratio of proportions", len(table)),
            method=constant("Katz log", len(table)),
        ),
        np.where(codes > 0, codes, edges),
    )
