"""Papers in PDF with text: ruled tables with the colours behind their cells, and lines of text."""

import logging
from itertools import pairwise
from pathlib import Path

import pdfplumber

from analysis.cleaning.papers.form import Cell, Line, Paper
from analysis.errors import SourceError

_BULLETS = "•●▪-–"
_SLACK = 3  # letters are of unequal width, so a line may be a little shorter than its room


def read_pdf(path: Path, step=lambda done, total: None) -> Paper:
    """Read a PDF: each row of a ruled table and each line of text outside one is one line.

    Parameters
    ----------
    step
        Called after each page with the pages done and their number.

    Raises
    ------
    SourceError
        If the file is no PDF, is locked, or has no text (a scan).
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it tells of fonts, not of words
    paper = Paper(path.name, [])
    try:
        with pdfplumber.open(path) as opened:
            reader = _Reader(paper)
            for page in opened.pages:
                reader.page(page)
                step(page.page_number, len(opened.pages))
                page.close()
            pages = len(opened.pages)
    except Exception as error:  # pdfminer raises many kinds for a broken or locked file
        said = str(error) or type(error).__name__
        raise SourceError(
            f"{path.name} cannot be read as PDF ({said}): open it and save it again, without a password."  # noqa: E501
        ) from None
    if not paper.lines:
        raise SourceError(
            f"{path.name} has {pages} pages and no text: it is a scan. Ask for the paper as text, "
            "or recognise its text first."
        )
    if reader.silent:
        shown = ", ".join(str(number) for number in reader.silent[:20])
        paper.notes.append(f"No text was found on pages {shown}: they may be pictures.")
    return paper


class _Reader:
    def __init__(self, paper: Paper):
        self.paper = paper
        self.tables = 0
        self.silent: list[int] = []

    def page(self, page) -> None:
        before = len(self.paper.lines)
        tables = page.find_tables() if page.rects or page.lines or page.curves else []
        tables = [table for table in tables if len(table.rows) and len(table.rows[0].cells) > 1]
        outside = page
        for table in tables:
            outside = outside.filter(_outside(table.bbox))
        found = [
            (line["top"], None, line["text"]) for line in outside.extract_text_lines(strip=True)
        ]
        found += [(table.bbox[1], table, "") for table in tables]
        at = 0
        for _, table, text in sorted(found, key=lambda item: item[0]):
            if table is None:
                at += 1
                self.add(text, None, f"page {page.page_number}, line {at}", 0)
            else:
                self.rows(table, page)
        if len(self.paper.lines) == before:
            self.silent.append(page.page_number)

    def rows(self, table, page) -> None:
        self.tables += 1
        fills = [rect for rect in page.rects if rect.get("fill") and _hex(rect)]
        grid = table.extract()
        widths = [
            max((len(line) for row in grid for line in (row[at] or "").split("\n")), default=0)
            for at in range(max(map(len, grid), default=0))
        ]
        for at, (row, texts) in enumerate(zip(table.rows, grid, strict=True), start=1):
            cells = [
                Cell(_unbroken((text or "").strip(), width), _behind(box, fills), box is None)
                for box, text, width in zip(row.cells, texts, widths, strict=False)
            ]
            text = "\t".join(cell.text for cell in cells).replace("\n", " ")
            place = f"page {page.page_number}, table {self.tables}, row {at}"
            self.add(text, tuple(cells), place, self.tables)

    def add(self, text: str, cells, place: str, table: int) -> None:
        if text.strip():
            number = len(self.paper.lines) + 1
            self.paper.lines.append(Line(number, place, text, cells, table))


def _outside(box):
    left, top, right, bottom = box

    def keep(thing) -> bool:
        x = (thing["x0"] + thing["x1"]) / 2
        y = (thing["top"] + thing["bottom"]) / 2
        return not (left <= x <= right and top <= y <= bottom)

    return keep


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
    for rect in fills:
        across = min(right, rect["x1"]) - max(left, rect["x0"])
        down = min(bottom, rect["bottom"]) - max(top, rect["top"])
        if across > 0 and down > 0 and across * down > area / 2:
            shade = _hex(rect)
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
