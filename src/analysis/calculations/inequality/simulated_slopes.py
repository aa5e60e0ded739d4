"""Limits of a slope by simulation, for the cases that have no formula.

A line on the natural scale whose values have errors that are normal on a log or logit scale is a
weighted sum of lognormal or logit-normal values: its quantiles have no closed form.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.calculations.inequality.slope_lines import Line

# draws worked on at a time: few enough to stay in the processor's cache
_BLOCK = 4_096


@dataclass(frozen=True)
class Simulated:
    """Limits by confidence level, each an array of areas; and the error of the slope's limits."""

    slope: list[tuple[np.ndarray, np.ndarray]]
    ratio: list[tuple[np.ndarray, np.ndarray]]
    error: np.ndarray


def simulated_limits(
    line: Line,
    values: np.ndarray,
    errors: np.ndarray,
    *,
    logit: bool,
    levels: Sequence[float],
    draws: int,
    seed: int,
) -> Simulated:
    """Quantiles of the slope and of end over start, from draws of every quantile's value.

    Parameters
    ----------
    line
        Fitted to `values` on the natural scale.
    values
        Areas by quantiles, on the natural scale; shares where `logit`.
    errors
        Their standard errors on the log scale, or on the logit scale.

    Returns
    -------
    Simulated
        For each level the order statistics number round(draws x (1 - u)) and round(draws x u),
        u = (1 + level) / 2. ``error`` is how far, in standard errors of the simulation, the
        worst limit of the slope may be from that of endless draws.

    Notes
    -----
    Every area is given the same standard normal draws, so that its limits depend on the seed and
    on its own figures alone: not on the order of the rows, nor on which other areas stand in the
    table. Draws are kept in single precision, good to seven figures.
    """
    normal = _draws(values.shape[1], draws, seed)
    count, ranks = len(values), _Ranks(levels, draws)
    slopes = [(np.full(count, np.nan), np.full(count, np.nan)) for _ in levels]
    ratios = [(np.full(count, np.nan), np.full(count, np.nan)) for _ in levels]
    error = np.full(count, np.nan)
    usable = np.isfinite(values).all(axis=1) & np.isfinite(errors).all(axis=1)
    for area in np.flatnonzero(usable & np.isfinite(line.slope)):
        weights = np.stack([line.slope_weights[area], line.start_weights[area]])
        slope, start = _moved(normal, values[area], errors[area], weights, logit)
        own = line.slope[area] / line.start[area]
        # how far the drawn ratio is off the line's own: (s' - r b') / (b + b'), r = s / b
        ratio = (slope - np.float32(own) * start) / (np.float32(line.start[area]) + start)
        error[area] = ranks.fill(slopes, area, line.slope[area], slope)
        ranks.fill(ratios, area, 1 + own, ratio)
    return Simulated(slopes, ratios, error)


def _draws(quantiles: int, draws: int, seed: int) -> np.ndarray:
    """Standard normal numbers, quantiles by draws: the first quantiles' do not hang on the rest."""
    return np.random.default_rng(seed).standard_normal((quantiles, draws), dtype=np.float32)


def _moved(
    normal: np.ndarray, values: np.ndarray, errors: np.ndarray, weights: np.ndarray, logit: bool
) -> np.ndarray:
    """How far each draw moves the slope and the start, from how far it moves each value."""
    scale = errors.astype(np.float32)[:, None]
    share = values.astype(np.float32)[:, None]
    # a value v whose odds are multiplied by t moves by v (1 - v) (t - 1) / (1 + v (t - 1)); one
    # that is itself multiplied by t, as on the log scale, moves by v (t - 1)
    steps = (weights * values * ((1 - values) if logit else 1)).astype(np.float32)
    moved = np.empty((2, normal.shape[1]), dtype=np.float32)
    width = min(_BLOCK, normal.shape[1])
    times, under = (np.empty((len(values), width), dtype=np.float32) for _ in range(2))
    for first in range(0, normal.shape[1], width):
        drawn = normal[:, first : first + width]
        t, below = times[:, : drawn.shape[1]], under[:, : drawn.shape[1]]
        np.multiply(drawn, scale, out=t)
        np.exp(t, out=t)
        t -= 1
        if logit:
            np.multiply(t, share, out=below)
            below += 1
            t /= below
        moved[:, first : first + width] = steps @ t
    return moved


class _Ranks:
    """Which of the drawn figures, in order of size, are limits."""

    def __init__(self, levels: Sequence[float], draws: int):
        self.limits, self.beside = [], []
        for level in levels:
            shares = ((1 - level) / 2, (1 + level) / 2)
            self.limits.append([_rank(share * draws, draws) for share in shares])
            for share in shares:
                reach = np.sqrt(share * (1 - share) * draws)
                ends = share * draws - reach, share * draws + reach
                self.beside.append([_rank(end, draws) for end in ends])

    def fill(
        self, limits: list[tuple[np.ndarray, np.ndarray]], area: int, middle: float, off: np.ndarray
    ) -> float:
        """Write an area's limits from how far each draw is off its middle.

        Returns
        -------
        float
            The standard error of the worst limit: half the distance between the draws that stand
            one standard error of their rank either side of it.
        """
        # sorting all of them is several times as fast as looking for a few
        ordered = np.sort(off)
        for (lower, upper), (low, high) in zip(limits, self.limits, strict=True):
            lower[area], upper[area] = middle + ordered[low], middle + ordered[high]
        return max(float(ordered[high] - ordered[low]) / 2 for low, high in self.beside)


def _rank(place: float, draws: int) -> int:
    """A place among the draws, counted from 1, as an index."""
    return min(max(round(place), 1), draws) - 1
