"""Protect small counts in a table before anything is calculated, worded or drawn from it."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.calculations.disclosure.disclosure_cells import (
    KEY,
    Cells,
    Total,
    cells_of,
    counts_alone,
    denominators,
    named,
    numerators,
)
from analysis.calculations.disclosure.disclosure_policies import Policy, policy_of
from analysis.calculations.disclosure.disclosure_primary import by_policy, completed, small_cells
from analysis.calculations.disclosure.disclosure_secondary import hidden_cells
from analysis.calculations.rates.rates import wilson_limits
from analysis.errors import TableError

_PER = {"%": 100.0, "per 1,000": 1000.0}
_GIVES_BACK = ["value", "lower_ci", "upper_ci", "bound_value"]


def protect(
    table: pd.DataFrame,
    policies: Mapping[str, str],
    totals: Sequence[Total] = (),
    *,
    earlier: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The table as it may be published: small counts hidden or rounded, and none to be worked out.

    Everything shown is to be made from the result: figures, sentences, charts, downloads.

    Parameters
    ----------
    table
        Rows of observations with their true counts, each key once under a policy that protects.
        All that will be published together belongs in one table: rows of other areas, groups,
        periods and reports too, or nobody can see that they give a count away.
    policies
        The name of each indicator's policy: ``disclosure_policy`` of the table of indicators.
    totals
        How rows add up.
    earlier
        What readers have already: the result of an earlier call, under the same policies.

    Returns
    -------
    pd.DataFrame
        The same rows and columns in the same order. Where a numerator is hidden, so are the value,
        the limits and any bound, and the row is marked ``c``; where the denominator is hidden, the
        numerator is too. Totals are those given, never sums of what is shown.

    Raises
    ------
    TableError
        If a policy is not known, a percentage or rate lacks a count, a key repeats, parts do not
        add up, or ``earlier`` hides a row that the table does not hold.
    DisclosureError
        If a small count cannot be protected, since it is known already.

    Examples
    --------
    Of 23 children 20 had the outcome. The 3 who had not are as few as any.

    >>> row = dict(indicator="a", area_code="E05000001", period="2025", group_type="all")
    >>> row |= dict(group="all", numerator=20, denominator=23, value=87.0, unit="%")
    >>> row |= dict(bound="", bound_value=None, lower_ci=None, upper_ci=None, value_note="")
    >>> shown = protect(pd.DataFrame([row]), {"a": "suppress_under_5_secondary"})
    >>> shown[["numerator", "denominator", "value", "value_note"]].values.tolist()
    [[<NA>, 23, <NA>, 'c']]
    """
    out = table.copy()
    for column in ("numerator", "denominator"):
        out[column] = out[column].astype("Int64")
    for column in _GIVES_BACK:
        out[column] = out[column].astype("Float64")
    for policy, places in by_policy(table, policies):
        rows = out.iloc[places]
        _check_counted(rows, policy)
        known = np.zeros((2, len(rows)), dtype=bool)
        if earlier is not None:
            known = _known_already(
                rows, earlier[earlier["indicator"].isin(rows["indicator"])], policy
            )
        safe = _as_shown(rows, _hidden(rows, policy, totals, known), policy)
        for column in [*_GIVES_BACK, "numerator", "denominator", "bound", "value_note"]:
            out.iloc[places, out.columns.get_loc(column)] = safe[column].array
    return out


def _check_counted(rows: pd.DataFrame, policy: Policy) -> None:
    """Refuse what cannot be tested: a rate without its counts, a bare count with a denominator."""
    valued = rows["value"].notna() | rows["bound_value"].notna()
    uncounted = rows["numerator"].isna() | rows["denominator"].isna()
    for _, row in rows[valued & uncounted & rows["unit"].isin(list(_PER))].iterrows():
        raise TableError(
            f"{named(row)} has a value and lacks a numerator or denominator: the policy "
            f"{policy.name} tests counts, so it needs both."
        )
    for _, row in rows[counts_alone(rows) & rows["denominator"].notna().to_numpy()].iterrows():
        raise TableError(f"{named(row)} is a count and has a denominator: leave that blank.")


def _known_already(rows: pd.DataFrame, earlier: pd.DataFrame, policy: Policy) -> np.ndarray:
    """Whether readers have the numerator and the denominator of each row, as two lines.

    A count shown earlier that cannot stand for the one held now has been revised: readers do not
    have the new one.
    """
    held = pd.MultiIndex.from_frame(rows[KEY])
    before = earlier.set_index(KEY)
    for key in before.index.difference(held):
        raise TableError(
            f"{', '.join(key)} has been published and the table does not hold it: give its true "
            "counts too, so that what was hidden stays hidden."
        )
    before = before.reindex(held)
    known = []
    for count in (numerators, denominators):
        low, high = policy.bounds_of_shown(count(before))
        now = count(rows)
        known.append((low <= now) & (now <= high))
    return np.array(known)


def _hidden(
    rows: pd.DataFrame, policy: Policy, totals: Sequence[Total], known: np.ndarray
) -> np.ndarray:
    """Whether the numerator and the denominator of each row are hidden, as two lines."""
    cells = completed(cells_of(rows, totals))
    row, kind = cells.about["row"].to_numpy(), cells.about["count"].to_numpy()
    lines = [(row >= 0) & (kind == count) for count in ("numerator", "denominator")]
    fixed, hidden = np.zeros(len(row), dtype=bool), np.zeros(len(row), dtype=bool)
    own = _by_own_rule(cells, policy, len(rows))
    for line, of_rows, hides in zip(lines, known, own, strict=True):
        fixed[line], hidden[line] = of_rows[row[line]], hides[row[line]]
    hidden = hidden_cells(cells, policy, hidden & cells.given, fixed) & cells.given
    out = np.zeros((2, len(rows)), dtype=bool)
    for line, of_rows in zip(lines, out, strict=True):
        of_rows[row[line]] = hidden[line]
    out[0] |= out[1]
    return out


def _by_own_rule(cells: Cells, policy: Policy, rows: int) -> np.ndarray:
    """What is hidden for being small itself, before any other count is hidden to protect it."""
    out = np.zeros((2, rows), dtype=bool)
    if policy.hides:
        small = cells.about[small_cells(cells, policy)]
        small = small[small["row"] >= 0]
        # each hides the numerator: the complement is had from it, the denominator with it
        out[0, small["row"]] = True
        out[1, small["row"][small["count"] == "denominator"]] = True
    return out


def _as_shown(rows: pd.DataFrame, hidden: np.ndarray, policy: Policy) -> pd.DataFrame:
    """Rows with hidden counts, and all that gives them back, taken out, and the rest rounded."""
    shown = rows if policy.base == 1 else _rounded(rows, policy)
    no_numerator, no_denominator = hidden
    marks = [
        f"{note} c".strip() if hide and "c" not in note.split() else note
        for note, hide in zip(rows["value_note"], no_numerator, strict=True)
    ]
    return shown.assign(
        numerator=shown["numerator"].mask(no_numerator),
        denominator=shown["denominator"].mask(no_denominator),
        bound=shown["bound"].mask(no_numerator, ""),
        value_note=marks,
        **{column: shown[column].mask(no_numerator) for column in _GIVES_BACK},
    )


def _rounded(rows: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Rows with rounded counts, and rates and limits made from them."""
    counted, whole = policy.rounded(numerators(rows)), policy.rounded(denominators(rows))
    bare = counts_alone(rows)
    valued = rows["value"].notna()
    rate = np.divide(counted, whole, out=np.full(len(rows), np.nan), where=whole > 0)
    rate = _like(rows, rate) * rows["unit"].map(_PER).astype("Float64")
    limits = wilson_limits(_like(rows, counted), _like(rows, whole))
    return rows.assign(
        numerator=_like(rows, counted).where(rows["numerator"].notna()).astype("Int64"),
        denominator=_like(rows, whole).astype("Int64"),
        value=_like(rows, counted).where(bare, rate).where(valued),
        bound="",
        bound_value=pd.array([pd.NA] * len(rows), dtype="Float64"),
        # only a percentage's limits can be made again from its counts
        **{
            column: _like(rows, limit).where(rows[column].notna() & (rows["unit"] == "%"))
            for column, limit in zip(("lower_ci", "upper_ci"), limits, strict=True)
        },
    )


def _like(rows: pd.DataFrame, numbers: np.ndarray) -> pd.Series:
    return pd.Series(numbers, index=rows.index, dtype="Float64").mask(np.isnan(numbers))


def footer(
    table: pd.DataFrame, published: pd.DataFrame, policies: Mapping[str, str]
) -> pd.DataFrame:
    """What the foot of a page says of each indicator's protection.

    Parameters
    ----------
    table, published
        Rows before and after `protect`, in the same order.
    policies
        The name of each indicator's policy.

    Returns
    -------
    pd.DataFrame
        One row an indicator: ``indicator, policy, version, words``, ``rows``, ``hidden_rows``
        (without a value that they had) and ``hidden_counts`` (numerators and denominators, and
        the values of bare counts). How many of them are small is not said: that helps to guess.
    """
    found = []
    for name, rows in table.groupby("indicator", sort=False):
        policy, shown = policy_of(name, policies), published.loc[rows.index]
        gone = [
            (~np.isnan(count(rows)) & np.isnan(count(shown)))
            for count in (numerators, denominators)
        ]
        found.append(
            {
                "indicator": name,
                "policy": policy.name,
                "version": policy.version,
                "words": policy.words,
                "rows": len(rows),
                "hidden_rows": int((gone[0] | gone[1]).sum()),
                "hidden_counts": int(gone[0].sum() + gone[1].sum()),
            }
        )
    return pd.DataFrame(found)
