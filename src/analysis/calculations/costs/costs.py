"""Improvement funding: what it is split into, and whether it adds up. Whole pounds throughout."""

import pandas as pd

from analysis.calculations.costs.pounds import (
    FUNDERS,
    check_lines,
    need_whole_pounds,
    round_half_up,
)
from analysis.calculations.shape import need_columns, need_unique

_CHECK_COLUMNS = [
    "total_ref",
    "label",
    "scope",
    "stated",
    "computed",
    "difference",
    "verdict",
    "printed_to",
    "uncosted",
    "source_ref",
]

_TOTAL_COLUMNS = ["total_ref", "label", "scope", "proposal_ref", "funder", "pounds", "printed_to"]
_TOTAL_COLUMNS += ["source_ref"]


def costed_plan(
    plans: pd.DataFrame, tables: dict[str, pd.DataFrame]
) -> tuple[pd.Series | None, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The area's plan that has costs, with its lines, stated totals and status.

    Returns
    -------
    tuple
        The newest such plan (None where no plan has costs) and its rows of ``costs``,
        ``cost_totals`` and ``cost_status``, which are empty where there is none.
    """
    costed = plans[plans["plan"].isin(tables["costs"]["plan"])].sort_values("published")
    plan = costed.iloc[-1] if len(costed) else None
    name = plan["plan"] if plan is not None else ""
    lines, totals, status = (
        tables[table][tables[table]["plan"] == name].reset_index(drop=True)
        for table in ("costs", "cost_totals", "cost_status")
    )
    return plan, lines, totals, status


def reconcile(
    costs: pd.DataFrame, totals: pd.DataFrame, *, tolerance_pounds: int = 0
) -> pd.DataFrame:
    """Every row, column and total that a paper states, against the sum of its own lines.

    Parameters
    ----------
    costs
        One row a proposal and funder, ``pounds`` missing where the paper has not costed it.
    totals
        What the paper states: ``scope`` "proposal", "funder" or "whole", ``pounds``, and
        ``printed_to``, the last pound that the way it is printed can show (£0.395m: 1,000).
    tolerance_pounds
        How far two sums may be apart and still agree.

    Returns
    -------
    pd.DataFrame
        ``label, scope, stated, computed, difference`` (stated minus computed), ``verdict``:
        "agrees", "agrees when rounded", "differs", "not stated" or "not costed", and
        ``uncosted`` lines left out of the computed sum. Also one row that holds the headline
        against the parts stated beside it.

    Raises
    ------
    TableError
        If a column is missing, a proposal and funder or a total stands twice, a funder is not
        known, or pounds are not whole.
    """
    check_lines(costs, of="reconcile")
    need_columns(totals, _TOTAL_COLUMNS, of="reconcile")
    need_unique(totals, ["total_ref"], of="reconcile")
    need_whole_pounds(totals, of="reconcile")
    rows = [_check(row, costs, tolerance_pounds) for row in totals.itertuples()]
    rows += _headline_against_its_parts(totals, tolerance_pounds)
    return pd.DataFrame(rows, columns=_CHECK_COLUMNS).astype(
        {name: "Int64" for name in ("stated", "computed", "difference", "printed_to")}
    )


def _check(total, costs: pd.DataFrame, tolerance: int) -> dict:
    lines = costs
    if total.scope == "proposal":
        lines = costs[costs["proposal_ref"] == total.proposal_ref]
    elif total.scope == "funder":
        lines = costs[costs["funder"] == total.funder]
    costed = lines["pounds"].dropna()
    computed = int(costed.sum()) if len(costed) else None
    stated = None if pd.isna(total.pounds) else int(total.pounds)
    return {
        "total_ref": total.total_ref,
        "label": total.label,
        "scope": total.scope,
        "stated": stated,
        "computed": computed,
        "difference": None if stated is None or computed is None else stated - computed,
        "verdict": _verdict(stated, computed, total.printed_to, tolerance),
        "printed_to": None if pd.isna(total.printed_to) else int(total.printed_to),
        "uncosted": int(lines["pounds"].isna().sum()),
        "source_ref": total.source_ref,
    }


def _headline_against_its_parts(totals: pd.DataFrame, tolerance: int) -> list[dict]:
    by_ref = totals.set_index("total_ref")
    if not {"headline", "headline_grant", "headline_council"} <= set(by_ref.index):
        return []
    parts = by_ref.loc[["headline_grant", "headline_council"], "pounds"]
    headline = by_ref.loc["headline"]
    if parts.isna().any() or pd.isna(headline["pounds"]):
        return []  # a share that is not stated is not a share of nothing
    stated, computed = int(headline["pounds"]), int(parts.sum())
    return [
        {
            "total_ref": "headline_parts",
            "label": "Headline against the two shares stated beside it",
            "scope": "sum of funders",
            "stated": stated,
            "computed": computed,
            "difference": stated - computed,
            "verdict": _verdict(stated, computed, headline["printed_to"], tolerance),
            "printed_to": int(headline["printed_to"]),
            "uncosted": 0,
            "source_ref": headline["source_ref"],
        }
    ]


def _verdict(stated: int | None, computed: int | None, printed_to: int, tolerance: int) -> str:
    if computed is None:
        return "not costed"
    if stated is None:
        return "not stated"
    if abs(stated - computed) <= tolerance:
        return "agrees"
    if round_half_up(computed, int(printed_to)) == stated:
        return "agrees when rounded"
    return "differs"


def costed_total(costs: pd.DataFrame) -> dict[str, int]:
    """The sum of every costed line, by funder and in all, and how many proposals are uncosted.

    A proposal is uncosted if any of its lines is. The sum is then a lower bound of the cost, not
    the cost.

    Raises
    ------
    TableError
        If a column is missing, a proposal and funder stands twice, a funder is not known, or
        pounds are not whole.
    """
    check_lines(costs, of="costed_total")
    by_funder = {
        funder: int(costs.loc[costs["funder"] == funder, "pounds"].dropna().sum())
        for funder in FUNDERS
    }
    blank = costs.groupby("proposal_ref")["pounds"].agg(lambda pounds: pounds.isna().any())
    return by_funder | {"all": sum(by_funder.values()), "uncosted": int(blank.sum())}


def shares(costs: pd.DataFrame) -> pd.DataFrame:
    """Each proposal's pounds by funder, and its share of the costed total.

    Returns
    -------
    pd.DataFrame
        ``proposal_ref, label, grant, council, cost`` in pounds (``cost`` only where every line
        is costed; a funder without a line pays nothing and is missing, not zero);
        ``grant_share`` (per cent of the proposal) and ``share`` (per cent of the costed total),
        not rounded. A proposal that is not costed is missing throughout, never zero.

    Raises
    ------
    TableError
        As `costed_total`.
    """
    check_lines(costs, of="shares")
    need_columns(costs, ["label"], of="shares")
    by_proposal = costs.groupby(["proposal_ref", "label"], sort=True)["pounds"]
    cost = by_proposal.sum().where(by_proposal.count() == by_proposal.size())
    table = costs.pivot(index=["proposal_ref", "label"], columns="funder", values="pounds")
    table = table.reindex(columns=list(FUNDERS)).assign(cost=cost)
    table = table.reset_index().rename_axis(columns=None)
    whole = costed_total(costs)["all"]
    table["grant_share"] = 100 * table["grant"].astype("Float64") / table["cost"]
    table["share"] = 100 * table["cost"].astype("Float64") / whole
    return table[["proposal_ref", "label", "grant", "council", "cost", "grant_share", "share"]]


def posts(costs: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """What a post costs, and how many the grant buys against the number claimed for it.

    The paper states how many posts (FTE) each proposal has, and how many of them each funder
    supports. At the proposal's own cost for each post, the grant's pounds buy ``grant_buys``.

    Returns
    -------
    pd.DataFrame
        One row a costed proposal with posts: ``posts_stated, cost, cost_per_post``;
        ``grant_claimed``, ``grant_per_post`` (grant pounds for each post claimed),
        ``grant_buys``, ``short_of_claim``; ``council_claimed``, ``council_per_post``. Pounds a
        post and posts bought are not rounded.

    Raises
    ------
    TableError
        As `costed_total`, or if two totals state the posts of one proposal.
    """
    need_columns(costs, ["fte_claimed"], of="posts")
    need_columns(totals, ["scope", "proposal_ref", "fte_stated"], of="posts")
    need_unique(totals[totals["scope"] == "proposal"], ["proposal_ref"], of="posts")
    stated = totals[totals["scope"] == "proposal"].set_index("proposal_ref")["fte_stated"]
    claimed = costs.pivot(index="proposal_ref", columns="funder", values="fte_claimed")
    claimed = claimed.reindex(columns=list(FUNDERS))
    table = shares(costs).set_index("proposal_ref")[["label", "grant", "council", "cost"]]
    table = table.assign(
        posts_stated=stated,
        grant_claimed=claimed["grant"],
        council_claimed=claimed["council"],
    ).dropna(subset=["cost", "posts_stated"])
    table["cost_per_post"] = table["cost"] / table["posts_stated"]
    table["grant_per_post"] = table["grant"] / table["grant_claimed"]
    table["council_per_post"] = table["council"] / table["council_claimed"]
    table["grant_buys"] = table["grant"] / table["cost_per_post"]
    table["short_of_claim"] = table["grant_claimed"] - table["grant_buys"]
    return table.reset_index()
