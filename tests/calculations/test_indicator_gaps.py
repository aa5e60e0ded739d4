"""An area's newest figures: how far each is from its comparators and targets."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.calculations.gaps.indicator_gaps import (
    gaps_to_comparators,
    gaps_to_targets,
    latest_for_area,
    ranked,
)

HAVERING, ENGLAND, NEWHAM = "E09000016", "E92000001", "E09000025"
INDICATORS = pd.DataFrame(
    [
        ("gld", "Children with a good level", "Good level", "%", "high_is_good", "New series."),
        ("mmr1_24m", "First MMR dose", "MMR at 24 months", "%", "high_is_good", "Provisional."),
        ("infant_mortality", "Deaths", "Infant mortality", "per 1,000", "low_is_good", "Few."),
        ("fixed_term", "Fixed-term share", "Fixed-term funding", "%", "none", ""),
        ("obese", "Children with obesity", "Obesity", "%", "low_is_good", ""),
    ],
    columns=["indicator", "name", "short_name", "unit", "polarity", "caution"],
)


def newest(*rows) -> pd.DataFrame:
    """Rows of indicator, area, numerator, denominator, value, lower_ci, upper_ci."""
    columns = [
        *("indicator", "area_code", "numerator", "denominator"),
        *("value", "lower_ci", "upper_ci"),
    ]
    table = pd.DataFrame(rows, columns=columns).assign(
        period="2024/25",
        group_type="all",
        group="all",
        value_note="",
        source_id="release",
        source_ref="row 3",
    )
    table["unit"] = table["indicator"].map(INDICATORS.set_index("indicator")["unit"])
    types = {name: "Float64" for name in ("value", "lower_ci", "upper_ci")}
    return table.astype(types | {"numerator": "Int64", "denominator": "Int64"})


GLD = ("gld", HAVERING, 2_263, 3_305, 68.4720, 66.8673, 70.0338)
INFANTS = ("infant_mortality", HAVERING, None, None, 3.2, 2.1, 4.6)


def beside(*rows) -> pd.DataFrame:
    """Rows of indicator, comparator, benchmark."""
    table = pd.DataFrame(rows, columns=["indicator", "comparator", "benchmark"])
    table = table.assign(period="2024/25", group_type="all", group="all")
    return table.astype({"benchmark": "Float64"})


def for_havering(*rows, order=None) -> pd.DataFrame:
    order = order or list(dict.fromkeys(row[0] for row in rows))
    return latest_for_area(newest(*rows), HAVERING, INDICATORS, order)


def one_gap(row: tuple, benchmark: float | None) -> pd.Series:
    return gaps_to_comparators(for_havering(row), beside((row[0], "country", benchmark))).iloc[0]


def test_figures_come_in_the_order_asked_for():
    table = for_havering(INFANTS, GLD, order=["gld", "infant_mortality"])
    assert table["indicator"].tolist() == ["gld", "infant_mortality"]


def test_another_areas_figure_is_not_ours():
    table = for_havering(("gld", NEWHAM, 3_400, 5_000, 68.0, 66.7, 69.3), order=["gld"])
    assert table["value"].isna().all()


def test_an_indicator_of_which_nothing_is_held_is_marked_and_has_no_value():
    row = for_havering(GLD, order=["gld", "mmr1_24m"]).set_index("indicator").loc["mmr1_24m"]
    assert row["value_note"] == "x"
    assert pd.isna(row["value"])


def test_a_group_of_children_does_not_stand_for_all_children():
    eligible = newest(GLD).assign(group_type="fsm", group="eligible")
    table = latest_for_area(eligible, HAVERING, INDICATORS, ["gld"])
    assert table["value"].isna().all()


def test_a_gap_is_the_value_minus_the_benchmark():
    # 68.4720 - 70.7
    assert one_gap(GLD, 70.7)["gap"] == pytest.approx(-2.2280)


def test_a_shortfall_is_positive_where_a_high_figure_falls_below_the_benchmark():
    assert one_gap(GLD, 70.7)["shortfall"] == pytest.approx(2.2280)


def test_a_shortfall_is_positive_where_a_low_figure_is_good_and_ours_is_above_the_benchmark():
    assert one_gap(INFANTS, 2.0)["shortfall"] == pytest.approx(1.2)


@pytest.mark.parametrize(
    ("benchmark", "verdict"), [(2.0, "worse"), (3.9, "similar"), (5, "better")]
)
def test_low_is_good_turns_better_and_worse_round(benchmark, verdict):
    assert one_gap(INFANTS, benchmark)["significance"] == verdict


def test_an_indicator_without_polarity_has_no_shortfall():
    row = one_gap(("fixed_term", HAVERING, None, None, 25.0, 20.0, 30.0), 40.0)
    assert pd.isna(row["shortfall"])
    assert row["significance"] == "lower"


def test_a_figure_without_an_interval_is_not_compared():
    assert one_gap(("gld", HAVERING, None, None, 61.3, None, None), 65.2)["significance"] == (
        "not compared"
    )


def test_people_are_the_children_it_takes_to_reach_the_benchmark():
    # 70.7% of 3,305 is 2,336.6, so 2,337 children; 2,337 - 2,263 = 74.
    assert one_gap(GLD, 70.7)["people"] == 74


def test_people_are_not_counted_where_fewer_would_be_better():
    assert pd.isna(one_gap(("obese", HAVERING, 700, 3_000, 23.3, 21.9, 24.9), 22.0)["people"])


def test_people_are_not_counted_for_a_rate():
    assert pd.isna(one_gap(INFANTS, 2.0)["people"])


def test_a_suppressed_figure_has_no_gap_and_harms_no_other():
    table = for_havering(GLD, ("mmr1_24m", HAVERING, None, None, None, None, None))
    gaps = gaps_to_comparators(table, beside(("gld", "country", 68.3), ("mmr1_24m", "country", 89)))
    assert gaps["indicator"].tolist() == ["gld"]


def test_a_comparator_without_a_value_makes_no_gap():
    gaps = gaps_to_comparators(
        for_havering(GLD), beside(("gld", "country", None), ("gld", "region", 70.7))
    )
    assert gaps["comparator"].tolist() == ["region"]


def test_a_figure_is_only_set_beside_the_same_period():
    older = beside(("gld", "country", 67.7)).assign(period="2023/24")
    assert gaps_to_comparators(for_havering(GLD), older).empty


def test_gaps_leave_both_tables_as_they_were():
    table, others = for_havering(GLD), beside(("gld", "country", 68.3))
    copies = table.copy(deep=True), others.copy(deep=True)
    gaps_to_comparators(table, others)
    pd.testing.assert_frame_equal(table, copies[0])
    pd.testing.assert_frame_equal(others, copies[1])


TARGETS = pd.DataFrame(
    [
        ("gld", ENGLAND, 75.0, "best_start_strategy"),
        ("gld", HAVERING, 75.8, "havering_plan"),
        ("gld", NEWHAM, 80.0, "newham_plan"),
        ("gld", HAVERING, None, "havering_plan"),
        ("", HAVERING, 100.0, "havering_plan"),
    ],
    columns=["indicator", "area_code", "value", "source_id"],
).assign(
    source_ref="page 1",
    due=pd.Timestamp("2028-08-31"),
    due_label="2028",
    scope="Children",
    direction="at least",
)


def to_targets(*rows) -> pd.DataFrame:
    targets = TARGETS.astype({"value": "Float64"})
    return gaps_to_targets(for_havering(*rows), targets, HAVERING, ENGLAND)


def test_the_plans_own_target_comes_before_the_national_goal():
    assert to_targets(GLD)["target_of"].tolist() == ["plan", "national"]


def test_havering_needs_243_more_children_for_its_target_and_216_for_the_nations():
    # 75.8% of 3,305 is 2,505.19: 2,506 - 2,263. 75% is 2,478.75: 2,479 - 2,263.
    assert to_targets(GLD)["people"].tolist() == [243, 216]


def test_a_target_of_another_area_is_not_ours():
    assert "newham_plan" not in set(to_targets(GLD)["target_source"])


def test_a_target_without_a_number_makes_no_gap():
    # Four of the five rows are ours or the nation's; one has no number, one no indicator.
    assert to_targets(GLD)["benchmark"].tolist() == [75.8, 75.0]


def test_a_suppressed_figure_is_not_set_against_a_target():
    assert to_targets(("gld", HAVERING, None, None, None, None, None)).empty


def test_a_target_says_itself_which_way_is_good():
    # 3.2 deaths for each 1,000 against at most 2.5: 0.7 too many
    most = pd.DataFrame([("infant_mortality", HAVERING, 2.5, "havering_plan")])
    most.columns = ["indicator", "area_code", "value", "source_id"]
    most = most.assign(
        source_ref="page 1",
        due=pd.Timestamp("2028-08-31"),
        due_label="2028",
        scope="Deaths",
        direction="at most",
    ).astype({"value": "Float64"})
    row = gaps_to_targets(for_havering(INFANTS), most, HAVERING, ENGLAND).iloc[0]
    assert row["shortfall"] == pytest.approx(0.7)


def test_the_largest_shortfall_ranks_first():
    mmr = ("mmr1_24m", HAVERING, 681, 808, 84.2822, 81.6, 86.6)
    gaps = gaps_to_comparators(
        for_havering(GLD, mmr), beside(("gld", "country", 68.3), ("mmr1_24m", "country", 88.8))
    )
    table = ranked(gaps)
    # shortfalls 4.5 and -0.2
    assert table["indicator"].tolist() == ["mmr1_24m", "gld"]
    assert table["rank"].tolist() == [1, 2]


def test_a_rate_is_listed_after_percentages_and_not_ranked_against_them():
    gaps = gaps_to_comparators(
        for_havering(INFANTS, GLD),
        beside(("infant_mortality", "country", 0.1), ("gld", "country", 68.3)),
    )
    table = ranked(gaps)
    assert table["indicator"].tolist() == ["gld", "infant_mortality"]
    assert pd.isna(table["rank"].iloc[1])


@settings(derandomize=True, deadline=None, max_examples=30)
@given(st.lists(st.floats(0, 100), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_ranks_do_not_depend_on_the_order_of_the_rows(marks, random):
    table = pd.DataFrame(
        {"unit": "%", "shortfall": list(dict.fromkeys(round(mark, 3) for mark in marks))}
    )
    order = list(table.index)
    random.shuffle(order)
    shuffled = ranked(table.loc[order])
    assert shuffled["shortfall"].tolist() == sorted(table["shortfall"], reverse=True)
    assert shuffled["rank"].tolist() == list(range(1, len(table) + 1))
