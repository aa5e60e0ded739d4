"""How long XmR charts with every rule take: 150 series of 40 points in one call, and growth.

Run with `python bench/control_charts.py`. Series are synthetic. Times are the best of five.
"""

import numpy as np
import pandas as pd
from timing import exponent, seconds

from analysis.calculations.trends.chart_summaries import chart_summaries
from analysis.calculations.trends.control_charts import control_charts

POINTS = 40
REFERENCE = 0.45  # seconds: NHSRplotthedots 0.2.2, 150 series, on a machine of this kind


def synthetic(series: int) -> pd.DataFrame:
    """Series of 40 quarters that vary by chance about 80."""
    quarters = pd.date_range("2015-01-01", periods=POINTS, freq="QS")
    return pd.DataFrame(
        {
            "area_code": np.repeat([f"E{number:08d}" for number in range(series)], POINTS),
            "period_start": np.tile(quarters, series),
            "value": np.random.default_rng(1).normal(80, 3, series * POINTS),
        }
    )


def charted(table: pd.DataFrame) -> pd.DataFrame:
    charts = control_charts(table, by="area_code", polarity="high_is_good", target=85)
    return chart_summaries(charts, by="area_code")


def main() -> None:
    sizes = (150, 1_500, 15_000)
    tables = [synthetic(size) for size in sizes]
    taken = seconds(lambda: charted(tables[0]))
    print(f"XmR charts with every rule, 150 series x {POINTS} points, one call: {taken:.4f} s")
    print(f"  R reference {REFERENCE} s: {REFERENCE / taken:.0f} times as fast")
    growth = exponent(charted, tables)
    print(f"  growth from {sizes[0]:,} to {sizes[-1]:,} series: exponent {growth:.2f}")


if __name__ == "__main__":
    main()
