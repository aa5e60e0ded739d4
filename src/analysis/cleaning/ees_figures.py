"""Counts, percentages and marks of an Explore education statistics file.

A figure that is withheld stays withheld: it is never worked out from what stands beside it.
"""

from pathlib import Path

import pandas as pd

from analysis.errors import SourceError

# Of several marks in one row, the first of these says why there is no figure.
WITHHELD = ("c", "x", "low", "z")
FLAGS = ("u", "b", "e", "p", "r")
# Other spellings: k where "low" reads badly, and two symbols of older releases.
_SPELT = {"k": "low", "~": "low", ":": "x"}
_CELLS = ("numerator", "denominator", "value")


def with_figures(rows: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Turn the text of three columns into counts, a percentage and a mark.

    Parameters
    ----------
    rows
        ``numerator, denominator, value`` as text: a number, a mark, or blank.
    path
        The file, for a message.

    Returns
    -------
    pd.DataFrame
        The same rows: counts as integers, ``value`` in per cent worked out from the counts, and
        ``value_note``. Where any of the three is withheld, or the counts are not both there, the
        value is missing and the note says why; a group without children is ``z``. A numerator
        beside a suppressed percentage is missing too, or the percentage could be worked out.

    Raises
    ------
    SourceError
        For a count that is neither a whole number nor a mark, or a percentage that is neither a
        number nor a mark.
    """
    marks = pd.DataFrame({name: _marks(rows[name]) for name in _CELLS})
    counts = {name: _counts(rows[name], marks[name], name, path) for name in _CELLS[:2]}
    _check_percentages(rows["value"], marks["value"], path)
    numerator = counts["numerator"].mask(marks["value"] == "c")
    denominator = counts["denominator"]
    withheld = marks.isin(WITHHELD).any(axis=1)
    counted = numerator.notna() & (denominator.fillna(0) > 0) & ~withheld
    value = 100 * numerator.astype("Float64") / denominator.astype("Float64")
    return rows.assign(
        numerator=numerator,
        denominator=denominator,
        value=value.where(counted),
        value_note=[
            _note(found, missing, none_at_all)
            for found, missing, none_at_all in zip(
                marks.itertuples(index=False, name=None),
                ~counted,
                denominator.eq(0).fillna(False),
                strict=True,
            )
        ],
    )


def _marks(cells: pd.Series) -> pd.Series:
    spelt = cells.replace(_SPELT)
    return spelt.where(spelt.isin([*WITHHELD, *FLAGS]), "")


def _counts(cells: pd.Series, marks: pd.Series, name: str, path: Path) -> pd.Series:
    whole = cells.str.fullmatch(r"[0-9]+")
    unread = cells[~whole & (marks == "") & (cells != "")]
    if len(unread):
        raise SourceError(
            f'{path.name}, row {unread.index[0]}: "{unread.iloc[0]}" stands as {name}, where a '
            f"whole number or one of the marks {', '.join((*WITHHELD, 'k', *FLAGS))} may."
        )
    return pd.to_numeric(cells.where(whole), errors="coerce").astype("Int64")


def _check_percentages(cells: pd.Series, marks: pd.Series, path: Path) -> None:
    number = cells.str.fullmatch(r"[0-9]+(\.[0-9]+)?")
    unread = cells[~number & (marks == "") & (cells != "")]
    if len(unread):
        raise SourceError(
            f'{path.name}, row {unread.index[0]}: "{unread.iloc[0]}" stands as a percentage, '
            "where a number or a mark may."
        )


def _note(marks: tuple[str, ...], missing: bool, none_at_all: bool) -> str:
    flags = [mark for mark in FLAGS if mark in marks]
    if not missing:
        return " ".join(flags)
    if none_at_all:
        return " ".join(["z", *flags])  # no child in the group: a percentage does not apply
    reason = next((mark for mark in WITHHELD if mark in marks), "x")
    return " ".join([reason, *flags])
