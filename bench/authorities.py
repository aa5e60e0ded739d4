"""A run of every authority of England: cores kept busy, cost from first to last, memory, reruns.

Run with `python bench/authorities.py PUBLISHED [--kills 20]`, on Linux, where PUBLISHED is the
folder of the published files that `best-start import` reads. All figures are of real data; the
reports are thrown away.
"""

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import Executor, Future
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORKERS = 2
QUARTER = "2025-26-Q4"


def every_authority(folder: Path, published: str):
    """A project of every authority, with the package's own import."""
    from analysis.importing import import_official
    from analysis.new_quarter import write_new_quarter
    from analysis.project import Project

    for name in ("data", "params", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("raw"))
    project = Project(folder)
    list(import_official(project, published, write=True, every=True))
    write_new_quarter(project, QUARTER, every=True)
    return project


def timed(call, *args):
    """A call's answer, and the processor seconds of the process that gave it since its start."""
    answer = call(*args)
    return answer, time.process_time()


class Timed(Executor):
    """An executor that keeps what each call cost, in the order in which they ended."""

    def __init__(self, inner: Executor):
        self._inner = inner
        self.costs: list[float] = []

    def submit(self, call, /, *args) -> Future:
        answer: Future = Future()

        def pass_on(inner: Future) -> None:
            if inner.exception() is not None:
                answer.set_exception(inner.exception())
                return
            made, cost = inner.result()
            self.costs.append(cost)
            answer.set_result(made)

        self._inner.submit(timed, call, *args).add_done_callback(pass_on)
        return answer


class Watch(threading.Thread):
    """Looks at the machine twice a second: busy cores, and the memory of each worker."""

    def __init__(self):
        super().__init__(daemon=True)
        self.memory: list[float] = []
        self.stopped = threading.Event()
        self.started, self.before = time.monotonic(), busy_seconds()

    def run(self) -> None:
        while not self.stopped.wait(0.5):
            self.memory += [megabytes(pid) for pid in workers()]

    def stop(self) -> tuple[float, list[float]]:
        """The share of all cores that was busy, and what was seen of memory."""
        self.stopped.set()
        wall = time.monotonic() - self.started
        cores = len(os.sched_getaffinity(0))
        return (busy_seconds() - self.before) / wall / cores, [m for m in self.memory if m]


def busy_seconds() -> float:
    fields = [int(number) for number in Path("/proc/stat").read_text().split("\n")[0].split()[1:]]
    return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")


def workers() -> list[int]:
    """The children of the fork server: processes that were forked and run no other program."""
    servers = [pid for pid in pids() if "multiprocessing.forkserver" in command(pid)]
    return [pid for pid in servers if parent(pid) in servers]


def pids() -> list[int]:
    return [int(entry.name) for entry in os.scandir("/proc") if entry.name.isdigit()]


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def megabytes(pid: int) -> float:
    """The proportional set size of a process: shared pages count in part."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def make_all(project, jobs: int | None = None, kills: int = 0) -> None:
    """Make the reports, as a run does, and print what they cost."""
    from analysis.quarter import open_quarter
    from analysis.reporting.batch import make_reports
    from analysis.reporting.executors import executor_of
    from analysis.reporting.remake import tasks_of
    from analysis.reporting.site import quarter_keys
    from analysis.reporting.where import WARM, Where

    opened = open_quarter(project, QUARTER)
    keys = quarter_keys(opened)
    asked, told = list(keys)[:jobs], []
    killed = threading.Event()
    with executor_of(Where(workers=WORKERS), len(asked)) as (executor, count):
        executor.submit(os.getpid).result()  # the server is up
        counted, watch = Timed(executor), Watch()
        watch.start()
        if kills:
            threading.Thread(target=kill_at_random, args=(kills, killed), daemon=True).start()
        tasks = tasks_of(opened, asked, keys, WARM)
        make_reports(tasks, counted, workers=count, project=project, done=told.append)
        busy, memory = watch.stop()
    if kills:
        pages = [project.reports / QUARTER / job.page for job in asked]
        whole = sum(page.read_text("utf-8").rstrip().endswith("</html>") for page in pages)
        failed = sum(part.status == "failed" for part in told)
        print(f"{kills} workers killed at random ({'all' if killed.is_set() else 'not all'} hit):")
        print(f"  {len(told)} of {len(asked)} reports told once, {whole} whole, {failed} failed")
        return
    first, last = (statistics.mean(part) for part in (counted.costs[:100], counted.costs[-100:]))
    print(f"{len(told)} reports of {len(opened.settings.areas)} authorities, {WORKERS} workers:")
    print(f"  {statistics.mean(counted.costs):.2f} processor seconds a report, in its own process")
    print(f"  cores busy: {100 * busy:.0f}%")
    print(f"  the last 100 cost {last / first:.2f} of the first 100")
    print(f"  memory of a worker (PSS): {statistics.median(memory):.0f} MB, most {max(memory):.0f}")


def kill_at_random(times: int, killed: threading.Event) -> None:
    chance = random.Random(1)
    hit = 0
    while hit < times:
        time.sleep(chance.uniform(0.5, 2.5))
        found = workers()
        if found:
            os.kill(chance.choice(found), 9)
            hit += 1
    killed.set()


def rerun(project) -> None:
    """A whole run by the command, and then the same when nothing has changed."""
    words = [sys.executable, "-m", "analysis.cli", "run", QUARTER, "--workers", str(WORKERS)]
    environment = {**os.environ, "BEST_START_ROOT": str(project.root)}
    taken = []
    for _ in range(4):
        start = time.monotonic()
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
        taken.append(time.monotonic() - start)
    print(f"The command, with index, spreadsheets and CSV files: {taken[0]:.0f} s")
    print(f"  again, nothing changed: {statistics.median(taken[1:]):.2f} s")
    print(f"  {done.stdout.splitlines()[0]}")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="best-start-bench-") as folder:
        project = every_authority(Path(folder), sys.argv[1])
        if "--kills" in sys.argv:
            make_all(project, 200, kills=int(sys.argv[sys.argv.index("--kills") + 1]))
            return
        make_all(project)
        shutil.rmtree(project.reports)
        rerun(project)


if __name__ == "__main__":
    main()
