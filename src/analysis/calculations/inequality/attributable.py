"""How much of an area's gap to a reference each group of children accounts for.

Arithmetic of counts, not of causes: it says where in the population a gap lies, not why.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.calculations.gaps.gaps import difference_of_proportions
from analysis.calculations.gaps.group_shares import with_shares
from analysis.calculations.shape import as_list, first_reason, need_columns, need_unique, with_notes
from analysis.errors import TableError

_OF_GROUP = ("numerator", "denominator")


def gap_parts(
    table: pd.DataFrame,
    reference: pd.DataFrame,
    *,
    by: str | Sequence[str],
    group: str = "group",
    match: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Split each area's gap to a reference into what each group's rate and share account for.

    Parameters
    ----------
    table
        One row an area and group, with ``numerator`` and ``denominator``. The groups of an area
        share no one and together are everyone.
    reference
        The same for the reference, such as England: one row a group.
    by
        Columns that name the areas.
    match
        Columns, such as the period, that the reference has too: each area is set beside the rows
        of the reference that agree on them. They belong to `by` as well.

    Returns
    -------
    pd.DataFrame
        One row an area and group. All but the counts in per cent or percentage points:

        - ``share, share_reference``: the group as per cent of everyone;
        - ``value, value_reference``: per cent of the group with the outcome;
        - ``rate_part``: mean share times the difference of the values;
        - ``composition_part``: mean value times the difference of the shares;
        - ``if_at_reference``: how far the area's value would move if this group alone had the
          reference's value, its share as it is;
        - ``gap``: the area's value minus the reference's, the same in every row of an area;
        - ``value_note, note``.

        The rate and composition parts of an area add to its gap. A composition part means
        something only with those of the other groups: a group can only grow as others shrink.
        An area that lacks a group of the reference, has one more, or has a count that cannot be
        used in any group, has no parts and a note.

    Raises
    ------
    TableError
        If a column is missing or an area has a group twice.

    Notes
    -----
    Kitagawa EM. Components of a difference between two rates. J Am Stat Assoc 1955;50:1168-94:
    the form without an interaction, in which each difference is weighted by the mean of the two
    populations. Not causal: a rate part says that the gap lies in a group's rate, not what put it
    there nor that anything done for that group would close it; and another choice of groups would
    split the same gap otherwise. No interval is given: it describes the counts as they are.

    Examples
    --------
    >>> area = pd.DataFrame({"area": "A", "group": ["fsm", "other"],
    ...     "numerator": [40, 180], "denominator": [100, 300]})
    >>> england = pd.DataFrame({"group": ["fsm", "other"],
    ...     "numerator": [100, 560], "denominator": [200, 800]})
    >>> found = gap_parts(area, england, by="area")
    >>> found[["rate_part", "composition_part", "gap"]].values.round(3).tolist()
    [[-2.25, 2.25, -11.0], [-7.75, -3.25, -11.0]]
    """
    areas, shared = as_list(by), as_list(match)
    _check_tables(table, reference, areas, shared, group)
    rows, beside = with_shares(table, areas), with_shares(reference, shared)
    keys = [*shared, group]
    taken = beside[[*keys, "share", "value", "_code"]].rename(
        columns={name: f"{name}_reference" for name in ("share", "value", "_code")}
    )
    rows = rows.drop(columns=["share_reference", "value_reference"], errors="ignore")
    joined = rows.merge(taken, on=keys, how="left")
    joined.index = table.index
    codes = _area_codes(joined, beside, areas, shared)
    usable = codes == 0
    ours, theirs = joined["share"].where(usable), joined["share_reference"]
    value, value_reference = joined["value"].where(usable), joined["value_reference"]
    found = joined.drop(columns=["_x", "_n", "_gained", "_code", "_code_reference"]).assign(
        share=100 * ours,
        share_reference=100 * theirs,
        value=100 * value,
        value_reference=100 * value_reference,
        rate_part=100 * (ours + theirs) / 2 * (value - value_reference),
        composition_part=100 * (value + value_reference) / 2 * (ours - theirs),
        if_at_reference=100 * ours * (value_reference - value),
    )
    moved = 100 * (ours * value - theirs * value_reference)
    found["gap"] = moved.groupby([found[k] for k in areas], dropna=False).transform(
        "sum", min_count=1
    )
    return with_notes(found, codes)


def if_as_others(
    table: pd.DataFrame,
    *,
    by: str | Sequence[str],
    disadvantaged: str,
    others: str,
    benchmark: str | float,
    polarity: str,
    group: str = "group",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What each area's value would be if disadvantaged children did as well as others there.

    Parameters
    ----------
    table
        As in `gap_parts`: every group of an area, so that they add up to everyone.
    disadvantaged, others
        The two groups that are set beside each other. Further groups stay as they are.
    benchmark
        The value whose gap is to be closed, in per cent: a number, or a column that says the
        same in every row of an area.
    polarity
        "high_is_good" or "low_is_good": which way a gap is to be closed.

    Returns
    -------
    pd.DataFrame
        One row an area: ``value`` of everyone, ``disadvantaged_share`` (per cent of everyone),
        ``points`` (how far the value would move) with ``lower_ci, upper_ci``, ``value_if``,
        ``benchmark, gap`` (value minus benchmark), ``share_of_gap`` (per cent of the gap that
        would close; over 100 where it would more than close, below 0 where it would widen) and
        ``value_note, note``. An area that is not on the bad side of its benchmark has no share
        and a note.

    Raises
    ------
    TableError
        If a column is missing, an area has a group twice, or the polarity is not one of the two.

    Notes
    -----
    The population attributable risk of the field (Rockhill B, Newman B, Weinberg C, Am J Public
    Health 1998;88:15-19), in points: the group's share times the gap within the area. The limits
    are Newcombe's of that gap times the share, which is taken as fixed. Not causal: the other
    children's rate is what others have, not what disadvantaged children would have without
    their disadvantage.

    Examples
    --------
    >>> area = pd.DataFrame({"area": "A", "group": ["fsm", "other"],
    ...     "numerator": [40, 180], "denominator": [100, 300]})
    >>> found = if_as_others(area, by="area", disadvantaged="fsm", others="other",
    ...     benchmark=66, polarity="high_is_good")
    >>> found[["value", "points", "value_if", "share_of_gap"]].round(2).values.tolist()
    [[55.0, 5.0, 60.0, 45.45]]
    """
    if polarity not in ("high_is_good", "low_is_good"):
        raise TableError(
            f'if_as_others cannot close a gap of polarity "{polarity}": it may be high_is_good '
            "or low_is_good."
        )
    areas = as_list(by)
    named = [benchmark] if isinstance(benchmark, str) else []
    need_columns(table, [*areas, group, *_OF_GROUP, *named], of="if_as_others")
    need_unique(table, [*areas, group], of="if_as_others")
    rows = with_shares(table, areas)
    rows["_benchmark"] = table[benchmark] if named else float(benchmark)
    grouped = rows.groupby(areas, sort=True, dropna=False, observed=True)
    whole = grouped.agg(
        value=("_gained", "sum"), benchmark=("_benchmark", "first"), _code=("_code", "max")
    )
    first, second = (
        rows[rows[group] == name].set_index(areas)[["_x", "_n", "share"]].reindex(whole.index)
        for name in (disadvantaged, others)
    )
    lacking = first["share"].isna() | second["share"].isna()
    codes = np.where(
        whole["_code"] > 0,
        whole["_code"],
        first_reason((lacking.to_numpy(), "a group is missing")),
    )
    usable = codes == 0
    apart = difference_of_proportions(
        second["_x"], second["_n"], first["_x"], first["_n"], confidence=confidence
    ).set_index(whole.index)
    moved = apart.mul(first["share"].where(usable), axis=0)
    value = (100 * whole["value"]).where(usable)
    gap = value - whole["benchmark"].astype(float)
    behind = gap < 0 if polarity == "high_is_good" else gap > 0
    found = pd.DataFrame(
        {
            "value": value,
            "disadvantaged_share": 100 * first["share"].where(usable),
            "points": moved["difference"],
            "lower_ci": moved["lower_ci"],
            "upper_ci": moved["upper_ci"],
            "value_if": value + moved["difference"],
            "benchmark": whole["benchmark"],
            "gap": gap,
            "share_of_gap": (-100 * moved["difference"] / gap).where(behind),
        }
    ).reset_index()
    level = first_reason(((gap.notna() & ~behind).to_numpy(), "there is no gap to close"))
    return with_notes(found, np.where(codes > 0, codes, level).astype(np.int8))


def _check_tables(
    table: pd.DataFrame,
    reference: pd.DataFrame,
    areas: list[str],
    shared: list[str],
    group: str,
) -> None:
    need_columns(table, [*areas, group, *_OF_GROUP], of="gap_parts")
    need_columns(reference, [*shared, group, *_OF_GROUP], of="the reference of gap_parts")
    for name in shared:
        if name not in areas:
            raise TableError(f'gap_parts matches on "{name}", which does not name an area in by.')
    need_unique(table, [*areas, group], of="gap_parts")
    need_unique(reference, [*shared, group], of="the reference of gap_parts")


def _area_codes(
    joined: pd.DataFrame, beside: pd.DataFrame, areas: list[str], shared: list[str]
) -> np.ndarray:
    """Why an area has no parts, in each of its rows."""
    expected = np.full(len(joined), len(beside))
    if shared:
        sizes = beside.groupby(shared).size().rename("_groups").reset_index()
        expected = joined[shared].merge(sizes, on=shared, how="left")["_groups"].to_numpy()
    theirs = joined["_code_reference"]
    joined = joined.assign(_code=np.maximum(joined["_code"], theirs.fillna(0)), _lack=theirs.isna())
    grouped = joined.groupby(areas, dropna=False)
    lacking = grouped["_lack"].transform("max") | (grouped["_code"].transform("size") != expected)
    worst = grouped["_code"].transform("max").to_numpy().astype(np.int8)
    return np.where(worst > 0, worst, first_reason((lacking.to_numpy(), "a group is missing")))
