"""A key for each report that stands for everything it is made from.

Two reports of one key are the same to the byte, so one that is there need not be made again.
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.params import QuarterParams
from analysis.project import Project
from analysis.quarter import OpenQuarter
from analysis.reporting.jobs import Job
from analysis.reporting.notebooks import notebook_path
from analysis.reporting.record import versions

PACKAGE = Path(__file__).parents[1]
_CODE = (".py", ".j2", ".css", ".json")


@lru_cache(maxsize=1)
def made_with() -> str:
    """A digest of the package's code and of the versions that a figure or a page depends on."""
    digest = hashlib.sha256(repr(sorted(versions().items())).encode())
    for path in sorted(path for path in PACKAGE.rglob("*") if path.suffix in _CODE):
        _add(digest, str(path.relative_to(PACKAGE)), path.read_bytes())
    return digest.hexdigest()


def inputs_digest(project: Project, quarter: str) -> str:
    """A digest of all that a quarter can be made from: code, parameters, tables, notebooks.

    Where it is as it was, so is every report; where it is not, their keys say which are.
    """
    digest = hashlib.sha256(f"{made_with()} {quarter}".encode())
    for folder, kind in (("params", "*.yaml"), ("data", "*.csv"), ("notebooks", "*.ipynb")):
        for path in sorted((project.root / folder).glob(kind)):
            _add(digest, f"{folder}/{path.name}", path.read_bytes())
    return digest.hexdigest()


def report_keys(quarter: OpenQuarter, links: dict[Job, list[dict]], footer: str) -> dict[Job, str]:
    """The key of each report.

    Parameters
    ----------
    links
        The reports, each with the links that its page shows.
    footer
        The foot of every page.

    Returns
    -------
    dict
        A digest of the notebook, its parameters, the package and its libraries, what frames the
        page, and exactly the rows that the report is handed.
    """
    common = f"{made_with()} {_parameters(quarter.settings)} {footer}".encode()
    hashes = {name: _row_hashes(table) for name, table in quarter.tables.items()}
    notebooks = {job.notebook for job in links}
    sources = {name: notebook_path(quarter.project, name).read_bytes() for name in notebooks}
    places = {
        area: quarter.whole("", area).places for area in dict.fromkeys(job.area for job in links)
    }
    keys = {}
    for job, shown in links.items():
        digest = hashlib.sha256(common)
        _add(digest, f"{job.quarter} {job.area} {job.notebook}", sources[job.notebook])
        _add(digest, "links", json.dumps(shown).encode())
        rows = quarter.rows.positions(job.notebook, places[job.area])
        for name, positions in rows.items():
            _add(digest, name, hashes[name][positions].tobytes())
        keys[job] = digest.hexdigest()
    return keys


def _parameters(settings: QuarterParams) -> str:
    """What a report reads of its quarter's parameters: all but which other reports there are."""
    return settings.model_dump_json(exclude={"areas", "notebooks"})


def _row_hashes(table: pd.DataFrame) -> np.ndarray:
    return pd.util.hash_pandas_object(table, index=False).to_numpy()


def _add(digest, name: str, content: bytes) -> None:
    """Add a named piece; its length keeps it apart from the next."""
    digest.update(f"{name}\0{len(content)}\0".encode() + content)
