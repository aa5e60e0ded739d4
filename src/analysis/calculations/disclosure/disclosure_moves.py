"""How hidden counts can move while every published number stays, and what it takes to let them."""

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix, csr_matrix, diags_array, hstack, vstack

# a hidden cell costs 1; among cells that cost the same the smaller count is hidden
_PREFERENCE = 0.01
# branches of the search for the fewest cells: bounded by count, not by time, so that the same
# table always gives the same answer
_NODES = 2_000


@dataclass
class Part:
    """Cells that share equations: what an attacker knows of them, and which are hidden."""

    equations: csr_matrix
    values: np.ndarray
    shown: tuple[np.ndarray, np.ndarray]  # what each may be where it is shown, less its value
    hidden: tuple[np.ndarray, np.ndarray]  # the same where it is hidden
    is_hidden: np.ndarray
    may_hide: np.ndarray
    with_it: dict[int, int]  # a denominator, and the numerator that is hidden with it
    # a small cell, and steps of which one must be possible for it
    needs: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
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


def cheapest(
    part: Part, cell: int, step: int, reach: float, *, hide_more: bool = True
) -> tuple[float, np.ndarray, np.ndarray] | None:
    """The fewest further cells to hide so that one cell can move by a step.

    Parameters
    ----------
    part
        Cells as they stand.
    cell, step
        Which cell, and how far it must move: up where the step is above 0, down below it.
    reach
        No cell moves further than this.
    hide_more
        Whether further cells may be hidden at all.

    Returns
    -------
    tuple or None
        The cost, the move of every cell, and which cells to hide for it. None if nothing does.
    """
    choice = np.flatnonzero(part.may_hide & ~part.is_hidden) if hide_more else np.array([], int)
    low, high = (np.clip(limit, -reach, reach) for limit in part.limits())
    wide_low, wide_high = (np.clip(limit, -reach, reach) for limit in part.hidden)
    lower, upper = low.copy(), high.copy()
    lower[choice], upper[choice] = wide_low[choice], wide_high[choice]
    if not lower[cell] <= step <= upper[cell]:
        return None
    lower[cell], upper[cell] = (step, upper[cell]) if step > 0 else (lower[cell], step)
    size, many = len(part.values), len(choice)
    cost = 1 + _PREFERENCE * part.values[choice] / max(part.values.max(), 1)
    found = milp(
        np.concatenate([np.zeros(size), cost]),
        constraints=_constraints(part, choice, (low, high), (wide_low, wide_high)),
        bounds=Bounds(
            np.concatenate([lower, np.zeros(many)]), np.concatenate([upper, np.ones(many)])
        ),
        integrality=np.ones(size + many),
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


def _constraints(
    part: Part,
    choice: np.ndarray,
    narrow: tuple[np.ndarray, np.ndarray],
    wide: tuple[np.ndarray, np.ndarray],
) -> LinearConstraint:
    """What moves must satisfy: columns are the moves, then one choice (0 or 1) a hideable cell."""
    size, many, lines = len(part.values), len(choice), part.equations.shape[0]
    pairs = _pairs(part, choice)
    own = _at(choice, np.ones(many), size)
    # the limits of a cell are narrow where it is shown, and wide where it is chosen to be hidden
    loosened = [
        diags_array(near[choice] - far[choice]) for near, far in zip(narrow, wide, strict=True)
    ]
    rows = [
        hstack([part.equations, csr_matrix((lines, many))]),
        hstack([own, loosened[0]]),
        hstack([own, loosened[1]]),
        hstack([csr_matrix((pairs.shape[0], size)), pairs]),
    ]
    boundless, level = np.full(many, np.inf), np.zeros(lines)
    least = [level, narrow[0][choice], -boundless, np.full(pairs.shape[0], -np.inf)]
    most = [level, boundless, narrow[1][choice], np.zeros(pairs.shape[0])]
    return LinearConstraint(vstack(rows, format="csc"), np.concatenate(least), np.concatenate(most))


def _at(columns: np.ndarray, numbers: np.ndarray, width: int) -> csr_matrix:
    lines = np.arange(len(columns))
    return coo_matrix((numbers, (lines, columns)), shape=(len(columns), width)).tocsr()


def _pairs(part: Part, choice: np.ndarray) -> csr_matrix:
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
