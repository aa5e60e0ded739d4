"""References: the ids that papers print, the headings that they number, and "see action 2.2.2"."""

import re

from analysis.cleaning.papers.dates import dates_in
from analysis.cleaning.papers.plain import words_of

# At the head of an action cell: "1.4.3 ", "A. ", "a) ", "(iv) ", "12. ", "Yr2c: ", "R1 - "
_AT_START = re.compile(
    r"^\s*(?:(?P<dotted>\d{1,3}(?:\.\d{1,3}){1,4}[a-z]?)[.):]?(?=\s|$)(?!\s*(?:million|per cent|%|m\b))"  # noqa: E501
    r"|(?P<number>\d{1,3}[a-z]?)[.):](?=\s|$)"
    r"|(?P<letter>[A-Z])[.):](?=\s|$)"
    r"|(?P<small>\(?[a-z]\))(?=\s|$)"
    r"|\((?P<roman>[ivxl]{1,5})\)(?=\s|$)"
    r"|(?P<mixed>[A-Za-z]{1,4}\s?\d{1,3}(?:[.\-]\d{1,3})*[a-z]?)\s?[.:)–-](?=\s|$))"
)
_ID = re.compile(
    r"(?:[A-Za-z]{0,6}[ .\-]?\d{1,4}(?:[.\-/]\d{1,4})*[a-z]?|\(?[A-Za-z]|\(?[ivxlIVXL]{1,5})[.):]?"
)
_HEADING = re.compile(
    r"^(?P<word>ambition|outcome|priority(?: area)?|theme|objective|aim|goal|section|part|strand|"
    r"pillar|workstream|work stream|domain|chapter|area|recommendation|commitment)\s*"
    r"(?P<ref>\d{1,3}(?:\.\d{1,3})*|[A-Z]|[IVX]{1,4})\b\s*(?:[:.)–—-]\s*|\s+)(?P<name>\S.*)$",
    re.IGNORECASE,
)
_GLUED = re.compile(
    r"(?<=\S)\s*(?=(?:Ambition|AMBITION|Outcome|OUTCOME|Priority|PRIORITY|Objective|OBJECTIVE|Theme|"
    r"THEME)\s+\d+(?:\.\d+)*\s*:)"
)
_LIST = r"((?:\d+(?:\.\d+)*|[a-z]\)|[A-Z]\b|[ivx]+\))(?:\s*(?:,|&|and)\s*(?:\d+(?:\.\d+)*|[a-z]\)|[A-Z]\b))*)"  # noqa: E501
_SEE = re.compile(
    r"\b(?:see|refer to|as per|under)\s+(?:also\s+)?(?:updates?\s+(?:for\s+|in\s+)?)?"
    r"(actions?|ambitions?|outcomes?|recommendations?|objectives?|priorit(?:y|ies))\s+" + _LIST,
    re.IGNORECASE,
)
_RECOMMENDATION = re.compile(r"\b(recommendation)\s+([a-z]\)|[a-z](?=\)))", re.IGNORECASE)
_SIZE = re.compile(r"\d+(?:\.\d+)*|[a-z](?=\))|[A-Z]\b|[ivx]+(?=\))", re.IGNORECASE)


def split_reference(action: str) -> tuple[str, str]:
    """The reference at the head of an action's words, as printed but for its stop, and the rest.

    >>> split_reference("1.4.3 Sustain support")
    ('1.4.3', 'Sustain support')
    >>> split_reference("a) That the authority")
    ('a)', 'That the authority')
    >>> split_reference("40 settings sign up")
    ('', '40 settings sign up')
    """
    words = words_of(action)
    found = _AT_START.match(words)
    if not found:
        return "", words
    kind = found.lastgroup or ""
    ref = found[kind].strip()
    return ref, words[found.end() :].lstrip(" .:)–-")


def looks_like_id(text: str) -> bool:
    """Is a text nothing but a reference? A date is none.

    >>> [looks_like_id(text) for text in ("Yr2c", "1.4.3", "March 2025", "Public Health")]
    [True, True, False, False]
    """
    words = words_of(text)
    return bool(_ID.fullmatch(words)) and not dates_in(words)


def numbered_heading(text: str) -> list[tuple[str, str, str]]:
    """The headings on one line, each as (word, number, name): none, one, or two glued together.

    >>> numbered_heading("AMBITION 4: Parents**Outcome 4.1: Healthy pregnancy**")
    [('ambition', '4', 'Parents'), ('outcome', '4.1', 'Healthy pregnancy')]
    """
    words = words_of(re.sub(r"^\s*#+\s*", "", text).replace("**", " "))
    if len(words) > 300:
        return []
    found = []
    for piece in _GLUED.split(words):
        match = _HEADING.match(piece.strip())
        if not match:
            return []
        found.append((match["word"].lower(), match["ref"].upper(), match["name"].strip()))
    return found


def cross_references(text: str) -> list[str]:
    """The other actions and headings that a text refers to, in order, each once.

    >>> cross_references("See action 2.2.2, and outcomes (see outcomes 1, 2 & 3)")
    ['2.2.2', 'outcome 1', 'outcome 2', 'outcome 3']
    """
    found: list[str] = []
    for match in [*_SEE.finditer(text), *_RECOMMENDATION.finditer(text)]:
        word = re.sub(r"ies$", "y", match[1].lower()).rstrip("s")
        for ref in _SIZE.findall(match[2]):
            name = ref if word == "action" else f"{word} {ref}"
            if name not in found:
                found.append(name)
    return found


def only_refers_elsewhere(text: str) -> bool:
    """Is a text nothing but "see action ..."?"""
    words = words_of(text)
    return bool(_SEE.search(words)) and len(words.split()) <= 6


def follows_from(action_ref: str, heading_ref: str) -> bool | None:
    """Does an action's number follow from the heading's? None where the two cannot be compared."""
    if not re.fullmatch(r"\d+(\.\d+)+[a-z]?", action_ref) or not re.fullmatch(
        r"\d+(\.\d+)*", heading_ref
    ):
        return None
    return action_ref.startswith(heading_ref + ".")


def slug(text: str) -> str:
    """Lower-case letters, digits and underscores of a reference, for an id."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
