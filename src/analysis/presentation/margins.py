"""How much room a drawing leaves at either side for words that reach beyond its axes."""

from collections.abc import Iterable
from typing import NamedTuple

_ROUNDS = 4  # each side gives way to the other; more rounds move nothing by a tenth of a point


class Reach(NamedTuple):
    """How far something reaches before and after a place on an axis, in points.

    ``place`` is a fraction of the axis: 0 where it begins, 1 where it ends.
    """

    place: float
    before: float
    after: float


def margins(room: float, reaches: Iterable[Reach]) -> tuple[float, float]:
    """The least room before and after an axis for everything along it to stay inside.

    A label that stands at a tenth of the axis moves with it, so that each margin depends on the
    other; they are found by turns.

    Parameters
    ----------
    room
        The whole length, in points.

    Examples
    --------
    A label of 20 points before the axis, and one of 40 centred on its end:

    >>> margins(200, [Reach(0, 20, 0), Reach(1, 20, 20)])
    (20.0, 20.0)

    One that begins in the middle and is longer than what follows takes no more than it must:

    >>> low, high = margins(200, [Reach(0.5, 0, 110)])
    >>> (low, high), 0.5 * (200 - high) + 110
    ((0.0, 20.0), 200.0)
    """
    low = high = 0.0
    reaches = list(reaches)
    for _ in range(_ROUNDS):
        low = max([0.0, *(_margin(room - high, 1 - r.place, r.before) for r in reaches)])
        high = max([0.0, *(_margin(room - low, r.place, r.after) for r in reaches)])
    return low, high


def _margin(room: float, share: float, reach: float) -> float:
    """The margin beside which a label ends just inside.

    The label stands at ``1 - share`` of the axis from this end and reaches back towards it. With a
    margin m that is m + (1 - share)(room - m) from the edge, which must be the reach or more.
    """
    return (reach - (1 - share) * room) / share if share > 0 else 0.0
