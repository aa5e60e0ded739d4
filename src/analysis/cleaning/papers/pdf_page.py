"""One page of a PDF: its lines of text and its ruled tables, from top to bottom."""

from dataclasses import dataclass

from pdfplumber.page import Page
from pdfplumber.utils.text import chars_to_textmap

from analysis.cleaning.papers.form import Cell
from analysis.cleaning.papers.pdf_cells import cells_of
from analysis.cleaning.papers.pdf_objects import PageObjects
from analysis.cleaning.papers.pdf_tables import ruled_tables
from analysis.cleaning.papers.pdf_words import CellLine, Letters, stands_apart, usual_step


@dataclass
class TextBlock:
    """A line of text outside tables, and whether it stands apart from the one above."""

    text: str
    apart: bool = False


@dataclass
class TableBlock:
    """A table's rows, whether its first and last are cut by the page's ends, and whether it has
    no upright rules and its columns were told by other signs.
    """

    rows: list[list[Cell]]
    open_above: bool = False
    open_below: bool = False
    told: bool = False


Block = TextBlock | TableBlock


def read_page(page: Page) -> list[Block]:
    """The blocks of a page, from top to bottom."""
    drawn = PageObjects(page)
    tables = ruled_tables(drawn)
    loose = [char for char in drawn.chars if not any(_lies_in(char, table.box) for table in tables)]
    found: list[tuple[float, Block]] = _text_blocks(loose, page)
    letters = Letters(drawn.chars) if tables else None
    for table in tables:
        rows = cells_of(table.rows, letters, [*drawn.rects, *drawn.curves])
        block = TableBlock(rows, table.open_above, table.open_below, table.told)
        found.append((table.box[1], block))
    return [block for _, block in sorted(found, key=lambda item: item[0])]


def _text_blocks(chars: list[dict], page: Page) -> list[tuple[float, TextBlock]]:
    textmap = chars_to_textmap(chars, layout_bbox=page.bbox)
    lines = [
        CellLine(line["text"], line["x1"], line["top"], line["bottom"] - line["top"], 0)
        for line in textmap.extract_text_lines(return_chars=False)
    ]
    usual = usual_step([lines])
    return [
        (line.top, TextBlock(line.text, above is not None and stands_apart(above, line, usual)))
        for above, line in zip([None, *lines], lines, strict=False)
    ]


def _lies_in(char: dict, box) -> bool:
    left, top, right, bottom = box
    return (
        left <= (char["x0"] + char["x1"]) / 2 <= right
        and top <= (char["top"] + char["bottom"]) / 2 <= bottom
    )
