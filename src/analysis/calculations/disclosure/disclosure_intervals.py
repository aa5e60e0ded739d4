"""The least and greatest whole number that an unknown of linear equations may be."""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from analysis.errors import DisclosureError

# what the solver says where nothing bounds a count
_UNBOUNDED = (3, 4)


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
