"""Ratios of two proportions: a published example, another implementation, and counts of 0."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis.calculations.rates.ratios import ratio_of_proportions
from analysis.errors import TableError

INNER = st.integers(2, 3_000).flatmap(lambda n: st.tuples(st.integers(1, n - 1), st.just(n)))
COLUMNS = ["numerator_1", "denominator_1", "numerator_2", "denominator_2"]


def pairs(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def ratio(first, second, confidence=0.95) -> tuple[float, float, float]:
    row = ratio_of_proportions(pairs((*first, *second)), confidence=confidence).iloc[0]
    return row["ratio"], row["lower_ci"], row["upper_ci"]


def test_the_ratio_of_the_physicians_health_study_is_that_of_agrestis_book():
    # Agresti, Categorical Data Analysis, 2nd ed. 2002, section 3.1: 189 of 11,034 on placebo and
    # 104 of 11,037 on aspirin had a heart attack: relative risk 1.82, log standard error 0.121.
    found = ratio((189, 11_034), (104, 11_037))
    assert found == pytest.approx((1.818, 1.433, 2.306), abs=0.001)
    assert np.log(found[2] / found[1]) / (2 * 1.959964) == pytest.approx(0.121, abs=0.0005)


@settings(derandomize=True, deadline=None)
@given(INNER, INNER)
def test_limits_agree_with_statsmodels(first, second):
    # The same formula: relative differences beyond rounding of doubles would be a fault.
    theirs = confint_proportions_2indep(*first, *second, compare="ratio", method="log")
    assert ratio(first, second)[1:] == pytest.approx(theirs, rel=1e-9)


@settings(derandomize=True, deadline=None)
@given(INNER, INNER)
def test_swapping_the_groups_turns_the_ratio_over(first, second):
    there, low, high = ratio(first, second)
    assert ratio(second, first) == pytest.approx((1 / there, 1 / high, 1 / low))


@settings(derandomize=True, deadline=None)
@given(INNER, INNER)
def test_limits_bracket_the_ratio_and_widen_with_confidence(first, second):
    middle, low, high = ratio(first, second, 0.90)
    _, lower, higher = ratio(first, second, 0.99)
    assert 0 < lower < low < middle < high < higher


def test_counts_of_nobody_or_everybody_have_no_limits_and_say_so():
    table = pairs(
        (0, 20, 5, 20), (5, 20, 0, 20), (20, 20, 30, 30), (20, 20, 15, 30), (0, 20, 0, 20)
    )
    found = ratio_of_proportions(table)
    assert found["ratio"].round(3).fillna(-1).tolist() == [0, -1, 1, 2, -1]
    assert found["lower_ci"].notna().tolist() == [False, False, False, True, False]
    assert found["note"].tolist() == [
        "a limit cannot be computed",
        "the second proportion is 0",
        "a limit cannot be computed",
        "",
        "the second proportion is 0",
    ]


def test_a_missing_count_leaves_its_own_ratio_missing_and_no_other():
    found = ratio_of_proportions(pairs((None, 20, 5, 20), (10, 20, 5, 20)))
    assert found["note"].tolist() == ["a figure is missing", ""]
    assert found["ratio"].isna().tolist() == [True, False]


def test_a_table_without_a_column_is_refused_by_its_name():
    with pytest.raises(TableError, match='ratio_of_proportions needs a column "numerator_2"'):
        ratio_of_proportions(pairs((1, 2, 3, 4)).drop(columns="numerator_2"))
