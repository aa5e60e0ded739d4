"""Notebooks: what is refused before they run, and the rules that the committed ones keep."""

import ast
import json
import re
from pathlib import Path

import pytest

from analysis.errors import NotebookError
from analysis.params import NOTEBOOKS
from analysis.project import Project
from analysis.reporting.notebooks import check_notebook, notebook_path

ROOT = Path(__file__).parents[2]
PARAMETERS = 'quarter = "2025-26-Q3"\narea = "Havering"'


def notebook() -> dict:
    """A small notebook that may run."""
    return {
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": "# How wide is the gap?"},
            code(PARAMETERS, tags=["parameters"]),
            code("print(quarter, area)"),
        ],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def code(source: str, tags: list[str] | None = None) -> dict:
    return {
        "cell_type": "code",
        "metadata": {"tags": tags} if tags else {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "01_indicator_gaps.ipynb"


def refusal_of(path: Path, content: dict | bytes) -> str:
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    with pytest.raises(NotebookError) as refusal:
        check_notebook(path)
    message = str(refusal.value)
    assert message.startswith("notebooks/01_indicator_gaps.ipynb")
    return message


# --- what is refused ---


def test_a_notebook_with_its_tag_its_parameters_and_its_kernel_is_accepted(path):
    path.write_text(json.dumps(notebook()), encoding="utf-8")
    check_notebook(path)


def test_a_notebook_whose_source_is_kept_in_lines_is_accepted(path):
    nb = notebook()
    nb["cells"][1]["source"] = PARAMETERS.splitlines(keepends=True)
    path.write_text(json.dumps(nb), encoding="utf-8")
    check_notebook(path)


def test_a_lost_tag_is_refused_since_the_report_would_be_of_another_quarter(path):
    nb = notebook()
    nb["cells"][1]["metadata"] = {}
    assert refusal_of(path, nb) == (
        "notebooks/01_indicator_gaps.ipynb has 0 cells tagged parameters and must have one code "
        "cell: tag the one that sets quarter and area (property inspector, Cell tags), or it would "
        "report whatever quarter stands there."
    )


def test_a_tag_in_other_letters_is_a_lost_one(path):
    nb = notebook()
    nb["cells"][1]["metadata"]["tags"] = ["Parameters"]
    assert "has 0 cells tagged parameters" in refusal_of(path, nb)


def test_two_tagged_cells_are_refused(path):
    nb = notebook()
    nb["cells"][2]["metadata"]["tags"] = ["parameters"]
    assert "has 2 cells tagged parameters and must have one" in refusal_of(path, nb)


def test_a_tag_on_text_is_refused(path):
    nb = notebook()
    nb["cells"][1]["metadata"] = {}
    nb["cells"][0]["metadata"]["tags"] = ["parameters"]
    assert "tag the one that sets quarter and area" in refusal_of(path, nb)


def test_a_tag_on_text_is_not_answered_with_a_count_that_is_right(path):
    nb = notebook()
    nb["cells"][1]["metadata"] = {}
    nb["cells"][0]["metadata"]["tags"] = ["parameters"]
    assert "has 1 cells tagged parameters and must have one" not in refusal_of(path, nb)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ('area = "Havering"', "quarter"),
        ('quarter = "2025-26-Q3"', "area"),
        ("", "quarter"),
        ('# quarter = "2025-26-Q3"\narea = "Havering"', "quarter"),
        ('quarter == "2025-26-Q3"\narea = "Havering"', "quarter"),
        ('quarter = "2025-26-Q3"\nareas = ["Havering"]', "area"),
    ],
)
def test_a_parameters_cell_that_does_not_set_both_is_refused(path, source, name):
    nb = notebook()
    nb["cells"][1]["source"] = source
    assert refusal_of(path, nb) == (
        f"notebooks/01_indicator_gaps.ipynb: its parameters cell must set {name}."
    )


def test_a_lost_kernelspec_is_refused_with_the_menu_that_sets_it(path):
    nb = notebook()
    del nb["metadata"]["kernelspec"]
    message = refusal_of(path, nb)
    assert 'must name "python3"' in message
    assert "choose Kernel, Change kernel, Python 3, and save." in message


def test_another_kernel_is_refused_by_its_name(path):
    nb = notebook()
    nb["metadata"]["kernelspec"]["name"] = "ir"
    assert 'names the kernel "ir" and must name "python3"' in refusal_of(path, nb)


def test_a_lost_kernelspec_is_not_called_a_kernel_named_none(path):
    nb = notebook()
    del nb["metadata"]["kernelspec"]
    assert '"None"' not in refusal_of(path, nb)


@pytest.mark.parametrize(
    "content",
    [b"", b"# a script\n", b"<<<<<<< HEAD\n{}", b"[]", b"{}", b'"text"', b"\xff\xfe{}"],
    ids=["empty", "script", "merge conflict", "list", "no cells", "text", "not UTF-8"],
)
def test_a_file_that_is_not_a_notebook_is_refused(path, content):
    assert "is not a Jupyter notebook: restore it" in refusal_of(path, content)


@pytest.mark.parametrize(
    "cells",
    [None, ["print(1)"], [{"cell_type": "code", "metadata": {"tags": ["parameters"]}}]],
    ids=["null", "text", "no source"],
)
def test_a_notebook_whose_cells_are_not_cells_is_refused(path, cells):
    assert "is not a Jupyter notebook: restore it" in refusal_of(
        path, notebook() | {"cells": cells}
    )


def test_a_left_over_cell_of_an_earlier_run_is_refused(path):
    nb = notebook()
    nb["cells"].insert(2, code('quarter = "2024-25-Q1"', tags=["injected-parameters"]))
    assert "injected-parameters" in refusal_of(path, nb)


def test_an_unknown_notebook_is_refused_by_the_notebooks_there_are():
    with pytest.raises(NotebookError) as refusal:
        notebook_path(Project(ROOT), "02_costs")
    assert str(refusal.value) == (
        '"02_costs" is not a notebook: choose one of 01_indicator_gaps, 02_cost_splits, '
        "03_disadvantage_gaps, 04_plan_progress, 05_target_trajectories."
    )


def test_a_notebook_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(NotebookError, match=r"^notebooks/01_indicator_gaps\.ipynb is missing"):
        notebook_path(Project(tmp_path), "01_indicator_gaps")


# --- what is committed ---


@pytest.fixture(params=NOTEBOOKS)
def committed(request) -> dict:
    path = notebook_path(Project(ROOT), request.param)
    return json.loads(path.read_text(encoding="utf-8"))


def sources(nb: dict, cell_type: str) -> list[str]:
    return ["".join(c["source"]) for c in nb["cells"] if c["cell_type"] == cell_type]


def tags(nb: dict) -> list[str]:
    return [tag for cell in nb["cells"] for tag in cell["metadata"].get("tags", [])]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_committed_notebooks_are_accepted(name):
    check_notebook(notebook_path(Project(ROOT), name))


def test_every_notebook_in_the_folder_is_one_that_a_quarter_may_name():
    assert sorted(p.stem for p in (ROOT / "notebooks").glob("*.ipynb")) == sorted(NOTEBOOKS)


def test_a_committed_notebook_has_no_outputs(committed):
    assert [c.get("outputs") for c in committed["cells"] if c.get("outputs")] == []


def test_a_committed_notebook_has_no_execution_counts(committed):
    assert {c.get("execution_count") for c in committed["cells"]} == {None}


def test_a_committed_notebook_names_the_kernel_that_every_copy_has(committed):
    assert committed["metadata"]["kernelspec"]["name"] == "python3"


def test_a_committed_notebook_has_one_tag_and_no_injected_parameters(committed):
    assert tags(committed) == ["parameters"]


def test_a_committed_notebook_sets_quarter_and_area_and_nothing_else(committed):
    cell = next(c for c in committed["cells"] if c["metadata"].get("tags") == ["parameters"])
    lines = ast.parse("".join(cell["source"])).body
    assert [target.id for line in lines for target in line.targets] == ["quarter", "area"]


def test_a_committed_notebook_has_at_most_20_cells(committed):
    assert len(committed["cells"]) <= 20


def test_a_code_cell_has_at_most_12_lines(committed):
    assert [s for s in sources(committed, "code") if len(s.splitlines()) > 12] == []


def test_a_committed_notebook_defines_nothing(committed):
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    nodes = [node for s in sources(committed, "code") for node in ast.walk(ast.parse(s))]
    assert [ast.unparse(node) for node in nodes if isinstance(node, definitions)] == []


def test_a_committed_notebook_treats_no_period_apart(committed):
    assert [s for s in sources(committed, "code") if re.search(r"\bif\s+period\b", s)] == []


def test_no_figure_is_typed_into_the_text_of_findings(committed):
    # What is typed is stale next quarter: sentences with figures are built from values.
    findings = "\n".join(sources(committed, "markdown")).split("## What this cannot tell you")[0]
    assert re.findall(r"\d\s*(?:%|per cent|percentage point)", findings) == []


def test_a_committed_notebook_says_what_it_cannot_tell(committed):
    assert "## What this cannot tell you" in "\n".join(sources(committed, "markdown"))
