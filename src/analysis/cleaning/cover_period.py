"""When a COVER workbook is of: the quarter it is about, and the day it was first published."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

from analysis.cleaning.cover_cells import Sheets, cell_text, read_date, row_text
from analysis.cleaning.cover_tables import Table
from analysis.errors import SourceError

FRONT_ROWS = 60  # how far down the front sheet its title may stand
_QUARTER_OF_MONTH = {"apr": 1, "jul": 2, "oct": 3, "jan": 4}
# One spelling a line. The groups a to d are the year that the financial year starts in, a2 to c2
# the two digits of the year it ends in, and aq to dq the quarter; m and y are month and year.
_PERIOD = re.compile(
    r"FY(?P<a>20\d\d)_(?P<a2>\d\d)_Q(?P<aq>[1-4])"
    r"|(?P<b>20\d\d)\s*[/-]\s*(?:20)?(?P<b2>\d\d)\W+(?:Q|quarter)\s*(?P<bq>[1-4])"
    r"|(?:Q|quarter)\s*(?P<cq>[1-4])\W+(?P<c>20\d\d)\s*(?:to|/|-)\s*(?:20)?(?P<c2>\d\d)\b"
    r"|\b(?P<m>jan|apr|jul|oct)[a-z]*\s*(?:to|and|-|–)\s*(?:mar|jun|sep|dec)[a-z]*\s+(?P<y>20\d\d)"
    r"|\b(?P<d>20\d\d)\s*Q(?P<dq>[1-4])\b",
    re.IGNORECASE,
)


def period_in(text: str) -> str | None:
    """First financial quarter named in a text, as "2024/25 Q4"; None where there is none.

    In COVER "2014 Q4" is quarter 4 of financial year 2014/15, January to March 2015.
    """
    for match in _PERIOD.finditer(text):
        part = match.groupdict()
        if part["m"]:
            quarter = _QUARTER_OF_MONTH[part["m"].lower()]
            start = int(part["y"]) - (1 if quarter == 4 else 0)
            end = None
        else:
            spelling = next(letter for letter in "abcd" if part[letter])
            start, quarter = int(part[spelling]), int(part[f"{spelling}q"])
            end = part.get(f"{spelling}2")
        next_year = (start + 1) % 100
        if end is None or int(end) == next_year:  # "2024/27" names no financial year
            return f"{start}/{next_year:02d} Q{quarter}"
    return None


def read_period(
    path: Path, sheets: Sheets, table: Table, counts_table: Table | None
) -> tuple[str, list[str]]:
    """Quarter that the front sheet, the table and the counts name; one slip is outvoted."""
    front = _front_sheet(sheets)
    named = [
        (next(_periods(sheets[front][:FRONT_ROWS]), None), front),
        (next(_periods([*table.above, *_side_labels(table)]), None), table.sheet),
    ]
    counted = Counter()  # how many rows of the counts name each quarter
    if counts_table is not None:
        counted.update(_periods(counts_table.body))
    if counted:
        named.append((_most_named(counted), counts_table.sheet))
    said = [(period, sheet) for period, sheet in named if period]
    period = _elected(path, said)
    notes = [f"Period: {_listed(said)}."]
    strays = counted.total() - counted[period]
    if strays:
        notes.append(f"{strays} row(s) of sheet {counts_table.sheet} name another quarter.")
    return period, notes


def _front_sheet(sheets: Sheets) -> str:
    """Name of the sheet with the programme's title near its top, otherwise of the first sheet."""
    for sheet, rows in sheets.items():
        top = " ".join(cell_text(cell) for row in rows[:10] for cell in row).lower()
        if "cover of vaccination evaluated rapidly" in top:
            return sheet
    return next(iter(sheets))


def _periods(rows: list[list]) -> Iterator[str]:
    """Quarter that each row names, without the rows that name none."""
    return filter(None, (period_in(row_text(row)) for row in rows))


def _side_labels(table: Table) -> list[list]:
    """Cells in columns that have no header, where labels such as "2014 Q4" stand."""
    blank = [i for i, cell in enumerate(table.header) if not cell_text(cell)]
    return [[row[i] for i in blank] for row in table.body]


def _most_named(votes: Counter) -> str:
    return votes.most_common(1)[0][0]


def _elected(path: Path, said: list[tuple[str, str]]) -> str:
    """Quarter that most places name; refused where there is none, or a tie."""
    votes = Counter(period for period, _ in said)
    if not votes:
        raise SourceError(
            f"{path.name} does not say which quarter it is about; a COVER workbook has a title "
            'such as "2018/19, Quarter 2" or "July to September 2018".'
        )
    period = _most_named(votes)
    if list(votes.values()).count(votes[period]) > 1:
        raise SourceError(
            f"{path.name} names more than one quarter ({_listed(said)}); "
            "a COVER workbook is about one."
        )
    return period


def _listed(said: list[tuple[str, str]]) -> str:
    return "; ".join(f"{period} in sheet {sheet}" for period, sheet in said)


def read_published(sheets: Sheets) -> tuple[date | None, list[str]]:
    """First publication date: the revision history's, otherwise the cover sheet's."""
    for sheet, rows in sheets.items():
        history = _revisions(rows)
        if history:
            text = "; ".join(line for _, line in history)
            return min(day for day, _ in history), [f"Revisions, sheet {sheet}: {text}."]
    for sheet, rows in sheets.items():
        cell = _labelled_date(rows)
        if cell is not None:
            day = read_date(cell)
            note = f"Published: sheet {sheet}; there is no revision history."
            if day is None:
                note = (
                    f'Sheet {sheet}: the publication date could not be read; "{cell_text(cell)}" '
                    'stands there, and a date such as "26 September 2024" may.'
                )
            return day, [note]
    return None, ["No publication date was found in the workbook."]


def _labelled_date(rows: list[list]) -> object | None:
    """Cell after the label of a publication date, None where a sheet has no such label."""
    cells = [cell for row in rows for cell in row if cell_text(cell)]
    # The date stands in the next cell that is not blank, to the right or below.
    for label, cell in pairwise(cells):
        if cell_text(label).lower().rstrip(":") in ("publication date", "date published"):
            return cell
    return None


def _revisions(rows: list[list]) -> list[tuple[date, str]]:
    """Date and text of each revision under a header of versions and dates; none elsewhere."""
    for index, row in enumerate(rows):
        cells = [cell_text(cell).lower() for cell in row]
        if "date" in cells and any(cell.startswith("version") for cell in cells):
            column = cells.index("date")
            below = [(read_date(revision[column]), revision) for revision in rows[index + 1 :]]
            history = [(day, row_text(revision)) for day, revision in below if day]
            if history:
                return history
    return []
