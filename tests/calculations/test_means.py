"""Means with Student's interval."""

import numpy as np
import pandas as pd
import PHStatsMethods
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.calculations.rates.rates import means
from analysis.errors import TableError

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30)


def spread_about(mean: float, deviation: float, size: int) -> pd.DataFrame:
    """An even number of values with exactly this mean and standard deviation."""
    away = deviation * np.sqrt((size - 1) / size)
    return pd.DataFrame({"value": [mean - away, mean + away] * (size // 2)})


def test_the_mean_blood_pressure_of_a_hundred_diabetics_is_altmans():
    # Statistics with Confidence, 2nd ed., p. 28: systolic pressure of 100 diabetics, mean 146.4
    # and standard deviation 18.5 mmHg: 142.7 to 150.1. By hand: 146.4 -/+ 1.984 x 1.85.
    row = means(spread_about(146.4, 18.5, 100)).iloc[0]
    assert row["standard_deviation"] == pytest.approx(18.5)
    assert row[["value", "lower_ci", "upper_ci"]].astype(float).round(1).tolist() == [
        146.4,
        142.7,
        150.1,
    ]


def test_three_values_have_the_t_of_two_degrees_of_freedom():
    # 2, 4, 6: mean 4, standard deviation 2, t = 4.302653: 4 -/+ 4.302653 x 2 / sqrt 3.
    row = means(pd.DataFrame({"value": [2, 4, 6]})).iloc[0]
    assert row["lower_ci"] == pytest.approx(4 - 4.302653 * 2 / 3**0.5, abs=1e-5)
    assert row["count"] == 3


def test_means_of_groups_agree_with_phstatsmethods():
    draw = np.random.default_rng(7)
    table = pd.DataFrame({"area": list("abcd") * 30, "value": draw.normal(50, 12, 120)})
    ours = means(table, by="area")
    theirs = PHStatsMethods.ph_mean(table, "value", ["area"])
    for mine, its in (("value", "Value"), ("lower_ci", "lower_95_ci"), ("upper_ci", "upper_95_ci")):
        assert np.allclose(ours[mine], theirs[its], rtol=1e-12)


def test_a_missing_value_makes_its_group_missing_and_no_other():
    table = pd.DataFrame({"area": list("aabb"), "value": [1, None, 3, 5]})
    found = means(table, by="area")
    assert found["value"].isna().tolist() == [True, False]
    assert found["note"].tolist() == ["a figure is missing", ""]
    assert found["value_note"].tolist() == ["x", ""]


def test_a_group_of_one_has_a_mean_and_no_limits():
    row = means(pd.DataFrame({"value": [7]})).iloc[0]
    assert (row["value"], row["note"]) == (7, "too few points")
    assert row[["standard_deviation", "lower_ci", "upper_ci"]].isna().all()


def test_values_that_are_all_the_same_have_no_spread():
    row = means(pd.DataFrame({"value": [7, 7, 7]})).iloc[0]
    assert (row["lower_ci"], row["value"], row["upper_ci"]) == (7, 7, 7)


@settings(derandomize=True, deadline=None)
@given(VALUES)
def test_limits_bracket_the_mean_and_widen_with_confidence(values):
    row = means(pd.DataFrame({"value": values}), confidence=(0.9, 0.99)).iloc[0]
    ends = ["lower_ci_99", "lower_ci_90", "value", "upper_ci_90", "upper_ci_99"]
    assert list(row[ends]) == sorted(row[ends])


@settings(derandomize=True, deadline=None)
@given(VALUES)
def test_a_mean_does_not_depend_on_the_order_of_its_values(values):
    found = means(pd.DataFrame({"value": values})).iloc[0]
    turned = means(pd.DataFrame({"value": values[::-1]})).iloc[0]
    assert turned["value"] == pytest.approx(found["value"], rel=1e-9, abs=1e-6)


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match='means needs a column "value": the table has score'):
        means(pd.DataFrame({"score": [1]}))
