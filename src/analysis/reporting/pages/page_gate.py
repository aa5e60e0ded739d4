"""The last look at a page before it is written: what it lacks, and what must not leave.

A page that lacks a description, a caption or a title, that could run or fetch something, or that
names a folder of the machine that made it, is not written.
"""

import getpass
import re
import socket
from itertools import pairwise
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from analysis.reporting.titles import PUBLISHER

SHORTEST_DESCRIPTION = 20
_RUNS = ("script", "iframe", "object", "embed", "applet", "base", "form", "link")
_PAIRED = (
    *("main", "nav", "header", "footer", "section", "div", "figure", "figcaption", "details"),
    *("summary", "table", "caption", "thead", "tbody", "tr", "th", "td", "ul", "ol", "li", "dl"),
    *("dt", "dd", "p", "span", "strong", "em", "a", "h1", "h2", "h3", "h4", "code", "pre", "math"),
)
_LEAKS = ("Traceback (most recent call last)", "site-packages", "ipykernel", "UserWarning")


def page_faults(page: str, *, root: Path | None = None) -> list[str]:
    """Everything that keeps a page from going out, each as a sentence; none for a sound page.

    Parameters
    ----------
    page
        The whole HTML.
    root
        The project's folder on this machine, which the page must not name.
    """
    soup = BeautifulSoup(page, "html.parser")
    return [
        *_of_the_document(soup),
        *_of_images(soup),
        *_of_tables(soup),
        *_of_what_runs(soup),
        *_of_what_is_left_open(page),
        *_of_leaks(page, root),
    ]


def _of_the_document(soup: BeautifulSoup) -> list[str]:
    faults = []
    if not soup.html or soup.html.get("lang") != "en-GB":
        faults.append("The page does not say that it is in British English (lang en-GB).")
    headings = soup.find_all(re.compile(r"^h[1-6]$"))
    firsts = [_words(heading) for heading in headings if heading.name == "h1"]
    title = _words(soup.title) if soup.title else ""
    if len(firsts) != 1 or title != f"{firsts[0]} - {PUBLISHER}":
        faults.append("The page's title is not its one heading and the publisher.")
    levels = [int(heading.name[1]) for heading in headings]
    for above, below in pairwise(levels):
        if below > above + 1:
            faults.append(f"A heading of level {below} follows one of level {above}.")
            break
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    repeated = sorted({name for name in ids if ids.count(name) > 1})
    if repeated:
        faults.append(f'The id "{repeated[0]}" stands on the page twice.')
    return faults


def _of_images(soup: BeautifulSoup) -> list[str]:
    faults = []
    for image in soup.find_all("img"):
        if len((image.get("alt") or "").strip()) < SHORTEST_DESCRIPTION:
            faults.append("A chart has no description that says what it shows (alt text).")
        if not str(image.get("src", "")).startswith("data:image/"):
            faults.append("An image is not part of the page.")
    return faults


def _of_tables(soup: BeautifulSoup) -> list[str]:
    faults = []
    for table in soup.find_all("table"):
        caption = table.find("caption")
        if caption is None or not _words(caption):
            faults.append("A table has no caption.")
        heads = table.find_all("th")
        if not heads or any(head.get("scope") not in ("col", "row") for head in heads):
            faults.append(f"The heads of the table “{_words(caption)}” have no scope.")
        if any(not _words(head) for head in heads):
            faults.append(f"The table “{_words(caption)}” has an empty head.")
    return faults


def _of_what_runs(soup: BeautifulSoup) -> list[str]:
    faults = [f"The page holds a <{tag.name}>." for tag in soup.find_all(_RUNS)]
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            if name.startswith("on") or name in ("style", "srcset", "formaction"):
                faults.append(f"A <{tag.name}> has the attribute {name}.")
            if name in ("href", "xlink:href") and not _leads_somewhere_safe(str(value)):
                faults.append(f"A link leads to {str(value)[:60]}.")
    return faults


def _leads_somewhere_safe(target: str) -> bool:
    scheme = re.match(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):", target)
    if scheme:
        return scheme[1].lower() in ("https", "mailto")
    return not target.startswith(("//", "\\", "/"))


def _of_what_is_left_open(page: str) -> list[str]:
    """What a cell opens and does not close would take in the rest of the page."""
    return [
        f"A <{name}> is opened and not closed, or closed and not opened."
        for name in _PAIRED
        if len(re.findall(rf"<{name}[\s>]", page)) != page.count(f"</{name}>")
    ]


def _of_leaks(page: str, root: Path | None) -> list[str]:
    without_images = re.sub(r'src="data:[^"]*"', "", page)
    user = getpass.getuser()
    named = [str(Path.home()), *([str(root)] if root else [])]
    named += [f"/{user}/", f"\\{user}\\", *_LEAKS]
    host = socket.gethostname()
    # a short name could be a word of the page; a long one with a digit or hyphen could not
    if len(host) > 8 and re.search(r"[\d-]", host):
        named.append(host)
    return [
        "The page names the machine that made it or shows a program's own words."
        for word in named
        if len(word) > 3 and word in without_images
    ][:1]


def _words(tag: Tag | None) -> str:
    return " ".join(tag.get_text().split()) if tag is not None else ""
