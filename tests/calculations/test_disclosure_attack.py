"""What someone who knows every published number can work out, and whether the gate sees it."""

import math

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
    periods_of,
    table,
)

from analysis.calculations.disclosure.disclosure import protect
from analysis.calculations.disclosure.disclosure_attack import attack
from analysis.calculations.disclosure.disclosure_gate import exposed
from analysis.calculations.disclosure.disclosure_primary import small_counts
from analysis.errors import DisclosureError


def intervals(published, policies, totals=(), **options) -> dict:
    """What each count that is not shown may be, by its area and count."""
    found = attack(published, policies, totals, **options)
    columns = ("area_code", "count", "lower", "upper")
    return {
        (area, count): (low, high)
        for area, count, low, high in found[list(columns)].itertuples(index=False, name=None)
    }


def hidden(area, **columns) -> dict:
    return bare(area, None, value_note="c", **columns)


# The attacker


def test_one_hidden_part_of_a_shown_whole_is_known():
    rows = table(bare("all", 40), hidden("x"), bare("y", 37))
    found = attack(rows, UNDER_5, [areas_of("all", "x", "y")])
    assert found[["lower", "upper"]].values.tolist() == [[3, 3]]
    assert found["narrow"].tolist() == [True]


def test_two_hidden_parts_share_what_is_left():
    rows = table(bare("all", 40), hidden("x"), hidden("y"), bare("z", 20))
    found = intervals(rows, UNDER_5, [areas_of("all", "x", "y", "z")])
    assert found == {("x", "numerator"): (0, 20), ("y", "numerator"): (0, 20)}


def test_hidden_ones_are_at_least_1_where_zeros_are_shown():
    # 3 in two parts, neither of them 0: 1 and 2, or 2 and 1.
    rows = table(bare("all", 3), hidden("x"), hidden("y"))
    found = intervals(rows, ZERO_SHOWN, [areas_of("all", "x", "y")])
    assert found == {("x", "numerator"): (1, 2), ("y", "numerator"): (1, 2)}


def test_nothing_bounds_a_hidden_count_that_adds_to_nothing():
    assert intervals(table(hidden("x")), UNDER_5) == {("x", "numerator"): (0, math.inf)}


def test_a_shown_denominator_bounds_its_numerator_and_complement():
    row = counted("x", 20, 23) | dict(numerator=None, value=None, value_note="c")
    found = intervals(table(row), UNDER_5)
    assert found == {("x", "numerator"): (0, 23), ("x", "complement"): (0, 23)}


def test_a_complement_that_both_counts_give_is_known_and_flagged():
    found = attack(table(counted("x", 20, 23)), UNDER_5)
    assert found[["count", "lower", "upper", "narrow"]].values.tolist() == [
        ["complement", 3, 3, True]
    ]


def test_counts_are_whole_so_a_half_is_no_answer():
    # x + y = 5 and y + z = 5 and x + z = 6 make x 3. Were x + z = 5 too, each would be 2.5.
    pairs = [areas_of("xy", "x", "y"), areas_of("yz", "y", "z"), areas_of("xz", "x", "z")]
    rows = [hidden("x"), hidden("y"), hidden("z"), bare("xy", 5), bare("yz", 5)]
    assert intervals(table(*rows, bare("xz", 6)), UNDER_5, pairs)["x", "numerator"] == (3, 3)
    with pytest.raises(DisclosureError, match="contradict each other"):
        attack(table(*rows, bare("xz", 5)), UNDER_5, pairs)


def test_a_rounded_whole_is_known_within_two():
    # 40 is 38 to 42, and 35 is 33 to 37: the third part is 1 to 9, and 1 to 7 where it is small.
    rows = table(bare("all", 40), hidden("x"), bare("y", 35))
    total = [areas_of("all", "x", "y")]
    assert intervals(rows, NHS, total)["x", "numerator"] == (1, 9)
    small = table(bare("x", 3)).assign(count="numerator", row=0)
    assert intervals(rows, NHS, total, taken_as_small=small)["x", "numerator"] == (1, 7)


def test_a_dozen_small_ones_come_out_of_a_rounded_total():
    # 10 is 8 to 12, and each of the twelve is at least 1.
    areas = [f"ward {n}" for n in range(12)]
    rows = table(bare("all", 10), *(hidden(area) for area in areas))
    found = attack(rows, NHS, [areas_of("all", *areas)])
    assert found[["lower", "upper", "narrow"]].values.tolist() == [[1, 1, True]] * 12


def test_a_second_quarter_gives_away_what_the_first_one_hid():
    # Q1 hides x; the report of the half-year shows x to date and x of Q2.
    total = [periods_of("half", "Q1", "Q2")]
    first = table(hidden("x", period="Q1"), bare("y", 20, period="Q1"))
    second = table(bare("x", 33, period="half"), bare("x", 30, period="Q2"))
    assert intervals(first, UNDER_5, total)["x", "numerator"] == (0, math.inf)
    both = pd.concat([first, second], ignore_index=True)
    assert intervals(both, UNDER_5, total)["x", "numerator"] == (3, 3)


def test_what_one_report_hides_another_shows():
    both = pd.concat([table(hidden("x")), table(bare("x", 3))], ignore_index=True)
    assert attack(both, UNDER_5).empty


def test_numbers_that_contradict_each_other_are_refused():
    rows = table(bare("all", 40), hidden("x"), bare("y", 41))
    with pytest.raises(DisclosureError, match="contradict each other"):
        attack(rows, UNDER_5, [areas_of("all", "x", "y")])


# The gate

TRUE = table(counted("all", 50, 160), counted("x", 20, 23), counted("y", 30, 137))
TOTAL = [areas_of("all", "x", "y")]


def test_the_gate_lets_protected_rows_through():
    secrets = small_counts(TRUE, UNDER_5, TOTAL)
    assert exposed(protect(TRUE, UNDER_5, TOTAL), secrets, UNDER_5, TOTAL).empty


def test_the_gate_stops_a_small_complement_that_stands_in_its_row():
    secrets = small_counts(TRUE, UNDER_5, TOTAL)
    (found,) = exposed(TRUE, secrets, UNDER_5, TOTAL).to_dict("records")
    assert (found["area_code"], found["count"], found["how"]) == ("x", "complement", "shown")
    assert found["lower"] == found["upper"] == 3


def test_the_gate_stops_a_count_that_two_files_give_away_together():
    secrets = small_counts(TRUE, UNDER_5, TOTAL)
    page = protect(TRUE, UNDER_5, TOTAL).assign(value_note="")
    alone = TRUE.iloc[[2]]
    (found,) = exposed(pd.concat([page, alone]), secrets, UNDER_5, TOTAL).to_dict("records")
    assert (found["area_code"], found["how"]) == ("x", "worked out")


@pytest.mark.parametrize("column", ["value", "lower_ci", "upper_ci"])
def test_the_gate_stops_a_rate_or_limit_left_beside_a_hidden_count(column):
    secrets = small_counts(TRUE, UNDER_5, TOTAL)
    page = protect(TRUE, UNDER_5, TOTAL)
    page.loc[1, column] = 87.0
    (found,) = exposed(page, secrets, UNDER_5, TOTAL).to_dict("records")
    assert found["how"] == "given back by a rate or its limits"


def test_the_gate_stops_a_percentage_of_counts_that_were_rounded_afterwards():
    rows = table(counted("x", 3, 61))
    page = protect(rows, ROUNDED)
    secrets = small_counts(rows, ROUNDED)
    assert exposed(page, secrets, ROUNDED).empty
    page["value"] = rows["value"]
    assert not exposed(page, secrets, ROUNDED).empty


def test_the_gate_stops_a_true_count_where_it_should_be_rounded():
    rows = table(bare("x", 3))
    assert exposed(rows, small_counts(rows, ROUNDED), ROUNDED)["how"].tolist() == ["shown"]


def test_the_gate_stops_a_small_count_of_a_row_that_no_page_shows():
    rows = table(bare("all", 40), bare("x", 3), bare("y", 37))
    secrets = small_counts(rows, UNDER_5, TOTAL)
    found = exposed(rows.iloc[[0, 2]], secrets, UNDER_5, TOTAL)
    assert found[["area_code", "how"]].values.tolist() == [["x", "worked out"]]


def test_the_gate_needs_no_more_columns_than_a_page_has():
    secrets = small_counts(TRUE, UNDER_5, TOTAL)
    columns = ["indicator", "area_code", "period", "group_type", "group", "unit"]
    page = TRUE[[*columns, "numerator", "denominator"]]
    assert exposed(page, secrets, UNDER_5, TOTAL)["count"].tolist() == ["complement"]
    assert exposed(TRUE[columns], secrets, UNDER_5, TOTAL).empty


def test_without_secrets_the_gate_stops_nothing():
    rows = table(counted("x", 30, 60))
    assert exposed(rows, small_counts(rows, UNDER_5), UNDER_5).empty
