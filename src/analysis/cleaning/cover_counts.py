"""Counts of children in a COVER workbook: reading them, and joining them by ODS code.

The coverage tables print percentages and cohorts. Later workbooks also have a sheet of counts,
whose rows are known by Organisation Data Service (ODS) code.
"""

from dataclasses import dataclass

from analysis.cleaning.cover_places import ods_code
from analysis.cleaning.cover_tables import Table, only_column
from analysis.errors import SourceError

TOLERANCE = 0.06  # percentage points: the sheets print one decimal


@dataclass(frozen=True)
class Count:
    """Children vaccinated and children eligible in one area, and where that is written."""

    numerator: float
    denominator: float
    source_ref: str

    @property
    def percentage(self) -> float:
        return 100 * self.numerator / self.denominator


def find_counts_table(tables: list[Table], vaccine: str, months: int) -> Table | None:
    """First table with ODS codes and children vaccinated, None where there is none."""
    for table in tables:
        columns = table.columns
        if columns.ods is not None and columns.numerators:
            about = f"{vaccine} at {months} months"
            only_column(table, columns.numerators, f"the numerator of {about}")
            if columns.count_denominators:
                only_column(table, columns.count_denominators, f"the denominator of {about}")
            return table
    return None


def read_counts(table: Table | None) -> tuple[dict[str, Count], list[str]]:
    """Counts by ODS code, and notes."""
    if table is None:
        return {}, ["No sheet gives counts for this vaccine at this age: numerators are missing."]
    counts, repeated, uncoded = {}, set(), 0
    for number, row in table.numbered_rows():
        ods = ods_code(row, table.columns)
        if ods in counts:
            repeated.add(ods)
        count = _read_count(row, table, number)
        if count is not None and ods:
            counts[ods] = count
        elif count is not None:
            uncoded += 1
    notes = [f"Counts are in sheet {table.sheet}, joined by ODS code."]
    if repeated:
        notes.append(f"ODS codes twice there, so not joined: {', '.join(sorted(repeated))}.")
    if uncoded == 1:
        notes.append("1 row of counts has no ODS code, so it is not joined.")
    elif uncoded:
        notes.append(f"{uncoded} rows of counts have no ODS code, so they are not joined.")
    return {ods: count for ods, count in counts.items() if ods not in repeated}, notes


def _read_count(row: list, table: Table, number: int) -> Count | None:
    """Count in one row; None where a figure is missing or no child is eligible."""
    columns = table.columns
    # A denominator of this vaccine is preferred to that of every vaccine at this age.
    below = columns.count_denominators[0] if columns.count_denominators else columns.denominator
    if below is None:
        return None
    numerator, _ = table.children(number, row, columns.numerators[0])
    denominator, _ = table.children(number, row, below)
    if numerator and denominator == 0:
        raise SourceError(
            f"{table.place(number, below)}: 0 stands there beside {numerator:g} children "
            "vaccinated; a denominator is a whole number from 1, or 0 where none are vaccinated."
        )
    if numerator is None or not denominator:
        return None
    return Count(numerator, denominator, f"counts from sheet {table.sheet}, row {number}")


def agrees(count: Count, value: float, denominator: float | None) -> bool:
    """Whether a count gives the percentage, and the cohort if any, that the table prints."""
    same_cohort = denominator is None or denominator == count.denominator
    return same_cohort and abs(count.percentage - value) <= TOLERANCE


def disagreement(name: str, count: Count, value: float, denominator: float | None) -> str:
    """Note that names both figures where a count is not used."""
    of = "" if denominator is None else f" of {denominator:g} children"
    return (
        f"{name}: the table prints {value:g}%{of} but the counts give {count.numerator:g} "
        f"of {count.denominator:g} ({count.percentage:.1f}%); the table's are kept."
    )
