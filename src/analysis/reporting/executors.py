"""Where reports are made: in warm processes, beside ordinary kernels, or on a cluster."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from analysis.reporting.processes.pool import SeparateProcesses, kernel_host, warm_process
from analysis.reporting.where import WARM, Where


@contextmanager
def executor_of(where: Where, count: int) -> Iterator[tuple[Executor, int]]:
    """An executor for so many reports, and how many it works on at once.

    Whatever way its block is left, nothing it started is left running.
    """
    if where.scheduler:
        from analysis.reporting.processes.cluster import cluster_executor

        with cluster_executor(where.scheduler, seconds=where.seconds) as both:
            yield both
        return
    workers = max(1, min(count, where.workers or cores()))
    ordinary = where.engine_here != WARM
    pool = SeparateProcesses(
        workers,
        seconds=where.seconds,
        start=kernel_host if ordinary else warm_process,
        keep=ordinary,
    )
    try:
        yield pool, workers
    finally:
        pool.shutdown(cancel_futures=True)


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
