"""Every area's files, written whole and named in the index with their size.

Files that were made from the reports that stand are left as they are; those of areas and tables
that are no longer there are removed.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from analysis.files import write_whole
from analysis.params import QuarterParams
from analysis.reporting.data_files.area_files import Download, DownloadTask, Files, make_files
from analysis.reporting.inputs import made_with
from analysis.reporting.jobs import MADE, Job, Part, folder_name
from analysis.reporting.titles import TITLES

Each = Callable[[Callable[[DownloadTask], Files], list[DownloadTask]], Iterable[Files]]


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
