"""Is a row a new one, or does it go on with the row above, over a page break?"""

import re

from analysis.cleaning.papers.dates import dates_of_cell
from analysis.cleaning.papers.form import Cell
from analysis.cleaning.papers.plain import (
    cut_inside_a_tag,
    ends_a_sentence,
    starts_in_lower_case,
    words_of,
)
from analysis.cleaning.papers.references import split_reference
from analysis.cleaning.papers.tables import Header, Row, role_in


def why_continues(
    cells: list[Cell],
    header: Header,
    above: Row | None,
    *,
    new_heading: bool,
    refs: float,
    cut: bool = False,
) -> str:
    """Why a row goes on with the one above; "" where it is a row of its own.

    Parameters
    ----------
    above
        The last row; None where there is none to go on with.
    new_heading
        Does a heading that had not stood before lie between the two?
    refs
        The share of the table's rows that begin with a reference.
    cut
        Does the paper's ruling show the row to be the rest of one on the page before?
    """
    if above is None or above.total:
        return ""
    by_key = {key: cell for key, cell in zip(header.keys, cells, strict=False)}
    action = by_key.get("action", Cell(""))
    ref = by_key.get("ref", Cell(""))
    if words_of(ref.text) or split_reference(action.text)[0]:
        return ""
    if cut and not new_heading and not _whole_beside_whole(above, by_key):
        return "the rules of its row go on from the page before"
    if "action" in by_key and not words_of(action.text):
        return (
            "the action cell is merged with the one above"
            if action.covered
            else "its first cell is empty"
        )
    if above.reference and not split_reference(above.cell("action"))[1] and not above.has("ref"):
        return "the row above has a reference and no words"
    unfinished = not ends_a_sentence(above.cell("action"))
    empty = _empty_beside(by_key)
    own_date = _reads_as_date(by_key)
    if cut_inside_a_tag(above.cell("action"), action.text):
        return "the row above is cut inside its markup"
    if starts_in_lower_case(action.text) and (unfinished or empty or not own_date):
        return "its first cell begins in lower case, in the middle of a sentence"
    if new_heading:
        return ""
    if "ref" in by_key and above.reference and empty:
        return f"it has no reference, and its {empty} is empty"
    if len(empty.split(" and ")) > 1 or (empty and not _has(by_key, "date", "lead", both=True)):
        return f"a new sentence beside an empty {empty}"
    going_on = _in_mid_sentence(above, by_key)
    if refs >= 0.8 and (empty or not own_date or going_on):
        return "it has no reference, which the other rows have"
    if unfinished and going_on >= 2:
        return f"{going_on} of its cells begin in the middle of a sentence"
    if unfinished and empty and _lacks(above, empty):
        return f"the sentence above is unfinished, and its {empty} is empty"
    return ""


def _whole_beside_whole(above: Row, by_key: dict[str, Cell]) -> bool:
    """Are both rows whole ones, as in a table that has no outer rules on any page?"""
    ended = ends_a_sentence(above.cell("action")) and above.text_of("lead")
    lead = any(role_in(key) == "lead" and words_of(cell.text) for key, cell in by_key.items())
    return bool(ended and above.text_of("date")) and lead and _reads_as_date(by_key)


def _empty_beside(by_key: dict[str, Cell]) -> str:
    """Which of the date and lead cells are empty, in words."""
    names = {"date": "date", "lead": "lead"}
    empty = []
    for role, name in names.items():
        keys = [key for key in by_key if role_in(key) == role]
        if keys and not any(words_of(by_key[key].text) for key in keys):
            empty.append(name)
    return " and ".join(empty)


def _has(by_key: dict[str, Cell], *roles: str, both: bool) -> bool:
    found = [any(role_in(key) == role for key in by_key) for role in roles]
    return all(found) if both else any(found)


def _reads_as_date(by_key: dict[str, Cell]) -> bool:
    for key, cell in by_key.items():
        if role_in(key) == "date" and words_of(cell.text):
            return dates_of_cell(words_of(cell.text))[0].kind != "not read"
    return False


def _lacks(above: Row, empty: str) -> bool:
    """Does the row above have what this one lacks?"""
    return all(above.text_of(name) for name in empty.split(" and "))


def _in_mid_sentence(above: Row, by_key: dict[str, Cell]) -> int:
    """How many cells go on in the middle of a sentence or list that the row above began?"""
    return sum(
        bool(cell.text and above.cell(key))
        and (starts_in_lower_case(cell.text) or bool(re.match(r"\W*[/,;&)]", words_of(cell.text))))
        for key, cell in by_key.items()
    )
