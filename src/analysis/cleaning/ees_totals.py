"""Totals that a file lacks, from a breakdown that is complete and of which nothing is withheld."""

import pandas as pd

from analysis.cleaning.ees_figures import FLAGS

# A breakdown whose rows, all present, add to every child: the total can be rebuilt from it.
COMPLETE_BREAKDOWNS = {
    "Term of birth": {"Autumn-born", "Spring-born", "Summer-born"},
    "Free school meal eligibility": {
        "Eligible for free school meals",
        "Not eligible for free school meals",
        "Unknown",
    },
}
_COLUMNS = ["area_code", "area_name", "period", "group_type", "group"]
_FIGURES = ["numerator", "denominator", "value", "value_note", "source_ref"]


def rebuilt_totals(table: pd.DataFrame, printed: pd.DataFrame) -> pd.DataFrame:
    """One row for each area and year that has no total of its own and can be given one.

    Parameters
    ----------
    table
        Every row, with its figures and ``line``.
    printed
        The rows whose group is known: their totals stand and are never replaced.
    """
    totals = printed[printed["group_type"] == "all"]
    have = set(zip(totals["area_code"], totals["period"], strict=True))
    rebuilt = []
    for key, rows in table.groupby(["area_code", "period"], sort=True):
        if key in have:
            continue
        for topic, breakdowns in COMPLETE_BREAKDOWNS.items():
            parts = rows[rows["topic"] == topic]
            if _complete(parts, breakdowns):
                rebuilt.append(_sum_of(parts, topic))
                break
    return pd.DataFrame(rebuilt, columns=[*_COLUMNS, *_FIGURES])


def _complete(parts: pd.DataFrame, breakdowns: set[str]) -> bool:
    """Every part stands once, with its counts, and none is withheld."""
    return (
        len(parts) == len(breakdowns)
        and set(parts["breakdown"]) == breakdowns
        and bool(parts[["numerator", "denominator"]].notna().all(axis=None))
        and bool((parts["value"].notna() | parts["denominator"].eq(0)).all())
    )


def _sum_of(parts: pd.DataFrame, topic: str) -> dict:
    numerator, denominator = int(parts["numerator"].sum()), int(parts["denominator"].sum())
    marks = set(" ".join(parts["value_note"]).split())
    # what is said of a part, such as low reliability, is true of the sum
    notes = [*([] if denominator else ["z"]), *(flag for flag in FLAGS if flag in marks)]
    lines = ", ".join(str(line) for line in parts["line"])
    return {
        "area_code": parts["area_code"].iloc[0],
        "area_name": parts["area_name"].iloc[0],
        "period": parts["period"].iloc[0],
        "group_type": "all",
        "group": "all",
        "numerator": numerator,
        "denominator": denominator,
        "value": 100 * numerator / denominator if denominator else None,
        "value_note": " ".join(notes),
        "source_ref": f"sum of rows {lines} ({topic.lower()}, complete)",
    }
