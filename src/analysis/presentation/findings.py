"""A finding: one statement with its value, method, period, sources and limits."""

import html
import json
import re
from dataclasses import asdict, dataclass, fields

import pandas as pd

from analysis.presentation.records import FINDINGS
from analysis.presentation.wording import day

NOTHING = "nothing"  # the key of the one finding of a report that has nothing to say


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing a report says. Every sentence and number that a reader sees is one of these.

    ``value``, ``lower_ci`` and ``upper_ci`` are in ``unit`` and are not rounded; ``statement``
    rounds them. ``headline`` orders the findings that the index shows, from 1; 0 is not shown
    there. ``source_ids`` are ids of data/sources.csv joined by ";", and ``source_ref`` says where
    in them the figure stands. ``limits`` says what the statement does not show. ``polarity``
    says which way ``value`` is good, or "" where neither is; it decides what counts as improved.
    """

    key: str
    area: str
    statement: str
    period: str
    method: str
    source_ids: str
    value: float | None = None
    unit: str = ""
    lower_ci: float | None = None
    upper_ci: float | None = None
    comparator: str = ""
    source_ref: str = ""
    limits: str = ""
    polarity: str = ""
    headline: int = 0


COLUMNS = [
    "key",
    "area",
    "notebook",
    "headline",
    "statement",
    "value",
    "unit",
    "lower_ci",
    "upper_ci",
    "comparator",
    "method",
    "period",
    "source_ids",
    "source_ref",
    "limits",
    "polarity",
]


def limits_of(ids: str, *more: str) -> str:
    """What a finding's sources do not show, and whatever else limits it.

    The compilation holds values as they are now: one that was revised after its first release is
    not what was published then.
    """
    compiled = "As revised by April 2026." if "dfe_lait" in ids else ""
    return " ".join(part for part in (*more, compiled) if part)


def sources_of(*ids: str) -> str:
    """Source ids of several figures, each once, joined by ";"."""
    return ";".join(sorted({part for text in ids for part in text.split(";") if part}))


def polarity_of(indicator_polarity: str) -> str:
    """Which way an indicator's value is good, or "" where neither way is."""
    return "" if indicator_polarity == "none" else indicator_polarity


def refs_of(*refs: str) -> str:
    """Where several figures stand, each place once, in the order given."""
    given = [ref for ref in refs if isinstance(ref, str) and ref]
    return "; ".join(dict.fromkeys(given))


def number(value: float) -> float | None:
    """A plain number, or None where the value is missing."""
    return None if pd.isna(value) else float(value)


class Findings(list):
    """Findings that a notebook shows: sentences to a reader, a record to the run."""

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        if not self:
            return {"text/plain": ""}
        record = [asdict(finding) for finding in self]
        return {"text/html": self.html(), "text/plain": self.text(), FINDINGS: json.dumps(record)}

    def __add__(self, other: list) -> "Findings":
        return Findings([*self, *other])

    def folded(self, summary: str) -> "Folded":
        """The same findings, behind a line that a reader opens."""
        return Folded(self, summary)

    def html(self) -> str:
        items = "".join(f"<li>{_item(finding)}</li>" for finding in self)
        return f'<ul class="findings">{items}</ul>'

    def text(self) -> str:
        return "\n".join(f"- {finding.statement}" for finding in self)


class Folded:
    """Findings that a reader may open: recorded all the same."""

    def __init__(self, findings: Findings, summary: str):
        self.findings, self.summary = findings, summary

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        bundle = self.findings._repr_mimebundle_()
        if "text/html" in bundle:
            bundle["text/html"] = (
                f"<details><summary>{html.escape(self.summary)}</summary>"
                f"{bundle['text/html']}</details>"
            )
        return bundle


def _item(finding: Finding) -> str:
    statement = html.escape(finding.statement)
    limits = f' <span class="limits">{html.escape(finding.limits)}</span>' if finding.limits else ""
    return statement + limits + _source_and_method(finding)


def _source_and_method(finding: Finding) -> str:
    """How the figure was made and where it stands, behind a line that a reader opens."""
    if not finding.source_ids:
        return ""
    links = ", ".join(
        f'<a href="#{source_anchor(source)}">{html.escape(source)}</a>'
        for source in finding.source_ids.split(";")
    )
    where = f" ({html.escape(finding.source_ref)})" if finding.source_ref else ""
    return (
        '<details class="source"><summary>Source and method</summary>'
        f"<p>{html.escape(finding.method)}. Source: {links}{where}.</p></details>"
    )


def source_anchor(source_id: str) -> str:
    """The id of a source's row in the table of sources of a page."""
    return "source-" + re.sub(r"[^a-z0-9]+", "-", source_id.lower()).strip("-")


def nothing_found(area: str, what: str, as_at) -> Findings:
    """The one finding of a report that has nothing to say."""
    return Findings(
        [
            Finding(
                key=NOTHING,
                area=area,
                statement=f"No {what} for {area} was public by {day(as_at)}.",
                period="",
                method="Search of the tables as they stood",
                source_ids="",
                headline=9,
            )
        ]
    )


def findings_table(found: list[dict]) -> pd.DataFrame:
    """Findings of several notebooks as one table, in the order given.

    Parameters
    ----------
    found
        Records of `Finding`, each with its ``notebook``.
    """
    names = [field.name for field in fields(Finding)] + ["notebook"]
    return pd.DataFrame(found, columns=names)[COLUMNS]
