"""What a run rests on: inputs, sources, versions, commit."""

import subprocess

import pandas as pd

from analysis.files import checksum
from analysis.project import Project


def git_state(project: Project) -> dict[str, str | bool | None]:
    """The commit, and whether the tree was clean; None for both outside a git checkout."""
    commit = _git(project, "rev-parse", "HEAD")
    if commit is None:
        return {"commit": None, "clean": None}
    return {"commit": commit.strip(), "clean": _git(project, "status", "--porcelain") == ""}


def _git(project: Project, *words: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", *words], cwd=project.root, capture_output=True, text=True, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def used_sources(findings: pd.DataFrame, sources: pd.DataFrame) -> list[dict]:
    """The sources that the findings rest on, with the checksum of each file."""
    ids = {i for text in findings["source_ids"].dropna() for i in text.split(";") if i}
    used = sources[sources["source_id"].isin(ids)].sort_values("source_id")
    return [
        {
            "source_id": row.source_id,
            "title": row.title,
            "published": f"{row.published:%Y-%m-%d}",
            "file": row.file,
            "sha256": row.sha256,
        }
        for row in used.itertuples()
    ]


def table_checksums(project: Project) -> dict[str, str]:
    """The checksum of every table as the run read it."""
    return {path.name: checksum(path) for path in sorted(project.data.glob("*.csv"))}
