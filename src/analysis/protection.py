"""Small counts protected between the tables and everything that is made from them.

A quarter's reports are drawn from what `protected` gives and from nothing else. It protects all
areas at once, since a count hidden for one report must not be had from another, and it knows what
earlier quarters have shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from analysis.calculations.disclosure.disclosure import protect
from analysis.calculations.disclosure.disclosure_cells import KEY, Total
from analysis.calculations.disclosure.disclosure_policies import POLICIES
from analysis.calculations.disclosure.disclosure_primary import small_counts

LEFT_ALONE = "published_already"
_OF_CHILDREN = ("group_type", "group")
_ALL = ("all", "all")
# How groups of children add up. A part that no row gives is the rest.
GROUP_TOTALS = (
    Total(_OF_CHILDREN, _ALL, (("fsm", "eligible"), ("fsm", "not_eligible"), ("fsm", "unknown"))),
    Total(_OF_CHILDREN, _ALL, (("fsm", "eligible"), ("fsm", "not_known_to_be_eligible"))),
    Total(_OF_CHILDREN, _ALL, (("fsm", "eligible"), ("fsm", "all_other"))),
    Total(_OF_CHILDREN, _ALL, (("sen", "no_sen"), ("sen", "any_sen"), ("sen", "unknown"))),
    Total(_OF_CHILDREN, ("sen", "any_sen"), (("sen", "sen_support"), ("sen", "ehc_plan"))),
)


@dataclass(frozen=True)
class Protection:
    """What was protected, for the foot of each page and the last look at the finished files.

    ``shown`` are the protected rows; ``hidden`` the true rows behind those that show no figure:
    kept in memory, never written. ``secrets`` are the counts that must not be had by any road.
    """

    policies: dict[str, str] = field(default_factory=dict)
    totals: tuple[Total, ...] = ()
    secrets: pd.DataFrame = field(default_factory=pd.DataFrame)
    hidden: pd.DataFrame = field(default_factory=pd.DataFrame)
    shown: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def words(self) -> str:
        """What the foot of a page says: policy, version, and how many figures are hidden."""
        names = sorted({self.policies[indicator] for indicator in self._protecting()})
        if not names:
            return POLICIES[LEFT_ALONE].words
        said = [f"{POLICIES[n].words} (Policy {n}, version {POLICIES[n].version}.)" for n in names]
        count = len(self.hidden)
        figures = "1 figure is" if count == 1 else f"{count} figures are"
        return f"{' '.join(said)} {figures} hidden in this quarter’s tables."

    def _protecting(self) -> list[str]:
        return [name for name, policy in self.policies.items() if policy != LEFT_ALONE]


def protected(
    tables: dict[str, pd.DataFrame], as_at: date, *, earlier: Sequence[date] = ()
) -> tuple[dict[str, pd.DataFrame], Protection]:
    """The tables with small counts hidden or rounded, by each indicator's policy.

    Parameters
    ----------
    tables
        Every table, whole.
    as_at
        The day of the report: observations published later are left out.
    earlier
        The days of the quarters before it that are reported too, in any order: what they showed
        is known to readers.

    Returns
    -------
    tuple
        The tables with their observations protected (those of indicators that protect nothing
        as they are, later rows included), and the account of what was protected.

    Raises
    ------
    TableError, DisclosureError
        As `analysis.calculations.disclosure.disclosure.protect`.
    """
    by_indicator = tables["indicators"].set_index("indicator")["disclosure_policy"]
    policies = {str(name): str(policy) for name, policy in by_indicator.items()}
    observations = tables["observations"]
    guarded = observations["indicator"].isin(
        [name for name, policy in policies.items() if policy != LEFT_ALONE]
    )
    if not guarded.any():
        return tables, Protection(policies)
    latest = _as_known(observations[guarded], as_at)
    totals = (*GROUP_TOTALS, *area_totals(tables["areas"], latest))
    shown = None
    for day in sorted({day for day in earlier if day < as_at}):
        rows = _as_known(observations[guarded], day)
        if len(rows):
            shown = protect(rows, policies, totals, earlier=shown)
    if latest.empty:
        return {**tables, "observations": observations[~guarded]}, Protection(policies, totals)
    safe = protect(latest, policies, totals, earlier=shown)
    account = Protection(
        policies, totals, small_counts(latest, policies, totals), _hidden(latest, safe), safe
    )
    both = pd.concat([observations[~guarded], safe], ignore_index=True)
    return {**tables, "observations": both.astype(observations.dtypes)}, account


def area_totals(areas: pd.DataFrame, rows: pd.DataFrame) -> tuple[Total, ...]:
    """How areas add up: each area that others name as their parent, and those others.

    The table of areas need not name every area within another. Where the counts of those it names
    do not come to the whole, there are others, and they are one part more that has no row.
    """
    inside = areas[areas["parent_code"] != ""].groupby("parent_code", sort=True)["area_code"]
    totals = []
    for parent, codes in inside:
        parts = [(str(code),) for code in sorted(codes)]
        if not _come_to_the_whole(rows, str(parent), set(codes)):
            parts.append((f"other areas of {parent}",))
        totals.append(Total(("area_code",), (str(parent),), tuple(parts)))
    return tuple(totals)


def _come_to_the_whole(rows: pd.DataFrame, parent: str, codes: set[str]) -> bool:
    rest = [column for column in KEY if column != "area_code"]
    counts = ["numerator", "denominator"]
    whole = rows[rows["area_code"] == parent].set_index(rest)[counts].dropna()
    parts = rows[rows["area_code"].isin(codes)].groupby(rest)[counts].sum(min_count=1)
    both = whole.join(parts.add_suffix("_parts"), how="inner").dropna()
    return all((both[name] == both[f"{name}_parts"]).all() for name in counts)


def _as_known(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """One row a figure: the one published last by that day."""
    known = rows[rows["published"] <= pd.Timestamp(day)].sort_values("published", kind="stable")
    return known.drop_duplicates(KEY, keep="last").sort_index().reset_index(drop=True)


def _hidden(rows: pd.DataFrame, safe: pd.DataFrame) -> pd.DataFrame:
    # a bare count stands in its value and has no numerator
    gone = (rows["numerator"].notna() & safe["numerator"].isna()) | (
        rows["value"].notna() & safe["value"].isna()
    )
    return rows[gone].reset_index(drop=True)
