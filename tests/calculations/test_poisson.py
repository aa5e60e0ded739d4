"""Limits of a count: exact below 10, Byar's from 10."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, poisson

from analysis.calculations.rates.poisson import poisson_limits, poisson_methods
from analysis.errors import TableError

LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99, 0.998])


def limits(count, confidence=0.95) -> tuple[float, float]:
    lower, upper = poisson_limits(np.array([count]), confidence=confidence)
    return float(lower[0]), float(upper[0])


def test_four_events_have_the_limits_that_rs_survival_package_prints():
    # The help page of cipoisson in R's survival: cipoisson(4) gives 1.089865 and 10.24153. Its
    # upper limit is found by search and is 0.00006 below the root, hence the tolerance.
    assert limits(4) == pytest.approx((1.089865, 10.24153), abs=1e-4)


def test_no_event_has_limits_of_nothing_and_minus_the_log_of_half_of_what_is_left_out():
    # P(0 events) = exp(-mean) = 0.025 at mean 3.689; the figure that epitools' pages print.
    assert limits(0) == pytest.approx((0, -np.log(0.025)))
    assert limits(0)[1] == pytest.approx(3.689, abs=0.0005)


@pytest.mark.parametrize("count", range(1, 10))
def test_below_ten_either_limit_leaves_two_and_a_half_per_cent_in_its_tail(count):
    # The definition itself, from the Poisson distribution and not from chi-squared.
    lower, upper = limits(count)
    assert poisson.sf(count - 1, lower) == pytest.approx(0.025)
    assert poisson.cdf(count, upper) == pytest.approx(0.025)


def test_ten_events_have_byars_limits():
    # 10 (1 - 1/90 - 1.959964 / (3 sqrt 10))^3: 1 - 0.0111111 - 0.2065985 = 0.7822904, and
    # 11 (1 - 1/99 + 1.959964 / (3 sqrt 11))^3: 1 - 0.0101010 + 0.1969838 = 1.1868828.
    assert limits(10) == pytest.approx((10 * 0.7822904**3, 11 * 1.1868828**3), rel=1e-6)


@pytest.mark.parametrize(("count", "method"), [(9, "Exact"), (9.5, "Exact"), (10, "Byar's")])
def test_the_change_of_method_is_strictly_below_ten(count, method):
    assert list(poisson_methods(np.array([float(count)]))) == [method]
    exact = (chi2.ppf(0.025, 2 * count) / 2, chi2.ppf(0.975, 2 * count + 2) / 2)
    assert (limits(count) == pytest.approx(exact, rel=1e-9)) == (method == "Exact")


def test_byars_limits_are_within_a_fifth_of_a_per_cent_of_the_exact_ones():
    # Public Health England, Technical guide: confidence intervals, 2018: "within 0.2%" at 95%.
    counts = np.arange(10, 2_000)
    lower, upper = poisson_limits(counts)
    assert np.abs(lower / (chi2.ppf(0.025, 2 * counts) / 2) - 1).max() < 0.002
    assert np.abs(upper / (chi2.ppf(0.975, 2 * counts + 2) / 2) - 1).max() < 0.002


def test_at_99_8_per_cent_byars_is_at_most_one_and_a_half_per_cent_out():
    counts = np.arange(10, 2_000)
    lower, upper = poisson_limits(counts, confidence=0.998)
    out = np.abs(lower / (chi2.ppf(0.001, 2 * counts) / 2) - 1)
    assert 0.0149 < out.max() < 0.0150
    assert out.argmax() == 0
    assert np.abs(upper / (chi2.ppf(0.999, 2 * counts + 2) / 2) - 1).max() < 0.0025


@settings(derandomize=True, deadline=None)
@given(st.integers(0, 10**7) | st.floats(0.01, 1e7), LEVELS)
def test_limits_bracket_the_count_and_are_never_below_nothing(count, confidence):
    lower, upper = limits(count, confidence)
    assert 0 <= lower <= count < upper


@settings(derandomize=True, deadline=None)
@given(st.integers(0, 10**6))
def test_an_interval_of_more_confidence_contains_one_of_less(count):
    narrow, wide = limits(count, 0.95), limits(count, 0.998)
    assert wide[0] <= narrow[0]
    assert narrow[1] < wide[1]


@pytest.mark.parametrize("bad", [-1, np.nan, -0.5])
def test_a_count_that_cannot_be_has_no_limits_and_harms_no_other(bad):
    lower, upper = poisson_limits(np.array([4, bad, 40.0]))
    assert np.isnan([lower[1], upper[1]]).all()
    assert lower[[0, 2]] == pytest.approx([1.09, 28.57], abs=0.005)


def test_counts_may_be_of_any_shape_and_a_single_count_is_one():
    lower, upper = poisson_limits(np.array([[0, 4], [9, 40]]))
    assert lower.shape == upper.shape == (2, 2)
    assert float(poisson_limits(np.array(4))[1]) == limits(4)[1]


def test_a_confidence_in_per_cent_is_refused():
    with pytest.raises(TableError, match=r"such as 0\.95 for 95%"):
        poisson_limits(np.array([4]), confidence=95)
