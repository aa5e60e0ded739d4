"""What each policy hides, rounds and shows."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from disclosure_tables import (
    NHS,
    ROUNDED,
    UNDER_5,
    ZERO_SHOWN,
    areas_of,
    bare,
    counted,
    grid,
    groups_of,
    periods_of,
    table,
)

from analysis.calculations.disclosure.disclosure import footer, protect
from analysis.calculations.disclosure.disclosure_cells import Total
from analysis.calculations.disclosure.disclosure_gate import exposed
from analysis.calculations.disclosure.disclosure_policies import POLICIES, policy_of
from analysis.calculations.disclosure.disclosure_primary import small_counts
from analysis.calculations.rates.rates import wilson_limits
from analysis.errors import DisclosureError, TableError
from analysis.vocabulary import DISCLOSURE_POLICIES


def shown(published: pd.DataFrame, column: str = "numerator") -> list:
    """What a column shows, None where it is hidden."""
    return [None if pd.isna(number) else float(number) for number in published[column]]


# One row: which counts are small


@pytest.mark.parametrize("numerator", [1, 2, 3, 4])
def test_under_5_hides_a_numerator_of_1_to_4(numerator):
    assert shown(protect(table(counted("x", numerator, 60)), UNDER_5)) == [None]


@pytest.mark.parametrize("numerator", [5, 6, 54, 55])
def test_under_5_shows_a_numerator_of_5_whose_complement_is_5_too(numerator):
    assert shown(protect(table(counted("x", numerator, 60)), UNDER_5)) == [numerator]


@pytest.mark.parametrize("numerator", range(1, 8))
def test_1_to_7_of_the_nhs_are_hidden(numerator):
    assert shown(protect(table(counted("x", numerator, 60)), NHS)) == [None]


@pytest.mark.parametrize(("numerator", "printed"), [(8, 10), (12, 10), (13, 15), (52, 50)])
def test_other_counts_of_the_nhs_are_to_the_nearest_5(numerator, printed):
    published = protect(table(counted("x", numerator, 60)), NHS)
    assert shown(published) == [printed]
    assert shown(published, "denominator") == [60]


def test_20_of_23_tells_of_3_and_is_hidden():
    published = protect(table(counted("x", 20, 23)), UNDER_5)
    assert shown(published) == [None]
    assert shown(published, "denominator") == [23]


def test_20_of_25_tells_of_5_and_is_shown():
    assert shown(protect(table(counted("x", 20, 25)), UNDER_5)) == [20]


def test_a_denominator_under_5_is_hidden_with_everything_in_its_row():
    published = protect(table(counted("x", 2, 4)), UNDER_5)
    assert shown(published) == shown(published, "denominator") == [None]


def test_a_zero_is_shown_where_the_policy_says_so():
    published = protect(table(counted("x", 0, 60), bare("y", 0)), NHS)
    assert shown(published) == [0, None]
    assert shown(published, "value") == [0, 0]


def test_a_zero_is_hidden_where_the_policy_says_so():
    published = protect(table(counted("x", 0, 60), bare("y", 0)), UNDER_5)
    assert shown(published, "value") == [None, None]


def test_all_of_the_children_is_hidden_where_the_policy_says_so_and_shown_where_it_does_not():
    everyone = table(counted("x", 60, 60))
    assert shown(protect(everyone, UNDER_5), "value") == [None]
    assert shown(protect(everyone, NHS), "value") == [100]


def test_without_their_test_a_small_complement_or_denominator_would_be_shown(monkeypatch):
    only = replace(POLICIES["suppress_under_5_secondary"], tests=("numerator",))
    monkeypatch.setitem(POLICIES, only.name, only)
    assert shown(protect(table(counted("x", 20, 23)), UNDER_5)) == [20]


def test_a_row_of_none_can_be_hidden_where_other_zeros_are_shown(monkeypatch):
    policy = replace(POLICIES[ZERO_SHOWN["a"]], all_or_none_shown=False)
    monkeypatch.setitem(POLICIES, policy.name, policy)
    rows = table(counted("x", 0, 60), counted("y", 60, 60), bare("z", 0), counted("w", 0, 0))
    assert shown(protect(rows, ZERO_SHOWN)) == [None, None, None, 0]
    assert shown(protect(rows, ZERO_SHOWN), "value") == [None, None, 0, None]


def test_round_5_hides_nothing_and_rounds_every_count():
    published = protect(table(counted("x", 2, 23), counted("y", 13, 60), bare("z", 8)), ROUNDED)
    assert shown(published) == [0, 15, None]
    assert shown(published, "denominator") == [25, 60, None]
    assert shown(published, "value") == [0, 25, 10]


def test_published_figures_are_left_as_they_are():
    rows = table(counted("x", 3, 23, lower_ci=4.5, upper_ci=32.1), bare("y", 2))
    pd.testing.assert_frame_equal(protect(rows, {"a": "published_already"}), rows)


# What a hidden count hides


def test_a_hidden_count_hides_its_percentage_its_limits_and_its_bound_and_is_marked():
    row = counted("x", 3, 60, lower_ci=1.7, upper_ci=13.7, value_note="p")
    published = protect(table(row, counted("y", 20, 60, lower_ci=22.7, upper_ci=46.1)), UNDER_5)
    assert published.loc[0, ["value", "lower_ci", "upper_ci"]].isna().all()
    assert published["value_note"].tolist() == ["p c", ""]
    assert published.loc[1, ["value", "lower_ci", "upper_ci"]].notna().all()


def test_a_bound_beside_a_hidden_count_goes_too():
    row = counted("x", 3, 60) | dict(value=None, bound="below", bound_value=6.0)
    published = protect(table(row), UNDER_5)
    assert published.loc[0, "bound"] == ""
    assert pd.isna(published.loc[0, "bound_value"])


def test_percentage_and_limits_come_from_rounded_counts():
    published = protect(table(counted("x", 13, 61, lower_ci=12.9, upper_ci=33.1)), NHS)
    # 15 of 60, not 13 of 61
    assert shown(published, "value") == [25]
    low, high = wilson_limits([15], [60])
    assert shown(published, "lower_ci") == pytest.approx(list(low))
    assert shown(published, "upper_ci") == pytest.approx(list(high))


def test_a_rate_from_rounded_counts_keeps_its_unit_and_loses_limits_of_true_counts():
    row = counted("x", 13, 2_001) | dict(unit="per 1,000", value=6.497, lower_ci=3.8, upper_ci=11.1)
    published = protect(table(row), NHS)
    assert shown(published, "value") == [7.5]
    assert shown(published, "lower_ci") == [None]


def test_totals_are_those_given_and_never_sums_of_what_is_shown():
    rows = table(bare("all", 40), bare("x", 3), bare("y", 17), bare("z", 20))
    published = protect(rows, UNDER_5, [areas_of("all", "x", "y", "z")])
    assert shown(published, "value")[0] == 40


def test_missing_counts_stay_missing_and_are_not_marked_suppressed():
    published = protect(table(counted("x", None, None, value_note="x")), UNDER_5)
    assert published["value_note"].tolist() == ["x"]


def test_the_table_given_is_left_as_it_was():
    rows = table(counted("x", 3, 60), counted("y", 20, 60))
    before = rows.copy(deep=True)
    protect(rows, UNDER_5)
    pd.testing.assert_frame_equal(rows, before)


# Further counts that are hidden


def test_one_hidden_part_of_a_shown_whole_takes_a_second_with_it():
    # 40 - 17 - 20 = 3. The smaller of the two others goes: at 17 and 3 the 3 may be 0 to 20.
    rows = table(bare("all", 40), bare("x", 3), bare("y", 17), bare("z", 20))
    published = protect(rows, UNDER_5, [areas_of("all", "x", "y", "z")])
    assert shown(published, "value") == [40, None, None, 20]


def test_hidden_ones_of_a_whole_of_3_cannot_stay_two_where_zeros_are_shown():
    # Neither is 0, so 3 is 1 and 2 or 2 and 1: a third is hidden, and it is not the zero.
    rows = table(bare("all", 23), bare("w", 1), bare("x", 2), bare("y", 20), bare("z", 0))
    published = protect(rows, ZERO_SHOWN, [areas_of("all", "w", "x", "y", "z")])
    assert shown(published, "value") == [23, None, None, None, 0]


def test_two_hidden_parts_that_add_up_to_3_are_not_enough():
    # 3 = 1 + 2 leaves each 0 to 3: 4 is ruled out, so a third is hidden.
    rows = table(bare("all", 43), bare("w", 1), bare("x", 2), bare("y", 18), bare("z", 22))
    published = protect(rows, UNDER_5, [areas_of("all", "w", "x", "y", "z")])
    assert shown(published, "value") == [43, None, None, None, 22]


def test_a_hidden_cell_of_a_cross_table_takes_three_more_with_it():
    counts = [[3, 20, 30], [21, 22, 23], [31, 32, 33]]
    rows, totals = grid(np.array(counts))
    published = protect(table(*rows), UNDER_5, totals)
    assert published["value"].isna().sum() == 4
    assert shown(published, "value")[0] == 215


def test_a_ward_is_not_given_away_by_its_authority_and_region():
    # Of the authority (50) only ward 1 is small; the authority itself is a part of the region.
    rows = table(
        bare("region", 150),
        bare("authority 1", 50),
        bare("authority 2", 100),
        bare("ward 1", 2),
        bare("ward 2", 48),
    )
    totals = [areas_of("region", "authority 1", "authority 2")]
    totals.append(areas_of("authority 1", "ward 1", "ward 2"))
    published = protect(rows, UNDER_5, totals)
    assert shown(published, "value") == [150, 50, 100, None, None]


def test_quarters_that_add_up_to_a_year_do_not_give_a_quarter_away():
    rows = [bare("x", 2, period="Q1")]
    rows += [bare("x", n, period=p) for p, n in (("Q2", 9), ("Q3", 10), ("Q4", 11), ("year", 32))]
    published = protect(table(*rows), UNDER_5, [periods_of("year", "Q1", "Q2", "Q3", "Q4")])
    assert shown(published, "value") == [None, None, 10, 11, 32]


def test_a_report_to_date_less_the_one_before_does_not_give_the_new_quarter_away():
    # 33 to the end of Q2 less 30 to the end of Q1 is the 3 of Q2, which has no row of its own.
    rows = table(bare("x", 33, period="to Q2"), bare("x", 30, period="to Q1"))
    published = protect(rows, UNDER_5, [periods_of("to Q2", "to Q1", "Q2")])
    assert None in shown(published, "value")


def test_what_is_published_already_is_not_hidden_and_something_else_is():
    first = table(bare("x", 30, period="to Q1"))
    both = table(bare("x", 30, period="to Q1"), bare("x", 33, period="to Q2"))
    published = protect(
        both, UNDER_5, [periods_of("to Q2", "to Q1", "Q2")], earlier=protect(first, UNDER_5)
    )
    assert shown(published, "value") == [30, None]


def test_denominators_that_add_up_do_not_give_a_small_one_away():
    rows = table(counted("all", 50, 100), counted("x", 1, 3), counted("y", 49, 97))
    published = protect(rows, UNDER_5, [areas_of("all", "x", "y")])
    assert shown(published, "denominator") == [100, None, None]


def test_a_numerator_of_0_goes_with_a_denominator_that_is_hidden_for_another():
    rows = table(
        counted("all", 30, 53), counted("x", 1, 3), counted("y", 0, 20), counted("z", 29, 30)
    )
    published = protect(rows, ZERO_SHOWN, [areas_of("all", "x", "y", "z")])
    assert shown(published, "denominator") == [53, None, None, 30]
    assert shown(published)[2] is None
    assert published.loc[2, "value_note"] == "c"


def test_children_left_over_by_two_groups_are_few_and_one_group_is_hidden():
    # 100 - 60 - 38 = 2 children are of neither group, and no row says so.
    whole = [counted("x", 50, 100, group="all"), counted("x", 30, 60, group="eligible")]
    rows = table(*whole, counted("x", 20, 38, group="not_eligible"))
    total = groups_of("all", "eligible", "not_eligible", "unknown")
    published = protect(rows, UNDER_5, [total])
    assert None in shown(published, "denominator")


def test_children_left_over_by_one_breakdown_are_told_apart_from_those_of_another():
    # By meals 2 of 100 are left over; by need 45, which anyone may know.
    rows = table(
        bare("x", 100),
        *(bare("x", n, group=g) for g, n in (("eligible", 60), ("not", 38), ("support", 55))),
    )
    totals = [groups_of("all", "eligible", "not", "unknown"), groups_of("all", "support", "none")]
    secrets = small_counts(rows, UNDER_5, totals)
    assert secrets[["row", "value"]].values.tolist() == [[-1, 2]]
    published = protect(rows, UNDER_5, totals)
    assert shown(published, "value") == [100, 60, None, 55]
    assert exposed(published, secrets, UNDER_5, totals).empty


def test_the_same_rows_without_the_total_need_no_further_hiding():
    rows = table(bare("all", 40), bare("x", 3), bare("y", 17), bare("z", 20))
    assert shown(protect(rows, UNDER_5), "value") == [40, None, 17, 20]


def test_a_dozen_hidden_ones_do_not_come_out_of_a_rounded_total():
    # 12 wards with 1 child each: a total shown as 10 is at most 12, and each hidden one at least 1.
    wards = [bare(f"ward {n}", 1) for n in range(12)]
    total = areas_of("all", *(f"ward {n}" for n in range(12)))
    published = protect(table(bare("all", 12), *wards), NHS, [total])
    assert shown(published, "value")[0] is None


def test_protection_does_not_depend_on_how_often_it_is_asked_for():
    rng = np.random.default_rng(5)
    rows, totals = grid(rng.poisson(6, (4, 4)))
    first, second = (protect(table(*rows), UNDER_5, totals) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


# Policies and footers


def test_every_policy_that_a_table_may_name_is_there_and_no_other():
    assert tuple(POLICIES) == DISCLOSURE_POLICIES
    assert all(policy.name == name for name, policy in POLICIES.items())


def test_the_foot_of_a_page_says_policy_version_and_how_many_counts_are_hidden():
    rows = table(bare("all", 40), bare("x", 3), bare("y", 17), bare("z", 20), counted("v", 2, 4))
    published = protect(rows, UNDER_5, [areas_of("all", "x", "y", "z")])
    (foot,) = footer(rows, published, UNDER_5).to_dict("records")
    assert foot["policy"] == "suppress_under_5_secondary"
    assert foot["version"] == "1"
    assert (foot["rows"], foot["hidden_rows"], foot["hidden_counts"]) == (5, 3, 4)


def test_words_of_a_policy_that_rounds_say_that_totals_may_not_add():
    for policy in POLICIES.values():
        assert ("totals may not add" in policy.words) == (policy.base > 1)


def test_small_counts_name_the_complement_and_what_is_left_over():
    rows = table(counted("all", 40, 80), counted("x", 20, 23), counted("y", 18, 54))
    small = small_counts(rows, UNDER_5, [areas_of("all", "x", "y", "z")])
    found = list(zip(small["count"], small["row"], small["value"], strict=True))
    # z, which has no row: 40 - 20 - 18 = 2 of 80 - 23 - 54 = 3, and 1 who is not
    assert found == [
        ("complement", 1, 3),
        ("numerator", -1, 2),
        ("denominator", -1, 3),
        ("complement", -1, 1),
    ]


# Refusals


def test_an_unknown_policy_is_refused():
    with pytest.raises(
        TableError, match='policy of "a" is "hide_some": it may be published_already'
    ):
        policy_of("a", {"a": "hide_some"})


def test_a_percentage_without_its_counts_is_refused():
    row = counted("x", 20, 60) | dict(denominator=None)
    with pytest.raises(TableError, match="lacks a numerator or denominator"):
        protect(table(row), UNDER_5)


def test_a_count_with_a_denominator_is_refused():
    with pytest.raises(TableError, match="is a count and has a denominator"):
        protect(table(bare("x", 20) | dict(denominator=60)), UNDER_5)


def test_two_rows_of_one_figure_are_refused():
    with pytest.raises(TableError, match="a, x, 2025, all, all has more than one row"):
        protect(table(bare("x", 20), bare("x", 21)), UNDER_5)


@pytest.mark.parametrize("whole", [39, 41])
def test_parts_that_do_not_add_up_to_their_whole_are_refused(whole):
    rows = table(bare("all", whole), bare("x", 20), bare("y", 20))
    with pytest.raises(TableError, match="a, all, 2025, all, all do not add up"):
        protect(rows, UNDER_5, [areas_of("all", "x", "y")])


def test_parts_that_come_to_more_than_their_whole_are_refused_though_one_is_missing():
    rows = table(bare("all", 30), bare("x", 20), bare("y", 20))
    with pytest.raises(TableError, match="do not add up"):
        protect(rows, UNDER_5, [areas_of("all", "x", "y", "z")])


def test_a_total_over_a_column_that_is_no_key_is_refused():
    with pytest.raises(TableError, match='A total names the column "ward"'):
        protect(table(bare("x", 2)), UNDER_5, [Total(("ward",), ("x",), (("y",),))])


def test_a_total_that_names_too_few_columns_is_refused():
    with pytest.raises(TableError, match="it must name 2 of them"):
        protect(table(bare("x", 2)), UNDER_5, [Total(("area_code", "group"), ("x",), (("y",),))])


def test_a_small_count_that_readers_have_already_cannot_be_protected():
    rows = table(bare("all", 40), bare("x", 3), bare("y", 37))
    earlier = rows.iloc[[0, 2]]
    with pytest.raises(DisclosureError, match="numerator of a, x, 2025, all is small and cannot"):
        protect(rows, UNDER_5, [areas_of("all", "x", "y")], earlier=earlier)


def test_an_earlier_row_that_the_table_does_not_hold_is_refused():
    earlier = protect(table(bare("x", 3)), UNDER_5)
    with pytest.raises(TableError, match="a, x, 2025, all, all has been published and the table"):
        protect(table(bare("y", 20)), UNDER_5, earlier=earlier)


def test_a_count_that_has_been_revised_is_not_taken_to_be_known():
    rows = table(bare("all", 41), bare("x", 3), bare("y", 38))
    earlier = table(bare("all", 40), bare("y", 37))
    published = protect(rows, UNDER_5, [areas_of("all", "x", "y")], earlier=earlier)
    assert shown(published, "value") == [41, None, None]
