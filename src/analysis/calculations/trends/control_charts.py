"""XmR control charts with the rules of NHS England's Making Data Count, many series at once."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.calculations.groups import day_column, group_codes, word_of_each, word_of_each_group
from analysis.calculations.shape import (
    as_list,
    first_reason,
    need_columns,
    need_unique,
    with_notes,
)
from analysis.calculations.trends.chart_options import (
    baseline_points,
    measured,
    rebased,
    target_of_each,
)
from analysis.calculations.trends.control_rules import COMMON, RULES, Limits, rule_of_each
from analysis.vocabulary import POLARITIES

MINIMUM = 12  # points below which limits are provisional
TO_LIMIT = 2.66  # 3 / 1.128: mean moving range to three standard deviations
TO_OUTLIER = 3.267  # the upper limit of moving ranges
POINT_TYPES = (COMMON, "improvement", "concern", "neutral high", "neutral low")
_OF = "control_charts"
# in the order of RULES: which way a point lies or goes
_WAY = np.array([0, 1, -1, 1, -1, 1, -1, 1, -1])
_GOOD_WAY = {"high_is_good": 1, "low_is_good": -1, "none": 0}


def control_charts(
    table: pd.DataFrame,
    *,
    by: str | Sequence[str] | None,
    polarity: str,
    value: str = "value",
    date: str = "period_start",
    target: float | str | None = None,
    baseline: int | None = None,
    rebase: object | None = None,
    screen: bool = True,
) -> pd.DataFrame:
    """XmR charts: mean, limits and the rule that each point keeps to.

    Parameters
    ----------
    table
        One row a point, in any order: a number in `value`, missing where there is none, and a
        day in `date`. Points are taken to follow each other at equal steps:
        `series.unbroken_runs` says whether they do.
    by
        Columns that tell the series apart; None if the table is one series.
    polarity
        "high_is_good", "low_is_good" or "none", or the column that says which. No default: it
        decides between improvement and concern.
    target
        A number, or the column that holds one; missing where there is none.
    baseline
        Take mean and limits from the first so many points of each segment, at least 12; from
        all points if None.
    rebase
        Days on which a new segment begins in every series; or a table with the columns of `by`
        and `date`, for days that differ. Nothing looks across: not mean, limits, or rules.
    screen
        Leave moving ranges of 3.267 times their mean or more out of the mean moving range, once.

    Returns
    -------
    pd.DataFrame
        The rows of `table`, in its order, with ``segment`` (0 before the first rebase),
        ``points`` (that mean and limits rest on), ``mean, moving_range, lower_limit,
        upper_limit, lower_near, upper_near`` (two thirds of the way) in the unit of the value,
        ``target, polarity, rule`` (one of `RULES`), ``point_type`` (one of `POINT_TYPES`),
        ``value_note, note``. Limits are not cut at 0 or 100. A missing value has no rule, breaks
        runs, and takes the moving ranges on both its sides with it. A segment of fewer than 12
        points has limits, marked as of low reliability; one without two neighbouring values has
        none; one that does not vary has limits at its mean.

    Raises
    ------
    TableError
        If a column is missing, a day stands twice in a series, dates or values are text, a
        polarity is unknown or changes within a series, a baseline is below 12, or a day to
        rebase at is not in the data.

    Notes
    -----
    NHS England, Making Data Count: Strengthening your decisions, 2019. Provost LP, Murray SK,
    The Health Care Data Guide, 2011, chapter 5. Screening: Nelson LS, J Qual Technol
    1982;14:172-3.

    Examples
    --------
    >>> months = pd.date_range("2024-01-01", periods=12, freq="MS")
    >>> table = pd.DataFrame({"period_start": months, "value": [10, 12] * 6})
    >>> chart = control_charts(table, by=None, polarity="high_is_good")
    >>> chart.loc[0, ["mean", "lower_limit", "upper_limit"]].round(2).tolist()
    [11.0, 5.68, 16.32]
    """
    keys = as_list(by)
    need_columns(table, [*keys, date, value], of=_OF)
    days = day_column(table, date, of=_OF)
    need_unique(table[~np.isnat(days)], [*keys, date], of=_OF)
    codes, groups = group_codes(table, keys)
    ways = word_of_each(table, polarity, allowed=POLARITIES, name="polarity", of=_OF)
    word_of_each_group(ways, codes, groups, name="polarity", of=_OF)
    wanted = baseline_points(baseline, at_least=MINIMUM)
    figure = np.where(np.isnat(days), np.nan, measured(table[value], of=_OF))

    order = np.lexsort((days, codes))
    begins = rebased(rebase, days, codes, groups, keys=keys, date=date)[order]
    first = np.r_[True, np.diff(codes[order]) != 0][: len(order)]
    segment = np.cumsum(begins | first) - 1
    limits, points, moving = _limits(figure[order], segment, wanted, screen=screen)
    rule = rule_of_each(figure[order], segment, limits)

    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    # a series counts its own segments, from 0
    own = segment - np.maximum.accumulate(np.where(first, segment, 0))
    rule, way = rule[back], pd.Categorical(ways, categories=POLARITIES)
    charted = table.assign(
        segment=own[back],
        points=points[back],
        mean=limits.mean[back],
        moving_range=moving[back],
        lower_limit=limits.lower[back],
        upper_limit=limits.upper[back],
        lower_near=limits.lower_near[back],
        upper_near=limits.upper_near[back],
        target=target_of_each(table, target, of=_OF),
        polarity=way,
        rule=pd.Categorical.from_codes(rule, categories=RULES),
        point_type=pd.Categorical.from_codes(_types(rule, way), categories=POINT_TYPES),
    )
    spread = (limits.upper - limits.lower)[back]
    reasons = first_reason(
        (np.isnat(days), "a date is missing"),
        (np.isnan(figure), "a figure is missing"),
        (np.isnan(spread), "too few points"),
        (spread == 0, "the values do not vary"),
        (points[back] < MINIMUM, "fewer than 12 points"),
    )
    return with_notes(charted, reasons)


def _limits(
    figure: np.ndarray, segment: np.ndarray, baseline: int | None, *, screen: bool
) -> tuple[Limits, np.ndarray, np.ndarray]:
    """Limits and number of points at each point, and the moving range that leads to it.

    Values stand in order of time within each segment.
    """
    starts = np.flatnonzero(np.r_[True, np.diff(segment) != 0][: len(segment)])
    moving = np.full(len(figure), np.nan)
    moving[1:] = np.abs(np.diff(figure))
    moving[starts] = np.nan
    based = figure
    if baseline is not None:
        place = np.arange(len(segment)) - starts[segment]
        based = np.where(place < baseline, figure, np.nan)
    ranges = np.where(np.isnan(based), np.nan, moving)
    points = np.bincount(segment, ~np.isnan(based), minlength=len(starts))
    mean, mean_range = _means(based, segment), _means(ranges, segment)
    if screen:
        # where nothing varies there is nothing to screen
        kept = (ranges < TO_OUTLIER * mean_range[segment]) | (mean_range[segment] == 0)
        mean_range = _means(np.where(kept, ranges, np.nan), segment)
    reach = TO_LIMIT * mean_range
    limits = Limits(
        mean=mean[segment],
        lower=(mean - reach)[segment],
        upper=(mean + reach)[segment],
        lower_near=(mean - reach * 2 / 3)[segment],
        upper_near=(mean + reach * 2 / 3)[segment],
    )
    return limits, points[segment].astype(int), moving


def _means(values: np.ndarray, segment: np.ndarray) -> np.ndarray:
    """Mean of each segment's values that are there; missing where none is."""
    held = ~np.isnan(values)
    count = np.bincount(segment, held)
    total = np.bincount(segment, np.where(held, values, 0))
    return np.divide(total, count, out=np.full(len(count), np.nan), where=count > 0)


def _types(rule: np.ndarray, polarity: pd.Categorical) -> np.ndarray:
    """The number in `POINT_TYPES` of each point; -1 where it has no rule."""
    good = np.array([_GOOD_WAY[word] for word in POLARITIES])[polarity.codes]
    way = _WAY[rule]
    kind = np.select([way == 0, (good == 0) & (way > 0), good == 0, way == good], [0, 3, 4, 1], 2)
    return np.where(rule < 0, -1, kind).astype(np.int8)
