"""Papers in PDF: what each page gives, and that long ones are read alike by several processes."""

import logging
from itertools import pairwise

import matplotlib.pyplot as plt
import pdfplumber
import pytest
from cleaning.papers.reading import SOURCE
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from analysis.cleaning.papers import pdf_pages
from analysis.cleaning.papers import read_pdf as reader
from analysis.cleaning.papers.load import load_paper
from analysis.cleaning.papers.pdf_objects import PageObjects
from analysis.cleaning.papers.pdf_words import Letters
from analysis.cleaning.papers.read_pdf import read_pdf
from analysis.errors import SourceError

HEADER = ["Action", "Lead", "Due"]


def draw(pdf: PdfPages, rows: list[list[str]], turned: float = 0) -> None:
    figure, axes = plt.subplots(figsize=(8, 3))
    axes.axis("off")
    figure.text(0.1, 0.93, "Better support", rotation=turned)
    table = axes.table(cellText=rows, bbox=[0, 0, 1, 0.9], cellLoc="left")
    table.auto_set_font_size(False)
    table.set_fontsize(7)
    table[1, 2].set_facecolor("#ffc000")
    pdf.savefig(figure)
    plt.close(figure)


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    """Six pages of two actions each."""
    path = tmp_path_factory.mktemp("pdf") / "plan.pdf"
    with PdfPages(path) as pdf:
        for page in range(1, 7):
            rows = [[f"{page}.{at} Open hub {page} of {at}", "ICB", "May 2025"] for at in (1, 2)]
            draw(pdf, [HEADER, *rows], turned=90 if page == 6 else 0)
    return path


@pytest.fixture
def several(monkeypatch):
    """As a machine of three cores would read a long paper; gives the processes begun."""
    begun = []
    begin = pdf_pages._begin
    monkeypatch.setattr(pdf_pages, "processes_for", lambda pages: 3)
    monkeypatch.setattr(pdf_pages, "_begin", lambda *args: begun.append(begin(*args)) or begun[-1])
    return begun


def test_letters_and_cells_are_those_that_pdfplumber_itself_gives(plan):
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    with pdfplumber.open(plan) as opened:
        for page in opened.pages:
            drawn = PageObjects(page)
            for mine, its in ((drawn.chars, page.chars), (drawn.rects, page.rects)):
                for ours, theirs in zip(mine, its, strict=True):
                    assert ours == {key: theirs[key] for key in ours}
            for table in page.find_tables():
                letters = Letters(drawn.chars)
                ours = [[letters.lines_in(box) for box in row.cells] for row in table.rows]
                texts = [["\n".join(line.text for line in cell) for cell in row] for row in ours]
                assert texts == table.extract()


def test_a_paper_read_by_three_processes_is_the_paper_read_by_one(plan, several, monkeypatch):
    told = []
    together = read_pdf(plan, lambda done, total: told.append((done, total)))
    assert len(several) == 3
    assert all(other.returncode is not None for other in several)
    assert told == [(page, 6) for page in range(1, 7)]
    monkeypatch.setattr(pdf_pages, "processes_for", lambda pages: 0)
    assert together == read_pdf(plan)
    assert load_paper(plan, SOURCE).tables["actions"]["action_ref"].tolist()[-2:] == ["6.1", "6.2"]


@pytest.mark.parametrize("program", ["no such program", "/bin/false", "/bin/echo"])
def test_processes_that_fail_or_say_something_else_are_done_without(
    plan, several, monkeypatch, program
):
    monkeypatch.setattr(pdf_pages.sys, "executable", program)
    broken = read_pdf(plan)
    monkeypatch.setattr(pdf_pages, "processes_for", lambda pages: 0)
    assert broken == read_pdf(plan)


def test_no_process_is_left_when_a_reader_stops_half_way(plan, several):
    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_pdf(plan, stop)
    assert len(several) == 3
    assert all(other.returncode is not None for other in several)


def test_a_short_paper_and_a_machine_of_one_core_need_no_further_process(monkeypatch):
    monkeypatch.setattr(pdf_pages.os, "sched_getaffinity", lambda who: range(16), raising=False)
    assert [pdf_pages.processes_for(pages) for pages in (1, 40, 41, 300)] == [0, 0, 4, 4]
    monkeypatch.setattr(pdf_pages.os, "sched_getaffinity", lambda who: range(1), raising=False)
    assert pdf_pages.processes_for(300) == 0


def test_a_page_without_words_is_named(tmp_path):
    with PdfPages(tmp_path / "part.pdf") as pdf:
        draw(pdf, [HEADER, ["1.1 Open hubs", "ICB", "May 2025"]])
        pdf.savefig(plt.figure(figsize=(8, 3)))
        plt.close()
    notes = load_paper(tmp_path / "part.pdf", SOURCE).notes
    assert "No text was found on pages 2: they may be pictures." in notes


def test_a_long_broken_paper_is_refused_in_a_sentence(tmp_path, several):
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(SourceError, match="cannot be read as PDF"):
        load_paper(tmp_path / "paper.pdf", SOURCE)


def test_a_locked_paper_is_said_to_be_locked(tmp_path, monkeypatch):
    def locked(path):
        raise PdfminerException(PDFPasswordIncorrect())
        yield

    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7")
    monkeypatch.setattr(reader, "read_pages", locked)
    with pytest.raises(SourceError, match="locked with a password: open it and save it without"):
        load_paper(tmp_path / "paper.pdf", SOURCE)


# --- rules and room on a page, in points from its upper left corner ---


class Sheet:
    """One page of 400 by 300 points to rule and write on."""

    def __init__(self):
        self.figure = plt.figure(figsize=(400 / 72, 300 / 72), dpi=72)

    def rule(self, x0, y0, x1, y1):
        line = Line2D([x0, x1], [300 - y0, 300 - y1], transform=None, color="k", linewidth=1)
        self.figure.add_artist(line)

    def grid(self, columns, rows, cut_above=False, cut_below=False):
        """Rules at these places; without those across at an end that a page break cuts."""
        for x in columns:
            self.rule(x, rows[0], x, rows[-1])
        for y in rows[int(cut_above) : len(rows) - int(cut_below)]:
            self.rule(columns[0], y, columns[-1], y)

    def write(self, x, y, *lines, step=10):
        for at, line in enumerate(lines):
            self.figure.text(
                x / 400, 1 - (y + 8 + step * at) / 300, line, fontsize=8, parse_math=False
            )

    def fill(self, x, y, wide, high, colour):
        self.figure.add_artist(
            Rectangle((x, 300 - y - high), wide, high, transform=None, color=colour)
        )


def saved(path, *sheets: Sheet):
    with PdfPages(path) as pdf:
        for sheet in sheets:
            pdf.savefig(sheet.figure)
            plt.close(sheet.figure)
    return path


COLUMNS = [20, 160, 260, 380]


def headed(columns=COLUMNS, **cut) -> Sheet:
    """A page that begins with a header and one action."""
    sheet = Sheet()
    sheet.grid(columns, [20, 40, 80, 120], **cut)
    for row, y in ((HEADER, 22), (["1.1 Open hubs.", "ICB", "May 2025"], 42)):
        for x, text in zip(columns, row, strict=False):
            sheet.write(x + 4, y, text)
    return sheet


def test_a_row_that_a_page_break_cuts_open_is_one_action(tmp_path):
    first, second = headed(cut_below=True), Sheet()
    for x, text in zip(COLUMNS, ["Train staff in each hub.", "QA", "June 2025"], strict=False):
        first.write(x + 4, 82, text)
    second.grid(COLUMNS, [20, 60, 100], cut_above=True)
    second.write(24, 22, "All of them in speech.")
    second.write(164, 22, "Manager, ICB")
    for x, text in zip(COLUMNS, ["1.3 Review hubs", "PH", "July 2025"], strict=False):
        second.write(x + 4, 62, text)
    loaded = load_paper(saved(tmp_path / "cut.pdf", first, second), SOURCE)
    table = loaded.tables["actions"]
    assert loaded.reading["kind"].tolist() == ["header", "row", "row", "joined", "row"]
    assert loaded.reading["why"][3] == "the rules of its row go on from the page before"
    assert table["label"].tolist() == [
        "Open hubs.", "Train staff in each hub. All of them in speech.", "Review hubs",
    ]  # fmt: skip
    assert table["due_label"].tolist() == ["May 2025", "June 2025", "July 2025"]


def test_whole_rows_of_a_table_without_outer_rules_stay_apart_over_a_page(tmp_path):
    first, second = headed(cut_below=True), Sheet()
    second.grid(COLUMNS, [20, 60, 100], cut_above=True)
    for sheet, y, row in (
        (first, 82, ["Train staff.", "QA", "June 2025"]),
        (second, 22, ["Review hubs.", "PH", "July 2025"]),
        (second, 62, ["Close hubs.", "PH", "July 2026"]),
    ):
        for x, text in zip(COLUMNS, row, strict=False):
            sheet.write(x + 4, y, text)
    loaded = load_paper(saved(tmp_path / "open.pdf", first, second), SOURCE)
    assert loaded.reading["kind"].tolist() == ["header", "row", "row", "row", "row"]


def test_rows_whose_rules_stand_apart_have_the_same_columns(tmp_path):
    sheet = headed()
    moved = [20, 150, 275, 380]
    sheet.grid(moved, [120, 150])
    for at, row in ((82, ["1.2 Train", "QA", "June 2025"]), (122, ["1.3 Review", "PH", "Ongoing"])):
        for x, text in zip(moved if at > 100 else COLUMNS, row, strict=False):
            sheet.write(x + 4, at, text)
    loaded = load_paper(saved(tmp_path / "moved.pdf", sheet), SOURCE)
    assert loaded.tables["actions"]["leads"].tolist() == ["ICB", "QA", "PH"]


def test_tables_that_touch_are_two(tmp_path):
    sheet = headed()
    for x, text in zip(COLUMNS, ["1.2 Train", "QA", "June 2025"], strict=False):
        sheet.write(x + 4, 82, text)
    money = [20, 70, 120, 210, 310, 380]
    sheet.grid(money, [120, 140, 160])
    for y, row in ((122, ["North", "South", "East", "West", "All"]), (142, list("12345"))):
        for x, text in zip(money, row, strict=False):
            sheet.write(x + 4, y, text)
    loaded = load_paper(saved(tmp_path / "two.pdf", sheet), SOURCE)
    assert loaded.tables["actions"]["label"].tolist() == ["Open hubs.", "Train"]
    assert loaded.reading["text"].tolist()[3] == "North\tSouth\tEast\tWest\tAll"


def test_paragraphs_of_a_cell_are_told_by_the_room_between_and_beside_them(tmp_path):
    sheet = headed()
    sheet.write(
        24, 82, "Train all staff of each of our", "hubs in speech", "Open 0-", "19 teams", step=9
    )
    sheet.write(164, 82, "Health visiting", "QA manager", step=16)
    sheet.write(264, 82, "May 2025")
    last = read_pdf(saved(tmp_path / "room.pdf", sheet)).lines[-1]
    assert [cell.text for cell in last.cells] == [
        "Train all staff of each of our hubs in speech\nOpen 0-19 teams",
        "Health visiting\nQA manager",
        "May 2025",
    ]


def test_a_traffic_light_or_coloured_sign_inside_a_cell_is_its_colour(tmp_path):
    sheet = Sheet()
    sheet.grid(COLUMNS, [20, 40, 80, 120, 140])
    sheet.write(264, 122, "●")
    sheet.figure.texts[-1].set_color("#ffc000")
    sheet.fill(300, 50, 12, 12, "#ff0000")
    sheet.fill(260, 80, 120, 40, "#92d050")
    rows = [["Action", "Lead", "RAG"], ["1.1 Open hubs", "ICB", ""], ["1.2 Train", "QA", ""]]
    rows += [["1.3 Review", "PH", ""]]
    for y, row in zip((22, 42, 82, 122), rows, strict=True):
        for x, text in zip(COLUMNS, row, strict=False):
            sheet.write(x + 4, y, text)
    loaded = load_paper(saved(tmp_path / "lights.pdf", sheet), SOURCE)
    assert loaded.tables["actions"]["rag_printed"].tolist() == ["Red", "Green", "Amber"]


def test_the_line_above_a_table_that_stands_apart_is_its_heading(tmp_path):
    sheet = Sheet()
    sheet.write(20, 20, "This draft was made with partners and will go on to grow through its life")
    sheet.write(
        20, 30, "and beyond, as all of them have asked that it should do for many years yet"
    )
    sheet.write(20, 60, "Better support")
    sheet.grid(COLUMNS, [80, 100, 120])
    for y, row in ((82, HEADER), (102, ["1.1 Open hubs", "ICB", "May 2025"])):
        for x, text in zip(COLUMNS, row, strict=False):
            sheet.write(x + 4, y, text)
    loaded = load_paper(saved(tmp_path / "head.pdf", sheet), SOURCE)
    assert loaded.tables["actions"]["section"].tolist() == ["Better support"]


# --- tables without upright rules ---


def test_rules_across_that_are_drawn_cell_by_cell_part_the_columns(tmp_path):
    sheet = Sheet()
    for y in (40, 80, 120):
        for x0, x1 in pairwise(COLUMNS):
            sheet.rule(x0, y, x1, y)
    for y, row in (
        (22, HEADER),
        (42, ["1.1 Open hubs", "ICB", "May 2025"]),
        (82, ["1.2 Train", "QA", "June 2025"]),
        (122, ["1.3 Review", "PH", "Ongoing"]),  # a page's end has cut it: no rule below
    ):
        for x, text in zip(COLUMNS, row, strict=False):
            sheet.write(x + 4, y, text)
    sheet.write(20, 160, "A paragraph that goes on over all of the columns and is no row of theirs")
    loaded = load_paper(saved(tmp_path / "across.pdf", sheet), SOURCE)
    assert loaded.tables["actions"]["leads"].tolist() == ["ICB", "QA", "PH"]
    assert loaded.reading["kind"].tolist() == ["header", "row", "row", "row", "text"]
    assert "Tables on pages 1 have no upright rules" in loaded.notes[0]


def test_rows_between_shaded_rows_are_rows(tmp_path):
    sheet = Sheet()
    for y in (20, 80, 140):
        for x0, x1 in pairwise(COLUMNS):
            sheet.fill(x0, y, x1 - x0, 30, "#dde6f0")
    for y, row in (
        (22, HEADER),
        (52, ["1.1 Open hubs", "ICB", "May 2025"]),
        (82, ["1.2 Train", "QA", "June 2025"]),
        (112, ["1.3 Review", "PH", "Ongoing"]),
        (142, ["1.4 Close", "PH", "July 2026"]),
    ):
        for x, text in zip(COLUMNS, row, strict=False):
            sheet.write(x + 4, y, text)
    loaded = load_paper(saved(tmp_path / "shaded.pdf", sheet), SOURCE)
    assert loaded.tables["actions"]["leads"].tolist() == ["ICB", "QA", "PH", "PH"]


def test_a_rule_below_a_paragraph_makes_no_table(tmp_path):
    sheet = Sheet()
    sheet.write(20, 20, "One paragraph of a paper that holds words and no table", "and goes on so.")
    for y in (60, 100):
        sheet.rule(20, y, 380, y)
    sheet.write(20, 70, "Another paragraph.")
    loaded = load_paper(saved(tmp_path / "rules.pdf", sheet), SOURCE)
    assert set(loaded.reading["kind"]) == {"text"}
