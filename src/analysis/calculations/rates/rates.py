"""Proportions, crude rates and means, with their intervals."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import t as student

from analysis.calculations.rates.counts import usable_counts
from analysis.calculations.rates.poisson import poisson_limits, poisson_methods
from analysis.calculations.shape import (
    Confidence,
    as_list,
    constant,
    coverages,
    first_reason,
    limit_names,
    need_columns,
    need_positive,
    numbers,
    with_notes,
    z_score,
)


def wilson_limits(
    numerator: ArrayLike, denominator: ArrayLike, *, confidence: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Wilson score limits of a proportion, as Fingertips uses them.

    Parameters
    ----------
    numerator, denominator
        Counts of the same shape. A pair with a missing count, a denominator of 0 or a
        numerator outside 0 to the denominator has missing limits: one bad row harms no other.
    confidence
        Coverage, between 0 and 1.

    Returns
    -------
    tuple of np.ndarray
        Lower and upper limits in per cent, never outside 0 to 100. Nothing is rounded.

    Notes
    -----
    Wilson EB, J Am Stat Assoc 1927;22:209-12; Newcombe and Altman in Altman et al., Statistics
    with Confidence, 2nd ed., BMJ Books 2000, pp. 46-48. The limits describe chance variation
    in a count as if it were one draw from many; a complete count of children is read the same
    way by custom in the field.

    Examples
    --------
    >>> low, high = wilson_limits([81], [263])
    >>> float(low[0].round(2)), float(high[0].round(2))
    (25.53, 36.62)
    """
    (z,) = (z_score(level) for level in coverages(confidence))
    x, n = _floats(numerator), _floats(denominator)
    usable = (n > 0) & (x >= 0) & (x <= n)
    if not usable.all():
        x, n = np.where(usable, x, np.nan), np.where(usable, n, np.nan)
    middle = x + z * z / 2
    spread = z * np.sqrt(z * z / 4 + x * (1 - x / n))
    scale = 100 / (n + z * z)
    # none of the children is no child at all, and all of them are all: exactly, whatever the noise
    lower = np.where(x == 0, 0.0, np.maximum((middle - spread) * scale, 0))
    upper = np.where(x == n, 100.0, np.minimum((middle + spread) * scale, 100))
    return lower, upper


def _floats(values: ArrayLike) -> np.ndarray:
    if isinstance(values, np.ndarray) and values.dtype == float:
        return values
    return np.asarray(pd.array(values, dtype="Float64").to_numpy(dtype=float, na_value=np.nan))


def proportions(
    table: pd.DataFrame,
    *,
    by: str | Sequence[str] | None = None,
    numerator: str = "numerator",
    denominator: str = "denominator",
    confidence: Confidence = 0.95,
    multiplier: float = 100,
) -> pd.DataFrame:
    """Proportions with Wilson's interval.

    Parameters
    ----------
    table
        Counts in the columns named `numerator` and `denominator`; whole numbers or not.
    by
        Columns to add the counts up by first. Without it, each row is its own.
    confidence
        Coverage between 0 and 1, or several at once such as ``(0.95, 0.998)``.
    multiplier
        100 for per cent.

    Returns
    -------
    pd.DataFrame
        The table (or one row a group) with ``value, lower_ci, upper_ci`` in units of
        `multiplier`, ``statistic, method, value_note, note``. With several levels the limits
        are ``lower_ci_95, upper_ci_95, lower_ci_99_8, ...``. A count that is missing, below 0
        or above its denominator, or a denominator of 0, gives no value and a note.

    Raises
    ------
    TableError
        If a column is missing, a confidence is not between 0 and 1 or the multiplier not above 0.

    Notes
    -----
    As `wilson_limits`.

    Examples
    --------
    >>> counts = pd.DataFrame({"numerator": [65, 0], "denominator": [100, 0]})
    >>> proportions(counts)[["value", "lower_ci", "upper_ci", "note"]].round(1).values.tolist()
    [[65.0, 55.3, 73.6, ''], [nan, nan, nan, 'the denominator is 0']]
    """
    need_positive(multiplier, "multiplier", of="proportions")
    rows, x, n, codes = usable_counts(
        table, by, numerator, denominator, of="proportions", part=True
    )
    limits = {}
    for level, (low, high) in zip(coverages(confidence), limit_names(confidence), strict=True):
        lower, upper = wilson_limits(x, n, confidence=level)
        for name, limit in ((low, lower), (high, upper)):
            limits[name] = limit if multiplier == 100 else limit * (multiplier / 100)
    value = multiplier * (x / n)  # both missing where they cannot be used
    kind = "percentage" if multiplier == 100 else f"proportion of {multiplier:g}"
    return with_notes(
        rows.assign(
            value=value,
            **limits,
            statistic=constant(kind, len(rows)),
            method=constant("Wilson", len(rows)),
        ),
        codes,
    )


def rates(
    table: pd.DataFrame,
    *,
    by: str | Sequence[str] | None = None,
    numerator: str = "numerator",
    denominator: str = "denominator",
    confidence: Confidence = 0.95,
    multiplier: float = 100_000,
) -> pd.DataFrame:
    """Crude rates: events for each `multiplier` of population, with Poisson limits.

    Parameters
    ----------
    table
        Events in `numerator` (from 0, and they may outnumber the population) and population or
        person-years in `denominator` (above 0).
    by, confidence
        As in `proportions`.

    Returns
    -------
    pd.DataFrame
        As `proportions`, with ``method`` "Exact" below 10 events and "Byar's" from 10. Several
        methods may stand in one table: the choice is made row by row.

    Raises
    ------
    TableError
        If a column is missing, a confidence is not between 0 and 1 or the multiplier not above 0.

    Notes
    -----
    As `analysis.calculations.rates.poisson.poisson_limits`.

    Examples
    --------
    >>> deaths = pd.DataFrame({"numerator": [11], "denominator": [3_430]})
    >>> rates(deaths, multiplier=1_000)[["value", "lower_ci", "upper_ci"]].round(2).values.tolist()
    [[3.21, 1.6, 5.74]]
    """
    need_positive(multiplier, "multiplier", of="rates")
    rows, x, n, codes = usable_counts(table, by, numerator, denominator, of="rates", part=False)
    limits = {}
    for level, (low, high) in zip(coverages(confidence), limit_names(confidence), strict=True):
        lower, upper = poisson_limits(x, confidence=level)
        limits |= {low: lower / n * multiplier, high: upper / n * multiplier}
    return with_notes(
        rows.assign(
            value=x / n * multiplier,
            **limits,
            statistic=constant(f"rate per {multiplier:,g}", len(rows)),
            method=poisson_methods(x),
        ),
        codes,
    )


def means(
    table: pd.DataFrame,
    *,
    by: str | Sequence[str] | None = None,
    values: str = "value",
    confidence: Confidence = 0.95,
) -> pd.DataFrame:
    """Means with Student's interval, of all rows or of each group.

    Returns
    -------
    pd.DataFrame
        One row a group (one in all without `by`): ``count, value, standard_deviation,
        lower_ci, upper_ci, statistic, method, value_note, note``. A missing value makes its
        group missing. A group of one has a mean and no limits.

    Raises
    ------
    TableError
        If a column is missing or a confidence is not between 0 and 1.

    Notes
    -----
    Altman et al., Statistics with Confidence, 2nd ed., BMJ Books 2000, pp. 28-30.

    Examples
    --------
    >>> means(pd.DataFrame({"value": [2.0, 4.0, 6.0]}))[["value", "lower_ci"]].round(3).values
    array([[ 4.   , -0.968]])
    """
    keys = as_list(by)
    need_columns(table, [*keys, values], of="means")
    found, wrong = numbers(table[values])
    frame = table[keys].assign(_value=found, _wrong=wrong, _all=0)
    groups = frame.groupby(keys or ["_all"], sort=True, dropna=False, observed=True)
    sums = groups["_value"].agg(["size", "mean", "std"])
    codes = groups["_wrong"].max().to_numpy(dtype=np.int8)
    usable = codes == 0
    count = sums["size"].to_numpy()
    mean = np.where(usable, sums["mean"], np.nan)
    spread = np.where(usable & (count > 1), sums["std"], np.nan)
    limits = {}
    for level, (low, high) in zip(coverages(confidence), limit_names(confidence), strict=True):
        reach = student.ppf((1 + level) / 2, np.maximum(count - 1, 1)) * spread / np.sqrt(count)
        limits |= {low: mean - reach, high: mean + reach}
    rows = sums.index.to_frame(index=False) if keys else pd.DataFrame(index=range(len(count)))
    codes = np.where(
        usable & (count == 1), first_reason((count == 1, "too few points")), codes
    ).astype(np.int8)
    return with_notes(
        rows.assign(
            count=count,
            value=mean,
            standard_deviation=spread,
            **limits,
            statistic=constant("mean", len(count)),
            method=constant("Student's t", len(count)),
        ),
        codes,
    )


def with_intervals(table: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Fill ``lower_ci`` and ``upper_ci`` of percentages that have both counts.

    Limits that the source gives are kept. A percentage without counts keeps none: an interval
    cannot be had from a percentage alone.
    """
    lower, upper = wilson_limits(table["numerator"], table["denominator"], confidence=confidence)
    counted = (table["unit"] == "%") & table["value"].notna()
    lower = pd.Series(lower, index=table.index, dtype="Float64").where(counted)
    upper = pd.Series(upper, index=table.index, dtype="Float64").where(counted)
    return table.assign(
        lower_ci=table["lower_ci"].fillna(lower), upper_ci=table["upper_ci"].fillna(upper)
    )
