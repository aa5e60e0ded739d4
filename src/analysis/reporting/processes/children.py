"""Fresh processes forked from a warm one, by the standard library's fork server.

What the server may do before it forks is import, and no more: no figure, no backend of pyplot, no
thread. Each child then makes its own what must be its own: environment, signals, randomness,
backend, process group, and the most memory it may have.
"""

import ctypes
import multiprocessing
import os
import random
import signal
import sys
import threading
from contextlib import suppress

WARM = "analysis.reporting.processes.warm"
BACKEND = "module://matplotlib_inline.backend_inline"
MOST_MEMORY = 2 * 1024**3  # bytes of its own that a notebook may hold
_IN_CHILD = "BEST_START_CHILD"  # set in a process that was forked to run one notebook
_CONTEXT: list = []


def is_child() -> bool:
    """Whether this process was forked to run one notebook."""
    return os.environ.get(_IN_CHILD) == "1"


def warm_context():
    """The context whose processes are forked from a server that has imported everything."""
    if not _CONTEXT:
        # one thread each: a pool of threads does not survive a fork, and the cores are for children
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([WARM])
        _CONTEXT.append(context)
    return _CONTEXT[0]


def become_child(environment: dict[str, str]) -> None:
    """Make a forked process its own: called first in every child.

    Parameters
    ----------
    environment
        That of the run. The server's is as old as the server.
    """
    os.environ.clear()
    os.environ.update(environment)
    os.environ[_IN_CHILD] = "1"
    os.environ["MPLBACKEND"] = BACKEND
    if "matplotlib" in sys.modules:
        sys.modules["matplotlib"].rcParams["backend"] = BACKEND
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    _own_group()
    _end_with_server()
    _bound_memory()
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _own_group() -> None:
    """Lead a group, so that whatever the notebook starts can be ended with it."""
    with suppress(OSError):
        os.setpgid(0, 0)


def _end_with_server() -> None:
    """End this process when the server ends, which ends when the run does, however it ends.

    The server goes on while anyone holds the pipe that the run keeps open for it, and hands that
    pipe to every child. A child that kept it would keep the server, and the server the child.
    """
    from multiprocessing.forkserver import _forkserver as server  # there is none on Windows

    if server._forkserver_alive_fd is not None:
        os.close(server._forkserver_alive_fd)
        server._forkserver_alive_fd = None
    if sys.platform == "linux":
        set_death_signal = 1
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)
    else:
        _watch_parent()


def _bound_memory() -> None:
    """Let a notebook that asks for too much fail by itself, not take the machine with it."""
    if sys.platform == "linux":
        import resource

        with suppress(ValueError, OSError):  # a lower limit is set already
            resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))


def become_kernel_host() -> None:
    """Make a process one that starts kernels, and that ends when the run does."""
    if hasattr(os, "setpgid"):
        _own_group()
    _watch_parent()


def _watch_parent() -> None:
    """End this process when the one that asked for it ends, on any system."""

    def watch() -> None:
        multiprocessing.parent_process().join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def end_group(pid: int) -> None:
    """End a child and whatever it has started."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(pid, signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGTERM)  # which ends it at once on Windows
