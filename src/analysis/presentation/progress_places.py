"""How a sentence about a plan names its actions and where they stand in the paper."""

import pandas as pd

from analysis.calculations.plans.plan_progress import PlanProgress
from analysis.presentation.findings import refs_of
from analysis.presentation.wording import day, listed


def common(one: PlanProgress, area: str, actions: pd.DataFrame | None = None) -> dict:
    """What every finding about one plan shares; the places of the actions it speaks of."""
    chosen = one.actions if actions is None else actions
    places = list(chosen["source_ref"])
    where = refs_of(*places) if len(places) <= 4 else f"{places[0]} to {places[-1]}"
    return {
        "area": area,
        "period": f"paper of {day(one.actions['published'].max())}",
        "source_ids": ";".join(sorted(set(one.actions["source_id"]))),
        "source_ref": where,
    }


def named(actions: pd.DataFrame) -> str:
    """Actions by reference and label; beyond four, by reference alone."""
    if len(actions) > 4:
        return listed([row.action_ref or row.label for row in actions.itertuples()])
    return listed([f"{row.action_ref} {row.label}".strip() for row in actions.itertuples()])


def verb(number: int, one: str, many: str) -> str:
    return one if number == 1 else many
