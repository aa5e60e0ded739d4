"""Make one report, in a process that may be anywhere: a task in, a page and its record out.

Nothing is read from the project's folder and nothing is written to it, so that a task can be sent
to another machine, and a process that is killed leaves nothing half-written.
"""

import json
import os
import pickle
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from analysis.handed import VARIABLE, hand_over
from analysis.presentation.findings import NOTHING
from analysis.report import Report
from analysis.reporting.jobs import Job, Part
from analysis.reporting.notebooks import Outcome, run_notebook
from analysis.reporting.pages.page_gate import page_faults
from analysis.reporting.pages.render import failed_page, report_page
from analysis.reporting.where import ORDINARY, WARM, can_fork


@dataclass(frozen=True)
class Task:
    """Everything that one report is made from.

    ``source`` is the text of the notebook; ``report`` holds the rows it reads; ``key`` stands for
    all of it (see `report_key`); ``root`` is a folder that the page must not name.
    """

    job: Job
    source: str
    report: Report
    footer: str
    links: list[dict]
    key: str
    engine: str
    root: str


@dataclass(frozen=True)
class Made:
    """A finished page, and the record of what came of it."""

    job: Job
    part: Part
    page: bytes

    @property
    def record(self) -> bytes:
        return json.dumps(asdict(self.part), ensure_ascii=False).encode("utf-8")


def make_report(task: Task) -> Made:
    """Run a notebook and turn it into a page, or into a page that says why there is none."""
    engine = task.engine if can_fork() else ORDINARY  # this may be another machine than the run's
    with _handed_over(task, engine):
        outcome = run_notebook(
            task.job.notebook,
            task.source,
            quarter=task.job.quarter,
            area=task.job.area,
            engine=engine,
        )
    if outcome.executed is None:
        return failed_report(task, outcome.fault)
    page = report_page(outcome.executed, **_about(task), footer=task.footer, links=task.links)
    faults = page_faults(page, root=Path(task.root))
    if faults:
        return failed_report(task, f"The page was held back. {faults[0]}")
    content = page.encode("utf-8")
    return Made(task.job, _part(task, outcome, len(content)), content)


def failed_report(task: Task, message: str) -> Made:
    """The page and the record of a report that could not be made."""
    # Where nothing was made there may be no spreadsheet to lead to.
    links = [link for link in task.links if not link.get("download")]
    page = failed_page(message, **_about(task), footer=task.footer, links=links).encode("utf-8")
    job = task.job
    part = Part(job.area, job.notebook, "failed", message, task.key, len(page), [], [])
    return Made(job, part, page)


def _part(task: Task, outcome: Outcome, size: int) -> Part:
    nothing = [f["statement"] for f in outcome.findings if f["key"] == NOTHING]
    part = Part(
        task.job.area,
        task.job.notebook,
        "made",
        "",
        task.key,
        size,
        outcome.findings,
        outcome.tables,
    )
    return replace(part, status="nothing", message=nothing[0]) if nothing else part


def _about(task: Task) -> dict[str, str]:
    job = task.job
    return {"notebook": job.notebook, "quarter": job.quarter, "area": job.area}


@contextmanager
def _handed_over(task: Task, engine: str):
    """Put the report where the notebook's `open_report` finds it: in this process, or a file."""
    if engine == WARM:
        hand_over(task.report)
        yield
        return
    with tempfile.TemporaryDirectory(prefix="best-start-") as folder:
        file = Path(folder) / "report.pickle"
        file.write_bytes(pickle.dumps(task.report))
        os.environ[VARIABLE] = str(file)
        try:
            yield
        finally:
            del os.environ[VARIABLE]
