"""Sentences about what a required gain would mean beside the best that others have made."""

import pandas as pd

from analysis.calculations.targets.span_gains import best_gains, span_gains
from analysis.calculations.targets.yearly_outlook import period_label
from analysis.presentation.findings import Finding, Findings, limits_of, number, refs_of, sources_of
from analysis.presentation.target_findings import (
    bounded,
    finding_key,
    short_points,
)
from analysis.presentation.wording import listed

SPAN = 3  # years of the gains that a required gain is set beside


def gain_findings(
    yearly: pd.DataFrame,
    points: pd.DataFrame,
    groups: pd.DataFrame,
    areas: pd.DataFrame,
    *,
    area: str,
) -> Findings:
    """What each required gain would mean beside the best that any comparable area has made.

    Parameters
    ----------
    yearly
        Rows of `yearly_outlook`; those that are reached, past or read for the country are left.
    points
        Rows of `yearly_points`, of every area held.
    groups
        Rows of `gain_groups`.
    areas
        The table of areas, for their names.
    """
    names = areas.set_index("area_code")["area_name"]
    ours = yearly[yearly["area_name"] == area] if len(yearly) else yearly
    found = Findings()
    for row in ours.itertuples():
        figures = points[points["indicator"] == row.indicator]
        gains = span_gains(figures, years=SPAN)
        if row.reached or row.time_left <= 0 or gains.empty:
            continue
        required = SPAN * row.required_rate
        best = best_gains(gains, groups, required=required, direction=row.direction)
        sources = sources_of(row.target_source, *figures["source_id"].unique())
        found.append(_gain(row, best, required, names, area, sources))
    return found


def _gain(
    row, best: pd.DataFrame, required: float, names: pd.Series, area: str, sources: str
) -> Finding:
    beside = [_best_words(group, row.period_kind, names) for group in best.itertuples()]
    held = best.iloc[-1]
    return Finding(
        key=finding_key("gain", row, area),
        area=area,
        period=f"spans of {SPAN} years within one series",
        source_ids=sources,
        source_ref=refs_of(row.target_ref),
        statement=(
            f"Three years at the pace required for {bounded(row)} come to "
            f"{short_points(required)}. The most that any has moved that way in three years: "
            f"{listed(beside)}. Of {held['spans']} such spans in {held['areas']} areas, "
            f"{held['reached'] or 'none'} moved as much."
        ),
        value=number(required),
        unit="pp",
        comparator=f"best of all areas held: {short_points(held['best'])}",
        method="Required pace times three years, beside every three-year change in one series",
        limits=limits_of(
            sources,
            "Areas held are those that the tables of this project name, which need not be every "
            "authority. Spans before and after the break count alike.",
        ),
        polarity="low_is_good" if row.direction == "at least" else "high_is_good",
    )


def _best_words(group, kind: str, names: pd.Series) -> str:
    whom = group.comparator_name[0].lower() + group.comparator_name[1:]
    if group.comparator == "region":
        whom = group.comparator_name
    if not group.spans:
        return f"{whom} no span held"
    years = f"{period_label(group.from_time, kind)} to {period_label(group.to_time, kind)}"
    where = years if group.comparator == "region" else f"{names[group.best_area]}, {years}"
    return f"{whom} {short_points(group.best)} ({where})"
