"""Words of a chart stay inside its picture and never run into each other."""

import ast
import io
import json
from itertools import combinations
from pathlib import Path

import pytest
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.text import Text

from analysis.presentation import chart
from analysis.presentation.chart import Chart, drawing, label, ticks

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
AREAS = ("Havering", "Herefordshire", "Middlesbrough", "Newham")


@pytest.fixture
def drawn(monkeypatch) -> list:
    """The figures behind the charts that a test makes."""
    figures, svg = [], chart._svg

    def kept(figure):
        figures.append(figure)
        return svg(figure)

    monkeypatch.setattr(chart, "_svg", kept)
    return figures


def run_cells(notebook: Path, area: str) -> None:
    """Run the cells that make a notebook's charts."""
    names: dict = {"quarter": "2025-26-Q3", "area": area}
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    for cell in code[1:]:
        exec(compile(ast.parse(cell), notebook.name, "exec"), names)


def words_of(figure) -> dict[str, tuple]:
    """Each text of a picture with the box that it takes."""
    size = figure.bbox.size
    renderer = RendererSVG(*size, io.StringIO())
    texts = [*figure.axes[0].texts, *(a for a in figure.artists if isinstance(a, Text))]
    shown = [text for text in texts if text.get_text()]
    return {f"{n} {text.get_text()}": text.get_window_extent(renderer) for n, text in
            enumerate(shown)}  # fmt: skip


def faults(figure) -> list[str]:
    """Texts that leave the picture, and pairs that run into each other by more than a point."""
    boxes, (width, height) = words_of(figure), figure.bbox.size
    found = [
        f"{words} leaves the picture"
        for words, box in boxes.items()
        if min(box.x0, box.y0, width - box.x1, height - box.y1) < -0.5
    ]
    for (one, a), (other, b) in combinations(boxes.items(), 2):
        across, along = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        if across > 1 and along > 1:
            found.append(f"{one} runs into {other}")
    return found


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_label_of_a_report_is_cut_off_or_runs_into_another(notebook, area, drawn):
    run_cells(notebook, area)
    assert [fault for figure in drawn for fault in faults(figure)] == []


def long_named(**more) -> None:
    with drawing(8, 3, grid="x") as figure:
        axes = figure.panel
        axes.barh([0, 1], [10, 1000], label="A name of something that is itself rather long")
        ticks(axes.yaxis, [0, 1], ["Bournemouth, Christchurch and Poole", "Rutland"])
        label(axes, 1000, 1, "1,000 of the children assessed in the year", ha="left", **more)
        axes.set_xlim(0, 1000)
        axes.set_xlabel("children")
        figure.key(columns=2)
        Chart(figure, headline="H", subtitle="S", alt="A")


def test_long_names_and_labels_past_the_end_of_a_bar_take_the_room_they_need(drawn):
    long_named(right=5)
    assert faults(drawn[0]) == []
    assert "Bournemouth, Christchurch and Poole" in " ".join(words_of(drawn[0]))


def test_a_label_that_is_put_over_another_is_seen(drawn):
    long_named(up=-15)
    label(drawn[0].panel, 1000, 1, "1,001", ha="left", up=-15)
    assert any("runs into" in fault for fault in faults(drawn[0]))
