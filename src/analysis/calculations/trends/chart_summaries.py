"""What a control chart comes to: variation at its latest point, and assurance of its target."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.calculations.groups import day_column, group_codes
from analysis.calculations.shape import as_list, need_columns
from analysis.calculations.trends.control_charts import POINT_TYPES
from analysis.calculations.trends.control_rules import COMMON, RULES

NOT_CALCULATED, NOT_APPLICABLE = "cannot be calculated", "not applicable"
VARIATIONS = (
    NOT_CALCULATED,
    COMMON,
    "improvement high",
    "improvement low",
    "concern high",
    "concern low",
    "neutral high",
    "neutral low",
)
ASSURANCES = (
    NOT_CALCULATED,
    NOT_APPLICABLE,
    "consistently passing",
    "consistently failing",
    "hit or miss",
)
_COLUMNS = (
    *("points", "mean", "lower_limit", "upper_limit", "target"),
    *("rule", "point_type", "value_note", "note"),
)


def chart_summaries(
    charts: pd.DataFrame,
    *,
    by: str | Sequence[str] | None,
    value: str = "value",
    date: str = "period_start",
) -> pd.DataFrame:
    """One row a series: its latest point, variation and assurance.

    Parameters
    ----------
    charts
        As `control_charts.control_charts` gives it.
    by, value, date
        As they were given there.

    Returns
    -------
    pd.DataFrame
        In order of the keys: the latest `date` that has a value and that `value`; ``points,
        mean, lower_limit, upper_limit, target, rule, point_type, value_note, note`` there;
        ``variation`` (one of `VARIATIONS`): the type of that point, high or low by which side
        is good; ``assurance`` (one of `ASSURANCES`): whether the target lies outside the
        limits, so that the process as it stands passes or fails it every time, or within them,
        ends included. Without a target or a polarity assurance is not applicable.

    Examples
    --------
    >>> from analysis.calculations.trends.control_charts import control_charts
    >>> months = pd.date_range("2024-01-01", periods=12, freq="MS")
    >>> table = pd.DataFrame({"period_start": months, "value": [10, 12] * 6})
    >>> chart = control_charts(table, by=None, polarity="high_is_good", target=20)
    >>> chart_summaries(chart, by=None)[["variation", "assurance"]].values.tolist()
    [['common cause', 'consistently failing']]
    """
    keys = as_list(by)
    need_columns(charts, [*keys, date, value, "polarity", *_COLUMNS], of="chart_summaries")
    codes, groups = group_codes(charts, keys)
    days = day_column(charts, date, of="chart_summaries")
    shown = charts[value].notna().to_numpy() & ~np.isnat(days)
    # the latest row of each group, one with a value before any without
    order = np.lexsort((days, shown, codes))
    last = np.empty(len(groups), dtype=int)
    last[codes[order]] = order
    latest = charts.iloc[last].reset_index(drop=True)
    return groups.assign(
        **{column: latest[column] for column in dict.fromkeys([date, value, *_COLUMNS])},
        variation=pd.Categorical(_variations(latest), categories=VARIATIONS),
        assurance=pd.Categorical(_assurances(latest), categories=ASSURANCES),
    )


def _variations(latest: pd.DataFrame) -> np.ndarray:
    kind, rule = latest["point_type"].astype(object), latest["rule"].astype(object)
    limited = latest["upper_limit"].notna() & kind.notna()
    rising = rule.map({name: number % 2 == 1 for number, name in enumerate(RULES)})
    special = kind.isin(POINT_TYPES[1:3])
    side = np.where(rising, " high", " low")
    return np.where(limited, np.where(special, kind + side, kind), NOT_CALCULATED)


def _assurances(latest: pd.DataFrame) -> np.ndarray:
    target, way = latest["target"], latest["polarity"].astype(object)
    beyond = np.select([target > latest["upper_limit"], target < latest["lower_limit"]], [1, -1], 0)
    good = way.map({"high_is_good": 1, "low_is_good": -1, "none": 0}).to_numpy(dtype=int)
    return np.select(
        [
            target.isna() | (way == "none"),
            latest["upper_limit"].isna(),
            beyond == 0,
            beyond == good,
        ],
        [NOT_APPLICABLE, NOT_CALCULATED, "hit or miss", "consistently failing"],
        "consistently passing",
    )
