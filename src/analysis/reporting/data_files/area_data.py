"""What an area's downloads hold: its findings, its tables and its sources, from the records."""

import re
from dataclasses import dataclass

import pandas as pd

from analysis.params import QuarterParams
from analysis.presentation.findings import findings_table
from analysis.presentation.page import SOURCES_CAPTION
from analysis.reporting.data_files.cells import Cell, Marks, clean_rows, headings, plain
from analysis.reporting.jobs import Part

FINDING_COLUMNS = {
    "statement": "Statement",
    "value": "Value",
    "unit": "Unit",
    "lower_ci": "Lower limit",
    "upper_ci": "Upper limit",
    "comparator": "Set beside",
    "period": "Period",
    "method": "Method",
    "source_ids": "Sources",
    "source_ref": "Place in the source",
    "limits": "What it does not show",
    "notebook": "Report",
}
SOURCE_COLUMNS = {
    "source_id": "Source",
    "title": "Title",
    "publisher": "Publisher",
    "published": "Published",
    "status": "Status",
    "file": "File",
    "licence": "Licence",
    "note": "Note",
}
SHORT_NAME = 40


@dataclass(frozen=True)
class DataTable:
    """One table to offer: where it stands on which page, its caption, and its cells."""

    notebook: str
    number: int
    caption: str
    columns: list[str]
    rows: list[list[Cell]]

    @property
    def file(self) -> str:
        """The name of its CSV file."""
        return f"{self.notebook}-{self.number}-{short_name(self.caption)}.csv"

    @property
    def marks(self) -> list[str]:
        """Every mark that stands in the table, in order of first use."""
        cells = [cell for row in self.rows for cell in row if isinstance(cell, Marks)]
        return list(dict.fromkeys(mark for cell in cells for mark in cell.split()))


@dataclass(frozen=True)
class AreaData:
    """Everything that is offered for one area of one quarter."""

    area: str
    settings: QuarterParams
    included: list[str]
    left_out: list[str]
    findings: pd.DataFrame
    tables: list[DataTable]
    sources: pd.DataFrame


def area_data(
    area: str,
    settings: QuarterParams,
    parts: list[Part],
    left_out: list[str],
    sources: pd.DataFrame,
) -> AreaData:
    """Gather what the reports of an area recorded.

    Parameters
    ----------
    parts
        The reports that stand, in the order of the quarter's parameters.
    left_out
        Titles of the area's reports that do not stand, each with the reason.
    sources
        The register of sources.
    """
    found = findings_table([{**f, "notebook": p.notebook} for p in parts for f in p.findings])
    used = {i for ids in found["source_ids"].dropna() for i in ids.split(";") if i}
    return AreaData(
        area=area,
        settings=settings,
        included=[part.notebook for part in parts],
        left_out=left_out,
        findings=found,
        tables=[table for part in parts for table in _tables(part)],
        sources=sources[sources["source_id"].isin(used)].sort_values("source_id"),
    )


def _tables(part: Part) -> list[DataTable]:
    # The sources of all an area's reports stand together in a table of their own.
    kept = [r for r in part.tables if r["rows"] and r["caption"] != SOURCES_CAPTION]
    return [
        DataTable(
            notebook=part.notebook,
            number=number,
            caption=plain(record["caption"]) or f"Table {number}",
            columns=headings(record["columns"]),
            rows=clean_rows(record["rows"]),
        )
        for number, record in enumerate(kept, start=1)
    ]


def short_name(caption: str) -> str:
    """The first words of a caption as part of a file's name.

    >>> short_name("Good level of development in Havering and England, every year held")
    'good-level-of-development-in-havering'
    """
    words = re.findall(r"[a-z0-9]+", caption.lower())
    name = ""
    for word in words:
        longer = f"{name}-{word}" if name else word
        if len(longer) > SHORT_NAME:
            break
        name = longer
    return name or "table"


def source_rows(sources: pd.DataFrame) -> list[list[Cell]]:
    """The register's rows as cells: dates as 2025-11-27, what is not stated blank."""
    rows = sources[list(SOURCE_COLUMNS)].assign(
        published=sources["published"].dt.strftime("%Y-%m-%d")
    )
    return [["" if pd.isna(v) else plain(v) for v in row] for row in rows.values.tolist()]
