"""England, the region and the statistical neighbours: which areas stand there, and their value."""

import pandas as pd
import pytest

from analysis.calculations.gaps.comparators import benchmarks, comparator_areas

AREAS = pd.DataFrame(
    [
        ("E92000001", "England", "country", ""),
        ("E12000007", "London", "region", "E92000001"),
        ("E09000016", "Havering", "local authority", "E12000007"),
        ("E09000004", "Bexley", "local authority", "E12000007"),
        ("E09000006", "Bromley", "local authority", "E12000007"),
        ("E06000034", "Thurrock", "local authority", "E12000006"),
    ],
    columns=["area_code", "area_name", "area_type", "parent_code"],
)
NEIGHBOURS = pd.DataFrame(
    [
        ("E09000016", "E06000034", 2),
        ("E09000016", "E09000004", 1),
        ("E09000016", "E09000006", 3),
        ("E06000002", "E06000001", 1),
    ],
    columns=["area_code", "neighbour_code", "rank"],
)


def chosen(*, region: bool = True) -> pd.DataFrame:
    return comparator_areas("E09000016", AREAS, NEIGHBOURS, country="England", region=region)


def figures(**values) -> pd.DataFrame:
    """One figure for each area code, of one indicator and year."""
    table = pd.DataFrame({"area_code": list(values), "value": list(values.values())})
    table = table.assign(indicator="gld", period="2024/25", group_type="all", group="all")
    table["source_id"] = [f"of_{code.lower()}" for code in values]
    return table.astype({"value": "Float64"})


NEIGHBOURS_VALUES = {"E09000004": 70.0, "E06000034": 66.0, "E09000006": 77.0}


def of_neighbours(table: pd.DataFrame) -> pd.Series:
    return table[table["comparator"] == "neighbours"].iloc[0]


def test_england_the_region_and_each_neighbour_are_set_beside_an_area():
    assert chosen()["comparator_code"].tolist() == [
        "E92000001",
        "E12000007",
        "E09000004",
        "E06000034",
        "E09000006",
    ]


def test_the_region_is_the_one_that_the_area_lies_in():
    assert chosen().set_index("comparator").at["region", "comparator_name"] == "London"


def test_the_region_can_be_left_out():
    assert set(chosen(region=False)["comparator"]) == {"country", "neighbours"}


def test_the_neighbours_of_another_area_are_not_ours():
    assert "E06000001" not in set(chosen()["comparator_code"])


def test_the_neighbours_value_is_the_plain_mean_of_theirs():
    # (70 + 66 + 77) / 3 = 71
    row = of_neighbours(benchmarks(figures(**NEIGHBOURS_VALUES), chosen()))
    assert row["benchmark"] == pytest.approx(71)


def test_the_neighbours_range_from_the_lowest_to_the_highest_of_them():
    row = of_neighbours(benchmarks(figures(**NEIGHBOURS_VALUES), chosen()))
    assert (row["lowest"], row["highest"]) == (66, 77)


def test_a_suppressed_neighbour_is_left_out_of_the_mean_and_never_counts_as_nothing():
    # (70 + 66) / 2 = 68; with the third as 0 it would be 45.3.
    values = NEIGHBOURS_VALUES | {"E09000006": None}
    row = of_neighbours(benchmarks(figures(**values), chosen()))
    assert row["benchmark"] == pytest.approx(68)
    assert (row["areas_with_value"], row["areas_in_all"]) == (2, 3)


def test_a_neighbour_of_which_nothing_is_held_still_counts_among_all():
    row = of_neighbours(benchmarks(figures(E09000004=70.0), chosen()))
    assert (row["areas_with_value"], row["areas_in_all"]) == (1, 3)


def test_england_is_its_own_figure_and_no_mean_of_areas():
    table = benchmarks(figures(E92000001=68.3, **NEIGHBOURS_VALUES), chosen())
    assert table.set_index("comparator").at["country", "benchmark"] == 68.3


def test_neighbours_without_any_value_have_no_benchmark():
    table = benchmarks(figures(E92000001=68.3, E09000004=None, E06000034=None), chosen())
    assert table["comparator"].tolist() == ["country"]


def test_a_benchmark_names_the_sources_of_every_area_behind_it_and_no_other():
    values = NEIGHBOURS_VALUES | {"E09000006": None, "E12000007": 70.7}
    row = of_neighbours(benchmarks(figures(**values), chosen()))
    assert row["benchmark_sources"] == "of_e06000034;of_e09000004"


def test_figures_of_two_periods_do_not_mix():
    newer = figures(**NEIGHBOURS_VALUES)
    older = newer.assign(period="2023/24", value=newer["value"] - 10)
    table = benchmarks(pd.concat([older, newer]), chosen())
    assert table.set_index("period")["benchmark"].to_dict() == {"2023/24": 61, "2024/25": 71}


def test_benchmarks_do_not_depend_on_the_order_of_the_rows():
    table = figures(E92000001=68.3, **NEIGHBOURS_VALUES)
    pd.testing.assert_frame_equal(
        benchmarks(table.iloc[::-1], chosen()), benchmarks(table, chosen())
    )


def test_benchmarks_leave_the_figures_as_they_were():
    table = figures(**NEIGHBOURS_VALUES)
    before = table.copy(deep=True)
    benchmarks(table, chosen())
    pd.testing.assert_frame_equal(table, before)
