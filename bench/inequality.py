"""Seconds, memory and growth of slope indices and Newcombe's gaps: python bench/inequality.py."""

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import confint_proportions_2indep
from timing import exponent, peak_over_input, seconds

from analysis.calculations.gaps.gaps import newcombe_gaps
from analysis.calculations.inequality.inequality import slope_index

PAIRS = 1_000_000
AREAS, DECILES, DRAWS = 300, 10, 100_000
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
# 300 areas x 10 deciles, 100,000 draws, in the R reference on this kind of machine
R_SECONDS = 107
COLUMNS = ["numerator_1", "denominator_1", "numerator_2", "denominator_2"]


def pairs(rows: int) -> pd.DataFrame:
    """Synthetic counts of two groups."""
    rng = np.random.default_rng(1)
    n1, n2 = rng.integers(20, 5_000, (2, rows))
    return pd.DataFrame(
        dict(zip(COLUMNS, (rng.binomial(n1, 0.6), n1, rng.binomial(n2, 0.5), n2), strict=True))
    )


def deciles(areas: int) -> pd.DataFrame:
    """Synthetic percentages of areas by decile, with lopsided limits."""
    rng = np.random.default_rng(1)
    quantile = np.tile(np.arange(1, DECILES + 1), areas)
    value = 50 + 2 * quantile + rng.normal(0, 2, len(quantile))
    return pd.DataFrame(
        {
            "area": np.repeat(np.arange(areas), DECILES),
            "quantile": quantile,
            "population": rng.integers(2_000, 8_000, len(quantile)),
            "value": value,
            "lower_ci": value - 3.2,
            "upper_ci": value + 3.0,
        }
    )


def slopes(table: pd.DataFrame, **options) -> pd.DataFrame:
    return slope_index(table, by="area", quantile_1="most_deprived", out_of=100, **options)


def main() -> None:
    table = pairs(PAIRS)
    counts = [table[name].to_numpy() for name in COLUMNS]
    ours = seconds(lambda: newcombe_gaps(table))
    theirs = seconds(lambda: confint_proportions_2indep(*counts, method="newcomb", compare="diff"))
    print(f"Newcombe gaps, {PAIRS:,} pairs: {ours:.3f} s; statsmodels {theirs:.3f} s; ", end="")
    print(f"{theirs / ours:.2f} times as fast, table, notes and all")
    print(f"  peak memory over input columns: {peak_over_input(newcombe_gaps, table):.1f}")
    areas = deciles(AREAS)
    for scale in ("natural", "log", "logit"):
        taken = seconds(lambda scale=scale: slopes(areas, scale=scale))
        print(f"Slope index, {AREAS} areas x {DECILES}, {scale} scale, closed form: {taken:.4f} s")
    for scale in ("log", "logit"):
        taken = seconds(lambda scale=scale: slopes(areas, error_scale=scale, draws=DRAWS), times=2)
        print(
            f"Slope index, {AREAS} areas x {DECILES}, {scale} errors, {DRAWS:,} draws: "
            f"{taken:.2f} s; R reference {R_SECONDS} s, {R_SECONDS / taken:.0f} times"
        )
    big = deciles(PAIRS // DECILES)
    print(f"  peak memory over input columns, closed form: {peak_over_input(slopes, big):.1f}")
    gap_tables = [pairs(size) for size in SIZES]
    growth = exponent(newcombe_gaps, gap_tables)
    del gap_tables
    print(f"Growth from {SIZES[0]:,} to {SIZES[-1]:,} rows: Newcombe gaps, exponent {growth:.2f}")
    slope_tables = [deciles(size // DECILES) for size in SIZES]
    print(f"  slope index, closed form, exponent {exponent(slopes, slope_tables):.2f}")


if __name__ == "__main__":
    main()
