"""Where the parts of a drawing stand: axes, ticks, grid, names and key, measured once.

matplotlib can do this too, at twice the cost of the drawing: it makes five artists for each tick
and measures every text several times. Here the ticks are one line with gaps, so is the grid, and
the margins follow from the sizes of the words. Points are pixels: a figure has 72 to the
inch.
"""

import math

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from analysis.presentation.key import Key
from analysis.presentation.margins import Reach, margins
from analysis.presentation.text_size import INK, SIZE, text_size

EDGE = 3  # between the outermost words and the edge of the picture
TICK, GAP = 3.5, 3.5  # length of a tick; from a tick to its label, and from labels to a name
GRID = "#CCCCCC"
_ROUNDS = 2  # where ticks stand depends on the room, and the room on what they are called
_BEFORE = {"left": 0, "center": 0.5, "right": 1}
_BELOW = {"bottom": 0, "baseline": 0.2, "center": 0.5, "top": 1}


def lay_out(figure: Figure, *, grid: str, key_columns: int = 0) -> None:
    """Place the axes of a figure as its words need, and draw ticks, grid, names and key.

    Parameters
    ----------
    figure
        A figure with one axes; what is plotted on it is final.
    grid
        "x" for lines across the x axis, "y" across the y axis.
    key_columns
        In how many columns the key names what is drawn; 0 for no key.
    """
    axes = figure.axes[0]
    key = Key(axes, columns=key_columns)
    width, height = figure.bbox.width, figure.bbox.height
    within = [_reach(axes, text) for text in axes.texts]
    for _ in range(_ROUNDS):
        x_labels, y_labels = _labels(axes.xaxis), _labels(axes.yaxis)
        under, beside = _depth(axes.xaxis, x_labels, side=1), _depth(axes.yaxis, y_labels, side=0)
        across = [Reach(0, beside, 0), *(reach for reach, _ in within), *_about(x_labels, side=0)]
        along = [Reach(0, under, 0), *(reach for _, reach in within), *_about(y_labels, side=1)]
        left, right = margins(width - 2 * EDGE, across)
        bottom, top = margins(height - 2 * EDGE - key.height, along)
        low = (EDGE + left, EDGE + key.height + bottom)
        _place(axes, low, (width - EDGE - right, height - EDGE - top))
    _draw_axis(axes, grid=grid)
    _draw_names(axes, under=under, beside=beside)
    key.draw(figure, middle=width / 2, top=EDGE + key.height)


def _labels(axis) -> list[tuple[float, str]]:
    """Where the ticks of an axis stand, as fractions of it, and what they are called."""
    limits = axis.get_view_interval()
    found = axis.get_majorticklocs()
    words = axis.get_major_formatter().format_ticks(found)
    places = [(_fraction(at, limits), word) for at, word in zip(found, words, strict=True)]
    return [(place, word) for place, word in places if -1e-9 <= place <= 1 + 1e-9]


def _depth(axis, labels: list[tuple[float, str]], *, side: int) -> float:
    """How far ticks, their labels and the axis' name reach away from it."""
    deepest = max((text_size(text, SIZE)[side] for _, text in labels), default=0)
    name = axis.get_label_text()
    return TICK + GAP + deepest + (GAP + text_size(name, SIZE)[1] if name else 0)


def _about(labels: list[tuple[float, str]], *, side: int) -> list[Reach]:
    """How far labels reach to both sides of their ticks."""
    halves = [(place, text_size(text, SIZE)[side] / 2) for place, text in labels]
    return [Reach(place, half, half) for place, half in halves]


def _reach(axes: Axes, text: Text) -> tuple[Reach, Reach]:
    """How far a text reaches to the left and right, and down and up, of what it stands at."""
    at = text.get_unitless_position()
    right, up = text.get_transform().transform(at) - axes.transData.transform(at)
    width, height = text_size(text.get_text(), text.get_fontsize())
    before = width * _BEFORE[text.get_horizontalalignment()] - right
    below = height * _BELOW[text.get_verticalalignment()] - up
    across = _fraction(at[0], axes.get_xlim())
    along = _fraction(at[1], axes.get_ylim())
    return Reach(across, before, width - before), Reach(along, below, height - below)


def _fraction(at: float, limits: tuple[float, float]) -> float:
    low, high = limits
    return (at - low) / (high - low)


def _place(axes: Axes, low: tuple[float, float], high: tuple[float, float]) -> None:
    width, height = axes.figure.bbox.width, axes.figure.bbox.height
    axes.set_position(
        (
            low[0] / width,
            low[1] / height,
            (high[0] - low[0]) / width,
            (high[1] - low[1]) / height,
        )
    )


def _draw_axis(axes: Axes, *, grid: str) -> None:
    box = axes.bbox
    across = [(box.x0 + place * box.width, word) for place, word in _labels(axes.xaxis)]
    along = [(box.y0 + place * box.height, word) for place, word in _labels(axes.yaxis)]
    if grid == "x":
        lines = [((x, box.y0), (x, box.y1)) for x, _ in across]
    else:
        lines = [((box.x0, y), (box.x1, y)) for y, _ in along]
    ticks = [((x, box.y0), (x, box.y0 - TICK)) for x, _ in across]
    ticks += [((box.x0, y), (box.x0 - TICK, y)) for y, _ in along]
    _add_lines(axes, lines, color=GRID, width=0.6, zorder=0.5)
    _add_lines(axes, ticks, color=INK, width=0.8, zorder=2)
    for x, word in across:
        _write(axes, x, box.y0 - TICK - GAP, word, "center", "top")
    for y, word in along:
        _write(axes, box.x0 - TICK - GAP, y, word, "right", "center_baseline")


def _add_lines(axes: Axes, lines: list, *, color: str, width: float, zorder: float) -> None:
    if not lines:
        return
    gap = (math.nan, math.nan)  # where the pen is lifted
    along = [point for line in lines for point in (*line, gap)]
    drawn = Line2D(*zip(*along, strict=True), color=color, linewidth=width, zorder=zorder)
    drawn.set_transform(IdentityTransform())
    drawn.set_clip_on(False)
    axes.add_artist(drawn)


def _draw_names(axes: Axes, *, under: float, beside: float) -> None:
    """The names of the axes, outside of the labels of their ticks."""
    box = axes.bbox
    name = axes.get_xlabel()
    if name:
        _write(axes, (box.x0 + box.x1) / 2, box.y0 - under, name, "center", "bottom")
    name = axes.get_ylabel()
    if name:
        middle = (box.y0 + box.y1) / 2
        _write(axes, box.x0 - beside, middle, name, "left", "center", rotation=90)


def _write(axes: Axes, x: float, y: float, words: str, ha: str, va: str, **more) -> Artist:
    text = Text(x, y, words, ha=ha, va=va, color=INK, fontsize=SIZE, **more)
    text.set_transform(IdentityTransform())
    return axes.figure.add_artist(text)
