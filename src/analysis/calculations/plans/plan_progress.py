"""Where a plan stands on a day: everything that its newest paper bears out, in one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.calculations.plans.plan_dates import due_states
from analysis.calculations.plans.plan_flags import action_flags
from analysis.calculations.plans.plan_leads import lead_workload
from analysis.calculations.plans.plan_phases import phase_calendar
from analysis.calculations.plans.plan_rag import ratings
from analysis.calculations.plans.plan_rhythms import rhythm_calendar
from analysis.calculations.plans.plans import action_evidence, newest_register


@dataclass(frozen=True)
class PlanProgress:
    """One plan by its newest paper.

    ``plan`` is its row of data/plans.csv. ``actions`` holds one row an action: the register's
    columns with those of `due_states`, `action_evidence`, `ratings` and `action_flags`.
    """

    plan: pd.Series
    actions: pd.DataFrame
    leads: pd.DataFrame
    workload: pd.DataFrame
    phases: pd.DataFrame
    rhythms: pd.DataFrame
    anchored: bool
    papers: int


def plan_progress(
    plans: pd.DataFrame,
    tables: dict[str, pd.DataFrame],
    *,
    as_at: date,
    soon_days: int,
    amber_points: int,
    red_points: int,
    anchors: Mapping[str, date],
) -> list[PlanProgress]:
    """Each of an area's plans that has a register of actions, in the order of the table.

    Parameters
    ----------
    plans
        The area's rows of ``plans`` that were public by then.
    tables
        The tables as they stood on that day.
    soon_days, amber_points, red_points, anchors
        As in `due_states` and `ratings`.
    """
    found = []
    for _, plan in plans.iterrows():
        register = newest_register(tables, plan["plan"])
        actions, dates = register["actions"], register["action_dates"]
        if actions.empty:
            continue
        states = due_states(actions, dates, as_at=as_at, soon_days=soon_days, anchors=anchors)
        evidence = action_evidence(register, tables["targets"], tables["reported"])
        rated = ratings(
            states,
            evidence,
            plan_starts=plan["starts"],
            known_at=min(as_at, actions["published"].max().date()),
            amber_points=amber_points,
            red_points=red_points,
        ).drop(columns=["rag_printed", "rag_from"])
        flags = action_flags(states, evidence, dates)
        whole = states
        for part in (evidence, rated, flags):
            whole = whole.merge(part, on="action_id", validate="1:1")
        ours = tables["actions"]["plan"] == plan["plan"]
        found.append(
            PlanProgress(
                plan=plan,
                actions=whole,
                leads=register["action_leads"],
                workload=lead_workload(register["action_leads"], states),
                phases=phase_calendar(dates, plan=plan["plan"], anchors=anchors),
                rhythms=rhythm_calendar(actions, as_at=as_at),
                anchored=plan["plan"] in anchors,
                papers=tables["actions"].loc[ours, "source_id"].nunique(),
            )
        )
    return found


def theme_summary(actions: pd.DataFrame) -> pd.DataFrame:
    """Actions of one plan by theme, in the paper's order.

    Returns
    -------
    pd.DataFrame
        ``section`` ("" where the paper has no themes), ``actions``, ``overdue`` and ``due_soon``
        (by the last date), ``rated`` (a rating recorded), ``with_number`` and ``with_words``
        (what is reported).
    """
    each = actions.assign(
        overdue_now=actions["by_last"] == "overdue",
        soon=actions["by_last"] == "due soon",
        rated=actions["rag_printed"] != "not recorded",
        number=actions["evidence"] == "number",
        words=actions["evidence"] == "words",
    )
    return each.groupby("section", as_index=False, sort=False).agg(
        actions=("action_id", "size"),
        overdue=("overdue_now", "sum"),
        due_soon=("soon", "sum"),
        rated=("rated", "sum"),
        with_number=("number", "sum"),
        with_words=("words", "sum"),
    )


def due_months(actions: pd.DataFrame) -> pd.DataFrame:
    """How many actions have their last date in each month, from the first month to the last.

    Returns
    -------
    pd.DataFrame
        ``month`` (its last day), ``actions``, ``complete``; a month without any has 0.
    """
    dated = actions[actions["last"].notna() & (actions["ongoing"] != "yes")]
    if dated.empty:
        return pd.DataFrame(columns=["month", "actions", "complete"])
    month = dated["last"] + pd.offsets.MonthEnd(0)
    every = pd.date_range(month.min(), month.max(), freq="ME")
    done = month[dated["rag_printed"] == "Complete"]
    return pd.DataFrame(
        {
            "month": every,
            "actions": month.value_counts().reindex(every, fill_value=0).to_numpy(),
            "complete": done.value_counts().reindex(every, fill_value=0).to_numpy(),
        }
    )
