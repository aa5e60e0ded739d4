"""The words in each cell of a ruled table of a PDF page, and the colour behind them."""

from bisect import bisect_left
from itertools import pairwise

from pdfplumber.utils.text import extract_text

from analysis.cleaning.papers.form import Cell

_BULLETS = "•●▪-–"
_SLACK = 3  # letters are of unequal width, so a line may be a little shorter than its room


def cells_of(rows: list, chars: list[dict], rects: list[dict]) -> list[list[Cell]]:
    """The cells of each row of a table, those that a merged cell covers included.

    Parameters
    ----------
    rows
        A pdfplumber table's rows.
    chars, rects
        The letters and rectangles of the page, in the order they are drawn.
    """
    grid = texts_of(rows, chars)
    widths = [
        max((len(line) for row in grid for line in (row[at] or "").split("\n")), default=0)
        for at in range(max(map(len, grid), default=0))
    ]
    fills = [(rect, shade) for rect in rects if rect.get("fill") and (shade := _hex(rect))]
    found = []
    for row, texts in zip(rows, grid, strict=True):
        _, top, _, bottom = row.bbox
        beside = [fill for fill in fills if fill[0]["top"] < bottom and fill[0]["bottom"] > top]
        found.append(
            [
                Cell(_unbroken((text or "").strip(), width), _behind(box, beside), box is None)
                for box, text, width in zip(row.cells, texts, widths, strict=False)
            ]
        )
    return found


def texts_of(rows: list, chars: list[dict]) -> list[list[str | None]]:
    """The text of each cell of each row; None where a merged cell covers it.

    A letter belongs to the cell that its middle lies in, as pdfplumber's ``Table.extract`` has it.
    That looks at each letter of the page for each row; here they are sorted by height once.

    """
    middles = sorted(
        ((char["top"] + char["bottom"]) / 2, order, (char["x0"] + char["x1"]) / 2, char)
        for order, char in enumerate(chars)
    )
    heights = [middle[0] for middle in middles]

    def text_in(cell) -> str | None:
        if cell is None:
            return None
        left, top, right, bottom = cell
        beside = middles[bisect_left(heights, top) : bisect_left(heights, bottom)]
        inside = sorted(
            (order, char) for _, order, across, char in beside if left <= across < right
        )
        return extract_text([char for _, char in inside])

    return [[text_in(cell) for cell in row.cells] for row in rows]


def _unbroken(text: str, width: int) -> str:
    """A cell's lines as paragraphs: a PDF breaks lines where the column ends.

    A line is the last of a paragraph if the next one begins like a sentence or bullet and its
    first word would have had room.
    """
    lines = text.split("\n")
    joined = lines[0]
    for before, line in pairwise(lines):
        first = line.split(" ")[0]
        bullet = line[:1] in _BULLETS and line[1:2] == " "
        had_room = len(before) + 1 + len(first) <= width - _SLACK
        begins = line[:1].isupper() or line[:1].isdigit()
        if bullet or (had_room and begins and not before.endswith((",", "-", "–", "/", "&"))):
            joined += "\n" + line
        elif before.endswith("-") and line[:1].islower():
            joined += line
        else:
            joined += " " + line
    return joined


def _behind(box, fills) -> str:
    """The colour of the last filled rectangle that lies behind most of a cell."""
    if box is None:
        return ""
    left, top, right, bottom = box
    area = max(1e-6, (right - left) * (bottom - top))
    shade = ""
    for rect, colour in fills:
        across = min(right, rect["x1"]) - max(left, rect["x0"])
        down = min(bottom, rect["bottom"]) - max(top, rect["top"])
        if across > 0 and down > 0 and across * down > area / 2:
            shade = colour
    return shade


def _hex(rect) -> str:
    colour = rect.get("non_stroking_color")
    if colour is None:
        return ""
    parts = tuple(colour) if isinstance(colour, tuple | list) else (colour,)
    if not all(isinstance(part, int | float) for part in parts):
        return ""
    if len(parts) == 1:
        parts = parts * 3
    if len(parts) == 4:
        cyan, magenta, yellow, black = parts
        parts = tuple((1 - ink) * (1 - black) for ink in (cyan, magenta, yellow))
    if len(parts) != 3:
        return ""
    return "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in parts)
