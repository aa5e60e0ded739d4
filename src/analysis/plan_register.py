"""The committed register: what the loader makes of the registered papers, in our own labels."""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.cleaning.papers.load import load_paper
from analysis.cleaning.papers.register import Source
from analysis.enforce import check_table
from analysis.errors import SourceError, TableError
from analysis.files import checksum
from analysis.plan_import import aliases_of
from analysis.project import Project
from analysis.store import as_read, load_table, table_text, write_table

TABLES = ("actions", "action_dates", "action_leads", "action_targets")
_YEARS = re.compile(r"years?\s*\d+(?:\s*[-–—]\s*\d+)?", re.IGNORECASE)


def build_register(project: Project, folder: Path) -> dict[str, pd.DataFrame]:
    """The tables of `TABLES`, made afresh from the papers of data/plans.csv that have a file.

    Raises
    ------
    SourceError
        If a paper is not in the folder, to the checksum.
    TableError
        If an action, section or outcome has no label in data/plan_labels.csv.
    """
    plans, sources = load_table("plans", project.data), load_table("sources", project.data)
    papers = plans.merge(sources[["source_id", "file", "sha256"]], on="source_id")
    papers = papers[papers["file"] != ""]
    made = []
    for paper in papers.itertuples():
        path = _file_of(folder, paper.file, paper.sha256)
        source = Source(paper.plan, paper.area_code, paper.source_id, paper.published)
        tables = load_paper(path, source, aliases_of(project, paper.plan)).tables
        made.append({name: tables[name] for name in TABLES})
    joined = {
        name: pd.concat([one[name] for one in made if len(one[name])], ignore_index=True)
        for name in TABLES
    }
    labels = load_table("plan_labels", project.data)
    targets = load_table("targets", project.data)
    return in_our_words(joined, labels, targets)


def import_registered(project: Project, folder: str, *, write: bool) -> Iterator[str]:
    """Build the register, check it, and compare or write it; says what it did."""
    if not Path(folder).is_dir():
        raise SourceError(f"{folder} is not a folder: name the one that holds the papers.")
    for name, table in build_register(project, Path(folder)).items():
        path = project.data / f"{name}.csv"
        check_table(name, as_read(name, table), file=f"the new {name} table")
        same = path.is_file() and path.read_text(encoding="utf-8") == table_text(table)
        if same:
            yield f"data/{name}.csv: {len(table)} rows, as it stands."
        elif write:
            write_table(table, path)
            yield f"data/{name}.csv: {len(table)} rows, written."
        else:
            yield f"data/{name}.csv: differs from what the papers give; --write writes it."


def in_our_words(
    tables: dict[str, pd.DataFrame], labels: pd.DataFrame, targets: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The register with our labels in place of the papers' sentences.

    Of a phase only its years stay; of a target its numbers, and a link to data/targets.csv.
    """
    actions = tables["actions"].copy()
    named = {(r.plan, r.kind, r.ref): r.label for r in labels.itertuples()}
    for column, kind, ref in (
        ("section", "section", "section_ref"),
        ("outcome", "outcome", "outcome_ref"),
        ("label", "action", "action_id"),
    ):
        actions[column] = [
            _label(named, plan, kind, key)
            for plan, key in zip(actions["plan"], actions[ref], strict=True)
        ]
    dates = tables["action_dates"].copy()
    phased = dates["kind"] == "phase"
    dates.loc[phased, "label"] = dates.loc[phased, "label"].map(lambda text: _YEARS.match(text)[0])
    years = dates[phased].groupby("action_id")["label"].agg("; ".join)
    in_years = actions["action_id"].isin(years.index)
    actions.loc[in_years, "due_label"] = actions.loc[in_years, "action_id"].map(years)
    stated = tables["action_targets"].assign(label="")
    stated["target_id"] = _linked(stated, actions, targets)
    return {
        "actions": actions,
        "action_dates": dates,
        "action_leads": tables["action_leads"],
        "action_targets": stated,
    }


def _label(named: dict[tuple[str, str, str], str], plan: str, kind: str, ref: str) -> str:
    if not ref:
        return ""
    if (plan, kind, ref) not in named:
        raise TableError(
            f'data/plan_labels.csv has no label for the {kind} "{ref}" of {plan}: add a row with a few '  # noqa: E501
            "words of your own."
        )
    return named[plan, kind, ref]


def _linked(stated: pd.DataFrame, actions: pd.DataFrame, targets: pd.DataFrame) -> list[str]:
    """For each stated target the row of data/targets.csv that holds it, or nothing.

    Same plan and reference first, and there the same value and unit, or the only one left on both
    sides; for an action without a reference, the only target of the plan with that value and unit.
    """
    about = actions.drop_duplicates("action_id").set_index("action_id")
    links = dict.fromkeys(stated.index, "")
    aims = stated[stated["kind"].isin(["number", "bound", "change", "relative"])]
    for action_id, ours in aims.groupby("action_id", sort=False):
        plan, ref = about.loc[action_id, ["plan", "action_ref"]]
        held = targets[targets["plan"] == plan]
        held = held[held["action_ref"] == ref] if ref else held
        free = list(held.index)
        for row in ours.itertuples():
            same = [n for n in free if _same(row, held.loc[n])]
            if same and (ref or len(same) == 1):
                links[row.Index] = held.at[same[0], "target_id"]
                free.remove(same[0])
        left = [index for index in ours.index if not links[index]]
        if ref and len(left) == len(free) == 1:
            links[left[0]] = held.at[free[0], "target_id"]
    return list(links.values())


def _same(row, target: pd.Series) -> bool:
    if row.kind == "relative":
        return target["relative_to"] != ""
    return row.unit == target["unit"] and row.value == target["value"]


def _file_of(folder: Path, name: str, digest: str) -> Path:
    found = [path for path in sorted(folder.rglob(name)) if checksum(path) == digest]
    if not found:
        raise SourceError(
            f"{folder} does not hold {name} with the checksum in data/sources.csv: fetch the paper again."  # noqa: E501
        )
    return found[0]
