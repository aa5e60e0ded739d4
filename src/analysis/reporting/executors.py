"""Where reports are made: in warm processes, beside ordinary kernels, or on a cluster."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass

from analysis.errors import RunError
from analysis.reporting.notebooks import ENGINES, ORDINARY, WARM
from analysis.reporting.processes.children import can_fork
from analysis.reporting.processes.pool import SeparateProcesses, kernel_host

MOST_SECONDS = 600.0  # that one report may take, unless a run says otherwise


@dataclass(frozen=True)
class Where:
    """How a run makes its reports.

    Parameters
    ----------
    engine
        "best-start" or "kernel"; chosen by the system where it is blank.
    workers
        How many at once; 0 for as many as there are cores.
    seconds
        How long one report may take.
    scheduler
        The address of a Dask scheduler, such as "tcp://10.0.0.5:8786"; blank for this machine.
    """

    engine: str = ""
    workers: int = 0
    seconds: float = MOST_SECONDS
    scheduler: str = ""

    def __post_init__(self):
        if self.engine not in ("", *ENGINES):
            raise RunError(
                f'"{self.engine}" is not an engine: choose {" or ".join(ENGINES)}, or leave it out.'
            )
        if self.engine == WARM and not can_fork():
            raise RunError(f"This system cannot fork: use --engine {ORDINARY}, or leave it out.")
        if self.workers < 0 or self.seconds <= 0:
            raise RunError("Workers must be 0 or more, and seconds above 0.")

    @property
    def engine_here(self) -> str:
        """The engine that is used."""
        return self.engine or (WARM if can_fork() else ORDINARY)


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
    pool = (
        SeparateProcesses(workers, seconds=where.seconds)
        if where.engine_here == WARM
        else SeparateProcesses(workers, seconds=where.seconds, start=kernel_host, keep=True)
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
