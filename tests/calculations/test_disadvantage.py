"""The gap between disadvantaged children and others: three definitions, rounding, and change."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.calculations.gaps.disadvantage import (
    DEFINITIONS,
    OTHERS_ENGLAND,
    SAME_GROUP_ENGLAND,
    WITHIN_AREA,
    comparator_gaps,
    disadvantage_gaps,
    gap_changes,
    latest_gaps,
)

HAVERING, ENGLAND = "E09000016", "E92000001"
NAMES = {HAVERING: "Havering", ENGLAND: "England", "E12000007": "London"}
INDICATORS = pd.DataFrame([("gld", "2021/22")], columns=["indicator", "series_breaks"])
COUNTS = st.integers(1, 2_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def figures(*rows) -> pd.DataFrame:
    """Rows of area, period, group and what is known: (numerator, denominator), or a percentage."""
    table = pd.DataFrame(
        [(area, period, group) for area, period, group, _ in rows],
        columns=["area_code", "period", "group"],
    )
    known = [what if isinstance(what, tuple) else (None, None) for *_, what in rows]
    values = [100 * what[0] / what[1] if isinstance(what, tuple) else what for *_, what in rows]
    first = table["period"].str[:4]
    table = table.assign(
        indicator="gld",
        area_name=table["area_code"].map(NAMES).fillna("Elsewhere"),
        period_start=pd.to_datetime(first + "-09-01"),
        period_end=pd.to_datetime((first.astype(int) + 1).astype(str) + "-08-31"),
        group_type=[
            "sen" if "sen" in group or "ehc" in group else "fsm" for group in table["group"]
        ],
        numerator=[x for x, _ in known],
        denominator=[n for _, n in known],
        value=values,
        source_id="release",
        source_ref="row 3",
    )
    return table.astype({"numerator": "Int64", "denominator": "Int64", "value": "Float64"})


def gaps(*rows, confidence=0.95) -> pd.DataFrame:
    return disadvantage_gaps(
        figures(*rows), INDICATORS, country_code=ENGLAND, confidence=confidence
    )


def one_gap(*rows, definition=WITHIN_AREA, area=HAVERING, **options) -> pd.Series:
    table = gaps(*rows, **options)
    return table[(table["definition"] == definition) & (table["area_code"] == area)].iloc[0]


# Early years foundation stage profile 2021/22, data file 1: rows 10484, 10487, 89 and 92.
COUNTED = (
    (HAVERING, "2021/22", "eligible", (184, 444)),
    (HAVERING, "2021/22", "not_known_to_be_eligible", (1_994, 2_935)),
    (ENGLAND, "2021/22", "eligible", (55_944, 113_882)),
    (ENGLAND, "2021/22", "not_known_to_be_eligible", (349_779, 508_701)),
)


def test_englands_gap_of_2021_22_is_19_6_though_its_rounded_percentages_give_19_7():
    # 68.7593 - 49.1245 = 19.6347; rounded first, 68.8 - 49.1 = 19.7.
    row = one_gap(*COUNTED, area=ENGLAND)
    assert round(row["gap"], 1) == 19.6
    rounded = round(row["value_other"], 1) - round(row["value_disadvantaged"], 1)
    assert rounded == pytest.approx(19.7)


@pytest.mark.parametrize(
    ("definition", "gap"),
    [
        (WITHIN_AREA, 26.4972),  # 1,994/2,935 - 184/444 = 67.9387 - 41.4414
        (SAME_GROUP_ENGLAND, 7.6831),  # 49.1245 - 41.4414
        (OTHERS_ENGLAND, 27.3178),  # 68.7593 - 41.4414
    ],
)
def test_the_three_definitions_give_three_gaps(definition, gap):
    assert one_gap(*COUNTED, definition=definition)["gap"] == pytest.approx(gap, abs=1e-4)


def test_england_is_not_set_beside_itself():
    table = gaps(*COUNTED)
    assert set(table.loc[table["area_code"] == ENGLAND, "definition"]) == {WITHIN_AREA}


def test_a_gap_of_counts_has_newcombes_interval():
    # Newcombe 1998, example (a): 56/70 - 48/80 = 20.00, method 10, 5.24 to 33.39.
    row = one_gap(
        (HAVERING, "2021/22", "not_eligible", (56, 70)),
        (HAVERING, "2021/22", "eligible", (48, 80)),
    )
    assert row[["gap", "lower_ci", "upper_ci"]].tolist() == pytest.approx(
        [20.0, 5.24, 33.39], abs=0.005
    )


def test_a_gap_of_percentages_alone_has_no_interval():
    row = one_gap(
        (HAVERING, "2024/25", "eligible", 55.7), (HAVERING, "2024/25", "not_eligible", 71.1)
    )
    assert row["gap"] == pytest.approx(15.4)
    assert pd.isna(row["lower_ci"])
    assert pd.isna(row["upper_ci"])


def test_one_group_without_counts_leaves_the_gap_without_an_interval():
    row = one_gap(
        (HAVERING, "2021/22", "eligible", (184, 444)), (HAVERING, "2021/22", "not_eligible", 68.7)
    )
    assert pd.isna(row["lower_ci"])


def test_a_gap_is_negative_where_disadvantaged_children_do_better():
    row = one_gap(
        (HAVERING, "2024/25", "eligible", 71.1), (HAVERING, "2024/25", "not_eligible", 55.7)
    )
    assert row["gap"] == pytest.approx(-15.4)


@settings(derandomize=True, deadline=None, max_examples=4)
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=5, max_size=9))
def test_swapping_the_groups_turns_the_gap_and_its_limits_round(pairs):
    def every_gap(one: int, two: int) -> pd.DataFrame:
        rows = []
        for place, pair in enumerate(pairs):
            rows.append((f"E0900000{place}", "2021/22", "eligible", pair[one]))
            rows.append((f"E0900000{place}", "2021/22", "not_eligible", pair[two]))
        return gaps(*rows)[["gap", "lower_ci", "upper_ci"]].astype(float)

    there, back = every_gap(0, 1), every_gap(1, 0)
    assert there["gap"].tolist() == pytest.approx((-back["gap"]).tolist(), abs=1e-9)
    assert there["lower_ci"].tolist() == pytest.approx((-back["upper_ci"]).tolist(), abs=1e-9)


def test_intervals_widen_with_the_confidence_asked_for():
    narrow, wide = (one_gap(*COUNTED, confidence=level) for level in (0.90, 0.99))
    assert wide["lower_ci"] < narrow["lower_ci"]
    assert narrow["upper_ci"] < wide["upper_ci"]


def test_a_suppressed_group_has_no_gap_and_is_never_nothing():
    table = gaps(
        (HAVERING, "2021/22", "eligible", None), (HAVERING, "2021/22", "not_eligible", 68.7)
    )
    assert table.empty


def test_a_suppressed_group_of_one_area_harms_no_other_area():
    table = gaps((HAVERING, "2021/22", "not_eligible", None), *COUNTED[2:], *COUNTED[:1])
    within = table[table["definition"] == WITHIN_AREA]
    assert within["area_code"].tolist() == [ENGLAND]


def test_groups_of_two_years_make_no_gap():
    assert gaps(
        (HAVERING, "2023/24", "eligible", 45.3), (HAVERING, "2024/25", "not_eligible", 71.1)
    ).empty


def test_groups_of_two_areas_make_no_gap_within_either():
    table = gaps(
        (HAVERING, "2024/25", "eligible", 55.7), ("E12000007", "2024/25", "not_eligible", 73.1)
    )
    assert table.empty


def test_children_with_sen_are_set_beside_children_with_none():
    # 2,138/3,078 - 28/252 = 69.4607 - 11.1111
    row = one_gap(
        (HAVERING, "2021/22", "any_sen", (28, 252)), (HAVERING, "2021/22", "no_sen", (2_138, 3_078))
    )
    assert (row["disadvantaged"], row["other"]) == ("any_sen", "no_sen")
    assert row["gap"] == pytest.approx(58.3496, abs=1e-4)


def test_counts_leave_nothing_to_rounding():
    assert one_gap(*COUNTED)["rounding"] == 0


def test_two_percentages_to_one_decimal_can_be_a_tenth_of_a_point_out():
    # half of 0.1 for each
    row = one_gap(
        (HAVERING, "2024/25", "eligible", 55.7), (HAVERING, "2024/25", "not_eligible", 71.1)
    )
    assert row["rounding"] == pytest.approx(0.1)


def test_two_whole_percentages_can_be_a_whole_point_out():
    row = one_gap((HAVERING, "2018/19", "eligible", 50.0), (HAVERING, "2018/19", "all_other", 74.0))
    assert row["rounding"] == pytest.approx(1.0)


def test_a_whole_number_among_decimals_is_read_as_a_decimal():
    rows = (
        (HAVERING, "2024/25", "eligible", 55.0),
        (HAVERING, "2024/25", "not_eligible", 71.0),
        (ENGLAND, "2024/25", "eligible", 51.3),
    )
    assert one_gap(*rows)["rounding"] == pytest.approx(0.1)


def test_a_gap_names_the_sources_of_both_its_groups():
    table = figures(*COUNTED[:2]).assign(source_id=["later", "earlier"])
    row = disadvantage_gaps(table, INDICATORS, country_code=ENGLAND).iloc[0]
    assert row["source_ids"] == "earlier;later"


def test_gaps_do_not_depend_on_the_order_of_the_rows():
    pd.testing.assert_frame_equal(gaps(*COUNTED[::-1]), gaps(*COUNTED))


def test_gaps_leave_the_figures_as_they_were():
    table = figures(*COUNTED)
    before = table.copy(deep=True)
    disadvantage_gaps(table, INDICATORS, country_code=ENGLAND)
    pd.testing.assert_frame_equal(table, before)


def test_no_figures_make_no_gaps():
    assert gaps().empty


def newest(*rows) -> pd.DataFrame:
    return latest_gaps(gaps(*rows), HAVERING)


def test_children_not_eligible_are_shown_before_those_not_known_to_be():
    table = newest(
        (HAVERING, "2021/22", "eligible", 41.4),
        (HAVERING, "2021/22", "not_known_to_be_eligible", 67.9),
        (HAVERING, "2021/22", "not_eligible", 68.7),
    )
    assert table["other"].tolist() == ["not_eligible"]


def test_a_newer_period_comes_before_a_better_comparator():
    table = newest(
        (HAVERING, "2021/22", "eligible", 41.4),
        (HAVERING, "2021/22", "not_eligible", 68.7),
        (HAVERING, "2022/23", "eligible", 47.3),
        (HAVERING, "2022/23", "not_known_to_be_eligible", 67.0),
    )
    assert table[["period", "other"]].values.tolist() == [["2022/23", "not_known_to_be_eligible"]]


def test_the_newest_gaps_come_one_for_each_definition_in_order():
    assert newest(*COUNTED)["definition"].tolist() == list(DEFINITIONS)


def test_another_areas_gap_is_not_ours():
    assert newest(*COUNTED[2:]).empty


# Havering's percentages as the Department for Education compiles them.
HISTORY = (
    (HAVERING, "2015/16", "eligible", 54.0),
    (HAVERING, "2015/16", "all_other", 73.0),
    (HAVERING, "2017/18", "eligible", 53.0),
    (HAVERING, "2017/18", "all_other", 74.0),
    (HAVERING, "2018/19", "eligible", 50.0),
    (HAVERING, "2018/19", "all_other", 74.0),
    (HAVERING, "2021/22", "eligible", 41.4),
    (HAVERING, "2021/22", "not_eligible", 68.7),
    (HAVERING, "2023/24", "eligible", 45.3),
    (HAVERING, "2023/24", "not_eligible", 70.3),
    (HAVERING, "2024/25", "eligible", 55.7),
    (HAVERING, "2024/25", "not_eligible", 71.1),
)


def change(series: int, *rows) -> pd.Series:
    table = gap_changes(gaps(*rows))
    return table[table["series"] == series].iloc[0]


def test_the_gap_narrowed_over_the_new_series():
    # 71.1 - 55.7 = 15.4; 68.7 - 41.4 = 27.3; 15.4 - 27.3
    row = change(1, *HISTORY)
    assert row["change"] == pytest.approx(-11.9)
    assert row["direction"] == "narrowed"


def test_the_gap_widened_over_the_old_series():
    # 74 - 50 = 24; 73 - 54 = 19
    row = change(0, *HISTORY)
    assert row["change"] == pytest.approx(5)
    assert row["direction"] == "widened"


def test_a_change_on_the_year_is_on_the_gap_before():
    # 15.4 - (70.3 - 45.3)
    row = change(1, *HISTORY)
    assert row["change_on_year"] == pytest.approx(-9.6)
    assert row["before_period"] == "2023/24"


def test_no_change_of_a_gap_crosses_the_break_even_with_one_comparator():
    # The same groups on both sides of the break are still two series of one year each.
    rows = (
        (HAVERING, "2018/19", "eligible", 50.0),
        (HAVERING, "2018/19", "not_eligible", 74.0),
        (HAVERING, "2021/22", "eligible", 41.4),
        (HAVERING, "2021/22", "not_eligible", 68.7),
    )
    table = gap_changes(gaps(*rows))
    assert table["series"].tolist() == [0, 1]
    assert set(table["direction"]) == {"one year only"}


def test_a_change_of_exactly_what_rounding_could_make_is_no_change():
    # Two whole percentages in each year: 1 + 1 = 2 points; 24 - 22 = 2.
    rows = (
        (HAVERING, "2017/18", "eligible", 52.0),
        (HAVERING, "2017/18", "all_other", 74.0),
        (HAVERING, "2018/19", "eligible", 50.0),
        (HAVERING, "2018/19", "all_other", 74.0),
    )
    assert change(0, *rows)["direction"] == "no change beyond rounding"


def test_a_change_just_larger_than_rounding_could_make_is_a_change():
    # One decimal in each year: 0.1 + 0.1 = 0.2 points; (71.1 - 55.7) - (71.0 - 55.9) = 0.3.
    rows = (
        (HAVERING, "2023/24", "eligible", 55.9),
        (HAVERING, "2023/24", "not_eligible", 71.0),
        (HAVERING, "2024/25", "eligible", 55.7),
        (HAVERING, "2024/25", "not_eligible", 71.1),
    )
    assert change(1, *rows)["direction"] == "widened"


def test_two_comparators_are_never_one_run():
    rows = (
        (HAVERING, "2023/24", "eligible", 45.3),
        (HAVERING, "2023/24", "not_known_to_be_eligible", 69.0),
        (HAVERING, "2024/25", "eligible", 55.7),
        (HAVERING, "2024/25", "not_eligible", 71.1),
    )
    assert gap_changes(gaps(*rows))["years"].tolist() == [1, 1]


def test_changes_are_of_the_gap_within_the_area_alone():
    table = gap_changes(gaps(*COUNTED))
    assert len(table) == 2  # Havering and England, once each


def test_no_gap_makes_a_table_of_no_changes():
    assert gap_changes(gaps())["direction"].tolist() == []


BESIDE = pd.DataFrame(
    [
        ("country", "England", ENGLAND),
        ("neighbours", "Statistical neighbours", "E09000004"),
        ("neighbours", "Statistical neighbours", "E06000034"),
        ("neighbours", "Statistical neighbours", "E09000006"),
    ],
    columns=["comparator", "comparator_name", "comparator_code"],
)


def beside(*rows) -> pd.DataFrame:
    table = gaps(*rows)
    found = comparator_gaps(table, latest_gaps(table, HAVERING), BESIDE)
    return found.set_index("comparator")


OURS = (HAVERING, "2024/25", "eligible", 55.7), (HAVERING, "2024/25", "not_eligible", 71.1)


def neighbour(code: str, eligible: float | None, other: float, period="2024/25") -> tuple:
    return (code, period, "eligible", eligible), (code, period, "not_eligible", other)


def test_the_neighbours_gap_is_the_plain_mean_of_theirs():
    # 20, 22 and 27 points: 23
    row = beside(
        *OURS,
        *neighbour("E09000004", 50.0, 70.0),
        *neighbour("E06000034", 50.1, 72.1),
        *neighbour("E09000006", 45.0, 72.0),
    ).loc["neighbours"]
    assert row["gap"] == pytest.approx(23)
    assert (row["lowest"], row["highest"]) == pytest.approx((20, 27))


def test_a_suppressed_neighbour_is_left_out_and_counted_among_all():
    # 20 and 22 points: 21
    row = beside(
        *OURS,
        *neighbour("E09000004", 50.0, 70.0),
        *neighbour("E06000034", 50.1, 72.1),
        *neighbour("E09000006", None, 72.0),
    ).loc["neighbours"]
    assert row["gap"] == pytest.approx(21)
    assert (row["areas_with_value"], row["areas_in_all"]) == (2, 3)


def test_a_comparators_gap_names_its_sources():
    table = figures(*OURS, *neighbour(ENGLAND, 51.3, 72.5))
    table["source_id"] = table["area_code"].map({HAVERING: "compilation", ENGLAND: "release"})
    found = disadvantage_gaps(table, INDICATORS, country_code=ENGLAND)
    row = comparator_gaps(found, latest_gaps(found, HAVERING), BESIDE).iloc[0]
    assert (row["comparator"], row["source_ids"]) == ("country", "release")


def test_a_comparators_gap_is_of_the_same_period():
    table = beside(*OURS, *neighbour(ENGLAND, 51.5, 72.0, period="2023/24"))
    assert "country" not in table.index
