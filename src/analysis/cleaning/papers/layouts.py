"""Tables that no sign rules off: strokes, wide spaces, broken rows and labelled cards.

Each pass takes the units of a paper and gives them anew, with the rows that it found.
"""

import re

from analysis.cleaning.papers.card_tables import rows_from_card_tables
from analysis.cleaning.papers.cell_lines import rows_from_cell_lines
from analysis.cleaning.papers.form import Cell, Line, Paper, Unit, unit_of
from analysis.cleaning.papers.header_words import is_header, role_of
from analysis.cleaning.papers.kinds import kinds_fit
from analysis.cleaning.papers.plain import words_of
from analysis.cleaning.papers.quoted_cells import rows_from_quoted_cells
from analysis.cleaning.papers.references import numbered_heading, split_reference

_STROKE = re.compile(r"(?<=\s)/(?=\s|$)|^/(?=\s)")
_CLOSE = 0.6  # readings of a row whose kinds fit this nearly as well are named
_LONGEST_TITLE = 200
_BESIDE_AN_ACTION = {"lead", "date", "start", "target", "progress", "rag", "cost"}
_WIDE = re.compile(r"\s{2,}")
_CARD = re.compile(
    r"^\s*(?:[-•*]\s+)?(?:\*\*)?([A-Za-z][^:\t|]{1,45}?)(?:\*\*)?\s*:(?:\*\*)?\s*(.*)$"
)


def units_of(paper: Paper) -> list[Unit]:
    """The units of a paper in order: lines of text and rows of cells.

    Every line of the paper is in a unit, and in one only, unless one line holds several rows.
    """
    units = paper.units or [unit_of(line) for line in paper.lines]
    units = rows_from_quoted_cells(units)
    units = _broken_rows(units)
    units = _ruled_by(units, _strokes)
    units = _ruled_by(units, _wide_spaces)
    units = rows_from_cell_lines(units)
    units = rows_from_card_tables(units)
    return _cards(units)


def _broken_rows(units: list[Unit]) -> list[Unit]:
    """Rows of a text table that a line break inside a cell has cut."""
    found: list[Unit] = []
    width = 0
    at = 0
    while at < len(units):
        unit = units[at]
        if unit.cells is not None and is_header([cell.text for cell in unit.cells]):
            width = len(unit.cells)
        elif unit.cells is not None and unit.table == 0 and 1 < len(unit.cells) < width:
            unit, used = _mended(units, at, width)
            at += used
        found.append(unit)
        at += 1
    return found


def _mended(units: list[Unit], at: int, width: int) -> tuple[Unit, int]:
    lines, cells = list(units[at].lines), list(units[at].cells or [])
    for used, after in enumerate(units[at + 1 : at + 12], start=1):
        if after.number != lines[-1].number + 1 or after.lines[0].remark:
            break
        more = after.cells if after.cells is not None else [Cell(after.text.strip())]
        if is_header([cell.text for cell in more]) or len(cells) + len(more) - 1 > width:
            break
        cells = [*cells[:-1], Cell(cells[-1].text + "\n" + more[0].text), *more[1:]]
        lines += after.lines
        if len(cells) == width:
            why = f"a cell is broken over {len(lines)} lines"
            return Unit(lines, cells, why=why), used
    return units[at], 0


def _strokes(text: str, header: list[str] | None) -> list[str] | None:
    if not _STROKE.search(text):
        return None
    cells = [cell.strip() for cell in _STROKE.split(text)]
    return cells if len(cells) >= 3 or header else None


def _wide_spaces(text: str, header: list[str] | None) -> list[str] | None:
    cells = [cell for cell in _WIDE.split(text.strip()) if cell]
    return cells if len(cells) >= 3 or (header and len(cells) >= 2) else None


def _ruled_by(units: list[Unit], split) -> list[Unit]:
    """Rows under a header line that this way of splitting finds; lines that do not split stay."""
    found: list[Unit] = []
    header: list[str] | None = None
    for unit in units:
        if unit.cells is not None or unit.lines[0].remark:
            header = None if unit.cells is not None else header
            found.append(unit)
            continue
        cells = split(unit.text, header)
        if cells and is_header(cells):
            header = cells
            found.append(_as_row(unit, cells))
        elif (
            cells
            and header
            and len(cells) >= max(2, len(header) - 2)
            and not _is_prose(cells, header)
        ):
            fitted, why = _fitted(cells, header)
            found.append(_as_row(unit, fitted, why))
        else:
            found.append(unit)
    return found


def _is_prose(cells: list[str], header: list[str]) -> bool:
    return len(cells) < len(header) and all(len(cell) > 120 for cell in cells)


def _as_row(unit: Unit, cells: list[str], why: str = "") -> Unit:
    return Unit(unit.lines, [Cell(cell) for cell in cells], why=why)


def _fitted(cells: list[str], header: list[str]) -> tuple[list[str], str]:
    """Cells joined where the sign that parts them stands in their words too, by kind of content."""
    extra = len(cells) - len(header)
    if extra <= 0 or extra > 4:
        return cells, ""
    readings: list[list[str]] = [cells]
    for _ in range(extra):
        readings = [
            [*r[:at], f"{r[at]} / {r[at + 1]}", *r[at + 2 :]]
            for r in readings
            for at in range(len(r) - 1)
        ]
        unique = {tuple(reading): reading for reading in readings}
        readings = list(unique.values())[:400]
    scored = sorted(
        ((kinds_fit(reading, header), reading) for reading in readings), key=lambda s: -s[0]
    )
    ties = [reading for score, reading in scored if score >= scored[0][0] - _CLOSE]
    why = f"{len(cells)} pieces for {len(header)} columns, joined by what fits"
    if len(ties) > 1:
        why += f"; {len(ties)} readings fit about as well and the best is kept"
    return scored[0][1], why


def _cards(units: list[Unit]) -> list[Unit]:
    """Records of labelled lines ("Action: …", "Lead: …"): each is a row with its own header."""
    found: list[Unit] = []
    at = 0
    while at < len(units):
        card, used = _card(units, at)
        found.append(card or units[at])
        at += used if card else 1
    return found


def _labelled(unit: Unit) -> tuple[re.Match | None, str]:
    """A line's label and the role of its name, if the name is short enough to be one."""
    match = _CARD.match(unit.text)
    return match, role_of(match[1]) if match and len(match[1].split()) <= 6 else ""


def _titles_a_card(units: list[Unit], at: int) -> bool:
    """Is a line the action of the labelled lines right below it ("1. Open hubs", "Lead: ...")?"""
    if units[at].cells is not None or units[at].lines[0].remark or _labelled(units[at])[1]:
        return False
    text = units[at].text.strip()
    named = split_reference(text)[0] or text.startswith(("**", "#"))
    if not named or numbered_heading(text) or len(text) > _LONGEST_TITLE:
        return False
    below = units[at + 1 : at + 3]
    together = all(unit.number - units[at].number <= 3 and unit.cells is None for unit in below)
    roles = {_labelled(unit)[1] for unit in below} & _BESIDE_AN_ACTION
    return together and len(roles) == 2


def _card(units: list[Unit], at: int) -> tuple[Unit | None, int]:
    labels: list[str] = []
    cells: list[str] = []
    lines: list[Line] = []
    used = 0
    if _titles_a_card(units, at):
        labels, cells = ["Action"], [words_of(units[at].text.lstrip("# "))]
        lines, used = list(units[at].lines), 1
    for further, unit in enumerate(units[at + used : at + 40], start=at + used):
        if unit.cells is not None or unit.lines[0].remark or _titles_a_card(units, further):
            break
        match, role = _labelled(unit)
        if role and role not in ("other", "evidence"):
            if labels and (role_of(labels[0]) == role or role_of(match[1]) in map(role_of, labels)):
                break
            if not labels and role not in ("action", "recommendation", "ref"):
                break
            labels.append(match[1].strip())
            cells.append(match[2].strip())
        elif labels and (unit.number == lines[-1].number + 1 or not cells[-1]):
            if match and not role and len(match[1].split()) <= 2:
                break
            cells[-1] = (cells[-1] + "\n" + unit.text.strip()).strip()
        else:
            break
        lines += unit.lines
        used += 1
    roles = {role_of(label) for label in labels}
    if len(roles) < 2 or not roles & {"action", "recommendation"} or sum(map(bool, cells)) < 2:
        return None, 1
    return Unit(lines, [Cell(cell) for cell in cells], labels, "labelled lines"), used
