"""The front of a quarter: its findings as one table, its index, its record."""

import json

import pandas as pd

from analysis.errors import RunError
from analysis.files import write_whole
from analysis.params import QuarterParams
from analysis.presentation.findings import findings_table
from analysis.presentation.wording import day, plural
from analysis.project import Project
from analysis.protection import Protection
from analysis.reporting.cells import harmless_table
from analysis.reporting.compare import standing_comparisons
from analysis.reporting.downloads import (
    Download,
    spreadsheet_name,
    write_downloads,
)
from analysis.reporting.index import index_page
from analysis.reporting.jobs import Job, Part, folder_name, part_path, read_part
from analysis.reporting.page_gate import page_faults
from analysis.reporting.record import git_state, table_checksums, used_sources, versions
from analysis.reporting.titles import TITLES
from analysis.store import write_table

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
    # The page is made before the spreadsheet, so the size stands in the index alone.
    name = spreadsheet_name(job.area, job.quarter)
    data = {"text": "Data behind these pages (spreadsheet)", "href": name, "here": False}
    return [*links, {**data, "download": True}]


def page_footer(settings: QuarterParams, protection: Protection) -> str:
    """The foot of every page of a quarter: its date, its sources, how small numbers are kept."""
    return (
        f"Figures as published by {day(settings.as_at)}. Each leads to its source in the table of "
        f"sources, and to its method in findings.csv. Small numbers: {protection.words}"
    )


def write_site(
    project: Project,
    quarter: str,
    settings: QuarterParams,
    *,
    inputs: str,
    sources: pd.DataFrame,
    footer: str,
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
    write_table(harmless_table(findings), folder / "findings.csv")
    downloads = write_downloads(folder, settings, parts, states, sources)
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
    _write_index(project, quarter, settings, parts, states, downloads, footer)
    return pd.DataFrame(record["reports"])


def refuse_unless_current(
    project: Project, quarter: str, settings: QuarterParams, *, inputs: str
) -> None:
    """Refuse a quarter of which not every report stands as its parameters and tables now are.

    Raises
    ------
    RunError
        Naming how many reports were not run, or were made before something changed.
    """
    states = report_states(project, quarter, settings, inputs)
    stale = sum(status in ("absent", "older") for status, _ in states.values())
    if stale:
        raise RunError(
            f"{plural(stale, 'report', 'reports')} of {quarter} {'has' if stale == 1 else 'have'} "
            f"not been made from today's tables and code: best-start run {quarter} makes them."
        )


def _write_index(
    project: Project,
    quarter: str,
    settings: QuarterParams,
    parts: dict[Job, Part | None],
    states: dict[Job, tuple[str, str]],
    downloads: dict[str, list[Download]],
    footer: str,
) -> None:
    index = index_page(
        quarter,
        settings,
        parts,
        states,
        downloads=downloads,
        comparisons=standing_comparisons(project, quarter, footer=footer),
        footer=footer,
    )
    faults = page_faults(index, root=project.root)
    if faults:
        raise RunError(f"The index was held back. {faults[0]}")
    write_whole(project.reports / quarter / "index.html", index.encode("utf-8"))


def report_states(
    project: Project, quarter: str, settings: QuarterParams, inputs: str
) -> dict[Job, tuple[str, str]]:
    """How each report of a quarter stands, and why: a status of `index.WORDS` and a sentence."""
    jobs = all_jobs(quarter, settings)
    return {job: _state(read_part(project.reports, job), inputs) for job in jobs}


def _state(part: Part | None, inputs: str) -> tuple[str, str]:
    if part is None:
        return "absent", ABSENT
    if part.inputs != inputs:
        return "older", OLDER
    return part.status, part.message


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
