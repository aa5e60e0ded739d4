"""Spoilt copies of a paper's text, as page breaks, converters and hurried hands spoil it."""

import random
import re

_SIGNS = ["\u00a0", "\u00ad", "\u200b", "\u200f", "\u202e", " ", "•", "–", "¼", "\x0c", "عربي"]
_RULES = ["---\t--\t--", "|---|---|", "Page 3 of 9", "Council paper, 13 August 2025", "", " "]


def spoil(text: str, seed: int) -> str:
    """A variant of a text: one to six changes drawn with a seed."""
    draw = random.Random(seed)
    lines = text.split("\n")
    for _ in range(draw.randint(1, 6)):
        lines = draw.choice(CHANGES)(lines, draw)
    return "\n".join(lines)


def split_a_row(lines: list[str], draw: random.Random) -> list[str]:
    """A page break through a row: each cell is cut after some of its words."""
    rows = [n for n, line in enumerate(lines) if "\t" in line]
    if not rows:
        return lines
    at = draw.choice(rows)
    head, tail = [], []
    for cell in lines[at].split("\t"):
        words = cell.split(" ")
        cut = draw.choice([0, len(words), len(words), draw.randint(0, len(words))])
        head.append(" ".join(words[:cut]))
        tail.append(" ".join(words[cut:]))
    between = draw.sample(_RULES, draw.randint(0, 3))
    return [*lines[:at], "\t".join(head), *between, "\t".join(tail), *lines[at + 1 :]]


def repeat_a_header(lines: list[str], draw: random.Random) -> list[str]:
    headers = [line for line in lines if "\t" in line and len(line) < 200]
    if not headers:
        return lines
    at = draw.randrange(len(lines) + 1)
    return [*lines[:at], draw.choice(headers), *lines[at:]]


def drop_marks(lines: list[str], draw: random.Random) -> list[str]:
    """Tabs, tags, bullets or stops go missing from a few lines."""
    mark = draw.choice([r"\t", r"<[^>]*>", r"[•\-–]", r"[.:;]", r"<", r">", r"\d+\.\d+\.\d+ ?"])
    return [
        re.sub(mark, " ", line, count=draw.randint(0, 3)) if draw.random() < 0.2 else line
        for line in lines
    ]


def change_the_rule(lines: list[str], draw: random.Random) -> list[str]:
    """Other signs between cells, or one cell a line."""
    to = draw.choice(["|", " | ", " / ", "\n", "   ", "\t\t"])
    if draw.random() < 0.5:
        return "\n".join(line.replace("\t", to) for line in lines).split("\n")
    return [f"| {line.replace(chr(9), ' | ')} |" if "\t" in line else line for line in lines]


def strange_signs(lines: list[str], draw: random.Random) -> list[str]:
    found = []
    for line in lines:
        if line and draw.random() < 0.2:
            at = draw.randrange(len(line) + 1)
            line = line[:at] + draw.choice(_SIGNS) + line[at:]
        found.append(line)
    return found


def break_a_line(lines: list[str], draw: random.Random) -> list[str]:
    at = draw.randrange(len(lines))
    cut = draw.randint(0, len(lines[at]))
    return [*lines[:at], lines[at][:cut], lines[at][cut:], *lines[at + 1 :]]


def lose_or_swap(lines: list[str], draw: random.Random) -> list[str]:
    kept = list(lines)
    if draw.random() < 0.5 and len(kept) > 2:
        a, b = draw.randrange(len(kept)), draw.randrange(len(kept))
        kept[a], kept[b] = kept[b], kept[a]
    else:
        start = draw.randrange(len(kept))
        kept = kept[start : start + draw.randint(1, 60)] or kept
    return kept


CHANGES = [
    split_a_row, split_a_row, split_a_row, repeat_a_header, repeat_a_header, drop_marks, drop_marks,
    change_the_rule, strange_signs, break_a_line, lose_or_swap,
]  # fmt: skip
