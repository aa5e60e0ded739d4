"""Read one quarter of COVER vaccination coverage from the publisher's workbook.

This is the way in. Each step is a module of its own: the cells (`cover_cells`), the headers
(`cover_headers`), the tables (`cover_tables`), the quarter and date (`cover_period`), the marks
and caveats (`cover_marks`), the counts (`cover_counts`), and the areas (`cover_places`) that
become rows (`cover_rows`).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from analysis.cleaning.cover_cells import load_sheets
from analysis.cleaning.cover_counts import find_counts_table, read_counts
from analysis.cleaning.cover_marks import caveat_texts, note_legend
from analysis.cleaning.cover_period import read_period, read_published
from analysis.cleaning.cover_places import place_notes
from analysis.cleaning.cover_rows import area_records
from analysis.cleaning.cover_tables import Table, choose_table, find_tables
from analysis.errors import SourceError


@dataclass(frozen=True)
class CoverReading:
    """One quarter of coverage: one row an area, the quarter, its publication date, and notes."""

    table: pd.DataFrame
    period: str
    published: date | None
    notes: tuple[str, ...]


def read_cover(path: str | Path, *, vaccine: str = "MMR1", months: int = 24) -> CoverReading:
    """Coverage of one vaccine at one age, for each area of a COVER quarterly workbook.

    Tables are found by what their headers say, never by sheet name or position. Nothing is
    rounded, and nothing that the coverage table suppresses is filled in from another sheet.

    Parameters
    ----------
    path
        The publisher's workbook: .xls, .xlsx or .ods, one financial quarter.
    vaccine
        As the sheets name it, in any spelling: "MMR1", "DTaP/IPV/Hib", "PCV Booster".
    months
        Age at which coverage is evaluated, in months: 12, 24 or 60.

    Returns
    -------
    CoverReading
        ``table`` has one row an area, in the sheet's order: ``area_code`` (GSS), ``area_name``,
        ``area_type`` ("country", "region", "local authority"), ``numerator`` and ``denominator``
        (children, Int64), ``value`` (per cent), ``value_note`` ("" or letters of c suppressed,
        x not available, z not applicable, u caveat, with a space between) and ``source_ref``
        (sheets and spreadsheet rows). c, x and z say why a value is missing, so a value that is
        printed beside a suppressed denominator has none of them. ``period`` is "2024/25 Q4",
        ``published`` the first publication date or None, ``notes`` what was and was not found.

    Raises
    ------
    SourceError
        If the file is missing, empty or not a workbook; if no sheet has a local-authority table
        or none has this vaccine at this age, or two columns have it; if the quarter is not named
        or two are; if an area stands twice, a value is not a percentage, or a number of children
        is not a whole number that can be one.

    Notes
    -----
    Source: PHE and UKHSA, COVER quarterly vaccination coverage statistics, England. Figures are
    provisional. Where a numerator and a denominator are both known and agree with the printed
    percentage to 0.06 points, ``value`` is 100 * numerator / denominator; otherwise it is what
    the sheet prints and ``numerator`` is missing. Regions and England have no counts there.
    """
    path = Path(path)
    sheets = load_sheets(path)
    tables = find_tables(path, sheets, vaccine, months)
    table, table_notes = choose_table(path, sheets, tables, vaccine, months)
    counts_table = find_counts_table(tables, vaccine, months)
    period, period_notes = read_period(path, sheets, table, counts_table)
    published, published_notes = read_published(sheets)
    counts, count_notes = read_counts(counts_table)
    legend = note_legend(sheets, table)
    records, row_notes = area_records(table, counts, legend)
    _check_areas(path, table, records)
    _check_values(path, table, records)
    notes = (
        *table_notes,
        *period_notes,
        *published_notes,
        *count_notes,
        *row_notes,
        *place_notes(records, table.sheet, sheets),
        *(f'Mark "{mark}": {meaning}' for mark, meaning in legend.items()),
        *caveat_texts(sheets),
    )
    return CoverReading(_frame(records), period, published, notes)


def _check_areas(path: Path, table: Table, records: list[dict]) -> None:
    times = Counter(record["area_code"] for record in records)
    twice = [code for code, number in times.items() if number > 1]
    if twice:
        raise SourceError(
            f"{path.name}, sheet {table.sheet}: {', '.join(twice)} stands more than once; "
            "a COVER table has one row an area."
        )


def _check_values(path: Path, table: Table, records: list[dict]) -> None:
    values = sorted(record["value"] for record in records if record["value"] is not None)
    if not values:
        return  # every figure is withheld
    lowest, middle, highest = values[0], values[len(values) // 2], values[-1]
    # A spreadsheet may hold 100 as 100.00000000000001.
    if lowest < 0 or highest > 100.0001:
        raise SourceError(
            f"{path.name}, sheet {table.sheet}: values run from {lowest:g} to {highest:g}; "
            "coverage is a percentage from 0 to 100."
        )
    if middle <= 1:
        raise SourceError(
            f"{path.name}, sheet {table.sheet}: half of the values are 1 or less, as proportions "
            "would be; a COVER table gives coverage as a percentage such as 91.4."
        )


def _frame(records: list[dict]) -> pd.DataFrame:
    """Records as a table; Int64 is the whole-number type that may also be missing."""
    return pd.DataFrame(records).astype(
        {"numerator": "Int64", "denominator": "Int64", "value": float}
    )
