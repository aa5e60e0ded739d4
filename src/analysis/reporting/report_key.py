"""A key for each report that stands for everything it is made from.

Two reports of one key are the same to the byte, so one that is there need not be made again.
"""

import hashlib
import json

import numpy as np
import pandas as pd

from analysis.params import QuarterParams
from analysis.quarter import OpenQuarter
from analysis.reporting.inputs import add_piece, made_with
from analysis.reporting.jobs import Job
from analysis.reporting.notebooks import notebook_path


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
        add_piece(digest, f"{job.quarter} {job.area} {job.notebook}", sources[job.notebook])
        add_piece(digest, "links", json.dumps(shown).encode())
        rows = quarter.rows.positions(job.notebook, places[job.area])
        for name, positions in rows.items():
            add_piece(digest, name, hashes[name][positions].tobytes())
        keys[job] = digest.hexdigest()
    return keys


def _parameters(settings: QuarterParams) -> str:
    """What a report reads of its quarter's parameters: all but which other reports there are."""
    return settings.model_dump_json(exclude={"areas", "notebooks"})


def _row_hashes(table: pd.DataFrame) -> np.ndarray:
    return pd.util.hash_pandas_object(table, index=False).to_numpy()
