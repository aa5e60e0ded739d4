"""A quarter as one file to send: what is in it, what is not, and when it is refused."""

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

import pytest
from bs4 import BeautifulSoup
from conftest import copy_project

from analysis.errors import ParamsError, RunError
from analysis.params import NOTEBOOKS
from analysis.reporting.jobs import Job
from analysis.reporting.pack import pack_quarter, pack_single_files
from analysis.reporting.pages.single_page import area_page
from analysis.reporting.run import run_quarter

Q = "2025-26-Q3"
AREAS = ("Havering", "Herefordshire", "Middlesbrough", "Newham")
FOREIGN = ("http:", "https:", "//", "javascript:")


@pytest.fixture(scope="module")
def packed(reports):
    """The zip of a quarter whose folder also holds what must not leave the building."""
    folder = reports.reports / Q
    (folder / "Havering" / "children.csv").write_text("name\nmade up\n", encoding="utf-8")
    sentence = pack_quarter(reports, Q)
    (folder / "Havering" / "children.csv").unlink()
    with zipfile.ZipFile(reports.reports / f"{Q}.zip") as archive:
        yield sentence, archive


@pytest.fixture(scope="module")
def singles(reports) -> dict[str, BeautifulSoup]:
    pack_single_files(reports, Q)
    folder = reports.reports / f"{Q}-single"
    return {path.stem: soup(path.read_text(encoding="utf-8")) for path in folder.iterdir()}


def command(*words: str, root) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "analysis.cli", *words],
        env={**os.environ, "BEST_START_ROOT": str(root)},
        capture_output=True,
        text=True,
        timeout=300,
    )


def soup(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def test_a_zip_holds_index_reports_data_and_record_and_nothing_else(packed):
    names = {name.removeprefix(f"{Q}/") for name in packed[1].namelist()}
    assert {"index.html", "findings.csv", "run.json"} <= names
    assert {f"{area}/{notebook}.html" for area in AREAS for notebook in NOTEBOOKS} <= names
    assert {f"{area}/{area}-{Q}.xlsx" for area in AREAS} <= names
    assert not any(part.startswith(".") for name in names for part in name.split("/"))
    assert "Havering/children.csv" not in names
    assert {name.rsplit(".", 1)[1] for name in names} == {"html", "csv", "xlsx", "json"}


def test_every_link_of_a_zip_leads_to_a_file_in_it(packed):
    names = set(packed[1].namelist())
    for name in [name for name in names if name.endswith(".html")]:
        for link in soup(packed[1].read(name).decode()).find_all("a", href=True):
            path = link["href"].split("#")[0]
            if path and not path.startswith(FOREIGN):
                steps = [*name.split("/")[:-1], *path.split("/")]
                while ".." in steps:
                    at = steps.index("..")
                    del steps[at - 1 : at + 1]
                assert "/".join(steps) in names, (name, path)


def test_the_last_line_says_what_is_in_the_zip_and_how_large_it_is(packed, reports):
    size = (reports.reports / f"{Q}.zip").stat().st_size
    reports_made = len(NOTEBOOKS) * len(AREAS)
    csvs = sum(name.endswith(".csv") for name in packed[1].namelist())
    assert re.search(
        rf"{Q}\.zip \({round(size / 1024)} KB\) holds the index, "
        rf"{reports_made} reports of 4 areas, 4 spreadsheets, "
        rf"{csvs} CSV files and the record of the run\.$",
        packed[0],
    )


def test_the_same_reports_give_the_same_zip(packed, reports):
    before = (reports.reports / f"{Q}.zip").read_bytes()
    pack_quarter(reports, Q)
    assert (reports.reports / f"{Q}.zip").read_bytes() == before
    assert {member.date_time for member in packed[1].infolist()} == {(2025, 12, 31, 0, 0, 0)}


@pytest.mark.parametrize("area", AREAS)
def test_a_single_page_has_every_report_of_the_area_under_one_first_heading(singles, area):
    page = singles[area]
    (first,) = page.find_all("h1")
    assert first.text == f"Best Start findings, {area}, {Q}"
    assert page.title.text.startswith(first.text)
    assert page.html["lang"] == "en-GB"
    assert page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    ids = [section["id"] for section in page.main.find_all("section", recursive=False)]
    assert ids == [f"report-{notebook[:2]}" for notebook in NOTEBOOKS]


@pytest.mark.parametrize("area", AREAS)
def test_headings_of_a_single_page_skip_no_level(singles, area):
    levels = [int(heading.name[1]) for heading in singles[area].find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("area", AREAS)
def test_ids_of_a_single_page_are_unique_and_every_reference_leads_to_one(singles, area):
    page = singles[area]
    ids = [part["id"] for part in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    named = [part["aria-labelledby"] for part in page.find_all(attrs={"aria-labelledby": True})]
    assert named and set(named) <= set(ids)
    for link in page.find_all("a", href=True):
        assert link["href"].startswith(("#", *FOREIGN[:2])), link
        if link["href"].startswith("#"):
            assert link["href"][1:] in ids, link


@pytest.mark.parametrize("area", AREAS)
def test_a_single_page_says_all_that_its_reports_say(singles, area, reports):
    ours = " ".join(singles[area].main.get_text(" ").split())
    for notebook in NOTEBOOKS:
        path = reports.reports / Q / area / f"{notebook}.html"
        body = soup(path.read_text(encoding="utf-8")).main
        for part in body.find_all(["li", "td", "caption"]):
            assert " ".join(part.get_text(" ").split()) in ours
        images = [image["src"] for image in body.find_all("img")]
        assert images == [
            image["src"]
            for image in singles[area].find("section", id=f"report-{notebook[:2]}").find_all("img")
        ]


def test_a_link_between_reports_leads_to_a_section_and_one_to_a_file_becomes_text(tmp_path):
    jobs = [Job(Q, "Newham", name) for name in NOTEBOOKS[:2]]
    (tmp_path / "Newham").mkdir()
    bodies = (
        '<h1>One</h1><h6>Deep</h6><p id="a">A <a href="#a">here</a> '
        '<a href="02_cost_splits.html#a">there</a> <a href="02_cost_splits.html">all</a> '
        '<a href="../index.html">index</a> <a href="data/x.csv">file</a> '
        '<a href="https://example.org/#a">source</a></p>'
        '<table aria-labelledby="a b"><caption id="b">B</caption></table>'
        '<svg><clipPath id="c"></clipPath><path clip-path="url(#c)"/><use xlink:href="#c"/></svg>',
        '<h1>Two</h1><p id="a">A</p>',
    )
    for job, body in zip(jobs, bodies, strict=True):
        text = f"<html><body><nav>left out</nav><main id='main'>{body}</main></body></html>"
        (tmp_path / job.page).write_text(text, encoding="utf-8")
    page = soup(area_page(tmp_path, "Newham", jobs, "footer"))
    first = page.find("section", id="report-01")
    assert [h.name for h in first.find_all(re.compile("^h[1-6]$"))] == ["h2", "h6"]
    assert [link["href"] for link in first.find_all("a")] == [
        *("#report-01-a", "#report-02-a", "#report-02", "https://example.org/#a"),
    ]
    assert "index file source" in first.p.get_text(" ", strip=True)
    assert first.table["aria-labelledby"] == "report-01-a report-01-b"
    assert first.path["clip-path"] == "url(#report-01-c)"
    assert first.use["xlink:href"] == "#report-01-c"
    assert "left out" not in page.text


def test_a_quarter_that_was_not_run_is_not_packed(project):
    with pytest.raises(RunError, match=f"no reports of {Q} to pack.* best-start run {Q}"):
        pack_quarter(project, Q)
    with pytest.raises(ParamsError, match=r"There is no params/2030-31-Q1\.yaml"):
        pack_quarter(project, "2030-31-Q1")
    assert not project.reports.exists()


def test_a_quarter_whose_reports_failed_or_were_not_run_is_not_packed(project):
    text = (project.params / f"{Q}.yaml").read_text(encoding="utf-8")
    for area in AREAS[:3]:
        text = text.replace(f'  - "{area}"\n', "")
    (project.params / f"{Q}.yaml").write_text(text, encoding="utf-8")
    path = project.notebooks / "02_cost_splits.ipynb"
    nb = json.loads(path.read_text(encoding="utf-8"))
    nb["cells"][-1] |= {"cell_type": "code", "source": "raise ValueError('spoilt')"}
    nb["cells"][-1] |= {"outputs": [], "execution_count": None}
    path.write_text(json.dumps(nb), encoding="utf-8")
    run_quarter(project, Q, notebooks=["02_cost_splits"])
    others = "; ".join(f"Newham, {name}" for name in NOTEBOOKS if name != "02_cost_splits")
    said = (
        f"{Q} is not packed, because not every report stands: Newham, 02_cost_splits (could not "
        f"be made); {others} (not run). "
        f"Put that right, then: best-start run {Q}"
    )
    for pack in (pack_quarter, pack_single_files):
        with pytest.raises(RunError, match=re.escape(said)):
            pack(project, Q)
    assert not list(project.reports.glob(f"{Q}[.-]*"))


def test_reports_of_earlier_inputs_are_not_packed_nor_a_page_that_leads_nowhere(
    reports, tmp_path, monkeypatch
):
    copy = copy_project(tmp_path / "project")
    monkeypatch.setenv("BEST_START_ROOT", str(copy.root))
    shutil.copytree(reports.reports / Q, copy.reports / Q)
    (copy.reports / Q / "Newham" / f"Newham-{Q}.xlsx").unlink()
    with pytest.raises(RunError, match=rf"leads to Newham/Newham-{Q}.xlsx, which is not in"):
        pack_quarter(copy, Q)
    params = copy.params / f"{Q}.yaml"
    params.write_text(params.read_text("utf-8").replace("0.95", "0.9"), "utf-8")
    with pytest.raises(RunError, match=r"all \d+ reports \(the parameters, tables or code have"):
        pack_quarter(copy, Q)


def test_the_command_packs_and_refuses_in_one_sentence(reports, project):
    done = command("pack", Q, root=reports.root)
    assert done.returncode == 0
    assert done.stdout.strip().endswith("and the record of the run.")
    done = command("pack", Q, "--single-file", root=project.root)
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr == (
        f"best-start: There are no reports of {Q} to pack: make them first with best-start run "
        f"{Q}.\n"
    )
