"""How tables are put together: headers, page breaks, headings, furniture, and every line accounted for."""

import pytest
from cleaning.papers.reading import actions, assert_each_line_once, kinds, read

HEADER = "Action\tLead\tTimescale\tMeasure\tRAG\tProgress\n"
FIRST = "Open a hub in the north.\tHub lead\tMarch 2025\t1 hub\tGreen\tOpened.\n"


def why(text: str) -> list[str]:
    return list(read(text).reading["why"])


# --- page breaks ---


def test_a_row_whose_first_cell_is_empty_goes_on_with_the_row_above():
    text = HEADER + FIRST + "\n\t\t\t\t\tA second one is planned.\n"
    assert kinds(text) == ["header", "row", "joined"]
    assert read(text).reading["joined_to"].tolist()[2] == 2


def test_a_row_that_begins_in_lower_case_goes_on_with_the_sentence():
    text = (
        HEADER
        + "Train staff in speech\tEarly Years QA\tMay 2025\tAll\t\t\nand language\tManager\t\t\t\t\n"
    )
    table = actions(text)
    assert table["label"].tolist() == ["Train staff in speech and language"]


def test_a_row_in_mid_sentence_is_joined_even_where_its_date_and_lead_cells_are_filled():
    text = (
        HEADER
        + "Train staff in speech\tEarly Years QA\tYear 1: Pilot;\tAll\tGreen\tBegun.\n\n"
        + "and language\tManager\tYear 2: Roll out\t\t\t\n"
    )
    table = actions(text)
    assert table["label"].tolist() == ["Train staff in speech and language"]
    assert (table["from_year"][0], table["to_year"][0]) == (1, 2)


def test_a_role_that_a_page_break_cut_in_two_is_one_lead():
    text = (
        HEADER
        + "Visit homes with\tQA Manager, Children’s\tMay 2025\tAll\t\t\ncare\tCentre Lead, QA Manager\t\t\t\t\n"
    )
    loaded = read(text)
    assert loaded.tables["action_leads"]["lead"].tolist() == [
        "QA Manager",
        "Children’s Centre Lead",
    ]
    assert "stands twice" in loaded.reading["remarks"].iloc[1]


def test_a_new_sentence_beside_empty_date_and_lead_cells_goes_on_with_the_row_above():
    text = HEADER + FIRST + "Map the sites with partners.\t\t\tAll sites mapped\t\t\n"
    assert actions(text)["parts"].tolist() == [2]


def test_a_row_joined_over_a_header_and_a_rule_says_so():
    text = HEADER + FIRST + "---\t--\t--\t--\t--\t--\n\n" + HEADER + "\t\t\t\t\tMore.\n"
    assert kinds(text) == ["header", "row", "furniture", "header repeated", "joined"]
    assert why(text)[-1] == "its first cell is empty (over a header)"


def test_a_tag_cut_by_a_page_break_is_whole_again():
    cut = HEADER + 'Plan:<ul style="list-style\tHub lead\tMay 2025\tAll\t\t\n'
    text = cut + '-type: none"><li>Rooms<li>Staff</ul>\t\t\t\t\t\n'
    loaded = read(text)
    assert loaded.tables["actions"]["parts"].tolist() == [2]
    assert loaded.tables["texts"]["text"].iloc[0] == "Plan: Rooms Staff"


def test_a_row_with_its_own_reference_is_never_joined():
    text = HEADER + "1.1 Open a hub\tLead\tMay 2025\t\t\t\n1.2 train staff\t\t\t\t\t\n"
    assert actions(text)["action_ref"].tolist() == ["1.1", "1.2"]


def test_a_whole_row_in_lower_case_is_a_row_of_its_own_and_says_so():
    text = HEADER + FIRST + "e-learning for all staff\tTrainer\tJune 2025\tAll\tRed\tLate.\n"
    assert kinds(text) == ["header", "row", "row"]
    assert "begins in lower case but is whole" in why(text)[2]


def test_the_first_row_of_a_paper_cannot_go_on_with_anything_and_is_not_placed():
    text = HEADER + "\t\t\t\tGreen\tOpened.\n" + FIRST
    assert kinds(text) == ["header", "not placed", "row"]


# --- headers ---


def test_a_header_respelt_on_the_next_page_is_the_same_header():
    text = (
        "Actions\tTarget/ review date\tResponsible Service(s)\tAction Targets\n1. Open\tMay 2025\tPH\t2 hubs\n\n"
        "Actions\tReview date\tResponsble services\tAction targets\n2. Close\tJune 2025\tPH\t1 hub\n"
    )
    assert kinds(text) == ["header", "row", "header repeated", "row"]
    assert why(text)[2].startswith("respelt: Review date, Responsble services")


def test_a_table_without_a_header_is_not_forced_into_columns():
    text = "Staff leave\tHigh\tHigh\nFunding ends\tLow\tHigh\n"
    assert kinds(text) == ["not placed", "not placed"]
    assert actions(text).empty


def test_a_second_table_with_unknown_columns_is_not_forced_into_the_first_ones():
    text = HEADER + FIRST + "\nRisks\n\nRisk\tLikelihood\tImpact\nStaff leave\tHigh\tHigh\n"
    assert kinds(text)[-2:] == ["not placed", "not placed"]
    assert len(actions(text)) == 1


def test_a_row_with_too_many_cells_keeps_them_and_says_so():
    text = HEADER + FIRST.rstrip("\n") + "\tSeen by the board\n"
    loaded = read(text)
    assert "1 cells beyond the header" in loaded.reading["why"].iloc[1]
    assert "Seen by the board" in loaded.tables["texts"]["text"].tolist()


def test_a_cell_broken_over_two_lines_is_one_row():
    text = HEADER + "Open a hub\tHub\nlead\tMay 2025\t1 hub\tGreen\tOpened\n"
    assert kinds(text) == ["header", "row", "row"]
    assert actions(text)["due_label"].tolist() == ["May 2025"]


# --- headings and furniture ---


def test_a_short_line_above_a_header_names_the_section():
    assert actions("Better support\n\n" + HEADER + FIRST)["section"].tolist() == ["Better support"]


def test_two_headings_glued_on_one_line_are_two():
    text = (
        "AMBITION 4: Well supported**Outcome 4.1: Healthy pregnancy**\n\n"
        + HEADER
        + "4.1.1 Offer\tPH\tMay 2025\t\t\t\n"
    )
    row = actions(text).iloc[0]
    assert (row["section_ref"], row["outcome_ref"], row["heading_ref"]) == ("4", "4.1", "")


def test_an_outcome_that_an_actions_number_follows_goes_on_below_a_repeated_ambition():
    head = "Ambition 1: Health\nOutcome 1.1: Teeth\n" + HEADER + "1.1.1 Brush\tPH\tMay 2025\t\t\t\n"
    text = head + "AMBITION 1: HEALTH\n" + HEADER + "1.1.2 Rinse\tPH\tMay 2025\t\t\t\n"
    assert actions(text)["outcome_ref"].tolist() == ["1.1", "1.1"]


def test_a_footer_between_the_rows_of_a_table_is_furniture():
    text = HEADER + FIRST + "\nCabinet, 13th August 2025\n\n" + FIRST.replace("north", "south")
    assert kinds(text) == ["header", "row", "furniture", "row"]


def test_a_line_between_rows_that_is_nothing_known_is_not_placed():
    text = (
        HEADER
        + FIRST
        + "This was added by hand; nobody knows why.\n"
        + FIRST.replace("north", "south")
    )
    assert kinds(text) == ["header", "row", "not placed", "row"]


def test_a_total_is_no_action():
    text = "Ref\tProposal\tCost\nY1\tLead\t£0.1m\nTotal\t\t£0.1m\n"
    assert kinds(text) == ["header", "row", "total"]


# --- other layouts ---

SAME = [
    ("pipes", "| Action | Lead | Due |\n|---|:---:|---|\n| Open a hub | PH | May 2025 |\n"),
    ("strokes", "Action / Lead / Due\nOpen a hub / PH / May 2025\n"),
    ("spaces", "Action        Lead      Due\nOpen a hub    PH        May 2025\n"),
    ("cells", "Action\nLead\nDue\n\nOpen a hub\nPH\nMay 2025\n"),
    ("cards", "Action: Open a hub\nLead: PH\nDue: May 2025\n"),
    ("html", "<table><tr><th>Action</th><th>Lead</th><th>Due</th></tr>\n<tr><td>Open a hub</td>\n<td>PH</td><td>May 2025</td></tr></table>\n"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), SAME, ids=[name for name, _ in SAME])
def test_the_same_row_in_every_layout(name, text):
    loaded = read(text)
    row = loaded.tables["actions"].iloc[0]
    assert (row["label"], row["leads"], str(row["last_due"])) == ("Open a hub", "PH", "2025-05-31")
    assert_each_line_once(text, loaded)


def test_cells_left_out_of_a_line_per_cell_table_are_laid_out_by_kind_and_said():
    text = "Ref\nAction\nLead officer\nBy when\nRAG\n\n1.1\nOpen two hubs in the north\nHead of Help\nMarch 2025\nAmber\n1.2\nReview the offer\nPublic Health\nOngoing\n"
    loaded = read(text)
    assert loaded.tables["actions"]["rag_printed"].tolist() == ["Amber", "not recorded"]
    assert loaded.tables["actions"]["ongoing"].tolist() == ["no", "yes"]
    assert "1 left blank" in loaded.reading["remarks"].iloc[10]


def test_a_stroke_inside_a_cell_that_has_several_readings_is_reported():
    text = "Action / Lead / Due\nOpen a hub / HR / Family Hubs / May 2025\n"
    loaded = read(text)
    assert "readings fit about as well" in loaded.reading["remarks"].iloc[1]


@pytest.mark.parametrize(
    "text",
    ["\u00ad\n\u200b\n", "نص عربي\tنص\n\u202eabc\u202c\n", "\x0cAction\tLead\n", "|\n||\n|||\n", "\t\t\n \u00a0\n", "<table>\n<tr>\n", "<ul><li>\n</p>\n"],
)  # fmt: skip
def test_strange_signs_are_accounted_for_and_never_refused(text):
    assert_each_line_once(text, read(text))
