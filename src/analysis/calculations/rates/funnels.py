"""Funnel limits: how far from the average an area of its size may be by chance alone."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import chdtriv

from analysis.calculations.areas import areas_of
from analysis.calculations.rates.counts import usable_counts
from analysis.calculations.rates.poisson import EXACT_BELOW
from analysis.calculations.shape import (
    as_list,
    constant,
    first_reason,
    need_columns,
    need_positive,
    numbers,
    with_notes,
    z_score,
)
from analysis.errors import TableError

# statistic: what its value is multiplied by unless another is asked for
STATISTICS = {"proportion": 100.0, "rate": 100_000.0, "ratio": 1.0}
_LEVELS = {"95": 0.95, "99_8": 0.998}
_WORDS = ["low", "within", "high"]
_OF = "funnel_limits"


def funnel_limits(
    table: pd.DataFrame,
    *,
    statistic: str,
    by: str | Sequence[str] | None = None,
    numerator: str = "numerator",
    denominator: str = "denominator",
    rate: str | None = None,
    average: float | None = None,
    multiplier: float | None = None,
) -> pd.DataFrame:
    """Each area's 95% and 99.8% control limits about the average, and on which side it lies.

    Parameters
    ----------
    table
        One row an area. "proportion": a part in `numerator` and its whole in `denominator`.
        "rate": events and population (or person-years). "ratio": events observed and expected.
    statistic
        "proportion", "rate" or "ratio".
    by
        Columns within which areas share an average. Rows are not added up.
    rate
        A column of directly standardised rates, in units of `multiplier`. The population is then
        worked out from events and rate, so that limits fit the standardised rate, and areas of
        fewer than 10 events have none.
    average
        The centre in units of `multiplier`, such as England's value. Without it: all events over
        the whole population of the areas with figures; for a ratio, the reference.
    multiplier
        100 for a proportion, 100,000 for a rate and 1 for a ratio unless another is given.

    Returns
    -------
    pd.DataFrame
        The table with ``value, average, lower_95, upper_95, lower_99_8, upper_99_8`` (in units of
        `multiplier`), ``significance_95`` and ``significance_99_8`` ("low", "within" or "high",
        a value exactly on a limit being within it; missing without a value), ``statistic, method,
        value_note, note``. With `rate`, `denominator` holds the population worked out.

    Raises
    ------
    TableError
        If a column is missing, or a statistic, average or multiplier cannot be used.

    Notes
    -----
    Spiegelhalter DJ, Stat Med 2005;24:1185-202; Public Health England, Technical guide: funnel
    plots. Proportions: average -/+ z sqrt(average (1 - average) / n), which is where Wilson's
    interval of the area just touches the average. Rates and ratios: the counts O between which
    the exact Poisson limits of O just touch the expected count, from the chi-squared
    distribution solved for its degrees of freedom. Limits never leave 0 to the whole.

    PHEindicatormethods finds the Poisson limits by bisection, up to 5 parts in 100,000 off; cuts
    proportions at 100 whatever the multiplier; judges rates and ratios from 10 events by Byar's
    limits, though the lines that it draws are exact; and knows one average for all groups.

    Examples
    --------
    >>> areas = pd.DataFrame({"numerator": [50, 30, 10], "denominator": [100, 100, 100]})
    >>> limits = funnel_limits(areas, statistic="proportion")
    >>> limits[["value", "average", "lower_95", "upper_95"]].round(1).values.tolist()[0]
    [50.0, 30.0, 21.0, 39.0]
    >>> limits["significance_99_8"].tolist()
    ['high', 'within', 'low']
    """
    multiplier = _multiplier(statistic, multiplier)
    need_columns(table, as_list(by), of=_OF)
    if rate is None:
        part = statistic == "proportion"
        rows, x, n, codes = usable_counts(table, None, numerator, denominator, of=_OF, part=part)
    elif statistic != "rate":
        raise TableError(f'{_OF} takes a column of rates for the statistic "rate" alone.')
    else:
        x, n, codes = _from_rates(table, numerator, rate, multiplier)
        rows = table.assign(**{denominator: n})
    centre = _centre(rows, as_list(by), x, n, statistic, average, multiplier)
    usable = codes == 0
    x, n = np.where(usable, x, np.nan), np.where(usable, n, np.nan)
    value = x / n
    found = {"value": value * multiplier, "average": centre * multiplier}
    sides = {}
    for name, level in _LEVELS.items():
        lower, upper = _limits(statistic, n, centre, level)
        found |= {f"lower_{name}": lower * multiplier, f"upper_{name}": upper * multiplier}
        side = np.where(value > upper, 2, np.where(value < lower, 0, 1))
        sides[f"significance_{name}"] = pd.Categorical.from_codes(
            np.where(usable, side, -1), categories=_WORDS
        )
    return with_notes(
        rows.assign(**found, **sides, **_labels(statistic, multiplier, len(rows))), codes
    )


def funnel_curve(
    limits: pd.DataFrame,
    *,
    statistic: str,
    by: str | Sequence[str] | None = None,
    denominator: str = "denominator",
    multiplier: float | None = None,
    points: int = 100,
) -> pd.DataFrame:
    """The same limits over a range of sizes, for the lines of a funnel plot.

    Parameters
    ----------
    limits
        What `funnel_limits` gave, with the same options.
    points
        How many sizes, from 95% of the smallest area's to 105% of the largest's, each larger
        than the last by the same factor.

    Returns
    -------
    pd.DataFrame
        For each group of `by`, `points` rows: `denominator`, ``average, lower_95, upper_95,
        lower_99_8, upper_99_8``. A group without an area that has limits has no rows.

    Raises
    ------
    TableError
        If a column is missing, an option cannot be used, or a group has two averages.

    Notes
    -----
    As `funnel_limits`.

    Examples
    --------
    >>> areas = pd.DataFrame({"numerator": [50, 30], "denominator": [100, 400]})
    >>> curve = funnel_curve(
    ...     funnel_limits(areas, statistic="proportion"), statistic="proportion", points=3
    ... )
    >>> curve[["denominator", "average", "lower_95"]].round(1).values.tolist()
    [[95.0, 16.0, 8.6], [199.7, 16.0, 10.9], [420.0, 16.0, 12.5]]
    """
    multiplier = _multiplier(statistic, multiplier)
    keys = as_list(by)
    need_columns(limits, [*keys, denominator, "average", "lower_95"], of="funnel_curve")
    if isinstance(points, bool) or not isinstance(points, int | np.integer) or points < 2:
        raise TableError(
            f"funnel_curve needs points that are whole and from 2: {points!r} was given."
        )
    drawn = limits[limits["lower_95"].notna()]
    groups = areas_of(drawn, keys)
    sizes = pd.Series(numbers(drawn[denominator])[0]).groupby(groups.number)
    centres = pd.Series(numbers(drawn["average"])[0]).groupby(groups.number)
    if (centres.max() > centres.min()).any():
        raise TableError(
            "funnel_curve finds two averages in one group: give the by= of the limits."
        )
    smallest, largest = 0.95 * sizes.min().to_numpy(), 1.05 * sizes.max().to_numpy()
    n = np.geomspace(smallest, largest, points, axis=1).ravel() if len(drawn) else np.empty(0)
    centre = np.repeat(centres.first().to_numpy() / multiplier, points)
    found = {denominator: n, "average": centre * multiplier}
    for name, level in _LEVELS.items():
        lower, upper = _limits(statistic, n, centre, level)
        found |= {f"lower_{name}": lower * multiplier, f"upper_{name}": upper * multiplier}
    rows = groups.table.loc[groups.table.index.repeat(points)].reset_index(drop=True)
    return rows.assign(**found)


def _multiplier(statistic: str, multiplier: float | None) -> float:
    if statistic not in STATISTICS:
        raise TableError(
            f'A funnel of "{statistic}" is not known: it may be of {", ".join(STATISTICS)}.'
        )
    if multiplier is None:
        return STATISTICS[statistic]
    need_positive(multiplier, "multiplier", of=_OF)
    return float(multiplier)


def _from_rates(
    table: pd.DataFrame, numerator: str, rate: str, multiplier: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Events, the population that gives them at the area's rate, and reasons."""
    need_columns(table, [numerator, rate], of=_OF)
    x, x_wrong = numbers(table[numerator])
    value, wrong = numbers(table[rate])
    below = (x < 0) | (value < 0)
    few = (x >= 0) & (x < EXACT_BELOW)
    found = first_reason(
        (below, "a figure is below 0"),
        (few, "fewer than 10 events"),
        (value == 0, "a limit cannot be computed"),
    )
    codes = np.where(found > 0, found, np.maximum(x_wrong, wrong)).astype(np.int8)
    n = np.divide(multiplier * x, value, out=np.full(len(x), np.nan), where=(value > 0) & (x > 0))
    return np.where(below, np.nan, x), np.where(below, np.nan, n), codes


def _centre(
    rows: pd.DataFrame,
    keys: list[str],
    x: np.ndarray,
    n: np.ndarray,
    statistic: str,
    average: float | None,
    multiplier: float,
) -> np.ndarray:
    """The average of each row's group, as a share, a rate for one person or a ratio."""
    if average is not None:
        need_positive(average, "average", of=_OF)
        if statistic == "proportion" and average > multiplier:
            raise TableError(
                f"{_OF} has an average of {average:g} of {multiplier:g}: a part is no more than "
                "its whole."
            )
        return np.full(len(rows), average / multiplier)
    if statistic == "ratio":
        return np.ones(len(rows))
    known = ~np.isnan(n)  # a size is known only where the count is
    groups = areas_of(rows, keys)
    events, people = (groups.add(np.where(known, count, 0.0)) for count in (x, n))
    centre = np.divide(events, people, out=np.full(len(events), np.nan), where=people > 0)
    return centre[groups.number]


def _limits(
    statistic: str, n: np.ndarray, centre: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Limits about the centre for areas of size n, in the centre's unit."""
    if statistic == "proportion":
        reach = z_score(level) * np.sqrt(centre * (1 - centre) / n)
        return np.clip(centre - reach, 0, 1), np.clip(centre + reach, 0, 1)
    expected = n * centre
    tail = (1 - level) / 2
    # the Poisson tail is a chi-squared one with twice the count as degrees of freedom
    lower = np.maximum(chdtriv(1 - tail, 2 * expected) / 2 - 1, 0)
    upper = chdtriv(tail, 2 * expected) / 2
    nothing = expected == 0
    return np.where(nothing, 0, lower) / n, np.where(nothing, 0, upper) / n


def _labels(statistic: str, multiplier: float, rows: int) -> dict[str, pd.Categorical]:
    if statistic == "proportion":
        kind = "percentage" if multiplier == 100 else f"proportion of {multiplier:g}"
        return {"statistic": constant(kind, rows), "method": constant("Wilson", rows)}
    kind = f"rate per {multiplier:,g}" if statistic == "rate" else "ratio"
    if statistic == "ratio" and multiplier != 1:
        kind = f"ratio x {multiplier:,g}"
    return {"statistic": constant(kind, rows), "method": constant("Exact Poisson", rows)}
