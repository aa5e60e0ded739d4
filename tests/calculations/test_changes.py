"""What became of each figure between two quarters' findings."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.calculations.changes import CHANGES, change_counts, what_changed

COLUMNS = ["key", "value", "period", "polarity"]
BREAKS = {"gld": ["2021/22"]}


def findings(*rows, unit="%") -> pd.DataFrame:
    """Rows of key, value, period, polarity."""
    table = pd.DataFrame(rows, columns=COLUMNS).assign(
        area="Havering", notebook="01_indicator_gaps", unit=unit, lower_ci=None, upper_ci=None
    )
    return table.assign(statement="Said of " + table["key"]).astype({"value": "Float64"})


def became(before: tuple | None, after: tuple | None, unit="%") -> str:
    earlier, later = (findings(*([row] if row else []), unit=unit) for row in (before, after))
    (what,) = what_changed(earlier, later, series_breaks=BREAKS)["what"]
    return what


GLD = ("latest.gld", 66.8, "2023/24", "high_is_good")


@pytest.mark.parametrize(
    ("value", "polarity", "what"),
    [
        (68.5, "high_is_good", "improved"),
        (64.0, "high_is_good", "worsened"),
        (68.5, "low_is_good", "worsened"),
        (64.0, "low_is_good", "improved"),
        (68.5, "", "moved"),
    ],
)
def test_a_later_period_is_judged_by_which_way_is_good(value, polarity, what):
    before = ("latest.gld", 66.8, "2023/24", polarity)
    assert became(before, ("latest.gld", value, "2024/25", polarity)) == what


def test_another_value_of_the_same_period_is_a_revision_and_no_improvement():
    assert became(GLD, ("latest.gld", 67.1, "2023/24", "high_is_good")) == "revised"


def test_a_change_too_small_to_be_shown_is_none():
    assert became(GLD, ("latest.gld", 66.84, "2024/25", "high_is_good")) == "unchanged"
    assert became(GLD, ("latest.gld", 66.86, "2024/25", "high_is_good")) == "improved"


def test_one_pound_is_a_change():
    before = ("costs.total", 393_500, "2025", "")
    assert became(before, ("costs.total", 393_501, "2025", ""), unit="£") == "revised"


def test_a_figure_that_only_the_later_quarter_has_is_new():
    assert became(None, GLD) == "new"


def test_a_figure_that_the_later_quarter_lacks_is_no_longer_reported():
    assert became(GLD, None) == "no longer reported"


def test_a_suppressed_figure_is_no_longer_reported_and_not_a_fall_to_nothing():
    assert became(GLD, ("latest.gld", None, "2024/25", "high_is_good")) == "no longer reported"


@pytest.mark.parametrize(
    ("before", "after", "polarity", "what"),
    [
        (-2.0, 0.0, "high_is_good", "target reached"),
        (-2.0, 1.0, "high_is_good", "target reached"),
        (2.0, -1.0, "low_is_good", "target reached"),
        (1.0, 2.0, "high_is_good", "improved"),
        (1.0, -1.0, "high_is_good", "worsened"),
    ],
)
def test_a_distance_that_closes_reaches_its_target(before, after, polarity, what):
    earlier = ("target.plan.gld", before, "2023/24", polarity)
    assert became(earlier, ("target.plan.gld", after, "2024/25", polarity), unit="pp") == what


def test_no_change_is_told_across_a_break_in_series():
    before = ("latest.gld", 71.7, "2018/19", "high_is_good")
    after = ("latest.gld", 64.5, "2021/22", "high_is_good")
    assert became(before, after) == "not compared: a break in series"


def test_an_indicator_without_breaks_is_compared_over_any_years():
    before = ("latest.take_up_2yo", 71.7, "2019", "high_is_good")
    assert became(before, ("latest.take_up_2yo", 64.5, "2022", "high_is_good")) == "worsened"


def test_a_finding_that_is_itself_a_change_is_left_out():
    change = ("change.gld", 1.7, "2024/25", "")
    assert what_changed(findings(change), findings(change), series_breaks={}).empty


def test_the_later_statement_is_told_and_the_earlier_where_there_is_none():
    table = what_changed(findings(GLD), findings(), series_breaks={})
    assert table["statement"].tolist() == ["Said of latest.gld"]


def test_counts_stand_in_the_order_of_the_verdicts_and_add_to_every_figure():
    later = findings(("latest.gld", 68.5, "2024/25", "high_is_good"), ("x", 1.0, "2024", ""))
    table = what_changed(findings(GLD), later, series_breaks={})
    assert change_counts(table) == {"improved": 1, "new": 1}
    assert sum(change_counts(table).values()) == len(table)


figure = st.tuples(
    st.sampled_from(["latest.gld", "target.plan.gld", "latest.mmr1_24m"]),
    st.one_of(st.none(), st.floats(-50, 150)),
    st.sampled_from(["2018/19", "2023/24", "2024/25"]),
    st.sampled_from(["high_is_good", "low_is_good", ""]),
)


@settings(derandomize=True, max_examples=100)
@given(
    st.lists(figure, max_size=3, unique_by=lambda row: row[0]),
    st.lists(figure, max_size=3, unique_by=lambda row: row[0]),
)
def test_each_figure_has_one_verdict_and_a_quarter_beside_itself_has_no_change(before, after):
    table = what_changed(findings(*before), findings(*after), series_breaks=BREAKS)
    assert set(table["what"]) <= set(CHANGES)
    keys = {row[0] for row in (*before, *after) if row[1] is not None}
    assert set(table["key"]) == keys
    same = what_changed(findings(*after), findings(*after), series_breaks=BREAKS)
    assert set(same["what"]) <= {"unchanged"}
