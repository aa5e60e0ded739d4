"""Sentences about what a plan reports against its own targets, and about its other figures."""

import pandas as pd

from analysis.calculations.plans.evidence import (
    evidence_coverage,
    last_reported,
    plan_against_official,
    target_progress,
)
from analysis.presentation.findings import Finding, Findings, number, refs_of, sources_of
from analysis.presentation.hub_findings import hub_findings
from analysis.presentation.wording import (
    amount,
    count,
    difference,
    per_cent,
)

METHOD = "Reported value minus target, where both count the same thing"


def coverage_findings(coverage: dict[str, int], *, area: str, plan: pd.Series) -> Findings:
    """How much of a plan can be judged at all."""
    if not coverage["targets"]:
        return Findings()
    share = 100 * coverage["reported"] / coverage["targets"]
    return Findings(
        [
            Finding(
                key=f"evidence.{plan['plan']}",
                area=area,
                statement=_coverage_sentence(coverage, share, plan["title"]),
                value=share,
                unit="%",
                period="",
                method="Targets with anything reported, of all targets with a number",
                source_ids=plan["source_id"],
                source_ref=refs_of(plan["source_ref"]),
                polarity="high_is_good",
                limits="A target without evidence is neither met nor missed.",
                headline=5,
            )
        ]
    )


def _coverage_sentence(coverage: dict[str, int], share: float, title: str) -> str:
    if coverage["targets"] == 1:
        said = "something" if coverage["reported"] else "nothing"
        return f"The one target with a number in {title} has {said} reported against it there."
    return (
        f"Of {coverage['targets']} targets with a number in {title}, {coverage['reported']} "
        f"({per_cent(share, 0)}) have something reported and {coverage['with_number']} a "
        f"number.{_met(coverage)}"
    )


def _met(coverage: dict[str, int]) -> str:
    if not coverage["compared"]:
        return ""
    meet = "meets" if coverage["met"] == 1 else "meet"
    return (
        f" {coverage['compared']} can be set against the target and {coverage['met']} of those "
        f"{meet} it."
    )


def progress_findings(progress: pd.DataFrame, *, area: str) -> Findings:
    """Each target that can be set against what is reported."""
    found = Findings()
    for row in last_reported(progress[progress["gap"].notna()]).itertuples():
        found.append(
            Finding(
                key=f"plan.{row.target_id}",
                area=area,
                statement=(
                    f"{row.label}: {amount(row.reported_value, row.unit)} reported"
                    f"{_counts(row)}, target {_aim(row)}"
                    f"{' by ' + row.due_label if row.due_label else ''}: {_standing(row)}."
                ),
                value=number(row.gap),
                unit="pp" if row.unit == "%" else row.unit,
                comparator=f"target: {amount(row.target, row.unit)}",
                period=row.reported_period,
                method=METHOD,
                source_ids=row.source_id,
                source_ref=refs_of(row.reported_ref),
                polarity="low_is_good" if row.direction == "at most" else "high_is_good",
                limits=_unlike(row),
            )
        )
    return found


def _aim(row) -> str:
    limit = "at most " if row.direction == "at most" else ""
    return limit + amount(row.target, row.unit)


def _counts(row) -> str:
    if pd.isna(row.numerator) or pd.isna(row.denominator):
        return ""
    return f" ({count(row.numerator)} of {count(row.denominator)})"


def _standing(row) -> str:
    if row.met:
        return "met" if row.gap == 0 else f"met, with {difference(row.gap, row.unit)} to spare"
    if row.direction == "at most":
        return f"{difference(row.gap, row.unit)} over"
    more = "" if pd.isna(row.people) or row.unit == "count" else f", or {count(row.people)} more"
    return f"{difference(row.gap, row.unit)} short{more}"


def _unlike(row) -> str:
    parts = []
    if row.reported_scope and row.reported_scope != row.scope:
        parts.append(f"Target counts: {row.scope}. Report counts: {row.reported_scope}.")
    if row.remark:
        parts.append(f"{row.remark}.")
    return " ".join(parts)


def relative_target_findings(progress: pd.DataFrame, gaps: pd.DataFrame, *, area: str) -> Findings:
    """A target to be in line with England, answered from the official series."""
    found = Findings()
    for target in progress[progress["relative_to"] != ""].itertuples():
        rows = gaps[(gaps["indicator"] == target.indicator) & (gaps["comparator"] == "country")]
        for row in rows.itertuples():
            met = row.gap >= 0
            found.append(
                Finding(
                    key=f"plan.{target.target_id}",
                    area=area,
                    statement=(
                        f"{target.label}: {'met' if met else 'not met'} in {row.period} by the "
                        f"official series, {area} {amount(row.value, row.unit)} and England "
                        f"{amount(row.benchmark, row.unit)}. The plan itself reports nothing."
                    ),
                    value=number(row.gap),
                    unit="pp",
                    comparator=f"England: {amount(row.benchmark, row.unit)}",
                    period=row.period,
                    method="Official value minus England",
                    source_ids=sources_of(target.source_id, row.source_id, row.benchmark_sources),
                    source_ref=refs_of(target.source_ref, row.source_ref),
                    polarity="high_is_good",
                    headline=4,
                )
            )
    return found


def bound_findings(
    observations: pd.DataFrame, figures: pd.DataFrame, indicators: pd.DataFrame, *, area: str
) -> Findings:
    """Figures that a paper gives only as a bound, beside the official value where there is one."""
    names = indicators.set_index("indicator")["name"]
    found = Findings()
    for row in observations[observations["bound"] != ""].itertuples():
        official = figures[
            (figures["indicator"] == row.indicator)
            & (figures["area_code"] == row.area_code)
            & (figures["group_type"] == "all")
            & figures["value"].notna()
        ]
        beside, sources = "", {row.source_id}
        if len(official):
            last = official.sort_values("period_end").iloc[-1]
            beside = (
                f" The official series gives {amount(last['value'], row.unit)} for "
                f"{last['period']}; it need not count the same children."
            )
            sources.add(last["source_id"])
        found.append(
            Finding(
                key=f"bound.{row.indicator}",
                area=area,
                statement=(
                    f"{names[row.indicator]}: the paper says {row.bound} "
                    f"{amount(row.bound_value, row.unit)}. That is a bound and not a value.{beside}"
                ),
                unit=row.unit,
                period=row.period,
                method="Bound as stated; no value is taken from it",
                source_ids=";".join(sorted(sources)),
                source_ref=refs_of(row.source_ref),
            )
        )
    return found


def disagreement_findings(rows: pd.DataFrame, indicators: pd.DataFrame, *, area: str) -> Findings:
    """Where a council paper and the official series give different figures: both stand."""
    names = indicators.set_index("indicator")["short_name"]
    return Findings(
        Finding(
            key=f"disagreement.{row.indicator}.{row.period}",
            area=area,
            statement=(
                f"{names[row.indicator]} in {row.period}: the council’s paper "
                f"gives {amount(row.plan_value, row.unit)}, the official table "
                f"{amount(row.official_value, row.unit)}: {difference(row.difference, row.unit)} "
                f"{'lower' if row.difference < 0 else 'higher'} in the paper. Both stand here."
            ),
            value=number(row.difference),
            unit="pp" if row.unit == "%" else row.unit,
            comparator=f"official table: {amount(row.official_value, row.unit)}",
            period=row.period,
            method="Paper minus official figure",
            source_ids=sources_of(row.plan_source, row.official_source),
            headline=6,
        )
        for row in rows.itertuples()
        if row.difference != 0
    )


def plan_findings(
    plans: pd.DataFrame,
    tables: dict[str, pd.DataFrame],
    gaps: pd.DataFrame,
    observations: pd.DataFrame,
    figures: pd.DataFrame,
    *,
    area: str,
) -> Findings:
    """Everything that an area's own papers say of themselves, beside the official series.

    Parameters
    ----------
    plans
        The area's plans that were public by then.
    tables
        The tables as they stood.
    gaps
        Rows of `gaps_to_comparators` for the area.
    observations
        The area's rows of the observations table, official and plan.
    figures
        Official figures.
    """
    found = Findings()
    for _, plan in plans.iterrows():
        progress = target_progress(tables["targets"], tables["reported"], plan["plan"])
        found += coverage_findings(evidence_coverage(progress), area=area, plan=plan)
        found += progress_findings(progress, area=area)
        found += relative_target_findings(progress, gaps, area=area)
    found += bound_findings(observations, figures, tables["indicators"], area=area)
    found += disagreement_findings(
        plan_against_official(observations, tables["sources"]), tables["indicators"], area=area
    )
    return found + hub_findings(observations, area=area)
