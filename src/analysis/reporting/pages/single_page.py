"""One page for an area: its reports one after the other, where a mailbox wants one file."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from analysis.reporting.jobs import Job
from analysis.reporting.pages.frame import frame
from analysis.reporting.titles import TITLES

# Attributes that name ids of the same page; some name several.
REFERENCES = (
    "for",
    "headers",
    "list",
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-labelledby",
    "aria-owns",
)
LOWEST = 6  # HTML has six levels of heading


def area_page(folder: Path, area: str, jobs: list[Job], footer: str) -> str:
    """All reports of an area as sections of one page, in the frame of every other page.

    Headings go down one level, so that the page has one first heading; ids are made unique and
    the references to them follow; a link to another report of the area leads to its section; a
    link to a file that is not sent becomes its text.

    Parameters
    ----------
    folder
        The quarter's folder, which holds the pages.
    """
    sections = {f"{job.notebook}.html": f"report-{job.notebook[:2]}" for job in jobs}
    page = BeautifulSoup("", "html.parser")
    title = page.new_tag("h1")
    quarter = jobs[0].quarter
    title.string = f"Best Start findings, {area}, {quarter}"
    page.append(title)
    for job in jobs:
        source = BeautifulSoup((folder / job.page).read_bytes(), "html.parser")
        section = page.new_tag("section", id=sections[f"{job.notebook}.html"])
        for part in list(source.main.contents):
            section.append(part.extract())
        _fit_in(section, sections)
        page.append(section)
    links = [
        {
            "text": TITLES[job.notebook],
            "href": f"#{sections[f'{job.notebook}.html']}",
            "here": False,
        }
        for job in jobs
    ]
    return frame(str(page), footer=footer, links=links)


def _fit_in(section: Tag, sections: dict[str, str]) -> None:
    prefix = section["id"]
    for heading in section.find_all(re.compile(r"^h[1-6]$")):
        heading.name = f"h{min(int(heading.name[1]) + 1, LOWEST)}"
    first = section.find("h2")
    if first is not None:
        first["id"] = first.get("id") or "title"
        section["aria-labelledby"] = f"{prefix}-{first['id']}"
    for part in section.find_all(True):
        _rename_ids(part, prefix)
    for link in section.find_all("a", href=True):
        _lead_right(link, prefix, sections)


def _rename_ids(part: Tag, prefix: str) -> None:
    if part.get("id"):
        part["id"] = f"{prefix}-{part['id']}"
    for name in REFERENCES:
        if part.get(name):
            value = part[name]
            ids = value if isinstance(value, list) else value.split()
            part[name] = " ".join(f"{prefix}-{one}" for one in ids)
    for name, value in part.attrs.items():
        if isinstance(value, str) and "url(#" in value:  # a fill or a clip of a drawing
            part[name] = value.replace("url(#", f"url(#{prefix}-")
        elif name in ("xlink:href", "href") and part.name != "a" and value.startswith("#"):
            part[name] = f"#{prefix}-{value[1:]}"


def _lead_right(link: Tag, prefix: str, sections: dict[str, str]) -> None:
    parts = urlsplit(link["href"])
    if parts.scheme or parts.netloc:
        return  # a published source, which is where it was
    if not parts.path:
        link["href"] = f"#{prefix}-{parts.fragment}" if parts.fragment else f"#{prefix}"
    elif parts.path in sections:
        there = sections[parts.path]
        link["href"] = f"#{there}-{parts.fragment}" if parts.fragment else f"#{there}"
    else:
        link.unwrap()  # its text stays
