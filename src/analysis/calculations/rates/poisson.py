"""Limits of a count of events: exact for small counts, Byar's for the rest."""

import numpy as np
import pandas as pd
from scipy.stats import chi2

from analysis.calculations.shape import coverages, z_score

EXACT_BELOW = 10
METHODS = ("Exact", "Byar's")


def poisson_limits(count: np.ndarray, *, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Limits of Poisson counts, as counts.

    Parameters
    ----------
    count
        Counts from 0, whole or not, of any shape. Missing (nan) or negative gives missing.
    confidence
        Coverage, between 0 and 1.

    Returns
    -------
    tuple of np.ndarray
        Lower and upper limits of the shape of `count`. Exact (from the chi-squared
        distribution) strictly below 10, Byar's approximation from 10; 0 events have a lower
        limit of 0.

    Raises
    ------
    TableError
        If the confidence is not between 0 and 1.

    Notes
    -----
    From 10 events Byar's 95% limits are within 0.2% of the exact ones; at 99.8% the lower limit of
    10 events is 1.5% too high, the most that it is ever out.

    Breslow NE, Day NE. Statistical Methods in Cancer Research, volume II. IARC 1987, pp. 69-71.
    Armitage P, Berry G, Matthews JNS. Statistical Methods in Medical Research, 4th ed. 2002.

    Examples
    --------
    >>> low, high = poisson_limits(np.array([0, 5, 40]))
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([0.0, 1.62, 28.57], [3.69, 11.67, 54.47])
    """
    (level,) = coverages(confidence)
    given = np.asarray(count, dtype=float)
    x = np.where(given >= 0, given, np.nan)
    lower, upper = _byar(x, z_score(level))
    small = x < EXACT_BELOW
    if small.any():
        tail = (1 - level) / 2
        # at 0 events the chi-squared distribution has no degrees of freedom: the limit is 0
        lower[small] = np.where(x[small] > 0, chi2.ppf(tail, 2 * x[small]) / 2, 0.0)
        upper[small] = chi2.ppf(1 - tail, 2 * x[small] + 2) / 2
    return lower, upper


def poisson_methods(count: np.ndarray) -> pd.Categorical:
    """The method of each count's limits: "Exact" below 10, "Byar's" from 10, missing if missing."""
    codes = np.where(np.isnan(count), -1, np.where(count < EXACT_BELOW, 0, 1))
    return pd.Categorical.from_codes(codes, categories=list(METHODS))


def _byar(x: np.ndarray, z: float) -> tuple[np.ndarray, np.ndarray]:
    safe = np.where(x >= EXACT_BELOW, x, np.nan)
    more = safe + 1
    lower = np.asarray(safe * (1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe))) ** 3)
    upper = np.asarray(more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3)
    return lower, upper
