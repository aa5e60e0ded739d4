"""What someone who knows every published number can work out of the hidden ones."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.calculations.disclosure.disclosure_cells import (
    KEY,
    Cells,
    Total,
    cells_of,
    counts_alone,
)
from analysis.calculations.disclosure.disclosure_intervals import components, extreme
from analysis.calculations.disclosure.disclosure_policies import Policy
from analysis.calculations.disclosure.disclosure_primary import by_policy

_NUMBERS = ("numerator", "denominator", "value", "lower_ci", "upper_ci")


def attack(
    published: pd.DataFrame,
    policies: Mapping[str, str],
    totals: Sequence[Total] = (),
    *,
    taken_as_small: pd.DataFrame | None = None,
    only: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The least and greatest whole number that each count may be, given all that is published.

    The attacker knows every number shown, what adds up to what, the policy, that counts are whole
    and not negative, and that no numerator is above its denominator.

    Parameters
    ----------
    published
        Rows as published: the key columns, ``unit``, and as many of the numbers of observations
        as are shown; a hidden count is missing. Several publications are put one under another,
        of a quarter or of several: what one of them shows is known.
    policies
        The name of each indicator's policy.
    totals
        How rows add up, within a publication and across them.
    taken_as_small
        Key columns and ``count`` of counts that the attacker takes to be hidden for being small,
        as he may where a policy rounds. Without it a hidden count may be any.
    only
        Key columns and ``count`` of the counts to attack; without it every count not shown.

    Returns
    -------
    pd.DataFrame
        The key columns, ``count``, ``row`` (place among the distinct keys, below 0 for the rest of
        a whole), ``lower`` and ``upper`` (infinite where nothing bounds it), and ``narrow``:
        whether the count is certainly small and known more narrowly than the policy allows.
        Whether a count that may be small is known too narrowly, only its true value tells: see
        `disclosure_gate.exposed`.

    Raises
    ------
    DisclosureError
        If the published numbers contradict each other, so that nothing follows from them.
    """
    known = merged(published)
    found = []
    for policy, places in by_policy(known, policies):
        rows = known.iloc[places].reset_index(drop=True)
        cells = cells_of(rows, totals)
        lower, upper = _bounds(rows, cells, policy)
        if taken_as_small is not None and policy.keeps == "two values":
            capped = _listed(cells, taken_as_small) & (upper > policy.small)
            upper = np.where(capped, policy.small, upper)
        wanted = np.isnan(cells.values) if only is None else _listed(cells, only)
        wanted |= (cells.about["count"] == "complement").to_numpy() & (only is None)
        found.append(_intervals(cells, lower, upper, wanted, policy))
    columns = [*KEY, "count", "row", "lower", "upper", "narrow"]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)


def merged(published: pd.DataFrame) -> pd.DataFrame:
    """One row a key, with each number that any of its rows shows."""
    lacking = {column: pd.NA for column in _NUMBERS if column not in published}
    published = published.assign(**lacking)
    if "value_note" not in published:
        published = published.assign(value_note="")
    return published.groupby(KEY, sort=False, as_index=False).first()


def _bounds(rows: pd.DataFrame, cells: Cells, policy: Policy) -> tuple[np.ndarray, np.ndarray]:
    """What each cell may be from its own row alone."""
    low, high = policy.bounds_of_shown(cells.values)
    hidden = np.isnan(low)
    lower, upper = np.where(hidden, 0.0, low), np.where(hidden, np.inf, high)
    row = cells.about["row"].to_numpy()
    kind = cells.about["count"].to_numpy()
    # a complement is never printed: it follows from the other two
    derived = np.flatnonzero(kind == "complement")
    lower[derived] = np.maximum(lower[derived - 1] - upper[derived - 2], 0)
    upper[derived] = upper[derived - 1] - lower[derived - 2]
    if policy.smallest == 1 and policy.hides:
        # zeros are shown, so what is hidden is none, unless its whole row is hidden
        shown = rows["denominator"].notna().to_numpy() | counts_alone(rows)
        marked = rows["value_note"].str.split().map(lambda marks: "c" in marks).to_numpy(bool)
        printed = (row >= 0) & hidden & marked[row]
        whole = printed & (kind == "denominator")
        lower[whole | (printed & (kind == "numerator") & shown[row])] = 1.0
    return lower, upper


def _listed(cells: Cells, listed: pd.DataFrame) -> np.ndarray:
    """Which cells stand in a list of keys and counts."""
    names, own = (
        zip(rest_of(rows), *[rows[column] for column in (*KEY, "count")], strict=True)
        for rows in (listed, cells.about)
    )
    wanted = set(names)
    return np.array([name in wanted for name in own], dtype=bool)


def rest_of(rows: pd.DataFrame) -> pd.Series:
    """0 for a count of a row; for the rest of a whole, the negative number of its total."""
    return rows["row"].clip(upper=0) if "row" in rows else pd.Series(0, index=rows.index)


def _intervals(
    cells: Cells, lower: np.ndarray, upper: np.ndarray, wanted: np.ndarray, policy: Policy
) -> pd.DataFrame:
    about = cells.about[wanted].copy()
    lows, highs = np.full(len(lower), np.nan), np.full(len(lower), np.nan)
    for members, equations in components(cells.equations):
        low, high = lower[members], upper[members]
        for target in np.flatnonzero(wanted[members]):
            known = low[target] == high[target]
            cell = members[target]
            lows[cell] = low[target] if known else extreme(equations, low, high, target, 1)
            highs[cell] = high[target] if known else extreme(equations, low, high, target, -1)
    about["lower"], about["upper"] = lows[wanted], highs[wanted]
    within = (about["lower"] >= policy.smallest) & (about["upper"] <= policy.small)
    if policy.keeps == "two values":
        narrow = about["lower"] == about["upper"]
    else:
        narrow = (about["lower"] > policy.smallest) | (about["upper"] < policy.small)
    return about.assign(narrow=within & narrow)
