"""Values beside a benchmark, for whole tables: points, people, and better, similar or worse."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.calculations.gaps.benchmark_gaps import (
    gaps_to_benchmark,
    people_needed,
    people_to_reach,
    significance,
    with_significance,
)
from analysis.errors import TableError
from analysis.vocabulary import POLARITIES

NUMBER = st.one_of(st.none(), st.integers(0, 20).map(float))


def values(*rows) -> pd.DataFrame:
    columns = ["value", "lower_ci", "upper_ci", "denominator", "benchmark", "polarity"]
    return pd.DataFrame(rows, columns=columns)


@settings(derandomize=True, deadline=None)
@given(
    st.lists(
        st.tuples(NUMBER, NUMBER, NUMBER, st.just(1), NUMBER, st.sampled_from(POLARITIES)),
        min_size=1,
        max_size=8,
    )
)
def test_a_table_has_the_words_of_its_rows_alone(rows):
    found = with_significance(values(*rows), benchmark="benchmark", polarity="polarity")
    alone = [significance(v, low, high, b, p) for v, low, high, _, b, p in rows]
    assert found["significance"].tolist() == alone


def test_both_ends_of_the_interval_are_similar_and_beyond_them_is_not():
    rows = [(68.5, 66.9, 70.0, 1, at, "high_is_good") for at in (66.9, 70.0, 66.8, 70.1)]
    found = with_significance(values(*rows), benchmark="benchmark", polarity="polarity")
    assert found["significance"].tolist() == ["similar", "similar", "better", "worse"]


def test_havering_is_seven_points_and_243_children_short_of_its_own_target():
    # 2,263 of 3,305 is 68.472; 75.8 - 68.472 = 7.328; 2,506 - 2,263 = 243.
    table = values((100 * 2263 / 3305, 66.867, 70.034, 3305, 75.8, "high_is_good"))
    row = gaps_to_benchmark(table, benchmark="benchmark", polarity="polarity").iloc[0]
    assert row[["gap", "gap_lower_ci", "gap_upper_ci"]].tolist() == pytest.approx(
        [-7.328, -8.933, -5.766], abs=0.001
    )
    assert (row["shortfall"], row["people"]) == (pytest.approx(7.328, abs=0.001), 243)
    assert row["significance"] == "worse"


def test_where_low_is_good_people_are_how_many_fewer_it_takes():
    # 52 of 200 is 26%; 20% of 200 is 40: 12 fewer. 30 of 200 is there already.
    table = values((26.0, 20, 32, 200, 20, "low_is_good"), (15.0, 11, 20, 200, 20, "low_is_good"))
    found = gaps_to_benchmark(table, benchmark="benchmark", polarity="polarity")
    assert found["people"].tolist() == [12, 0]
    assert found["shortfall"].tolist() == [6, -5]


def test_without_a_polarity_nothing_is_short_and_nobody_is_needed():
    table = values((26.0, 20, 32, 200, 20, "none"))
    row = gaps_to_benchmark(table, benchmark="benchmark", polarity="polarity").iloc[0]
    assert row["gap"] == 6
    assert pd.isna(row["shortfall"])
    assert pd.isna(row["people"])


def test_a_rate_takes_its_own_multiplier():
    # 5 deaths for each 1,000 of 4,000 births are 20; 3 for each 1,000 are 12.
    table = values((5.0, 3.1, 7.7, 4000, 3, "low_is_good"))
    found = gaps_to_benchmark(table, benchmark="benchmark", polarity="polarity", multiplier=1_000)
    assert found["people"].tolist() == [8]


def test_one_benchmark_and_polarity_may_serve_every_row():
    table = values((60, 55, 65, 100, None, None), (80, 75, 85, 100, None, None))
    found = gaps_to_benchmark(table, benchmark=75, polarity="high_is_good")
    assert found["gap"].tolist() == [-15, 5]
    assert found["people"].tolist() == [15, 0]


def test_a_value_or_benchmark_that_is_missing_has_no_gap_and_a_note():
    table = values((None, 1, 2, 100, 75, "none"), (60, 55, 65, 100, None, "none"))
    found = gaps_to_benchmark(table, benchmark="benchmark", polarity="polarity")
    assert found["note"].tolist() == ["a figure is missing", "a figure is missing"]
    assert found["gap"].isna().all()
    assert found["significance"].tolist() == ["not compared", "not compared"]


@pytest.mark.parametrize("polarity", ["high", None])
def test_a_column_of_polarities_is_refused_if_one_is_not_known(polarity):
    with pytest.raises(TableError, match=r"The polarity is .*: it may be high_is_good"):
        with_significance(
            values((1, 0, 2, 1, 1, "none"), (1, 0, 2, 1, 1, polarity)),
            benchmark="benchmark",
            polarity="polarity",
        )


def test_a_benchmark_column_that_is_not_there_is_refused_by_its_name():
    with pytest.raises(TableError, match='needs a column "england"'):
        with_significance(values(), benchmark="england", polarity="none")


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 1_000)), min_size=1, max_size=9))
def test_people_of_arrays_are_those_of_each_pair(rows):
    x, tenths = np.array(rows, dtype=float).T
    n = np.full(len(x), 900.0)
    alone = [people_to_reach(a, 900, b / 10) for a, b in zip(x, tenths, strict=True)]
    assert people_needed(x, n, tenths / 10).tolist() == alone
