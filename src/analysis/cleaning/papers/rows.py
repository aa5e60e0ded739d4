"""Make rows of a paper's units, join what goes on with the row above, and note what was done."""

import re

from analysis.cleaning.papers.continuation import why_continues
from analysis.cleaning.papers.form import Cell, Unit
from analysis.cleaning.papers.headings import Headings
from analysis.cleaning.papers.plain import words_of
from analysis.cleaning.papers.tables import Assembled, Entry, Header, Row

_TOTAL = re.compile(r"^(?:grand |overall |sub-?)?totals?\b", re.IGNORECASE)


def is_total(cells: list[Cell]) -> bool:
    """Does a row state sums? Its first words say so."""
    return bool(_TOTAL.match(words_of(next((c.text for c in cells if words_of(c.text)), ""))))


class Rows:
    """The rows made so far, the headings in force, and what lies between the last row and here."""

    def __init__(self, share_with_reference: float):
        self.made = Assembled()
        self.headings = Headings()
        self.last: Row | None = None
        self.between: list[str] = []
        self.new_heading = False
        self.share = share_with_reference

    def heading(self, unit: Unit, text: str, new: bool) -> None:
        """Take a line for a heading."""
        said = self.headings.take(text)
        self.new_heading |= new and ", repeated" not in said
        self.between.append("a heading")
        self.note(unit, "heading", said)

    def place(self, unit: Unit, header: Header, cells: list[Cell]) -> None:
        """Make a row of a unit, or join it to the row above; say why if neither can be."""
        shown, extra = _fitted_to(header, cells)
        if not any(words_of(cell.text) for cell in [*shown, *extra]):
            self.note(unit, "furniture", "a row with no words")
            return
        total = is_total(shown)
        why = ""
        if not total and not unit.header:
            why = why_continues(
                shown,
                header,
                self.last,
                new_heading=self.new_heading,
                refs=self.share,
                cut=unit.lines[0].cut,
            )
        note = "; ".join(filter(None, [unit.why, why, *_width(header, cells, extra, unit)]))
        if why and self.last is not None:
            self._join(unit, header, shown, extra, note)
        else:
            self._begin(unit, header, shown, extra, note, total)

    def remark(self, unit: Unit, text: str) -> None:
        self.made.remarks.append((unit.number, text))

    def note(self, unit: Unit, kind: str, why: str, joined_to: int | None = None) -> None:
        """One entry for each line of a unit."""
        for at, line in enumerate(unit.lines):
            reason = why if not at else f"goes on with line {unit.number}"
            entry = Entry(line.number, line.place, kind, reason, line.text, joined_to)
            self.made.entries.append(entry)

    def _begin(self, unit, header, cells, extra, note: str, total: bool) -> None:
        row = Row(unit.number, unit.lines[0].place, [], {}, {}, {}, total=total)
        row.names = dict(zip(header.keys, header.names, strict=True))
        _add(row, header, cells, extra)
        if not total and "action" not in row.pieces and not row.reference:
            self.note(unit, "not placed", "its action cell is empty, and no row stands above it")
            return
        if not total:
            settled = self.headings.settle(row.reference)
            if settled:
                self.remark(unit, settled)
        if "readings" in unit.why or "left blank" in unit.why:
            self.remark(unit, unit.why)
        self._stand_under(row)
        row.lines = [line.number for line in unit.lines]
        self.made.rows.append(row)
        self.last = row
        small = words_of(row.cell("action"))[:1].islower() and not row.reference and not total
        lower = "it begins in lower case but is whole: a row of its own" if small else ""
        kind = "total" if total else "row"
        self.note(unit, kind, "; ".join(filter(None, [note, lower])))
        self.between, self.new_heading = [], False

    def _join(self, unit, header, cells, extra, why: str) -> None:
        row = self.last
        _add(row, header, cells, extra)
        row.joins += 1
        row.lines += [line.number for line in unit.lines]
        over = f" (over {' and '.join(dict.fromkeys(self.between))})" if self.between else ""
        self.note(unit, "joined", why + over, joined_to=row.line)
        self.between, self.new_heading = [], False

    def _stand_under(self, row: Row) -> None:
        """The section of a row: its own column's, which holds until it changes, or the heading."""
        heads = self.headings
        own = words_of(row.text_of("section"))
        if own and own != heads.section:
            heads.take(own)
        row.section, row.section_ref = heads.section, heads.section_ref
        row.outcome, row.outcome_ref = heads.outcome, heads.outcome_ref


def _width(header: Header, cells: list[Cell], extra: list[Cell], unit: Unit) -> list[str]:
    said = [f"{len(extra)} cells beyond the header are kept as such"] if extra else []
    if len(cells) < header.width and not unit.header:
        said.append(f"{len(cells)} cells for {header.width} columns")
    return said


def _fitted_to(header: Header, cells: list[Cell]) -> tuple[list[Cell], list[Cell]]:
    """Cells made as many as the header's columns, and those beyond it that hold words."""
    padded = cells + [Cell("")] * (header.width - len(cells))
    return padded[: header.width], [c for c in padded[header.width :] if words_of(c.text)]


def _add(row: Row, header: Header, cells: list[Cell], extra: list[Cell]) -> None:
    for key, name, cell in zip(header.keys, header.names, cells, strict=True):
        row.names.setdefault(key, name)
        if cell.text.strip():
            row.pieces.setdefault(key, []).append(cell.text)
        if cell.colour and not row.colours.get(key):
            row.colours[key] = cell.colour
    for cell in extra:
        row.names.setdefault("beyond", "beyond the header")
        row.pieces.setdefault("beyond", []).append(cell.text)
