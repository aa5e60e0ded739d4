"""A quarter's reports as one file to send: a zip of the folder, or one page for each area."""

import io
import zipfile
from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from analysis.errors import RunError
from analysis.files import write_whole
from analysis.params import QuarterParams
from analysis.presentation.wording import day, listed, plural
from analysis.project import Project
from analysis.quarter import OpenQuarter, open_quarter
from analysis.reporting.data_files.area_files import size_words
from analysis.reporting.jobs import Job, folder_name
from analysis.reporting.only_run import only_run
from analysis.reporting.pages.page_gate import page_faults
from analysis.reporting.pages.single_page import area_page
from analysis.reporting.site import quarter_keys, report_states

FRONT = "index.html"
UNIX, READABLE = 3, 0o100644


def pack_quarter(project: Project, quarter: str) -> str:
    """Write reports/<quarter>.zip with what the index leads to, and nothing else.

    The same reports give the same bytes: members are in order of name and carry the quarter's
    date. Working files, and whatever a person has put into the folder, are not in it.

    Returns
    -------
    str
        A sentence that says what is in the file, and how large it is.

    Raises
    ------
    RunError
        If the quarter has not been run, if any of its reports failed, is of an earlier run or
        has not been run, or if a page leads to a file that is not there.
    """
    opened = open_quarter(project, quarter)
    settings = opened.settings
    folder = _folder_of_a_run(project, quarter)
    with only_run(folder, quarter):
        jobs = _sound_reports(opened)
        names = _reachable(folder, FRONT)
        content = _zip(folder, names, settings.as_at)
        path = project.reports / f"{quarter}.zip"
        write_whole(path, content)
    return f"{path} ({size_words(len(content))}) holds {_contents(names, jobs)}."


def pack_single_files(project: Project, quarter: str) -> str:
    """Write one self-contained page for each area to reports/<quarter>-single/.

    Returns
    -------
    str
        A sentence that names the pages and their sizes.

    Raises
    ------
    RunError
        As `pack_quarter`.
    """
    opened = open_quarter(project, quarter)
    settings = opened.settings
    folder = _folder_of_a_run(project, quarter)
    target = project.reports / f"{quarter}-single"
    with only_run(folder, quarter):
        jobs = _sound_reports(opened)
        pages = {}
        for area in settings.areas:
            ours = [job for job in jobs if job.area == area]
            page = area_page(folder, area, ours, _footer(settings))
            faults = page_faults(page, root=project.root)
            if faults:
                raise RunError(f"The page of {area} was held back. {faults[0]}")
            pages[f"{folder_name(area)}.html"] = page.encode("utf-8")
        for name, content in pages.items():
            write_whole(target / name, content)
        for stray in target.glob("*.html"):
            if stray.name not in pages:
                stray.unlink()
    sizes = listed([f"{name} ({size_words(len(content))})" for name, content in pages.items()])
    each = "one page for each area, with its reports one after the other"
    return f"{target} holds {each}: {sizes}."


def _footer(settings: QuarterParams) -> str:
    return (
        f"Figures as published by {day(settings.as_at)}. Each leads to its method and to its "
        "source in a table of sources."
    )


def _folder_of_a_run(project: Project, quarter: str) -> Path:
    folder = project.reports / quarter
    if not (folder / FRONT).is_file():
        raise RunError(
            f"There are no reports of {quarter} to pack: make them first with best-start run "
            f"{quarter}."
        )
    return folder


def _sound_reports(quarter: OpenQuarter) -> list[Job]:
    """Every report of the quarter, if all stand; what is sent is whole and of one run."""
    states = report_states(quarter.project, quarter_keys(quarter))
    faults = {
        "failed": "could not be made",
        "older": "the parameters, tables or code have changed since",
        "absent": "not run",
    }
    wrong = []
    for status, words in faults.items():
        named = [f"{j.area}, {j.notebook}" for j, state in states.items() if state[0] == status]
        if named:
            wrong.append(f"{_or_all(named, len(states))} ({words})")
    if wrong:
        raise RunError(
            f"{quarter.label} is not packed, because not every report stands: {'; '.join(wrong)}. "
            f"Put that right, then: best-start run {quarter.label}"
        )
    return list(states)


def _or_all(named: list[str], count: int) -> str:
    return f"all {count} reports" if len(named) == count > 1 else "; ".join(named)


def _reachable(folder: Path, front: str) -> list[str]:
    """The files that a reader can come to from the front page, by their path in the folder."""
    found, waiting = {front}, [front]
    while waiting:
        page = waiting.pop()
        if not page.endswith(".html"):
            continue
        for name in _links_of(folder / page, PurePosixPath(page).parent):
            if name not in found:
                if not (folder / name).is_file():
                    raise RunError(
                        f"{page} leads to {name}, which is not in {folder}: run the quarter again."
                    )
                found.add(name)
                waiting.append(name)
    return sorted(found)


def _links_of(page: Path, home: PurePosixPath) -> set[str]:
    """Files of the quarter's own folder that a page leads to."""
    from bs4 import BeautifulSoup  # slow to import: only packing needs it

    soup = BeautifulSoup(page.read_bytes(), "html.parser")
    names = set()
    for link in soup.find_all("a", href=True):
        parts = urlsplit(link["href"])
        if parts.scheme or parts.netloc or not parts.path:
            continue
        steps: list[str] = []
        outside = False
        for step in (home / unquote(parts.path)).parts:
            if step == ".." and not steps:
                outside = True  # another quarter's page, which is not part of this one
            elif step == "..":
                steps.pop()
            else:
                steps.append(step)
        if not outside and not any(step.startswith(".") for step in steps):
            names.add("/".join(steps))
    return names


def _zip(folder: Path, names: list[str], when: date) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            member = zipfile.ZipInfo(
                f"{folder.name}/{name}", (when.year, when.month, when.day, 0, 0, 0)
            )
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system, member.external_attr = UNIX, READABLE << 16
            archive.writestr(member, (folder / name).read_bytes())
    return file.getvalue()


def _contents(names: list[str], jobs: list[Job]) -> str:
    def ending(end: str) -> int:
        return sum(name.endswith(end) for name in names)

    areas = len({job.area for job in jobs})
    return listed(
        [
            "the index",
            f"{plural(len(jobs), 'report', 'reports')} of {plural(areas, 'area', 'areas')}",
            plural(ending(".xlsx"), "spreadsheet", "spreadsheets"),
            plural(ending(".csv"), "CSV file", "CSV files"),
            "the record of the run",
        ]
    )
