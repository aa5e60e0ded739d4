"""Will a yearly percentage reach its target? A line through the logits of its current series."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from scipy.stats import t as student

from analysis.calculations.shape import (
    Confidence,
    as_list,
    coverages,
    first_reason,
    limit_names,
    need_columns,
    need_unique,
    numbers,
    with_notes,
)
from analysis.calculations.targets.run_rates import signs

FEWEST = 3  # a line through two points leaves nothing to judge its scatter by
_NO_SCATTER = 1e-9  # in logits: what binary noise alone can leave


def trend_attainment(
    points: pd.DataFrame,
    goals: pd.DataFrame,
    *,
    by: str | Sequence[str],
    confidence: Confidence = 0.95,
) -> pd.DataFrame:
    """The probability that a percentage is at its target by a time, and its prediction interval.

    Parameters
    ----------
    points
        Yearly percentages: the columns `by`, ``time`` (a number, such as the year), ``series``
        (numbered in order of time) and ``value`` in per cent. Only the newest series of each key
        is used, so nothing crosses a break; a point without a value is left out.
    goals
        One row a question: the columns `by`, ``at`` (the time asked about), ``target`` in per
        cent and ``direction`` ("at least" or "at most"). Several times a key give its fan.
    confidence
        Coverage of the prediction interval between 0 and 1, or several at once.

    Returns
    -------
    pd.DataFrame
        The rows of `goals` with ``points`` (how many figures it rests on),
        ``degrees_of_freedom`` (two fewer), ``first_time``, ``last_time``, ``slope`` (logits a
        unit of time), ``projection, lower_pi, upper_pi`` in per cent, ``probability`` (0 to 1),
        ``method``, ``value_note`` and ``note``. Fewer than three points, points without scatter,
        or a percentage of 0 or 100 or beyond give no projection and no probability.

    Raises
    ------
    TableError
        If a column is missing, a time stands twice in a series, or a direction or confidence
        cannot be used.

    Notes
    -----
    Ordinary least squares of logit(p) on time; for a new year at t0 Student's t on n - 2 degrees
    of freedom with standard error s * sqrt(1 + 1/n + (t0 - mean t)^2 / Sxx), turned back to per
    cent. Weisberg, Applied Linear Regression, 4th ed. 2014, section 2.6. It supposes that the
    series goes on as it went, with yearly scatter about the line that is alike and unrelated
    from year to year. Three points leave one degree of freedom and bear next to nothing.

    Examples
    --------
    >>> havering = pd.DataFrame({"area": "Havering", "series": 1, "time": [2022, 2023, 2024, 2025],
    ...                          "value": [64.4569, 64.8, 66.8, 68.4720]})
    >>> goal = pd.DataFrame({"area": ["Havering"], "at": 2028, "target": 75.8,
    ...                      "direction": "at least"})
    >>> found = trend_attainment(havering, goal, by="area")
    >>> found[["projection", "lower_pi", "upper_pi"]].round(1).values.tolist()
    [[72.2, 66.8, 77.0]]
    """
    keys = as_list(by)
    need_columns(points, [*keys, "time", "series", "value"], of="trend_attainment")
    need_columns(goals, [*keys, "at", "target", "direction"], of="trend_attainment")
    need_unique(points, [*keys, "series", "time"], of="trend_attainment")
    sign = signs(goals["direction"])
    lines = _lines(_asked_for(points, goals, keys), keys)
    fitted = goals[keys].merge(lines, on=keys, how="left")
    at, at_wrong = numbers(goals["at"])
    aim, aim_wrong = numbers(goals["target"])
    n = fitted["points"].fillna(0).to_numpy(dtype=float)
    codes = np.maximum(at_wrong, aim_wrong)
    spread = fitted["spread"].to_numpy(dtype=float)
    unusable = fitted["unusable"].eq(True).to_numpy(dtype=bool)
    found = first_reason(
        (unusable | (aim <= 0) | (aim >= 100), "a figure has no logit"),
        (n < FEWEST, "too few points"),
        (~(spread > _NO_SCATTER), "the points show no scatter"),
    )
    codes = np.where(codes == 0, found, codes).astype(np.int8)
    usable = codes == 0
    freedom = np.where(usable, n - 2, np.nan)
    away = at - fitted["mean_time"].to_numpy(dtype=float)
    centre = fitted["mean_logit"].to_numpy(dtype=float) + fitted["slope"] * away
    centre = np.where(usable, centre, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = spread * np.sqrt(1 + 1 / n + away**2 / fitted["sxx"].to_numpy(dtype=float))
        reach = sign * (logit(np.where(usable, aim, np.nan) / 100) - centre) / error
    limits = {}
    for level, (low, high) in zip(coverages(confidence), limit_names(confidence), strict=True):
        arm = student.ppf((1 + level) / 2, freedom) * error
        limits[low.replace("_ci", "_pi")] = 100 * expit(centre - arm)
        limits[high.replace("_ci", "_pi")] = 100 * expit(centre + arm)
    return with_notes(
        goals.assign(
            points=pd.array(n, dtype="Int64"),
            degrees_of_freedom=pd.array(np.maximum(n - 2, 0), dtype="Int64"),
            first_time=fitted["first_time"].to_numpy(),
            last_time=fitted["last_time"].to_numpy(),
            slope=np.where(usable, fitted["slope"], np.nan),
            projection=100 * expit(centre),
            **limits,
            probability=student.sf(reach, freedom),
            method="Line through logits, Student's t prediction",
        ),
        codes,
    )


def _asked_for(points: pd.DataFrame, goals: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The points of those keys that have a goal: a country's authorities are many, goals few."""
    return points.merge(goals[keys].drop_duplicates(), on=keys)


def _lines(points: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """One least-squares line a key, through the newest series; `spread` is its residual error."""
    values, wrong = numbers(points["value"])
    times, _ = numbers(points["time"])
    frame = points[keys].assign(t=times, p=values, series=numbers(points["series"])[0])
    frame["unread"] = (wrong > 0) & points["value"].notna().to_numpy(dtype=bool)
    newest = frame.groupby(keys, sort=False)["series"].transform("max")
    frame = frame[(frame["series"] == newest) & (frame["p"].notna() | frame["unread"])]
    inside = (frame["p"] > 0) & (frame["p"] < 100)
    frame = frame.assign(
        unread=frame["unread"] | ~inside, y=logit(frame["p"].where(inside) / 100)
    ).reset_index(drop=True)
    groups = frame.groupby(keys, sort=False)
    dt = frame["t"] - groups["t"].transform("mean")
    dy = frame["y"] - groups["y"].transform("mean")
    frame = frame.assign(tt=dt * dt, ty=dt * dy)
    sums = frame.groupby(keys, sort=False)[["tt", "ty"]].sum()
    slope = sums["ty"] / sums["tt"].where(sums["tt"] > 0)
    left = dy - frame[keys].merge(slope.rename("b").reset_index(), on=keys, how="left")["b"] * dt
    squares = frame.assign(ee=left**2).groupby(keys, sort=False)["ee"].sum()
    lines = groups.agg(
        points=("t", "size"),
        first_time=("t", "min"),
        last_time=("t", "max"),
        mean_time=("t", "mean"),
        mean_logit=("y", "mean"),
        unusable=("unread", "any"),
    )
    freedom = (lines["points"] - 2).where(lines["points"] > 2)
    return lines.assign(
        sxx=sums["tt"], slope=slope, spread=np.sqrt(squares / freedom)
    ).reset_index()


def left_out_probabilities(
    points: pd.DataFrame, goals: pd.DataFrame, *, by: str | Sequence[str]
) -> pd.DataFrame:
    """How far a probability moves when any one figure of the series is left out.

    Parameters
    ----------
    points, goals, by
        As in `trend_attainment`, with one row a key in `goals`.

    Returns
    -------
    pd.DataFrame
        The rows of `goals` with ``lowest`` and ``highest`` probability (0 to 1), missing where
        leaving one out leaves fewer than three, or where one of them cannot be had.

    Raises
    ------
    TableError
        As `trend_attainment`, or if a key stands twice in `goals`.
    """
    keys = as_list(by)
    need_columns(goals, keys, of="left_out_probabilities")
    need_unique(goals, keys, of="left_out_probabilities")
    need_columns(points, [*keys, "time", "series", "value"], of="left_out_probabilities")
    points = _asked_for(points, goals, keys)
    newest = points.groupby(keys, sort=False)["series"].transform("max")
    used = points[(points["series"] == newest) & points["value"].notna()]
    used = used.assign(_place=used.groupby(keys, sort=False).cumcount())
    places = range(int(used["_place"].max()) + 1 if len(used) else 0)
    table = _probabilities_without(used, goals, keys, places)
    sizes = goals[keys].merge(used.groupby(keys).size().rename("n").reset_index(), how="left")["n"]
    whole = np.isfinite(table).sum(axis=0) == sizes.fillna(-1).to_numpy()
    lowest = np.where(whole, np.min(np.where(np.isnan(table), np.inf, table), axis=0), np.nan)
    highest = np.where(whole, np.max(np.where(np.isnan(table), -np.inf, table), axis=0), np.nan)
    return goals.assign(lowest=lowest, highest=highest)


def _probabilities_without(
    used: pd.DataFrame, goals: pd.DataFrame, keys: list[str], places: Sequence[int]
) -> np.ndarray:
    """Each goal's probability without the figure in each place: a row a place, a column a goal."""
    if not len(places):
        return np.full((1, len(goals)), np.nan)
    # every place at once, each as a key of its own: a call costs more than its rows
    points = pd.concat([used[used["_place"] != out].assign(_out=out) for out in places])
    asked = pd.concat([goals.assign(_out=out) for out in places], ignore_index=True)
    found = trend_attainment(points, asked, by=[*keys, "_out"])["probability"].to_numpy()
    had = [_had(goals, used, keys, out) for out in places]
    return np.where(had, found.reshape(len(places), len(goals)), np.nan)


def _had(goals: pd.DataFrame, used: pd.DataFrame, keys: list[str], out: int) -> np.ndarray:
    """Whether each goal's series has a figure in this place to leave out."""
    holds = used.loc[used["_place"] == out, keys].assign(_holds=True)
    return goals[keys].merge(holds, on=keys, how="left")["_holds"].notna().to_numpy()
