"""What a board should ask about: green without evidence, late without a new date."""

import pandas as pd


def action_flags(states: pd.DataFrame, evidence: pd.DataFrame, dates: pd.DataFrame) -> pd.DataFrame:
    """Flags that one paper alone bears out, one row an action.

    Parameters
    ----------
    states, evidence
        Rows of `plan_dates.due_states` and `plans.action_evidence`.
    dates
        Rows of ``action_dates`` of the same paper.

    Returns
    -------
    pd.DataFrame
        ``action_id``, ``green_without_evidence`` (printed Green or Complete, and nothing reported),
        ``green_on_words`` (the same, with words and no number), ``late_without_new_date`` (the
        last date had passed when the paper came out, it does not call the action complete and
        names no later date, in prose either) and ``silent_and_late`` (that, and nothing
        reported).

    Notes
    -----
    Whether an action has stalled, one paper cannot say: that takes two, compared.
    """
    rows = states.merge(evidence[["action_id", "evidence"]], on="action_id", validate="1:1")
    good = rows["rag_printed"].isin(["Green", "Complete"])
    silent = rows["evidence"] == "nothing"
    given = dates[dates["due"].notna() & (dates["kind"] == "in prose")]
    newest = pd.to_datetime(rows["action_id"].map(dict(given.groupby("action_id")["due"].max())))
    open_then = (rows["rag_printed"] != "Complete") & (rows["ongoing"] != "yes")
    late = open_then & (rows["last"] < rows["published"])
    late &= ~(newest >= rows["published"])  # no date is no later one
    return pd.DataFrame(
        {
            "action_id": rows["action_id"],
            "green_without_evidence": good & silent,
            "green_on_words": good & (rows["evidence"] != "number") & ~silent,
            "late_without_new_date": late,
            "silent_and_late": late & silent,
        }
    )
