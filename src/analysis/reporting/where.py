"""How a run makes its reports: which engine, how many at once, how long each, on which machines."""

import os
from dataclasses import dataclass

from analysis.errors import RunError

WARM, ORDINARY = ENGINES = ("best-start", "kernel")
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


def can_fork() -> bool:
    """Whether this system can fork a warm process; Windows cannot."""
    return hasattr(os, "fork")
