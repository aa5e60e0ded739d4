"""The cells of a ruled table of a PDF page: their paragraphs, and the colour behind them."""

from analysis.cleaning.papers.form import Cell
from analysis.cleaning.papers.pdf_tables import Box, Cells
from analysis.cleaning.papers.pdf_words import CellLine, Letters, unbroken, usual_step
from analysis.cleaning.papers.plain import is_sign

_SMALL = 4.0  # points: rules and bullets are smaller


def cells_of(
    rows: list[list[Box | None]], letters: Letters, shapes: list[dict]
) -> list[list[Cell]]:
    """The cells of each row of a table, those that a merged cell covers included.

    Parameters
    ----------
    rows
        The boxes of each row's cells, left to right; None where a merged cell covers one.
    shapes
        The rectangles and curves of the page, in the order they are drawn.
    """
    grid = [[letters.lines_in(box) if box else [] for box in row] for row in rows]
    margins = _margins(rows, grid)
    usual = usual_step([lines for row in grid for lines in row])
    filled = [shape for shape in shapes if shape.get("fill")]
    fills = [(shape, _hex(shape.get("non_stroking_color"))) for shape in filled]
    fills = [fill for fill in fills if fill[1]]
    found = []
    for boxes, texts in zip(rows, grid, strict=True):
        top = min(box[1] for box in boxes if box)
        bottom = max(box[3] for box in boxes if box)
        beside = [fill for fill in fills if fill[0]["top"] < bottom and fill[0]["bottom"] > top]
        found.append(
            [
                _cell(lines, box, margin, usual, beside) if box else Cell("", covered=True)
                for box, lines, margin in zip(boxes, texts, margins, strict=True)
            ]
        )
    return found


def _cell(lines: list[CellLine], box: Box, margin: float, usual: float, fills: list) -> Cell:
    text = unbroken(lines, box[2] - margin, usual).strip()
    sign = _hex(lines[0].colour) if is_sign(text) else ""
    return Cell(text, sign or _colour(box, fills))


def _margins(rows: list[Cells], grid: list[list[list[CellLine]]]) -> list[float]:
    """What each column leaves free to the right of its longest lines."""
    return [
        min(
            (
                boxes[at][2] - line.right
                for boxes, texts in zip(rows, grid, strict=True)
                for line in texts[at]
                if boxes[at]
            ),
            default=0.0,
        )
        for at in range(len(rows[0]))
    ]


def _colour(box: Box, fills: list[tuple[dict, str]]) -> str:
    """The colour of the last shape that lies behind most of a cell; else of the last inside it,
    such as a shaded paragraph or a traffic light.
    """
    left, top, right, bottom = box
    area = max(1e-6, (right - left) * (bottom - top))
    behind = inside = ""
    for shape, colour in fills:
        across = min(right, shape["x1"]) - max(left, shape["x0"])
        down = min(bottom, shape["bottom"]) - max(top, shape["top"])
        if across < _SMALL or down < _SMALL:
            continue
        if across * down > area / 2:
            behind = colour
        elif across * down > 0.9 * shape["width"] * shape["height"]:
            inside = colour
    return inside or behind


def _hex(colour: object) -> str:
    """Six digits of a colour in grey, red-green-blue or ink; "" for a pattern."""
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
