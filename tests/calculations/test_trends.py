"""The five-point recent trend: published and hand-computed values, refusals and symmetry."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import Table

from analysis.calculations.trends.trend_slopes import chi_squared_for_trend
from analysis.calculations.trends.trends import recent_trends
from analysis.errors import TableError


def years(first: int, number: int) -> dict:
    starts = pd.to_datetime([f"{first + step}-09-01" for step in range(number)])
    return {"period_start": starts, "period_end": starts + pd.DateOffset(months=12, days=-1)}


def counts(numerators: list, denominators=1_000, first=2020) -> pd.DataFrame:
    table = pd.DataFrame(years(first, len(numerators)))
    return table.assign(numerator=numerators, denominator=denominators)


def measures(values: list, half_width=0.5) -> pd.DataFrame:
    """Values with limits that lie `half_width` from them."""
    value = np.array(values, dtype=float)
    table = pd.DataFrame(years(2020, len(values)))
    return table.assign(value=value, lower_ci=value - half_width, upper_ci=value + half_width)


def trend_of(table: pd.DataFrame, polarity="high_is_good", **options) -> pd.Series:
    options = {"by": None, "series": None, "statistic": "proportion"} | options
    return recent_trends(table, polarity=polarity, **options).iloc[0]


def test_chi_squared_for_trend_is_that_of_fleisss_smokers():
    # Fleiss, Statistical Methods for Rates and Proportions, 2nd ed. 1981, p. 139; prop.trend.test
    # of R gives X-squared = 8.2249 for its example of the same data.
    found = chi_squared_for_trend(np.array([[83, 90, 129, 70]]), np.array([[86, 93, 136, 82]]))
    assert found == pytest.approx([8.2249], abs=5e-5)


def test_chi_squared_for_trend_is_that_of_altmans_shoe_sizes_and_caesareans():
    # Altman, Practical Statistics for Medical Research, 1991, p. 229: 8.02.
    caesareans, women = np.array([[5, 7, 6, 7, 8, 10]]), np.array([[22, 35, 42, 48, 54, 150]])
    assert chi_squared_for_trend(caesareans, women) == pytest.approx([8.02], abs=0.005)


COUNTS = st.lists(
    st.integers(20, 3_000).flatmap(lambda n: st.tuples(st.integers(1, n - 1), st.just(n))),
    min_size=5,
    max_size=5,
)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(COUNTS)
def test_chi_squared_for_trend_agrees_with_statsmodels_but_for_its_finite_population(pairs):
    # statsmodels divides by N - 1 where the chi-squared for trend divides by N.
    x, n = np.array(pairs).T
    score = Table(np.array([n - x, x])).test_ordinal_association().zscore
    expected = score**2 * n.sum() / (n.sum() - 1)
    assert chi_squared_for_trend(x[None], n[None])[0] == pytest.approx(expected, rel=1e-8, abs=1e-9)


def test_a_steady_rise_of_a_good_thing_is_getting_better():
    # D 5,000, C 3,230, CT 6,700, DT 10,000, DT2 30,000:
    # 5000 (5000 x 6700 - 3230 x 10000)^2 / (3230 x 1770 x (5000 x 30000 - 10000^2)) = 25.188
    row = trend_of(counts([600, 620, 650, 660, 700]))
    assert row["chi_squared"] == pytest.approx(25.188, abs=0.0005)
    assert (row["trend"], row["note"]) == ("increasing and getting better", "")
    assert row["steady"]


def test_the_slope_of_a_proportion_is_the_unweighted_slope_of_its_logit():
    # logits -ln 4, -ln 2 ... of 200, 333.33, 500, 666.67, 800 of 1,000: slope (2 ln 4 + 2 ln 4 +
    # ln 2 + ln 2) / 10 = (4 x 1.386294 + 2 x 0.693147) / 10 = 0.693147
    row = trend_of(counts([200, 1_000 / 3, 500, 2_000 / 3, 800]))
    assert row["slope"] == pytest.approx(0.693147, abs=1e-6)


@pytest.mark.parametrize(
    ("polarity", "rising", "falling"),
    [
        ("high_is_good", "increasing and getting better", "decreasing and getting worse"),
        ("low_is_good", "increasing and getting worse", "decreasing and getting better"),
        ("none", "increasing", "decreasing"),
    ],
)
def test_polarity_decides_which_way_is_better(polarity, rising, falling):
    up = [600, 620, 650, 660, 700]
    assert trend_of(counts(up), polarity)["trend"] == rising
    assert trend_of(counts(up[::-1]), polarity)["trend"] == falling


def test_a_small_rise_is_no_significant_change():
    row = trend_of(counts([600, 605, 610, 612, 615]))
    assert row["chi_squared"] < 9.5495
    assert row["trend"] == "no significant change"


def test_a_rise_that_hangs_on_one_year_is_no_significant_change():
    # Level at 50% but for the first year: far above the bar, yet level without that year.
    row = trend_of(counts([400, 500, 500, 500, 500]))
    assert row["chi_squared"] > 9.5495
    assert row["trend"] == "no significant change"
    assert not row["steady"]


def test_a_rise_that_turns_without_its_last_year_is_no_significant_change():
    row = trend_of(counts([520, 515, 510, 505, 800]))
    assert row["chi_squared"] > 9.5495
    assert row["trend"] == "no significant change"


def test_a_significant_rate_has_the_weighted_slope_and_its_chi_squared():
    # Equal limits +/- 0.5: se 0.5 / 1.959964 = 0.255107; slope 1, sum of squares of time 10:
    # chi-squared 1 / (0.255107^2 / 10) = 153.658
    row = trend_of(measures([1, 2, 3, 4, 5]), "low_is_good", statistic="rate")
    assert row["slope"] == pytest.approx(1)
    assert row["chi_squared"] == pytest.approx(153.658, abs=0.001)
    assert row["trend"] == "increasing and getting worse"


def test_a_year_with_wide_limits_weighs_less():
    # Weights 1, 1, 1, 1 and 1/100 of that: time's weighted mean (6 + 0.04) / 4.01 = 1.506234,
    # sum of squares 14.16 - 4.01 x 1.506234^2 = 5.062344; of time and value 0.01 x 4 x 10 -
    # 4.01 x 1.506234 x 0.1/4.01 = 0.4 - 0.1506234 = 0.249377; slope 0.049261.
    table = measures([0, 0, 0, 0, 10])
    table.loc[4, ["lower_ci", "upper_ci"]] = [5, 15]
    assert trend_of(table, statistic="rate")["slope"] == pytest.approx(0.049261, abs=1e-6)


def test_limits_of_99_8_per_cent_are_read_as_such():
    table = measures([1, 2, 3, 4, 5])
    row = trend_of(table, statistic="rate", confidence=0.998)
    # se 0.5 / 3.090232 = 0.161800; 10 / 0.161800^2 = 381.981
    assert row["chi_squared"] == pytest.approx(381.981, abs=0.001)


def test_a_year_in_which_nobody_has_the_outcome_has_a_trend_all_the_same():
    row = trend_of(counts([0, 10, 20, 30, 40]), "low_is_good")
    assert row["trend"] == "increasing and getting worse"
    # half a child on both sides at every year: logit of 0.5 / 1000.5 = -7.6014, of 10.5 / 990.5
    # = -4.5469, 20.5 / 980.5 = -3.8676, 30.5 / 970.5 = -3.4601, 40.5 / 960.5 = -3.1661
    slope = (2 * (-3.1661 + 7.6014) + (-3.4601 + 4.5469)) / 10
    assert row["slope"] == pytest.approx(slope, abs=1e-4)


def test_a_year_in_which_everybody_has_the_outcome_mirrors_one_in_which_nobody_has():
    none, everybody = [0, 10, 20, 30, 40], [1_000, 990, 980, 970, 960]
    assert trend_of(counts(everybody))["slope"] == pytest.approx(-trend_of(counts(none))["slope"])
    assert trend_of(counts(everybody))["trend"] == "decreasing and getting worse"


@pytest.mark.parametrize("count", [0, 1_000])
def test_nobody_or_everybody_in_every_year_is_no_change_and_no_fault(count):
    row = trend_of(counts([count] * 5))
    assert (row["trend"], row["chi_squared"]) == ("no significant change", 0)


def test_four_years_are_too_few():
    row = trend_of(counts([600, 620, 650, 660]))
    assert (row["trend"], row["note"]) == ("cannot be calculated", "fewer than five points")
    assert (row["value_note"], row["points"]) == ("z", 4)
    assert pd.isna(row["steady"])


def test_of_more_than_five_years_only_the_last_five_count():
    row = trend_of(counts([999, 999, 600, 620, 650, 660, 700], first=2018))
    assert row["chi_squared"] == pytest.approx(25.188, abs=0.0005)
    assert (row["first_start"], row["points"]) == (pd.Timestamp("2020-09-01"), 7)


def test_no_trend_crosses_a_break_in_series():
    # Havering's good level of development: four years before the break and four after it.
    table = pd.concat(
        [counts([600, 620, 640, 660], first=2015), counts([600, 620, 650, 660], first=2021)]
    )
    table["series"] = [0] * 4 + [1] * 4
    row = trend_of(table, series="series")
    assert (row["note"], row["points"]) == ("fewer than five points", 4)


def test_five_years_after_a_break_have_a_trend_of_their_own():
    table = pd.concat([counts([900, 800], first=2018), counts([600, 620, 650, 660, 700])])
    table["series"] = [0] * 2 + [1] * 5
    assert trend_of(table, series="series")["chi_squared"] == pytest.approx(25.188, abs=0.0005)


@pytest.mark.parametrize("column", ["numerator", "denominator"])
def test_a_year_without_counts_gives_no_trend(column):
    table = counts([600, 620, 650, 660, 700]).astype({"numerator": float, "denominator": float})
    table.loc[2, column] = None
    assert trend_of(table)["note"] == "a count is missing"


def test_a_suppressed_year_gives_no_trend_and_is_not_read_as_nothing():
    table = counts([600, 620, None, 660, 700]).assign(value=[60.0, 62.0, None, 66.0, 70.0])
    row = trend_of(table)
    assert (row["trend"], row["note"]) == ("cannot be calculated", "a figure is missing")


def test_a_missing_year_gives_no_trend():
    row = trend_of(counts([600, 620, 640, 650, 660, 700]).drop(index=3))
    assert row["note"] == "a year is missing"


def test_rolling_three_year_periods_give_no_trend():
    table = counts([600, 620, 650, 660, 700])
    table["period_end"] = table["period_start"] + pd.DateOffset(years=3, days=-1)
    assert trend_of(table)["note"] == "the periods overlap"


def test_quarters_give_no_trend():
    starts = pd.date_range("2024-01-01", periods=5, freq="QS")
    table = counts([600, 620, 650, 660, 700]).assign(period_start=starts)
    table["period_end"] = starts + pd.DateOffset(months=3, days=-1)
    assert trend_of(table)["note"] == "the periods are not annual"


def test_a_census_each_january_is_annual():
    table = counts([600, 620, 650, 660, 700])
    table["period_start"] = pd.date_range("2021-01-01", periods=5, freq="YS")
    table["period_end"] = table["period_start"] + pd.DateOffset(days=30)
    assert trend_of(table)["trend"] == "increasing and getting better"


@pytest.mark.parametrize(
    ("numerator", "denominator", "note"),
    [
        (-1, 1_000, "a figure is below 0"),
        (5, 0, "the denominator is 0"),
        (1_001, 1_000, "the numerator is above the denominator"),
    ],
)
def test_counts_that_cannot_be_give_no_trend_and_harm_no_other_area(numerator, denominator, note):
    good = counts([600, 620, 650, 660, 700]).assign(area="sound")
    bad = good.assign(area="bad")
    bad.loc[1, ["numerator", "denominator"]] = [numerator, denominator]
    found = recent_trends(
        pd.concat([good, bad]), by="area", polarity="none", statistic="proportion", series=None
    ).set_index("area")
    assert found.at["bad", "note"] == note
    assert found.at["bad", "trend"] == "cannot be calculated"
    assert found.at["sound", "trend"] == "increasing"


@pytest.mark.parametrize(
    ("limits", "note"),
    [((None, 3.5), "a limit is missing"), ((3, 3), "the limits have no width")],
)
def test_a_rate_needs_limits_in_every_year(limits, note):
    table = measures([1, 2, 3, 4, 5])
    table.loc[2, ["lower_ci", "upper_ci"]] = limits
    assert trend_of(table, statistic="rate")["note"] == note


def test_a_year_without_a_date_gives_no_trend():
    table = counts([600, 620, 650, 660, 700])
    table.loc[0, "period_start"] = pd.NaT
    assert trend_of(table)["note"] == "a date is missing"


def test_proportions_and_rates_of_several_areas_are_tested_in_one_call():
    gld = counts([600, 620, 650, 660, 700]).assign(way="high_is_good", kind="proportion")
    deaths = measures([5, 4, 3, 2, 1]).assign(way="low_is_good", kind="rate")
    table = pd.concat(
        [
            gld.assign(indicator="gld", area="A"),
            gld.assign(indicator="gld", area="B", numerator=600),
            deaths.assign(indicator="deaths", area="A"),
        ]
    )
    found = recent_trends(
        table, by=["indicator", "area"], polarity="way", statistic="kind", series=None
    )
    assert found[["indicator", "area", "trend"]].values.tolist() == [
        ["deaths", "A", "decreasing and getting better"],
        ["gld", "A", "increasing and getting better"],
        ["gld", "B", "no significant change"],
    ]


@settings(derandomize=True, deadline=None, max_examples=60)
@given(COUNTS)
def test_a_trend_turns_round_when_the_years_do(pairs):
    x, n = np.array(pairs).T
    there, back = trend_of(counts(x, n), "none"), trend_of(counts(x[::-1], n[::-1]), "none")
    turned = {"increasing": "decreasing", "decreasing": "increasing"}
    assert back["trend"] == turned.get(there["trend"], there["trend"])
    assert back["slope"] == pytest.approx(-there["slope"], abs=1e-12)
    assert back["chi_squared"] == pytest.approx(there["chi_squared"], rel=1e-9, abs=1e-9)


@settings(derandomize=True, deadline=None, max_examples=30)
@given(COUNTS, st.permutations(range(5)))
def test_a_trend_does_not_depend_on_the_order_of_the_rows(pairs, order):
    table = counts(*np.array(pairs).T)
    pd.testing.assert_series_equal(trend_of(table.iloc[order]), trend_of(table))


def test_no_rows_have_no_trends():
    empty = counts([600]).iloc[:0].assign(area="")
    assert recent_trends(
        empty, by="area", polarity="none", statistic="proportion", series=None
    ).empty


def test_trends_leave_the_table_as_it_was():
    table = counts([600, 620, 650, 660, 700])
    before = table.copy(deep=True)
    trend_of(table)
    pd.testing.assert_frame_equal(table, before)


def refusal(table: pd.DataFrame, **options) -> str:
    with pytest.raises(TableError) as refused:
        trend_of(table, **options)
    return str(refused.value)


def test_a_missing_column_is_named():
    assert refusal(counts([600] * 5).drop(columns="period_end")) == (
        'recent_trends needs a column "period_end": the table has period_start, numerator, '
        "denominator."
    )


def test_a_proportion_without_a_column_of_counts_is_refused():
    assert 'needs a column "numerator"' in refusal(measures([1] * 5))


def test_a_table_that_does_not_say_where_its_series_break_is_refused():
    assert 'needs a column "series"' in refusal(counts([600] * 5), series="series")


def test_a_series_that_is_not_numbered_is_refused():
    table = counts([600] * 5).assign(series="new")
    assert refusal(table, series="series") == (
        'recent_trends needs a whole number in every row of the column "series": number the series '
        "between breaks with series.with_series, or write series=None if there is no break."
    )


def test_a_year_that_stands_twice_is_refused():
    table = pd.concat([counts([600] * 5), counts([700])])
    assert "stands twice" in refusal(table)


def test_an_unknown_polarity_is_refused_by_the_words_there_are():
    assert refusal(counts([600] * 5), polarity="up") == (
        'recent_trends cannot use "up" as polarity: write one of high_is_good, low_is_good, none, '
        "or the name of a column that holds them."
    )


def test_an_unknown_polarity_in_a_column_is_refused():
    table = counts([600] * 5).assign(way="up")
    assert refusal(table, polarity="way") == (
        'recent_trends finds "up" in the column "way": a polarity is one of high_is_good, '
        "low_is_good, none."
    )


def test_two_polarities_of_one_series_are_refused():
    table = counts([600] * 5).assign(area="A", way=["high_is_good"] * 4 + ["none"])
    assert refusal(table, by="area", polarity="way") == (
        'recent_trends needs one polarity for each series: area A has both "high_is_good" and '
        '"none".'
    )


def test_years_written_as_text_are_refused():
    table = counts([600] * 5).assign(period_start=["2020", "2021", "2022", "2023", "2024"])
    assert refusal(table) == (
        "recent_trends needs dates in the column \"period_start\": '2020' is not one. Turn text "
        "into dates first, with pandas.to_datetime."
    )
