"""Improvement funding: Havering's second-year plan, and sums that must add up."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.calculations.costs.costs import (
    costed_plan,
    costed_total,
    posts,
    reconcile,
    shares,
)
from analysis.calculations.costs.funding_profile import (
    if_the_grant_came_short,
    plan_months,
    profile_by_quarter,
)
from analysis.calculations.costs.pounds import round_half_up, split_pounds
from analysis.errors import TableError


def lines(*rows) -> pd.DataFrame:
    """Rows of proposal, label, funder, pounds, posts claimed for that funder."""
    columns = ["proposal_ref", "label", "funder", "pounds", "fte_claimed"]
    table = pd.DataFrame(rows, columns=columns).assign(plan="improvement")
    return table.astype({"pounds": "Int64", "fte_claimed": "Float64"})


def stated(*rows) -> pd.DataFrame:
    """Rows of total_ref, scope, proposal, funder, pounds, printed_to, posts stated."""
    columns = [
        *("total_ref", "scope", "proposal_ref", "funder"),
        *("pounds", "printed_to", "fte_stated"),
    ]
    table = pd.DataFrame(rows, columns=columns).assign(plan="improvement", source_ref="1.12")
    table = table.assign(label=table["total_ref"])
    return table.astype({"pounds": "Int64", "printed_to": "Int64", "fte_stated": "Float64"})


# The cost table of the report to Cabinet of August 2025, detail 1.12.
HAVERING = lines(
    ("Yr2a", "Improvement leads", "grant", 100_000, 2),
    ("Yr2a", "Improvement leads", "council", 80_000, 1),
    ("Yr2b", "Commissioner and project manager", "grant", 57_000, 1),
    ("Yr2b", "Commissioner and project manager", "council", 60_000, None),
    ("Yr2c", "System developer", "grant", 40_000, 1),
    ("Yr2c", "System developer", "council", 6_500, None),
    ("Yr2d", "Project manager", "grant", 3_000, 1),
    ("Yr2d", "Project manager", "council", 47_000, None),
    ("Yr2e", "Sector-led improvement partner", "grant", None, None),
    ("Yr2e", "Sector-led improvement partner", "council", None, None),
)
STATED = stated(
    ("yr2a_cost", "proposal", "Yr2a", "", 180_000, 10_000, 3),
    ("yr2b_cost", "proposal", "Yr2b", "", 117_000, 1_000, 1),
    ("yr2c_cost", "proposal", "Yr2c", "", 46_500, 100, 1),
    ("yr2d_cost", "proposal", "Yr2d", "", 50_000, 10_000, 1),
    ("yr2e_cost", "proposal", "Yr2e", "", None, None, None),
    ("grant_column", "funder", "", "grant", 200_000, 100_000, None),
    ("council_column", "funder", "", "council", 193_500, 100, None),
    ("cost_column", "whole", "", "", None, None, None),
    ("headline", "whole", "", "", 395_000, 1_000, None),
    ("headline_grant", "funder", "", "grant", 200_000, 100_000, None),
    ("headline_council", "funder", "", "council", 193_500, 100, None),
    ("rounded_whole", "whole", "", "", 400_000, 100_000, None),
    ("rounded_grant", "funder", "", "grant", 200_000, 100_000, None),
    ("rounded_council", "funder", "", "council", 200_000, 100_000, None),
)


def the_plan(starts="2025-05-01", ends="2026-05-31", pays_until="2026-03-31") -> pd.Series:
    """The plan as the report dates it, or with another day."""
    days = {
        "starts": starts,
        "ends": ends,
        "paying_year_start": "2025-04-01",
        "paying_year_end": pays_until,
    }
    return pd.Series({name: pd.Timestamp(day) for name, day in days.items()})


AMOUNTS = st.one_of(st.none(), st.integers(0, 500_000))


def check(total_ref: str, *, costs=HAVERING, totals=STATED, tolerance=0) -> pd.Series:
    table = reconcile(costs, totals, tolerance_pounds=tolerance)
    return table.set_index("total_ref").loc[total_ref]


def test_haverings_costed_lines_add_to_393_500_pounds():
    # 180,000 + 117,000 + 46,500 + 50,000; grant 100 + 57 + 40 + 3, council 80 + 60 + 6.5 + 47.
    assert costed_total(HAVERING) == {
        "grant": 200_000,
        "council": 193_500,
        "all": 393_500,
        "uncosted": 1,
    }


def test_the_headline_states_1_500_pounds_more_than_its_lines():
    row = check("headline")
    assert (row["stated"], row["computed"], row["difference"]) == (395_000, 393_500, 1_500)


def test_rounding_to_the_thousand_printed_does_not_explain_the_headline():
    # 393,500 to the thousand, halves up, is 394,000 and not 395,000.
    assert check("headline")["verdict"] == "differs"


def test_the_headline_differs_from_the_two_shares_stated_beside_it_too():
    # 200,000 + 193,500 = 393,500
    row = check("headline_parts")
    assert (row["computed"], row["difference"], row["verdict"]) == (393_500, 1_500, "differs")


@pytest.mark.parametrize("total_ref", ["yr2a_cost", "yr2b_cost", "grant_column", "council_column"])
def test_a_row_or_column_that_adds_up_agrees_to_the_pound(total_ref):
    row = check(total_ref)
    assert (row["verdict"], row["difference"]) == ("agrees", 0)


@pytest.mark.parametrize(
    ("total_ref", "difference"), [("rounded_whole", 6_500), ("rounded_council", 6_500)]
)
def test_a_sum_rounded_to_the_hundred_thousand_agrees_when_rounded(total_ref, difference):
    # 393,500 and 193,500 to the hundred thousand are 400,000 and 200,000.
    row = check(total_ref)
    assert (row["verdict"], row["difference"]) == ("agrees when rounded", difference)


def test_a_proposal_without_costs_is_not_costed_and_never_nothing():
    row = check("yr2e_cost")
    assert row["verdict"] == "not costed"
    assert pd.isna(row["computed"])


def test_a_total_left_blank_is_not_stated():
    row = check("cost_column")
    assert (row["verdict"], row["computed"]) == ("not stated", 393_500)


def test_lines_left_out_of_a_sum_are_counted():
    assert check("headline")["uncosted"] == 2


@pytest.mark.parametrize(("tolerance", "verdict"), [(1_499, "differs"), (1_500, "agrees")])
def test_sums_within_the_tolerance_agree_its_end_included(tolerance, verdict):
    assert check("headline", tolerance=tolerance)["verdict"] == verdict


def test_a_total_below_its_lines_has_a_negative_difference():
    totals = stated(("grant", "funder", "", "grant", 199_000, 1_000, None))
    assert check("grant", totals=totals)["difference"] == -1_000


def test_every_line_of_the_table_is_checked_and_the_headline_against_its_parts():
    assert len(reconcile(HAVERING, STATED)) == len(STATED) + 1


def test_a_headline_without_shares_beside_it_is_checked_against_the_lines():
    totals = stated(("headline", "whole", "", "", 395_000, 1_000, None))
    assert check("headline", totals=totals)["difference"] == 1_500


def test_a_headline_share_that_is_left_blank_is_not_added_as_nothing():
    totals = stated(
        ("headline", "whole", "", "", 395_000, 1_000, None),
        ("headline_grant", "funder", "", "grant", 200_000, 100_000, None),
        ("headline_council", "funder", "", "council", None, None, None),
    )
    table = reconcile(HAVERING, totals).set_index("total_ref")
    assert 200_000 not in set(table.loc[table.index == "headline_parts", "computed"])


def test_checks_leave_the_tables_as_they_were():
    costs, totals = HAVERING.copy(deep=True), STATED.copy(deep=True)
    reconcile(costs, totals)
    pd.testing.assert_frame_equal(costs, HAVERING)
    pd.testing.assert_frame_equal(totals, STATED)


@pytest.mark.parametrize(
    ("pounds", "to", "rounded"),
    [
        (393_500, 1_000, 394_000),
        (392_500, 1_000, 393_000),  # halves go up, and not to the even thousand
        (393_499, 1_000, 393_000),
        (393_500, 100_000, 400_000),
        (349_999, 100_000, 300_000),
        (0, 1_000, 0),
        (393_500, 1, 393_500),
    ],
)
def test_pounds_are_rounded_as_a_finance_table_rounds_them(pounds, to, rounded):
    assert round_half_up(pounds, to) == rounded


@settings(derandomize=True, deadline=None, max_examples=30)
@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=6))
def test_a_costed_total_is_the_sum_of_its_funders_whatever_is_blank(rows):
    table = lines(
        *((f"P{i}", "Post", "grant", grant, None) for i, (grant, _) in enumerate(rows)),
        *((f"P{i}", "Post", "council", council, None) for i, (_, council) in enumerate(rows)),
    )
    total = costed_total(table)
    assert total["all"] == total["grant"] + total["council"]
    assert total["all"] == sum(pounds or 0 for row in rows for pounds in row)
    assert total["uncosted"] == sum(None in row for row in rows)


def share(proposal: str, costs=HAVERING) -> pd.Series:
    return shares(costs).set_index("proposal_ref").loc[proposal]


@pytest.mark.parametrize(
    ("proposal", "cost", "grant_share", "of_total"),
    [
        # 100/180, 57/117, 40/46.5, 3/50; and 180, 117, 46.5 and 50 of 393.5
        ("Yr2a", 180_000, 55.5556, 45.7433),
        ("Yr2b", 117_000, 48.7179, 29.7332),
        ("Yr2c", 46_500, 86.0215, 11.8170),
        ("Yr2d", 50_000, 6.0000, 12.7065),
    ],
)
def test_each_proposals_share_is_of_its_own_cost_and_of_the_costed_total(
    proposal, cost, grant_share, of_total
):
    row = share(proposal)
    assert row["cost"] == cost
    assert row["grant_share"] == pytest.approx(grant_share, abs=1e-4)
    assert row["share"] == pytest.approx(of_total, abs=1e-4)


def test_a_proposal_that_is_not_costed_is_missing_throughout_and_never_nothing():
    columns = ["grant", "council", "cost", "grant_share", "share"]
    assert share("Yr2e")[columns].isna().all()


def test_shares_of_the_costed_total_add_to_a_hundred():
    assert shares(HAVERING)["share"].sum() == pytest.approx(100)


def test_a_proposal_that_the_grant_pays_in_full_is_costed():
    costs = lines(
        ("A", "Lead", "grant", 30_000, 1),
        ("B", "Manager", "grant", 10_000, 1),
        ("B", "Manager", "council", 10_000, None),
    )
    assert costed_total(costs)["all"] == 50_000
    assert shares(costs)["cost"].sum() == 50_000


def test_a_proposal_of_which_one_line_is_blank_has_no_cost_and_stays_in_the_total():
    costs = lines(
        ("A", "Lead", "grant", 30_000, 1),
        ("A", "Lead", "council", None, None),
        ("B", "Manager", "grant", 10_000, 1),
        ("B", "Manager", "council", 10_000, None),
    )
    # the costed lines add to 30,000 + 20,000, of which B has 40 per cent
    assert costed_total(costs)["uncosted"] == 1
    assert pd.isna(share("A", costs)["cost"])
    assert share("B", costs)["share"] == pytest.approx(40)


def test_shares_leave_the_lines_as_they_were():
    costs = HAVERING.copy(deep=True)
    shares(costs)
    pd.testing.assert_frame_equal(costs, HAVERING)


def post(proposal: str) -> pd.Series:
    return posts(HAVERING, STATED).set_index("proposal_ref").loc[proposal]


@pytest.mark.parametrize(
    ("proposal", "bought"),
    # 100,000 / (180,000 / 3); 57 / 117; 40 / 46.5; 3 / 50
    [("Yr2a", 1.667), ("Yr2b", 0.487), ("Yr2c", 0.860), ("Yr2d", 0.06)],
)
def test_the_grant_buys_posts_at_the_papers_own_cost_of_each(proposal, bought):
    assert post(proposal)["grant_buys"] == pytest.approx(bought, abs=0.0005)


def test_the_grant_is_claimed_for_five_posts_and_buys_three():
    # 1.667 + 0.487 + 0.860 + 0.06 = 3.074
    table = posts(HAVERING, STATED)
    assert table["grant_claimed"].sum() == 5
    assert table["grant_buys"].sum() == pytest.approx(3.074, abs=0.0005)


def test_posts_short_of_the_claim_are_those_claimed_minus_those_bought():
    # 2 - 1.667
    assert post("Yr2a")["short_of_claim"] == pytest.approx(0.333, abs=0.0005)


def test_a_post_costs_the_proposal_over_the_posts_it_has():
    # 180,000 / 3, and for each post claimed 100,000 / 2 and 80,000 / 1
    row = post("Yr2a")
    assert row["cost_per_post"] == 60_000
    assert (row["grant_per_post"], row["council_per_post"]) == (50_000, 80_000)


def test_the_council_has_no_cost_of_a_post_where_none_is_claimed_for_it():
    assert pd.isna(post("Yr2b")["council_per_post"])


def test_a_proposal_without_a_cost_buys_no_posts_and_is_left_out():
    assert posts(HAVERING, STATED)["proposal_ref"].tolist() == ["Yr2a", "Yr2b", "Yr2c", "Yr2d"]


def test_a_plan_from_may_to_may_runs_thirteen_months_both_included():
    months = plan_months(the_plan())
    assert (str(months[0]), str(months[-1]), len(months)) == ("2025-05", "2026-05", 13)


def test_no_plan_has_no_months():
    assert plan_months(None) == []


def test_a_plan_without_dates_has_no_months():
    assert plan_months(the_plan(starts=None, ends=None)) == []


def test_the_profile_of_the_plan_by_financial_quarter():
    # Grant 200,000 / 13 = 15,384, 8 left over: 15,385 in each of the first 8 months.
    # Council 193,500 / 13 = 14,884, 8 left over: 14,885 in each of the first 8 months.
    table = profile_by_quarter(HAVERING, the_plan())
    assert table[["quarter", "months", "grant", "council"]].values.tolist() == [
        ["2025-26-Q1", 2, 30_770, 29_770],  # May, June
        ["2025-26-Q2", 3, 46_155, 44_655],
        ["2025-26-Q3", 3, 46_155, 44_655],  # ends with December, the eighth month
        ["2025-26-Q4", 3, 46_152, 44_652],
        ["2026-27-Q1", 2, 30_768, 29_768],  # April, May
    ]


def test_the_profile_adds_to_the_pound():
    table = profile_by_quarter(HAVERING, the_plan())
    assert table[["grant", "council", "pounds"]].sum().tolist() == [200_000, 193_500, 393_500]


def test_two_of_thirteen_months_fall_outside_the_year_that_pays():
    table = profile_by_quarter(HAVERING, the_plan())
    outside = table[~table["in_paying_year"]]
    # 30,768 + 29,768
    assert (outside["months"].sum(), outside["pounds"].sum()) == (2, 60_536)


def test_a_quarter_that_the_paying_year_cuts_stands_in_two_parts():
    table = profile_by_quarter(HAVERING, the_plan(pays_until="2026-02-28"))
    cut = table[table["quarter"] == "2025-26-Q4"]
    assert sorted(zip(cut["in_paying_year"], cut["months"], strict=True)) == [(False, 1), (True, 2)]


def test_no_plan_has_no_profile():
    assert profile_by_quarter(HAVERING.iloc[:0], None).empty


@settings(derandomize=True, deadline=None, max_examples=30)
@given(st.integers(0, 999_999), st.integers(0, 999_999), st.integers(0, 40))
def test_an_even_spread_adds_to_the_whole_exactly(grant, council, more_months):
    costs = lines(("A", "Lead", "grant", grant, 1), ("A", "Lead", "council", council, 1))
    ends = pd.Timestamp("2025-05-01") + pd.DateOffset(months=more_months)
    table = profile_by_quarter(costs, the_plan(ends=ends))
    assert table["grant"].sum() == grant
    assert table["council"].sum() == council
    assert (table["pounds"] == table["grant"] + table["council"]).all()
    assert table["months"].sum() == more_months + 1


@settings(derandomize=True, deadline=None, max_examples=30)
@given(st.integers(0, 999_999), st.integers(1, 36))
def test_an_even_spread_gives_no_month_more_than_a_pound_above_another(grant, months):
    costs = lines(("A", "Lead", "grant", grant, 1), ("A", "Lead", "council", 0, 1))
    ends = pd.Timestamp("2025-04-01") + pd.DateOffset(months=months - 1)
    table = profile_by_quarter(costs, the_plan(starts="2025-04-01", ends=ends))
    each = grant // months
    assert (table["grant"] >= each * table["months"]).all()
    assert (table["grant"] <= (each + 1) * table["months"]).all()


@pytest.mark.parametrize(
    ("percent", "lost", "carries", "of_total"),
    [
        # of a grant of 200,000; the council's own share is 193,500 of 393,500
        (10, 20_000, 213_500, 54.2567),
        (25, 50_000, 243_500, 61.8806),
        (50, 100_000, 293_500, 74.5870),
        (100, 200_000, 393_500, 100.0),
    ],
)
def test_the_council_carries_what_the_grant_leaves(percent, lost, carries, of_total):
    row = if_the_grant_came_short(HAVERING, [percent]).iloc[0]
    assert (row["grant_lost"], row["council_carries"]) == (lost, carries)
    assert row["council_share"] == pytest.approx(of_total, abs=1e-4)


def test_a_shortfall_is_in_whole_pounds_halves_up():
    # 50 per cent of 101 pounds is 50.50.
    costs = lines(("A", "Lead", "grant", 101, 1), ("A", "Lead", "council", 0, 1))
    assert if_the_grant_came_short(costs, [50])["grant_lost"].tolist() == [51]


def test_nothing_costed_makes_no_shortfall():
    assert if_the_grant_came_short(HAVERING.iloc[8:], [10, 25]).empty


def plans(*rows) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["plan", "published"])
    return table.assign(published=pd.to_datetime(table["published"]))


TABLES = {
    "costs": pd.concat([HAVERING, HAVERING.assign(plan="year_one")]),
    "cost_totals": STATED,
    "cost_status": pd.DataFrame({"plan": ["improvement"], "funder": ["grant"]}),
}


def test_the_newest_plan_with_costs_is_the_one_shown():
    plan, costs, _, _ = costed_plan(
        plans(
            ("improvement", "2025-08-13"), ("year_one", "2024-08-01"), ("no_costs", "2025-11-30")
        ),
        TABLES,
    )
    assert plan["plan"] == "improvement"
    assert set(costs["plan"]) == {"improvement"}


def test_an_area_without_a_costed_plan_has_none_and_empty_tables():
    plan, *empty = costed_plan(plans(("no_costs", "2025-11-30")), TABLES)
    assert plan is None
    assert [len(table) for table in empty] == [0, 0, 0]


# --- parts of a split, and what is refused ---


@pytest.mark.parametrize(
    ("pounds", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),  # the pound left over goes to the earliest
        (100, [1, 2, 3], [17, 33, 50]),  # 16.67 loses most by being cut off
        (200_000, [1] * 13, [15_385] * 8 + [15_384] * 5),
        (10, [0.5, 0.5, 0], [5, 5, 0]),
        (0, [3, 1], [0, 0]),
    ],
)
def test_pounds_are_split_by_weight_and_the_remainders_decide(pounds, weights, parts):
    assert split_pounds(pounds, weights) == parts


WEIGHTS = st.lists(st.one_of(st.integers(0, 1_000), st.floats(0, 1e6)), min_size=1, max_size=30)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.integers(0, 10_000_000), WEIGHTS.filter(lambda weights: sum(weights) > 0))
def test_parts_of_a_split_add_to_the_whole_exactly(pounds, weights):
    parts = split_pounds(pounds, weights)
    assert sum(parts) == pounds
    exact = [pounds * weight / sum(weights) for weight in weights]
    assert all(abs(part - share) < 1 + 1e-6 for part, share in zip(parts, exact, strict=True))


@settings(derandomize=True, deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 500_000), st.integers(0, 500_000)), min_size=1))
def test_shares_of_a_fully_costed_plan_add_to_the_whole_exactly(rows):
    table = lines(
        *((f"P{i}", "Post", "grant", grant, None) for i, (grant, _) in enumerate(rows)),
        *((f"P{i}", "Post", "council", council, None) for i, (_, council) in enumerate(rows)),
    )
    split = shares(table)
    assert (split["grant"] + split["council"] == split["cost"]).all()
    assert split["cost"].sum() == costed_total(table)["all"]
    if costed_total(table)["all"]:
        assert split["share"].sum() == pytest.approx(100)


@settings(derandomize=True, deadline=None, max_examples=50)
@given(st.integers(0, 999_999), st.integers(0, 999_999), st.integers(1, 100))
def test_what_is_lost_and_what_the_council_carries_add_to_the_whole(grant, council, percent):
    costs = lines(("A", "Lead", "grant", grant, 1), ("A", "Lead", "council", council, 1))
    for row in if_the_grant_came_short(costs, [percent]).itertuples():
        assert row.council_carries + (grant - row.grant_lost) == grant + council


def test_the_order_of_lines_does_not_matter_to_any_sum():
    mixed = HAVERING.sample(frac=1, random_state=1)
    assert costed_total(mixed) == costed_total(HAVERING)
    pd.testing.assert_frame_equal(shares(mixed), shares(HAVERING))
    pd.testing.assert_frame_equal(reconcile(mixed, STATED), reconcile(HAVERING, STATED))


def test_a_funder_that_no_sum_knows_is_refused():
    costs = lines(("A", "Lead", "charity", 30_000, 1))
    with pytest.raises(TableError) as refusal:
        costed_total(costs)
    assert str(refusal.value) == (
        'The funder "charity" is not known to costed_total: it may be grant or council.'
    )


@pytest.mark.parametrize("pounds", [0.395, 393_500.5])
def test_pounds_that_are_not_whole_are_refused(pounds):
    costs = lines(("A", "Lead", "grant", 1, 1)).astype({"pounds": "Float64"})
    with pytest.raises(TableError) as refusal:
        costed_total(costs.assign(pounds=pounds))
    assert str(refusal.value) == (
        f"costed_total needs whole pounds and found {pounds}: write 395000 for £0.395m."
    )


def test_a_proposal_and_funder_that_stand_twice_are_refused():
    costs = lines(("A", "Lead", "grant", 1, 1), ("A", "Lead", "grant", 2, 1))
    with pytest.raises(TableError, match="proposal_ref A, funder grant stands twice"):
        shares(costs)


def test_a_total_that_stands_twice_is_refused():
    with pytest.raises(TableError, match="total_ref yr2a_cost stands twice"):
        reconcile(HAVERING, pd.concat([STATED, STATED.iloc[:1]], ignore_index=True))


@pytest.mark.parametrize("column", ["funder", "pounds"])
def test_cost_lines_without_a_column_are_refused_by_its_name(column):
    with pytest.raises(TableError, match=f'costed_total needs a column "{column}"'):
        costed_total(HAVERING.drop(columns=column))


@pytest.mark.parametrize(
    ("pounds", "weights", "words"),
    [
        (-1, [1], "whole pounds from 0 and found -1"),
        (1.5, [1], "whole pounds from 0 and found 1.5"),
        (1, [], "weights from 0 that are not all 0"),
        (1, [0, 0], "weights from 0 that are not all 0"),
        (1, [2, -1], "weights from 0 that are not all 0"),
    ],
)
def test_a_split_that_cannot_be_made_is_refused(pounds, weights, words):
    with pytest.raises(TableError, match=words):
        split_pounds(pounds, weights)
