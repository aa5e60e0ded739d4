"""What a report costs by five ways: processor time of whole programs, in turns, in one run.

Run with `python bench/engine.py [ROUNDS]`, on Linux. Each way makes the same 40 reports (five
notebooks, four areas, two quarters) with two workers, and everything that it starts is added up.
The two other packages' ways are what an analyst would write with them: run, then nbconvert.
"""

import ctypes
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
WAYS = ("papermill", "kernel", "ploomber", "warm", "floor")
WORDS = {
    "papermill": "papermill API in a pool of two, then nbconvert API",
    "kernel": "this package, an ordinary kernel each (--engine kernel)",
    "ploomber": "ploomber-engine in a pool of two (nothing isolated), then nbconvert API",
    "warm": "this package, warm engine: run, page, gate, record, written",
    "floor": "the floor: the same cells in two warm processes, no page",
}


def adopt_orphans() -> None:
    """Become the parent of whatever a program leaves, so that its processor time is counted."""
    set_child_subreaper = 36
    ctypes.CDLL(None).prctl(set_child_subreaper, 1)


def cost(way: str) -> float:
    """Processor seconds a report, of the program and everything that it started."""
    with tempfile.TemporaryDirectory(prefix="best-start-bench-") as folder:
        for name in ("data", "params", "notebooks"):
            shutil.copytree(ROOT / name, Path(folder, name), ignore=shutil.ignore_patterns("raw"))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [sys.executable, str(ROOT / "bench" / "ways.py"), way, folder],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=True,
        )
        while True:
            try:
                os.waitpid(-1, 0)
            except ChildProcessError:
                break
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent / int(done.stdout.split()[-1])


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    adopt_orphans()
    found: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way in WAYS:
            found[way].append(cost(way))
    print(f"Processor seconds a report, 40 reports, medians of {rounds} rounds in turns:")
    for way in WAYS:
        print(f"  {statistics.median(found[way]):6.2f}  {WORDS[way]}")
    for way in WAYS:
        if way != "warm":
            pairs = zip(found[way], found["warm"], strict=True)
            ratio = statistics.median([theirs / ours for theirs, ours in pairs])
            print(f"  the warm engine costs {1 / ratio:.2f} of {way} ({ratio:.2f} times less)")


if __name__ == "__main__":
    main()
