"""The front of a quarter: its findings as one table, its index, its record."""

import json

from analysis.errors import RunError
from analysis.files import write_whole
from analysis.params import QuarterParams
from analysis.presentation.findings import findings_table
from analysis.presentation.wording import day, plural
from analysis.project import Project
from analysis.quarter import OpenQuarter
from analysis.reporting.compare import standing_comparisons
from analysis.reporting.data_files.area_files import Download, spreadsheet_name
from analysis.reporting.data_files.cells import harmless_table
from analysis.reporting.data_files.downloads import (
    Each,
    forget_files_of_others,
    write_downloads,
)
from analysis.reporting.inputs import versions
from analysis.reporting.jobs import Job, Part, all_jobs, part_path, read_part
from analysis.reporting.pages.index import index_page
from analysis.reporting.pages.page_gate import page_faults
from analysis.reporting.record import git_state, table_checksums, used_sources
from analysis.reporting.report_key import report_keys
from analysis.reporting.titles import TITLES
from analysis.store import write_table

OLDER = "The parameters, tables or code have changed since this page was made: run it again."
ABSENT = "This report has not been run."


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


def page_footer(quarter: OpenQuarter) -> str:
    """The foot of every page of a quarter: its date, its sources, how small numbers are kept."""
    return (
        f"Figures as published by {day(quarter.settings.as_at)}. Each leads to its source in the "
        "table of sources, and to its method in findings.csv. Small numbers: "
        f"{quarter.protection.words}"
    )


def quarter_keys(quarter: OpenQuarter) -> dict[Job, str]:
    """The key that each of a quarter's reports has if it is made from what is here now."""
    jobs = all_jobs(quarter.label, quarter.settings)
    links = {job: report_links(job, quarter.settings) for job in jobs}
    return report_keys(quarter, links, page_footer(quarter))


def write_site(
    quarter: OpenQuarter, keys: dict[Job, str], *, inputs: str, each: Each = map
) -> dict[Job, tuple[str, str]]:
    """Write findings.csv, run.json and index.html from the reports that stand.

    A report that was made from something else keeps its page and is named as such in the index;
    its findings are not mixed with those of this run.

    Parameters
    ----------
    inputs
        The digest of all that the quarter can be made from.
    each
        As in `downloads.write_downloads`.

    Returns
    -------
    dict
        How each report stands: its status and, where there is something to say, a sentence.
    """
    project, settings, sources = quarter.project, quarter.settings, quarter.tables["sources"]
    footer = page_footer(quarter)
    parts = {job: read_part(project.reports, job) for job in keys}
    states = {job: _state(part, keys[job]) for job, part in parts.items()}
    current = [part for job, part in parts.items() if part and states[job][0] != "older"]
    records = [{**f, "notebook": part.notebook} for part in current for f in part.findings]
    findings = findings_table(records)
    folder = project.reports / quarter.label
    write_table(harmless_table(findings), folder / "findings.csv")
    downloads = write_downloads(folder, settings, parts, states, sources, each=each)
    record = {
        "quarter": quarter.label,
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
    _write_index(project, quarter.label, settings, parts, states, downloads, footer)
    return states


def refuse_unless_current(quarter: OpenQuarter, keys: dict[Job, str]) -> None:
    """Refuse a quarter of which not every report stands as its parameters and tables now are.

    Raises
    ------
    RunError
        Naming how many reports were not run, or were made before something changed.
    """
    states = report_states(quarter.project, keys)
    stale = sum(status in ("absent", "older") for status, _ in states.values())
    if stale:
        raise RunError(
            f"{plural(stale, 'report', 'reports')} of {quarter.label} "
            f"{'has' if stale == 1 else 'have'} not been made from today's tables and code: "
            f"best-start run {quarter.label} makes them."
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


def report_states(project: Project, keys: dict[Job, str]) -> dict[Job, tuple[str, str]]:
    """How each report of a quarter stands, and why: a status of `index.WORDS` and a sentence."""
    return {job: _state(read_part(project.reports, job), key) for job, key in keys.items()}


def _state(part: Part | None, key: str) -> tuple[str, str]:
    if part is None:
        return "absent", ABSENT
    if part.key != key:
        return "older", OLDER
    return part.status, part.message


def remove_strays(quarter: OpenQuarter) -> None:
    """Remove pages of areas and notebooks that the quarter's parameters no longer name."""
    reports = quarter.project.reports
    jobs = all_jobs(quarter.label, quarter.settings)
    folder = reports / quarter.label
    kept = {part_path(reports, job) for job in jobs} | {folder / job.page for job in jobs}
    for path in [*folder.glob("*/*.html"), *folder.glob(".parts/*/*.json")]:
        if path not in kept:
            path.unlink(missing_ok=True)
    forget_files_of_others(folder, quarter.settings.areas)
