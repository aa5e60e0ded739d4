"""The one form that every kind of file is read into: numbered lines, some of them rows of cells."""

from dataclasses import dataclass, field

SHEET_NAME = ", its name"  # ends the place of a line that is no row but the name of a sheet


@dataclass(frozen=True)
class Cell:
    """One cell of a row: its text (a new line is a new paragraph), colour and whether it is
    the covered part of a merged cell.
    """

    text: str
    colour: str = ""
    covered: bool = False


@dataclass(frozen=True)
class Line:
    """One line of a paper: a paragraph or line of text, or a row of a table.

    ``number`` counts the lines of a text file as an editor does; in other files it counts
    paragraphs and rows in reading order. ``place`` says where it is in the reader's own terms.
    ``table`` tells the tables of one file apart, 0 where the file type has none. ``remark`` is
    filled by a reader that already knows that the line is no content, such as a page footer.
    ``cut`` is set on a row whose box, by its rules, is the rest of one on the page before;
    ``apart`` on a line of text that stands further below the one above than a paragraph's do.
    """

    number: int
    place: str
    text: str
    cells: tuple[Cell, ...] | None = None
    table: int = 0
    remark: str = ""
    cut: bool = False
    apart: bool = False

    def with_cells(self, texts: list[str]) -> "Line":
        cells = tuple(Cell(text) for text in texts)
        return Line(self.number, self.place, self.text, cells, self.table, self.remark)


@dataclass
class Unit:
    """What is read as one thing: a line of text, or a row, which may lie on several lines.

    ``header`` is filled where the layout itself names the cells (labelled cards).
    """

    lines: list[Line]
    cells: list[Cell] | None = None
    header: list[str] | None = None
    why: str = ""

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def number(self) -> int:
        return self.lines[0].number

    @property
    def table(self) -> int:
        return self.lines[0].table


@dataclass
class Paper:
    """A paper as it was read: every line that is not blank, and what there is to say of it.

    ``units`` is filled where the file itself says which lines belong together.
    """

    name: str
    lines: list[Line]
    notes: list[str] = field(default_factory=list)
    units: list[Unit] | None = None


def unit_of(line: Line) -> Unit:
    return Unit([line], list(line.cells) if line.cells is not None else None)
