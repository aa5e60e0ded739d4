"""Runs after runs: what is kept, what is made again, and what a stopped run leaves."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest
from conftest import copy_project

from analysis.quarter import open_quarter
from analysis.reporting.run import run_quarter
from analysis.reporting.site import quarter_keys
from analysis.reporting.where import Where, can_fork

Q = "2025-26-Q3"
AREAS = {"Havering", "Herefordshire", "Middlesbrough", "Newham"}
COSTS = {"areas": ["Newham", "Middlesbrough"], "notebooks": ["02_cost_splits"]}


def keys(project) -> dict:
    return quarter_keys(open_quarter(project, Q))


def changed(project, before: dict) -> set[tuple[str, str]]:
    """The area and the number of each report that something has changed for."""
    after = keys(project)
    return {(j.area, j.notebook[:2]) for j in after if before.get(j) != after[j]}


def edit(project, file: str, old: str, new: str) -> None:
    path = project.root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def set_value(project, area: str, indicator: str, value: str) -> None:
    """Give an area's newest figure of an indicator another value; blank for none."""
    path = project.data / "observations.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    ours = table[
        table["area_name"].eq(area)
        & table["indicator"].eq(indicator)
        & table["group_type"].eq("all")
        & table["value"].ne("")
        & table["numerator"].eq("")
    ]
    table.loc[ours.index[-1], "value"] = value
    if not value:
        table.loc[ours.index[-1], "value_note"] = "x"
    table.to_csv(path, index=False, lineterminator="\n")


# --- what a report's key stands for ---


def test_nothing_changed_changes_no_key(project):
    assert changed(project, keys(project)) == set()


def test_a_figure_of_one_authority_concerns_its_reports_and_those_set_beside_it(project):
    before = keys(project)
    neighbours = pd.read_csv(project.data / "neighbours.csv", dtype=str)
    areas = pd.read_csv(project.data / "areas.csv", dtype=str).set_index("area_code")["area_name"]
    neighbour = neighbours.loc[neighbours["area_code"].map(areas) == "Newham", "neighbour_code"]
    set_value(project, areas[neighbour.iloc[0]], "infant_mortality", "9.9")
    pairs = neighbours["neighbour_code"] == neighbour.iloc[0]
    beside = set(neighbours.loc[pairs, "area_code"].map(areas))
    assert "Newham" in beside and beside < AREAS
    found = changed(project, before)
    assert {area for area, _ in found} == beside
    assert {number for _, number in found} == {"01", "03", "05"}


def test_a_figure_with_a_target_is_read_by_every_reports_outlook(project):
    before = keys(project)
    path = project.data / "observations.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    far = table[
        table["area_name"].eq("Walsall") & table["indicator"].eq("gld") & table["group"].eq("all")
    ]
    table.loc[far.index[-1], "source_ref"] += " (read again)"
    table.to_csv(path, index=False, lineterminator="\n")
    assert {(area, "05") for area in AREAS} <= changed(project, before)


def test_a_missing_figure_and_a_zero_are_not_one(project):
    set_value(project, "Newham", "infant_mortality", "")
    missing = keys(project)
    path = project.data / "observations.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    row = table[table["area_name"].eq("Newham") & table["indicator"].eq("infant_mortality")].index[
        -1
    ]
    table.loc[row, ["value", "value_note"]] = ["0", ""]
    table.to_csv(path, index=False, lineterminator="\n")
    assert ("Newham", "01") in changed(project, missing)


def test_money_concerns_the_cost_report_of_its_own_area(project):
    before = keys(project)
    edit(project, "data/costs.csv", "57000", "57001")
    assert changed(project, before) == {("Havering", "02")}


def test_an_authoritys_rank_concerns_every_gradient(project):
    before = keys(project)
    edit(project, "data/deprivation.csv", "599900", "599901")
    assert changed(project, before) == {(area, "03") for area in AREAS}


def test_a_notebook_concerns_its_own_reports(project):
    before = keys(project)
    edit(project, "notebooks/04_plan_progress.ipynb", "due", "due ")
    assert changed(project, before) == {(area, "04") for area in AREAS}


def test_a_parameter_concerns_all_reports_and_a_comment_none(project):
    before = keys(project)
    edit(project, f"params/{Q}.yaml", "confidence:", "# a word\nconfidence:")
    assert changed(project, before) == set()
    edit(project, f"params/{Q}.yaml", "confidence: 0.95", "confidence: 0.9")
    assert {area for area, _ in changed(project, before)} == AREAS


def test_an_area_taken_out_concerns_no_other(project):
    before = keys(project)
    edit(project, f"params/{Q}.yaml", '  - "Newham"\n', "")
    assert changed(project, before) == set()


def test_a_figure_published_later_concerns_no_earlier_quarter(project):
    old = "2024-25-Q1"
    before = quarter_keys(open_quarter(project, old))
    set_value(project, "Newham", "infant_mortality", "9.9")
    assert quarter_keys(open_quarter(project, old)) == before


# --- what a run does with it ---


def told(project, **asked) -> tuple[str, list[str]]:
    """What a run says in the end, and the reports that it told of on the way."""
    made: list[str] = []
    summary = run_quarter(project, Q, done=lambda part: made.append(part.area), **asked)
    return summary.sentence, sorted(made)


def test_a_run_of_nothing_new_makes_nothing_and_touches_no_file(project):
    assert told(project, **COSTS)[1] == ["Middlesbrough", "Newham"]
    folder = project.reports / Q
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.html")}
    sentence, made = told(project, **COSTS)
    assert (sentence, made) == (
        "0 reports made; 2 kept, since nothing that made them has changed.",
        [],
    )
    pages = {path: time_ for path, time_ in before.items() if path.name != "index.html"}
    assert {path: path.stat().st_mtime_ns for path in pages} == pages


def test_force_makes_what_stands(project):
    told(project, **COSTS)
    assert told(project, **COSTS, force=True)[1] == ["Middlesbrough", "Newham"]


@pytest.mark.parametrize("harm", ["removed", "cut short"])
def test_a_page_that_is_gone_or_damaged_is_made_again(project, harm):
    told(project, **COSTS)
    page = project.reports / Q / "Newham" / "02_cost_splits.html"
    whole = page.read_bytes()
    page.unlink() if harm == "removed" else page.write_bytes(whole[:100])
    assert told(project, **COSTS)[1] == ["Newham"]
    assert page.read_bytes() == whole


def test_a_report_that_failed_is_tried_again(project):
    path = project.notebooks / "02_cost_splits.ipynb"
    good = path.read_text(encoding="utf-8")
    broken = project.root / "broken"
    broken.touch()
    spoil(project, f"import pathlib\nassert not pathlib.Path({str(broken)!r}).exists()")
    assert "not made: Newham" in told(project, areas=["Newham"], notebooks=["02_cost_splits"])[0]
    broken.unlink()
    sentence, made = told(project, areas=["Newham"], notebooks=["02_cost_splits"])
    assert made == ["Newham"]
    assert "not made" not in sentence
    assert path.read_text(encoding="utf-8") != good


def spoil(project, code: str) -> None:
    """Put a line of code before what the cost notebook finds."""
    path = project.notebooks / "02_cost_splits.ipynb"
    nb = json.loads(path.read_text(encoding="utf-8"))
    cell = [cell for cell in nb["cells"] if cell["cell_type"] == "code"][1]
    cell["source"] = [code + "\n", *cell["source"]]
    path.write_text(json.dumps(nb), encoding="utf-8")


def dying(times: int, tally) -> str:
    """Code that kills its process the first so many times that it is run for Newham."""
    return (
        f"import os, pathlib\ntally = pathlib.Path({str(tally)!r})\n"
        "tries = len(tally.read_text()) if tally.exists() else 0\n"
        f"if area == 'Newham' and tries < {times}:\n"
        "    tally.write_text('x' * (tries + 1)); os.kill(os.getpid(), 9)"
    )


warm = pytest.mark.skipif(not can_fork(), reason="this system cannot fork a warm process")


@warm
@pytest.mark.parametrize("times", [1, 2])
def test_a_report_whose_process_dies_is_made_in_the_end(project, times):
    spoil(project, dying(times, project.root / "tally"))
    sentence, made = told(project, **COSTS)
    assert sentence == "2 reports made (2 with nothing to report)."
    assert made == ["Middlesbrough", "Newham"]


@warm
def test_a_report_whose_process_always_dies_fails_alone(project):
    spoil(project, dying(99, project.root / "tally"))
    sentence, _ = told(project, **COSTS)
    assert sentence.startswith("1 report made (1 with nothing to report); not made: Newham, 02")
    assert "crashed or was ended from outside, often for want of memory" in sentence
    assert (project.root / "tally").read_text() == "xxx"


@warm
def test_a_report_that_takes_too_long_fails_alone(project):
    spoil(project, "if area == 'Newham':\n    sum(range(10**13))")
    sentence, _ = told(project, **COSTS, where=Where(seconds=8))
    assert "1 report made" in sentence
    assert "not made: Newham, 02_cost_splits: It took longer than 8 seconds" in sentence


def test_an_ordinary_kernel_gives_the_same_page(project):
    run_quarter(project, Q, areas=["Havering"], notebooks=["02_cost_splits"])
    page = project.reports / Q / "Havering" / "02_cost_splits.html"
    first = page.read_bytes()
    kernel = Where(engine="kernel")
    run_quarter(
        project, Q, areas=["Havering"], notebooks=["02_cost_splits"], force=True, where=kernel
    )
    assert page.read_bytes() == first


def processes_of(root) -> list[int]:
    """Processes that still work for a project, found by their environment."""
    found = []
    for entry in os.scandir("/proc"):
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with suppress(OSError):  # it has ended, or is another user's
                if str(root).encode() in Path(entry.path, "environ").read_bytes():
                    found.append(int(entry.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_no_process_and_the_next_goes_on_where_it_was(tmp_path, end):
    project = copy_project(tmp_path / "project")
    run = subprocess.Popen(
        [sys.executable, "-m", "analysis.cli", "run", Q, "--area", "Havering", "--workers", "1"],
        env={**os.environ, "BEST_START_ROOT": str(project.root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    deadline = time.monotonic() + 120
    while not list(project.reports.rglob("0*.html")) and time.monotonic() < deadline:
        time.sleep(0.05)
    run.send_signal(end)
    output, _ = run.communicate(timeout=60)
    if end == signal.SIGINT:
        assert output.strip().endswith("best-start: stopped. Finished reports are kept.")
        assert run.returncode == 130
    deadline = time.monotonic() + 20
    while processes_of(project.root) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert processes_of(project.root) == []
    pages = list(project.reports.rglob("0*.html"))
    assert 0 < len(pages) < 5
    assert all(page.read_text(encoding="utf-8").rstrip().endswith("</html>") for page in pages)
    sentence, made = told(project, areas=["Havering"])
    assert len(made) == 5 - len(list(project.reports.rglob(".parts/*/*.json"))) or len(made) < 5
    assert "kept" in sentence
