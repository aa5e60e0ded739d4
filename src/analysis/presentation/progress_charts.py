"""Charts of a plan's actions: when they are due, and how much each lead carries."""

from datetime import date

import pandas as pd

from analysis.calculations.plans.plan_progress import PlanProgress, due_months
from analysis.presentation.chart import BLUE, ORANGE, Chart, drawing, label, ticks
from analysis.presentation.wording import day, listed

_MOST = 12  # leads that a chart can show and still be read


def due_chart(one: PlanProgress, *, as_at: date) -> Chart | None:
    """Actions by the month of their last date, or by year of the plan where it has no calendar."""
    months = due_months(one.actions)
    if len(months):
        return _by_month(one, months, as_at)
    return _by_year(one) if len(one.phases) else None


def _by_month(one: PlanProgress, months: pd.DataFrame, as_at: date) -> Chart:
    with drawing(8, 3.4) as figure:
        axes = figure.panel
        places = range(len(months))
        axes.bar(places, months["actions"], color=BLUE, width=0.7)
        _counts(axes, places, months["actions"])
        inside = int((months["month"] < pd.Timestamp(as_at)).sum())
        axes.axvline(inside - 0.5, color=ORANGE, linewidth=2)
        ticks(
            axes.xaxis,
            places,
            [
                f"{m:%b}\n{m:%Y}" if m.month == 1 or not n else f"{m:%b}"
                for n, m in enumerate(months["month"])
            ],
        )
        _upright(axes, months["actions"])
        top = axes.get_ylim()[1]
        label(axes, inside - 0.5, top, f"by {day(as_at)}", right=-5, up=4, ha="right")
        parts = [f"{row.month:%B %Y}: {row.actions}" for row in months.itertuples() if row.actions]
        return Chart(
            figure,
            headline="When actions have their last date",
            subtitle=f"Actions of {one.plan['title']} by month; left of the line the date has "
            "passed.",
            alt=f"Actions by the month of their last date. {'; '.join(parts)}.",
        )


def _by_year(one: PlanProgress) -> Chart:
    with drawing(8, 3.0) as figure:
        axes = figure.panel
        places = range(len(one.phases))
        axes.bar(places, one.phases["actions"], color=BLUE, width=0.5)
        _counts(axes, places, one.phases["actions"])
        ticks(axes.xaxis, places, [f"Year {year}" for year in one.phases["year"]])
        _upright(axes, one.phases["actions"])
        parts = [f"year {r.year}: {r.actions}" for r in one.phases.itertuples()]
        return Chart(
            figure,
            headline="Actions in each year of the plan",
            subtitle=f"{one.plan['title']}; an action counts in every year that it runs in.",
            alt=f"Actions running in each year of the plan. {'; '.join(parts)}.",
        )


def _counts(axes, places, values: pd.Series) -> None:
    for place, value in zip(places, values, strict=True):
        if value:
            label(axes, place, value, str(value), va="bottom")


def _upright(axes, values: pd.Series) -> None:
    axes.set_ylim(0, float(values.max()) * 1.18)
    axes.set_ylabel("actions")
    axes.yaxis.get_major_locator().set_params(integer=True)


def lead_chart(one: PlanProgress) -> Chart | None:
    """The leads that carry most, and for how much of it they are the only one named."""
    if one.workload.empty:
        return None
    shown = one.workload.head(_MOST)
    rows = shown.iloc[::-1].reset_index(drop=True)
    with drawing(8, 1.2 + 0.36 * len(rows), grid="x") as figure:
        axes = figure.panel
        axes.barh(rows.index, rows["alone"], color=BLUE, label="As only lead", edgecolor="white")
        axes.barh(
            rows.index,
            rows["shared"],
            left=rows["alone"],
            color=ORANGE,
            label="With others",
            edgecolor="white",
        )
        ticks(axes.yaxis, rows.index, rows["lead"])
        for place, row in enumerate(rows.itertuples()):
            label(axes, row.actions, place, str(row.actions), right=5, ha="left", va="center")
        axes.set_xlim(0, float(rows["actions"].max()) * 1.12)
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.set_xlabel("actions")
        figure.key(columns=2)
        left_out = len(one.workload) - len(shown)
        more = f"; {left_out} more in the table" if left_out else ""
        parts = [f"{r.lead}, {r.actions} ({r.alone} alone)" for r in shown.itertuples()]
        return Chart(
            figure,
            headline="Who carries the actions",
            subtitle=f"Actions of {one.plan['title']} for each lead{more}.",
            alt=f"Actions for each lead: {listed(parts)}.",
        )
