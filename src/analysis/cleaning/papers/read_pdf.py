"""Papers in PDF with text: ruled tables with the colours behind their cells, and lines of text."""

import logging
from contextlib import closing
from pathlib import Path

from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from analysis.cleaning.papers.form import Cell, Line, Paper
from analysis.cleaning.papers.header_words import is_header
from analysis.cleaning.papers.pdf_page import Block, TableBlock, TextBlock
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
        raise SourceError(_why_not(path, error)) from None
    if not paper.lines:
        raise SourceError(
            f"{path.name} has {pages} pages and no text: it is a scan. Ask for the paper as text, "
            "or recognise its text first."
        )
    if reader.silent:
        shown = ", ".join(str(number) for number in reader.silent[:20])
        paper.notes.append(f"No text was found on pages {shown}: they may be pictures.")
    if reader.told:
        shown = ", ".join(str(number) for number in reader.told[:20])
        paper.notes.append(
            f"Tables on pages {shown} have no upright rules: their columns were told by the ends "
            "of rules or shades across. Look whether a row stands among the running text."
        )
    return paper


def _why_not(path: Path, error: Exception) -> str:
    inner = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    if isinstance(inner, PDFPasswordIncorrect | PDFEncryptionError):
        return f"{path.name} is locked with a password: open it and save it without one."
    said = str(inner) or type(inner).__name__
    return f"{path.name} cannot be read as PDF ({said}): open it and save it again."


class _Reader:
    """Numbers the lines, tables and rows of the pages that it is given."""

    def __init__(self, paper: Paper):
        self.paper = paper
        self.tables = 0
        self.silent: list[int] = []
        self.told: list[int] = []
        self.cut: TableBlock | None = None  # the table whose last row the page before has cut

    def page(self, number: int, blocks: list[Block]) -> None:
        before = len(self.paper.lines)
        lines = 0
        cut, self.cut = self.cut, None
        for block in blocks:
            if isinstance(block, TextBlock):
                lines += 1
                self.add(block.text, None, f"page {number}, line {lines}", 0, apart=block.apart)
            else:
                self.table(number, block, _continued_row(cut, block) if cut else None)
                cut, self.cut = None, block if block.open_below else None
        if any(isinstance(block, TableBlock) and block.told for block in blocks):
            self.told.append(number)
        if len(self.paper.lines) == before:
            self.silent.append(number)

    def table(self, page: int, block: TableBlock, continued: int | None) -> None:
        self.tables += 1
        for at, cells in enumerate(block.rows):
            text = "\t".join(cell.text for cell in cells).replace("\n", " ")
            place = f"page {page}, table {self.tables}, row {at + 1}"
            self.add(text, tuple(cells), place, self.tables, cut=at == continued)

    def add(
        self, text: str, cells: tuple[Cell, ...] | None, place: str, table: int, **seen: bool
    ) -> None:
        if text.strip():
            number = len(self.paper.lines) + 1
            self.paper.lines.append(Line(number, place, text, cells, table, **seen))


def _continued_row(cut: TableBlock, block: TableBlock) -> int | None:
    """Which row of a page's first table its rules show to go on with a row that was cut.

    The first; where the header is repeated on each page, the one below it.
    """
    if len(cut.rows[0]) != len(block.rows[0]):
        return None
    head = [cell.text for cell in block.rows[0]]
    if head == [cell.text for cell in cut.rows[0]] or is_header(head):
        return 1
    return 0 if block.open_above else None
