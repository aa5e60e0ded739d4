"""Check a notebook before it runs, and run it with papermill."""

import logging
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat

from analysis.errors import NotebookError
from analysis.params import NOTEBOOKS
from analysis.presentation.records import FINDINGS, TABLES, recorded
from analysis.project import Project
from analysis.reporting.where import WARM

KERNEL = "python3"
PARAMETERS = ("quarter", "area")


@dataclass(frozen=True)
class Outcome:
    """What running a notebook came to: its nodes, findings and tables, or why there are none."""

    executed: dict | None
    findings: list[dict]
    tables: list[dict]
    fault: str = ""


def notebook_path(project: Project, name: str) -> Path:
    """The file of a notebook.

    Raises
    ------
    NotebookError
        If there is no such notebook.
    """
    if name not in NOTEBOOKS:
        raise NotebookError(f'"{name}" is not a notebook: choose one of {", ".join(NOTEBOOKS)}.')
    path = project.notebooks / f"{name}.ipynb"
    if not path.is_file():
        raise NotebookError(f"notebooks/{name}.ipynb is missing: restore it from the repository.")
    return path


def check_notebook(path: Path) -> None:
    """Refuse a notebook that papermill would run wrongly and in silence.

    Without its `parameters` tag papermill reports the quarter written in the notebook; without a
    kernelspec it does not run at all.

    Raises
    ------
    NotebookError
        If the file is not a notebook, or has lost its tag, a parameter or its kernelspec.
    """
    where = f"notebooks/{path.name}"
    kernel, cells = _kernel_and_cells(path, where)
    if kernel != KERNEL:
        named = f'names the kernel "{kernel}"' if kernel else "names no kernel"
        raise NotebookError(
            f'{where} {named} and must name "{KERNEL}": in JupyterLab, '
            "choose Kernel, Change kernel, Python 3, and save."
        )
    tags = [cell.get("metadata", {}).get("tags", []) for cell in cells]
    if any("injected-parameters" in these for these in tags):
        raise NotebookError(
            f"{where} has a cell tagged injected-parameters, left by an earlier run: delete it."
        )
    tagged = [cell for cell, these in zip(cells, tags, strict=True) if "parameters" in these]
    if len(tagged) != 1 or tagged[0]["cell_type"] != "code":
        kind = " that is not code" if len(tagged) == 1 else ""
        count = f"{len(tagged)} cell{'' if len(tagged) == 1 else 's'}"
        raise NotebookError(
            f"{where} has {count} tagged parameters{kind} and must have one code cell: tag the "
            "one that sets quarter and area (property inspector, Cell tags), or it would report "
            "whatever quarter stands there."
        )
    source = "".join(tagged[0]["source"])
    for name in PARAMETERS:
        if not re.search(rf"^{name}\s*=(?!=)", source, flags=re.MULTILINE):
            raise NotebookError(f"{where}: its parameters cell must set {name}.")


def _kernel_and_cells(path: Path, where: str) -> tuple[str | None, list[dict]]:
    try:
        nb = nbformat.read(path, as_version=4)
        nbformat.validate(nb)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, nbformat.ValidationError):
        raise NotebookError(f"{where} is not a Jupyter notebook: restore it.") from None
    return nb["metadata"].get("kernelspec", {}).get("name"), nb["cells"]


def run_notebook(name: str, source: str, *, quarter: str, area: str, engine: str) -> Outcome:
    """Run one notebook for a quarter and an area.

    Parameters
    ----------
    name, source
        The notebook, and its file's text.
    engine
        "best-start" to run its cells in this process, which is then of no further use;
        "kernel" for an ordinary kernel.

    Returns
    -------
    Outcome
        Never raises for a fault inside the notebook: the outcome says what went wrong.
    """
    import papermill  # slow to import: only a run needs it

    for logger in ("papermill", "traitlets", "asyncio"):
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    try:
        nb = papermill.execute_notebook(
            nbformat.reads(source, as_version=4),
            None,
            parameters={"quarter": quarter, "area": area},
            kernel_name=KERNEL,
            progress_bar=False,
            autosave_cell_every=0,
            **(_WARM if engine == WARM else _ORDINARY),
        )
    except papermill.exceptions.PapermillExecutionError as error:
        return Outcome(None, [], [], _sentence(error.ename, error.evalue, name))
    except Exception as error:  # the kernel itself: died, timed out, could not start
        return Outcome(None, [], [], _sentence(type(error).__name__, str(error), name))
    return Outcome(nb, recorded(nb, FINDINGS), recorded(nb, TABLES))


_WARM = {"engine_name": WARM}
_ORDINARY = {
    "shutdown_kernel": "immediate",
    "extra_arguments": ["--IPKernelApp.log_level=50"],  # a kernel's own notes are not ours
}


def _sentence(error: str, text: str, notebook: str) -> str:
    """An error in words that a reader may see: no path, no traceback."""
    text = " ".join(str(text).split())
    text = re.sub(r"(?:[A-Za-z]:)?[\\/](?:[^\s'\":;,()\\/]+[\\/])+", "", text)
    ours = error.endswith(("ParamsError", "TableError", "SourceError", "BestStartError"))
    if ours:
        return text
    short = text if len(text) <= 200 else text[:200] + " …"
    return f"The notebook {notebook} stopped with {error}: {short}"
