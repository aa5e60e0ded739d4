"""What an import of a paper says on the terminal: what was found, and what to do next."""

from pathlib import Path

import pandas as pd

from analysis.cleaning.papers.load import Loaded
from analysis.cleaning.papers.register import Source

_KINDS = (
    ("header", "headers"), ("header repeated", "headers repeated"), ("row", "rows"),
    ("joined", "lines joined to the row above"), ("total", "totals"), ("heading", "headings"),
    ("furniture", "page furniture"), ("text", "running text"), ("not placed", "not placed"),
)  # fmt: skip


def summary_sentences(loaded: Loaded, matches: pd.DataFrame | None) -> list[str]:
    """What was found, in sentences, each a line."""
    tables, reading = loaded.tables, loaded.reading
    actions = tables["actions"]
    dates, targets = tables["action_dates"], tables["action_targets"]
    kinds = reading["kind"].value_counts()
    parts = [f"{kinds[kind]} {words}" for kind, words in _KINDS if kinds.get(kind, 0)]
    rated = int((actions["rag_printed"] != "not recorded").sum())
    said = [
        f"{loaded.name}: {len(reading)} lines, each accounted for: {', '.join(parts)}.",
        f"{_count(len(actions), 'action')}, {_count(len(tables['action_leads']), 'lead')}, "
        f"{_count(int((dates['kind'] != 'not read').sum()), 'date')}, "
        f"{_count(len(targets), 'target')} ({int((targets['kind'] != 'words').sum())} more than words), "  # noqa: E501
        f"{rated} rated (red, amber, green or complete).",
        f"{_count(int(tables['costs']['pounds'].notna().sum()), 'cost')} in pounds by funder, "
        f"{_count(int(tables['cost_totals']['pounds'].notna().sum()), 'stated sum')}.",
    ]
    remarks = int((reading["remarks"] != "").sum()) + len(loaded.notes)
    if remarks:
        said.append(f"{_count(remarks, 'remark')} to look at: two readings, doubtful cells, joins.")
    if matches is not None:
        how = matches["how"].value_counts()
        said.append(
            "Against the earlier paper: " + ", ".join(f"{n} {k}" for k, n in how.items()) + "."
        )
        doubtful = matches[(matches["how"] == "reference") | (matches["also_near"] != "")]
        if len(doubtful):
            said.append(f"{_count(len(doubtful), 'match')} to look at in matches.csv.")
    return said


def what_next(
    loaded: Loaded, folder: Path, source: Source, matched: bool, others: list[Path]
) -> list[str]:
    """Where the tables are, and what a person does with them."""
    said = [
        f"Written to {folder}. Open {folder / 'reading.html'} and look at the marked lines first."
    ]
    if loaded.tables["actions"].empty:
        said.append(
            "No action was found: a table is read where its header names an action (or "
            "recommendation, proposal, what) and at least one of lead, date, target, progress, "
            "rating or cost."
        )
    if not source.source_id:
        said.append(
            "The paper is not in data/sources.csv under its file name and checksum, so published and "  # noqa: E501
            "source_id are blank: register it before you take rows over."
        )
    if not source.area_code:
        said.append("No area is known for this plan: name it with --council.")
    if others and not matched:
        said.append(
            f"Earlier papers of this plan are there: --previous {others[-1]} keeps their ids."
        )
    if matched:
        said.append(
            f"A match that is wrong: write made_id and earlier_id into {folder / 'decided.csv'} and "  # noqa: E501
            "import again. It wins."
        )
    return said


def _count(number: int, word: str) -> str:
    plural = {"match": "matches"}.get(word, f"{word}s")
    return f"{number:,} {word if number == 1 else plural}"
