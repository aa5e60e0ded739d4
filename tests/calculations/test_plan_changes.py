"""Two papers of one plan: what is new, dropped, reworded, moved, rated anew or stalled."""

import pandas as pd
import pytest

from analysis.calculations.plans.plan_changes import plan_changes, targets_met_since

PAPER = pd.Timestamp("2025-01-31")


def register(*rows: dict) -> pd.DataFrame:
    """Actions of one paper; what a row does not say is the same in every paper."""
    blank = {
        "action_ref": "1.1",
        "label": "Train the workers",
        "leads": "Council",
        "first_due": None,
        "last_due": "2025-06-30",
        "due_label": "June 2025",
        "ongoing": "no",
        "from_year": "",
        "to_year": "",
        "rag_printed": "not recorded",
        "progress_reported": "yes",
        "published": PAPER,
    }
    table = pd.DataFrame([{"action_id": "a"} | blank | row for row in rows])
    table["first_due"] = table["first_due"].where(table["first_due"].notna(), table["last_due"])
    for column in ("first_due", "last_due"):
        table[column] = pd.to_datetime(table[column])
    return table


def changes(before: dict, after: dict, words=("We met.", "We met again.")):
    found = plan_changes(
        register(before),
        register(after),
        earlier_words={"a": words[0]},
        later_words={"a": words[1]},
    )
    return found.set_index("what")


def test_an_action_of_one_paper_alone_is_new_or_dropped():
    found = plan_changes(
        register({"action_id": "a"}),
        register({"action_id": "b"}),
        earlier_words={},
        later_words={},
    )
    assert list(zip(found["action_id"], found["what"], strict=True)) == [
        ("b", "new"),
        ("a", "dropped"),
    ]


def test_nothing_changed_is_one_row_that_says_so():
    assert list(changes({}, {}).index) == ["unchanged"]


def test_case_and_spacing_of_words_are_no_change():
    assert list(changes({}, {"label": "Train  the WORKERS."}).index) == ["unchanged"]


def test_a_reworded_action_keeps_both_wordings():
    row = changes({}, {"label": "Train all workers"}).loc["reworded"]
    assert (row["before"], row["after"]) == ("Train the workers", "Train all workers")


@pytest.mark.parametrize(
    ("day", "what", "days"),
    [("2025-09-30", "date later", 92), ("2025-03-31", "date earlier", -91)],
)
def test_a_moved_date_says_which_way_and_how_far(day, what, days):
    # 30 June to 30 September is 31 + 31 + 30 days; back to 31 March 30 + 31 + 30.
    assert changes({}, {"last_due": day}).at[what, "days"] == days


def test_a_first_date_that_moves_alone_is_told_apart():
    row = changes({"first_due": "2025-03-31"}, {"first_due": "2025-04-30"})
    assert list(row.index) == ["first date moved"]


def test_a_date_given_or_withdrawn_is_no_move():
    assert list(changes({"last_due": None}, {}).index) == ["date given"]
    assert list(changes({}, {"last_due": None}).index) == ["date withdrawn"]


def test_years_of_a_plan_that_change_are_told():
    none = {"last_due": None, "from_year": "1"}
    found = changes(none | {"to_year": "2"}, none | {"to_year": "3"})
    assert list(found.index) == ["years of the plan changed"]


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("Red", "Amber", "rating better"),
        ("Green", "Complete", "rating better"),
        ("Green", "Amber", "rating worse"),
        ("not recorded", "Red", "rating now recorded"),
        ("Green", "not recorded", "rating no longer recorded"),
    ],
)
def test_a_rating_that_is_lost_or_found_is_neither_better_nor_worse(before, after, what):
    found = changes({"rag_printed": before}, {"rag_printed": after})
    assert list(found.index) == [what]


def test_leads_in_another_order_are_no_change():
    pair = {"leads": "Council; Health"}
    assert list(changes(pair, {"leads": "Health; council"}).index) == ["unchanged"]
    assert list(changes(pair, {"leads": "Health"}).index) == ["leads changed"]


def test_the_same_words_rating_and_date_are_stalled():
    found = changes({}, {}, words=("We met.", "We  met"))
    assert found.at["stalled", "after"] == "the same words"
    silent = changes({}, {}, words=("", ""))
    assert silent.at["stalled", "after"] == "no progress in either paper"


@pytest.mark.parametrize(
    "after",
    [
        {"ongoing": "yes"},
        {"rag_printed": "Complete"},
        {"last_due": "2025-09-30"},
        {"rag_printed": "Amber"},
    ],
)
def test_what_is_ongoing_done_moved_or_rated_anew_is_not_stalled(after):
    assert "stalled" not in changes({}, after, words=("We met.", "We met.")).index


def test_a_paper_that_reports_no_progress_at_all_has_no_stalled_action():
    found = changes({}, {"progress_reported": "no"}, words=("", ""))
    assert "stalled" not in found.index


def test_a_date_that_had_passed_and_was_not_moved_is_late():
    past = {"last_due": "2024-12-31", "due_label": "December 2024"}
    assert "late, date not moved" in changes(past, past).index
    assert "late, date not moved" not in changes(past, {}).index
    unknown = past | {"published": pd.NaT}
    assert "late, date not moved" not in changes(past, unknown).index


def test_a_date_on_the_day_of_the_paper_is_not_late():
    due = {"last_due": "2025-01-31"}
    assert "late, date not moved" not in changes(due, due).index


# --- targets ---


def met(direction, target, before, after):
    targets = pd.DataFrame(
        {"target_id": ["t"], "label": ["Workers"], "direction": [direction], "value": [target]}
    )
    tables = [pd.DataFrame({"target_id": ["t"], "value": [v]}) for v in (before, after)]
    found = targets_met_since(targets, *tables)
    return None if found.empty else found["what"].item()


@pytest.mark.parametrize(
    ("direction", "target", "before", "after", "what"),
    [
        ("at least", 40.0, 38.0, 43.0, "met since"),
        ("at least", 40.0, 38.0, 40.0, "met since"),
        ("at least", 40.0, 38.0, 39.0, "still short"),
        ("at least", 40.0, 43.0, 44.0, "still met"),
        ("at least", 40.0, 43.0, 38.0, "no longer met"),
        ("at most", 10.0, 12.0, 9.0, "met since"),
        ("at least", 40.0, None, 43.0, "met, nothing before"),
        ("at least", 40.0, None, 38.0, "short, nothing before"),
        ("at least", 40.0, 43.0, None, None),
        ("at least", None, 38.0, 43.0, None),
    ],
)
def test_a_target_met_since_the_earlier_paper(direction, target, before, after, what):
    assert met(direction, target, before, after) == what
