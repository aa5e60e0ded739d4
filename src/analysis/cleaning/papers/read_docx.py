"""Papers in Word: shading, merged and nested cells, and tracked changes as if accepted."""

import zipfile
from pathlib import Path

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from analysis.cleaning.papers.form import Cell, Line, Paper
from analysis.cleaning.papers.plain import BULLET, is_sign, visible
from analysis.errors import SourceError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEFT_OUT = {qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:delText")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_docx(path: Path) -> Paper:
    """Read a Word paper: each paragraph outside tables and each row of a table is one line.

    Raises
    ------
    SourceError
        If the file is not a Word document.
    """
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, OSError):
        raise SourceError(
            f"{path.name} is not a Word document (.docx): save an older .doc as .docx first."
        ) from None
    except Exception as error:  # lxml and opc raise many kinds for a broken package
        raise SourceError(f"{path.name} is broken and cannot be read as .docx: {error}.") from None
    reader = _Reader(Paper(path.name, []))
    for kind in ("header", "footer"):
        reader.margins(document, kind)
    for child in _blocks(document.element.body):
        reader.block(child)
    return reader.finished()


class _Reader:
    def __init__(self, paper: Paper):
        self.paper = paper
        self.tables = 0
        self.paragraphs = 0
        self.inserted: list[str] = []
        self.deleted: list[str] = []

    def margins(self, document, kind: str) -> None:
        seen = set()
        for section in document.sections:
            part = getattr(section, kind)
            if part.is_linked_to_previous and seen:
                continue
            text = visible(" ".join(_text(p) for p in part._element.iter(_W + "p")))
            if text and text not in seen:
                seen.add(text)
                self.add(text, None, f"page {kind}", remark=f"the page {kind}")

    def block(self, element) -> None:
        self._note_changes(element)
        if element.tag == _W + "p":
            self.paragraphs += 1
            text = _text(element)
            if text.strip():
                self.add(text, None, f"paragraph {self.paragraphs}")
            else:
                gone = _deleted_text(element)
                if gone:
                    remark = "deleted in tracked changes"
                    self.add(gone, None, f"paragraph {self.paragraphs}", remark=remark)
        else:
            self.table(element)

    def table(self, table) -> None:
        self.tables += 1
        for at, row in enumerate((r for r in table.iter(_W + "tr") if _table_of(r) is table), 1):
            place = f"table {self.tables}, row {at}"
            cells = _cells(row)
            text = "\t".join(cell.text for cell in cells).replace("\n", " ")
            removed = row.find(f"{_W}trPr/{_W}del") is not None
            if removed or not text.strip():
                gone = text if text.strip() else _deleted_text(row)
                if gone.strip():
                    self.add(gone, None, place, remark="deleted in tracked changes")
            else:
                self.add(text, tuple(cells), place, self.tables)
            if any(
                _table_of(inner) is not table for inner in row.iter(_W + "tr") if inner is not row
            ):
                self.paper.notes.append(
                    f"{place} holds a table in a cell: its words are kept there."
                )

    def add(self, text, cells, place, table=0, remark="") -> None:
        number = len(self.paper.lines) + 1
        self.paper.lines.append(Line(number, place, text, cells, table, remark))

    def finished(self) -> Paper:
        if self.inserted or self.deleted:
            gone = "; ".join(f'"{text}"' for text in self.deleted)
            self.paper.notes.append(
                f"Tracked changes are read as accepted: {len(self.inserted)} insertions are in, "
                f"{len(self.deleted)} deletions are out" + (f" ({gone})." if gone else ".")
            )
        return self.paper

    def _note_changes(self, element) -> None:
        for tag, kept in (
            ("ins", self.inserted),
            ("del", self.deleted),
            ("moveFrom", self.deleted),
        ):
            for change in element.iter(_W + tag):
                text = visible("".join(_strings(change)))
                if text:
                    kept.append(text)


def _blocks(body):
    """Paragraphs and tables in order, those inside content controls and insertions included."""
    stack = list(reversed(list(body)))
    while stack:
        element = stack.pop()
        if element.tag in (_W + "p", _W + "tbl"):
            yield element
        elif element.tag in (
            _W + "sdt",
            _W + "sdtContent",
            _W + "ins",
            _W + "moveTo",
            _W + "customXml",
        ):
            stack.extend(reversed(list(element)))


def _cells(row) -> list[Cell]:
    cells: list[Cell] = []
    skipped = row.find(f"{_W}trPr/{_W}gridBefore")
    cells += [Cell("", covered=True)] * (
        int(skipped.get(_W + "val", 0)) if skipped is not None else 0
    )
    for cell in (c for c in row.iter(_W + "tc") if _row_of(c) is row):
        properties = cell.find(_W + "tcPr")
        across, goes_on, colour = 1, False, ""
        if properties is not None:
            span = properties.find(_W + "gridSpan")
            across = int(span.get(_W + "val", 1)) if span is not None else 1
            merge = properties.find(_W + "vMerge")
            goes_on = merge is not None and merge.get(_W + "val", "continue") == "continue"
            colour = _shade(properties.find(_W + "shd"))
        text = "\n".join(filter(str.strip, (_text(p) for p in cell.iter(_W + "p"))))
        covered = goes_on and not text.strip()
        cells.append(Cell(text, colour or _run_colour(cell), covered))
        cells += [Cell("", covered=True)] * (min(across, 60) - 1)
    return cells


def _shade(shading) -> str:
    fill = shading.get(_W + "fill", "") if shading is not None else ""
    return "" if fill in ("auto", "") else fill


def _run_colour(cell) -> str:
    """The shading or highlight of the words themselves, where the cell has none."""
    for shading in cell.iter(_W + "shd"):
        if _shade(shading):
            return _shade(shading)
    for highlight in cell.iter(_W + "highlight"):
        return highlight.get(_W + "val", "")
    if is_sign("".join(_strings(cell, left_out=True))):
        return next((_shade_of(colour) for colour in cell.iter(_W + "color")), "")
    return ""


def _shade_of(colour) -> str:
    value = colour.get(_W + "val", "")
    return "" if value == "auto" else value


def _text(paragraph) -> str:
    text = "".join(_strings(paragraph, left_out=True))
    bullet = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
    return (BULLET if bullet and text.strip() else "") + text


def _strings(element, left_out: bool = False):
    """The words of an element in order, tabs and breaks as spaces."""
    stack = list(reversed(list(element)))
    while stack:
        node = stack.pop()
        if node.tag == _FALLBACK or (left_out and node.tag in _LEFT_OUT):
            continue
        if node.tag in (_W + "t", _W + "delText"):
            yield node.text or ""
        elif node.tag in (_W + "tab", _W + "br", _W + "cr"):
            yield " "
        elif node.tag == _W + "noBreakHyphen":
            yield "-"
        elif node.tag == _W + "p":
            yield " "
            stack.extend(reversed(list(node)))
        else:
            stack.extend(reversed(list(node)))


def _deleted_text(element) -> str:
    return visible(" ".join(node.text or "" for node in element.iter(_W + "delText")))


def _table_of(row):
    return next((a for a in row.iterancestors() if a.tag == _W + "tbl"), None)


def _row_of(cell):
    return next((a for a in cell.iterancestors() if a.tag == _W + "tr"), None)
