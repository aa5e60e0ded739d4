"""Recent trend of annual figures: the five-point rule of Fingertips."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from analysis.calculations.groups import group_codes, word_of_each, word_of_each_group
from analysis.calculations.shape import (
    as_list,
    coverages,
    first_reason,
    need_columns,
    need_unique,
    with_notes,
    z_score,
)
from analysis.calculations.trends.trend_slopes import (
    chi_squared_for_trend,
    chi_squared_of_slope,
    log_odds,
    slopes_leaving_out_each,
)
from analysis.calculations.trends.trend_windows import OF as _OF
from analysis.calculations.trends.trend_windows import POINTS, last_five
from analysis.vocabulary import POLARITIES

SIGNIFICANT_ABOVE = 9.5495  # chi-squared with 1 degree of freedom, 99.8%, as Fingertips prints it
STATISTICS = ("proportion", "rate", "count", "other")
NOT_CALCULATED, NO_CHANGE = "cannot be calculated", "no significant change"
TRENDS = (
    NOT_CALCULATED,
    NO_CHANGE,
    "increasing",
    "decreasing",
    "increasing and getting better",
    "increasing and getting worse",
    "decreasing and getting better",
    "decreasing and getting worse",
)
_WORDS = {
    ("high_is_good", 1): "increasing and getting better",
    ("high_is_good", -1): "decreasing and getting worse",
    ("low_is_good", 1): "increasing and getting worse",
    ("low_is_good", -1): "decreasing and getting better",
    ("none", 1): "increasing",
    ("none", -1): "decreasing",
}


def recent_trends(
    table: pd.DataFrame,
    *,
    by: str | Sequence[str] | None,
    polarity: str,
    statistic: str,
    series: str | None = "series",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Whether the last five years of each series show a trend, and whether it is a good one.

    Parameters
    ----------
    table
        One row a figure: ``period_start`` and ``period_end`` (dates); for proportions
        ``numerator`` and ``denominator`` (counts); for other statistics ``value, lower_ci,
        upper_ci`` in one unit.
    by
        Columns that tell the series apart, such as ``["indicator", "area_code"]``; None if the
        table is one series.
    polarity
        "high_is_good", "low_is_good" or "none", or the column that says which. No default.
    statistic
        "proportion", "rate", "count" or "other", or the column that says which.
    series
        Column that numbers the series between breaks, as `series.with_series` gives it: only
        the newest is used. None says that there is no break.
    confidence
        Coverage of the limits in `table`, from which standard errors are taken.

    Returns
    -------
    pd.DataFrame
        One row a series, in order of its keys: ``first_start, last_start`` (of the points used),
        ``points`` (how many the newest series holds), ``chi_squared`` (1 degree of freedom),
        ``slope`` (a year; log odds for proportions, else the unit of the value), ``steady``
        (whether the slope keeps its sign when any one point is left out), ``trend`` (one of
        `TRENDS`), ``value_note, note``. Where the rule cannot be applied the trend is "cannot be
        calculated" and the note says why.

    Raises
    ------
    TableError
        If a column is missing, a period stands twice, a polarity or statistic is unknown or not
        the same throughout a series, or dates are text.

    Notes
    -----
    Office for Health Improvement and Disparities, Fingertips technical guidance: trend markers.
    Proportions: chi-squared for linear trend (Armitage P, Biometrics 1955;11:375-86), direction
    from the unweighted least-squares slope of the logit. Where a point is 0 or all of its
    denominator, half a child is added to both sides at each of the five points, so that the
    logit exists. Others: slope weighted by inverse variance, chi-squared from its variance. It
    is a flag, not an analysis.

    Examples
    --------
    >>> years = pd.date_range("2020-01-01", periods=5, freq="YS")
    >>> figures = pd.DataFrame(
    ...     {
    ...         "period_start": years,
    ...         "period_end": years + pd.DateOffset(months=12, days=-1),
    ...         "numerator": [600, 620, 650, 660, 700],
    ...         "denominator": 1_000,
    ...     }
    ... )
    >>> found = recent_trends(
    ...     figures, by=None, polarity="high_is_good", statistic="proportion", series=None
    ... )
    >>> found["trend"].item(), round(found["chi_squared"].item(), 2)
    ('increasing and getting better', 25.19)
    """
    keys = as_list(by)
    breaks = as_list(series)
    need_columns(table, [*keys, "period_start", "period_end", *breaks], of=_OF)
    need_unique(table, [*keys, "period_start"], of=_OF)
    codes, groups = group_codes(table, keys)
    ways = _of_each(table, codes, groups, polarity, POLARITIES, "polarity")
    proportion = _of_each(table, codes, groups, statistic, STATISTICS, "statistic") == "proportion"
    windows = last_five(table, codes, len(groups), breaks, proportion)
    reasons = _reasons(windows, proportion)
    chi_squared, slopes = _measured(windows, proportion, reasons == 0, confidence)
    steady = np.abs(np.sign(slopes).sum(axis=1)) == POINTS + 1
    side = np.where(steady & (chi_squared > SIGNIFICANT_ABOVE), np.sign(slopes[:, 0]), 0)
    trend = [
        _WORDS.get((way, int(sign)), NO_CHANGE) if found else NOT_CALCULATED
        for found, way, sign in zip(reasons == 0, ways, side, strict=True)
    ]
    measured = groups.assign(
        first_start=windows["period_start"][:, 0],
        last_start=windows["period_start"][:, -1],
        points=windows["points"],
        chi_squared=chi_squared,
        slope=slopes[:, 0],
        steady=pd.array(steady, dtype="boolean"),
        trend=pd.Categorical(trend, categories=TRENDS),
    )
    measured.loc[reasons != 0, "steady"] = pd.NA
    return with_notes(measured, reasons)


def _of_each(
    table: pd.DataFrame,
    codes: np.ndarray,
    groups: pd.DataFrame,
    given: str,
    allowed: Collection[str],
    name: str,
) -> np.ndarray:
    words = word_of_each(table, given, allowed=allowed, name=name, of=_OF)
    return word_of_each_group(words, codes, groups, name=name, of=_OF)


def _reasons(windows: dict[str, np.ndarray], proportion: np.ndarray) -> np.ndarray:
    """The code of why the rule cannot be applied to each group; 0 where it can."""
    start, end = windows["period_start"], windows["period_end"]
    first_month = start.astype("datetime64[M]").astype(float)
    # a missing day has no month
    first_month[np.isnat(start)] = np.nan
    step = np.diff(first_month, axis=1)
    length = end.astype("datetime64[M]").astype(float) - first_month + 1
    rows = len(proportion)
    blank = np.zeros((rows, POINTS))
    x, n = windows.get("numerator", blank), windows.get("denominator", blank)
    low, high = windows.get("lower_ci", blank), windows.get("upper_ci", blank)
    value = windows.get("value", blank)
    uncounted, beyond = np.isnan(x) | np.isnan(n), (x < 0) | (n < 0)

    def some(wrong: np.ndarray) -> np.ndarray:
        return wrong.any(axis=1)

    return first_reason(
        (windows["points"] < POINTS, "fewer than five points"),
        (some(np.isnat(start) | np.isnat(end)), "a date is missing"),
        (some(length > 12), "the periods overlap"),
        (some(step < 12), "the periods are not annual"),
        (some(step > 12), "a year is missing"),
        (some(np.isnan(value) & (uncounted | ~proportion[:, None])), "a figure is missing"),
        (proportion & some(uncounted), "a count is missing"),
        (proportion & some(beyond), "a figure is below 0"),
        (proportion & some(n == 0), "the denominator is 0"),
        (proportion & some(x > n), "the numerator is above the denominator"),
        (~proportion & some(np.isnan(low) | np.isnan(high)), "a limit is missing"),
        (~proportion & some(high <= low), "the limits have no width"),
    )


def _measured(
    windows: dict[str, np.ndarray], proportion: np.ndarray, usable: np.ndarray, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """Chi-squared and the six slopes of each group; missing where the rule cannot be applied."""
    (level,) = coverages(confidence)
    chi_squared = np.full(len(proportion), np.nan)
    slopes = np.full((len(proportion), POINTS + 1), np.nan)
    counted, limited = usable & proportion, usable & ~proportion
    if counted.any():
        x, n = windows["numerator"][counted], windows["denominator"][counted]
        chi_squared[counted] = chi_squared_for_trend(x, n)
        slopes[counted] = slopes_leaving_out_each(log_odds(x, n), np.ones_like(x))
    if limited.any():
        y = windows["value"][limited]
        width = windows["upper_ci"][limited] - windows["lower_ci"][limited]
        variance = (width / (2 * z_score(level))) ** 2
        chi_squared[limited] = chi_squared_of_slope(y, variance)
        slopes[limited] = slopes_leaving_out_each(y, 1 / variance)
    return chi_squared, slopes
