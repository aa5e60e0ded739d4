"""What a target asks for beside what areas have gained in as many years, within one series."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.calculations.targets.span_gains import best_gains, span_gains
from analysis.errors import TableError

HAVERING, BEXLEY, LONDON = "E09000016", "E09000004", "E12000007"


def runs(*rows) -> pd.DataFrame:
    """Rows of area, series, year and value."""
    return pd.DataFrame(rows, columns=["area_code", "series", "time", "value"])


FIGURES = runs(
    (HAVERING, 0, 2016, 70.8),
    (HAVERING, 0, 2019, 71.7),
    (HAVERING, 1, 2022, 64.5),
    (HAVERING, 1, 2025, 68.5),
    (BEXLEY, 0, 2016, 69.0),
    (BEXLEY, 0, 2019, 75.0),
    (BEXLEY, 1, 2022, 67.0),
    (LONDON, 1, 2022, 67.8),
    (LONDON, 1, 2025, 70.7),
)
GROUPS = pd.DataFrame(
    [
        ("neighbours", "Statistical neighbours", BEXLEY),
        ("region", "London", LONDON),
        ("held", "All areas held", HAVERING),
        ("held", "All areas held", BEXLEY),
        ("held", "All areas held", LONDON),
    ],
    columns=["comparator", "comparator_name", "area_code"],
)


def best(required=4.0, direction="at least", figures=FIGURES) -> pd.DataFrame:
    table = best_gains(span_gains(figures), GROUPS, required=required, direction=direction)
    return table.set_index("comparator")


def test_a_gain_lies_within_one_series_and_never_across_the_break():
    # 2019 to 2022 is three years too, and crosses the break
    table = span_gains(FIGURES[FIGURES["area_code"] == HAVERING])
    assert table[["from_time", "to_time"]].values.tolist() == [[2016, 2019], [2022, 2025]]
    assert table["gain"].tolist() == pytest.approx([0.9, 4.0])


def test_spans_of_consecutive_years_overlap():
    table = span_gains(runs(*((HAVERING, 0, 2015 + n, 60.0 + n) for n in range(5))))
    assert table["gain"].tolist() == [3, 3]


def test_a_year_without_a_value_ends_no_span():
    assert span_gains(runs((HAVERING, 0, 2016, 70.8), (HAVERING, 0, 2019, None))).empty


def test_the_best_gain_of_each_group_is_named_with_its_years():
    table = best()
    assert table.loc["neighbours", ["best", "best_area", "from_time"]].tolist() == [6, BEXLEY, 2016]
    assert table.loc["region", "best"] == pytest.approx(2.9)
    assert table.loc["held", ["areas", "spans", "reached", "areas_reached"]].tolist() == [
        3,
        4,
        2,
        2,
    ]


def test_a_gain_that_just_meets_what_is_required_counts_as_such():
    # 68.5 - 64.5 is 4 and comes out of binary arithmetic a little beside it
    assert best(required=4.0).loc["held", "reached"] == 2
    assert best(required=4.1).loc["held", "reached"] == 1


def test_for_a_target_of_at_most_the_best_gain_is_the_largest_fall():
    falls = FIGURES.assign(value=-FIGURES["value"])
    table = best(required=-4.0, direction="at most", figures=falls)
    assert table.loc["held", "best"] == pytest.approx(-6)
    assert table.loc["held", "reached"] == 2


def test_a_group_without_a_span_has_no_best():
    table = best(figures=FIGURES[FIGURES["area_code"] != LONDON])
    assert pd.isna(table.loc["region", "best"])
    assert table.loc["region", ["spans", "reached"]].tolist() == [0, 0]


@settings(derandomize=True, deadline=None, max_examples=20)
@given(st.permutations(range(len(FIGURES))))
def test_the_order_of_figures_does_not_matter(order):
    pd.testing.assert_frame_equal(best(figures=FIGURES.iloc[order]), best())


@pytest.mark.parametrize("column", ["area_code", "series", "time", "value"])
def test_figures_without_a_column_are_refused_by_its_name(column):
    with pytest.raises(TableError, match=f'span_gains needs a column "{column}"'):
        span_gains(FIGURES.drop(columns=column))


def test_a_year_that_stands_twice_is_refused():
    with pytest.raises(TableError, match="series 0, time 2016 stands twice"):
        span_gains(pd.concat([FIGURES, FIGURES.iloc[:1]]))


def test_a_span_of_no_years_is_refused():
    with pytest.raises(TableError, match="A span of 0 years cannot be used: it is at least 1"):
        span_gains(FIGURES, years=0)


def test_a_direction_that_is_not_one_is_refused():
    with pytest.raises(TableError, match='The direction "most" is not known'):
        best(direction="most")
