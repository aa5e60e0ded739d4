"""What may be asked of a control chart: its values, baseline, target and days to rebase at."""

from collections.abc import Sequence
from numbers import Number

import numpy as np
import pandas as pd

from analysis.calculations.groups import day_column, named
from analysis.calculations.shape import need_columns, numbers
from analysis.errors import TableError


def measured(values: pd.Series, *, of: str) -> np.ndarray:
    """Values as floats, missing where there is none or it is not finite.

    Raises
    ------
    TableError
        If they are text or truth values: a chart of numbers that were read as text is refused.
    """
    numeric = pd.api.types.is_numeric_dtype(values.dtype)
    if pd.api.types.is_bool_dtype(values.dtype) or not numeric:
        for found in values:
            if isinstance(found, bool) or not (isinstance(found, Number) or pd.isna(found)):
                raise TableError(
                    f'{of} needs numbers in the column "{values.name}": {found!r} is not one. Turn '
                    "text into numbers first, and marks such as [c] into missing values."
                )
    return numbers(values)[0]


def baseline_points(baseline: int | None, *, at_least: int) -> int | None:
    """How many points limits are taken from, or None for all.

    Raises
    ------
    TableError
        If it is not a whole number, or fewer than limits can rest on.
    """
    if baseline is None:
        return None
    whole = isinstance(baseline, int | np.integer) and not isinstance(baseline, bool)
    if not whole or baseline < at_least:
        raise TableError(
            f"A baseline of {baseline!r} points cannot be used: write a whole number from "
            f"{at_least}, or None for all points."
        )
    return int(baseline)


def target_of_each(table: pd.DataFrame, target: float | str | None, *, of: str) -> np.ndarray:
    """The target at each row, missing where there is none."""
    if target is None:
        return np.full(len(table), np.nan)
    if isinstance(target, str):
        need_columns(table, [target], of=of)
        return measured(table[target], of=of)
    if isinstance(target, bool) or not isinstance(target, Number) or not np.isfinite(float(target)):
        raise TableError(f"A target of {target!r} cannot be used: write a number, or a column.")
    return np.full(len(table), float(target))


def rebased(
    rebase: object | None,
    days: np.ndarray,
    codes: np.ndarray,
    groups: pd.DataFrame,
    *,
    keys: Sequence[str],
    date: str,
) -> np.ndarray:
    """Whether a new segment begins at each row.

    Raises
    ------
    TableError
        If a series has no point on a day that it is to be rebased at, naming both.
    """
    if rebase is None:
        return np.zeros(len(days), dtype=bool)
    wanted = _wanted(rebase, groups, keys, date)
    have = pd.MultiIndex.from_arrays([codes, days])
    asked = pd.MultiIndex.from_arrays([wanted["_group"], wanted[date]])
    absent = ~asked.isin(have)
    if absent.any():
        first = wanted[absent].iloc[0]
        whose = named(groups, int(first["_group"]))
        raise TableError(
            f"control_charts cannot rebase {whose} at {first[date]:%Y-%m-%d}: it has no point on "
            "that day. Name a day of the data; for days that differ between series, give a table "
            f"of {', '.join([*keys, date])}."
        )
    return have.isin(asked)


def _wanted(rebase: object, groups: pd.DataFrame, keys: Sequence[str], date: str) -> pd.DataFrame:
    """Number of a series and day, one row for each new segment."""
    numbered = groups.assign(_group=np.arange(len(groups)))
    if not isinstance(rebase, pd.DataFrame):
        listed = [rebase] if pd.api.types.is_scalar(rebase) else list(rebase)
        try:
            asked = pd.DataFrame({date: pd.to_datetime(pd.Series(listed, dtype=object))})
        except (ValueError, TypeError) as error:
            raise TableError(
                f"control_charts cannot read the days to rebase at, {listed}: write each as a date "
                "such as 2025-04-01."
            ) from error
        return numbered.merge(asked, how="cross")
    need_columns(rebase, [*keys, date], of="The table of days to rebase at")
    asked = rebase[[*keys, date]].assign(
        **{date: day_column(rebase, date, of="The table of days to rebase at")}
    )
    if not keys:
        return numbered.merge(asked, how="cross")
    found = asked.merge(numbered, on=list(keys), how="left")
    unknown = found["_group"].isna()
    if unknown.any():
        whose = named(found[unknown][list(keys)], 0)
        raise TableError(f"control_charts cannot rebase {whose}: the data hold no such series.")
    return found
