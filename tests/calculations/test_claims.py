"""Stated figures worked out again: what agrees, what disagrees and what cannot be checked."""

import pandas as pd
import pytest

from analysis.calculations.plans.claims import COLUMNS, counts_that_fit, recompute, verdict_of


def claim(kind, stated, operands, *, printed_to=1.0, bound=""):
    row = {
        "line": 1, "kind": kind, "text": "", "stated": stated, "unit": "count",
        "printed_to": printed_to, "bound": bound, "operands": operands, "why": "",
    }  # fmt: skip
    return recompute(pd.DataFrame([row])).iloc[0]


def test_917_of_4460_is_21_per_cent_after_rounding():
    row = claim("percentage", 21.0, (917.0, 4460.0))
    assert row["computed"] == pytest.approx(20.5605, abs=0.0001)
    assert row["verdict"] == "agrees after rounding"


def test_917_of_4460_is_not_22_per_cent():
    row = claim("percentage", 22.0, (917.0, 4460.0))
    assert (row["verdict"], row["difference"]) == ("disagrees", pytest.approx(1.4395, abs=0.0001))


def test_a_percentage_printed_to_a_tenth_is_held_to_a_tenth():
    assert claim("percentage", 20.6, (917.0, 4460.0), printed_to=0.1)["verdict"] == (
        "agrees after rounding"
    )
    assert claim("percentage", 20.5, (917.0, 4460.0), printed_to=0.1)["verdict"] == "disagrees"


def test_1148_is_917_and_231():
    assert claim("sum", 1148.0, (917.0, 231.0))["verdict"] == "agrees"
    row = claim("sum", 1158.0, (917.0, 231.0))
    assert (row["verdict"], row["difference"]) == ("disagrees", 10)


def test_haverings_headline_disagrees_with_its_parts_by_1500_pounds():
    # £0.395m is printed to 1,000; £0.2m and £0.1935m are £393,500.
    row = claim("sum", 395_000.0, (200_000.0, 193_500.0), printed_to=1_000.0)
    assert (row["verdict"], row["difference"]) == ("disagrees", 1_500)
    assert claim("sum", 394_000.0, (200_000.0, 193_500.0), printed_to=1_000.0)["verdict"] == (
        "agrees after rounding"
    )


def test_20_per_cent_on_2309_is_2771_after_rounding():
    row = claim("target from growth", 2771.0, (2309.0, 20.0))
    assert row["computed"] == pytest.approx(2770.8)
    assert row["verdict"] == "agrees after rounding"


def test_2771_less_2690_leaves_81():
    assert claim("remaining", 81.0, (2771.0, 2690.0))["verdict"] == "agrees"
    assert claim("remaining", 80.0, (2771.0, 2690.0))["verdict"] == "disagrees"


def test_a_rise_from_50_to_56_is_6_points_and_12_per_cent():
    assert claim("difference", 6.0, (50.0, 56.0))["verdict"] == "agrees"
    assert claim("growth", 12.0, (50.0, 56.0))["verdict"] == "agrees"
    row = claim("growth", 6.0, (50.0, 56.0))
    assert (row["verdict"], row["difference"]) == ("disagrees", pytest.approx(-6.0))


def test_a_rise_that_is_a_fall_disagrees():
    assert claim("direction", 1.0, (50.0, 56.0))["verdict"] == "agrees"
    assert claim("direction", 1.0, (56.0, 50.0))["verdict"] == "disagrees"
    assert claim("direction", -1.0, (56.0, 50.0))["verdict"] == "agrees"
    assert claim("direction", 1.0, (50.0, 50.0))["verdict"] == "disagrees"


@pytest.mark.parametrize(
    ("kind", "operands"),
    [
        ("sum", (None, 3.0)),
        ("remaining", (2771.0, None)),
        ("percentage", (3.0, 0.0)),
        ("growth", (0.0, 5.0)),
        ("percentage", (3.0,)),
    ],
)
def test_a_claim_that_lacks_a_figure_cannot_be_checked_and_has_no_value(kind, operands):
    row = claim(kind, 10.0, operands)
    assert row["verdict"] == "cannot be checked"
    assert pd.isna(row["computed"])


@pytest.mark.parametrize(
    ("bound", "computed", "verdict"),
    [
        ("above", 60.0, "disagrees"),
        ("at least", 60.0, "agrees"),
        ("below", 59.9, "agrees"),
        ("at most", 60.1, "disagrees"),
    ],
)
def test_a_bound_is_held_as_a_bound_and_not_as_a_value(bound, computed, verdict):
    assert verdict_of(60.0, computed, 1.0, bound) == verdict


def test_a_percentage_that_no_whole_number_of_its_total_gives_disagrees():
    # Of 16, 4 are 25 per cent and none is 26: 4 are 25.0 and 5 are 31.25.
    assert len(counts_that_fit(26, 16)) == 0
    assert claim("percentage of a total", 26.0, (16.0,))["verdict"] == "disagrees"
    assert claim("percentage of a total", 25.0, (16.0,))["verdict"] == "cannot be checked"


def test_a_percentage_of_a_small_total_gives_a_small_count_away():
    assert claim("percentage of a total", 25.0, (16.0,))["small"]
    # 82 per cent of 122 is 100, and 22 are left.
    assert not claim("percentage of a total", 82.0, (122.0,))["small"]


def test_a_percentage_of_a_huge_total_is_not_counted_out():
    fits = counts_that_fit(25, 1e9)
    assert (fits[0], fits[-1]) == (245_000_000, 255_000_000)
    assert not claim("percentage of a total", 25.0, (1e9,))["small"]


def test_all_but_a_few_of_a_total_gives_the_few_away():
    assert claim("percentage", 90.0, (18.0, 20.0))["small"]
    assert not claim("percentage", 50.0, (10.0, 20.0))["small"]


def test_a_paper_without_claims_gives_an_empty_table():
    assert recompute(pd.DataFrame(columns=COLUMNS)).empty
