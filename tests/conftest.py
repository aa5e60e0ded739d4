"""Copies of the project to run and to spoil, so that no test touches the real one."""

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from analysis.project import ROOT_VARIABLE, Project
from analysis.reporting.run import run_quarter

# The same examples in every run, and none refused for a slow machine.
settings.register_profile("suite", derandomize=True, deadline=None)
settings.load_profile("suite")

ROOT = Path(__file__).parents[1]
QUARTERS = ("2024-25-Q1", "2025-26-Q1", "2025-26-Q3")


def copy_project(folder: Path) -> Project:
    """A copy of everything a run reads, in a folder of its own."""
    for name in ("data", "params", "notebooks"):
        ignored = shutil.ignore_patterns("raw", ".ipynb_checkpoints")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    return Project(folder)


@pytest.fixture
def project(tmp_path, monkeypatch) -> Project:
    """A copy of the project that a test may spoil, and that the package finds."""
    copied = copy_project(tmp_path / "project")
    monkeypatch.setenv(ROOT_VARIABLE, str(copied.root))
    return copied


@pytest.fixture(scope="session")
def reports(tmp_path_factory) -> Project:
    """Every report of every shipped quarter, made once for the whole suite."""
    made = copy_project(tmp_path_factory.mktemp("all") / "project")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ROOT_VARIABLE, str(made.root))
        for quarter in QUARTERS:
            summary = run_quarter(made, quarter)
            assert summary.complete, summary.sentence
    return made
