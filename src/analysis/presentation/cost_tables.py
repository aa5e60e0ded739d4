"""Tables behind the cost charts."""

import pandas as pd

from analysis.presentation.tables import Table, show_table
from analysis.presentation.wording import per_cent, pounds
from analysis.presentation.wording import posts as posts_text


def split_table(shares: pd.DataFrame) -> Table | None:
    """Pounds by proposal and funder, with shares."""
    return show_table(
        shares.assign(value_note="x"),
        {
            "proposal_ref": "Proposal",
            "label": "What it pays for",
            "grant": "Grant",
            "council": "Council",
            "cost": "Cost",
            "grant_share": "Grant’s share of it",
            "share": "Share of the costed total",
        },
        caption="Costed lines by proposal and funder",
        formats={
            "grant": pounds,
            "council": pounds,
            "cost": pounds,
            "grant_share": per_cent,
            "share": per_cent,
        },
        numeric=("grant", "council", "cost", "grant_share", "share"),
        data={
            "proposal_ref": "Proposal",
            "label": "What it pays for",
            "grant": "Grant (£)",
            "council": "Council (£)",
            "cost": "Cost (£)",
            "grant_share": "Grant’s share of it (%)",
            "share": "Share of the costed total (%)",
        },
    )


def check_table(checks: pd.DataFrame) -> Table | None:
    """Every stated sum against the sum of its parts."""
    return show_table(
        checks.assign(value_note="x"),
        {
            "label": "Stated sum",
            "source_ref": "Where",
            "stated": "Stated",
            "computed": "Sum of parts",
            "difference": "Difference",
            "verdict": "Verdict",
        },
        caption="Every row, column, total and headline against the sum of its parts",
        formats={"stated": pounds, "computed": pounds, "difference": _signed_pounds},
        numeric=("stated", "computed", "difference"),
        data={
            "label": "Stated sum",
            "source_ref": "Where",
            "stated": "Stated (£)",
            "computed": "Sum of parts (£)",
            "difference": "Difference (£)",
            "verdict": "Verdict",
        },
    )


def post_table(posts: pd.DataFrame) -> Table | None:
    """Pounds and posts by proposal."""
    return show_table(
        posts.assign(value_note="z"),
        {
            "proposal_ref": "Proposal",
            "label": "Role",
            "posts_stated": "Posts stated",
            "cost_per_post": "Cost of a post",
            "grant_claimed": "Posts claimed for the grant",
            "grant_per_post": "Grant for each of them",
            "grant_buys": "Posts the grant pays for",
            "council_claimed": "Posts claimed for the council",
            "council_per_post": "Council’s pounds for each",
        },
        caption="What a post costs and what the grant pays for",
        formats={
            "posts_stated": posts_text,
            "cost_per_post": pounds,
            "grant_claimed": posts_text,
            "grant_per_post": pounds,
            "grant_buys": posts_text,
            "council_claimed": posts_text,
            "council_per_post": pounds,
        },
        numeric=(
            "posts_stated",
            "cost_per_post",
            "grant_claimed",
            "grant_per_post",
            "grant_buys",
            "council_claimed",
            "council_per_post",
        ),
        data={
            "proposal_ref": "Proposal",
            "label": "Role",
            "posts_stated": "Posts stated",
            "cost_per_post": "Cost of a post (£)",
            "grant_claimed": "Posts claimed for the grant",
            "grant_per_post": "Grant for each of them (£)",
            "grant_buys": "Posts the grant pays for",
            "council_claimed": "Posts claimed for the council",
            "council_per_post": "Council’s money for each (£)",
        },
    )


def profile_table(profile: pd.DataFrame) -> Table | None:
    """Pounds by financial quarter under an even spread."""
    return show_table(
        profile.assign(
            covered=profile["in_paying_year"].map({True: "yes", False: "no"}), value_note=""
        ),
        {
            "quarter": "Quarter",
            "months": "Months",
            "grant": "Grant",
            "council": "Council",
            "pounds": "Both",
            "covered": "In the year that pays",
        },
        caption="The costed total spread evenly over the plan’s months",
        formats={"grant": pounds, "council": pounds, "pounds": pounds},
        numeric=("months", "grant", "council", "pounds"),
        data={
            "quarter": "Quarter",
            "months": "Months",
            "grant": "Grant (£)",
            "council": "Council (£)",
            "pounds": "Both (£)",
            "covered": "In the year that pays",
        },
    )


def _signed_pounds(number: float) -> str:
    if number == 0:
        return pounds(0)
    return ("+" if number > 0 else "−") + pounds(abs(number))
