"""Ctrl-C, noticed even where Python loses it."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def noticed_interrupts() -> Iterator[Callable[[], None]]:
    """Within this block Ctrl-C is raised as ever, and remembered.

    Raised while an object is being thrown away, an exception is printed and goes no further: a
    run would go on as if nobody had asked it to stop.

    Yields
    ------
    Callable
        Raises KeyboardInterrupt if Ctrl-C was pressed since the block began.
    """
    asked = threading.Event()

    def notice(number, frame) -> None:
        asked.set()
        raise KeyboardInterrupt

    def check() -> None:
        if asked.is_set():
            raise KeyboardInterrupt

    # only the main thread may set a handler, and one that is not Python's own is left alone
    ours = (
        threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    )
    if ours:
        signal.signal(signal.SIGINT, notice)
    try:
        yield check
    finally:
        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)
