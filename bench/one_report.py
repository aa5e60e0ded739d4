"""One report by ways that are not ours: what `bench/ways.py` gives to a pool of two processes.

A module of its own, since ploomber-engine puts another in the place of the main one.
"""

import json
from pathlib import Path


def by_papermill(root: str, quarter: str, area: str, notebook: str) -> None:
    import papermill

    out = target(root, quarter, area, notebook)
    papermill.execute_notebook(
        f"{root}/notebooks/{notebook}.ipynb",
        str(out.with_suffix(".ipynb")),
        parameters={"quarter": quarter, "area": area},
        kernel_name="python3",
        cwd=f"{root}/notebooks",
        progress_bar=False,
    )
    to_html(out)


def by_ploomber(root: str, quarter: str, area: str, notebook: str) -> None:
    from ploomber_engine import execute_notebook

    out = target(root, quarter, area, notebook)
    execute_notebook(
        f"{root}/notebooks/{notebook}.ipynb",
        str(out.with_suffix(".ipynb")),
        parameters={"quarter": quarter, "area": area},
        progress_bar=False,
        cwd=f"{root}/notebooks",
    )
    to_html(out)


def target(root: str, quarter: str, area: str, notebook: str) -> Path:
    out = Path(root, "reports", quarter, area, f"{notebook}.html")
    out.parent.mkdir(parents=True, exist_ok=True)
    return out


_EXPORTER: list = []


def to_html(out: Path) -> None:
    import nbformat

    if not _EXPORTER:
        from nbconvert import HTMLExporter

        _EXPORTER.append(HTMLExporter(exclude_input=True))
    nb = nbformat.read(out.with_suffix(".ipynb"), as_version=4)
    out.write_text(_EXPORTER[0].from_notebook_node(nb)[0], encoding="utf-8")


_QUARTERS: dict = {}


def as_a_function(root: str, quarter: str, area: str, notebook: str) -> None:
    """The floor: the cells in a warm process, what they show turned into HTML, and no page."""
    from analysis.handed import hand_over
    from analysis.project import Project
    from analysis.quarter import open_quarter

    if quarter not in _QUARTERS:
        _QUARTERS[quarter] = open_quarter(Project(Path(root)), quarter)
    hand_over(_QUARTERS[quarter].report(notebook, area))
    nb = json.loads(Path(root, "notebooks", f"{notebook}.ipynb").read_text(encoding="utf-8"))
    shown, names = [], {"quarter": quarter, "area": area}
    for cell in nb["cells"]:
        if cell["cell_type"] == "code" and "parameters" not in cell["metadata"].get("tags", []):
            shown.append(run_as_ipython_would("".join(cell["source"]), names))
    target(root, quarter, area, notebook).write_text(json.dumps(shown), encoding="utf-8")


def run_as_ipython_would(source: str, names: dict) -> dict | None:
    """Run a cell; what its last line gives, in the forms in which a notebook keeps it."""
    import ast

    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    if last is None:
        return None
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
    if hasattr(value, "_repr_mimebundle_"):
        return value._repr_mimebundle_()
    return {"text/html": value._repr_html_()} if hasattr(value, "_repr_html_") else None
