"""All pages of a PDF in order; a long one is read by several processes.

Each further process is this file run by the same Python, not a copy of the caller made by
``multiprocessing``: a script or notebook that imports a paper need guard nothing, and Windows,
macOS and Linux do the same. Process k of n reads every nth page, so that pages come in order
with little to hold. Whatever goes wrong with one, its pages are read here instead.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pdfplumber

from analysis.cleaning.papers.form import Cell
from analysis.cleaning.papers.pdf_page import Block, TableBlock, TextBlock, read_page

_SHORT = 40  # up to so many pages, one process is done before others have begun to help
_MOST = 4


def read_pages(path: Path) -> Iterator[tuple[int, int, list[Block]]]:
    """For each page: its number, the number of pages, and its blocks.

    Raises
    ------
    Exception
        Of pdfminer's many kinds, if the file is broken or locked.
    """
    with pdfplumber.open(path) as opened:
        total = len(opened.pages)
        with _others(path, total) as others:
            for at, page in enumerate(opened.pages):
                blocks = _next_of(others[at % len(others)], at) if others else None
                yield at + 1, total, read_page(page) if blocks is None else blocks
                page.close()


def processes_for(pages: int) -> int:
    """How many further processes read a paper of so many pages; 0 where this one reads it alone."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return 0 if pages <= _SHORT or (usable or 1) < 2 else min(usable, _MOST)


@contextmanager
def _others(path: Path, pages: int) -> Iterator[list[subprocess.Popen]]:
    """The processes that read, none left behind however this ends."""
    count = processes_for(pages) if sys.executable else 0
    begun: list[subprocess.Popen] = []
    try:
        try:
            for first in range(count):
                begun.append(_begin(path, first, count))
        except OSError:  # none more is to be had: those begun are of no use without the rest
            _end(begun)
            begun = []
        yield begun
    finally:
        _end(begun)


def _begin(path: Path, first: int, every: int) -> subprocess.Popen:
    # -P: a folder named "analysis" where the user stands is not taken for this package
    command = [sys.executable, "-P", "-m", __name__, str(path.resolve()), str(first), str(every)]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=quiet, stdout=subprocess.PIPE, stderr=quiet)


def _end(begun: list[subprocess.Popen]) -> None:
    for other in begun:
        other.kill()
        other.wait()
        if other.stdout:
            other.stdout.close()


def _next_of(other: subprocess.Popen, at: int) -> list[Block] | None:
    """The next page of another process; None if it has ended or gives anything else."""
    line = other.stdout.readline() if other.stdout else b""
    try:
        given, blocks = json.loads(line)
        return [_block(block) for block in blocks] if given == at else None
    except (ValueError, TypeError):
        return None


def _block(given) -> Block:
    if isinstance(given[0], str):
        return TextBlock(*given)
    rows, *seen = given
    return TableBlock([[Cell(*cell) for cell in row] for row in rows], *seen)


def main(path: str, first: str, every: str) -> None:
    """Print each page that is ours to read as one line of JSON."""
    with pdfplumber.open(path) as opened:
        for at in range(int(first), len(opened.pages), int(every)):
            page = opened.pages[at]
            print(json.dumps([at, [_listed(block) for block in read_page(page)]]), flush=True)
            page.close()


def _listed(block: Block) -> list:
    if isinstance(block, TextBlock):
        return [block.text, block.apart]
    rows = [[[cell.text, cell.colour, cell.covered] for cell in row] for row in block.rows]
    return [rows, block.open_above, block.open_below, block.told]


if __name__ == "__main__":
    main(*sys.argv[1:])
