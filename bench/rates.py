"""Seconds, memory and growth of proportions with 95% limits: python bench/rates.py."""

import warnings

import numpy as np
import pandas as pd
from PHStatsMethods import ph_proportion
from timing import exponent, peak_over_input, seconds

from analysis.calculations.rates.rates import proportions

ROWS = 1_000_000
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
# 1,000,000 rows in the R reference (PHEindicatormethods 2.1.0) on this kind of machine
R_SECONDS = 0.13
# PHStatsMethods takes a row at a time: a few thousand rows say how long each takes
ROWS_OF_PHSTATSMETHODS = 4_000


def counts(rows: int) -> pd.DataFrame:
    """Synthetic counts."""
    rng = np.random.default_rng(1)
    denominator = rng.integers(20, 5_000, rows)
    numerator = rng.binomial(denominator, 0.6)
    return pd.DataFrame({"numerator": numerator, "denominator": denominator})


def main() -> None:
    table, few = counts(ROWS), counts(ROWS_OF_PHSTATSMETHODS)
    ours = seconds(lambda: proportions(table))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = seconds(lambda: ph_proportion(few, "numerator", "denominator"), times=2)
    a_row = theirs / len(few)
    print(f"Proportions with 95% limits, {ROWS:,} rows: {ours:.3f} s; R reference {R_SECONDS} s")
    print(
        f"  PHStatsMethods {a_row * 1e6:.0f} µs a row ({len(few):,} rows, same run); "
        f"ours {ours / ROWS * 1e6:.3f} µs: {a_row / (ours / ROWS):,.0f} times as fast"
    )
    print(f"  peak memory over input columns: {peak_over_input(proportions, table):.1f}")
    growth = exponent(proportions, [counts(size) for size in SIZES])
    print(f"  growth from {SIZES[0]:,} to {SIZES[-1]:,} rows: exponent {growth:.2f}")


if __name__ == "__main__":
    main()
