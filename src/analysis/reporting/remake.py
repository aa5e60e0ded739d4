"""Make those reports of a quarter that something has changed for, and write its front page anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from analysis.project import Project
from analysis.quarter import OpenQuarter, open_quarter
from analysis.reporting.batch import each_by, make_reports
from analysis.reporting.compare import check_pair, compare_quarters
from analysis.reporting.data_files.downloads import Each
from analysis.reporting.executors import executor_of
from analysis.reporting.inputs import inputs_digest
from analysis.reporting.jobs import MADE, Job, Part
from analysis.reporting.make import Task
from analysis.reporting.notebooks import check_notebook, notebook_path
from analysis.reporting.only_run import only_run
from analysis.reporting.published_gate import check_published
from analysis.reporting.site import (
    page_footer,
    quarter_keys,
    refuse_unless_current,
    remove_strays,
    report_links,
    report_states,
    write_site,
)
from analysis.reporting.standing import forget_standing, record_standing
from analysis.reporting.where import Where

States = dict[Job, tuple[str, str]]


def check_quarter(project: Project, quarter: str) -> OpenQuarter:
    """Validate a quarter's parameters, every table and every notebook it names; run nothing."""
    opened = open_quarter(project, quarter)
    for name in opened.settings.notebooks:
        check_notebook(notebook_path(project, name))
    return opened


def remake(
    project: Project,
    quarter: str,
    asked: list[Job],
    *,
    force: bool,
    where: Where,
    inputs: str,
    starting: Callable[[int], None],
    done: Callable[[Part], None],
) -> tuple[States, list[Job]]:
    """Make the reports asked for that do not stand, and then the quarter's front.

    Parameters
    ----------
    inputs
        The digest of all that the quarter can be made from.
    force, where, starting, done
        As `run.run_quarter`.

    Returns
    -------
    tuple
        How each report that was asked for stands, and those that were made now.
    """
    opened = check_quarter(project, quarter)
    keys = quarter_keys(opened)
    folder = project.reports / quarter
    with only_run(folder, quarter):
        forget_standing(folder)
        before = report_states(project, keys)
        missing = [job for job in asked if force or before[job][0] not in MADE]
        starting(len(missing))
        with _each_made(opened, missing, keys, where, done) as each:
            remove_strays(opened)
            states = write_site(opened, keys, inputs=inputs, each=each)
        check_published(folder, opened.protection, opened.tables["indicators"])
        if all(status in MADE for status, _ in states.values()):
            record_standing(folder, inputs, {job.page: state[0] for job, state in states.items()})
    return {job: states[job] for job in asked}, missing


@contextmanager
def _each_made(
    quarter: OpenQuarter,
    jobs: list[Job],
    keys: dict[Job, str],
    where: Where,
    done: Callable[[Part], None],
) -> Iterator[Each]:
    """Make the reports; what made them then makes the files that go with them."""
    if not jobs:
        yield map
        return
    with executor_of(where, len(jobs)) as (executor, workers):
        make_reports(
            tasks_of(quarter, jobs, keys, where.engine_here),
            executor,
            workers=workers,
            project=quarter.project,
            done=done,
        )
        yield partial(each_by, executor)


def tasks_of(
    quarter: OpenQuarter, jobs: list[Job], keys: dict[Job, str], engine: str
) -> Iterator[Task]:
    """Each report's task, built when it is asked for."""
    sources = {
        name: notebook_path(quarter.project, name).read_text(encoding="utf-8")
        for name in {job.notebook for job in jobs}
    }
    for job in jobs:
        yield Task(
            job=job,
            source=sources[job.notebook],
            report=quarter.report(job.notebook, job.area),
            footer=page_footer(quarter),
            links=report_links(job, quarter.settings),
            key=keys[job],
            engine=engine,
            root=str(quarter.project.root),
        )


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
    opened = check_quarter(project, later)
    keys, inputs = quarter_keys(opened), inputs_digest(project, later)
    refuse_unless_current(opened, keys)
    folder = project.reports / later
    with only_run(folder, later):
        forget_standing(folder)
        found = compare_quarters(project, earlier, later, footer=page_footer(opened))
        write_site(opened, keys, inputs=inputs)
        check_published(folder, opened.protection, opened.tables["indicators"])
    return found.counts, folder / found.page
