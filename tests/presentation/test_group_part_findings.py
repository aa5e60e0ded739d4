"""Sentences about the parts of a gap: which side, how much of it, and what they cannot say."""

import pandas as pd
import pytest

from analysis.calculations.inequality.attributable import gap_parts, if_as_others
from analysis.presentation.group_part_findings import group_part_findings, group_part_table

ENGLAND = [("eligible", 51_394, 100_267), ("not_eligible", 345_008, 475_755)]
BEHIND = [("eligible", 308, 576), ("not_eligible", 794, 1_194)]
AHEAD = [("eligible", 577, 899), ("not_eligible", 2_429, 3_235)]
TURNED = [("eligible", 60, 100), ("not_eligible", 100, 200)]


def said(ours):
    table, country = (
        pd.DataFrame(rows, columns=["group", "numerator", "denominator"]).assign(area_code=code)
        for rows, code in ((ours, "A"), (ENGLAND, "E"))
    )
    about = {"period": "2024/25", "source_ids": "profile", "source_refs": "row 1; row 2"}
    parts = gap_parts(table, country, by="area_code").assign(**about)
    closing = if_as_others(
        table,
        by="area_code",
        disadvantaged="eligible",
        others="not_eligible",
        benchmark=100 * country["numerator"].sum() / country["denominator"].sum(),
        polarity="high_is_good",
    ).assign(others="not_eligible", **about)
    found = group_part_findings(parts, closing, area="Here", country="England", confidence=0.95)
    return {finding.key: finding for finding in found}, parts


def test_two_parts_are_printed_with_their_signs_and_add_to_the_gap():
    found, parts = said(BEHIND)
    finding = found["gap_parts"]
    # 1,102 of 1,770 is 62.26; 396,402 of 576,022 is 68.82
    assert "62.3% of children in Here" in finding.statement
    assert "6.6 percentage points below England (68.8%)" in finding.statement
    assert "In points, −4.0 comes from how well" in finding.statement
    assert "−2.6 from how many" in finding.statement
    assert finding.value == pytest.approx(parts[["rate_part", "composition_part"]].sum().sum())


def test_share_of_the_gap_is_given_where_there_is_one_and_said_to_be_none_where_not():
    behind, ahead, turned = (said(rows)[0]["gap_if.as_others"] for rows in (BEHIND, AHEAD, TURNED))
    # 576 / 1770 x (66.499 - 53.472) = 4.24 points of 6.56: 65%
    assert behind.statement.endswith(": 65% of the gap to England.")
    assert "4.2 percentage points more (95% interval" in behind.statement
    assert ahead.statement.endswith(": there is no gap to England to close.")
    # eligible children ahead of others: 100 / 300 x (50 - 60) = -3.3 points
    assert "3.3 percentage points less" in turned.statement
    assert turned.statement.endswith(": the gap to England would be wider.")


def test_a_group_that_does_better_than_in_the_country_would_lower_the_figure():
    statement = said(BEHIND)[0]["gap_if.as_in_country"].statement
    # 576 / 1770 x (51.257 - 53.472) = -0.72
    assert "(51.3% against 53.5% in Here)" in statement
    assert statement.endswith("would have been 0.7 percentage points lower.")


def test_every_sentence_says_that_it_is_not_about_causes():
    found, _ = said(BEHIND)
    assert all("not of causes" in finding.limits for finding in found.values())


def test_without_counts_one_sentence_says_so_and_there_is_no_table():
    empty = pd.DataFrame()
    found = group_part_findings(empty, empty, area="Here", country="England", confidence=0.95)
    assert [finding.key for finding in found] == ["gap_parts.none"]
    assert "No year has counts of every free school meals group" in found[0].statement
    assert group_part_table(empty, area="Here") is None


def test_the_table_has_a_row_a_group():
    _, parts = said(BEHIND)
    assert "children eligible for free school meals | 576 | 32.5%" in repr(
        group_part_table(parts, area="Here")
    )
