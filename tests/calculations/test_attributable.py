"""Parts of a gap by group of children: hand-computed, exact sums, and groups that are not there."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.calculations.inequality.attributable import gap_parts, if_as_others
from analysis.errors import TableError

COUNTS = st.integers(1, 2_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def groups(*rows, area=None) -> pd.DataFrame:
    """Rows of group, numerator, denominator of one area."""
    table = pd.DataFrame(rows, columns=["group", "numerator", "denominator"])
    return table if area is None else table.assign(area=area)


MIDDLESBROUGH = groups(
    ("eligible", 308, 576), ("not_eligible", 794, 1194), ("unknown", 4, 24), area="Middlesbrough"
)
ENGLAND = groups(
    ("eligible", 51_394, 100_267), ("not_eligible", 345_008, 475_755), ("unknown", 6_189, 13_449)
)


def test_parts_of_middlesbroughs_gap_are_those_of_the_formula_by_hand():
    # 2024/25, eligible for free school meals. Shares 576/1794 = 0.321070 and 100267/589471 =
    # 0.170097, values 0.534722 and 0.512571. Rate part: mean share 0.245584 x 0.022151 = 0.544
    # points. Composition part: mean value 0.523647 x 0.150973 = 7.906 points.
    row = gap_parts(MIDDLESBROUGH, ENGLAND, by="area").iloc[0]
    assert row["rate_part"] == pytest.approx(0.5440, abs=0.0005)
    assert row["composition_part"] == pytest.approx(7.9056, abs=0.0005)
    # 0.321070 x (51.2571 - 53.4722) = -0.711: at England's rate for this group it would be lower.
    assert row["if_at_reference"] == pytest.approx(-0.7112, abs=0.0005)


def test_parts_add_to_middlesbroughs_gap_to_england():
    # 1,106 of 1,794 is 61.650; 402,591 of 589,471 is 68.297: -6.647 points.
    found = gap_parts(MIDDLESBROUGH, ENGLAND, by="area")
    assert found["gap"].tolist() == pytest.approx([-6.647] * 3, abs=0.0005)
    assert (found["rate_part"] + found["composition_part"]).sum() == pytest.approx(
        found["gap"].iloc[0], abs=1e-12
    )


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=6))
def test_parts_add_exactly_to_the_gap_of_the_totals(pairs):
    # The whole from exact fractions of the counts; doubles may be out in their last digits only.
    table = groups(*[(g, *one) for g, (one, _) in enumerate(pairs)], area="A")
    reference = groups(*[(g, *two) for g, (_, two) in enumerate(pairs)])
    whole = [
        Fraction(sum(pair[k][0] for pair in pairs), sum(pair[k][1] for pair in pairs))
        for k in (0, 1)
    ]
    found = gap_parts(table, reference, by="area")
    parts = (found["rate_part"] + found["composition_part"]).sum()
    assert parts == pytest.approx(float(100 * (whole[0] - whole[1])), abs=1e-10)


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=5))
def test_swapping_area_and_reference_turns_every_part_round(pairs):
    one = groups(*[(g, *a) for g, (a, _) in enumerate(pairs)])
    two = groups(*[(g, *b) for g, (_, b) in enumerate(pairs)])
    there = gap_parts(one.assign(area="A"), two, by="area")
    back = gap_parts(two.assign(area="A"), one, by="area")
    for name in ("rate_part", "composition_part", "gap"):
        assert there[name].to_numpy() == pytest.approx(-back[name].to_numpy(), abs=1e-10)


def test_areas_are_split_apart_whatever_the_order_of_their_rows():
    other = groups(("unknown", 1, 9), ("eligible", 5, 9), ("not_eligible", 9, 9), area="B")
    table = pd.concat([MIDDLESBROUGH, other]).sample(frac=1, random_state=3).reset_index(drop=True)
    found = gap_parts(table, ENGLAND, by="area").set_index(["area", "group"])
    alone = gap_parts(other, ENGLAND, by="area").set_index(["area", "group"])
    assert found.loc["B", "rate_part"].to_dict() == alone.loc["B", "rate_part"].to_dict()


def test_each_period_is_set_beside_the_references_own():
    table = pd.concat([MIDDLESBROUGH.assign(period=p) for p in ("2023/24", "2024/25")])
    reference = pd.concat(
        [ENGLAND.assign(period="2024/25"), ENGLAND.assign(period="2023/24", numerator=0)]
    )
    found = gap_parts(table, reference, by=["area", "period"], match="period")
    assert found.groupby("period")["gap"].first().round(2).to_dict() == {
        "2023/24": 61.65,
        "2024/25": -6.65,
    }


@pytest.mark.parametrize(
    ("area", "note"),
    [
        (MIDDLESBROUGH.iloc[:2], "a group is missing"),
        (MIDDLESBROUGH.assign(numerator=[308, None, 4]), "a figure is missing"),
        (MIDDLESBROUGH.assign(group=["eligible", "not_eligible", "others"]), "a group is missing"),
        (MIDDLESBROUGH.assign(denominator=[576, 1194, 0]), "the denominator is 0"),
    ],
)
def test_an_area_whose_groups_cannot_be_used_has_no_parts_and_harms_no_other(area, note):
    sound = MIDDLESBROUGH.assign(area="B")
    found = gap_parts(pd.concat([area, sound]), ENGLAND, by="area").set_index("area")
    assert set(found.loc["Middlesbrough", "note"]) == {note}
    assert found.loc["Middlesbrough", ["rate_part", "gap"]].isna().all().all()
    assert found.loc["B", "gap"].tolist() == pytest.approx([-6.647] * 3, abs=0.0005)


def test_a_group_that_stands_twice_is_refused():
    twice = pd.concat([MIDDLESBROUGH, MIDDLESBROUGH.iloc[:1]])
    with pytest.raises(TableError, match=r"gap_parts needs one row for each area \+ group"):
        gap_parts(twice, ENGLAND, by="area")


def test_a_reference_without_counts_is_refused():
    with pytest.raises(TableError, match='the reference of gap_parts needs a column "numerator"'):
        gap_parts(MIDDLESBROUGH, ENGLAND.drop(columns="numerator"), by="area")


def as_others(table, **options):
    named = {"disadvantaged": "eligible", "others": "not_eligible", "polarity": "high_is_good"}
    return if_as_others(table, by="area", **({"benchmark": 68.297} | named | options))


def test_middlesbrough_would_close_six_tenths_of_its_gap_if_eligible_children_did_as_others():
    # 0.321070 x (66.4992 - 53.4722) = 4.1826 points, of a gap of 6.647: 62.9 per cent.
    row = as_others(MIDDLESBROUGH).iloc[0]
    assert row["points"] == pytest.approx(4.1826, abs=0.0005)
    assert row["value_if"] == pytest.approx(65.8325, abs=0.0005)
    assert row["share_of_gap"] == pytest.approx(62.92, abs=0.02)
    # Newcombe's limits of the gap within the area, 8.16 to 17.88, times the share.
    assert (row["lower_ci"], row["upper_ci"]) == pytest.approx((2.620, 5.741), abs=0.003)


def test_an_area_ahead_of_its_benchmark_has_no_gap_to_close():
    row = as_others(MIDDLESBROUGH, benchmark=50).iloc[0]
    assert row["note"] == "there is no gap to close"
    assert pd.isna(row["share_of_gap"])
    assert row["points"] == pytest.approx(4.1826, abs=0.0005)


def test_where_low_is_good_an_area_above_its_benchmark_has_the_gap():
    # 30 of 100 and 20 of 100: 25% in all; as others 20%, 5 points lower, of a gap of 10 to 15%.
    table = groups(("eligible", 30, 100), ("not_eligible", 20, 100), area="A")
    row = as_others(table, benchmark=15, polarity="low_is_good").iloc[0]
    assert row[["value", "points", "value_if", "gap", "share_of_gap"]].tolist() == pytest.approx(
        [25, -5, 20, 10, 50]
    )


def test_groups_that_did_better_than_others_would_widen_the_gap():
    table = groups(("eligible", 80, 100), ("not_eligible", 60, 100), area="A")
    assert as_others(table, benchmark=75).iloc[0]["share_of_gap"] == pytest.approx(-200)


def test_an_area_without_disadvantaged_children_has_no_result_and_a_note():
    table = pd.concat([MIDDLESBROUGH, MIDDLESBROUGH.iloc[1:].assign(area="B")])
    found = as_others(table).set_index("area")
    assert found.loc["B", "note"] == "a group is missing"
    assert np.isnan(found.loc["B", "points"])
    assert found.loc["Middlesbrough", "note"] == ""


def test_a_gap_without_a_bad_side_cannot_be_closed():
    with pytest.raises(TableError, match='cannot close a gap of polarity "none"'):
        as_others(MIDDLESBROUGH, polarity="none")
