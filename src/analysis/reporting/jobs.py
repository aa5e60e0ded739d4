"""One report: a notebook, an area, and what came of running it. Runs in a worker process."""

import json
import os
import re
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from analysis.files import write_whole
from analysis.presentation.findings import NOTHING
from analysis.project import Project
from analysis.reporting.notebooks import notebook_path, run_notebook
from analysis.reporting.page_gate import page_faults
from analysis.reporting.render import failed_page, report_page
from analysis.reporting.titles import TITLES


@dataclass(frozen=True, order=True)
class Job:
    """One report to make."""

    quarter: str
    area: str
    notebook: str

    @property
    def page(self) -> str:
        """The page's path within the quarter's folder."""
        return f"{folder_name(self.area)}/{self.notebook}.html"

    @property
    def title(self) -> str:
        return f"{self.area}, {TITLES[self.notebook].lower()}"


@dataclass(frozen=True)
class Part:
    """What came of one report: "made", "nothing" to say, or "failed"; its findings and tables.

    A table is its caption, its columns and its rows, as `presentation.tables` records them.
    """

    area: str
    notebook: str
    status: str
    message: str
    inputs: str
    findings: list[dict]
    tables: list[dict]


def folder_name(area: str) -> str:
    """An area's name as a folder: letters, digits and hyphens."""
    return re.sub(r"[^A-Za-z0-9]+", "-", area).strip("-")


def part_path(reports: Path, job: Job) -> Path:
    return reports / job.quarter / ".parts" / folder_name(job.area) / f"{job.notebook}.json"


def read_part(reports: Path, job: Job) -> Part | None:
    """What an earlier run left of a report, if anything."""
    path = part_path(reports, job)
    if not path.is_file():
        return None
    try:
        return Part(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        return None  # left by another version: as good as not there


def make_report(root: Path, job: Job, inputs: str, footer: str, links: list[dict]) -> Part:
    """Run a notebook, write its page, and keep a record of what came of it.

    The page is written before the record, and each whole or not at all: a run that is killed
    leaves finished reports and no half of one. The executed notebook holds the data behind the
    page and is not kept.
    """
    project = Project(root)
    page = project.reports / job.quarter / job.page
    with tempfile.TemporaryDirectory(prefix="best-start-") as folder:
        outcome = run_notebook(
            notebook_path(project, job.notebook),
            Path(folder) / f"{job.notebook}.ipynb",
            quarter=job.quarter,
            area=job.area,
        )
    about = {"notebook": job.notebook, "quarter": job.quarter, "area": job.area}
    status, message = _status(outcome)
    if outcome.executed is not None:
        html = report_page(outcome.executed, **about, footer=footer, links=links)
        faults = page_faults(html, root=root)
        if faults:
            status, message = "failed", f"The page was held back. {faults[0]}"
    if status == "failed":
        # Where nothing was made there may be no spreadsheet to lead to.
        left = [link for link in links if not link.get("download")]
        html = failed_page(message, **about, footer=footer, links=left)
        outcome = replace(outcome, findings=[], tables=[])
    write_whole(page, html.encode("utf-8"))
    part = Part(job.area, job.notebook, status, message, inputs, outcome.findings, outcome.tables)
    record = json.dumps(asdict(part), ensure_ascii=False, indent=1)
    write_whole(part_path(project.reports, job), record.encode("utf-8"))
    return part


def _status(outcome) -> tuple[str, str]:
    if outcome.executed is None:
        return "failed", outcome.fault
    nothing = [f["statement"] for f in outcome.findings if f["key"] == NOTHING]
    return ("nothing", nothing[0]) if nothing else ("made", "")


def stop_with_parent() -> None:
    """Let a worker end when the run that started it is killed, so that none is left behind."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
