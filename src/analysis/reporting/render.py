"""Pages: an executed notebook, a failure or the index, in one frame with one style."""

from functools import lru_cache
from pathlib import Path

import nbformat
from jinja2 import Environment, FileSystemLoader

from analysis.presentation.findings import NOTHING

TEMPLATES = Path(__file__).parent / "templates"
PUBLISHER = "Best Start Analysis"
TITLES = {
    "01_indicator_gaps": "Indicators and targets",
    "02_cost_splits": "Improvement funding",
    "03_disadvantage_gaps": "Disadvantage gaps",
}


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, keep_trailing_newline=True
    )


@lru_cache(maxsize=1)
def _exporter():
    from nbconvert import HTMLExporter  # slow to import: only a run needs it

    exporter = HTMLExporter(
        template_name="report",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )
    exporter.register_filter("strip_files_prefix", lambda text: text)
    return exporter


def frame(body: str, *, title: str, footer: str, links: list[dict] | None = None) -> str:
    """A whole page around a body of HTML."""
    from markupsafe import Markup

    return (
        _environment()
        .get_template("frame.html.j2")
        .render(
            body=Markup(body),
            title=f"{title} - {PUBLISHER}",
            style=Markup((TEMPLATES / "style.css").read_text(encoding="utf-8").strip()),
            publisher=PUBLISHER,
            footer=footer,
            links=links or [],
        )
    )


def report_page(nb: dict, *, notebook: str, quarter: str, area: str, footer: str, links) -> str:
    """The page of an executed notebook.

    A section whose code showed nothing is left out, heading and all; so is everything but the
    finding itself where a report has nothing to say.
    """
    shown = nbformat.from_dict({**nb, "cells": _kept_cells(nb["cells"])})
    body, _ = _exporter().from_notebook_node(shown)
    title = f"{TITLES[notebook]}, {area}, {quarter}"
    return frame(body, title=title, footer=footer, links=links)


def _kept_cells(cells: list[dict]) -> list[dict]:
    if any(f'"{NOTHING}"' in str(output) for cell in cells for output in cell.get("outputs", [])):
        return [cells[0], *[cell for cell in cells if _shows_something(cell)]]
    kept = []
    for section in _sections(cells):
        code = [cell for cell in section if cell["cell_type"] == "code"]
        if not code or any(_shows_something(cell) for cell in code):
            kept += section
    return kept


def _sections(cells: list[dict]) -> list[list[dict]]:
    """Cells parted before each heading of the second level."""
    sections: list[list[dict]] = [[]]
    for cell in cells:
        if cell["cell_type"] == "markdown" and cell["source"].startswith("## "):
            sections.append([])
        sections[-1].append(cell)
    return sections


def _shows_something(cell: dict) -> bool:
    return cell["cell_type"] == "code" and any(
        output.get("data", {}).get("text/html") or output.get("data", {}).get("image/png")
        for output in cell.get("outputs", [])
    )


def failed_page(message: str, *, notebook: str, quarter: str, area: str, footer: str, links) -> str:
    """The page of a report that could not be made."""
    body = (
        _environment()
        .get_template("failed.html.j2")
        .render(
            title=TITLES[notebook], message=message, notebook=notebook, quarter=quarter, area=area
        )
    )
    title = f"{TITLES[notebook]}, {area}, {quarter}, not made"
    return frame(body, title=title, footer=footer, links=links)


def index_page(content: dict, *, footer: str) -> str:
    """The index of a quarter."""
    body = _environment().get_template("index.html.j2").render(**content)
    return frame(body, title=f"Best Start findings, {content['quarter']}", footer=footer)
