"""What someone who knows every published number can work out of the hidden ones."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from analysis.calculations.disclosure_cells import KEY, Cells, Total, cells_of, counts_alone
from analysis.calculations.disclosure_policies import Policy
from analysis.calculations.disclosure_primary import by_policy
from analysis.errors import DisclosureError

_NUMBERS = ("numerator", "denominator", "value", "lower_ci", "upper_ci")
# what the solver says where nothing bounds a count
_UNBOUNDED = (3, 4)


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
        The key columns, ``count``, ``row`` (place among the distinct keys, -1 for the rest of a
        whole), ``lower`` and ``upper`` (infinite where nothing bounds it), and ``narrow``: whether
        the count is certainly small and known more narrowly than the policy allows. Whether a
        count that may be small is known too narrowly, only its true value tells: see
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
    """Which cells stand in a list of keys and counts; -1 as row means the rest of a whole."""
    at_rest = listed["row"] < 0 if "row" in listed else pd.Series(False, index=listed.index)
    names = set(zip(at_rest, *[listed[column] for column in (*KEY, "count")], strict=True))
    about = cells.about
    own = zip(about["row"] < 0, *[about[column] for column in (*KEY, "count")], strict=True)
    return np.array([name in names for name in own], dtype=bool)


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
    return about.assign(narrow=within & too_narrow(about, policy))


def too_narrow(intervals: pd.DataFrame, policy: Policy) -> pd.Series:
    """Whether ``lower`` and ``upper`` leave less open of a small count than the policy allows."""
    if policy.keeps == "two values":
        return intervals["lower"] == intervals["upper"]
    return (intervals["lower"] > policy.smallest) | (intervals["upper"] < policy.small)


def components(equations: csr_matrix) -> list[tuple[np.ndarray, csr_matrix]]:
    """Cells that share equations, and those equations: one cannot tell of another."""
    linked = (abs(equations).T @ abs(equations)).tocsr()
    count, label = connected_components(linked, directed=False)
    first = np.array([equations.indices[start] for start in equations.indptr[:-1]], dtype=int)
    lines = label[first] if len(first) else first
    return [
        (
            np.flatnonzero(label == part),
            equations[np.flatnonzero(lines == part)][:, np.flatnonzero(label == part)],
        )
        for part in range(count)
    ]


def extreme(
    equations: csr_matrix, lower: np.ndarray, upper: np.ndarray, cell: int, sign: int
) -> float:
    """The least (sign 1) or greatest (sign -1) whole number that a cell may be."""
    goal = np.zeros(len(lower))
    goal[cell] = sign
    limits = LinearConstraint(equations, 0, 0) if equations.shape[0] else ()
    for whole in (0, 1):
        found = milp(
            goal,
            constraints=limits,
            bounds=Bounds(lower, upper),
            integrality=np.full(len(lower), whole),
        )
        if found.status in _UNBOUNDED and sign < 0:
            return np.inf
        if found.x is None:
            raise DisclosureError(
                "The published numbers contradict each other: no counts would give them all. "
                "Give the publications of one policy, and totals that hold in them."
            )
        if np.abs(found.x - np.round(found.x)).max() < 1e-6:
            break
    return float(abs(np.round(found.x[cell])))
