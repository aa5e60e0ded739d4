"""The frame of every page: language, title, landmarks, one stylesheet, a policy that runs nothing.

The policy names the stylesheet by its checksum and forbids everything else: no script, no inline
style, no request to any host.
"""

import base64
import hashlib
import html
import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from analysis.errors import RunError
from analysis.reporting.titles import PUBLISHER

TEMPLATES = Path(__file__).parent / "templates"


@lru_cache(maxsize=1)
def environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, keep_trailing_newline=True
    )


@lru_cache(maxsize=1)
def stylesheet() -> str:
    return (TEMPLATES / "style.css").read_text(encoding="utf-8").strip()


def frame(
    body: str,
    *,
    footer: str,
    links: list[dict] | None = None,
    style: str = "",
) -> str:
    """A whole page around a body of HTML. Its title is its one heading and the publisher.

    Parameters
    ----------
    body
        HTML with exactly one ``h1``.
    style
        Rules for this page alone, after the common ones.

    Raises
    ------
    RunError
        If the body has no heading or several: a page without a title does not go out.
    """
    headings = re.findall(r"<h1\b[^>]*>(.*?)</h1>", body, flags=re.DOTALL)
    words = [" ".join(html.unescape(re.sub(r"<[^>]+>", "", found)).split()) for found in headings]
    if len(words) != 1 or not words[0]:
        raise RunError(f"A page must have one heading of the first level and has {len(words)}.")
    rules = stylesheet() + (f"\n{style}" if style else "")
    return (
        environment()
        .get_template("frame.html.j2")
        .render(
            body=Markup(body),
            title=f"{words[0]} - {PUBLISHER}",
            style=Markup(rules),
            style_hash=Markup(_checksum(rules)),
            publisher=PUBLISHER,
            footer=footer,
            links=links or [],
        )
    )


def _checksum(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()
