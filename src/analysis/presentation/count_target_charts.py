"""Charts of counts on the way to a target: the count so far, the required line, the fan."""

import pandas as pd
from matplotlib.ticker import MaxNLocator

from analysis.calculations.targets.trajectories import count_trajectory
from analysis.presentation.chart import BLUE, LABEL, PURPLE, Chart, drawing, label, ticks
from analysis.presentation.label_places import spread
from analysis.presentation.page import Together
from analysis.presentation.target_charts import FAN
from analysis.presentation.target_tables import count_figures
from analysis.presentation.wording import count, coverage, day, rounded

_SMALL = 100  # counts below this are drawn from 0


def count_charts(counts: pd.DataFrame, *, area: str, confidence: float) -> Together:
    """For each count target with a count to draw its chart, and with a rate the table behind it.

    Parameters
    ----------
    counts
        Rows of `count_outlook`. A target without a count of the same thing, or without a date,
        has nothing to draw.
    """
    drawn = counts[counts["value"].notna() & counts["due"].notna()] if len(counts) else counts
    parts = []
    for _, row in drawn.iterrows():
        trajectory = count_trajectory(row, confidence=confidence)
        parts.append(count_chart(trajectory, row, area=area, confidence=confidence))
        if pd.notna(row["probability"]):
            caption = f"{row['label']}: month by month to {count(row['target'])}"
            parts.append(count_figures(trajectory, caption=caption))
    return Together(*parts)


def count_chart(trajectory: pd.DataFrame, row: pd.Series, *, area: str, confidence: float) -> Chart:
    """One count: what was reported, what the target requires, and where the rate leads.

    Parameters
    ----------
    trajectory
        Rows of `count_trajectory`.
    row
        The row of `count_outlook` that they are of.
    """
    sure = coverage(confidence)
    rated = pd.notna(row["probability"])
    with drawing(8, 3.6 if rated else 2.6) as figure:
        axes = figure.panel
        low, high = _room(trajectory, row)
        axes.set_ylim(low, high)
        if rated:
            _fan(axes, trajectory)
        _so_far(axes, trajectory)
        _required(axes, row)
        _labels(axes, trajectory, row, apart=(0.075 if rated else 0.11) * (high - low))
        axes.set_ylabel("count")
        axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True, steps=[1, 2, 5, 10]))
        axes.yaxis.set_major_formatter(lambda value, _: count(value))
        _dates(axes, trajectory, row)
        line = "; reached already" if row["reached"] else "; dashed: even line to the target"
        band = f"; band: {sure} prediction interval" if rated else ""
        return Chart(
            figure,
            headline=f"{row['label']}: {count(row['value'])} of {count(row['target'])}",
            subtitle=f"Count reported in {area}{line}{band}.",
            alt=_alt(trajectory, row, sure),
        )


def _room(trajectory: pd.DataFrame, row: pd.Series) -> tuple[float, float]:
    figures = trajectory[["value", "lower_pi", "upper_pi"]].astype(float)
    lowest = min(figures.min().min(), row["target"])
    highest = max(figures.max().max(), row["target"])
    # small counts start at 0; for large ones the way from the start to the target is the story
    start = 0 if lowest < highest / 2 or highest < _SMALL else lowest - 0.2 * (highest - lowest)
    return start, highest + 0.15 * (highest - start)


def _fan(axes, trajectory: pd.DataFrame) -> None:
    ahead = trajectory[trajectory["expected"].notna()]
    edges = [ahead[name].astype(float) for name in ("lower_pi", "upper_pi")]
    axes.fill_between(ahead["date"], *edges, color=FAN, linewidth=0, zorder=1)
    for edge in edges:
        axes.plot(ahead["date"], edge, color=BLUE, linewidth=0.8, zorder=1.5)
    axes.plot(ahead["date"], ahead["expected"].astype(float), ":", color=BLUE, linewidth=2)


def _so_far(axes, trajectory: pd.DataFrame) -> None:
    seen = trajectory[trajectory["value"].notna()]
    counted = seen["value"].astype(float)
    # a count of 0 stands on the axis and is drawn whole
    axes.plot(seen["date"], counted, "-", color=BLUE, marker="o", markersize=6, clip_on=False)


def _required(axes, row: pd.Series) -> None:
    if row["time_left"] > 0 and not row["reached"]:
        days = [row["counted_to"], row["due"]]
        axes.plot(days, [row["value"], row["target"]], "--", color=PURPLE, linewidth=1.8)
    axes.plot([row["due"]], [row["target"]], "*", color=PURPLE, markersize=14, zorder=4)


def _labels(axes, trajectory: pd.DataFrame, row: pd.Series, *, apart: float) -> None:
    """Name the counts above them, and everything at the due date to the right of it."""
    for point in trajectory[trajectory["value"].notna()].itertuples():
        # clear of the fan, which opens to the right
        label(axes, point.date, float(point.value), count(point.value), up=8, ha="right")
    named = [(float(row["target"]), f"target {count(row['target'])}")]
    last = trajectory.iloc[-1]
    if pd.notna(last["expected"]):
        named += [
            (float(last["expected"]), f"expected {rounded(last['expected'], 0)}"),
            (float(last["lower_pi"]), f"lower {count(last['lower_pi'])}"),
            (float(last["upper_pi"]), f"upper {count(last['upper_pi'])}"),
        ]
    heights = spread([height for height, _ in named], apart=apart)
    for height, (_, text) in zip(heights, named, strict=True):
        label(axes, row["due"], height, text, right=10, ha="left", va="center", bbox=LABEL)


def _dates(axes, trajectory: pd.DataFrame, row: pd.Series) -> None:
    """Only the days that mean something: where the count began, stands and is due."""
    days = list(dict.fromkeys([trajectory["date"].iloc[0], row["counted_to"], row["due"]]))
    ticks(axes.xaxis, days, [day(when) for when in days])
    span = max(days) - min(days)
    axes.set_xlim(min(days) - 0.08 * span, max(days) + 0.22 * span)


def _alt(trajectory: pd.DataFrame, row: pd.Series, sure: str) -> str:
    first = trajectory.iloc[0]
    began = ""
    if first["month"] < 0:
        began = f"from {count(first['value'])} on {day(first['date'])} "
    told = f"{row['label']}: {began}to {count(row['value'])} on {day(row['counted_to'])}."
    aim = f" Target {count(row['target'])} by {day(row['due'])}"
    if row["reached"]:
        return f"{told}{aim}, reached already."
    if pd.isna(row["probability"]):
        return f"{told}{aim}; no rate is known, so nothing is predicted."
    within = row["lower_pi"] <= row["target"] <= row["upper_pi"]
    lies = "inside" if within else ("below" if row["target"] < row["lower_pi"] else "above")
    return (
        f"{told}{aim} lies {lies} the {sure} band of the prediction, {count(row['lower_pi'])} to "
        f"{count(row['upper_pi'])}."
    )
