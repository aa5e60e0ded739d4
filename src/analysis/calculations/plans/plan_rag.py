"""The rating that a paper prints, and beside it the one that a stated rule gives."""

from datetime import date

import pandas as pd

_COLUMNS = [
    "action_id",
    "rag_printed",
    "rag_from",
    "elapsed",
    "progress",
    "behind",
    "rag_by_rule",
    "why",
]


def ratings(
    states: pd.DataFrame,
    evidence: pd.DataFrame,
    *,
    plan_starts: date | None,
    known_at: date,
    amber_points: int,
    red_points: int,
) -> pd.DataFrame:
    """Each action's printed rating, and its rating by time elapsed against progress.

    Parameters
    ----------
    states
        Rows of `plan_dates.due_states`.
    evidence
        Rows of `plans.action_evidence`: ``share`` is progress, 0 to 1 and above.
    plan_starts
        First day of the plan, used where an action gives no start of its own.
    known_at
        The day up to which progress is known: that of the paper, or the as-at date if earlier.
    amber_points, red_points
        Green while no more than ``amber_points`` percentage points behind, then Amber, and Red
        beyond ``red_points``.

    Returns
    -------
    pd.DataFrame
        One row an action: ``elapsed`` and ``progress`` (per cent), ``behind`` (percentage points,
        below 0 where ahead), ``rag_by_rule`` ("Red", "Amber", "Green" or "") and ``why`` there is
        none: "no figure", "no due date", "no start".

    Notes
    -----
    Red also where the last date has passed with a target short. Progress is measured from nought,
    which flatters a target that started above it. The rule is ours and no council's.
    """
    rows = states.merge(evidence[["action_id", "share"]], on="action_id", validate="1:1")
    made = [
        _rating(row, plan_starts, pd.Timestamp(known_at), amber_points, red_points)
        for row in rows.itertuples()
    ]
    numbers = {"elapsed": "Float64", "progress": "Float64", "behind": "Float64"}
    return pd.DataFrame(made, columns=_COLUMNS).astype(numbers)


def _rating(row, plan_starts, known: pd.Timestamp, amber: int, red: int) -> dict:
    begins = row.starts if not pd.isna(row.starts) else plan_starts
    found = {
        "action_id": row.action_id,
        "rag_printed": row.rag_printed,
        "rag_from": row.rag_from,
        "elapsed": None,
        "progress": None if pd.isna(row.share) else 100 * float(row.share),
        "behind": None,
        "rag_by_rule": "",
        "why": "",
    }
    if pd.isna(row.share):
        return found | {"why": "no figure"}
    if pd.isna(row.last) or row.ongoing == "yes":
        return found | {"why": "no due date"}
    if pd.isna(begins) or pd.Timestamp(begins) >= row.last:
        return found | {"why": "no start"}
    begins = pd.Timestamp(begins)
    elapsed = 100 * min(1.0, max(0.0, (known - begins).days / (row.last - begins).days))
    behind = elapsed - min(100.0, found["progress"])
    passed = known > row.last
    return found | {
        "elapsed": elapsed,
        "behind": behind,
        "rag_by_rule": rag_of(
            behind, amber, red, short_and_past=passed and found["progress"] < 100
        ),
    }


def rag_of(behind: float, amber: int, red: int, *, short_and_past: bool = False) -> str:
    """A rating from how many percentage points an action is behind; each cut-off is still inside.

    Examples
    --------
    >>> rag_of(10, 10, 25), rag_of(25, 10, 25), rag_of(25.1, 10, 25)
    ('Green', 'Amber', 'Red')
    """
    behind = round(behind, 9)
    if short_and_past or behind > red:
        return "Red"
    return "Amber" if behind > amber else "Green"


def side_by_side(rated: pd.DataFrame) -> pd.DataFrame:
    """How many actions have which printed rating and which by the rule.

    Returns
    -------
    pd.DataFrame
        ``rag_printed``, ``rag_by_rule`` ("none" where the rule gives none) and ``actions``.
    """
    shown = rated.assign(rag_by_rule=rated["rag_by_rule"].where(rated["rag_by_rule"] != "", "none"))
    pairs = shown.groupby(["rag_printed", "rag_by_rule"], as_index=False)
    return pairs.agg(actions=("action_id", "size"))
