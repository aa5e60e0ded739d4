"""The command import-plan: what it writes, what it says, what it refuses."""

import csv

import pytest
from typer.testing import CliRunner

from analysis import plan_import
from analysis.cli import app
from analysis.errors import SourceError

PAPER = (
    "Better support\n\nAction\tLead\tDue\tMilestone\n1.1 Open two hubs\tPH\tMay 2025\t2 hubs\n"
    "1.2 Train all staff in speech and language\tQA\tsoon\tTBC\n"
)


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "Quarter 1.txt"
    path.write_text(PAPER, encoding="utf-8")
    return path


def read_rows(path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_paper_is_written_into_a_folder_of_its_own_that_git_ignores(project, paper):
    said = list(plan_import.import_plan(project, str(paper), "new_plan", council="Havering"))
    folder = project.data / "raw" / "plans" / "new_plan" / "quarter-1-txt"
    assert {path.name for path in folder.iterdir()} == {
        "actions.csv", "action_dates.csv", "action_leads.csv", "action_targets.csv", "targets.csv",
        "costs.csv", "cost_totals.csv", "texts.csv", "reading.csv", "reading.html",
    }  # fmt: skip
    assert read_rows(folder / "actions.csv")[0]["area_code"] == "E09000016"
    assert "2 actions" in said[1] and "reading.html" in " ".join(said)


def test_the_page_shows_what_to_look_at_first(project, paper, tmp_path):
    list(plan_import.import_plan(project, str(paper), "new_plan", to=str(tmp_path / "out")))
    page = (tmp_path / "out" / "reading.html").read_text(encoding="utf-8")
    look = page.index("To look at")
    assert page.index("no date is read from it") > look
    assert '<html lang="en-GB">' in page and "<script" not in page


def test_markup_in_a_paper_is_shown_and_never_run(project, tmp_path):
    path = tmp_path / "paper.txt"
    path.write_text(PAPER.replace("Open", "<script>alert(1)</script>Open"), encoding="utf-8")
    list(plan_import.import_plan(project, str(path), "new_plan", to=str(tmp_path / "out")))
    assert "<script" not in (tmp_path / "out" / "reading.html").read_text(encoding="utf-8")


def test_next_quarters_paper_keeps_ids_and_a_decision_wins(project, paper, tmp_path):
    first, second = tmp_path / "q1", tmp_path / "q2"
    list(plan_import.import_plan(project, str(paper), "new_plan", to=str(first)))
    moved = tmp_path / "q2.txt"
    moved.write_text(
        PAPER.replace("1.2 Train", "1.3 Train").replace("1.1 Open", "1.2 Open"), encoding="utf-8"
    )
    arguments = {"to": str(second), "previous": str(first)}
    said = list(plan_import.import_plan(project, str(moved), "new_plan", **arguments))
    ids = {row["label"]: row["action_id"] for row in read_rows(second / "actions.csv")}
    assert ids["Train all staff in speech and language"] == "new_plan_1_2"
    assert any(line.startswith("Against the earlier paper") for line in said)
    (second / "decided.csv").write_text("made_id,earlier_id\nnew_plan_1_3,\n", encoding="utf-8")
    list(plan_import.import_plan(project, str(moved), "new_plan", **arguments))
    ids = {row["label"]: row["action_id"] for row in read_rows(second / "actions.csv")}
    assert ids["Train all staff in speech and language"] == "new_plan_1_3"


def test_a_decision_about_an_unknown_action_is_refused(project, paper, tmp_path):
    list(plan_import.import_plan(project, str(paper), "new_plan", to=str(tmp_path / "q1")))
    (tmp_path / "q2").mkdir()
    (tmp_path / "q2" / "decided.csv").write_text("made_id,earlier_id\nnobody,\n", encoding="utf-8")
    with pytest.raises(SourceError, match='row 2: "nobody" is no made_id'):
        list(
            plan_import.import_plan(
                project,
                str(paper),
                "new_plan",
                to=str(tmp_path / "q2"),
                previous=str(tmp_path / "q1"),
            )
        )


@pytest.mark.parametrize(
    ("plan", "council", "says"),
    [
        ("New plan", "", 'use lower-case letters, digits and underscores, such as "new_plan"'),
        ("new_plan", "Atlantis", "is not among the areas held"),
        ("havering_best_start", "Newham", "data/plans.csv has havering_best_start for E09000016"),
    ],
)
def test_an_unknown_plan_name_or_area_is_refused(project, paper, plan, council, says):
    with pytest.raises(SourceError, match=says):
        list(plan_import.import_plan(project, str(paper), plan, council=council))


def test_an_earlier_folder_without_a_register_is_refused(project, paper, tmp_path):
    with pytest.raises(SourceError, match=r"holds no actions\.csv"):
        list(plan_import.import_plan(project, str(paper), "new_plan", previous=str(tmp_path)))


def test_a_paper_with_no_action_says_what_a_table_needs(project, tmp_path):
    path = tmp_path / "prose.txt"
    path.write_text("The council will open three hubs.\n", encoding="utf-8")
    said = list(plan_import.import_plan(project, str(path), "new_plan"))
    assert any(line.startswith("No action was found: a table is read where") for line in said)


def test_the_command_prints_the_summary(project, paper, tmp_path):
    result = CliRunner().invoke(
        app, ["import-plan", str(paper), "--plan", "new_plan", "--to", str(tmp_path / "o")]
    )
    assert result.exit_code == 0, result.output
    assert "each accounted for" in result.output


def test_sums_that_do_not_follow_from_their_parts_are_kept_and_reported(project, tmp_path):
    path = tmp_path / "costs.txt"
    path.write_text(
        "Ref\tProposal\tCost\tDfE grant\tCouncil\nY1\tLead\t£0.2m\t£0.05m\t£0.05m\nTotal\t\t\t£0.07m\t£0.05m\n",
        encoding="utf-8",
    )
    list(plan_import.import_plan(project, str(path), "new_plan", to=str(tmp_path / "out")))
    totals = {
        row["total_ref"]: row["pounds"] for row in read_rows(tmp_path / "out" / "cost_totals.csv")
    }
    assert (totals["y1_cost"], totals["grant_column"]) == ("200000", "70000")
    page = (tmp_path / "out" / "reading.html").read_text(encoding="utf-8")
    assert "£200,000 is stated and its parts make £100,000" in page
    assert "£70,000 is stated and its parts make £50,000" in page
