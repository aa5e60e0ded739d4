"""A progress bar in a terminal, plain lines elsewhere."""

import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

_WORDS = {"made": "made", "nothing": "nothing to report", "failed": "NOT MADE"}


class ProgressBar:
    """Shows how many of a run's reports are done."""

    def __init__(self, label: str):
        self.console = Console(stderr=True)
        self.bar = Progress(
            TextColumn(label),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=self.console,
            disable=not self.console.is_terminal,
        )
        self.task = None

    def __enter__(self) -> "ProgressBar":
        self.bar.start()
        return self

    def __exit__(self, *_) -> None:
        self.bar.stop()

    def start(self, count: int) -> None:
        self.task = self.bar.add_task("starting", total=count)

    def step(self, part) -> None:
        """One report is done."""
        line = f"{part.area}, {part.notebook}: {_WORDS[part.status]}"
        self.bar.update(self.task, advance=1, description=line)
        if self.bar.finished:
            self.bar.update(self.task, description="writing the index and the data files")
        if not self.console.is_terminal:
            print(line, file=sys.stderr)


class PageBar:
    """Shows how far a long paper is read; a short one says nothing."""

    def __init__(self, label: str):
        console = Console(stderr=True)
        self.bar = Progress(
            TextColumn(label),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("pages"),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        self.task = None

    def __enter__(self) -> "PageBar":
        self.bar.start()
        return self

    def __exit__(self, *_) -> None:
        self.bar.stop()

    def page(self, done: int, total: int) -> None:
        """A page is read."""
        if self.task is None:
            self.task = self.bar.add_task("", total=total)
        self.bar.update(self.task, completed=done)
