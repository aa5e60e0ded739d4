"""Which figure stands for a period, which is the newest, and where a series breaks."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.calculations.series import (
    changes_within_series,
    latest_figures,
    official_figures,
    unbroken_runs,
    with_series,
)

SOURCES = pd.DataFrame(
    [
        ("release", "official", 1),
        ("compilation", "official", 2),
        ("council_paper", "plan", 5),
        ("dictionary", "reference", 9),
    ],
    columns=["source_id", "kind", "rank"],
)
INDICATORS = pd.DataFrame(
    [("gld", "2021/22"), ("take_up_2yo", ""), ("twice_broken", "2013/14;2021/22")],
    columns=["indicator", "series_breaks"],
)


def year(label: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    first = int(label[:4])
    return pd.Timestamp(first, 9, 1), pd.Timestamp(first + 1, 8, 31)


def figures(*rows, **same) -> pd.DataFrame:
    """Rows of period, value, published and source; `same` changes a column of every row."""
    table = pd.DataFrame(rows, columns=["period", "value", "published", "source_id"])
    bounds = [year(period) for period in table["period"]]
    table = table.assign(
        indicator="gld",
        area_code="E09000016",
        area_name="Havering",
        group_type="all",
        group="all",
        period_start=pd.to_datetime([start for start, _ in bounds]),
        period_end=pd.to_datetime([end for _, end in bounds]),
        published=pd.to_datetime(table["published"]),
        value_note="",
        bound="",
        bound_value=None,
        unit="%",
    )
    return table.assign(**same).astype({"value": "Float64", "bound_value": "Float64"})


HAVERING = figures(
    ("2015/16", 70.8, "2016-12-31", "compilation"),
    ("2016/17", 71.7, "2017-10-31", "compilation"),
    ("2017/18", 71.5, "2018-10-18", "compilation"),
    ("2018/19", 71.7, "2019-12-31", "compilation"),
    ("2021/22", 64.4569, "2022-11-24", "release"),
    ("2022/23", 64.8, "2023-12-31", "compilation"),
    ("2023/24", 66.8, "2024-11-28", "compilation"),
    ("2024/25", 68.4720, "2025-11-27", "release"),
)


def test_of_two_official_figures_the_one_published_later_stands():
    # England 2023/24 came out as 67.7 and was revised a year later.
    table = figures(
        ("2023/24", 67.6775, "2025-11-27", "compilation"),
        ("2023/24", 67.7, "2024-11-28", "release"),
    )
    assert official_figures(table, SOURCES)["value"].tolist() == [67.6775]


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
def test_of_two_published_on_one_day_the_release_stands_before_the_compilation(order):
    table = figures(
        ("2024/25", 68.5, "2025-11-27", "compilation"),
        ("2024/25", 68.4720, "2025-11-27", "release"),
    )
    standing = official_figures(table.iloc[order], SOURCES)
    assert standing["source_id"].tolist() == ["release"]


def test_a_figure_of_a_council_paper_never_stands_in_for_an_official_one():
    # Middlesbrough's paper gave 56 for 2014/15, after the official 57.4.
    table = figures(
        ("2014/15", 57.4, "2015-12-31", "release"), ("2014/15", 56.0, "2016-07-31", "council_paper")
    )
    assert official_figures(table, SOURCES)["value"].tolist() == [57.4]


def test_a_figure_that_only_a_council_paper_gives_is_left_out():
    table = figures(("2013/14", 50.0, "2016-07-31", "council_paper"))
    assert official_figures(table, SOURCES).empty


def test_figures_of_different_groups_and_areas_all_stand():
    table = pd.concat(
        [
            figures(("2024/25", 68.5, "2025-11-27", "release")),
            figures(("2024/25", 55.7, "2025-11-27", "release"), group_type="fsm", group="eligible"),
            figures(("2024/25", 68.3, "2025-11-27", "release"), area_code="E92000001"),
        ]
    )
    assert sorted(official_figures(table, SOURCES)["value"]) == [55.7, 68.3, 68.5]


def test_official_figures_come_in_order_of_time():
    standing = official_figures(HAVERING.iloc[::-1], SOURCES)
    assert standing["period"].tolist() == HAVERING["period"].tolist()


def test_official_figures_leave_the_observations_as_they_were():
    table = HAVERING.copy(deep=True)
    official_figures(table, SOURCES)
    pd.testing.assert_frame_equal(table, HAVERING)


def test_a_suppressed_figure_that_was_published_later_stands_and_is_not_nothing():
    table = figures(
        ("2024/25", 4.0, "2025-11-27", "release"), ("2024/25", None, "2026-04-08", "compilation")
    ).assign(value_note=["", "c"])
    row = official_figures(table, SOURCES).iloc[0]
    assert pd.isna(row["value"])
    assert row["value_note"] == "c"


@pytest.mark.parametrize(
    ("period", "number"), [("2018/19", 0), ("2021/22", 1), ("2024/25", 1), ("2012/13", 0)]
)
def test_the_profile_of_2021_22_begins_a_new_series(period, number):
    table = figures((period, 65.0, "2026-01-01", "release"))
    assert with_series(table, INDICATORS)["series"].tolist() == [number]


def test_each_break_begins_another_series():
    table = figures(
        ("2012/13", 52.0, "2013-11-01", "release"),
        ("2013/14", 60.0, "2014-11-01", "release"),
        ("2021/22", 65.0, "2022-11-01", "release"),
        indicator="twice_broken",
    )
    assert with_series(table, INDICATORS)["series"].tolist() == [0, 1, 2]


def test_an_indicator_without_a_break_is_one_series():
    table = HAVERING.assign(indicator="take_up_2yo")
    assert set(with_series(table, INDICATORS)["series"]) == {0}


def test_the_newest_figure_is_that_of_the_latest_period():
    assert latest_figures(HAVERING.sample(frac=1, random_state=1))["period"].tolist() == ["2024/25"]


def test_the_newest_figure_with_a_value_says_which_newer_period_has_none():
    table = figures(
        ("2022/23", 64.8, "2023-12-31", "release"), ("2023/24", None, "2024-11-28", "release")
    )
    row = latest_figures(table).iloc[0]
    assert (row["period"], row["value"], row["newer_without_value"]) == ("2022/23", 64.8, "2023/24")


def test_the_newest_figure_names_no_newer_period_where_it_is_the_newest():
    assert latest_figures(HAVERING)["newer_without_value"].tolist() == [""]


def test_a_figure_that_never_had_a_value_keeps_its_newest_row_and_no_value():
    # Havering's breastfeeding figures failed validation in every year.
    table = figures(
        ("2022/23", None, "2023-12-31", "compilation"),
        ("2023/24", None, "2024-11-05", "compilation"),
    ).assign(value_note="x")
    row = latest_figures(table).iloc[0]
    assert (row["period"], row["newer_without_value"]) == ("2023/24", "")
    assert pd.isna(row["value"])


def test_the_bound_of_a_newer_period_is_not_taken_for_its_value():
    table = figures(
        ("2022/23", 55.1, "2023-12-31", "release"), ("2023/24", None, "2024-07-31", "release")
    ).assign(bound=["", "above"], bound_value=[None, 60.0])
    row = latest_figures(table).iloc[0]
    assert (row["period"], row["value"]) == ("2022/23", 55.1)


def test_the_newest_figures_of_two_groups_do_not_mix():
    pupils = figures(("2022/23", 47.3, "2023-12-31", "release"), group_type="fsm", group="eligible")
    newest = latest_figures(pd.concat([HAVERING, pupils]))
    assert newest.set_index("group")["period"].to_dict() == {
        "all": "2024/25",
        "eligible": "2022/23",
    }


def test_the_newest_figures_leave_the_table_as_it_was():
    table = HAVERING.copy(deep=True)
    latest_figures(table)
    pd.testing.assert_frame_equal(table, HAVERING)


def changes(table: pd.DataFrame) -> pd.DataFrame:
    return changes_within_series(table, INDICATORS).set_index("period")


def test_a_change_is_the_figure_minus_the_one_before_it():
    # 68.4720 - 66.8
    assert changes(HAVERING).at["2024/25", "change"] == pytest.approx(1.6720)


def test_no_change_crosses_the_break_between_2018_19_and_2021_22():
    row = changes(HAVERING).loc["2021/22"]
    assert pd.isna(row["change"])
    assert (row["previous_period"], row["points"], row["first_period"]) == ("", 1, "2021/22")


def test_a_change_since_the_first_figure_starts_at_the_new_series():
    # 68.4720 - 64.4569; from 70.8 in 2015/16 it would be a fall.
    row = changes(HAVERING).loc["2024/25"]
    assert row["change_since_first"] == pytest.approx(4.0151)
    assert row["first_period"] == "2021/22"


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.lists(st.booleans(), min_size=8, max_size=8))
def test_whichever_years_are_missing_no_change_crosses_the_break(kept):
    table = changes_within_series(HAVERING[kept], INDICATORS)
    before = table["previous_period"].where(table["previous_period"] != "", table["period"])
    assert ((before < "2021/22") == (table["period"] < "2021/22")).all()
    assert ((table["first_period"] < "2021/22") == (table["period"] < "2021/22")).all()


def test_a_figure_counts_how_many_its_series_has_so_far():
    assert changes(HAVERING)["points"].tolist() == [1, 2, 3, 4, 1, 2, 3, 4]


def test_a_suppressed_year_is_passed_over_and_never_read_as_nothing():
    table = HAVERING.copy()
    table.loc[table["period"] == "2023/24", "value"] = pd.NA
    row = changes(table).loc["2024/25"]
    # 68.4720 - 64.8, the figure of 2022/23
    assert row["previous_period"] == "2022/23"
    assert row["change"] == pytest.approx(3.6720)


def test_one_areas_figure_is_not_the_one_before_anothers():
    england = HAVERING.assign(area_code="E92000001", value=HAVERING["value"] + 10)
    table = changes_within_series(pd.concat([HAVERING, england]), INDICATORS)
    # The largest change of either area is 66.8 - 64.8 on the year; ten points would be the other's.
    assert table["change"].abs().max() == pytest.approx(2.0)


def test_changes_do_not_depend_on_the_order_of_the_rows():
    pd.testing.assert_frame_equal(
        changes(HAVERING.iloc[::-1]), changes(HAVERING), check_index_type=False
    )


def test_changes_leave_the_figures_as_they_were():
    table = HAVERING.copy(deep=True)
    changes_within_series(table, INDICATORS)
    pd.testing.assert_frame_equal(table, HAVERING)


# Quarters of MMR that are held: no two follow each other until 2024/25 is whole.
QUARTERS = {"2022-07-01": 88.3, "2024-04-01": 85.6, "2024-07-01": 85.0, "2025-01-01": 84.3}


def quarters(held: dict, **same) -> pd.DataFrame:
    table = pd.DataFrame({"period_start": pd.to_datetime(list(held)), "value": held.values()})
    return table.assign(indicator="mmr1_24m", **same).astype({"value": "Float64"})


def test_quarters_follow_each_other_only_without_a_gap():
    runs = unbroken_runs(quarters(QUARTERS), by="indicator", months=3)
    assert runs["run"].tolist() == [0, 1, 1, 2]
    assert runs["run_points"].tolist() == [1, 2, 2, 1]


def test_a_quarter_without_a_value_is_a_gap():
    held = {"2024-04-01": 85.6, "2024-07-01": None, "2024-10-01": 84.3}
    assert unbroken_runs(quarters(held), by="indicator", months=3)["run"].tolist() == [0, 1]


def test_runs_of_two_areas_do_not_mix():
    table = pd.concat([quarters(QUARTERS, area_code=code) for code in ("A", "B")])
    runs = unbroken_runs(table.iloc[::-1], by=["indicator", "area_code"], months=3)
    assert runs.groupby("area_code")["run"].agg(list).tolist() == [[0, 1, 1, 2], [0, 1, 1, 2]]
