"""best-start compare-plans: two imports of one plan, as a person runs it."""

import pytest
from conftest import ROOT

from analysis.errors import SourceError
from analysis.plan_compare import compare_plans
from analysis.plan_import import import_plan
from analysis.project import Project

HEADER = "Action\tDue\tLead\tRAG\tProgress"
SPRING = [
    HEADER,
    "1.1 Train the workers in every setting\tJune 2025\tCouncil\tAmber\tTwo sessions were held.",
    "1.2 Open a hub in each ward\tMarch 2025\tCouncil\tGreen\tSites were found.",
    "1.3 Write to every family\tJune 2025\tHealth\tRed\tNothing was sent.",
]
SUMMER = [
    HEADER,
    "1.1 Train the workers in every setting\tSeptember 2025\tCouncil\tGreen\tAll were trained.",
    "1.2 Open one hub in each of the wards\tMarch 2025\tCouncil\tGreen\tSites were found.",
    "1.4 Count who comes to the hubs\tDecember 2025\tCouncil\tAmber\tBegun.",
]


@pytest.fixture
def folders(tmp_path):
    """Both papers, imported one by one."""
    project = Project(ROOT)
    made = []
    for name, lines in (("spring", SPRING), ("summer", SUMMER)):
        paper = tmp_path / f"{name}.txt"
        paper.write_text("\n".join(lines) + "\n", encoding="utf-8")
        folder = tmp_path / f"{name}_import"
        list(import_plan(project, str(paper), "borough", council="Newham", to=str(folder)))
        made.append(folder)
    return made


def said(old, new) -> list[str]:
    return list(compare_plans(str(old), str(new)))


def test_what_changed_is_told_by_kind_with_days_and_ratings(folders):
    lines = said(*folders)
    assert lines[0] == (
        "3 actions before, 3 now: 1 new; 1 dropped; 1 reworded; 1 date later; 1 rating better; "
        "1 stalled."
    )
    told = "\n".join(lines)
    assert "New (1)\n  1.4 Count who comes to the hubs" in told
    assert "Dropped (1)\n  1.3 Write to every family" in told
    assert "June 2025 → September 2025 (92 days later)" in told
    assert "Amber → Green" in told
    assert "the same words, rating and date as before" in told


def test_one_paper_against_itself_changes_nothing_but_stalls(folders):
    first = said(folders[0], folders[0])[0]
    assert first == "3 actions before, 3 now: 3 stalled."


def test_targets_met_since_are_told_only_where_both_folders_hold_figures(folders):
    assert said(*folders)[-1].startswith("Targets met since: not said. Put reported.csv")


def test_a_reported_figure_that_is_no_number_is_refused(folders):
    for folder in folders:
        (folder / "reported.csv").write_text("target_id,value\nt1,ninety\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r'reported\.csv: "ninety" is no number'):
        said(*folders)


def test_a_target_met_since_is_told_where_both_folders_hold_figures(folders):
    for folder, value in zip(folders, ("38", "43"), strict=True):
        (folder / "targets.csv").write_text(
            "target_id,label,direction,value\nt1,Workers,at least,40\n", encoding="utf-8"
        )
        (folder / "reported.csv").write_text(f"target_id,value\nt1,{value}\n", encoding="utf-8")
    assert said(*folders)[-2:] == [
        "Targets reported in the newer paper (1)",
        "  t1 met since: 38 → 43, target 40",
    ]


def test_a_persons_match_in_the_newer_import_is_kept(folders, tmp_path):
    old, new = folders
    ids = {line.split(",")[4]: line.split(",")[0] for line in _lines(old / "actions.csv")}
    made = {line.split(",")[4]: line.split(",")[0] for line in _lines(new / "actions.csv")}
    decided = f"made_id,earlier_id\n{made['1.4']},{ids['1.3']}\n"
    (new / "decided.csv").write_text(decided, encoding="utf-8")
    paper = tmp_path / "summer.txt"
    list(
        import_plan(
            Project(ROOT), str(paper), "borough", council="Newham", to=str(new), previous=str(old)
        )
    )
    lines = said(old, new)
    assert lines[1] == "Actions are matched as matches.csv of the newer import has them."
    assert "dropped" not in lines[0] and "2 reworded" in lines[0]


def _lines(path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()[1:]


def test_a_folder_that_is_no_import_is_refused(folders, tmp_path):
    with pytest.raises(SourceError, match=r"holds no actions\.csv: name the folder of an import"):
        said(tmp_path, folders[1])
    with pytest.raises(SourceError, match="is not a folder"):
        said(tmp_path / "none", folders[1])


def test_two_plans_are_not_compared(folders):
    path = folders[1] / "actions.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",borough,", ",town,"), encoding="utf-8")
    with pytest.raises(SourceError, match="compare two papers of one plan"):
        said(*folders)


def test_a_day_that_is_none_is_refused(folders):
    path = folders[1] / "actions.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2025-09-30", "2025-09-31"), encoding="utf-8")
    with pytest.raises(SourceError, match="is no date: write days as 2025-03-31"):
        said(*folders)
