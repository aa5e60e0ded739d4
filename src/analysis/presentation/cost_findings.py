"""Sentences about improvement funding: does it add up, who pays, what a post costs."""

import pandas as pd

from analysis.presentation.findings import Finding, Findings, nothing_found, number, refs_of
from analysis.presentation.wording import listed, per_cent, plural, pounds
from analysis.presentation.wording import posts as posts_text

SUMS = "Sums of whole pounds from the cost table"


def total_findings(
    total: dict[str, int], checks: pd.DataFrame, *, area: str, plan: pd.Series | None, as_at
) -> Findings:
    """The costed total, and each stated total that differs from it.

    Without a costed plan: the one finding that there is none.
    """
    if plan is None:
        return nothing_found(area, "plan with costs", as_at)
    period = _period(plan)
    bound = ""
    if total["uncosted"]:
        bound = (
            f" {plural(total['uncosted'], 'proposal has', 'proposals have')} no cost, so the whole "
            "cost is at least this much."
        )
    found = Findings(
        [
            Finding(
                key="costs.total",
                area=area,
                statement=(
                    f"The costed lines of {plan['title']} add to {pounds(total['all'])}: "
                    f"{pounds(total['grant'])} from the grant and {pounds(total['council'])} from "
                    f"the council.{bound}"
                ),
                value=total["all"],
                unit="£",
                period=period,
                method=SUMS,
                source_ids=plan["source_id"],
                source_ref=refs_of(plan["source_ref"]),
                limits="A lower bound." if total["uncosted"] else "",
                headline=2,
            )
        ]
    )
    for row in checks[checks["verdict"] == "differs"].itertuples():
        found.append(_difference(row, area, plan, period))
    found.append(_agreement(checks, area, plan, period))
    return found


def _difference(row, area: str, plan: pd.Series, period: str) -> Finding:
    more = "more" if row.difference > 0 else "less"
    return Finding(
        key=f"costs.differs.{row.total_ref}",
        area=area,
        statement=(
            f"{row.label}: the paper states {pounds(row.stated)} and the parts add to "
            f"{pounds(row.computed)}, so it states {pounds(abs(row.difference))} {more}. Rounding "
            f"to the {pounds(row.printed_to)} that it prints does not explain it."
        ),
        value=number(row.difference),
        unit="£",
        comparator=f"sum of parts: {pounds(row.computed)}",
        period=period,
        method="Stated total minus sum of parts; rounding tested at the last pound printed",
        source_ids=plan["source_id"],
        source_ref=row.source_ref,
        limits=f"Found in: {row.source_ref}.",
        headline=1 if row.total_ref == "headline" else 0,
    )


def _agreement(checks: pd.DataFrame, area: str, plan: pd.Series, period: str) -> Finding:
    tested = checks[checks["verdict"].isin(["agrees", "agrees when rounded", "differs"])]
    exact = int((tested["verdict"] == "agrees").sum())
    near = int((tested["verdict"] == "agrees when rounded").sum())
    return Finding(
        key="costs.agreement",
        area=area,
        statement=(
            f"Of {plural(len(tested), 'stated sum', 'stated sums')} that can be tested, {exact} "
            f"agree to the pound, {near} agree once rounded as printed, and "
            f"{len(tested) - exact - near} differ."
        ),
        value=exact + near,
        unit="count",
        period=period,
        method="Each row, column, total and headline against the sum of its parts",
        source_ids=plan["source_id"],
        source_ref=refs_of(plan["source_ref"]),
    )


def payer_findings(
    total: dict[str, int],
    status: pd.DataFrame,
    shortfalls: pd.DataFrame,
    *,
    area: str,
    plan: pd.Series | None,
) -> Findings:
    """Who pays, what the paper says of each payer's money, and who would carry a shortfall."""
    if plan is None:
        return Findings()
    return (
        share_findings(total, area=area, plan=plan)
        + status_findings(status, area=area, plan=plan)
        + shortfall_findings(shortfalls, area=area, plan=plan)
    )


def share_findings(total: dict[str, int], *, area: str, plan: pd.Series | None) -> Findings:
    """Who pays how much of the costed total; nothing where nothing is costed."""
    if not total["all"]:
        return Findings()
    grant = 100 * total["grant"] / total["all"]
    return Findings(
        [
            Finding(
                key="costs.share.grant",
                area=area,
                statement=(
                    f"The grant pays {per_cent(grant)} of the costed total and the council "
                    f"{per_cent(100 - grant)}."
                ),
                value=grant,
                unit="%",
                period=_period(plan),
                method="Share of the costed total",
                source_ids=plan["source_id"],
                source_ref=refs_of(plan["source_ref"]),
            )
        ]
    )


def post_findings(posts: pd.DataFrame, *, area: str, plan: pd.Series | None) -> Findings:
    """The posts that the grant buys at the paper's own cost, against those claimed for it."""
    posts = posts.dropna(subset=["grant_claimed", "grant_buys"])
    if plan is None or posts.empty:
        return Findings()
    claimed, bought = float(posts["grant_claimed"].sum()), float(posts["grant_buys"].sum())
    found = Findings(
        [
            Finding(
                key="costs.posts.grant",
                area=area,
                statement=(
                    f"The paper says that the grant supports {posts_text(claimed)} full-time "
                    f"posts. At the paper’s own cost of each post it pays for {posts_text(bought)}."
                ),
                value=bought,
                unit="posts",
                comparator=f"claimed: {posts_text(claimed)}",
                period=_period(plan),
                method="Grant divided by the cost of a post, proposal by proposal",
                source_ids=plan["source_id"],
                source_ref=refs_of(plan["source_ref"]),
                limits=(
                    "A grant may be meant to support a post and not to pay all of it; the paper "
                    "does not say. One proposal names two roles in one post."
                ),
                headline=3,
            )
        ]
    )
    both = posts.dropna(subset=["council_per_post"])
    for row in both.itertuples():
        found.append(
            Finding(
                key=f"costs.unit.{row.proposal_ref.lower()}",
                area=area,
                statement=(
                    f"{row.proposal_ref}, {row.label.lower()}: {pounds(row.grant_per_post)} for "
                    f"each post claimed for the grant, {pounds(row.council_per_post)} for each of "
                    f"the council’s, {pounds(row.cost_per_post)} on average."
                ),
                value=number(row.council_per_post - row.grant_per_post),
                unit="£",
                period=_period(plan),
                method="Pounds divided by posts claimed, by funder",
                source_ids=plan["source_id"],
                source_ref=refs_of(plan["source_ref"]),
            )
        )
    return found


def status_findings(status: pd.DataFrame, *, area: str, plan: pd.Series | None) -> Findings:
    """What the paper itself says of the money, place by place."""
    found = Findings()
    for funder, rows in status.groupby("funder", sort=False):
        words = [f"“{row.status}” ({row.place.lower()})" for row in rows.itertuples()]
        several = rows["status"].nunique() > 1
        money = "grant" if funder == "grant" else "council’s share"
        found.append(
            Finding(
                key=f"costs.status.{funder}",
                area=area,
                statement=(
                    f"The paper describes the {money} as {listed(words)}"
                    + (": it does not describe it in one way." if several else ".")
                ),
                period=_period(plan),
                method="The paper’s own words on status, by place, in our labels",
                source_ids=plan["source_id"],
                source_ref=refs_of(*rows["source_ref"]),
                limits="; ".join(row.remark for row in rows.itertuples()) + ".",
                headline=4 if funder == "grant" else 0,
            )
        )
    return found


def profile_findings(profile: pd.DataFrame, *, area: str, plan: pd.Series | None) -> Findings:
    """How much of the money falls outside the financial year that is said to pay for it."""
    if plan is None or profile.empty:
        return Findings()
    outside = profile[~profile["in_paying_year"]]
    months = int(profile["months"].sum())
    return Findings(
        [
            Finding(
                key="costs.profile.outside",
                area=area,
                statement=(
                    f"Spread evenly over the plan’s {months} months, "
                    f"{pounds(outside['pounds'].sum())} falls in {int(outside['months'].sum())} "
                    "months outside the financial year whose budget is said to pay."
                ),
                value=float(outside["pounds"].sum()),
                unit="£",
                period=_period(plan),
                method="Costed total spread evenly over the months of the plan, both ends included",
                source_ids=plan["source_id"],
                source_ref=refs_of(plan["source_ref"]),
                limits=(
                    "The paper gives no profile; an even spread is our assumption. A plan from "
                    "May to May is read as including both."
                ),
            )
        ]
    )


def shortfall_findings(shortfalls: pd.DataFrame, *, area: str, plan: pd.Series | None) -> Findings:
    """What the council would carry if the grant came short."""
    return Findings(
        Finding(
            key=f"costs.shortfall.{row.short_percent}",
            area=area,
            statement=(
                f"If {row.short_percent}% of the grant did not come and nothing was cut, the "
                f"council would carry {pounds(row.council_carries)}, "
                f"{per_cent(row.council_share)} of the costed total."
            ),
            value=row.council_carries,
            unit="£",
            period=_period(plan),
            method="Council’s share plus the grant lost",
            source_ids=plan["source_id"],
            source_ref=refs_of(plan["source_ref"]),
        )
        for row in shortfalls.itertuples()
    )


def _period(plan: pd.Series) -> str:
    if pd.isna(plan["starts"]) or pd.isna(plan["ends"]):
        return ""
    return f"{plan['starts'].strftime('%B %Y')} to {plan['ends'].strftime('%B %Y')}"
