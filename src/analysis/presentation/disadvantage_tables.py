"""Tables behind the charts of the disadvantage gap."""

import pandas as pd

from analysis.calculations.gaps.disadvantage import WITHIN_AREA
from analysis.presentation.tables import Table, show_table
from analysis.presentation.wording import count, per_cent, rounded, shortest, signed
from analysis.vocabulary import GROUP_WORDS

_COLUMNS = {
    "period": "Period",
    "definition": "Definition",
    "who": "Disadvantaged children",
    "value_disadvantaged": "Of them",
    "beside": "Set beside",
    "value_other": "Of those",
    "gap": "Gap, points",
    "limits": "Interval, points",
    "children": "Disadvantaged children assessed",
}

_COLUMNS_OF_DATA = {
    "period": "Period",
    "definition": "Definition",
    "who": "Disadvantaged children",
    "value_disadvantaged": "Per cent of them",
    "numerator": "With a good level, disadvantaged",
    "denominator": "Assessed, disadvantaged",
    "beside": "Set beside",
    "value_other": "Per cent of those",
    "numerator_other": "With a good level, others",
    "denominator_other": "Assessed, others",
    "gap": "Gap in percentage points",
    "lower_ci": "Lower limit (percentage points)",
    "upper_ci": "Upper limit (percentage points)",
    "rounding": "Largest error from rounded percentages (points)",
}


def gap_table(latest: pd.DataFrame) -> Table | None:
    """The newest gap of each group under each definition."""
    return _table(latest, "Newest gap of each group, by definition; positive: they do worse")


def history_table(gaps: pd.DataFrame, *, area: str, country: str) -> Table | None:
    """Every free school meals gap within the area and the country, by year and comparator."""
    rows = gaps[
        (gaps["definition"] == WITHIN_AREA)
        & gaps["area_name"].isin([area, country])
        & (gaps["disadvantaged"] == "eligible")
    ].sort_values(["period_start", "other", "area_name"])
    if area not in set(rows["area_name"]):
        return None
    return _table(
        rows,
        f"Free school meals gap within {area} and {country}, every year and comparator",
        by_area=True,
    )


def _table(rows: pd.DataFrame, caption: str, *, by_area: bool = False) -> Table | None:
    place = {"period": "Period", "area_name": "Area"} if by_area else {}
    rows = rows.assign(
        who=rows["disadvantaged"].map(GROUP_WORDS),
        beside=[_beside(row) for row in rows.itertuples()],
        limits=[_limits(row) for row in rows.itertuples()],
        children=rows["denominator"],
        value_note="x",
    )
    return show_table(
        rows,
        place | _COLUMNS,
        caption=caption,
        formats={
            "value_disadvantaged": per_cent,
            "value_other": per_cent,
            "gap": signed,
            "children": count,
        },
        numeric=("value_disadvantaged", "value_other", "gap", "limits", "children"),
        data=place | _COLUMNS_OF_DATA,
    )


def _beside(row) -> str:
    if row.definition == WITHIN_AREA:
        return f"{GROUP_WORDS[row.other]}, same area"
    same = row.definition.startswith("against the same")
    return f"{GROUP_WORDS[row.disadvantaged if same else row.other]}, England"


def _limits(row) -> str:
    if pd.isna(row.lower_ci):
        return f"no counts; ±{shortest(row.rounding, 2)} from rounding"
    ends = [rounded(limit, 1).replace("-", "−") for limit in (row.lower_ci, row.upper_ci)]
    return " to ".join(ends)
