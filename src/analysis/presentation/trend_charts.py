"""Control charts of quarterly figures: points joined only where quarters follow each other."""

import pandas as pd
from matplotlib.ticker import MaxNLocator

from analysis.calculations.trends.control_charts import MINIMUM
from analysis.calculations.trends.control_rules import COMMON
from analysis.presentation.chart import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    Chart,
    drawing,
    label,
    ticks,
)
from analysis.presentation.wording import amount, listed, plural

# a marker of its own for each, so that colour is not the only sign
_POINTS = {
    COMMON: ("o", GREY, "common cause"),
    "improvement": ("^", BLUE, "special cause, improvement"),
    "concern": ("s", ORANGE, "special cause, concern"),
    "neutral high": ("D", PURPLE, "special cause, high"),
    "neutral low": ("v", PURPLE, "special cause, low"),
}
_LABELLED = 12  # more values than this cannot be read beside each other


def control_charts(charts: pd.DataFrame, *, area: str) -> list[Chart]:
    """A control chart for each quarterly indicator.

    Parameters
    ----------
    charts
        Rows of `area_trends.quarterly_charts`; a run without limits is drawn without them.
    """
    return [_control_chart(rows, area=area) for _, rows in charts.groupby("indicator", sort=False)]


def _control_chart(rows: pd.DataFrame, *, area: str) -> Chart:
    limited = rows[rows["upper_limit"].notna()]
    unit = rows["unit"].iloc[0]
    with drawing(8, 4) as figure:
        axes = figure.panel
        for _, run in rows.groupby("run"):
            axes.plot(_middle(run), run["value"], "-", color=GREY, linewidth=1.2, zorder=1)
        _draw_points(axes, rows)
        if len(limited):
            _draw_limits(axes, limited)
            figure.key(columns=3)
        if len(rows) <= _LABELLED:
            _label_points(axes, rows)
        _year_ticks(axes, rows)
        axes.margins(x=0.06, y=0.2)
        if len(limited):  # room beside the newest point for the names of the lines
            left, right = axes.get_xlim()
            axes.set_xlim(left, right + 0.16 * (right - left))
        axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.set_ylabel("per cent" if unit == "%" else unit)
        return Chart(
            figure,
            headline=f"{rows['short_name'].iloc[0]}, quarter by quarter",
            subtitle=_subtitle(rows, limited, area),
            alt=_alt(rows, limited, area),
        )


def _middle(rows: pd.DataFrame) -> pd.Series:
    return rows["period_start"] + (rows["period_end"] - rows["period_start"]) / 2


def _draw_points(axes, rows: pd.DataFrame) -> None:
    kinds = rows["point_type"].astype(object).where(rows["point_type"].notna(), "")
    for kind, part in rows.groupby(kinds, sort=False):
        marker, colour, name = _POINTS.get(kind, ("o", GREY, ""))
        axes.plot(
            _middle(part), part["value"], marker, color=colour, label=name, markersize=8, zorder=2
        )


def _draw_limits(axes, limited: pd.DataFrame) -> None:
    ends = _middle(limited).iloc[[0, -1]]
    last = limited.iloc[-1]
    for column, style, words in (
        ("mean", "-", "mean"),
        ("upper_limit", "--", "upper limit"),
        ("lower_limit", "--", "lower limit"),
    ):
        axes.plot(ends, [last[column]] * 2, style, color=INK, linewidth=1)
        label(
            axes,
            ends.iloc[1],
            last[column],
            f"{words} {amount(last[column], last['unit'])}",
            right=8,
            ha="left",
            va="center",
            size=10,
        )


def _label_points(axes, rows: pd.DataFrame) -> None:
    for when, row in zip(_middle(rows), rows.itertuples(), strict=True):
        label(axes, when, row.value, amount(row.value, row.unit), up=8, size=10)


def _year_ticks(axes, rows: pd.DataFrame) -> None:
    """A tick where each financial year begins."""
    first = rows["period_start"].min()
    start = first.year - (first.month < 4)
    last = rows["period_end"].max().year
    years = range(start, last + 1, 1 + (last - start) // 11)
    ticks(
        axes.xaxis,
        [pd.Timestamp(year, 4, 1) for year in years],
        [f"April\n{year}" for year in years],
    )


def _subtitle(rows: pd.DataFrame, limited: pd.DataFrame, area: str) -> str:
    what = "Per cent" if rows["unit"].iloc[0] == "%" else rows["unit"].iloc[0].capitalize()
    span = f"{what}, {area}, {rows['period'].iloc[0]} to {rows['period'].iloc[-1]}."
    joined = "Points are joined only where quarters follow each other."
    if len(limited):
        return f"{span} {joined} Limits by moving ranges of {len(limited)} quarters in a row."
    return f"{span} {joined} No control limits: fewer than {MINIMUM} quarters in a row."


def _alt(rows: pd.DataFrame, limited: pd.DataFrame, area: str) -> str:
    unit = rows["unit"].iloc[0]
    if limited.empty:
        points = [f"{amount(r.value, unit)} in {r.period}" for r in rows.itertuples()]
        return f"{area}: {listed(points)}. No control limits are drawn."
    last = limited.iloc[-1]
    kinds = limited["point_type"].value_counts()
    told = [
        f"{plural(int(kinds[kind]), 'point is', 'points are')} {words}"
        for kind, (_, _, words) in _POINTS.items()
        if kinds.get(kind, 0)
    ]
    return (
        f"{area}: {plural(len(limited), 'quarter', 'quarters')} in a row from "
        f"{limited['period'].iloc[0]} to {last['period']}, mean {amount(last['mean'], unit)}, "
        f"limits {amount(last['lower_limit'], unit)} to {amount(last['upper_limit'], unit)}, "
        f"newest {amount(last['value'], unit)}; {listed(told)}."
    )
