"""Reports made on other machines, by way of a Dask scheduler.

A worker there needs this package and its libraries, and nothing else: no shared disk, no data. It
is sent each report's rows and sends back a finished page. It makes each in a fresh process, as a
run on one machine does.
"""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any

from analysis.errors import RunError
from analysis.reporting.processes.pool import (
    ProcessDiedError,
    SeparateProcesses,
    kernel_host,
    warm_process,
)
from analysis.reporting.where import can_fork

PATIENCE = 20  # seconds that a scheduler has to answer


class ClusterExecutor(Executor):
    """An executor of a Dask cluster whose calls each run in a fresh process of a worker."""

    def __init__(self, client, *, seconds: float):
        self._inner = client.get_executor(pure=False)
        self._seconds = seconds

    def submit(self, call: Callable, /, *args: Any) -> Future:
        """Run a call on some worker. Should the worker die, the scheduler finds another."""
        from distributed.scheduler import KilledWorker

        answer: Future = Future()

        def pass_on(inner: Future) -> None:
            error = None if inner.cancelled() else inner.exception()
            if inner.cancelled() or isinstance(error, KilledWorker):
                answer.set_exception(
                    ProcessDiedError("The workers that tried to make it all died.")
                )
            elif error is not None:
                answer.set_exception(error)
            else:
                answer.set_result(inner.result())

        self._inner.submit(run_apart, call, args, self._seconds).add_done_callback(pass_on)
        return answer


def run_apart(call: Callable, args: tuple, seconds: float) -> Any:
    """Run a call in a fresh process of this worker."""
    # Dask marks its workers as processes that may have no children, lest these be left behind.
    # Ours end with the fork server, which ends with the worker.
    multiprocessing.current_process()._config["daemon"] = False
    start = warm_process if can_fork() else kernel_host
    pool = SeparateProcesses(1, seconds=seconds, start=start)
    try:
        return pool.submit(call, *args).result()
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def cluster_executor(address: str, *, seconds: float) -> Iterator[tuple[Executor, int]]:
    """An executor for the cluster at an address, and how many reports it makes at once.

    Raises
    ------
    RunError
        If Dask is not installed, nothing answers there, no worker has joined, or a worker has
        other code or libraries than this machine: its reports would not be these.
    """
    client = _connected(address)
    try:
        _check_workers(client, address)
        threads = sum(client.nthreads().values())
        yield ClusterExecutor(client, seconds=seconds), threads
    finally:
        client.close(timeout=5)


def _connected(address: str):
    try:
        from distributed import Client
    except ImportError:
        raise RunError(
            '--scheduler needs Dask: install it with pip install -e ".[cluster]" in the project.'
        ) from None
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise RunError(
            f"No Dask scheduler answers at {address} ({type(error).__name__}): start one with "
            "dask scheduler, and give the address that it prints, such as tcp://10.0.0.5:8786."
        ) from None


def _check_workers(client, address: str) -> None:
    from analysis.reporting.report_key import made_with

    found = client.run(made_with, on_error="return")
    if not found:
        raise RunError(
            f"The scheduler at {address} has no workers: start one on each machine with "
            f"dask worker {address}."
        )
    ours = made_with()
    others = [worker for worker, theirs in found.items() if theirs != ours]
    if others:
        raise RunError(
            f"The worker {others[0]} has another version of this package or of its libraries "
            "(or none): install the same on every machine, and start it again."
        )
