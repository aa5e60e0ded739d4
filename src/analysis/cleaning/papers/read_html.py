"""Papers that are web pages: tables keep their merged cells and the colours of their cells."""

import re

import lxml.etree
import lxml.html
from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from bs4.element import PreformattedString

from analysis.cleaning.papers.form import Cell, Line, Paper
from analysis.cleaning.papers.plain import is_sign, visible, words_of
from analysis.cleaning.papers.rag import colour_in

_SKIPPED = {"script", "style", "head", "template", "noscript", "title"}
_BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "section", "article", "table",
    "tr", "td", "th", "header", "footer", "main", "body", "html", "blockquote", "dl", "dt", "dd",
    "figure", "caption", "pre", "nav", "aside", "form", "hr", "br", "tbody", "thead", "tfoot",
}  # fmt: skip


def read_html(text: str, name: str) -> Paper:
    """Read a web page: each table row and each paragraph outside tables is one line."""
    paper = Paper(name, [])
    reader = _Reader(paper)
    soup = BeautifulSoup(_with_cells_closed(text), "html.parser")
    _without_office_marks(soup)
    reader.walk(soup)
    reader.flush()
    return paper


def _with_cells_closed(text: str) -> str:
    """The page with the ends of cells and rows that its writer left out, as HTML allows."""
    lower = text.lower()
    if lower.count("<td") == lower.count("</td") and lower.count("<tr") == lower.count("</tr"):
        return text
    try:
        tree = lxml.html.document_fromstring(text).getroottree()
    except (lxml.etree.ParserError, ValueError):
        return text
    return lxml.etree.tostring(tree, method="html", encoding="unicode")


def _without_office_marks(soup: BeautifulSoup) -> None:
    """Take out what Word leaves in pages, and put the words of pictures in their place."""
    for node in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        node.extract()
    for tag in soup.find_all(lambda tag: ":" in tag.name):
        tag.unwrap()
    for picture in soup.find_all("img"):
        picture.replace_with(picture.get("alt") or "")


class _Reader:
    def __init__(self, paper: Paper):
        self.paper = paper
        self.tables = 0
        self.pending: list[str] = []
        self.source = 0

    def walk(self, node: Tag) -> None:
        """Depth first without recursion: a page may nest as deep as it likes."""
        stack = [iter(node.children)]
        tags: list[Tag] = [node]
        while stack:
            child = next(stack[-1], None)
            if child is None:
                stack.pop()
                tag = tags.pop()
                if tag.name in _BLOCKS:
                    self.flush()
            elif isinstance(child, NavigableString):
                if type(child) is NavigableString and not isinstance(child, Comment):
                    self.pending.append(str(child))
            elif child.name == "table":
                self.flush()
                self.table(child)
            elif child.name not in _SKIPPED:
                if child.name in _BLOCKS:
                    self.flush()
                    self.source = child.sourceline or 0
                stack.append(iter(child.children))
                tags.append(child)

    def flush(self) -> None:
        text = " ".join("".join(self.pending).split())
        self.pending = []
        if text.strip():
            self.add(text, None, f"paragraph on line {self.source}" if self.source else "paragraph")

    def add(self, text: str, cells: tuple[Cell, ...] | None, place: str) -> None:
        number = len(self.paper.lines) + 1
        table = self.tables if cells is not None else 0
        self.paper.lines.append(Line(number, place, text, cells, table))

    def table(self, table: Tag) -> None:
        self.tables += 1
        caption = table.find("caption")
        if caption is not None and visible(caption.get_text()):
            self.add(visible(caption.get_text()), None, f"caption of table {self.tables}")
        inner = table.find_all("table")
        if inner:
            self.paper.notes.append(
                f"Table {self.tables} has {len(inner)} tables inside its cells: their words are "
                "kept in those cells."
            )
        rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
        hanging: dict[int, int] = {}
        for at, row in enumerate(rows, start=1):
            cells = _cells(row, hanging)
            text = "\t".join(words_of(cell.text) for cell in cells)
            if text.strip():
                where = f"table {self.tables}, row {at}"
                line = f" (line {row.sourceline})" if row.sourceline else ""
                self.add(text, tuple(cells), where + line)


def _cells(row: Tag, hanging: dict[int, int]) -> list[Cell]:
    """The cells of a row on the table's grid; `hanging` counts rows still covered, by column."""
    cells: list[Cell] = []

    def fill_covered() -> None:
        while hanging.get(len(cells), 0) > 0:
            hanging[len(cells)] -= 1
            cells.append(Cell("", covered=True))

    for found in row.find_all(["td", "th"], recursive=False):
        fill_covered()
        across, down = _span(found, "colspan"), _span(found, "rowspan")
        colour = colour_in(" ".join(str(t) for t in _opening(found, row))) or _colour_of_a_sign(
            found
        )
        for step in range(across):
            if down > 1:
                hanging[len(cells)] = down - 1
            cells.append(Cell(_inner(found), colour) if not step else Cell("", covered=True))
    fill_covered()
    return cells


def _opening(cell: Tag, row: Tag) -> list[str]:
    inside = [child for child in cell.find_all(True) if child.get("style") or child.get("bgcolor")]
    return [
        f'style="{tag.get("style", "")}" bgcolor="{tag.get("bgcolor", "")}"'
        for tag in (cell, *inside)
        if tag.get("style") or tag.get("bgcolor")
    ]


def _colour_of_a_sign(cell: Tag) -> str:
    """The colour of a cell that holds one sign and no word, such as a traffic light."""
    if not is_sign(cell.get_text()):
        return ""
    styles = " ".join(str(tag.get("style", "")) for tag in (cell, *cell.find_all(True)))
    named = re.search(r"(?<![\w-])color\s*:\s*([^;]+)", styles, re.IGNORECASE)
    return named[1].strip() if named else ""


def _inner(cell: Tag) -> str:
    """The cell's own markup: paragraphs and bullets are told apart later, with all others'."""
    return cell.decode_contents(formatter="html").strip().replace("\n", " ").replace("&nbsp;", " ")


def _span(cell: Tag, name: str) -> int:
    text = str(cell.get(name, "1"))
    return min(int(text), 60) if text.isdigit() and int(text) > 0 else 1
