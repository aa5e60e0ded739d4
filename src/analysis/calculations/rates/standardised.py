"""Directly standardised rates: what an area would have if its ages were the standard's."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.calculations.areas import Areas, areas_of, incomplete, matched
from analysis.calculations.rates.poisson import EXACT_BELOW, poisson_limits
from analysis.calculations.shape import (
    Confidence,
    as_list,
    constant,
    coverages,
    first_reason,
    limit_names,
    need_columns,
    need_positive,
    need_unique,
    numbers,
    with_notes,
)
from analysis.errors import TableError

_OF = "directly_standardised_rates"
_STANDARD = "standard_population"


def directly_standardised_rates(
    table: pd.DataFrame,
    *,
    standard: str | pd.DataFrame,
    by: str | Sequence[str] | None = None,
    band: str | Sequence[str] | None = None,
    event_frequency: str | None = None,
    numerator: str = "numerator",
    denominator: str = "denominator",
    confidence: Confidence = 0.95,
    multiplier: float = 100_000,
) -> pd.DataFrame:
    """Directly standardised rates with Dobson's limits.

    Parameters
    ----------
    table
        One row an area and band (usually of age, or of age and sex): events in `numerator`,
        population in `denominator`.
    standard
        The standard population: a column of `table`, or a table with the columns of `band` and
        ``standard_population``, such as `rates.standard_populations.EUROPEAN_2013`. It is matched
        by the band's name, never by its place.
    by
        Columns that name an area. Without it all rows are one area.
    band
        Columns that name a band. Needed with a standard table and with `event_frequency`. Where
        it is given, an area that lacks a band of the standard (or of the other areas) has no
        rate.
    event_frequency
        Where one person may have several events: the column that holds how many each person
        had. `numerator` then counts people, one row an area, band and frequency, and the
        population of a band stands in each of its rows.
    confidence
        Coverage between 0 and 1, or several at once.

    Returns
    -------
    pd.DataFrame
        One row an area: `numerator` (events in all), `denominator`, ``value, lower_ci,
        upper_ci`` for each `multiplier` of population, ``statistic, method, value_note, note``.
        Below 10 events the rate is not given. A figure that is missing or impossible in any band
        leaves its area without a rate.

    Raises
    ------
    TableError
        If a column is missing, a band stands twice in an area, a band is not in the standard, or
        an option cannot be used.

    Notes
    -----
    Dobson AJ, Kuulasmaa K, Eberle E, Scherer J. Stat Med 1991;10:457-62. For events that are not
    independent the variance is the sum over frequencies of its square times the variance of the
    people with it. Not given below 10 events: Morris JK et al., Popul Health Metr
    2018, doi 10.1186/s12963-018-0177-1.

    Unlike PHEindicatormethods, a missing count is not counted as 0 (a suppressed count is not
    zero), a lower limit is never below 0, and a frequency that a band lacks does not shrink the
    standard population.

    Examples
    --------
    >>> areas = pd.DataFrame(
    ...     {
    ...         "numerator": [10, 30],
    ...         "denominator": [1_000, 1_000],
    ...         "standard_population": [3_000, 1_000],
    ...     }
    ... )
    >>> rates = directly_standardised_rates(
    ...     areas, standard="standard_population", multiplier=1_000
    ... )
    >>> rates[["value", "lower_ci", "upper_ci"]].round(2).values.tolist()
    [[15.0, 10.05, 21.27]]
    """
    keys, bands = as_list(by), as_list(band)
    need_positive(multiplier, "multiplier", of=_OF)
    frequency = as_list(event_frequency)
    need_columns(table, [*keys, *bands, *frequency, numerator, denominator], of=_OF)
    if (frequency or isinstance(standard, pd.DataFrame)) and not bands:
        raise TableError(f"{_OF} needs to know the bands: name their column with band=.")
    if bands:
        need_unique(table, [*keys, *bands, *frequency], of=_OF)
    areas = areas_of(table, keys)
    weight, weight_wrong, bands_in_all = _weights(table, standard, bands)
    x, x_wrong = numbers(table[numerator])
    n, n_wrong = numbers(table[denominator])
    events_each, each_wrong = (
        numbers(table[event_frequency]) if frequency else (np.ones(len(x)), np.zeros(len(x)))
    )
    once = ~table.duplicated([*keys, *bands]).to_numpy() if frequency else np.full(len(x), True)
    wrong = np.max([x_wrong, n_wrong, weight_wrong, each_wrong], axis=0).astype(np.int8)
    below = (x < 0) | (n < 0) | (weight < 0) | (events_each < 0)
    wrong = np.where(wrong == 0, first_reason((below, "a figure is below 0")), wrong)
    wrong = np.where(wrong == 0, first_reason((n == 0, "the denominator is 0")), wrong)
    codes = areas.worst(wrong)
    if frequency:
        differ = _differ_within_band(table, [*keys, *bands], n, weight)
        codes = np.maximum(codes, areas.worst(first_reason((differ, "a band has two populations"))))
    if bands:
        codes = np.where(codes == 0, incomplete(areas, once, bands_in_all), codes)
    return _dobson(areas, codes, x, n, weight, events_each, once).pipe(
        _presented, numerator, denominator, confidence, multiplier
    )


def _weights(
    table: pd.DataFrame, standard: str | pd.DataFrame, bands: list[str]
) -> tuple[np.ndarray, np.ndarray, int]:
    """Each row's standard population, what is wrong with it, and how many bands there are."""
    if isinstance(standard, str):
        need_columns(table, [standard], of=_OF)
        found, wrong = numbers(table[standard])
        return found, wrong, len(table[bands].drop_duplicates()) if bands else 0
    need_columns(standard, [*bands, _STANDARD], of=f"{_OF}'s standard")
    need_unique(standard, bands, of=f"{_OF}'s standard")
    merged = matched(table[bands], standard[[*bands, _STANDARD]], bands, of=_OF, to="the standard")
    found, wrong = numbers(merged[_STANDARD])
    return found, wrong, len(standard)


def _differ_within_band(
    table: pd.DataFrame, keys: list[str], n: np.ndarray, weight: np.ndarray
) -> np.ndarray:
    """Rows of a band whose population, or standard population, is not the same in all."""
    frame = table[keys].assign(_n=n, _weight=weight)
    groups = frame.groupby(keys, sort=False, dropna=False, observed=True)[["_n", "_weight"]]
    first = groups.transform("first")
    return ((frame["_n"] != first["_n"]) | (frame["_weight"] != first["_weight"])).to_numpy()


def _dobson(
    areas: Areas,
    codes: np.ndarray,
    x: np.ndarray,
    n: np.ndarray,
    weight: np.ndarray,
    events_each: np.ndarray,
    once: np.ndarray,
) -> pd.DataFrame:
    """Events, population, rate and its standard error of each area, with its reason code."""
    share = np.divide(weight, n, out=np.full(len(n), np.nan), where=n > 0)
    whole = areas.add(np.where(once, weight, 0.0))
    nobody = (codes == 0) & (whole == 0)
    codes = np.where(nobody, first_reason((nobody, "the denominator is 0")), codes)
    events = areas.add(events_each * x)
    few = (codes == 0) & (events < EXACT_BELOW)
    codes = np.where(few, first_reason((few, "fewer than 10 events")), codes)
    counted = (codes == 0) | few
    whole = np.where(codes == 0, whole, np.nan)
    return areas.table.assign(
        _events=np.where(counted, events, np.nan),
        _population=np.where(counted, areas.add(np.where(once, n, 0.0)), np.nan),
        _rate=areas.add(share * events_each * x) / whole,
        _spread=np.sqrt(areas.add(share**2 * events_each**2 * x)) / whole,
        _code=codes,
    )


def _presented(
    found: pd.DataFrame,
    numerator: str,
    denominator: str,
    confidence: Confidence,
    multiplier: float,
) -> pd.DataFrame:
    events, rate = found["_events"].to_numpy(), found["_rate"].to_numpy()
    limits = {}
    for level, ends in zip(coverages(confidence), limit_names(confidence), strict=True):
        for end, limit in zip(ends, poisson_limits(events, confidence=level), strict=True):
            reach = found["_spread"].to_numpy() / np.sqrt(np.where(events > 0, events, np.nan))
            limits[end] = np.maximum(rate + reach * (limit - events), 0) * multiplier
    rows = found.drop(columns=["_events", "_population", "_rate", "_spread", "_code"])
    return with_notes(
        rows.assign(
            **{numerator: events, denominator: found["_population"].to_numpy()},
            value=rate * multiplier,
            **limits,
            statistic=constant(f"directly standardised rate per {multiplier:,g}", len(rows)),
            method=constant("Dobson", len(rows)),
        ),
        found["_code"].to_numpy(dtype=np.int8),
    )
