"""An area's latest figures and how far each is from its comparators and targets."""

import pandas as pd

from analysis.calculations.gaps.gaps import people_needed, with_significance


def latest_for_area(
    latest: pd.DataFrame, area_code: str, indicators: pd.DataFrame, order: list[str]
) -> pd.DataFrame:
    """The latest all-children figure of each indicator for one area, in the order asked for.

    Returns
    -------
    pd.DataFrame
        One row an indicator, with its name, unit, polarity and caution. An indicator of which
        nothing is held for the area has a row with no value and the mark ``x``.
    """
    ours = latest[(latest["area_code"] == area_code) & (latest["group_type"] == "all")]
    about = indicators.set_index("indicator").loc[
        order, ["name", "short_name", "unit", "polarity", "caution"]
    ]
    table = about.join(ours.set_index("indicator").drop(columns="unit")).reset_index()
    return table.assign(value_note=table["value_note"].fillna("x"))


def gaps_to_comparators(latest: pd.DataFrame, benchmarks: pd.DataFrame) -> pd.DataFrame:
    """Each latest figure beside each comparator of the same period.

    Returns
    -------
    pd.DataFrame
        One row an indicator and comparator that both have a value: ``gap`` is value minus
        benchmark in the indicator's unit (percentage points for percentages), ``shortfall`` the
        same signed so that positive is worse, ``significance`` as `gaps.significance` says,
        ``people`` how many more it would take to reach the benchmark where that is better.
    """
    rows = latest.dropna(subset=["value"]).merge(
        benchmarks[benchmarks["group_type"] == "all"],
        on=["indicator", "period", "group_type", "group"],
    )
    return _with_gaps(rows.dropna(subset=["benchmark"]))


def gaps_to_targets(
    latest: pd.DataFrame, targets: pd.DataFrame, area_code: str, country_code: str
) -> pd.DataFrame:
    """Each latest figure beside the area's own target and the national goal for it.

    Returns
    -------
    pd.DataFrame
        One row an indicator and target, with the columns of `gaps_to_comparators`,
        ``target_of`` ("plan" or "national"), ``due_label``, ``target_source`` and ``target_ref``.
    """
    ours = targets[
        targets["area_code"].isin([area_code, country_code])
        & targets["value"].notna()
        & (targets["indicator"] != "")
    ].rename(
        columns={"value": "benchmark", "source_id": "target_source", "source_ref": "target_ref"}
    )
    ours = ours.assign(target_of=ours["area_code"].map({country_code: "national"}).fillna("plan"))
    columns = ["indicator", "benchmark", "direction", "target_of", "due_label", "due"]
    columns += ["target_source", "target_ref"]
    rows = latest.dropna(subset=["value"]).merge(ours[columns], on="indicator")
    rows = _with_gaps(rows)
    # a target says itself which way is good
    worse = rows["direction"].map({"at least": -1.0, "at most": 1.0}).astype("Float64")
    rows["shortfall"] = rows["gap"] * worse
    return rows.sort_values(["indicator", "target_of"], ascending=[True, False])


def _with_gaps(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.assign(gap=rows["value"] - rows["benchmark"])
    worse = rows["polarity"].map({"high_is_good": -1.0, "low_is_good": 1.0})
    rows["shortfall"] = rows["gap"] * worse.astype("Float64")
    rows = with_significance(rows, benchmark="benchmark", polarity="polarity")
    people = people_needed(rows["numerator"], rows["denominator"], rows["benchmark"])
    counted = (rows["polarity"] == "high_is_good") & (rows["unit"] == "%")
    rows["people"] = pd.Series(people, index=rows.index).where(counted).astype("Int64")
    return rows.reset_index(drop=True)


def ranked(gaps: pd.DataFrame) -> pd.DataFrame:
    """Gaps to one comparator, largest shortfall first: percentages, then other units.

    Points of per cent and deaths for each 1,000 births have no common scale, so only
    percentages are ranked against each other.
    """
    table = gaps.assign(other_unit=gaps["unit"] != "%")
    table = table.sort_values(["other_unit", "shortfall"], ascending=[True, False])
    table["rank"] = pd.array([pd.NA] * len(table), dtype="Int64")
    percentages = ~table["other_unit"]
    table.loc[percentages, "rank"] = range(1, int(percentages.sum()) + 1)
    return table.drop(columns="other_unit").reset_index(drop=True)
