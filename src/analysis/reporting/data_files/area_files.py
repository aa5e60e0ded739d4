"""The content of an area's files, made from the records of its reports that stand."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.params import QuarterParams
from analysis.reporting.data_files.area_data import (
    SOURCE_COLUMNS,
    AreaData,
    area_data,
    source_rows,
)
from analysis.reporting.data_files.cells import Cell, harmless
from analysis.reporting.data_files.spreadsheet import spreadsheet
from analysis.reporting.jobs import Part, folder_name
from analysis.reporting.titles import TITLES
from analysis.vocabulary import NOTE_WORDS

KILOBYTE = 1024


@dataclass(frozen=True)
class Download:
    """A file to offer, and what its link says: what it is, its format and its size."""

    href: str
    text: str


def spreadsheet_name(area: str, quarter: str) -> str:
    return f"{folder_name(area)}-{quarter}.xlsx"


def size_words(size: int) -> str:
    """A size as the link to a file states it.

    >>> size_words(24_300), size_words(12), size_words(3_400_000)
    ('24 KB', '1 KB', '3.2 MB')
    """
    if size >= KILOBYTE**2:
        return f"{size / KILOBYTE**2:.1f} MB"
    return f"{max(1, round(size / KILOBYTE))} KB"


def csv_bytes(columns: list[str], rows: list[list[Cell]]) -> bytes:
    """A CSV file that Excel, R and pandas read alike, and that runs nothing when opened.

    UTF-8 with a byte order mark: without one, Excel on Windows reads a double-clicked file in the
    code page of the machine and spoils every "£" and every accent. LF at line ends. A text that a
    spreadsheet program would take for a formula has an apostrophe before it; a negative number
    stays a number.

    >>> csv_bytes(["Area", "Gap"], [["=1+1", -4.5]]).decode("utf-8-sig")
    "Area,Gap\\n'=1+1,-4.5\\n"
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([harmless(column) for column in columns])
    writer.writerows(
        [harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return text.getvalue().encode("utf-8-sig")


@dataclass(frozen=True)
class DownloadTask:
    """Everything that an area's files are made from; ``key`` stands for all of it."""

    area: str
    settings: QuarterParams
    parts: list[Part]
    left_out: list[str]
    sources: pd.DataFrame
    key: str


@dataclass(frozen=True)
class Files:
    """An area's files by their path within the quarter's folder, and the links to them."""

    key: str
    content: dict[str, bytes]
    links: list[Download]


def make_files(task: DownloadTask) -> Files:
    """The files of an area. Reads and writes nothing, so that it can be done in any process."""
    data = area_data(task.area, task.settings, task.parts, task.left_out, task.sources)
    content = _files(data)
    return Files(task.key, content, _links(data, content))


def _files(data: AreaData) -> dict[str, bytes]:
    """The content of each file by its path within the quarter's folder."""
    home = folder_name(data.area)
    files = {
        f"{home}/{spreadsheet_name(data.area, data.settings.quarter)}": spreadsheet(data),
        f"{home}/data/findings.csv": csv_bytes(list(data.findings.columns), _plain_rows(data)),
    }
    for table in data.tables:
        files[f"{home}/data/{table.file}"] = csv_bytes(table.columns, table.rows)
    if len(data.sources):
        rows = source_rows(data.sources)
        files[f"{home}/data/sources.csv"] = csv_bytes(list(SOURCE_COLUMNS.values()), rows)
    if data.tables:
        files[f"{home}/data/contents.csv"] = _contents(data)
    return files


def _plain_rows(data: AreaData) -> list[list[Cell]]:
    return [["" if pd.isna(cell) else cell for cell in row] for row in data.findings.values]


def _contents(data: AreaData) -> bytes:
    """What each table's file holds, and what its marks mean: a table's own file holds neither."""
    rows = [
        [
            table.file,
            TITLES[table.notebook],
            table.caption,
            len(table.rows),
            "; ".join(f"{m}: {NOTE_WORDS[m]}" for m in table.marks),
        ]
        for table in data.tables
    ]
    return csv_bytes(["File", "Report", "Caption", "Rows", "Marks"], rows)


def _links(data: AreaData, files: dict[str, bytes]) -> list[Download]:
    captions = {table.file: table.caption for table in data.tables} | {
        spreadsheet_name(
            data.area, data.settings.quarter
        ): f"{data.area}: findings and the data behind its pages",
        "findings.csv": f"Findings of {data.area}",
        "sources.csv": f"Sources of {data.area}",
        "contents.csv": f"What each file of {data.area} holds, with its marks",
    }
    kinds = {".xlsx": "spreadsheet", ".csv": "CSV"}
    links = []
    for path, content in files.items():
        name = Path(path).name
        size = f"{kinds[Path(path).suffix]}, {size_words(len(content))}"
        links.append(Download(path, f"{captions[name]} ({size})"))
    return links
