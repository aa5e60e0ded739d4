"""Put a paper's tables together, and say of every line what became of it.

No line is dropped: each ends as a header, a row, part of a row, a heading, furniture, running text
outside any table, or as not placed, with the reason.
"""

import re

from analysis.cleaning.papers.continuation import why_continues
from analysis.cleaning.papers.form import Cell, Paper, Unit
from analysis.cleaning.papers.furniture import is_rule, repeated_lines, why_furniture
from analysis.cleaning.papers.header_words import is_header, names_columns
from analysis.cleaning.papers.headings import Headings, is_title, may_be_heading, plain_heading
from analysis.cleaning.papers.layouts import units_of
from analysis.cleaning.papers.money import money_in
from analysis.cleaning.papers.plain import ends_a_sentence, visible, words_of
from analysis.cleaning.papers.references import numbered_heading, split_reference
from analysis.cleaning.papers.tables import Assembled, Entry, Header, Row, header_of

_TOTAL = re.compile(r"^(?:grand |overall |sub-?)?totals?\b", re.IGNORECASE)


def assemble(paper: Paper) -> Assembled:
    """Rows and reading entries of a paper, in order."""
    units = [_heading_in_a_row(unit) for unit in units_of(paper)]
    work = _Assembly(units)
    for at in range(len(units)):
        work.take(at)
    work.made.entries = _one_each(work.made.entries)
    return work.made


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
    def __init__(self, units: list[Unit]):
        self.units = units
        self.made = Assembled()
        self.headings = Headings()
        self.header: Header | None = None
        self.last: Row | None = None
        self.between: list[str] = []
        self.new_heading = False
        self.header_row: Entry | None = None
        self.foreign = False
        self.seen_headings: set[str] = set()
        self.repeated = repeated_lines(units)
        self.heading_at = self._headings_ahead()
        self.refs = self._share_of_refs()

    def take(self, at: int) -> None:
        unit = self.units[at]
        if unit.cells is None:
            self._text(at, unit)
        elif unit.header:
            header = header_of(unit.header, [], unit.table)
            self.last = None
            self._row(unit, header, unit.cells)
        else:
            self._cells(at, unit, unit.cells)

    # --- lines of text ---

    def _text(self, at: int, unit: Unit) -> None:
        kind = self.heading_at.get(at, "")
        in_table = self.last is not None and self._next_row_is_data(at)
        why = why_furniture(unit, self.repeated, before_header=kind != "", in_table=in_table)
        if why:
            self._note(unit, "furniture", why)
        elif kind == "title":
            self._note(unit, "heading", "taken for the title of the paper: it names no section")
        elif kind:
            said = self.headings.take(unit.text)
            name = plain_heading(unit.text).lower()
            self.new_heading |= name not in self.seen_headings and ", repeated" not in said
            self.seen_headings.add(name)
            self.between.append("a heading")
            self._note(unit, "heading", said)
        elif in_table:
            self._note(
                unit,
                "not placed",
                "a line between the rows of a table that is no row, heading or footer",
            )
            self.made.remarks.append((unit.number, "a line between rows could not be placed"))
        else:
            sums = ", ".join(money.printed for money in money_in(unit.text))
            named = f"; it names {sums}" if sums else ""
            self._note(unit, "text", "running text, outside any table" + named)

    def _headings_ahead(self) -> dict[int, str]:
        """Which lines are headings: numbered ones, and the last short line above a header or,
        inside a table, above a row.
        """
        found: dict[int, str] = {}
        waiting: int | None = None
        seen_header = False
        for at, unit in enumerate(self.units):
            if unit.cells is None:
                if unit.lines[0].remark:
                    continue
                if numbered_heading(unit.text) and (len(visible(unit.text)) <= 200):
                    found[at], waiting = "numbered", None
                elif why_furniture(unit, set(), before_header=False, in_table=False):
                    continue
                else:
                    alone = may_be_heading(unit.text) and not self._ends_a_paragraph(at)
                    waiting = at if alone else None
            else:
                texts = [cell.text for cell in unit.cells]
                header = bool(unit.header) or is_header(texts)
                if waiting is not None and (header or (seen_header and not is_rule(unit.cells))):
                    line = self.units[waiting]
                    often = words_of(line.text).lower() and _repeats(line, self.repeated)
                    if header or not (often or self._sentence(line)):
                        found[waiting] = "title" if is_title(line.text) and header else "plain"
                waiting = None
                seen_header = seen_header or header
        return self._not_only_before_rows(found)

    def _not_only_before_rows(self, found: dict[int, str]) -> dict[int, str]:
        """A numbered line in running text, with no table after it, is no heading."""
        last_row = max(
            (n for n, unit in enumerate(self.units) if unit.cells is not None), default=-1
        )
        return {at: kind for at, kind in found.items() if at < last_row}

    def _ends_a_paragraph(self, at: int) -> bool:
        """Is a line the last of a paragraph that is broken over lines?"""
        above = self.units[at - 1] if at else None
        here = self.units[at].lines[0]
        broken = here.place.startswith(
            ("line ", "page ")
        )  # files whose lines break where room ends
        if not broken or above is None or above.cells is not None:
            return False
        if here.number != above.number + 1 or _page(here.place) != _page(above.lines[0].place):
            return False
        return len(above.text) > 60 and not re.search(r"[.:;!?]\s*$", above.text)

    def _sentence(self, unit: Unit) -> bool:
        words = plain_heading(unit.text)
        return (
            len(words.split()) > 14 or words[:1].islower() or bool(re.search(r"\b20\d\d$", words))
        )

    def _next_row_is_data(self, at: int) -> bool:
        for unit in self.units[at + 1 : at + 8]:
            if unit.cells is not None:
                return not is_header([cell.text for cell in unit.cells])
        return False

    # --- rows ---

    def _cells(self, at: int, unit: Unit, cells: list[Cell]) -> None:
        texts = [cell.text for cell in cells]
        if is_rule(cells):
            self._note(unit, "furniture", "a rule or an empty row between rows")
        elif is_header(texts):
            self._header(at, unit, texts)
        elif self.header is None:
            self._unplaced(unit, "no header that is recognised stands above it")
        elif self._is_foreign(at, unit, cells):
            why = "its table has a header that is not recognised: nothing is forced into columns"
            self._unplaced(unit, why)
        elif self._is_heading_row(at, unit, cells):
            self._heading_row(unit, cells)
        else:
            self._row(unit, self.header, cells)

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
        if _TOTAL.match(words_of(filled[0].text)) or split_reference(filled[0].text)[0]:
            return False
        if self.last is not None and not ends_a_sentence(self.last.cell("action")):
            follows = self.last.line == self.units[at - 1].lines[0].number if at else False
            if not follows:
                return False
        after = self.units[at + 1] if at + 1 < len(self.units) else None
        return (
            after is not None
            and after.cells is not None
            and (sum(bool(words_of(cell.text)) for cell in after.cells) >= 3)
        )

    def _heading_row(self, unit: Unit, cells: list[Cell]) -> None:
        said = self.headings.take(cells[0].text)
        self.new_heading = True
        self.between.append("a heading")
        self.made.remarks.append(
            (
                unit.number,
                "a short name alone in its row is taken for a heading; it could be part of a row",
            )
        )
        self._note(unit, "heading", said)

    def _header(self, at: int, unit: Unit, texts: list[str]) -> None:
        following = [
            [cell.text for cell in after.cells]
            for after in self.units[at + 1 : at + 12]
            if after.cells is not None and not is_header([cell.text for cell in after.cells])
        ]
        second_row = (
            self.header is not None and self.header_row is not None and unit.table == self.header.table
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
                self.last = None
        self.header, self.foreign = new, False
        self.between.append("a header")
        self._note(unit, kind, why)
        self.header_row = self.made.entries[-1]

    def _stands_right_below(self, unit: Unit) -> bool:
        return (
            bool(self.made.entries) and self.made.entries[-1] is self.header_row and unit.table > 0
        )

    def _row(self, unit: Unit, header: Header, cells: list[Cell]) -> None:
        cells, extra = _fitted_to(header, cells)
        if not any(words_of(cell.text) for cell in cells) and not any(
            words_of(c.text) for c in extra
        ):
            self._note(unit, "furniture", "a row with no words")
            return
        total = bool(_TOTAL.match(words_of(next((c.text for c in cells if words_of(c.text)), ""))))
        why = (
            ""
            if total or unit.header
            else why_continues(
                cells, header, self.last, new_heading=self.new_heading, refs=self.refs
            )
        )
        remark = f"; {len(extra)} cells beyond the header are kept as such" if extra else ""
        short = len(unit.cells or []) < header.width and not unit.header
        remark += f"; {len(unit.cells or [])} cells for {header.width} columns" if short else ""
        note = "; ".join(filter(None, [unit.why, why])) + remark
        if why and self.last is not None:
            self._join(unit, header, cells, extra, note)
            return
        row = Row(unit.number, unit.lines[0].place, [], {}, {}, {}, total=total)
        row.names = dict(zip(header.keys, header.names, strict=True))
        _add(row, header, cells, extra)
        if not total and "action" not in row.pieces:
            if self.last is None or not row.pieces:
                self._unplaced(
                    unit,
                    "its action cell is empty and no row stands above that it could go on with",
                )
                return
        if not total:
            settled = self.headings.settle(row.reference)
            if settled:
                self.made.remarks.append((unit.number, settled))
        self._stand_under(row)
        row.lines = [line.number for line in unit.lines]
        self.made.rows.append(row)
        self.last = row
        lower = (
            "begins in lower case but is whole, so it is a row of its own"
            if words_of(row.cell("action"))[:1].islower() and not row.reference
            else ""
        )
        self._note(
            unit, "total" if total else "row", "; ".join(filter(None, [note.strip("; "), lower]))
        )
        self.between, self.new_heading = [], False

    def _stand_under(self, row: Row) -> None:
        heads = self.headings
        row.section, row.section_ref = heads.section, heads.section_ref
        row.outcome, row.outcome_ref = heads.outcome, heads.outcome_ref
        own = words_of(row.text_of("section"))
        if own:
            if own != heads.section:
                heads.take(own)
            row.section, row.section_ref = heads.section, heads.section_ref
        elif row.has("section") and row.pieces.get("section") is None and self.last:
            row.section, row.section_ref = self.last.section, self.last.section_ref

    def _join(
        self, unit: Unit, header: Header, cells: list[Cell], extra: list[Cell], why: str
    ) -> None:
        row = self.last
        _add(row, header, cells, extra)
        row.joins += 1
        row.lines += [line.number for line in unit.lines]
        over = f" (over {' and '.join(dict.fromkeys(self.between))})" if self.between else ""
        self._note(unit, "joined", why + over, joined_to=row.line)
        self.between, self.new_heading = [], False

    # --- entries ---

    def _unplaced(self, unit: Unit, why: str) -> None:
        self._note(unit, "not placed", why)

    def _note(self, unit: Unit, kind: str, why: str, joined_to: int | None = None) -> None:
        for at, line in enumerate(unit.lines):
            reason = why if not at else f"goes on with line {unit.number}"
            self.made.entries.append(
                Entry(line.number, line.place, kind, reason, line.text, joined_to)
            )

    def _share_of_refs(self) -> float:
        firsts = []
        header: Header | None = None
        for unit in self.units:
            if unit.cells is None:
                continue
            texts = [cell.text for cell in unit.cells]
            if unit.header or is_header(texts):
                header = header_of(unit.header or texts, [], unit.table)
            elif header is not None and "action" in header.keys:
                column = header.keys.index("action")
                if column < len(texts) and words_of(texts[column]):
                    firsts.append(bool(split_reference(texts[column])[0]))
        return sum(firsts) / len(firsts) if firsts else 0.0


def _page(place: str) -> str:
    return place.partition(",")[0] if place.startswith("page ") else ""


def _repeats(unit: Unit, repeated: set[str]) -> bool:
    return re.sub(r"\d+", "#", words_of(unit.text).lower()) in repeated


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
