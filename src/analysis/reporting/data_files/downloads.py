"""The files that each area offers: CSV for every table, and one spreadsheet with all of them.

They are made from the records of the reports that stand, written whole, and named in the index
with their size. Files of areas and tables that are no longer there are removed.
"""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from analysis.files import write_whole
from analysis.params import QuarterParams
from analysis.reporting.data_files.area_data import (
    SOURCE_COLUMNS,
    AreaData,
    area_data,
    source_rows,
)
from analysis.reporting.data_files.cells import Cell, harmless
from analysis.reporting.data_files.spreadsheet import spreadsheet
from analysis.reporting.inputs import made_with
from analysis.reporting.jobs import MADE, Job, Part, folder_name
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


Each = Callable[[Callable[[DownloadTask], Files], list[DownloadTask]], Iterable[Files]]


def make_files(task: DownloadTask) -> Files:
    """The files of an area. Reads and writes nothing, so that it can be done in any process."""
    data = area_data(task.area, task.settings, task.parts, task.left_out, task.sources)
    content = _files(data)
    return Files(task.key, content, _links(data, content))


def write_downloads(
    folder: Path,
    settings: QuarterParams,
    parts: dict[Job, Part | None],
    states: dict[Job, tuple[str, str]],
    sources: pd.DataFrame,
    *,
    each: Each = map,
) -> dict[str, list[Download]]:
    """Write every area's files from the reports that stand, and remove those of earlier runs.

    Files that are there and were made from the same reports are left as they are.

    Parameters
    ----------
    folder
        The quarter's folder.
    parts, states
        What is on record for each report of the quarter, and how it stands.
    sources
        The register of sources.
    each
        Calls `make_files` on each of many tasks, here or in other processes.

    Returns
    -------
    dict
        The files to offer for each area, the spreadsheet first; none for an area without a report
        that stands. Where all its reports are from an earlier run, so are the files beside them.
    """
    offered: dict[str, list[Download]] = {}
    kept: set[Path] = set()
    stale: list[DownloadTask] = []
    jobs_of = {area: [job for job in parts if job.area == area] for area in settings.areas}
    for area, jobs in jobs_of.items():
        standing = [job for job in jobs if states[job][0] in MADE]
        if standing:
            task = _task(area, settings, jobs, parts, states, sources)
            links = _as_made(folder, task)
            if links:
                offered[area] = links
            else:
                stale.append(task)
        elif any(states[job][0] == "older" for job in jobs):
            kept |= set(_downloads_in(folder / folder_name(area)))
    for task, files in zip(stale, each(make_files, stale), strict=True):
        for name, content in files.content.items():
            write_whole(folder / name, content)
        _record(folder, task.area, files)
        offered[task.area] = files.links
    kept |= {folder / link.href for links in offered.values() for link in links}
    _remove_strays(folder, kept)
    return {area: offered[area] for area in settings.areas if area in offered}


def _task(
    area: str,
    settings: QuarterParams,
    jobs: list[Job],
    parts: dict[Job, Part | None],
    states: dict[Job, tuple[str, str]],
    sources: pd.DataFrame,
) -> DownloadTask:
    standing = [parts[job] for job in jobs if states[job][0] in MADE]
    left_out = [
        f"{TITLES[job.notebook]}. {states[job][1]}" for job in jobs if states[job][0] not in MADE
    ]
    pieces = [made_with(), area, settings.model_dump_json(exclude={"areas"}), *left_out]
    pieces += [f"{part.notebook} {part.key}" for part in standing]
    key = hashlib.sha256("\0".join(pieces).encode()).hexdigest()
    return DownloadTask(area, settings, standing, left_out, sources, key)


def _record_path(folder: Path, area: str) -> Path:
    return folder / ".parts" / folder_name(area) / "downloads" / "links.json"


def _record(folder: Path, area: str, files: Files) -> None:
    """Keep what an area's files were made from; written after them."""
    sizes = {name: len(content) for name, content in files.content.items()}
    links = [asdict(link) for link in files.links]
    text = json.dumps({"key": files.key, "sizes": sizes, "links": links}, ensure_ascii=False)
    write_whole(_record_path(folder, area), text.encode("utf-8"))


def forget_files_of_others(folder: Path, areas: list[str]) -> None:
    """Remove what is on record of the files of areas that the quarter no longer names."""
    named = {_record_path(folder, area) for area in areas}
    for path in set(folder.glob(".parts/*/downloads/links.json")) - named:
        path.unlink(missing_ok=True)


def _as_made(folder: Path, task: DownloadTask) -> list[Download]:
    """The links to an area's files, if they were made from this and are there; else none."""
    try:
        record = json.loads(_record_path(folder, task.area).read_text(encoding="utf-8"))
        whole = all((folder / n).stat().st_size == size for n, size in record["sizes"].items())
        if record["key"] == task.key and whole:
            return [Download(**link) for link in record["links"]]
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return []


def _remove_strays(folder: Path, kept: set[Path]) -> None:
    for stray in _downloads_in(folder / "*"):
        if stray not in kept:
            stray.unlink(missing_ok=True)
            for emptied in (stray.parent, stray.parent.parent):
                with suppress(OSError):  # it holds something still
                    emptied.rmdir()


def _downloads_in(area_folder: Path) -> list[Path]:
    quarter, name = area_folder.parent, area_folder.name
    return sorted([*quarter.glob(f"{name}/*.xlsx"), *quarter.glob(f"{name}/data/*.csv")])


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
