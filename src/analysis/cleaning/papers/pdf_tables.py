"""The ruled tables of a PDF page: those that a page break cuts, those that touch, and those with
rules across alone.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from pdfplumber.table import TableFinder

from analysis.cleaning.papers.pdf_objects import PageObjects
from analysis.cleaning.papers.pdf_open_tables import (
    Box,
    Cells,
    open_tables,
    rows_between,
    with_end_rows,
)

_NEAR = 3.0  # points within which pdfplumber takes two rules for one
_LOW = 30.0  # a row that fills a page with no rule across is higher than this


@dataclass
class Ruled:
    """A table's rows and box, whether its upright rules go on above and below it, and whether it
    has none and its columns were told by other signs.
    """

    rows: list[Cells]
    box: Box
    open_above: bool = False
    open_below: bool = False
    told: bool = False


@dataclass
class _Upright:
    at: float
    top: float
    bottom: float


def ruled_tables(drawn: PageObjects) -> list[Ruled]:
    """The tables of two columns or more, from top to bottom.

    Where the upright rules of a table end with no rule across, as where a page ends inside a row,
    the end is taken for one: the words there are in cells, and not loose on the page.
    """
    if not (drawn.rects or drawn.lines or drawn.curves):
        return []
    ends = _open_ends(drawn)
    settings = {"explicit_horizontal_lines": [_rule(*end) for end in ends]}
    found = []
    for table in TableFinder(drawn, settings).tables:
        for rows in map(_aligned, _parted([row.cells for row in table.rows])):
            if len(rows[0]) > 1:
                found.append(_ruled(rows, ends))
    found = _with_rows_between(sorted(found, key=lambda table: table.box[1]), drawn)
    for rows, above, below in open_tables(drawn):
        box = _box(rows)
        if not any(_overlap(box, other.box) for other in found):
            found.append(Ruled(rows, box, above, below, told=True))
    return found


def _ruled(rows: list[Cells], ends: list[tuple[float, float, float]]) -> Ruled:
    left, top, right, bottom = box = _box(rows)
    opens = [at for x0, x1, at in ends if x0 < right and left < x1]
    above, below = (any(abs(at - end) <= _NEAR for at in opens) for end in (top, bottom))
    return Ruled(rows, box, above, below)


def _with_rows_between(tables: list[Ruled], drawn: PageObjects) -> list[Ruled]:
    """Tables of which only every other row is shaded, with the rows between and at their ends."""
    found: list[Ruled] = []
    striped: set[int] = set()
    for table in tables:
        joined = rows_between(found[-1].rows, table.rows, drawn) if found else None
        if joined:
            found[-1] = Ruled(joined, _box(joined), found[-1].open_above, table.open_below)
            striped.add(len(found) - 1)
        else:
            found.append(table)
    for at in striped:
        rows, above, below = with_end_rows(found[at].rows, drawn)
        found[at] = Ruled(rows, _box(rows), above, below, told=True)
    return found


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _open_ends(drawn: PageObjects) -> list[tuple[float, float, float]]:
    """Where three upright rules or more end together with no rule across: (left, right, height)."""
    across = [
        (edge["x0"], edge["x1"], edge["top"])
        for edge in drawn.edges
        if edge["orientation"] == "h" and edge["x1"] - edge["x0"] > _NEAR
    ]
    uprights = _uprights(drawn)
    found = []
    for end in ("top", "bottom"):
        for together in _clusters(uprights, lambda rule, end=end: getattr(rule, end)):
            left, right = min(r.at for r in together), max(r.at for r in together)
            at = min(r.top for r in together) if end == "top" else max(r.bottom for r in together)
            if len(together) < 3 or _share_ruled(across, left, right, at) > 0.5:
                continue
            top, bottom = min(r.top for r in together), max(r.bottom for r in together)
            crossed = any(
                top - _NEAR <= height <= bottom + _NEAR
                and _share_ruled(across, left, right, height) > 0.8
                for height in {height for _, _, height in across}
            )
            if crossed or (bottom - top > _LOW and _alike(together) and _words_in(drawn, together)):
                found.append((left, right, at))
    return found


def _uprights(drawn: PageObjects) -> list[_Upright]:
    """The upright rules of a page, pieces that meet made one."""
    edges = sorted(
        (edge["x0"], edge["top"], edge["bottom"])
        for edge in drawn.edges
        if edge["orientation"] == "v" and edge["bottom"] - edge["top"] > _NEAR
    )
    found: list[_Upright] = []
    for column in _clusters(edges, lambda edge: edge[0]):
        for _, top, bottom in sorted(column, key=lambda edge: edge[1]):
            last = found[-1] if found and abs(found[-1].at - column[0][0]) <= _NEAR else None
            if last and top <= last.bottom + _NEAR:
                last.bottom = max(last.bottom, bottom)
            else:
                found.append(_Upright(column[0][0], top, bottom))
    return found


def _clusters(things: list, where) -> list[list]:
    """Things by place, those within reach of the one before together."""
    found: list[list] = []
    for thing in sorted(things, key=where):
        if found and where(thing) - where(found[-1][-1]) <= _NEAR:
            found[-1].append(thing)
        else:
            found.append([thing])
    return found


def _share_ruled(across: list[tuple], left: float, right: float, at: float) -> float:
    """The share of a span that rules across at a height cover."""
    covered, reached = 0.0, left
    for x0, x1, height in sorted(across):
        if abs(height - at) <= _NEAR and x1 > reached:
            covered += max(0.0, min(x1, right) - max(x0, reached))
            reached = max(reached, x1)
    return covered / max(right - left, 1e-6)


def _alike(together: list[_Upright]) -> bool:
    return all(
        abs(a.top - b.top) <= _NEAR and abs(a.bottom - b.bottom) <= _NEAR
        for a, b in pairwise(together)
    )


def _words_in(drawn: PageObjects, together: list[_Upright]) -> bool:
    """Do words stand in two of the columns that upright rules make, as in no chart's grid?"""
    columns = sorted(rule.at for rule in together)
    top, bottom = together[0].top, together[0].bottom
    held = {
        at
        for char in drawn.chars
        if char["text"].strip() and char["top"] >= top and char["bottom"] <= bottom
        for at, (left, right) in enumerate(pairwise(columns))
        if left <= char["x0"] and char["x1"] <= right
    }
    return len(held) >= 2


def _rule(left: float, right: float, at: float) -> dict:
    return {
        "object_type": "line", "x0": left, "x1": right, "top": at, "bottom": at,
        "width": right - left, "height": 0.0,
    }  # fmt: skip


def _parted(rows: list[Cells]) -> list[list[Cells]]:
    """A table's rows, or those of tables that touch: most upright rules stand elsewhere."""
    if _own_columns(rows):
        return [rows]
    parts: list[list[Cells]] = []
    rules: set[int] = set()
    for row in rows:
        cells = [cell for cell in row if cell]
        own = {round(cell[0]) for cell in cells[1:]}
        shared = {rule for rule in own if any(abs(rule - other) <= _NEAR for other in rules)}
        fewest = min(len(own), len(rules))
        if not parts or (fewest >= 2 and len(shared) < fewest / 2):
            parts.append([])
            rules = set()
        parts[-1].append(row)
        rules |= own
    return parts if len(parts) == 1 else [_without_empty_columns(part) for part in parts]


def _without_empty_columns(rows: list[Cells]) -> list[Cells]:
    used = [at for at in range(len(rows[0])) if any(row[at] for row in rows)]
    return [[row[at] for at in used] for row in rows]


def _own_columns(rows: list[Cells]) -> int:
    """How many cells most rows have, where rows set their upright rules a little apart.

    0 where they share them, or where some row has more: then cells are merged.
    """
    counts = Counter(sum(cell is not None for cell in row) for row in rows)
    usual, times = counts.most_common(1)[0]
    apart = usual >= 2 and usual < len(rows[0]) and usual == max(counts)
    return usual if apart and times >= 0.6 * len(rows) else 0


def _aligned(rows: list[Cells]) -> list[Cells]:
    """Rows whose upright rules stand apart, by their order; a merged cell covers what it spans."""
    width = _own_columns(rows)
    if not width:
        return rows
    whole = [[cell for cell in row if cell] for row in rows]
    model = next(cells for cells in whole if len(cells) == width)
    found: list[Cells] = []
    for cells in whole:
        if len(cells) == width:
            model = cells
            found.append(list(cells))
            continue
        row: Cells = [None] * width
        for cell in cells:
            spanned = [
                at
                for at, (left, _, right, _) in enumerate(model)
                if cell[0] <= (left + right) / 2 <= cell[2] and row[at] is None
            ]
            row[spanned[0] if spanned else row.index(None)] = cell
        found.append(row)
    return found


def _box(rows: list[Cells]) -> Box:
    lefts, tops, rights, bottoms = zip(*(cell for row in rows for cell in row if cell), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
