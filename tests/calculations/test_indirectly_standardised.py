"""Indirectly standardised ratios and rates: a published example, matching by name, refusals."""

import numpy as np
import pandas as pd
import PHStatsMethods
import pytest

from analysis.calculations.rates.indirectly_standardised import (
    indirectly_standardised_rates,
    indirectly_standardised_ratios,
)
from analysis.errors import TableError

LIMITS = ["lower_ci", "upper_ci"]
AGES = ["00-04", "05-14", "15-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75-84", "85+"]
# Deaths from skin cancer in Florida and in the United States in 2000: the example of indirect
# standardisation in the SAS/STAT User's Guide, The STDRATE Procedure, Getting started.
FLORIDA = pd.DataFrame(
    {
        "age_band": AGES,
        "numerator": [0, 0, 4, 14, 43, 72, 70, 126, 136, 73],
        "denominator": [
            *(953_785, 1_997_935, 1_885_014, 1_957_573, 2_356_649),
            *(2_088_000, 1_548_371, 1_447_432, 1_087_524, 335_944),
        ],
    }
)
UNITED_STATES = pd.DataFrame(
    {
        "age_band": AGES,
        "numerator": [0, 1, 41, 186, 626, 1_199, 1_303, 1_637, 1_624, 803],
        "denominator": [
            *(19_175_798, 41_077_577, 39_183_891, 39_892_024, 45_148_527),
            *(37_677_952, 24_274_684, 18_390_986, 12_361_180, 4_239_587),
        ],
    }
)
# The same example prints these expected deaths, to three decimals.
EXPECTED = [0.000, 0.049, 1.972, 9.127, 32.676, 66.445, 83.112, 128.837, 142.878, 63.630]


def ratios(table=FLORIDA, reference=UNITED_STATES, **options) -> pd.DataFrame:
    return indirectly_standardised_ratios(table, reference=reference, band="age_band", **options)


def areas(seed=5) -> pd.DataFrame:
    """Five areas with every band and about the reference's rates."""
    draw = np.random.default_rng(seed)
    parts = [
        UNITED_STATES[["age_band"]].assign(
            area=area,
            denominator=UNITED_STATES["denominator"] // share,
            numerator=draw.poisson(UNITED_STATES["numerator"] / share),
        )
        for area, share in (("a", 20), ("b", 50), ("c", 300), ("d", 900), ("e", 2_000))
    ]
    return pd.concat(parts, ignore_index=True)


def test_deaths_expected_in_florida_are_those_that_sas_prints_for_each_age():
    for age, printed in zip(AGES, EXPECTED, strict=True):
        one = FLORIDA[FLORIDA["age_band"] == age]
        row = ratios(one, UNITED_STATES[UNITED_STATES["age_band"] == age]).iloc[0]
        expected = 0 if pd.isna(row["expected"]) else row["expected"]
        assert expected == pytest.approx(printed, abs=0.0005)


def test_floridas_ratio_is_its_deaths_over_the_sum_of_those_expected():
    # 538 deaths; the printed expected deaths add to 528.726, each rounded by up to 0.0005.
    row = ratios().iloc[0]
    assert row["observed"] == 538
    assert row["expected"] == pytest.approx(528.726, abs=0.005)
    assert row["value"] == pytest.approx(538 / 528.726, abs=0.00001)
    assert (row["statistic"], row["method"]) == ("indirectly standardised ratio", "Byar's")


def test_the_rate_is_the_ratio_times_the_references_crude_rate():
    # 7,420 deaths of 281,422,206 people: 2.6366 for each 100,000.
    rate = indirectly_standardised_rates(FLORIDA, reference=UNITED_STATES, band="age_band").iloc[0]
    ratio = ratios().iloc[0]
    crude = 100_000 * 7_420 / 281_422_206
    assert rate["reference_rate"] == pytest.approx(crude)
    for column in ("value", *LIMITS):
        assert rate[column] == pytest.approx(ratio[column] * crude)
    assert rate["statistic"] == "indirectly standardised rate per 100,000"


def test_the_reference_against_itself_is_one():
    row = ratios(UNITED_STATES).iloc[0]
    assert row["value"] == pytest.approx(1)
    assert row["lower_ci"] < 1 < row["upper_ci"]


def test_ratios_and_rates_agree_with_phstatsmethods():
    # Areas c to e have counts on both sides of 10. Sums in another order: 1e-11 of the figure.
    table = areas()
    names = {"numerator": "ref_x", "denominator": "ref_n"}
    joined = table.merge(UNITED_STATES.rename(columns=names), on="age_band")
    columns = ("numerator", "denominator", "ref_x", "ref_n", ["area"])
    pairs = (
        (ratios(table, by="area"), PHStatsMethods.ph_ISRatio(joined, *columns)),
        (
            indirectly_standardised_rates(
                table, reference=UNITED_STATES, band="age_band", by="area"
            ),
            PHStatsMethods.ph_ISRate(joined, *columns),
        ),
    )
    for ours, theirs in pairs:
        assert set(ours["method"]) == {"Exact", "Byar's"}
        assert ours["area"].tolist() == theirs["area"].tolist()
        for mine, its in zip(
            ("value", *LIMITS), ("Value", "lower_95_ci", "upper_95_ci"), strict=True
        ):
            assert np.allclose(ours[mine], theirs[its], rtol=1e-11)


def test_a_reference_in_another_order_gives_the_same_ratio():
    # PHEindicatormethods matches a reference given as a vector by its place.
    found = ratios(areas(), UNITED_STATES.sample(frac=1, random_state=2), by="area")
    pd.testing.assert_frame_equal(found, ratios(areas(), by="area"))


def test_events_of_whole_areas_may_stand_in_a_table_of_their_own():
    table = areas()
    totals = table.groupby("area", as_index=False)["numerator"].sum().iloc[::-1]
    found = ratios(table.drop(columns="numerator"), by="area", observed=totals)
    pd.testing.assert_frame_equal(found, ratios(table, by="area"), check_dtype=False)


def test_an_area_without_events_in_the_table_of_totals_is_missing_and_not_nothing():
    table = areas()
    totals = table.groupby("area", as_index=False)["numerator"].sum().iloc[1:]
    found = ratios(table.drop(columns="numerator"), by="area", observed=totals)
    assert found["note"].tolist() == ["a figure is missing", "", "", "", ""]
    assert pd.isna(found.loc[0, "observed"])


def test_events_of_an_area_without_population_are_refused():
    totals = pd.DataFrame({"area": ["z"], "numerator": [4]})
    with pytest.raises(TableError, match="finds area z, which the table of populations does not"):
        ratios(areas(), by="area", observed=totals)


@pytest.mark.parametrize("column", ["numerator", "denominator"])
def test_a_missing_figure_is_not_counted_as_nothing(column):
    table = areas().astype({column: float})
    table.loc[3, column] = None
    found = ratios(table, by="area")
    assert found["note"].tolist() == ["a figure is missing", "", "", "", ""]
    assert found.loc[0, ["observed", "expected", "value", *LIMITS]].isna().all()


def test_no_event_has_a_ratio_of_nothing_with_an_upper_limit():
    row = ratios(FLORIDA.assign(numerator=0)).iloc[0]
    assert (row["value"], row["lower_ci"], row["method"]) == (0, 0, "Exact")
    assert row["upper_ci"] == pytest.approx(-np.log(0.025) / row["expected"])


def test_an_area_where_nothing_is_expected_has_no_ratio():
    row = ratios(FLORIDA.assign(denominator=0)).iloc[0]
    assert (pd.isna(row["value"]), row["note"]) == (True, "the expected count is 0")


def test_a_band_that_the_reference_does_not_have_is_named():
    with pytest.raises(TableError, match="finds age_band 05-14, which the reference does not"):
        ratios(reference=UNITED_STATES.drop(index=1))


@pytest.mark.parametrize("bad", [{"denominator": 0}, {"numerator": -1}, {"numerator": None}])
def test_a_reference_that_cannot_be_used_is_named(bad):
    reference = UNITED_STATES.astype({"numerator": float})
    for column, value in bad.items():
        reference.loc[4, column] = value
    with pytest.raises(TableError, match="cannot use the reference's age_band 35-44"):
        ratios(reference=reference)


def test_a_band_that_stands_twice_in_the_reference_is_named():
    twice = pd.concat([UNITED_STATES, UNITED_STATES.iloc[[0]]])
    with pytest.raises(TableError, match=r"reference needs one row .* 00-04 stands twice"):
        ratios(reference=twice)


def test_an_area_that_lacks_a_band_of_the_reference_has_no_ratio():
    found = ratios(areas().iloc[1:], by="area")
    assert found["note"].tolist() == ["a band is missing", "", "", "", ""]


def test_a_ratio_of_a_hundred_is_the_reference():
    hundred, one = ratios(multiplier=100).iloc[0], ratios().iloc[0]
    assert hundred["value"] == pytest.approx(100 * one["value"])
    assert hundred["statistic"] == "indirectly standardised ratio x 100"


def test_the_interval_widens_with_confidence_and_brackets_the_ratio():
    found = ratios(areas(), by="area", confidence=(0.95, 0.998))
    ends = ["lower_ci_99_8", "lower_ci_95", "value", "upper_ci_95", "upper_ci_99_8"]
    assert (np.diff(found[ends].to_numpy(), axis=1) > 0).all()
