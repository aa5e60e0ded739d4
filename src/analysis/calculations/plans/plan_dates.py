"""When a plan's actions are due, and which are overdue or due soon on a day."""

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd

STATES = ("complete", "overdue", "due soon", "later", "ongoing", "in plan years", "no date")


def due_days(
    actions: pd.DataFrame, dates: pd.DataFrame, anchors: Mapping[str, date]
) -> pd.DataFrame:
    """First and last day on which something of each action is due.

    Parameters
    ----------
    actions, dates
        Rows of ``actions`` and ``action_dates`` of one paper. A month counts as its last day.
        Dates in prose are no due dates.
    anchors
        For a plan in years of its own the first day of its year 1. Without one its phases have
        no day, and none is guessed.

    Returns
    -------
    pd.DataFrame
        One row an action: ``action_id``, ``first``, ``last`` and ``basis``: "calendar", "plan
        years" (from an anchor), "unanchored" (phases and no anchor) or "".
    """
    rows = []
    by_action = dict(list(dates.groupby("action_id")))
    for action in actions.itertuples():
        ours = by_action.get(action.action_id, dates.iloc[0:0])
        due = list(ours.loc[ours["kind"] == "due", "due"].dropna())
        phases = ours[(ours["kind"] == "phase") & ours["to_year"].notna()]
        basis = "calendar" if due else ""
        if len(phases):
            anchor = anchors.get(action.plan)
            basis = "unanchored" if anchor is None and not due else basis or "plan years"
            due += [] if anchor is None else [year_end(anchor, int(n)) for n in phases["to_year"]]
        rows.append(
            {
                "action_id": action.action_id,
                "first": min(due, default=pd.NaT),
                "last": max(due, default=pd.NaT),
                "basis": basis,
            }
        )
    made = pd.DataFrame(rows, columns=["action_id", "first", "last", "basis"])
    return made.astype({"first": "datetime64[ns]", "last": "datetime64[ns]"})


def year_start(anchor: date, number: int) -> pd.Timestamp:
    """First day of the how-many-th year of a plan whose year 1 begins on the anchor."""
    return pd.Timestamp(anchor) + pd.DateOffset(years=number - 1)


def year_end(anchor: date, number: int) -> pd.Timestamp:
    """Last day of the how-many-th year of a plan.

    Examples
    --------
    >>> year_end(date(2025, 9, 1), 2)
    Timestamp('2027-08-31 00:00:00')
    """
    return year_start(anchor, number + 1) - pd.Timedelta(days=1)


def due_states(
    actions: pd.DataFrame,
    dates: pd.DataFrame,
    *,
    as_at: date,
    soon_days: int,
    anchors: Mapping[str, date],
) -> pd.DataFrame:
    """Each action's standing on a day by its dates alone, by the last date and by any date.

    Returns
    -------
    pd.DataFrame
        The actions with ``first``, ``last``, ``basis``, ``by_last`` and ``by_any`` (each one of
        `STATES`) and ``days_late`` (by the last date; missing where not overdue).

    Notes
    -----
    Overdue: the day has passed and the paper does not call the action complete. The due day
    itself is not late. Due soon: within ``soon_days`` from ``as_at``, both days counted in. By any
    date, the first date that has passed is enough. What is ongoing has no last date and is never
    late by it; a dated part of it can be, by any date.
    """
    rows = actions.merge(due_days(actions, dates, anchors), on="action_id", validate="1:1")
    day = pd.Timestamp(as_at)
    soon = day + timedelta(days=soon_days)
    by_action = dict(list(dates[dates["kind"] == "due"].groupby("action_id")))
    rows["by_last"] = [
        _state(row, pd.NaT if row.ongoing == "yes" else row.last, day, soon)
        for row in rows.itertuples()
    ]
    rows["by_any"] = [
        _by_any(row, by_action.get(row.action_id), day, soon) for row in rows.itertuples()
    ]
    late = (day - rows["last"]).dt.days
    rows["days_late"] = late.where(rows["by_last"] == "overdue").astype("Int64")
    return rows


def _by_any(row, dated: pd.DataFrame | None, day: pd.Timestamp, soon: pd.Timestamp) -> str:
    # of an ongoing action only days that the paper itself gives can be missed
    if row.ongoing == "yes":
        return _state(row, pd.NaT if dated is None else dated["due"].min(), day, soon)
    return _state(row, row.first, day, soon)


def _state(row, due: pd.Timestamp, day: pd.Timestamp, soon: pd.Timestamp) -> str:
    if row.rag_printed == "Complete":
        return "complete"
    if pd.isna(due):
        if row.ongoing == "yes":
            return "ongoing"
        return "in plan years" if row.basis == "unanchored" else "no date"
    if due < day:
        return "overdue"
    return "due soon" if due <= soon else "later"


def state_counts(states: pd.DataFrame) -> pd.DataFrame:
    """How many actions stand where: ``state``, ``by_last`` and ``by_any``, in order of `STATES`."""
    rows = [
        {
            "state": state,
            "by_last": int((states["by_last"] == state).sum()),
            "by_any": int((states["by_any"] == state).sum()),
        }
        for state in STATES
    ]
    table = pd.DataFrame(rows)
    return table[(table["by_last"] > 0) | (table["by_any"] > 0)].reset_index(drop=True)
