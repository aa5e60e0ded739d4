"""One page of a PDF: its lines of text and its ruled tables, from top to bottom."""

from pdfplumber.page import Page
from pdfplumber.table import TableFinder
from pdfplumber.utils.text import chars_to_textmap

from analysis.cleaning.papers.form import Cell
from analysis.cleaning.papers.pdf_cells import cells_of
from analysis.cleaning.papers.pdf_objects import PageObjects

Block = str | list[list[Cell]]


def read_page(page: Page) -> list[Block]:
    """The blocks of a page: a line of text outside tables, or a table's rows of cells."""
    drawn = PageObjects(page)
    tables = TableFinder(drawn).tables if drawn.rects or drawn.lines or drawn.curves else []
    tables = [table for table in tables if len(table.rows[0].cells) > 1]
    boxes = [table.bbox for table in tables]
    loose = [char for char in drawn.chars if not any(_lies_in(char, box) for box in boxes)]
    lines = chars_to_textmap(loose, layout_bbox=page.bbox).extract_text_lines(return_chars=False)
    found: list[tuple[float, Block]] = [(line["top"], line["text"]) for line in lines]
    found += [
        (box[1], cells_of(table.rows, drawn.chars, drawn.rects))
        for table, box in zip(tables, boxes, strict=True)
    ]
    return [block for _, block in sorted(found, key=lambda item: item[0])]


def _lies_in(char: dict, box) -> bool:
    left, top, right, bottom = box
    return (
        left <= (char["x0"] + char["x1"]) / 2 <= right
        and top <= (char["top"] + char["bottom"]) / 2 <= bottom
    )
