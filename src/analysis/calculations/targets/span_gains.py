"""What a target asks for beside what any area has gained in as many years."""

from collections.abc import Sequence

import pandas as pd

from analysis.calculations.shape import as_list, need_columns, need_unique, numbers
from analysis.calculations.targets.run_rates import DIRECTIONS
from analysis.errors import TableError

_NOISE = 1e-9


def span_gains(
    figures: pd.DataFrame, *, by: str | Sequence[str] = "area_code", years: int = 3
) -> pd.DataFrame:
    """Every change over a span of years that lies within one series.

    Parameters
    ----------
    figures
        The columns `by`, ``time`` (the year as a number), ``series`` and ``value``.
    years
        How long the span is.

    Returns
    -------
    pd.DataFrame
        One row a span whose both ends have a value: the columns `by`, ``series, from_time,
        to_time, gain`` (later minus earlier, in the unit of the value). Spans overlap.

    Raises
    ------
    TableError
        If a column is missing, a year stands twice in a series, or `years` is below 1.

    Examples
    --------
    >>> runs = pd.DataFrame({"area_code": "E09000016", "series": [0, 0, 1, 1], "value":
    ...                      [70.8, 71.7, 64.5, 68.5], "time": [2016, 2019, 2022, 2025]})
    >>> span_gains(runs)["gain"].round(1).tolist()
    [0.9, 4.0]
    """
    keys = [*as_list(by), "series"]
    if years < 1:
        raise TableError(f"A span of {years} years cannot be used: it is at least 1.")
    need_columns(figures, [*keys, "time", "value"], of="span_gains")
    need_unique(figures, [*keys, "time"], of="span_gains")
    rows = figures[keys].assign(
        time=numbers(figures["time"])[0], value=numbers(figures["value"])[0]
    )
    rows = rows.dropna(subset=["time", "value"])
    earlier = rows.assign(time=rows["time"] + years)
    spans = rows.merge(earlier, on=[*keys, "time"], suffixes=("", "_before"))
    spans = spans.assign(
        from_time=spans["time"] - years,
        to_time=spans["time"],
        gain=spans["value"] - spans["value_before"],
    )
    spans = spans.sort_values([*keys, "to_time"], ignore_index=True)
    return spans[[*keys, "from_time", "to_time", "gain"]]


def best_gains(
    gains: pd.DataFrame, groups: pd.DataFrame, *, required: float, direction: str
) -> pd.DataFrame:
    """The best gain that each group of areas has made, beside the gain that a target requires.

    Parameters
    ----------
    gains
        Rows of `span_gains` by ``area_code``.
    groups
        ``comparator, comparator_name, area_code``: which areas stand in which group.
    required
        The gain that the target asks for over such a span, in the unit of the value.
    direction
        "at least": the best gain is the largest; "at most": the smallest.

    Returns
    -------
    pd.DataFrame
        One row a group, in the order given: ``best, best_area, from_time, to_time``, ``areas``
        (with a span), ``spans``, ``reached`` (spans that gained what is required or better) and
        ``areas_reached``. A group without a span has counts of 0 and no best.

    Raises
    ------
    TableError
        If a column is missing or the direction is not known.
    """
    if direction not in DIRECTIONS:
        raise TableError(
            f'The direction "{direction}" is not known: it may be {" or ".join(DIRECTIONS)}.'
        )
    need_columns(gains, ["area_code", "gain", "from_time", "to_time"], of="best_gains")
    need_columns(groups, ["comparator", "comparator_name", "area_code"], of="best_gains")
    rows = []
    for (name, shown), members in groups.groupby(["comparator", "comparator_name"], sort=False):
        spans = gains[gains["area_code"].isin(members["area_code"])]
        met = spans[DIRECTIONS[direction] * (spans["gain"] - required) >= -_NOISE]
        row = {
            "comparator": name,
            "comparator_name": shown,
            "required": required,
            "areas": spans["area_code"].nunique(),
            "spans": len(spans),
            "reached": len(met),
            "areas_reached": met["area_code"].nunique(),
        }
        if len(spans):
            # of two equal gains the earlier span of the lower code, whatever the order of rows
            ordered = spans.sort_values(["area_code", "to_time"], ignore_index=True)
            best = ordered.loc[(DIRECTIONS[direction] * ordered["gain"]).idxmax()]
            row |= {"best": best["gain"], "best_area": best["area_code"]}
            row |= {"from_time": best["from_time"], "to_time": best["to_time"]}
        rows.append(row)
    columns = ["comparator", "comparator_name", "required", "best", "best_area", "from_time"]
    columns += ["to_time", "areas", "spans", "reached", "areas_reached"]
    return pd.DataFrame(rows, columns=columns)
