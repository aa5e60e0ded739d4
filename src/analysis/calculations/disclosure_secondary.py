"""Which further counts to hide so that no small count can be worked out."""

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix, csr_matrix, hstack, vstack

from analysis.calculations.disclosure_cells import Cells
from analysis.calculations.disclosure_intervals import components
from analysis.calculations.disclosure_policies import Policy
from analysis.calculations.disclosure_primary import (
    any_solution,
    open_from,
    open_to,
    small_cells,
)
from analysis.errors import DisclosureError

# a hidden cell costs 1; among cells that cost the same the smaller count is hidden
_PREFERENCE = 0.01
# branches of the search for the fewest cells: bounded by count, not by time, so that the same
# table always gives the same answer
_NODES = 2_000
# the furthest that a count is moved: the solver takes a millionth for nothing, and a choice that
# is a millionth off must not move a count by one
_FURTHEST = 10_000


@dataclass
class _Part:
    """Cells that share equations: what an attacker knows of them, and which are hidden."""

    equations: csr_matrix
    values: np.ndarray
    shown: tuple[np.ndarray, np.ndarray]  # what each may be where it is shown, less its value
    hidden: tuple[np.ndarray, np.ndarray]  # the same where it is hidden
    is_hidden: np.ndarray
    may_hide: np.ndarray
    needs: list[tuple[int, tuple[int, ...]]]  # a cell, and moves of which one must be possible
    with_it: dict[int, int]  # a denominator, and the numerator that is hidden with it
    moves: list[np.ndarray] = field(default_factory=list)  # ways found to move the hidden counts

    def limits(self) -> tuple[np.ndarray, np.ndarray]:
        """How far each cell may move as things stand."""
        return tuple(
            np.where(self.is_hidden, hidden, shown)
            for hidden, shown in zip(self.hidden, self.shown, strict=True)
        )

    def possible(self, cell: int, steps: tuple[int, ...]) -> bool:
        """Whether a way already found moves a cell at least by one of the steps."""
        low, high = self.limits()
        for move in self.moves:
            far_enough = any(step * move[cell] >= step * step for step in steps)
            if far_enough and (move >= low).all() and (move <= high).all():
                return True
        return False

    def remember(self, move: np.ndarray) -> None:
        """Keep a move, and its reverse and multiples: each may serve another cell."""
        least = np.abs(move[move != 0]).min() if move.any() else 1
        for scale in {1, -1, 1 / least, -1 / least}:
            scaled = move * scale
            if (scaled == np.round(scaled)).all():
                self.moves.append(np.round(scaled))
                self.moves.append(np.round(scaled) * 2)


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
            part = _part(cells, policy, values, members, equations, out, fixed, small, least)
            _protect(part, cells, members)
            out[members] |= part.is_hidden
    return out


def _part(cells, policy, values, members, equations, hidden, fixed, small, least) -> _Part:
    about = cells.about.iloc[members]
    kinds, rows = about["count"].to_numpy(), about["row"].to_numpy()
    counts, printed = values[members], (rows >= 0) & (kinds != "complement")
    given = cells.given[members]
    shown = policy.bounds_of_shown(policy.rounded(counts))
    low, high = np.zeros(len(members)), np.full(len(members), np.inf)
    if policy.smallest == 1 and policy.hides:
        # zeros are shown: what is hidden is none
        low[printed & (counts > 0)] = 1
        high[printed & (counts == 0)] = 0
    own_rule = small[members] & printed
    if policy.keeps == "two values" and policy.hides:
        high[own_rule] = policy.small
    free = ~given
    may_hide = given & ~fixed[members] & ~(policy.zero_shown & (counts == 0))
    places = {(row, kind): place for place, (row, kind) in enumerate(zip(rows, kinds, strict=True))}
    with_it = {
        place: places[row, "numerator"]
        for (row, kind), place in places.items()
        if kind == "denominator" and row >= 0
    }
    needs = [
        (place, steps)
        for place in np.flatnonzero(small[members])
        for steps in _steps(counts[place], least[members[place]], policy)
    ]
    return _Part(
        equations,
        counts,
        (shown[0] - counts, shown[1] - counts),
        (low - counts, high - counts),
        (hidden[members] & ~fixed[members]) | free,
        may_hide,
        needs,
        with_it,
    )


def _steps(count: float, least: float, policy: Policy) -> list[tuple[int, ...]]:
    """How far a small count must be able to move: each tuple holds steps of which one will do."""
    if policy.keeps == "two values":
        return [(1, -1)]
    steps = (int(open_to(least, policy) - count), int(least - count))
    return [(step,) for step in steps if step]


def _protect(part: _Part, cells: Cells, members: np.ndarray) -> None:
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


def _loosen(part: _Part, cell: int, steps: tuple[int, ...]) -> bool:
    """Hide the fewest further cells that let one cell move. False if none do."""
    # moves far beyond the step are seldom of use, and narrow bounds are searched faster
    for reach in (abs(steps[0]), 4 * abs(steps[0]) + 8, _FURTHEST):
        found = [answer for step in steps if (answer := _cheapest(part, cell, step, reach))]
        if found:
            _, move, hide = min(found, key=lambda answer: answer[0])
            part.is_hidden |= hide
            part.remember(move)
            return True
    return False


def _cheapest(
    part: _Part, cell: int, step: int, reach: float, *, hide_more: bool = True
) -> tuple[float, np.ndarray, np.ndarray] | None:
    """The cost of the cells to hide so that a cell moves by a step, the move, and those cells."""
    size = len(part.values)
    low, high = part.limits()
    low, high = np.maximum(low, -reach), np.minimum(high, reach)
    choice = np.flatnonzero(part.may_hide & ~part.is_hidden) if hide_more else np.array([], int)
    wide_low = np.maximum(part.hidden[0], -reach)
    wide_high = np.minimum(part.hidden[1], reach)
    lower, upper = low.copy(), high.copy()
    lower[choice], upper[choice] = wide_low[choice], wide_high[choice]
    if not lower[cell] <= step <= upper[cell]:
        return None
    lower[cell], upper[cell] = (step, upper[cell]) if step > 0 else (lower[cell], step)
    rows = [hstack([part.equations, csr_matrix((part.equations.shape[0], len(choice)))])]
    least, most = [np.zeros(part.equations.shape[0])], [np.zeros(part.equations.shape[0])]
    for bound, wide, least_of, most_of in (
        (high, wide_high, np.full(len(choice), -np.inf), high[choice]),
        (low, wide_low, low[choice], np.full(len(choice), np.inf)),
    ):
        ones = _at(choice, np.ones(len(choice)), size)
        slack = csr_matrix(np.diag(bound[choice] - wide[choice])) if len(choice) else ones[:, :0]
        rows.append(hstack([ones, slack]))
        least.append(least_of)
        most.append(most_of)
    pairs = _pairs(part, choice)
    if pairs.shape[0]:
        rows.append(hstack([csr_matrix((pairs.shape[0], size)), pairs]))
        least.append(np.full(pairs.shape[0], -np.inf))
        most.append(np.zeros(pairs.shape[0]))
    largest = max(part.values.max(), 1)
    cost = 1 + _PREFERENCE * part.values[choice] / largest
    found = milp(
        np.concatenate([np.zeros(size), cost]),
        constraints=LinearConstraint(
            vstack(rows, format="csc"), np.concatenate(least), np.concatenate(most)
        ),
        bounds=Bounds(
            np.concatenate([lower, np.zeros(len(choice))]),
            np.concatenate([upper, np.ones(len(choice))]),
        ),
        integrality=np.ones(size + len(choice)),
        options={"node_limit": _NODES},
    )
    if found.x is None:
        return None
    hide = np.zeros(size, dtype=bool)
    hide[choice] = found.x[size:] > 0.5
    move = np.round(found.x[:size])
    low, high = np.where(hide, part.hidden[0], low), np.where(hide, part.hidden[1], high)
    sound = (part.equations @ move == 0).all() and (move >= low).all() and (move <= high).all()
    return (float(found.fun), move, hide) if sound else None


def _at(columns: np.ndarray, numbers: np.ndarray, width: int) -> csr_matrix:
    lines = np.arange(len(columns))
    return coo_matrix((numbers, (lines, columns)), shape=(len(columns), width)).tocsr()


def _pairs(part: _Part, choice: np.ndarray) -> csr_matrix:
    """A denominator is hidden only with its numerator: their choice less 0 is not above 0."""
    place = {cell: spot for spot, cell in enumerate(choice)}
    pairs = [
        (place[whole], place[counted])
        for whole, counted in part.with_it.items()
        if whole in place and counted in place
    ]
    lines = np.arange(len(pairs))
    wholes = np.array([whole for whole, _ in pairs], dtype=int)
    counted = np.array([counted for _, counted in pairs], dtype=int)
    return _at(wholes, np.ones(len(lines)), len(choice)) - _at(
        counted, np.ones(len(lines)), len(choice)
    )


def _show_again(part: _Part, own: np.ndarray) -> None:
    """Show what need not be hidden after all, the largest count first."""
    extra = np.flatnonzero(part.is_hidden & ~own)
    for cell in sorted(extra, key=lambda place: (-part.values[place], place)):
        holder = [whole for whole, counted in part.with_it.items() if counted == cell]
        if any(part.is_hidden[whole] for whole in holder):
            continue
        part.is_hidden[cell] = False
        if not all(_still_moves(part, target, steps) for target, steps in part.needs):
            part.is_hidden[cell] = True


def _still_moves(part: _Part, cell: int, steps: tuple[int, ...]) -> bool:
    if part.possible(cell, steps):
        return True
    for step in steps:
        found = _cheapest(part, cell, step, np.inf, hide_more=False)
        if found:
            part.remember(found[1])
            return True
    return False
