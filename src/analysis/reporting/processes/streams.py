"""What is written to standard output and error, by Python or below it, put into the record."""

import builtins
import getpass
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from analysis.reporting.processes.outputs import Recorder

STREAMS = {1: "stdout", 2: "stderr"}  # by file descriptor


def flush_streams() -> None:
    """Put what is still held back into the record, so that what follows stands after it."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()


class _Stream(io.TextIOBase):
    """Python's own output, put into the record as it is written."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, number: int, recorder: Recorder, below: "_Below"):
        self._number, self._recorder, self._below = number, recorder, below

    def write(self, text: str) -> int:
        self._below.collect()
        self._recorder.outputs.stream(STREAMS[self._number], text)
        return len(text)

    def flush(self) -> None:
        self._below.collect()

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._number


class _Below:
    """What is written to file descriptors 1 and 2 without Python knowing, by way of two files."""

    def __init__(self, recorder: Recorder):
        self._recorder = recorder
        self._files = {n: tempfile.TemporaryFile(prefix="best-start-") for n in STREAMS}  # noqa: SIM115
        self._read = dict.fromkeys(STREAMS, 0)
        self._kept = {number: os.dup(number) for number in STREAMS}
        for number, file in self._files.items():
            os.dup2(file.fileno(), number)

    def collect(self) -> None:
        """Take over what has been written since; nothing is left to take once it is closed."""
        for number, file in self._files.items():
            size = os.fstat(file.fileno()).st_size
            if size > self._read[number]:
                found = os.pread(file.fileno(), size - self._read[number], self._read[number])
                self._read[number] = size
                text = found.decode("utf-8", errors="replace")
                self._recorder.outputs.stream(STREAMS[number], text)

    def close(self) -> None:
        for number, kept in self._kept.items():
            os.dup2(kept, number)
            os.close(kept)
        for file in self._files.values():
            file.close()
        self._files.clear()


@contextmanager
def streams_into(recorder: Recorder) -> Iterator[None]:
    """Send all that is written, by Python or below it, to a record; refuse to ask for input."""
    below = _Below(recorder)
    kept = sys.stdout, sys.stderr, builtins.input, getpass.getpass
    sys.stdout, sys.stderr = (_Stream(number, recorder, below) for number in STREAMS)
    builtins.input = getpass.getpass = _no_one_to_ask
    try:
        yield
    finally:
        below.collect()
        sys.stdout, sys.stderr, builtins.input, getpass.getpass = kept
        below.close()


def _no_one_to_ask(*_, **__) -> str:
    raise RuntimeError("A notebook that runs by itself cannot ask for input.")
