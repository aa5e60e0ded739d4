"""Gaps of two proportions for whole tables: Newcombe's examples, and another implementation."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis.calculations.gaps.gaps import newcombe_gaps
from analysis.errors import TableError

COUNTS = st.integers(1, 3_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
COLUMNS = ["numerator_1", "denominator_1", "numerator_2", "denominator_2"]
FOUND = ["gap", "lower_ci", "upper_ci"]


def pairs(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def test_limits_are_those_of_newcombes_table():
    # Stat Med 1998;17:873-90, table II, examples (a), (b), (d) and (f), method 10.
    table = pairs((56, 70, 48, 80), (9, 10, 3, 10), (5, 56, 0, 29), (0, 10, 0, 20))
    found = newcombe_gaps(table)
    published = [[5.24, 33.39], [17.05, 80.90], [-3.81, 19.26], [-16.11, 27.75]]
    assert found[["lower_ci", "upper_ci"]].to_numpy() == pytest.approx(
        np.array(published), abs=0.006
    )


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=20), st.sampled_from([0.9, 0.998]))
def test_limits_agree_with_statsmodels(rows, confidence):
    # The same formula in another order of operations: they may differ by rounding of doubles only.
    table = pairs(*[(*one, *two) for one, two in rows])
    found = newcombe_gaps(table, confidence=confidence)
    theirs = confint_proportions_2indep(
        *(table[name].to_numpy() for name in COLUMNS),
        method="newcomb",
        compare="diff",
        alpha=1 - confidence,
    )
    assert found["lower_ci"].to_numpy() == pytest.approx(100 * theirs[0], abs=1e-9)
    assert found["upper_ci"].to_numpy() == pytest.approx(100 * theirs[1], abs=1e-9)


def test_a_long_table_has_the_limits_of_its_rows_alone():
    # 40,000 rows are worked on in several blocks; the rows repeat every 7.
    rows = [(k, 10 + k, 3, 9) for k in range(7)]
    table = pairs(*rows * 5_715)
    found, once = newcombe_gaps(table), newcombe_gaps(pairs(*rows))
    assert np.array_equal(found[FOUND].to_numpy(), np.tile(once[FOUND].to_numpy(), (5_715, 1)))


def test_two_levels_at_once_are_the_two_levels_apart():
    table = pairs((56, 70, 48, 80))
    both = newcombe_gaps(table, confidence=(0.95, 0.998)).iloc[0]
    wide = newcombe_gaps(table, confidence=0.998).iloc[0]
    assert both["lower_ci_95"] == newcombe_gaps(table).iloc[0]["lower_ci"]
    assert (both["lower_ci_99_8"], both["upper_ci_99_8"]) == (wide["lower_ci"], wide["upper_ci"])
    assert both["lower_ci_99_8"] < both["lower_ci_95"] < both["upper_ci_95"] < both["upper_ci_99_8"]


def test_the_callers_columns_and_rows_stay_and_each_bad_pair_says_why():
    table = pairs(
        (56, 70, 48, 80), (None, 70, 48, 80), (5, 0, 48, 80), (56, 70, 81, 80), (-1, 7, 1, 2)
    )
    table.index = [9, 3, 5, 1, 0]
    table["area_name"] = list("ABCDE")
    found = newcombe_gaps(table)
    assert found.index.tolist() == [9, 3, 5, 1, 0]
    assert found["area_name"].tolist() == list("ABCDE")
    assert found["note"].tolist() == [
        "",
        "a figure is missing",
        "the denominator is 0",
        "the numerator is above the denominator",
        "a figure is below 0",
    ]
    assert found["value_note"].tolist() == ["", "x", "z", "x", "x"]
    assert found["gap"].notna().tolist() == [True, False, False, False, False]


def test_columns_may_have_other_names():
    table = pairs((56, 70, 48, 80)).rename(columns={"numerator_1": "gld", "denominator_1": "all"})
    found = newcombe_gaps(table, numerator_1="gld", denominator_1="all")
    assert found["gap"].tolist() == pytest.approx([20])


def test_a_table_without_a_column_is_refused_by_its_name():
    with pytest.raises(TableError, match='newcombe_gaps needs a column "denominator_2"'):
        newcombe_gaps(pairs((1, 2, 3, 4)).drop(columns="denominator_2"))


def test_a_confidence_in_per_cent_is_refused():
    with pytest.raises(TableError, match="A confidence of 95 cannot be used"):
        newcombe_gaps(pairs((1, 2, 3, 4)), confidence=95)


def test_a_table_without_rows_has_no_gaps():
    assert newcombe_gaps(pairs())[FOUND].shape == (0, 3)
