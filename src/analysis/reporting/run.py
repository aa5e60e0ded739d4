"""Run a quarter: check everything, make each report, then write its front page."""

import os
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pandas as pd
from filelock import FileLock, Timeout

from analysis.errors import ParamsError, RunError
from analysis.params import QuarterParams, load_quarter
from analysis.project import ROOT_VARIABLE, Project
from analysis.report import check_settings, protected_quarter
from analysis.reporting.compare import check_pair, compare_quarters
from analysis.reporting.jobs import Job, Part, make_report, stop_with_parent
from analysis.reporting.notebooks import check_notebook, notebook_path
from analysis.reporting.published_gate import check_published
from analysis.reporting.record import inputs_digest
from analysis.reporting.site import (
    all_jobs,
    page_footer,
    refuse_unless_current,
    remove_strays,
    report_links,
    summary_sentence,
    write_site,
)
from analysis.store import load_tables

Told = Callable[[Part], None]
MOST_WORKERS = 4


@dataclass(frozen=True)
class Summary:
    """What a run came to."""

    sentence: str
    index: Path
    complete: bool


def check_quarter(project: Project, quarter: str) -> tuple[QuarterParams, dict[str, pd.DataFrame]]:
    """Validate a quarter's parameters, every table and every notebook it names; run nothing."""
    settings = load_quarter(quarter, project)
    tables = load_tables(project.data)
    check_settings(settings, tables)
    for name in settings.notebooks:
        check_notebook(notebook_path(project, name))
    return settings, tables


def choose_jobs(
    quarter: str, settings: QuarterParams, areas: list[str], notebooks: list[str]
) -> list[Job]:
    """The reports asked for: all of them, or those of some areas and notebooks.

    Raises
    ------
    ParamsError
        If an area or notebook is not one of the quarter's.
    """
    for kind, asked, known in (
        ("area", areas, settings.areas),
        ("notebook", notebooks, settings.notebooks),
    ):
        for name in asked:
            if name not in known:
                raise ParamsError(
                    f'"{name}" is not {"an" if kind == "area" else "a"} {kind} of {quarter}: '
                    f"choose from {', '.join(known)}."
                )
    return [
        job
        for job in all_jobs(quarter, settings)
        if (not areas or job.area in areas) and (not notebooks or job.notebook in notebooks)
    ]


def run_quarter(
    project: Project,
    quarter: str,
    *,
    areas: list[str] | None = None,
    notebooks: list[str] | None = None,
    starting: Callable[[int], None] = lambda count: None,
    done: Told = lambda part: None,
) -> Summary:
    """Make the reports of a quarter.

    Parameters
    ----------
    areas, notebooks
        Make only these; all of the quarter's by default.
    starting, done
        Told how many reports there are to make, and then each one as it is finished.

    Raises
    ------
    BestStartError
        Before anything is run or written, for parameters, tables or notebooks that cannot be
        used, a folder that cannot be written, or a run of the same quarter under way.
    """
    settings, tables = check_quarter(project, quarter)
    jobs = choose_jobs(quarter, settings, areas or [], notebooks or [])
    inputs = inputs_digest(project, quarter)
    _, protection = protected_quarter(project, settings, tables)
    footer = page_footer(settings, protection)
    folder = project.reports / quarter
    with only_run(folder, quarter):
        starting(len(jobs))
        _make_all(project, jobs, settings, inputs, footer, done)
        remove_strays(project, quarter, settings)
        states = write_site(
            project, quarter, settings, inputs=inputs, sources=tables["sources"], footer=footer
        )
        check_published(folder, protection, tables["indicators"])
    ran = {(job.area, job.notebook) for job in jobs}
    failed = states[states["status"].eq("failed")]
    complete = not any((row.area, row.notebook) in ran for row in failed.itertuples())
    return Summary(summary_sentence(states, jobs), folder / "index.html", complete)


def compare(project: Project, earlier: str, later: str) -> tuple[dict[str, int], Path]:
    """Set the findings of two quarters side by side, and say so in the later one's index.

    Returns
    -------
    tuple
        How many figures did what, and the page that lists them.

    Raises
    ------
    BestStartError
        If one is not a quarter or has not been run, they are not in order, or a run of the later
        one is under way.
    """
    check_pair(project, earlier, later)
    settings, tables = check_quarter(project, later)
    inputs = inputs_digest(project, later)
    refuse_unless_current(project, later, settings, inputs=inputs)
    _, protection = protected_quarter(project, settings, tables)
    footer = page_footer(settings, protection)
    folder = project.reports / later
    with only_run(folder, later):
        found = compare_quarters(project, earlier, later, footer=footer)
        write_site(
            project, later, settings, inputs=inputs, sources=tables["sources"], footer=footer
        )
        check_published(folder, protection, tables["indicators"])
    return found.counts, folder / found.page


@contextmanager
def only_run(folder: Path, quarter: str):
    """Hold the quarter's folder, or refuse: two commands never write it at once."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=0)
        lock.acquire()
    except Timeout:
        raise RunError(
            f"Another run of {quarter} is under way: wait for it to end, or stop it."
        ) from None
    except OSError as error:
        raise RunError(
            f"{folder} cannot be written ({error.strerror}): "
            "free the folder, or run where you may write."
        ) from None
    try:
        yield
    finally:
        lock.release()


def _make_all(
    project: Project,
    jobs: list[Job],
    settings: QuarterParams,
    inputs: str,
    footer: str,
    done: Told,
) -> None:
    # Kernels read the project's place from the environment, wherever the command was given.
    os.environ[ROOT_VARIABLE] = str(project.root)
    workers = max(1, min(len(jobs), os.cpu_count() or 1, MOST_WORKERS))
    pool = ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=stop_with_parent
    )
    try:
        waiting = {
            pool.submit(make_report, project.root, job, inputs, footer, report_links(job, settings))
            for job in jobs
        }
        while waiting:
            finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in finished:
                done(future.result())
    except BrokenProcessPool:
        raise RunError(
            "A worker process was stopped from outside (often for want of memory). Finished "
            "reports are kept: run again."
        ) from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
