"""Sentences about recent trends and control charts: what they say and what they leave unsaid."""

import pandas as pd
import pytest

from analysis.calculations.series import unbroken_runs
from analysis.calculations.trends.control_charts import control_charts
from analysis.calculations.trends.control_rules import COMMON, RULES
from analysis.presentation import indicator_tables, trend_charts, trend_findings
from analysis.presentation.chart import BLUE, GREY, ORANGE, Chart

MMR = dict(indicator="mmr1_24m", short_name="MMR", unit="%", polarity="high_is_good")


def trends(**facts) -> pd.DataFrame:
    row = {
        "indicator": "gld",
        "short_name": "Good level",
        "trend": "cannot be calculated",
        "note": "",
        "chi_squared": None,
        "points": 7,
        "first_period": "2020/21",
        "last_period": "2024/25",
        "source_ids": "release",
        "source_refs": "row 2",
        "with_value": 5,
        "with_counts": 5,
        "with_limits": 5,
        "new_series_from": "",
    }
    return pd.DataFrame([row | facts])


def told(**facts) -> str:
    (finding,) = trend_findings.trend_findings(trends(**facts), area="Havering")
    return finding.statement


def test_a_trend_is_told_with_its_years_and_its_test():
    assert told(trend="increasing and getting better", chi_squared=25.188) == (
        "Good level: increasing and getting better from 2020/21 to 2024/25 (chi-squared for trend "
        "25.2; 9.55 is the least for a trend)."
    )


def test_no_significant_change_is_told_with_its_test():
    assert told(trend="no significant change", chi_squared=3.1) == (
        "Good level: no significant change from 2020/21 to 2024/25 (chi-squared for trend 3.1; "
        "9.55 is the least for a trend)."
    )


def test_a_change_that_hangs_on_one_year_is_called_so():
    assert told(trend="no significant change", chi_squared=30.0) == (
        "Good level: no significant change from 2020/21 to 2024/25: chi-squared for trend 30.0, "
        "but the direction hangs on a single year."
    )


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (
            {"note": "fewer than five points", "points": 4, "new_series_from": "2021/22"},
            "4 yearly figures are held since a new series began in 2021/22 and 5 are needed",
        ),
        (
            {"note": "fewer than five points", "points": 1},
            "1 yearly figure is held and 5 are needed",
        ),
        (
            {"note": "a figure is missing", "with_value": 4},
            "only 4 of the 5 figures from 2020/21 to 2024/25 have a value",
        ),
        (
            {"note": "a count is missing", "with_counts": 0},
            "none of the 5 figures from 2020/21 to 2024/25 has the counts that the test needs",
        ),
        (
            {"note": "a limit is missing", "with_limits": 1},
            "only 1 of the 5 figures from 2020/21 to 2024/25 has the interval that the test needs",
        ),
        (
            {"note": "a year is missing"},
            "the last 5 figures held, from 2020/21 to 2024/25, leave out a year",
        ),
        ({"note": "the periods overlap"}, "the periods overlap"),
    ],
)
def test_a_trend_that_cannot_be_calculated_says_why(facts, why):
    assert told(**facts) == f"Good level: recent trend cannot be calculated: {why}."


def test_what_cannot_be_calculated_has_no_value():
    (finding,) = trend_findings.trend_findings(
        trends(note="fewer than five points", points=4), area="Havering"
    )
    assert (finding.value, finding.unit) == (None, "")


def charted(values: list, starts=None, **about) -> pd.DataFrame:
    """Synthetic quarters with the limits of their newest run, if it is long enough."""
    starts = starts or pd.date_range("2020-04-01", periods=len(values), freq="QS")
    table = pd.DataFrame({"period_start": pd.to_datetime(starts), "value": values}).assign(
        **(MMR | about), source_id="cover", source_ref="row 9", area_code="A"
    )
    table["period_end"] = table["period_start"] + pd.DateOffset(months=3, days=-1)
    table["period"] = table["period_start"].dt.strftime("%B %Y")
    rows = unbroken_runs(table, by="indicator", months=3)
    charts = control_charts(rows, by=["indicator", "run"], polarity="polarity")
    enough = charts["run_points"] >= 12
    judged = ["mean", "lower_limit", "upper_limit", "rule", "point_type"]
    charts[judged] = charts[judged].where(enough)
    return charts


def chart_told(charts: pd.DataFrame) -> str:
    (finding,) = trend_findings.control_findings(charts, area="Havering")
    return finding.statement


def test_quarters_with_gaps_are_told_to_have_no_limits_and_why():
    charts = charted([91.5, 88.1, 84.3], ["2015-01-01", "2019-04-01", "2025-01-01"])
    assert chart_told(charts) == (
        "MMR: no control limits are given, since they need at least 12 quarters in a row. 3 "
        "quarters are held from January 2015 to January 2025, with gaps between them: the newest "
        "stands alone."
    )


def test_the_newest_quarters_that_follow_each_other_are_counted():
    charts = charted([91.5, 85.6, 84.3], ["2015-01-01", "2024-10-01", "2025-01-01"])
    assert chart_told(charts).endswith(
        "3 quarters are held from January 2015 to January 2025, with gaps between them: only the "
        "newest 2 follow each other."
    )


def test_too_few_quarters_without_a_gap_are_not_said_to_have_gaps():
    assert chart_told(charted([91.5, 88.1])).endswith(
        "2 quarters are held from April 2020 to July 2020."
    )


def test_a_chart_within_its_limits_is_common_cause():
    # mean 90, moving ranges 2: limits 90 -/+ 5.32
    assert chart_told(charted([89.0, 91.0] * 6)) == (
        "MMR: over 12 quarters in a row, April 2020 to January 2023, the mean is 90.0% and the "
        "control limits are 84.7% to 95.3%. The newest quarter, 91.0%, is common cause, no sign "
        "of change."
    )


def test_a_point_below_its_limits_is_of_concern_and_says_by_which_rule():
    statement = chart_told(charted([89.0, 91.0] * 8 + [70.0]))
    assert statement.endswith(
        "The newest quarter, 70.0%, is special cause, of concern, since it lies below the lower "
        "limit."
    )


def test_every_rule_has_words():
    assert set(trend_findings._RULES) == set(RULES) - {COMMON}


# --- charts ---


@pytest.fixture
def drawn(monkeypatch) -> list:
    figures = []

    class Kept(Chart):
        def __init__(self, figure, **words):
            super().__init__(figure, **words)
            figures.append(figure)

    monkeypatch.setattr(trend_charts, "Chart", Kept)
    return figures


def draw(charts: pd.DataFrame) -> Chart:
    (chart,) = trend_charts.control_charts(charts, area="Havering")
    return chart


def marks(figure) -> dict:
    """Marker and colour of the points drawn, with how many there are."""
    lines = [line for line in figure.axes[0].lines if line.get_marker() not in ("None", None, "")]
    return {(line.get_marker(), line.get_color()): len(line.get_xdata()) for line in lines}


def test_no_line_joins_quarters_across_a_gap(drawn):
    draw(charted([91.5, 85.6, 84.3], ["2015-01-01", "2024-10-01", "2025-01-01"]))
    joined = [line for line in drawn[0].axes[0].lines if line.get_color() == GREY]
    joined = [line for line in joined if line.get_linestyle() == "-"]
    assert sorted(len(line.get_xdata()) for line in joined) == [1, 2]


def test_a_chart_without_limits_draws_points_alone_and_says_so(drawn):
    chart = draw(charted([91.5, 84.3], ["2015-01-01", "2025-01-01"]))
    assert marks(drawn[0]) == {("o", GREY): 2}
    assert chart.alt == (
        "Havering: 91.5% in January 2015 and 84.3% in January 2025. No control limits are drawn."
    )
    assert "No control limits: fewer than 12 quarters in a row." in chart.subtitle


def test_improvement_and_concern_differ_by_marker_as_well_as_colour(drawn):
    draw(charted([89.0, 91.0] * 10 + [70.0, 90.0, 110.0]))
    assert marks(drawn[0]) == {("o", GREY): 21, ("^", BLUE): 1, ("s", ORANGE): 1}


def test_a_chart_with_limits_is_told_in_words():
    assert draw(charted([89.0, 91.0] * 6)).alt == (
        "Havering: 12 quarters in a row from April 2020 to January 2023, mean 90.0%, limits 84.7% "
        "to 95.3%, newest 91.0%; 12 points are common cause."
    )


def test_the_same_quarters_give_the_same_bytes_twice():
    assert draw(charted([89.0, 91.0] * 6)).svg == draw(charted([89.0, 91.0] * 6)).svg


# --- tables ---


def table_of(charts: pd.DataFrame) -> str:
    counts = {"numerator": pd.NA, "denominator": pd.NA}
    (table,) = indicator_tables.control_tables(charts.assign(**counts), area="Havering")
    return table.text


def test_quarters_without_limits_are_tabled_without_columns_for_them():
    assert table_of(charted([91.5, 84.3], ["2015-01-01", "2025-01-01"])).splitlines() == [
        "MMR in Havering, every quarter held",
        "Quarter | Per cent",
        "January 2015 | 91.5",
        "January 2025 | 84.3",
    ]


def test_quarters_with_limits_are_tabled_with_them_and_the_kind_of_each_point():
    lines = table_of(charted([89.0, 91.0] * 6)).splitlines()
    assert lines[1:3] == [
        "Quarter | Per cent | Mean | Lower limit | Upper limit | Kind of point | Rule",
        "April 2020 | 89.0 | 90.0 | 84.7 | 95.3 | common cause | common cause",
    ]
