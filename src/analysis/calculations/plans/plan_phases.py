"""A plan in years of its own: which action runs in which year, and when that is."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from analysis.calculations.plans.plan_dates import year_end, year_start

_COLUMNS = ["year", "actions", "begin", "end_here", "starts", "ends"]


def phase_calendar(dates: pd.DataFrame, *, plan: str, anchors: Mapping[str, date]) -> pd.DataFrame:
    """Actions of one plan's paper by year of the plan.

    Parameters
    ----------
    dates
        Rows of ``action_dates``; those of kind "phase" count. "Years 2–3" runs in both.
    anchors
        First day of year 1, by plan; without it ``starts`` and ``ends`` are missing.

    Returns
    -------
    pd.DataFrame
        One row a year: ``year``, ``actions`` (with a phase in it), ``begin`` and ``end_here``
        (whose first or last year it is), ``starts``, ``ends``.
    """
    phases = dates[(dates["kind"] == "phase") & dates["from_year"].notna()]
    if phases.empty:
        return pd.DataFrame(columns=_COLUMNS)
    first = phases.groupby("action_id")["from_year"].min()
    last = phases.groupby("action_id")["to_year"].max()
    anchor = anchors.get(plan)
    rows = []
    for year in range(int(first.min()), int(last.max()) + 1):
        within = phases[(phases["from_year"] <= year) & (phases["to_year"] >= year)]
        rows.append(
            {
                "year": year,
                "actions": within["action_id"].nunique(),
                "begin": int((first == year).sum()),
                "end_here": int((last == year).sum()),
                "starts": pd.NaT if anchor is None else year_start(anchor, year),
                "ends": pd.NaT if anchor is None else year_end(anchor, year),
            }
        )
    return pd.DataFrame(rows, columns=_COLUMNS)
