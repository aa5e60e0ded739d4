"""Trends of an area's annual indicators, charts of its quarterly ones. Figures are synthetic."""

import pandas as pd
import pytest

from analysis.calculations.trends.area_trends import annual_trends, quarterly_charts

INDICATORS = pd.DataFrame(
    [
        ("gld", "Good level", "high_is_good", "proportion", "annual", "2013/14;2021/22"),
        ("infant_mortality", "Infant mortality", "low_is_good", "rate", "annual", ""),
        ("mmr1_24m", "MMR", "high_is_good", "proportion", "quarterly", ""),
    ],
    columns=["indicator", "short_name", "polarity", "statistic", "cadence", "series_breaks"],
)


def years(indicator: str, first: int, rows: list[tuple], area_code="A", group_type="all"):
    """Rows of numerator, denominator, value, lower_ci, upper_ci, one a year."""
    table = pd.DataFrame(
        rows, columns=["numerator", "denominator", "value", "lower_ci", "upper_ci"]
    ).astype("Float64")
    starts = pd.to_datetime([f"{first + step}-09-01" for step in range(len(rows))])
    return table.assign(
        indicator=indicator,
        area_code=area_code,
        group_type=group_type,
        period=[f"{first + step}/{(first + step + 1) % 100:02d}" for step in range(len(rows))],
        period_start=starts,
        period_end=starts + pd.DateOffset(years=1, days=-1),
        value_note="",
        source_id="release",
        source_ref="row 2",
        unit="%",
    )


def counted(*numerators):
    return [(x, 1_000, x / 10, x / 10 - 3, x / 10 + 3) for x in numerators]


def quarters(values: list, first: str = "2020-04-01") -> pd.DataFrame:
    starts = pd.date_range(first, periods=len(values), freq="QS")
    return pd.DataFrame({"value": pd.array(values, dtype="Float64")}).assign(
        indicator="mmr1_24m",
        area_code="A",
        group_type="all",
        period=[f"quarter {number}" for number in range(len(values))],
        period_start=starts,
        period_end=starts + pd.DateOffset(months=3, days=-1),
        value_note="p",
        source_id="release",
        source_ref="row 2",
        unit="%",
    )


def trends(figures: pd.DataFrame, order=("gld", "infant_mortality", "mmr1_24m")) -> pd.DataFrame:
    return annual_trends(figures, INDICATORS, "A", list(order), confidence=0.95)


def test_five_years_since_the_break_have_a_trend_and_say_where_their_series_began():
    rows = pd.concat(
        [
            years("gld", 2017, counted(700, 720)),
            years("gld", 2021, counted(600, 620, 650, 660, 700)),
        ]
    )
    row = trends(rows).iloc[0]
    assert row["trend"] == "increasing and getting better"
    assert (row["first_period"], row["last_period"]) == ("2021/22", "2025/26")
    assert row["new_series_from"] == "2021/22"


def test_a_series_before_the_last_break_names_the_break_it_began_at():
    row = trends(years("gld", 2014, counted(600, 620, 650, 660))).iloc[0]
    assert row["new_series_from"] == "2013/14"


def test_a_series_that_never_broke_names_no_break():
    row = trends(years("gld", 2008, counted(600, 620, 650, 660))).iloc[0]
    assert row["new_series_from"] == ""


def test_what_the_five_years_come_with_is_counted():
    rows = [*counted(600, 620, 650, 660, 700)]
    rows[2] = (None, None, 65.0, None, None)
    row = trends(years("gld", 2021, rows)).iloc[0]
    assert row["note"] == "a count is missing"
    assert row[["with_value", "with_counts", "with_limits"]].tolist() == [5, 4, 4]


def test_trends_are_those_of_the_area_of_all_children_and_in_the_order_asked_for():
    rates = [(None, None, value, value - 1, value + 1) for value in (5, 4, 3, 2, 1)]
    rows = pd.concat(
        [
            years("gld", 2021, counted(600, 620, 650, 660, 700)),
            years("gld", 2021, counted(700, 660, 650, 620, 600), area_code="B"),
            years("gld", 2021, counted(100, 200, 150, 160, 900), group_type="fsm"),
            years("infant_mortality", 2018, rates),
            quarters([90.0] * 3),
        ]
    )
    found = trends(rows, ["infant_mortality", "gld", "mmr1_24m"])
    assert found["indicator"].tolist() == ["infant_mortality", "gld"]
    assert found.at[1, "trend"] == "increasing and getting better"


def charts(figures: pd.DataFrame) -> pd.DataFrame:
    return quarterly_charts(figures, INDICATORS, "A", ["gld", "mmr1_24m"])


def test_twelve_quarters_in_a_row_have_limits():
    found = charts(quarters([89.0, 91.0] * 6))
    assert found["upper_limit"].tolist() == pytest.approx([90 + 2.66 * 2] * 12)
    assert found["rule"].notna().all()


def test_eleven_quarters_in_a_row_have_none():
    found = charts(quarters([89.0, 91.0] * 5 + [89.0]))
    assert found[["mean", "lower_limit", "upper_limit", "rule", "point_type"]].isna().all(axis=None)


def test_twelve_quarters_with_a_gap_have_none_and_all_their_points():
    # Moving ranges across a gap are not those of one quarter to the next.
    found = charts(
        pd.concat([quarters([89.0, 91.0] * 3), quarters([89.0, 91.0] * 3, "2022-04-01")])
    )
    assert len(found) == 12
    assert found["upper_limit"].isna().all()


def test_only_the_newest_run_has_limits_and_they_are_its_own():
    old, new = quarters([50.0, 70.0] * 6, "2010-04-01"), quarters([89.0, 91.0] * 6, "2020-04-01")
    found = charts(pd.concat([old, new]))
    assert found.loc[found["run"] == 0, "mean"].isna().all()
    assert found.loc[found["run"] == 1, "mean"].tolist() == pytest.approx([90] * 12)


def test_an_old_long_run_gives_no_limits_to_new_quarters():
    old, new = quarters([50.0, 70.0] * 6, "2010-04-01"), quarters([89.0], "2020-04-01")
    assert charts(pd.concat([old, new]))["upper_limit"].isna().all()


def test_an_area_without_figures_has_no_trends_and_no_charts():
    nothing = years("gld", 2021, counted(600)).iloc[:0]
    assert trends(nothing).empty
    assert charts(nothing).empty
