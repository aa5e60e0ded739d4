"""Tables of a plan's actions: each action, themes, dates, ratings, leads, phases and rhythms."""

import pandas as pd

from analysis.calculations.plans.plan_dates import state_counts
from analysis.calculations.plans.plan_progress import PlanProgress, due_months, theme_summary
from analysis.calculations.plans.plan_rag import side_by_side
from analysis.presentation.tables import Table, show_table
from analysis.presentation.wording import count, day, per_cent, rounded

_STATES = {
    "complete": "complete",
    "overdue": "date passed",
    "due soon": "due soon",
    "later": "due later",
    "ongoing": "ongoing",
    "in plan years": "in years of the plan",
    "no date": "no date",
}
_WHY = {"no figure": "no figure", "no due date": "no due date", "no start": "no start"}


def action_table(one: PlanProgress) -> Table | None:
    """Every action of a plan with its dates, ratings and evidence."""
    rows = one.actions.assign(
        name=[f"{r.action_ref} {r.label}".strip() for r in one.actions.itertuples()],
        standing=one.actions["by_last"].map(_STATES),
        due=one.actions["due_label"].where(one.actions["due_label"] != "", "none given"),
        led=one.actions["leads"].where(one.actions["leads"] != "", "none named"),
        theme=one.actions["section"].where(one.actions["section"] != "", "no theme"),
        rule=[r.rag_by_rule or f"none: {_WHY[r.why]}" for r in one.actions.itertuples()],
        value_note="x",
    )
    columns = {
        "name": "Action",
        "theme": "Theme",
        "led": "Leads",
        "due": "Due, as printed",
        "standing": "By its last date",
        "rag_printed": "Rating printed",
        "rule": "Rating by the rule",
        "evidence": "Reported",
    }
    return show_table(
        rows,
        columns,
        caption=f"Each action of {one.plan['title']}",
        data=columns
        | {
            "first": "First due day",
            "last": "Last due day",
            "days_late": "Days past the last date",
            "elapsed": "Per cent of time passed",
            "progress": "Per cent of target reached",
            "behind": "Percentage points behind",
        },
        formats={"first": _iso, "last": _iso},
    )


def _iso(when: pd.Timestamp) -> str:
    return f"{when:%Y-%m-%d}"


def theme_table(one: PlanProgress) -> Table | None:
    """Actions by theme."""
    rows = theme_summary(one.actions)
    if len(rows) < 2:
        return None
    rows["section"] = rows["section"].replace("", "no theme")
    columns = {
        "section": "Theme",
        "actions": "Actions",
        "overdue": "Date passed",
        "due_soon": "Due soon",
        "rated": "Rating recorded",
        "with_number": "A number reported",
        "with_words": "Words only",
    }
    return show_table(
        rows, columns, caption=f"{one.plan['title']} by theme", numeric=tuple(columns)[1:]
    )


def standing_table(one: PlanProgress, *, as_at) -> Table | None:
    """Where the actions stand by the last and by any date."""
    rows = state_counts(one.actions)
    rows["state"] = rows["state"].map(_STATES)
    return show_table(
        rows,
        {"state": "Standing", "by_last": "By the last date", "by_any": "By any date"},
        caption=f"Actions of {one.plan['title']} by their dates, as at {day(as_at)}",
        numeric=("by_last", "by_any"),
    )


def month_table(one: PlanProgress) -> Table | None:
    """How many actions have their last date in which month."""
    rows = due_months(one.actions)
    return show_table(
        rows[rows["actions"] > 0],
        {"month": "Month", "actions": "Actions", "complete": "Complete by the paper"},
        caption=f"Month of the last date, {one.plan['title']}",
        formats={"month": lambda when: f"{when:%B %Y}"},
        numeric=("actions", "complete"),
    )


def rating_table(one: PlanProgress) -> Table | None:
    """Printed ratings beside those by the rule, how many of each pair."""
    if (one.actions["rag_printed"] == "not recorded").all() and (
        one.actions["rag_by_rule"] == ""
    ).all():
        return None
    return show_table(
        side_by_side(one.actions),
        {
            "rag_printed": "Rating printed",
            "rag_by_rule": "Rating by the rule",
            "actions": "Actions",
        },
        caption=f"Ratings of {one.plan['title']} side by side",
        numeric=("actions",),
    )


def rule_table(one: PlanProgress) -> Table | None:
    """The working behind each rating by the rule."""
    rows = one.actions[one.actions["rag_by_rule"] != ""]
    rows = rows.assign(
        name=[f"{r.action_ref} {r.label}".strip() for r in rows.itertuples()],
        gap=[_behind(number) for number in rows["behind"]],
        value_note="x",
    )
    columns = {
        "name": "Action",
        "elapsed": "Time passed",
        "progress": "Target reached",
        "gap": "Behind or ahead",
        "rag_by_rule": "By the rule",
        "rag_printed": "Printed",
    }
    return show_table(
        rows,
        columns,
        caption=f"How the rule rates the actions of {one.plan['title']}",
        formats={"elapsed": per_cent, "progress": per_cent},
        numeric=("elapsed", "progress", "gap"),
        data=columns | {"gap": "Behind or ahead", "behind": "Percentage points behind"},
    )


def _behind(number: float) -> str:
    if rounded(abs(number), 1) == "0.0":
        return "level"
    return f"{rounded(abs(number), 1)} points {'behind' if number > 0 else 'ahead'}"


def lead_table(one: PlanProgress) -> Table | None:
    """How much each lead carries."""
    columns = {
        "lead": "Lead",
        "actions": "Actions",
        "alone": "As only lead",
        "shared": "With others",
        "overdue": "Date passed",
        "due_soon": "Due soon",
    }
    return show_table(
        one.workload,
        columns,
        caption=f"Leads of {one.plan['title']}; an action counts for each of its leads",
        numeric=tuple(columns)[1:],
        formats=dict.fromkeys(tuple(columns)[1:], count),
    )


def phase_table(one: PlanProgress) -> Table | None:
    """Actions by year of the plan."""
    days = {"starts": "From", "ends": "To"} if one.anchored else {}
    return show_table(
        one.phases,
        {
            "year": "Year of the plan",
            "actions": "Actions",
            "begin": "Begin in it",
            "end_here": "End in it",
            **days,
        },
        caption=f"{one.plan['title']} by year of the plan",
        formats={"starts": day, "ends": day},
        numeric=("actions", "begin", "end_here"),
    )


def rhythm_table(one: PlanProgress, *, as_at) -> Table | None:
    """What is due next in the plan's reporting rhythms."""
    return show_table(
        one.rhythms,
        {"due": "By", "rhythm": "Rhythm", "actions": "Actions", "labels": "Which"},
        caption=f"Reporting rhythms of {one.plan['title']} in the 12 months from {day(as_at)}",
        formats={"due": day},
        numeric=("actions",),
    )
