"""What reports rest on, as digests: the package and its libraries, and a quarter's inputs.

Quick to import: whether anything has changed is asked before anything else is.
"""

import hashlib
import platform
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from analysis.project import Project

PACKAGE = Path(__file__).parents[1]
_CODE = (".py", ".j2", ".css", ".json")


PACKAGES = (
    "best-start-analysis",
    "pandas",
    "numpy",
    "scipy",
    "matplotlib",
    "papermill",
    "nbconvert",
    "gptables",
    "xlsxwriter",
    "ipykernel",
    "pandera",
    "pydantic",
)


def versions() -> dict[str, str]:
    """Versions of Python and of the libraries that a figure or a page depends on."""
    return {"python": platform.python_version()} | {
        name: metadata.version(name) for name in PACKAGES
    }


@lru_cache(maxsize=1)
def made_with() -> str:
    """A digest of the package's code and of the versions that a figure or a page depends on."""
    digest = hashlib.sha256(repr(sorted(versions().items())).encode())
    for path in sorted(path for path in PACKAGE.rglob("*") if path.suffix in _CODE):
        add_piece(digest, str(path.relative_to(PACKAGE)), path.read_bytes())
    return digest.hexdigest()


def inputs_digest(project: Project, quarter: str) -> str:
    """A digest of all that a quarter can be made from: code, parameters, tables, notebooks.

    Where it is as it was, so is every report; where it is not, their keys say which are.
    """
    digest = hashlib.sha256(f"{made_with()} {quarter}".encode())
    for folder, kind in (("params", "*.yaml"), ("data", "*.csv"), ("notebooks", "*.ipynb")):
        for path in sorted((project.root / folder).glob(kind)):
            add_piece(digest, f"{folder}/{path.name}", path.read_bytes())
    return digest.hexdigest()


def add_piece(digest, name: str, content: bytes) -> None:
    """Add a named piece; its length keeps it apart from the next."""
    digest.update(f"{name}\0{len(content)}\0".encode() + content)
