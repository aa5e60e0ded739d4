"""Authorities in tenths by deprivation: the tie rule, sums, the slope and one beside its tenth."""

import pandas as pd
import pytest

from analysis.calculations.inequality.authority_gradient import (
    authority_slope,
    authority_tenths,
    beside_its_tenth,
    by_tenth,
)


def authorities(count, **columns) -> pd.DataFrame:
    """Synthetic authorities A0, A1, ...: each of 10 neighbourhoods, ever less deprived."""
    table = {
        "indicator": "gld",
        "period": "2021/22",
        "area_code": [f"A{k}" for k in range(count)],
        "neighbourhoods": 10,
        "rank_total": [1_000 * (k + 1) for k in range(count)],
        "numerator": [60 + k for k in range(count)],
        "denominator": 100,
        "source_id": "profile",
        "ranking_source_id": "index",
    }
    return pd.DataFrame(table | columns)


def test_twenty_authorities_stand_two_in_a_tenth_the_most_deprived_first():
    found = authority_tenths(authorities(20))
    assert found["tenth"].tolist() == [t for t in range(1, 11) for _ in range(2)]
    assert found["mean_rank"].tolist()[:2] == [100, 200]


def test_authorities_of_one_mean_rank_stand_in_one_tenth():
    # The second and third are level: the smaller rank, 2, puts both into the first tenth.
    totals = [1_000, 2_000, 2_000, *range(4_000, 21_000, 1_000)]
    assert authority_tenths(authorities(20, rank_total=totals))["tenth"].tolist()[:4] == [
        1,
        1,
        1,
        2,
    ]


def test_152_authorities_leave_sixteen_in_the_first_and_sixth_tenths():
    # 152 / 10 = 15.2: rank r is in tenth 11 - ceil((153 - r) / 15.2), so 1 to 16 are in the first.
    sizes = authority_tenths(authorities(152))["tenth"].value_counts().sort_index()
    assert sizes.tolist() == [16, 15, 15, 15, 15, 16, 15, 15, 15, 15]


def test_children_of_a_tenth_are_added_up_before_they_are_divided():
    # 60 of 100 and 61 of 300: 121 of 400 is 30.25 per cent, not the mean of 60 and 20.3.
    table = authority_tenths(authorities(20, denominator=[100, 300, *[100] * 18]))
    first = by_tenth(table).iloc[0]
    assert (first["authorities"], first["value"]) == (2, pytest.approx(30.25))


def test_the_slope_rises_where_less_deprived_authorities_do_better():
    table = by_tenth(authority_tenths(authorities(20)))
    row = authority_slope(table).iloc[0]
    # values rise by 2 points a tenth, so by about 20 from end to end
    assert row["slope_index"] == pytest.approx(20, abs=0.5)
    assert row["slope_lower_ci"] < row["slope_index"] < row["slope_upper_ci"]
    assert row["source_ids"] == "index;profile"


def test_an_authority_is_set_beside_the_others_of_its_tenth_and_not_itself():
    row = beside_its_tenth(authority_tenths(authorities(20)), "A0").iloc[0]
    assert (row["numerator_others"], row["denominator_others"]) == (61, 100)
    assert (row["gap"], row["authorities_others"]) == (pytest.approx(-1), 1)


def test_nothing_held_gives_nothing_and_no_failure():
    tenths = authority_tenths(authorities(20).iloc[:0])
    values = by_tenth(tenths)
    assert (len(tenths), len(values), len(authority_slope(values))) == (0, 0, 0)
    assert beside_its_tenth(tenths, "A0").empty
