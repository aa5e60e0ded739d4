"""The figures that an area's figure is set beside: England, its region, its neighbours."""

import pandas as pd

COMPARATORS = ("country", "region", "neighbours")


def comparator_areas(
    area_code: str, areas: pd.DataFrame, neighbours: pd.DataFrame, *, country: str, region: bool
) -> pd.DataFrame:
    """Which areas stand behind each comparator.

    Returns
    -------
    pd.DataFrame
        ``comparator, comparator_name, comparator_code``: one row for England, one for the
        region, one for each statistical neighbour.
    """
    by_code = areas.set_index("area_code")
    country_code = areas.loc[areas["area_name"] == country, "area_code"].iloc[0]
    rows = [("country", country, country_code)]
    if region:
        code = by_code.at[area_code, "parent_code"]
        rows.append(("region", by_code.at[code, "area_name"], code))
    ours = neighbours[neighbours["area_code"] == area_code].sort_values("rank")
    rows += [("neighbours", "Statistical neighbours", code) for code in ours["neighbour_code"]]
    return pd.DataFrame(rows, columns=["comparator", "comparator_name", "comparator_code"])


def joined_ids(ids: pd.Series) -> str:
    """Source ids, each once, in order, joined by ";"."""
    return ";".join(sorted({part for text in ids for part in text.split(";") if part}))


def benchmarks(figures: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """The value of each comparator for every figure.

    The neighbours' value is the plain mean of those that have one: it stands for a typical
    neighbour and weighs a small authority as much as a large one. No interval is given.

    Returns
    -------
    pd.DataFrame
        ``indicator, period, group_type, group, comparator, comparator_name, benchmark,
        areas_with_value, areas_in_all, lowest, highest, benchmark_sources`` (ids joined by ";").
    """
    rows = chosen.merge(figures, left_on="comparator_code", right_on="area_code")
    rows = rows[rows["value"].notna()]
    keys = ["indicator", "period", "group_type", "group", "comparator", "comparator_name"]
    table = rows.groupby(keys, sort=True).agg(
        benchmark=("value", "mean"),
        areas_with_value=("value", "count"),
        lowest=("value", "min"),
        highest=("value", "max"),
        benchmark_sources=("source_id", joined_ids),
    )
    in_all = chosen.groupby("comparator").size()
    table = table.reset_index()
    return table.assign(areas_in_all=table["comparator"].map(in_all))
