"""What a report's own work costs, and where it goes: python bench/charts.py [OTHER_CHECKOUT ...].

The code cells of each notebook are run for one area in a process that has imported everything, and
what a cell shows is turned into all its forms, as a kernel asks for them. No kernel, no papermill
and no page is timed here. Times are CPU milliseconds, medians of several runs. Other checkouts,
such as worktrees of earlier commits, take turns with this one, so that a slow moment of the machine
falls on all alike.
"""

import ast
import functools
import inspect
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
QUARTER, AREA = "2025-26-Q3", "Havering"
ROUNDS = 7
PARTS = TABLES, CALCULATING, WORDING, FIGURES, DRAWING = (
    "tables",
    "calculating",
    "wording",
    "figures",
    "drawing",
)


class Clock:
    """CPU time of each part; what is done within another part is not counted to that one."""

    def __init__(self):
        self.spent = dict.fromkeys(PARTS, 0.0)
        self._open, self._since = [WORDING], time.process_time()

    def turn(self, opened: str | None = None) -> None:
        """Book the time until now; then open a part, or close the one that is open."""
        now = time.process_time()
        self.spent[self._open[-1]] += now - self._since
        self._since = now
        if opened:
            self._open.append(opened)
        else:
            self._open.pop()

    def counted(self, function, part: str):
        @functools.wraps(function)
        def timed(*args, **options):
            self.turn(part)
            try:
                return function(*args, **options)
            finally:
                self.turn()

        return timed

    def reading(self) -> dict[str, float]:
        """Milliseconds of each part since the last reading."""
        now = time.process_time()
        self.spent[WORDING] += now - self._since
        spent = {part: 1000 * seconds for part, seconds in self.spent.items()}
        self.spent, self._since = dict.fromkeys(PARTS, 0.0), now
        return spent


def code_of(notebook: Path) -> list:
    """A notebook's cells, compiled: what a cell runs, and the value that it shows."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return [_compiled(cell) for cell in code[1:]]  # the first holds the parameters


def _compiled(cell: str) -> tuple:
    body = ast.parse(cell).body
    shown = ast.Expression(body.pop().value) if isinstance(body[-1], ast.Expr) else "None"
    return compile(ast.Module(body, []), "<cell>", "exec"), compile(shown, "<cell>", "eval")


def modules_of(notebook: Path) -> Iterator[str]:
    """The modules of the package that a notebook names, with those that draw for them."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        if cell["cell_type"] == "code":
            for line in ast.parse("".join(cell["source"])).body:
                if isinstance(line, ast.ImportFrom) and line.module.startswith("analysis."):
                    yield from (f"{line.module}.{name.name}" for name in line.names)
    yield "analysis.presentation.progress_charts"


def count_apart(clock: Clock, notebooks: list[Path]) -> None:
    """Let the clock know which part of the work each function does."""
    import analysis
    from analysis.presentation.chart import Chart

    analysis.open_report = clock.counted(analysis.open_report, TABLES)
    Chart.__init__ = clock.counted(Chart.__init__, DRAWING)
    for name in sorted({name for notebook in notebooks for name in modules_of(notebook)}):
        module = import_module(name)
        kind = FIGURES if name.endswith("_charts") else WORDING
        part = CALCULATING if name.startswith("analysis.calculations.") else kind
        for function, found in inspect.getmembers(module, inspect.isfunction):
            if not function.startswith("_") and found.__module__ == name:
                setattr(module, function, clock.counted(found, part))


def take_turns() -> None:
    """Run every notebook once for each line that comes in, and say what it took."""
    notebooks = sorted(Path("notebooks").glob("*.ipynb"))
    clock = Clock()
    count_apart(clock, notebooks)
    from analysis.presentation.records import bundle_of

    code = {notebook.stem: code_of(notebook) for notebook in notebooks}
    for _ in sys.stdin:
        taken = {}
        for name, cells in code.items():
            names = {"quarter": QUARTER, "area": AREA}
            clock.reading()
            for runs, shows in cells:
                exec(runs, names)
                shown = eval(shows, names)
                if shown is not None:
                    bundle_of(shown)
            taken[name] = clock.reading()
        print(json.dumps(taken), flush=True)


def start(checkout: Path) -> subprocess.Popen:
    paths = os.environ | {"PYTHONPATH": str(checkout / "src"), "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, Path(__file__).resolve(), "--turns"],
        cwd=checkout,
        env=paths,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def turn_of(worker: subprocess.Popen) -> dict[str, dict[str, float]]:
    worker.stdin.write("\n")
    worker.stdin.flush()
    return json.loads(worker.stdout.readline())


def main() -> None:
    checkouts = [*(Path(argument).resolve() for argument in sys.argv[1:]), ROOT]
    workers = [start(checkout) for checkout in checkouts]
    for worker in workers:  # the first run imports, and fills what is kept
        turn_of(worker)
    taken = [[turn_of(worker) for worker in workers] for _ in range(ROUNDS)]
    for worker in workers:
        worker.communicate()
    for place, checkout in enumerate(checkouts):
        tell(checkout.name, [round_[place] for round_ in taken])


def tell(checkout: str, runs: list[dict[str, dict[str, float]]]) -> None:
    """One line a notebook: the median of each part, and of the whole."""
    print(f"{checkout}, {AREA}, {QUARTER}: CPU ms, medians of {len(runs)} runs in turn")
    print("  " + " ".join([f"{'notebook':<24}", *(f"{part:>11}" for part in (*PARTS, "all"))]))
    for name in [*runs[0], "all five"]:
        chosen = [[run[name]] if name in run else list(run.values()) for run in runs]
        parts = [{p: sum(one[p] for one in notebooks) for p in PARTS} for notebooks in chosen]
        medians = [median(run[part] for run in parts) for part in PARTS]
        medians.append(median(sum(run.values()) for run in parts))
        print("  " + " ".join([f"{name:<24}", *(f"{ms:>11.0f}" for ms in medians)]))


if __name__ == "__main__":
    take_turns() if "--turns" in sys.argv else main()
