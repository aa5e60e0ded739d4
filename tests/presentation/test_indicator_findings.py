"""Sentences about an area's indicators: newest value, targets, comparators and change."""

from datetime import date

import pandas as pd
import pytest

from analysis.presentation.indicator_findings import (
    change_findings,
    comparator_findings,
    latest_findings,
    target_findings,
)

AS_AT = date(2025, 12, 31)
NUMBERS = ("value", "lower_ci", "upper_ci", "benchmark", "gap", "lowest", "highest", "change")


def rows(facts: dict, *changes: dict) -> pd.DataFrame:
    """A table of one row for each set of changes to the facts, or of the facts alone."""
    table = pd.DataFrame([facts | change for change in changes or ({},)])
    types = {name: "Float64" for name in NUMBERS if name in table}
    types |= {n: "Int64" for n in ("numerator", "denominator", "people") if n in table}
    return table.astype(types)


# Early years foundation stage profile 2024/25: 2,263 of 3,305 children in Havering.
GLD = {
    "indicator": "gld",
    "short_name": "Good level of development",
    "unit": "%",
    "polarity": "high_is_good",
    "caution": "A new framework from 2021/22.",
    "period": "2024/25",
    "period_end": pd.Timestamp("2025-08-31"),
    "numerator": 2_263,
    "denominator": 3_305,
    "value": 68.47201210287443,
    "lower_ci": 66.86729798453474,
    "upper_ci": 70.03383539388881,
    "value_note": "",
    "published": pd.Timestamp("2025-11-27"),
    "source_id": "dfe_eyfsp_2025_extract",
    "source_ref": "row 3",
    "newer_without_value": "",
}
NO_COUNTS = {"numerator": None, "denominator": None, "lower_ci": None, "upper_ci": None}
INFANTS = GLD | {
    "indicator": "infant_mortality",
    "short_name": "Infant mortality",
    "unit": "per 1,000",
    "polarity": "low_is_good",
    "period": "2023",
    "period_end": pd.Timestamp("2023-12-31"),
    "value": 3.2,
    "caution": "Few deaths.",
}


def latest(facts=GLD, **changes):
    (found,) = latest_findings(rows(facts, changes), area="Havering", as_at=AS_AT, confidence=0.95)
    return found


def test_the_newest_figure_is_told_with_its_counts_interval_and_age():
    assert latest().statement == (
        "Good level of development: 68.5% in 2024/25 (2,263 of 3,305; 95% interval 66.9% to "
        "70.0%). Public by 27 November 2025; 4 months old on 31 December 2025."
    )


def test_a_finding_holds_its_value_and_limits_unrounded():
    found = latest()
    assert (found.value, found.lower_ci, found.upper_ci) == (
        68.47201210287443,
        66.86729798453474,
        70.03383539388881,
    )


def test_a_figure_without_counts_says_that_it_has_no_interval():
    found = latest(**NO_COUNTS)
    assert "(no interval: the source gives no counts)" in found.statement
    assert (found.lower_ci, found.method) == (None, "As published")


def test_a_newer_period_without_a_value_is_named():
    assert (
        "A newer period, 2025/26, has no value." in latest(newer_without_value="2025/26").statement
    )


def test_a_suppressed_figure_is_told_as_suppressed_and_never_as_nothing():
    found = latest(value=None, value_note="c", **NO_COUNTS)
    assert found.statement == (
        "Good level of development: no value has been published for Havering. The newest period, "
        "2024/25, is marked as suppressed to protect confidentiality."
    )
    assert found.value is None


def test_an_indicator_of_which_nothing_is_held_names_no_period():
    found = latest(
        value=None, period=None, source_id=None, source_ref=None, value_note="x", **NO_COUNTS
    )
    assert found.statement.endswith("no value has been published for Havering.")
    assert (found.period, found.source_ids) == ("", "")


def test_a_mark_on_a_value_is_explained():
    assert "Marked as provisional and low reliability." in latest(value_note="p u").limits


def test_a_rate_is_told_in_its_own_unit():
    statement = latest(INFANTS, **NO_COUNTS).statement
    assert statement.startswith("Infant mortality: 3.2 per 1,000 in 2023 (no interval")


def test_the_interval_of_a_rate_is_not_told_in_per_cent():
    found = latest(INFANTS, numerator=None, denominator=None, lower_ci=2.1, upper_ci=4.6)
    assert "%" not in found.statement.replace("95%", "")


def test_limits_that_a_source_gives_for_a_rate_are_not_called_wilsons():
    found = latest(INFANTS, numerator=None, denominator=None, lower_ci=2.1, upper_ci=4.6)
    assert "Wilson" not in found.method


TO_TARGET = GLD | {
    "benchmark": 75.8,
    "gap": -7.327987897125567,
    "target_of": "plan",
    "due_label": "2028",
    "direction": "at least",
    "target_source": "havering_best_start_plan",
    "target_ref": "Section on quality",
    "people": 243,
}


def target(**changes):
    (found,) = target_findings(rows(TO_TARGET, changes), area="Havering", confidence=0.95)
    return found


def test_a_target_is_told_with_the_distance_and_the_children_it_takes():
    assert target().statement == (
        "Good level of development in Havering was 68.5% in 2024/25 (95% interval 66.9% to 70.0%), "
        "7.3 percentage points below Havering’s own target of 75.8% by 2028: 243 more children of "
        "3,305."
    )


def test_a_gap_to_a_target_is_in_points_with_the_limits_of_the_value_moved_by_it():
    # 66.8673 - 75.8 and 70.0338 - 75.8
    found = target()
    assert found.unit == "pp"
    assert (found.value, found.lower_ci, found.upper_ci) == pytest.approx(
        (-7.3280, -8.9327, -5.7662), abs=1e-4
    )


def test_the_national_goal_is_not_called_the_areas_own():
    found = target(target_of="national", benchmark=75.0, gap=-6.528, people=216)
    assert "below the national goal for England of 75.0% by 2028" in found.statement
    assert "The goal is set for England as a whole, not for each area." in found.limits


def test_a_target_that_is_passed_asks_for_no_more_children():
    found = target(benchmark=60.0, gap=8.472, people=0)
    assert "8.5 percentage points above Havering’s own target" in found.statement
    assert "more child" not in found.statement


def test_a_target_that_is_just_reached_is_told_as_such():
    assert "exactly at Havering’s own target" in target(benchmark=68.472, gap=0.0).statement


def test_one_more_child_is_singular():
    assert ": 1 more child of 3,305." in target(people=1).statement


def test_without_counts_the_number_of_children_is_said_not_to_be_known():
    found = target(people=None, **NO_COUNTS)
    assert "the number of children is not known" in found.limits
    assert "more child" not in found.statement


def test_a_target_cites_the_figure_and_the_plan():
    assert target().source_ids == "dfe_eyfsp_2025_extract;havering_best_start_plan"


BESIDE = GLD | {
    "comparator": "country",
    "comparator_name": "England",
    "benchmark": 68.29699849526101,
    "gap": 0.17501360761342255,
    "significance": "similar",
    "areas_with_value": 1,
    "areas_in_all": 1,
    "lowest": 68.3,
    "highest": 68.3,
    "benchmark_sources": "dfe_eyfsp_2025_extract",
}
NEIGHBOURS = {
    "comparator": "neighbours",
    "comparator_name": "Statistical neighbours",
    "benchmark": 70.04,
    "gap": -1.568,
    "significance": "worse",
    "areas_with_value": 9,
    "areas_in_all": 10,
    "lowest": 66.1,
    "highest": 74.2,
    "benchmark_sources": "dfe_lait_2026_04",
}


def compared(facts=BESIDE, as_at=AS_AT, **changes):
    (found,) = comparator_findings(
        rows(facts, changes),
        area="Havering",
        confidence=0.95,
        as_at=as_at,
        neighbours_published=pd.Timestamp("2025-05-28"),
    )
    return found


def test_a_comparison_is_told_with_both_values_the_gap_and_the_verdict():
    assert compared().statement == (
        "Good level of development in 2024/25: Havering 68.5%, England 68.3%: 0.2 percentage "
        "points higher; similar, compared at 95%."
    )


def test_similar_is_said_not_to_mean_the_same():
    assert "Similar does not mean the same." in compared().limits


@pytest.mark.parametrize("significance", ["better", "worse"])
def test_a_difference_carries_no_warning_about_being_similar(significance):
    assert "Similar" not in compared(significance=significance).limits


def test_a_figure_without_an_interval_is_told_as_not_compared():
    found = compared(significance="not compared", **NO_COUNTS)
    assert found.statement.endswith("higher; not compared, since there is no interval.")


def test_the_neighbours_are_told_as_a_mean_of_those_with_a_value():
    assert "mean of 9 of 10 statistical neighbours 70.0%" in compared(**NEIGHBOURS).statement


def test_the_neighbours_range_is_told():
    assert "Neighbours range from 66.1% to 74.2%; each weighs the same." in (
        compared(**NEIGHBOURS).limits
    )


def test_a_list_of_neighbours_that_is_later_than_the_report_is_said_to_be():
    limits = compared(as_at=date(2024, 6, 30), **NEIGHBOURS).limits
    assert "The list of neighbours is of 28 May 2025, later than this report." in limits


def test_a_list_of_neighbours_of_before_the_report_needs_no_word():
    assert "later than this report" not in compared(**NEIGHBOURS).limits


def test_a_comparison_cites_both_its_sources():
    assert compared(**NEIGHBOURS).source_ids == "dfe_eyfsp_2025_extract;dfe_lait_2026_04"


@pytest.mark.parametrize("gap", [0.0, 1.4210854715202004e-14, -7.105427357601002e-15])
def test_two_equal_figures_have_no_gap_even_where_binary_noise_parts_them(gap):
    assert ": no gap; similar" in compared(gap=gap).statement


def test_a_gap_of_a_rate_is_in_its_own_unit():
    found = compared(INFANTS | BESIDE_RATE, **NO_COUNTS)
    assert "0.7 per 1,000 lower" in found.statement
    assert found.unit == "per 1,000"


BESIDE_RATE = {name: BESIDE[name] for name in BESIDE if name not in GLD} | {
    "benchmark": 3.9,
    "gap": -0.7,
    "significance": "not compared",
}

CHANGE = {
    "indicator": "gld",
    "unit": "%",
    "period": "2024/25",
    "points": 4,
    "previous_period": "2023/24",
    "change": 1.672,
    "first_period": "2021/22",
    "change_since_first": 4.015,
    "source_id": "dfe_eyfsp_2025_extract",
}


def moved(**changes):
    return change_findings(rows(CHANGE, changes), rows(GLD), area="Havering")


def test_a_change_is_told_from_the_figure_before_and_from_the_first_of_the_series():
    (found,) = moved()
    assert found.statement == (
        "Good level of development: up 1.7 percentage points since 2023/24, the figure held "
        "before; up 4.0 percentage points since 2021/22, the first of this series of 4 figures."
    )


def test_the_first_figure_after_a_break_has_no_change():
    assert moved(points=1, change=None, previous_period="") == []


def test_the_second_figure_of_a_series_is_not_told_twice():
    (found,) = moved(points=2)
    assert found.statement.endswith("the figure held before and the first of its series.")


@pytest.mark.parametrize(
    ("change", "words"),
    [(-1.3, "down 1.3 percentage points"), (0.0, "no change"), (1e-12, "no change")],
)
def test_a_change_is_up_or_down_or_none(change, words):
    (found,) = moved(change=change)
    assert f": {words} since 2023/24" in found.statement


def test_only_the_newest_change_of_an_indicator_is_told():
    older = {"period": "2023/24", "change": 9.9}
    (found,) = change_findings(rows(CHANGE, older, {}), rows(GLD), area="Havering")
    assert found.period == "2024/25"


def test_a_change_says_that_nothing_is_known_of_chance():
    (found,) = moved()
    assert "nothing is said about chance" in found.limits
