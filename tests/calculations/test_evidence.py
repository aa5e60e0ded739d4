"""What a plan reports against its own targets, and where a paper and an official table differ."""

import pandas as pd
import pytest

from analysis.calculations.plans.evidence import (
    evidence_coverage,
    plan_against_official,
    target_progress,
)

PLAN = "herefordshire_best_start"


def targets(*rows) -> pd.DataFrame:
    """Rows of target_id, value, unit."""
    table = pd.DataFrame(rows, columns=["target_id", "value", "unit"]).astype({"value": "Float64"})
    return table.assign(
        plan=PLAN,
        label="Eligible children at holiday activities",
        value_note="",
        direction="at least",
        relative_to="",
        scope="Children eligible for free school meals",
    )


def reported(*rows) -> pd.DataFrame:
    """Rows of target_id, status, value, unit, numerator, denominator, value_note."""
    columns = [
        *("target_id", "status", "value", "unit"),
        *("numerator", "denominator", "value_note"),
    ]
    table = pd.DataFrame(rows, columns=columns).assign(
        period="Q1", scope="", remark="", source_ref="Action 1"
    )
    return table.astype({"value": "Float64", "numerator": "Int64", "denominator": "Int64"})


def progress(target: tuple, report: tuple | None) -> pd.Series:
    reports = [] if report is None else [report]
    return target_progress(targets(target), reported(*reports), PLAN).iloc[0]


HOLIDAYS = ("holidays", "number", 20.5605, "%", 917, 4_460, "")


def test_a_gap_is_what_is_reported_minus_the_target():
    # 20.5605 - 25
    assert progress(("holidays", 25, "%"), HOLIDAYS)["gap"] == pytest.approx(-4.4395)


def test_herefordshire_needs_198_more_children_at_holiday_activities():
    # 25% of 4,460 is 1,115; 1,115 - 917 = 198.
    assert progress(("holidays", 25, "%"), HOLIDAYS)["people"] == 198


def test_a_target_that_is_a_count_is_short_by_a_count():
    row = progress(
        ("parents", 2_771, "count"), ("parents", "number", 2_690, "count", None, None, "")
    )
    assert (row["gap"], row["people"]) == (-81, 81)


def test_a_count_above_its_target_takes_no_one_more():
    row = progress(("settings", 40, "count"), ("settings", "number", 43, "count", None, None, ""))
    assert (row["gap"], row["people"]) == (3, 0)


def test_a_percentage_without_counts_has_a_gap_but_no_number_of_people():
    row = progress(("parents", 50, "%"), ("parents", "number", 37, "%", None, None, ""))
    assert row["gap"] == -13
    assert pd.isna(row["people"])


def test_a_count_is_not_set_against_a_percentage():
    row = progress(("providers", 75, "%"), ("providers", "number", 32, "count", None, None, ""))
    assert pd.isna(row["gap"])


def test_a_report_that_is_not_comparable_has_no_gap():
    report = ("parents", "not comparable", 63, "count", None, None, "")
    row = progress(("parents", 580, "count"), report)
    assert pd.isna(row["gap"])
    assert row["evidence"] == "not comparable"


def test_a_suppressed_number_has_no_gap_and_is_never_nothing():
    row = progress(("young", 100, "%"), ("young", "number", None, "%", None, None, "c"))
    assert pd.isna(row["gap"])
    assert row["evidence"] == "suppressed"


def test_words_are_evidence_but_no_number():
    row = progress(("policy", 40, "count"), ("policy", "words", None, "count", None, None, "x"))
    assert row["evidence"] == "words only"


def test_a_target_of_which_nothing_is_reported_stays_in_the_table():
    row = progress(("policy", 40, "count"), None)
    assert row["evidence"] == "nothing"
    assert pd.isna(row["gap"])


def test_a_bound_is_evidence_and_never_a_value():
    row = progress(("breast", 60, "%"), ("breast", "bound", None, "%", None, None, ""))
    assert row["evidence"] == "bound"
    assert pd.isna(row["gap"])


def test_a_target_to_stay_at_most_at_a_level_is_met_below_it():
    most = targets(("smoking", 10, "%")).assign(direction="at most")
    table = target_progress(most, reported(("smoking", "number", 8, "%", 80, 1_000, "")), PLAN)
    assert evidence_coverage(table)["met"] == 1


def test_a_target_to_stay_at_most_at_a_level_is_missed_above_it():
    most = targets(("smoking", 10, "%")).assign(direction="at most")
    table = target_progress(most, reported(("smoking", "number", 12, "%", 120, 1_000, "")), PLAN)
    assert evidence_coverage(table)["met"] == 0
    assert table["people"].isna().all()


def test_a_target_of_another_plan_is_left_out():
    both = pd.concat([targets(("a", 1, "%")), targets(("b", 1, "%")).assign(plan="other")])
    assert target_progress(both, reported(), PLAN)["target_id"].tolist() == ["a"]


def test_a_target_reported_in_two_periods_is_one_target():
    twice = reported(
        ("settings", "number", 27, "count", None, None, ""),
        ("settings", "number", 43, "count", None, None, ""),
    ).assign(period=["to March 2024", "to July 2024"])
    table = target_progress(targets(("settings", 40, "count")), twice, PLAN)
    assert evidence_coverage(table)["targets"] == 1


def test_progress_leaves_both_tables_as_they_were():
    aims, reports = targets(("holidays", 25, "%")), reported(HOLIDAYS)
    copies = aims.copy(deep=True), reports.copy(deep=True)
    target_progress(aims, reports, PLAN)
    pd.testing.assert_frame_equal(aims, copies[0])
    pd.testing.assert_frame_equal(reports, copies[1])


def coverage() -> dict[str, int]:
    aims = targets(
        ("met", 40, "count"),
        ("exactly_met", 40, "count"),
        ("missed", 50, "%"),
        ("suppressed", 100, "%"),
        ("words", 40, "count"),
        ("unlike", 75, "%"),
        ("silent", 100, "%"),
        ("in_line", None, "%"),
    )
    reports = reported(
        ("met", "number", 43, "count", None, None, ""),
        ("exactly_met", "number", 40, "count", None, None, ""),
        ("missed", "number", 37, "%", None, None, ""),
        ("suppressed", "number", None, "%", None, None, "c"),
        ("words", "words", None, "count", None, None, "x"),
        ("unlike", "not comparable", 32, "count", None, None, ""),
        ("silent", "nothing", None, "%", None, None, "x"),
        ("in_line", "number", 70, "%", None, None, ""),
    )
    return evidence_coverage(target_progress(aims, reports, PLAN))


def test_only_targets_with_a_number_of_their_own_are_counted():
    assert coverage()["targets"] == 7


def test_anything_reported_counts_as_reported_and_nothing_does_not():
    assert coverage()["reported"] == 6


def test_a_suppressed_number_counts_as_a_number_that_the_plan_has():
    assert coverage()["with_number"] == 4


def test_only_reports_that_count_the_same_thing_are_compared():
    assert coverage()["compared"] == 3


def test_a_target_that_is_just_reached_is_met():
    assert coverage()["met"] == 2


SOURCES = pd.DataFrame(
    [("council_paper", "plan", 5), ("release", "official", 1), ("compilation", "official", 2)],
    columns=["source_id", "kind", "rank"],
)


def observations(*rows) -> pd.DataFrame:
    """Rows of period, value, source_id, group."""
    table = pd.DataFrame(rows, columns=["period", "value", "source_id", "group"])
    table = table.assign(
        indicator="gld",
        area_code="E06000002",
        group_type="all",
        unit="%",
        period_start=pd.to_datetime(table["period"].str[:4] + "-09-01"),
        published=pd.Timestamp("2015-12-31"),
    )
    return table.astype({"value": "Float64"})


def test_middlesbroughs_paper_is_below_the_official_figure():
    # 56 in the paper, 57.4 in the official table.
    table = plan_against_official(
        observations(("2014/15", 56, "council_paper", "all"), ("2014/15", 57.4, "release", "all")),
        SOURCES,
    )
    row = table.iloc[0]
    assert row["difference"] == pytest.approx(-1.4)
    assert (row["plan_value"], row["official_value"]) == (56, 57.4)


def test_a_year_that_only_the_paper_gives_is_set_against_nothing():
    table = observations(
        ("2013/14", 50, "council_paper", "all"), ("2014/15", 57.4, "release", "all")
    )
    assert plan_against_official(table, SOURCES).empty


def test_a_paper_is_not_set_against_the_official_figure_of_another_group():
    table = observations(
        ("2014/15", 56, "council_paper", "all"), ("2014/15", 40.0, "release", "eligible")
    )
    assert plan_against_official(table, SOURCES).empty


def test_a_suppressed_official_figure_is_no_disagreement():
    table = observations(
        ("2014/15", 56, "council_paper", "all"), ("2014/15", None, "release", "all")
    )
    assert plan_against_official(table, SOURCES).empty


def test_a_paper_disagrees_once_with_a_figure_that_two_official_sources_give():
    table = observations(
        ("2014/15", 56, "council_paper", "all"),
        ("2014/15", 57.4, "release", "all"),
        ("2014/15", 57.0, "compilation", "all"),
    )
    (row,) = plan_against_official(table, SOURCES).itertuples()
    assert row.official_source == "release"
