"""One run of a quarter at a time: two commands never write its folder at once."""

from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.errors import RunError


@contextmanager
def only_run(folder: Path, quarter: str):
    """Hold the quarter's folder, or refuse: two commands never write it at once."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=0)
        lock.acquire()
    except Timeout:
        raise RunError(
            f"Another run of {quarter} is under way: wait for it to end, or stop it."
        ) from None
    except OSError as error:
        raise RunError(
            f"{folder} cannot be written ({error.strerror}): "
            "free the folder, or run where you may write."
        ) from None
    try:
        yield
    finally:
        lock.release()
