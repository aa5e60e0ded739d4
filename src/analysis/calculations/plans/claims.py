"""Figures that a text states, worked out again from the other figures that it states."""

import math
from collections.abc import Sequence

import pandas as pd

VERDICTS = ("disagrees", "agrees after rounding", "agrees", "cannot be checked")
SMALL = 7  # counts of 1 to 7 are protected in health statistics, and so are the rest of the whole
_NOISE = 1e-9
COLUMNS = ["line", "kind", "text", "stated", "unit", "printed_to", "bound", "operands", "why"]
_NEEDS = {
    "percentage": 2, "percentage of a total": 1, "growth": 2, "target from growth": 2,
    "remaining": 2, "difference": 2, "direction": 2,
}  # fmt: skip


def recompute(claims: pd.DataFrame) -> pd.DataFrame:
    """Each claim beside what its own figures give.

    Parameters
    ----------
    claims
        One row a claim. ``kind`` says what is worked out of ``operands``, in order: "percentage"
        (part, whole), "percentage of a total" (whole), "sum" (its parts), "growth" (before,
        after; per cent), "target from growth" (before, growth in per cent), "remaining" (target,
        so far), "difference" (before, after), "direction" (before, after; ``stated`` is 1 for up
        and -1 for down). ``printed_to`` is the last place that the print of the stated figure
        shows, such as 1 for 21% and 1,000 for £0.395m. ``bound`` is "above", "at least",
        "below", "at most" or "". A missing operand is one that the text does not state.

    Returns
    -------
    pd.DataFrame
        The claims with ``computed``, ``difference`` (stated minus computed; of a direction the
        change itself), ``verdict`` (one of `VERDICTS`) and ``small`` (the figures give a count of
        1 to 7 away, or the rest of a whole of 1 to 7).

    Examples
    --------
    >>> table = pd.DataFrame([{"kind": "percentage", "stated": 21.0, "printed_to": 1.0,
    ...                        "bound": "", "operands": (917.0, 4460.0)}])
    >>> recompute(table)["verdict"].item(), round(recompute(table)["computed"].item(), 2)
    ('agrees after rounding', 20.56)
    """
    rows = [_checked(row) for row in claims.itertuples()]
    added = pd.DataFrame(
        rows, columns=["computed", "difference", "verdict", "small"], index=claims.index
    )
    return claims.join(added)


def _checked(row) -> tuple[float | None, float | None, str, bool]:
    operands = tuple(row.operands)
    needed = _NEEDS.get(row.kind, 2)
    if len(operands) < needed or any(pd.isna(one) for one in operands) or pd.isna(row.stated):
        return None, None, "cannot be checked", False
    if row.kind == "percentage of a total":
        fits = counts_that_fit(row.stated, operands[0], printed_to=row.printed_to)
        verdict = "cannot be checked" if fits else "disagrees"
        return None, None, verdict, _all_small(fits, operands[0])
    if row.kind == "direction":
        moved = operands[1] - operands[0]
        right = moved * row.stated > 0
        return moved, moved, "agrees" if right else "disagrees", False
    computed = _worked_out(row.kind, operands)
    if computed is None:
        return None, None, "cannot be checked", False
    small = row.kind == "percentage" and _all_small([operands[0]], operands[1])
    difference = row.stated - computed
    return computed, difference, verdict_of(row.stated, computed, row.printed_to, row.bound), small


def _worked_out(kind: str, operands: tuple[float, ...]) -> float | None:
    first, second = operands[0], operands[1]
    if kind == "percentage":
        return 100 * first / second if second else None
    if kind == "growth":
        return 100 * (second / first - 1) if first else None
    if kind == "target from growth":
        return first * (1 + second / 100)
    if kind == "remaining":
        return first - second
    if kind == "difference":
        return second - first
    return math.fsum(operands)


def verdict_of(stated: float, computed: float, printed_to: float, bound: str = "") -> str:
    """Does a stated figure follow? Within half of its last place it does after rounding.

    Examples
    --------
    >>> verdict_of(395_000, 393_500, 1_000), verdict_of(80, 75, 10)
    ('disagrees', 'agrees after rounding')
    >>> verdict_of(60, 62.5, 1, "above"), verdict_of(60, 58, 1, "at least")
    ('agrees', 'disagrees')
    """
    gap = computed - stated
    if bound:
        good = {
            "above": gap > _NOISE,
            "at least": gap >= -_NOISE,
            "below": gap < -_NOISE,
            "at most": gap <= _NOISE,
        }
        return "agrees" if good[bound] else "disagrees"
    if abs(gap) <= _NOISE * max(1.0, abs(stated)):
        return "agrees"
    return "agrees after rounding" if abs(gap) <= printed_to / 2 + _NOISE else "disagrees"


def counts_that_fit(per_cent: float, whole: float, *, printed_to: float = 1.0) -> range:
    """The whole counts of a total that are printed as this percentage, without a gap.

    None at all means that the percentage cannot be of that total: the granularity test of
    Brown NJL, Heathers JAJ, Social Psychological and Personality Science 2017;8:363-9, for
    percentages.

    Examples
    --------
    >>> [list(counts_that_fit(*pair)) for pair in ((25, 16), (26, 16), (82, 122))]
    [[4], [], [100]]
    """
    half = printed_to / 2 + _NOISE
    low = max(0, math.ceil((per_cent - half) * whole / 100 - _NOISE))
    high = min(int(whole), math.floor((per_cent + half) * whole / 100 + _NOISE))
    return range(low, high + 1)


def _all_small(fits: Sequence[float], whole: float) -> bool:
    """Is the count, or the rest of its whole, known to be from 1 to 7?"""
    if not len(fits):
        return False
    low, high = fits[0], fits[-1]
    return 1 <= low <= high <= SMALL or 1 <= whole - high <= whole - low <= SMALL
