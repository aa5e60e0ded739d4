"""Rows added up to areas: each area's rows, the sums, and what spoils an area."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.calculations.shape import first_reason
from analysis.errors import TableError


@dataclass(frozen=True)
class Areas:
    """Areas in order of their keys; `number` says which one each row belongs to."""

    table: pd.DataFrame
    number: np.ndarray

    def add(self, figures: np.ndarray) -> np.ndarray:
        """The sum of a figure over each area's rows; missing where one is."""
        return np.bincount(self.number, weights=figures, minlength=len(self.table))

    def worst(self, codes: np.ndarray) -> np.ndarray:
        """A reason that holds in any of an area's rows, 0 if none does."""
        found = np.zeros(len(self.table), dtype=np.int8)
        np.maximum.at(found, self.number, codes)
        return found


def areas_of(table: pd.DataFrame, by: Sequence[str]) -> Areas:
    """The areas of a table by their key columns; without any, all rows are one area."""
    if not by:
        one = pd.DataFrame(index=range(min(len(table), 1)))
        return Areas(one, np.zeros(len(table), dtype=np.intp))
    groups = table.groupby(list(by), sort=True, dropna=False, observed=True)
    return Areas(groups.size().index.to_frame(index=False), groups.ngroup().to_numpy())


def incomplete(areas: Areas, first_of_band: np.ndarray, bands: int) -> np.ndarray:
    """The reason code of each area that lacks one of the bands."""
    lacking = areas.add(first_of_band.astype(float)) < bands
    return first_reason((lacking, "a band is missing"))


def named(table: pd.DataFrame, columns: Sequence[str]) -> str:
    """The first row's key in words, for a message."""
    return ", ".join(f"{name} {value}" for name, value in table[list(columns)].iloc[0].items())


def matched(
    rows: pd.DataFrame, to_rows: pd.DataFrame, on: Sequence[str], *, of: str, to: str
) -> pd.DataFrame:
    """Each row with what another table says of its key, in the order of the rows.

    Raises
    ------
    TableError
        If a key has no match, or one table holds it as text and the other as a number.
    """
    keys = " + ".join(on)
    try:
        merged = rows.merge(to_rows, on=list(on), how="left", indicator="_in")
    except ValueError:
        raise TableError(
            f"{of} cannot match {keys} with {to}: one holds text and the other numbers."
        ) from None
    strangers = merged[merged["_in"] == "left_only"]
    if len(strangers):
        have = "; ".join(named(to_rows.iloc[[row]], on) for row in range(min(len(to_rows), 25)))
        raise TableError(
            f"{of} finds {named(strangers, on)}, which {to} does not have: it has {have}."
        )
    return merged
