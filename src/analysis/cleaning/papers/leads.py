"""Who leads: one cell holds several names, parted by commas, semicolons, strokes or only spaces."""

import re

from analysis.cleaning.papers.plain import paragraphs, visible


def split_leads(raw: str) -> list[str]:
    """The leads of a cell, each as printed, in order. Brackets are not opened, "&" stays.

    A new line parts leads only where nothing else does: beside commas it is a role broken over
    two lines.

    >>> split_leads("Planning Lead, Hub Manager; SEND Manager (East, West)")
    ['Planning Lead', 'Hub Manager', 'SEND Manager (East, West)']
    """
    parts = paragraphs(raw)
    broken = any(re.search(r"[,;/|]", part) for part in parts) and "•" not in "".join(parts)
    text = (" " if broken else "\n").join(part.removeprefix("• ") for part in parts)
    names, depth = [""], 0
    for sign in text:
        depth = max(0, depth + (sign == "(") - (sign == ")"))
        if sign in ",;/|\n" and not depth:
            names.append("")
        else:
            names[-1] += sign
    clean = [visible(name).strip(" .-–&") for name in names]
    return [name for name in clean if re.search(r"\w", name)]


def folded(name: str) -> str:
    """A name without case, spacing and kinds of apostrophe, to compare with."""
    return re.sub(r"[^\w&]+", " ", name.replace("’", "'").replace("'", "").lower()).strip()


def part_by_known(name: str, known: set[str]) -> list[str]:
    """Part a name that is two or more known leads run together, with what is left between them.

    >>> part_by_known("Midwifery WVT Children Centres", {"wvt", "children centres"})
    ['Midwifery', 'WVT', 'Children Centres']
    """
    words = name.split()
    pieces: list[tuple[str, bool]] = []
    at = 0
    while at < len(words):
        for size in range(min(6, len(words) - at), 0, -1):
            piece = " ".join(words[at : at + size])
            if folded(piece) in known and size < len(words):
                pieces.append((piece, True))
                at += size
                break
        else:
            if pieces and not pieces[-1][1]:
                pieces[-1] = (pieces[-1][0] + " " + words[at], False)
            else:
                pieces.append((words[at], False))
            at += 1
    if sum(is_known for _, is_known in pieces) < 2:
        return [name]
    clean = [piece.strip(" -–&") for piece, _ in pieces]
    return [piece for piece in clean if piece and piece.lower() not in ("and", "with")]


def one_name(name: str, aliases: dict[str, str]) -> str:
    """The name under which a lead is counted."""
    return aliases.get(folded(name), name)
