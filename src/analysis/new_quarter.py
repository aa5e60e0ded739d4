"""Begin a quarter: write its parameter file from the latest one before it."""

import re
from pathlib import Path

from analysis.errors import ParamsError
from analysis.files import write_whole
from analysis.params import load_quarter, parse_settings, shipped_quarters
from analysis.params_file import read_text
from analysis.periods import Quarter, parse_quarter
from analysis.project import Project


def new_quarter_text(text: str, quarter: Quarter) -> str:
    """A parameter file for another quarter: the same but for its quarter and its date."""
    for key, value in (("quarter", f'"{quarter.label}"'), ("as_at", quarter.end.isoformat())):
        text = re.sub(rf"(?m)^{key}:[^#\n]*?(\s*#.*)?$", rf"{key}: {value}\1", text, count=1)
    return text


def write_new_quarter(project: Project, label: str) -> tuple[Path, str]:
    """Write a quarter's parameter file from the latest one before it.

    Returns
    -------
    tuple
        The new file, and the quarter it was written from.

    Raises
    ------
    ParamsError
        If the quarter is not one, has a file already, or has no quarter before it.
    """
    quarter = parse_quarter(label)
    path = project.params / f"{quarter.label}.yaml"
    if path.exists():
        raise ParamsError(f"params/{path.name} is already there: edit it, or remove it first.")
    earlier = [name for name in shipped_quarters(project) if parse_quarter(name) < quarter]
    if not earlier:
        raise ParamsError(f"There is no quarter before {label} to write params/{path.name} from.")
    load_quarter(earlier[-1], project)  # a fault there is that file's, and is named as such
    before = project.params / f"{earlier[-1]}.yaml"
    text = new_quarter_text(read_text(before), quarter)
    parse_settings(text, path)
    write_whole(path, text.encode("utf-8"))
    return path, earlier[-1]
