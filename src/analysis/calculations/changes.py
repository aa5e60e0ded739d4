"""What changed between the findings of two quarters, figure by figure."""

import numpy as np
import pandas as pd

KEY = ["area", "notebook", "key"]
CHANGES = (
    "target reached",
    "improved",
    "worsened",
    "moved",
    "revised",
    "new",
    "no longer reported",
    "not compared: a break in series",
    "unchanged",
)
# These findings are changes themselves: a change of a change would only confuse.
_OF_CHANGE = ("change.", "gap_change.")
_TO_TARGET = ("target.", "plan.")
# Half of the last digit that is shown: a smaller change is none to a reader. Whole pounds, posts
# and counts are compared as they are.
_TOO_SMALL = {"%": 0.05, "pp": 0.05, "per 1,000": 0.05}
_NOISE = 1e-9


def what_changed(
    earlier: pd.DataFrame, later: pd.DataFrame, *, series_breaks: dict[str, list[str]]
) -> pd.DataFrame:
    """Every figure of two quarters' findings, before and after, and what became of it.

    Parameters
    ----------
    earlier, later
        Findings of two quarters: ``area, notebook, key, statement, value, unit, lower_ci,
        upper_ci, period, polarity``. Rows without a value are read as reporting none.
    series_breaks
        For each indicator, the first period of each new series. A figure whose key ends in the
        indicator's id is not compared across one.

    Returns
    -------
    pd.DataFrame
        One row a figure: ``area, notebook, key, what`` (one of `CHANGES`), ``before, after,
        change`` (after minus before), ``unit``, the limits and periods of both, ``statement``
        (the later one where there is one). The same period with another value is "revised"; a
        later period is "improved" or "worsened" by the figure's polarity, "moved" where neither
        way is good; a change too small to be shown is "unchanged". It compares values only:
        whether a change is more than chance is for the intervals to say.

    Examples
    --------
    >>> row = {"area": "Havering", "notebook": "01", "key": "latest.gld", "statement": "",
    ...        "unit": "%", "lower_ci": None, "upper_ci": None, "polarity": "high_is_good"}
    >>> before = pd.DataFrame([row | {"value": 66.8, "period": "2023/24"}])
    >>> after = pd.DataFrame([row | {"value": 68.5, "period": "2024/25"}])
    >>> what_changed(before, after, series_breaks={})["what"].tolist()
    ['improved']
    """
    table = _figures(earlier).merge(
        _figures(later), on=KEY, how="outer", suffixes=("_before", "_after"), sort=True
    )
    before, after = (table[f"value_{when}"].astype(float) for when in ("before", "after"))
    unit = table["unit_after"].fillna(table["unit_before"])
    change = after - before
    moved = change.abs() >= unit.map(_TOO_SMALL).astype(float).fillna(_NOISE)
    return pd.DataFrame(
        {
            **{name: table[name] for name in KEY},
            "what": _verdicts(table, before, after, change.where(moved, 0.0), series_breaks),
            "before": before,
            "after": after,
            "change": change,
            "unit": unit,
            "lower_ci_before": table["lower_ci_before"].astype(float),
            "upper_ci_before": table["upper_ci_before"].astype(float),
            "lower_ci_after": table["lower_ci_after"].astype(float),
            "upper_ci_after": table["upper_ci_after"].astype(float),
            "period_before": table["period_before"].fillna(""),
            "period_after": table["period_after"].fillna(""),
            "statement": table["statement_after"].fillna(table["statement_before"]),
        }
    )


def _figures(findings: pd.DataFrame) -> pd.DataFrame:
    own = ~findings["key"].str.startswith(_OF_CHANGE) & findings["value"].notna()
    columns = ["value", "unit", "lower_ci", "upper_ci", "period", "polarity", "statement"]
    return findings.loc[own, [*KEY, *columns]]


def _verdicts(
    table: pd.DataFrame,
    before: pd.Series,
    after: pd.Series,
    change: pd.Series,
    series_breaks: dict[str, list[str]],
) -> np.ndarray:
    polarity = table["polarity_after"].fillna("")
    better = change.where(polarity != "low_is_good", -change)
    to_target = table["key"].str.startswith(_TO_TARGET)
    sign = polarity.map({"high_is_good": 1.0, "low_is_good": -1.0}).astype(float)
    reached = to_target & (sign * before < 0) & (sign * after >= 0)
    same_period = table["period_before"] == table["period_after"]
    crosses = pd.Series(
        [
            _crosses(key, first, second, series_breaks)
            for key, first, second in zip(
                table["key"], table["period_before"], table["period_after"], strict=True
            )
        ],
        index=table.index,
        dtype=bool,
    )
    return np.select(
        [
            before.isna(),
            after.isna(),
            crosses,
            change == 0,
            reached,
            same_period,
            polarity == "",
            better > 0,
        ],
        [
            "new",
            "no longer reported",
            "not compared: a break in series",
            "unchanged",
            "target reached",
            "revised",
            "moved",
            "improved",
        ],
        "worsened",
    )


def _crosses(key: str, first: object, second: object, breaks: dict[str, list[str]]) -> bool:
    if not isinstance(first, str) or not isinstance(second, str):
        return False
    starts = breaks.get(key.rsplit(".", 1)[-1], [])
    return any(min(first, second) < start <= max(first, second) for start in starts)


def change_counts(changes: pd.DataFrame) -> dict[str, int]:
    """How many figures each verdict has, in the order of `CHANGES`, those with none left out."""
    counts = changes["what"].value_counts()
    return {what: int(counts[what]) for what in CHANGES if what in counts}
