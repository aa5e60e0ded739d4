"""Proportions and their intervals."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import norm


def wilson_limits(
    numerator: ArrayLike, denominator: ArrayLike, *, confidence: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Wilson score limits of a proportion, as Fingertips uses them.

    Parameters
    ----------
    numerator, denominator
        Counts of the same shape. A pair with a missing count, a denominator of 0 or a
        numerator outside 0 to the denominator has missing limits: one bad row harms no other.
    confidence
        Coverage, between 0 and 1.

    Returns
    -------
    tuple of np.ndarray
        Lower and upper limits in per cent, never outside 0 to 100. Nothing is rounded.

    Notes
    -----
    Wilson EB, J Am Stat Assoc 1927;22:209-12; Newcombe and Altman in Altman et al., Statistics
    with Confidence, 2nd ed., BMJ Books 2000, pp. 46-48. The limits describe chance variation
    in a count as if it were one draw from many; a complete count of children is read the same
    way by custom in the field.

    Examples
    --------
    >>> low, high = wilson_limits([81], [263])
    >>> float(low[0].round(2)), float(high[0].round(2))
    (25.53, 36.62)
    """
    x = np.asarray(pd.array(numerator, dtype="Float64").to_numpy(dtype=float, na_value=np.nan))
    n = np.asarray(pd.array(denominator, dtype="Float64").to_numpy(dtype=float, na_value=np.nan))
    usable = (n > 0) & (x >= 0) & (x <= n)
    x, n = np.where(usable, x, np.nan), np.where(usable, n, np.nan)
    z = norm.ppf((1 + confidence) / 2)
    spread = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    lower = (2 * x + z**2 - spread) / (2 * (n + z**2))
    upper = (2 * x + z**2 + spread) / (2 * (n + z**2))
    return 100 * np.clip(lower, 0, 1), 100 * np.clip(upper, 0, 1)


def with_intervals(table: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Fill ``lower_ci`` and ``upper_ci`` of percentages that have both counts.

    Limits that the source gives are kept. A percentage without counts keeps none: an interval
    cannot be had from a percentage alone.
    """
    lower, upper = wilson_limits(table["numerator"], table["denominator"], confidence=confidence)
    counted = (table["unit"] == "%") & table["value"].notna()
    lower = pd.Series(lower, index=table.index, dtype="Float64").where(counted)
    upper = pd.Series(upper, index=table.index, dtype="Float64").where(counted)
    return table.assign(
        lower_ci=table["lower_ci"].fillna(lower), upper_ci=table["upper_ci"].fillna(upper)
    )
