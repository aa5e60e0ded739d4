"""Find the tables of a COVER workbook by their headers, and choose the one to read."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.cleaning.cover_cells import Sheets, cell_text, children
from analysis.cleaning.cover_headers import Columns, ages, read_header
from analysis.cleaning.cover_places import is_la_code, read_regions
from analysis.errors import SourceError

TITLE_ROWS = 10  # how far above a header its title may stand


@dataclass(frozen=True)
class Table:
    """A header row and the rows under it, down to the next header or the end of the sheet."""

    file: str  # name of the workbook
    sheet: str
    above: list[list]
    header: list
    header_row: int  # as the spreadsheet numbers it, from 1
    body: list[list]
    columns: Columns

    def numbered_rows(self) -> Iterator[tuple[int, list]]:
        """Rows under the header, each with its number in the spreadsheet."""
        return enumerate(self.body, start=self.header_row + 1)

    def place(self, number: int, position: int) -> str:
        """Where a cell stands, for a message: file, sheet, row and column."""
        column = cell_text(self.header[position])
        return f'{self.file}, sheet {self.sheet}, row {number}, column "{column}"'

    def children(self, number: int, row: list, position: int) -> tuple[float | None, str]:
        """Number of children in one cell, or None and its mark; refused if it cannot be one."""
        return children(row[position], self.place(number, position))

    def is_by_region(self) -> bool:
        """Whether the rows are grouped by the statistical regions of England."""
        if self.columns.region_name is None:
            return False
        regions, _ = read_regions(self.numbered_rows(), self.columns, self.sheet)
        return regions.statistical


def find_tables(path: Path, sheets: Sheets, vaccine: str, months: int) -> list[Table]:
    """Every table of areas, on any sheet; `columns` are those of one vaccine at one age."""
    tables = []
    for sheet, rows in sheets.items():
        headers = _find_headers(rows, vaccine, months)
        starts = list(headers)
        ends = [*starts, len(rows)][1:]  # a table runs to the next header of its sheet
        for start, end in zip(starts, ends, strict=True):
            tables.append(
                Table(
                    file=path.name,
                    sheet=sheet,
                    above=rows[:start],
                    header=rows[start],
                    header_row=start + 1,
                    body=rows[start + 1 : end],
                    columns=headers[start],
                )
            )
    return tables


def _find_headers(rows: list[list], vaccine: str, months: int) -> dict[int, Columns]:
    """Header rows of one sheet: position from 0, and what the columns hold."""
    headers = {}
    for index, row in enumerate(rows):
        if not any(isinstance(cell, str) and "code" in cell.lower() for cell in row):
            continue
        title = rows[max(0, index - TITLE_ROWS) : index]
        title_ages = {age for line in title for cell in line for age in ages(cell)}
        columns = read_header(row, vaccine, months, title_ages)
        has_code = columns.code is not None or columns.ods is not None
        if has_code and columns.name is not None:
            headers[index] = columns
    return headers


def choose_table(
    path: Path, sheets: Sheets, tables: list[Table], vaccine: str, months: int
) -> tuple[Table, list[str]]:
    """Local-authority table with the vaccine, grouped by region if there is a choice."""
    of_areas = [table for table in tables if _has_la_codes(table)]
    if not of_areas:
        raise SourceError(
            f"{path.name} has no local-authority table (sheets looked at: {', '.join(sheets)}); "
            "a COVER workbook has a sheet with a column of local-authority GSS codes, "
            "a column of their names and columns of coverage."
        )
    fitting = [table for table in of_areas if table.columns.values]
    if not fitting:
        looked_at = ", ".join(dict.fromkeys(table.sheet for table in of_areas))  # each name once
        raise SourceError(
            f"{path.name} has no coverage column for {vaccine} at {months} months in its "
            f"local-authority tables (sheets {looked_at}); "
            'a COVER workbook has a header such as "24m MMR1%".'
        )
    # False sorts before True, and tables that are equal in this keep the workbook's order.
    fitting.sort(key=lambda table: not table.is_by_region())
    table, others = fitting[0], fitting[1:]
    column = only_column(table, table.columns.values, f"{vaccine} at {months} months")
    notes = [
        f"{vaccine} at {months} months is read from sheet {table.sheet}, header in row "
        f'{table.header_row}, column "{column}".'
    ]
    if others:
        why = "it is grouped by region" if table.is_by_region() else "it is first"
        also = ", ".join(other.sheet for other in others)
        notes.append(f"Sheet {table.sheet} was used because {why}; also there: {also}.")
    return table, notes


def _has_la_codes(table: Table) -> bool:
    code = table.columns.code
    return code is not None and any(is_la_code(cell_text(row[code])) for row in table.body)


def only_column(table: Table, positions: tuple[int, ...], about: str) -> str:
    """Header of the column that fits; refused where two fit, since either could be meant."""
    named = [cell_text(table.header[position]) for position in positions]
    if len(named) > 1:
        raise SourceError(
            f"{table.file} has {len(named)} columns for {about} in sheet {table.sheet} "
            f"({', '.join(named)}); a COVER table has one."
        )
    return named[0]
