"""The outlook of targets: yearly percentages with a break, and counts with and without a rate."""

import pandas as pd
import pytest

from analysis.calculations.targets.count_outlook import count_outlook
from analysis.calculations.targets.trajectories import (
    count_trajectory,
    gain_groups,
    month_after,
    yearly_trajectory,
)
from analysis.calculations.targets.yearly_outlook import yearly_outlook, yearly_points

HAVERING, ENGLAND = "E09000016", "E92000001"
NAMES = {HAVERING: "Havering", ENGLAND: "England"}
INDICATORS = pd.DataFrame(
    [
        ("gld", "annual", "academic_year", "2021/22"),
        ("mmr1_24m", "quarterly", "financial_quarter", ""),
    ],
    columns=["indicator", "cadence", "period_kind", "series_breaks"],
)
# Good level of development, as published.
GLD = {
    HAVERING: {"2018/19": 71.7, "2021/22": 64.4569, "2022/23": 64.8, "2023/24": 66.8},
    ENGLAND: {"2018/19": 71.8, "2021/22": 65.1677, "2022/23": 67.2, "2023/24": 67.6775},
}
NEWEST = {HAVERING: {"2024/25": 68.4720}, ENGLAND: {"2024/25": 68.2970}}


def figures(*runs: dict, indicator="gld") -> pd.DataFrame:
    rows = [
        (indicator, code, NAMES[code], period, value)
        for run in runs
        for code, values in run.items()
        for period, value in values.items()
    ]
    columns = ["indicator", "area_code", "area_name", "period", "value"]
    table = pd.DataFrame(rows, columns=columns)
    first = table["period"].str[:4].astype(int)
    return table.assign(
        period_end=pd.to_datetime((first + 1).astype(str) + "-08-31"),
        group_type="all",
        unit="%",
        lower_ci=pd.NA,
        upper_ci=pd.NA,
        source_id="dfe",
        source_ref="row 1",
    )


def aims(*rows) -> pd.DataFrame:
    """Rows of target, area, value and due date."""
    table = pd.DataFrame(rows, columns=["target_id", "area_code", "value", "due"])
    return table.assign(
        indicator="gld",
        direction="at least",
        unit="%",
        due=pd.to_datetime(table["due"]),
        due_label="2028",
        source_id="plan",
        source_ref="action 1",
    ).astype({"value": "Float64"})


OWN = ("hav_gld_2028", HAVERING, 75.8, "2028-08-31")
NATIONAL = ("nat_gld_2028", ENGLAND, 75.0, "2028-08-31")


def outlook(*targets, table=None) -> pd.DataFrame:
    table = figures(GLD, NEWEST) if table is None else table
    points = yearly_points(table, INDICATORS)
    return yearly_outlook(points, aims(*(targets or (OWN, NATIONAL))), HAVERING, ENGLAND)


def test_each_target_is_asked_of_the_area_and_the_national_one_of_england_too():
    table = outlook()
    assert table[["target_id", "target_of", "area_name"]].values.tolist() == [
        ["hav_gld_2028", "plan", "Havering"],
        ["nat_gld_2028", "national", "Havering"],
        ["nat_gld_2028", "national", "England"],
    ]


def test_havering_must_gain_2_4_points_a_year_and_has_gained_1_3():
    # (75.8 - 68.472) / 3 and (68.472 - 64.4569) / 3; nothing of the years before the break
    row = outlook().iloc[0]
    assert row["required_rate"] == pytest.approx(2.442667, abs=1e-6)
    assert row["achieved_rate"] == pytest.approx(1.338367, abs=1e-6)
    assert (row["first_period"], row["period"], row["due_period"]) == (
        "2021/22", "2024/25", "2027/28",
    )  # fmt: skip


def test_four_figures_make_an_interval_2_2_times_as_wide_as_a_long_series_would():
    # t on 2 degrees of freedom over the normal quantile: 4.3027 / 1.9600
    assert outlook()["widening"].iloc[0] == pytest.approx(2.1953, abs=1e-4)


def test_three_figures_make_it_six_and_a_half_times_as_wide_and_spare_none():
    # 12.70620 / 1.95996
    row = outlook(table=figures(GLD)).iloc[0]
    assert row["widening"] == pytest.approx(6.4829, abs=1e-4)
    assert (row["points"], row["degrees_of_freedom"]) == (3, 1)
    assert pd.isna(row["lowest"])


def test_two_figures_of_a_new_series_have_a_pace_and_no_probability():
    short = {HAVERING: {"2018/19": 71.7, "2021/22": 64.4, "2022/23": 64.8}}
    row = outlook(OWN, table=figures(short)).iloc[0]
    assert row["achieved_rate"] == pytest.approx(0.4)
    assert pd.isna(row["probability"])
    assert row["trend_note"] == "too few points"


def test_the_first_figure_of_a_new_series_has_no_pace_of_its_own():
    row = outlook(OWN, table=figures({HAVERING: {"2018/19": 71.7, "2021/22": 64.4}})).iloc[0]
    assert pd.isna(row["achieved_rate"])
    assert row["required_rate"] == pytest.approx((75.8 - 64.4) / 6)


def test_a_due_date_before_the_end_of_the_school_year_means_the_year_before():
    row = outlook(("early", HAVERING, 75.8, "2028-07-31")).iloc[0]
    assert (row["at"], row["due_period"]) == (2027, "2026/27")


def test_a_target_whose_year_is_reported_has_no_probability_left():
    row = outlook(("past", HAVERING, 75.8, "2025-08-31")).iloc[0]
    assert row[["probability", "lower_pi", "trend_projection", "lowest"]].isna().all()
    assert row["note"] == "the date has passed"


def test_a_relative_target_and_one_without_figures_are_left_out():
    targets = aims(OWN).assign(indicator=["early_education_send"])
    points = yearly_points(figures(GLD), INDICATORS)
    assert yearly_outlook(points, targets, HAVERING, ENGLAND).empty
    relative = aims(OWN).assign(value=pd.array([pd.NA], dtype="Float64"))
    assert yearly_outlook(points, relative, HAVERING, ENGLAND).empty


def test_quarterly_percentages_are_no_yearly_points():
    assert yearly_points(figures(GLD, indicator="mmr1_24m"), INDICATORS).empty


def test_a_trajectory_holds_history_the_line_required_and_the_years_to_come():
    row = outlook().iloc[0]
    table = yearly_trajectory(yearly_points(figures(GLD, NEWEST), INDICATORS), row)
    assert table["period"].tolist()[-4:] == ["2024/25", "2025/26", "2026/27", "2027/28"]
    assert table["required"].iloc[-4] == pytest.approx(68.472)
    assert table["required"].iloc[-1] == pytest.approx(75.8)
    assert table["required"].iloc[:-4].isna().all()
    last = table.iloc[-1]
    assert (last["projection"], last["lower_pi"], last["upper_pi"]) == pytest.approx(
        (row["trend_projection"], row["lower_pi"], row["upper_pi"])
    )


def test_a_trajectory_without_a_trend_still_has_its_required_line():
    short = figures({HAVERING: {"2021/22": 64.4, "2022/23": 64.8}})
    row = outlook(OWN, table=short).iloc[0]
    table = yearly_trajectory(yearly_points(short, INDICATORS), row)
    assert table["projection"].isna().all()
    assert table["required"].iloc[-1] == pytest.approx(75.8)


# --- counts ---

TARGETS = pd.DataFrame(
    [
        ("online", 2_771, "2024-12-31", "count"),
        ("trained", 50, "2025-04-30", "count"),
        ("dentists", 2, "2024-12-31", "count"),
        ("reach", 580, "2024-09-30", "count"),
        ("policy", 40, "2024-12-31", "count"),
        ("nobody", 300, "2025-04-30", "count"),
        ("undated", 60, None, "count"),
        ("reviews", 30, "2024-12-31", "%"),
    ],
    columns=["target_id", "value", "due", "unit"],
).assign(
    plan="herefordshire",
    area_code="E06000019",
    label="Label",
    indicator="",
    direction="at least",
    value_note="",
    relative_to="",
    due_label="",
    scope="Parents",
    source_id="paper",
    source_ref="target",
)
TARGETS = TARGETS.astype({"value": "Float64"}).assign(due=pd.to_datetime(TARGETS["due"]))
REPORTED = pd.DataFrame(
    [
        ("online", "number", 2_690, "count"),
        ("trained", "number", 32, "count"),
        ("dentists", "number", 1, "count"),
        ("reach", "not comparable", 63, "count"),
        ("policy", "words", None, "count"),
        ("nobody", "nothing", None, "count"),
        ("undated", "number", 27, "count"),
        ("reviews", "number", 12, "%"),
    ],
    columns=["target_id", "status", "value", "unit"],
).assign(
    numerator=pd.NA,
    denominator=pd.NA,
    value_note="",
    period="to July 2024",
    scope="",
    remark="",
    published=pd.Timestamp("2024-07-31"),
    source_ref="progress",
)
REPORTED = REPORTED.astype({"value": "Float64", "numerator": "Int64", "denominator": "Int64"})
INCREMENTS = pd.DataFrame(
    [("online", 381.0, 7.0), ("trained", 32.0, 7.0)], columns=["target_id", "amount", "months"]
).assign(
    period="January to July 2024",
    period_end=pd.Timestamp("2024-07-31"),
    remark="",
    source_ref="progress",
)
BASELINES = pd.DataFrame(
    [("online", 20.0, pd.Timestamp("2023-12-31"), "2023", "target")],
    columns=["target_id", "growth", "as_of", "period", "source_ref"],
)
TABLES = {
    "targets": TARGETS,
    "reported": REPORTED,
    "increments": INCREMENTS,
    "baselines": BASELINES,
}


def counts(tables=TABLES) -> pd.DataFrame:
    return count_outlook(tables, ["herefordshire"]).set_index("target_id")


def test_counts_with_anything_reported_are_followed_and_no_others():
    assert counts().index.tolist() == [
        "online", "trained", "dentists", "reach", "policy", "undated",
    ]  # fmt: skip


def test_the_online_courses_need_16_a_month_and_get_54():
    row = counts().loc["online"]
    assert (row["needed"], row["time_left"]) == (81, 5)
    assert (row["required_rate"], row["achieved_rate"]) == pytest.approx((16.2, 381 / 7))


def test_what_20_per_cent_more_implies_agrees_with_the_count_less_what_came_since():
    row = counts().loc["online"]
    assert row["baseline"] == pytest.approx(2_309.1667, abs=1e-4)
    assert row["baseline_counted"] == 2_690 - 381 == 2_309


def test_an_increment_over_other_months_says_nothing_of_the_baseline():
    tables = TABLES | {"increments": INCREMENTS.assign(months=6.0)}
    assert pd.isna(counts(tables).loc["online", "baseline_counted"])


def test_a_target_without_an_increment_has_no_run_rate():
    row = counts().loc["dentists"]
    assert row[["achieved_rate", "projection", "probability", "time_to_target"]].isna().all()
    assert (row["required_rate"], row["note"]) == (0.2, "nothing says in how long")


@pytest.mark.parametrize("target", ["reach", "policy"])
def test_a_report_that_does_not_count_the_same_thing_is_never_the_count(target):
    row = counts().loc[target]
    assert row[["value", "needed", "required_rate", "probability"]].isna().all()


def test_a_target_without_a_date_has_nothing_to_reckon_months_to():
    row = counts().loc["undated"]
    assert pd.isna(row["required_rate"]) and pd.isna(row["time_left"])
    assert row["needed"] == 33


def test_the_newest_increment_stands():
    older = INCREMENTS.assign(period_end=pd.Timestamp("2024-03-31"), amount=1.0, period="Q1")
    tables = TABLES | {"increments": pd.concat([INCREMENTS, older], ignore_index=True)}
    assert counts(tables).loc["online", "gained"] == 381


def test_no_plan_has_no_counts():
    assert count_outlook(TABLES, []).empty


def test_a_count_is_followed_month_by_month_from_its_start_to_its_due_date():
    table = count_trajectory(counts().loc["online"])
    assert table["date"].dt.strftime("%Y-%m-%d").tolist() == [
        "2023-12-31", "2024-07-31", "2024-08-31", "2024-09-30", "2024-10-31", "2024-11-30",
        "2024-12-31",
    ]  # fmt: skip
    assert table["value"].tolist()[:2] == [2_309, 2_690]
    assert table["value"].iloc[2:].isna().all()
    assert table["required"].iloc[-1] == pytest.approx(2_771)
    last = counts().loc["online"]
    assert table["upper_pi"].iloc[-1] == last["upper_pi"]


def test_a_count_without_a_rate_is_followed_along_its_required_line_alone():
    table = count_trajectory(counts().loc["dentists"])
    assert table["required"].tolist() == pytest.approx([1, 1.2, 1.4, 1.6, 1.8, 2])
    assert table[["expected", "lower_pi", "upper_pi"]].isna().all().all()


def test_the_last_day_of_a_month_stays_the_last():
    assert month_after(pd.Timestamp("2024-02-29"), 12) == pd.Timestamp("2025-02-28")
    assert month_after(pd.Timestamp("2024-04-30"), 1) == pd.Timestamp("2024-05-31")
    assert month_after(pd.Timestamp("2024-05-15"), 1) == pd.Timestamp("2024-06-15")


def test_gains_are_set_beside_the_neighbours_the_region_and_every_area_held():
    comparators = pd.DataFrame(
        [
            ("country", "England", ENGLAND),
            ("region", "London", "E12000007"),
            ("neighbours", "Statistical neighbours", "E09000004"),
        ],
        columns=["comparator", "comparator_name", "comparator_code"],
    )
    areas = pd.DataFrame({"area_code": [ENGLAND, "E12000007", "E09000004", HAVERING]})
    table = gain_groups(comparators, areas)
    assert table.groupby("comparator", sort=False)["area_code"].agg(len).to_dict() == {
        "neighbours": 1, "region": 1, "held": 4,
    }  # fmt: skip
