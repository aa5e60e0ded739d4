"""One way of making the same reports, as a program of its own: `python bench/ways.py warm FOLDER`.

Called by `bench/engine.py`, which adds up the processor time of everything that it starts.
"""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import one_report

QUARTERS = ("2025-26-Q3", "2025-26-Q1")
WORKERS = 2


def all_jobs(project):
    """The reports of the two newest quarters, as words."""
    from analysis.params import load_quarter

    for quarter in QUARTERS:
        settings = load_quarter(quarter, project)
        for area in settings.areas:
            for notebook in settings.notebooks:
                yield quarter, area, notebook


def warm(project, engine: str = "") -> int:
    """Make them by this package's own run: all that it does but the index and the downloads."""
    from analysis.quarter import open_quarter
    from analysis.reporting.batch import make_reports
    from analysis.reporting.executors import executor_of
    from analysis.reporting.remake import tasks_of
    from analysis.reporting.site import quarter_keys
    from analysis.reporting.where import Where

    where, made = Where(engine=engine, workers=WORKERS), []
    with executor_of(where, 40) as (executor, workers):
        for quarter in QUARTERS:
            opened = open_quarter(project, quarter)
            keys = quarter_keys(opened)
            tasks = tasks_of(opened, list(keys), keys, where.engine_here)
            make_reports(tasks, executor, workers=workers, project=project, done=made.append)
    assert all(part.status != "failed" for part in made)
    return len(made)


def kernel(project) -> int:
    """The same run with an ordinary kernel for each report."""
    return warm(project, "kernel")


def in_a_pool(project, work) -> int:
    jobs = list(all_jobs(project))
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        list(pool.map(work, [str(project.root)] * len(jobs), *zip(*jobs, strict=True)))
    return len(jobs)


WAYS = {
    "warm": warm,
    "kernel": kernel,
    "papermill": lambda project: in_a_pool(project, one_report.by_papermill),
    "ploomber": lambda project: in_a_pool(project, one_report.by_ploomber),
    "floor": lambda project: in_a_pool(project, one_report.as_a_function),
}


def main() -> None:
    from analysis.project import Project

    os.environ["BEST_START_ROOT"] = sys.argv[2]
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    print(WAYS[sys.argv[1]](Project(Path(sys.argv[2]))))


if __name__ == "__main__":
    main()
