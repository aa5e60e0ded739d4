"""Will a count reach its target: the negative binomial tail, its interval and its edges."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import gamma, nbinom, poisson

from analysis.calculations.targets.count_attainment import count_attainment
from analysis.errors import TableError

COLUMNS = ["value", "target", "direction", "gained", "time_taken", "time_left"]
TRAINED = (32, 50, "at least", 32, 7, 9)  # workers trained, January to July, due in April


def attained(*rows, confidence=0.95) -> pd.DataFrame:
    return count_attainment(pd.DataFrame(rows, columns=COLUMNS), confidence=confidence)


def one(confidence=0.95, **changes) -> pd.Series:
    row = dict(zip(COLUMNS, TRAINED, strict=True)) | changes
    return attained(tuple(row.values()), confidence=confidence).iloc[0]


def test_the_probability_is_a_poisson_tail_averaged_over_the_gamma_posterior():
    # 18 more of an unknown rate: integrated numerically, with nothing of the closed form in it
    tail = quad(lambda rate: gamma.pdf(rate, 32.5, scale=1 / 7) * poisson.sf(17, 3 * rate), 0, 30)[
        0
    ]
    assert one(time_left=3)["probability"] == pytest.approx(tail, abs=1e-8)
    assert tail == pytest.approx(0.20368, abs=1e-5)


def test_the_probability_and_limits_are_those_of_the_negative_binomial():
    row = one()
    assert row["probability"] == pytest.approx(nbinom.sf(17, 32.5, 7 / 16))
    assert (row["lower_pi"], row["upper_pi"]) == (56, 95)
    assert row["expected"] == pytest.approx(32 + 32.5 * 9 / 7)


def test_limits_leave_at_most_a_fortieth_on_either_side():
    row = one()
    assert nbinom.cdf(row["lower_pi"] - 32 - 1, 32.5, 7 / 16) < 0.025
    assert nbinom.sf(row["upper_pi"] - 32, 32.5, 7 / 16) <= 0.025


def test_none_in_seven_months_still_leaves_a_small_chance():
    # Jeffreys: r = 1/2; P(at least one in 7 more months) = 1 - (1/2) ** (1/2)
    row = one(value=0, target=1, gained=0, time_left=7)
    assert row["probability"] == pytest.approx(1 - 0.5**0.5)


def test_a_target_that_is_reached_is_certain():
    assert one(value=50)["probability"] == 1


def test_a_target_of_at_most_counts_what_stays_below():
    row = one(direction="at most")
    assert row["probability"] == pytest.approx(nbinom.cdf(18, 32.5, 7 / 16))


def test_a_target_of_at_most_that_is_passed_already_is_lost():
    assert one(value=51, direction="at most")["probability"] == 0


@pytest.mark.parametrize(("value", "probability"), [(49, 0), (50, 1)])
def test_with_no_time_left_a_count_stays_what_it_is(value, probability):
    row = one(value=value, time_left=0)
    assert row["probability"] == probability
    assert row[["expected", "lower_pi", "upper_pi"]].tolist() == [value] * 3


def test_a_target_between_two_counts_needs_the_higher():
    assert one(target=49.5)["probability"] == one(target=50)["probability"]


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"gained": None}, "nothing says in how long"),
        ({"time_taken": None}, "nothing says in how long"),
        ({"time_taken": 0}, "nothing says in how long"),
        ({"gained": -1}, "a figure is below 0"),
        ({"time_left": -1}, "the date has passed"),
        ({"time_left": None}, "a figure is missing"),
        ({"value": "many"}, "a figure is not a number"),
    ],
)
def test_a_row_that_cannot_be_answered_says_why(changes, note):
    row = one(**changes)
    assert row[["probability", "expected", "lower_pi", "upper_pi"]].isna().all()
    assert row["note"] == note


def test_one_bad_row_harms_no_other():
    table = attained(TRAINED, (None, *TRAINED[1:]))
    assert table["probability"].isna().tolist() == [False, True]


def test_two_levels_of_confidence_have_columns_of_their_own():
    row = one(confidence=(0.95, 0.998))
    assert row["lower_pi_99_8"] < row["lower_pi_95"] < row["upper_pi_95"] < row["upper_pi_99_8"]


@pytest.mark.parametrize("confidence", [0, 1, 95, "most"])
def test_a_confidence_that_is_not_a_share_is_refused(confidence):
    with pytest.raises(TableError, match="write a share above 0 and below 1"):
        one(confidence=confidence)


def test_a_direction_that_is_not_one_is_refused():
    with pytest.raises(TableError, match='The direction "more" is not known'):
        one(direction="more")


ROWS = st.tuples(
    st.integers(0, 3_000),
    st.integers(0, 3_000),
    st.sampled_from(["at least", "at most"]),
    st.integers(0, 500),
    st.floats(0.5, 36),
    st.floats(0, 36),
)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(ROWS)
def test_the_probability_falls_as_the_target_rises(row):
    now, _, _, gained, taken, left = row
    targets = np.linspace(now - 5, now + 3 * (gained + 5), 12)
    table = attained(*((now, target, "at least", gained, taken, left) for target in targets))
    assert (np.diff(table["probability"]) <= 1e-12).all()
    assert table["probability"].between(0, 1).all()


@settings(derandomize=True, deadline=None, max_examples=100)
@given(ROWS)
def test_limits_widen_with_confidence_and_hold_the_count_from_below(row):
    table = attained(row, confidence=(0.5, 0.8, 0.95, 0.998)).iloc[0]
    lows = [table[f"lower_pi_{level}"] for level in ("99_8", "95", "80", "50")]
    highs = [table[f"upper_pi_{level}"] for level in ("50", "80", "95", "99_8")]
    assert lows == sorted(lows) and highs == sorted(highs)
    assert row[0] <= lows[0] and lows[-1] <= highs[0]


@settings(derandomize=True, deadline=None, max_examples=100)
@given(ROWS)
def test_limits_rise_and_part_with_the_horizon(row):
    times = [0, 1, 3, 9, 27]
    table = attained(*((*row[:5], left) for left in times))
    width = table["upper_pi"] - table["lower_pi"]
    assert (np.diff(table["upper_pi"]) >= 0).all()
    assert (np.diff(table["lower_pi"]) >= 0).all()
    assert (np.diff(width) >= 0).all()


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.lists(ROWS, min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, random):
    table = attained(*rows)
    mixed = list(range(len(rows)))
    random.shuffle(mixed)
    again = attained(*(rows[place] for place in mixed))
    pd.testing.assert_frame_equal(again, table.iloc[mixed].reset_index(drop=True))
