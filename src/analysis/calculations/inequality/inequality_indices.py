"""Slope and ratio of a line's two ends, with their limits: by formula, or simulated."""

from dataclasses import dataclass

import numpy as np

from analysis.calculations.inequality.simulated_slopes import simulated_limits
from analysis.calculations.inequality.slope_lines import Line, fieller_limits
from analysis.calculations.shape import Confidence, first_reason, limit_names, z_score

SCALES = ("natural", "log", "logit")
Pairs = list[tuple[np.ndarray, np.ndarray]]


def to_scale(values: np.ndarray, scale: str) -> np.ndarray:
    """Values on a scale; missing or infinite where they have no place on it."""
    with np.errstate(divide="ignore", invalid="ignore"):
        if scale == "log":
            return np.log(values)
        if scale == "logit":
            return np.log(values / (1 - values))
    return values


def from_scale(values: np.ndarray, scale: str) -> np.ndarray:
    return np.exp(values) if scale == "log" else 1 / (1 + np.exp(-values))


@dataclass(frozen=True)
class Indices:
    """Slope and ratio of the line's two ends, in the unit of the values, with their limits."""

    start: np.ndarray
    slope: np.ndarray
    slope_limits: Pairs
    ratio: np.ndarray
    ratio_limits: Pairs
    simulation_error: np.ndarray

    @property
    def ratio_codes(self) -> np.ndarray:
        met = np.isfinite(self.slope) & ~_has_ratio(self.start, self.slope)
        endless = np.isfinite(self.slope_limits[0][0]) & np.isnan(
            np.sum([low + high for low, high in self.ratio_limits], axis=0)
        )
        return first_reason(
            (met, "the fitted line meets 0, so there is no ratio"),
            (endless, "a limit cannot be computed"),
        )

    def columns(
        self, multiplier: float, whole: float, confidence: Confidence
    ) -> dict[str, np.ndarray]:
        """Result columns by name, signed, scaled and turned over as the multiplier says."""
        usable, down = _has_ratio(self.start, self.slope), multiplier < 0
        times = multiplier * whole
        named = {"slope_index": self.slope * times}
        for names, (low, high) in zip(limit_names(confidence), self.slope_limits, strict=True):
            ends = (high * times, low * times) if down else (low * times, high * times)
            named |= {f"slope_{name}": end for name, end in zip(names, ends, strict=True)}
        named["relative_index"] = _turned_over(np.where(usable, self.ratio, np.nan), down)
        for names, (low, high) in zip(limit_names(confidence), self.ratio_limits, strict=True):
            ends = (high, low) if down else (low, high)
            for name, end in zip(names, ends, strict=True):
                named[f"relative_{name}"] = _turned_over(np.where(usable, end, np.nan), down)
        return named | {
            "intercept": self.start * abs(times),
            "simulation_error": self.simulation_error * abs(times),
        }


def _has_ratio(start: np.ndarray, slope: np.ndarray) -> np.ndarray:
    return (start > 0) & (start + slope > 0)


def _turned_over(ratio: np.ndarray, over: bool) -> np.ndarray:
    return 1 / np.where(ratio > 0, ratio, np.nan) if over else ratio


def by_formula(line: Line, errors: np.ndarray, levels: list[float]) -> Indices:
    """Limits of a natural line whose values have normal errors: normal, and Fieller's."""
    reach = [z_score(level) * line.slope_error(errors) for level in levels]
    return Indices(
        start=line.start,
        slope=line.slope,
        slope_limits=[(line.slope - half, line.slope + half) for half in reach],
        ratio=_ratio(line.start, line.slope),
        ratio_limits=[fieller_limits(line, errors, z_score(level)) for level in levels],
        simulation_error=np.full(len(line.slope), np.nan),
    )


def by_turning(line: Line, errors: np.ndarray, levels: list[float], scale: str) -> Indices:
    """Limits of a line on another scale: the line is turned about its middle."""
    middle = line.start + line.slope / 2

    def ends(slope: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return from_scale(middle - slope / 2, scale), from_scale(middle + slope / 2, scale)

    start, end = ends(line.slope)
    slope_limits, ratio_limits = [], []
    for level in levels:
        half = z_score(level) * line.slope_error(errors)
        (low_start, low_end), (high_start, high_end) = (
            ends(line.slope - half),
            ends(line.slope + half),
        )
        slope_limits.append((low_end - low_start, high_end - high_start))
        ratio_limits.append((low_end / low_start, high_end / high_start))
    return Indices(
        start=start,
        slope=end - start,
        slope_limits=slope_limits,
        ratio=end / start,
        ratio_limits=ratio_limits,
        simulation_error=np.full(len(start), np.nan),
    )


def by_simulation(
    line: Line,
    values: np.ndarray,
    errors: np.ndarray,
    logit: bool,
    *,
    levels: list[float],
    draws: int,
    seed: int,
) -> Indices:
    """Limits of a natural line whose values have errors that are normal on another scale."""
    found = simulated_limits(
        line, values, errors, logit=logit, levels=levels, draws=draws, seed=seed
    )
    return Indices(
        start=line.start,
        slope=line.slope,
        slope_limits=found.slope,
        ratio=_ratio(line.start, line.slope),
        ratio_limits=found.ratio,
        simulation_error=found.error,
    )


def _ratio(start: np.ndarray, slope: np.ndarray) -> np.ndarray:
    return np.divide(start + slope, start, out=np.full_like(start, np.nan), where=start != 0)
