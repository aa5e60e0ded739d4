"""Text files whose tables are HTML tables, each laid over as many lines as its writer liked."""

import re

from analysis.cleaning.papers.form import Paper, Unit, unit_of
from analysis.cleaning.papers.read_html import read_html


def with_html_tables(paper: Paper) -> Paper:
    """The paper with each HTML table's rows as rows; every line of the file still stands once."""
    units: list[Unit] = []
    inside: list = []
    for line in paper.lines:
        if inside or re.search(r"<table\b", line.text, re.IGNORECASE):
            inside.append(line)
            if re.search(r"</table\s*>", line.text, re.IGNORECASE):
                units += _rows(inside)
                inside = []
        else:
            units.append(unit_of(line))
    return Paper(paper.name, paper.lines, paper.notes, units + (_rows(inside) if inside else []))


def _rows(lines: list) -> list[Unit]:
    page = read_html("\n".join(line.text for line in lines), "")
    found: list[Unit] = []
    begins: list[int] = []
    for read in page.lines:
        said = re.search(r"line (\d+)", read.place)
        at = int(said[1]) - 1 if said else (begins[-1] if begins else 0)
        begins.append(max(at, begins[-1] if begins else 0))
        found.append(Unit([], list(read.cells) if read.cells is not None else None))
    if not found:
        return [Unit([line], None, why="markup of a table without rows") for line in lines]
    for at, line in enumerate(lines):
        owners = [n for n, begin in enumerate(begins) if begin <= at]
        found[owners[-1] if owners else 0].lines.append(line)
    # several rows on one line: they share it
    for n, unit in enumerate(found):
        if not unit.lines:
            unit.lines.append(lines[begins[n]])
    return found
