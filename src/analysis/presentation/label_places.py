"""Where labels go that stand one above the other: near what they name, never over each other."""

from collections.abc import Sequence


def spread(heights: Sequence[float], *, apart: float) -> list[float]:
    """Heights moved as little as keeps them at least so far apart, in their own order.

    Parameters
    ----------
    heights
        Where each label would stand.
    apart
        The least distance of two labels, in the same unit.

    Returns
    -------
    list of float
        A height for each label, in the order given. Labels that would run into each other are
        set about the middle of where they would have stood.

    Examples
    --------
    >>> spread([10.0, 10.5, 20.0], apart=2)
    [9.25, 11.25, 20.0]
    """
    order = sorted(range(len(heights)), key=lambda place: (heights[place], place))
    groups: list[list[int]] = []
    for place in order:
        groups.append([place])
        # a group that grows may run into the one below it
        while len(groups) > 1 and _bottom(groups[-1], heights, apart) < (
            _top(groups[-2], heights, apart) + apart
        ):
            last = groups.pop()
            groups[-1] += last
    placed = [0.0] * len(heights)
    for group in groups:
        bottom = _bottom(group, heights, apart)
        for step, place in enumerate(group):
            placed[place] = bottom + step * apart
    return placed


def _bottom(group: list[int], heights: Sequence[float], apart: float) -> float:
    middle = sum(heights[place] for place in group) / len(group)
    return middle - apart * (len(group) - 1) / 2


def _top(group: list[int], heights: Sequence[float], apart: float) -> float:
    return _bottom(group, heights, apart) + apart * (len(group) - 1)
