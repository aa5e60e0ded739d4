"""A drawing in fewer bytes is the same drawing."""

import xml.etree.ElementTree as ET

from analysis.presentation.chart import Chart, drawing
from analysis.presentation.svg import slimmed


def drawn() -> Chart:
    with drawing(6, 3) as figure:
        axes = figure.subplots()
        axes.plot([2015.123456, 2016, 2017], [70.98765, 68, 72], marker="o")
        axes.annotate("Havering 68.5%", (2016, 68))
        return Chart(figure, headline="H", subtitle="S", alt="A")


WRITTEN = """<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "x" "y">
<svg xmlns="http://www.w3.org/2000/svg" width="10pt">
 <metadata>
  <title>Matplotlib v3</title>
 </metadata>
 <g id="figure_1">
  <path id="m1" d="M 161.301803 -0.000001
L 0 3.5
" clip-path="url(#p1)"/>
  <text x="1.999999" transform="rotate(-0 1.9 2.1)">68.47% of 3,305</text>
 </g>
</svg>
"""


def test_what_no_reader_sees_is_left_out():
    assert slimmed(WRITTEN) == (
        '<svg xmlns="http://www.w3.org/2000/svg" width="10pt"><g>'
        '<path d="M 161.3 0 L 0 3.5 " clip-path="url(#p1)"/>'
        '<text x="2">68.47% of 3,305</text></g></svg>\n'
    )


def test_a_name_that_is_referred_to_stays():
    assert 'id="p1"' in slimmed(WRITTEN.replace('id="m1"', 'id="p1"'))


def test_a_drawing_stays_whole_with_its_words_as_text():
    root = ET.fromstring(drawn().svg)
    words = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "Havering 68.5%" in words


def test_every_reference_in_a_drawing_leads_to_a_name():
    svg = drawn().svg
    root = ET.fromstring(svg)
    names = {element.get("id") for element in root.iter() if element.get("id")}
    wanted = {
        value.lstrip("#")
        for element in root.iter()
        for name, value in element.attrib.items()
        if name.endswith("href")
    }
    assert wanted and wanted <= names
