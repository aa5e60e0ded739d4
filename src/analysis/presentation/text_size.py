"""How much room words take, measured once for each text and size."""

from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

SIZE, INK = 11, "#1A1A1A"
LINE = 1.2  # height of a line, in sizes of its text
FAMILIES = ("Arial", "Helvetica", "DejaVu Sans")


@lru_cache(maxsize=4096)
def text_size(text: str, size: float) -> tuple[float, float]:
    """Width and height of a text in points, over all its lines.

    Widths are those of the first of the house fonts that the machine has.
    """
    font = FontProperties(size=size)  # of the house style, where a chart is drawn
    lines = text.split("\n")
    widths = [text_to_path.get_text_width_height_descent(line, font, False)[0] for line in lines]
    return max(widths), LINE * size * len(lines)
