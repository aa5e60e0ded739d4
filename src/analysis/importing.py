"""Make the tables of official figures from the published files, or compare them."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.cleaning.abolished import without_abolished
from analysis.cleaning.deprivation import INDEX, build_deprivation
from analysis.cleaning.official import build_areas, build_observations, codes_in_force
from analysis.enforce import check_table
from analysis.errors import SourceError
from analysis.project import Project
from analysis.store import as_read, load_table, table_text, write_table


def build_official(
    project: Project, folder: Path, said: list[str] | None = None, *, every: bool = False
) -> dict[str, pd.DataFrame]:
    """The tables of official figures, areas and neighbours, made afresh from the published files.

    Parameters
    ----------
    said
        A list that every sentence about what was read is added to.
    every
        Take every authority, and not only those of `cleaning.official.SUBJECTS`.
    """
    sources = load_table("sources", project.data)
    releases = load_table("releases", project.data)
    indicators = load_table("indicators", project.data)
    areas, neighbours = build_areas(folder, sources, every=every)
    say = said.append if said is not None else lambda sentence: None
    observations = build_observations(folder, sources, releases, indicators, areas, say=say)
    if every:
        areas, neighbours, observations = without_abolished(areas, neighbours, observations, say)
    built = {"areas": areas, "neighbours": neighbours, "observations": observations}
    # a project that does not register the index has no such table to make
    if INDEX in set(sources["source_id"]):
        ranked = build_deprivation(folder, sources, say=say)
        ranked["area_code"] = codes_in_force(ranked["area_code"], areas)
        built["deprivation"] = ranked.sort_values("area_code").reset_index(drop=True)
    return built


def import_official(
    project: Project, folder: str, *, write: bool, every: bool = False
) -> Iterator[str]:
    """Build the tables, check them, and compare or write them; says what it did."""
    raw = Path(folder)
    if not raw.is_dir():
        raise SourceError(f"{folder} is not a folder: name the one that holds the published files.")
    said: list[str] = []
    built = build_official(project, raw, said, every=every)
    yield from said
    for name, table in built.items():  # every one is checked before any is written
        check_table(name, as_read(name, table), file=f"the new {name} table")
    for name, table in built.items():
        path = project.data / f"{name}.csv"
        if path.is_file() and path.read_bytes() == table_text(table).encode("utf-8"):
            yield f"data/{name}.csv: {len(table)} rows, as it stands."
        elif write:
            write_table(table, path)
            yield f"data/{name}.csv: {len(table)} rows, written."
        else:
            yield f"data/{name}.csv: differs from what the files give; --write writes it."
