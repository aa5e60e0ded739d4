"""Tables of proportions and crude rates: values, grouping, rows that cannot be used, refusals."""

import numpy as np
import pandas as pd
import PHStatsMethods
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from analysis.calculations.rates.rates import proportions, rates
from analysis.errors import TableError

PARTS = st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
LIMITS = ["lower_ci", "upper_ci"]


def counts(*rows, **more) -> pd.DataFrame:
    """Rows of numerator and denominator, with further columns."""
    return pd.DataFrame(rows, columns=["numerator", "denominator"]).assign(**more)


def random_counts(rows=500) -> pd.DataFrame:
    draw = np.random.default_rng(20_260_101)
    n = draw.integers(1, 20_000, rows)
    return pd.DataFrame({"numerator": draw.binomial(n, draw.uniform(0, 1, rows)), "denominator": n})


def test_a_proportion_stands_in_its_table_with_newcombe_and_altmans_limits():
    # Statistics with Confidence, 2000, pp. 46-48: 81 of 263 is 30.8%, 25.5% to 36.6%.
    row = proportions(counts((81, 263), area="here")).iloc[0]
    assert row["area"] == "here"
    assert row[["value", *LIMITS]].astype(float).round(1).tolist() == [30.8, 25.5, 36.6]
    assert (row["statistic"], row["method"], row["note"]) == ("percentage", "Wilson", "")


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.998])
def test_proportions_agree_with_statsmodels(confidence):
    # The same closed form in another order of operations: rounding of doubles alone, so 1e-9
    # of a percentage point.
    table = random_counts()
    ours = proportions(table, confidence=confidence)
    lower, upper = proportion_confint(
        table["numerator"], table["denominator"], alpha=1 - confidence, method="wilson"
    )
    assert np.allclose(ours["lower_ci"], 100 * lower, rtol=0, atol=1e-9)
    assert np.allclose(ours["upper_ci"], 100 * upper, rtol=0, atol=1e-9)


def test_proportions_at_both_levels_agree_with_phstatsmethods():
    table = random_counts()
    ours = proportions(table, confidence=(0.95, 0.998), multiplier=1)
    theirs = PHStatsMethods.ph_proportion(
        table, "numerator", "denominator", confidence=[0.95, 0.998]
    )
    for level in ("95", "99_8"):
        for end in ("lower", "upper"):
            assert np.allclose(
                ours[f"{end}_ci_{level}"], theirs[f"{end}_{level}_ci"], rtol=0, atol=1e-12
            )


def test_rates_agree_with_phstatsmethods_on_both_sides_of_ten_events():
    # Its upper limit refuses 0 events, so counts run from 1. Double rounding alone: 1e-11.
    table = counts(*[(x, 1_000 + 17 * x) for x in range(1, 200)])
    ours = rates(table)
    theirs = PHStatsMethods.ph_rate(table, "numerator", "denominator")
    for end in ("lower", "upper"):
        assert np.allclose(ours[f"{end}_ci"], theirs[f"{end}_95_ci"], rtol=1e-11)
    assert ours["value"].tolist() == pytest.approx(theirs["Value"].tolist(), rel=1e-12)
    said = {"Exact": "Exact", "Byars": "Byar's"}
    assert ours["method"].tolist() == [said[method] for method in theirs["Method"]]


def test_a_rate_of_no_events_has_a_lower_limit_of_nothing_and_an_exact_upper_one():
    row = rates(counts((0, 1_000)), multiplier=1_000).iloc[0]
    assert (row["value"], row["lower_ci"]) == (0, 0)
    assert row["upper_ci"] == pytest.approx(-np.log(0.025))


def test_events_may_outnumber_the_population():
    row = rates(counts((30, 20)), multiplier=1).iloc[0]
    assert (row["value"], row["note"]) == (1.5, "")


def test_counts_need_not_be_whole():
    row = rates(counts((9.5, 1_000.0)), multiplier=1_000).iloc[0]
    assert (row["value"], row["method"]) == (9.5, "Exact")
    assert proportions(counts((2.5, 10.0)))["value"].iloc[0] == 25


def test_the_statistic_says_what_the_rate_is_for():
    assert rates(counts((5, 100)), multiplier=1_000)["statistic"].iloc[0] == "rate per 1,000"
    assert rates(counts((5, 100)))["statistic"].iloc[0] == "rate per 100,000"
    assert proportions(counts((5, 100)), multiplier=1)["statistic"].iloc[0] == "proportion of 1"


@pytest.mark.parametrize(
    ("numerator", "denominator", "note", "mark"),
    [
        (None, 20, "a figure is missing", "x"),
        (5, None, "a figure is missing", "x"),
        (5, 0, "the denominator is 0", "z"),
        (0, 0, "the denominator is 0", "z"),
        (-1, 20, "a figure is below 0", "x"),
        (5, -20, "a figure is below 0", "x"),
        (21, 20, "the numerator is above the denominator", "x"),
        ("c", 20, "a figure is not a number", "x"),
        ("", 20, "a figure is missing", "x"),
        (pd.NA, 20, "a figure is missing", "x"),
        (float("inf"), 20, "a figure is not a number", "x"),
    ],
)
def test_a_row_that_cannot_be_used_says_why_and_harms_no_other(numerator, denominator, note, mark):
    # The reference implementations refuse the whole call for one such row.
    table = counts((81, 263), (numerator, denominator), (15, 148))
    found = proportions(table)
    assert found.loc[1, ["value", *LIMITS]].isna().all()
    assert (found.loc[1, "note"], found.loc[1, "value_note"]) == (note, mark)
    assert found.loc[[0, 2], "lower_ci"].tolist() == pytest.approx([25.53, 6.24], abs=0.005)


def test_a_rate_that_cannot_be_had_has_no_method():
    found = rates(counts((None, 20), (12, None), (12, 20)))
    assert found["method"].tolist()[2] == "Byar's"
    assert found["method"].isna().tolist() == [True, True, False]


def test_a_suppressed_count_stays_suppressed_and_is_not_also_unavailable():
    table = counts((None, 20), (None, 20), (5, 20), value_note=["c", "p", "p"])
    assert proportions(table)["value_note"].tolist() == ["c", "p x", "p"]


def test_marks_may_come_as_categories_without_a_blank():
    marks = pd.Categorical(["c", None, None], categories=["c"])
    found = proportions(counts((None, 20), (None, 20), (5, 20), value_note=marks))
    assert found["value_note"].tolist() == ["c", "x", ""]


def test_groups_are_added_up_before_the_proportion_is_taken():
    table = counts((10, 100), (30, 100), (5, 10), area=["a", "a", "b"])
    found = proportions(table, by="area")
    assert found[["area", "numerator", "denominator", "value"]].values.tolist() == [
        ["a", 40, 200, 20],
        ["b", 5, 10, 50],
    ]


def test_a_single_group_is_added_up_like_any_other():
    # PHEindicatormethods gives back the rows of a table with one group one by one.
    found = proportions(counts((10, 100), (30, 100), area="a"), by="area")
    assert found["value"].tolist() == [20]


def test_a_missing_count_makes_its_group_missing_and_no_other():
    table = counts((10, 100), (None, 100), (5, 10), area=["a", "a", "b"])
    found = proportions(table, by="area").set_index("area")
    assert found.loc["a", ["numerator", "value", "lower_ci"]].isna().all()
    assert found.loc["a", "note"] == "a figure is missing"
    assert found.loc["b", "value"] == 50


@pytest.mark.parametrize("calculation", [proportions, rates])
def test_events_among_no_one_spoil_their_group_and_no_one_among_no_one_does_not(calculation):
    table = counts((10, 100), (3, 0), (10, 100), (0, 0), area=["a", "a", "b", "b"])
    found = calculation(table, by="area", multiplier=100)
    assert found["note"].tolist() == ["the denominator is 0", ""]
    assert found["value"].iloc[1] == 10


def test_areas_without_a_name_are_a_group_of_their_own():
    table = counts((10, 100), (30, 100), area=["a", None])
    assert proportions(table, by="area")["value"].tolist() == [10, 30]


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(PARTS, st.sampled_from("abc")), min_size=1, max_size=12))
def test_groups_hold_all_that_was_counted_in_any_order_of_rows(rows):
    table = counts(*[part for part, _ in rows], area=[area for _, area in rows])
    found = proportions(table, by="area")
    assert found["numerator"].sum() == table["numerator"].sum()
    assert found["denominator"].sum() == table["denominator"].sum()
    turned = proportions(table.iloc[::-1], by="area")
    pd.testing.assert_frame_equal(found, turned)


@settings(derandomize=True, deadline=None)
@given(PARTS, st.sampled_from([1, 100, 1_000]))
def test_limits_bracket_the_value_within_nought_and_the_whole(part, multiplier):
    row = proportions(counts(part), multiplier=multiplier).iloc[0]
    assert 0 <= row["lower_ci"] <= row["value"] + 1e-9
    assert row["value"] - 1e-9 <= row["upper_ci"] <= multiplier


@settings(derandomize=True, deadline=None)
@given(PARTS)
def test_several_levels_in_one_call_are_those_of_calls_for_each(part):
    both = rates(counts(part), confidence=(0.95, 0.998)).iloc[0]
    for level, name in ((0.95, "95"), (0.998, "99_8")):
        one = rates(counts(part), confidence=level).iloc[0]
        assert (both[f"lower_ci_{name}"], both[f"upper_ci_{name}"]) == tuple(one[LIMITS])
    assert both["lower_ci_99_8"] <= both["lower_ci_95"]
    assert both["upper_ci_95"] <= both["upper_ci_99_8"]


def test_the_table_given_is_left_as_it_was_with_its_index():
    table = counts((81, 263), (15, 148)).set_index(pd.Index([7, 3]))
    before = table.copy(deep=True)
    found = proportions(table)
    pd.testing.assert_frame_equal(table, before)
    assert found.index.tolist() == [7, 3]


@pytest.mark.parametrize("calculation", [proportions, rates])
def test_no_rows_give_no_rows(calculation):
    assert len(calculation(counts())) == 0
    assert len(calculation(counts().assign(area=[]), by="area")) == 0


def test_a_missing_column_is_named_with_those_that_are_there():
    with pytest.raises(TableError, match=r'proportions needs a column "numerator": .* has x, n'):
        proportions(pd.DataFrame({"x": [1], "n": [2]}))


def test_a_column_named_twice_is_refused():
    twice = pd.DataFrame([[1, 2, 3]], columns=["numerator", "numerator", "denominator"])
    with pytest.raises(TableError, match='the column "numerator" twice'):
        rates(twice)


@pytest.mark.parametrize("confidence", [95, 0, 1, None, "0.95", float("nan"), True, (0.95, 99.8)])
def test_a_confidence_that_is_no_share_is_refused(confidence):
    with pytest.raises(TableError, match=r"write a share above 0 and below 1"):
        proportions(counts((1, 2)), confidence=confidence)


@pytest.mark.parametrize("confidence", [(), (0.95, 0.95)])
def test_no_level_or_one_level_twice_is_refused(confidence):
    with pytest.raises(TableError, match="names no level, or one level twice"):
        rates(counts((1, 2)), confidence=confidence)


@pytest.mark.parametrize("multiplier", [0, -100, None, "100", float("inf"), True])
def test_a_multiplier_that_is_not_above_nought_is_refused(multiplier):
    with pytest.raises(TableError, match="needs a multiplier that is a number above 0"):
        proportions(counts((1, 2)), multiplier=multiplier)
