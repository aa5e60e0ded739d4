"""Which further counts to hide so that no small count can be worked out."""

import numpy as np
from scipy.sparse import csr_matrix

from analysis.calculations.disclosure.disclosure_cells import Cells
from analysis.calculations.disclosure.disclosure_intervals import components
from analysis.calculations.disclosure.disclosure_moves import Part, cheapest
from analysis.calculations.disclosure.disclosure_policies import Policy
from analysis.calculations.disclosure.disclosure_primary import (
    any_solution,
    open_from,
    open_to,
    small_cells,
)
from analysis.errors import DisclosureError

# the furthest that a count is moved: the solver takes a millionth for nothing, and a choice that
# is a millionth off must not move a count by one
_FURTHEST = 10_000


def hidden_cells(cells: Cells, policy: Policy, hidden: np.ndarray, fixed: np.ndarray) -> np.ndarray:
    """The cells to hide: those hidden already, and as few more as protect every small count.

    Someone who knows every published number, and that counts are whole and not negative, must be
    left with the whole range of small counts for each of them (or with two values, where the
    policy rounds). For each small count the fewest further cells are found that let it move;
    afterwards each cell hidden in this way is shown again if the others suffice.

    Parameters
    ----------
    cells
        Cells with their true counts.
    policy
        What is small and what must stay open.
    hidden
        Which cells the policy's own rule hides.
    fixed
        Which cells readers know already, so that hiding them helps no one.

    Raises
    ------
    DisclosureError
        If not even hiding every cell that may be hidden protects a small count.

    Notes
    -----
    The protection problem is that of Fischetti and Salazar, Management Science 2001;47:1008-27.
    Solved one count after another it is close to their optimum, not equal to it.
    """
    values = any_solution(cells)
    small = small_cells(cells, policy)
    least = open_from(cells, policy, small)
    out = hidden.copy()
    for members, equations in components(cells.equations):
        if small[members].any():
            part = _part(cells, policy, values, members, equations)
            part.is_hidden |= hidden[members] & ~fixed[members]
            part.may_hide &= ~fixed[members]
            part.needs = [
                (place, steps)
                for place in np.flatnonzero(small[members])
                for steps in _steps(part.values[place], least[members[place]], policy)
            ]
            _protect(part, cells, members)
            out[members] |= part.is_hidden
    return out


def _part(
    cells: Cells, policy: Policy, values: np.ndarray, members: np.ndarray, equations: csr_matrix
) -> Part:
    """What an attacker knows of cells that share equations, before any of them is hidden."""
    about = cells.about.iloc[members]
    kinds, rows = about["count"].to_numpy(), about["row"].to_numpy()
    counts, given = values[members], cells.given[members]
    printed = (rows >= 0) & (kinds != "complement")
    shown = policy.bounds_of_shown(policy.rounded(counts))
    low, high = np.zeros(len(members)), np.full(len(members), np.inf)
    if policy.smallest == 1 and policy.hides:
        # zeros are shown: what is hidden is none
        low[printed & (counts > 0)] = 1
        high[printed & (counts == 0)] = 0
    if policy.keeps == "two values" and policy.hides:
        # next to nothing else is hidden: what is hidden is small
        high[printed & small_cells(cells, policy)[members]] = policy.small
    places = {(row, kind): place for place, (row, kind) in enumerate(zip(rows, kinds, strict=True))}
    with_it = {
        place: places[row, "numerator"]
        for (row, kind), place in places.items()
        if kind == "denominator" and row >= 0
    }
    return Part(
        equations,
        counts,
        shown=(shown[0] - counts, shown[1] - counts),
        hidden=(low - counts, high - counts),
        is_hidden=~given,
        may_hide=given & ~(policy.zero_shown & (counts == 0)),
        with_it=with_it,
    )


def _steps(count: float, least: float, policy: Policy) -> list[tuple[int, ...]]:
    """How far a small count must be able to move: each tuple holds steps of which one will do."""
    if policy.keeps == "two values":
        return [(1, -1)]
    steps = (int(open_to(least, policy) - count), int(least - count))
    return [(step,) for step in steps if step]


def _protect(part: Part, cells: Cells, members: np.ndarray) -> None:
    """Hide cells of a part until every small count can move as it must, and no more than that."""
    own = part.is_hidden.copy()
    for cell, steps in sorted(part.needs, key=lambda need: -max(abs(step) for step in need[1])):
        if not part.possible(cell, steps) and not _loosen(part, cell, steps):
            place = cells.about.iloc[members[cell]]
            of = "the rest of " if place["row"] < 0 else ""
            raise DisclosureError(
                f"The {place['count']} of {of}{place['indicator']}, {place['area_code']}, "
                f"{place['period']}, {place['group']} is small and cannot be protected: what is "
                "published already, or may not be hidden, gives it away. Leave the table out, or "
                "choose wider groups or areas."
            )
    _show_again(part, own)


def _loosen(part: Part, cell: int, steps: tuple[int, ...]) -> bool:
    """Hide the fewest further cells that let one cell move. False if none do."""
    # moves far beyond the step are seldom of use, and narrow bounds are searched faster
    for reach in (abs(steps[0]), 4 * abs(steps[0]) + 8, _FURTHEST):
        found = [answer for step in steps if (answer := cheapest(part, cell, step, reach))]
        if found:
            _, move, hide = min(found, key=lambda answer: answer[0])
            part.is_hidden |= hide
            part.remember(move)
            return True
    return False


def _show_again(part: Part, own: np.ndarray) -> None:
    """Show what need not be hidden after all, the largest count first."""
    extra = np.flatnonzero(part.is_hidden & ~own)
    for cell in sorted(extra, key=lambda place: (-part.values[place], place)):
        holder = [whole for whole, counted in part.with_it.items() if counted == cell]
        if any(part.is_hidden[whole] for whole in holder):
            continue
        part.is_hidden[cell] = False
        if not all(_still_moves(part, target, steps) for target, steps in part.needs):
            part.is_hidden[cell] = True


def _still_moves(part: Part, cell: int, steps: tuple[int, ...]) -> bool:
    if part.possible(cell, steps):
        return True
    for step in steps:
        found = cheapest(part, cell, step, np.inf, hide_more=False)
        if found:
            part.remember(found[1])
            return True
    return False
