"""Where a plan's actions stand: dates, phases, leads, ratings, evidence, rhythms."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analysis.calculations.plans import (
    plan_counts,
    plan_dates,
    plan_flags,
    plan_leads,
    plan_phases,
    plan_progress,
    plan_rag,
    plan_rhythms,
    plans,
)
from analysis.store import as_it_stood, load_tables

ROOT = Path(__file__).parents[2]
AS_AT = date(2024, 9, 30)
PAPER = pd.Timestamp("2024-07-31")


def actions(*rows: dict) -> pd.DataFrame:
    """Actions of one paper; what a row does not say is blank."""
    blank = {
        "plan": "borough",
        "section": "",
        "label": "Do it",
        "starts": pd.NaT,
        "ongoing": "no",
        "rag_printed": "not recorded",
        "rag_from": "blank",
        "progress_reported": "no",
        "rhythm": "",
        "published": PAPER,
        "source_id": "paper",
    }
    return pd.DataFrame([blank | {"position": n} | row for n, row in enumerate(rows, 1)])


def dates(*rows: tuple) -> pd.DataFrame:
    """(action, kind, due day or years of the plan)."""
    made = []
    for action, kind, when in rows:
        years = when if isinstance(when, tuple) else (None, None)
        due = pd.Timestamp(when) if isinstance(when, str) else pd.NaT
        made.append(
            {"action_id": action, "kind": kind, "due": due}
            | dict(zip(("from_year", "to_year"), years, strict=True))
        )
    columns = ["action_id", "kind", "due", "from_year", "to_year"]
    whole = {"from_year": "Int64", "to_year": "Int64"}
    return pd.DataFrame(made, columns=columns).astype({"due": "datetime64[ns]"} | whole)


def states(acts, days, *, as_at=AS_AT, soon_days=31, anchors=None):
    made = plan_dates.due_states(
        acts, days, as_at=as_at, soon_days=soon_days, anchors=anchors or {}
    )
    return made.set_index("action_id")


# --- dates ---


def test_an_action_is_overdue_the_day_after_its_day_and_not_on_it():
    acts, days = actions({"action_id": "a"}), dates(("a", "due", "2024-09-30"))
    assert states(acts, days).at["a", "by_last"] == "due soon"
    after = states(acts, days, as_at=date(2024, 10, 1))
    assert after.at["a", "by_last"] == "overdue"
    assert after.at["a", "days_late"] == 1


def test_the_last_day_of_what_is_due_soon_is_counted_in():
    acts = actions({"action_id": "a"}, {"action_id": "b"})
    days = dates(("a", "due", "2024-10-31"), ("b", "due", "2024-11-01"))
    found = states(acts, days)
    assert list(found["by_last"]) == ["due soon", "later"]
    assert found["days_late"].isna().all()


def test_of_several_dates_one_that_has_passed_is_late_by_any_and_not_by_the_last():
    # As in Herefordshire's 1.2.1: December, June and March in one cell.
    days = dates(*[("a", "due", d) for d in ("2024-12-31", "2024-06-30", "2024-03-31")])
    found = states(actions({"action_id": "a"}), days).loc["a"]
    assert (found["by_last"], found["by_any"]) == ("later", "overdue")
    assert (found["first"], found["last"]) == (
        pd.Timestamp("2024-03-31"),
        pd.Timestamp("2024-12-31"),
    )


def test_what_is_ongoing_is_never_late_but_a_dated_part_of_it_can_be():
    acts = actions({"action_id": "a", "ongoing": "yes"}, {"action_id": "b", "ongoing": "yes"})
    found = states(acts, dates(("b", "due", "2024-03-31"), ("b", "ongoing", None)))
    assert list(found["by_last"]) == ["ongoing", "ongoing"]
    assert list(found["by_any"]) == ["ongoing", "overdue"]


def test_what_the_paper_calls_complete_is_not_late():
    acts = actions({"action_id": "a", "rag_printed": "Complete", "rag_from": "word"})
    assert states(acts, dates(("a", "due", "2024-03-31"))).at["a", "by_last"] == "complete"


def test_a_date_in_prose_is_not_a_due_date():
    found = states(actions({"action_id": "a"}), dates(("a", "in prose", "2024-03-31")))
    assert found.at["a", "by_last"] == "no date"


def test_years_of_a_plan_have_no_day_without_the_first_day_of_year_one():
    acts, days = actions({"action_id": "a"}), dates(("a", "phase", (1, 1)), ("a", "phase", (2, 3)))
    found = states(acts, days)
    assert found.at["a", "by_last"] == "in plan years"
    assert pd.isna(found.at["a", "last"])


def test_with_its_first_day_given_the_years_of_a_plan_end_on_days():
    acts, days = actions({"action_id": "a"}), dates(("a", "phase", (1, 1)), ("a", "phase", (2, 3)))
    found = states(acts, days, anchors={"borough": date(2023, 9, 1)}).loc["a"]
    assert (found["first"], found["last"]) == (
        pd.Timestamp("2024-08-31"),
        pd.Timestamp("2026-08-31"),
    )
    assert (found["by_last"], found["by_any"]) == ("later", "overdue")


def test_an_anchor_of_another_plan_gives_no_day():
    found = states(
        actions({"action_id": "a"}),
        dates(("a", "phase", (1, 1))),
        anchors={"other": date(2023, 9, 1)},
    )
    assert found.at["a", "by_last"] == "in plan years"


def test_the_states_of_one_reading_add_to_the_actions():
    acts = actions({"action_id": "a"}, {"action_id": "b"}, {"action_id": "c"})
    days = dates(("a", "due", "2024-03-31"), ("b", "due", "2024-03-31"), ("b", "due", "2025-03-31"))
    table = plan_dates.state_counts(states(acts, days).reset_index())
    assert table.to_dict("list") == {
        "state": ["overdue", "later", "no date"],
        "by_last": [1, 1, 1],
        "by_any": [2, 0, 1],
    }


# --- phases, leads, counts ---


def test_an_action_in_years_two_to_three_runs_in_both():
    days = dates(("a", "phase", (1, 1)), ("a", "phase", (2, 3)), ("b", "phase", (2, 2)))
    found = plan_phases.phase_calendar(days, plan="borough", anchors={})
    assert found[["year", "actions", "begin", "end_here"]].to_numpy().tolist() == [
        [1, 1, 1, 0],
        [2, 2, 1, 1],
        [3, 1, 0, 1],
    ]
    assert found["starts"].isna().all()


def test_an_anchored_year_has_its_first_and_last_day():
    days = dates(("a", "phase", (1, 2)))
    found = plan_phases.phase_calendar(days, plan="borough", anchors={"borough": date(2024, 2, 29)})
    assert list(found["starts"]) == [pd.Timestamp("2024-02-29"), pd.Timestamp("2025-02-28")]
    assert list(found["ends"]) == [pd.Timestamp("2025-02-27"), pd.Timestamp("2026-02-27")]


def test_a_lead_named_twice_under_two_names_carries_an_action_once():
    leads = pd.DataFrame(
        [("a", "Council"), ("a", "Council"), ("b", "Council"), ("b", "Health")],
        columns=["action_id", "lead"],
    )
    standing = pd.DataFrame({"action_id": ["a", "b"], "by_last": ["overdue", "later"]})
    found = plan_leads.lead_workload(leads, standing)
    assert found.to_numpy().tolist() == [
        ["Council", 2, 1, 1, 1, 0],
        ["Health", 1, 0, 1, 0, 0],
    ]


def test_each_way_of_counting_adds_to_all_actions():
    acts = actions(
        {"action_id": "a", "section": "Health"},
        {"action_id": "b", "rag_printed": "Amber", "rag_from": "colour"},
    )
    counts = plan_counts.action_counts(acts)
    assert set(counts.groupby("dimension")["actions"].sum()) == {2}


def test_a_blank_rating_is_not_recorded_and_is_told_from_a_paper_without_the_column():
    acts = actions(
        {"action_id": "a"},
        {"action_id": "b", "rag_from": "no column"},
        {"action_id": "c", "rag_printed": "Green", "rag_from": "word"},
    )
    found = plan_counts.rating_coverage(acts)
    assert (found["actions"], found["rated"], found["blank"], found["no_column"]) == (3, 1, 1, 1)
    assert found["Green"] == 1


# --- ratings by the rule ---


def rated(share, *, known=date(2024, 7, 31), due="2024-12-31", starts=date(2023, 1, 1), **action):
    acts = actions({"action_id": "a"} | action)
    days = dates(("a", "due", due)) if due else dates()
    evidence = pd.DataFrame({"action_id": ["a"], "share": pd.array([share], dtype="Float64")})
    made = plan_dates.due_states(acts, days, as_at=known, soon_days=31, anchors={})
    return plan_rag.ratings(
        made, evidence, plan_starts=starts, known_at=known, amber_points=10, red_points=25
    ).iloc[0]


def test_time_elapsed_is_set_against_progress():
    # 1 January 2023 to 31 July 2024 is 577 of the 730 days to 31 December 2024.
    # 917 of 4,460 is 20.56 per cent, 82.24 per cent of the way to 25.
    row = rated(100 * 917 / 4460 / 25)
    assert row["elapsed"] == pytest.approx(100 * 577 / 730)
    assert row["behind"] == pytest.approx(100 * 577 / 730 - 82.2422, abs=0.001)
    assert row["rag_by_rule"] == "Green"


@pytest.mark.parametrize(
    ("behind", "rating"),
    [(-5, "Green"), (10, "Green"), (10.1, "Amber"), (25, "Amber"), (26, "Red")],
)
def test_each_cut_off_is_still_inside(behind, rating):
    assert plan_rag.rag_of(behind, 10, 25) == rating


def test_a_target_short_after_its_date_is_red_however_near():
    # Herefordshire 4.4.3: 2,690 of 2,771 by June 2024, told in July.
    assert rated(2690 / 2771, due="2024-06-30")["rag_by_rule"] == "Red"
    assert rated(1.0, due="2024-06-30")["rag_by_rule"] == "Green"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"share": None}, "no figure"),
        ({"due": None}, "no due date"),
        ({"ongoing": "yes"}, "no due date"),
        ({"starts": None}, "no start"),
        ({"starts": pd.NaT}, "no start"),
    ],
)
def test_what_the_rule_needs_and_lacks_is_said_and_gives_no_rating(changes, why):
    row = rated(**({"share": 0.5} | changes))
    assert (row["rag_by_rule"], row["why"]) == ("", why)


def test_the_actions_own_start_stands_before_the_plans():
    row = rated(0.5, starts=date(2023, 1, 1), **{"label": "Do it"})
    own = rated(0.5, starts=date(2024, 6, 30))
    assert row["elapsed"] > 79
    assert own["elapsed"] == pytest.approx(100 * 31 / 184)


def test_printed_and_rule_stand_side_by_side():
    rows = pd.DataFrame(
        {
            "action_id": ["a", "b", "c"],
            "rag_printed": ["Green", "Green", "not recorded"],
            "rag_by_rule": ["Red", "", ""],
        }
    )
    assert plan_rag.side_by_side(rows).to_numpy().tolist() == [
        ["Green", "Red", 1],
        ["Green", "none", 1],
        ["not recorded", "none", 1],
    ]


# --- flags ---


def flags(acts, days, evidence: dict[str, str]):
    table = pd.DataFrame({"action_id": list(evidence), "evidence": list(evidence.values())})
    found = plan_flags.action_flags(states(acts, days).reset_index(), table, days)
    return found.set_index("action_id")


def test_green_without_evidence_is_told_from_green_on_words():
    acts = actions(
        *[
            {"action_id": name, "rag_printed": "Green", "rag_from": "word"}
            for name in ("silent", "words", "number")
        ]
    )
    found = flags(acts, dates(), {"silent": "nothing", "words": "words", "number": "number"})
    assert list(found["green_without_evidence"]) == [True, False, False]
    assert list(found["green_on_words"]) == [False, True, False]


def test_late_without_a_new_date_is_judged_on_the_day_of_the_paper():
    names = ("passed", "moved", "later", "done", "on_the_day")
    acts = actions(
        *[{"action_id": name} for name in names[:3]],
        {"action_id": "done", "rag_printed": "Complete", "rag_from": "word"},
        {"action_id": "on_the_day"},
    )
    days = dates(
        ("passed", "due", "2024-06-30"),
        ("passed", "in prose", "2024-05-31"),
        ("moved", "due", "2024-06-30"),
        ("moved", "in prose", "2024-09-30"),
        ("later", "due", "2024-08-31"),
        ("done", "due", "2024-06-30"),
        ("on_the_day", "due", "2024-07-31"),
    )
    found = flags(acts, days, dict.fromkeys(names, "nothing"))
    assert list(found.index[found["late_without_new_date"]]) == ["passed"]
    assert list(found.index[found["silent_and_late"]]) == ["passed"]


# --- rhythms ---


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        ("quarterly", ["2024-12-31", "2025-03-31", "2025-06-30", "2025-09-30"]),
        ("termly", ["2024-12-31", "2025-03-31", "2025-07-31"]),
        ("six-monthly", ["2025-03-31", "2025-09-30"]),
        ("annual", ["2025-03-31"]),
    ],
)
def test_a_rhythm_is_laid_out_over_the_next_year(rhythm, days):
    acts = actions({"action_id": "a", "rhythm": rhythm}, {"action_id": "b"})
    found = plan_rhythms.rhythm_calendar(acts, as_at=AS_AT)
    assert [f"{d:%Y-%m-%d}" for d in found["due"]] == days
    assert set(found["actions"]) == {1}


def test_eight_weeks_are_counted_from_the_paper():
    # 31 July 2024 and 56, 112, 168 days: 25 September, 20 November, 15 January.
    days = plan_rhythms.rhythm_days(
        "eight-weekly", begins=AS_AT, until=date(2025, 1, 31), counted_from=date(2024, 7, 31)
    )
    assert days == [date(2024, 11, 20), date(2025, 1, 15)]


def test_a_day_that_is_the_as_at_date_is_not_next():
    days = plan_rhythms.rhythm_days(
        "quarterly", begins=date(2024, 9, 30), until=date(2024, 12, 31), counted_from=AS_AT
    )
    assert days == [date(2024, 12, 31)]


# --- the register held ---


@pytest.fixture(scope="module")
def herefordshire():
    """Herefordshire's plan on the day of its paper, by the register held."""
    tables = as_it_stood(load_tables(ROOT / "data"), pd.Timestamp("2024-07-31"))
    ours = tables["plans"][tables["plans"]["plan"] == "herefordshire_best_start"]
    (one,) = plan_progress.plan_progress(
        ours,
        tables,
        as_at=date(2024, 7, 31),
        soon_days=90,
        amber_points=10,
        red_points=25,
        anchors={},
    )
    return one


def test_herefordshires_dates_on_the_day_of_its_paper(herefordshire):
    # Counted by hand: C in March; D, 2.2.1, 3.2.1, 3.3.1, 3.3.2, 4.4.1, 4.4.3 in June.
    by_last = herefordshire.actions.set_index("action_ref")["by_last"]
    late = ["C", "D", "2.2.1", "3.2.1", "3.3.1", "3.3.2", "4.4.1", "4.4.3"]
    assert list(by_last.index[by_last == "overdue"]) == late
    # By any date 1.2.1, 1.3.1, 2.4.1 and 4.3.1 too, each with an earlier one.
    by_any = herefordshire.actions.set_index("action_ref")["by_any"]
    assert set(by_any.index[by_any == "overdue"]) == {*late, "1.2.1", "1.3.1", "2.4.1", "4.3.1"}


def test_herefordshires_green_on_words_alone(herefordshire):
    rows = herefordshire.actions
    assert list(rows.loc[rows["green_on_words"], "action_ref"]) == ["1.4.2"]
    assert not rows["green_without_evidence"].any()


def test_herefordshires_actions_stand_once_each_in_themes_and_months(herefordshire):
    assert plan_progress.theme_summary(herefordshire.actions)["actions"].sum() == 32
    assert plan_progress.due_months(herefordshire.actions)["actions"].sum() == 31


def test_of_two_papers_of_one_plan_only_the_newest_counts():
    tables = load_tables(ROOT / "data")
    old = tables["actions"][tables["actions"]["plan"] == "herefordshire_best_start"]
    newer = old.head(2).assign(published=pd.Timestamp("2025-01-31"), source_id="next_paper")
    both = {**tables, "actions": pd.concat([tables["actions"], newer])}
    register = plans.newest_register(both, "herefordshire_best_start")
    assert list(register["actions"]["source_id"]) == ["next_paper"] * 2
    assert register["action_dates"].empty


def test_a_plan_without_a_register_has_empty_tables():
    register = plans.newest_register(load_tables(ROOT / "data"), "newham_hub")
    assert all(table.empty for table in register.values())
