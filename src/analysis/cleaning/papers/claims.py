"""Find the figures in a paper's words that its other figures must bear out."""

from dataclasses import dataclass

import pandas as pd

from analysis.calculations.plans.claims import COLUMNS
from analysis.cleaning.papers.claim_form import Found, sentences
from analysis.cleaning.papers.claim_rules import RULES
from analysis.cleaning.papers.load import Loaded

_LONG = 5000
# What is aimed at is no claim; the words of these columns report or explain.
_AIMS = ("target", "ref", "date", "lead", "rag", "cost")


@dataclass(frozen=True)
class Passage:
    """Words that are read together: one cell, or one line of running text."""

    line: int
    text: str


def passages_of(loaded: Loaded) -> list[Passage]:
    """Every cell and line of a paper that may state a fact, in order of lines."""
    texts = loaded.tables["texts"]
    cells = [
        Passage(int(row.lines.split()[0]), row.text)
        for row in texts.itertuples()
        if row.column not in _AIMS and row.text
    ]
    loose = loaded.reading[loaded.reading["kind"].isin(["text", "not placed", "heading"])]
    lines = [Passage(int(row.line), str(row.text)) for row in loose.itertuples()]
    return sorted(cells + lines, key=lambda passage: passage.line)


def find_claims(passages: list[Passage]) -> pd.DataFrame:
    """Each claim with the figures that it is worked out of.

    Returns
    -------
    pd.DataFrame
        The columns that `calculations.plans.claims.recompute` takes: ``line``, ``kind``, ``text``
        (the paper's own words about it), ``stated``, ``unit``, ``printed_to``, ``bound``,
        ``operands`` and ``why`` something is missing or supposed. A figure that no rule knows is
        not listed.
    """
    rows = []
    passages = [short for passage in passages for short in _in_reach(passage)]
    everything = [passage.text for passage in passages]
    for passage in passages:
        for rule in RULES:
            rows += [_row(passage, found) for found in rule(passage.text, everything)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _in_reach(passage: Passage) -> list[Passage]:
    """A passage, or its sentences in turn where it is so long that no claim spans it.

    Of one sentence of more than 5,000 letters only these are read.
    """
    if len(passage.text) <= _LONG:
        return [passage]
    parts, held = [], ""
    for sentence in sentences(passage.text):
        if held and len(held) + len(sentence) > _LONG:
            parts.append(held)
            held = ""
        held = f"{held} {sentence[:_LONG]}".strip()
    return [Passage(passage.line, part) for part in [*parts, held] if part]


def _row(passage: Passage, found: Found) -> dict:
    return {
        "line": passage.line,
        "kind": found.kind,
        "text": " ".join(found.text.split()),
        "stated": found.stated,
        "unit": found.unit,
        "printed_to": found.printed_to,
        "bound": found.bound,
        "operands": found.operands,
        "why": found.why,
    }
