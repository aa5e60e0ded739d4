"""The four rules by which a point on a control chart is more than chance."""

from dataclasses import dataclass

import numpy as np

COMMON = "common cause"
# in order of priority: a point that several rules catch is named by the first
RULES = (
    COMMON,
    "above the upper limit",
    "below the lower limit",
    "seven rising",
    "seven falling",
    "two in three high",
    "two in three low",
    "seven above the mean",
    "seven below the mean",
)
RUN = 7
# two numbers closer than this part of their size are equal: they differ by binary noise
_NOISE = 1e-12


@dataclass(frozen=True)
class Limits:
    """Mean and limits that hold at each point; missing where there are none."""

    mean: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    lower_near: np.ndarray
    upper_near: np.ndarray


def rule_of_each(value: np.ndarray, segment: np.ndarray, limits: Limits) -> np.ndarray:
    """The number in `RULES` of the rule that each point keeps to; -1 where it has no value.

    Parameters
    ----------
    value
        Values in order of time within each segment; missing ones break runs.
    segment
        Number of each point's segment, in ascending order. No rule looks past its segment.
    limits
        Of each point.

    Notes
    -----
    1 outside the limits; 2 in a run of seven that rises or falls at every step; 3 one of two
    near points in three that follow each other on one side of the mean, near meaning beyond two
    thirds of the way to a limit and not outside it; 4 in a run of seven on one side of the mean.
    """
    side = _sign(value - limits.mean, value, limits.mean)
    above = _sign(value - limits.upper, value, limits.mean) > 0
    below = _sign(value - limits.lower, value, limits.mean) < 0
    outside = above | below
    near = ~outside & (
        (_sign(value - limits.upper_near, value, limits.mean) > 0)
        | (_sign(value - limits.lower_near, value, limits.mean) < 0)
    )
    trend = _trend(value, segment)
    pair = near & _in_two_of_three(near, side, segment)
    lasting = _in_run(side, segment, RUN)
    found = [
        above,
        below,
        trend > 0,
        trend < 0,
        pair & (side > 0),
        pair & (side < 0),
        lasting & (side > 0),
        lasting & (side < 0),
    ]
    rule = np.select(found, range(1, len(RULES)), 0)
    return np.where(np.isnan(value), -1, rule).astype(np.int8)


def _sign(difference: np.ndarray, *of: np.ndarray) -> np.ndarray:
    """Sign of a difference, 0 where it is missing or nothing but binary noise."""
    size = np.maximum(*(np.abs(number) for number in of))
    real = np.abs(difference) > _NOISE * size
    return np.where(real, np.sign(difference), 0)


def _in_run(sign: np.ndarray, segment: np.ndarray, length: int) -> np.ndarray:
    """Whether each point stands in a run of at least `length` of one sign, 0 being none."""
    if not len(sign):
        return np.zeros(0, dtype=bool)
    begins = np.r_[True, (np.diff(sign) != 0) | (np.diff(segment) != 0)]
    run = np.cumsum(begins) - 1
    return (np.bincount(run)[run] >= length) & (sign != 0)


def _trend(value: np.ndarray, segment: np.ndarray) -> np.ndarray:
    """1 for a point of a run of seven that rises, -1 for one that falls, 0 for any other.

    A point takes its direction from the step that leads to it; from the step that leaves it if
    the next point is in such a run too.
    """
    step = np.zeros(len(value))
    step[1:] = _sign(np.diff(value), value[1:], value[:-1])
    step[1:][np.diff(segment) != 0] = 0
    steep = _in_run(step, segment, RUN - 1)
    leaves = np.r_[step[1:], 0]  # the step out of each point; none out of the last of a segment
    member = steep | np.r_[steep[1:], False]
    next_is_member = np.r_[member[1:] & (np.diff(segment) == 0), False]
    direction = np.where(next_is_member & (leaves != 0), leaves, step)
    return np.where(member, direction, 0)


def _in_two_of_three(near: np.ndarray, side: np.ndarray, segment: np.ndarray) -> np.ndarray:
    """Whether any three neighbours that hold the point are on one side with two of them near."""
    found = np.zeros(len(near), dtype=bool)
    if len(near) < 3:
        return found
    together = (segment[:-2] == segment[2:]) & (side[:-2] != 0)
    one_side = together & (side[:-2] == side[1:-1]) & (side[:-2] == side[2:])
    two_near = near[:-2].astype(int) + near[1:-1] + near[2:] >= 2
    window = one_side & two_near
    for shift in range(3):
        found[shift : len(found) - 2 + shift] |= window
    return found
