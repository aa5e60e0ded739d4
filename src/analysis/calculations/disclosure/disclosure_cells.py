"""Counts of a table as the unknowns of linear equations: what adds up to what."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from analysis.errors import TableError

KEY = ["indicator", "area_code", "period", "group_type", "group"]
KINDS = ("numerator", "denominator", "complement")


@dataclass(frozen=True)
class Total:
    """One way in which rows add up, whatever stands in their other key columns.

    Attributes
    ----------
    columns
        Columns of `KEY` that tell the whole from its parts.
    whole
        What stands in those columns in the row of the whole.
    parts
        What stands there in the row of each part. Parts share no child and together are the
        whole. A part that has no row is the rest, which anyone can work out by subtraction.
    denominators
        Whether denominators add up as numerators do. False where each is an estimate of its own.

    Examples
    --------
    >>> ward = Total(("area_code",), ("E09000016",), (("E05000001",), ("E05000002",)))
    >>> len(ward.parts)
    2
    """

    columns: tuple[str, ...]
    whole: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    denominators: bool = True


@dataclass(frozen=True)
class Cells:
    """Every count that is shown or can be had by adding and subtracting.

    Attributes
    ----------
    about
        One row a cell: the `KEY` columns, ``count`` (numerator, denominator or complement) and
        ``row``, its place in the table. The rest of a whole has no row: -1 is the rest by the
        first total, -2 by the second, and its key is that of the whole.
    values
        The count of each cell, NaN where the table gives none.
    given
        Which cells the table prints: numerators and denominators that it holds.
    equations
        One row an equation, one column a cell; each row times the counts is 0.
    """

    about: pd.DataFrame
    values: np.ndarray
    given: np.ndarray
    equations: csr_matrix


def counts_alone(table: pd.DataFrame) -> np.ndarray:
    """Which rows are a bare count, of no denominator."""
    return (table["unit"] == "count").to_numpy()


def numerators(table: pd.DataFrame) -> np.ndarray:
    """The counted of each row; of a bare count, its value."""
    counted = table["numerator"].astype("Float64")
    bare = pd.Series(counts_alone(table), index=table.index)
    filled = counted.where(counted.notna() | ~bare, table["value"].astype("Float64"))
    return filled.to_numpy(dtype=float, na_value=np.nan)


def denominators(table: pd.DataFrame) -> np.ndarray:
    return table["denominator"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)


def cells_of(table: pd.DataFrame, totals: Sequence[Total]) -> Cells:
    """The cells of a table and the equations that its totals make.

    Parameters
    ----------
    table
        Rows of observations, each `KEY` once.
    totals
        How rows add up.

    Raises
    ------
    TableError
        If a key repeats, or a total names a column that is not of the key or has a whole or part
        of another length.
    """
    repeated = table[table.duplicated(KEY)]
    if len(repeated):
        raise TableError(
            f"{named(repeated.iloc[0])} has more than one row: to protect it, give the one row "
            "that stands."
        )
    build = _Build(table)
    for number, total in enumerate(totals, start=1):
        _check(total)
        _add_total(build, table, total, rest=-number)
    return build.cells()


def named(row: pd.Series) -> str:
    """A row by its key, for a message."""
    return ", ".join(str(row[column]) for column in KEY)


class _Build:
    def __init__(self, table: pd.DataFrame) -> None:
        self.about: list[tuple] = []
        self.values: list[float] = []
        self.terms: list[list[tuple[int, int]]] = []
        columns = (
            table[KEY].itertuples(index=False, name=None),
            numerators(table),
            denominators(table),
            counts_alone(table),
        )
        self.rows = [
            self.add_row(key, row, numerator, denominator, bare=bare)
            for row, (key, numerator, denominator, bare) in enumerate(zip(*columns, strict=True))
        ]

    def add_row(
        self, key: tuple, row: int, numerator: float, denominator: float, *, bare: bool
    ) -> dict[str, int]:
        """The cells of a row: of a bare count one, otherwise three and their equation."""
        kinds = KINDS[:1] if bare else KINDS
        cells = {kind: len(self.about) + place for place, kind in enumerate(kinds)}
        self.about += [(*key, kind, row) for kind in kinds]
        self.values += [numerator, denominator, denominator - numerator][: len(kinds)]
        if not bare:
            self.terms.append(
                [
                    (cells["numerator"], 1),
                    (cells["complement"], 1),
                    (cells["denominator"], -1),
                ]
            )
        return cells

    def cells(self) -> Cells:
        entries = [
            (line, cell, sign) for line, terms in enumerate(self.terms) for cell, sign in terms
        ]
        lines, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
        shape = (len(self.terms), len(self.about))
        about = pd.DataFrame(self.about, columns=[*KEY, "count", "row"])
        values = np.array(self.values, dtype=float)
        printed = (about["row"] >= 0) & (about["count"] != "complement")
        return Cells(
            about,
            values,
            printed.to_numpy() & ~np.isnan(values),
            csr_matrix((np.array(signs, dtype=float), (lines, columns)), shape=shape),
        )


def _check(total: Total) -> None:
    stray = [column for column in total.columns if column not in KEY]
    if stray:
        raise TableError(f'A total names the column "{stray[0]}": it may name {", ".join(KEY)}.')
    for place in (total.whole, *total.parts):
        if len(place) != len(total.columns):
            raise TableError(
                f"A total over {', '.join(total.columns)} names {', '.join(place)}: "
                f"it must name {len(total.columns)} of them."
            )


def _add_total(build: _Build, table: pd.DataFrame, total: Total, *, rest: int) -> None:
    """One equation for each combination of the other columns in which the whole has a row."""
    others = [column for column in KEY if column not in total.columns]
    own, outer = table[list(total.columns)], table[others]
    places = {
        (inside, outside): row
        for row, (inside, outside) in enumerate(
            zip(
                own.itertuples(index=False, name=None),
                outer.itertuples(index=False, name=None),
                strict=True,
            )
        )
    }
    wholes = [(outside, row) for (inside, outside), row in places.items() if inside == total.whole]
    for outside, row in wholes:
        present = [places[part, outside] for part in total.parts if (part, outside) in places]
        parts = [build.rows[place] for place in present]
        if len(present) < len(total.parts):
            key = tuple(table.iloc[row][KEY])
            bare = "denominator" not in build.rows[row]
            parts.append(build.add_row(key, rest, np.nan, np.nan, bare=bare))
        for kind in ("numerator", "denominator") if total.denominators else ("numerator",):
            if kind in build.rows[row] and all(kind in part for part in parts):
                build.terms.append(
                    [(build.rows[row][kind], -1), *[(part[kind], 1) for part in parts]]
                )
