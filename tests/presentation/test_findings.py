"""A finding, what a reader sees of it, and the record that a run keeps."""

import json
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.presentation.findings import (
    COLUMNS,
    NOTHING,
    Finding,
    Findings,
    findings_table,
    limits_of,
    nothing_found,
    number,
    sources_of,
)
from analysis.presentation.page import Together
from analysis.presentation.records import FINDINGS

HAVERING = Finding(
    key="latest.gld",
    area="Havering",
    statement="Good level of development: 68.5% in 2024/25.",
    period="2024/25",
    method="Proportion with Wilson score interval",
    source_ids="dfe_eyfsp_2025_extract",
    value=68.47201210287443,
    unit="%",
    lower_ci=66.86729798453474,
    upper_ci=70.03383539388881,
    limits="A new framework from 2021/22.",
    headline=1,
)
NUMBERS = st.one_of(st.none(), st.floats(-1e6, 1e6))


def finding(**changes) -> Finding:
    facts = {
        "key": "a",
        "area": "Havering",
        "statement": "A",
        "period": "2024/25",
        "method": "M",
        "source_ids": "s",
    }
    return Finding(**(facts | changes))


def record(found: Findings) -> list[dict]:
    return json.loads(found._repr_mimebundle_()[FINDINGS])


def test_a_finding_is_the_same_after_its_journey_through_json():
    assert Finding(**record(Findings([HAVERING]))[0]) == HAVERING


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), NUMBERS, NUMBERS, st.integers(0, 9)), min_size=1))
def test_any_findings_are_the_same_after_their_journey_through_json(rows):
    found = Findings(
        finding(statement=text, value=value, lower_ci=limit, headline=place)
        for text, value, limit, place in rows
    )
    assert [Finding(**facts) for facts in record(found)] == found


def test_a_value_on_record_is_not_rounded():
    assert record(Findings([HAVERING]))[0]["value"] == 68.47201210287443


def test_a_missing_value_stays_missing_on_record_and_never_becomes_nothing():
    assert record(Findings([finding(value=number(pd.NA))]))[0]["value"] is None


@pytest.mark.parametrize("missing", [pd.NA, float("nan"), None])
def test_a_missing_number_is_none(missing):
    assert number(missing) is None


def test_a_finding_cannot_be_changed():
    with pytest.raises(AttributeError):
        HAVERING.value = 70.0


def test_a_reader_sees_the_statement_and_its_limits():
    assert Findings([HAVERING]).html() == (
        '<ul class="findings"><li>Good level of development: 68.5% in 2024/25. '
        '<span class="limits">A new framework from 2021/22.</span>'
        '<details class="source"><summary>Source and method</summary>'
        "<p>Proportion with Wilson score interval. Source: "
        '<a href="#source-dfe-eyfsp-2025-extract">dfe_eyfsp_2025_extract</a>.</p></details>'
        "</li></ul>"
    )


def test_markup_in_a_statement_or_its_limits_is_shown_as_text():
    shown = Findings([finding(statement="<b>King's</b> & co", limits="<i>few</i>")]).html()
    assert "<b>" not in shown
    assert "<i>" not in shown
    assert "&lt;b&gt;King" in shown
    assert "&amp; co" in shown


def test_plain_text_has_one_line_for_each_finding():
    found = Findings([HAVERING, finding(statement="B")])
    assert found.text() == "- Good level of development: 68.5% in 2024/25.\n- B"


def test_no_findings_show_nothing_and_leave_no_record():
    assert Findings()._repr_mimebundle_() == {"text/plain": ""}


def test_findings_added_are_still_findings_and_change_neither_part():
    one, two = Findings([finding(key="a")]), Findings([finding(key="b")])
    both = one + two
    assert isinstance(both, Findings)
    assert [[f.key for f in found] for found in (both, one, two)] == [["a", "b"], ["a"], ["b"]]


def test_folded_findings_are_recorded_all_the_same():
    found = Findings([HAVERING])
    folded = found.folded("Every comparison")._repr_mimebundle_()
    assert folded[FINDINGS] == found._repr_mimebundle_()[FINDINGS]


def test_folded_findings_open_at_a_line_that_is_escaped():
    shown = Findings([HAVERING]).folded("<More>")._repr_mimebundle_()["text/html"]
    assert shown.startswith("<details><summary>&lt;More&gt;</summary><ul")


def test_folding_nothing_shows_nothing():
    assert Findings().folded("More")._repr_mimebundle_() == {"text/plain": ""}


def test_findings_shown_with_other_things_stay_on_record():
    shown = Together(Findings([HAVERING]), None, Findings([finding(key="b")]))
    facts = json.loads(shown._repr_mimebundle_()[FINDINGS])
    assert [row["key"] for row in facts] == ["latest.gld", "b"]


def test_a_report_with_nothing_to_say_says_so_with_its_date():
    (found,) = nothing_found("Newham", "plan with costs", date(2025, 12, 31))
    assert found.key == NOTHING
    assert found.statement == "No plan with costs for Newham was public by 31 December 2025."
    assert found.value is None


def test_sources_of_a_finding_are_named_once_and_in_order():
    assert sources_of("release;compilation", "", "compilation") == "compilation;release"


def test_a_figure_of_the_compilation_says_that_it_may_be_revised():
    assert limits_of("dfe_lait_2026_04", "Few.") == "Few. As revised by April 2026."


def test_a_figure_of_the_release_itself_does_not():
    assert limits_of("dfe_eyfsp_2022", "Few.", "") == "Few."


def test_the_table_of_findings_has_its_columns_in_order_and_the_rows_as_given():
    facts = [row | {"notebook": "01"} for row in record(Findings([HAVERING, finding(key="b")]))]
    table = findings_table(facts)
    assert list(table.columns) == COLUMNS
    assert table["key"].tolist() == ["latest.gld", "b"]


def test_the_table_of_no_findings_has_its_columns():
    assert list(findings_table([]).columns) == COLUMNS
