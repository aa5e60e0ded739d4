"""Where the project's folders are."""

import os
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import BestStartError

ROOT_VARIABLE = "BEST_START_ROOT"


@dataclass(frozen=True)
class Project:
    """The folders of one copy of the project."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def params(self) -> Path:
        return self.root / "params"

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    @property
    def reports(self) -> Path:
        return self.root / "reports"


def find_project() -> Project:
    """Find the project: the folder named by BEST_START_ROOT, else the one around the current
    folder, else the one that the package was installed from.

    Raises
    ------
    BestStartError
        If none of these holds both `params` and `data`.
    """
    named = os.environ.get(ROOT_VARIABLE)
    if named:
        return _project_at(Path(named), f"{ROOT_VARIABLE} names {named}")
    here = Path.cwd()
    installed_from = Path(__file__).resolve().parents[2]
    for folder in (here, *here.parents, installed_from):
        if _is_project(folder):
            return Project(folder)
    raise BestStartError(
        f"No project was found around {here}: run this in the folder that holds params and data."
    )


def _is_project(folder: Path) -> bool:
    return (folder / "params").is_dir() and (folder / "data" / "indicators.csv").is_file()


def _project_at(folder: Path, why: str) -> Project:
    if not _is_project(folder):
        raise BestStartError(f"{why}, and that folder does not hold both params and data.")
    return Project(folder.resolve())
