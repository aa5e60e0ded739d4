"""A report's rows, handed by a run to the process that its notebook runs in.

A fresh process of this package is handed them in memory; an ordinary kernel, which is another
program, reads them from a file that the run names in its environment.
"""

import os
import pickle
from pathlib import Path
from typing import Any

VARIABLE = "BEST_START_REPORT"
_HANDED: list = []


def hand_over(report: Any) -> None:
    """Keep a report for the notebook that this process is about to run."""
    _HANDED[:] = [report]


def handed_report(notebook: str, quarter: str, area: str) -> Any | None:
    """What was handed over, if it is the report that is asked for."""
    report = _HANDED[0] if _HANDED else _from_file()
    if report is None:
        return None
    asked = (notebook, quarter, area)
    about = (report.notebook, report.settings.quarter, report.area)
    return report if about == asked else None


def _from_file() -> Any | None:
    named = os.environ.get(VARIABLE)
    if not named or not Path(named).is_file():
        return None
    # written a moment ago by the run that started this kernel, in a folder of its own
    return pickle.loads(Path(named).read_bytes())
