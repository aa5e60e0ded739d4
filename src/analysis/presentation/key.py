"""The key below a chart: a sample of each thing that is drawn and what it is called."""

from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from analysis.presentation.text_size import INK, LINE, SIZE, text_size

SAMPLE, BESIDE, APART = 22, 6, 20  # length of a sample, from it to its words, between columns
ROW = LINE * SIZE + 3


class Key:
    """Samples and names of everything on the axes that has a label, column by column."""

    def __init__(self, axes: Axes, *, columns: int):
        entries = list(zip(*axes.get_legend_handles_labels(), strict=True)) if columns else []
        rows = -(-len(entries) // columns) if entries else 0
        self.columns = [
            entries[start : start + rows] for start in range(0, len(entries), rows or 1)
        ]
        self.height = rows * ROW + 3 if rows else 0

    def draw(self, figure: Figure, *, middle: float, top: float) -> None:
        """Draw the key about the middle of the page, down from a height in points."""
        widths = [
            SAMPLE + BESIDE + max(text_size(name, SIZE)[0] for _, name in column)
            for column in self.columns
        ]
        left = middle - (sum(widths) + APART * (len(widths) - 1)) / 2
        for column, width in zip(self.columns, widths, strict=True):
            for row, (drawn, name) in enumerate(column):
                height = top - (row + 0.5) * ROW - 3
                for part in (*_samples(drawn, left, height), _name(name, left, height)):
                    part.set_transform(IdentityTransform())
                    figure.add_artist(part)
            left += width + APART


def _name(name: str, left: float, height: float) -> Text:
    place = left + SAMPLE + BESIDE
    return Text(place, height, name, va="center_baseline", color=INK, fontsize=SIZE)


def _samples(drawn: Line2D | BarContainer, left: float, height: float) -> list:
    """A bar, a line or a mark of the same look."""
    if isinstance(drawn, BarContainer):
        bar = drawn.patches[0]
        place = (left, height - 0.35 * SIZE)
        return [Rectangle(place, SAMPLE, 0.7 * SIZE, facecolor=bar.get_facecolor())]
    lined = drawn.get_linestyle() != "None"
    ends = [left, left + SAMPLE] if lined else [left + SAMPLE / 2]
    sample = Line2D(
        ends,
        [height] * len(ends),
        color=drawn.get_color(),
        linestyle=drawn.get_linestyle(),
        linewidth=drawn.get_linewidth(),
        marker=drawn.get_marker(),
        markersize=drawn.get_markersize(),
    )
    return [sample]
