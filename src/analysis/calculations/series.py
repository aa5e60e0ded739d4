"""Which figure stands for a period, which is the latest, and where a series breaks."""

from collections.abc import Sequence

import pandas as pd

FIGURE = ["indicator", "area_code", "period", "group_type", "group"]


def official_figures(observations: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """One official row a figure.

    Where two sources give one figure, the one published later stands, and of two published on
    one day the one of lower rank in the register: the release itself before a compilation.

    Returns
    -------
    pd.DataFrame
        The rows of `observations` that stand, in order of indicator, group, area and time.
        Figures of council papers are left out: they stand beside, never in place of, these.
    """
    register = sources.set_index("source_id")
    table = observations.assign(
        kind=observations["source_id"].map(register["kind"]),
        source_rank=observations["source_id"].map(register["rank"]),
    )
    table = table[table["kind"] == "official"]
    table = table.sort_values(
        [*FIGURE, "published", "source_rank"], ascending=[True] * 6 + [False]
    ).drop_duplicates(FIGURE, keep="last")
    order = ["indicator", "group_type", "group", "area_code", "period_start"]
    return table.sort_values(order).drop(columns=["kind", "source_rank"]).reset_index(drop=True)


def with_series(table: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Number the series of each indicator: 0 before the first break, 1 from it on.

    ``series_breaks`` of the indicators table names the first period of each new series.
    """
    breaks = indicators.set_index("indicator")["series_breaks"]
    starts = {
        indicator: [period for period in text.split(";") if period]
        for indicator, text in breaks.items()
    }
    number = [
        sum(period >= start for start in starts.get(indicator, []))
        for indicator, period in zip(table["indicator"], table["period"], strict=True)
    ]
    return table.assign(series=pd.array(number, dtype="Int64"))


def latest_figures(figures: pd.DataFrame) -> pd.DataFrame:
    """The newest period that has a value, for each indicator, area and group.

    Returns
    -------
    pd.DataFrame
        One row each, with ``newer_without_value``: the label of the newest period if that one
        has no value, else blank. A figure that has never had a value keeps its newest row.
    """
    keys = ["indicator", "area_code", "group_type", "group"]
    ordered = figures.sort_values("period_end")
    newest = ordered.drop_duplicates(keys, keep="last").set_index(keys)
    valued = ordered[ordered["value"].notna()].drop_duplicates(keys, keep="last").set_index(keys)
    table = pd.concat([valued, newest[~newest.index.isin(valued.index)]]).sort_index()
    later = newest["period"].reindex(table.index)
    table["newer_without_value"] = later.where(later != table["period"], "")
    return table.reset_index()


def changes_within_series(figures: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Each figure beside the one before it and the first of its series, never across a break.

    Returns
    -------
    pd.DataFrame
        The rows of `figures` that have a value, with ``series``, ``points`` (how many figures
        the series has so far), ``previous_period``, ``change`` (on the figure before it),
        ``first_period`` and ``change_since_first``, in the unit of the value (points for
        percentages).
    """
    table = with_series(figures[figures["value"].notna()], indicators)
    keys = ["indicator", "area_code", "group_type", "group", "series"]
    table = table.sort_values([*keys, "period_start"])
    runs = table.groupby(keys, sort=False)
    return table.assign(
        points=runs.cumcount() + 1,
        previous_period=runs["period"].shift().fillna(""),
        change=table["value"] - runs["value"].shift(),
        first_period=runs["period"].transform("first"),
        change_since_first=table["value"] - runs["value"].transform("first"),
    ).reset_index(drop=True)


def unbroken_runs(
    table: pd.DataFrame, *, by: str | Sequence[str], months: int, date: str = "period_start"
) -> pd.DataFrame:
    """Number the runs of points that follow each other without a gap.

    Parameters
    ----------
    by
        Columns that tell the series apart.
    months
        From one point to the next: 3 for quarters, 1 for months. Points of quarters that are
        further apart than that have a gap between them, and so has a point without a value.

    Returns
    -------
    pd.DataFrame
        The rows that have a value, in order of series and time, with ``run`` (0 for the oldest
        of its series) and ``run_points`` (how many points that run has).
    """
    keys = [by] if isinstance(by, str) else list(by)
    rows = table[table["value"].notna()].sort_values([*keys, date])
    month = 12 * rows[date].dt.year + rows[date].dt.month
    series = rows.groupby(keys, sort=False, dropna=False).ngroup()
    after_gap = (month.groupby(series).diff() != months).astype(int)
    rows = rows.assign(run=after_gap.groupby(series).cumsum() - 1)
    return rows.assign(run_points=rows.groupby([series, "run"])["run"].transform("size"))
