"""An area's accessible spreadsheet: cover, contents, notes, findings, one table a sheet, sources.

Made with gptables, which follows the Analysis Function's guidance on spreadsheets. What gptables
would read as its own markup in a text (a link, a note) is parted with a space, so that a text is
only ever a text.
"""

import io
import re
import warnings
from datetime import datetime, time

import pandas as pd

from analysis.presentation.findings import number
from analysis.presentation.wording import mark
from analysis.reporting.data_files.area_data import (
    FINDING_COLUMNS,
    SOURCE_COLUMNS,
    AreaData,
    DataTable,
    source_rows,
)
from analysis.reporting.data_files.cells import Cell, Marks
from analysis.reporting.data_files.sheet_layout import column_formats, lay_out, sheet_names
from analysis.reporting.data_files.spreadsheet_front import (
    book_title,
    cover_sheet,
    fit_front,
    gp_text,
    notes_table,
    scope_words,
)
from analysis.reporting.titles import PUBLISHER, TITLES
from analysis.vocabulary import NOTE_WORDS

OPTIONS = {
    "in_memory": True,  # fixes the date of every member of the file
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
INSTRUCTIONS = "This worksheet contains one table. The Notes worksheet says more."
LIMITS = ("lower limit", "upper limit")


def spreadsheet(data: AreaData) -> bytes:
    """The spreadsheet of an area as the bytes of an .xlsx file; the same data, the same bytes."""
    import gptables  # slow to import: only a run needs it

    tables = _sheets(data)
    names = sheet_names([name for name, _ in tables])
    sheets = {
        name: _gptable(content, f"table_{place}")
        for place, (name, (_, content)) in enumerate(zip(names, tables, strict=True), start=1)
    }
    file = io.BytesIO()
    with warnings.catch_warnings():
        # gptables warns of each blank cell (each sheet explains its own) and unused note
        warnings.simplefilter("ignore")
        book = gptables.produce_workbook(
            file,
            sheets,
            cover=cover_sheet(data),
            contentsheet_options={
                "column_names": ["Worksheet", "What it holds"],
                "title": gp_text(f"Contents: {data.area}, {data.settings.quarter}"),
                "instructions": "This worksheet contains one table, with links to the others.",
            },
            notes_table=notes_table(data),
            notesheet_options={"title": "Notes"},
            auto_width=False,
            workbook_options=OPTIONS,
        )
        lay_out(book, sheets)
        fit_front(book, data, names, tables)
        book.set_properties(
            {
                "title": book_title(data),
                "subject": "Findings and the data behind every chart and table",
                "company": PUBLISHER,
                "created": datetime.combine(data.settings.as_at, time()),
            }
        )
        book.close()
    return file.getvalue()


def _sheets(data: AreaData) -> list[tuple[str, dict]]:
    """A name and the elements of each worksheet, in order."""
    sheets = [("Findings", _findings(data))]
    sheets += [
        (f"{place} {table.caption}", _data_sheet(data, table))
        for place, table in enumerate(data.tables, start=1)
    ]
    if len(data.sources):
        sheets.append(("Sources", _sources(data)))
    return sheets


def _findings(data: AreaData) -> dict:
    rows = []
    for row in data.findings.to_dict("records"):
        value = number(row["value"])
        row["value"] = Marks("z") if value is None else value
        for limit in ("lower_ci", "upper_ci"):
            end = number(row[limit])
            none = Marks("z") if value is None else Marks("x")
            row[limit] = none if end is None else end
        row["source_ids"] = row["source_ids"].replace(";", "; ")
        row["notebook"] = TITLES[row["notebook"]]
        rows.append([row[column] for column in FINDING_COLUMNS])
    return {
        "title": f"Findings of {data.area}",
        "columns": list(FINDING_COLUMNS.values()),
        "rows": rows,
        "legend": [
            "Marks: [x] no interval is given; [z] not applicable, the finding states no one number."
        ],
        "scope": scope_words(data),
        "source": "Sources: named in each row; the Sources worksheet describes them.",
    }


def _data_sheet(data: AreaData, table: DataTable) -> dict:
    words = [f"{mark(m)} {NOTE_WORDS[m]}" for m in NOTE_WORDS if m in table.marks]
    return {
        "title": table.caption,
        "columns": table.columns,
        "rows": table.rows,
        "subtitles": [f"{data.area}, {data.settings.quarter}: {TITLES[table.notebook]}"],
        "legend": [f"Marks: {'; '.join(words)}."] if words else [],
        "scope": scope_words(data),
        "source": f"Sources: {_publishers(data, table.notebook)}. "
        "The Sources worksheet describes them.",
    }


def _sources(data: AreaData) -> dict:
    return {
        "title": f"Sources of the figures of {data.area}",
        "columns": list(SOURCE_COLUMNS.values()),
        "rows": source_rows(data.sources),
        "scope": scope_words(data),
        "source": "Source: the project's register of sources.",
    }


def _publishers(data: AreaData, notebook: str) -> str:
    ids = data.findings.loc[data.findings["notebook"] == notebook, "source_ids"]
    used = {i for text in ids for i in text.split(";") if i}
    rows = data.sources[data.sources["source_id"].isin(used)]
    return "; ".join(dict.fromkeys(rows["publisher"])) or "none"


def _gptable(sheet: dict, name: str):
    from gptables import GPTable

    columns = [gp_text(column) for column in sheet["columns"]]
    rows = [[_cell(cell) for cell in row] for row in sheet["rows"]]
    rows = [row for row in rows if any(cell != "" for cell in row)]
    table = pd.DataFrame(rows, columns=columns, dtype=object)
    title = gp_text(sheet["title"])
    blank = bool((table == "").to_numpy().any())
    return GPTable(
        table=table,
        table_name=name,
        title=title if _has_latin(title) else _formatted(title),
        subtitles=[gp_text(text) for text in sheet.get("subtitles", [])],
        instructions=INSTRUCTIONS
        + (" A blank cell means that there is nothing to say." if blank else "")
        + " $$decimals$$",
        legend=[gp_text(text) + " $$marks$$" for text in sheet.get("legend", [])],
        scope=gp_text(sheet["scope"]),
        source=gp_text(sheet["source"]),
        table_notes=_notes_of_columns(columns) or None,
        index_columns={},
        additional_formatting=column_formats(table),
    )


def _cell(cell: Cell):
    """A cell as gptables takes it."""
    from gptables.core.gptable import FormatList

    if isinstance(cell, Marks):
        return cell.bracketed
    if not isinstance(cell, str):
        return cell
    text = gp_text(cell)
    return text if not text or _has_latin(text) else FormatList(_formatted(text))


def _has_latin(text: str) -> bool:
    return re.search(r"[A-Za-z0-9]", text) is not None


def _formatted(text: str) -> list:
    """A text with a format of its own, here an empty one.

    gptables refuses a cell without a letter from A to Z or a digit, as a name in Arabic is; with
    a format of its own it takes it.
    """
    return [{}, text]


def _notes_of_columns(columns: list[str]) -> dict[str, str]:
    return {column: "$$interval$$" for column in columns if column.lower().startswith(LIMITS)} | {
        column: "$$points$$" for column in columns if column in ("Unit", "Value")
    }
