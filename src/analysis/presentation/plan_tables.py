"""The table of a plan's targets and what it reports against them."""

import pandas as pd

from analysis.calculations.plans.evidence import target_progress
from analysis.presentation.tables import Table, show_table
from analysis.presentation.wording import amount, mark


def progress_table(plans: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> Table | None:
    """Every target of the area's plans, with what is reported against it and what is not."""
    rows = pd.concat(
        [target_progress(tables["targets"], tables["reported"], plan) for plan in plans["plan"]]
        or [target_progress(tables["targets"], tables["reported"], "")]
    )
    rows = rows.assign(
        target_shown=[_or_mark(r.target, r.unit, r.value_note) for r in rows.itertuples()],
        reported_shown=[
            _or_mark(r.reported_value, r.reported_unit, r.reported_note) for r in rows.itertuples()
        ],
        reported_datum=[_or_note(r.reported_value, r.reported_note) for r in rows.itertuples()],
        reported_unit=rows["reported_unit"].fillna(""),
        remark=rows["remark"].fillna(""),
    )
    return show_table(
        rows,
        {
            "label": "Target",
            "action_ref": "Action",
            "target_shown": "Aim",
            "due_label": "Due",
            "reported_shown": "Reported",
            "evidence": "Evidence",
            "remark": "Remark",
        },
        caption="Every target with a number, and what the plan reports against it",
        numeric=("target_shown", "reported_shown"),
        data={
            "label": "Target",
            "action_ref": "Action",
            "target": "Aim",
            "unit": "Unit of the aim",
            "due_label": "Due",
            "reported_datum": "Reported",
            "reported_unit": "Unit of what is reported",
            "evidence": "Evidence",
            "remark": "Remark",
        },
    )


def _or_mark(value: float, unit: str, note: str) -> str:
    return mark(_or_note(value, note)) if pd.isna(value) else amount(value, unit)


def _or_note(value: float, note: str) -> float | str:
    """A number, or the bare marks that say why there is none."""
    if not pd.isna(value):
        return value
    return note if isinstance(note, str) and note else "x"
