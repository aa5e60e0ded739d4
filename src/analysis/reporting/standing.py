"""What a whole run leaves on record, so that the next one can see at once if anything changed."""

import json
from pathlib import Path

from analysis.files import write_whole

NAME = ".parts/standing.json"


def record_standing(folder: Path, inputs: str, states: dict[str, str]) -> None:
    """Keep what a quarter was made from, how each report came out, and every file with its size.

    Written last of all, after the finished files have been looked through.
    """
    record = {"inputs": inputs, "reports": states, "files": _files(folder)}
    write_whole(folder / NAME, json.dumps(record, ensure_ascii=False).encode("utf-8"))


def forget_standing(folder: Path) -> None:
    """Before anything is written: what stands is not whole until the run has ended."""
    (folder / NAME).unlink(missing_ok=True)


def standing_reports(folder: Path, inputs: str) -> dict[str, str]:
    """How each report stands, where all is as the last whole run left it; else nothing.

    Returns
    -------
    dict
        A status for each page's path. Empty where an input has changed, or where a file is gone
        or has another size.
    """
    try:
        record = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if record["inputs"] != inputs or record["files"] != _files(folder):
            return {}
        return dict(record["reports"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _files(folder: Path) -> dict[str, int]:
    """The size of every file of a quarter's folder, but for the run's own."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in paths}
    return {name: size for name, size in sizes.items() if name not in (NAME, ".lock")}
