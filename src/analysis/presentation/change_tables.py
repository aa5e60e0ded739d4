"""What changed since an earlier quarter, as tables: one an area."""

import pandas as pd

from analysis.presentation.tables import Table, show_table
from analysis.presentation.wording import amount, signed

# What a reader looks for first stands first; what stayed the same is counted and not listed.
_ORDER = (
    "target reached",
    "worsened",
    "improved",
    "revised",
    "moved",
    "new",
    "no longer reported",
    "not compared: a break in series",
)


def change_table(changes: pd.DataFrame, *, area: str, earlier: str, later: str) -> Table | None:
    """The figures of one area that are not what they were."""
    rows = changes[(changes["area"] == area) & changes["what"].isin(_ORDER)]
    rows = rows.assign(order=rows["what"].map({what: n for n, what in enumerate(_ORDER)}))
    rows = rows.sort_values(["order", "notebook", "key"])
    rows = rows.assign(
        before_shown=[_value(r.before, r.unit, r.period_before) for r in rows.itertuples()],
        after_shown=[_value(r.after, r.unit, r.period_after) for r in rows.itertuples()],
        change_shown=[_change(r.change, r.unit) for r in rows.itertuples()],
    )
    return show_table(
        rows,
        {
            "what": "What changed",
            "statement": "Figure, as it is now said",
            "before_shown": earlier,
            "after_shown": later,
            "change_shown": "Difference",
        },
        caption=f"{area}: figures that changed between {earlier} and {later}",
        numeric=("before_shown", "after_shown", "change_shown"),
    )


def _value(value: float, unit: str, period: str) -> str:
    if pd.isna(value):
        return "none"
    shown = f"{signed(value)} points" if unit == "pp" else amount(value, unit)
    return f"{shown} ({period})" if period else shown


def _change(change: float, unit: str) -> str:
    if pd.isna(change):
        return "[z]"
    return f"{signed(change)} {'points' if unit in ('%', 'pp') else unit}".strip()
