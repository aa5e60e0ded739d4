"""Papers in PDF with text: ruled tables with the colours behind their cells, and lines of text."""

import logging
from pathlib import Path

import pdfplumber

from analysis.cleaning.papers.form import Cell, Line, Paper
from analysis.errors import SourceError


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
            f"{path.name} cannot be read as PDF ({said}): open it and save it again, without a password."
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
        for at, (row, texts) in enumerate(zip(table.rows, table.extract(), strict=True), start=1):
            cells = [
                Cell((text or "").strip(), _behind(box, fills), box is None)
                for box, text in zip(row.cells, texts, strict=True)
            ]
            cells = [Cell(_unbroken(cell.text), cell.colour, cell.covered) for cell in cells]
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


def _unbroken(text: str) -> str:
    """A cell's lines as one: a PDF breaks them where the column ends, not where sense does."""
    lines = text.split("\n")
    joined = lines[0]
    for line in lines[1:]:
        bullet = line.lstrip()[:1] in ("•", "●", "▪", "-", "–") and line.lstrip()[1:2] == " "
        joined += ("\n" if bullet else " ") + line
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
