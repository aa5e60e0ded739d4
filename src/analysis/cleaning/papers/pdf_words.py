"""The words of a PDF's cells: lines by where letters stand, and paragraphs by the room between."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from pdfplumber.utils import cluster_objects
from pdfplumber.utils.text import extract_words

_CUT_WORD = re.compile(r"-\n[a-z]|\d[-–]\n\d")  # "co-\nproduction", "0-\n19"
_BULLETS = "•●▪-–"
_SPACE = 0.25  # of a line's height: about what a space takes
_SLACK = 0.5  # of a line's height: lines are laid out by rounded widths
_WIDER = 0.35  # of a line's height: more than this over the usual step, and a paragraph ends


@dataclass(frozen=True)
class CellLine:
    """One line of words, in points: where it stands, and how wide its first word is."""

    text: str
    right: float
    top: float
    height: float
    first: float
    colour: object = None  # of the first letter of the cell, in the PDF's own terms


class Letters:
    """The letters of a page, by height, so that each cell finds its own."""

    def __init__(self, chars: list[dict]):
        self.middles = sorted(
            ((char["top"] + char["bottom"]) / 2, order, (char["x0"] + char["x1"]) / 2, char)
            for order, char in enumerate(chars)
        )
        self.heights = [middle[0] for middle in self.middles]

    def lines_in(self, box: tuple[float, float, float, float]) -> list[CellLine]:
        """The lines of the letters whose middles lie in a box.

        Words and lines are those of pdfplumber's ``Table.extract``, which would look at each
        letter of the page for each row.
        """
        left, top, right, bottom = box
        beside = self.middles[bisect_left(self.heights, top) : bisect_left(self.heights, bottom)]
        inside = sorted(
            (order, char) for _, order, across, char in beside if left <= across < right
        )
        if not inside:
            return []
        words = extract_words([char for _, char in inside])
        colour = inside[0][1].get("non_stroking_color")
        return [_line(line, colour) for line in cluster_objects(words, "top", 3)]


def _line(words: list[dict], colour: object) -> CellLine:
    top = min(word["top"] for word in words)
    return CellLine(
        " ".join(word["text"] for word in words),
        max(word["x1"] for word in words),
        top,
        max(word["bottom"] for word in words) - top,
        words[0]["x1"] - words[0]["x0"],
        colour,
    )


def usual_step(cells: list[list[CellLine]]) -> float:
    """How far one line is from the next inside paragraphs, in lines' heights.

    Most papers set paragraphs apart, so this is a close one of the steps: a fifth are closer.
    """
    steps = sorted(_step(a, b) for lines in cells for a, b in pairwise(lines))
    return steps[len(steps) // 5] if steps else 0.0


def _step(above: CellLine, below: CellLine) -> float:
    return (below.top - above.top) / max(above.height, below.height, 1.0)


def unbroken(lines: list[CellLine], edge: float, usual: float) -> str:
    """A cell's lines as paragraphs: a PDF breaks lines where the column ends.

    A line is the last of a paragraph if the next one begins with a bullet, stands further below
    than lines do, or begins like a sentence and its first word would have had room.

    Parameters
    ----------
    edge
        Where the longest lines of the column end.
    usual
        As `usual_step` gives it.
    """
    if not lines:
        return ""
    joined = lines[0].text
    for above, below in pairwise(lines):
        before, text = above.text, below.text
        if _is_bullet(text, before) or _ends_paragraph(above, below, edge, usual):
            joined += "\n" + text
        elif _CUT_WORD.search(f"{before}\n{text}"):
            joined += text
        else:
            joined += " " + text
    return joined


def stands_apart(above: CellLine, below: CellLine, usual: float) -> bool:
    """Is a line further below another than lines of one paragraph are?"""
    return _step(above, below) > usual + _WIDER


def _is_bullet(text: str, before: str) -> bool:
    """Does a line begin with a bullet? A dash before a small letter may stand in a sentence."""
    if text[:1] not in _BULLETS or text[1:2] != " ":
        return False
    return text[0] not in "-–" or not text[2:3].islower() or before.endswith((".", ":", ";"))


def _ends_paragraph(above: CellLine, below: CellLine, edge: float, usual: float) -> bool:
    begins = below.text[:1].isupper() or below.text[:1].isdigit()
    if stands_apart(above, below, usual):
        return begins or not below.text[:1].isalpha() or above.text.endswith((".", ";", ":"))
    room = edge - above.right - (_SPACE + _SLACK) * above.height
    ended = not above.text.endswith((",", "-", "–", "/", "&"))
    return begins and ended and below.first <= room
