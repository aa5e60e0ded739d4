"""Which rows of which tables each notebook reads for an area.

A report is handed these rows and no others, in JupyterLab as in a run: so a change to one
authority's rows concerns its own reports and those that are set beside it, and no more.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import TableError

OWN = "own"  # the area's own rows, and those of its plans
NATIONAL = "national"  # its own and the country's
BESIDE = "beside"  # its own and those of everyone it is set beside
EVERY = "every"  # the whole table
# Those beside it, and of every area the figures of all children that a target is set for
TARGETED = "targeted"

_EVERY_REPORT = {"areas": BESIDE, "neighbours": OWN, "plans": OWN}
_ACTIONS = ("actions", "action_dates", "action_leads", "action_targets", "lead_aliases")
READS: dict[str, dict[str, str]] = {
    "01_indicator_gaps": {
        **_EVERY_REPORT,
        "indicators": EVERY,
        "observations": BESIDE,
        "targets": NATIONAL,
        "reported": OWN,
    },
    "02_cost_splits": {
        **_EVERY_REPORT,
        **dict.fromkeys(("costs", "cost_totals", "cost_status"), OWN),
    },
    "03_disadvantage_gaps": {
        **_EVERY_REPORT,
        "indicators": EVERY,
        "observations": BESIDE,
        "deprivation": EVERY,  # a gradient between all authorities
    },
    "04_plan_progress": {
        **_EVERY_REPORT,
        **dict.fromkeys(_ACTIONS, OWN),
        "targets": OWN,
        "reported": OWN,
    },
    "05_target_trajectories": {
        **_EVERY_REPORT,
        "areas": EVERY,
        "indicators": EVERY,
        "observations": TARGETED,  # what a target asks, beside what any area has done
        "targets": NATIONAL,
        **dict.fromkeys(("reported", "increments", "baselines"), OWN),
    },
}


@dataclass(frozen=True)
class Places:
    """An area, its country, and everyone that the area is set beside."""

    own: str
    country: str
    beside: tuple[str, ...]

    def of(self, scope: str) -> tuple[str, ...]:
        """The area codes of a scope."""
        return {
            OWN: (self.own,),
            NATIONAL: (self.own, self.country),
            BESIDE: tuple(dict.fromkeys((self.own, self.country, *self.beside))),
        }[scope]


class Tables(dict):
    """A report's tables by name. One that its notebook has not said it reads is refused."""

    def __init__(self, notebook: str, tables: dict[str, pd.DataFrame]):
        super().__init__(tables)
        self.notebook = notebook

    def __missing__(self, name: str):
        raise TableError(
            f"{self.notebook} has not said that it reads the table {name}: add it to READS in "
            f"src/analysis/report_tables.py (it reads {', '.join(self)})."
        )

    def __reduce__(self):
        return Tables, (self.notebook, dict(self))


class ReportRows:
    """Finds the rows that a report reads, in tables that many reports are made from.

    Parameters
    ----------
    tables
        Every table as it stood on the day of the reports, each with an index from 0.
    """

    def __init__(self, tables: dict[str, pd.DataFrame]):
        self.tables = tables
        self._groups: dict[tuple[str, str], dict] = {}

    def positions(self, notebook: str, places: Places) -> dict[str, np.ndarray]:
        """The positions of a report's rows in each table that its notebook reads, in order."""
        found: dict[str, np.ndarray] = {}
        for name, scope in _parents_first(READS[notebook]):
            found[name] = self._of_table(name, scope, places, found)
        found["sources"] = self._sources(found)
        return found

    def tables_at(self, notebook: str, found: dict[str, np.ndarray]) -> Tables:
        """The rows at those positions as the tables of a report."""
        return Tables(
            notebook,
            {
                name: self.tables[name].take(positions).reset_index(drop=True)
                for name, positions in found.items()
            },
        )

    def _of_table(
        self, name: str, scope: str, places: Places, found: dict[str, np.ndarray]
    ) -> np.ndarray:
        table = self.tables[name]
        if scope == EVERY:
            return np.arange(len(table))
        if scope == TARGETED:
            asked = set(self._values("targets", "indicator", found["targets"]))
            about = self._where(name, "indicator", asked)
            of_all = self._where(name, "group_type", ["all"])
            beside = self._of_table(name, BESIDE, places, found)
            return np.union1d(beside, np.intersect1d(about, of_all, assume_unique=True))
        if "area_code" in table.columns:
            return self._where(name, "area_code", places.of(scope))
        key, parent = next(link for link in _LINKS if link[0] in table.columns)
        return self._where(name, key, self._values(parent, key, found[parent]))

    def _sources(self, found: dict[str, np.ndarray]) -> np.ndarray:
        """The register's rows of every source that the report's rows name."""
        named: set[str] = set()
        for name, positions in found.items():
            for column in self.tables[name].columns:
                if column.endswith("source_id"):
                    named.update(self._values(name, column, positions))
        return self._where("sources", "source_id", named)

    def _values(self, name: str, column: str, positions: np.ndarray) -> Iterable[str]:
        codes, values = self._coded(name, column)
        return [values[code] for code in np.unique(codes[positions])]

    def _coded(self, name: str, column: str) -> tuple[np.ndarray, np.ndarray]:
        key = (name, f"{column}, coded")
        if key not in self._groups:
            codes, values = pd.factorize(self.tables[name][column], use_na_sentinel=False)
            self._groups[key] = (codes, np.asarray(values, dtype=object))
        return self._groups[key]

    def _where(self, name: str, column: str, values: Iterable[str]) -> np.ndarray:
        key = (name, column)
        if key not in self._groups:
            self._groups[key] = self.tables[name].groupby(column, sort=False).indices
        rows = [self._groups[key][value] for value in values if value in self._groups[key]]
        return np.sort(np.concatenate(rows)) if rows else np.empty(0, dtype=np.intp)


# How a table without an area finds its rows: by a key of a table that has one.
_LINKS = (("action_id", "actions"), ("target_id", "targets"), ("plan", "plans"))
_PARENTS = ("plans", "targets", "actions")


def _parents_first(reads: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(reads.items(), key=lambda item: item[0] not in _PARENTS)
