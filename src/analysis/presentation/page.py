"""What frames a report: its card, its sources and the notes on its data."""

import html

import pandas as pd

from analysis.presentation.findings import Findings, source_anchor
from analysis.presentation.records import bundle_of, joined
from analysis.presentation.tables import Table, show_table
from analysis.presentation.wording import day

SOURCES_CAPTION = "Where every figure on this page comes from"


class Card:
    """The first thing on a page: which quarter, which area, as at which day."""

    def __init__(self, facts: dict[str, str]):
        self.facts = facts

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<div><dt>{html.escape(term)}</dt><dd>{html.escape(fact)}</dd></div>"
            for term, fact in self.facts.items()
        )
        return f'<dl class="card">{rows}</dl>'

    def __repr__(self) -> str:
        return "; ".join(f"{term}: {fact}" for term, fact in self.facts.items())


def report_card(report) -> Card:
    """Area, quarter, date and comparators of a report."""
    chosen = report.comparators.drop_duplicates("comparator")["comparator_name"]
    return Card(
        {
            "Area": report.area,
            "Quarter": report.params.quarter.label,
            "As at": f"{day(report.as_at)}; nothing published later is used",
            "Set beside": ", ".join(chosen),
        }
    )


class Together:
    """Things shown as one, such as a chart and the table behind it; what is on record stays so."""

    def __init__(self, *shown):
        self.shown = [part for part in shown if part is not None]

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return joined([bundle_of(part) for part in self.shown])


def source_table(sources: pd.DataFrame, *findings: Findings) -> Table | None:
    """The register's rows of every source that the findings rest on."""
    ids = {i for group in findings for f in group for i in f.source_ids.split(";") if i}
    used = sources[sources["source_id"].isin(ids)].sort_values("source_id")
    used = used.assign(
        anchor=used["source_id"].map(source_anchor),
        basis=used["published_basis"].where(used["published_basis"] != "stated", ""),
    )
    return show_table(
        used,
        {
            "source_id": "Source",
            "title": "Title",
            "publisher": "Publisher",
            "published": "Published",
            "basis": "How the date is known",
            "status": "Status",
            "file": "File",
            "note": "Note",
        },
        caption=SOURCES_CAPTION,
        formats={"published": day},
        anchors="anchor",
    )
