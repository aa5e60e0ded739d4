"""Read a paper of any kind into numbered lines, by what its name says it is."""

from collections.abc import Callable
from pathlib import Path

from analysis.cleaning.papers.form import Paper
from analysis.cleaning.papers.read_docx import read_docx
from analysis.cleaning.papers.read_html import read_html
from analysis.cleaning.papers.read_pdf import read_pdf
from analysis.cleaning.papers.read_sheet import read_sheets
from analysis.cleaning.papers.read_text import decoded, read_text
from analysis.errors import SourceError

_OLD_OFFICE = b"\xd0\xcf\x11"  # of .doc and .xls, and of newer files behind a password
KINDS = ".txt, .md, .html, .docx, .xlsx, .ods or .pdf"


def read_paper(path: Path, step: Callable[[int, int], None] = lambda done, total: None) -> Paper:
    """Every line of a paper that is not blank.

    Raises
    ------
    SourceError
        If the file is missing, empty, of another kind than these, or not what its name says.
    """
    if path.is_dir():
        raise SourceError(f"{path} is a folder: name one file ({KINDS}).")
    try:
        size = path.stat().st_size
        content = path.read_bytes()[:8]
    except OSError as error:
        raise SourceError(
            f"{path} cannot be read ({error.strerror}): name a {KINDS} file."
        ) from None
    if not size:
        raise SourceError(f"{path.name} is empty: there is nothing to read.")
    suffix = path.suffix.lower()
    if suffix in (".docx", ".xlsx", ".xlsm") and content.startswith(_OLD_OFFICE):
        raise SourceError(
            f"{path.name} is locked with a password, or is an older file under a newer name: open "
            f"it and save it as {suffix} without a password."
        )
    if suffix in (".txt", ".md", ".markdown", ".text", ".tsv"):
        _refuse_disguise(content, path)
        paper = _marked_up_or_text(path)
    elif suffix in (".html", ".htm", ".xhtml"):
        text, note = decoded(path.read_bytes(), path.name)
        paper = read_html(text, path.name)
        paper.notes += [note] if note else []
    elif suffix == ".docx":
        paper = read_docx(path)
    elif suffix in (".xlsx", ".xlsm", ".xls", ".ods"):
        paper = read_sheets(path)
    elif suffix == ".pdf":
        paper = read_pdf(path, step)
    else:
        raise SourceError(f"{path.name} is of a kind that is not read: give a {KINDS} file.")
    if not paper.lines:
        raise SourceError(f"{path.name} holds no words: there is nothing to read.")
    return paper


def _marked_up_or_text(path: Path) -> Paper:
    """A text file; where its tables are HTML tables, the page that it is."""
    paper = read_text(path)
    lower = [line.text.lower() for line in paper.lines]
    if any("<table" in line for line in lower) and any("<tr" in line for line in lower):
        from analysis.cleaning.papers.markdown_tables import with_html_tables

        return with_html_tables(paper)
    return paper


def _refuse_disguise(content: bytes, path: Path) -> None:
    for start, kind in (
        (b"%PDF", ".pdf"),
        (b"PK\x03\x04", ".docx or .xlsx"),
        (_OLD_OFFICE, ".doc"),
    ):
        if content.startswith(start):
            raise SourceError(f"{path.name} is not text but a {kind} file: give it its right name.")
