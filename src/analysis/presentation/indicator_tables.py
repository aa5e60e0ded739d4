"""Tables behind the indicator charts."""

import pandas as pd

from analysis.presentation.tables import Table, show_table
from analysis.presentation.wording import amount, count, difference, per_cent, rounded


def gap_table(gaps: pd.DataFrame, *, area: str) -> Table | None:
    """Every figure beside every comparator, largest shortfall first."""
    rows = gaps.assign(
        shown=[amount(r.value, r.unit) for r in gaps.itertuples()],
        limits=[_limits(r) for r in gaps.itertuples()],
        benchmark_shown=[amount(r.benchmark, r.unit) for r in gaps.itertuples()],
        gap_shown=[_signed(r) for r in gaps.itertuples()],
        people_shown=[_people(r) for r in gaps.itertuples()],
    )
    return show_table(
        rows,
        {
            "short_name": "Indicator",
            "period": "Period",
            "shown": area,
            "limits": "Interval",
            "comparator_name": "Set beside",
            "benchmark_shown": "Comparator",
            "gap_shown": "Gap",
            "significance": "Compared",
            "people_shown": "More children to reach it",
        },
        caption=f"Gaps of {area}, largest shortfall first; percentages before other units",
        numeric=("shown", "limits", "benchmark_shown", "gap_shown", "people_shown"),
        data={
            "short_name": "Indicator",
            "period": "Period",
            "unit": "Unit",
            "value": area,
            "lower_ci": "Lower limit",
            "upper_ci": "Upper limit",
            "numerator": "Numerator",
            "denominator": "Denominator",
            "comparator_name": "Set beside",
            "benchmark": "Comparator",
            "gap": "Gap (percentage points for percentages)",
            "significance": "Compared",
            "people": "More children to reach it",
        },
    )


def history_table(changes: pd.DataFrame, *, area: str, country: str) -> Table | None:
    """A good level of development by year, for the area and the country."""
    rows = changes[(changes["indicator"] == "gld") & (changes["group_type"] == "all")]
    rows = rows[rows["area_name"].isin([area, country])]
    rows = rows.sort_values(["period_start", "area_name"])
    rows = rows.assign(
        series_shown=[
            "new framework" if series else "before the break" for series in rows["series"]
        ],
        limits=[_limits(r) for r in rows.itertuples()],
        value_note="x",
    )
    return show_table(
        rows,
        {
            "period": "Year",
            "area_name": "Area",
            "series_shown": "Series",
            "value": "Per cent",
            "limits": "Interval",
            "numerator": "Children with a good level",
            "denominator": "Children assessed",
        },
        caption=f"Good level of development in {area} and {country}, every year held",
        formats={"value": per_cent, "numerator": count, "denominator": count},
        numeric=("value", "limits", "numerator", "denominator"),
        data={
            "period": "Year",
            "area_name": "Area",
            "series_shown": "Series",
            "value": "Per cent",
            "lower_ci": "Lower limit (%)",
            "upper_ci": "Upper limit (%)",
            "numerator": "Children with a good level",
            "denominator": "Children assessed",
        },
    )


_VALUE_HEADS = {"%": "Per cent", "per 1,000": "Per 1,000"}


def control_tables(charts: pd.DataFrame, *, area: str) -> list[Table]:
    """The quarters behind each control chart: its limits and signals where it has any."""
    return [_control_table(rows, area=area) for _, rows in charts.groupby("indicator", sort=False)]


def _control_table(rows: pd.DataFrame, *, area: str) -> Table:
    columns = {"period": "Quarter", "value": _VALUE_HEADS.get(rows["unit"].iloc[0], "Value")}
    if rows["numerator"].notna().any():
        columns |= {"numerator": "Numerator", "denominator": "Denominator"}
    if rows["mean"].notna().any():
        columns |= {"mean": "Mean", "lower_limit": "Lower limit", "upper_limit": "Upper limit"}
        columns |= {"point_type": "Kind of point", "rule": "Rule"}
    decimals = {name: _one_decimal for name in ("value", "mean", "lower_limit", "upper_limit")}
    return show_table(
        # a quarter outside the newest unbroken run has no limits, a printed percentage no counts
        rows.assign(value_note="x"),
        columns,
        caption=f"{rows['short_name'].iloc[0]} in {area}, every quarter held",
        formats=decimals | {"numerator": count, "denominator": count},
        numeric=("value", "numerator", "denominator", "mean", "lower_limit", "upper_limit"),
    )


def _one_decimal(number: float) -> str:
    return rounded(number, 1)


def _limits(row) -> str:
    if pd.isna(row.lower_ci):
        return "no counts"
    return f"{rounded(row.lower_ci, 1)} to {rounded(row.upper_ci, 1)}"


def _signed(row) -> str:
    sign = "" if round(float(row.gap), 9) == 0 else ("+" if row.gap > 0 else "−")
    return sign + difference(row.gap, row.unit).replace("percentage point", "point")


def _people(row) -> str:
    if pd.isna(row.people):
        return "not known" if row.unit == "%" else "[z]"
    return count(row.people)
