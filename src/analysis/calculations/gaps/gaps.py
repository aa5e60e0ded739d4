"""Gaps between two proportions: pairs of counts in, points and their interval out."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.calculations.gaps.benchmark_gaps import (
    gaps_to_benchmark,
    people_needed,
    people_to_reach,
    significance,
    with_significance,
)
from analysis.calculations.rates.counts import usable_counts
from analysis.calculations.shape import (
    Confidence,
    constant,
    coverages,
    limit_names,
    with_notes,
    z_score,
)

__all__ = [
    "difference_of_proportions",
    "gaps_to_benchmark",
    "newcombe_gaps",
    "people_needed",
    "people_to_reach",
    "significance",
    "with_significance",
]

# Rows worked on at a time: few enough that every step stays in the processor's cache.
_BLOCK = 16_384


def newcombe_gaps(
    table: pd.DataFrame,
    *,
    numerator_1: str = "numerator_1",
    denominator_1: str = "denominator_1",
    numerator_2: str = "numerator_2",
    denominator_2: str = "denominator_2",
    confidence: Confidence = 0.95,
) -> pd.DataFrame:
    """First proportion minus second, in percentage points, with Newcombe's interval.

    Parameters
    ----------
    table
        One row a pair: counts of two groups that share no one, in the columns named. Whole
        numbers or not.
    confidence
        Coverage between 0 and 1, or several at once such as ``(0.95, 0.998)``.

    Returns
    -------
    pd.DataFrame
        The table with ``gap, lower_ci, upper_ci`` in percentage points, not rounded, and
        ``statistic, method, value_note, note``. With several levels the limits are
        ``lower_ci_95, upper_ci_95, lower_ci_99_8, ...``. A count that is missing, below 0 or
        above its denominator, or a denominator of 0, gives no gap and a note.

    Raises
    ------
    TableError
        If a column is missing or a confidence is not between 0 and 1.

    Notes
    -----
    The hybrid score interval without continuity correction, method 10 of Newcombe RG, Stat Med
    1998;17:873-90, from two Wilson intervals. It stays within -100 to 100 points, and has no
    need of a correction where a count is 0.

    Examples
    --------
    >>> pairs = pd.DataFrame(
    ...     {"numerator_1": [56], "denominator_1": [70], "numerator_2": [48], "denominator_2": [80]}
    ... )
    >>> newcombe_gaps(pairs)[["gap", "lower_ci", "upper_ci"]].round(2).values.tolist()
    [[20.0, 5.24, 33.39]]
    """
    asked = {"of": "newcombe_gaps", "part": True}
    _, x1, n1, codes_1 = usable_counts(table, None, numerator_1, denominator_1, **asked)
    _, x2, n2, codes_2 = usable_counts(table, None, numerator_2, denominator_2, **asked)
    levels = coverages(confidence)
    gap, limits = _in_blocks(x1, n1, x2, n2, [z_score(level) for level in levels])
    named = {}
    for (low, high), (lower, upper) in zip(limit_names(confidence), limits, strict=True):
        named |= {low: lower, high: upper}
    return with_notes(
        table.assign(
            gap=gap,
            **named,
            statistic=constant("difference in percentage points", len(table)),
            method=constant("Newcombe", len(table)),
        ),
        np.where(codes_1 > 0, codes_1, codes_2),
    )


def difference_of_proportions(
    numerator_1: ArrayLike,
    denominator_1: ArrayLike,
    numerator_2: ArrayLike,
    denominator_2: ArrayLike,
    *,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Newcombe's gap of counts that do not stand in one table.

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
    As `newcombe_gaps`.

    Examples
    --------
    >>> difference_of_proportions([56], [70], [48], [80]).round(2).values.tolist()
    [[20.0, 5.24, 33.39]]
    """
    counts = {
        "numerator_1": numerator_1,
        "denominator_1": denominator_1,
        "numerator_2": numerator_2,
        "denominator_2": denominator_2,
    }
    table = pd.DataFrame(
        {name: pd.array(column, dtype="Float64") for name, column in counts.items()}
    )
    found = newcombe_gaps(table, confidence=confidence)
    return found[["gap", "lower_ci", "upper_ci"]].rename(columns={"gap": "difference"})


def _in_blocks(
    x1: np.ndarray, n1: np.ndarray, x2: np.ndarray, n2: np.ndarray, z_scores: list[float]
) -> tuple[np.ndarray, list[tuple[np.ndarray, np.ndarray]]]:
    gap = np.empty(len(x1))
    limits = [(np.empty(len(x1)), np.empty(len(x1))) for _ in z_scores]
    for start in range(0, len(x1), _BLOCK):
        rows = slice(start, start + _BLOCK)
        p1, p2 = x1[rows] / n1[rows], x2[rows] / n2[rows]
        gap[rows] = 100 * (p1 - p2)
        for z, (lower, upper) in zip(z_scores, limits, strict=True):
            below_1, above_1 = _reaches(p1, n1[rows], z)
            below_2, above_2 = _reaches(p2, n2[rows], z)
            lower[rows] = gap[rows] - 100 * np.sqrt(below_1**2 + above_2**2)
            upper[rows] = gap[rows] + 100 * np.sqrt(above_1**2 + below_2**2)
    return gap, limits


def _reaches(p: np.ndarray, n: np.ndarray, z: float) -> tuple[np.ndarray, np.ndarray]:
    """How far Wilson's limits lie below and above a share: 0 at its ends, and never less."""
    middle = z * z * (1 - 2 * p)
    spread = z * np.sqrt(z * z + 4 * n * p * (1 - p))
    whole = 2 * (n + z * z)
    below = np.maximum(spread - middle, 0) / whole
    above = np.maximum(spread + middle, 0) / whole
    return below, above
