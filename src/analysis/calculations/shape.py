"""What a calculation asks of its table: columns that are there, numbers, a sensible coverage.

What is wrong with the shape of a table is an error that names it. What is wrong with one row gives
that row no result and a note that says why, and harms no other.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis.errors import TableError

Confidence = float | Sequence[float]

# reason: the mark it leaves in value_note
REASONS = {
    "": "",
    "a figure is missing": "x",
    "a figure is not a number": "x",
    "the denominator is 0": "z",
    "a figure is below 0": "x",
    "the numerator is above the denominator": "x",
    "fewer than 10 events": "u",
    "too few points": "z",
    "fewer areas than quantiles": "z",
    "a band is missing": "x",
    "a band has two populations": "x",
    "the expected count is 0": "z",
    "a limit cannot be computed": "x",
    "fewer than five points": "z",
    "the periods are not annual": "z",
    "the periods overlap": "z",
    "a year is missing": "x",
    "a date is missing": "x",
    "a count is missing": "x",
    "a limit is missing": "x",
    "the limits have no width": "x",
    "the values do not vary": "",
    "fewer than 12 points": "u",
    "a fall of 100% or more": "x",
    "nothing says in how long": "z",
    "the date has passed": "z",
    "the date lies outside the plan": "z",
    "the plan takes no time": "x",
    "a figure has no logit": "z",
    "the points show no scatter": "z",
    "the second proportion is 0": "z",
    "a quantile is missing": "x",
    "a population is 0": "z",
    "the lower limit is above the upper": "x",
    "a value is off the log or logit scale": "z",
    "a limit is off the log or logit scale": "x",
    "the fitted line meets 0, so there is no ratio": "z",
    "a group is missing": "x",
    "there is no gap to close": "z",
}
_CODES = {reason: code for code, reason in enumerate(REASONS)}


def need_columns(table: pd.DataFrame, columns: Iterable[str], *, of: str) -> None:
    """Refuse a table that lacks a column, or names one twice.

    Raises
    ------
    TableError
        Naming the calculation, the column and the columns that are there.
    """
    named = list(table.columns)
    for column in columns:
        if column not in named:
            have = ", ".join(str(name) for name in named) or "none"
            raise TableError(f'{of} needs a column "{column}": the table has {have}.')
        if named.count(column) > 1:
            raise TableError(f'{of} finds the column "{column}" twice: name it once.')


def need_unique(table: pd.DataFrame, key: Sequence[str], *, of: str) -> None:
    """Refuse a key that stands in two rows, and say which."""
    repeated = table.duplicated(list(key))
    if repeated.any():
        first = table.loc[repeated, list(key)].iloc[0]
        stands = ", ".join(f"{name} {value}" for name, value in first.items())
        raise TableError(f"{of} needs one row for each {' + '.join(key)}: {stands} stands twice.")


def need_positive(number: float, name: str, *, of: str) -> None:
    """Refuse an option that is not a number above 0."""
    usable = isinstance(number, int | float | np.number) and not isinstance(number, bool)
    if not usable or not 0 < float(number) < np.inf:
        raise TableError(f"{of} needs a {name} that is a number above 0: {number!r} was given.")


def as_list(names: str | Sequence[str] | None) -> list[str]:
    """One column, several or none, as a list."""
    if names is None:
        return []
    return [names] if isinstance(names, str) else list(names)


def numbers(column: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """A column as floats, and the code of what is wrong with each: missing, or not a number."""
    if pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype):
        found = column.to_numpy(dtype=float, na_value=np.nan)
        if np.isfinite(found).all():
            return found, np.zeros(len(found), dtype=np.int8)
        wrong = np.where(np.isnan(found), _CODES["a figure is missing"], 0)
    else:
        text = column.astype("object")
        found = pd.to_numeric(text, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
        missing = text.isna() | (text == "")
        unread = np.isnan(found) & ~missing.to_numpy(dtype=bool)
        wrong = np.select(
            [unread, np.isnan(found)],
            [_CODES["a figure is not a number"], _CODES["a figure is missing"]],
            0,
        )
    infinite = np.isinf(found)
    if infinite.any():
        found = np.where(infinite, np.nan, found)
        wrong = np.where(infinite, _CODES["a figure is not a number"], wrong)
    return found, wrong.astype(np.int8)


def first_reason(*pairs: tuple[np.ndarray, str]) -> np.ndarray:
    """The code of the first reason that holds in each row; 0 where none does."""
    masks, reasons = zip(*pairs, strict=True)
    return np.select(list(masks), [_CODES[reason] for reason in reasons], 0).astype(np.int8)


def with_notes(table: pd.DataFrame, codes: np.ndarray) -> pd.DataFrame:
    """Add ``note`` (the reason in words) and the reason's mark to ``value_note``.

    A mark that already says why there is no value stands alone: a suppressed count stays
    suppressed, and is not also unavailable.
    """
    marks = list(dict.fromkeys(REASONS.values()))
    of_reason = np.array([marks.index(mark) for mark in REASONS.values()], dtype=np.int8)
    note = pd.Categorical.from_codes(codes, categories=list(REASONS))
    if "value_note" not in table.columns:
        mark = pd.Categorical.from_codes(of_reason[codes], categories=marks)
        return table.assign(value_note=mark, note=note)
    held, texts = pd.factorize(table["value_note"].astype("object").fillna("").astype(str))
    pairs = [[_joined(text, mark) for mark in marks] for text in texts]
    joined = np.array(pairs, dtype=object).reshape(len(texts), len(marks))
    return table.assign(value_note=joined[held, of_reason[codes]], note=note)


def _joined(held: str, mark: str) -> str:
    explained = {"c", "x", "z", "low", mark} & set(held.split())
    return held if explained or not mark else f"{held} {mark}".strip()


def constant(text: str, rows: int) -> pd.Categorical:
    """A column that says the same in every row, at one byte a row."""
    return pd.Categorical.from_codes(np.zeros(rows, dtype=np.int8), categories=[text])


def coverages(confidence: Confidence) -> list[float]:
    """One coverage or several, each checked.

    Raises
    ------
    TableError
        If one is not a number above 0 and below 1: 95% is written 0.95.
    """
    one = np.isscalar(confidence) or not isinstance(confidence, Iterable)
    asked = [confidence] if one else list(confidence)
    for level in asked:
        usable = isinstance(level, int | float | np.number) and 0 < float(level) < 1
        if isinstance(level, bool) or not usable:
            raise TableError(
                f"A confidence of {level!r} cannot be used: write a share above 0 and below 1, "
                "such as 0.95 for 95%."
            )
    if not asked or len(set(asked)) < len(asked):
        raise TableError("confidence names no level, or one level twice: write (0.95, 0.998).")
    return [float(level) for level in asked]


def z_score(confidence: float) -> float:
    """The normal quantile that cuts off half of what `confidence` leaves out."""
    return float(norm.ppf((1 + confidence) / 2))


def limit_names(confidence: Confidence) -> list[tuple[str, str]]:
    """Column names of the limits: ``lower_ci, upper_ci`` for one level, else with the level.

    Examples
    --------
    >>> limit_names((0.95, 0.998))
    [('lower_ci_95', 'upper_ci_95'), ('lower_ci_99_8', 'upper_ci_99_8')]
    """
    levels = coverages(confidence)
    if np.isscalar(confidence):
        return [("lower_ci", "upper_ci")]
    ends = [f"{round(100 * level, 6):g}".replace(".", "_") for level in levels]
    return [(f"lower_ci_{end}", f"upper_ci_{end}") for end in ends]


def summed(
    table: pd.DataFrame, by: Sequence[str], figures: dict[str, tuple[np.ndarray, np.ndarray]]
) -> tuple[pd.DataFrame, dict[str, np.ndarray], np.ndarray]:
    """Add figures up within groups; one that cannot be used spoils its group and no other.

    Returns
    -------
    tuple
        The groups in order of their keys, the sums by name, and each group's reason code.
    """
    frame = table[list(by)].copy()
    for name, (found, _) in figures.items():
        frame[name] = found
    frame["_wrong"] = np.max([wrong for _, wrong in figures.values()], axis=0)
    groups = frame.groupby(list(by), sort=True, dropna=False, observed=True)
    total = groups[list(figures)].sum()
    codes = groups["_wrong"].max().to_numpy(dtype=np.int8)
    sums = {
        name: np.where(codes == 0, total[name].to_numpy(dtype=float), np.nan) for name in figures
    }
    return total.index.to_frame(index=False), sums, codes
