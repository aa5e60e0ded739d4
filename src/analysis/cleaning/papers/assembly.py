"""Put a paper's tables together, and say of every line what became of it.

No line is dropped: each ends as a header, a row, part of a row, a heading, furniture, running text
outside any table, or as not placed, with the reason.
"""

from analysis.cleaning.papers.form import Cell, Paper, Unit
from analysis.cleaning.papers.furniture import is_rule, repeated_lines, why_furniture
from analysis.cleaning.papers.header_words import is_header, names_columns
from analysis.cleaning.papers.headings import may_be_heading, plain_heading
from analysis.cleaning.papers.layouts import units_of
from analysis.cleaning.papers.lookahead import headings_ahead, share_with_reference
from analysis.cleaning.papers.money import money_in
from analysis.cleaning.papers.plain import ends_a_sentence, words_of
from analysis.cleaning.papers.references import numbered_heading, split_reference
from analysis.cleaning.papers.rows import Rows, is_total
from analysis.cleaning.papers.tables import Assembled, Entry, Header, header_of


def assemble(paper: Paper) -> Assembled:
    """Rows and reading entries of a paper, in order."""
    units = [_heading_in_a_row(unit) for unit in units_of(paper)]
    work = _Assembly(units)
    for at in range(len(units)):
        work.take(at)
    work.rows.made.entries = _one_each(work.rows.made.entries)
    return work.rows.made


def _heading_in_a_row(unit: Unit) -> Unit:
    """A row of one cell that spans the table, or holds a numbered heading, is a line of text."""
    if unit.cells is None or unit.header:
        return unit
    if len(unit.cells) < 2:
        return Unit(unit.lines, None, why="one cell and no others")
    filled = [cell for cell in unit.cells if cell.text.strip()]
    if len(filled) != 1:
        return unit
    rest = [cell for cell in unit.cells if cell is not filled[0]]
    spans = all(cell.covered for cell in rest) and unit.cells[0] is filled[0]
    if spans or numbered_heading(filled[0].text):
        return Unit(unit.lines, None, why="one cell over the whole row")
    return unit


def _one_each(entries: list[Entry]) -> list[Entry]:
    """One entry a line: where several rows lie on one line, it says so."""
    found: dict[int, Entry] = {}
    for entry in entries:
        first = found.setdefault(entry.line, entry)
        if first is not entry:
            first.why = "; ".join(filter(None, [first.why, f"also {entry.kind} ({entry.why})"]))
    return [found[number] for number in sorted(found)]


class _Assembly:
    """One pass over a paper's units, with the header in force."""

    def __init__(self, units: list[Unit]):
        self.units = units
        self.rows = Rows(share_with_reference(units))
        self.header: Header | None = None
        self.header_row: Entry | None = None
        self.header_cells: list[Cell] = []
        self.foreign = False
        self.seen_headings: set[str] = set()
        self.repeated = repeated_lines(units)
        self.heading_at = headings_ahead(units, self.repeated)

    def take(self, at: int) -> None:
        """Take the next unit for what it is."""
        unit = self.units[at]
        if unit.cells is None:
            self._text(at, unit)
        elif unit.header:
            self.rows.last = None
            self.rows.place(unit, header_of(unit.header, [], unit.table), unit.cells)
        else:
            self._cells(at, unit, unit.cells)

    # --- lines of text ---

    def _text(self, at: int, unit: Unit) -> None:
        kind = self.heading_at.get(at, "")
        in_table = self.rows.last is not None and self._next_row_is_data(at)
        why = why_furniture(unit, self.repeated, before_header=kind != "", in_table=in_table)
        if why:
            self.rows.note(unit, "furniture", why)
        elif kind == "title":
            self.rows.note(unit, "heading", "taken for the title of the paper: it names no section")
        elif kind:
            name = plain_heading(unit.text).lower()
            self.rows.heading(unit, unit.text, new=name not in self.seen_headings)
            self.seen_headings.add(name)
        elif in_table:
            self.rows.note(
                unit,
                "not placed",
                "a line between the rows of a table that is no row, heading or footer",
            )
            self.rows.remark(unit, "a line between rows could not be placed")
        else:
            sums = ", ".join(money.printed for money in money_in(unit.text))
            named = f"; it names {sums}" if sums else ""
            self.rows.note(unit, "text", "running text, outside any table" + named)

    def _next_row_is_data(self, at: int) -> bool:
        for unit in self.units[at + 1 : at + 8]:
            if unit.cells is not None:
                return not is_header([cell.text for cell in unit.cells])
        return False

    # --- rows ---

    def _cells(self, at: int, unit: Unit, cells: list[Cell]) -> None:
        texts = [cell.text for cell in cells]
        if is_rule(cells):
            self.rows.note(unit, "furniture", "a rule or an empty row between rows")
        elif is_header(texts) or self._names_below_spans(unit, cells):
            self._header(at, unit, texts)
        elif self.header is None:
            self.rows.note(unit, "not placed", "no header that is recognised stands above it")
        elif self._is_foreign(at, unit, cells):
            why = "its table has a header that is not recognised: nothing is forced into columns"
            self.rows.note(unit, "not placed", why)
        elif self._is_heading_row(at, unit, cells):
            said = "a short name alone in its row is taken for a heading; it could go on with a row"
            self.rows.remark(unit, said)
            self.rows.heading(unit, cells[0].text, new=True)
        else:
            self.rows.place(unit, self.header, cells)

    def _is_foreign(self, at: int, unit: Unit, cells: list[Cell]) -> bool:
        """Does a row belong to a table that is none of actions? Its first row decides."""
        if unit.header or not self._begins_a_table(at, unit):
            return self.foreign
        other_width = len(cells) != self.header.width
        if unit.table:
            self.foreign = unit.table != self.header.table and (other_width or names_columns(cells))
        else:
            self.foreign = other_width and names_columns(cells)
        return self.foreign

    def _begins_a_table(self, at: int, unit: Unit) -> bool:
        above = self.units[at - 1] if at else None
        if above is None or above.cells is None:
            return True
        return unit.table != above.table or (not unit.table and unit.number > above.number + 1)

    def _is_heading_row(self, at: int, unit: Unit, cells: list[Cell]) -> bool:
        """A short name alone in the first cell, with a whole row below it, is a heading."""
        filled = [cell for cell in cells if words_of(cell.text)]
        if len(filled) != 1 or filled[0] is not cells[0] or len(cells) < 3 or unit.header:
            return False
        if not may_be_heading(filled[0].text) or len(words_of(filled[0].text).split()) > 10:
            return False
        if is_total(filled) or split_reference(filled[0].text)[0]:
            return False
        if self.rows.last is not None and not ends_a_sentence(self.rows.last.cell("action")):
            follows = self.rows.last.line == self.units[at - 1].lines[0].number if at else False
            if not follows:
                return False
        after = self.units[at + 1] if at + 1 < len(self.units) else None
        return (
            after is not None
            and after.cells is not None
            and (sum(bool(words_of(cell.text)) for cell in after.cells) >= 3)
        )

    def _header(self, at: int, unit: Unit, texts: list[str]) -> None:
        following = [
            [cell.text for cell in after.cells]
            for after in self.units[at + 1 : at + 12]
            if after.cells is not None and not is_header([cell.text for cell in after.cells])
        ]
        second_row = (
            self.header is not None and self.header_row is not None and unit.table == self.header.table  # noqa: E501
            and len(texts) == self.header.width and self._stands_right_below(unit)
        )  # fmt: skip
        if second_row:
            texts = [f"{a} {b}".strip() for a, b in zip(self.header.names, texts, strict=True)]
        new = header_of(texts, following, unit.table)
        before = self.header
        columns = ", ".join(
            f"{n or 'blank'} = {k.partition(' ')[0]}"
            for n, k in zip(new.names, new.keys, strict=True)
        )
        if before is None:
            kind, why = "header", columns
        elif new.names == before.names:
            kind, why = "header repeated", "the same words"
        elif new.keys == before.keys:
            changed = [b for a, b in zip(before.names, new.names, strict=True) if a != b]
            kind, why = "header repeated", "respelt: " + ", ".join(changed)
        else:
            kind, why = "header", columns
            if len(new.keys) != len(before.keys):
                self.rows.last = None
        self.header, self.foreign = new, False
        self.header_cells = unit.cells or []
        self.rows.between.append("a header")
        self.rows.note(unit, kind, why)
        self.header_row = self.rows.made.entries[-1]

    def _names_below_spans(self, unit: Unit, cells: list[Cell]) -> bool:
        """Is a row the second of a header: names below the header's merged cells and no others?"""
        if (
            self.header is None
            or not self._stands_right_below(unit)
            or unit.table != self.header.table
        ):
            return False
        if len(cells) != self.header.width:
            return False
        beside = [*(cell.covered for cell in self.header_cells[1:]), False]
        spanned = [a.covered or b for a, b in zip(self.header_cells, beside, strict=True)]
        filled = [at for at, cell in enumerate(cells) if words_of(cell.text)]
        return (
            bool(filled)
            and all(spanned[at] for at in filled)
            and all(cell.covered or at in filled or spanned[at] for at, cell in enumerate(cells))
            and names_columns([cells[at] for at in filled] * 2)
        )

    def _stands_right_below(self, unit: Unit) -> bool:
        return (
            bool(self.rows.made.entries)
            and self.rows.made.entries[-1] is self.header_row
            and unit.table > 0
        )
