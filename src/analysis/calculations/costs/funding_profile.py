"""When improvement funding falls, and what the council would carry if the grant came short."""

import pandas as pd

from analysis.calculations.costs.costs import costed_total
from analysis.calculations.costs.pounds import FUNDERS, round_half_up, split_pounds


def plan_months(plan: pd.Series | None) -> list[pd.Period]:
    """The months a plan runs, its first and last included; none for no plan or no dates."""
    if plan is None or pd.isna(plan["starts"]) or pd.isna(plan["ends"]):
        return []
    return list(pd.period_range(plan["starts"], plan["ends"], freq="M"))


def profile_by_quarter(costs: pd.DataFrame, plan: pd.Series | None) -> pd.DataFrame:
    """The costed total spread evenly over the plan's months, by financial quarter.

    An even spread is an assumption: the paper gives no profile. Pounds are whole and add to
    the total exactly; the pounds left over by division go to the earliest months.

    Returns
    -------
    pd.DataFrame
        ``quarter, months, grant, council, pounds, in_paying_year``, in order of time.
    """
    columns = ["quarter", "months", *FUNDERS, "pounds", "in_paying_year"]
    months = plan_months(plan)
    if not months:
        return pd.DataFrame(columns=columns)
    total = costed_total(costs)
    table = pd.DataFrame({"month": months})
    for funder in FUNDERS:
        table[funder] = split_pounds(total[funder], [1] * len(months))
    table["pounds"] = table["grant"] + table["council"]
    start, end = plan["paying_year_start"], plan["paying_year_end"]
    days = table["month"].dt.start_time
    table["in_paying_year"] = (days >= start) & (days <= end)
    table = table.assign(quarter=[_financial_quarter(month) for month in months], months=1)
    grouped = table.groupby(["quarter", "in_paying_year"], sort=True)
    return grouped[["months", *FUNDERS, "pounds"]].sum().reset_index()[columns]


def _financial_quarter(month: pd.Period) -> str:
    first = month.year if month.month >= 4 else month.year - 1
    number = (month.month - 4) % 12 // 3 + 1
    return f"{first}-{(first + 1) % 100:02d}-Q{number}"


def if_the_grant_came_short(costs: pd.DataFrame, percents: list[int]) -> pd.DataFrame:
    """What the council would carry if a share of the grant did not come and nothing was cut.

    Returns
    -------
    pd.DataFrame
        ``short_percent, grant_lost, council_carries, council_share`` (per cent of the costed
        total). Pounds are whole, halves up.
    """
    total = costed_total(costs)
    rows = []
    for percent in percents if total["all"] else []:
        lost = round_half_up(total["grant"] * percent, 100) // 100
        carries = total["council"] + lost
        rows.append((percent, lost, carries, 100 * carries / total["all"]))
    columns = ["short_percent", "grant_lost", "council_carries", "council_share"]
    return pd.DataFrame(rows, columns=columns)
