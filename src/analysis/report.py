"""What a notebook reads: one quarter's parameters and its tables as they stood, for one area."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.calculations.gaps.comparators import comparator_areas
from analysis.params import Params, QuarterParams
from analysis.report_tables import Places, Tables


@dataclass(frozen=True)
class Report:
    """One report: its parameters, and the rows it reads as they stood on the quarter's date."""

    notebook: str
    params: Params
    tables: Tables | dict[str, pd.DataFrame]

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

    @property
    def places(self) -> Places:
        """The area, its country and its comparators, by their codes."""
        beside = self.comparators["comparator_code"]
        return Places(self.area_code, self.country_code, tuple(map(str, beside)))
