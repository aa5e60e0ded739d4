"""How the benchmarks time: the least of several runs, growth with rows, memory over input."""

import time
import tracemalloc
from collections.abc import Callable

import numpy as np
import pandas as pd

Work = Callable[[pd.DataFrame], object]


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """The least time of several runs, after one that is not counted."""
    work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def peak_over_input(work: Work, table: pd.DataFrame) -> float:
    """The most memory held at once while working, over that of the columns worked on."""
    tracemalloc.start()
    work(table)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / table.memory_usage(index=False).sum()


def exponent(work: Work, tables: list[pd.DataFrame]) -> float:
    """How time grows with rows: 1 is in step with them, 2 with their square."""
    taken = [
        seconds(lambda t=table: work(t), times=3 if len(table) < 10**6 else 1) for table in tables
    ]
    return float(np.polyfit(np.log([len(t) for t in tables]), np.log(taken), 1)[0])
