"""Sentences about the gap between disadvantaged children and others."""

import pandas as pd
import pytest

from analysis.calculations.gaps.disadvantage import (
    OTHERS_ENGLAND,
    SAME_GROUP_ENGLAND,
    WITHIN_AREA,
    gap_changes,
)
from analysis.presentation.disadvantage_findings import (
    change_findings,
    comparator_gap_findings,
    gap_findings,
    send_take_up_findings,
)


def rows(facts: dict, *changes: dict) -> pd.DataFrame:
    table = pd.DataFrame([facts | change for change in changes or ({},)])
    numbers = ("value_disadvantaged", "value_other", "gap", "lower_ci", "upper_ci")
    types = {name: "Float64" for name in numbers if name in table}
    return table.astype(types | {n: "Int64" for n in ("denominator", "series") if n in table})


# Havering 2021/22: 184 of 444 children eligible, 1,994 of 2,935 not known to be.
COUNTED = {
    "period": "2021/22",
    "definition": WITHIN_AREA,
    "disadvantaged": "eligible",
    "other": "not_known_to_be_eligible",
    "value_disadvantaged": 41.44144144144144,
    "value_other": 67.93867120954003,
    "gap": 26.49722976809859,
    "lower_ci": 21.59,
    "upper_ci": 31.26,
    "rounding": 0.0,
    "denominator": 444,
    "source_ids": "dfe_eyfsp_2022",
    "source_refs": "row 1; row 2",
}
PRINTED = {
    "period": "2024/25",
    "other": "not_eligible",
    "value_disadvantaged": 55.7,
    "value_other": 71.1,
    "gap": 15.4,
    "lower_ci": None,
    "upper_ci": None,
    "rounding": 0.1,
    "denominator": None,
    "source_ids": "dfe_lait_2026_04",
}


def gap(**changes):
    (found,) = gap_findings(rows(COUNTED, changes), area="Havering", confidence=0.95)
    return found


def test_a_gap_is_told_with_its_definition_both_groups_and_its_interval():
    assert gap().statement == (
        "2021/22, within the area: 41.4% of children eligible for free school meals in Havering "
        "had a good level of development, 26.5 percentage points behind 67.9% of children not "
        "known to be eligible for free school meals there (95% interval 21.6 to 31.3 points)."
    )


def test_a_gap_on_record_is_not_rounded():
    assert gap().value == 26.49722976809859


def test_a_gap_without_counts_says_what_rounding_can_do_and_claims_no_method():
    found = gap(**PRINTED)
    assert found.statement.endswith(
        "(no interval: the source gives no counts; rounded percentages alone can put it 0.1 "
        "points out)."
    )
    assert found.method == "Difference of two published percentages"
    assert found.lower_ci is None


def test_englands_gap_is_told_from_counts_and_not_from_its_rounded_parts():
    # 68.8 and 49.1 are shown, 19.6347 apart.
    england = {"value_disadvantaged": 49.12453, "value_other": 68.75925, "gap": 19.63472}
    statement = gap(**england).statement
    assert "49.1%" in statement
    assert "19.6 percentage points behind 68.8%" in statement


def test_a_group_that_does_better_is_ahead_and_its_interval_turns_with_it():
    found = gap(gap=-4.4, lower_ci=-7.5, upper_ci=-1.2)
    assert "4.4 percentage points ahead of" in found.statement
    assert "95% interval 1.2 to 7.5 points" in found.statement


def test_a_group_that_does_better_keeps_its_sign_on_record():
    found = gap(gap=-4.4, lower_ci=-7.5, upper_ci=-1.2)
    assert (found.value, found.lower_ci, found.upper_ci) == (-4.4, -7.5, -1.2)


def test_two_groups_that_do_as_well_are_level():
    assert ", level with 67.9%" in gap(gap=0.0).statement


@pytest.mark.parametrize(
    ("definition", "beside"),
    [
        (WITHIN_AREA, "children not known to be eligible for free school meals there"),
        (SAME_GROUP_ENGLAND, "children eligible for free school meals in England"),
        (OTHERS_ENGLAND, "children not known to be eligible for free school meals in England"),
    ],
)
def test_a_gap_names_the_population_of_its_comparator(definition, beside):
    assert gap(definition=definition).comparator == beside


def test_children_not_known_to_be_eligible_are_explained():
    assert "include those whose eligibility nobody recorded" in gap().limits


def test_children_who_are_not_eligible_need_no_such_word():
    assert "nobody recorded" not in gap(**PRINTED).limits


def test_fewer_than_a_hundred_children_are_said_to_move_by_chance():
    assert "Rests on 76 children, so it moves a good deal by chance." in gap(denominator=76).limits


def test_a_hundred_children_are_not():
    assert "Rests on" not in gap(denominator=100).limits


def test_england_is_said_to_count_the_areas_own_children_too():
    assert "England counts the area’s own children too." in gap(definition=OTHERS_ENGLAND).limits
    assert "England counts" not in gap().limits


def test_only_the_free_school_meals_gap_within_the_area_is_a_headline():
    assert gap().headline == 1
    assert gap(disadvantaged="any_sen", other="no_sen").headline == 0
    assert gap(definition=OTHERS_ENGLAND).headline == 0


CHANGE = {
    "disadvantaged": "eligible",
    "other": "not_eligible",
    "series": 1,
    "years": 4,
    "first_period": "2021/22",
    "first_gap": 27.3,
    "last_period": "2024/25",
    "last_gap": 15.4,
    "change": -11.9,
    "change_on_year": -9.6,
    "before_period": "2023/24",
    "direction": "narrowed",
    "source_ids": "dfe_lait_2026_04",
}


def moved(**changes):
    return change_findings(rows(CHANGE, changes), area="Havering")


def test_a_gap_that_narrowed_is_told_over_its_series_and_on_the_year():
    (found,) = moved()
    assert found.statement == (
        "The gap between children eligible for free school meals and children not eligible for "
        "free school meals narrowed by 11.9 percentage points between 2021/22 (27.3 points) and "
        "2024/25 (15.4 points), and is 9.6 percentage points smaller than in 2023/24."
    )


def test_a_change_that_rounding_could_make_is_told_as_none():
    (found,) = moved(change=0.1, direction="no change beyond rounding")
    assert "did not change beyond rounding between 2021/22" in found.statement


def test_a_gap_that_did_not_move_on_the_year_is_told_as_such():
    (found,) = moved(change_on_year=3.5e-15)
    assert found.statement.endswith("and did not move since 2023/24.")


def test_a_single_year_has_no_change():
    assert moved(years=1, change_on_year=None) == []


def test_a_change_says_that_it_may_be_chance():
    (found,) = moved()
    assert "part or all of it may be chance" in found.limits


def test_the_change_of_the_newest_series_is_the_headline_and_not_of_the_one_before():
    older = {"series": 0, "first_period": "2015/16", "last_period": "2018/19"}
    found = change_findings(rows(CHANGE, older, {}), area="Havering")
    assert [finding.headline for finding in found] == [0, 2]


def test_an_area_without_a_gap_has_no_change():
    keys = ["indicator", "area_code", "area_name", "other", "series", "period_start"]
    none = rows(COUNTED).reindex(columns=list(dict.fromkeys([*COUNTED, *keys]))).iloc[:0]
    assert change_findings(gap_changes(none), area="Isles of Scilly") == []


BESIDE = {
    "disadvantaged": "eligible",
    "other": "not_eligible",
    "period": "2024/25",
    "comparator": "country",
    "comparator_name": "England",
    "gap": 21.260854281855,
    "areas_with_value": 1,
    "areas_in_all": 1,
    "lowest": 21.3,
    "highest": 21.3,
    "source_ids": "dfe_eyfsp_2025_extract",
}


def beside(**changes):
    ours = rows(COUNTED | PRINTED)
    (found,) = comparator_gap_findings(rows(BESIDE, changes), ours, area="Havering")
    return found


def test_a_gap_beside_englands_is_told_as_wider_or_narrower():
    # 15.4 - 21.2609
    found = beside()
    assert found.statement == (
        "2024/25: the gap between children eligible for free school meals and children not "
        "eligible for free school meals is 15.4 points in Havering and 21.3 in England: 5.9 "
        "percentage points narrower here."
    )
    assert found.value == pytest.approx(-5.8609, abs=1e-4)


def test_a_wider_gap_is_told_as_wider():
    assert beside(gap=10.0).statement.endswith("5.4 percentage points wider here.")


def test_a_gap_that_differs_by_less_than_is_shown_is_about_as_wide():
    assert beside(gap=15.404).statement.endswith("about as wide.")


def test_the_neighbours_are_told_with_how_many_have_a_value_and_their_range():
    found = beside(
        comparator="neighbours",
        comparator_name="Statistical neighbours",
        areas_with_value=9,
        areas_in_all=10,
        lowest=14.2,
        highest=28.8,
    )
    assert "in 9 of 10 statistical neighbours, on average" in found.statement
    assert "Neighbours’ gaps range from 14.2 to 28.8 points." in found.limits


def test_a_gap_beside_another_cites_both_sources():
    assert beside().source_ids == "dfe_eyfsp_2025_extract;dfe_lait_2026_04"


def take_up(*facts) -> list:
    """Rows of area_code, group, period, value."""
    table = pd.DataFrame(facts, columns=["area_code", "group", "period", "value"])
    table = table.assign(
        indicator="early_education_send", source_id="paper", source_ref="3.3.3", value_note=""
    )
    return send_take_up_findings(
        table.astype({"value": "Float64"}), area="Herefordshire", area_code="E06000019"
    )


OURS = ("E06000019", "send", "2022/23", 64)
EVERYONE = ("E92000001", "all", "2022/23", 84)


def test_take_up_of_children_with_send_is_told_beside_all_children_in_england():
    (found,) = take_up(OURS, EVERYONE)
    assert found.statement == (
        "64% of children with SEND in Herefordshire took up their full early education entitlement "
        "in 2022/23, against 84% of all children in England: 20 percentage points lower (no "
        "interval: the paper gives no counts)."
    )


def test_children_with_send_beside_all_children_is_said_to_be_unlike_with_unlike():
    (found,) = take_up(OURS, EVERYONE)
    assert found.limits.startswith("Unlike with unlike")


def test_take_up_that_is_higher_is_not_told_as_lower():
    (found,) = take_up(("E06000019", "send", "2022/23", 88), EVERYONE)
    assert "lower" not in found.statement


def test_a_suppressed_take_up_makes_no_gap():
    assert take_up(("E06000019", "send", "2022/23", None), EVERYONE) == []


def test_take_up_is_not_set_beside_englands_of_another_year():
    assert take_up(OURS, ("E92000001", "all", "2021/22", 84)) == []


def test_take_up_of_another_council_is_not_ours():
    assert take_up(("E06000002", "send", "2022/23", 64), EVERYONE) == []


def test_take_up_without_englands_makes_no_gap():
    assert take_up(OURS) == []
