"""Run a quarter: check everything, make each report that is not there, write its front page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.errors import ParamsError, RunError
from analysis.params import QuarterParams, load_quarter
from analysis.presentation.wording import plural
from analysis.project import Project
from analysis.quarter import OpenQuarter, open_quarter
from analysis.reporting.batch import make_reports
from analysis.reporting.compare import check_pair, compare_quarters
from analysis.reporting.executors import Where, executor_of
from analysis.reporting.jobs import Job, Part
from analysis.reporting.make import Task
from analysis.reporting.notebooks import check_notebook, notebook_path
from analysis.reporting.published_gate import check_published
from analysis.reporting.report_key import inputs_digest
from analysis.reporting.site import (
    all_jobs,
    page_footer,
    quarter_keys,
    refuse_unless_current,
    remove_strays,
    report_links,
    report_states,
    write_site,
)
from analysis.reporting.standing import forget_standing, record_standing, standing_reports

MADE = ("made", "nothing")


@dataclass(frozen=True)
class Summary:
    """What a run came to."""

    sentence: str
    index: Path
    complete: bool


def check_quarter(project: Project, quarter: str) -> OpenQuarter:
    """Validate a quarter's parameters, every table and every notebook it names; run nothing."""
    opened = open_quarter(project, quarter)
    for name in opened.settings.notebooks:
        check_notebook(notebook_path(project, name))
    return opened


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
    force: bool = False,
    where: Where | None = None,
    starting: Callable[[int], None] = lambda count: None,
    done: Callable[[Part], None] = lambda part: None,
) -> Summary:
    """Make the reports of a quarter that are not there already.

    Parameters
    ----------
    areas, notebooks
        Only these; all of the quarter's by default.
    force
        Make those too that stand and of which nothing has changed.
    where
        How they are made: see `executors.Where`.
    starting, done
        Told how many reports there are to make, and then each one as it is finished.

    Raises
    ------
    BestStartError
        Before anything is run or written, for parameters, tables or notebooks that cannot be
        used, a folder that cannot be written, or a run of the same quarter under way.
    """
    asked = choose_jobs(quarter, load_quarter(quarter, project), areas or [], notebooks or [])
    folder = project.reports / quarter
    inputs = inputs_digest(project, quarter)
    standing = {} if force else standing_reports(folder, inputs)
    if standing:
        return _summary(folder, {job: (standing[job.page], "") for job in asked}, made=[])
    opened = check_quarter(project, quarter)
    keys = quarter_keys(opened)
    with only_run(folder, quarter):
        forget_standing(folder)
        before = report_states(project, keys)
        missing = [job for job in asked if force or not _stands(project, job, before[job])]
        _make(opened, missing, keys, where or Where(), starting, done)
        remove_strays(opened)
        states = write_site(opened, keys, inputs=inputs)
        check_published(folder, opened.protection, opened.tables["indicators"])
        if all(status in MADE for status, _ in states.values()):
            record_standing(folder, inputs, {job.page: state[0] for job, state in states.items()})
    return _summary(folder, {job: states[job] for job in asked}, made=missing)


def _stands(project: Project, job: Job, state: tuple[str, str]) -> bool:
    """Whether a report need not be made: it was, of the same things, and its page is there."""
    return state[0] in MADE and (project.reports / job.quarter / job.page).is_file()


def _make(
    quarter: OpenQuarter,
    jobs: list[Job],
    keys: dict[Job, str],
    where: Where,
    starting: Callable[[int], None],
    done: Callable[[Part], None],
) -> None:
    starting(len(jobs))
    if not jobs:
        return
    with executor_of(where, len(jobs)) as (executor, workers):
        make_reports(
            _tasks(quarter, jobs, keys, where.engine_here),
            executor,
            workers=workers,
            project=quarter.project,
            done=done,
        )


def _tasks(
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


def _summary(folder: Path, states: dict[Job, tuple[str, str]], made: list[Job]) -> Summary:
    failed = {job: message for job, (status, message) in states.items() if status == "failed"}
    return Summary(_sentence(states, made), folder / "index.html", not failed)


def _sentence(states: dict[Job, tuple[str, str]], made: list[Job]) -> str:
    """The last line of a run: what was made, what was kept, what was not made, and why."""
    good = [job for job in made if states[job][0] in MADE]
    kept = len(states) - len(made)
    text = f"{plural(len(good), 'report', 'reports')} made"
    empty = sum(states[job][0] == "nothing" for job in good)
    if empty:
        text += f" ({empty} with nothing to report)"
    if kept:
        text += f"; {kept} kept, since nothing that made them has changed"
    for job, (status, message) in states.items():
        if status == "failed":
            text += f"; not made: {job.area}, {job.notebook}: {message.rstrip('.')}"
    return text + "."


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
