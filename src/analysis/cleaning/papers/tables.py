"""What assembly makes of a paper: rows with their cells by column, and one entry for each line."""

import re
from dataclasses import dataclass, field

from analysis.cleaning.papers.header_words import roles_of_header
from analysis.cleaning.papers.money import money_in
from analysis.cleaning.papers.plain import join_fragments, words_of
from analysis.cleaning.papers.references import looks_like_id, split_reference

_OBJECTIVE = re.compile(r"\b(?:objectives?|aims?|goals?|outcomes?)\b", re.IGNORECASE)
KINDS = (
    "header",
    "header repeated",
    "row",
    "joined",
    "total",
    "heading",
    "furniture",
    "text",
    "not placed",
)


@dataclass
class Entry:
    """What became of one line of a paper."""

    line: int
    place: str
    kind: str
    why: str
    text: str
    joined_to: int | None = None
    action_id: str = ""


@dataclass
class Header:
    """The columns of a table: their names as printed and what each is for."""

    names: list[str]
    keys: list[str]
    table: int = 0

    @property
    def width(self) -> int:
        return len(self.names)


@dataclass
class Row:
    """One row put together: for each column the pieces that belong to it, in order."""

    line: int
    place: str
    lines: list[int]
    pieces: dict[str, list[str]]
    names: dict[str, str]
    colours: dict[str, str]
    section: str = ""
    section_ref: str = ""
    outcome: str = ""
    outcome_ref: str = ""
    total: bool = False
    joins: int = 0

    def cell(self, key: str) -> str:
        """A cell with what page breaks parted joined; "" where the column is absent."""
        return join_fragments(self.pieces.get(key, []))

    def cells_of(self, role: str) -> list[tuple[str, str]]:
        """The cells of every column of a role, as (key, text)."""
        return [(key, self.cell(key)) for key in self.pieces if role_in(key) == role]

    def text_of(self, role: str) -> str:
        return "\n".join(text for _, text in self.cells_of(role) if text)

    def has(self, role: str) -> bool:
        return any(role_in(key) == role for key in self.names)

    @property
    def reference(self) -> str:
        own = words_of(self.text_of("ref")).rstrip(".:")
        return own or split_reference(self.cell("action"))[0]


def role_in(key: str) -> str:
    """The role of a column's key: "cost 2" is a cost."""
    return key.partition(" ")[0]


def header_of(texts: list[str], following: list[list[str]], table: int) -> Header:
    """The columns that a header row names.

    A column whose name says nothing is one of references if what stands below it is; its other
    words are kept under its name.
    """
    roles = roles_of_header(texts)
    if "ref" not in roles:
        for at, role in enumerate(roles[:2]):
            below = [row[at] for row in following if at < len(row) and words_of(row[at])]
            ids = [text for text in below if looks_like_id(text)]
            if not role and len(ids) >= 2 and len(ids) >= 0.6 * len(below):
                roles[at] = "ref"
                break
    for at, role in enumerate(roles):
        below = [words_of(row[at]) for row in following if at < len(row) and words_of(row[at])]
        if not role and below and sum(bool(money_in(text)) for text in below) >= 0.6 * len(below):
            roles[at] = "cost"
    if "action" not in roles:
        _take_for_action(texts, roles, following)
    keys: list[str] = []
    for text, role in zip(texts, roles, strict=True):
        name = role or f"unnamed {words_of(text) or 'column'}"
        times = sum(key == name or key.startswith(f"{name} ") for key in keys)
        keys.append(f"{name} {times + 1}" if times else name)
    return Header([words_of(text) for text in texts], keys, table)


def _take_for_action(texts: list[str], roles: list[str], following: list[list[str]]) -> None:
    """Give a table without a column of actions the one that stands for them.

    That is a column of objectives if each row has its own, else the first of targets or responses.
    Beside a reference a target is a target, unless someone is to do it or by a day.
    """
    whole = [row for row in following if len(row) == len(roles) and _words_in(row) >= len(row) / 2]
    beside = {"lead", "date", "target"} & set(roles)
    for at, text in enumerate(texts):
        own = {words_of(row[at]) for row in whole} - {""}
        named = roles[at] == "section" and _OBJECTIVE.search(words_of(text))
        if named and beside and 1 < len(whole) == len(own):
            roles[at] = "action"
            return
    stand_in = next((role for role in ("target", "response") if role in roles), "")
    if stand_in and ("ref" not in roles[:1] or {"lead", "date"} & set(roles)):
        roles[roles.index(stand_in)] = "action"


def _words_in(row: list[str]) -> int:
    """How many cells of a row hold words."""
    return sum(any(sign.isalnum() for sign in words_of(cell)) for cell in row)


@dataclass
class Assembled:
    """Everything that a paper gives: its rows, and for each line what became of it."""

    rows: list[Row] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    headings: list[tuple[str, str, str]] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)
