"""Runs that are asked for less, that fail in part, that are stopped, and that are repeated."""

import json
import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest
from conftest import ROOT, copy_project
from filelock import FileLock

from analysis.errors import BestStartError, NotebookError, ParamsError, RunError, TableError
from analysis.new_quarter import write_new_quarter
from analysis.params import NOTEBOOKS, load_quarter
from analysis.reporting.run import run_quarter

Q = "2025-26-Q3"
ONE = {"areas": ["Newham"], "notebooks": ["02_cost_splits"]}


def spoil(project, notebook: str, code: str) -> None:
    """Put a line of code before the findings of a notebook."""
    path = project.notebooks / f"{notebook}.ipynb"
    nb = json.loads(path.read_text(encoding="utf-8"))
    last = [cell for cell in nb["cells"] if cell["cell_type"] == "code"][-1]
    last["source"] = [code]
    path.write_text(json.dumps(nb), encoding="utf-8")


def test_a_notebook_that_fails_stops_no_other_and_says_plainly_what_went_wrong(project):
    secret = project.root / "private" / "children.csv"
    spoil(project, "02_cost_splits", f"raise ValueError('no rows in {secret}')")
    summary = run_quarter(project, Q, areas=["Newham"])
    assert not summary.complete
    assert f"{len(NOTEBOOKS) - 1} reports made" in summary.sentence
    assert "not made: Newham, 02_cost_splits" in summary.sentence
    page = (project.reports / Q / "Newham" / "02_cost_splits.html").read_text(encoding="utf-8")
    assert "This report could not be made" in page
    assert "ValueError: no rows in children.csv" in page
    assert "Newham" in page
    assert "Traceback" not in page and str(project.root) not in page
    index = (project.reports / Q / "index.html").read_text(encoding="utf-8")
    assert "Reports that could not be made" in index
    assert "no rows in children.csv" in index


def test_a_report_made_again_after_a_failure_is_no_longer_listed_as_failed(project):
    good = (project.notebooks / "02_cost_splits.ipynb").read_text(encoding="utf-8")
    spoil(project, "02_cost_splits", "raise ValueError('spoilt')")
    assert not run_quarter(project, Q, **ONE).complete
    (project.notebooks / "02_cost_splits.ipynb").write_text(good, encoding="utf-8")
    assert run_quarter(project, Q, **ONE).complete
    index = (project.reports / Q / "index.html").read_text(encoding="utf-8")
    assert "could not be made" not in index


def test_a_run_of_one_report_makes_only_that_one(project):
    summary = run_quarter(project, Q, **ONE)
    assert summary.sentence == "1 report made (1 with nothing to report)."
    made = [path.name for path in (project.reports / Q).rglob("0*.html")]
    assert made == ["02_cost_splits.html"]


def test_a_report_of_earlier_inputs_is_named_as_such_and_its_findings_left_out(project):
    run_quarter(project, Q, **ONE)
    params = project.params / f"{Q}.yaml"
    params.write_text(params.read_text("utf-8").replace("0.95", "0.9"), "utf-8")
    run_quarter(project, Q, areas=["Middlesbrough"], notebooks=["02_cost_splits"])
    index = (project.reports / Q / "index.html").read_text(encoding="utf-8")
    assert "From an earlier run" in index
    table = pd.read_csv(project.reports / Q / "findings.csv")
    assert set(table["area"]) == {"Middlesbrough"}


def test_an_area_taken_out_of_the_parameters_loses_its_pages(project):
    run_quarter(project, Q, **ONE)
    params = project.params / f"{Q}.yaml"
    text = params.read_text(encoding="utf-8").replace('  - "Newham"\n', "")
    params.write_text(text, encoding="utf-8")
    run_quarter(project, Q, areas=["Middlesbrough"], notebooks=["02_cost_splits"])
    assert not list((project.reports / Q).rglob("Newham/*.html"))


def test_an_old_quarter_gives_the_same_findings_after_later_figures_are_added(project, reports):
    quarter, one = "2024-25-Q1", {"areas": ["Havering"]}
    run_quarter(project, quarter, **one)
    before = (project.reports / quarter / "findings.csv").read_bytes()
    path = project.data / "observations_transcribed.csv"
    later = (
        "gld,E09000016,Havering,2022/23,2022-09-01,2023-08-31,all,all,3000,3300,90.9090909090909,"
        ",,%,,,r,2024-08-01,dfe_eyfsp_2025_extract,made up for this test\n"
        "mmr1_24m,E09000016,Havering,2024/25 Q1,2024-04-01,2024-06-30,all,all,900,1000,90,"
        ",,%,,,p,2024-10-31,cover_2024_2025_q1,made up for this test\n"
    )
    path.write_text(path.read_text(encoding="utf-8") + later, encoding="utf-8")
    run_quarter(project, quarter, **one)
    assert (project.reports / quarter / "findings.csv").read_bytes() == before
    full = pd.read_csv(reports.reports / quarter / "findings.csv")
    again = pd.read_csv(project.reports / quarter / "findings.csv")
    assert len(full[full["area"] == "Havering"]) == len(again)


def test_a_later_figure_does_change_a_later_quarter(project):
    path = project.data / "observations_transcribed.csv"
    later = (
        "mmr1_24m,E09000025,Newham,2025/26 Q1,2025-04-01,2025-06-30,all,all,900,1000,90,"
        ",,%,,,p,2025-09-25,cover_2024_2025_q4,made up for this test\n"
    )
    path.write_text(path.read_text(encoding="utf-8") + later, encoding="utf-8")
    run_quarter(project, Q, areas=["Newham"], notebooks=["01_indicator_gaps"])
    table = pd.read_csv(project.reports / Q / "findings.csv").set_index("key")
    assert table.at["latest.mmr1_24m", "value"] == 90


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"areas": ["Hackney"]}, '"Hackney" is not an area of 2025-26-Q3: choose from Havering'),
        ({"notebooks": ["04"]}, '"04" is not a notebook of 2025-26-Q3: choose from 01_indicator'),
    ],
)
def test_an_unknown_area_or_notebook_is_refused_before_anything_is_written(project, asked, words):
    with pytest.raises(ParamsError, match=words):
        run_quarter(project, Q, **asked)
    assert not project.reports.exists()


def test_a_broken_table_is_refused_before_anything_is_written(project):
    path = project.data / "costs.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("57000", "57k"), encoding="utf-8")
    with pytest.raises(TableError, match=r'data/costs.csv, row 4, column pounds: "57k"'):
        run_quarter(project, Q)
    assert not project.reports.exists()


def test_a_lost_parameters_tag_is_refused_before_anything_is_written(project):
    path = project.notebooks / "01_indicator_gaps.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace('"parameters"', '"x"'), "utf-8")
    with pytest.raises(NotebookError, match="has 0 cells tagged parameters and must have one code"):
        run_quarter(project, Q)
    assert not project.reports.exists()


def test_two_runs_of_one_quarter_at_once_are_refused(project):
    folder = project.reports / Q
    folder.mkdir(parents=True)
    with FileLock(folder / ".lock"), pytest.raises(RunError, match="Another run of 2025-26-Q3"):
        run_quarter(project, Q, **ONE)


def test_an_output_folder_that_cannot_be_written_is_refused(project):
    project.reports.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(RunError, match="cannot be written"):
        run_quarter(project, Q, **ONE)


def command(*words: str, root) -> subprocess.CompletedProcess:
    environment = {**os.environ, "BEST_START_ROOT": str(root)}
    return subprocess.run(
        [sys.executable, "-m", "analysis.cli", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "2025-26-Q5"], '"2025-26-Q5" is not a quarter: a financial year has Q1 to Q4.'),
        (["run", "2025-27-Q1"], "a financial year joins two years that follow each other"),
        (["run", "2030-31-Q1"], "There is no params/2030-31-Q1.yaml"),
        (["run", "--area", "Hackney"], '"Hackney" is not an area'),
        (["run", "--notebook", "9"], '"9" is not a notebook'),
        (["new-quarter", "2025-26-Q3"], "params/2025-26-Q3.yaml is already there"),
        (["import", "no-such-folder"], "no-such-folder is not a folder"),
    ],
)
def test_the_command_refuses_in_one_sentence_and_fails(project, words, said):
    done = command(*words, root=project.root)
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_the_command_says_what_was_made_and_where(project):
    done = command("run", Q, "--area", "Newham", "--notebook", "02_cost_splits", root=project.root)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.strip().splitlines()
    assert first == f"{Q}: 1 report made (1 with nothing to report)."
    assert second == f"Open {project.reports / Q / 'index.html'}"
    assert "WARNING" not in done.stderr


def test_the_command_fails_when_a_report_could_not_be_made(project):
    spoil(project, "02_cost_splits", "raise ValueError('spoilt')")
    done = command("run", Q, "--area", "Newham", "--notebook", "02_cost_splits", root=project.root)
    assert done.returncode == 1
    assert "not made: Newham, 02_cost_splits" in done.stdout


def test_check_validates_every_quarter_and_writes_nothing(project):
    done = command("check", root=project.root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("sound") == 3
    assert not project.reports.exists()


def test_the_next_quarter_runs_as_written(project):
    assert command("new-quarter", "2025-26-Q4", root=project.root).returncode == 0
    done = command("run", "--area", "Newham", "--notebook", "02_cost_splits", root=project.root)
    assert done.stdout.startswith("2025-26-Q4: 1 report made")


def test_a_new_quarter_of_every_authority_names_those_that_have_neighbours(project):
    params = project.params / f"{Q}.yaml"
    fewer = params.read_text(encoding="utf-8").replace('  - "Newham"\n', "")
    params.write_text(fewer, encoding="utf-8")
    path, _ = write_new_quarter(project, "2025-26-Q4", every=True)
    assert load_quarter("2025-26-Q4", project).areas == [
        "Havering",
        "Herefordshire",
        "Middlesbrough",
        "Newham",
    ]
    kept = [line for line in fewer.splitlines() if line.startswith("#")]
    assert kept == [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")]


def test_help_teaches(project):
    text = command("--help", root=project.root).stdout
    for words in ("best-start run", "new-quarter", "best-start check", "as_at"):
        assert words in text


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL to send")
def test_a_run_that_is_killed_leaves_whole_files_and_the_next_one_goes_through(tmp_path):
    project = copy_project(tmp_path / "project")
    environment = {**os.environ, "BEST_START_ROOT": str(project.root)}
    run = subprocess.Popen(
        [sys.executable, "-m", "analysis.cli", "run", Q, "--notebook", "02_cost_splits"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 120
    while not list(project.reports.rglob("02_*.html")) and time.monotonic() < deadline:
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    pages = list(project.reports.rglob("02_*.html"))
    assert pages
    assert all(page.read_text(encoding="utf-8").rstrip().endswith("</html>") for page in pages)
    summary = run_quarter(project, Q, notebooks=["02_cost_splits"])
    assert summary.complete
    assert not list(project.reports.rglob(".*.html.*"))


def test_plain_papermill_runs_a_notebook_for_a_quarter_and_an_area(project, tmp_path):
    out = tmp_path / "out.ipynb"
    source = project.notebooks / "02_cost_splits.ipynb"
    done = subprocess.run(
        [sys.executable, "-m", "papermill", str(source), str(out), "--no-progress-bar",
         "-p", "quarter", "2025-26-Q1", "-p", "area", "Havering"],
        env={**os.environ, "BEST_START_ROOT": str(project.root)},
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "£393,500" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_run_all_in_jupyterlab_works_from_the_notebooks_folder(name):
    import nbformat
    from nbclient import NotebookClient

    nb = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    client = NotebookClient(nb, resources={"metadata": {"path": str(ROOT / "notebooks")}})
    client.execute()
    shown = [out for cell in nb.cells if cell.cell_type == "code" for out in cell.outputs]
    assert any("text/html" in out.get("data", {}) for out in shown)


def test_every_refusal_belongs_to_one_family():
    for error in (NotebookError, ParamsError, RunError, TableError):
        assert issubclass(error, BestStartError)


def test_the_same_inputs_give_the_same_bytes_wherever_they_are_run(project, reports):
    run_quarter(project, Q, areas=["Newham"])
    made = project.reports / Q / "Newham"
    files = sorted(path.relative_to(made) for path in made.rglob("*") if path.is_file())
    assert {path.suffix for path in files} == {".html", ".csv", ".xlsx"}
    for file in files:
        first = (reports.reports / Q / "Newham" / file).read_bytes()
        assert (made / file).read_bytes() == first, file
