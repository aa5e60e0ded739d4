"""The last look at finished files, with the true figures in hand."""

import openpyxl
import pandas as pd
import pytest
from conftest import copy_project

from analysis.errors import DisclosureError
from analysis.project import ROOT_VARIABLE
from analysis.protection import Protection
from analysis.reporting.published_gate import check_published
from analysis.reporting.run import run_quarter

INDICATORS = pd.DataFrame(
    [("gld", "Children with a good level of development", "Good level of development")],
    columns=["indicator", "name", "short_name"],
)
# Havering 2021/22: 2 of 76 children with a plan, 2.6316 per cent.
HIDDEN = pd.DataFrame(
    [("gld", "E09000016", "Havering", "2021/22", "sen", "ehc_plan", 2, 76, 200 / 76, "%")],
    columns=[
        *("indicator", "area_code", "area_name", "period", "group_type", "group"),
        *("numerator", "denominator", "value", "unit"),
    ],
)
PLAN = "children with an education, health and care plan"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "Havering").mkdir()
    return tmp_path


def look(folder, hidden=HIDDEN):
    secrets = pd.DataFrame(columns=["row"])
    account = Protection({"gld": "suppress_under_5_secondary"}, (), secrets, hidden)
    check_published(folder, account, INDICATORS)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Havering/a.html", f"<p>2.6% of {PLAN} in Havering had a good level</p>"),
        ("Havering/a.html", f"<ul><li>Of {PLAN}, 2 of 76 had one</li></ul>"),
        ("Havering/a.html", f"<table><tr><th>{PLAN}</th><td>2.6%</td></tr></table>"),
        ("Havering/a.html", f'<img alt="{PLAN}: 2.6% in 2021/22" src="data:,">'),
        ("index.html", f"<li>2.6% of {PLAN} in Havering</li>"),
        ("Havering/a.csv", f'2021/22,"{PLAN}",2.6315789473684212\n'),
        ("Havering/a.csv", f'2021/22,"{PLAN}",2,76\n'),
        ("findings.csv", "gap.ehc_plan,Havering,2.631578947,%\n"),
    ],
)
def test_a_hidden_figure_in_a_file_fails_the_run_and_the_file_is_removed(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(DisclosureError, match=f"{name}.*gld, Havering, ehc_plan, 2021/22"):
        look(folder)
    assert not (folder / name).exists()


def test_a_hidden_figure_in_a_spreadsheet_fails_the_run(folder):
    book = openpyxl.Workbook()
    book.active.append(["2021/22", PLAN, 200 / 76])
    book.save(folder / "Havering" / "data.xlsx")
    with pytest.raises(DisclosureError, match=r"data\.xlsx"):
        look(folder)


@pytest.mark.parametrize(
    "text",
    [
        f"<p>{PLAN}: suppressed [c]</p>",
        f"<p>{PLAN}: 12.6% and 2.65% and 102 of 760</p>",
        "<p>2.6% of all children in Havering moved school</p>",
        f"<p>2.6% of {PLAN} in Newham</p>",
    ],
)
def test_another_figure_is_no_breach(folder, text):
    (folder / "index.html").write_text(text, encoding="utf-8")
    look(folder)
    assert (folder / "index.html").exists()


def test_a_quarter_with_protected_counts_shows_none_of_them(tmp_path, monkeypatch):
    # The published counts of children with SEN, as if they were a council's own: synthetic use.
    project = copy_project(tmp_path / "project")
    monkeypatch.setenv(ROOT_VARIABLE, str(project.root))
    path = project.data / "indicators.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.loc[table["indicator"] == "gld", "disclosure_policy"] = "suppress_under_5_secondary"
    table.to_csv(path, index=False, lineterminator="\n")
    path = project.data / "observations.csv"
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    few = rows["area_code"].isin(["E92000001", "E12000007", "E09000016"])
    counted = (rows["indicator"] != "gld") | ((rows["source_id"] == "dfe_eyfsp_2022") & few)
    rows[counted].to_csv(path, index=False, lineterminator="\n")
    path = project.data / "observations_transcribed.csv"
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    rows[rows["indicator"] != "gld"].to_csv(path, index=False, lineterminator="\n")
    summary = run_quarter(
        project, "2025-26-Q3", areas=["Havering"], notebooks=["03_disadvantage_gaps"]
    )
    assert summary.complete, summary.sentence
    page = project.reports / "2025-26-Q3" / "Havering" / "03_disadvantage_gaps.html"
    text = page.read_text(encoding="utf-8")
    assert "2.6%" not in text and "2 of 76" not in text
    assert "figures are hidden in this quarter" in text
