"""Papers in PDF: what each page gives, and that long ones are read alike by several processes."""

import logging

import matplotlib.pyplot as plt
import pdfplumber
import pytest
from cleaning.papers.reading import SOURCE
from matplotlib.backends.backend_pdf import PdfPages

from analysis.cleaning.papers import pdf_pages
from analysis.cleaning.papers.load import load_paper
from analysis.cleaning.papers.pdf_cells import texts_of
from analysis.cleaning.papers.pdf_objects import PageObjects
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
                assert texts_of(table.rows, drawn.chars) == table.extract()


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
    assert [pdf_pages.processes_for(pages) for pages in (1, 80, 81, 300)] == [0, 0, 4, 4]
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
