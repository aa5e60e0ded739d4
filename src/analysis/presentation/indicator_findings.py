"""Sentences about an area's indicators: latest value, targets, comparators, change, evidence."""

import pandas as pd

from analysis.periods import age_in_words
from analysis.presentation.findings import (
    Finding,
    Findings,
    limits_of,
    number,
    polarity_of,
    refs_of,
    sources_of,
)
from analysis.presentation.wording import (
    amount,
    count,
    day,
    difference,
    interval,
    mark_words,
    plural,
)

WILSON = "Proportion with Wilson score interval"
AS_PRINTED = "As published"


def latest_findings(latest: pd.DataFrame, *, area: str, as_at, confidence: float) -> Findings:
    """What the newest figure of each indicator is, and how old it is."""
    found = Findings()
    for row in latest.itertuples():
        if pd.isna(row.value):
            found.append(_no_value(row, area))
            continue
        counts = ""
        if not pd.isna(row.numerator) and not pd.isna(row.denominator):
            counts = f"{count(row.numerator)} of {count(row.denominator)}; "
        age = age_in_words(row.period_end, pd.Timestamp(as_at))
        newer = ""
        if row.newer_without_value:
            newer = f" A newer period, {row.newer_without_value}, has no value."
        found.append(
            Finding(
                key=f"latest.{row.indicator}",
                area=area,
                statement=(
                    f"{row.short_name}: {amount(row.value, row.unit)} in {row.period} ({counts}"
                    f"{interval(row.lower_ci, row.upper_ci, confidence, row.unit)}). "
                    f"Public by {day(row.published)}; {age} on {day(as_at)}.{newer}"
                ),
                value=number(row.value),
                unit=row.unit,
                lower_ci=number(row.lower_ci),
                upper_ci=number(row.upper_ci),
                period=row.period,
                method=_method(row),
                source_ids=row.source_id,
                source_ref=refs_of(row.source_ref),
                polarity=polarity_of(row.polarity),
                limits=_limits(row),
            )
        )
    return found


def _method(row) -> str:
    counted = not pd.isna(row.numerator) and not pd.isna(row.denominator)
    if pd.isna(row.lower_ci):
        return AS_PRINTED
    return WILSON if row.unit == "%" and counted else f"{AS_PRINTED}, limits included"


def _no_value(row, area: str) -> Finding:
    period = "" if pd.isna(row.period) else row.period
    when = f" The newest period, {period}, is marked as {mark_words(row.value_note)}."
    return Finding(
        key=f"latest.{row.indicator}",
        area=area,
        statement=f"{row.short_name}: no value has been published for {area}."
        + (when if period else ""),
        unit=row.unit,
        period=period,
        method=AS_PRINTED,
        source_ids="" if pd.isna(row.source_id) else row.source_id,
        source_ref=refs_of(row.source_ref),
        limits=row.caution,
    )


def _limits(row) -> str:
    marked = f"Marked as {mark_words(row.value_note)}." if row.value_note else ""
    return limits_of(row.source_id, row.caution, marked)


def target_findings(targets: pd.DataFrame, *, area: str, confidence: float) -> Findings:
    """How far each figure is from the plan's own target and from the national goal."""
    found = Findings()
    for row in targets.itertuples():
        own = row.target_of == "plan"
        whose = f"{area}’s own target" if own else "the national goal for England"
        found.append(
            Finding(
                key=f"target.{row.target_of}.{row.indicator}",
                area=area,
                statement=(
                    f"{row.short_name} in {area} was {amount(row.value, row.unit)} in {row.period} "
                    f"({interval(row.lower_ci, row.upper_ci, confidence, row.unit)}), "
                    f"{_distance(row)} {whose} of {amount(row.benchmark, row.unit)} by "
                    f"{row.due_label}{_more_people(row)}."
                ),
                value=number(row.gap),
                unit="pp" if row.unit == "%" else row.unit,
                lower_ci=_minus(row.lower_ci, row.benchmark),
                upper_ci=_minus(row.upper_ci, row.benchmark),
                comparator=f"{whose}: {amount(row.benchmark, row.unit)} by {row.due_label}",
                period=row.period,
                method="Value minus target; the interval is that of the value",
                source_ids=sources_of(row.source_id, row.target_source),
                source_ref=refs_of(row.source_ref, row.target_ref),
                polarity="high_is_good" if row.direction == "at least" else "low_is_good",
                limits=_target_limits(row, own),
                headline=1 if own else 2,
            )
        )
    return found


def _minus(limit: float, benchmark: float) -> float | None:
    """A limit of the value as a limit of the gap: the benchmark is taken as fixed."""
    return None if pd.isna(limit) else float(limit) - float(benchmark)


def _distance(row) -> str:
    if _no_gap(row):
        return "exactly at"
    side = "above" if row.gap > 0 else "below"
    return f"{difference(row.gap, row.unit)} {side}"


def _more_people(row) -> str:
    if pd.isna(row.people) or row.people == 0:
        return ""
    return f": {plural(int(row.people), 'more child', 'more children')} of {count(row.denominator)}"


def _target_limits(row, own: bool) -> str:
    parts = []
    if not pd.isna(row.people):
        parts.append("Children are counted as if the next group were as large as this one.")
    elif row.unit == "%":
        parts.append("The source gives no counts, so the number of children is not known.")
    if not own:
        parts.append("The goal is set for England as a whole, not for each area.")
    return limits_of(row.source_id, *parts)


def comparator_findings(
    gaps: pd.DataFrame, *, area: str, confidence: float, as_at, neighbours_published
) -> Findings:
    """Each figure beside England, the region and the statistical neighbours, worst gap first."""
    found = Findings()
    order = {"country": 0, "region": 1, "neighbours": 2}
    for row in gaps.assign(order=gaps["comparator"].map(order)).itertuples():
        against = _comparator_words(row)
        found.append(
            Finding(
                key=f"comparator.{row.comparator}.{row.indicator}",
                area=area,
                statement=(
                    f"{row.short_name} in {row.period}: {area} {amount(row.value, row.unit)}, "
                    f"{against} {amount(row.benchmark, row.unit)}: "
                    f"{_apart(row)}{_verdict(row, confidence)}."
                ),
                value=number(row.gap),
                unit="pp" if row.unit == "%" else row.unit,
                lower_ci=_minus(row.lower_ci, row.benchmark),
                upper_ci=_minus(row.upper_ci, row.benchmark),
                comparator=f"{against}: {amount(row.benchmark, row.unit)}",
                period=row.period,
                method="Value minus comparator; the comparator is taken as fixed",
                source_ids=sources_of(row.source_id, row.benchmark_sources),
                source_ref=refs_of(row.source_ref),
                polarity=polarity_of(row.polarity),
                limits=_comparator_limits(row, as_at, neighbours_published),
                headline=3 if row.comparator == "country" and row.indicator == "gld" else 0,
            )
        )
    return found


def _comparator_words(row) -> str:
    if row.comparator != "neighbours":
        return row.comparator_name
    return f"mean of {row.areas_with_value} of {row.areas_in_all} statistical neighbours"


def _no_gap(row) -> bool:
    return round(float(row.gap), 9) == 0  # two equal figures, apart by binary noise alone


def _apart(row) -> str:
    if _no_gap(row):
        return "no gap"
    side = "higher" if row.gap > 0 else "lower"
    return f"{difference(row.gap, row.unit)} {side}"


def _verdict(row, confidence: float) -> str:
    if row.significance == "not compared":
        return "; not compared, since there is no interval"
    return f"; {row.significance}, compared at {100 * confidence:g}%"


def _comparator_limits(row, as_at, neighbours_published) -> str:
    parts = []
    if row.significance == "similar":
        parts.append("Similar does not mean the same.")
    if row.comparator == "neighbours":
        parts.append(
            f"Neighbours range from {amount(row.lowest, row.unit)} to "
            f"{amount(row.highest, row.unit)}; each weighs the same."
        )
        if pd.Timestamp(neighbours_published) > pd.Timestamp(as_at):
            parts.append(
                f"The list of neighbours is of {day(neighbours_published)}, later than this report."
            )
    return limits_of(sources_of(row.source_id, row.benchmark_sources), *parts)


def change_findings(changes: pd.DataFrame, latest: pd.DataFrame, *, area: str) -> Findings:
    """How each figure moved within its own series."""
    found = Findings()
    names = latest.set_index("indicator")["short_name"]
    ours = changes.drop_duplicates("indicator", keep="last")
    for row in ours.itertuples():
        if row.points < 2:
            continue
        found.append(
            Finding(
                key=f"change.{row.indicator}",
                area=area,
                statement=(
                    f"{names[row.indicator]}: {_moved(row.change, row.unit)} since "
                    f"{row.previous_period}, the figure held before{_since_first(row)}."
                ),
                value=number(row.change),
                unit="pp" if row.unit == "%" else row.unit,
                comparator=f"{row.previous_period}",
                period=row.period,
                method="Difference of published values within one series, never across a break",
                source_ids=row.source_id,
                limits=limits_of(
                    row.source_id, "A difference of two figures; nothing is said about chance."
                ),
            )
        )
    return found


def _since_first(row) -> str:
    if row.points == 2:
        return " and the first of its series"
    return (
        f"; {_moved(row.change_since_first, row.unit)} since {row.first_period}, the first of "
        f"this series of {plural(row.points, 'figure', 'figures')}"
    )


def _moved(change: float, unit: str) -> str:
    if round(float(change), 9) == 0:
        return "no change"
    return f"{'up' if change > 0 else 'down'} {difference(change, unit)}"
