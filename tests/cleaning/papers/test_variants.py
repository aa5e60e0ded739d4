"""Spoilt papers: no line lost, no word of a row lost, nothing refused."""

import re
from collections import Counter

import pytest
from cleaning.papers.reading import SEEDS, assert_each_line_once, read, words
from cleaning.papers.variants import spoil

from analysis.cleaning.papers.plain import visible, words_of
from analysis.enforce import check_table
from analysis.store import as_read

PAPER = """Action plan of an invented council

Theme 1: Better support

Action\tTarget/ review date\tResponsible leads\tAction targets\tRAG\tProgress
<p>1.1.1 Open two hubs, supported by:</p><ul style="list-style-type: none"><li>rooms</li><li>staff</li></ul>\tDecember 2024 June 2025\tPublic Health/ICB\t<p>2 hubs</p><p>80% of families</p>\t<p>Green</p>\t<p>One is open &amp; busy.</p>
1.1.2 Train staff in speech\tYear 1: Pilot; Years 2–3: Roll out\tQA Manager, Hub\t100% of staff\t\tSee updates Action 1.1.1

and language across the borough\t\tLead\t\t\t

Council paper, 13 August 2025

Ref\tProposal\tCost\tFunding request from DfE\tCouncil contribution
Y1a\tRetain x3 leads\t£0.18m\t£0.1m\t£0.08m (x1 FTE)
Total\t\t\t£0.1m\t£0.08m
"""
REAL = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
TABLES = ("actions", "action_dates", "action_leads", "action_targets")


def assert_sound(text: str, check_tables: bool) -> None:
    loaded = read(text)
    assert_each_line_once(text, loaded)
    kept = Counter(word for cell in loaded.tables["texts"]["text"] for word in words(cell))
    rows = loaded.reading[loaded.reading["kind"].isin(["row", "joined"])]
    need = Counter(word for line in rows["text"] for word in shown_words(line))
    assert not need - kept
    if check_tables:
        for name in TABLES:
            if len(loaded.tables[name]):
                check_table(name, as_read(name, loaded.tables[name]), file=name)


def shown_words(line: str) -> list[str]:
    """A line's words without markup; what stands in a tag, whole or cut, is left aside."""
    cells = " ".join(words_of(cell) for cell in re.split(r"[\t|]", line))
    plain = re.sub(r"<[^<>]*>?|^[^<>]*>", " ", visible(cells))
    return words(plain)


@pytest.mark.parametrize("start", range(0, 300, 50))
def test_every_line_and_word_of_a_spoilt_paper_is_accounted_for(start):
    for seed in range(start, start + 50):
        assert_sound(spoil(PAPER, seed), check_tables=seed % 10 == 0)


@pytest.mark.skipif(not REAL, reason="the councils' papers are not here: ../shared/seeds is absent")
@pytest.mark.parametrize("start", range(0, 200, 50))
def test_every_line_and_word_of_a_spoilt_real_paper_is_accounted_for(start):
    for seed in range(start, start + 50):
        assert_sound(spoil(REAL[seed % len(REAL)], seed), check_tables=seed % 25 == 0)
