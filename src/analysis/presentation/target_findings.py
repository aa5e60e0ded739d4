"""Sentences about yearly percentages and their targets: pace, projection and probability."""

import math

import pandas as pd

from analysis.calculations.targets.yearly_outlook import period_label
from analysis.presentation.findings import (
    Finding,
    Findings,
    limits_of,
    nothing_found,
    number,
    refs_of,
    sources_of,
)
from analysis.presentation.wording import (
    chance,
    coverage,
    difference,
    likelihood,
    per_cent,
    plural,
    points,
    rounded,
    signed,
)

_FAR = 10  # years ahead beyond which no single year is named


def outlook_findings(
    yearly: pd.DataFrame,
    counts: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    area: str,
    as_at,
    confidence: float,
) -> Findings:
    """What each yearly target asks for, and how likely the series so far makes it.

    Parameters
    ----------
    yearly
        Rows of `yearly_outlook`.
    counts
        Rows of `count_outlook`: without either, the one finding that there is nothing to follow.
    """
    if yearly.empty and counts.empty:
        return nothing_found(area, "dated target with figures to follow", as_at)
    names = indicators.set_index("indicator")["short_name"]
    found, told = Findings(), set()
    for row in yearly.itertuples():
        about = {"name": names[row.indicator], "area": area}
        found.append(_pace(row, **about))
        if not pd.isna(row.trend_projection):
            trend = (row.indicator, row.area_code, row.at)
            if trend not in told:  # two targets of one year share one trend
                found.append(_projection(row, **about, confidence=confidence))
            told.add(trend)
            found.append(_probability(row, **about))
        elif row.time_left > 0:
            found.append(_no_probability(row, **about))
    return found


def finding_key(kind: str, row, area: str) -> str:
    return f"{kind}.{row.target_id}" + ("" if row.area_name == area else ".country")


def _aim(row, area: str) -> str:
    if row.target_of == "plan":
        whose = f"{row.area_name}’s own target"
    elif row.area_name == area:
        whose = "the national goal for England"
    else:
        whose = "its goal"
    return f"{whose} of {bounded(row)} by {row.due_label}"


def bounded(row) -> str:
    return ("at most " if row.direction == "at most" else "") + per_cent(row.target)


def _common(row, area: str) -> dict:
    """What every finding about one target shares."""
    return {
        "area": area,
        "period": f"{row.first_period} to {row.due_period}",
        "source_ids": sources_of(row.source_id, row.target_source),
        "source_ref": refs_of(row.source_ref, row.target_ref),
    }


def _for_england(row, area: str) -> str:
    if row.target_of == "plan" or row.area_name != area:
        return ""
    return "The goal is set for England as a whole, not for each area."


def _pace(row, *, name: str, area: str) -> Finding:
    here = f"{name} in {row.area_name}"
    if row.reached:
        statement = (
            f"{here} was {per_cent(row.value)} in {row.period}, at or past {_aim(row, area)}."
        )
    elif row.time_left <= 0:
        statement = (
            f"{here} was {per_cent(row.value)} in {row.period}, "
            f"{points(row.target - row.value)} from {_aim(row, area)}, with no later year to come "
            "before that date."
        )
    else:
        move = "gain" if row.needed > 0 else "fall"
        years = plural(int(row.time_left), "year", "years")
        statement = (
            f"{here} must {move} {points(row.needed)} in {years} to be at {_aim(row, area)}: "
            f"{short_points(row.required_rate)} a year.{_achieved(row)}"
        )
    return Finding(
        key=finding_key("pace", row, area),
        **_common(row, area),
        statement=statement,
        value=number(row.required_rate),
        unit="pp a year",
        comparator=""
        if pd.isna(row.achieved_rate)
        else f"achieved: {row.achieved_rate:.9g} a year",
        method="Even pace from the newest figure to the target, beside the mean change a year",
        limits=limits_of(
            row.source_id,
            _for_england(row, area),
            "The pace so far is first to last figure of the series; nothing is said about chance.",
        ),
        polarity="low_is_good" if row.direction == "at least" else "high_is_good",
        headline=_headline(row, area),
    )


def _pace_so_far(row) -> str:
    if pd.isna(row.achieved_rate):
        return ""
    return f"so far: {signed(row.achieved_rate)} points a year since {row.first_period}"


def _headline(row, area: str) -> int:
    if row.area_name != area:
        return 0
    return 1 if row.target_of == "plan" else 2


def short_points(rate: float) -> str:
    return difference(rate, "%").replace("percentage point", "point")


def _achieved(row) -> str:
    if pd.isna(row.achieved_rate):
        return " The series has no earlier figure, so there is no pace to set beside that."
    if round(float(row.achieved_rate), 9) == 0:
        return f" Since {row.first_period} it has not moved, and so would stay short."
    moved = "gained" if row.achieved_rate > 0 else "lost"
    so_far = f" Since {row.first_period} it has {moved} {short_points(row.achieved_rate)} a year"
    there = f"would be at {per_cent(row.projection)} in {row.due_period}"
    if row.short == 0:
        return f"{so_far}; at that pace it {there}, and the target would be reached."
    return f"{so_far}; at that pace it {there}, {points(row.short)} short{_when(row)}."


def _when(row) -> str:
    if pd.isna(row.time_to_target):
        return " and moving away from it"
    years = math.ceil(round(row.time_to_target, 9))
    if years > _FAR:
        return f", and would take some {years} years"
    return f", and would get there in {period_label(row.time + years, row.period_kind)}"


def _basis(row) -> str:
    freedom = plural(int(row.degrees_of_freedom), "degree", "degrees")
    return f"It rests on {int(row.points)} yearly figures; {freedom} of freedom."


def _few(row) -> str:
    return (
        f"So few figures make the interval {rounded(row.widening, 1)} times as wide as a long "
        "series would."
    )


def _projection(row, *, name: str, area: str, confidence: float) -> Finding:
    return Finding(
        key=finding_key("projection", row, area),
        **_common(row, area),
        statement=(
            f"{name} in {row.area_name}: the trend of the series from {row.first_period} leads to "
            f"{per_cent(row.trend_projection)} in {row.due_period} ({coverage(confidence)} "
            f"prediction interval {per_cent(row.lower_pi)} to {per_cent(row.upper_pi)}). "
            f"{_basis(row)}"
        ),
        value=number(row.trend_projection),
        unit="%",
        lower_ci=number(row.lower_pi),
        upper_ci=number(row.upper_pi),
        comparator=f"{_aim(row, area)}",
        method="Line through the logits of the current series, Student’s t prediction interval",
        limits=limits_of(
            row.source_id,
            _few(row),
            "Supposes that the series goes on as it went; figures before its break are left out.",
        ),
        polarity="high_is_good" if row.direction == "at least" else "low_is_good",
    )


def _probability(row, *, name: str, area: str) -> Finding:
    side = "at or below" if row.direction == "at most" else "at or above"
    return Finding(
        key=finding_key("probability", row, area),
        **_common(row, area),
        statement=(
            f"That {row.area_name} is {side} {per_cent(row.target)} in {row.due_period} is "
            f"{likelihood(row.probability)} by the trend: {chance(row.probability)}. "
            f"{_basis(row)}{_moves(row)}"
        ),
        value=100 * float(row.probability),
        unit="%",
        comparator=f"{name}: {_aim(row, area)}",
        method="Student’s t on the line through the logits of the current series",
        limits=limits_of(row.source_id, _bears(row), _for_england(row, area)),
        polarity="high_is_good",
    )


def _moves(row) -> str:
    if pd.isna(row.lowest):
        return ""
    low, high = chance(row.lowest), chance(row.highest)
    if low == high:
        return f" Leaving any one of them out gives {low} too."
    return f" Leaving any one of them out gives {low} to {high}."


def _bears(row) -> str:
    if row.degrees_of_freedom == 1:
        return "Three figures bear next to nothing: take the number for a sign of direction only."
    return (
        "The number is of the trend alone. It knows nothing of what is planned, and another "
        "figure may move it much."
    )


def _no_probability(row, *, name: str, area: str) -> Finding:
    reasons = {
        "too few points": f"the series from {row.first_period} has fewer than three figures",
        "the points show no scatter": "the figures show no scatter to judge by",
    }
    why = reasons.get(row.trend_note, "a figure stands at or beyond 0% or 100%")
    return Finding(
        key=finding_key("probability", row, area),
        **_common(row, area),
        statement=(
            f"{name} in {row.area_name}: no probability of reaching {per_cent(row.target)} is "
            f"given, since {why}."
        ),
        unit="%",
        comparator=f"{name}: {_aim(row, area)}",
        method="None: a trend needs three figures of one series, between 0% and 100%",
    )
