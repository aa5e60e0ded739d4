"""Read a text as a paper, and check the account that is given of its lines."""

import re
from pathlib import Path

import pandas as pd

from analysis.cleaning.papers.form import Paper
from analysis.cleaning.papers.load import Loaded, load_lines
from analysis.cleaning.papers.markdown_tables import with_html_tables
from analysis.cleaning.papers.read_text import line_of
from analysis.cleaning.papers.register import Source

ROOT = Path(__file__).parents[3]
SEEDS = ROOT.parent / "shared" / "seeds"
SOURCE = Source("plan", "E09000016", "a_paper", pd.Timestamp("2025-01-31"))


def read(text: str) -> Loaded:
    """A text as the reader of .txt files would read it."""
    lines = [
        line_of(number, raw)
        for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1)
        if raw.strip()
    ]
    paper = Paper("a paper", lines)
    return load_lines(with_html_tables(paper) if "<table" in text else paper, SOURCE)


def actions(text: str) -> pd.DataFrame:
    return read(text).tables["actions"]


def kinds(text: str) -> list[str]:
    return list(read(text).reading["kind"])


def assert_each_line_once(text: str, loaded: Loaded) -> None:
    """Every line that is not blank stands in the account once, and in order."""
    lines = enumerate(re.split(r"\r\n|\r|\n", text), start=1)
    assert list(loaded.reading["line"]) == [number for number, raw in lines if raw.strip()]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
