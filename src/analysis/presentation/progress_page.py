"""What a report shows of each of an area's plans, chart and table together."""

from datetime import date

from analysis.calculations.plans.plan_progress import PlanProgress
from analysis.presentation import progress_charts, progress_tables
from analysis.presentation.page import Together


def dates_shown(progress: list[PlanProgress], *, as_at: date) -> Together:
    """When each plan's actions are due, by month or by year of the plan, and by theme."""
    parts = []
    for one in progress:
        parts += [
            progress_charts.due_chart(one, as_at=as_at),
            progress_tables.month_table(one),
            progress_tables.phase_table(one),
            progress_tables.standing_table(one, as_at=as_at),
            progress_tables.theme_table(one),
        ]
    return Together(*parts)


def ratings_shown(progress: list[PlanProgress]) -> Together:
    """Printed ratings beside those by the rule, with its working."""
    parts = []
    for one in progress:
        parts += [progress_tables.rating_table(one), progress_tables.rule_table(one)]
    return Together(*parts)


def leads_shown(progress: list[PlanProgress]) -> Together:
    """Who carries how much."""
    parts = []
    for one in progress:
        parts += [progress_charts.lead_chart(one), progress_tables.lead_table(one)]
    return Together(*parts)


def rhythms_shown(progress: list[PlanProgress], *, as_at: date) -> Together:
    """What is due next in the reporting rhythms."""
    return Together(*[progress_tables.rhythm_table(one, as_at=as_at) for one in progress])


def actions_shown(progress: list[PlanProgress]) -> Together:
    """Every action, one a row."""
    return Together(*[progress_tables.action_table(one) for one in progress])
