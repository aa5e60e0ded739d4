"""The committed register against the five papers as a person read them, and its rebuild."""

import pandas as pd
import pytest
from cleaning.papers import expected_havering as havering
from cleaning.papers import expected_herefordshire as herefordshire
from cleaning.papers.reading import ROOT, SEEDS

from analysis.cleaning.papers.load import load_paper
from analysis.cleaning.papers.register import Source
from analysis.plan_register import TABLES, build_register
from analysis.project import Project
from analysis.store import load_table, table_text

DATA = ROOT / "data"
needs_papers = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the councils' papers are not here: ../shared/seeds is absent"
)


def rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def of(table: str, action_id: str) -> pd.DataFrame:
    held = load_table(table, DATA)
    return held[held["action_id"] == action_id]


def action_of(action_id: str) -> pd.Series:
    return of("actions", action_id).iloc[0]


def target_words(action_id: str) -> str:
    """An action's targets as the expected tables write them."""
    signs = {"words": "w", "placeholder": "p", "cross-reference": "x", "relative": "r"}
    found = []
    for target in of("action_targets", action_id).itertuples():
        number = "" if pd.isna(target.value) else f"{target.value:g}"
        unit = "%" if target.unit == "%" else ""
        plus = "+" if target.kind == "change" else ""
        found.append(signs.get(target.kind, f"{plus}{number}{unit}"))
    return " ".join(found)


@pytest.mark.parametrize("expected", rows(havering.ACTIONS), ids=lambda row: row[0])
def test_havering_reads_as_a_person_reads_it(expected):
    name, phases, leads, targets, rhythm, ongoing = expected
    action_id = f"{havering.PLAN}_{name}"
    action = action_of(action_id)
    years = of("action_dates", action_id).query("kind == 'phase'")
    shown = [
        f"{a}-{b}" if a != b else f"{a}"
        for a, b in zip(years.from_year, years.to_year, strict=True)
    ]
    assert ", ".join(shown) == phases
    assert action["leads"] == leads
    assert target_words(action_id) == targets
    assert (action["rhythm"], action["ongoing"]) == (rhythm, ongoing)
    assert (action["rag_printed"], action["rag_from"]) == ("not recorded", "no column")
    assert pd.isna(action["last_due"]) and action["progress_reported"] == "no"


def test_havering_has_eight_eight_and_fourteen_actions_in_three_sections():
    held = load_table("actions", DATA).query("plan == 'havering_best_start'")
    assert held.groupby("section_ref").size().to_dict() == {"s1": 8, "s2": 8, "s3": 14}


@pytest.mark.parametrize("expected", rows(herefordshire.ACTIONS), ids=lambda row: row[0])
def test_herefordshire_reads_as_a_person_reads_it(expected):
    ref, heading, due, leads, targets, rag, progress, parts = expected
    action_id = f"{herefordshire.PLAN}_{ref.lower().replace('.', '_')}"
    action = action_of(action_id)
    dates = of("action_dates", action_id)
    printed = [f"{day:%Y-%m}" for day in dates.loc[dates["kind"] == "due", "due"]]
    printed += ["Ongoing"] if action["ongoing"] == "yes" else []
    assert " ".join(printed) == due
    assert (action["outcome_ref"] or (action["section_ref"] if ref.isalpha() else "")) == heading
    assert action["action_ref"] == ref and action["leads"] == leads
    assert target_words(action_id) == targets
    assert action["rag_printed"] == (rag if rag != "-" else "not recorded")
    assert action["progress_reported"] == progress
    assert action["parts"] == int(parts)
    assert action["cross_reference"] == herefordshire.CROSS.get(ref, "")
    hidden = dates.loc[dates["kind"] == "in prose", "due"]
    assert [f"{day:%Y-%m}" for day in hidden] == herefordshire.IN_PROSE.get(ref, [])


def test_a_month_is_due_on_its_last_day_and_the_first_and_last_of_three_are_kept():
    action = action_of("herefordshire_best_start_1_2_1")
    assert f"{action['first_due']:%Y-%m-%d}" == "2024-03-31"
    assert f"{action['last_due']:%Y-%m-%d}" == "2024-12-31"


def test_two_dates_beside_two_sub_actions_belong_to_one_each():
    dates = of("action_dates", "herefordshire_best_start_4_3_1").query("kind == 'due'")
    assert dates["part"].tolist() == [1, 2]


def test_an_action_under_another_outcomes_heading_keeps_both_numbers():
    action = action_of("herefordshire_best_start_4_3_1")
    assert (action["action_ref"], action["outcome_ref"], action["heading_ref"]) == (
        "4.3.1",
        "4.2",
        "4.2",
    )
    disagree = load_table("actions", DATA).query("heading_ref != ''")
    assert disagree["action_ref"].tolist() == ["4.3.1"]


def test_a_rating_by_colour_alone_is_amber_and_blanks_are_not_recorded():
    held = load_table("actions", DATA).query("plan == 'herefordshire_best_start'")
    assert held["rag_from"].value_counts().to_dict() == {"blank": 29, "word": 2, "colour": 1}
    assert action_of("herefordshire_best_start_d")["rag_from"] == "colour"


@pytest.mark.parametrize("expected", rows(herefordshire.MIDDLESBROUGH), ids=lambda row: row[0])
def test_middlesbrough_reads_as_a_person_reads_it(expected):
    ref, parts, cross = expected
    action = action_of(f"middlesbrough_early_help_{ref[0]}")
    assert (action["action_ref"], action["parts"], action["cross_reference"]) == (
        ref,
        int(parts),
        cross,
    )
    assert action["progress_reported"] == "yes" and action["rag_from"] == "no column"
    assert action["leads"] == "" and action["due_label"] == ""


def test_every_numbered_target_typed_in_by_hand_is_the_one_that_the_loader_reads():
    linked = set(load_table("action_targets", DATA)["target_id"]) - {""}
    typed = set(load_table("targets", DATA).query("plan != 'national_best_start'")["target_id"])
    assert linked == typed


def test_the_costs_table_has_five_proposals_and_no_other_action_of_that_plan():
    held = load_table("actions", DATA).query("plan == 'havering_improvement_y2'")
    assert held["action_ref"].tolist() == ["Yr2a", "Yr2b", "Yr2c", "Yr2d", "Yr2e"]


# --- with the papers themselves ---


@needs_papers
def test_the_committed_register_is_what_the_papers_give_to_the_byte():
    built = build_register(Project(ROOT), SEEDS)
    for name in TABLES:
        assert (DATA / f"{name}.csv").read_text(encoding="utf-8") == table_text(built[name]), name


@needs_papers
def test_no_sentence_of_a_paper_stands_in_the_register():
    papers = " ".join(path.read_text(encoding="utf-8").lower() for path in SEEDS.glob("*.txt"))
    papers = " ".join(papers.split())
    for name in ("actions", "plan_labels", "action_dates", "action_targets"):
        for label in load_table(name, DATA)["label"]:
            assert len(label.split()) < 6 or label.lower() not in papers, label


@needs_papers
def test_the_cost_cells_read_as_a_person_reads_them():
    loaded = load_paper(SEEDS / havering.COST_FILE, Source(havering.COST_PLAN))
    costs = [
        [
            r.proposal_ref,
            r.funder,
            "x" if pd.isna(r.pounds) else str(r.pounds),
            shown(r.fte_claimed),
        ]
        for r in loaded.tables["costs"].itertuples()
    ]
    assert costs == rows(havering.COSTS)
    totals = [
        [
            r.total_ref,
            "x" if pd.isna(r.pounds) else str(r.pounds),
            shown(r.printed_to),
            shown(r.fte_stated),
        ]
        for r in loaded.tables["cost_totals"].itertuples()
    ]
    assert totals == rows(havering.TOTALS)


@needs_papers
def test_the_cost_cells_are_those_typed_in_by_hand():
    loaded = load_paper(SEEDS / havering.COST_FILE, Source(havering.COST_PLAN))
    typed = load_table("costs", DATA).set_index(["proposal_ref", "funder"])
    for row in loaded.tables["costs"].itertuples():
        held = typed.loc[(row.proposal_ref, row.funder)]
        assert shown(row.pounds) == shown(held["pounds"])
        assert shown(row.fte_claimed) == shown(held["fte_claimed"])


@needs_papers
@pytest.mark.parametrize(
    ("file", "joined"),
    [
        (havering.FILE, havering.JOINED),
        (herefordshire.FILE, herefordshire.JOINED),
        (herefordshire.MIDDLESBROUGH_FILE, herefordshire.MIDDLESBROUGH_JOINED),
        (havering.COST_FILE, {}),
    ],
)
def test_lines_cut_by_a_page_break_go_to_the_row_above(file, joined):
    reading = load_paper(SEEDS / file, Source("plan")).reading
    found = reading[reading["kind"] == "joined"]
    assert dict(zip(found["line"], found["joined_to"], strict=True)) == joined
    assert not (reading["kind"] == "not placed").any()


@needs_papers
def test_a_paper_of_running_text_gives_no_action_and_accounts_for_every_line():
    loaded = load_paper(SEEDS / herefordshire.NEWHAM_FILE, Source("newham_hub"))
    assert loaded.tables["actions"].empty and len(loaded.reading) == 42
    furniture = loaded.reading.query("kind == 'furniture'")
    assert furniture["line"].tolist() == herefordshire.NEWHAM_FURNITURE


def shown(number) -> str:
    return "" if pd.isna(number) else f"{number:g}" if float(number) % 1 else str(int(number))
