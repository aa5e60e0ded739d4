"""One notebook in one child, for papermill's own command: cells come back as they are done."""

import os
from typing import Any

from nbformat import NotebookNode

from analysis.errors import NotebookError
from analysis.reporting.processes.children import become_child, end_group, warm_context


def run_in_child(
    nb_man, *, seconds: float | None, log_output: bool, stdout_file=None, stderr_file=None, **_
) -> None:
    """Run a managed notebook's cells in a child, and take over each cell as it is done.

    Parameters
    ----------
    seconds
        How long one cell may take.
    log_output, stdout_file, stderr_file
        As papermill's own engine: what is printed goes to its log, or to open files.

    Raises
    ------
    NotebookError
        If the child ends before the notebook does, or a cell takes too long. Cells that were done
        by then are kept.
    """
    context = warm_context()
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(
        target=_run_and_send,
        args=(theirs, nb_man.nb.cells, os.getcwd(), dict(os.environ)),  # noqa: PTH109
        daemon=True,
    )
    child.start()
    theirs.close()
    files = {"stdout": stdout_file, "stderr": stderr_file}
    try:
        _take_over(nb_man, ours, child, seconds, log_output, files)
    finally:
        ours.close()
        end_group(child.pid)
        child.join()


def _take_over(nb_man, ours, child, seconds, log_output: bool, files: dict[str, Any]) -> None:
    for index, cell in enumerate(nb_man.nb.cells):
        nb_man.cell_start(cell, index)
        good = False
        try:
            done, good = _next_cell(ours, child, seconds)
            cell.update(done)
            if log_output:
                _log(cell)
            _copy_streams(cell, files)
        finally:
            if not good:
                nb_man.cell_exception(cell, index)
            nb_man.cell_complete(cell, index)
        if not good:
            return


def _next_cell(ours, child, seconds: float | None) -> tuple[dict, bool]:
    try:
        if not ours.poll(seconds):
            raise NotebookError(f"A cell took longer than {seconds:g} seconds.")
        return ours.recv()
    except EOFError:
        child.join(5)
        raise NotebookError(
            f"The notebook's process ended before the notebook did (exit code {child.exitcode})."
        ) from None


def _log(cell: NotebookNode) -> None:
    from papermill.log import logger

    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            logger.info("".join(output.text))


def _copy_streams(cell: NotebookNode, files: dict[str, Any]) -> None:
    for output in cell.get("outputs", []):
        file = files.get(output.get("name", ""))
        if file is not None:
            file.write("".join(output.text))
            file.flush()


def _run_and_send(theirs, cells: list, folder: str, environment: dict[str, str]) -> None:
    become_child(environment)
    os.chdir(folder)

    from analysis.reporting.processes.shell import run_cells

    for cell, good in run_cells(cells):
        shown = ("outputs", "execution_count") if cell.cell_type == "code" else ()
        theirs.send(({name: cell[name] for name in shown}, good))
