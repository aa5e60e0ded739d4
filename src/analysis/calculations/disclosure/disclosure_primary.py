"""Which counts are small, and which rows a policy hides by its own rule."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.calculations.disclosure.disclosure_cells import KEY, Cells, Total, cells_of, named
from analysis.calculations.disclosure.disclosure_intervals import components, extreme
from analysis.calculations.disclosure.disclosure_policies import Policy, policy_of
from analysis.errors import TableError


def small_counts(
    table: pd.DataFrame, policies: Mapping[str, str], totals: Sequence[Total] = ()
) -> pd.DataFrame:
    """The counts that are not to be known: keep them where no reader comes.

    Tested are the numerator, denominator minus numerator (20 of 23 tells of 3), the denominator,
    and the rest of a whole of which some parts have no row.

    Parameters
    ----------
    table
        Rows of observations before protection.
    policies
        The name of each indicator's policy.
    totals
        How rows add up.

    Returns
    -------
    pd.DataFrame
        One row a small count: the key columns, ``count`` ("numerator", "complement" or
        "denominator"), ``row`` (its place in the table; below 0 for the rest of a whole),
        ``value``, the row's ``unit``, and ``least`` and ``most``: the range that must stay open.
    """
    found = []
    for policy, places in by_policy(table, policies):
        rows = table.iloc[places]
        cells = completed(cells_of(rows, totals))
        small = small_cells(cells, policy)
        counts = cells.about[small].assign(value=cells.values[small].astype(int))
        counts["least"] = open_from(cells, policy, small)[small]
        counts["most"] = open_to(counts["least"], policy)
        units = rows.set_index(KEY)["unit"]
        counts["unit"] = units.reindex(pd.MultiIndex.from_frame(counts[KEY])).to_numpy()
        counts["row"] = [int(places[row]) if row >= 0 else int(row) for row in counts["row"]]
        found.append(counts)
    if not found:
        return pd.DataFrame(columns=[*KEY, "count", "row", "value", "least", "most", "unit"])
    return pd.concat(found, ignore_index=True)


def by_policy(table: pd.DataFrame, policies: Mapping[str, str]) -> list[tuple[Policy, np.ndarray]]:
    """Each policy that protects anything, with the places of its rows, in order of its name."""
    chosen = {name: policy_of(name, policies) for name in table["indicator"].unique()}
    names = table["indicator"].map(lambda name: chosen[name].name)
    protecting = {policy.name: policy for policy in chosen.values() if policy.small}
    return [
        (policy, np.flatnonzero((names == name).to_numpy()))
        for name, policy in sorted(protecting.items())
    ]


def small_cells(cells: Cells, policy: Policy) -> np.ndarray:
    """Which cells a policy protects, one boolean a cell. Counts that nobody gives are none."""
    kinds = cells.about["count"].to_numpy()
    has_row = cells.about["row"].to_numpy() >= 0
    small = policy.is_small(cells.values) & np.isin(kinds, policy.tests)
    if not policy.all_or_none_shown:
        small |= _all_or_none(cells, kinds)
    # that nobody is left over says nothing of anybody
    return small & (has_row | (cells.values > 0))


def _all_or_none(cells: Cells, kinds: np.ndarray) -> np.ndarray:
    """Zeros of the numerator or complement in a row that has children."""
    out = np.zeros(len(kinds), dtype=bool)
    for middle in np.flatnonzero(kinds == "denominator"):
        counted, other = middle - 1, middle + 1
        if cells.values[middle] > 0:
            out[counted] = cells.values[counted] == 0
            out[other] = cells.values[other] == 0
    return out


def open_from(cells: Cells, policy: Policy, small: np.ndarray) -> np.ndarray:
    """The least number that each small count must be left open to; NaN for other cells.

    It is the policy's smallest, unless that cannot be: where zeros are shown, a whole with two
    hidden parts is 2 at least, and everyone can tell.
    """
    least = np.where(small, float(policy.smallest), np.nan)
    if policy.smallest == 0 or policy.keeps != "range":
        return least
    lower = np.where(cells.given & (cells.values > 0), 1.0, 0.0)
    upper = np.where(cells.given & (cells.values == 0), 0.0, np.inf)
    for members, equations in components(cells.equations):
        for cell in np.flatnonzero(small[members]):
            low, high = lower[members], upper[members]
            least[members[cell]] = max(least[members[cell]], extreme(equations, low, high, cell, 1))
    return least


def open_to(least, policy: Policy):
    """The greatest number that a small count must be left open to, so that it is never alone."""
    return np.maximum(least + 1, policy.small)


def completed(cells: Cells) -> Cells:
    """The cells with what follows by subtraction filled in.

    A count that stands alone in an equation follows from the others. Counts that nobody gives
    and that do not follow stay NaN.

    Raises
    ------
    TableError
        If parts do not add up to their whole, or come to more than it.
    """
    values = cells.values.copy()
    equations = cells.equations
    lines = [
        (equations.indices[start:end], equations.data[start:end])
        for start, end in zip(equations.indptr[:-1], equations.indptr[1:], strict=True)
    ]
    changed = True
    while changed:
        changed = False
        for columns, signs in lines:
            missing = np.isnan(values[columns])
            if missing.sum() == 1:
                place = columns[missing][0]
                known = float((signs[~missing] * values[columns[~missing]]).sum())
                values[place] = -known / signs[missing][0]
                changed = True
    negative = np.flatnonzero(values < 0)
    wrong = [
        columns[0]
        for columns, signs in lines
        if not np.isnan(values[columns]).any() and (signs * values[columns]).sum() != 0
    ]
    for cell in [*negative, *wrong]:
        raise TableError(
            f"The counts of {named(cells.about.iloc[cell])} do not add up: its parts must come to "
            "the whole, and no numerator may be above its denominator."
        )
    return replace(cells, values=values)


def any_solution(cells: Cells) -> np.ndarray:
    """Counts that satisfy every equation: those given, and some whole numbers for the others."""
    unknown = np.isnan(cells.values)
    if not unknown.any():
        return cells.values
    lower = np.where(unknown, 0.0, cells.values)
    upper = np.where(unknown, np.inf, cells.values)
    found = milp(
        np.zeros(len(lower)),
        constraints=LinearConstraint(cells.equations, 0, 0),
        bounds=Bounds(lower, upper),
        integrality=np.ones(len(lower)),
    )
    if found.x is None:
        raise TableError(
            "The counts of the table do not add up: no numbers in place of the missing ones would "
            "make each whole the sum of its parts."
        )
    return np.round(found.x)
