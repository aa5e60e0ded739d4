"""Sentences about targets: pace, projection, probability, gains; never surer than their basis."""

import pandas as pd
import pytest
from target_rows import HAVERING, NO_RATE, NO_TREND, ONLINE

from analysis.presentation.count_target_findings import count_findings
from analysis.presentation.gain_findings import gain_findings
from analysis.presentation.target_findings import outlook_findings

INDICATORS = pd.DataFrame({"indicator": ["gld"], "short_name": ["Good level of development"]})
AS_AT = pd.Timestamp("2025-12-31")
NONE = pd.DataFrame()
ENGLAND = {
    "target_of": "national",
    "target_id": "nat_gld_2028",
    "area_code": "E92000001",
    "area_name": "England",
    "target": 75.0,
}


def told(*rows: dict, counts=NONE, area="Havering") -> dict:
    table = pd.DataFrame([HAVERING | row for row in rows])
    found = outlook_findings(table, counts, INDICATORS, area=area, as_at=AS_AT, confidence=0.95)
    return {finding.key: finding for finding in found}


def test_the_pace_required_stands_beside_the_pace_so_far():
    found = told({})["pace.hav_gld_2028"]
    assert found.statement == (
        "Good level of development in Havering must gain 7.3 percentage points in 3 years to be "
        "at Havering’s own target of 75.8% by 2028: 2.4 points a year. Since 2021/22 it has gained "
        "1.3 points a year; at that pace it would be at 72.5% in 2027/28, 3.3 percentage points "
        "short, and would get there in 2030/31."
    )
    assert (found.unit, found.headline) == ("pp a year", 1)


def test_the_projection_has_its_interval_and_says_what_it_rests_on():
    found = told({})["projection.hav_gld_2028"]
    assert found.statement == (
        "Good level of development in Havering: the trend of the series from 2021/22 leads to "
        "72.2% in 2027/28 (95% prediction interval 66.8% to 77.0%). It rests on 4 yearly figures; "
        "2 degrees of freedom."
    )
    assert (found.lower_ci, found.upper_ci) == (66.80631, 76.98520)
    assert "2.2 times as wide as a long series would" in found.limits


def test_the_probability_is_told_in_words_and_whole_per_cent_with_its_basis():
    found = told({})["probability.hav_gld_2028"]
    assert found.statement == (
        "That Havering is at or above 75.8% in 2027/28 is very unlikely by the trend: 4%. It rests "
        "on 4 yearly figures; 2 degrees of freedom. Leaving any one of them out gives 4% to 14%."
    )
    assert found.value == pytest.approx(4.2921)


def test_three_figures_are_said_to_bear_next_to_nothing():
    row = {"points": 3, "degrees_of_freedom": 1, "lowest": float("nan"), "highest": float("nan")}
    found = told(row)["probability.hav_gld_2028"]
    assert "It rests on 3 yearly figures; 1 degree of freedom." in found.statement
    assert "Leaving" not in found.statement
    assert found.limits.startswith("Three figures bear next to nothing")


@pytest.mark.parametrize(("probability", "words"), [(1e-9, "under 1%"), (1 - 1e-9, "over 99%")])
def test_a_probability_is_never_told_as_none_or_certain(probability, words):
    statement = told({"probability": probability})["probability.hav_gld_2028"].statement
    assert f": {words}." in statement
    assert " 0%" not in statement and "100%" not in statement


def test_two_targets_of_one_year_share_one_projection():
    keys = told({}, {"target_of": "national", "target_id": "nat_gld_2028", "target": 75.0})
    assert [key for key in keys if key.startswith("projection")] == ["projection.hav_gld_2028"]
    assert "probability.nat_gld_2028" in keys


def test_the_national_goal_read_for_an_area_is_said_to_be_englands():
    row = {"target_of": "national", "target_id": "nat_gld_2028", "target": 75.0}
    found = told(row)["pace.nat_gld_2028"]
    assert "the national goal for England of 75.0% by 2028" in found.statement
    assert found.limits.startswith("The goal is set for England as a whole")
    assert found.headline == 2


def test_england_on_an_areas_page_has_keys_of_its_own_and_no_headline():
    found = told(ENGLAND)["pace.nat_gld_2028.country"]
    assert "Good level of development in England must gain" in found.statement
    assert "to be at its goal of 75.0% by 2028" in found.statement
    assert (found.area, found.headline) == ("Havering", 0)


def test_a_falling_series_moves_away_from_its_target():
    row = {"achieved_rate": -0.37617, "projection": 67.3, "short": 8.5}
    statement = told(row | {"time_to_target": float("nan")})["pace.hav_gld_2028"].statement
    assert "it has lost 0.4 points a year" in statement
    assert "8.5 percentage points short and moving away from it." in statement


def test_a_pace_that_leads_there_says_that_the_target_would_be_reached():
    statement = told({"projection": 76.0, "short": 0.0})["pace.hav_gld_2028"].statement
    assert statement.endswith("it would be at 76.0% in 2027/28, and the target would be reached.")


def test_a_year_far_ahead_is_not_named():
    statement = told({"time_to_target": 37.5})["pace.hav_gld_2028"].statement
    assert statement.endswith("and would take some 38 years.")


def test_a_target_that_is_reached_asks_for_nothing():
    row = {"reached": True, "value": 76.1, "needed": 0.0, "required_rate": 0.0}
    assert told(row)["pace.hav_gld_2028"].statement == (
        "Good level of development in Havering was 76.1% in 2024/25, at or past Havering’s own "
        "target of 75.8% by 2028."
    )


def test_a_due_year_that_is_reported_leaves_no_pace_and_no_probability():
    keys = told({"time_left": 0.0, "required_rate": float("nan")} | NO_TREND)
    assert list(keys) == ["pace.hav_gld_2028"]
    assert "with no later year to come before that date" in keys["pace.hav_gld_2028"].statement


@pytest.mark.parametrize(
    ("note", "why"),
    [
        ("too few points", "the series from 2021/22 has fewer than three figures"),
        ("the points show no scatter", "the figures show no scatter to judge by"),
        ("a figure has no logit", "a figure stands at or beyond 0% or 100%"),
    ],
)
def test_no_probability_is_given_without_three_figures_and_the_reason_is(note, why):
    found = told(NO_TREND | {"trend_note": note})["probability.hav_gld_2028"]
    assert found.statement == (
        "Good level of development in Havering: no probability of reaching 75.8% is given, since "
        f"{why}."
    )
    assert found.value is None


def test_an_area_with_no_dated_target_has_one_finding_that_says_so():
    found = outlook_findings(
        NONE, NONE, INDICATORS, area="Newham", as_at=pd.Timestamp("2024-07-31"), confidence=0.95
    )
    assert [finding.key for finding in found] == ["nothing"]
    assert found[0].statement == (
        "No dated target with figures to follow for Newham was public by 31 July 2024."
    )


POINTS = pd.DataFrame(
    [
        ("E09000016", 1, 2022, 64.4569, "dfe_eyfsp_2022"),
        ("E09000016", 1, 2025, 68.4720, "dfe_eyfsp_2025_extract"),
        ("E06000042", 1, 2022, 60.0, "dfe_lait_2026_04"),
        ("E06000042", 1, 2025, 66.2696, "dfe_lait_2026_04"),
        ("E12000007", 1, 2022, 67.8, "dfe_lait_2026_04"),
        ("E12000007", 1, 2025, 70.7, "dfe_lait_2026_04"),
    ],
    columns=["area_code", "series", "time", "value", "source_id"],
).assign(indicator="gld")
GROUPS = pd.DataFrame(
    [
        ("neighbours", "Statistical neighbours", "E06000042"),
        ("region", "London", "E12000007"),
        ("held", "All areas held", "E06000042"),
        ("held", "All areas held", "E09000016"),
    ],
    columns=["comparator", "comparator_name", "area_code"],
)
AREAS = pd.DataFrame(
    {
        "area_code": ["E09000016", "E06000042", "E12000007"],
        "area_name": ["Havering", "Milton Keynes", "London"],
    }
)


def gained(**changes):
    table = pd.DataFrame([HAVERING | changes])
    return gain_findings(table, POINTS, GROUPS, AREAS, area="Havering")


def test_a_required_gain_is_set_beside_the_best_that_others_have_made():
    (found,) = gained()
    assert found.statement == (
        "Three years at the pace required for 75.8% come to 7.3 points. The most that any has "
        "moved that way in three years: statistical neighbours 6.3 points (Milton Keynes, 2021/22 "
        "to 2024/25), London 2.9 points (2021/22 to 2024/25) and all areas held 6.3 points (Milton "
        "Keynes, 2021/22 to 2024/25). Of 2 such spans in 2 areas, none moved as much."
    )
    assert found.source_ids == (
        "dfe_eyfsp_2022;dfe_eyfsp_2025_extract;dfe_lait_2026_04;havering_best_start_plan"
    )


def test_a_gain_that_has_been_made_is_counted():
    (found,) = gained(required_rate=1.3)
    assert found.statement.endswith("Of 2 such spans in 2 areas, 2 moved as much.")


@pytest.mark.parametrize(
    "changes", [{"reached": True}, {"time_left": 0.0}, {"area_name": "England"}]
)
def test_nothing_is_set_beside_gains_where_nothing_is_asked_of_the_area(changes):
    assert gained(**changes) == []


# --- counts ---


def counted(as_at="2024-07-31", **changes) -> dict:
    table = pd.DataFrame([ONLINE | changes])
    found = count_findings(table, area="Herefordshire", as_at=pd.Timestamp(as_at), confidence=0.95)
    return {finding.key.split(".")[0]: finding for finding in found}


def test_a_count_is_told_with_what_is_asked_and_what_came_a_month():
    assert counted()["pace"].statement == (
        "Parents on the online courses: 2,690 reported, 2,771 aimed at by 31 December 2024. 81 "
        "more in 5 months is 16.2 a month. 381 came in the 7 months before: 54.4 a month. At that "
        "rate it would be 2,962 on the due date, and at the target after 1.5 months."
    )


def test_a_counts_probability_says_that_it_rests_on_one_count():
    found = counted()["probability"]
    assert found.statement == (
        "Parents on the online courses: from the rate so far, reaching 2,771 by 31 December 2024 "
        "is very likely (over 99%); 95% prediction interval 2,921 to 3,006. It rests on one count: "
        "381 in 7 months."
    )
    assert "where people come in groups" in found.limits


def test_what_a_growth_implies_is_set_beside_the_count_and_the_even_line():
    assert counted()["baseline"].statement == (
        "Parents on the online courses: 20% more to make 2,771 implies 2,309.17 in 2023. The count "
        "reported less the 381 since then is 2,309. An even line from there to the target stands "
        "at 2,577.9 on 31 July 2024; the 2,690 reported is 112.1 above it."
    )


def test_a_date_that_has_passed_is_said_to_have_and_leads_no_headline():
    found = counted(as_at="2025-08-13")
    passed = "31 December 2024 has passed, and no later count was public by 13 August 2025."
    assert found["pace"].statement.endswith(passed)
    assert found["pace"].headline == 0
    assert "by 31 December 2024 was very likely" in found["probability"].statement
    assert found["probability"].limits.endswith(passed)
    assert counted(as_at="2024-12-31")["pace"].headline == 4


def test_a_count_without_an_increment_says_that_it_has_no_run_rate():
    found = counted(**NO_RATE)
    assert list(found) == ["pace"]
    assert found["pace"].statement.endswith(
        "The paper does not say in how many months the count came, so there is no run rate, "
        "projection or probability."
    )


def test_a_count_that_is_reached_needs_no_rate():
    found = counted(**NO_RATE, value=43.0, target=40.0, needed=0.0, reached=True)
    assert found["pace"].statement.endswith(
        "43 reported, 40 aimed at by 31 December 2024: reached already."
    )


def test_a_report_of_something_else_has_no_run_rate_and_is_not_taken_for_the_count():
    found = counted(
        **NO_RATE,
        value=float("nan"),
        reported_value=63.0,
        target=580.0,
        evidence="not comparable",
        remark="An average for a period that is not stated",
    )
    assert list(found) == ["pace"]
    assert found["pace"].statement == (
        "Parents on the online courses, 580 by 31 December 2024: what the paper reports does not "
        "count what the target counts (63 reported), so there is no run rate, projection or "
        "probability."
    )
    assert found["pace"].value is None or pd.isna(found["pace"].value)
    assert found["pace"].limits == "An average for a period that is not stated."


def test_a_report_in_words_has_no_run_rate():
    found = counted(
        **NO_RATE, value=float("nan"), reported_value=float("nan"), evidence="words only"
    )
    assert "the paper reports it in words only, so there is no run rate" in found["pace"].statement


def test_a_count_without_a_date_has_no_months_to_spread_it_over():
    found = counted(**NO_RATE, due=pd.NaT, due_label="Year 2", time_left=float("nan"))
    assert "2,771 aimed at, due Year 2: 81 to go, and no date to reckon months to." in (
        found["pace"].statement
    )


def test_other_people_counted_than_aimed_at_are_named():
    found = counted(reported_scope="Parents of older children")
    assert found["pace"].limits == (
        "Target counts: Parents. Report counts: Parents of older children."
    )


def test_no_counts_have_no_findings():
    assert count_findings(NONE, area="Newham", as_at=AS_AT, confidence=0.95) == []
