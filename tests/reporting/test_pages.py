"""What a page must have, and what keeps it from being written."""

import base64
import hashlib
import re

import pytest

from analysis.errors import RunError
from analysis.reporting.pages.equations import with_mathml
from analysis.reporting.pages.frame import frame
from analysis.reporting.pages.page_gate import page_faults
from analysis.reporting.pages.render import failed_page, report_page

ABOUT = {"notebook": "01_indicator_gaps", "quarter": "2025-26-Q3", "footer": "Foot", "links": []}
CHART = '<img alt="Havering: 68.5% in 2024/25, England 68.3%." src="data:image/svg+xml;base64,AA">'
TABLE = (
    "<table><caption>Areas</caption><thead><tr><th scope='col'>Area</th></tr></thead>"
    "<tbody><tr><th scope='row'>Havering</th></tr></tbody></table>"
)


def page(body: str = "", heading: str = "<h1>Gaps in Havering</h1>") -> str:
    return frame(heading + body, footer="As at 31 December 2025")


def notebook(*markdown: str, output: str = "<p>68.5%</p>") -> dict:
    """An executed notebook of prose, with one output at its end."""
    cells = [
        {"cell_type": "markdown", "id": f"cell-{n}", "metadata": {}, "source": text}
        for n, text in enumerate(markdown)
    ]
    shown = {
        "output_type": "display_data",
        "metadata": {},
        "data": {"text/html": output, "text/plain": "shown"},
    }
    code = {
        "cell_type": "code",
        "id": "last",
        "metadata": {},
        "source": "secret_code()",
        "execution_count": 1,
        "outputs": [shown],
    }
    return {"cells": [*cells, code], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def test_a_sound_page_has_no_fault():
    assert page_faults(page(f"<h2>Findings</h2>{CHART}{TABLE}")) == []


def test_the_title_of_a_page_is_its_heading_and_its_publisher():
    assert "<title>Gaps in Havering - Best Start Analysis</title>" in page()


@pytest.mark.parametrize("heading", ["", "<h1> </h1>", "<h1>One</h1><h1>Two</h1>"])
def test_a_page_without_one_heading_is_not_made(heading):
    with pytest.raises(RunError, match="must have one heading"):
        page(heading=heading)


def test_the_policy_names_the_stylesheet_by_its_checksum_and_allows_no_other():
    text = page()
    style = re.search(r"<style>(.*?)</style>", text, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1]
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy and "script-src" not in policy


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('<img alt="" src="data:image/png;base64,AA">', "no description"),
        ('<img src="data:image/png;base64,AA">', "no description"),
        ('<img alt="Chart" src="data:image/png;base64,AA">', "no description"),
        (CHART.replace("data:image/svg+xml;base64,AA", "chart.png"), "not part of the page"),
        (CHART.replace("data:image", "https://example.org/image"), "not part of the page"),
        (TABLE.replace("<caption>Areas</caption>", ""), "no caption"),
        (TABLE.replace("Areas", " "), "no caption"),
        (TABLE.replace(" scope='col'", ""), "no scope"),
        (TABLE.replace(">Area<", "><"), "an empty head"),
        ("<h3>Too deep</h3>", "A heading of level 3 follows one of level 1"),
        ("<script>alert(1)</script>", "holds a <script>"),
        ('<iframe src="data:text/html,x"></iframe>', "holds a <iframe>"),
        ('<p onclick="x()">x</p>', "has the attribute onclick"),
        ('<p style="color:red">x</p>', "has the attribute style"),
        ('<a href="javascript:alert(1)">x</a>', "A link leads to javascript:"),
        ('<a href=" JavaScript:alert(1)">x</a>', "A link leads to"),
        ('<a href="//example.org">x</a>', "A link leads to //example.org"),
        ('<a href="file:///C:/x">x</a>', "A link leads to file:"),
        ('<p id="a">x</p><p id="a">y</p>', 'The id "a" stands on the page twice'),
        ("<div><p>x</p>", "A <div> is opened and not closed"),
        ("<p>x</p></section>", "A <section> is opened and not closed, or closed and not opened"),
        ("<p>Traceback (most recent call last)</p>", "shows a program's own words"),
        ("<p>/usr/lib/python3/site-packages/pandas</p>", "shows a program's own words"),
    ],
)
def test_what_a_page_lacks_or_must_not_hold_is_named(body, words):
    (fault,) = page_faults(page(body))
    assert words in fault


def test_a_page_that_names_the_projects_folder_is_held_back(tmp_path):
    (fault,) = page_faults(page(f"<p>{tmp_path}/data</p>"), root=tmp_path)
    assert "names the machine" in fault


def test_a_page_in_no_stated_language_is_held_back():
    (fault,) = page_faults(page().replace(' lang="en-GB"', ""))
    assert "British English" in fault


def test_a_report_names_its_area_and_quarter_in_its_heading_and_title():
    text = report_page(notebook("# How far?"), area="Havering", **ABOUT)
    assert "<title>How far? Havering, 2025-26-Q3 - Best Start Analysis</title>" in text
    assert page_faults(text) == []


def test_markup_in_the_name_of_an_area_is_shown_as_text():
    text = report_page(notebook("# How far?"), area="<script>x</script>", **ABOUT)
    assert "<script>" not in text
    assert page_faults(text) == []


def test_code_and_the_words_of_programs_are_not_shown():
    nb = notebook("# How far?")
    nb["cells"][-1]["outputs"] += [
        {"output_type": "stream", "name": "stderr", "text": "UserWarning: /somewhere/x.py"},
        {"output_type": "error", "ename": "E", "evalue": "secret", "traceback": ["secret"]},
    ]
    text = report_page(nb, area="Havering", **ABOUT)
    for word in ("secret", "UserWarning", "x.py"):
        assert word not in text


def test_a_section_that_shows_nothing_is_left_out_with_its_heading():
    nb = notebook("# How far?", "## Empty section", output="")
    assert "Empty section" not in report_page(nb, area="Havering", **ABOUT)


def test_the_page_of_a_failed_report_is_a_sound_page():
    text = failed_page("No rows in <children>.csv.", area="Havering", **ABOUT)
    assert page_faults(text) == []
    assert "No rows in &lt;children&gt;.csv." in text


def test_an_equation_in_prose_is_shown_without_a_script():
    text = report_page(notebook(r"# How far?", r"The share is $\frac{x}{n}$."), area="A", **ABOUT)
    assert "<math" in text and "<mfrac>" in text
    assert "$" not in re.sub(r"<style>.*?</style>", "", text, flags=re.S)
    assert page_faults(text) == []


@pytest.mark.parametrize("text", ["It costs $5 and then $6.", "`$x$` is code", r"\$x\$"])
def test_a_dollar_that_is_no_equation_stays(text):
    assert with_mathml(text) == text


def test_an_equation_on_its_own_is_set_as_a_block():
    assert 'display="block"' in with_mathml("$$ p = x / n $$")
