"""XmR charts: a published example, each rule by hand, a slow reading of the rules, refusals."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.calculations.trends.chart_summaries import chart_summaries
from analysis.calculations.trends.control_charts import control_charts
from analysis.errors import TableError

# Twelve points that turn about 10: mean 10, every moving range 2.
CALM = [9, 11] * 6
# Thirty points whose mean and moving ranges the rules below are tried on.
BASE = [9, 11] * 15


def series(values, first="2015-01-01", **same) -> pd.DataFrame:
    """Quarters that follow each other; `same` adds columns."""
    days = pd.date_range(first, periods=len(values), freq="QS")
    return pd.DataFrame({"period_start": days, "value": np.array(values, dtype=float)}).assign(
        **same
    )


def chart(values, polarity="high_is_good", **options) -> pd.DataFrame:
    table = values if isinstance(values, pd.DataFrame) else series(values)
    return control_charts(table, by=options.pop("by", None), polarity=polarity, **options)


def rules(values, **options) -> list[str]:
    """The rule of each point, mean and limits being those of the first 30."""
    return chart(values, baseline=30, **options)["rule"].tolist()


def summary(values, polarity="high_is_good", **options) -> pd.Series:
    by = options.get("by")
    return chart_summaries(chart(values, polarity, **options), by=by).iloc[0]


# --- mean and limits ---


def test_limits_are_those_of_the_nist_handbooks_flow_rates():
    # NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2, individuals control limits: mean
    # 50.81, mean moving range 1.8778, limits 45.8159 and 55.8041 by 3 / 1.128 where 2.66 is used
    # here, so that they may differ by 0.001.
    flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    found = chart(flow)
    assert found["moving_range"].mean() == pytest.approx(1.8778, abs=5e-5)
    ends = found.loc[0, ["mean", "lower_limit", "upper_limit"]].tolist()
    assert ends == pytest.approx([50.81, 45.8159, 55.8041], abs=0.001)


def test_limits_are_2_66_mean_moving_ranges_from_the_mean_and_near_ones_two_thirds_of_that():
    row = chart(CALM).iloc[0]
    assert row[["mean", "lower_limit", "upper_limit"]].tolist() == pytest.approx([10, 4.68, 15.32])
    assert row[["lower_near", "upper_near"]].tolist() == pytest.approx(
        [10 - 10.64 / 3, 10 + 10.64 / 3]
    )


def test_a_baseline_takes_mean_and_limits_from_its_first_points_alone():
    row = chart([*CALM, *[30] * 8], baseline=12).iloc[-1]
    assert (row["mean"], row["points"]) == (10, 12)
    assert row["upper_limit"] == pytest.approx(15.32)


def test_the_step_out_of_a_baseline_is_no_moving_range_of_it():
    assert chart([*CALM, 90], baseline=12).at[0, "upper_limit"] == pytest.approx(15.32)


def test_an_outlying_moving_range_is_screened_once_and_its_value_is_not():
    # Thirteen ranges of 2, then 28 and 30 by the spike: their mean (26 + 58) / 15 = 5.6, the bar
    # 3.267 x 5.6 = 18.3; 28 and 30 go, and the limits are 2.66 x 2 = 5.32 from the mean of all 16.
    values = [10, 12] * 7 + [40, 10]
    mean = sum(values) / 16
    row = chart(values).iloc[0]
    assert row["mean"] == pytest.approx(mean)
    assert row["upper_limit"] - mean == pytest.approx(5.32)
    unscreened = chart(values, screen=False).iloc[0]
    assert unscreened["upper_limit"] - mean == pytest.approx(2.66 * (26 + 28 + 30) / 15)


def test_screening_is_one_pass_and_not_until_nothing_is_left():
    # Ranges: fifteen of 1, one of 5 and one of 100. Mean 120 / 17 = 7.06, bar 23.06: the 100 goes;
    # of the rest the mean is 20 / 16 = 1.25, bar 4.08, and the 5 would go if it were tried again.
    values = np.cumsum([0] + [1, -1] * 7 + [1, 5, -100])
    row = chart(values).iloc[0]
    assert row["upper_limit"] - row["mean"] == pytest.approx(2.66 * 1.25)


def test_a_moving_range_of_exactly_the_bar_is_screened():
    # n ranges r = 1 and one of x: x = 3.267 (n + x) / (n + 1); n = 12: x = 3.267 x 12 / 9.733
    steps = [1, -1] * 6
    x = 3.267 * 12 / (13 - 3.267)
    for size, kept in ((x + 1e-6, 1.0), (x - 1e-6, (12 + x) / 13)):
        row = chart(np.cumsum([0, *steps, size])).iloc[0]
        assert (row["upper_limit"] - row["mean"]) / 2.66 == pytest.approx(kept, abs=1e-5)


def test_a_series_that_does_not_vary_has_limits_at_its_mean_and_no_special_cause():
    found = chart([0.1] * 40)
    assert found[["lower_limit", "upper_limit"]].drop_duplicates().values.tolist() == [
        pytest.approx([0.1, 0.1])
    ]
    assert set(found["rule"]) == {"common cause"}
    assert set(found["note"]) == {"the values do not vary"}


def test_limits_of_a_percentage_are_not_cut_at_100():
    assert chart([99, 90] * 6).at[0, "upper_limit"] > 100


def test_fewer_than_twelve_points_have_limits_of_low_reliability_and_twelve_have_good_ones():
    short, enough = chart(CALM[:11]), chart(CALM)
    assert set(short["note"]) == {"fewer than 12 points"}
    assert set(short["value_note"]) == {"u"}
    assert short["upper_limit"].notna().all()
    assert set(enough["note"]) == {""}


def test_one_point_has_no_limits_and_no_verdict():
    row = summary([10], target=5)
    assert pd.isna(row["upper_limit"])
    assert row["note"] == "too few points"
    assert (row["variation"], row["assurance"]) == ("cannot be calculated", "cannot be calculated")


# --- missing values ---


def test_a_missing_value_takes_both_its_moving_ranges_with_it():
    # 9 11 9 11, nothing, 11 9 11 9: six ranges of 2. Joined over the gap there would be a 0.
    found = chart([9, 11, 9, 11, None, 11, 9, 11, 9])
    assert found["moving_range"].isna().sum() == 3
    row = found.iloc[0]
    assert (row["upper_limit"] - row["mean"], row["points"]) == (pytest.approx(5.32), 8)


def test_a_missing_value_has_no_rule_and_says_so():
    row = chart([*CALM, None]).iloc[-1]
    assert pd.isna(row["rule"])
    assert pd.isna(row["point_type"])
    assert row["note"] == "a figure is missing"


def test_a_missing_value_within_a_rise_breaks_it_without_a_fault():
    rise = [8, 8.5, 9, 9.5, None, 10.5, 11, 11.5]
    assert "seven rising" not in rules([*BASE, *rise])


def test_a_missing_value_breaks_a_run_on_one_side_of_the_mean():
    assert rules([*BASE, 11, 11, 11, 11, None, 11, 11])[-1] == "common cause"


def test_the_latest_point_is_the_latest_that_has_a_value():
    row = summary([*BASE, 30, None], baseline=30)
    assert (row["value"], row["variation"]) == (30, "improvement high")


# --- rules: mean 10, limits 4.68 and 15.32, near 6.453 and 13.547 ---


def test_a_point_above_the_upper_limit_and_one_on_it_differ():
    assert rules([*BASE, 15.33])[-1] == "above the upper limit"
    assert rules([*BASE, 15.32])[-1] == "common cause"


def test_a_point_below_the_lower_limit():
    assert rules([*BASE, 4.67])[-1] == "below the lower limit"


def test_seven_points_that_rise_at_every_step_are_a_trend_and_six_are_not():
    assert rules([*BASE, 7, 8, 9, 9.5, 10.2, 11, 12])[-7:] == ["seven rising"] * 7
    assert "seven rising" not in rules([*BASE, 9.2, 9.4, 9.6, 9.8, 11.5])


def test_a_tie_breaks_a_trend():
    assert "seven rising" not in rules([*BASE, 7, 8, 9, 9, 10.2, 11, 12])


def test_seven_points_that_fall_at_every_step():
    assert rules([*BASE, 13, 12, 11, 10.2, 9.5, 9, 8])[-7:] == ["seven falling"] * 7


def test_the_peak_between_a_rise_and_a_fall_belongs_to_the_fall():
    found = rules([*BASE, 7, 8, 9, 9.5, 10.2, 11, 12, 11, 10.2, 9.5, 9, 8, 7])[-13:]
    assert found == ["seven rising"] * 6 + ["seven falling"] * 7


def test_the_last_point_of_a_rise_keeps_its_direction_where_no_run_follows():
    assert rules([*BASE, 7, 8, 9, 9.5, 10.2, 11, 12, 9])[-2:] == ["seven rising", "common cause"]


def test_two_of_three_points_near_a_limit_are_a_signal_and_the_third_is_not_marked():
    assert rules([*BASE, 14, 11, 14])[-3:] == [
        "two in three high",
        "common cause",
        "two in three high",
    ]
    assert rules([*BASE, 6, 6, 9])[-3:] == ["two in three low", "two in three low", "common cause"]


def test_two_near_points_on_either_side_of_the_mean_are_no_signal():
    assert rules([*BASE, 14, 11, 6])[-3:] == ["common cause"] * 3


def test_two_near_points_with_one_across_the_mean_between_are_no_signal():
    assert rules([*BASE, 14, 9, 14])[-3:] == ["common cause"] * 3


def test_a_point_outside_the_limits_does_not_count_as_near():
    # 14 is near, 16 outside and 11 on the same side: one near point in three is no signal.
    assert rules([*BASE, 14, 16, 11])[-3:] == [
        "common cause",
        "above the upper limit",
        "common cause",
    ]


def test_seven_points_on_one_side_of_the_mean_are_a_shift_and_six_are_not():
    assert rules([*BASE, *[10.5, 12] * 3, 10.5])[-7:] == ["seven above the mean"] * 7
    # the last of the base is above the mean too: five more make six
    assert rules([*BASE, 10.5, 12, 10.5, 12, 10.5])[-5:] == ["common cause"] * 5
    assert rules([*BASE, 9, *[9.5, 8] * 3])[-7:] == ["seven below the mean"] * 7


def test_a_point_on_the_mean_breaks_a_run():
    assert rules([*BASE, 12, 11, 12, 10, 12, 11, 12])[-7:] == ["common cause"] * 7


def test_a_point_on_the_mean_but_for_binary_noise_breaks_a_run():
    # tenths whose mean is 0.2 but comes out as 0.20000000000000004
    found = chart([0.1, 0.3] * 6 + [0.3, 0.25, 0.3, 0.2, 0.3, 0.25, 0.3], baseline=12)
    assert set(found["rule"]) == {"common cause"}


def test_a_rule_of_higher_priority_names_a_point_that_several_catch():
    # The last of seven risers lies outside; the six before it are risers above the mean as well.
    found = rules([*BASE, 10.1, 10.5, 11, 12, 13, 14, 15, 16])
    assert found[-8:] == ["seven rising"] * 7 + ["above the upper limit"]


def one_by_one(values: list, baseline: int) -> list[str]:
    """The rules read out slowly, window by window, to check the fast ones against."""
    base = values[:baseline]
    mean = sum(base) / len(base)
    steps = [abs(b - a) for a, b in pairwise(base)]
    bar = 3.267 * sum(steps) / len(steps)
    kept = [step for step in steps if step < bar]
    reach = 2.66 * sum(kept) / len(kept)
    side = [(v > mean) - (v < mean) for v in values]
    outside = [abs(v - mean) > reach for v in values]
    near = [
        not out and abs(v - mean) > 2 * reach / 3 for v, out in zip(values, outside, strict=True)
    ]
    number = len(values)

    def windows(place, length):
        return [
            range(s, s + length)
            for s in range(place - length + 1, place + 1)
            if s >= 0 and s + length <= number
        ]

    def climbs(window):
        moves = {
            (values[i] > values[i - 1]) - (values[i] < values[i - 1]) for i in list(window)[1:]
        }
        return moves in ({1}, {-1})

    in_trend = [any(climbs(w) for w in windows(i, 7)) for i in range(number)]
    found = []
    for i in range(number):
        after = i + 1 < number and in_trend[i + 1]
        way = values[i + 1] - values[i] if after else values[i] - values[i - 1]
        pair = near[i] and any(
            abs(sum(side[j] for j in w)) == 3 and sum(near[j] for j in w) >= 2
            for w in windows(i, 3)
        )
        shift = any(abs(sum(side[j] for j in w)) == 7 for w in windows(i, 7))
        if outside[i]:
            found.append("above the upper limit" if side[i] > 0 else "below the lower limit")
        elif in_trend[i]:
            found.append("seven rising" if way > 0 else "seven falling")
        elif pair:
            found.append("two in three high" if side[i] > 0 else "two in three low")
        elif shift:
            found.append("seven above the mean" if side[i] > 0 else "seven below the mean")
        else:
            found.append("common cause")
    return found


def drifting(seed: int) -> list[float]:
    """Sixty figures that drift, in tenths, with a few spikes."""
    random = np.random.default_rng(seed)
    values = np.round(np.cumsum(random.normal(0.2, 1.2, 60)) + random.normal(0, 2, 60), 1)
    return (values + np.where(random.random(60) < 0.05, 20, 0)).tolist()


def test_the_rules_of_many_series_are_those_read_out_one_by_one():
    table = pd.concat([series(drifting(seed), area=seed) for seed in range(60)])
    found = chart(table, by="area", baseline=30)["rule"].tolist()
    expected = [rule for seed in range(60) for rule in one_by_one(drifting(seed), 30)]
    assert found == expected
    assert len(set(expected)) == 9  # every rule is met, and points that keep to none


# --- improvement, variation and assurance ---


@pytest.mark.parametrize(
    ("polarity", "high", "low"),
    [
        ("high_is_good", ("improvement", "improvement high"), ("concern", "concern low")),
        ("low_is_good", ("concern", "concern high"), ("improvement", "improvement low")),
        ("none", ("neutral high", "neutral high"), ("neutral low", "neutral low")),
    ],
)
def test_polarity_decides_whether_a_signal_is_an_improvement(polarity, high, low):
    for value, words in ((30, high), (-10, low)):
        row = summary([*BASE, value], polarity, baseline=30)
        assert (row["point_type"], row["variation"]) == words


def test_a_rise_below_the_mean_is_an_improvement_where_high_is_good():
    row = summary([*BASE, 6.5, 7, 7.5, 8, 8.5, 9, 9.5], baseline=30)
    assert (row["rule"], row["point_type"]) == ("seven rising", "improvement")


@pytest.mark.parametrize(
    ("target", "high_is_good", "low_is_good"),
    [
        (15.33, "consistently failing", "consistently passing"),
        (15.31, "hit or miss", "hit or miss"),
        (4.67, "consistently passing", "consistently failing"),
        (None, "not applicable", "not applicable"),
    ],
)
def test_assurance_sets_the_target_against_the_limits(target, high_is_good, low_is_good):
    assert summary(CALM, "high_is_good", target=target)["assurance"] == high_is_good
    assert summary(CALM, "low_is_good", target=target)["assurance"] == low_is_good
    assert summary(CALM, "none", target=target)["assurance"] == "not applicable"


def test_a_target_exactly_on_a_limit_is_hit_or_miss():
    edge = chart(CALM).at[0, "upper_limit"]
    assert summary(CALM, target=edge)["assurance"] == "hit or miss"


def test_a_series_without_a_target_has_no_assurance_and_harms_no_other():
    table = pd.concat([series(CALM, area="A", aim=20.0), series(CALM, area="B", aim=None)])
    table["aim"] = table["aim"].astype(float)
    found = chart_summaries(chart(table, by="area", target="aim"), by="area")
    assert found["assurance"].tolist() == ["consistently failing", "not applicable"]


def test_assurance_is_that_of_the_newest_segment():
    table = series([*CALM, *[29, 31] * 6])
    row = summary(table, target=24, rebase=[table["period_start"][12]])
    assert row["assurance"] == "consistently passing"


# --- rebasing ---


def test_nothing_looks_across_a_rebase():
    table = series([*CALM, *[29, 31] * 6])
    found = chart(table, rebase=["2018-01-01"])
    assert found["mean"].tolist() == [10] * 12 + [30] * 12
    assert found["segment"].tolist() == [0] * 12 + [1] * 12
    assert set(found["rule"]) == {"common cause"}
    assert pd.isna(found.at[12, "moving_range"])


def test_a_run_does_not_reach_over_a_rebase():
    # Four above the mean of 10 at the end of one segment and four at the start of the next.
    half = [8, 12] * 4 + [8] * 4 + [12] * 4
    table = series([*half, *half[::-1]])
    assert "seven above the mean" in set(chart(table)["rule"])
    assert set(chart(table, rebase=table["period_start"][16])["rule"]) == {"common cause"}


def test_a_day_to_rebase_at_that_no_point_has_is_named():
    with pytest.raises(TableError) as refused:
        chart(series(CALM, area="Havering"), by="area", rebase=["2016-01-02"])
    assert str(refused.value) == (
        "control_charts cannot rebase area Havering at 2016-01-02: it has no point on that day. "
        "Name a day of the data; for days that differ between series, give a table of area, "
        "period_start."
    )


def test_series_may_be_rebased_on_days_of_their_own():
    table = pd.concat([series(CALM * 2, area="A"), series(CALM * 2, area="B")])
    days = pd.DataFrame({"area": ["B"], "period_start": pd.to_datetime(["2018-01-01"])})
    found = chart(table, by="area", rebase=days)
    assert found.groupby("area")["segment"].max().to_dict() == {"A": 0, "B": 1}


def test_a_rebase_of_a_series_that_is_not_there_is_refused():
    days = pd.DataFrame({"area": ["Z"], "period_start": pd.to_datetime(["2018-01-01"])})
    with pytest.raises(TableError) as refused:
        chart(series(CALM, area="A"), by="area", rebase=days)
    assert str(refused.value) == (
        "control_charts cannot rebase area Z: the data hold no such series."
    )


# --- many series ---


def test_each_series_has_its_own_limits_and_runs():
    table = pd.concat([series(CALM, area="A"), series([90, 110] * 6, area="B")])
    found = chart(table, by="area")
    assert found.groupby("area")["mean"].first().tolist() == [10, 100]
    assert set(found["rule"]) == {"common cause"}
    assert found["moving_range"].isna().sum() == 2


VALUES = st.lists(st.integers(-50, 50), min_size=2, max_size=30)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(VALUES, VALUES, st.randoms(use_true_random=False))
def test_charts_do_not_depend_on_the_order_of_the_rows(first, second, random):
    table = pd.concat([series(first, area="A"), series(second, area="B")], ignore_index=True)
    order = list(table.index)
    random.shuffle(order)
    shuffled = chart(table.loc[order], by="area").loc[table.index]
    pd.testing.assert_frame_equal(shuffled, chart(table, by="area"))


@settings(derandomize=True, deadline=None, max_examples=40)
@given(VALUES)
def test_limits_hold_the_mean_and_turn_with_the_values(values):
    there, upside_down = chart(values), chart([-v for v in values])
    assert (there["lower_limit"] <= there["mean"]).all()
    assert (there["mean"] <= there["upper_limit"]).all()
    assert upside_down["lower_limit"].tolist() == pytest.approx((-there["upper_limit"]).tolist())


def test_no_rows_have_no_chart():
    empty = series(CALM, area="A").iloc[:0]
    found = chart(empty, by="area")
    assert found.empty
    assert chart_summaries(found, by="area").empty


def test_charts_leave_the_table_as_it_was():
    table = series(CALM)
    before = table.copy(deep=True)
    chart(table)
    pd.testing.assert_frame_equal(table, before)


# --- what is refused ---


def refusal(table: pd.DataFrame, **options) -> str:
    with pytest.raises(TableError) as refused:
        chart(table, **options)
    return str(refused.value)


def test_a_day_that_stands_twice_is_refused():
    table = pd.concat([series(CALM, area="A")] * 2)
    assert refusal(table, by="area") == (
        "control_charts needs one row for each area + period_start: area A, period_start "
        "2015-01-01 00:00:00 stands twice."
    )


def test_values_that_are_text_are_refused():
    assert refusal(series(CALM).assign(value=["9", "[c]"] * 6)) == (
        "control_charts needs numbers in the column \"value\": '9' is not one. Turn text into "
        "numbers first, and marks such as [c] into missing values."
    )


def test_dates_that_are_text_are_refused():
    assert "needs dates in the column" in refusal(series(CALM).assign(period_start="2015-01-01"))


@pytest.mark.parametrize("baseline", [11, 12.0, True, "12"])
def test_a_baseline_below_twelve_or_not_whole_is_refused(baseline):
    assert refusal(series(CALM), baseline=baseline) == (
        f"A baseline of {baseline!r} points cannot be used: write a whole number from 12, or None "
        "for all points."
    )


def test_an_unknown_polarity_is_refused():
    assert 'cannot use "increase" as polarity' in refusal(series(CALM), polarity="increase")


def test_a_missing_target_column_is_named():
    assert 'needs a column "aim"' in refusal(series(CALM), target="aim")


def test_a_target_that_is_no_number_is_refused():
    assert refusal(series(CALM), target=float("nan")) == (
        "A target of nan cannot be used: write a number, or a column."
    )


def test_a_day_to_rebase_at_that_is_no_day_is_refused():
    assert "cannot read the days to rebase at" in refusal(series(CALM), rebase=["spring"])


def test_a_row_without_a_day_is_left_out_and_harms_no_other():
    table = series([*CALM, 900])
    table.loc[12, "period_start"] = pd.NaT
    found = chart(table)
    assert found.at[12, "note"] == "a date is missing"
    assert found.at[0, "mean"] == 10
