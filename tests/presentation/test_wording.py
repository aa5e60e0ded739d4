"""Numbers, dates and marks in words: rounded when shown, halves up, with true minus signs."""

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.presentation.wording import (
    amount,
    count,
    day,
    difference,
    interval,
    interval_of_points,
    listed,
    mark,
    mark_words,
    per_cent,
    plural,
    points,
    posts,
    pounds,
    rounded,
    shortest,
    signed,
)


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [
        (19.6347, 1, "19.6"),
        (0.25, 1, "0.3"),  # halves up, and not to the even digit
        (2.675, 2, "2.68"),  # as it is written, and not as it is held in binary
        (68.45, 1, "68.5"),
        (75, 1, "75.0"),
        (65.2, 0, "65"),
        (393_500, 0, "393,500"),
    ],
)
def test_halves_are_rounded_up_as_written(number, places, text):
    assert rounded(number, places) == text


def test_binary_noise_does_not_turn_a_half_down():
    # 71.1 - 55.75 is held as 15.349999999999994.
    assert rounded(71.1 - 55.75, 1) == "15.4"


def test_a_small_number_below_nothing_is_shown_as_nothing_without_a_sign():
    assert rounded(-0.04, 1) == "0.0"


@settings(derandomize=True, deadline=None)
@given(st.decimals(0, 1_000, places=4))
def test_a_number_shown_is_within_half_its_last_digit(number):
    shown = Decimal(rounded(float(number), 1).replace(",", ""))
    assert shown == number.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def test_a_percentage_has_one_decimal_and_its_sign():
    assert per_cent(68.47201) == "68.5%"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (-7.328, "7.3 percentage points"),
        (1.0, "1.0 percentage point"),
        (1.04, "1.0 percentage point"),
        (0.0, "0.0 percentage points"),
    ],
)
def test_a_difference_of_percentages_is_in_points_and_never_in_per_cent(number, text):
    assert points(number) == text


@pytest.mark.parametrize(
    ("number", "text"), [(15.4, "+15.4"), (-15.4, "−15.4"), (0.0, "0.0"), (-0.04, "0.0")]
)
def test_a_signed_number_has_a_true_minus_and_nothing_has_none(number, text):
    assert signed(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(2, "2"), (1.6667, "1.67"), (0.06, "0.06"), (0.1, "0.1"), (1.5, "1.5"), (10, "10")],
)
def test_posts_have_no_more_decimals_than_they_need(number, text):
    assert posts(number) == text


@pytest.mark.parametrize(
    ("number", "text"), [(393_500, "£393,500"), (0, "£0"), (66_666.67, "£66,667")]
)
def test_pounds_are_whole_and_to_the_nearest(number, text):
    assert pounds(number) == text


def test_a_count_has_its_thousands_parted():
    assert count(3305) == "3,305"


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (68.472, "%", "68.5%"),
        (3.2, "per 1,000", "3.2 per 1,000"),
        (393_500, "£", "£393,500"),
        (2_690, "count", "2,690"),
        (0.5, "days a week", "0.5 days a week"),
    ],
)
def test_a_value_is_shown_with_its_unit(number, unit, text):
    assert amount(number, unit) == text


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (-7.33, "%", "7.3 percentage points"),
        (-0.7, "per 1,000", "0.7 per 1,000"),
        (-81, "count", "81"),
    ],
)
def test_a_difference_is_shown_without_its_sign(number, unit, text):
    assert difference(number, unit) == text


def test_an_interval_says_how_wide_it_is():
    assert interval(66.867, 70.034, 0.95) == "95% interval 66.9% to 70.0%"


@pytest.mark.parametrize(("confidence", "width"), [(0.9, "90%"), (0.998, "99.8%"), (0.99, "99%")])
def test_an_interval_is_named_by_its_own_confidence(confidence, width):
    assert interval(66.867, 70.034, confidence).startswith(f"{width} interval")


@pytest.mark.parametrize("limits", [(pd.NA, pd.NA), (None, 70.0), (66.9, float("nan"))])
def test_a_missing_limit_is_said_and_not_shown(limits):
    assert interval(*limits, 0.95) == "no interval: the source gives no counts"
    assert interval_of_points(*limits, 0.95) == "no interval: the source gives no counts"


def test_an_interval_of_points_has_true_minus_signs():
    assert interval_of_points(-3.81, 19.26, 0.95) == "95% interval −3.8 to 19.3 points"


def test_a_limit_that_rounds_to_nothing_has_no_sign():
    assert interval_of_points(-0.04, 3.0, 0.95) == "95% interval 0.0 to 3.0 points"


def test_a_date_is_written_in_full():
    assert day(pd.Timestamp("2025-11-07")) == "7 November 2025"


@pytest.mark.parametrize(("note", "text"), [("c", "[c]"), ("p u", "[p][u]"), ("", "")])
def test_marks_stand_in_brackets_of_their_own(note, text):
    assert mark(note) == text


def test_marks_in_words_join_with_and():
    assert mark_words("p u") == "provisional and low reliability"


def test_a_suppressed_value_is_called_suppressed():
    assert mark_words("c") == "suppressed to protect confidentiality"


@pytest.mark.parametrize(
    ("words", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_words_are_joined_as_in_a_sentence(words, text):
    assert listed(words) == text


@pytest.mark.parametrize(
    ("number", "text"), [(1, "1 child"), (0, "0 children"), (1_243, "1,243 children")]
)
def test_only_one_is_singular(number, text):
    assert plural(number, "child", "children") == text


@pytest.mark.parametrize(
    ("number", "text"), [(0.05, "0.05"), (0.1, "0.1"), (1.0, "1"), (10.0, "10"), (0.0, "0")]
)
def test_a_number_has_no_more_decimals_than_it_needs(number, text):
    assert shortest(number, 2) == text
