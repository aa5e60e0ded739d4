"""Directly standardised rates: Dobson's limits, the standard population, and what has no rate."""

import numpy as np
import pandas as pd
import PHStatsMethods
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from analysis.calculations.rates.rates import rates
from analysis.calculations.rates.standard_populations import EUROPEAN_2013
from analysis.calculations.rates.standardised import directly_standardised_rates
from analysis.errors import TableError

COUNTS = ["numerator", "denominator", "standard_population"]
LIMITS = ["lower_ci", "upper_ci"]
BANDS = list(EUROPEAN_2013["age_band"])


def bands(*rows, **more) -> pd.DataFrame:
    """Rows of events, population and standard population."""
    return pd.DataFrame(rows, columns=COUNTS).assign(**more)


def by_column(table, **options) -> pd.DataFrame:
    return directly_standardised_rates(table, standard="standard_population", **options)


def european(areas=6, seed=3) -> pd.DataFrame:
    """Areas with every band of the European standard population, bands in any order."""
    draw = np.random.default_rng(seed)
    table = pd.DataFrame(
        [(f"area {area}", band) for area in range(areas) for band in BANDS],
        columns=["area", "age_band"],
    )
    n = draw.integers(500, 9_000, len(table))
    return table.assign(numerator=draw.binomial(n, 0.01), denominator=n).sample(
        frac=1, random_state=seed
    )


def test_a_rate_and_its_limits_worked_by_hand():
    # 10 of 1,000 weighs 3,000 and 30 of 1,000 weighs 1,000: rate 15 for each 1,000. Variance
    # (10 x 3^2 + 30 x 1^2) / 4,000^2 = 7.5e-6. Byar's limits of 40 events: 28.573 and 54.470.
    # Limits: 0.015 + sqrt(7.5e-6 / 40) x (28.573 - 40), and with 54.470.
    row = by_column(bands((10, 1_000, 3_000), (30, 1_000, 1_000)), multiplier=1_000).iloc[0]
    assert row["value"] == pytest.approx(15)
    assert row[LIMITS].tolist() == pytest.approx([10.052, 21.266], abs=0.001)
    assert (row["numerator"], row["denominator"]) == (40, 2_000)
    assert (row["statistic"], row["method"]) == (
        "directly standardised rate per 1,000",
        "Dobson",
    )


def test_limits_are_dobsons_rebuilt_from_byars_formula():
    x, n, w = np.array([4, 9, 30]), np.array([900, 700, 400]), np.array([5.0, 3.0, 2.0])
    row = by_column(bands(*zip(x, n, w, strict=True)), multiplier=1, confidence=0.998).iloc[0]
    total, z = x.sum(), norm.ppf(0.999)
    low = total * (1 - 1 / (9 * total) - z / (3 * total**0.5)) ** 3
    high = (total + 1) * (1 - 1 / (9 * (total + 1)) + z / (3 * (total + 1) ** 0.5)) ** 3
    rate, spread = (w * x / n).sum() / w.sum(), ((w / n) ** 2 * x).sum() ** 0.5 / w.sum()
    assert row["value"] == pytest.approx(rate)
    expected = [rate + spread / total**0.5 * (limit - total) for limit in (low, high)]
    assert row[LIMITS].tolist() == pytest.approx(expected)


def test_an_area_with_the_ages_of_the_standard_has_its_crude_rate_and_crude_limits():
    row = by_column(bands((30, 3_000, 3_000), (20, 1_000, 1_000))).iloc[0]
    crude = rates(pd.DataFrame({"numerator": [50], "denominator": [4_000]})).iloc[0]
    assert row[["value", *LIMITS]].tolist() == pytest.approx(crude[["value", *LIMITS]].tolist())


def test_the_european_standard_population_of_2013_is_a_hundred_thousand_in_nineteen_bands():
    # Eurostat 2013, with its bands 90-94 and 95+ (800 and 200) added up.
    assert EUROPEAN_2013["standard_population"].sum() == 100_000
    assert (BANDS[0], BANDS[-1], len(BANDS)) == ("0-4", "90+", 19)
    pd.testing.assert_series_equal(
        EUROPEAN_2013["standard_population"],
        PHStatsMethods.euro_standard_pop()["euro_standard_pops"],
        check_names=False,
    )


def test_rates_on_the_european_standard_agree_with_phstatsmethods_in_any_order_of_bands():
    # Sums of doubles in another order, so 1e-11 of the figure.
    table = european()
    ours = directly_standardised_rates(table, standard=EUROPEAN_2013, band="age_band", by="area")
    weights = table.merge(EUROPEAN_2013, on="age_band")
    theirs = PHStatsMethods.ph_dsr(
        weights,
        "numerator",
        "denominator",
        "standard_population",
        ["area"],
        euro_standard_pops=False,
    )
    assert ours["area"].tolist() == theirs["area"].tolist()
    for mine, its in (("value", "Value"), ("lower_ci", "lower_95_ci"), ("upper_ci", "upper_95_ci")):
        assert np.allclose(ours[mine], theirs[its], rtol=1e-11)


@pytest.mark.parametrize(("events", "given"), [(9, False), (10, True)])
def test_fewer_than_ten_events_have_no_rate(events, given):
    row = by_column(bands((events - 4, 1_000, 3), (4, 1_000, 1))).iloc[0]
    assert row[["value", *LIMITS]].notna().tolist() == [given] * 3
    assert row["numerator"] == events
    assert row["note"] == ("" if given else "fewer than 10 events")
    assert row["value_note"] == ("" if given else "u")


def test_a_missing_count_is_not_counted_as_none():
    # PHEindicatormethods counts it as 0 and gives this area 45 for each 1,000.
    table = bands((None, 1_000, 1), (90, 1_000, 1), (30, 1_000, 1), (30, 1_000, 1))
    found = by_column(table.assign(area=["a", "a", "b", "b"]), by="area", multiplier=1_000)
    assert found["value"].isna().tolist() == [True, False]
    assert found["note"].tolist() == ["a figure is missing", ""]
    assert found.loc[1, "value"] == pytest.approx(30)


@pytest.mark.parametrize(
    ("row", "note"),
    [
        ((-1, 1_000, 1), "a figure is below 0"),
        ((5, -1_000, 1), "a figure is below 0"),
        ((5, 1_000, -1), "a figure is below 0"),
        ((0, 0, 1), "the denominator is 0"),
        ((5, None, 1), "a figure is missing"),
        ((5, 1_000, None), "a figure is missing"),
        (("c", 1_000, 1), "a figure is not a number"),
    ],
)
def test_a_band_that_cannot_be_used_leaves_its_area_without_a_rate_and_no_other(row, note):
    table = bands(row, (90, 1_000, 1), (30, 1_000, 1), (30, 1_000, 1), area=["a", "a", "b", "b"])
    found = by_column(table, by="area")
    assert found.loc[0, ["numerator", "value", *LIMITS]].isna().all()
    assert found["note"].tolist() == [note, ""]
    assert found.loc[1, "value"] == pytest.approx(3_000)


def test_a_standard_of_nobody_gives_no_rate():
    row = by_column(bands((90, 1_000, 0), (30, 1_000, 0))).iloc[0]
    assert (pd.isna(row["value"]), row["note"]) == (True, "the denominator is 0")


def test_a_lower_limit_below_nothing_is_nothing():
    # One of eleven events carries nearly all the weight: Dobson's lower limit is -0.66 of the rate.
    row = by_column(bands((1, 10, 1_000), (10, 100_000, 1))).iloc[0]
    assert row["lower_ci"] == 0
    assert row["value"] > 0


def test_an_area_that_lacks_a_band_of_the_standard_has_no_rate():
    table = european(areas=2)
    short = table[~((table["area"] == "area 1") & (table["age_band"] == "85-89"))]
    found = directly_standardised_rates(short, standard=EUROPEAN_2013, band="age_band", by="area")
    assert found["note"].tolist() == ["", "a band is missing"]


def test_an_area_that_lacks_a_band_that_another_has_has_no_rate():
    table = bands((20, 100, 1), (20, 100, 1), (20, 100, 1), area=["a", "a", "b"], age=[0, 5, 0])
    assert by_column(table, by="area", band="age")["note"].tolist() == ["", "a band is missing"]


def test_a_band_that_the_standard_does_not_have_is_named():
    table = european(areas=1).replace({"age_band": {"90+": "90 and over"}})
    with pytest.raises(TableError, match="finds age_band 90 and over, which the standard does not"):
        directly_standardised_rates(table, standard=EUROPEAN_2013, band="age_band", by="area")


def test_bands_as_numbers_are_not_matched_with_bands_as_text():
    table = bands((20, 100, 1), age_band=[0])
    with pytest.raises(TableError, match="one holds text and the other numbers"):
        directly_standardised_rates(table, standard=EUROPEAN_2013, band="age_band")


def test_a_band_that_stands_twice_in_an_area_is_named():
    table = pd.concat([european(areas=1), european(areas=1).iloc[[0]]])
    band = table["age_band"].iloc[0]
    with pytest.raises(TableError, match=f"area area 0, age_band {band.replace('+', '.')} stands"):
        directly_standardised_rates(table, standard=EUROPEAN_2013, band="age_band", by="area")


def test_a_standard_table_without_the_name_of_its_bands_is_refused():
    with pytest.raises(TableError, match="name their column with band="):
        directly_standardised_rates(european(), standard=EUROPEAN_2013, by="area")


def frequencies(*rows) -> pd.DataFrame:
    """Rows of band, events a person had, people, population, standard population."""
    return pd.DataFrame(rows, columns=["age_band", "events", *COUNTS])


def test_people_with_several_events_widen_the_interval_by_the_square_of_their_events():
    # Band A: 20 people with one event and 10 with two, of 1,000, weight 1: 40 events.
    # Rate 40 / 1,000; variance (20 x 1 + 10 x 4) / 1,000^2 = 6e-5; Byar's of 40: 28.573, 54.470.
    table = frequencies(("A", 1, 20, 1_000, 1), ("A", 2, 10, 1_000, 1))
    row = by_column(table, band="age_band", event_frequency="events", multiplier=1_000).iloc[0]
    spread = 1_000 * np.sqrt(6e-5 / 40)
    assert (row["numerator"], row["denominator"], row["value"]) == (40, 1_000, 40)
    expected = [40 + spread * (28.5733 - 40), 40 + spread * (54.4701 - 40)]
    assert row[LIMITS].tolist() == pytest.approx(expected, abs=0.001)


def test_people_with_one_event_each_are_independent_events():
    table = european()
    plain = directly_standardised_rates(table, standard=EUROPEAN_2013, band="age_band", by="area")
    each = directly_standardised_rates(
        table.assign(events=1),
        standard=EUROPEAN_2013,
        band="age_band",
        by="area",
        event_frequency="events",
    )
    pd.testing.assert_frame_equal(plain, each)


def test_a_frequency_that_a_band_lacks_does_not_shrink_the_standard_population():
    full = frequencies(
        ("A", 1, 20, 1_000, 1), ("A", 2, 10, 1_000, 1), ("B", 1, 9, 500, 3), ("B", 2, 0, 500, 3)
    )
    options = {"band": "age_band", "event_frequency": "events"}
    pd.testing.assert_frame_equal(by_column(full, **options), by_column(full[:3], **options))


def test_a_band_with_two_populations_leaves_its_area_without_a_rate():
    table = frequencies(("A", 1, 20, 1_000, 1), ("A", 2, 10, 1_001, 1))
    row = by_column(table, band="age_band", event_frequency="events").iloc[0]
    assert (pd.isna(row["value"]), row["note"]) == (True, "a band has two populations")


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_a_rate_does_not_depend_on_the_order_of_the_rows_nor_the_size_of_the_standard(seed, random):
    table = european(areas=2, seed=seed)
    order = list(range(len(table)))
    random.shuffle(order)
    larger = EUROPEAN_2013.assign(standard_population=EUROPEAN_2013["standard_population"] * 7)
    options = {"band": "age_band", "by": "area", "confidence": (0.95, 0.998)}
    found = directly_standardised_rates(table, standard=EUROPEAN_2013, **options)
    turned = directly_standardised_rates(table.iloc[order], standard=larger, **options)
    pd.testing.assert_frame_equal(found, turned, rtol=1e-10)
    ends = ["lower_ci_99_8", "lower_ci_95", "value", "upper_ci_95", "upper_ci_99_8"]
    assert (np.diff(found[ends].to_numpy(), axis=1) > 0).all()


def test_the_table_and_the_standard_are_left_as_they_were():
    table, standard = european(), EUROPEAN_2013.copy(deep=True)
    before = table.copy(deep=True)
    directly_standardised_rates(table, standard=EUROPEAN_2013, band="age_band", by="area")
    pd.testing.assert_frame_equal(table, before)
    pd.testing.assert_frame_equal(standard, EUROPEAN_2013)


def test_no_rows_give_no_areas():
    assert len(by_column(bands())) == 0
    assert len(by_column(bands().assign(area=[]), by="area")) == 0
