"""Charts of yearly percentages on the way to a target: history, required line, prediction fan."""

import pandas as pd

from analysis.calculations.targets.trajectories import yearly_trajectory
from analysis.calculations.targets.yearly_outlook import period_label
from analysis.presentation.chart import (
    BLUE,
    LABEL,
    ORANGE,
    PURPLE,
    Chart,
    drawing,
    label,
    ticks,
)
from analysis.presentation.label_places import spread
from analysis.presentation.page import Together
from analysis.presentation.target_tables import yearly_figures
from analysis.presentation.wording import coverage, per_cent

FAN = "#BBD0E6"  # the band of the fan: labelled, and edged in blue that can be seen on white


def yearly_charts(
    points: pd.DataFrame,
    yearly: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    area: str,
    confidence: float,
) -> Together:
    """For each of the area's yearly targets its chart and the table behind it.

    Parameters
    ----------
    points
        Rows of `yearly_points`.
    yearly
        Rows of `yearly_outlook`.
    """
    names = indicators.set_index("indicator")["short_name"]
    parts = []
    for _, row in yearly[yearly["area_name"] == area].iterrows():
        trajectory = yearly_trajectory(points, row, confidence=confidence)
        name = names[row["indicator"]]
        parts.append(yearly_chart(trajectory, row, name=name, confidence=confidence))
        caption = f"{name} in {area} on the way to {_aim(row)}"
        parts.append(yearly_figures(trajectory, caption=caption))
    return Together(*parts)


def yearly_chart(
    trajectory: pd.DataFrame, row: pd.Series, *, name: str, confidence: float
) -> Chart:
    """One yearly percentage: what was, what the target requires, and where the trend leads.

    Parameters
    ----------
    trajectory
        Rows of `yearly_trajectory`.
    row
        The row of `yearly_outlook` that they are of.
    """
    seen = trajectory[trajectory["value"].notna()]
    with drawing(8, 4.4) as figure:
        axes = figure.panel
        low, high = _room(trajectory, row)
        axes.set_ylim(low, high)
        _fan(axes, trajectory, row)
        _history(axes, seen)
        _required(axes, row)
        _breaks(axes, seen, low + 0.03 * (high - low))
        _labels(axes, trajectory, row, apart=0.055 * (high - low))
        axes.set_ylabel("per cent of children")
        _ticks(axes, seen, row)
        sure = coverage(confidence)
        return Chart(
            figure,
            headline=f"{name} in {row['area_name']} on the way to {_aim(row)}",
            subtitle=(
                f"Per cent by year; upright lines: {sure} interval where counts allow; dashed: "
                f"even line to the target; band: {sure} prediction interval of the trend."
            ),
            alt=_alt(seen, row, sure),
        )


def _aim(row: pd.Series) -> str:
    whose = "its target" if row["target_of"] == "plan" else "the national goal"
    return f"{whose} of {per_cent(row['target'])} by {row['due_label']}"


def _room(trajectory: pd.DataFrame, row: pd.Series) -> tuple[float, float]:
    """Limits of the axis in fives, wide enough for the whole fan."""
    columns = ["value", "lower_ci", "upper_ci", "lower_pi", "upper_pi"]
    figures = trajectory[columns].astype(float)
    lowest = min(figures.min().min(), row["target"])
    highest = max(figures.max().max(), row["target"])
    return max(0, 5 * ((lowest - 3) // 5)), min(100, 5 * ((highest + 8) // 5))


def _history(axes, seen: pd.DataFrame) -> None:
    for _, run in seen.groupby("series"):
        axes.plot(run["time"], run["value"], "-", color=BLUE, marker="o", markersize=5)
    for point in seen.dropna(subset=["lower_ci"]).itertuples():
        ends = [float(point.lower_ci), float(point.upper_ci)]
        axes.plot([point.time, point.time], ends, color=BLUE, linewidth=2)


def _fan(axes, trajectory: pd.DataFrame, row: pd.Series) -> None:
    ahead = trajectory[trajectory["projection"].notna()]
    if ahead.empty:
        return
    # the band opens from the newest figure, where nothing is left to predict
    years = [row["time"], *ahead["time"]]
    edges = [[row["value"], *ahead[name].astype(float)] for name in ("lower_pi", "upper_pi")]
    axes.fill_between(years, *edges, color=FAN, linewidth=0, zorder=1)
    for edge in edges:
        axes.plot(years, edge, color=BLUE, linewidth=0.8, zorder=1.5)
    middle = [row["value"], *ahead["projection"].astype(float)]
    axes.plot(years, middle, ":", color=BLUE, linewidth=2)


def _required(axes, row: pd.Series) -> None:
    if row["time_left"] > 0 and not row["reached"]:
        ends = [row["value"], row["target"]]
        axes.plot([row["time"], row["at"]], ends, "--", color=_colour(row), linewidth=1.8)
    axes.plot([row["at"]], [row["target"]], "*", color=_colour(row), markersize=14, zorder=4)


def _colour(row: pd.Series) -> str:
    return PURPLE if row["target_of"] == "plan" else ORANGE


def _breaks(axes, seen: pd.DataFrame, height: float) -> None:
    ends = seen.groupby("series")["time"].agg(["min", "max"])
    for (_, before), (_, after) in zip(ends[:-1].iterrows(), ends[1:].iterrows(), strict=True):
        axes.axvspan(before["max"] + 0.4, after["min"] - 0.4, color="#EEEEEE", zorder=0)
        middle = (before["max"] + after["min"]) / 2
        label(axes, middle, height, "break in\nthe series", size=10)


def _labels(axes, trajectory: pd.DataFrame, row: pd.Series, *, apart: float) -> None:
    """Name the newest figure above it, and everything at the due date to the right of it."""
    _above(axes, trajectory, row)
    whose = "target" if row["target_of"] == "plan" else "goal"
    named = [(float(row["target"]), f"{whose} {per_cent(row['target'])}")]
    last = trajectory.iloc[-1]
    if pd.notna(last["projection"]):
        named += [
            (float(last["projection"]), f"trend {per_cent(last['projection'])}"),
            (float(last["lower_pi"]), f"lower {per_cent(last['lower_pi'])}"),
            (float(last["upper_pi"]), f"upper {per_cent(last['upper_pi'])}"),
        ]
    heights = spread([height for height, _ in named], apart=apart)
    for height, (_, text) in zip(heights, named, strict=True):
        label(axes, row["at"] + 0.3, height, text, ha="left", va="center", bbox=LABEL)


def _above(axes, trajectory: pd.DataFrame, row: pd.Series) -> None:
    newest = trajectory[trajectory["time"] == row["time"]].iloc[0]
    top = newest["upper_ci"] if pd.notna(newest["upper_ci"]) else row["value"]
    words = per_cent(row["value"])
    label(axes, row["time"], float(top), words, right=-4, up=6, ha="right")


def _ticks(axes, seen: pd.DataFrame, row: pd.Series) -> None:
    first, last = int(seen["time"].min()), int(max(row["at"], row["time"]))
    years = list(range(last, first - 1, -2 if last - first > 7 else -1))[::-1]
    ticks(axes.xaxis, years, [period_label(year, row["period_kind"]) for year in years])
    axes.set_xlim(first - 0.5, last + 0.18 * (last - first) + 0.6)


def _alt(seen: pd.DataFrame, row: pd.Series, sure: str) -> str:
    runs = [
        f"from {per_cent(run['value'].iloc[0])} in {run['period'].iloc[0]} to "
        f"{per_cent(run['value'].iloc[-1])} in {run['period'].iloc[-1]}"
        for _, run in seen.groupby("series")
    ]
    told = f"{row['area_name']}: {'; then, as a new series, '.join(runs)}."
    if row["reached"] or row["time_left"] <= 0:
        return f"{told} {_aim(row).capitalize()}."
    needs = f" The even line to {_aim(row)} rises steadily from there."
    if row["needed"] < 0:
        needs = needs.replace("rises", "falls")
    if pd.isna(row["trend_projection"]):
        return f"{told}{needs} No trend is drawn: too few figures."
    within = row["lower_pi"] <= row["target"] <= row["upper_pi"]
    return (
        f"{told}{needs} The trend leads to {per_cent(row['trend_projection'])} in "
        f"{row['due_period']}, in a {sure} band from {per_cent(row['lower_pi'])} to "
        f"{per_cent(row['upper_pi'])}; the aim lies {'inside' if within else 'outside'} the band."
    )
