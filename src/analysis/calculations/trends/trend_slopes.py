"""Slopes and chi-squared of figures that follow each other at equal steps, many series at once."""

import numpy as np

# a slope smaller than this part of the points' spread is binary noise about a level line
_NOISE = 1e-9


def chi_squared_for_trend(x: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Chi-squared for a linear trend in proportions, with 1 degree of freedom.

    Parameters
    ----------
    x, n
        Numerators and denominators, one series a row and one step a column.

    Returns
    -------
    np.ndarray
        One number a series. Where nobody, or everybody, has the outcome at every point there is
        no trend to see: 0.

    Notes
    -----
    Armitage P, Biometrics 1955;11:375-86; Cochran WG, Biometrics 1954;10:417-51.

    Examples
    --------
    Smokers among patients of four studies (Fleiss, Statistical Methods for Rates and
    Proportions, 2nd ed. 1981, p. 139).

    >>> smokers, patients = np.array([[83, 90, 129, 70]]), np.array([[86, 93, 136, 82]])
    >>> chi_squared_for_trend(smokers, patients).round(4).tolist()
    [8.2249]
    """
    time = np.arange(x.shape[-1])
    all_x, all_n = x.sum(axis=-1), n.sum(axis=-1)
    x_time, n_time = (x * time).sum(axis=-1), (n * time).sum(axis=-1)
    n_time_squared = (n * time**2).sum(axis=-1)
    above = all_n * (all_n * x_time - all_x * n_time) ** 2
    below = all_x * (all_n - all_x) * (all_n * n_time_squared - n_time**2)
    varies = below > 0
    return np.divide(above, below, out=np.zeros_like(below, dtype=float), where=varies)


def log_odds(x: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Logit of proportions; with half a child added to both sides of a series that needs it.

    A series needs it where a point is 0 or all of its denominator, which has no logit. Half is
    added at every point of the series, so that its points stay comparable.
    """
    half = 0.5 * ((x == 0) | (x == n)).any(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log((x + half) / (n - x + half))


def slopes_leaving_out_each(y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Least-squares slopes a step: of all points, then with each point left out in turn.

    Parameters
    ----------
    y, weight
        Points and their weights, one series a row and one step a column.

    Returns
    -------
    np.ndarray
        One row a series: the slope of all points first. A slope that is nothing but binary
        noise is 0.
    """
    steps = y.shape[-1]
    time = np.arange(steps)
    kept = np.vstack([np.ones(steps), 1 - np.eye(steps)])
    weights = weight[:, None, :] * kept
    whole = weights.sum(axis=-1, keepdims=True)
    from_middle = time - (weights * time).sum(axis=-1, keepdims=True) / whole
    level = y[:, None, :] - (weights * y[:, None, :]).sum(axis=-1, keepdims=True) / whole
    slopes = (weights * from_middle * level).sum(axis=-1) / (weights * from_middle**2).sum(axis=-1)
    size = np.abs(y).max(axis=-1, keepdims=True)
    return np.where(np.abs(slopes) <= _NOISE * size, 0.0, slopes)


def chi_squared_of_slope(y: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Chi-squared of the slope weighted by inverse variance, with 1 degree of freedom."""
    time = np.arange(y.shape[-1])
    weight = 1 / variance
    whole = weight.sum(axis=-1)
    middle = (weight * time).sum(axis=-1) / whole
    across = (weight * (time - middle[:, None]) ** 2).sum(axis=-1)
    slope = (weight * (time - middle[:, None]) * y).sum(axis=-1) / across
    return slope**2 * across
