"""Sentences about where a plan's actions stand: dates, ratings, evidence, leads, rhythms."""

from datetime import date

import pandas as pd

from analysis.calculations.plans.plan_progress import PlanProgress
from analysis.presentation.findings import Finding, Findings, nothing_found
from analysis.presentation.progress_places import common, named, verb
from analysis.presentation.progress_ratings import rating_findings
from analysis.presentation.wording import day, listed, per_cent, plural

_DATES = "Last date of each action, a month being its last day, against the report’s date"


def progress_findings(progress: list[PlanProgress], *, area: str, as_at: date, rules) -> Findings:
    """Everything that the newest paper of each of an area's plans says of its actions.

    Parameters
    ----------
    progress
        From `plan_progress`; where it is empty, the one finding that there is no register.
    rules
        The quarter's ``plans`` settings, printed with the findings that rest on them.
    """
    if not progress:
        return nothing_found(area, "plan with a register of actions", as_at)
    found = Findings()
    for one in progress:
        found += Findings([_count(one, area), *_overdue(one, area, as_at)])
        found += Findings(_soon(one, area, as_at, rules.due_soon_days))
        found += Findings(_late(one, area))
        found += rating_findings(one, area=area, rules=rules)
        found += Findings([_evidence(one, area), *_leads(one, area), *_phases(one, area)])
        found += Findings([*_rhythms(one, area), _stalled(one, area)])
    return found


def _old(one: PlanProgress) -> str:
    return (
        f"The newest paper held is of {day(one.actions['published'].max())}; what was done since "
        "is not "
        "in it."
    )


def _count(one: PlanProgress, area: str) -> Finding:
    actions = one.actions
    themes = actions.loc[actions["section"] != "", "section"].nunique()
    within = f" under {plural(themes, 'theme', 'themes')}" if themes else ""
    unnamed = int((~actions["action_id"].isin(one.leads["action_id"])).sum())
    if unnamed == len(actions):
        leads = "no lead is named for any"
    elif unnamed:
        leads = f"{unnamed} {verb(unnamed, 'names', 'name')} no lead"
    else:
        leads = "each names a lead"
    return Finding(
        key=f"progress.actions.{one.plan['plan']}",
        **common(one, area),
        statement=(
            f"{one.plan['title']} has {plural(len(actions), 'action', 'actions')}{within}; {leads}."
        ),
        value=float(len(actions)),
        unit="actions",
        method="Count of the register’s rows of the newest paper; page breaks joined",
    )


def _overdue(one: PlanProgress, area: str, as_at: date) -> list[Finding]:
    actions, title = one.actions, one.plan["title"]
    dated = actions[actions["last"].notna()]
    key = f"progress.overdue.{one.plan['plan']}"
    about = common(one, area) | {"period": f"as at {day(as_at)}"}
    if dated.empty:
        in_years = int((actions["by_last"] == "in plan years").sum())
        why = (
            f"{in_years} {verb(in_years, 'counts', 'count')} in years of the plan, whose start "
            "it does not "
            "give"
            if in_years
            else "the paper gives none"
        )
        return [
            Finding(
                key=key,
                **about,
                statement=(
                    f"None of the {plural(len(actions), 'action', 'actions')} in {title} has a "
                    "due date "
                    f"in the calendar: {why}. Nothing can be called late."
                ),
                unit="actions",
                method=_DATES,
            )
        ]
    late, any_late = (int((actions[c] == "overdue").sum()) for c in ("by_last", "by_any"))
    return [
        Finding(
            key=key,
            **about,
            statement=(
                f"{title}: by {day(as_at)} the last date of {late} of {len(dated)} dated actions "
                f"had passed, and the paper calls none of those complete. By any of its dates: "
                f"{any_late}.{_not_late(actions)}"
            ),
            value=float(late),
            unit="actions",
            method=_DATES,
            limits=_old(one),
            polarity="low_is_good",
            headline=4,
        )
    ]


def _not_late(actions: pd.DataFrame) -> str:
    ongoing = int((actions["by_last"] == "ongoing").sum())
    if not ongoing:
        return ""
    return f" {ongoing} {verb(ongoing, 'is', 'are')} ongoing and cannot be late."


def _soon(one: PlanProgress, area: str, as_at: date, days: int) -> list[Finding]:
    soon = one.actions[one.actions["by_last"] == "due soon"]
    if one.actions["last"].isna().all():
        return []
    which = f": {named(soon)}" if len(soon) else ""
    many = plural(len(soon), "action has its last date", "actions have their last date")
    has = many if len(soon) else "no action has its last date"
    return [
        Finding(
            key=f"progress.due_soon.{one.plan['plan']}",
            **common(one, area, soon if len(soon) else None) | {"period": f"as at {day(as_at)}"},
            statement=f"{one.plan['title']}: {has} in the {days} days from {day(as_at)}{which}.",
            value=float(len(soon)),
            unit="actions",
            method=_DATES,
            limits=_old(one),
        )
    ]


def _late(one: PlanProgress, area: str) -> list[Finding]:
    late = one.actions[one.actions["late_without_new_date"]]
    if late.empty:
        return []
    silent = int(late["silent_and_late"].sum())
    nothing = (
        f" {silent} of these {verb(silent, 'has', 'have')} no progress reported." if silent else ""
    )
    return [
        Finding(
            key=f"progress.late_without_new_date.{one.plan['plan']}",
            **common(one, area, late),
            statement=(
                f"{one.plan['title']}: when the paper came out, the last date of "
                f"{plural(len(late), 'action', 'actions')} had passed without a later one being "
                "named "
                f"({named(late)}).{nothing}"
            ),
            value=float(len(late)),
            unit="actions",
            method="Last date before the paper’s own date, not complete, no later date in its "
            "words",
            limits="The paper may have been written before it was published.",
            polarity="low_is_good",
            headline=5,
        )
    ]


def _evidence(one: PlanProgress, area: str) -> Finding:
    counts = one.actions["evidence"].value_counts()
    total = len(one.actions)
    numbers, words = (int(counts.get(kind, 0)) for kind in ("number", "words"))
    crossed, nothing = (int(counts.get(kind, 0)) for kind in ("cross-reference", "nothing"))
    elsewhere = f", {crossed} a reference to another action" if crossed else ""
    if nothing == total:
        statement = (
            f"None of the {plural(total, 'action', 'actions')} in {one.plan['title']} has anything "
            "reported against it there."
        )
    else:
        statement = (
            f"Of {plural(total, 'action', 'actions')} in {one.plan['title']}, {numbers} "
            f"({per_cent(100 * numbers / total, 0)}) {verb(numbers, 'has', 'have')} a number "
            f"reported against a target, {words} {verb(words, 'has', 'have')} words only"
            f"{elsewhere} and {nothing} nothing."
        )
    return Finding(
        key=f"progress.evidence.{one.plan['plan']}",
        **common(one, area),
        statement=statement,
        value=100 * numbers / total,
        unit="%",
        method="Actions with a reported number against a linked target, of all actions",
        limits="Words may be good evidence; they cannot be counted." if words else "",
        polarity="high_is_good",
    )


def _leads(one: PlanProgress, area: str) -> list[Finding]:
    if one.workload.empty:
        return []
    most = one.workload.iloc[0]
    ids = set(one.leads.loc[one.leads["lead"] == most["lead"], "action_id"])
    alone = f"{most['alone']} of them alone" if most["alone"] else "always with others"
    return [
        Finding(
            key=f"progress.leads.{one.plan['plan']}",
            **common(one, area, one.actions[one.actions["action_id"].isin(ids)]),
            statement=(
                f"{one.plan['title']} names {plural(len(one.workload), 'lead', 'leads')}. "
                f"{most['lead']} carries most: {most['actions']} of {len(one.actions)} actions, "
                f"{alone}."
            ),
            value=float(most["actions"]),
            unit="actions",
            comparator=str(most["lead"]),
            method="Actions that name the lead, names of one body joined by data/lead_aliases.csv",
            limits="An action with several leads counts for each. It says nothing of the work in "
            "it.",
        )
    ]


def _phases(one: PlanProgress, area: str) -> list[Finding]:
    if one.phases.empty:
        return []
    years = listed([f"year {row.year} has {row.actions}" for row in one.phases.itertuples()])
    if one.anchored:
        first = one.phases.iloc[0]
        when = f"Year {first['year']} is taken to begin on {day(first['starts'])}."
    else:
        when = "The paper does not say when its year 1 begins, so no year has a day."
    return [
        Finding(
            key=f"progress.phases.{one.plan['plan']}",
            **common(one, area),
            statement=f"{one.plan['title']} counts in years of its own: {years} actions. {when}",
            unit="actions",
            method="Actions with a phase in the year; “Years 2–3” counts in both",
            limits=""
            if one.anchored
            else "Set plans.anchor_years in the quarter’s parameters once the owner has said.",
        )
    ]


def _rhythms(one: PlanProgress, area: str) -> list[Finding]:
    if one.rhythms.empty:
        return []
    due = one.rhythms[one.rhythms["due"] == one.rhythms["due"].min()]
    parts = [
        f"{row.rhythm} ({plural(row.actions, 'action', 'actions')})" for row in due.itertuples()
    ]
    return [
        Finding(
            key=f"progress.rhythms.{one.plan['plan']}",
            **common(one, area, one.actions[one.actions["rhythm"] != ""]),
            statement=(
                f"{one.plan['title']}: next in its reporting rhythms is {day(due['due'].iloc[0])}: "
                f"{listed(parts)}."
            ),
            unit="actions",
            method="Ends of financial quarters, half years and years; terms end in December, March "
            "and July; eight weeks are counted from the paper’s date",
            limits="The paper names the rhythm and no day; the calendar is our reading.",
        )
    ]


def _stalled(one: PlanProgress, area: str) -> Finding:
    if one.papers < 2:
        said = "only one paper of it is held, and it takes two to see whether anything has moved"
    else:
        said = f"{one.papers} papers of it are held: best-start compare-plans sets two side by side"
    return Finding(
        key=f"progress.stalled.{one.plan['plan']}",
        **common(one, area),
        statement=f"Whether an action of {one.plan['title']} has stalled is not said here: {said}.",
        method="Not worked out: a register of one paper holds no movement",
    )
