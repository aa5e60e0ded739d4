"""Tables as other councils lay them out: each a fault that a paper nobody had seen showed."""

import docx
import openpyxl
import pytest
from cleaning.papers.reading import SOURCE, actions, read
from docx.shared import RGBColor

from analysis.cleaning.papers.load import load_paper
from analysis.errors import SourceError


def rows(*rows: str) -> str:
    """A table of text: cells parted by "|"."""
    return "\n".join("\t".join(cell.strip() for cell in row.split("|")) for row in rows)


def targets(*statements: str) -> list[tuple]:
    text = rows("Action | Target", *(f"1.{n} Do it | {said}" for n, said in enumerate(statements)))
    table = read(text).tables["action_targets"]
    return list(zip(table["value"], table["direction"], strict=True))


def page(tmp_path, body: str):
    (tmp_path / "paper.html").write_text(body, encoding="utf-8")
    return load_paper(tmp_path / "paper.html", SOURCE)


# --- headers ---


def test_where_we_are_now_is_progress():
    text = rows("What we will do | Who | Where are we now", "Open hubs | ICB | 3 of 5 are open")
    assert actions(text)["progress_reported"].tolist() == ["yes"]


def test_a_milestone_or_action_beside_a_reference_and_a_lead_is_the_action():
    for name in ("Milestone / action", "Milestone"):
        text = rows(f"ID | {name} | Lead officer | End date", "S1 | Buy bags | Library | May 2025")
        assert actions(text)["label"].tolist() == ["Buy bags"]


def test_objectives_of_their_own_for_each_row_are_the_actions_and_their_criteria_the_targets():
    head = "Objective | Success criteria | Lead | Deadline"
    text = rows(
        head, "1.1 Video pilot | 30 families | PIMHS | May 2025", "1.2 Toys | | Library | TBC"
    )
    loaded = read(text)
    assert loaded.tables["actions"]["action_ref"].tolist() == ["1.1", "1.2"]
    assert loaded.tables["action_targets"]["value"].tolist() == [30]


def test_an_objective_that_stands_for_several_rows_is_their_section():
    head = "Objective | Milestone | Lead | Deadline"
    text = rows(head, "Play | Open streets | Parks | May 2025", "Play | Lend toys | Library | TBC")
    assert actions(text)["label"].tolist() == ["Open streets", "Lend toys"]
    assert actions(text)["section"].tolist() == ["Play", "Play"]


def test_names_below_a_merged_name_are_the_second_row_of_the_header(tmp_path):
    loaded = page(
        tmp_path,
        "<table><tr><th rowspan=2>Action<th colspan=2>Accountability<th rowspan=2>Due</tr>"
        "<tr><th>Responsible officer<th>Partners</tr>"
        "<tr><td>Open hubs<td>Head of Early Help<td>NHS<td>May 2025</tr></table>",
    )
    assert loaded.reading["kind"].tolist() == ["header", "header", "row"]
    assert loaded.tables["actions"]["leads"].tolist() == ["Head of Early Help"]


def test_a_short_row_below_a_header_without_merged_names_is_no_header():
    text = rows("Action | Lead | Due", "Open hubs | Parks | May 2025")
    assert read(text).reading["kind"].tolist() == ["header", "row"]


def test_a_table_of_two_columns_that_names_its_cells_is_one_action(tmp_path):
    document = docx.Document()
    for name, lead in (("Set up a forum", "Parenting Lead"), ("Train 20 staff", "Workforce Team")):
        table = document.add_table(rows=3, cols=2)
        for at, cells in enumerate((("Action", name), ("Lead", lead), ("Timescale", "May 2026"))):
            table.cell(at, 0).text, table.cell(at, 1).text = cells
    document.save(tmp_path / "cards.docx")
    loaded = load_paper(tmp_path / "cards.docx", SOURCE)
    assert loaded.tables["actions"]["label"].tolist() == ["Set up a forum", "Train 20 staff"]
    assert loaded.tables["actions"]["leads"].tolist() == ["Parenting Lead", "Workforce Team"]
    assert loaded.reading["line"].tolist() == [1, 2, 3, 4, 5, 6]


def test_a_numbered_line_above_labelled_lines_is_their_action():
    cards = (
        "1. **Open two hubs**\n   - Lead: Head of Early Help\n   - By: March 2026\n"
        "2. **Train staff**\n   - Lead: Workforce\n   - By: May 2026\n   - Measure: 120 trained\n"
    )
    loaded = read("## Delivery plan\n\n" + cards)
    assert loaded.tables["actions"]["label"].tolist() == ["Open two hubs", "Train staff"]
    assert loaded.tables["actions"]["due_label"].tolist() == ["March 2026", "May 2026"]
    assert actions("1. Open two hubs\nby March\nLead: Head of Early Help")["label"].tolist() == []


def test_an_area_of_focus_is_a_section_and_finish_a_date():
    text = rows("Area of focus | Action | Finish", "Play | Open streets | May 2025")
    table = actions(text)
    assert (table["section"][0], table["due_label"][0]) == ("Play", "May 2025")


def test_the_day_a_paper_was_updated_is_no_section():
    text = rows("Updated: 3 October 2025", "Action | Lead | Due", "Open hubs | ICB | May 2025")
    assert actions(text)["section"].tolist() == [""]


# --- cells ---


def test_a_target_that_moves_from_a_to_b_aims_at_b():
    said = (
        "Breastfeeding from 48% to 52% by March 2027",
        "Cut waits from 12 weeks and 40 children to 25",
    )
    assert targets(*said) == [(52, "at least"), (25, "at most")]


def test_a_bound_of_another_number_gives_a_target_no_direction():
    said = "Waits under 18 weeks for 92% of children", "Obesity below the average, down to 9%"
    assert targets(*said) == [(92, "at least"), (9, "at most")]


def test_an_academic_year_ends_in_august_and_a_short_financial_quarter_is_one():
    text = rows("Action | Due", "Open | Academic year 2025/26", "Shut | Q4 25/26", "Sell | 2025/26")
    due = [str(day)[:10] for day in actions(text)["last_due"]]
    assert due == ["2026-08-31", "2026-03-31", "2026-03-31"]


def test_a_cost_of_nil_is_nought_and_not_missing():
    text = rows(
        "Ref | Action | Cost", "1 | Refresh the policy | nil", "2 | Open | within resources"
    )
    costs = read(text).tables["cost_totals"]
    assert costs["pounds"].fillna(-1).tolist() == [0, -1]
    assert costs["value_note"].tolist() == ["", "x"]


def test_a_page_break_parts_no_sentence_no_date_and_no_lead():
    head = "Action | Lead | Target"
    text = rows(
        f"Ref | {head}", "1 | Open | Family Hubs Lead | 5 hubs by", " | | | June 2026",
        "2 | Shut | Family Hubs | 7 hubs by June", " | | Lead | 2026", "3 | Sell | Family Hubs Lead | 1",
    )  # fmt: skip
    loaded = read(text)
    assert loaded.tables["actions"]["leads"].tolist() == ["Family Hubs Lead"] * 3
    labels = loaded.tables["action_targets"]["label"].tolist()
    assert labels == ["5 hubs by June 2026", "7 hubs by June 2026", "1"]


def test_a_coloured_sign_is_a_rating():
    text = rows("Action | RAG", "Open | \U0001f534", "Shut | \U0001f7e0", "Sell | \U0001f7e2")
    assert actions(text)["rag_printed"].tolist() == ["Red", "Amber", "Green"]


def test_a_page_gives_a_rating_by_the_colour_of_its_sign_or_the_words_of_its_picture(tmp_path):
    loaded = page(
        tmp_path,
        "<table><tr><th>Action<th>RAG</tr><tr><td>Open<td><span style='color:green'>&#9679;</span></tr>"
        "<tr><td>Shut<td><img src=a.png alt=Red></tr></table>",
    )
    assert loaded.tables["actions"]["rag_printed"].tolist() == ["Green", "Red"]


def test_a_word_paper_gives_a_rating_by_the_colour_of_its_sign(tmp_path):
    document = docx.Document()
    table = document.add_table(rows=3, cols=2)
    for at, cells in enumerate((("Action", "RAG"), ("Open", "●"), ("Shut", "On hold"))):
        table.cell(at, 0).text, table.cell(at, 1).text = cells
        table.cell(at, 1).paragraphs[0].runs[0].font.color.rgb = RGBColor(0xFF, 0, 0)
    document.save(tmp_path / "signs.docx")
    ratings = load_paper(tmp_path / "signs.docx", SOURCE).tables["actions"]["rag_printed"]
    assert ratings.tolist() == ["Red", "not recorded"]


def test_what_word_leaves_in_a_page_is_no_word_of_the_paper(tmp_path):
    loaded = page(
        tmp_path,
        "<table><tr><td><p class=MsoNormal>Action<o:p></o:p></p><td>Lead</tr><tr><td><![if !supportLists]>"
        "<span>2.1&nbsp;</span><![endif]>Brush teeth<o:p></o:p><td>Oral health team<o:p></o:p></tr></table>",
    )
    table = loaded.tables["actions"]
    assert (table["action_ref"][0], table["label"][0]) == ("2.1", "Brush teeth")
    assert table["leads"].tolist() == ["Oral health team"]


def test_a_quoted_cell_of_several_lines_is_one_cell():
    text = rows(
        "Ref | Action | Lead | Update", '1 | "Open the ""Stars"" room', 'and garden" | PH | "Drawn'
    )
    loaded = read(text + '\nQuotes due"\n' + rows("2 | Buy toys | PH | "))
    assert loaded.reading["kind"].tolist() == ["header", "row", "row", "row", "row"]
    assert loaded.tables["actions"]["label"].tolist() == [
        'Open the "Stars" room and garden', "Buy toys",
    ]  # fmt: skip


def test_a_quotation_mark_that_is_never_closed_joins_no_rows():
    text = rows("Ref | Action | Lead", '1 | Open 3" pipes | "PH', "2 | Buy toys | PH")
    assert actions(text)["action_ref"].tolist() == ["1", "2"]


# --- workbooks and locked files ---


@pytest.fixture
def workbook(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Healthy weight"
    for name in ("Healthy weight", "Speech"):
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        sheet.append(["Ref", "Action", "Lead", "Cost"])
        sheet.append([name[0] + "1", "Open hubs", "ICB", 5])
        sheet.append(["", "Total", "", "=SUM(D2:D2)"])
    book["Speech"].row_dimensions[2].hidden = True
    book.save(tmp_path / "paper.xlsx")
    return load_paper(tmp_path / "paper.xlsx", SOURCE)


def test_the_sheets_of_a_workbook_name_its_sections(workbook):
    assert workbook.tables["actions"]["section"].tolist() == ["Healthy weight", "Speech"]
    kinds = workbook.reading["kind"].tolist()
    assert kinds[:4] == ["heading", "header", "row", "total"]
    assert kinds[4:] == ["heading", "header repeated", "row", "total"]


def test_hidden_rows_and_formulas_without_a_result_are_said(workbook):
    notes = " ".join(workbook.notes)
    assert 'Of the sheet "Speech" rows 2 are hidden and were read all the same.' in notes
    assert "2 formulas have no result in the file (Healthy weight!D3, Speech!D3)" in notes


@pytest.mark.parametrize("name", ["paper.docx", "paper.xlsx"])
def test_a_locked_office_file_is_said_to_be_locked(tmp_path, name):
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(SourceError, match="locked with a password"):
        load_paper(tmp_path / name, SOURCE)
