"""How small counts are protected: named policies, one for each indicator."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analysis.errors import TableError
from analysis.vocabulary import DISCLOSURE_POLICIES

COUNTS = ("numerator", "complement", "denominator")


@dataclass(frozen=True)
class Policy:
    """What is hidden, what is rounded and what a reader may still work out.

    Attributes
    ----------
    name, version
        The version changes whenever the same counts would be treated otherwise.
    words
        What the foot of a page says of it.
    small
        Counts from 1 to this are small: they are what the policy protects. 0 protects nothing.
    hides
        Whether small counts are hidden. If not, rounding alone protects them.
    base
        Counts that are shown are rounded to the nearest multiple, and percentages, rates and
        limits are made from the rounded counts: made from the true ones they would give these
        back. 1 rounds nothing.
    zero_shown
        Whether a zero may be shown. If not, it is small too.
    all_or_none_shown
        Whether a row of which none or all of the children had the outcome may be shown, although
        it says something of every child in it.
    tests
        Which counts are tested: "numerator", "complement" (denominator minus numerator) and
        "denominator".
    keeps
        What must stay open to whoever knows every published number: the "range" of small counts,
        from the smallest to the largest, or, where rounding is to do it, at least "two values".
    """

    name: str
    version: str
    words: str
    small: int = 0
    hides: bool = False
    base: int = 1
    zero_shown: bool = True
    all_or_none_shown: bool = True
    tests: tuple[str, ...] = COUNTS
    keeps: str = "range"

    @property
    def smallest(self) -> int:
        """The least count that is small: 0 where zeros or rows of all or none are hidden."""
        return 1 if self.zero_shown and self.all_or_none_shown else 0

    def is_small(self, counts: np.ndarray) -> np.ndarray:
        """Which counts are small; a missing count is not."""
        least = 1 if self.zero_shown else 0
        return (counts >= least) & (counts <= self.small) & (self.small > 0)

    def rounded(self, counts: np.ndarray) -> np.ndarray:
        """Counts to the nearest multiple of the base; halves go up."""
        return np.floor(counts / self.base + 0.5) * self.base

    def bounds_of_shown(self, shown: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The least and greatest true count that a count as shown may stand for."""
        shown = np.asarray(shown, dtype=float)
        if self.base == 1:
            return shown, shown
        low = np.maximum(shown - self.base // 2, 0.0)
        high = shown + (self.base - 1) // 2
        if self.hides:
            low = np.where(shown > 0, np.maximum(low, self.small + 1), 0.0)
            high = np.where(shown > 0, high, 0.0)
        # what is no multiple was shown before this policy rounded it
        exact = shown % self.base != 0
        return np.where(exact, shown, low), np.where(exact, shown, high)


_MAY_NOT_ADD = "Each count is rounded by itself, so totals may not add."

POLICIES: dict[str, Policy] = {
    policy.name: policy
    for policy in (
        Policy(
            "published_already",
            "1",
            "These figures are published official statistics, shown as published.",
        ),
        Policy(
            "round_5",
            "1",
            "Counts are rounded to the nearest 5, and percentages and rates come from the rounded "
            f"counts. {_MAY_NOT_ADD}",
            small=4,
            base=5,
            zero_shown=False,
            keeps="two values",
        ),
        Policy(
            "suppress_1_to_7_round_5",
            "1",
            "Counts of 1 to 7 are hidden; others are rounded to the nearest 5; a zero is shown. "
            f"Percentages and rates come from the rounded counts. {_MAY_NOT_ADD}",
            small=7,
            hides=True,
            base=5,
            keeps="two values",
        ),
        Policy(
            "suppress_under_5_secondary",
            "1",
            "Counts under 5, zero included, are hidden, with as many others as it takes that no "
            "hidden count can be worked out. Rows of which none or all had the outcome are hidden.",
            small=4,
            hides=True,
            zero_shown=False,
            all_or_none_shown=False,
        ),
        Policy(
            "suppress_under_5_secondary_zero_shown",
            "1",
            "Counts of 1 to 4 are hidden, with as many others as it takes that no hidden count can "
            "be worked out. A zero is shown, and so are rows of which none or all had the outcome.",
            small=4,
            hides=True,
        ),
    )
}


def policy_of(indicator: str, policies: Mapping[str, str]) -> Policy:
    """The policy of an indicator.

    Parameters
    ----------
    indicator
        An indicator's id.
    policies
        The name of each indicator's policy: ``disclosure_policy`` of the table of indicators.

    Raises
    ------
    TableError
        If the indicator names no policy, or one that is not known.

    Examples
    --------
    >>> policy_of("gld", {"gld": "suppress_1_to_7_round_5"}).small
    7
    """
    name = policies.get(indicator)
    if name not in POLICIES:
        raise TableError(
            f'The disclosure policy of "{indicator}" is "{name or ""}": '
            f"it may be {', '.join(DISCLOSURE_POLICIES)}."
        )
    return POLICIES[name]
