"""Tables that were copied out of a paper one cell a line."""

import re
from itertools import pairwise

from analysis.cleaning.papers.form import Cell, Unit
from analysis.cleaning.papers.furniture import is_page_number
from analysis.cleaning.papers.header_words import is_header, role_of, roles_of_header
from analysis.cleaning.papers.headings import is_title
from analysis.cleaning.papers.kinds import kind_fits
from analysis.cleaning.papers.plain import starts_in_lower_case
from analysis.cleaning.papers.references import looks_like_id, numbered_heading, split_reference

_MOST_COLUMNS = 12


def rows_from_cell_lines(units: list[Unit]) -> list[Unit]:
    """Units in which each table of one cell a line has become rows.

    A table begins where at least three lines in a row are names of columns, one of them of
    actions. Rows begin at a reference, at a gap where gaps lie between all rows, or after as
    many cells as there are columns; cells that are blank in the paper have left no line, so the
    others are laid out by what kind of thing they are.
    """
    found: list[Unit] = []
    at = 0
    while at < len(units):
        width = _header_at(units, at)
        if not width:
            found.append(units[at])
            at += 1
            continue
        header = [unit.text.strip() for unit in units[at : at + width]]
        found.append(_row(units[at : at + width], header, "one cell a line"))
        at += width
        body = []
        while at < len(units) and units[at].cells is None and not _header_at(units, at):
            body.append(units[at])
            at += 1
        found += _rows(body, header)
    return found


def _header_at(units: list[Unit], at: int) -> int:
    """How many lines from here are the names of columns; 0 where this is no header."""
    width = 0
    while width < _MOST_COLUMNS and at + width < len(units):
        unit = units[at + width]
        text = unit.text.strip()
        if unit.cells is not None or unit.lines[0].remark or len(text) > 60 or not role_of(text):
            break
        if split_reference(text)[0] or numbered_heading(text) or _is_no_name(text):
            break
        width += 1
    for size in range(width, 2, -1):
        names = [unit.text.strip() for unit in units[at : at + size]]
        roles = roles_of_header(names)
        if is_header(names) and "action" in roles and len(set(roles)) >= 3:
            return size
    return 0


def _is_bare_id(text: str) -> bool:
    """A reference on a line of its own; a lone letter could be a rating."""
    return looks_like_id(text) and bool(re.search(r"\d|\)", text)) and len(text.strip()) <= 10


def _is_no_name(text: str) -> bool:
    """Titles, headings, sentences and labelled lines are no names of columns."""
    labelled = re.search(r":\**\s*\S", text)
    return bool(labelled) or text.startswith("#") or text.endswith(".") or is_title(text)


def _rows(body: list[Unit], header: list[str]) -> list[Unit]:
    """Rows of a body; headings and lines that the reader knows for furniture stay as text."""
    found: list[Unit] = []
    group: list[Unit] = []
    for unit in body:
        if unit.lines[0].remark or numbered_heading(unit.text) or is_page_number(unit.text):
            found += _grouped(group, header)
            found.append(unit)
            group = []
        else:
            group.append(unit)
    return found + _grouped(group, header)


def _grouped(units: list[Unit], header: list[str]) -> list[Unit]:
    if not units:
        return []
    width = len(header)
    named = roles_of_header(header)[0] == "ref"
    starts = [
        at
        for at, unit in enumerate(units)
        if split_reference(unit.text)[0] or (named and _is_bare_id(unit.text))
    ]
    gaps = [at for at in range(1, len(units)) if units[at].number > units[at - 1].number + 1]
    sizes = _sizes([0, *gaps], len(units))
    if len(starts) >= 2 or starts == [0]:
        why = "a row begins at each reference"
        before, groups = units[: starts[0]], _groups(units, starts)
    elif gaps and sum(size == width for size in sizes) >= len(sizes) / 2:
        why, before, groups = "a gap parts the rows", [], _groups(units, [0, *gaps])
    elif len(units) % width == 0 or len(units) > width:
        why = f"{width} lines are a row"
        before, groups = [], _groups(units, list(range(0, len(units), width)))
        if not _plausible(groups, header):
            return units
    else:
        return units
    rows = [_laid_out(group, header, why) for group in groups]
    return [*before, *(unit for row in rows for unit in row)]


def _sizes(starts: list[int], end: int) -> list[int]:
    return [b - a for a, b in pairwise([*starts, end])]


def _groups(units: list[Unit], starts: list[int]) -> list[list[Unit]]:
    return [units[a:b] for a, b in pairwise([*starts, len(units)])]


def _plausible(groups: list[list[Unit]], header: list[str]) -> bool:
    """Do the cells of whole rows look like their columns' kinds?"""
    roles = roles_of_header(header)
    telling = [at for at, role in enumerate(roles) if role in ("date", "rag", "ref", "cost")]
    whole = [group for group in groups if len(group) == len(header)]
    scores = [kind_fits(group[at].text, roles[at]) > 0 for group in whole for at in telling]
    return bool(whole) and (not scores or sum(scores) / len(scores) >= 0.6)


def _laid_out(group: list[Unit], header: list[str], why: str) -> list[Unit]:
    """One row of a group of lines. A line too many goes on with the cell before it."""
    width = len(header)
    if len(group) == width:
        return [_row(group, [unit.text.strip() for unit in group], why)]
    if len(group) > 4 * width:
        return group
    columns = _best_columns([unit.text for unit in group], roles_of_header(header))
    cells = [""] * width
    for unit, column in zip(group, columns, strict=True):
        cells[column] = (cells[column] + "\n" + unit.text.strip()).strip()
    blank = sum(not cell for cell in cells)
    note = f"{why}; {len(group)} lines for {width} columns, laid out by kind, {blank} left blank"
    return [_row(group, cells, note)]


def _best_columns(texts: list[str], roles: list[str]) -> list[int]:
    """For each line its column, never going back, so that kinds fit best (dynamic programming)."""
    width = len(roles)
    best: list[dict[int, tuple[float, int]]] = [{0: (kind_fits(texts[0], roles[0]), -1)}]
    for text in texts[1:]:
        here: dict[int, tuple[float, int]] = {}
        for column in range(width):
            for before, (score, _) in best[-1].items():
                if before > column:
                    continue
                stays = before == column
                more = 1.0 if stays and starts_in_lower_case(text) else -0.5 if stays else 0.0
                skipped = roles[before + 1 : column]
                more += kind_fits(text, roles[column])
                more -= sum(3.0 if role == "action" else 0.3 for role in skipped)
                if column not in here or score + more > here[column][0]:
                    here[column] = (score + more, before)
        best.append(here)
    column = max(best[-1], key=lambda c: best[-1][c][0])
    columns = [column]
    for at in range(len(texts) - 1, 0, -1):
        column = best[at][column][1]
        columns.append(column)
    return columns[::-1]


def _row(units: list[Unit], cells: list[str], why: str) -> Unit:
    return Unit([line for unit in units for line in unit.lines], [Cell(c) for c in cells], why=why)
