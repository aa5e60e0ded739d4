"""Tables behind the charts of targets: the outlook of each, and its figures year by year."""

import pandas as pd

from analysis.presentation.tables import Table, show_table
from analysis.presentation.wording import chance, count, day, per_cent, rounded

_NUMBERS = ("value", "target", "required_rate", "achieved_rate", "projection", "limits", "chance")


def yearly_table(yearly: pd.DataFrame, indicators: pd.DataFrame, *, area: str) -> Table | None:
    """The outlook of every yearly target, one a row."""
    names = indicators.set_index("indicator")["short_name"]
    rows = yearly.assign(
        whose=[_whose(row, names[row.indicator]) for row in yearly.itertuples()],
        limits=[_limits(row, per_cent, "[x]") for row in yearly.itertuples()],
        chance=[_chance(row) for row in yearly.itertuples()],
        value_note="x",
    )
    return show_table(
        rows,
        {
            "whose": "Target",
            "period": "Newest figure",
            "value": "Per cent",
            "target": "Aim",
            "due_period": "Year due",
            "required_rate": "Points a year required",
            "achieved_rate": "Points a year so far",
            "projection": "At that pace",
            "limits": "Prediction interval",
            "chance": "Probability",
            "points": "Figures it rests on",
        },
        caption=f"What each yearly target asks for in {area}, and where the series leads",
        formats={
            "value": per_cent,
            "target": per_cent,
            "required_rate": _one,
            "achieved_rate": _one,
            "projection": per_cent,
            "points": count,
        },
        numeric=(*_NUMBERS, "points"),
        data={
            "whose": "Target",
            "area_name": "Area",
            "period": "Newest figure",
            "value": "Per cent",
            "target": "Aim",
            "due_period": "Year due",
            "needed": "Points needed",
            "required_rate": "Points a year required",
            "achieved_rate": "Points a year so far",
            "projection": "At that pace",
            "time_to_target": "Years to the target at that pace",
            "trend_projection": "Trend",
            "lower_pi": "Lower prediction limit",
            "upper_pi": "Upper prediction limit",
            "probability": "Probability (0 to 1)",
            "points": "Figures it rests on",
            "degrees_of_freedom": "Degrees of freedom",
        },
    )


def _whose(row, name: str) -> str:
    of = "own target" if row.target_of == "plan" else "national goal"
    return f"{name}, {row.area_name}, {of}"


def _limits(row, show, mark: str = "[z]") -> str:
    if pd.isna(row.lower_pi):
        return mark
    return f"{show(row.lower_pi)} to {show(row.upper_pi)}"


def _chance(row) -> str:
    return "[x]" if pd.isna(row.probability) else chance(row.probability)


def _one(rate: float) -> str:
    return rounded(rate, 1).replace("-", "−")


def count_table(counts: pd.DataFrame, *, area: str) -> Table | None:
    """The outlook of every count target with anything reported, one a row."""
    rows = counts.assign(
        limits=[_limits(row, count, "[x]") for row in counts.itertuples()],
        chance=[_chance(row) for row in counts.itertuples()],
        value_note="x",
    )
    return show_table(
        rows,
        {
            "label": "Target",
            "value": "Reported",
            "target": "Aim",
            "due_label": "Due",
            "required_rate": "A month required",
            "achieved_rate": "A month so far",
            "projection": "On the due date at that rate",
            "time_to_target": "Months to the target",
            "limits": "Prediction interval",
            "chance": "Probability",
        },
        caption=f"What each count target with anything reported asks for in {area}",
        formats={
            "value": count,
            "target": count,
            "required_rate": _one,
            "achieved_rate": _one,
            "projection": _whole,
            "time_to_target": _one,
        },
        numeric=(*_NUMBERS, "time_to_target"),
        data={
            "label": "Target",
            "value": "Reported",
            "counted_to": "Counted to",
            "target": "Aim",
            "due_label": "Due",
            "needed": "Needed",
            "time_left": "Months left",
            "gained": "Counted before",
            "time_taken": "In months",
            "required_rate": "A month required",
            "achieved_rate": "A month so far",
            "projection": "On the due date at that rate",
            "time_to_target": "Months to the target",
            "lower_pi": "Lower prediction limit",
            "upper_pi": "Upper prediction limit",
            "probability": "Probability (0 to 1)",
        },
    )


def _whole(number: float) -> str:
    return rounded(number, 0)


def yearly_figures(trajectory: pd.DataFrame, *, caption: str) -> Table | None:
    """One target's figures year by year: published, required and predicted."""
    rows = trajectory.assign(
        interval=[_interval(row) for row in trajectory.itertuples()],
        limits=[_limits(row, per_cent) for row in trajectory.itertuples()],
        value_note="z",
    )
    return show_table(
        rows,
        {
            "period": "Year",
            "value": "Published",
            "interval": "Interval",
            "required": "Line required",
            "projection": "Trend",
            "limits": "Prediction interval",
        },
        caption=caption,
        formats={"value": per_cent, "required": per_cent, "projection": per_cent},
        numeric=("value", "interval", "required", "projection", "limits"),
        data={
            "period": "Year",
            "series": "Series",
            "value": "Published",
            "lower_ci": "Lower limit",
            "upper_ci": "Upper limit",
            "required": "Line required",
            "projection": "Trend",
            "lower_pi": "Lower prediction limit",
            "upper_pi": "Upper prediction limit",
        },
    )


def _interval(row) -> str:
    if pd.isna(row.value):
        return "[z]"
    if pd.isna(row.lower_ci):
        return "no counts"
    return f"{per_cent(row.lower_ci)} to {per_cent(row.upper_ci)}"


def count_figures(trajectory: pd.DataFrame, *, caption: str) -> Table | None:
    """One target's count month by month: reported, required and predicted."""
    rows = trajectory.assign(
        limits=[_limits(row, count) for row in trajectory.itertuples()], value_note="z"
    )
    return show_table(
        rows,
        {
            "date": "On",
            "value": "Reported",
            "required": "Line required",
            "expected": "Expected",
            "limits": "Prediction interval",
        },
        caption=caption,
        formats={"date": day, "value": count, "required": _one, "expected": _one},
        numeric=("value", "required", "expected", "limits"),
        data={
            "date": "On",
            "value": "Reported",
            "required": "Line required",
            "expected": "Expected",
            "lower_pi": "Lower prediction limit",
            "upper_pi": "Upper prediction limit",
        },
    )
