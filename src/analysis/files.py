"""Files written whole or not at all, and their checksums."""

import hashlib
import os
import tempfile
from pathlib import Path

from analysis.errors import RunError


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one and never a part."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise RunError(
            f"{path.parent} cannot be written ({error.strerror}): "
            "free the folder, or run where you may write."
        ) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        raise RunError(
            f"{path} cannot be written ({error.strerror}): close it if a program has it open."
        ) from None


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
