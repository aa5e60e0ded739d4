"""Make many reports: hand tasks to an executor, and write whole what comes back."""

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from itertools import islice

from analysis.files import write_whole
from analysis.project import Project
from analysis.reporting.interrupts import noticed_interrupts
from analysis.reporting.jobs import Part, part_path
from analysis.reporting.make import Made, Task, failed_report, make_report
from analysis.reporting.processes.pool import ProcessDiedError

LOOK = 1.0  # seconds between looks at whether the run was asked to stop
TRIES = 2  # of a report whose process died; a last one follows when nothing else runs


def make_reports(
    tasks: Iterator[Task],
    executor: Executor,
    *,
    workers: int,
    project: Project,
    done: Callable[[Part], None],
) -> None:
    """Make every report, and write each as it comes.

    A task is built when there is room for it, so that memory does not grow with their number. A
    report whose process dies is made again at once, and, if that one dies too, once more when all
    others are finished: want of memory is the usual reason, and by then there is most of it.

    Parameters
    ----------
    executor
        Runs `make_report` on a task, anywhere.
    workers
        How many tasks it works on at once.
    done
        Told of each report when its files are written.
    """
    waiting: dict[Future, tuple[Task, int]] = {}
    unlucky: list[Task] = []

    def start(task: Task, tries: int) -> None:
        waiting[executor.submit(make_report, task)] = (task, tries)

    def finish(made: Made) -> None:
        write_made(project, made)
        done(made.part)

    with noticed_interrupts() as stop_if_asked:
        for task in _first(tasks, 2 * workers):
            start(task, 1)
        while waiting:
            finished, _ = wait(waiting, timeout=LOOK, return_when=FIRST_COMPLETED)
            stop_if_asked()
            for future in finished:
                task, tries = waiting.pop(future)
                made = _outcome(future, task)
                if made is not None:
                    finish(made)
                elif tries < TRIES:
                    start(task, tries + 1)
                    continue
                else:
                    unlucky.append(task)
                for following in _first(tasks, 1):
                    start(following, 1)
    for task in unlucky:
        future = executor.submit(make_report, task)
        finish(_outcome(future, task) or failed_report(task, str(future.exception())))


def _outcome(future: Future, task: Task) -> Made | None:
    """What was made; nothing where the process died. Any other fault fails its own report."""
    try:
        return future.result()
    except ProcessDiedError:
        return None
    except Exception as error:
        return failed_report(task, str(error) or type(error).__name__)


def _first(tasks: Iterator[Task], count: int) -> list[Task]:
    return list(islice(tasks, count))


def write_made(project: Project, made: Made) -> None:
    """Write a report's page, and then its record: a run that is killed leaves no half of one."""
    write_whole(project.reports / made.job.quarter / made.job.page, made.page)
    write_whole(part_path(project.reports, made.job), made.record)


def each_by(executor: Executor, call: Callable, tasks: list) -> Iterator:
    """The call's answer to each task, in order. One whose process dies is tried once more."""
    futures = [executor.submit(call, task) for task in tasks]
    for future, task in zip(futures, tasks, strict=True):
        try:
            yield future.result()
        except ProcessDiedError:
            yield executor.submit(call, task).result()
