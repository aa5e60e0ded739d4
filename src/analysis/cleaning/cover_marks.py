"""Marks and caveats in COVER workbooks: what stands in place of a figure or beside it, and why."""

import re

from analysis.cleaning.cover_cells import Sheets, cell_text, filled_cells, row_text, words
from analysis.cleaning.cover_tables import Table

NOT_AVAILABLE = ("", "n/a", "n.a.", "n.a", "na", "-", "–", "..", "[x]", "not available")
NO_CAVEAT = ("", "[z]", "[x]", "-", "n/a", "n.a.", "none")
_BAND = re.compile(r"\d%? to \d|^[<>]")
_ASTERISKS = re.compile(r"\*+")
# Legends that only send the reader elsewhere: "Please see caveats tab".
_SEE_CAVEATS = re.compile(r"(please )?(see|refer to) (the )?caveats?( \w+)?\.?")
_MEANINGS = (  # what a legend says of a missing figure, and its letters; the first that fits
    # The publisher spells "suppressed" both ways.
    (re.compile("supp?ress|withh[eo]ld|disclos|small number|(fewer|less) than"), "c"),
    (re.compile("not applicable"), "z"),
    (re.compile("caveat"), "x u"),
)
_LEGEND_LINE = re.compile(r"(\[[^\]]+\]|\*+(?!\*))[\s:=-]*(\S.*)")  # "[note 1] indicates a caveat"


def note_legend(sheets: Sheets, table: Table) -> dict[str, str]:
    """Meaning of each note mark, from the rows around the table and from a sheet of notes."""
    legend = {}
    for row in [*table.above, *table.body]:
        line = _LEGEND_LINE.fullmatch(row_text(row))
        # A row of the table may start with a mark too, but has more cells than mark and text.
        if line and len(filled_cells(row)) < 3 and _is_meaning(line[2]):
            legend[line[1].lower()] = line[2]
    for rows in sheets.values():
        for number, text in _numbered_notes(rows):
            legend.setdefault(f"[note {number}]", text)
    return legend


def _is_meaning(text: str) -> bool:
    """Whether a text says something in words, and is not one more mark."""
    return text.lower() not in NOT_AVAILABLE and re.search("[a-z]", words(text)) is not None


def _numbered_notes(rows: list[list]) -> list[tuple[str, str]]:
    """Number and text of each note on a sheet of notes; none on any other sheet."""
    for index, row in enumerate(rows):
        if any(cell_text(cell).lower() == "note number" for cell in row):
            cells_below = [filled_cells(below) for below in rows[index + 1 :]]
            return [(cells[0], cells[1]) for cells in cells_below if len(cells) > 1]
    return []


def mark_letter(text: str, legend: dict[str, str]) -> str:
    """Letter for a mark in place of a figure: c suppressed, x not available, z not applicable.

    A band such as "70% to 100%" replaces a disclosive figure, so it is c. A note mark, or a mark
    of asterisks, is c where its text says that figures are suppressed; otherwise it explains a
    figure that is not there: x, with u where the note speaks of a caveat. Asterisks that nothing
    explains are c, the cautious reading. "" means that the mark is not one we know.
    """
    mark = words(text) or text.strip().lower()  # `words` leaves nothing of a mark such as [c]
    if mark in NOT_AVAILABLE:
        return "x"
    if mark == "[c]" or _BAND.search(mark):
        return "c"
    if mark == "[z]":
        return "z"
    if mark == "[u]":
        return "x u"
    meaning = legend.get(mark, "").lower()
    if _ASTERISKS.fullmatch(mark) and (not meaning or _SEE_CAVEATS.fullmatch(meaning)):
        return "c"
    fitting = (letters for pattern, letters in _MEANINGS if pattern.search(meaning))
    return next(fitting, "x" if meaning else "")


def missing_letters(mark: str, legend: dict[str, str], name: str, notes: list[str]) -> set[str]:
    """Letters that say why a figure is missing; a mark we do not know is named in `notes`."""
    letters = mark_letter(mark, legend)
    if not letters:
        notes.append(f'{name}: the mark "{mark}" is not known and is taken as not available.')
        return {"x"}
    return set(letters.split())


def caveat_letters(row: list, name: str, table: Table, notes: list[str]) -> set[str]:
    """The letter u where a caveat column has a mark; a number there only counts caveats."""
    letters = set()
    for position in table.columns.caveats:
        caveat = cell_text(row[position])
        if isinstance(row[position], str) and caveat.lower() not in NO_CAVEAT:
            letters.add("u")
            title = cell_text(table.header[position])
            notes.append(f'{name}: "{caveat}" stands under {title}.')
    return letters


def caveat_texts(sheets: Sheets) -> list[str]:
    """Every caveat that a caveats sheet gives in words, with its area and column."""
    texts = []
    for sheet, rows in sheets.items():
        start = next((i for i, row in enumerate(rows) if _is_caveats_header(row)), None)
        if start is None:
            continue
        titles = [cell_text(cell) for cell in rows[start]]
        for row in rows[start + 1 :]:
            area, *caveats = (cell_text(cell) for cell in row)
            for title, caveat in zip(titles[1:], caveats, strict=True):
                if caveat.lower() not in NO_CAVEAT:
                    texts.append(f"Caveat, sheet {sheet}, {area}, {title}: {caveat}")
    return texts


def _is_caveats_header(row: list) -> bool:
    line = " ".join(map(cell_text, row)).lower().replace("_", " ")
    about_caveats = "caveat" in line or "current quarter" in line
    # A table of figures may have a caveat column too; it also has codes or percentages.
    has_figures = re.search("code|denom|%", line) is not None
    return about_caveats and "name" in line and not has_figures
