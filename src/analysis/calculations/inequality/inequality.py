"""Slope and relative index of inequality across deciles of deprivation."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.calculations.inequality.inequality_indices import (
    SCALES,
    by_formula,
    by_simulation,
    by_turning,
    to_scale,
)
from analysis.calculations.inequality.quantile_table import QuantileTable, quantile_table
from analysis.calculations.inequality.slope_lines import fitted_line
from analysis.calculations.shape import (
    Confidence,
    constant,
    coverages,
    first_reason,
    with_notes,
    z_score,
)
from analysis.errors import TableError

FEWEST_DRAWS = 1_000


def slope_index(
    table: pd.DataFrame,
    *,
    quantile_1: str,
    by: str | Sequence[str] | None = None,
    quantile: str = "quantile",
    population: str = "population",
    value: str = "value",
    lower_ci: str = "lower_ci",
    upper_ci: str = "upper_ci",
    standard_error: str | None = None,
    scale: str = "natural",
    error_scale: str | None = None,
    out_of: float | None = None,
    multiplier: float = 1,
    confidence: Confidence = 0.95,
    limits_confidence: float = 0.95,
    draws: int = 100_000,
    seed: int = 1,
) -> pd.DataFrame:
    """Slope index and relative index of inequality, with limits, for every area of a table.

    The slope index is the height of a straight line at the least deprived end minus its height at
    the most deprived end; the relative index is the first over the second. Rank 0 is always the
    most deprived end. Positive: the less deprived have more of it, which is good or bad as the
    indicator is.

    Parameters
    ----------
    table
        One row an area and quantile: `quantile` (whole numbers, numbers as text, or an ordered
        categorical), `population` above 0, `value` and its limits or its standard error.
    quantile_1
        Which end the first quantile is: "most_deprived", as is the custom for deciles of
        deprivation, or "least_deprived". There is no default: it sets the sign.
    by
        Columns that name the areas. Without it the table is one area.
    standard_error
        A column of standard errors, on the `error_scale`. Without it they follow from
        `lower_ci` and `upper_ci`, whose own coverage is `limits_confidence`.
    scale
        Scale on which the line is straight: "natural", "log" or "logit".
    error_scale
        Scale on which the values' errors are normal: that of the line unless said otherwise. A
        line on the natural scale may have errors on any of the three: log suits rates, logit
        proportions.
    out_of
        What a value of everyone would be: 1 for shares, 100 for per cent. Needed for logit.
    multiplier
        The slope index is multiplied by it. Below 0, for an indicator where low is good, it also
        turns the relative index over.
    draws, seed
        Of the simulation, where there is one. The same seed gives the same limits, whatever the
        order of the rows and whichever other areas are in the table.

    Returns
    -------
    pd.DataFrame
        One row an area, in order of its keys: ``quantiles, population, slope_index,
        slope_lower_ci, slope_upper_ci, relative_index, relative_lower_ci, relative_upper_ci,
        intercept`` (the line at the most deprived end, times the multiplier without its sign),
        ``simulation_error`` (standard error of the slope's worse limit; missing without a
        simulation), ``statistic, method, value_note, note``. Several levels give
        ``slope_lower_ci_95, ...``. An area that lacks a quantile, or has a value or population
        that cannot be used, has no index and a note; one whose errors cannot be used, such as a
        limit of 0 on a log scale, has an index without limits and a note.

    Raises
    ------
    TableError
        If a column is missing, a quantile cannot be put in order or stands twice in an area,
        there are fewer than 5 or more than 100 quantiles, or an option is not known.

    Notes
    -----
    Low A, Low A. J Public Health 2004;26:388-95; Pamuk ER. Popul Stud 1985;39:17-31. The line is
    fitted by least squares weighted by population, on the middle of each quantile's stretch of the
    population. The limits allow for the error of the values and for nothing else: not for a line
    that does not fit. Where line and errors share a scale they have a closed form: on the natural
    scale normal limits of the slope, and Fieller's of the relative index; on log and logit scales
    the limits of the slope turn the line about its middle. Where a natural line has errors on
    another scale they are simulated.

    A line is straight or it is not: look at the values. Deciles of areas hide differences within
    them, and deciles of two different rankings are two different things.

    Examples
    --------
    >>> deciles = pd.DataFrame({"quantile": range(1, 11), "population": 100,
    ...     "value": [60, 62, 63, 66, 68, 68, 71, 73, 74, 77], "standard_error": 1.0})
    >>> found = slope_index(deciles, quantile_1="most_deprived", standard_error="standard_error")
    >>> found[["slope_index", "slope_lower_ci", "slope_upper_ci"]].round(2).values.tolist()
    [[18.3, 16.15, 20.46]]
    """
    error_scale = error_scale or scale
    _check_options(scale, error_scale, out_of, multiplier, draws)
    levels = coverages(confidence)
    whole = 1.0 if out_of is None else float(out_of)
    found = quantile_table(
        table,
        by=by,
        quantile=quantile,
        population=population,
        value=value,
        errors=(standard_error,) if standard_error else (lower_ci, upper_ci),
        quantile_1=quantile_1,
        of="slope_index",
    )
    values = to_scale(found.value / whole, scale)
    errors, error_codes = _errors(found, error_scale, whole, limits_confidence)
    off = ~np.isfinite(values).all(axis=1) & (found.codes == 0)
    codes = np.where(off, first_reason((off, "a value is off the log or logit scale")), found.codes)
    line = fitted_line(np.where((codes == 0)[:, None], values, np.nan), found.population)
    errors = np.where((error_codes == 0)[:, None], errors, np.nan)
    if scale != error_scale:
        drawn = (values, errors, error_scale == "logit")
        indices = by_simulation(line, *drawn, levels=levels, draws=draws, seed=seed)
    elif scale == "natural":
        indices = by_formula(line, errors, levels)
    else:
        indices = by_turning(line, errors, levels, scale)
    notes = np.where(codes > 0, codes, np.where(error_codes > 0, error_codes, indices.ratio_codes))
    columns = indices.columns(multiplier, whole, confidence)
    kind = "closed form" if scale == error_scale else f"simulation of {draws:,} draws"
    rows = found.areas.assign(
        quantiles=found.value.shape[1],
        population=found.population.sum(axis=1),
        **columns,
        statistic=constant("least deprived end and most deprived end of the line", len(codes)),
        method=constant(f"{scale} line, {error_scale} errors, {kind}", len(codes)),
    )
    return with_notes(rows, notes.astype(np.int8))


def _errors(
    found: QuantileTable, scale: str, whole: float, limits_confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """Standard errors on the errors' scale, and why an area's cannot be used."""
    (level,) = coverages(limits_confidence)
    if len(found.errors) == 1:
        errors = found.errors[0] / whole if scale == "natural" else found.errors[0]
        off, wrong_side = np.zeros_like(errors, dtype=bool), "a figure is below 0"
    else:
        low, high = (to_scale(limit / whole, scale) for limit in found.errors)
        errors = (high - low) / (2 * z_score(level))
        off, wrong_side = (
            ~np.isfinite(low) | ~np.isfinite(high),
            "the lower limit is above the upper",
        )
    off |= ~np.isfinite(to_scale(found.value / whole, scale))
    codes = first_reason(
        ((errors < 0).any(axis=1), wrong_side),
        (off.any(axis=1), "a limit is off the log or logit scale"),
    )
    return errors, np.where(found.error_codes > 0, found.error_codes, codes)


def _check_options(
    scale: str, error_scale: str, out_of: float | None, multiplier: float, draws: int
) -> None:
    for name, chosen in (("scale", scale), ("error_scale", error_scale)):
        if chosen not in SCALES:
            raise TableError(
                f'slope_index does not know the {name} "{chosen}": it may be {", ".join(SCALES)}.'
            )
    if scale not in ("natural", error_scale):
        raise TableError(
            f"slope_index has no limits for a line on the {scale} scale with errors on the "
            f"{error_scale} scale: leave out error_scale, or put the line on the natural scale."
        )
    if "logit" in (scale, error_scale) and out_of is None:
        raise TableError(
            "slope_index needs out_of for the logit scale: 1 where values are shares, 100 where "
            "they are per cent."
        )
    if out_of is not None and not out_of > 0:
        raise TableError(f"slope_index cannot use out_of {out_of!r}: write 1 or 100.")
    if not np.isfinite(multiplier) or multiplier == 0:
        raise TableError(
            f"slope_index cannot multiply by {multiplier!r}: write a number that is not 0."
        )
    if scale != error_scale and draws < FEWEST_DRAWS:
        raise TableError(
            f"slope_index cannot simulate limits from {draws:,} draws: it takes {FEWEST_DRAWS:,} "
            "or more."
        )
