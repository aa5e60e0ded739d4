"""Wilson's limits of a proportion: published examples, their bounds, and rows that have none."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.calculations.rates.rates import wilson_limits, with_intervals

COUNTS = st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99, 0.998])


def limits(numerator, denominator, confidence=0.95) -> tuple[float, float]:
    lower, upper = wilson_limits([numerator], [denominator], confidence=confidence)
    return float(lower[0]), float(upper[0])


def percentages(*rows) -> pd.DataFrame:
    """Rows of numerator, denominator, value, unit, lower_ci, upper_ci."""
    columns = ["numerator", "denominator", "value", "unit", "lower_ci", "upper_ci"]
    table = pd.DataFrame(rows, columns=columns)
    numbers = {"numerator": "Int64", "denominator": "Int64", "value": "Float64"}
    return table.astype(numbers | {"lower_ci": "Float64", "upper_ci": "Float64"})


@pytest.mark.parametrize(
    ("numerator", "denominator", "lower", "upper"),
    [
        # Newcombe, Stat Med 1998;17:857-72, table I, the score method without correction:
        # 0.2553 to 0.3662, 0.0624 to 0.1605, 0 to 0.1611, 0.0061 to 0.1718.
        (81, 263, 25.53, 36.62),
        (15, 148, 6.24, 16.05),
        (0, 20, 0.00, 16.11),
        (1, 29, 0.61, 17.18),
    ],
)
def test_limits_are_those_that_newcombe_published(numerator, denominator, lower, upper):
    assert limits(numerator, denominator) == pytest.approx((lower, upper), abs=0.005)


def test_limits_are_those_of_newcombe_and_altmans_worked_example():
    # Newcombe and Altman in Statistics with Confidence, 2000, pp. 46-48: 81 of 263, 25.5 to 36.6.
    lower, upper = limits(81, 263)
    assert (round(lower, 1), round(upper, 1)) == (25.5, 36.6)


def test_none_of_a_group_has_a_lower_limit_of_exactly_nothing():
    assert limits(0, 20)[0] == 0


def test_none_of_twenty_has_an_upper_limit_of_z_squared_over_n_plus_z_squared():
    # With x = 0 the formula is 2z^2 / 2(n + z^2): 3.8415 / 23.8415 = 16.113 per cent.
    assert limits(0, 20)[1] == pytest.approx(16.113, abs=0.001)


def test_all_of_twenty_has_the_limits_of_none_of_twenty_turned_round():
    # 100 - 16.113 = 83.887 per cent; the upper limit is the whole.
    assert limits(20, 20) == pytest.approx((83.887, 100), abs=0.001)


def test_the_share_without_a_thing_has_the_limits_of_the_share_with_it_turned_round():
    lower, upper = limits(15, 148)
    assert limits(148 - 15, 148) == pytest.approx((100 - upper, 100 - lower))


def test_limits_at_ninety_per_cent_use_the_z_of_ninety_per_cent():
    # z = 1.644854, z^2 = 2.705543, x = 5, n = 10: (10 + 2.705543 -/+ 1.644854 x
    # sqrt(2.705543 + 20 x 0.5)) / (2 x 12.705543) = 0.26927 and 0.73073.
    assert limits(5, 10, confidence=0.90) == pytest.approx((26.927, 73.073), abs=0.001)


def test_a_small_authority_has_a_wider_interval_than_a_large_one_at_the_same_percentage():
    small, large = limits(16, 80), limits(1_600, 8_000)
    assert small[1] - small[0] > large[1] - large[0]


@settings(derandomize=True, deadline=None)
@given(COUNTS, LEVELS)
def test_limits_bracket_the_value_and_stay_from_nought_to_a_hundred(counts, confidence):
    lower, upper = limits(*counts, confidence)
    value = 100 * counts[0] / counts[1]
    assert 0 <= lower <= value + 1e-9
    assert value - 1e-9 <= upper <= 100


@settings(derandomize=True, deadline=None)
@given(COUNTS)
def test_an_interval_of_more_confidence_contains_one_of_less(counts):
    narrow, wide = limits(*counts, 0.90), limits(*counts, 0.99)
    assert wide[0] <= narrow[0] + 1e-9
    assert narrow[1] <= wide[1] + 1e-9
    assert wide[1] - wide[0] > narrow[1] - narrow[0]


@settings(derandomize=True, deadline=None)
@given(st.lists(COUNTS, min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_limits_do_not_depend_on_the_order_of_the_rows(rows, random):
    order = list(range(len(rows)))
    random.shuffle(order)
    x, n = np.array(rows).T
    lower, upper = wilson_limits(x, n)
    shuffled = wilson_limits(x[order], n[order])
    assert np.array_equal(shuffled[0], lower[order])
    assert np.array_equal(shuffled[1], upper[order])


@pytest.mark.parametrize(
    ("numerator", "denominator"),
    [(None, 20), (5, None), (0, 0), (-1, 20), (21, 20), (None, None), (float("nan"), 20)],
)
def test_counts_that_cannot_be_have_no_limits_and_harm_no_other_row(numerator, denominator):
    lower, upper = wilson_limits([81, numerator, 15], [263, denominator, 148])
    assert np.isnan([lower[1], upper[1]]).all()
    assert lower[[0, 2]] == pytest.approx([25.53, 6.24], abs=0.005)
    assert upper[[0, 2]] == pytest.approx([36.62, 16.05], abs=0.005)


def test_no_rows_have_no_limits():
    lower, upper = wilson_limits([], [])
    assert (len(lower), len(upper)) == (0, 0)


def test_a_percentage_with_counts_gains_an_interval():
    # Havering's good level of development in 2024/25 is 2,263 of 3,305. With z^2 = 3.841459:
    # (4526 + 3.841459 -/+ 1.959964 x sqrt(3.841459 + 9052 x 0.3152799)) / 6617.682918.
    row = with_intervals(percentages((2263, 3305, 68.472, "%", None, None))).iloc[0]
    assert (row["lower_ci"], row["upper_ci"]) == pytest.approx((66.867, 70.034), abs=0.001)


def test_limits_that_the_source_gives_are_kept():
    row = with_intervals(percentages((81, 263, 30.8, "%", 25.1, 36.9))).iloc[0]
    assert (row["lower_ci"], row["upper_ci"]) == (25.1, 36.9)


def test_a_percentage_without_counts_has_no_interval():
    row = with_intervals(percentages((None, None, 61.3, "%", None, None))).iloc[0]
    assert pd.isna(row["lower_ci"])
    assert pd.isna(row["upper_ci"])


def test_a_suppressed_value_has_no_interval_even_beside_its_counts():
    row = with_intervals(percentages((2, 76, None, "%", None, None))).iloc[0]
    assert pd.isna(row["lower_ci"])
    assert pd.isna(row["upper_ci"])


def test_a_rate_for_each_thousand_has_no_interval_of_a_proportion():
    row = with_intervals(percentages((10, 3_200, 3.1, "per 1,000", None, None))).iloc[0]
    assert pd.isna(row["lower_ci"])


def test_intervals_widen_with_the_confidence_asked_for():
    table = percentages((81, 263, 30.8, "%", None, None))
    wide = with_intervals(table, confidence=0.998).iloc[0]
    assert wide["upper_ci"] - wide["lower_ci"] > 36.62 - 25.53


def test_intervals_leave_the_rows_in_place_and_the_table_as_it_was():
    table = percentages((81, 263, 30.8, "%", None, None), (15, 148, 10.1, "%", None, None))
    table.index = [7, 3]
    before = table.copy(deep=True)
    filled = with_intervals(table)
    pd.testing.assert_frame_equal(table, before)
    assert filled["lower_ci"].round(2).to_dict() == {7: 25.53, 3: 6.24}
