"""Authorities that a published list still has and that are no more."""

from collections.abc import Callable

import pandas as pd

ASKED_OF_ALL = "gld"  # collected of every authority, every year
YEARS = 2


def without_abolished(
    areas: pd.DataFrame,
    neighbours: pd.DataFrame,
    observations: pd.DataFrame,
    say: Callable[[str], None],
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The tables without authorities that have given no figure lately of what all must give.

    The list of statistical neighbours keeps authorities that others have replaced, some under a
    name that is in use again (Dorset), and marks only some of them. One without a good level of
    development in the two years before the newest is taken to be no more.

    Parameters
    ----------
    say
        Told in a sentence which were left out.
    """
    given = observations[observations["indicator"].eq(ASKED_OF_ALL) & observations["value"].notna()]
    newest = given.groupby("area_code")["period_end"].max()
    since = given["period_end"].max() - pd.DateOffset(years=YEARS)
    authority = areas["area_type"] == "local authority"
    gone = authority & ~areas["area_code"].map(newest).ge(since)
    codes = set(areas.loc[gone, "area_code"])
    if codes:
        named = [f"{row.area_name} ({row.area_code})" for row in areas[gone].itertuples()]
        say(f"Left out as authorities that are no more: {', '.join(named)}.")
    named_in_pairs = neighbours["area_code"].isin(codes) | neighbours["neighbour_code"].isin(codes)
    return (
        areas[~gone].reset_index(drop=True),
        neighbours[~named_in_pairs].reset_index(drop=True),
        observations[~observations["area_code"].isin(codes)].reset_index(drop=True),
    )
