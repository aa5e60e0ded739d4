"""A table of areas and quantiles as arrays, one row an area and one column a quantile."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.calculations.groups import group_codes
from analysis.calculations.inequality.ordered_quantiles import quantile_places
from analysis.calculations.shape import as_list, first_reason, need_columns, numbers
from analysis.errors import TableError

FIRST_QUANTILES = ("most_deprived", "least_deprived")


@dataclass(frozen=True)
class QuantileTable:
    """Figures of every area in order of deprivation, the most deprived quantile first.

    ``codes`` says why an area can have no index, ``error_codes`` why it can have no limits.
    """

    areas: pd.DataFrame
    population: np.ndarray
    value: np.ndarray
    errors: tuple[np.ndarray, ...]
    codes: np.ndarray
    error_codes: np.ndarray


def quantile_table(
    table: pd.DataFrame,
    *,
    by: str | Sequence[str] | None,
    quantile: str,
    population: str,
    value: str,
    errors: Sequence[str],
    quantile_1: str,
    of: str,
) -> QuantileTable:
    """Read the columns named, put each row in its place, and say what is wrong with which area.

    Raises
    ------
    TableError
        If a column is missing, `quantile_1` is not one of `FIRST_QUANTILES`, or an area has a
        quantile twice or one that cannot be put in order.
    """
    if quantile_1 not in FIRST_QUANTILES:
        raise TableError(
            f'{of} does not know the end "{quantile_1}": quantile 1 is "most_deprived", as is the '
            'custom for deciles of deprivation, or "least_deprived".'
        )
    keys = as_list(by)
    need_columns(table, [*keys, quantile, population, value, *errors], of=of)
    places, count = quantile_places(table[quantile], of=of)
    if quantile_1 == "least_deprived":
        places = np.where(places < 0, -1, count - 1 - places)
    area_of, areas = group_codes(table, keys)
    _refuse_repeats(table, keys, quantile, area_of * count + places, places, of)
    shape = (len(areas), count)
    held = np.zeros(shape, dtype=bool)
    known = places >= 0
    held[area_of[known], places[known]] = True
    lacking = ~held.all(axis=1)
    lacking[area_of[~known]] = True

    def spread(name: str) -> tuple[np.ndarray, np.ndarray]:
        found, wrong = numbers(table[name])
        values, codes = np.full(shape, np.nan), np.zeros(shape, dtype=np.int8)
        values[area_of[known], places[known]] = found[known]
        codes[area_of[known], places[known]] = wrong[known]
        return values, codes.max(axis=1)

    people, people_codes = spread(population)
    values, value_codes = spread(value)
    spreads = [spread(name) for name in errors]
    counted = first_reason(
        (lacking, "a quantile is missing"),
        ((people < 0).any(axis=1), "a figure is below 0"),
        ((people == 0).any(axis=1), "a population is 0"),
    )
    codes = np.where(counted > 0, counted, np.maximum(people_codes, value_codes))
    return QuantileTable(
        areas=areas,
        population=np.where((codes == 0)[:, None], people, np.nan),
        value=values,
        errors=tuple(found for found, _ in spreads),
        codes=codes,
        error_codes=np.max([code for _, code in spreads], axis=0),
    )


def _refuse_repeats(
    table: pd.DataFrame,
    keys: list[str],
    quantile: str,
    cells: np.ndarray,
    places: np.ndarray,
    of: str,
) -> None:
    repeated = pd.Series(cells).duplicated().to_numpy() & (places >= 0)
    if repeated.any():
        row = table.iloc[int(np.flatnonzero(repeated)[0])]
        stands = ", ".join(f"{name} {row[name]}" for name in [*keys, quantile])
        raise TableError(
            f"{of} needs one row for each {' + '.join([*keys, quantile])}: {stands} stands twice."
        )
