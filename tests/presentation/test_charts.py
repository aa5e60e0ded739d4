"""Charts: alternative text that holds the finding, the same bytes twice, no line over a break."""

import base64
import re

import pandas as pd
import pytest

from analysis.calculations.gaps.disadvantage import WITHIN_AREA
from analysis.presentation import cost_charts, disadvantage_charts, indicator_charts
from analysis.presentation.chart import BLUE, GREY, Chart, drawing

MODULES = (cost_charts, disadvantage_charts, indicator_charts)


@pytest.fixture
def drawn(monkeypatch) -> list:
    """The figures behind the charts that a test makes."""
    figures = []

    class Kept(Chart):
        def __init__(self, figure, **words):
            super().__init__(figure, **words)
            figures.append(figure)

    for module in MODULES:
        monkeypatch.setattr(module, "Chart", Kept)
    return figures


def lines_of(figure, colour: str) -> list[list[int]]:
    """The years of each line of a colour."""
    lines = [line for line in figure.axes[0].lines if line.get_color() == colour]
    return [[int(year) for year in line.get_xdata()] for line in lines]


def with_years(table: pd.DataFrame) -> pd.DataFrame:
    first = table["period"].str[:4].astype(int)
    return table.assign(
        period_start=pd.to_datetime(first.astype(str) + "-09-01"),
        period_end=pd.to_datetime((first + 1).astype(str) + "-08-31"),
        series=(table["period"] >= "2021/22").astype("Int64"),
    )


# Good level of development, as the Department for Education published it.
HAVERING = {"2017/18": 71.5, "2018/19": 71.7, "2021/22": 64.4569, "2024/25": 68.4720}
ENGLAND = {"2017/18": 71.5, "2018/19": 71.8, "2021/22": 65.1677, "2024/25": 68.2970}


def changes(**areas) -> pd.DataFrame:
    rows = [(name, period, value) for name, run in areas.items() for period, value in run.items()]
    table = pd.DataFrame(rows, columns=["area_name", "period", "value"])
    table = with_years(table).assign(indicator="gld", group_type="all")
    return table.astype({"value": "Float64"})


TARGETS = pd.DataFrame(
    [("gld", 75.8, "plan", "2028"), ("gld", 75.0, "national", "2028")],
    columns=["indicator", "benchmark", "target_of", "due_label"],
).assign(due=pd.Timestamp("2028-08-31"), unit="%")


def trend(targets=TARGETS, **areas):
    areas = areas or {"Havering": HAVERING, "England": ENGLAND}
    return indicator_charts.trend_chart(
        changes(**areas), targets, area="Havering", country="England"
    )


def test_the_break_of_2021_22_draws_two_lines_and_never_one(drawn):
    trend()
    assert lines_of(drawn[0], BLUE) == [[2018, 2019], [2022, 2025]]


def test_the_break_draws_two_lines_for_england_too(drawn):
    trend()
    assert lines_of(drawn[0], GREY) == [[2018, 2019], [2022, 2025]]


def test_years_of_one_series_are_one_line(drawn):
    trend(Havering={"2021/22": 64.5, "2022/23": 64.8, "2023/24": 66.8})
    assert lines_of(drawn[0], BLUE) == [[2022, 2023, 2024]]


def test_the_gap_between_two_series_says_why_it_is_there(drawn):
    trend()
    words = [text.get_text().replace("\n", " ") for text in drawn[0].axes[0].texts]
    assert "no results, then a new framework" in words


def test_one_series_shows_no_break(drawn):
    trend(Havering={"2021/22": 64.5, "2022/23": 64.8})
    assert not any("framework" in text.get_text() for text in drawn[0].axes[0].texts)


def test_a_trend_is_told_in_words_as_two_series_with_its_targets():
    assert trend().alt == (
        "Havering: from 71.5% in 2017/18 to 71.7% in 2018/19; then, as a new series, from 64.5% "
        "in 2021/22 to 68.5% in 2024/25. Targets: 75.8% by 2028 and 75.0% by 2028."
    )


def test_a_target_of_another_indicator_is_not_told_in_the_trend():
    other = TARGETS.iloc[:1].assign(indicator="infant_mortality", benchmark=2.5, unit="per 1,000")
    assert "2.5" not in trend(pd.concat([TARGETS, other], ignore_index=True)).alt


def test_a_target_of_another_indicator_does_not_stretch_the_axis(drawn):
    other = TARGETS.iloc[:1].assign(indicator="infant_mortality", benchmark=2.5, unit="per 1,000")
    trend()
    trend(pd.concat([TARGETS, other], ignore_index=True))
    assert drawn[1].axes[0].get_ylim() == drawn[0].axes[0].get_ylim()


def test_a_trend_without_targets_names_none():
    assert "Target" not in trend(TARGETS.iloc[:0]).alt


def test_an_area_without_figures_has_no_trend():
    assert trend(England=ENGLAND) is None


def gaps(*rows) -> pd.DataFrame:
    """Rows of indicator name, unit, value, lower_ci, upper_ci, comparator, its name, benchmark."""
    columns = [
        *("short_name", "unit", "value", "lower_ci", "upper_ci"),
        *("comparator", "comparator_name", "benchmark"),
    ]
    table = pd.DataFrame(rows, columns=columns).assign(period="2024/25")
    return table.astype(dict.fromkeys(["value", "lower_ci", "upper_ci", "benchmark"], "Float64"))


GLD = ("Good level", "%", 68.472, 66.867, 70.034)
BESIDE = gaps(
    (*GLD, "country", "England", 68.297),
    (*GLD, "region", "London", 70.7),
    (*GLD, "neighbours", "Statistical neighbours", 70.04),
    ("Infant mortality", "per 1,000", 3.2, None, None, "country", "England", 3.9),
)


def beside(table=BESIDE, area="Havering"):
    return indicator_charts.comparator_chart(table, area=area, confidence=0.95)


def test_a_comparison_is_told_in_words_with_every_comparator():
    assert beside().alt == (
        "Good level: Havering 68.5%, England 68.3%, London 70.7% and Statistical neighbours 70.0%."
    )


def test_a_rate_is_not_drawn_among_percentages():
    assert beside(BESIDE.iloc[3:]) is None


def test_the_interval_of_the_area_is_drawn_and_the_value_within_it(drawn):
    beside()
    lines = [line.get_xdata() for line in drawn[0].axes[0].lines if line.get_color() == BLUE]
    assert [list(ends) for ends in lines] == [[66.867, 70.034], [68.472]]


def test_a_value_without_counts_is_drawn_without_an_interval(drawn):
    beside(gaps(("Take-up", "%", 61.3, None, None, "country", "England", 65.2)))
    lines = [line for line in drawn[0].axes[0].lines if line.get_color() == BLUE]
    assert [list(line.get_xdata()) for line in lines] == [[61.3]]


def test_a_take_up_above_a_hundred_per_cent_lies_on_the_chart(drawn):
    beside(gaps(("Take-up", "%", 104.6, None, None, "country", "England", 65.2)))
    left, right = drawn[0].axes[0].get_xlim()
    assert left < 104.6 < right


def test_the_chart_says_how_wide_its_intervals_are():
    assert "95% interval" in beside().subtitle


def shown(chart) -> str:
    return chart._repr_html_()


def test_a_charts_alternative_text_holds_the_finding():
    assert f'alt="{beside().alt}"' in shown(beside())


def test_a_chart_has_its_headline_and_subtitle_as_text_of_the_page():
    chart = beside()
    assert (
        f"<figcaption><strong>Havering beside its comparators</strong> {chart.subtitle}"
        in shown(chart)
    )


def test_markup_in_an_area_name_is_shown_as_text():
    markup = shown(beside(area='<b>"Havering"</b>'))
    assert "<b>" not in markup
    assert 'alt="Good level: &lt;b&gt;&quot;Havering&quot;&lt;/b&gt; 68.5%' in markup


def test_the_picture_is_carried_within_the_page():
    chart = beside()
    data = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', shown(chart))[1]
    assert base64.b64decode(data).decode("utf-8") == chart.svg


SHARES = pd.DataFrame(
    [
        ("Yr2a", "Improvement leads", 100_000, 80_000, 180_000),
        ("Yr2e", "Partner", None, None, None),
    ],
    columns=["proposal_ref", "label", "grant", "council", "cost"],
).astype(dict.fromkeys(["grant", "council", "cost"], "Int64"))
PROFILE = pd.DataFrame(
    {
        "quarter": ["2025-26-Q4", "2026-27-Q1"],
        "months": [3, 2],
        "grant": [46_152, 30_768],
        "council": [44_652, 29_768],
        "pounds": [90_804, 60_536],
        "in_paying_year": [True, False],
    }
)
POSTS = pd.DataFrame(
    {
        "proposal_ref": ["Yr2a", "Yr2d"],
        "label": ["Improvement leads", "Project manager"],
        "grant_claimed": [2.0, 1.0],
        "grant_buys": [1.66667, 0.06],
    }
).astype({"grant_claimed": "Float64", "grant_buys": "Float64"})


def test_a_split_is_told_in_words_and_a_proposal_without_a_cost_is_named():
    assert cost_charts.split_chart(SHARES).alt == (
        "Yr2a, Improvement leads: £100,000 grant and £80,000 council. Yr2e, Partner: not costed."
    )


def test_a_proposal_without_a_cost_is_labelled_so_and_not_as_nothing(drawn):
    cost_charts.split_chart(SHARES)
    labels = [text.get_text() for text in drawn[0].axes[0].texts]
    assert sorted(labels) == ["not costed", "£180,000"]


def test_the_bars_of_a_proposal_add_to_its_cost(drawn):
    cost_charts.split_chart(SHARES.iloc[:1])
    assert sum(bar.get_width() for bar in drawn[0].axes[0].patches) == 180_000


def test_nothing_costed_draws_no_split():
    assert cost_charts.split_chart(SHARES.iloc[1:]) is None


def test_a_profile_is_told_in_words_with_what_no_year_pays_for():
    assert cost_charts.profile_chart(PROFILE).alt == (
        "2025-26-Q4: £90,804. 2026-27-Q1: £60,536, outside the paying year."
    )


def test_the_bars_of_a_profile_add_to_its_pounds(drawn):
    cost_charts.profile_chart(PROFILE)
    assert sum(bar.get_height() for bar in drawn[0].axes[0].patches) == 90_804 + 60_536


def test_no_profile_draws_nothing():
    assert cost_charts.profile_chart(PROFILE.iloc[:0]) is None


def test_posts_are_told_in_words_claimed_and_paid_for():
    assert cost_charts.posts_chart(POSTS).alt == (
        "Yr2a: 2 claimed, 1.67 paid for. Yr2d: 1 claimed, 0.06 paid for."
    )


def test_a_proposal_that_claims_no_post_for_the_grant_is_not_told_as_no_number():
    posts = POSTS.assign(grant_claimed=pd.array([2.0, None], dtype="Float64"))
    assert "nan" not in cost_charts.posts_chart(posts).alt.lower()


def test_no_posts_draw_nothing():
    assert cost_charts.posts_chart(POSTS.iloc[:0]) is None


# Havering, free school meals: percentages of the compilation.
EARLIER = {"2017/18": 21.0, "2018/19": 24.0}
LATER = {"2021/22": 27.3, "2023/24": 25.0, "2024/25": 15.4}


def fsm_gaps(**runs) -> pd.DataFrame:
    """One comparator before the break and another from it on, for Havering and for England."""
    rows = [
        (area, other, period, gap)
        for area in ("Havering", "England")
        for other, run in runs.items()
        for period, gap in run.items()
    ]
    table = with_years(pd.DataFrame(rows, columns=["area_name", "other", "period", "gap"]))
    table = table.assign(
        definition=WITHIN_AREA,
        disadvantaged="eligible",
        value_disadvantaged=50.0,
        value_other=50.0 + table["gap"],
        lower_ci=None,
        upper_ci=None,
    )
    return table.astype({"gap": "Float64", "lower_ci": "Float64", "upper_ci": "Float64"})


def over_time(**runs):
    runs = runs or {"all_other": EARLIER, "not_eligible": LATER}
    return disadvantage_charts.gap_over_time_chart(
        fsm_gaps(**runs), area="Havering", country="England"
    )


def test_the_gap_over_time_draws_two_lines_at_the_break_and_never_one(drawn):
    over_time()
    assert lines_of(drawn[0], BLUE) == [[2018, 2019], [2022, 2024, 2025]]


def test_one_line_never_mixes_two_comparators(drawn):
    over_time(not_eligible=LATER, not_known_to_be_eligible={"2021/22": 26.5})
    assert lines_of(drawn[0], BLUE) == [[2022, 2024, 2025]]


def test_the_gap_over_time_is_told_in_words_as_two_series():
    assert over_time().alt == (
        "Havering: gap from 21.0 points in 2017/18 to 24.0 in 2018/19; then, as a new series, "
        "from 27.3 points in 2021/22 to 15.4 in 2024/25."
    )


def test_an_area_without_a_gap_draws_none():
    assert (
        disadvantage_charts.gap_over_time_chart(
            fsm_gaps(not_eligible=LATER), area="Newham", country="England"
        )
        is None
    )


def groups():
    rows = fsm_gaps(not_eligible={"2024/25": 15.4})
    rows = rows[rows["area_name"] == "Havering"].assign(value_disadvantaged=55.7, value_other=71.1)
    return disadvantage_charts.groups_chart(rows, area="Havering")


def test_two_groups_are_told_in_words_with_both_percentages():
    assert groups().alt == (
        "2024/25: 55.7% of children eligible for free school meals and 71.1% of children not "
        "eligible for free school meals."
    )


def test_a_gap_with_another_definition_is_not_drawn_as_one_within_the_area():
    rows = fsm_gaps(not_eligible=LATER).assign(definition="against other children in England")
    assert disadvantage_charts.groups_chart(rows, area="Havering") is None


@pytest.mark.parametrize(
    "make",
    [
        trend,
        beside,
        over_time,
        groups,
        lambda: cost_charts.split_chart(SHARES),
        lambda: cost_charts.profile_chart(PROFILE),
        lambda: cost_charts.posts_chart(POSTS),
    ],
    ids=["trend", "beside", "over_time", "groups", "split", "profile", "posts"],
)
def test_the_same_figures_give_the_same_bytes_twice(make):
    first, second = make().svg, make().svg
    assert first == second
    assert "<dc:date>" not in first


def test_the_words_of_a_picture_stay_words():
    with drawing(2, 2) as figure:
        figure.subplots().set_xlabel("per cent of children")
        chart = Chart(figure, headline="H", subtitle="S", alt="A")
    assert "per cent of children</text>" in chart.svg


def test_charts_leave_the_tables_as_they_were():
    table, before = BESIDE, BESIDE.copy(deep=True)
    beside(table)
    pd.testing.assert_frame_equal(table, before)
