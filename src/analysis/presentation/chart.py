"""What every chart shares: the Analysis Function's style, a headline, a subtitle, alt text."""

import base64
import html
import io
from collections.abc import Sequence
from contextlib import contextmanager
from functools import lru_cache

import afcharts  # noqa: F401  (registers the style with matplotlib)
import matplotlib as mpl
import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FixedFormatter, FixedLocator
from matplotlib.transforms import Affine2D

from analysis.presentation.layout import lay_out
from analysis.presentation.svg import slimmed
from analysis.presentation.text_size import FAMILIES, INK, SIZE

BLUE, TEAL, PURPLE, ORANGE = "#12436D", "#28A197", "#801650", "#F46A25"
GREY = "#6F6F6F"  # 5.0 to 1 on white: context that can still be read
LABEL = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # no grid line through a label

_SETTINGS = {
    "svg.fonttype": "none",  # live text: it can be searched, zoomed and read aloud
    "svg.hashsalt": "best-start",  # the same figure gives the same file
    "font.size": SIZE,
    "font.sans-serif": list(FAMILIES),
    "figure.facecolor": "white",
}


class Drawing(Figure):
    """A figure in points, with one axes; what is to be drawn around them when it is finished.

    Parameters
    ----------
    width, height
        In inches.
    grid
        "x" for lines across the x axis, "y" across the y axis.
    """

    def __init__(self, width: float, height: float, *, grid: str):
        super().__init__(figsize=(width, height), dpi=72)
        self.grid, self.key_columns = grid, 0
        self.panel = self.add_axes((0, 0, 1, 1))
        self.panel.xaxis.set_visible(False)  # drawn by lay_out
        self.panel.yaxis.set_visible(False)

    def key(self, *, columns: int) -> None:
        """Ask for a key of what has a label, below the chart."""
        self.key_columns = columns


@contextmanager
def drawing(width: float, height: float, *, grid: str = "y"):
    """A `Drawing` in the house style; nothing of it stays behind in matplotlib."""
    with mpl.rc_context(_house_style()):
        yield Drawing(width, height, grid=grid)


@lru_cache(maxsize=1)
def _house_style() -> dict:
    """The Analysis Function's style with our settings, read from its file once."""
    with mpl.rc_context():
        mpl.style.use("afcharts.afcharts")
        mpl.rcParams.update(_SETTINGS)
        ours, plain = mpl.rcParams, mpl.rcParamsDefault
        return {key: ours[key] for key in ours if key != "backend" and ours[key] != plain[key]}


def label(axes: Axes, x, y, words: str, *, right: float = 0, up: float = 0, **more) -> None:
    """Words at a point of the data, moved by points to the right and up."""
    moved = axes.transData + Affine2D().translate(right, up)
    axes.text(x, y, words, transform=moved, **({"color": INK, "ha": "center"} | more))


def ticks(axis: Axis, at: Sequence, words: Sequence[object]) -> None:
    """Name places on an axis, and no others."""
    axis.set_major_locator(FixedLocator(axis.convert_units(list(at))))
    axis.set_major_formatter(FixedFormatter([str(word) for word in words]))


class Chart:
    """A figure with the words that go with it.

    Parameters
    ----------
    figure
        A `Drawing`, made within `drawing`, without a title: titles are page text.
    headline
        What the chart shows, in about ten words.
    subtitle
        Measure, place, period and unit.
    alt
        A sentence that says what a reader who cannot see the chart should know.
    """

    def __init__(self, figure: Drawing, *, headline: str, subtitle: str, alt: str):
        self.headline, self.subtitle, self.alt = headline, subtitle, alt
        self.svg = _svg(figure)

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.svg.encode("utf-8")).decode("ascii")
        return (
            f"<figure><figcaption><strong>{html.escape(self.headline)}</strong> "
            f"{html.escape(self.subtitle)}</figcaption>"
            f'<img alt="{html.escape(self.alt, quote=True)}" '
            f'src="data:image/svg+xml;base64,{data}"></figure>'
        )

    def __repr__(self) -> str:
        return f"{self.headline}. {self.alt}"


def _svg(figure: Drawing) -> str:
    lay_out(figure, grid=figure.grid, key_columns=figure.key_columns)
    buffer = io.StringIO()
    FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None})
    return slimmed(buffer.getvalue())
