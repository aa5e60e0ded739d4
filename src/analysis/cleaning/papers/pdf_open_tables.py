"""Tables of a PDF page that have no upright rules, or shades behind every other row alone.

A rule across is drawn cell by cell: where its pieces meet, a column ends.
"""

from itertools import pairwise

from analysis.cleaning.papers.pdf_objects import PageObjects

_NEAR = 3.0
_FROM_RULE, _BETWEEN_LINES = 1.2, 0.8  # times a letter's height: the room in and below a row
_FEWEST_COLUMNS = 3

Box = tuple[float, float, float, float]
Cells = list[Box | None]  # of a row; None where a merged cell covers it


def open_tables(drawn: PageObjects) -> list[tuple[list[Cells], bool, bool]]:
    """For each table with rules across alone: rows, and whether words go on above and below."""
    chars = _letters(drawn)
    found = []
    ladders = _ladders(drawn)
    for at, (columns, heights) in enumerate(ladders):
        if any(_parts(edge, columns, heights) for edge in drawn.edges):
            continue
        # the header may stand above the first rule; only a page's last table is cut by its end
        floor = ladders[at - 1][1][-1] if at else 0.0
        above = _reach([c for c in chars if _middle(c) > floor], columns, heights[0], up=True)
        last = at == len(ladders) - 1
        below = _reach(chars, columns, heights[-1], up=False) if last else heights[-1]
        edges = sorted({above, *heights, below})
        rows = [
            _boxes(columns, y0, y1)
            for y0, y1 in pairwise(edges)
            if any(y0 <= _middle(c) < y1 for c in _between(chars, columns))
        ]
        if len(rows) > 1:
            found.append((rows, above < heights[0], below > heights[-1]))
    return found


def rows_between(before: list[Cells], after: list[Cells], drawn: PageObjects) -> list[Cells] | None:
    """Two tables of like columns as one, where the words between them are a row of those columns.

    So it is where every other row is shaded and no rule is drawn. None where they are two.
    """
    columns, end, begin = _columns(after), _bottom(before), _top(after)
    if not columns or begin < end + _NEAR or not _alike(columns, _columns(before)):
        return None
    if not _fits(_letters(drawn), columns, end, begin):
        return None
    return [*before, _boxes(columns, end, begin), *after]


def with_end_rows(rows: list[Cells], drawn: PageObjects) -> tuple[list[Cells], bool, bool]:
    """A table of shaded rows with what stands in its columns above and below, and where that is."""
    chars, columns = _letters(drawn), _columns(rows)
    above = _reach(chars, columns, _top(rows), up=True)
    below = _reach(chars, columns, _bottom(rows), up=False)
    first = [_boxes(columns, above, _top(rows))] if above < _top(rows) else []
    last = [_boxes(columns, _bottom(rows), below)] if below > _bottom(rows) else []
    return [*first, *rows, *last], bool(first), bool(last)


def _letters(drawn: PageObjects) -> list[dict]:
    return [char for char in drawn.chars if char["text"].strip() and char["upright"]]


def _middle(char: dict) -> float:
    return (char["top"] + char["bottom"]) / 2


def _boxes(columns: list[float], top: float, bottom: float) -> Cells:
    return [(x0, top, x1, bottom) for x0, x1 in pairwise(columns)]


def _between(chars: list[dict], columns: list[float]) -> list[dict]:
    left, right = columns[0] - _NEAR, columns[-1] + _NEAR
    return [char for char in chars if left <= char["x0"] and char["x1"] <= right]


def _alike(a: list[float], b: list[float]) -> bool:
    return len(a) == len(b) and all(abs(x - y) <= _NEAR for x, y in zip(a, b, strict=True))


def _ladders(drawn: PageObjects) -> list[tuple[list[float], list[float]]]:
    """Rules across whose pieces meet at the same places: (columns' edges, heights)."""
    rules: dict[float, list[tuple[float, float]]] = {}
    for edge in sorted(drawn.edges, key=lambda edge: edge["top"]):
        if edge["orientation"] == "h" and edge["x1"] - edge["x0"] > _NEAR:
            at = next((y for y in rules if abs(y - edge["top"]) <= _NEAR), edge["top"])
            rules.setdefault(at, []).append((edge["x0"], edge["x1"]))
    ladders: list[tuple[list[float], list[float]]] = []
    for at, pieces in rules.items():
        columns = _joints(pieces)
        if len(columns) <= _FEWEST_COLUMNS:
            continue
        if ladders and _alike(ladders[-1][0], columns):
            ladders[-1][1].append(at)
        else:
            ladders.append((columns, [at]))
    return ladders


def _joints(pieces: list[tuple[float, float]]) -> list[float]:
    """The ends of a rule and where its pieces meet; none where they leave gaps."""
    found: list[float] = []
    for x0, x1 in sorted(set(pieces)):
        if not found:
            found = [x0, x1]
        elif x1 <= found[-1] + _NEAR:
            continue
        elif abs(x0 - found[-1]) <= _NEAR:
            found.append(x1)
        else:
            return []
    return found


def _parts(edge: dict, columns: list[float], heights: list[float]) -> bool:
    """Is an edge an upright rule between columns?"""
    return (
        edge["orientation"] == "v"
        and edge["bottom"] - edge["top"] > _NEAR
        and columns[0] + _NEAR < edge["x0"] < columns[-1] - _NEAR
        and edge["top"] < heights[-1]
        and edge["bottom"] > heights[0]
    )


def _reach(chars: list[dict], columns: list[float], end: float, *, up: bool) -> float:
    """How far lines that keep to the columns go on past an end, as where a page ends.

    One of them must fill two columns; the header often stands above the first rule.
    """
    reached, filled, most = end, False, _FROM_RULE
    for line in _lines(chars, end, up):
        top, bottom = min(c["top"] for c in line), max(c["bottom"] for c in line)
        away = reached - bottom if up else top - reached
        if away > most * (bottom - top) or not _keeps_to(line, columns):
            break
        filled |= len(_filled(line, columns)) > 1
        reached, most = (top if up else bottom), _BETWEEN_LINES
    if not filled:
        return end
    return reached - 1 if up else reached + 1


def _fits(chars: list[dict], columns: list[float], top: float, bottom: float) -> bool:
    """Do the words between two heights stand in two columns or more, and over none's edge?"""
    inside = [char for char in chars if top <= _middle(char) < bottom]
    return len(_filled(inside, columns)) > 1 and all(
        _keeps_to(line, columns) for line in _lines(inside, top, up=False)
    )


def _filled(line: list[dict], columns: list[float]) -> set[int]:
    return {sum(char["x0"] >= column - 1 for column in columns) for char in line}


def _keeps_to(line: list[dict], columns: list[float]) -> bool:
    """Does a line stand within the table, with no letter or space of a sentence over an edge?"""
    letters = sorted(line, key=lambda char: char["x0"])
    if letters[0]["x0"] < columns[0] - _NEAR or letters[-1]["x1"] > columns[-1] + _NEAR:
        return False
    for edge in columns[1:-1]:
        if any(char["x0"] < edge - 1 and char["x1"] > edge + 1 for char in letters):
            return False
        for a, b in pairwise(letters):
            close = b["x0"] - a["x1"] < 0.4 * (a["bottom"] - a["top"])
            if a["x1"] <= edge + 1 and b["x0"] >= edge - 1 and close:
                return False
    return True


def _lines(chars: list[dict], end: float, up: bool) -> list[list[dict]]:
    """The lines above or below a height, the nearest first."""
    beyond = [c for c in chars if (_middle(c) < end if up else _middle(c) > end)]
    lines: list[list[dict]] = []
    for char in sorted(beyond, key=_middle, reverse=up):
        if lines and abs(_middle(lines[-1][-1]) - _middle(char)) <= _NEAR:
            lines[-1].append(char)
        else:
            lines.append([char])
    return lines


def _columns(rows: list[Cells]) -> list[float]:
    """The edges of a table's columns, where its first row has all of them; else none."""
    first = rows[0]
    if not all(first) or len(first) < _FEWEST_COLUMNS:
        return []
    return [first[0][0], *(cell[2] for cell in first)]


def _top(rows: list[Cells]) -> float:
    return min(cell[1] for cell in rows[0] if cell)


def _bottom(rows: list[Cells]) -> float:
    return max(cell[3] for row in rows for cell in row if cell)
