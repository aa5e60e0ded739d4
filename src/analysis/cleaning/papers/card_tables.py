"""Tables of two columns that hold one action: the names of its cells, and beside them the cells."""

from analysis.cleaning.papers.form import Cell, Unit
from analysis.cleaning.papers.header_words import is_header, role_of
from analysis.cleaning.papers.plain import words_of

_FEWEST = 3
_BEGIN = ("action", "recommendation", "ref")
_BLANK_NAMES = ("", "other", "evidence")


def rows_from_card_tables(units: list[Unit]) -> list[Unit]:
    """Units in which rows that name their own cells ("Lead | Public Health") are made one row.

    A card begins at a reference or an action, goes on while each row names another kind of cell,
    and has three rows or more.
    """
    found: list[Unit] = []
    at = 0
    while at < len(units):
        size = _card_at(units, at)
        if size >= _FEWEST:
            rows = units[at : at + size]
            lines = [line for unit in rows for line in unit.lines]
            names = [words_of(unit.cells[0].text) for unit in rows]
            cells = [unit.cells[1] for unit in rows]
            found.append(Unit(lines, cells, names, "rows that name their own cells"))
        else:
            size = 1
            found.append(units[at])
        at += size
    return found


def _card_at(units: list[Unit], at: int) -> int:
    """How many units from here are rows of one card."""
    seen: list[str] = []
    table = units[at].table
    for unit in units[at:]:
        role = _role(unit.cells) if unit.table == table else ""
        if not role or role in seen or (not seen and role not in _BEGIN):
            break
        if seen == ["action"] and role == "ref":
            break
        seen.append(role)
    begun = "action" in seen or "recommendation" in seen
    return len(seen) if begun else 0


def _role(cells: list[Cell] | None) -> str:
    """The role that the first of two cells names for the second; "" where it names none."""
    if cells is None or len(cells) != 2 or cells[1].covered:
        return ""
    name = words_of(cells[0].text)
    if not name or len(name.split()) > 6 or is_header([cell.text for cell in cells]):
        return ""
    role = role_of(name.rstrip(":"))
    return "" if role in _BLANK_NAMES else role
