"""The reports as people use them: in a real browser, narrow and wide, by keyboard, and on paper."""

import csv
import io
import os
import shutil
from pathlib import Path

import pdfplumber
import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from conftest import copy_project
from playwright.sync_api import Page, sync_playwright

from analysis.project import ROOT_VARIABLE
from analysis.reporting.remake import compare
from analysis.reporting.run import run_quarter

QUARTER, BEFORE = "2025-26-Q3", "2025-26-Q1"
WIDTHS = (320, 390, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
AXE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
# No first-run look-ups of the browser's own: the tests count requests.
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="module")
def browser():
    """Chromium as the machine has it; without one, skipped, and on a build machine failed."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    found = next((path for path in map(shutil.which, names) if path), None)
    if not found:
        message = "no Chromium on this machine, so no page was opened in a browser"
        if os.environ.get("CI"):
            pytest.fail(f"{message}: the build must install it")
        pytest.skip(message)
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=found, args=["--no-sandbox", *QUIET])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def site(reports) -> Path:
    """The folder of a whole quarter, with what changed since the one before."""
    compare(reports, BEFORE, QUARTER)
    return reports.reports / QUARTER


def pages_of(site: Path) -> list[Path]:
    pages = sorted(site.glob("*.html")) + sorted(site.glob("*/*.html"))
    assert len(pages) > 10, "a whole run has a page for each area and notebook"
    return pages


@pytest.fixture
def opened(browser):
    """A page with the network cut, that keeps what it asked for and complained of."""
    context = browser.new_context(offline=True, bypass_csp=False)
    page = context.new_page()
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


def show(page: Page, path: Path, width: int = 1280) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_of_a_quarter_breaks_an_accessibility_rule(browser, site, width):
    # the rules are put in from outside the page, which itself allows no script
    context = browser.new_context(offline=True, bypass_csp=True)
    page = context.new_page()
    broken = []
    for path in pages_of(site):
        show(page, path, width)
        page.evaluate(AXE)
        result = page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
        )
        assert result["passes"], "the rules ran"
        broken += [f"{path.name} at {width}: {fault['id']}" for fault in result["violations"]]
    context.close()
    assert broken == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways_but_a_table_in_its_region(opened, site, width):
    for path in pages_of(site):
        show(opened, path, width)
        overflow = opened.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{path.name} is {overflow} pixels too wide at {width}"
        cut = opened.evaluate(
            """() => [...document.querySelectorAll('main *')]
                .filter(e => !e.closest('.table') && !e.closest('.hidden'))
                .filter(e => e.getBoundingClientRect().width > 0)
                .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
                .map(e => e.outerHTML.slice(0, 80))"""
        )
        assert cut == [], f"{path.name} at {width}"


def test_no_page_asks_for_anything_or_complains(opened, site):
    for path in pages_of(site):
        opened.asked.clear()
        show(opened, path)
        outside = [u for u in opened.asked if not u.startswith("data:") and u != path.as_uri()]
        assert outside == [], path.name
    assert opened.complaints == []


def test_every_chart_is_drawn(opened, site):
    for path in pages_of(site):
        show(opened, path)
        widths = opened.evaluate("[...document.images].map(image => image.naturalWidth)")
        assert all(width > 300 for width in widths), path.name


def test_a_page_with_three_charts_is_under_a_hundred_kilobytes(site):
    sizes = {path.name: path.stat().st_size for path in pages_of(site)}
    three = {
        path.name: sizes[path.name]
        for path in pages_of(site)
        if path.read_text(encoding="utf-8").count("<img") <= 3
    }
    assert max(three.values()) < 100_000, three


def test_a_reader_without_a_mouse_skips_to_the_findings_and_opens_a_report(opened, site):
    show(opened, site / "index.html")
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.className") == "skip"
    assert opened.locator(".skip").bounding_box()["x"] >= 0, "the skip link shows on focus"
    opened.keyboard.press("Enter")
    assert opened.evaluate("location.hash") == "#main"
    for _ in range(40):
        opened.keyboard.press("Tab")
        target = opened.evaluate("document.activeElement.getAttribute('href') || ''")
        if target.endswith("01_indicator_gaps.html"):
            break
    opened.keyboard.press("Enter")
    opened.wait_for_url("**/01_indicator_gaps.html")
    assert opened.locator("h1").inner_text().startswith("How far is each indicator")
    reached = set()
    for _ in range(60):
        opened.keyboard.press("Tab")
        reached.add(opened.evaluate("document.activeElement.tagName"))
    assert {"A", "SUMMARY", "DIV"} <= reached, "links, folds and tables can be reached"


def test_a_reader_filters_by_area_and_by_report_without_a_script(opened, site):
    show(opened, site / "index.html")
    opened.get_by_role("radio", name="Havering", exact=True).check()
    assert opened.locator("section.area:visible h3").all_inner_texts() == ["Havering"]
    opened.get_by_role("radio", name="Disadvantage gaps", exact=True).check()
    shown = opened.locator("section.area:visible h4:visible").all_inner_texts()
    assert len(shown) == 1 and shown[0].startswith("Disadvantage gaps")
    opened.get_by_role("radio", name="All areas", exact=True).check()
    assert opened.locator("section.area:visible").count() == 4


def test_a_reader_orders_the_areas_without_a_script(opened, site):
    show(opened, site / "index.html")

    def order() -> list[str]:
        return opened.locator(".order:visible tbody th").all_inner_texts()

    assert order() == sorted(order())
    opened.get_by_role("radio", name="Furthest below the national goal first", exact=True).check()
    distances = opened.locator(".order:visible tbody td:nth-child(5)").all_inner_texts()
    numbers = [float(text.replace("−", "-")) for text in distances]
    assert numbers == sorted(numbers)
    opened.get_by_role("radio", name="Widest free school meals gap first", exact=True).check()
    gaps = opened.locator(".order:visible tbody td:nth-child(6)").all_inner_texts()
    assert gaps == sorted(gaps, key=lambda text: -float(text.replace("−", "-")))


def test_printed_pages_are_a4_and_no_word_is_cut(opened, site):
    for path in pages_of(site):
        show(opened, path)
        pdf = opened.pdf(prefer_css_page_size=True)
        with pdfplumber.open(io.BytesIO(pdf)) as printed:
            for sheet in printed.pages:
                sides = sorted((round(sheet.width), round(sheet.height)))
                assert sides[0] in (595, 596) and sides[1] in (841, 842), sides
                right = max((word["x1"] for word in sheet.extract_words()), default=0)
                assert right <= sheet.width - 20, f"{path.name}: cut at {right:.0f}"


HOSTILE = "<script>document.title='run'</script><img src=x onerror=alert(1)>"


def test_hostile_words_in_the_tables_change_nothing(browser, opened, tmp_path, monkeypatch):
    project = copy_project(tmp_path / "project")
    monkeypatch.setenv(ROOT_VARIABLE, str(project.root))
    name = f"Middlesbrough {HOSTILE} \u202egnirevaH\u202c"
    for path in [*project.data.glob("*.csv"), *project.params.glob("*.yaml")]:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".yaml":
            path.write_text(text.replace('"Middlesbrough"', f'"{name}"'), encoding="utf-8")
            continue
        rows = list(csv.reader(io.StringIO(text)))
        for row in rows:
            for n, cell in enumerate(row):
                if cell == "Middlesbrough":
                    row[n] = name
                elif cell == "Good level of development":
                    row[n] = "Good level " + "of development " * 20
                elif cell.startswith("Local Authority Interactive"):
                    row[n] = f"javascript:alert(1) {HOSTILE} {cell}"
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        path.write_text(out.getvalue(), encoding="utf-8")
    run_quarter(project, QUARTER, areas=[name], notebooks=["01_indicator_gaps"])
    pages = [project.reports / QUARTER / "index.html"]
    pages += (project.reports / QUARTER).glob("Middlesbrough*/*.html")
    assert len(pages) == 2
    for path in pages:
        for width in WIDTHS:
            show(opened, path, width)
            assert opened.title() != "run"
            assert HOSTILE in opened.locator("main").inner_text()
            overflow = opened.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert overflow <= 0, f"{path.name} at {width}"
    outside = [url for url in opened.asked if not url.startswith(("data:", "file:"))]
    assert outside == [] and opened.complaints == []
