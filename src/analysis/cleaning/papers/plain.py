"""Plain words from what papers hold: markup, odd spaces, hidden characters and bullets."""

import html
import re
from functools import lru_cache

_SPACES = re.compile(
    r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\x0b\x0c\x1c-\x1f\x85\u2028\u2029]"
)
_HIDDEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_TAGS = (
    "p|ul|ol|li|br|div|b|i|u|em|strong|span|table|tbody|thead|tr|td|th|h[1-6]|a|sup|sub|font|"
    "small|s|strike|del|ins|mark|img|hr|blockquote|section|article"
)
# Attributes need their "=": words after a tag that lost its ">" are words, and stay
_ATTRIBUTES = r"(?:\s+[\w:-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s<>\"']+))*\s*/?"
_TAG = re.compile(rf"</?(?:{_TAGS}){_ATTRIBUTES}>", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:p|div|ul|ol|br|table|tr|td|th|h[1-6]|hr|blockquote|section|article)"
    rf"{_ATTRIBUTES}>",
    re.IGNORECASE,
)
_ITEM = re.compile(rf"<li{_ATTRIBUTES}>", re.IGNORECASE)
_LIST = re.compile(rf"(<[uo]l{_ATTRIBUTES}>)(.*?)(?=</?[uo]l\b|<p\b|$)", re.IGNORECASE | re.DOTALL)
_DASH_ITEM = re.compile(r"(?:^|(?<=[\s:;>]))[-–]\s?(?=[A-Z])")
_BULLET = re.compile(r"[•●▪◦‣\uf0b7\uf0a7·]\s*")
# Words that no sentence ends with, and a date that a page break parts
_LEADS_ON = re.compile(r"\b(?:a|an|and|at|by|for|from|in|of|or|per|the|to|with)$", re.IGNORECASE)
_MONTH_LAST = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*$", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"20\d\d\b")
BULLET = "• "


def visible(text: str) -> str:
    """A text on one line: odd spaces made plain, hidden characters gone, spaces squashed.

    >>> visible("Early\\u00a0 years\\u00ad lead ")
    'Early years lead'
    """
    return " ".join(_HIDDEN.sub("", _SPACES.sub(" ", text)).split())


def is_sign(text: str) -> bool:
    """Is a text one sign and no word, as a coloured dot in place of a rating is?

    >>> [is_sign(text) for text in ("●", " ■ ", "G", "")]
    [True, True, False, False]
    """
    shown = visible(text)
    return len(shown) == 1 and not shown.isalnum()


def has_markup(text: str) -> bool:
    return bool(_TAG.search(text))


def cut_inside_a_tag(before: str, after: str) -> bool:
    """Do two pieces make a tag where they meet, as when a page break cuts one in two?

    >>> cut_inside_a_tag('Plan <ul style="list-', 'style: none">One')
    True
    >>> cut_inside_a_tag("fewer than <", "5 children>")
    False
    """
    at = before.rfind("<")
    if at < 0 or ">" in before[at:]:
        return False
    piece, rest = before[at:], after[:400].lstrip()
    return bool(_TAG.match(piece + rest) or _TAG.match(f"{piece} {rest}"))


def paragraphs(raw: str) -> list[str]:
    """The paragraphs and bullets of a cell as plain text; a bullet begins with "• ".

    Unclosed and half-open lists are read as far as they go. A "<" that opens no tag stays.

    >>> paragraphs("<p>40 settings &amp; more</p> <ul><li>One<li>Two</ul>")
    ['40 settings & more', '• One', '• Two']
    >>> paragraphs("fewer than <5 children")
    ['fewer than <5 children']
    """
    return list(_paragraphs(raw))


@lru_cache(maxsize=8192)
def _paragraphs(raw: str) -> tuple[str, ...]:
    text = raw
    if "<" in text:
        text = _LIST.sub(lambda m: m[1] + _DASH_ITEM.sub("\n" + BULLET, m[2]), text)
        text = _ITEM.sub("\n" + BULLET, text)
        text = _BLOCK.sub("\n", text)
        text = _TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    text = text.replace("**", "").replace("\\geq", "≥").replace("\\leq", "≤")
    text = _BULLET.sub("\n" + BULLET, text)
    found = []
    for part in re.split(r"[\n\r]+", text):
        clean = visible(part)
        dashed = re.match(r"[-–*]\s+(?=\S)", clean)
        if dashed:
            clean = BULLET + clean[dashed.end() :]
        while clean.startswith(BULLET + BULLET.strip()):
            clean = clean[len(BULLET) :].strip()
        if clean and clean != BULLET.strip():
            found.append(clean)
    return tuple(found)


@lru_cache(maxsize=8192)
def words_of(raw: str) -> str:
    """A cell's text on one line, without markup and bullets."""
    return " ".join(part.removeprefix(BULLET) for part in _paragraphs(raw))


def join_fragments(fragments: list[str]) -> str:
    """The pieces of one cell that a page break parted, as one cell.

    A piece that begins in lower case goes on with the sentence before it; a tag that was cut
    in two is closed; anything else begins a new paragraph.
    """
    joined = ""
    for piece in fragments:
        if not piece.strip():
            continue
        if not joined:
            joined = piece
        elif cut_inside_a_tag(joined, piece):
            joined = _mended(joined, piece)
        elif _goes_on(joined, piece):
            joined = _closed(joined) + " " + _opened(piece)
        else:
            joined = joined + "\n" + piece
    return joined


def starts_in_lower_case(raw: str) -> bool:
    words = words_of(raw)
    return bool(words) and words[0].islower()


def ends_a_sentence(raw: str) -> bool:
    words = words_of(raw).rstrip("\"'”’) ")
    return bool(words) and words[-1] in ".!?;:"


def _goes_on(before: str, after: str) -> bool:
    words = words_of(after)
    if not words or words_of(before) == "":
        return False
    unfinished = not ends_a_sentence(before)
    return (
        ((words[0].islower() or words[0] in ",;/&)-–") and unfinished)
        or (unfinished and words_of(before)[-1] in ",/&-–(")
        or bool(_LEADS_ON.search(words_of(before)))
        or (bool(_MONTH_LAST.search(words_of(before))) and bool(_YEAR_FIRST.match(words)))
        or bool(re.search(r"[’'](?:s)?$", words_of(before)))
    )


def _mended(before: str, after: str) -> str:
    """A tag that was cut, whole again: with a space where it was cut at one."""
    tag = before[before.rfind("<") :]
    return before + ("" if _TAG.match(tag + after.lstrip()) else " ") + after.lstrip()


def _closed(text: str) -> str:
    """Without the paragraph end that a page break put into a sentence."""
    return re.sub(r"(?:\s*</(?:p|li|ul|ol|b)>)+\s*$", "", text, flags=re.IGNORECASE)


def _opened(text: str) -> str:
    return re.sub(
        r"^\s*(?:<(?:p|b|ul|ol|li)(?:\s+[^<>]*=[^<>]*)?>\s*)+", "", text, flags=re.IGNORECASE
    )
