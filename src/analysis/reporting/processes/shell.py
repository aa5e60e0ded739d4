"""Run a notebook's cells in an IPython shell of this process, and record what they show.

What is recorded is what an ordinary kernel records: streams, display data, results, errors, in
the order in which they came. Text written below Python (by a C library or `os.system`) is
recorded too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ipykernel.compiler import XCachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from traitlets.config import Config

from analysis.reporting.processes.outputs import Outputs, Recorder, output
from analysis.reporting.processes.streams import flush_streams, streams_into


class _Publisher(DisplayPublisher):
    recorder: Recorder

    def publish(self, data, metadata=None, *, transient=None, update=False, **_) -> None:
        flush_streams()
        self.recorder.display(data, metadata or {}, transient or {}, update=update)

    def clear_output(self, wait=False) -> None:
        flush_streams()
        self.recorder.outputs.clear_output(wait=wait)


class _Hook(DisplayHook):
    recorder: Recorder

    def write_output_prompt(self) -> None:
        """A notebook shows no prompt in its output."""

    def write_format_data(self, format_dict, md_dict=None) -> None:
        flush_streams()
        self.recorder.outputs.add(
            output(
                "execute_result",
                data=format_dict,
                metadata=md_dict or {},
                execution_count=self.prompt_count,
            )
        )


class NotebookShell(InteractiveShell):
    """An IPython shell that shows nothing and records everything."""

    compiler_class = XCachingCompiler  # names cells in errors as a kernel does

    def init_displayhook(self) -> None:
        super().init_displayhook()
        self.recorder = Recorder()
        self.displayhook.recorder = self.recorder
        self.display_pub.recorder = self.recorder

    def _showtraceback(self, etype, evalue, stb) -> None:
        flush_streams()
        self.recorder.outputs.add(
            output("error", ename=etype.__name__, evalue=str(evalue), traceback=list(map(str, stb)))
        )

    def enable_gui(self, gui=None) -> None:
        """A notebook has no window of its own to keep alive."""

    def ask_exit(self) -> None:
        raise RuntimeError("A notebook that runs by itself ends with its last cell.")


@contextmanager
def notebook_shell() -> Iterator[NotebookShell]:
    """A shell for the cells of one notebook, in a process that runs no other."""
    NotebookShell.clear_instance()
    quiet = Config({"HistoryManager": {"enabled": False}})
    shell = NotebookShell.instance(
        config=quiet, display_pub_class=_Publisher, displayhook_class=_Hook
    )
    shell.set_hook(
        "show_in_pager", lambda *_, **__: None, 0
    )  # a kernel's pager is no output either
    with streams_into(shell.recorder):
        yield shell


def run_cell(shell: NotebookShell, source: str) -> tuple[Outputs, int, Any]:
    """Run one cell.

    Returns
    -------
    tuple
        Its outputs, its execution count, and the error that stopped it, if one did.
    """
    shell.recorder.outputs = Outputs()
    result = shell.run_cell(source, store_history=True)
    flush_streams()
    return (
        shell.recorder.outputs,
        shell.execution_count - 1,
        result.error_before_exec or result.error_in_exec,
    )


def run_cells(cells: list[NotebookNode]) -> Iterator[tuple[NotebookNode, bool]]:
    """Run the cells of a notebook in a shell of their own, up to the first that fails.

    Yields
    ------
    tuple
        Each cell with what it showed, and whether it went well: an error is allowed where the
        cell is tagged ``raises-exception``. Text and blank cells are passed over as they are.
    """
    with notebook_shell() as shell:
        for cell in cells:
            good = True
            if cell.cell_type == "code" and cell.source.strip():
                outputs, cell.execution_count, error = run_cell(shell, cell.source)
                cell.outputs = list(outputs)
                good = error is None or "raises-exception" in cell.metadata.get("tags", [])
            yield cell, good
            if not good:
                return


def run_managed(nb_man) -> None:
    """Run the cells of a notebook that papermill manages, in this process."""
    cells = nb_man.nb.cells
    running = run_cells(cells)
    for index, cell in enumerate(cells):
        nb_man.cell_start(cell, index)
        _, good = next(running)
        if not good:
            nb_man.cell_exception(cell, index)
        nb_man.cell_complete(cell, index)
        if not good:
            break
    running.close()
