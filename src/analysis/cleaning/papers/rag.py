"""A plan's own rating, from its word, its colour, or neither. Nothing is inferred from progress."""

import colorsys
import re

from analysis.cleaning.papers.plain import words_of

_WORDS: tuple[tuple[str, str], ...] = (
    ("Complete", r"^(?:complete[d]?|done|closed|finished|blue)$"),
    ("Red", r"^(?:r|red|\U0001f534|\U0001f7e5)$"),  # the signs are circles and squares of a colour
    ("Amber", r"^(?:a|amber|yellow|orange|\U0001f7e0|\U0001f7e1|\U0001f7e7|\U0001f7e8)$"),
    ("Green", r"^(?:g|green|\U0001f7e2|\U0001f7e9)$"),
)
_INSIDE = re.compile(r"\b(red|amber|green|completed?)\b", re.IGNORECASE)
_NAMED = {
    "yellow": "ffff00", "orange": "ffa500", "amber": "ffbf00", "gold": "ffd700", "red": "ff0000",
    "darkred": "8b0000", "green": "008000", "lightgreen": "90ee90", "lime": "00ff00", "limegreen":
    "32cd32", "darkgreen": "006400", "blue": "0000ff", "lightblue": "add8e6", "darkyellow": "808000",  # noqa: E501
    "cyan": "00ffff", "palegreen": "98fb98", "tomato": "ff6347", "forestgreen": "228b22",
}  # fmt: skip
_STYLE = re.compile(
    r"background(?:-color)?\s*:\s*([^;\"'>]+)|bgcolor\s*=\s*[\"']?([^\"'>\s]+)", re.I
)
COLOURED = {"Red": "red", "Amber": "amber", "Green": "green"}


def colour_in(markup: str) -> str:
    """The background colour that a piece of markup sets, or nothing."""
    match = _STYLE.search(markup)
    return (match[1] or match[2]).strip() if match else ""


def rating(text: str, colour: str) -> tuple[str, str, str]:
    """The rating of a cell, what it was read from, and what there is to report.

    Parameters
    ----------
    text
        The cell as it stands, markup included.
    colour
        The cell's own background, as a name, six hexadecimal digits or rgb(); or nothing.

    Returns
    -------
    tuple
        Red, Amber, Green, Complete or "not recorded"; word, colour or blank; a remark or "".
    """
    words = words_of(text)
    shade = colour or colour_in(text)
    by_colour = state_of_colour(shade)
    by_word = _state_of_words(words)
    if by_word:
        differs = by_colour and by_word in COLOURED and by_colour != by_word
        remark = (
            f"the word is {by_word} and the colour {shade}: the word is kept" if differs else ""
        )
        return by_word, "word", remark
    remark = f'"{words}" is not a rating and is not read as one' if words else ""
    if by_colour:
        return by_colour, "colour", remark
    if shade and _hue(shade) is not None and not remark:
        remark = f"the colour {shade} is none of red, amber and green"
    return "not recorded", "blank", remark


def looks_like_rating(text: str) -> bool:
    return bool(_state_of_words(words_of(text)))


def state_of_colour(colour: str) -> str:
    """Red, Amber or Green by hue; nothing for greys, white, black and other colours.

    >>> state_of_colour("yellow"), state_of_colour("92D050"), state_of_colour("FFFFFF")
    ('Amber', 'Green', '')
    """
    hue = _hue(colour)
    if hue is None:
        return ""
    if hue < 18 or hue > 340:
        return "Red"
    if hue <= 66:
        return "Amber"
    return "Green" if hue <= 165 else ""


def _state_of_words(words: str) -> str:
    for state, pattern in _WORDS:
        if re.match(pattern, words.strip(" .*()[]"), re.IGNORECASE):
            return state
    named = {match[1].lower().removesuffix("d") if match[1].lower() == "completed" else match[1].lower()  # noqa: E501
             for match in _INSIDE.finditer(words)}  # fmt: skip
    return named.pop().capitalize() if len(named) == 1 and len(words.split()) <= 4 else ""


def _hue(colour: str) -> float | None:
    rgb = _rgb(colour)
    if rgb is None:
        return None
    hue, saturation, value = colorsys.rgb_to_hsv(*(part / 255 for part in rgb))
    return hue * 360 if saturation >= 0.2 and value >= 0.25 else None


def _rgb(colour: str) -> tuple[float, ...] | None:
    text = colour.strip().lower().lstrip("#")
    text = _NAMED.get(text, text)
    if re.fullmatch(r"[0-9a-f]{3}", text):
        text = "".join(2 * digit for digit in text)
    if re.fullmatch(r"[0-9a-f]{8}", text):
        text = text[2:]  # spreadsheets put opacity first
    if re.fullmatch(r"[0-9a-f]{6}", text):
        return tuple(int(text[at : at + 2], 16) for at in (0, 2, 4))
    parts = re.fullmatch(r"rgba?\(\s*(\d+)\D+(\d+)\D+(\d+).*\)", text)
    return tuple(min(255.0, float(part)) for part in parts.groups()) if parts else None
