"""Charts of improvement funding: who pays for what, when, and for how many posts."""

import pandas as pd

from analysis.presentation.chart import BLUE, ORANGE, Chart, drawing, label, ticks
from analysis.presentation.wording import posts as posts_text
from analysis.presentation.wording import pounds

_COLOURS = {"grant": BLUE, "council": ORANGE}
_NAMES = {"grant": "Grant", "council": "Council"}


def split_chart(shares: pd.DataFrame) -> Chart | None:
    """Each proposal's pounds, parted by funder; a proposal without a cost is named as such."""
    costed = shares.dropna(subset=["cost"])
    if costed.empty:
        return None
    rows = shares.iloc[::-1].reset_index(drop=True)
    names = [f"{row.proposal_ref} {row.label}" for row in rows.itertuples()]
    with drawing(8, 1.1 + 0.6 * len(rows), grid="x") as figure:
        axes = figure.panel
        left = pd.Series(0.0, index=rows.index)
        for funder in ("grant", "council"):
            width = rows[funder].astype("Float64").fillna(0).astype(float)
            axes.barh(
                rows.index,
                width,
                left=left,
                color=_COLOURS[funder],
                label=_NAMES[funder],
                edgecolor="white",
                height=0.62,
            )
            left = left + width
        ticks(axes.yaxis, rows.index, names)
        for place, row in enumerate(rows.itertuples()):
            text = "not costed" if pd.isna(row.cost) else pounds(row.cost)
            _beside(axes, left[place], place, text)
        _pound_axis(axes, float(left.max()))
        return Chart(
            figure,
            headline="What the money is split into",
            subtitle="Pounds by proposal and funder.",
            alt=_split_alt(shares),
        )


def _beside(axes, x: float, y: float, text: str) -> None:
    """A label just past the end of a bar."""
    label(axes, x, y, text, right=5, ha="left", va="center")


def _pound_axis(axes, most: float) -> None:
    axes.set_xlim(0, most * 1.18)
    axes.xaxis.set_major_formatter(lambda value, _: f"£{value / 1000:,.0f}k")
    axes.figure.key(columns=2)


def _split_alt(shares: pd.DataFrame) -> str:
    parts = []
    for row in shares.itertuples():
        if pd.isna(row.cost):
            parts.append(f"{row.proposal_ref}, {row.label}: not costed")
        else:
            parts.append(
                f"{row.proposal_ref}, {row.label}: {pounds(row.grant)} grant and "
                f"{pounds(row.council)} council"
            )
    return ". ".join(parts) + "."


def profile_chart(profile: pd.DataFrame) -> Chart | None:
    """The costed total by financial quarter, with the quarters no budget is said to cover."""
    if profile.empty:
        return None
    with drawing(8, 3.4) as figure:
        axes = figure.panel
        places = range(len(profile))
        bottom = pd.Series(0.0, index=profile.index)
        for funder in ("grant", "council"):
            axes.bar(
                places,
                profile[funder],
                bottom=bottom,
                color=_COLOURS[funder],
                label=_NAMES[funder],
                edgecolor="white",
                width=0.62,
            )
            bottom = bottom + profile[funder]
        ticks(axes.xaxis, places, profile["quarter"])
        for place, row in enumerate(profile.itertuples()):
            outside = "" if row.in_paying_year else "\noutside the\npaying year"
            label(axes, place, row.pounds, f"{pounds(row.pounds)}{outside}", va="bottom")
        axes.set_ylim(0, float(bottom.max()) * 1.25)
        axes.yaxis.set_major_formatter(lambda value, _: f"£{value / 1000:,.0f}k")
        figure.key(columns=2)
        parts = [
            f"{row.quarter}: {pounds(row.pounds)}"
            + ("" if row.in_paying_year else ", outside the paying year")
            for row in profile.itertuples()
        ]
        return Chart(
            figure,
            headline="When the money falls, if spread evenly",
            subtitle="Pounds by financial quarter; an even spread is an assumption.",
            alt=". ".join(parts) + ".",
        )


def posts_chart(posts: pd.DataFrame) -> Chart | None:
    """Posts claimed for the grant beside the posts that its pounds buy.

    A proposal of which no post is claimed for the grant has nothing to set side by side.
    """
    posts = posts.dropna(subset=["grant_claimed", "grant_buys"])
    if posts.empty:
        return None
    rows = posts.iloc[::-1].reset_index(drop=True)
    with drawing(8, 1.1 + 0.75 * len(rows), grid="x") as figure:
        axes = figure.panel
        for shift, column, colour, name in (
            (0.18, "grant_claimed", ORANGE, "Claimed for the grant"),
            (-0.18, "grant_buys", BLUE, "Paid for by the grant"),
        ):
            heights = [place + shift for place in rows.index]
            values = rows[column].astype(float)
            axes.barh(heights, values, height=0.32, color=colour, label=name)
            for height, value in zip(heights, values, strict=True):
                _beside(axes, value, height, posts_text(value))
        ticks(axes.yaxis, rows.index, [f"{r.proposal_ref} {r.label}" for r in rows.itertuples()])
        axes.set_xlim(0, float(rows["grant_claimed"].max()) * 1.18)
        axes.set_xlabel("full-time posts")
        figure.key(columns=2)
        parts = [
            f"{r.proposal_ref}: {posts_text(r.grant_claimed)} claimed, "
            f"{posts_text(r.grant_buys)} paid for"
            for r in posts.itertuples()
        ]
        return Chart(
            figure,
            headline="Posts claimed for the grant, and posts it pays for",
            subtitle="Full-time posts at the paper’s own cost of each.",
            alt=". ".join(parts) + ".",
        )
