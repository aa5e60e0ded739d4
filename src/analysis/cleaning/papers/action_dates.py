"""The dates of one action: those of its date cell, and those hidden in its words."""

from dataclasses import dataclass, field
from datetime import date

from analysis.cleaning.papers.dates import Stated, dates_in, dates_of_cell
from analysis.cleaning.papers.plain import words_of
from analysis.cleaning.papers.tables import Row


@dataclass
class ReadDates:
    """An action's dates, each with the sub-action it belongs to (or None) and its column."""

    stated: list[tuple[Stated, int | None, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def _of(self, kind: str) -> list[Stated]:
        return [stated for stated, _, _ in self.stated if stated.kind == kind]

    @property
    def due(self) -> list[date]:
        return sorted(s.due for s in self._of("due") if s.due)

    @property
    def starts(self) -> date | None:
        found = [s.starts for s in self._of("due") + self._of("start") if s.starts]
        return min(found) if found else None

    @property
    def years(self) -> tuple[int, int] | None:
        phases = self._of("phase")
        if not phases:
            return None
        return min(p.from_year for p in phases), max(p.to_year for p in phases)

    @property
    def ongoing(self) -> bool:
        return bool(self._of("ongoing"))

    @property
    def label(self) -> str:
        phased = self.years is not None
        left_out = ("in prose", "start", "ongoing") if phased else ("in prose", "start")
        own = [s.label for s, _, _ in self.stated if s.kind not in left_out]
        return "; ".join(own)


def read_dates(row: Row, parts: list[str], target_texts: list[str]) -> ReadDates:
    """Read an action's dates.

    Where a cell has as many due dates as the action has sub-actions, each date belongs to one,
    in order. Where the numbers differ the link is left open and reported.
    """
    read = ReadDates()
    cell = " ".join(words_of(row.text_of("date")).split())
    found = dates_of_cell(cell)
    due = [stated for stated in found if stated.kind == "due"]
    linked = len(due) > 1 and len(due) == len(parts)
    if len(due) > 1 and not linked:
        number = "1 sub-action" if len(parts) == 1 else f"{len(parts)} sub-actions"
        read.remarks.append(
            f"{len(due)} dates beside {number}: which date belongs to what is left open"
        )
    for stated in found:
        part = due.index(stated) + 1 if linked and stated in due else None
        read.stated.append((stated, part, "date column"))
        if stated.remark:
            read.remarks.append(f'date "{stated.label}": {stated.remark}')
    read.stated += _starts(row)
    read.stated += _in_prose(row, target_texts, {s.due for s in due})
    return read


def _starts(row: Row) -> list[tuple[Stated, int | None, str]]:
    cell = words_of(row.text_of("start"))
    return [
        (Stated(s.label, "start", s.precision, _first_day(s), s.due), None, "start column")
        for s in dates_in(cell)
        if s.due
    ]


def _first_day(stated: Stated) -> date:
    if stated.starts:
        return stated.starts
    return stated.due.replace(day=1) if stated.precision == "month" else stated.due


def _in_prose(
    row: Row, target_texts: list[str], already: set[date | None]
) -> list[tuple[Stated, int | None, str]]:
    """Calendar dates in the words of the action and its targets; none of them counts as due."""
    found = []
    texts = [("action column", words_of(row.cell("action")))]
    texts += [("targets column", text) for text in target_texts]
    for column, text in texts:
        for s in dates_in(text):
            if s.due and not any(s.label == other.label for other, _, _ in found):
                stated = Stated(s.label, "in prose", s.precision, s.starts, s.due)
                found.append((stated, None, column))
    return found
