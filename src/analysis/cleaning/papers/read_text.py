"""Papers that are plain text or Markdown: rows are parted by tabs or pipes."""

import re
from pathlib import Path

from analysis.cleaning.papers.form import Line, Paper
from analysis.errors import SourceError

_PIPES = re.compile(r"(?<!\\)\|")


def read_text(path: Path) -> Paper:
    """Read a text file. Lines are numbered as an editor numbers them, blank ones included.

    Raises
    ------
    SourceError
        If the file holds no text, or bytes that no text holds.
    """
    text, note = decoded(path.read_bytes(), path.name)
    paper = Paper(path.name, [], [note] if note else [])
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if raw.strip():
            paper.lines.append(line_of(number, raw))
    return paper


def decoded(content: bytes, name: str) -> tuple[str, str]:
    """The text of a file, and what to say if it is not UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode(
            "utf-16", errors="replace"
        ), "The file is UTF-16 and was read as that."
    if b"\x00" in content:
        raise SourceError(
            f"{name} is not text: give a .txt, .md, .html, .docx, .xlsx, .ods or .pdf file under "
            "its right name."
        )
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        odd = sum(byte < 32 and byte not in (9, 10, 11, 12, 13) for byte in content)
        if odd > len(content) / 50:
            raise SourceError(f"{name} is not text: it holds bytes that no text holds.") from None
        text = content.decode("cp1252", errors="replace")
        return text, "The file is not UTF-8 and was read as Windows text: look at its signs."


def line_of(number: int, raw: str) -> Line:
    line = Line(number, f"line {number}", raw)
    if "\t" in raw:
        return line.with_cells([cell.strip() for cell in raw.split("\t")])
    piped = raw.strip()
    if piped.startswith("|") or len(_PIPES.findall(piped)) >= 2:
        if piped.startswith("|"):
            piped = piped[1:]
        if re.search(r"(?<!\\)\|$", piped):
            piped = piped[:-1]
        return line.with_cells([c.strip().replace("\\|", "|") for c in _PIPES.split(piped)])
    return line
