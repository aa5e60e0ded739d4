"""What each free school meals group has to do with an area's gap to the country."""

import pandas as pd

from analysis.calculations.gaps.comparators import joined_ids
from analysis.calculations.gaps.disadvantage import FSM_OTHERS
from analysis.calculations.inequality.attributable import gap_parts, if_as_others

INDICATOR, DISADVANTAGED = "gld", "eligible"


def complete_groups(figures: pd.DataFrame, area_code: str, country_code: str) -> pd.DataFrame:
    """Counts of every group of the area and the country, of the newest year that has them all.

    A year serves if the groups' counts add up to all children in both places: then no child is
    left out and none is counted twice.

    Returns
    -------
    pd.DataFrame
        Rows of `figures`, of one period and group type "fsm"; none where no year serves.
    """
    places = [area_code, country_code]
    rows = figures[
        (figures["indicator"] == INDICATOR)
        & figures["area_code"].isin(places)
        & figures["group_type"].isin(["all", "fsm"])
        & figures["numerator"].notna()
        & figures["denominator"].notna()
    ]
    for period in sorted(rows["period"].unique(), reverse=True):
        year = rows[rows["period"] == period]
        groups = year[year["group_type"] == "fsm"]
        counts = ["numerator", "denominator"]
        whole = year[year["group_type"] == "all"].set_index("area_code")[counts]
        summed = groups.groupby("area_code")[counts].sum()
        if set(whole.index) == set(places) and whole.sort_index().equals(summed.sort_index()):
            return groups.reset_index(drop=True)
    return rows.iloc[:0]


def gap_accounts(
    figures: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    area_code: str,
    country_code: str,
    confidence: float = 0.95,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The area's gap to the country in parts, and what would close of it within the area.

    Returns
    -------
    tuple of pd.DataFrame
        `attributable.gap_parts`, one row a group, and `attributable.if_as_others`, one row: both
        with ``period, source_ids, source_refs``, and the second with ``others``, the group that
        eligible children are set beside. Both have no row where no year has every count.
    """
    groups = complete_groups(figures, area_code, country_code)
    ours = groups[groups["area_code"] == area_code]
    theirs = groups[groups["area_code"] == country_code]
    if ours.empty:
        return pd.DataFrame(), pd.DataFrame()
    about = {
        "period": ours["period"].iloc[0],
        "source_ids": joined_ids(groups["source_id"]),
        "source_refs": "; ".join(groups["source_ref"]),
    }
    parts = gap_parts(ours, theirs, by="area_code").assign(**about)
    others = next(group for group in FSM_OTHERS if group in set(ours["group"]))
    closing = if_as_others(
        ours,
        by="area_code",
        disadvantaged=DISADVANTAGED,
        others=others,
        benchmark=float(100 * theirs["numerator"].sum() / theirs["denominator"].sum()),
        polarity=indicators.set_index("indicator").at[INDICATOR, "polarity"],
        confidence=confidence,
    )
    return parts, closing.assign(others=others, **about)
