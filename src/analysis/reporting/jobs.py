"""One report: a notebook and an area, and what is on record of it."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import ParamsError
from analysis.params import QuarterParams
from analysis.reporting.titles import TITLES

MADE = ("made", "nothing")  # the statuses of a report that stands


@dataclass(frozen=True, order=True)
class Job:
    """One report to make."""

    quarter: str
    area: str
    notebook: str

    @property
    def page(self) -> str:
        """The page's path within the quarter's folder."""
        return f"{folder_name(self.area)}/{self.notebook}.html"

    @property
    def title(self) -> str:
        return f"{self.area}, {TITLES[self.notebook].lower()}"


@dataclass(frozen=True)
class Part:
    """What came of one report: "made", "nothing" to say, or "failed"; its findings and tables.

    A table is its caption, its columns and its rows, as `presentation.tables` records them. The
    ``key`` stands for everything that the report was made from.
    """

    area: str
    notebook: str
    status: str
    message: str
    key: str
    size: int
    findings: list[dict]
    tables: list[dict]


def folder_name(area: str) -> str:
    """An area's name as a folder: letters, digits and hyphens."""
    return re.sub(r"[^A-Za-z0-9]+", "-", area).strip("-")


def part_path(reports: Path, job: Job) -> Path:
    return reports / job.quarter / ".parts" / folder_name(job.area) / f"{job.notebook}.json"


def read_part(reports: Path, job: Job) -> Part | None:
    """What an earlier run left of a report, if its page is there as it was written."""
    page, path = reports / job.quarter / job.page, part_path(reports, job)
    try:
        part = Part(**json.loads(path.read_text(encoding="utf-8")))
        return part if page.stat().st_size == part.size else None
    except (OSError, ValueError, TypeError):
        return None  # never made, damaged, or left by another version: as good as not there


def all_jobs(quarter: str, settings: QuarterParams) -> list[Job]:
    """Every report of a quarter, in the order of its parameter file."""
    return [Job(quarter, area, name) for area in settings.areas for name in settings.notebooks]


def choose_jobs(
    quarter: str, settings: QuarterParams, areas: list[str], notebooks: list[str]
) -> list[Job]:
    """The reports asked for: all of them, or those of some areas and notebooks.

    Raises
    ------
    ParamsError
        If an area or notebook is not one of the quarter's.
    """
    for kind, asked, known in (
        ("area", areas, settings.areas),
        ("notebook", notebooks, settings.notebooks),
    ):
        for name in asked:
            if name not in known:
                raise ParamsError(
                    f'"{name}" is not {"an" if kind == "area" else "a"} {kind} of {quarter}: '
                    f"choose from {', '.join(known)}."
                )
    return [
        job
        for job in all_jobs(quarter, settings)
        if (not areas or job.area in areas) and (not notebooks or job.notebook in notebooks)
    ]
