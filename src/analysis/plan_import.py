"""Import one paper of a plan into a folder of its own: its tables and how it was read."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from analysis.cleaning.papers.leads import folded
from analysis.cleaning.papers.load import Loaded, load_paper
from analysis.cleaning.papers.matching import match_actions, with_ids
from analysis.cleaning.papers.register import Source
from analysis.errors import SourceError
from analysis.files import checksum, write_whole
from analysis.plan_words import summary_sentences, what_next
from analysis.presentation.reading_page import reading_page
from analysis.project import Project
from analysis.store import load_table, table_text
from analysis.text_table import read_text_table


def import_plan(
    project: Project,
    file: str,
    plan: str,
    *,
    council: str = "",
    to: str = "",
    previous: str = "",
    step: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[str]:
    """Read a paper, write its tables and the account of its lines, and say what was found.

    Parameters
    ----------
    plan
        The plan's id, such as "havering_best_start".
    council
        Name of the area; not needed for a plan that data/plans.csv names.
    to
        Folder to write into; data/raw/plans/<plan>/<file> if not given.
    previous
        Folder of an earlier paper's import: its actions keep their ids.

    Raises
    ------
    SourceError
        If the file cannot be read, or the plan, area or earlier folder is not known.
    """
    path = Path(file)
    source, notes = source_of(project, path, plan, council)
    loaded = load_paper(path, source, aliases_of(project, plan), step)
    loaded.notes = [*notes, *loaded.notes]
    folder = Path(to) if to else project.data / "raw" / "plans" / plan / _folder_name(path)
    matches = None
    if previous:
        matches, loaded = _matched(loaded, Path(previous), folder)
    said = summary_sentences(loaded, matches)
    for name, content in _files(loaded, matches, said).items():
        write_whole(folder / name, content)
    yield from said
    yield from what_next(loaded, folder, source, matches is not None, _others(folder, to))


def source_of(project: Project, path: Path, plan: str, council: str) -> tuple[Source, list[str]]:
    """What the project knows of a paper: its area, source and date; and what it does not."""
    if not re.fullmatch(r"[a-z0-9_]+", plan):
        raise SourceError(
            f'"{plan}" is no name for a plan: use lower-case letters, digits and underscores, such as '  # noqa: E501
            f'"{re.sub(r"[^a-z0-9]+", "_", plan.lower()).strip("_") or "havering_best_start"}".'
        )
    plans = load_table("plans", project.data)
    known = plans[plans["plan"] == plan]
    area = _area_code(project, council) if council else ""
    if len(known):
        ours = known["area_code"].iloc[0]
        if area and area != ours:
            raise SourceError(
                f"data/plans.csv has {plan} for {ours}, and --council {council} is {area}."
            )
        area = ours
    sources = load_table("sources", project.data)
    registered = sources[(sources["file"] == path.name) & (sources["kind"] == "plan")]
    notes = []
    if not len(registered):
        return Source(plan, area), notes
    row = registered.iloc[0]
    if path.is_file() and row["sha256"] and checksum(path) != row["sha256"]:
        notes.append(
            f"The file has the name of source {row['source_id']} and other content: it is read as a "  # noqa: E501
            "paper that is not registered."
        )
        return Source(plan, area), notes
    return Source(plan, area, row["source_id"], row["published"]), notes


def aliases_of(project: Project, plan: str) -> dict[str, str]:
    """Names of leads that the project counts under another name."""
    if not (project.data / "lead_aliases.csv").is_file():
        return {}
    table = load_table("lead_aliases", project.data)
    ours = table[table["plan"] == plan]
    return {folded(a): b for a, b in zip(ours["printed"], ours["lead"], strict=True)}


def _area_code(project: Project, council: str) -> str:
    areas = load_table("areas", project.data)
    named = areas[
        (areas["area_name"].str.casefold() == council.casefold()) | (areas["area_code"] == council)
    ]
    if not len(named):
        held = ", ".join(areas.loc[areas["area_type"] == "local authority", "area_name"].head(8))
        raise SourceError(
            f'"{council}" is not among the areas held ({held}, and others): name one of data/areas.csv.'  # noqa: E501
        )
    return named["area_code"].iloc[0]


def _matched(loaded: Loaded, previous: Path, folder: Path) -> tuple[pd.DataFrame, Loaded]:
    path = previous / "actions.csv"
    if not path.is_file():
        raise SourceError(f"{previous} holds no actions.csv: name the folder of an earlier import.")
    earlier = read_text_table(path, file=str(path))
    lacking = {"action_id", "action_ref", "label"} - set(earlier.columns)
    if lacking:
        raise SourceError(
            f"{path} has no column {min(lacking)}: name the folder of an earlier import."
        )
    actions = loaded.tables["actions"]
    decided = _decisions(
        folder / "decided.csv", set(actions["action_id"]), set(earlier["action_id"])
    )
    matches = match_actions(actions, earlier, decided)
    loaded.tables = with_ids(loaded.tables, matches)
    kept = matches[matches["made_id"] != ""]
    ids = dict(zip(kept["made_id"], kept["action_id"], strict=True))
    loaded.reading["action_id"] = loaded.reading["action_id"].map(lambda made: ids.get(made, made))
    return matches, loaded


def _decisions(path: Path, made: set[str], earlier: set[str]) -> dict[str, str]:
    """A person's own matches: columns made_id and earlier_id (blank for an action that is new)."""
    if not path.is_file():
        return {}
    table = read_text_table(path, file=str(path))
    if not {"made_id", "earlier_id"} <= set(table.columns):
        raise SourceError(f"{path} must have the columns made_id and earlier_id.")
    for number, row in table.iterrows():
        for column, known in (("made_id", made), ("earlier_id", earlier | {""})):
            if row[column] not in known:
                raise SourceError(
                    f'{path}, row {number}: "{row[column]}" is no {column} of these two papers.'
                )
    return dict(zip(table["made_id"], table["earlier_id"], strict=True))


def _files(loaded: Loaded, matches: pd.DataFrame | None, said: list[str]) -> dict[str, bytes]:
    tables = dict(loaded.tables) | {"reading": loaded.reading}
    if matches is not None:
        tables["matches"] = matches
    files = {f"{name}.csv": table_text(table).encode("utf-8") for name, table in tables.items()}
    page = reading_page(loaded.name, said, loaded.notes, loaded.reading)
    return files | {"reading.html": page.encode("utf-8")}


def _folder_name(path: Path) -> str:
    return re.sub(r"[^a-z0-9]+", "-", path.name.lower()).strip("-") or "paper"


def _others(folder: Path, to: str) -> list[Path]:
    """Earlier imports of the same plan."""
    if to or not folder.parent.is_dir():
        return []
    return sorted(p.parent for p in folder.parent.glob("*/actions.csv") if p.parent != folder)
