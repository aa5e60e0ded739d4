"""Funnel limits: closed forms, which side an area lies on, and the curve that is drawn."""

import numpy as np
import pandas as pd
import PHStatsMethods
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, norm, poisson

from analysis.calculations.rates.funnels import funnel_curve, funnel_limits
from analysis.calculations.rates.indirectly_standardised import indirectly_standardised_ratios
from analysis.calculations.rates.rates import proportions
from analysis.errors import TableError

ENDS = ["lower_99_8", "lower_95", "average", "upper_95", "upper_99_8"]
SIDES = ["significance_95", "significance_99_8"]
AREAS = st.lists(
    st.integers(1, 3_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=2,
    max_size=10,
)


def counts(*rows, **more) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["numerator", "denominator"]).assign(**more)


def many(rows=400, seed=11) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    n = draw.integers(5, 3_000, rows)
    return pd.DataFrame(
        {"numerator": draw.binomial(n, draw.normal(0.3, 0.04, rows)), "denominator": n}
    )


def events(rows=400, seed=12, each=0.01) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    n = draw.integers(50, 8_000, rows)
    expected = each * n * draw.normal(1, 0.25, rows).clip(0.2)
    return pd.DataFrame({"numerator": draw.poisson(expected), "denominator": n})


def significance_of(table: pd.DataFrame) -> list[str]:
    """Our two words in the reference's one."""
    sides = zip(table["significance_95"], table["significance_99_8"], strict=True)
    return [
        f"{wide.capitalize()} (0.001)"
        if wide != "within"
        else "Not significant"
        if narrow == "within"
        else f"{narrow.capitalize()} (0.025)"
        for narrow, wide in sides
    ]


def test_limits_of_a_proportion_by_hand():
    # 90 of 300 is 30%. For 100: 30 -/+ 1.959964 x sqrt(30 x 70 / 100) = 30 -/+ 8.9817, and
    # with 3.090232 for 99.8%: 30 -/+ 14.1612.
    table = funnel_limits(counts((50, 100), (30, 100), (10, 100)), statistic="proportion")
    assert table.loc[0, ENDS].tolist() == pytest.approx(
        [15.8388, 21.0183, 30, 38.9817, 44.1612], abs=0.0001
    )
    assert table["value"].tolist() == [50, 30, 10]
    assert table["significance_95"].tolist() == ["high", "within", "low"]


def test_an_area_on_either_limit_has_a_wilson_interval_that_just_touches_the_average():
    # A proportion on the limit need not be a whole count; neither limits nor Wilson mind.
    found = funnel_limits(counts((200, 1_000), (37, 150)), statistic="proportion").iloc[1]
    for end, other in (("lower_95", "upper_ci"), ("upper_95", "lower_ci")):
        on_limit = counts((found[end] / 100 * 150, 150))
        assert proportions(on_limit)[other].iloc[0] == pytest.approx(found["average"], abs=1e-9)


def test_areas_are_outside_the_funnel_just_where_wilsons_interval_leaves_the_average_out():
    table = funnel_limits(many(), statistic="proportion")
    interval = proportions(many())
    out = (interval["lower_ci"] > table["average"]) | (interval["upper_ci"] < table["average"])
    assert out.any()
    assert (out == (table["significance_95"] != "within")).all()


def test_proportions_lie_on_the_side_that_phstatsmethods_gives():
    table = many()
    theirs = PHStatsMethods.assign_funnel_significance(
        table, "numerator", "proportion", denom_col="denominator"
    )["significance"]
    ours = significance_of(funnel_limits(table, statistic="proportion"))
    assert len(set(ours)) == 5
    assert ours == theirs.tolist()


def test_proportion_limits_are_those_of_phstatsmethods_at_the_sizes_that_it_draws():
    # It takes the difference of two large squares under a root; 1e-6 of a point is its rounding.
    table = many()
    theirs = PHStatsMethods.calculate_funnel_limits(
        table, "numerator", "proportion", 100, denom_col="denominator"
    )
    average = 100 * table["numerator"].sum() / table["denominator"].sum()
    drawn = counts(*[(0, size) for size in theirs["Population"]])
    ours = funnel_limits(drawn, statistic="proportion", average=average)
    for mine, its in zip(
        ("lower_95", "upper_95", "lower_99_8", "upper_99_8"),
        ("lower_2s_limit", "upper_2s_limit", "lower_3s_limit", "upper_3s_limit"),
        strict=True,
    ):
        assert np.allclose(ours[mine], theirs[its], rtol=0, atol=1e-6)


@pytest.mark.parametrize("multiplier", [1, 100, 1_000])
def test_limits_of_a_proportion_stay_within_the_whole_whatever_it_is_counted_in(multiplier):
    # PHEindicatormethods cuts at 100: a limit of 2.1 wholes for 1, of a tenth for 1,000.
    table = funnel_limits(
        counts((1, 2), (500, 1_000)), statistic="proportion", multiplier=multiplier
    )
    assert table.loc[0, ENDS].tolist() == [0, 0, 0.5 * multiplier, multiplier, multiplier]


@pytest.mark.parametrize("observed", [1, 2, 5, 9, 30, 400])
@pytest.mark.parametrize(("level", "tail"), [("95", 0.025), ("99_8", 0.001)])
def test_a_ratio_is_on_its_limit_where_the_exact_limits_of_its_count_touch_the_expected(
    observed, level, tail
):
    # PHEindicatormethods starts from the count and bisects for the expected count; the closed
    # form of that is the chi-squared quantile, and ours goes back from it to the count.
    most = chi2.ppf(1 - tail, 2 * observed + 2) / 2
    least = chi2.ppf(tail, 2 * observed) / 2
    table = funnel_limits(counts((observed, most), (observed, least)), statistic="ratio")
    assert table.loc[0, f"lower_{level}"] == pytest.approx(observed / most, rel=1e-9)
    assert table.loc[1, f"upper_{level}"] == pytest.approx(observed / least, rel=1e-9)


def test_limits_of_a_ratio_agree_with_the_bisection_of_phstatsmethods_to_its_width():
    # It searches for the expected count that a count is on the limit of, and stops when
    # t / (1 + t) is known to 1e-7. That is worst for a single event and the upper limit at
    # 99.8%, 5 parts in 100,000; from ten events on it is within 2 in a million.
    theirs = PHStatsMethods.calculate_funnel_limits(
        counts((5, 6.0), (60, 55.0)),
        "numerator",
        "ratio",
        100,
        denom_col="denominator",
        ratio_type="isr",
    ).head(60)
    count = theirs["Observed_events"]
    for mine, its, expected in (
        ("lower_95", "lower_2s", chi2.ppf(0.975, 2 * count + 2) / 2),
        ("upper_95", "upper_2s", chi2.ppf(0.025, 2 * count) / 2),
        ("lower_99_8", "lower_3s", chi2.ppf(0.999, 2 * count + 2) / 2),
        ("upper_99_8", "upper_3s", chi2.ppf(0.001, 2 * count) / 2),
    ):
        areas = pd.DataFrame({"numerator": count, "denominator": expected})
        ours = funnel_limits(areas, statistic="ratio", multiplier=100)[mine]
        off = (ours / theirs[f"{its}_limit"] - 1).abs()
        assert off.max() < 5e-5
        assert off[count >= 10].max() < 2e-6


def test_a_count_below_the_lower_limit_has_a_poisson_tail_below_the_level():
    table = funnel_limits(counts(*[(x, 20.0) for x in range(60)]), statistic="ratio")
    for name, tail in (("95", 0.025), ("99_8", 0.001)):
        low = poisson.cdf(np.arange(60), 20) < tail
        high = poisson.sf(np.arange(60) - 1, 20) < tail
        assert (table[f"significance_{name}"] == "low").tolist() == low.tolist()
        assert (table[f"significance_{name}"] == "high").tolist() == high.tolist()


def test_no_event_is_low_only_where_so_few_would_be_unlikely():
    # P(none) = exp(-E): below 0.025 from 3.689 expected, below 0.001 from 6.908.
    table = funnel_limits(counts((0, 3.6), (0, 3.7), (0, 6.9), (0, 7.0)), statistic="ratio")
    assert table["significance_95"].tolist() == ["within", "low", "low", "low"]
    assert table["significance_99_8"].tolist() == ["within", "within", "within", "low"]
    assert table.loc[0, "lower_95"] == 0


def test_ratios_lie_on_the_side_that_phstatsmethods_gives():
    # From ten events it uses Byar's limits: an expected count within 1.5% of a limit at 99.8%
    # (0.2% at 95%) may be judged otherwise. None of these 400 is.
    table = events(each=0.01).assign(denominator=lambda rows: rows["denominator"] * 0.01)
    theirs = PHStatsMethods.assign_funnel_significance(
        table, "numerator", "ratio", denom_col="denominator"
    )["significance"]
    ours = significance_of(funnel_limits(table, statistic="ratio"))
    assert len(set(ours)) == 5
    assert ours == theirs.tolist()


def test_rates_lie_on_the_side_that_phstatsmethods_gives():
    table = events().assign(rate=lambda rows: 1e5 * rows["numerator"] / rows["denominator"])
    theirs = PHStatsMethods.assign_funnel_significance(
        table,
        "numerator",
        "rate",
        denom_col="denominator",
        rate="rate",
        rate_type="crude",
        multiplier=100_000,
    )["significance"]
    ours = significance_of(funnel_limits(table, statistic="rate"))
    assert len(set(ours)) == 5
    assert ours == theirs.tolist()


def test_the_funnel_of_a_rate_is_that_of_events_against_those_expected_at_the_average():
    table = events(rows=20)
    each = table["numerator"].sum() / table["denominator"].sum()
    rate = funnel_limits(table, statistic="rate")
    ratio = funnel_limits(table.assign(denominator=table["denominator"] * each), statistic="ratio")
    for end in ENDS:
        assert np.allclose(rate[end], ratio[end] * each * 100_000)
    assert rate["average"].iloc[0] == pytest.approx(each * 100_000)


def test_a_standardised_rate_has_the_limits_of_the_population_that_it_implies():
    # 40 events at 200 for each 100,000 imply 20,000 people; average (40 + 60) / 50,000 = 200.
    table = pd.DataFrame({"numerator": [40, 60], "dsr": [200.0, 200.0]})
    found = funnel_limits(table, statistic="rate", rate="dsr")
    assert found["denominator"].tolist() == [20_000, 30_000]
    crude = funnel_limits(counts((40, 20_000), (60, 30_000)), statistic="rate")
    pd.testing.assert_frame_equal(found[ENDS], crude[ENDS])


def test_a_standardised_rate_of_fewer_than_ten_events_has_no_limits_and_counts_in_the_average():
    table = pd.DataFrame({"numerator": [9, 91, 0], "dsr": [90.0, 182.0, None]})
    found = funnel_limits(table, statistic="rate", rate="dsr")
    assert found["note"].tolist() == ["fewer than 10 events", "", "fewer than 10 events"]
    assert found["average"].iloc[0] == pytest.approx(1e5 * 100 / 60_000)
    assert found[["value", "lower_95", *SIDES]].isna().any(axis=1).tolist() == [True, False, True]


def test_an_area_without_a_count_has_no_limits_and_leaves_the_average_to_the_others():
    # The reference implementations refuse the whole call.
    found = funnel_limits(counts((None, 100), (30, 100), (50, 100)), statistic="proportion")
    assert found["average"].tolist() == [40, 40, 40]
    assert found.loc[0, ["value", "lower_95", "upper_99_8", *SIDES]].isna().all()
    assert found["note"].tolist() == ["a figure is missing", "", ""]


@pytest.mark.parametrize("row", [(-1, 10), (5, 0), (11, 10), ("c", 10)])
def test_counts_that_cannot_be_harm_no_other_area(row):
    found = funnel_limits(counts(row, (30, 100), (50, 100)), statistic="proportion")
    assert found["average"].tolist() == [40, 40, 40]
    assert found["significance_95"].isna().tolist() == [True, False, False]


def test_each_group_has_its_own_average():
    table = counts((10, 100), (20, 100), (60, 100), (80, 100), year=[1, 1, 2, 2])
    found = funnel_limits(table, statistic="proportion", by="year")
    assert found["average"].tolist() == [15, 15, 70, 70]


def test_the_centre_may_be_another_figure_such_as_englands():
    found = funnel_limits(counts((50, 100), (30, 100)), statistic="proportion", average=45)
    assert found["average"].tolist() == [45, 45]
    assert found["significance_95"].tolist() == ["within", "low"]
    ratio = funnel_limits(counts((50, 100)), statistic="ratio", multiplier=100, average=50)
    assert ratio["significance_95"].tolist() == ["within"]


def test_areas_that_all_have_none_are_all_within():
    for statistic in ("proportion", "rate"):
        found = funnel_limits(counts((0, 100), (0, 900)), statistic=statistic)
        assert found[["value", *ENDS]].eq(0).all(axis=None)
        assert found["significance_95"].eq("within").all()


@settings(derandomize=True, deadline=None, max_examples=60)
@given(AREAS, st.sampled_from(["proportion", "rate"]))
def test_limits_bracket_the_average_widen_with_level_and_narrow_with_size(areas, statistic):
    found = funnel_limits(counts(*areas), statistic=statistic)
    assert (np.diff(found[ENDS].to_numpy(), axis=1) >= -1e-9).all()
    larger = found.sort_values("denominator", kind="stable")
    assert (larger["upper_95"].diff().dropna() <= 1e-6).all()
    assert (larger["lower_95"].diff().dropna() >= -1e-6).all()


@settings(derandomize=True, deadline=None, max_examples=60)
@given(AREAS)
def test_limits_do_not_depend_on_the_order_of_the_areas(areas):
    found = funnel_limits(counts(*areas), statistic="proportion")
    turned = funnel_limits(counts(*areas[::-1]), statistic="proportion")
    pd.testing.assert_frame_equal(found, turned.iloc[::-1].reset_index(drop=True))


@pytest.mark.parametrize("statistic", ["proportion", "rate", "ratio"])
def test_the_curve_passes_through_the_limits_of_areas_of_its_sizes(statistic):
    limits = funnel_limits(many(rows=30), statistic=statistic)
    curve = funnel_curve(limits, statistic=statistic, points=7)
    assert len(curve) == 7
    assert curve["denominator"].iloc[[0, -1]].tolist() == pytest.approx(
        [0.95 * limits["denominator"].min(), 1.05 * limits["denominator"].max()]
    )
    again = funnel_limits(
        curve[["denominator"]].assign(numerator=0),
        statistic=statistic,
        average=limits["average"].iloc[0],
    )
    assert np.allclose(curve[ENDS], again[ENDS])


def test_each_group_has_its_own_curve_and_one_without_figures_has_none():
    table = counts((10, 100), (60, 200), (None, 100), year=[1, 2, 3])
    limits = funnel_limits(table, statistic="proportion", by="year")
    curve = funnel_curve(limits, statistic="proportion", by="year", points=5)
    assert curve["year"].tolist() == [1] * 5 + [2] * 5
    assert curve["average"].tolist() == pytest.approx([10] * 5 + [30] * 5)
    with pytest.raises(TableError, match="two averages in one group: give the by= of the limits"):
        funnel_curve(limits, statistic="proportion")


def test_no_areas_have_no_curve():
    limits = funnel_limits(counts(), statistic="rate")
    assert len(limits) == 0
    assert len(funnel_curve(limits, statistic="rate")) == 0


@pytest.mark.parametrize("calculation", [funnel_limits, funnel_curve])
def test_a_statistic_that_is_not_known_is_refused(calculation):
    with pytest.raises(TableError, match='funnel of "mean" is not known: it may be of proportion,'):
        calculation(counts((1, 2)), statistic="mean")


def test_rates_in_a_column_are_for_rates_alone():
    with pytest.raises(TableError, match='for the statistic "rate" alone'):
        funnel_limits(counts((1, 2), dsr=3), statistic="ratio", rate="dsr")


@pytest.mark.parametrize(("average", "message"), [(0, "above 0"), (120, "no more than its whole")])
def test_an_average_that_cannot_be_is_refused(average, message):
    with pytest.raises(TableError, match=message):
        funnel_limits(counts((1, 2)), statistic="proportion", average=average)


def test_indirectly_standardised_ratios_are_judged_from_their_observed_and_expected():
    bands = pd.DataFrame(
        {
            "area": ["a", "a", "b", "b"],
            "age_band": [0, 5, 0, 5],
            "numerator": [60, 40, 3, 5],
            "denominator": [1_000] * 4,
        }
    )
    england = pd.DataFrame(
        {"age_band": [0, 5], "numerator": [300, 400], "denominator": [10_000, 20_000]}
    )
    ratios = indirectly_standardised_ratios(bands, reference=england, band="age_band", by="area")
    found = funnel_limits(ratios, statistic="ratio", numerator="observed", denominator="expected")
    assert found["value"].tolist() == ratios["value"].tolist()
    assert found["significance_99_8"].tolist() == ["high", "low"]


def test_z_of_the_two_levels_are_those_of_two_and_three_standard_errors_of_custom():
    table = funnel_limits(counts((5_000, 10_000)), statistic="proportion")
    standard_error = 100 * (0.25 / 10_000) ** 0.5
    for name, p in (("95", 0.975), ("99_8", 0.999)):
        reach = table[f"upper_{name}"].iloc[0] - 50
        assert reach == pytest.approx(norm.ppf(p) * standard_error)
