"""Reporting rhythms laid out as a calendar: what is due next, and when."""

from datetime import date, timedelta

import pandas as pd

EIGHT_WEEKS = timedelta(days=56)
# Last months of each stretch. Terms end with December, March and July, as dates of papers are read.
_ENDS = {
    "monthly": tuple(range(1, 13)),
    "quarterly": (3, 6, 9, 12),
    "termly": (3, 7, 12),
    "six-monthly": (3, 9),
    "annual": (3,),
}


def rhythm_days(rhythm: str, *, begins: date, until: date, counted_from: date) -> list[date]:
    """Days on which a rhythm falls due, after ``begins`` and up to ``until``.

    Parameters
    ----------
    rhythm
        "monthly", "eight-weekly", "quarterly", "termly", "six-monthly" or "annual".
    counted_from
        The day that eight weeks are counted from: no calendar gives one.

    Notes
    -----
    Quarters, half years and years are financial ones, and end on the last day of March,
    June, September or December. No paper held says which is meant, so this is our reading.

    Examples
    --------
    >>> rhythm_days("six-monthly", begins=date(2025, 12, 31), until=date(2026, 12, 31),
    ...             counted_from=date(2025, 11, 30))
    [datetime.date(2026, 3, 31), datetime.date(2026, 9, 30)]
    """
    if rhythm == "eight-weekly":
        passed = max(0, (begins - counted_from).days // EIGHT_WEEKS.days)
        days = []
        step = counted_from + (passed + 1) * EIGHT_WEEKS
        while step <= until:
            days.append(step)
            step += EIGHT_WEEKS
        return days
    months = pd.date_range(begins + timedelta(days=1), until, freq="ME")
    return [month.date() for month in months if month.month in _ENDS[rhythm]]


def rhythm_calendar(actions: pd.DataFrame, *, as_at: date, months: int = 12) -> pd.DataFrame:
    """What is to be reported or done in the months after a day, in order.

    Returns
    -------
    pd.DataFrame
        One row a day and rhythm: ``due``, ``rhythm``, ``actions`` (how many), ``labels``
        parted by "; ". Actions without a rhythm are left out.
    """
    until = (pd.Timestamp(as_at) + pd.DateOffset(months=months)).date()
    rows = []
    for rhythm, group in actions[actions["rhythm"] != ""].groupby("rhythm"):
        counted_from = group["published"].max().date()
        for due in rhythm_days(rhythm, begins=as_at, until=until, counted_from=counted_from):
            rows.append(
                {
                    "due": pd.Timestamp(due),
                    "rhythm": rhythm,
                    "actions": len(group),
                    "labels": "; ".join(group["label"]),
                }
            )
    table = pd.DataFrame(rows, columns=["due", "rhythm", "actions", "labels"])
    return table.sort_values(["due", "rhythm"]).reset_index(drop=True)
