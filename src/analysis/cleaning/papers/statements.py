"""A cell's statements: sub-actions of an action cell, single targets of a target cell."""

import re

from analysis.cleaning.papers.plain import BULLET, paragraphs
from analysis.cleaning.papers.references import split_reference

_LEADS_IN = re.compile(r"[:;]\s*$")
_SENTENCE = re.compile(r"(?<=[a-z0-9%)][.])\s+(?=[A-Z0-9])")
_ABBREVIATED = re.compile(
    r"\b(?:e\.g|i\.e|eg|etc|approx|no|St|Dr|Mr|Mrs|incl|inc|vs)\.$", re.IGNORECASE
)
_DASHES = re.compile(r"(?:^|\s|(?<=[:;.]))(?:[-–]\s|-)(?=[A-Z])")
_DASH_AFTER_STOP = re.compile(r"(?<=[:;.])\s?[-–]\s(?=[A-Z])")  # one alone is a bullet as well


def sub_actions(raw: str) -> list[str]:
    """The sub-actions of an action cell: its paragraphs and bullets.

    A paragraph that only leads into bullets ("supported by:") is no sub-action of its own.

    >>> sub_actions("<p>3.1.2 Duty, supported by:</p><ul>- Plan staff - Plan rooms</ul>")
    ['Plan staff', 'Plan rooms']
    """
    parts = _dashed(paragraphs(raw))
    found = []
    for part, after in zip(parts, [*parts[1:], ""], strict=False):
        leads_in = (
            not part.startswith(BULLET) and after.startswith(BULLET) and _LEADS_IN.search(part)
        )
        if not leads_in:
            found.append(part.removeprefix(BULLET))
    if found and split_reference(found[0])[0]:
        found[0] = split_reference(found[0])[1] or found[0]
    return found


def statements(raw: str) -> list[str]:
    """The single statements of a target cell: paragraphs, bullets, sentences, and what ";" parts.

    >>> statements("40 sign up in the first year. 60 sign up in year 2.")
    ['40 sign up in the first year', '60 sign up in year 2']
    """
    found = []
    for part in _dashed(paragraphs(raw)):
        for piece in re.split(r";", part.removeprefix(BULLET)):
            found += [sentence.strip(" .;") for sentence in _sentences(piece)]
    return [text for text in found if re.search(r"\w", text)]


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    for piece in _SENTENCE.split(text):
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return found


def _dashed(parts: list[str]) -> list[str]:
    """Bullets that a converter has run into one line with dashes between them."""
    found: list[str] = []
    for part in parts:
        pieces = _DASHES.split(part)
        if len(pieces) < 3:
            pieces = _DASH_AFTER_STOP.split(part)
        if len(pieces) > 1:
            found += [pieces[0]] if pieces[0].strip() else []
            found += [BULLET + piece.strip() for piece in pieces[1:]]
        else:
            found.append(part)
    return found
