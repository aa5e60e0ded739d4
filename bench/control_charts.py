"""How long XmR charts with every rule take: 150 series of 40 points in one call, and growth.

Run with `python bench/control_charts.py`. Series are synthetic. Times are the best of five.
"""

import math
import time

import numpy as np
import pandas as pd

from analysis.calculations.chart_summaries import chart_summaries
from analysis.calculations.control_charts import control_charts

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


def seconds(table: pd.DataFrame) -> float:
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        charts = control_charts(table, by="area_code", polarity="high_is_good", target=85)
        chart_summaries(charts, by="area_code")
        taken.append(time.perf_counter() - start)
    return min(taken)


def main() -> None:
    seconds(synthetic(10))  # first calls load and warm up
    sizes = (150, 1_500, 15_000)
    times = [seconds(synthetic(size)) for size in sizes]
    for size, taken in zip(sizes, times, strict=True):
        print(f"{size:>6,} series x {POINTS} points, one call: {taken:.4f} s")
    print(
        f"Recorded for the R reference, 150 series: {REFERENCE} s, {REFERENCE / times[0]:.0f} times"
    )
    growth = math.log(times[-1] / times[-2]) / math.log(sizes[-1] / sizes[-2])
    print(f"Growth from {sizes[-2]:,} to {sizes[-1]:,} series: time ~ series^{growth:.2f}")


if __name__ == "__main__":
    main()
