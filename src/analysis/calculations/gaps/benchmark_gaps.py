"""Values beside a benchmark that is taken as fixed: points, people, and better or worse."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.calculations.shape import first_reason, need_columns, numbers, with_notes
from analysis.errors import TableError
from analysis.vocabulary import POLARITIES

WORDS = ("not compared", "similar", "better", "worse", "higher", "lower")
_NOT_COMPARED, _SIMILAR, _BETTER, _WORSE, _HIGHER, _LOWER = range(len(WORDS))


def gaps_to_benchmark(
    table: pd.DataFrame,
    *,
    benchmark: str | float,
    polarity: str,
    multiplier: float = 100,
    value: str = "value",
    lower_ci: str = "lower_ci",
    upper_ci: str = "upper_ci",
    denominator: str = "denominator",
) -> pd.DataFrame:
    """How far each value is from a benchmark or target: in its own unit and in people.

    Parameters
    ----------
    table
        One row a value, with its interval and denominator where it has them.
    benchmark
        A column of benchmarks, or one number for every row, in the unit of the values.
    polarity
        A column that holds "high_is_good", "low_is_good" or "none", or one of these words for
        every row. There is no default: it says which side is worse.
    multiplier
        What a value is out of: 100 for per cent, 100,000 for a rate of so many.

    Returns
    -------
    pd.DataFrame
        The table with ``gap`` (value minus benchmark: percentage points for percentages),
        ``gap_lower_ci, gap_upper_ci`` (the value's own limits minus the benchmark),
        ``shortfall`` (the gap signed so that positive is worse; missing without a polarity),
        ``significance`` as `with_significance`, ``people`` and ``value_note, note``. ``people``
        is how many more it takes to be at a benchmark where high is good, and how many fewer
        where low is good; 0 where it is reached, missing without a polarity or a denominator.
        No rounding but that of ``people`` to whole people.

    Raises
    ------
    TableError
        If a column is missing or a polarity is not known.

    Notes
    -----
    The benchmark is taken as fixed: its own uncertainty is left out. The denominator stays as it
    is: the next year's children will be more or fewer.

    Examples
    --------
    >>> gld = pd.DataFrame(
    ...     {"value": [100 * 2263 / 3305], "lower_ci": [66.9], "upper_ci": [70.0],
    ...      "denominator": [3305]}
    ... )
    >>> found = gaps_to_benchmark(gld, benchmark=75.8, polarity="high_is_good")
    >>> found[["gap", "significance", "people"]].round(2).values.tolist()
    [[-7.33, 'worse', 243]]
    """
    compared = with_significance(
        table,
        benchmark=benchmark,
        polarity=polarity,
        value=value,
        lower_ci=lower_ci,
        upper_ci=upper_ci,
    )
    need_columns(table, [denominator], of="gaps_to_benchmark")
    found, wrong = numbers(table[value])
    low, high = numbers(table[lower_ci])[0], numbers(table[upper_ci])[0]
    against, against_wrong = _benchmarks(table, benchmark)
    sign = np.array([-1.0, 1.0, np.nan])[_polarities(table, polarity)]
    gap = found - against
    whole = numbers(table[denominator])[0]
    people = _people(found * whole / multiplier, whole, against, multiplier, sign)
    codes = np.where(wrong > 0, wrong, against_wrong)
    return with_notes(
        compared.assign(
            gap=gap,
            gap_lower_ci=low - against,
            gap_upper_ci=high - against,
            shortfall=gap * sign,
            people=pd.array(np.where(np.isnan(people), np.nan, people), dtype="Float64").astype(
                "Int64"
            ),
        ),
        codes,
    )


def with_significance(
    table: pd.DataFrame,
    *,
    benchmark: str | float,
    polarity: str,
    value: str = "value",
    lower_ci: str = "lower_ci",
    upper_ci: str = "upper_ci",
) -> pd.DataFrame:
    """Better, similar or worse than a benchmark, for every row of a table.

    Parameters
    ----------
    table, benchmark, polarity
        As in `gaps_to_benchmark`.

    Returns
    -------
    pd.DataFrame
        The table with ``significance``: "similar" if the benchmark lies inside the interval,
        ends included; else "better" or "worse" by polarity, "higher" or "lower" where there is
        none; "not compared" without a value, interval or benchmark.

    Raises
    ------
    TableError
        If a column is missing or a polarity is not known: it sets which side is worse, so no
        other word is read as one of them.

    Notes
    -----
    The default comparison of Fingertips (Office for Health Improvement and Disparities, public
    health technical guidance). Similar does not mean the same.

    Examples
    --------
    >>> rows = pd.DataFrame({"value": [68.5, 72.0], "lower_ci": [66.9, 70.5], "upper_ci": [70, 73]})
    >>> with_significance(rows, benchmark=68.3, polarity="high_is_good")["significance"].tolist()
    ['similar', 'better']
    """
    need_columns(table, [value, lower_ci, upper_ci], of="a comparison with a benchmark")
    found, low, high = (numbers(table[name])[0] for name in (value, lower_ci, upper_ci))
    against, _ = _benchmarks(table, benchmark)
    codes = _compare(found, low, high, against, _polarities(table, polarity))
    return table.assign(significance=pd.Categorical.from_codes(codes, categories=list(WORDS)))


def significance(
    value: float, lower_ci: float, upper_ci: float, benchmark: float, polarity: str
) -> str:
    """Better, similar or worse than a benchmark, for one value: as `with_significance`.

    Raises
    ------
    TableError
        If the polarity is not one of "high_is_good", "low_is_good" and "none".

    Examples
    --------
    >>> significance(68.5, 66.9, 70.0, 68.3, "high_is_good")
    'similar'
    """
    row = [np.array([np.nan if pd.isna(n) else float(n)]) for n in (value, lower_ci, upper_ci)]
    against = np.array([np.nan if pd.isna(benchmark) else float(benchmark)])
    return WORDS[_compare(*row, against, np.array([_known(polarity)]))[0]]


def people_to_reach(numerator: float, denominator: float, benchmark: float) -> int | None:
    """How many more people it takes to reach a percentage; 0 if it is reached.

    The smallest whole number that brings numerator over denominator up to the benchmark, the
    denominator staying as it is. None where a count is missing.

    Examples
    --------
    >>> people_to_reach(2263, 3305, 75.8)
    243
    """
    if any(pd.isna(number) for number in (numerator, denominator, benchmark)):
        return None
    return int(people_needed([numerator], [denominator], [benchmark])[0])


def people_needed(
    numerator: ArrayLike, denominator: ArrayLike, benchmark: ArrayLike, *, multiplier: float = 100
) -> np.ndarray:
    """How many more people it takes to reach a benchmark, for arrays of one shape.

    Returns
    -------
    np.ndarray
        Whole numbers from 0 as floats; missing where a count or benchmark is missing.

    Examples
    --------
    >>> people_needed([2263, 917], [3305, 4460], [75.8, 25]).tolist()
    [243.0, 198.0]
    """
    x, n, against = (
        np.asarray(pd.array(column, dtype="Float64").to_numpy(dtype=float, na_value=np.nan))
        for column in (numerator, denominator, benchmark)
    )
    return _people(x, n, against, multiplier, np.full(len(x), -1.0))


def _people(
    x: np.ndarray, n: np.ndarray, against: np.ndarray, multiplier: float, sign: np.ndarray
) -> np.ndarray:
    # freed of binary noise: 75% of 1,000 is 750, and must not be rounded up to 751
    goal, have = np.round(against * n / multiplier, 6), np.round(x, 6)
    more = np.maximum(np.ceil(goal) - have, 0)
    fewer = np.maximum(have - np.floor(goal), 0)
    return np.select([sign < 0, sign > 0], [more, fewer], np.nan)


def _compare(
    value: np.ndarray, low: np.ndarray, high: np.ndarray, against: np.ndarray, polarity: np.ndarray
) -> np.ndarray:
    above = value > against
    high_is_good, none = POLARITIES.index("high_is_good"), POLARITIES.index("none")
    return np.select(
        [
            np.isnan(value) | np.isnan(low) | np.isnan(high) | np.isnan(against),
            (low <= against) & (against <= high),
            (polarity == none) & above,
            polarity == none,
            above == (polarity == high_is_good),
        ],
        [_NOT_COMPARED, _SIMILAR, _HIGHER, _LOWER, _BETTER],
        _WORSE,
    ).astype(np.int8)


def _benchmarks(table: pd.DataFrame, benchmark: str | float) -> tuple[np.ndarray, np.ndarray]:
    if isinstance(benchmark, str):
        need_columns(table, [benchmark], of="a comparison with a benchmark")
        return numbers(table[benchmark])
    against = np.full(len(table), np.nan if pd.isna(benchmark) else float(benchmark))
    return against, first_reason((np.isnan(against), "a figure is missing"))


def _polarities(table: pd.DataFrame, polarity: str) -> np.ndarray:
    """The place of each row's polarity in `POLARITIES`."""
    if polarity not in table.columns:
        return np.full(len(table), _known(polarity), dtype=np.int8)
    need_columns(table, [polarity], of="a comparison with a benchmark")
    column = table[polarity].astype("category")
    places = np.array([_known(word) for word in column.cat.categories], dtype=np.int8)
    codes = column.cat.codes.to_numpy()
    if (codes < 0).any():
        _known(None)
    return places[codes] if len(codes) else np.zeros(0, dtype=np.int8)


def _known(polarity: str | None) -> int:
    if polarity not in POLARITIES:
        said = "missing in a row" if polarity is None else f'"{polarity}", which is not known'
        raise TableError(f"The polarity is {said}: it may be {', '.join(POLARITIES)}.")
    return POLARITIES.index(polarity)
