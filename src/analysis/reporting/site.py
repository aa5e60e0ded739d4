"""The front of a quarter: its findings as one table, its index, its record."""

import json

import pandas as pd

from analysis.files import write_whole
from analysis.params import QuarterParams
from analysis.presentation.findings import findings_table
from analysis.presentation.wording import day, plural
from analysis.project import Project
from analysis.reporting.jobs import Job, Part, folder_name, part_path, read_part
from analysis.reporting.record import git_state, table_checksums, used_sources, versions
from analysis.reporting.render import TITLES, index_page
from analysis.store import write_table

WORDS = {
    "made": "Made",
    "nothing": "Nothing to report",
    "failed": "Not made",
    "older": "From an earlier run",
    "absent": "Not run",
}
OLDER = "The parameters, tables or code have changed since this page was made: run it again."
ABSENT = "This report has not been run."


def all_jobs(quarter: str, settings: QuarterParams) -> list[Job]:
    """Every report of a quarter, in the order of its parameter file."""
    return [Job(quarter, area, name) for area in settings.areas for name in settings.notebooks]


def report_links(job: Job, settings: QuarterParams) -> list[dict]:
    """From a report to the index and to the area's other reports."""
    links = [{"text": "All findings of the quarter", "href": "../index.html", "here": False}]
    links += [
        {"text": TITLES[name], "href": f"{name}.html", "here": name == job.notebook}
        for name in settings.notebooks
    ]
    return links


def page_footer(settings: QuarterParams) -> str:
    return (
        f"Figures as published by {day(settings.as_at)}. Each leads to its source in the table of "
        "sources, and to its method in findings.csv."
    )


def write_site(
    project: Project,
    quarter: str,
    settings: QuarterParams,
    *,
    inputs: str,
    sources: pd.DataFrame,
) -> pd.DataFrame:
    """Write findings.csv, run.json and index.html from the reports that stand.

    A report left by a run of other inputs keeps its page and is named as such in the index; its
    findings are not mixed with those of this run.

    Returns
    -------
    pd.DataFrame
        One row a report: ``area, notebook, status, message``.
    """
    parts = {job: read_part(project.reports, job) for job in all_jobs(quarter, settings)}
    states = {job: _state(part, inputs) for job, part in parts.items()}
    current = [part for job, part in parts.items() if part and states[job][0] != "older"]
    records = [{**f, "notebook": part.notebook} for part in current for f in part.findings]
    findings = findings_table(records)
    folder = project.reports / quarter
    write_table(findings, folder / "findings.csv")
    record = {
        "quarter": quarter,
        "parameters": json.loads(settings.model_dump_json()),
        "inputs": inputs,
        "tables": table_checksums(project),
        "sources": used_sources(findings, sources),
        "versions": versions(),
        "git": git_state(project),
        "reports": [
            {"area": job.area, "notebook": job.notebook, "status": status, "message": message}
            for job, (status, message) in states.items()
        ],
    }
    write_whole(folder / "run.json", (json.dumps(record, indent=2) + "\n").encode("utf-8"))
    content = _index_content(quarter, settings, parts, states)
    index = index_page(content, footer=page_footer(settings))
    write_whole(folder / "index.html", index.encode("utf-8"))
    return pd.DataFrame(record["reports"])


def _state(part: Part | None, inputs: str) -> tuple[str, str]:
    if part is None:
        return "absent", ABSENT
    if part.inputs != inputs:
        return "older", OLDER
    return part.status, part.message


def _index_content(
    quarter: str,
    settings: QuarterParams,
    parts: dict[Job, Part | None],
    states: dict[Job, tuple[str, str]],
) -> dict:
    reports = {job: _index_entry(job, parts[job], *states[job]) for job in parts}
    counts = pd.Series([state[0] for state in states.values()]).value_counts()
    return {
        "quarter": quarter,
        "as_at": day(settings.as_at),
        "summary": "; ".join(
            f"{counts[status]} {word.lower()}" for status, word in WORDS.items() if status in counts
        ),
        "failed": [entry for entry in reports.values() if entry["status"] == "failed"],
        "areas": [
            {"name": area, "reports": [r for job, r in reports.items() if job.area == area]}
            for area in settings.areas
        ],
    }


def _index_entry(job: Job, part: Part | None, status: str, message: str) -> dict:
    found = part.findings if part and status == "made" else []
    headlines = sorted((f for f in found if f["headline"]), key=lambda f: f["headline"])
    return {
        "area": job.area,
        "title": TITLES[job.notebook],
        "href": job.page if status != "absent" else "",
        "status": status,
        "word": WORDS[status],
        "message": message,
        "headlines": headlines,
    }


def remove_strays(project: Project, quarter: str, settings: QuarterParams) -> None:
    """Remove pages of areas and notebooks that the quarter's parameters no longer name."""
    jobs = all_jobs(quarter, settings)
    folder = project.reports / quarter
    kept = {part_path(project.reports, job) for job in jobs} | {folder / job.page for job in jobs}
    for path in [*folder.glob("*/*.html"), *folder.glob(".parts/*/*.json")]:
        if path not in kept:
            path.unlink(missing_ok=True)


def summary_sentence(states: pd.DataFrame, ran: list[Job]) -> str:
    """The last line of a run: what was made, what was not, and why."""
    keys = {(job.area, job.notebook) for job in ran}
    rows = states[[key in keys for key in zip(states["area"], states["notebook"], strict=True)]]
    made = rows[rows["status"].isin(["made", "nothing"])]
    empty = int((rows["status"] == "nothing").sum())
    text = f"{plural(len(made), 'report', 'reports')} made"
    if empty:
        text += f" ({empty} with nothing to report)"
    failed = rows[rows["status"] == "failed"]
    for row in failed.itertuples():
        text += f"; not made: {row.area}, {row.notebook}: {row.message.rstrip('.')}"
    return text + "."


__all__ = ["all_jobs", "folder_name", "remove_strays", "summary_sentence", "write_site"]
