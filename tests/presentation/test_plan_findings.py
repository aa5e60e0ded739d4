"""Sentences about what a plan reports against its own targets, and about its other figures."""

import pandas as pd
import pytest

from analysis.calculations.plans.evidence import target_progress
from analysis.presentation.hub_findings import hub_findings
from analysis.presentation.plan_findings import (
    bound_findings,
    coverage_findings,
    disagreement_findings,
    plan_findings,
    progress_findings,
    relative_target_findings,
)

PLAN = pd.Series(
    {
        "plan": "herefordshire_best_start",
        "title": "Best Start in Life implementation plan",
        "source_id": "herefordshire_best_start_plan",
        "source_ref": "Actions",
    }
)
COVERAGE = {"targets": 25, "reported": 16, "with_number": 9, "met": 1, "compared": 8}


def covered(**changes):
    return coverage_findings(COVERAGE | changes, area="Herefordshire", plan=PLAN)


def test_coverage_is_told_of_all_targets_with_a_number():
    # 16 of 25 are 64 per cent.
    (found,) = covered()
    assert found.statement == (
        "Of 25 targets with a number in Best Start in Life implementation plan, 16 (64%) have "
        "something reported and 9 a number. 8 can be set against the target and 1 of those meets "
        "it."
    )
    assert found.value == 64


def test_a_target_without_evidence_is_said_to_be_neither_met_nor_missed():
    (found,) = covered()
    assert found.limits == "A target without evidence is neither met nor missed."


def test_targets_that_nothing_can_be_set_against_are_not_told_as_unmet():
    (found,) = covered(compared=0, met=0)
    assert "meet" not in found.statement


@pytest.mark.parametrize(("reported", "word"), [(0, "nothing"), (1, "something")])
def test_a_single_target_is_told_without_percentages(reported, word):
    (found,) = covered(targets=1, reported=reported)
    assert found.statement == (
        "The one target with a number in Best Start in Life implementation plan has "
        f"{word} reported against it there."
    )


def test_a_plan_without_targets_has_no_coverage():
    assert covered(targets=0) == []


TARGET = {
    "target_id": "her_1_4_3",
    "plan": "herefordshire_best_start",
    "label": "Eligible children at holiday activities",
    "indicator": "",
    "direction": "at least",
    "value": 25.0,
    "unit": "%",
    "value_note": "",
    "relative_to": "",
    "due_label": "December 2024",
    "scope": "Children eligible for free school meals",
    "source_id": "herefordshire_best_start_plan",
    "source_ref": "Action 1.4.3",
}
REPORT = {
    "target_id": "her_1_4_3",
    "status": "number",
    "value": 20.560538116591928,
    "unit": "%",
    "numerator": 917,
    "denominator": 4_460,
    "value_note": "",
    "period": "Easter 2024",
    "scope": "Children eligible for free school meals",
    "remark": "The paper rounds to 21%",
    "source_ref": "Action 1.4.3",
}
COUNTS = {"unit": "count", "numerator": None, "denominator": None}


def progress(target: dict | None = None, report: dict | None = None) -> pd.DataFrame:
    targets = pd.DataFrame([TARGET | (target or {})]).astype({"value": "Float64"})
    reports = pd.DataFrame([REPORT | (report or {})])
    reports = reports.astype({"value": "Float64", "numerator": "Int64", "denominator": "Int64"})
    return target_progress(targets, reports, "herefordshire_best_start")


def told(target: dict | None = None, report: dict | None = None) -> list:
    return progress_findings(progress(target, report), area="Herefordshire")


def test_a_target_that_is_missed_is_told_with_how_many_more_it_takes():
    # 25% of 4,460 is 1,115; 1,115 - 917 = 198; 25 - 20.5605 = 4.4395 points.
    (found,) = told()
    assert found.statement == (
        "Eligible children at holiday activities: 20.6% reported (917 of 4,460), target 25.0% by "
        "December 2024: 4.4 percentage points short, or 198 more."
    )


def test_a_target_that_is_passed_is_met_with_some_to_spare():
    (found,) = told({"value": 40, "unit": "count"}, {"value": 43, **COUNTS})
    assert found.statement.endswith("target 40 by December 2024: met, with 3 to spare.")


def test_a_target_that_is_just_reached_is_met():
    (found,) = told({"value": 40, "unit": "count"}, {"value": 40, **COUNTS})
    assert found.statement.endswith(": met.")


def test_a_count_that_is_short_is_told_once():
    (found,) = told({"value": 2_771, "unit": "count"}, {"value": 2_690, **COUNTS})
    assert found.statement.endswith(": 81 short.")


def test_a_level_to_stay_below_is_told_as_at_most_and_over():
    (found,) = told({"direction": "at most", "value": 10}, {"value": 12, "numerator": None})
    assert found.statement.endswith(
        "target at most 10.0% by December 2024: 2.0 percentage points over."
    )


def test_a_level_to_stay_below_is_met_beneath_it():
    (found,) = told({"direction": "at most", "value": 10}, {"value": 8, "numerator": None})
    assert found.statement.endswith(": met, with 2.0 percentage points to spare.")


def test_a_suppressed_report_is_not_told_as_a_number():
    assert told(None, {"value": None, "value_note": "c", **COUNTS, "unit": "%"}) == []


def test_a_report_that_is_not_comparable_is_not_set_against_its_target():
    assert told({"value": 75}, {"status": "not comparable", "value": 32, **COUNTS}) == []


def test_a_report_that_counts_others_than_its_target_says_so():
    (found,) = told({"scope": "All parents"}, {"scope": "Families, not parents", "remark": ""})
    assert found.limits == "Target counts: All parents. Report counts: Families, not parents."


def test_what_the_paper_says_of_its_report_is_passed_on():
    (found,) = told()
    assert found.limits == "The paper rounds to 21%."


def in_line(gap: float) -> list:
    gaps = pd.DataFrame(
        [("gld", "country", "2023/24", 67.7 + gap, 67.7, gap, "%", "release", "release")],
        columns=[
            *("indicator", "comparator", "period", "value", "benchmark"),
            *("gap", "unit", "source_id", "benchmark_sources"),
        ],
    ).assign(source_ref="row 3")
    aim = {"value": None, "relative_to": "E92000001", "indicator": "gld", "label": "Good level"}
    reported = {"status": "nothing", "value": None, "numerator": None, "denominator": None}
    return relative_target_findings(progress(aim, reported), gaps, area="Herefordshire")


@pytest.mark.parametrize(("gap", "met"), [(2.3, "met"), (0.0, "met"), (-0.1, "not met")])
def test_a_target_to_be_in_line_with_england_is_answered_by_the_official_series(gap, met):
    (found,) = in_line(gap)
    assert found.statement.startswith(f"Good level: {met} in 2023/24 by the official series")


def test_a_target_in_line_with_england_cites_the_plan_and_the_release():
    (found,) = in_line(2.3)
    assert found.source_ids == "herefordshire_best_start_plan;release"


INDICATORS = pd.DataFrame(
    [
        ("breastfeeding", "Infants breastfed at 6 to 8 weeks", "Breastfeeding", ""),
        ("gld", "Children with a good level of development", "Good level", "2021/22"),
    ],
    columns=["indicator", "name", "short_name", "series_breaks"],
)


def observations(*rows) -> pd.DataFrame:
    """Rows of indicator, period, value, bound, bound_value, unit, source_id."""
    columns = ["indicator", "period", "value", "bound", "bound_value", "unit", "source_id"]
    table = pd.DataFrame(rows, columns=columns)
    table = table.assign(
        area_code="E06000019",
        group_type="all",
        group="all",
        published=pd.Timestamp("2015-12-31"),
        source_ref="row 3",
        period_start=pd.to_datetime(table["period"].str[:4] + "-09-01"),
    )
    table["period_end"] = pd.to_datetime(
        "20" + table["period"].str[2:4] + "-12-31", errors="coerce"
    )
    return table.astype({"value": "Float64", "bound_value": "Float64"})


BOUND = ("breastfeeding", "2024", None, "above", 60, "%", "paper")
OFFICIAL = ("breastfeeding", "2023/24", 55.1, "", None, "%", "release")


def bounds(*figures):
    official = observations(*figures)
    return bound_findings(observations(BOUND), official, INDICATORS, area="Herefordshire")


def test_a_bound_is_told_as_a_bound_beside_the_official_value():
    (found,) = bounds(OFFICIAL)
    assert found.statement == (
        "Infants breastfed at 6 to 8 weeks: the paper says above 60.0%. That is a bound and not a "
        "value. The official series gives 55.1% for 2023/24; it need not count the same children."
    )


def test_a_bound_never_becomes_a_value():
    (found,) = bounds()
    assert (found.value, found.lower_ci, found.upper_ci) == (None, None, None)


def test_a_bound_without_an_official_value_stands_alone():
    (found,) = bounds(("breastfeeding", "2023/24", None, "", None, "%", "release"))
    assert found.statement.endswith("That is a bound and not a value.")
    assert found.source_ids == "paper"


def disagreements(paper: float, official: float) -> list:
    table = pd.DataFrame(
        [("gld", "2014/15", paper, official, paper - official, "%", "paper", "release")],
        columns=[
            *("indicator", "period", "plan_value", "official_value"),
            *("difference", "unit", "plan_source", "official_source"),
        ],
    )
    return disagreement_findings(table, INDICATORS, area="Middlesbrough")


def test_a_paper_that_differs_from_the_official_table_is_told_and_both_stand():
    # Middlesbrough 2014/15: 56 in the paper, 57.4 in the table.
    (found,) = disagreements(56.0, 57.4)
    assert found.statement == (
        "Good level in 2014/15: the council’s paper gives 56.0%, the official table 57.4%: 1.4 "
        "percentage points lower in the paper. Both stand here."
    )
    assert found.source_ids == "paper;release"


def test_a_paper_above_the_official_table_is_higher():
    (found,) = disagreements(58.0, 57.4)
    assert "0.6 percentage points higher in the paper" in found.statement


def test_a_paper_that_agrees_is_no_disagreement():
    assert disagreements(57.4, 57.4) == []


def hub(**values) -> dict:
    table = pd.DataFrame({"indicator": list(values), "value": list(values.values())})
    found = hub_findings(table.assign(source_id="newham_hub", source_ref="Passage"), area="Newham")
    return {finding.key: finding for finding in found}


NEWHAM = {"hub_mentors": 10.0, "hub_settings": 90.0}


def test_ten_mentors_for_ninety_settings_are_nine_settings_each():
    assert hub(**NEWHAM)["hub.settings_per_mentor"].statement == (
        "10 hub mentors support 90 group settings: 9.0 settings for each mentor."
    )


def test_half_a_day_a_week_of_ten_mentors_is_a_fraction_of_a_day_for_each_setting():
    # 0.5 x 10 / 90 = 0.0556
    found = hub(**NEWHAM, hub_mentors_added=3.0, hub_release_time=0.5)["hub.release_time"]
    assert "each setting would have 0.06 mentor days a week" in found.statement
    assert found.value == pytest.approx(0.0556, abs=1e-4)
    assert "not for the 3 that the borough added" in found.limits


def test_a_hub_without_added_mentors_still_has_its_release_time():
    assert "hub.release_time" in hub(**NEWHAM, hub_release_time=0.5)


def test_an_area_without_a_hub_has_no_hub_findings():
    assert hub(gld=68.5) == {}


SOURCES = pd.DataFrame(
    [("paper", "plan", 5), ("release", "official", 1), ("compilation", "official", 2)],
    columns=["source_id", "kind", "rank"],
)


def everything(rows: pd.DataFrame, plans: pd.DataFrame | None = None) -> list:
    targets = pd.DataFrame([TARGET]).astype({"value": "Float64"})
    reports = pd.DataFrame([REPORT])
    reports = reports.astype({"value": "Float64", "numerator": "Int64", "denominator": "Int64"})
    tables = {
        "targets": targets,
        "reported": reports,
        "indicators": INDICATORS,
        "sources": SOURCES,
    }
    plans = pd.DataFrame([PLAN]) if plans is None else plans
    gaps = pd.DataFrame(columns=["indicator", "comparator"])
    return plan_findings(plans, tables, gaps, rows, rows.iloc[:0], area="Herefordshire")


def test_everything_a_plan_says_of_itself_is_told_together():
    found = everything(
        observations(
            BOUND,
            ("gld", "2014/15", 56, "", None, "%", "paper"),
            ("gld", "2014/15", 57.4, "", None, "%", "release"),
        )
    )
    assert [finding.key for finding in found] == [
        "evidence.herefordshire_best_start",
        "plan.her_1_4_3",
        "bound.breastfeeding",
        "disagreement.gld.2014/15",
    ]


def test_no_two_findings_have_one_key_where_two_official_sources_give_a_figure():
    found = everything(
        observations(
            ("gld", "2014/15", 56, "", None, "%", "paper"),
            ("gld", "2014/15", 57.4, "", None, "%", "release"),
            ("gld", "2014/15", 57.0, "", None, "%", "compilation"),
        )
    )
    keys = [finding.key for finding in found]
    assert len(keys) == len(set(keys))


def test_an_area_without_a_plan_has_no_findings_of_one():
    none = pd.DataFrame([PLAN]).iloc[:0]
    assert everything(observations(OFFICIAL), none) == []
