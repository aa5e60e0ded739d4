"""Charts and tables of targets: words that say the finding, breaks as gaps, labels apart."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from target_rows import HAVERING, NO_RATE, NO_TREND, ONLINE

from analysis.presentation import count_target_charts, target_charts
from analysis.presentation.chart import BLUE, Chart
from analysis.presentation.label_places import spread
from analysis.presentation.target_tables import count_table, yearly_figures, yearly_table
from analysis.presentation.wording import chance, likelihood


@pytest.fixture
def drawn(monkeypatch) -> list:
    """The figures behind the charts that a test makes."""
    figures = []

    class Kept(Chart):
        def __init__(self, figure, **words):
            super().__init__(figure, **words)
            figures.append(figure)

    for module in (target_charts, count_target_charts):
        monkeypatch.setattr(module, "Chart", Kept)
    return figures


def years(*rows) -> pd.DataFrame:
    """Rows of period, year, series, value, lower and upper limit, line, trend and its limits."""
    columns = ["period", "time", "series", "value", "lower_ci", "upper_ci", "required"]
    columns += ["projection", "lower_pi", "upper_pi"]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype({name: "Float64" for name in columns[3:]})


TRAJECTORY = years(
    ("2017/18", 2018, 0, 71.5, None, None, None, None, None, None),
    ("2018/19", 2019, 0, 71.7, None, None, None, None, None, None),
    ("2021/22", 2022, 1, 64.4569, 62.8, 66.1, None, None, None, None),
    ("2023/24", 2024, 1, 66.8, None, None, None, None, None, None),
    ("2024/25", 2025, 1, 68.4720, 66.9, 70.0, 68.4720, None, None, None),
    ("2025/26", 2026, 1, None, None, None, 70.9, 69.6, 65.8, 73.1),
    ("2027/28", 2028, 1, None, None, None, 75.8, 72.18098, 66.80631, 76.9852),
)


def yearly(trajectory=TRAJECTORY, **changes):
    row = pd.Series(HAVERING | changes)
    return target_charts.yearly_chart(trajectory, row, name="Good level", confidence=0.95)


def solid_lines(figure) -> list[list[int]]:
    """The years of each solid line that has markers: what was published."""
    lines = [x for x in figure.axes[0].lines if x.get_color() == BLUE and x.get_marker() == "o"]
    return [[int(year) for year in line.get_xdata()] for line in lines]


def test_the_break_is_a_gap_between_two_lines_and_never_one(drawn):
    yearly()
    assert solid_lines(drawn[0]) == [[2018, 2019], [2022, 2024, 2025]]


def test_the_alternative_text_says_where_the_trend_leads_and_whether_the_aim_lies_in_its_band():
    assert yearly().alt == (
        "Havering: from 71.5% in 2017/18 to 71.7% in 2018/19; then, as a new series, from 64.5% in "
        "2021/22 to 68.5% in 2024/25. The even line to its target of 75.8% by 2028 rises steadily "
        "from there. The trend leads to 72.2% in 2027/28, in a 95% band from 66.8% to 77.0%; the "
        "aim lies inside the band."
    )


def test_an_aim_beyond_the_band_is_said_to_lie_outside_it():
    assert yearly(target=80.0).alt.endswith("the aim lies outside the band.")


def test_without_a_trend_no_band_is_drawn_and_the_text_says_why(drawn):
    bare = TRAJECTORY.assign(
        projection=TRAJECTORY["required"] * float("nan"), lower_pi=pd.NA, upper_pi=pd.NA
    ).astype({"projection": "Float64", "lower_pi": "Float64", "upper_pi": "Float64"})
    chart = yearly(bare, **NO_TREND)
    assert not drawn[0].axes[0].collections
    assert chart.alt.endswith("No trend is drawn: too few figures.")


def test_the_axis_holds_the_whole_band(drawn):
    wide = TRAJECTORY.assign(
        lower_pi=TRAJECTORY["lower_pi"].where(TRAJECTORY["lower_pi"].isna(), 9.3),
        upper_pi=TRAJECTORY["upper_pi"].where(TRAJECTORY["upper_pi"].isna(), 98.3),
    )
    yearly(wide)
    low, high = drawn[0].axes[0].get_ylim()
    assert low <= 9.3 and 98.3 <= high <= 100


def test_every_number_of_a_label_stands_once_at_the_due_date(drawn):
    yearly()
    words = [text.get_text() for text in drawn[0].axes[0].texts]
    for label in ("target 75.8%", "trend 72.2%", "lower 66.8%", "upper 77.0%", "68.5%"):
        assert words.count(label) == 1


def test_the_same_target_gives_the_same_bytes():
    assert yearly().svg == yearly().svg


def months(rated=True) -> pd.DataFrame:
    days = pd.to_datetime(["2023-12-31", "2024-07-31", "2024-12-31"])
    table = pd.DataFrame({"date": days, "month": [-7.0, 0.0, 5.0], "value": [2_309, 2_690, None]})
    table = table.assign(required=[None, 2_690, 2_771], expected=[None, 2_690, 2_962.5])
    table = table.assign(lower_pi=[None, 2_690, 2_921], upper_pi=[None, 2_690, 3_006])
    table = table.astype({name: "Float64" for name in table.columns[1:]})
    if not rated:
        table = table.iloc[1:].reset_index(drop=True)
        table = table.assign(**dict.fromkeys(["expected", "lower_pi", "upper_pi"], float("nan")))
    return table


def count_chart(trajectory=None, **changes):
    row = pd.Series(ONLINE | changes)
    shown = months() if trajectory is None else trajectory
    return count_target_charts.count_chart(shown, row, area="Herefordshire", confidence=0.95)


def test_a_counts_text_says_that_the_target_lies_below_the_band():
    chart = count_chart()
    assert chart.headline == "Parents on the online courses: 2,690 of 2,771"
    assert chart.alt == (
        "Parents on the online courses: from 2,309 on 31 December 2023 to 2,690 on 31 July 2024. "
        "Target 2,771 by 31 December 2024 lies below the 95% band of the prediction, 2,921 to "
        "3,006."
    )


def test_a_count_without_a_rate_has_no_band_and_says_so(drawn):
    chart = count_chart(months(rated=False), **NO_RATE)
    assert not drawn[0].axes[0].collections
    assert chart.alt.endswith("no rate is known, so nothing is predicted.")


def test_only_days_that_mean_something_are_on_the_axis(drawn):
    count_chart()
    words = [label.get_text() for label in drawn[0].axes[0].get_xticklabels()]
    assert words == ["31 December 2023", "31 July 2024", "31 December 2024"]


def test_no_targets_have_no_charts_and_no_tables():
    empty = pd.DataFrame()
    shown = count_target_charts.count_charts(empty, area="Newham", confidence=0.95)
    assert shown._repr_mimebundle_() == {"text/plain": ""}


def test_the_table_of_targets_offers_every_figure_unrounded():
    names = pd.DataFrame({"indicator": ["gld"], "short_name": ["Good level of development"]})
    table = yearly_table(pd.DataFrame([HAVERING]), names, area="Havering")
    assert "4%" in table.markup and "66.8% to 77.0%" in table.markup
    row = dict(zip(table.record["columns"], table.record["rows"][0], strict=True))
    assert row["Probability (0 to 1)"] == 0.042921
    assert row["Points a year required"] == 2.44266


def test_a_count_without_a_rate_is_marked_as_not_available_and_never_as_nothing():
    table = count_table(pd.DataFrame([ONLINE | NO_RATE]), area="Herefordshire")
    assert table.markup.count("[x]") >= 5
    row = dict(zip(table.record["columns"], table.record["rows"][0], strict=True))
    assert (row["A month so far"], row["Probability (0 to 1)"]) == ("x", "x")


def test_years_to_come_have_no_published_figure_in_the_table():
    table = yearly_figures(TRAJECTORY, caption="Good level of development")
    row = table.record["rows"][-1]
    assert row[2] == "z" and row[-1] == 76.9852


@pytest.mark.parametrize(
    ("heights", "apart", "placed"),
    [
        ([1.0, 5.0], 2, [1, 5]),
        ([5.0, 1.0], 2, [5, 1]),
        ([10.0, 10.0], 2, [9, 11]),
        ([0.0, 1.0, 2.0], 2, [-1, 1, 3]),
        ([], 2, []),
    ],
)
def test_labels_move_apart_about_their_middle_and_no_further_than_they_must(heights, apart, placed):
    assert spread(heights, apart=apart) == pytest.approx(placed)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.lists(st.floats(0, 100), min_size=1, max_size=8), st.floats(0.1, 10))
def test_labels_never_run_into_each_other_and_keep_their_order(heights, apart):
    placed = spread(heights, apart=apart)
    order = sorted(range(len(heights)), key=lambda place: (heights[place], place))
    in_order = [placed[place] for place in order]
    assert all(b - a >= apart - 1e-9 for a, b in pairwise(in_order))


@pytest.mark.parametrize(
    ("probability", "words", "shown"),
    [
        (0.0, "very unlikely", "under 1%"),
        (0.0099, "very unlikely", "under 1%"),
        (0.01, "very unlikely", "1%"),
        (0.0999, "very unlikely", "10%"),
        (0.1, "unlikely", "10%"),
        (0.5, "about as likely as not", "50%"),
        (0.7, "likely", "70%"),
        (0.95, "very likely", "95%"),
        (0.99, "very likely", "99%"),
        (0.9901, "very likely", "over 99%"),
        (1.0, "very likely", "over 99%"),
    ],
)
def test_a_probability_in_words_and_in_whole_per_cent(probability, words, shown):
    assert (likelihood(probability), chance(probability)) == (words, shown)
