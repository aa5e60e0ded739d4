"""Recent trend of an area's annual indicators, and control charts of its quarterly ones."""

import pandas as pd

from analysis.calculations.series import unbroken_runs, with_series
from analysis.calculations.trends.control_charts import MINIMUM, control_charts
from analysis.calculations.trends.trends import POINTS, recent_trends

_JUDGED = [
    *("mean", "lower_limit", "upper_limit", "lower_near", "upper_near"),
    *("rule", "point_type"),
]
_ABOUT = ["short_name", "polarity", "statistic", "cadence", "series_breaks"]


def annual_trends(
    figures: pd.DataFrame,
    indicators: pd.DataFrame,
    area_code: str,
    order: list[str],
    *,
    confidence: float,
) -> pd.DataFrame:
    """Recent trend of each annual indicator, in the order asked for.

    Parameters
    ----------
    figures
        Official figures with their intervals, of all areas and groups.
    order
        Indicators of the report.
    confidence
        Coverage of the intervals.

    Returns
    -------
    pd.DataFrame
        One row an indicator of which the area has figures, as `trends.recent_trends` gives it,
        with its ``short_name``; of the points used ``first_period`` and ``last_period``
        (labels), ``source_ids``, ``source_refs`` and how many come ``with_value``,
        ``with_counts`` and ``with_limits``; and ``new_series_from`` (the break that the newest
        series begins at, or blank).
    """
    rows = _of_area(figures, indicators, area_code, order, "annual")
    rows = with_series(rows, indicators)
    found = recent_trends(
        rows, by="indicator", polarity="polarity", statistic="statistic", confidence=confidence
    )
    used = rows[rows["series"] == rows.groupby("indicator")["series"].transform("max")]
    used = used.sort_values("period_start").groupby("indicator").tail(POINTS)
    used = used.assign(
        counted=used[["numerator", "denominator"]].notna().all(axis=1),
        limited=used[["lower_ci", "upper_ci"]].notna().all(axis=1),
    ).groupby("indicator")
    about = used.agg(
        short_name=("short_name", "first"),
        first_period=("period", "first"),
        last_period=("period", "last"),
        source_ids=("source_id", lambda ids: ";".join(sorted(set(ids)))),
        source_refs=("source_ref", lambda refs: "; ".join(dict.fromkeys(refs))),
        with_value=("value", "count"),
        with_counts=("counted", "sum"),
        with_limits=("limited", "sum"),
        series=("series", "first"),
        series_breaks=("series_breaks", "first"),
    )
    about["new_series_from"] = [
        text.split(";")[number - 1] if number else ""
        for text, number in zip(about["series_breaks"], about["series"], strict=True)
    ]
    about = about.drop(columns=["series", "series_breaks"]).reset_index()
    return _ordered(found.merge(about, on="indicator"), order)


def quarterly_charts(
    figures: pd.DataFrame, indicators: pd.DataFrame, area_code: str, order: list[str]
) -> pd.DataFrame:
    """Points of each quarterly indicator, with control limits where enough follow each other.

    Returns
    -------
    pd.DataFrame
        One row a point with a value, as `control_charts.control_charts` gives it, with ``run``
        and ``run_points`` of `series.unbroken_runs` and the indicator's ``short_name``. Limits
        are given to the newest run alone, and only if it has at least 12 quarters: moving
        ranges from quarter to quarter cannot be had across a gap.
    """
    rows = _of_area(figures, indicators, area_code, order, "quarterly")
    rows = unbroken_runs(rows, by="indicator", months=3)
    charts = control_charts(rows, by=["indicator", "run"], polarity="polarity")
    newest = charts["run"] == charts.groupby("indicator")["run"].transform("max")
    limited = newest & (charts["run_points"] >= MINIMUM)
    charts[_JUDGED] = charts[_JUDGED].where(limited)
    charts["value_note"] = rows["value_note"]  # marks of the figure, not of its limits
    return _ordered(charts, order)


def _of_area(
    figures: pd.DataFrame,
    indicators: pd.DataFrame,
    area_code: str,
    order: list[str],
    cadence: str,
) -> pd.DataFrame:
    ours = figures[(figures["area_code"] == area_code) & (figures["group_type"] == "all")]
    ours = ours[ours["indicator"].isin(order)]
    rows = ours.merge(indicators[["indicator", *_ABOUT]], on="indicator")
    return rows[rows["cadence"] == cadence].reset_index(drop=True)


def _ordered(table: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    place = table["indicator"].map({name: number for number, name in enumerate(order)})
    return table.iloc[place.argsort(kind="stable")].reset_index(drop=True)
