"""Indirectly standardised ratios and rates: events against those that a reference would expect."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.calculations.areas import areas_of, incomplete, matched, named
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
    need_unique,
    numbers,
    with_notes,
)
from analysis.errors import TableError

_RATIOS = "indirectly_standardised_ratios"
_RATES = "indirectly_standardised_rates"


def indirectly_standardised_ratios(
    table: pd.DataFrame,
    *,
    reference: pd.DataFrame,
    band: str | Sequence[str],
    by: str | Sequence[str] | None = None,
    observed: pd.DataFrame | None = None,
    numerator: str = "numerator",
    denominator: str = "denominator",
    confidence: Confidence = 0.95,
    multiplier: float = 1,
) -> pd.DataFrame:
    """Events observed over events expected at the reference's rates.

    Parameters
    ----------
    table
        One row an area and band (usually of age): events in `numerator`, population in
        `denominator`.
    reference
        The reference population, usually England: one row a band, with the same three columns.
        It is matched by the band's name, never by its place.
    band
        Columns that name a band in both tables.
    by
        Columns that name an area. Without it all rows are one area.
    observed
        Where events are known for whole areas only: a table of `by` and `numerator`. `table`
        then needs no `numerator`.
    confidence
        Coverage between 0 and 1, or several at once.
    multiplier
        1 for a ratio, 100 for one on which the reference is 100.

    Returns
    -------
    pd.DataFrame
        One row an area: ``observed, expected, value, lower_ci, upper_ci`` (times `multiplier`),
        ``statistic, method, value_note, note``. A figure that is missing or impossible in any
        band, or a band that is missing, leaves its area without a ratio.

    Raises
    ------
    TableError
        If a column is missing, a band stands twice, a band is not in the reference, the
        reference has a figure that cannot be used, or an option cannot be used.

    Notes
    -----
    Limits of the observed count (exact below 10, Byar's from 10) over the expected: Breslow NE,
    Day NE, Statistical Methods in Cancer Research, volume II, IARC 1987, pp. 69-71. Ratios of two
    areas rest on two mixtures of ages and are not to be compared with each other, only each
    with the reference.

    Unlike PHEindicatormethods, the reference is never matched by position, and a missing count or
    population is not counted as 0.

    Examples
    --------
    >>> area = pd.DataFrame(
    ...     {"age_band": ["0-4", "5-9"], "numerator": [12, 9], "denominator": [1_000, 2_000]}
    ... )
    >>> england = area.assign(numerator=[50, 40], denominator=[10_000, 20_000])
    >>> ratios = indirectly_standardised_ratios(area, reference=england, band="age_band")
    >>> ratios[["observed", "expected", "value", "lower_ci"]].round(2).values.tolist()
    [[21.0, 9.0, 2.33, 1.44]]
    """
    found, codes, _ = _expected(
        table, reference, as_list(band), as_list(by), observed, numerator, denominator, of=_RATIOS
    )
    scale = np.ones(len(found))
    kind = "indirectly standardised ratio" + ("" if multiplier == 1 else f" x {multiplier:,g}")
    return _presented(found, codes, scale, kind, confidence, multiplier, of=_RATIOS)


def indirectly_standardised_rates(
    table: pd.DataFrame,
    *,
    reference: pd.DataFrame,
    band: str | Sequence[str],
    by: str | Sequence[str] | None = None,
    observed: pd.DataFrame | None = None,
    numerator: str = "numerator",
    denominator: str = "denominator",
    confidence: Confidence = 0.95,
    multiplier: float = 100_000,
) -> pd.DataFrame:
    """The ratio of `indirectly_standardised_ratios` times the reference's crude rate.

    Parameters
    ----------
    table, reference, band, by, observed, confidence
        As in `indirectly_standardised_ratios`.
    multiplier
        How much population the rate is for.

    Returns
    -------
    pd.DataFrame
        As `indirectly_standardised_ratios`, in events for each `multiplier` of population, with
        ``reference_rate``, the reference's crude rate in the same unit.

    Raises
    ------
    TableError
        As `indirectly_standardised_ratios`.

    Notes
    -----
    As `indirectly_standardised_ratios`.

    Examples
    --------
    >>> area = pd.DataFrame(
    ...     {"age_band": ["0-4", "5-9"], "numerator": [12, 9], "denominator": [1_000, 2_000]}
    ... )
    >>> england = area.assign(numerator=[50, 40], denominator=[10_000, 20_000])
    >>> rates = indirectly_standardised_rates(area, reference=england, band="age_band")
    >>> rates[["value", "reference_rate"]].round(1).values.tolist()
    [[700.0, 300.0]]
    """
    found, codes, crude = _expected(
        table, reference, as_list(band), as_list(by), observed, numerator, denominator, of=_RATES
    )
    scale = np.full(len(found), crude)
    kind = f"indirectly standardised rate per {multiplier:,g}"
    rates = _presented(found, codes, scale, kind, confidence, multiplier, of=_RATES)
    return rates.assign(reference_rate=crude * multiplier)


def _expected(
    table: pd.DataFrame,
    reference: pd.DataFrame,
    bands: list[str],
    keys: list[str],
    observed: pd.DataFrame | None,
    numerator: str,
    denominator: str,
    *,
    of: str,
) -> tuple[pd.DataFrame, np.ndarray, float]:
    """Observed and expected events of each area, reason codes, and the reference's crude rate."""
    counted = [numerator] if observed is None else []
    need_columns(table, [*keys, *bands, *counted, denominator], of=of)
    need_unique(table, [*keys, *bands], of=of)
    rates, crude = _reference_rates(reference, bands, numerator, denominator, of)
    merged = matched(table[bands], rates, bands, of=of, to="the reference")
    areas = areas_of(table, keys)
    n, wrong = numbers(table[denominator])
    wrong = np.where(n < 0, first_reason((n < 0, "a figure is below 0")), wrong)
    if observed is None:
        x, x_wrong = numbers(table[numerator])
        x_wrong = np.where(x < 0, first_reason((x < 0, "a figure is below 0")), x_wrong)
        wrong = np.maximum(wrong, x_wrong)
        events, codes = areas.add(x), areas.worst(wrong)
    else:
        events, events_wrong = _observed(observed, areas.table, keys, numerator, of)
        codes = np.maximum(areas.worst(wrong), events_wrong)
    codes = np.where(codes == 0, incomplete(areas, np.full(len(n), True), len(rates)), codes)
    expected = areas.add(n * merged["_rate"].to_numpy())
    none = (codes == 0) & (expected == 0)
    codes = np.where(none, first_reason((none, "the expected count is 0")), codes)
    usable = codes == 0
    found = areas.table.assign(
        observed=np.where(usable, events, np.nan), expected=np.where(usable, expected, np.nan)
    )
    return found, codes.astype(np.int8), crude


def _reference_rates(
    reference: pd.DataFrame, bands: list[str], numerator: str, denominator: str, of: str
) -> tuple[pd.DataFrame, float]:
    """The reference's rate in each band, and its crude rate."""
    need_columns(reference, [*bands, numerator, denominator], of=f"{of}'s reference")
    need_unique(reference, bands, of=f"{of}'s reference")
    x, _ = numbers(reference[numerator])
    n, _ = numbers(reference[denominator])
    unusable = ~((x >= 0) & (n > 0))
    if unusable.any():
        raise TableError(
            f"{of} cannot use the reference's {named(reference[unusable], bands)}: it needs "
            "events from 0 and a population above 0."
        )
    return reference[bands].assign(_rate=x / n), float(x.sum() / n.sum())


def _observed(
    observed: pd.DataFrame, areas: pd.DataFrame, keys: list[str], numerator: str, of: str
) -> tuple[np.ndarray, np.ndarray]:
    """Each area's events from a table of totals, and what is wrong with them."""
    need_columns(observed, [*keys, numerator], of=f"{of}'s observed table")
    if not keys:
        if len(observed) != 1:
            raise TableError(f"{of} needs one row of observed events: {len(observed)} were given.")
        found, wrong = numbers(observed[numerator])
    else:
        need_unique(observed, keys, of=f"{of}'s observed table")
        matched(observed[keys], areas, keys, of=of, to="the table of populations")
        merged = areas.merge(observed[[*keys, numerator]], on=keys, how="left")
        found, wrong = numbers(merged[numerator])
    return found, np.where(found < 0, first_reason((found < 0, "a figure is below 0")), wrong)


def _presented(
    found: pd.DataFrame,
    codes: np.ndarray,
    scale: np.ndarray,
    kind: str,
    confidence: Confidence,
    multiplier: float,
    *,
    of: str,
) -> pd.DataFrame:
    need_positive(multiplier, "multiplier", of=of)
    count, expected = found["observed"].to_numpy(), found["expected"].to_numpy()
    limits = {}
    for level, ends in zip(coverages(confidence), limit_names(confidence), strict=True):
        for end, limit in zip(ends, poisson_limits(count, confidence=level), strict=True):
            limits[end] = limit / expected * scale * multiplier
    return with_notes(
        found.assign(
            value=count / expected * scale * multiplier,
            **limits,
            statistic=constant(kind, len(found)),
            method=poisson_methods(count),
        ),
        codes,
    )
