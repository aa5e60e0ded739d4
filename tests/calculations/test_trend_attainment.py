"""Will a yearly percentage reach its target: the logit line against statsmodels, and its edges."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit
from scipy.stats import t as student

from analysis.calculations.targets.trend_attainment import left_out_probabilities, trend_attainment
from analysis.errors import TableError

# Good level of development in Havering, of two series.
BEFORE = {2016: 70.8, 2017: 71.7, 2018: 71.5, 2019: 71.7}
AFTER = {2022: 64.4569, 2023: 64.8, 2024: 66.8, 2025: 68.4720}


def points(*runs: dict, area="Havering") -> pd.DataFrame:
    rows = [(area, number, t, p) for number, run in enumerate(runs) for t, p in run.items()]
    return pd.DataFrame(rows, columns=["area", "series", "time", "value"])


def goal(at=2028, target=75.8, direction="at least", area="Havering") -> pd.DataFrame:
    return pd.DataFrame({"area": [area], "at": at, "target": target, "direction": direction})


def found(run=AFTER, *, before=BEFORE, confidence=0.95, **asked) -> pd.Series:
    table = points(before, run)
    return trend_attainment(table, goal(**asked), by="area", confidence=confidence).iloc[0]


def by_statsmodels(
    run: dict, at: float, confidence=0.95
) -> tuple[float, float, float, float, float]:
    """Projection, limits, standard error and logit of a new year, from statsmodels' own line."""
    years, values = np.array(list(run), float), np.array(list(run.values()), float)
    fit = sm.OLS(logit(values / 100), sm.add_constant(years - years[0])).fit()
    frame = fit.get_prediction([[1.0, at - years[0]]]).summary_frame(alpha=1 - confidence)
    low, high = frame[["obs_ci_lower", "obs_ci_upper"]].iloc[0]
    middle = frame["mean"].iloc[0]
    error = (high - middle) / student.ppf((1 + confidence) / 2, len(run) - 2)
    return (*(100 * expit([middle, low, high])), error, middle)


@pytest.mark.parametrize("run", [AFTER, dict(list(AFTER.items())[:3]), BEFORE | AFTER])
@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_the_line_and_its_interval_are_those_of_statsmodels(run, confidence):
    middle, low, high, error, mean = by_statsmodels(run, 2028, confidence)
    row = found(run, before={}, confidence=confidence)
    assert row[["projection", "lower_pi", "upper_pi"]].tolist() == pytest.approx(
        [middle, low, high], abs=1e-8
    )
    tail = student.sf((logit(0.758) - mean) / error, len(run) - 2)
    assert row["probability"] == pytest.approx(tail, abs=1e-10)


def test_havering_is_led_to_72_2_per_cent_in_2027_28_and_not_to_its_target():
    row = found()
    assert row["projection"] == pytest.approx(72.18, abs=0.005)
    assert row["probability"] == pytest.approx(0.0429, abs=0.0005)
    assert (row["points"], row["degrees_of_freedom"]) == (4, 2)


def test_figures_before_the_break_do_not_enter():
    assert found(before=BEFORE)["probability"] == found(before={})["probability"]


def test_a_new_series_without_a_value_does_not_bring_the_old_one_back():
    row = found({2022: None})
    assert row["note"] == "too few points"


def test_three_points_leave_one_degree_of_freedom_and_an_interval_that_bears_little():
    row = found(dict(list(AFTER.items())[:3]))
    assert (row["points"], row["degrees_of_freedom"]) == (3, 1)
    assert row["upper_pi"] - row["lower_pi"] > 40


@pytest.mark.parametrize("count", [1, 2])
def test_fewer_than_three_points_give_no_probability_and_say_so(count):
    row = found(dict(list(AFTER.items())[:count]))
    assert row[["projection", "lower_pi", "upper_pi", "probability"]].isna().all()
    assert (row["note"], row["points"], row["degrees_of_freedom"]) == ("too few points", count, 0)


def test_a_year_without_a_value_is_left_out_and_not_counted():
    row = found(AFTER | {2026: None})
    assert (row["points"], row["probability"]) == (4, found()["probability"])


@pytest.mark.parametrize("value", [0, 100, 101.1, -1, "high"])
def test_a_percentage_that_has_no_logit_gives_no_probability(value):
    row = found(AFTER | {2025: value})
    assert pd.isna(row["probability"])
    assert row["note"] == "a figure has no logit"


@pytest.mark.parametrize("target", [0, 100])
def test_a_target_that_has_no_logit_gives_no_probability(target):
    assert found(target=target)["note"] == "a figure has no logit"


@pytest.mark.parametrize(
    "run", [dict.fromkeys(AFTER, 65.0), {t: 100 * expit(0.1 * (t - 2020)) for t in AFTER}]
)
def test_points_without_scatter_are_no_certainty(run):
    row = found(run)
    assert pd.isna(row["probability"])
    assert row["note"] == "the points show no scatter"


def test_an_area_without_points_has_no_probability():
    row = found(area="Newham")
    assert (row["points"], row["note"]) == (0, "too few points")


def test_a_target_of_at_most_has_the_rest_of_the_probability():
    assert found(direction="at most")["probability"] == pytest.approx(1 - found()["probability"])


def test_a_bad_area_harms_no_other():
    table = pd.concat([points(AFTER), points({2022: 64.0, 2023: 0.0, 2024: 66.0}, area="Newham")])
    both = pd.concat([goal(), goal(area="Newham")], ignore_index=True)
    rows = trend_attainment(table, both, by="area")
    assert rows["probability"].isna().tolist() == [False, True]
    assert rows["probability"].iloc[0] == pytest.approx(found()["probability"])


def test_a_year_that_stands_twice_in_a_series_is_refused():
    table = pd.concat([points(AFTER), points(AFTER)])
    with pytest.raises(TableError) as refusal:
        trend_attainment(table, goal(), by="area")
    assert str(refusal.value) == (
        "trend_attainment needs one row for each area + series + time: area Havering, series 0, "
        "time 2022 stands twice."
    )


@pytest.mark.parametrize("column", ["time", "series", "value", "area"])
def test_points_without_a_column_are_refused_by_its_name(column):
    with pytest.raises(TableError, match=f'trend_attainment needs a column "{column}"'):
        trend_attainment(points(AFTER).drop(columns=column), goal(), by="area")


@pytest.mark.parametrize("column", ["at", "target", "direction"])
def test_goals_without_a_column_are_refused_by_its_name(column):
    with pytest.raises(TableError, match=f'trend_attainment needs a column "{column}"'):
        trend_attainment(points(AFTER), goal().drop(columns=column), by="area")


def test_a_direction_that_is_not_one_is_refused():
    with pytest.raises(TableError, match='The direction "higher" is not known'):
        found(direction="higher")


SERIES = st.lists(st.floats(20, 95), min_size=3, max_size=9).filter(
    lambda values: np.ptp(values) > 0.5
)


def run_of(values) -> dict:
    return {2016 + place: value for place, value in enumerate(values)}


@settings(derandomize=True, deadline=None, max_examples=60)
@given(SERIES)
def test_the_probability_falls_as_the_target_rises(values):
    asked = pd.concat([goal(target=target) for target in range(1, 100, 7)], ignore_index=True)
    table = trend_attainment(points(run_of(values)), asked, by="area")
    chances = table["probability"].dropna()
    assert (np.diff(chances) <= 1e-12).all()
    assert chances.between(0, 1).all()


@settings(derandomize=True, deadline=None, max_examples=60)
@given(SERIES)
def test_limits_bracket_the_projection_lie_in_0_to_100_and_widen_with_confidence(values):
    table = points(run_of(values))
    row = trend_attainment(table, goal(), by="area", confidence=(0.5, 0.8, 0.95)).iloc[0]
    if row["note"]:
        return
    order = ["lower_pi_95", "lower_pi_80", "lower_pi_50", "projection"]
    order += ["upper_pi_50", "upper_pi_80", "upper_pi_95"]
    limits = row[order].tolist()
    assert limits == sorted(limits)
    assert limits[0] >= 0 and limits[-1] <= 100


@settings(derandomize=True, deadline=None, max_examples=60)
@given(SERIES)
def test_limits_widen_with_the_horizon_on_the_scale_of_the_line(values):
    asked = pd.concat([goal(at=at) for at in range(2026, 2036)], ignore_index=True)
    table = trend_attainment(points(run_of(values)), asked, by="area")
    width = logit(table["upper_pi"] / 100) - logit(table["lower_pi"] / 100)
    assert (np.diff(width[np.isfinite(width)]) > 0).all()


@settings(derandomize=True, deadline=None, max_examples=40)
@given(SERIES, st.randoms(use_true_random=False))
def test_the_order_of_points_does_not_matter(values, random):
    table = points(BEFORE, {t + 10: v for t, v in run_of(values).items()})
    mixed = list(table.index)
    random.shuffle(mixed)
    pd.testing.assert_frame_equal(
        trend_attainment(table.loc[mixed], goal(at=2040), by="area"),
        trend_attainment(table, goal(at=2040), by="area"),
        check_exact=False,
    )


def test_leaving_out_each_figure_in_turn_gives_the_range_of_the_probability():
    single = []
    for year in AFTER:
        rest = {t: p for t, p in AFTER.items() if t != year}
        single.append(found(rest, before={})["probability"])
    row = left_out_probabilities(points(BEFORE, AFTER), goal(), by="area").iloc[0]
    assert (row["lowest"], row["highest"]) == pytest.approx((min(single), max(single)))


def test_three_figures_cannot_spare_one():
    run = dict(list(AFTER.items())[:3])
    row = left_out_probabilities(points(BEFORE, run), goal(), by="area").iloc[0]
    assert row[["lowest", "highest"]].isna().all()


def test_areas_with_series_of_different_lengths_are_left_out_apart():
    long, short = points(AFTER), points(dict(list(AFTER.items())[:3]), area="Newham")
    both = pd.concat([goal(), goal(area="Newham")], ignore_index=True)
    rows = left_out_probabilities(pd.concat([long, short]), both, by="area")
    assert rows["lowest"].isna().tolist() == [False, True]


def test_two_goals_of_one_key_cannot_be_told_apart_when_figures_are_left_out():
    both = pd.concat([goal(), goal(target=75)])
    with pytest.raises(TableError, match="area Havering stands twice"):
        left_out_probabilities(points(AFTER), both, by="area")


def test_no_figures_give_no_range():
    row = left_out_probabilities(points(AFTER).iloc[:0], goal(), by="area").iloc[0]
    assert row[["lowest", "highest"]].isna().all()
