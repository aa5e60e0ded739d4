"""Gaps between two proportions, and between a value and a benchmark."""

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.calculations.rates import wilson_limits
from analysis.errors import TableError
from analysis.vocabulary import POLARITIES


def difference_of_proportions(
    numerator_1: ArrayLike,
    denominator_1: ArrayLike,
    numerator_2: ArrayLike,
    denominator_2: ArrayLike,
    *,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """First proportion minus second, in percentage points, with Newcombe's interval.

    Parameters
    ----------
    numerator_1, denominator_1, numerator_2, denominator_2
        Counts of the same shape, from two groups that share no one.
    confidence
        Coverage, between 0 and 1.

    Returns
    -------
    pd.DataFrame
        ``difference, lower_ci, upper_ci``, one row a pair, in percentage points, not rounded. A
        missing or impossible count gives a missing row.

    Notes
    -----
    Newcombe's hybrid score interval, method 10: Stat Med 1998;17:873-90.

    Examples
    --------
    >>> difference_of_proportions([56], [70], [48], [80]).round(2).values.tolist()
    [[20.0, 5.24, 33.39]]
    """
    x1, n1, x2, n2 = (
        np.asarray(pd.array(counts, dtype="Float64").to_numpy(dtype=float, na_value=np.nan))
        for counts in (numerator_1, denominator_1, numerator_2, denominator_2)
    )
    low1, high1 = wilson_limits(x1, n1, confidence=confidence)
    low2, high2 = wilson_limits(x2, n2, confidence=confidence)
    # missing limits mark an unusable pair
    p1 = 100 * np.divide(x1, n1, out=np.full_like(x1, np.nan), where=~np.isnan(low1))
    p2 = 100 * np.divide(x2, n2, out=np.full_like(x2, np.nan), where=~np.isnan(low2))
    difference = p1 - p2
    return pd.DataFrame(
        {
            "difference": difference,
            "lower_ci": difference - np.sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2),
            "upper_ci": difference + np.sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2),
        }
    )


def significance(
    value: float, lower_ci: float, upper_ci: float, benchmark: float, polarity: str
) -> str:
    """Better, similar or worse than a benchmark that is taken as fixed.

    "similar" if the benchmark lies inside the interval, ends included; "higher" and "lower"
    where the indicator has no polarity; "not compared" without a value, interval or benchmark.
    This is the default comparison of Fingertips. Similar does not mean the same.

    Raises
    ------
    TableError
        If the polarity is not one of "high_is_good", "low_is_good" and "none": it sets which
        side is worse, so no other word is read as one of them.

    Examples
    --------
    >>> significance(68.5, 66.9, 70.0, 68.3, "high_is_good")
    'similar'
    """
    if polarity not in POLARITIES:
        raise TableError(
            f'The polarity "{polarity}" is not known: it may be {", ".join(POLARITIES)}.'
        )
    if any(pd.isna(number) for number in (value, lower_ci, upper_ci, benchmark)):
        return "not compared"
    if lower_ci <= benchmark <= upper_ci:
        return "similar"
    higher = value > benchmark
    if polarity == "none":
        return "higher" if higher else "lower"
    return "better" if higher == (polarity == "high_is_good") else "worse"


def people_to_reach(numerator: float, denominator: float, benchmark: float) -> int | None:
    """How many more people it takes to reach a percentage; 0 if it is reached.

    The smallest whole number that brings numerator over denominator up to the benchmark, the
    denominator staying as it is. None where a count is missing.

    Examples
    --------
    >>> people_to_reach(2263, 3305, 75.8)
    243
    """
    if any(pd.isna(number) for number in (numerator, denominator, benchmark)):
        return None
    # freed of binary noise: 75% of 1,000 is 750, and must not be rounded up to 751
    needed = math.ceil(round(benchmark * float(denominator) / 100, 6))
    return max(0, needed - int(numerator))
