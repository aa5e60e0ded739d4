"""What a notebook opens: one quarter's parameters and the tables as they stood, for one area."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.calculations.comparators import comparator_areas
from analysis.errors import ParamsError
from analysis.params import Params, QuarterParams, load_params, load_quarter, quarters_before
from analysis.project import Project
from analysis.protection import Protection, protected
from analysis.store import as_it_stood, load_tables


@dataclass(frozen=True)
class Report:
    """One report: its parameters, and every table as it stood on the quarter's date."""

    notebook: str
    params: Params
    tables: dict[str, pd.DataFrame]

    @property
    def area(self) -> str:
        return self.params.area

    @property
    def area_code(self) -> str:
        areas = self.tables["areas"]
        return str(areas.loc[areas["area_name"] == self.area, "area_code"].iloc[0])

    @property
    def country(self) -> str:
        return self.settings.comparators.country

    @property
    def country_code(self) -> str:
        areas = self.tables["areas"]
        return str(areas.loc[areas["area_name"] == self.country, "area_code"].iloc[0])

    @property
    def as_at(self) -> date:
        return self.params.as_at

    @property
    def settings(self) -> QuarterParams:
        return self.params.settings

    @property
    def confidence(self) -> float:
        return self.settings.confidence

    @property
    def comparators(self) -> pd.DataFrame:
        """Which areas the figures are set beside (see `comparator_areas`)."""
        neighbours = self.tables["neighbours"]
        source = self.settings.comparators.neighbours
        return comparator_areas(
            self.area_code,
            self.tables["areas"],
            neighbours[neighbours["source_id"] == source],
            country=self.country,
            region=self.settings.comparators.region,
        )

    @property
    def plans(self) -> pd.DataFrame:
        """The area's own plans that were public by then."""
        plans = self.tables["plans"]
        return plans[plans["area_code"] == self.area_code].reset_index(drop=True)


def open_report(notebook: str, quarter: str, area: str) -> Report:
    """Load what a notebook needs for a quarter and an area.

    Raises
    ------
    ParamsError
        If the quarter or area cannot be used, or names what the tables do not hold.
    TableError
        If a table breaks its schema.
    """
    params = load_params(quarter, area)
    tables = load_tables(params.project.data)
    check_settings(params.settings, tables)
    safe, _ = protected_quarter(params.project, params.settings, tables)
    return Report(notebook, params, as_it_stood(safe, pd.Timestamp(params.as_at)))


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
