"""How many actions a plan has, by theme, by rating and by what is reported."""

import pandas as pd

DIMENSIONS = {
    "theme": "section",
    "rating": "rag_printed",
    "where the rating was read": "rag_from",
    "progress": "progress_reported",
}


def action_counts(actions: pd.DataFrame) -> pd.DataFrame:
    """Actions of one plan's paper counted along each dimension.

    Returns
    -------
    pd.DataFrame
        ``dimension`` ("theme", "rating", "where the rating was read", "progress"), ``name`` ("" for
        an action without a theme) and ``actions``, themes in the paper's order. The counts
        of one dimension add to the number of actions.
    """
    rows = []
    for dimension, column in DIMENSIONS.items():
        for name, group in actions.groupby(column, sort=False):
            rows.append({"dimension": dimension, "name": name, "actions": len(group)})
    return pd.DataFrame(rows, columns=["dimension", "name", "actions"])


def rating_coverage(actions: pd.DataFrame) -> dict[str, int]:
    """How many actions have a rating recorded in the paper as held, of all, and of what kind.

    A blank is not recorded in this source. It is not the same as not rated: a colour is lost when
    a paper is turned into text.
    """
    rated = actions[actions["rag_printed"] != "not recorded"]
    return {
        "actions": len(actions),
        "rated": len(rated),
        "blank": int((actions["rag_from"] == "blank").sum()),
        "no_column": int((actions["rag_from"] == "no column").sum()),
        **{state: int((rated["rag_printed"] == state).sum()) for state in _STATES},
    }


_STATES = ("Red", "Amber", "Green", "Complete")
