"""Required and achieved rates, implied baselines and plan lines: Herefordshire's online courses."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.calculations.targets.run_rates import implied_baselines, plan_profile, run_rates
from analysis.errors import TableError

COLUMNS = ["value", "target", "direction", "gained", "time_taken", "time_left"]
# 2,690 of 2,771 parents, 381 of them in the last 7 months, 5 months to go.
ONLINE = (2_690, 2_771, "at least", 381, 7, 5)


def rated(*rows) -> pd.DataFrame:
    return run_rates(pd.DataFrame(rows, columns=COLUMNS))


def one(**changes) -> pd.Series:
    row = dict(zip(COLUMNS, ONLINE, strict=True)) | changes
    return rated(tuple(row.values())).iloc[0]


def test_81_more_in_5_months_are_16_2_a_month():
    row = one()
    assert (row["needed"], row["required_rate"]) == (81, pytest.approx(81 / 5))


def test_381_in_7_months_are_54_4_a_month():
    assert one()["achieved_rate"] == pytest.approx(54.428571, abs=1e-6)


def test_at_the_achieved_rate_2_690_become_2_962_in_5_months():
    # 2,690 + 5 x 381 / 7 = 2,690 + 272.14
    row = one()
    assert row["projection"] == pytest.approx(2_962.142857, abs=1e-6)
    assert row["short"] == 0


def test_81_at_54_4_a_month_take_a_month_and_a_half():
    # 81 x 7 / 381
    assert one()["time_to_target"] == pytest.approx(1.488189, abs=1e-6)


def test_haverings_percentage_needs_twice_the_points_a_year_that_it_gains():
    # 68.472 in 2024/25, 64.457 in 2021/22, 75.8 aimed at for 2027/28: 7.328 / 3 and 4.015 / 3
    row = one(value=68.472, target=75.8, gained=4.015, time_taken=3, time_left=3)
    assert row["required_rate"] == pytest.approx(2.442667, abs=1e-6)
    assert row["achieved_rate"] == pytest.approx(1.338333, abs=1e-6)
    assert row["projection"] == pytest.approx(72.487)
    assert row["short"] == pytest.approx(3.313)


def test_a_target_that_is_reached_needs_nothing_more():
    row = one(value=43, target=40)
    assert bool(row["reached"])
    assert (row["needed"], row["required_rate"], row["time_to_target"]) == (0, 0, 0)


def test_a_target_is_reached_at_the_number_itself():
    assert bool(one(value=2_771)["reached"])


def test_a_target_of_at_most_is_reached_from_above():
    row = one(value=12, target=10, direction="at most", gained=-3, time_taken=6, time_left=6)
    assert not row["reached"]
    assert (row["needed"], row["required_rate"]) == (-2, pytest.approx(-1 / 3))
    assert (row["projection"], row["short"], row["time_to_target"]) == (9, 0, 4)


def test_a_rate_that_leads_away_from_the_target_has_no_time_to_it():
    row = one(gained=-5)
    assert pd.isna(row["time_to_target"])
    assert row["short"] > 81


def test_a_count_without_an_increment_has_a_required_rate_and_no_run_rate():
    row = one(gained=None, time_taken=None)
    assert row["required_rate"] == pytest.approx(16.2)
    assert row[["achieved_rate", "projection", "short", "time_to_target"]].isna().all()
    assert (row["note"], row["value_note"]) == ("nothing says in how long", "z")


def test_a_date_that_has_passed_leaves_no_rate_to_require():
    row = one(time_left=0)
    assert pd.isna(row["required_rate"])
    assert (row["needed"], row["note"]) == (81, "the date has passed")


def test_one_bad_row_harms_no_other():
    table = rated(ONLINE, (None, *ONLINE[1:]), ("many", *ONLINE[1:]))
    assert table["note"].tolist() == ["", "a figure is missing", "a figure is not a number"]
    assert table["required_rate"].isna().tolist() == [False, True, True]


def test_a_direction_that_is_not_one_is_refused():
    with pytest.raises(TableError) as refusal:
        one(direction="up")
    assert str(refusal.value) == ('The direction "up" is not known: it may be at least or at most.')


@pytest.mark.parametrize("column", COLUMNS)
def test_a_table_without_a_column_is_refused_by_its_name(column):
    table = pd.DataFrame([ONLINE], columns=COLUMNS).drop(columns=column)
    with pytest.raises(TableError, match=f'run_rates needs a column "{column}"'):
        run_rates(table)


FINITE = st.floats(-1e6, 1e6)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(FINITE, FINITE, FINITE, st.floats(0.1, 100), st.floats(0.1, 100))
def test_the_required_rate_leads_to_the_target_and_to_nothing_else(now, aim, rise, taken, left):
    row = one(value=now, target=aim, gained=rise, time_taken=taken, time_left=left)
    if not row["reached"]:
        assert now + left * row["required_rate"] == pytest.approx(aim, abs=1e-6)
    again = one(value=-now, target=-aim, direction="at most", gained=-rise, time_taken=taken,
                time_left=left)  # fmt: skip
    assert again["needed"] == -row["needed"]
    assert again["reached"] == row["reached"]


def test_20_per_cent_more_to_make_2_771_implies_2_309_the_year_before():
    # 2,771 / 1.2; the count less what came since, 2,690 - 381, is 2,309 too
    table = implied_baselines(pd.DataFrame({"target": [2_771], "growth": [20]}))
    assert table["baseline"].iloc[0] == pytest.approx(2_309.1667, abs=1e-4)


@pytest.mark.parametrize(("growth", "baseline"), [(0, 80), (-20, 100), (100, 40)])
def test_a_growth_of_nothing_a_fall_and_a_doubling(growth, baseline):
    table = implied_baselines(pd.DataFrame({"target": [80], "growth": [growth]}))
    assert table["baseline"].iloc[0] == pytest.approx(baseline)


@pytest.mark.parametrize("growth", [-100, -150])
def test_a_fall_of_everything_has_no_baseline(growth):
    row = implied_baselines(pd.DataFrame({"target": [80], "growth": [growth]})).iloc[0]
    assert pd.isna(row["baseline"])
    assert row["note"] == "a fall of 100% or more"


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.floats(1, 1e6), st.floats(-99, 1_000))
def test_a_baseline_grown_is_the_target(target, growth):
    row = implied_baselines(pd.DataFrame({"target": [target], "growth": [growth]})).iloc[0]
    assert row["baseline"] * (1 + growth / 100) == pytest.approx(target)


def profile(at, starts="2023-12-31", due="2024-12-31") -> pd.Series:
    table = pd.DataFrame({"baseline": [2_309.0], "target": [2_771.0]})
    days = {"starts": starts, "due": due, "at": at}
    return plan_profile(table.assign(**{k: pd.to_datetime([v]) for k, v in days.items()})).iloc[0]


def test_the_even_line_at_the_end_of_july_is_213_of_366_days_along():
    # 2,309 + 462 x 213 / 366
    assert profile("2024-07-31")["profile"] == pytest.approx(2_577.868852, abs=1e-6)


@pytest.mark.parametrize("at", ["2023-12-30", "2025-01-01"])
def test_a_plan_says_nothing_before_it_starts_or_after_it_is_due(at):
    row = profile(at)
    assert pd.isna(row["profile"])
    assert row["note"] == "the date lies outside the plan"


def test_a_plan_that_takes_no_time_has_no_line():
    row = profile("2024-12-31", starts="2024-12-31")
    assert row["note"] == "the plan takes no time"


def test_a_plan_without_a_date_has_no_line():
    assert profile(None)["note"] == "a figure is missing"


@settings(derandomize=True, deadline=None, max_examples=60)
@given(FINITE, FINITE, st.integers(1, 3_000), st.floats(0, 1))
def test_a_plan_line_passes_through_both_ends_and_between_them(low, high, days, share):
    table = pd.DataFrame({"baseline": [low] * 3, "target": [high] * 3, "starts": 0, "due": days})
    first, middle, last = plan_profile(table.assign(at=[0, share * days, days]))["profile"]
    assert (first, last) == (low, high)
    assert min(low, high) - 1e-6 <= middle <= max(low, high) + 1e-6
