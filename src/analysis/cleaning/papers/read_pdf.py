"""Papers in PDF with text: ruled tables with the colours behind their cells, and lines of text."""

import logging
from contextlib import closing
from pathlib import Path

from analysis.cleaning.papers.form import Cell, Line, Paper
from analysis.cleaning.papers.pdf_page import Block
from analysis.cleaning.papers.pdf_pages import read_pages
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
    reader = _Reader(Paper(path.name, []))
    paper, pages = reader.paper, 0
    try:
        with closing(read_pages(path)) as found:
            for number, pages, blocks in found:
                reader.page(number, blocks)
                step(number, pages)
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
    """Numbers the lines, tables and rows of the pages that it is given."""

    def __init__(self, paper: Paper):
        self.paper = paper
        self.tables = 0
        self.silent: list[int] = []

    def page(self, number: int, blocks: list[Block]) -> None:
        before = len(self.paper.lines)
        lines = 0
        for block in blocks:
            if isinstance(block, str):
                lines += 1
                self.add(block, None, f"page {number}, line {lines}", 0)
            else:
                self.table(number, block)
        if len(self.paper.lines) == before:
            self.silent.append(number)

    def table(self, page: int, rows: list[list[Cell]]) -> None:
        self.tables += 1
        for at, cells in enumerate(rows, start=1):
            text = "\t".join(cell.text for cell in cells).replace("\n", " ")
            place = f"page {page}, table {self.tables}, row {at}"
            self.add(text, tuple(cells), place, self.tables)

    def add(self, text: str, cells: tuple[Cell, ...] | None, place: str, table: int) -> None:
        if text.strip():
            number = len(self.paper.lines) + 1
            self.paper.lines.append(Line(number, place, text, cells, table))
