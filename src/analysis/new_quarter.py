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


def with_areas(text: str, names: list[str]) -> str:
    """A parameter file for other areas: the same but for its list of them."""
    listed = "".join(f'  - "{name}"\n' for name in names)
    # what follows the key until the next one: indented lines, and lists that are not indented
    return re.sub(r"(?m)^areas:.*\n(?:[ \t\]-].*\n|\n(?=[ \t]*-))*", f"areas:\n{listed}", text)


def write_new_quarter(project: Project, label: str, *, every: bool = False) -> tuple[Path, str]:
    """Write a quarter's parameter file from the latest one before it.

    Parameters
    ----------
    every
        Name every authority that the table of neighbours has, and not those of the quarter before.

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
    if every:
        text = with_areas(text, _authorities(project))
    parse_settings(text, path)
    write_whole(path, text.encode("utf-8"))
    return path, earlier[-1]


def _authorities(project: Project) -> list[str]:
    from analysis.store import load_table  # slow to import: only this needs it

    areas = load_table("areas", project.data)
    subjects = set(load_table("neighbours", project.data)["area_code"])
    return sorted(areas.loc[areas["area_code"].isin(subjects), "area_name"])
