"""Slope and relative index of inequality: by hand, against weighted least squares, and refusals.

Low and Low (J Public Health 2004;26:388-95) give the method; no table of theirs is at hand, so the
line is worked by hand here and held against another implementation of weighted least squares.
"""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.calculations.inequality.inequality import slope_index
from analysis.errors import TableError

SLOPE = ["slope_index", "slope_lower_ci", "slope_upper_ci"]
RATIO = ["relative_index", "relative_lower_ci", "relative_upper_ci"]
FIFTHS = st.lists(
    st.tuples(st.integers(50, 5_000), st.floats(5, 95), st.floats(0.1, 4)), min_size=5, max_size=12
)


def fifths(**columns) -> pd.DataFrame:
    """Five fifths of one area: 10, 20, 30, 20 and 20 people, values 60 to 71, errors of 1."""
    table = {
        "quantile": [1, 2, 3, 4, 5],
        "population": [10, 20, 30, 20, 20],
        "value": [60.0, 62, 67, 70, 71],
        "se": 1.0,
    }
    return pd.DataFrame(table | columns)


def with_limits(**columns) -> pd.DataFrame:
    """The same fifths with lopsided 95% limits, as a proportion has."""
    table = fifths(**columns)
    return table.assign(lower_ci=table["value"] - 2.2, upper_ci=table["value"] + 1.9)


def index(table, **options) -> pd.Series:
    named = {"quantile_1": "most_deprived"}
    if "se" in table and "lower_ci" not in table:
        named["standard_error"] = "se"
    return slope_index(table, **(named | options)).iloc[0]


def test_slope_of_fifths_is_that_worked_by_hand():
    # Ranks 0.05, 0.2, 0.45, 0.7, 0.9, mean 0.5. Weighted squares from it: 0.079; weighted products
    # with the values: 1.055. Slope 1.055 / 0.079 = 13.3544. Mean 66.7, so the line runs from
    # 66.7 - 6.6772 = 60.0228 to 73.3772, and the relative index is 1.22249.
    row = index(fifths())
    assert row["slope_index"] == pytest.approx(13.3544, abs=0.0001)
    assert row["intercept"] == pytest.approx(60.0228, abs=0.0001)
    assert row["relative_index"] == pytest.approx(1.22249, abs=0.00001)


def test_limits_of_the_slope_are_those_worked_by_hand():
    # Weights of the values in the slope: 0.045, 0.06, 0.015, 0.04 and 0.08 over 0.079. With errors
    # of 1 the variance is 0.01385 / 0.006241 = 2.2192; 13.3544 -/+ 1.959964 x 1.4897.
    row = index(fifths())
    assert (row["slope_lower_ci"], row["slope_upper_ci"]) == pytest.approx(
        (10.4346, 16.2742), abs=0.0002
    )


@settings(derandomize=True, deadline=None)
@given(FIFTHS)
def test_line_agrees_with_weighted_least_squares_of_statsmodels(rows):
    population, value, error = np.array(rows).T
    table = fifths_of(rows)
    share = population / population.sum()
    design = sm.add_constant(share.cumsum() - share / 2)
    fit = sm.WLS(value, design, weights=share).fit()
    row = index(table)
    # two orders of operations on doubles: 1e-6 of values up to 100 is far from any fault
    assert row["slope_index"] == pytest.approx(fit.params[1], abs=1e-6)
    assert row["intercept"] == pytest.approx(fit.params[0], abs=1e-6)
    pseudo_inverse = np.linalg.pinv(np.sqrt(share)[:, None] * design)[1] * np.sqrt(share)
    half = 1.959963984540054 * np.sqrt((pseudo_inverse**2 * error**2).sum())
    assert row["slope_upper_ci"] - row["slope_index"] == pytest.approx(half, rel=1e-6)


def fifths_of(rows) -> pd.DataFrame:
    population, value, error = np.array(rows).T
    order = np.arange(1, len(rows) + 1)
    return pd.DataFrame({"quantile": order, "population": population, "value": value, "se": error})


@settings(derandomize=True, deadline=None)
@given(FIFTHS)
def test_reversing_the_order_of_quantiles_turns_the_slope_and_its_limits_round(rows):
    there = index(fifths_of(rows))
    back = index(fifths_of(rows), quantile_1="least_deprived")
    assert back[SLOPE].tolist() == pytest.approx(
        [-there["slope_index"], -there["slope_upper_ci"], -there["slope_lower_ci"]], abs=1e-8
    )
    if there["note"] == "" and back["note"] == "":
        assert back["relative_index"] == pytest.approx(1 / there["relative_index"])


@settings(derandomize=True, deadline=None)
@given(FIFTHS, st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(rows, random):
    table = fifths_of(rows)
    order = list(range(len(rows)))
    random.shuffle(order)
    assert index(table.iloc[order]).equals(index(table))


@settings(derandomize=True, deadline=None)
@given(FIFTHS, st.sampled_from(["natural", "log", "logit"]))
def test_limits_bracket_both_indices_and_widen_with_confidence(rows, scale):
    table = fifths_of(rows).assign(se=lambda t: t["se"] / (1 if scale == "natural" else 20))
    row = index(table, scale=scale, out_of=100, confidence=(0.9, 0.99))
    for kind in ("slope", "relative"):
        ends = [
            row[f"{kind}_{name}"]
            for name in ("lower_ci_99", "lower_ci_90", "index", "upper_ci_90", "upper_ci_99")
        ]
        if not np.isnan(ends).any():
            assert ends == sorted(ends)


def drawn(table, to_scale, from_scale, errors, seed=11, draws=200_000):
    """Slopes and ratios of the line through values drawn afresh on the errors' scale."""
    share = (table["population"] / table["population"].sum()).to_numpy()
    design = np.stack([np.ones(len(share)), share.cumsum() - share / 2], axis=1)
    weighted = np.linalg.pinv(np.sqrt(share)[:, None] * design) * np.sqrt(share)
    normal = np.random.default_rng(seed).standard_normal((draws, len(share)))
    values = from_scale(to_scale(table["value"].to_numpy()) + normal * errors)
    start, slope = (values @ weighted.T).T
    return slope, 1 + slope / start


def test_closed_limits_on_the_natural_scale_are_those_a_simulation_finds():
    # 200,000 draws: a limit's own error is about 0.4% of the half-width; 2% leaves room for chance.
    table = fifths()
    slopes, ratios = drawn(table, lambda y: y, lambda y: y, table["se"].to_numpy())
    row = index(table)
    for names, found in ((SLOPE, slopes), (RATIO, ratios)):
        half = (row[names[2]] - row[names[1]]) / 2
        assert row[names[1:]].tolist() == pytest.approx(
            np.quantile(found, [0.025, 0.975]), abs=0.02 * half
        )


@pytest.mark.parametrize("scale", ["log", "logit"])
def test_simulated_limits_are_those_of_other_draws(scale):
    table = with_limits(quantile=[1, 2, 3, 4, 5])
    to_scale, from_scale = {
        "log": (np.log, np.exp),
        "logit": (lambda y: np.log(y / (100 - y)), lambda y: 100 / (1 + np.exp(-y))),
    }[scale]
    errors = (to_scale(table["upper_ci"]) - to_scale(table["lower_ci"])) / (2 * 1.959963984540054)
    slopes, ratios = drawn(table, to_scale, from_scale, errors.to_numpy())
    row = index(table, error_scale=scale, out_of=100)
    for names, found in ((SLOPE, slopes), (RATIO, ratios)):
        half = (row[names[2]] - row[names[1]]) / 2
        assert row[names[1:]].tolist() == pytest.approx(
            np.quantile(found, [0.025, 0.975]), abs=0.03 * half
        )
    assert 0 < row["simulation_error"] < 0.01 * (row["slope_upper_ci"] - row["slope_lower_ci"])


def test_simulated_limits_of_small_errors_come_near_the_closed_form():
    # An error of 0.2% on the log scale is an error of 0.2% of the value: the curve of the
    # logarithm does not matter, and only chance (about 0.6% of the half-width) parts the two.
    small = fifths(se=0.002)
    simulated = index(small, error_scale="log")
    closed = index(small.assign(se=0.002 * small["value"]))
    for names in (SLOPE, RATIO):
        half = (closed[names[2]] - closed[names[1]]) / 2
        assert simulated[names].tolist() == pytest.approx(closed[names].tolist(), abs=0.02 * half)


def test_a_line_on_the_logit_scale_turns_about_its_middle():
    # Logits of 60, 62, 67, 70 and 71%: the line and its limits worked with numpy alone.
    table = with_limits()
    logit = np.log(table["value"] / (100 - table["value"])).to_numpy()
    share = (table["population"] / 100).to_numpy()
    off = share.cumsum() - share / 2 - 0.5
    weights = share * off / (share * off**2).sum()
    ends = [np.log(table[c] / (100 - table[c])).to_numpy() for c in ("lower_ci", "upper_ci")]
    half = 1.959964 * np.sqrt((weights**2 * ((ends[1] - ends[0]) / 3.919928) ** 2).sum())
    middle, slope = share @ logit, weights @ logit
    row = index(table, scale="logit", out_of=100)
    for name, turned in zip(SLOPE, (slope, slope - half, slope + half), strict=True):
        low, high = (1 / (1 + np.exp(-(middle + s * turned / 2))) for s in (-1, 1))
        assert row[name] == pytest.approx(100 * (high - low), abs=1e-5)
        assert row[name.replace("slope", "relative")] == pytest.approx(high / low, abs=1e-6)


def test_shares_and_per_cent_give_the_same_indices():
    percent, share = with_limits(), with_limits()
    share[["value", "lower_ci", "upper_ci"]] /= 100
    one = index(percent, scale="logit", out_of=100)
    other = index(share, scale="logit", out_of=1, multiplier=100)
    assert other[SLOPE + RATIO].tolist() == pytest.approx(one[SLOPE + RATIO].tolist())


def test_limits_at_another_coverage_give_the_errors_of_that_coverage():
    # the same half-widths read as 99.8% limits mean errors smaller by 1.96 / 3.09
    as_95, as_998 = index(with_limits()), index(with_limits(), limits_confidence=0.998)
    width = [row["slope_upper_ci"] - row["slope_lower_ci"] for row in (as_95, as_998)]
    assert width[1] / width[0] == pytest.approx(1.959964 / 3.090232, abs=1e-6)


def test_a_multiplier_below_nought_turns_the_sign_and_the_ratio_and_keeps_limits_in_order():
    plain, turned = index(fifths()), index(fifths(), multiplier=-10)
    assert turned[SLOPE].tolist() == pytest.approx(
        [-10 * plain[n] for n in ("slope_index", "slope_upper_ci", "slope_lower_ci")]
    )
    assert turned[RATIO].tolist() == pytest.approx(
        [1 / plain[n] for n in ("relative_index", "relative_upper_ci", "relative_lower_ci")]
    )
    assert turned["intercept"] == pytest.approx(10 * plain["intercept"])


@pytest.mark.parametrize("scale", ["natural", "log"])
def test_a_multiplier_between_nought_and_one_swaps_nothing(scale):
    plain, tenth = (
        index(with_limits(), scale=scale),
        index(with_limits(), scale=scale, multiplier=0.1),
    )
    assert tenth[SLOPE].tolist() == pytest.approx((plain[SLOPE] / 10).tolist())
    assert tenth[RATIO].tolist() == pytest.approx(plain[RATIO].tolist())
    assert tenth["intercept"] == pytest.approx(plain["intercept"] / 10)


@pytest.mark.parametrize(
    "quantiles",
    [
        pd.array(["1", "10", "2", "3", "4", "5", "6", "7", "8", "9"], dtype="str"),
        pd.Categorical(["1", "10", "2", "3", "4", "5", "6", "7", "8", "9"]),
        np.array([1, 10, 2, 3, 4, 5, 6, 7, 8, 9], dtype=float),
    ],
)
def test_deciles_written_as_text_are_never_sorted_as_text(quantiles):
    order = [1, 10, 2, 3, 4, 5, 6, 7, 8, 9]
    table = pd.DataFrame({"population": 100, "value": [50.0 + q for q in order], "se": 1.0})
    # ten equal steps of 1 between ranks 0.05 and 0.95: a slope of 10
    assert index(table.assign(quantile=quantiles))["slope_index"] == pytest.approx(10)


def test_ordered_categories_keep_their_order():
    names = ["most", "second", "middle", "fourth", "least"]
    ordered = pd.Categorical(names, categories=names, ordered=True)
    assert index(fifths(quantile=ordered))["slope_index"] == pytest.approx(13.3544, abs=0.0001)


@pytest.mark.parametrize(
    "quantiles", [["first", "2", "3", "4", "5"], [1.5, 2, 3, 4, 5], [True, 2, 3, 4, 5]]
)
def test_a_quantile_that_cannot_be_put_in_order_is_refused_by_name(quantiles):
    with pytest.raises(TableError, match=f'cannot put the quantile "{quantiles[0]}"'):
        index(fifths(quantile=pd.Series(quantiles, dtype="object")))


def areas(*tables) -> pd.DataFrame:
    return pd.concat([t.assign(area=name) for name, t in zip("ABCDEFGH", tables, strict=False)])


@pytest.mark.parametrize(
    ("bad", "note"),
    [
        (fifths().iloc[:4], "a quantile is missing"),
        (fifths().iloc[[0, 1, 3, 4]], "a quantile is missing"),
        (fifths(quantile=[1, 2, 3, 4, None]), "a quantile is missing"),
        (fifths(value=[60, None, 67, 70, 71]), "a figure is missing"),
        (fifths(population=[10, 20, None, 20, 20]), "a figure is missing"),
        (fifths(population=[10, 20, 0, 20, 20]), "a population is 0"),
        (fifths(population=[10, 20, -1, 20, 20]), "a figure is below 0"),
    ],
)
def test_an_area_that_cannot_have_an_index_says_why_and_harms_no_other(bad, note):
    table = areas(bad, fifths())
    found = slope_index(table, by="area", quantile_1="most_deprived", standard_error="se")
    assert found["note"].tolist() == [note, ""]
    assert found.loc[0, SLOPE + RATIO].isna().all()
    assert found.loc[1, "slope_index"] == pytest.approx(13.3544, abs=0.0001)


def test_a_limit_of_nought_or_a_hundred_leaves_an_index_on_the_natural_scale_without_limits():
    # Wilson's lower limit of 0 of 20 is 0, which has no logit.
    none_of_them = with_limits().assign(lower_ci=[0, 59.8, 64.8, 67.8, 68.8])
    found = slope_index(
        areas(none_of_them, with_limits()),
        by="area",
        quantile_1="most_deprived",
        error_scale="logit",
        out_of=100,
    )
    assert found["note"].tolist() == ["a limit is off the log or logit scale", ""]
    assert found["slope_index"].tolist() == pytest.approx([13.3544] * 2, abs=0.0001)
    assert found["slope_lower_ci"].isna().tolist() == [True, False]


@pytest.mark.parametrize(("value", "scale"), [(0.0, "log"), (0.0, "logit"), (100.0, "logit")])
def test_a_value_that_is_off_the_lines_scale_leaves_its_area_without_an_index(value, scale):
    off = with_limits().assign(value=[value, 62, 67, 70, 71])
    found = slope_index(
        areas(off, with_limits()), by="area", quantile_1="most_deprived", scale=scale, out_of=100
    )
    assert found["note"].tolist() == ["a value is off the log or logit scale", ""]
    assert found["slope_index"].isna().tolist() == [True, False]


def test_errors_that_cannot_be_used_leave_the_index_and_take_its_limits():
    swapped = with_limits().rename(columns={"lower_ci": "upper_ci", "upper_ci": "lower_ci"})
    lacking = with_limits().assign(lower_ci=[57, None, 64, 67, 68])
    found = slope_index(areas(swapped, lacking), by="area", quantile_1="most_deprived")
    assert found["note"].tolist() == ["the lower limit is above the upper", "a figure is missing"]
    assert found["slope_index"].notna().all()
    assert found[["slope_lower_ci", "relative_upper_ci"]].isna().all().all()


def test_a_line_that_meets_nought_has_a_slope_and_no_ratio():
    row = index(fifths(value=[-3.0, 1, 4, 7, 11]))
    assert row["note"] == "the fitted line meets 0, so there is no ratio"
    assert row[SLOPE].notna().all()
    assert row[RATIO].isna().all()


def test_a_start_that_cannot_be_told_from_nought_leaves_the_ratio_without_limits():
    row = index(fifths(value=[1.0, 3, 5, 7, 9]))
    assert row["note"] == "a limit cannot be computed"
    assert row[["relative_lower_ci", "relative_upper_ci"]].isna().all()


def test_the_same_seed_gives_the_same_limits_whichever_areas_are_beside():
    alone = slope_index(
        areas(with_limits()), by="area", quantile_1="most_deprived", error_scale="log", draws=2_000
    )
    among = slope_index(
        areas(
            with_limits(),
            fifths(value=[9, 8, 7, 6, 5]).pipe(
                lambda t: t.assign(lower_ci=t["value"] - 1, upper_ci=t["value"] + 1)
            ),
        ).iloc[::-1],
        by="area",
        quantile_1="most_deprived",
        error_scale="log",
        draws=2_000,
    )
    assert among.iloc[0][SLOPE].tolist() == alone.iloc[0][SLOPE].tolist()


def test_another_seed_gives_limits_that_differ_by_about_the_simulations_error():
    rows = [index(with_limits(), error_scale="log", seed=seed, draws=10_000) for seed in (1, 2)]
    apart = abs(rows[0]["slope_lower_ci"] - rows[1]["slope_lower_ci"])
    assert 0 < apart < 6 * rows[0]["simulation_error"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"quantile_1": "poorest"}, 'does not know the end "poorest"'),
        ({"scale": "sqrt"}, 'does not know the scale "sqrt"'),
        ({"scale": "log", "error_scale": "logit"}, "no limits for a line on the log scale"),
        ({"scale": "logit"}, "needs out_of for the logit scale"),
        ({"scale": "logit", "out_of": 0}, "cannot use out_of 0"),
        ({"multiplier": 0}, "cannot multiply by 0"),
        ({"error_scale": "log", "draws": 10}, "cannot simulate limits from 10 draws"),
        ({"confidence": 95}, "A confidence of 95 cannot be used"),
        ({"population": "people"}, 'slope_index needs a column "people"'),
    ],
)
def test_an_option_that_cannot_be_is_refused_in_a_sentence(options, message):
    with pytest.raises(TableError, match=message):
        index(fifths(), **options)


def test_fewer_than_five_quantiles_are_refused():
    with pytest.raises(TableError, match=r"needs 5 to 100 quantiles: .* has 4"):
        index(fifths().iloc[:4])


def test_a_quantile_that_stands_twice_in_an_area_is_refused_with_its_place():
    twice = areas(pd.concat([fifths(), fifths().iloc[2:3]]))
    with pytest.raises(TableError, match="area A, quantile 3 stands twice"):
        slope_index(twice, by="area", quantile_1="most_deprived", standard_error="se")


def test_which_end_is_first_has_no_default():
    with pytest.raises(TypeError, match="quantile_1"):
        slope_index(fifths(), standard_error="se")
