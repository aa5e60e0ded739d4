"""The straight line behind a slope index: weighted least squares on relative rank."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Line:
    """Lines of many areas, each a weighted sum of its quantiles' values.

    ``start`` and ``slope`` have one number an area: the line at rank 0, and how much higher it is
    at rank 1. ``start_weights`` and ``slope_weights`` (areas by quantiles) are what each
    quantile's value adds to them, so that the errors of the line follow from those of the values.
    """

    start: np.ndarray
    slope: np.ndarray
    start_weights: np.ndarray
    slope_weights: np.ndarray

    @property
    def end(self) -> np.ndarray:
        return self.start + self.slope

    def variances(self, errors: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Variance of the start, of the end, and their covariance, from standard errors."""
        end_weights = self.start_weights + self.slope_weights
        squared = errors**2
        return (
            (self.start_weights**2 * squared).sum(axis=1),
            (end_weights**2 * squared).sum(axis=1),
            (self.start_weights * end_weights * squared).sum(axis=1),
        )

    def slope_error(self, errors: np.ndarray) -> np.ndarray:
        return np.sqrt((self.slope_weights**2 * errors**2).sum(axis=1))


def fitted_line(values: np.ndarray, population: np.ndarray) -> Line:
    """Weighted least squares of values on relative rank, for many areas at once.

    Parameters
    ----------
    values, population
        Areas by quantiles, in order: the first quantile is at the end of rank 0.

    Notes
    -----
    A quantile's rank is the middle of its stretch of the population, from 0 to 1; its weight is
    its share of the population. The weighted mean of the ranks is then 1/2.
    """
    share = population / population.sum(axis=1, keepdims=True)
    from_middle = share.cumsum(axis=1) - share / 2 - 0.5
    spread = (share * from_middle**2).sum(axis=1, keepdims=True)
    slope_weights = share * from_middle / spread
    start_weights = share - slope_weights / 2
    return Line(
        start=(start_weights * values).sum(axis=1),
        slope=(slope_weights * values).sum(axis=1),
        start_weights=start_weights,
        slope_weights=slope_weights,
    )


def fieller_limits(line: Line, errors: np.ndarray, z: float) -> tuple[np.ndarray, np.ndarray]:
    """Limits of end over start, where both are weighted sums of normal values.

    Missing where the start cannot be told from 0 at that confidence: no interval then has two ends.

    Notes
    -----
    Fieller EC, J R Stat Soc B 1954;16:175-85. While the start cannot be below 0, the limits are
    the quantiles of the ratio itself, which a simulation would estimate.
    """
    start_variance, end_variance, covariance = line.variances(errors)
    square = line.start**2 - z * z * start_variance
    middle = line.start * line.end - z * z * covariance
    inside = middle**2 - square * (line.end**2 - z * z * end_variance)
    root = np.sqrt(np.maximum(inside, 0))
    square = np.where(square > 0, square, np.nan)
    return (middle - root) / square, (middle + root) / square
