"""A finding: one statement with its value, method, period, sources and limits."""

import html
import json
from dataclasses import asdict, dataclass, fields

import pandas as pd

from analysis.presentation.wording import day

NOTHING = "nothing"  # the key of the one finding of a report that has nothing to say
MIME = "application/vnd.best-start.findings+json"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing a report says. Every sentence and number that a reader sees is one of these.

    ``value``, ``lower_ci`` and ``upper_ci`` are in ``unit`` and are not rounded; ``statement``
    rounds them. ``headline`` orders the findings that the index shows, from 1; 0 is not shown
    there. ``source_ids`` are ids of data/sources.csv joined by ";". ``limits`` says what the
    statement does not show.
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
    limits: str = ""
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
    "limits",
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


def number(value: float) -> float | None:
    """A plain number, or None where the value is missing."""
    return None if pd.isna(value) else float(value)


class Findings(list):
    """Findings that a notebook shows: sentences to a reader, a record to the run."""

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        if not self:
            return {"text/plain": ""}
        record = [asdict(finding) for finding in self]
        return {"text/html": self.html(), "text/plain": self.text(), MIME: json.dumps(record)}

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
    if not finding.limits:
        return statement
    return f'{statement} <span class="limits">{html.escape(finding.limits)}</span>'


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
