"""Small counts between the tables and all that is made from them; policies are put on here."""

from datetime import date

import pandas as pd
import pytest
from conftest import ROOT

from analysis.calculations.disclosure.disclosure_attack import attack
from analysis.project import Project
from analysis.protection import GROUP_TOTALS, area_totals, protected
from analysis.store import load_tables

END = date(2025, 12, 31)
POLICY = "suppress_under_5_secondary"
SUBJECTS = ("E09000016", "E06000019", "E06000002", "E09000025")


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return load_tables(Project(ROOT).data)


def counted(tables, policy=POLICY) -> dict[str, pd.DataFrame]:
    """Only the counts of 2021/22 of one release, as if they were a council's own: synthetic use."""
    rows = tables["observations"]
    rows = rows[(rows["source_id"] == "dfe_eyfsp_2022") & rows["numerator"].notna()]
    few = rows["area_code"].str.startswith(("E92", "E12")) | rows["area_code"].isin(SUBJECTS)
    rows = rows[few]
    named = tables["indicators"].copy()
    named.loc[named["indicator"] == "gld", "disclosure_policy"] = policy
    return tables | {"observations": rows.reset_index(drop=True), "indicators": named}


def test_published_statistics_are_left_as_they_are(tables):
    safe, account = protected(tables, END)
    pd.testing.assert_frame_equal(safe["observations"], tables["observations"])
    assert account.words == "These figures are published official statistics, shown as published."


def test_two_of_76_children_are_hidden_with_all_that_gives_them_back(tables):
    # Havering 2021/22: 2 of 76 children with a plan.
    safe, account = protected(counted(tables), END)
    rows = safe["observations"]
    row = rows[(rows["area_code"] == "E09000016") & (rows["group"] == "ehc_plan")].iloc[0]
    assert row[["numerator", "value"]].isna().all()
    assert "c" in row["value_note"].split()
    assert f"{len(account.hidden)} figures are hidden" in account.words
    assert f"Policy {POLICY}, version 1" in account.words


def test_what_is_hidden_cannot_be_had_by_subtraction(tables):
    _, account = protected(counted(tables), END)
    found = attack(account.shown, account.policies, account.totals)
    assert not found["narrow"].any()
    assert len(account.hidden) > len(account.secrets[account.secrets["count"] == "numerator"]) / 2


def test_a_figure_published_later_is_not_in_an_earlier_quarter(tables):
    safe, _ = protected(counted(tables), date(2022, 1, 1))
    assert safe["observations"].empty


def test_what_an_earlier_quarter_showed_is_taken_as_known(tables):
    whole = counted(tables)
    first, _ = protected(whole, date(2024, 7, 31))
    again, _ = protected(whole, END, earlier=[date(2024, 7, 31)])
    shown = first["observations"]["numerator"]
    pd.testing.assert_series_equal(again["observations"]["numerator"], shown)


def test_rounding_leaves_no_true_count(tables):
    safe, _ = protected(counted(tables, "round_5"), END)
    assert (safe["observations"]["numerator"].dropna() % 5 == 0).all()


def test_areas_add_up_to_the_area_above_them(tables):
    rows = counted(tables)["observations"]
    by_whole = {total.whole: total.parts for total in area_totals(tables["areas"], rows)}
    assert ("E09000016",) in by_whole[("E12000007",)]
    assert ("E12000007",) in by_whole[("E92000001",)]


def test_areas_that_are_not_named_are_one_part_more_and_only_where_there_are_some(tables):
    # Nine regions are England; nine of the boroughs of London are not London.
    rows = counted(tables)["observations"]
    by_whole = {total.whole: total.parts for total in area_totals(tables["areas"], rows)}
    assert len(by_whole[("E92000001",)]) == 9
    assert ("other areas of E12000007",) in by_whole[("E12000007",)]


def test_groups_that_add_up_share_no_child():
    for total in GROUP_TOTALS:
        assert len(set(total.parts)) == len(total.parts)
        assert total.whole not in total.parts
