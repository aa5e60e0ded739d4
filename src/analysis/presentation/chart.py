"""What every chart shares: the Analysis Function's style, a headline, a subtitle, alt text."""

import base64
import html
import io
from contextlib import contextmanager

import afcharts  # noqa: F401  (registers the style with matplotlib)
import matplotlib as mpl
import matplotlib.style
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from analysis.presentation.svg import slimmed

BLUE, TEAL, PURPLE, ORANGE = "#12436D", "#28A197", "#801650", "#F46A25"
GREY = "#6F6F6F"  # 5.0 to 1 on white: context that can still be read
INK = "#1A1A1A"
LABEL = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # no grid line through a label

_SETTINGS = {
    "svg.fonttype": "none",  # live text: it can be searched, zoomed and read aloud
    "svg.hashsalt": "best-start",  # the same figure gives the same file
    "font.size": 11,
    "font.sans-serif": ["Arial", "Helvetica", "DejaVu Sans"],
    "figure.facecolor": "white",
    "axes.titlesize": 11,
    "xtick.color": INK,
    "ytick.color": INK,
}


class Chart:
    """A figure with the words that go with it.

    Parameters
    ----------
    figure
        A matplotlib figure, without a title: titles are page text.
    headline
        What the chart shows, in about ten words.
    subtitle
        Measure, place, period and unit.
    alt
        A sentence that says what a reader who cannot see the chart should know.
    """

    def __init__(self, figure: Figure, *, headline: str, subtitle: str, alt: str):
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


@contextmanager
def drawing(width: float, height: float):
    """A figure in the house style, in inches; nothing of it stays behind in matplotlib."""
    with _house_style():
        yield Figure(figsize=(width, height), layout="constrained")


@contextmanager
def _house_style():
    with mpl.rc_context():
        mpl.style.use("afcharts.afcharts")
        mpl.rcParams.update(_SETTINGS)
        yield


def _svg(figure: Figure) -> str:
    with _house_style():
        buffer = io.StringIO()
        FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None})
    return slimmed(buffer.getvalue())
