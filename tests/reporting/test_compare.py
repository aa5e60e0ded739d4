"""Two quarters set side by side, as the command does it."""

import pandas as pd
import pytest

from analysis.errors import ParamsError, RunError
from analysis.reporting.pages.page_gate import page_faults
from analysis.reporting.remake import compare
from analysis.reporting.run import run_quarter

BEFORE, AFTER = "2025-26-Q1", "2025-26-Q3"


def test_what_changed_is_a_page_a_table_and_a_line_in_the_index(reports):
    counts, page = compare(reports, BEFORE, AFTER)
    table = pd.read_csv(reports.reports / AFTER / f"changes-since-{BEFORE}.csv")
    assert counts == table["what"].value_counts().loc[list(counts)].to_dict()
    gld = table[(table["area"] == "Havering") & (table["key"] == "latest.gld")].iloc[0]
    # 66.8% for 2023/24 was the newest by 13 August 2025; 2,263 of 3,305 for 2024/25 by December.
    assert (gld["what"], gld["before"], round(gld["after"], 2)) == ("improved", 66.8, 68.47)
    text = page.read_text(encoding="utf-8")
    assert page_faults(text, root=reports.root) == []
    assert "What changed between 2025-26-Q1 and 2025-26-Q3" in text
    index = (reports.reports / AFTER / "index.html").read_text(encoding="utf-8")
    assert "What changed since 2025-26-Q1" in index
    assert f'href="{page.name}"' in index


def test_a_comparison_made_again_gives_the_same_bytes(reports):
    names = [f"changes-since-{BEFORE}.csv", f"changes-since-{BEFORE}.html", "index.html"]
    compare(reports, BEFORE, AFTER)
    first = [(reports.reports / AFTER / name).read_bytes() for name in names]
    compare(reports, BEFORE, AFTER)
    assert [(reports.reports / AFTER / name).read_bytes() for name in names] == first


def test_the_earlier_quarter_is_named_first(reports):
    with pytest.raises(RunError, match="2025-26-Q3 is not before 2025-26-Q1"):
        compare(reports, AFTER, BEFORE)


def test_a_quarter_that_is_none_is_refused(reports):
    with pytest.raises(ParamsError, match="2025-26-Q7"):
        compare(reports, "2025-26-Q7", AFTER)


def test_a_quarter_that_has_not_been_run_is_named_with_what_would_make_it(project):
    with pytest.raises(RunError, match="best-start run 2025-26-Q1"):
        compare(project, BEFORE, AFTER)


def test_reports_of_earlier_inputs_are_not_compared_and_not_lost(project):
    params = project.params / f"{AFTER}.yaml"
    text = params.read_text(encoding="utf-8")
    for area in ("Havering", "Herefordshire", "Middlesbrough"):
        text = text.replace(f'  - "{area}"\n', "")
    for name in (
        "02_cost_splits",
        "03_disadvantage_gaps",
        "04_plan_progress",
        "05_target_trajectories",
    ):
        text = text.replace(f'  - "{name}"\n', "")
    params.write_text(text, encoding="utf-8")
    run_quarter(project, AFTER)
    (project.reports / BEFORE).mkdir()
    findings = (project.reports / AFTER / "findings.csv").read_bytes()
    (project.reports / BEFORE / "findings.csv").write_bytes(findings)
    before = (project.reports / AFTER / "findings.csv").read_bytes()
    params.write_text(text.replace("0.95", "0.9"), "utf-8")
    with pytest.raises(RunError, match="not been made from today's tables"):
        compare(project, BEFORE, AFTER)
    assert (project.reports / AFTER / "findings.csv").read_bytes() == before


def test_a_findings_table_that_was_edited_by_hand_is_refused(project):
    folder = project.reports / BEFORE
    folder.mkdir(parents=True)
    (folder / "findings.csv").write_text("key,value\nlatest.gld,68\n", encoding="utf-8")
    run_quarter(project, AFTER)
    with pytest.raises(RunError, match="of 2025-26-Q1 is not as a run leaves it"):
        compare(project, BEFORE, AFTER)
