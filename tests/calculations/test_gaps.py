"""Gaps of two proportions, comparison with a benchmark, and children needed to reach one."""

import math
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from analysis.calculations.gaps.gaps import difference_of_proportions, people_to_reach, significance

COUNTS = st.integers(1, 3_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def gap(first, second, confidence=0.95) -> tuple[float, float, float]:
    """Difference, lower and upper limit of one pair of counts."""
    table = difference_of_proportions(
        [first[0]], [first[1]], [second[0]], [second[1]], confidence=confidence
    )
    return tuple(float(number) for number in table.iloc[0])


def newcombe(first, second) -> tuple[float, float]:
    """Method 10 from another implementation's Wilson limits, in percentage points."""
    one = binomtest(*first).proportion_ci(method="wilson")
    two = binomtest(*second).proportion_ci(method="wilson")
    p, q = first[0] / first[1], second[0] / second[1]
    lower = p - q - math.hypot(p - one.low, two.high - q)
    upper = p - q + math.hypot(one.high - p, q - two.low)
    return 100 * lower, 100 * upper


# Newcombe, Stat Med 1998;17:873-90, table II, examples (a) to (h), method 10. Each agrees with
# `newcombe` above to the four places printed.
PUBLISHED = [
    ((56, 70), (48, 80), 5.24, 33.39),
    ((9, 10), (3, 10), 17.05, 80.90),
    ((6, 7), (2, 7), 5.82, 80.62),
    ((5, 56), (0, 29), -3.81, 19.26),
    ((0, 10), (0, 20), -16.11, 27.75),
    ((10, 10), (0, 20), 67.91, 100.00),
    ((10, 10), (0, 10), 60.75, 100.00),
]


@pytest.mark.parametrize(("first", "second", "lower", "upper"), PUBLISHED)
def test_limits_of_a_gap_are_those_that_newcombe_published(first, second, lower, upper):
    assert gap(first, second)[1:] == pytest.approx((lower, upper), abs=0.006)


@pytest.mark.parametrize(("first", "second", "lower", "upper"), PUBLISHED)
def test_newcombes_published_limits_follow_from_his_formula(first, second, lower, upper):
    assert gap(first, second)[1:] == pytest.approx(newcombe(first, second), abs=1e-6)


def test_a_gap_is_the_first_percentage_minus_the_second():
    # 56/70 = 80 per cent and 48/80 = 60 per cent.
    assert gap((56, 70), (48, 80))[0] == pytest.approx(20)


def test_englands_gap_of_2021_22_is_subtracted_before_it_is_rounded():
    # 349,779/508,701 = 68.7593 and 55,944/113,882 = 49.1245: 19.6347. Rounded first, 68.8 - 49.1.
    difference = gap((349_779, 508_701), (55_944, 113_882))[0]
    assert round(68.7593, 1) - round(49.1245, 1) == pytest.approx(19.7)
    assert round(difference, 1) == 19.6


@settings(derandomize=True, deadline=None)
@given(COUNTS, COUNTS)
def test_swapping_the_groups_turns_the_gap_and_its_limits_round(first, second):
    difference, lower, upper = gap(first, second)
    assert gap(second, first) == pytest.approx((-difference, -upper, -lower), abs=1e-9)


@settings(derandomize=True, deadline=None)
@given(COUNTS, COUNTS)
def test_limits_bracket_the_gap_and_stay_within_a_hundred_points(first, second):
    difference, lower, upper = gap(first, second)
    assert -100 - 1e-9 <= lower <= difference <= upper <= 100 + 1e-9


@settings(derandomize=True, deadline=None)
@given(COUNTS, COUNTS)
def test_an_interval_of_a_gap_widens_with_confidence(first, second):
    _, narrow_lower, narrow_upper = gap(first, second, 0.90)
    _, wide_lower, wide_upper = gap(first, second, 0.99)
    assert wide_lower <= narrow_lower + 1e-9
    assert narrow_upper <= wide_upper + 1e-9
    assert wide_upper - wide_lower > narrow_upper - narrow_lower


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=2, max_size=6))
def test_a_gap_does_not_depend_on_the_rows_around_it(pairs):
    columns = [[pair[a][b] for pair in pairs] for a in (0, 1) for b in (0, 1)]
    table = difference_of_proportions(*columns)
    turned = difference_of_proportions(*[column[::-1] for column in columns])
    pd.testing.assert_frame_equal(table, turned.iloc[::-1].reset_index(drop=True))


@pytest.mark.parametrize("bad", [(None, 70), (5, None), (0, 0), (-1, 70), (71, 70)])
def test_a_count_that_cannot_be_leaves_its_own_gap_missing_and_no_other(bad):
    table = difference_of_proportions([bad[0], 56], [bad[1], 70], [48, 48], [80, 80])
    assert table.iloc[0].isna().all()
    assert table.iloc[1].tolist() == pytest.approx([20, 5.24, 33.39], abs=0.005)


def test_a_suppressed_count_in_the_second_group_is_not_read_as_nothing():
    table = difference_of_proportions([56], [70], pd.array([None], dtype="Int64"), [80])
    assert table.iloc[0].isna().all()


def test_counts_are_left_as_they_were():
    x = pd.array([56, None], dtype="Int64")
    n = pd.array([70, 80], dtype="Int64")
    difference_of_proportions(x, n, n, n)
    assert x.tolist() == [56, pd.NA]
    assert n.tolist() == [70, 80]


def test_a_value_whose_interval_lies_above_the_benchmark_is_better_where_high_is_good():
    assert significance(84.3, 81.6, 86.6, 80.7, "high_is_good") == "better"


def test_a_value_whose_interval_lies_below_the_benchmark_is_worse_where_high_is_good():
    assert significance(84.3, 81.6, 86.6, 88.8, "high_is_good") == "worse"


@pytest.mark.parametrize(("benchmark", "verdict"), [(2.0, "worse"), (5.0, "better")])
def test_low_is_good_turns_better_and_worse_round(benchmark, verdict):
    assert significance(3.2, 2.5, 4.1, benchmark, "low_is_good") == verdict


@pytest.mark.parametrize(("benchmark", "verdict"), [(20.0, "higher"), (40.0, "lower")])
def test_without_a_polarity_a_value_is_higher_or_lower_and_never_better(benchmark, verdict):
    assert significance(30.0, 25.0, 35.0, benchmark, "none") == verdict


@pytest.mark.parametrize("benchmark", [66.9, 68.3, 70.0])
@pytest.mark.parametrize("polarity", ["high_is_good", "low_is_good", "none"])
def test_similar_includes_both_ends_of_the_interval(benchmark, polarity):
    assert significance(68.5, 66.9, 70.0, benchmark, polarity) == "similar"


@pytest.mark.parametrize(("benchmark", "verdict"), [(66.89, "better"), (70.01, "worse")])
def test_a_benchmark_just_outside_the_interval_is_not_similar(benchmark, verdict):
    assert significance(68.5, 66.9, 70.0, benchmark, "high_is_good") == verdict


@pytest.mark.parametrize(
    "numbers",
    [
        (pd.NA, 66.9, 70.0, 68.3),
        (68.5, pd.NA, 70.0, 68.3),
        (68.5, 66.9, float("nan"), 68.3),
        (68.5, 66.9, 70.0, None),
    ],
)
def test_a_value_interval_or_benchmark_that_is_missing_is_not_compared(numbers):
    assert significance(*numbers, "high_is_good") == "not compared"


def test_an_unknown_polarity_is_refused_and_never_read_as_low_is_good():
    with pytest.raises(Exception, match="high"):
        significance(84.3, 81.6, 86.6, 80.7, "high")


def test_havering_needs_243_more_children_for_its_own_target():
    # 75.8% of 3,305 is 2,505.19, so 2,506 children; 2,506 - 2,263 = 243.
    assert people_to_reach(2_263, 3_305, 75.8) == 243


def test_herefordshire_needs_198_more_children_for_a_quarter():
    # 25% of 4,460 is exactly 1,115; 1,115 - 917 = 198.
    assert people_to_reach(917, 4_460, 25) == 198


def test_a_percentage_that_comes_out_whole_is_not_rounded_up():
    # 57.3% of 1,000 is 573, though 57.3 * 1000 / 100 may not be in binary.
    assert people_to_reach(500, 1_000, 57.3) == 73


@pytest.mark.parametrize("numerator", [750, 751, 1_000])
def test_a_benchmark_that_is_reached_takes_no_one_more(numerator):
    assert people_to_reach(numerator, 1_000, 75) == 0


@pytest.mark.parametrize("numbers", [(pd.NA, 100, 75), (60, pd.NA, 75), (60, 100, pd.NA)])
def test_people_are_not_known_without_both_counts_and_a_benchmark(numbers):
    assert people_to_reach(*numbers) is None


@settings(derandomize=True, deadline=None)
@given(COUNTS, st.integers(0, 1_000))
def test_people_to_reach_is_the_smallest_whole_number_that_does(counts, tenths):
    numerator, denominator = counts
    benchmark = Fraction(tenths, 10)
    people = people_to_reach(numerator, denominator, tenths / 10)
    assert 100 * Fraction(numerator + people, denominator) >= benchmark
    assert people == 0 or 100 * Fraction(numerator + people - 1, denominator) < benchmark
