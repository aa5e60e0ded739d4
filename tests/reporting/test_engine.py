"""The warm engine beside an ordinary kernel: what is recorded, what is shut off, what survives."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import nbformat
import papermill
import pytest
from conftest import ROOT
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.params import NOTEBOOKS
from analysis.reporting.executors import executor_of
from analysis.reporting.interrupts import noticed_interrupts
from analysis.reporting.processes.pool import ProcessDiedError, SeparateProcesses, TimeUpError
from analysis.reporting.where import Where, can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system cannot fork a warm process")

KERNELSPEC = {"name": "python3", "display_name": "Python 3", "language": "python"}


def notebook(*cells: str):
    """A notebook of these cells, in which any may fail."""
    nb = new_notebook(metadata={"kernelspec": KERNELSPEC})
    nb.cells = [new_markdown_cell("# Text"), *map(new_code_cell, cells)]
    for cell in nb.cells:
        cell.metadata["tags"] = ["raises-exception"]
    return nb


def executed(nb, engine: str | None, folder: Path):
    """The notebook as papermill leaves it, whether or not a cell failed."""
    path = folder / f"{engine}.ipynb"
    with suppress(papermill.PapermillExecutionError), pytest.MonkeyPatch.context() as patch:
        # seeing it, a kernel would leave out what programs print
        patch.delenv("PYTEST_CURRENT_TEST", raising=False)
        papermill.execute_notebook(
            nb, str(path), engine_name=engine, kernel_name="python3", progress_bar=False
        )
    cells = nbformat.read(path, as_version=4).cells
    # papermill adds cells of its own that point at a failure
    return [cell for cell in cells if "papermill-error-cell-tag" not in str(cell.metadata)]


def recorded(cell) -> list[dict]:
    """What a cell showed: streams each as one text, since a kernel sends them in lumps."""
    streams, others = {}, []
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            streams[output.name] = streams.get(output.name, "") + output.text
        else:
            others.append(json.loads(json.dumps(output)))
    return [streams, *others]


CELLS = {
    "a result": "1 + 1",
    "text and errors": "import sys\nprint('a'); print('b', file=sys.stderr); print('c')",
    "display": "from IPython.display import HTML, Markdown, clear_output, display\n"
    "display(HTML('<b>x</b>')); print('between'); display(Markdown('# y'), 'z')",
    "a table": "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
    "a chart by pyplot": "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    "a chart after a magic": "%matplotlib inline\nplt.bar([1, 2], [2, 1]);",
    "what a program prints": "import os\nstatus = os.system('echo below')",
    "a shell command": "!echo shell",
    "a cell magic": "%%bash\necho in bash",
    "an await at the top": "import asyncio\nawait asyncio.sleep(0.01)\nprint('awaited')",
    "an awaited result": "async def five():\n    return 5\nawait five()",
    "a display that is updated": "shown = display('first', display_id='k')\n"
    "print('mid')\nshown.update('second')",
    "output cleared": "print('gone')\nclear_output()\nprint('stays')",
    "output cleared by what follows": "print('gone')\nclear_output(wait=True)\nprint('stays')",
    "history": "_ , Out[1], In[1]",
    "nothing": "None",
    "names": "%who_ls",
    "help": "len?",
    "a blank": "",
    "a comment": "# only",
    "an error": "1 / 0",
    "a fault of syntax": "1 +",
}
FAULTS = ("an error", "a fault of syntax")


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The cells as an ordinary kernel and as the warm engine record them."""
    folder = tmp_path_factory.mktemp("engines")
    pair: dict[str, list] = {}
    good = {name: code for name, code in CELLS.items() if name not in FAULTS}
    for engine in (None, "best-start"):
        for name in FAULTS:
            cells = executed(notebook(CELLS[name]), engine, folder)
            pair.setdefault(name, []).append(cells[1])
        cells = executed(notebook(*good.values()), engine, folder)
        for name, cell in zip(good, cells[1:], strict=True):
            pair.setdefault(name, []).append(cell)
    return pair


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_is_recorded_as_an_ordinary_kernel_records_it(both, name):
    kernel, warm = both[name]
    assert recorded(warm) == recorded(kernel)
    assert warm.execution_count == kernel.execution_count
    assert warm.metadata.papermill.status == kernel.metadata.papermill.status


def test_what_is_printed_in_turn_stays_in_turn(both):
    _, warm = both["text and errors"]
    assert [output.name for output in warm.outputs] == ["stdout", "stderr", "stdout"]


def test_what_a_program_prints_stands_before_what_follows_it(tmp_path):
    nb = notebook("import os\nprint('before')\nstatus = os.system('echo below')\nprint('after')")
    cell = executed(nb, "best-start", tmp_path)[1]
    assert cell.outputs[0].text == "before\nbelow\nafter\n"


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_notebook_shows_the_same_under_both_engines(name, tmp_path):
    nb = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    kernel, warm = (executed(nb, engine, tmp_path) for engine in (None, "best-start"))
    assert [recorded(cell) for cell in warm] == [recorded(cell) for cell in kernel]
    assert any(
        output.output_type != "stream" for cell in warm for output in cell.get("outputs", [])
    )


def test_nothing_of_one_notebook_is_left_for_the_next(tmp_path):
    first = notebook(
        "import os, sys, matplotlib, pandas, builtins, random\n"
        "os.environ['LEFT'] = 'yes'; sys.left = 1; builtins.left = 1; pandas.left = 1\n"
        "matplotlib.rcParams['font.size'] = 99; os.chdir('/'); random.seed(1)\n"
        "import colorsys"
    )
    executed(first, "best-start", tmp_path)
    second = notebook(
        "import os, sys, matplotlib, pandas, builtins\n"
        "print(os.environ.get('LEFT'), hasattr(sys, 'left'), hasattr(builtins, 'left'),\n"
        "      hasattr(pandas, 'left'), matplotlib.rcParams['font.size'] == 99,\n"
        "      os.getcwd() == '/', 'colorsys' in sys.modules, 'first' in globals())"
    )
    cells = executed(second, "best-start", tmp_path)
    assert cells[1].outputs[0].text.split() == ["None"] + ["False"] * 7
    assert "LEFT" not in os.environ


def test_two_notebooks_do_not_draw_the_same_random_numbers(tmp_path):
    draw = notebook("import random, numpy\nprint(random.random(), numpy.random.random())")
    drawn = {executed(draw, "best-start", tmp_path)[1].outputs[0].text for _ in range(2)}
    assert len({number for text in drawn for number in text.split()}) == 4


@pytest.mark.parametrize("ask", ["input('How many? ')", "import getpass\ngetpass.getpass()"])
def test_a_notebook_that_asks_for_input_fails_at_once_and_says_so(ask, tmp_path):
    cell = executed(notebook(ask), "best-start", tmp_path)[1]
    assert cell.outputs[-1].evalue == "A notebook that runs by itself cannot ask for input."


def test_a_notebook_whose_process_is_killed_keeps_the_cells_that_were_done(tmp_path):
    path = tmp_path / "out.ipynb"
    nb = notebook("print('done')", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(Exception, match=r"ended before the notebook did \(exit code -9\)"):
        papermill.execute_notebook(nb, str(path), engine_name="best-start", progress_bar=False)
    first = nbformat.read(path, as_version=4).cells[1]
    assert first.outputs[0].text == "done\n"


def test_papermills_own_command_takes_the_engine_by_its_name(project, tmp_path):
    out = tmp_path / "out.ipynb"
    source = project.notebooks / "02_cost_splits.ipynb"
    done = subprocess.run(
        [sys.executable, "-m", "papermill", str(source), str(out), "--no-progress-bar",
         "--engine", "best-start", "-p", "quarter", "2025-26-Q1", "-p", "area", "Havering"],
        env={**os.environ, "BEST_START_ROOT": str(project.root)},
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "£393,500" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("first", ["papermill", "analysis.reporting.engine"])
def test_papermill_and_the_engine_may_be_imported_in_either_order(first):
    second = {"papermill": "analysis.reporting.engine"}.get(first, "papermill")
    code = f"import {first}, {second}\nfrom papermill.engines import papermill_engines as known\n"
    code += "print(known.get_engine('best-start').__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "WarmEngine", done.stderr


# --- separate processes ---


def kill_me() -> None:
    os.kill(os.getpid(), 9)


def loop_in_c() -> int:
    return sum(range(10**13))


def tell_and_loop(told: Path) -> int:
    part = told.with_suffix(".part")
    part.write_text(str(os.getpid()))
    part.rename(told)
    return loop_in_c()


def my_pid() -> int:
    return os.getpid()


def start_a_sleeper() -> int:
    return subprocess.Popen(["sleep", "600"]).pid


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not fetched does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.fixture
def pool():
    pool = SeparateProcesses(2, seconds=60)
    yield pool
    pool.shutdown(cancel_futures=True)


def test_each_call_has_a_process_of_its_own(pool):
    pids = {pool.submit(my_pid).result() for _ in range(3)}
    assert len(pids) == 3 and os.getpid() not in pids


def test_a_process_that_dies_takes_no_other_with_it(pool):
    futures = [pool.submit(call) for call in (my_pid, kill_me, my_pid)]
    assert isinstance(futures[0].result(), int)
    with pytest.raises(ProcessDiedError, match="crashed or was ended from outside"):
        futures[1].result()
    assert isinstance(futures[2].result(), int)


def test_a_loop_in_c_is_ended_at_its_deadline():
    pool = SeparateProcesses(1, seconds=3)
    try:
        with pytest.raises(TimeUpError, match="longer than 3 seconds"):
            pool.submit(loop_in_c).result()
    finally:
        pool.shutdown(cancel_futures=True)


def test_what_a_call_has_started_ends_with_it(pool):
    sleeper = pool.submit(start_a_sleeper).result()
    deadline = time.monotonic() + 10
    while is_alive(sleeper) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(sleeper)


def multiply_and_filter() -> tuple[float, int]:
    """Work that OpenBLAS and Arrow spread over threads of their own."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    square = np.ones((300, 300))
    table = pa.table({"a": range(100_000)})
    kept = table.filter(pc.less(table["a"], 1_000))
    return float((square @ square).sum()), kept.num_rows


def test_openblas_and_arrow_work_in_a_child_though_the_run_has_used_them_too(pool):
    expected = multiply_and_filter()
    futures = [pool.submit(multiply_and_filter) for _ in range(4)]
    assert [future.result(timeout=60) for future in futures] == [expected] * 4


def ask_for_too_much() -> str:
    try:
        return str(len(bytearray(3 * 1024**3)))
    except MemoryError:
        return "refused"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's own memory")
def test_a_notebook_that_asks_for_too_much_memory_is_refused_it(pool):
    assert pool.submit(ask_for_too_much).result() == "refused"


def test_an_unknown_engine_is_refused_by_those_there_are():
    with pytest.raises(Exception, match='"fast" is not an engine: choose best-start or kernel'):
        Where(engine="fast")


def test_a_block_that_fails_leaves_no_process_running(tmp_path):
    told = tmp_path / "pid"
    with (
        pytest.raises(ValueError, match="stop"),
        executor_of(Where(workers=1, seconds=30), 1) as (pool, _),
    ):
        running = pool.submit(tell_and_loop, told)
        deadline = time.monotonic() + 60
        while not told.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        raise ValueError("stop")
    assert not is_alive(int(told.read_text()))
    assert isinstance(running.exception(), ProcessDiedError)


class AsksToStop:
    """Thrown away, it presses Ctrl-C; Python prints the exception and goes on."""

    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.1)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_that_python_loses_is_noticed():
    with noticed_interrupts() as stop_if_asked:
        stop_if_asked()
        AsksToStop()
        with pytest.raises(KeyboardInterrupt):
            stop_if_asked()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
