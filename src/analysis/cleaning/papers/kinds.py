"""How well what stands in a cell fits what its column is for."""

import re

from analysis.cleaning.papers.dates import PLACEHOLDER, dates_of_cell
from analysis.cleaning.papers.header_words import roles_of_header
from analysis.cleaning.papers.money import money_in
from analysis.cleaning.papers.plain import words_of
from analysis.cleaning.papers.rag import looks_like_rating
from analysis.cleaning.papers.references import looks_like_id


def kind_fits(text: str, role: str) -> float:
    """Above 0 where a cell looks like its column's kind, below 0 where it does not."""
    words = words_of(text)
    if not words:
        return -0.3
    is_date = len(words) <= 60 and dates_of_cell(words)[0].kind != "not read"
    is_rating = looks_like_rating(words)
    if role in ("date", "start"):
        return 3.0 if is_date else 0.5 if PLACEHOLDER.match(words) else -2.0
    if role == "rag":
        return 3.0 if is_rating else 0.0 if len(words) < 25 and not is_date else -4.0
    if role == "ref":
        return 2.0 if looks_like_id(words) else -3.0
    if role == "cost":
        return 2.0 if money_in(words) else 0.0 if len(words) < 25 and not is_date else -1.0
    if is_date or is_rating:
        return -2.0
    if role == "lead":
        short = len(words.split()) <= 9 and not words.endswith(".")
        return (1.0 if re.match(r"[A-Z]", words) else 0.3) if short else -1.0
    return 0.5 if len(words.split()) > 3 else 0.1


def kinds_fit(cells: list[str], header: list[str]) -> float:
    """The sum of `kind_fits` over a row."""
    roles = roles_of_header(header)
    return sum(kind_fits(cell, role) for cell, role in zip(cells, roles, strict=False) if role)
