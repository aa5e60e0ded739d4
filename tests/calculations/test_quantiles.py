"""Quantiles by the rule of public health: ties kept together, an end that is named."""

import numpy as np
import pandas as pd
import PHStatsMethods
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.calculations.inequality.quantiles import quantiles
from analysis.errors import TableError

VALUES = st.lists(st.integers(0, 60), min_size=5, max_size=80)


def scores(*values, **more) -> pd.DataFrame:
    return pd.DataFrame({"value": values}).assign(**more)


def placed(*values, **options) -> list:
    return quantiles(scores(*values), **options)["quantile"].tolist()


def test_twenty_areas_make_tenths_of_two():
    found = placed(*range(1, 21), first="lowest")
    assert found == [tenth for tenth in range(1, 11) for _ in range(2)]


def test_the_first_quantile_holds_the_end_that_is_named():
    assert placed(1, 2, 3, 4, 5, first="highest", number=5) == [5, 4, 3, 2, 1]
    assert placed(1, 2, 3, 4, 5, first="lowest", number=5) == [1, 2, 3, 4, 5]


def test_areas_that_do_not_divide_evenly_are_placed_by_the_rule():
    # 7 areas in 5: rank r goes to floor(6 - ceil((8 - r) / 1.4)): 1, 1, 2, 3, 3, 4, 5.
    assert placed(*range(7), first="lowest", number=5) == [1, 1, 2, 3, 3, 4, 5]


def test_areas_of_one_value_share_a_quantile_that_may_be_larger_for_it():
    # The three 4s hold ranks 2 to 4 of 5 and all count as rank 2: quantile 2. 3 and 4 are empty.
    assert placed(1, 4, 4, 4, 9, first="lowest", number=5) == [1, 2, 2, 2, 5]


def test_areas_that_are_all_alike_are_all_in_the_first():
    assert placed(*[7] * 12, first="highest") == [1] * 12


def test_a_missing_value_has_no_quantile_and_is_not_counted():
    table = quantiles(scores(5, None, 4, 3, 2, 1), first="highest", number=5)
    assert table["quantile"].tolist() == [1, pd.NA, 2, 3, 4, 5]
    assert table["note"].tolist() == ["", "a figure is missing", "", "", "", ""]
    assert table["quantile"].dtype == "Int64"


def test_fewer_areas_than_quantiles_have_none_and_harm_no_other_group():
    table = scores(*range(9), *range(10), area=["small"] * 9 + ["large"] * 10)
    found = quantiles(table, first="lowest", by="area")
    assert found["quantile"].isna().tolist() == [True] * 9 + [False] * 10
    assert found["note"].unique().tolist() == ["fewer areas than quantiles", ""]
    assert found["value_note"].unique().tolist() == ["z", ""]


def test_a_group_without_any_value_has_no_quantile():
    found = quantiles(scores(None, None, area="a"), first="lowest", by="area", number=2)
    assert found["note"].tolist() == ["a figure is missing"] * 2


def test_groups_are_divided_each_on_its_own():
    table = scores(1, 2, 30, 40, area=["a", "a", "b", "b"])
    assert quantiles(table, first="lowest", by="area", number=2)["quantile"].tolist() == [
        *(1, 2),
        *(1, 2),
    ]


def test_the_end_may_stand_in_a_column_and_differ_between_groups():
    table = scores(1, 2, 1, 2, measure=["rank", "rank", "score", "score"])
    table["order"] = table["measure"].map({"rank": "lowest", "score": "highest"})
    found = quantiles(table, first="order", by="measure", number=2)
    assert found["quantile"].tolist() == [1, 2, 2, 1]


@pytest.mark.parametrize("number", [2, 4, 5, 7, 10, 14, 20, 100])
@pytest.mark.parametrize("first", ["highest", "lowest"])
def test_quantiles_agree_with_phstatsmethods_with_many_ties_and_without(number, first):
    # Whole numbers, so no tolerance. 14, 20 and 100 include edges that double precision moves.
    draw = np.random.default_rng(number)
    parts = [
        pd.DataFrame({"area": str(size) + kind, "value": values})
        for size in (5, 28, 34, 70, 114, 150, 333)
        for kind, values in (
            ("ties", draw.integers(0, 12, size)),
            ("few ties", draw.integers(0, 10 * size, size)),
            ("gaps", np.where(draw.uniform(size=size) < 0.2, np.nan, draw.normal(size=size))),
        )
    ]
    table = pd.concat(parts, ignore_index=True)
    ours = quantiles(table, first=first, by="area", number=number)["quantile"]
    with pytest.warns(UserWarning, match="too few small areas"):
        theirs = PHStatsMethods.ph_quantile(
            table, "value", ["area"], nquantiles=number, invert=first == "highest"
        )["quantile"]
    pd.testing.assert_series_equal(ours, theirs.astype("Int64"))


@pytest.mark.parametrize("number", [*range(2, 14)])
def test_up_to_thirteen_quantiles_double_precision_moves_no_edge(number):
    for size in [*range(number, 130), 149, 326, 6_856, 33_755]:
        found = placed(*range(size), first="lowest", number=number)
        # whole-number arithmetic: the ceiling of m k / N without any division of doubles
        exact = [number + 1 - -(-(size - rank) * number // size) for rank in range(size)]
        assert found == exact


@settings(derandomize=True, deadline=None)
@given(VALUES, st.sampled_from([2, 4, 5]))
def test_no_tie_is_split_and_order_is_kept(values, number):
    found = pd.DataFrame(
        {"value": values, "quantile": placed(*values, first="lowest", number=number)}
    )
    by_value = found.groupby("value")["quantile"]
    assert (by_value.nunique() == 1).all()
    assert by_value.first().is_monotonic_increasing
    assert found["quantile"].between(1, number).all()


@settings(derandomize=True, deadline=None)
@given(VALUES, st.randoms(use_true_random=False))
def test_a_quantile_does_not_depend_on_the_order_of_the_rows(values, random):
    order = list(range(len(values)))
    random.shuffle(order)
    table = scores(*values)
    found = quantiles(table, first="highest", number=5)["quantile"]
    turned = quantiles(table.iloc[order], first="highest", number=5)["quantile"]
    pd.testing.assert_series_equal(turned.sort_index(), found)


def test_columns_of_the_table_and_its_index_are_kept():
    table = scores(1, 2, number=[8, 9]).set_index(pd.Index([4, 2]))
    found = quantiles(table, first="lowest", number=2)
    assert found["number"].to_dict() == {4: 8, 2: 9}
    assert list(table.columns) == ["value", "number"]


def test_an_end_must_be_named():
    with pytest.raises(TypeError, match="first"):
        quantiles(scores(1, 2))


@pytest.mark.parametrize("first", ["high", "Highest", None, True])
def test_an_end_that_is_not_known_is_refused(first):
    with pytest.raises(TableError, match='first="highest" or first="lowest"'):
        quantiles(scores(1, 2), first=first)


def test_two_directions_in_one_group_are_refused():
    table = scores(1, 2, area="a", order=["lowest", "highest"])
    with pytest.raises(TableError, match=r'both "highest" and "lowest".* in area a'):
        quantiles(table, first="order", by="area", number=2)


def test_another_word_in_the_column_of_directions_is_refused():
    with pytest.raises(TableError, match="'up' stands there"):
        quantiles(scores(1, 2, order="up"), first="order", number=2)


@pytest.mark.parametrize("number", [1, 0, 2.5, "10", True])
def test_a_number_of_quantiles_that_cannot_be_is_refused(number):
    with pytest.raises(TableError, match="whole and from 2"):
        quantiles(scores(1, 2), first="lowest", number=number)


def test_no_rows_give_no_rows():
    assert len(quantiles(scores(), first="lowest")) == 0
