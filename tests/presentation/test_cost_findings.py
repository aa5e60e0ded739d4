"""Sentences about improvement funding: does it add up, who pays, what a post costs, and when."""

from datetime import date

import pandas as pd
import pytest

from analysis.presentation.cost_findings import (
    payer_findings,
    post_findings,
    profile_findings,
    total_findings,
)

AS_AT = date(2025, 12, 31)
PLAN = pd.Series(
    {
        "plan": "havering_improvement_y2",
        "title": "Starting Well improvement plan, year two",
        "starts": pd.Timestamp("2025-05-01"),
        "ends": pd.Timestamp("2026-05-31"),
        "source_id": "havering_improvement_report",
        "source_ref": "Report detail 1.12",
    }
)
TOTAL = {"grant": 200_000, "council": 193_500, "all": 393_500, "uncosted": 1}


def checks(*rows) -> pd.DataFrame:
    """Rows of total_ref, stated, computed, verdict."""
    table = pd.DataFrame(rows, columns=["total_ref", "stated", "computed", "verdict"])
    table = table.assign(
        label="Headline cost", printed_to=1_000, difference=table["stated"] - table["computed"]
    )
    numbers = ["stated", "computed", "difference", "printed_to"]
    return table.assign(source_ref="Summary").astype(dict.fromkeys(numbers, "Int64"))


CHECKS = checks(
    ("headline", 395_000, 393_500, "differs"),
    ("grant_column", 200_000, 200_000, "agrees"),
    ("council_column", 193_500, 193_500, "agrees"),
    ("rounded_whole", 400_000, 393_500, "agrees when rounded"),
    ("cost_column", None, 393_500, "not stated"),
    ("yr2e_cost", None, None, "not costed"),
)


def totals(total=TOTAL, table=CHECKS, plan=PLAN) -> dict:
    found = total_findings(total, table, area="Havering", plan=plan, as_at=AS_AT)
    return {finding.key: finding for finding in found}


def test_the_costed_total_is_told_as_a_lower_bound_where_a_proposal_has_no_cost():
    found = totals()["costs.total"]
    assert found.statement == (
        "The costed lines of Starting Well improvement plan, year two add to £393,500: £200,000 "
        "from the grant and £193,500 from the council. 1 proposal has no cost, so the whole cost "
        "is at least this much."
    )
    assert found.limits == "A lower bound."


def test_a_total_with_every_proposal_costed_is_no_bound():
    found = totals(TOTAL | {"uncosted": 0})["costs.total"]
    assert found.statement.endswith("from the council.")
    assert found.limits == ""


def test_a_headline_that_differs_is_told_with_its_difference_and_the_rounding_tested():
    found = totals()["costs.differs.headline"]
    assert found.statement == (
        "Headline cost: the paper states £395,000 and the parts add to £393,500, so it states "
        "£1,500 more. Rounding to the £1,000 that it prints does not explain it."
    )
    assert found.value == 1_500


def test_a_stated_sum_below_its_parts_states_less():
    found = totals(table=checks(("headline", 390_000, 393_500, "differs")))
    assert "so it states £3,500 less." in found["costs.differs.headline"].statement


def test_only_a_sum_that_differs_is_told_on_its_own():
    assert [key for key in totals() if key.startswith("costs.differs")] == [
        "costs.differs.headline"
    ]


def test_sums_that_were_not_stated_or_not_costed_are_not_counted_as_tested():
    assert totals()["costs.agreement"].statement == (
        "Of 4 stated sums that can be tested, 2 agree to the pound, 1 agree once rounded as "
        "printed, and 1 differ."
    )


def test_an_area_without_a_costed_plan_has_the_one_finding_that_there_is_none():
    (found,) = totals(plan=None).values()
    assert found.statement == "No plan with costs for Havering was public by 31 December 2025."


STATUS = pd.DataFrame(
    [
        ("grant", "Financial summary", "agreed", "A request was made and £0.2m agreed"),
        ("grant", "Cost table", "requested", "The column is headed as a request"),
        ("council", "Financial summary", "to be met", "From the general fund"),
    ],
    columns=["funder", "place", "status", "remark"],
).assign(source_ref="Report detail 1.12")
SHORT = pd.DataFrame(
    [(10, 20_000, 213_500, 54.2567), (100, 200_000, 393_500, 100.0)],
    columns=["short_percent", "grant_lost", "council_carries", "council_share"],
)


def payers(total=TOTAL, status=STATUS, short=SHORT, plan=PLAN) -> dict:
    found = payer_findings(total, status, short, area="Havering", plan=plan)
    return {finding.key: finding for finding in found}


def test_the_shares_of_grant_and_council_are_told_and_add_to_a_hundred():
    # 200,000 / 393,500 = 50.826 per cent
    assert payers()["costs.share.grant"].statement == (
        "The grant pays 50.8% of the costed total and the council 49.2%."
    )


def test_money_described_in_two_ways_is_said_to_be():
    assert payers()["costs.status.grant"].statement == (
        "The paper describes the grant as “agreed” (financial summary) and “requested” (cost "
        "table): it does not describe it in one way."
    )


def test_money_described_in_one_way_is_not():
    assert payers()["costs.status.council"].statement == (
        "The paper describes the council’s share as “to be met” (financial summary)."
    )


def test_a_shortfall_is_told_with_what_the_council_would_carry():
    found = payers()["costs.shortfall.10"]
    assert found.statement == (
        "If 10% of the grant did not come and nothing was cut, the council would carry £213,500, "
        "54.3% of the costed total."
    )
    assert found.value == 213_500


def test_no_plan_has_no_payers():
    assert payers(plan=None) == {}


def test_a_plan_of_which_nothing_is_costed_yet_has_no_shares():
    nothing = {"grant": 0, "council": 0, "all": 0, "uncosted": 3}
    assert "costs.share.grant" not in payers(nothing, short=SHORT.iloc[:0])


# 100,000 / 60,000; 57 / 117; 40 / 46.5; 3 / 50
POSTS = pd.DataFrame(
    [
        ("Yr2a", "Improvement leads", 2.0, 1.666667, 50_000.0, 80_000.0, 60_000.0),
        ("Yr2b", "Project manager", 1.0, 0.487179, 57_000.0, None, 117_000.0),
        ("Yr2c", "System developer", 1.0, 0.860215, 40_000.0, None, 46_500.0),
        ("Yr2d", "Project manager", 1.0, 0.06, 3_000.0, None, 50_000.0),
    ],
    columns=[
        *("proposal_ref", "label", "grant_claimed", "grant_buys"),
        *("grant_per_post", "council_per_post", "cost_per_post"),
    ],
)


def people(plan=PLAN) -> dict:
    return {f.key: f for f in post_findings(POSTS, area="Havering", plan=plan)}


def test_the_grant_is_said_to_support_five_posts_and_pays_for_three():
    assert people()["costs.posts.grant"].statement == (
        "The paper says that the grant supports 5 full-time posts. At the paper’s own cost of "
        "each post it pays for 3.07."
    )


def test_a_post_is_compared_between_funders_only_where_both_claim_one():
    assert [key for key in people() if key.startswith("costs.unit")] == ["costs.unit.yr2a"]
    assert people()["costs.unit.yr2a"].statement == (
        "Yr2a, improvement leads: £50,000 for each post claimed for the grant, £80,000 for each "
        "of the council’s, £60,000 on average."
    )


def test_no_plan_has_no_posts():
    assert people(plan=None) == {}


PROFILE = pd.DataFrame(
    {
        "quarter": ["2025-26-Q1", "2025-26-Q2", "2025-26-Q3", "2025-26-Q4", "2026-27-Q1"],
        "months": [2, 3, 3, 3, 2],
        "pounds": [60_540, 90_810, 90_810, 90_804, 60_536],
        "in_paying_year": [True, True, True, True, False],
    }
)


def test_the_money_outside_the_year_that_pays_is_told():
    (found,) = profile_findings(PROFILE, area="Havering", plan=PLAN)
    assert found.statement == (
        "Spread evenly over the plan’s 13 months, £60,536 falls in 2 months outside the financial "
        "year whose budget is said to pay."
    )


def test_an_even_spread_is_said_to_be_an_assumption():
    (found,) = profile_findings(PROFILE, area="Havering", plan=PLAN)
    assert "an even spread is our assumption" in found.limits


def test_no_plan_has_no_profile():
    assert profile_findings(PROFILE, area="Havering", plan=None) == []


@pytest.mark.parametrize("key", ["costs.total", "costs.differs.headline", "costs.agreement"])
def test_a_finding_on_funding_names_the_months_of_the_plan_and_its_source(key):
    found = totals()[key]
    assert (found.period, found.source_ids) == (
        "May 2025 to May 2026",
        "havering_improvement_report",
    )


def test_a_plan_without_dates_still_has_its_total():
    undated = pd.Series(PLAN.to_dict() | {"starts": pd.NaT, "ends": pd.NaT})
    assert "costs.total" in totals(plan=undated)
