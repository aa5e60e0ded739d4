"""Sentences, tables and charts about where a plan's actions stand."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.calculations.plans.plan_progress import plan_progress
from analysis.presentation import progress_charts, progress_tables
from analysis.presentation.progress_findings import progress_findings
from analysis.store import as_it_stood, load_tables

ROOT = Path(__file__).parents[2]
RULES = SimpleNamespace(due_soon_days=90, rag_amber_points_behind=10, rag_red_points_behind=25)


@pytest.fixture(scope="module")
def tables():
    return load_tables(ROOT / "data")


def progress_of(tables, plan, as_at, anchors=None, changed=None):
    stood = as_it_stood(tables, pd.Timestamp(as_at))
    if changed is not None:
        stood["actions"] = changed(stood["actions"].copy())
    return plan_progress(
        stood["plans"][stood["plans"]["plan"] == plan],
        stood,
        as_at=as_at,
        soon_days=90,
        amber_points=10,
        red_points=25,
        anchors=anchors or {},
    )


def said(progress, as_at) -> dict:
    found = progress_findings(progress, area="Borough", as_at=as_at, rules=RULES)
    return {finding.key.split(".")[1]: finding for finding in found}


@pytest.fixture(scope="module")
def herefordshire(tables):
    return progress_of(tables, "herefordshire_best_start", date(2024, 7, 31))


@pytest.fixture(scope="module")
def sentences(herefordshire):
    return said(herefordshire, date(2024, 7, 31))


def test_late_actions_are_told_by_the_last_and_by_any_date(sentences):
    assert sentences["overdue"].statement == (
        "Best Start in Life implementation plan: by 31 July 2024 the last date of 8 of 31 dated "
        "actions had passed, and the paper calls none of those complete. By any of its dates: 12. "
        "1 is ongoing and cannot be late."
    )
    assert (sentences["overdue"].value, sentences["overdue"].polarity) == (8, "low_is_good")


def test_a_date_that_has_passed_is_told_with_the_age_of_the_paper(sentences):
    assert sentences["overdue"].limits == (
        "The newest paper held is of 31 July 2024; what was done since is not in it."
    )


def test_a_blank_rating_is_told_as_not_recorded_and_never_as_not_rated(sentences):
    statement = sentences["rated"].statement
    assert "a rating is recorded for 3 of 32 actions: 1 Amber and 2 Green." in statement
    assert "29 cells are blank: not recorded in this source" in statement
    assert "not rated" not in statement


def test_the_rule_is_printed_with_its_cut_offs(sentences):
    assert "8 of 32 actions can be rated: 3 Red, 2 Amber and 3 Green" in sentences["rule"].statement
    assert "Green up to 10 points behind, Amber up to 25" in sentences["rule"].method


def test_a_green_on_words_alone_is_named(sentences):
    assert sentences["green"].statement.endswith(
        "of 2 actions printed Green or Complete, 1 has words and no number (1.4.2 Reach to "
        "families that do not seek support)."
    )


def test_a_green_without_anything_reported_is_a_headline(tables):
    def silent(actions):
        actions.loc[actions["action_ref"] == "1.4.2", "progress_reported"] = "no"
        return actions

    when = date(2024, 7, 31)
    found = said(progress_of(tables, "herefordshire_best_start", when, changed=silent), when)
    assert "1 has nothing reported (1.4.2" in found["green"].statement
    assert (found["green"].value, found["green"].headline) == (1, 5)


def test_stalled_takes_two_papers_and_one_says_so(sentences):
    assert sentences["stalled"].statement.endswith(
        "only one paper of it is held, and it takes two to see whether anything has moved."
    )
    assert sentences["stalled"].value is None
    assert "None" not in sentences["stalled"].method


def test_years_of_a_plan_without_a_start_are_not_called_late(tables):
    when = date(2025, 12, 31)
    found = said(progress_of(tables, "havering_best_start", when), when)
    assert "None of the 30 actions" in found["overdue"].statement
    assert found["overdue"].value is None
    assert "year 1 has 28, year 2 has 29 and year 3 has 28 actions" in found["phases"].statement


def test_an_anchor_gives_the_years_days(tables):
    when, anchors = date(2026, 12, 31), {"havering_best_start": date(2025, 9, 1)}
    progress = progress_of(tables, "havering_best_start", when, anchors)
    found = said(progress, when)
    assert "Year 1 is taken to begin on 1 September 2025." in found["phases"].statement
    # Only the third action of section 1 has year 1 as its last year.
    assert found["overdue"].value == 1
    assert "31 August 2026" in progress_tables.phase_table(progress[0]).markup


def test_a_plan_without_ratings_leads_or_dates_says_each(tables):
    when = date(2025, 12, 31)
    found = said(progress_of(tables, "middlesbrough_early_help", when), when)
    assert found["actions"].statement.endswith("10 actions; no lead is named for any.")
    assert "has no column of ratings" in found["rated"].statement
    assert found["rated"].value is None
    assert "leads" not in found and "phases" not in found


def test_an_area_without_a_register_of_actions_says_so():
    (only,) = progress_findings([], area="Newham", as_at=date(2025, 12, 31), rules=RULES)
    assert only.statement == (
        "No plan with a register of actions for Newham was public by 31 December 2025."
    )


def test_every_finding_has_a_method_a_source_and_a_place(sentences):
    for finding in sentences.values():
        assert finding.method and finding.source_ref
        assert finding.source_ids == "herefordshire_best_start_plan"


def test_the_table_of_actions_says_why_the_rule_gives_no_rating(herefordshire):
    table = progress_tables.action_table(herefordshire[0])
    assert len(table.record["rows"]) == 32
    row = next(r for r in table.record["rows"] if str(r[0]).startswith("2.1.1"))
    assert "none: no figure" in row and "not recorded" in row and "ongoing" in row


def test_the_working_of_the_rule_names_points_behind_and_ahead(herefordshire):
    text = repr(progress_tables.rule_table(herefordshire[0]))
    assert "1.4.3 Support for the poorest families" in text
    assert "79.0% | 82.2% | 3.2 points ahead | Green | not recorded" in text
    assert "100.0% | 97.1% | 2.9 points behind | Red | not recorded" in text


def test_the_chart_of_dates_says_each_month_in_words(herefordshire):
    chart = progress_charts.due_chart(herefordshire[0], as_at=date(2024, 7, 31))
    assert "March 2024: 1; June 2024: 7; September 2024: 4" in chart.alt


def test_the_chart_of_leads_says_who_carries_how_much(herefordshire):
    chart = progress_charts.lead_chart(herefordshire[0])
    assert "WVT, 12 (3 alone)" in chart.alt
    assert "11 more in the table" in chart.subtitle
