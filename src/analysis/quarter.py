"""One quarter, open: its settings, and every table as it stood, checked and protected."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.errors import ParamsError
from analysis.handed import handed_report
from analysis.params import Params, QuarterParams, load_params, load_quarter, quarters_before
from analysis.periods import parse_quarter
from analysis.project import Project
from analysis.protection import Protection, protected
from analysis.report import Report
from analysis.report_tables import ReportRows
from analysis.store import as_it_stood, load_tables


@dataclass(frozen=True)
class OpenQuarter:
    """What every report of a quarter is made from.

    ``tables`` hold no row published after the quarter's date and no count that its policy hides;
    ``protection`` knows what was hidden.
    """

    project: Project
    settings: QuarterParams
    tables: dict[str, pd.DataFrame]
    protection: Protection

    @property
    def label(self) -> str:
        return self.settings.quarter

    @cached_property
    def rows(self) -> ReportRows:
        """Where each report's rows stand."""
        return ReportRows(self.tables)

    def whole(self, notebook: str, area: str) -> Report:
        """A report with every row of every table, from which its own are chosen."""
        params = Params(self.project, parse_quarter(self.label), area, self.settings)
        return Report(notebook, params, self.tables)

    def report(self, notebook: str, area: str) -> Report:
        """A report with the rows that it reads, and no others."""
        whole = self.whole(notebook, area)
        found = self.rows.positions(notebook, whole.places)
        return Report(notebook, whole.params, self.rows.tables_at(notebook, found))


def open_report(notebook: str, quarter: str, area: str) -> Report:
    """Load what a notebook needs for a quarter and an area.

    A run hands each report its rows, ready and checked; in JupyterLab they are read from data/.

    Raises
    ------
    ParamsError
        If the quarter or area cannot be used, or names what the tables do not hold.
    TableError
        If a table breaks its schema.
    """
    handed = handed_report(notebook, quarter, area)
    if handed is not None:
        return handed
    project = load_params(quarter, area).project
    return open_quarter(project, quarter).report(notebook, area)


def open_quarter(project: Project, quarter: str) -> OpenQuarter:
    """Read, check and protect everything that a quarter's reports are made from.

    Raises
    ------
    ParamsError
        If there is no such quarter, its parameters break a rule, or they name what no table
        holds.
    TableError
        If a table breaks its schema.
    """
    settings = load_quarter(quarter, project)
    tables = load_tables(project.data)
    check_settings(settings, tables)
    safe, protection = protected_quarter(project, settings, tables)
    stood = as_it_stood(safe, pd.Timestamp(settings.as_at))
    return OpenQuarter(project, settings, stood, protection)


def protected_quarter(
    project: Project, settings: QuarterParams, tables: dict[str, pd.DataFrame]
) -> tuple[dict[str, pd.DataFrame], Protection]:
    """A quarter's tables with small counts protected, knowing what earlier quarters showed."""
    before = [load_quarter(label, project).as_at for label in quarters_before(settings, project)]
    return protected(tables, settings.as_at, earlier=before)


def check_settings(settings: QuarterParams, tables: dict[str, pd.DataFrame]) -> None:
    """Refuse parameters that name an area, indicator or source that no table holds."""
    where = f"params/{settings.quarter}.yaml"
    authorities = tables["areas"][tables["areas"]["area_type"] == "local authority"]
    subjects = set(tables["neighbours"]["area_code"])
    for key, table, names, known in (
        (
            "areas",
            "neighbours",
            settings.areas,
            authorities.loc[authorities["area_code"].isin(subjects), "area_name"],
        ),
        (
            "indicators",
            "indicators",
            settings.indicators,
            tables["indicators"]["indicator"],
        ),
        (
            "comparators.country",
            "areas",
            [settings.comparators.country],
            tables["areas"].loc[tables["areas"]["area_type"] == "country", "area_name"],
        ),
        (
            "comparators.neighbours",
            "neighbours",
            [settings.comparators.neighbours],
            tables["neighbours"]["source_id"].drop_duplicates(),
        ),
        (
            "plans.anchor_years",
            "plans",
            list(settings.plans.anchor_years),
            tables["plans"]["plan"],
        ),
    ):
        unknown = [name for name in names if name not in set(known)]
        if unknown:
            raise ParamsError(
                f'{where}: {key} has "{unknown[0]}", for which data/{table}.csv has no rows that '
                f"serve; it has them for {', '.join(sorted(set(known)))}."
            )
