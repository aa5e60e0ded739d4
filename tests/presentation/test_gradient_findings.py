"""Sentences about deprivation: what is not held is said, and a gradient is one of authorities."""

import pandas as pd

from analysis.calculations.inequality import authority_gradient as gradient
from analysis.presentation.gradient_charts import gradient_chart, gradient_table
from analysis.presentation.gradient_findings import no_deciles_findings, slope_findings

FIGURES = pd.DataFrame(
    {"area_code": "A0", "indicator": "gld", "group_type": ["all", "fsm"], "source_id": "profile"}
)
NAMES = {"area": "Here", "country": "England"}


def authorities(rise) -> pd.DataFrame:
    """Twenty synthetic authorities of 1,000 children, ever less deprived."""
    return pd.DataFrame(
        {
            "indicator": "gld",
            "period": "2021/22",
            "area_code": [f"A{k}" for k in range(20)],
            "neighbourhoods": 10,
            "most_deprived": 1,
            "rank_total": [1_000 * (k + 1) for k in range(20)],
            "numerator": [600 + rise * k for k in range(20)],
            "denominator": 1_000,
            "source_id": "profile",
            "source_ref": [f"row {k}" for k in range(20)],
            "ranking_source_id": "index",
        }
    )


def said(rise, area_code="A0"):
    tenths = gradient.authority_tenths(authorities(rise))
    values = gradient.by_tenth(tenths)
    slope = gradient.authority_slope(values)
    own = gradient.beside_its_tenth(tenths, area_code)
    return values, slope, own, slope_findings(slope, own, **NAMES, confidence=0.95)


def test_that_no_decile_is_held_is_said_with_what_is_and_what_it_would_take():
    tenths = gradient.authority_tenths(authorities(5))
    (finding,) = no_deciles_findings(FIGURES, tenths, area="Here", area_code="A0")
    assert "No slope index of inequality can be given for Here" in finding.statement
    assert "held for all children and by free school meals, and not by decile" in finding.statement
    assert (
        "1 of the 10 neighbourhoods in Here stands in the most deprived tenth" in finding.statement
    )
    assert "It would take counts of children by the deprivation decile" in finding.limits
    assert finding.source_ids == "index;profile"


def test_before_the_index_was_public_nothing_is_said_of_neighbourhoods():
    tenths = gradient.authority_tenths(authorities(5).iloc[:0])
    (finding,) = no_deciles_findings(FIGURES, tenths, area="Here", area_code="A0")
    assert "neighbourhoods" not in finding.statement
    assert finding.source_ids == "profile"


def test_the_slope_is_said_with_both_ends_and_is_between_authorities():
    _, slope, _, found = said(5)
    # 60.25% to 69.25% in ten steps of 1 point: about 10 points from end to end
    assert (
        "rises by 10.0 percentage points from the most to the least deprived" in found[0].statement
    )
    assert "between authorities, not between children" in found[0].limits
    assert found[0].value == slope["slope_index"].iloc[0]


def test_a_slope_that_falls_is_said_to_fall():
    assert "falls by 10.0 percentage points" in said(-5)[3][0].statement


def test_the_area_is_set_beside_its_own_tenth_with_the_interval_of_the_sentence():
    # 60.0% against 60.5%: below by 0.5, Newcombe's -4.8 to 3.8 turned round
    statement = said(5)[3][1].statement
    assert "Here is in tenth 1 of 10, where 1 is the most deprived" in statement
    assert "0.5 percentage points below the 1 other authority of that tenth" in statement
    assert "(95% interval −3.8 to 4.8 points)" in statement


def test_chart_and_table_are_left_out_where_nothing_is_held():
    empty = gradient.by_tenth(gradient.authority_tenths(authorities(5).iloc[:0]))
    assert gradient_chart(empty, empty, empty, **NAMES) is None
    assert gradient_table(empty, country="England") is None


def test_the_chart_says_both_ends_and_the_area_in_words():
    values, slope, own, _ = said(5)
    chart = gradient_chart(values, slope, own, **NAMES)
    assert chart.alt == (
        "60.3% in the most deprived tenth of authorities and 69.3% in the least deprived; Here, in "
        "tenth 1, has 60.0%."
    )
    assert "does not start at 0" in chart.subtitle


def test_an_authority_made_since_has_no_place_in_a_tenth_and_is_told_so():
    values, slope, own, (country, none) = said(10, area_code="new")
    assert country.key == "slope.country"
    assert none.key == "slope.not_in_a_tenth"
    assert "Here is not among the authorities that were ranked" in none.statement
    assert none.source_ids == "index;profile"
    chart = gradient_chart(values, slope, own, **NAMES)
    assert "Here" not in chart.svg
    assert chart.alt.endswith("in the least deprived.")
