"""Run each call in a process of its own: one that dies or hangs takes nothing else with it."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any

from analysis.errors import BestStartError
from analysis.reporting.processes.children import (
    become_child,
    become_kernel_host,
    end_group,
    warm_context,
)


class ProcessDiedError(BestStartError):
    """A process that ended before its work did: killed, crashed, or out of memory."""


class TimeUpError(BestStartError):
    """A process that was ended because its time was up."""


def warm_process() -> ProcessPoolExecutor:
    """A process forked from the warm server, for one call."""
    return ProcessPoolExecutor(
        1, mp_context=warm_context(), initializer=become_child, initargs=(dict(os.environ),)
    )


def kernel_host() -> ProcessPoolExecutor:
    """A process of its own that starts an ordinary kernel for each call."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=become_kernel_host)


class SeparateProcesses(Executor):
    """An executor that keeps a deadline for each call, and outlives the death of any of them.

    Each call has a one-process pool of the standard library, in a thread that waits for it. So a
    death is one call's affair, and a deadline is kept from outside, where a loop in C cannot
    escape it.

    Parameters
    ----------
    workers
        How many calls run at once.
    seconds
        How long each may take.
    start
        Starts the process of a call.
    keep
        Whether a thread's process serves its next call too. It does where the process starts a
        kernel for each call; where the call runs in the process itself, it does not.
    """

    def __init__(
        self,
        workers: int,
        *,
        seconds: float,
        start: Callable[[], ProcessPoolExecutor] = warm_process,
        keep: bool = False,
    ):
        self._seconds, self._start, self._keep = seconds, start, keep
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="report")
        self._kept = threading.local()
        self._running: dict[int, ProcessPoolExecutor] = {}
        self._stopped = threading.Event()

    def submit(self, call: Callable, /, *args: Any, **kwargs: Any) -> Future:
        """Run a call in a process.

        The future raises what the call raises, `ProcessDiedError` if its process ended first,
        or `TimeUpError`.
        """
        return self._threads.submit(self._run, call, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Stop. With `cancel_futures`, end what is running too."""
        if cancel_futures:
            self._stopped.set()
            for pid in list(self._running):
                end_group(pid)
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        for pid, process in list(self._running.items()):
            self._end(pid, process)

    def _run(self, call: Callable, args: tuple, kwargs: dict) -> Any:
        pid, process, good = None, None, False
        try:
            pid, process = self._process()
            answer = self._answer(process.submit(call, *args, **kwargs))
            good = True
            return answer
        except (BrokenProcessPool, EOFError, ConnectionError) as error:
            raise ProcessDiedError(
                "Its process crashed or was ended from outside, often for want of memory."
            ) from error
        finally:
            if process is not None and not (good and self._keep):
                # The answer is here: nothing that the call left running is waited for.
                self._kept.process = None
                self._end(pid, process)

    def _process(self) -> tuple[int, ProcessPoolExecutor]:
        if getattr(self._kept, "process", None) is None:
            process = self._start()
            try:
                pid = self._answer(process.submit(os.getpid))
            except BaseException:
                process.shutdown(wait=False, cancel_futures=True)
                raise
            self._running[pid] = process
            self._kept.process = (pid, process)
        if self._stopped.is_set():
            end_group(self._kept.process[0])
        return self._kept.process

    def _answer(self, future: Future) -> Any:
        if not wait([future], timeout=self._seconds).done:
            raise TimeUpError(f"It took longer than {self._seconds:g} seconds and was ended.")
        return future.result()

    def _end(self, pid: int, process: ProcessPoolExecutor) -> None:
        end_group(pid)
        self._running.pop(pid, None)
        process.shutdown(wait=True, cancel_futures=True)
