"""Load one paper: every table that it gives, and the account of every line of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.cleaning.papers.assembly import assemble
from analysis.cleaning.papers.cost_rows import read_costs
from analysis.cleaning.papers.form import Paper
from analysis.cleaning.papers.read import read_paper
from analysis.cleaning.papers.register import Action, Source, read_actions
from analysis.cleaning.papers.register_tables import cell_texts, register_tables
from analysis.cleaning.papers.tables import Assembled, Entry

READING_COLUMNS = ("line", "place", "kind", "joined_to", "action_id", "why", "remarks", "text")


@dataclass
class Loaded:
    """What a paper gave: its tables by name, the account of its lines, and remarks on the whole.

    ``reading`` has one row for each line that is not blank: ``kind`` is header, header repeated,
    row, joined (with ``joined_to``, the line of the row it went to), total, heading, furniture,
    text (running text outside any table) or not placed.
    """

    name: str
    tables: dict[str, pd.DataFrame]
    reading: pd.DataFrame
    notes: list[str]


def load_paper(
    path: Path,
    source: Source,
    aliases: dict[str, str] | None = None,
    step: Callable[[int, int], None] = lambda done, total: None,
) -> Loaded:
    """Read a paper of any kind.

    Parameters
    ----------
    path
        A .txt, .md, .html, .docx, .xlsx, .ods or .pdf file.
    aliases
        For a lead's name, folded by `leads.folded`, the one name under which it is counted.
    step
        Called as pages are read, with the pages done and their number.

    Raises
    ------
    SourceError
        If the file cannot be read as what it is. A paper without any table is no error: its
        lines are accounted for and its tables are empty.
    """
    return load_lines(read_paper(path, step), source, aliases)


def load_lines(paper: Paper, source: Source, aliases: dict[str, str] | None = None) -> Loaded:
    """As `load_paper`, of a paper that is read into lines already."""
    made = assemble(paper)
    actions = read_actions(made, source.plan, aliases or {})
    money = read_costs(actions, [row for row in made.rows if row.total], source)
    tables = register_tables(actions, source)
    tables |= {"costs": money.costs, "cost_totals": money.totals, "texts": cell_texts(actions)}
    remarks = [*made.remarks, *money.remarks, *(r for action in actions for r in action.remarks)]
    notes = [*paper.notes, *(text for line, text in remarks if line == 0)]
    return Loaded(paper.name, tables, _reading(made, actions, remarks), notes)


def _reading(
    made: Assembled, actions: list[Action], remarks: list[tuple[int, str]]
) -> pd.DataFrame:
    ids = {line: action.action_id for action in actions for line in action.row.lines}
    said: dict[int, list[str]] = {}
    for line, text in remarks:
        said.setdefault(line, []).append(text)
    rows = [_entry(entry, ids, said.get(entry.line, [])) for entry in made.entries]
    table = pd.DataFrame(rows, columns=list(READING_COLUMNS))
    return table.astype({"line": "Int64", "joined_to": "Int64"})


def _entry(entry: Entry, ids: dict[int, str], said: list[str]) -> dict:
    return {
        "line": entry.line,
        "place": entry.place,
        "kind": entry.kind,
        "joined_to": entry.joined_to,
        "action_id": ids.get(entry.line, "") if entry.kind in ("row", "joined") else "",
        "why": entry.why,
        "remarks": "; ".join(said),
        "text": entry.text,
    }
