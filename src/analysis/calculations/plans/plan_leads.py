"""How much each lead of a plan carries, names of one body counted as one."""

import pandas as pd


def lead_workload(leads: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """Actions per lead of one plan's paper.

    Parameters
    ----------
    leads
        Rows of ``action_leads``; ``lead`` is the name after aliases. A lead that an action names
        twice carries it once.
    states
        Rows of `plan_dates.due_states`.

    Returns
    -------
    pd.DataFrame
        One row a lead, the most laden first: ``lead``, ``actions``, ``alone`` (no other lead
        is named), ``shared``, ``overdue`` and ``due_soon`` by the last date. An action with
        three leads counts for each of the three, so the column adds to more than the actions.
    """
    each = leads[["action_id", "lead"]].drop_duplicates()
    each = each.merge(states[["action_id", "by_last"]], on="action_id")
    named = each.groupby("action_id")["lead"].transform("size")
    each = each.assign(
        alone=named == 1,
        shared=named > 1,
        overdue=each["by_last"] == "overdue",
        due_soon=each["by_last"] == "due soon",
    )
    rows = each.groupby("lead", as_index=False).agg(
        actions=("action_id", "size"),
        alone=("alone", "sum"),
        shared=("shared", "sum"),
        overdue=("overdue", "sum"),
        due_soon=("due_soon", "sum"),
    )
    return rows.sort_values(["actions", "lead"], ascending=[False, True]).reset_index(drop=True)


def without_lead(actions: pd.DataFrame, leads: pd.DataFrame) -> int:
    """How many actions name nobody."""
    return int((~actions["action_id"].isin(leads["action_id"])).sum())
