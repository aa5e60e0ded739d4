"""The register of a paper: its actions, and the dates, leads and targets of each."""

from dataclasses import dataclass, field

import pandas as pd

from analysis.cleaning.papers.action_dates import ReadDates, read_dates
from analysis.cleaning.papers.action_ids import give_ids
from analysis.cleaning.papers.cut_leads import cut_cells, mend_cut_leads
from analysis.cleaning.papers.leads import folded, one_name, part_by_known, split_leads
from analysis.cleaning.papers.plain import words_of
from analysis.cleaning.papers.rag import rating
from analysis.cleaning.papers.references import (
    cross_references,
    follows_from,
    only_refers_elsewhere,
    split_reference,
)
from analysis.cleaning.papers.rhythms import rhythms_in
from analysis.cleaning.papers.statements import sub_actions
from analysis.cleaning.papers.tables import Assembled, Row
from analysis.cleaning.papers.targets import (
    Target,
    other_numbers,
    targets_of_action,
    targets_of_cell,
)

Remark = tuple[int, str]


@dataclass(frozen=True)
class Source:
    """Which plan a paper is of, for where, and the day from which it counts as public."""

    plan: str
    area_code: str = ""
    source_id: str = ""
    published: pd.Timestamp | None = None


@dataclass
class Action:
    """One action as read: its row of the paper and everything in it."""

    row: Row
    action_id: str
    ref: str
    words: str
    parts: list[str]
    heading_ref: str
    leads: list[tuple[str, str]]
    dates: ReadDates
    targets: list[Target]
    from_action: int
    rating: tuple[str, str]
    progress: str
    rhythm: str
    cross: list[str]
    place: str
    remarks: list[Remark] = field(default_factory=list)


def read_actions(made: Assembled, plan: str, aliases: dict[str, str]) -> list[Action]:
    """Every action of a paper, in order.

    Parameters
    ----------
    made
        What `assemble` gives.
    aliases
        For a lead's name, folded, the one name under which it is counted.
    """
    rows = [row for row in made.rows if not row.total]
    known = _leads_known(rows) | set(aliases)
    mend_cut_leads(rows)
    ids = give_ids(rows, plan)
    return [
        _action(row, action_id, place, known, aliases)
        for row, (action_id, place) in zip(rows, ids, strict=True)
    ]


def _action(
    row: Row, action_id: str, place: str, known: set[str], aliases: dict[str, str]
) -> Action:
    raw = row.cell("action")
    ref = row.reference
    words = words_of(raw) if row.has("ref") else split_reference(raw)[1]
    remarks: list[Remark] = []
    parts = sub_actions(row.text_of("response") or raw) or [words or ref]
    stated = targets_of_cell(row.text_of("target"))
    own = targets_of_action(raw)
    dates = read_dates(row, parts, [*(t.text for t in stated)])
    state, read_from, said = _rating(row)
    progress = row.text_of("progress")
    action = Action(
        row, action_id, ref, words or ref or "(no words)", parts,
        _heading_ref(row, ref, remarks), _leads(row, known, aliases, remarks), dates,
        [*stated, *own], len(own), (state, read_from),
        _progress(progress), _rhythm(row, remarks),
        cross_references(" ".join(words_of(text) for text in (raw, row.text_of("target"), progress,
                                                              row.text_of("response")))),
        place, remarks,
    )  # fmt: skip
    remarks += [(row.line, text) for text in dates.remarks]
    if said:
        remarks.append((row.line, f"rating: {said}"))
    _remark_on_targets(action)
    return action


def _remark_on_targets(action: Action) -> None:
    line = action.row.line
    for target in action.targets:
        left = other_numbers(target.text)
        if target.kind == "number" and left:
            more = "number is" if left == 1 else "numbers are"
            action.remarks.append(
                (line, f"a target states several numbers: {target.value:g} {target.unit} is taken, "
                 f"{left} other {more} left in its words")
            )  # fmt: skip
    if action.from_action:
        action.remarks.append(
            (line, "a target is stated in the action's own words and is taken from there")
        )


def _heading_ref(row: Row, ref: str, remarks: list[Remark]) -> str:
    """The heading above, where the action's own number does not follow from it."""
    for heading in (row.outcome_ref, row.section_ref):
        if heading and follows_from(ref, heading) is False:
            remarks.append(
                (row.line, f"action {ref} stands under heading {heading}: both are kept as printed")
            )
            return heading
    return ""


def _leads_known(rows: list[Row]) -> set[str]:
    """Leads that stand alone in some cell, to part those that only spaces part."""
    found = set()
    for row in rows:
        if cut_cells(row, "lead"):
            continue  # half of "Family Hubs Lead" is no lead
        names = split_leads(row.text_of("lead"))
        found |= {folded(name) for name in names if len(names) > 1 or len(name.split()) <= 2}
    return found


def _leads(
    row: Row, known: set[str], aliases: dict[str, str], remarks: list[Remark]
) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name in split_leads(row.text_of("lead")):
        pieces = [name] if folded(name) in aliases else part_by_known(name, known)
        if len(pieces) > 1:
            remarks.append((row.line, f"one lead read as {len(pieces)}: {', '.join(pieces)}"))
        for piece in pieces:
            lead = one_name(piece, aliases)
            if any(folded(lead) == folded(other) for _, other in found):
                remarks.append((row.line, f'the lead "{piece}" stands twice and is kept once'))
            else:
                found.append((piece, lead))
    return found


def _rating(row: Row) -> tuple[str, str, str]:
    cells = [key for key in row.names if key.partition(" ")[0] == "rag"]
    if not cells:
        return "not recorded", "no column", ""
    readings = [rating(row.cell(key), row.colours.get(key, "")) for key in cells]
    rated = [reading for reading in readings if reading[0] != "not recorded"]
    if len({state for state, _, _ in rated}) > 1:
        states = " and ".join(state for state, _, _ in rated)
        return *rated[0][:2], f"its columns say {states}: the first is kept"
    return (rated or readings)[0]


def _progress(text: str) -> str:
    if not words_of(text):
        return "no"
    return "cross-reference" if only_refers_elsewhere(text) else "yes"


def _rhythm(row: Row, remarks: list[Remark]) -> str:
    """The rhythm of the date cell, else of the targets, else of the action's own words."""
    for role in ("date", "target", "action"):
        found = rhythms_in(words_of(row.text_of(role)))
        if len(found) > 1:
            remarks.append((row.line, f"several rhythms ({', '.join(found)}): the first is kept"))
        if found:
            return found[0]
    return ""
