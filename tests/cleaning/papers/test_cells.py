"""What stands in cells: dates, numbers, money, ratings, leads, references, statements."""

import doctest
from importlib import import_module

import pytest

from analysis.cleaning.papers.cost_rows import funder_of
from analysis.cleaning.papers.dates import dates_of_cell
from analysis.cleaning.papers.header_words import is_header, role_of
from analysis.cleaning.papers.leads import split_leads
from analysis.cleaning.papers.money import money_in
from analysis.cleaning.papers.numbers import numbers_in
from analysis.cleaning.papers.rag import rating
from analysis.cleaning.papers.references import split_reference
from analysis.cleaning.papers.rhythms import rhythms_in
from analysis.cleaning.papers.targets import target_of

MODULES = ("cost_rows", "dates", "header_words", "leads", "money", "numbers", "plain", "rag", "references",
           "rhythms", "statements", "targets")  # fmt: skip


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_in_the_documentation_hold(module):
    result = doctest.testmod(import_module(f"analysis.cleaning.papers.{module}"))
    assert result.attempted and not result.failed


@pytest.mark.parametrize(
    ("cell", "due"),
    [
        ("31 March 2025", ["2025-03-31"]), ("1st May 2025", ["2025-05-01"]), ("30/06/2025", ["2025-06-30"]),
        ("Sept 2024", ["2024-09-30"]), ("Feb 2024", ["2024-02-29"]), ("Dec-24", ["2024-12-31"]),
        ("by end of March 2025", ["2025-03-31"]), ("Autumn term 2025", ["2025-12-31"]),
        ("Q4 2024/25", ["2025-03-31"]), ("Q1 2024/25", ["2024-06-30"]), ("2024/25", ["2025-03-31"]),
        ("April 2024 – March 2025", ["2025-03-31"]), ("December 2024 June 2024", ["2024-12-31", "2024-06-30"]),
    ],
)  # fmt: skip
def test_a_due_date_is_the_last_day_of_what_is_printed(cell, due):
    assert [str(stated.due) for stated in dates_of_cell(cell)] == due


@pytest.mark.parametrize("cell", ["31 June 2025", "40/13/2025", "Autumn", "March", "soon", "TBC"])
def test_what_is_no_date_is_kept_as_not_read(cell):
    (stated,) = dates_of_cell(cell)
    assert (stated.kind, stated.due, stated.label) == ("not read", None, cell)
    assert stated.remark


def test_ongoing_has_no_due_date():
    (stated,) = dates_of_cell("Ongoing")
    assert (stated.kind, stated.due) == ("ongoing", None)


def test_a_range_keeps_its_first_day():
    (stated,) = dates_of_cell("Jan–Mar 2026")
    assert (str(stated.starts), str(stated.due)) == ("2026-01-01", "2026-03-31")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ninety group settings", [(90, "count", "")]), ("twenty-one", [(21, "count", "")]),
        ("half a day a week", [(0.5, "count", "")]), ("less than ¼ of spending", [(0.25, "count", "below")]),
        ("above 60%", [(60, "%", "above")]), ("no more than 5 per cent", [(5, "%", "at most")]),
        ("2½ hubs", [(2.5, "count", "")]), ("1,148 children", [(1148, "count", "")]),
        ("50 0-5 yrs workers", [(50, "count", "")]), ("BMI ≥ 30", []), ("0-19 service", []),
        ("2 Year Olds", []), ("the 1st time", []), ("4-6 months", []), ("in year 2", []),
    ],
)  # fmt: skip
def test_numbers_count_things_and_a_bound_is_no_value(text, found):
    assert [(n.value, n.unit, n.bound) for n in numbers_in(text)] == found


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("All materials updated by end of Year 1", "number", 100), ("Hubs open in all wards", "words", None),
        ("To be confirmed", "placeholder", None), ("See action 2.2.2", "cross-reference", None),
        ("in line with national statistics", "relative", None), ("20% more visits", "change", 20),
        ("Breastfeeding above 50%", "bound", None), ("% settings visited", "words", None),
        ("Develop One Virtual Family Hub by July 2024", "number", 1),
    ],
)  # fmt: skip
def test_a_statement_is_the_kind_of_target_that_it_states(text, kind, value):
    target = target_of(text)
    assert (target.kind, target.value) == (kind, value)


def test_a_reduction_is_a_target_from_above():
    assert target_of("Reduce waits to 10 days or fewer than 5 children").direction == "at most"


@pytest.mark.parametrize(
    ("text", "pounds", "printed_to"),
    [("£0.1935m", 193_500, 100), ("£4,500", 4_500, 1), ("£250k", 250_000, 1_000), ("£1.2 million", 1_200_000, 100_000)],
)  # fmt: skip
def test_money_is_whole_pounds_and_as_fine_as_it_is_printed(text, pounds, printed_to):
    (money,) = money_in(text)
    assert (money.pounds, money.printed_to) == (pounds, printed_to)


@pytest.mark.parametrize(
    ("cell", "colour", "state", "read_from"),
    [
        ("<p>Green</p>", "", "Green", "word"), ('<p style="background-color: yellow;"></p>', "", "Amber", "colour"),
        ("", "92D050", "Green", "colour"), ("", "FFC00000", "Red", "colour"), ("<p></p>", "", "not recorded", "blank"),
        ("", "FFFFFF", "not recorded", "blank"), ("", "D9D9D9", "not recorded", "blank"),
        ("", "0070C0", "not recorded", "blank"), ("Completed", "", "Complete", "word"), ("R", "", "Red", "word"),
        ("On track", "", "not recorded", "blank"), ("Amber/Green", "", "not recorded", "blank"),
    ],
)  # fmt: skip
def test_a_rating_is_its_word_or_its_colour_or_not_recorded(cell, colour, state, read_from):
    assert rating(cell, colour)[:2] == (state, read_from)


def test_a_word_and_a_colour_that_disagree_are_reported():
    assert "the word is kept" in rating("Green", "FF0000")[2]


@pytest.mark.parametrize("cell", ["On track", "Amber/Green"])
def test_a_word_that_is_no_rating_is_reported(cell):
    assert "is not a rating" in rating(cell, "")[2]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("WVT/ICB/ GP /PCNs", ["WVT", "ICB", "GP", "PCNs"]), ("QA Manager; SEND Lead", ["QA Manager", "SEND Lead"]),
        ("<p>Health</p><p>Education</p>", ["Health", "Education"]), ("Health & Care", ["Health & Care"]),
        ("Early Years\nQA Manager, Hub Lead", ["Early Years QA Manager", "Hub Lead"]),
    ],
)  # fmt: skip
def test_leads_are_parted_where_a_paper_parts_them(cell, names):
    assert split_leads(cell) == names


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("SCRUTINY RECOMMENDATION", "recommendation"), ("Target date", "date"), ("Action owner", "lead"),
        ("How will we know?", "target"), ("What will we do?", "action"), ("Who", "lead"), ("Timescle", "date"),
        ("RAG rating", "rag"), ("Progress including risks", "progress"), ("Cost (£)", "cost"), ("Ref.", "ref"),
        ("Lead Responsibility", "lead"), ("Milestones/Indicators", "target"), ("Wildlife", ""),
        ("Evidence Base / Successful Model", "evidence"), ("Key performance indicators", "target"),
    ],
)  # fmt: skip
def test_a_column_is_known_by_the_words_of_the_field(header, role):
    assert role_of(header) == role


def test_a_row_of_content_is_no_header():
    assert not is_header(
        ["Review the action plan with partners.", "Lead officer for hubs", "May 2025"]
    )
    assert not is_header(["Update the plan", "Green"])


@pytest.mark.parametrize(
    ("cell", "ref"),
    [("1.4.3 Sustain", "1.4.3"), ("A. Work", "A"), ("<p><b>a) That</b></p>", "a)"), ("12. Open", "12"), ("R1: Open", "R1"),
     ("40 settings", ""), ("3x per week", ""), ("1.5 million children", ""), ("A hub opens", "")],
)  # fmt: skip
def test_a_reference_at_the_head_of_an_action(cell, ref):
    assert split_reference(cell)[0] == ref


def test_rhythms_are_not_ages_of_infants():
    assert rhythms_in("the 4-6 month contact, reported monthly") == ["monthly"]
    assert rhythms_in("meets every eight weeks; report six-monthly") == [
        "eight-weekly",
        "six-monthly",
    ]


def test_a_funder_is_read_from_the_header():
    assert funder_of("DfE grant") == "grant" and funder_of("Council contribution") == "council"
