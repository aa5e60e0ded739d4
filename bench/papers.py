"""Seconds for a council paper of 300 pages as text, in Word and as PDF: python bench/papers.py."""

import io
import logging
import tempfile
from copy import deepcopy
from pathlib import Path

import docx
import matplotlib.pyplot as plt
import pdfplumber
import pypdfium2
from timing import seconds

from analysis.cleaning.papers.load import load_paper
from analysis.cleaning.papers.pdf_page import read_page
from analysis.cleaning.papers.register import Source

PAGES, ROWS_A_PAGE = 300, 6
DRAWN = 10  # pages drawn anew; the 300 are these in turn, since drawing takes longer than reading
FEW = 20
HEADER = ["Action", "Lead", "Due", "Milestone", "RAG", "Progress"]
WIDTHS = [0.25, 0.12, 0.1, 0.15, 0.08, 0.3]
SHADES = {"Green": "#92d050", "Red": "#ff0000", "": "#ffffff"}
PROGRESS = "Synthetic progress that fills its cell\nas the words of a real paper would do,\n"


def page_rows(page: int) -> list[list[str]]:
    """The synthetic rows of one page."""
    return [
        [
            f"{page + 1}.{at + 1} Develop synthetic offer\nwith partners across the borough\n"
            "so that families know of it",
            "Public Health, ICB",
            f"March 202{at}",
            f"{5 * at + 40}% of families reached;\n{at + 2} hubs open",
            list(SHADES)[at % 3],
            PROGRESS * 5,
        ]
        for at in range(ROWS_A_PAGE)
    ]


def write_text(path: Path) -> None:
    rows = [HEADER, *(row for page in range(PAGES) for row in page_rows(page))]
    lines = ["\t".join(cell.replace("\n", " ") for cell in row) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")


def write_word(path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=len(HEADER))
    for cell, text in zip(table.rows[0].cells, HEADER, strict=True):
        cell.text = text
    blank = table.rows[1]._tr
    for page in range(PAGES):
        for row in page_rows(page):
            made = deepcopy(blank)
            table._tbl.append(made)
            for cell, text in zip(made.tc_lst, row, strict=True):
                cell.p_lst[0].add_r().text = text.replace("\n", " ")
    table._tbl.remove(blank)
    document.save(path)


def write_pdf(path: Path) -> None:
    book = pypdfium2.PdfDocument.new()
    for page in range(DRAWN):
        book.import_pages(pypdfium2.PdfDocument(drawn_page(page)))
    while len(book) < PAGES:
        copy = io.BytesIO()
        book.save(copy)
        book.import_pages(
            pypdfium2.PdfDocument(copy.getvalue()), list(range(min(len(book), PAGES - len(book))))
        )
    book.save(path)


def drawn_page(page: int) -> bytes:
    figure, axes = plt.subplots(figsize=(11.7, 8.3))
    axes.axis("off")
    rows = [HEADER, *page_rows(page)]
    table = axes.table(cellText=rows, colWidths=WIDTHS, bbox=[0, 0, 1, 1], cellLoc="left")
    table.auto_set_font_size(False)
    table.set_fontsize(5)
    for at, row in enumerate(rows):
        table[at, 4].set_facecolor(SHADES.get(row[4], "#ffffff"))
    content = io.BytesIO()
    figure.savefig(content, format="pdf")
    plt.close(figure)
    return content.getvalue()


def by_pdfplumber(page) -> None:
    """The same work by pdfplumber's own calls."""
    outside = page
    for table in page.find_tables():
        table.extract()
        _, top, _, bottom = table.bbox
        outside = outside.filter(
            lambda o, t=top, b=bottom: not t <= (o["top"] + o["bottom"]) / 2 <= b
        )
    outside.extract_text_lines()


def a_page(path: Path, read) -> float:
    """The seconds that a page takes in one process."""

    def pages() -> None:
        with pdfplumber.open(path) as opened:
            for page in opened.pages[:FEW]:
                read(page)
                page.close()

    return seconds(pages, times=3) / FEW


def main() -> None:
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    print(f"A plan of {PAGES} pages, {PAGES * ROWS_A_PAGE:,} actions (synthetic)")
    with tempfile.TemporaryDirectory() as folder:
        for kind, write in (("txt", write_text), ("docx", write_word), ("pdf", write_pdf)):
            path = Path(folder) / f"plan.{kind}"
            write(path)
            taken = seconds(lambda p=path: load_paper(p, Source("plan")), times=2)
            print(f"  .{kind}: {taken:.1f} s, {PAGES / taken:,.0f} pages a second")
        ours, theirs = a_page(path, read_page), a_page(path, by_pdfplumber)
        with pdfplumber.open(path) as opened:
            letters = len(opened.pages[0].chars)
    print(f"  a PDF page of {letters:,} letters, one process: {1000 * ours:.0f} ms")
    print(f"  by pdfplumber's own calls {1000 * theirs:.0f} ms: {theirs / ours:.1f} times as long")


if __name__ == "__main__":
    main()
