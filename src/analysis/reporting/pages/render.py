"""The body of a report: an executed notebook, or a sentence about why there is none."""

import html
import re
from functools import lru_cache

import nbformat

from analysis.presentation.findings import NOTHING
from analysis.presentation.records import FINDINGS, recorded
from analysis.reporting.pages.equations import with_mathml
from analysis.reporting.pages.frame import TEMPLATES, environment, frame
from analysis.reporting.titles import TITLES


@lru_cache(maxsize=1)
def _exporter():
    from nbconvert import HTMLExporter, TemplateExporter  # slow to import: only a run needs it

    class BodyExporter(HTMLExporter):
        """Without a second reading of the page, for marks that our template does not have."""

        def from_notebook_node(self, nb, resources=None, **kw):
            found = self._init_resources(resources)
            return TemplateExporter.from_notebook_node(self, nb, found, **kw)

    exporter = BodyExporter(
        template_name="report",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )
    exporter.register_filter("strip_files_prefix", lambda text: text)
    return exporter


def report_page(nb: dict, *, notebook: str, quarter: str, area: str, footer: str, links) -> str:
    """The page of an executed notebook.

    A section whose code showed nothing is left out, heading and all; so is everything but the
    finding itself where a report has nothing to say. The heading names the area and the quarter,
    so that no two pages have one title.
    """
    nothing = any(finding["key"] == NOTHING for finding in recorded(nb, FINDINGS))
    shown = nbformat.from_dict({**nb, "cells": _kept_cells(nb["cells"], nothing=nothing)})
    for cell in shown["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = with_mathml(cell["source"])
    body, _ = _exporter().from_notebook_node(shown)
    where = f' <span class="where">{html.escape(area)}, {html.escape(quarter)}</span></h1>'
    body = re.sub(r"</h1>", lambda _: where, body, count=1)
    return frame(body.strip(), footer=footer, links=links)


def _kept_cells(cells: list[dict], *, nothing: bool) -> list[dict]:
    if nothing:
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
        environment()
        .get_template("failed.html.j2")
        .render(
            title=TITLES[notebook], message=message, notebook=notebook, quarter=quarter, area=area
        )
    )
    return frame(body, footer=footer, links=links)
