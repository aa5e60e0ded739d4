"""One table in every kind of file, and files that are not what they say."""

import zipfile

import docx
import matplotlib.pyplot as plt
import openpyxl
import pytest
from cleaning.papers.reading import SOURCE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl.styles import PatternFill

from analysis.cleaning.papers.load import Loaded, load_paper
from analysis.errors import SourceError

HEADER = ["Action", "Lead", "Due", "Milestone", "RAG"]
ROWS = [
    ["1.1 Open two hubs in the north", "Public Health, ICB", "March 2025", "2 hubs open", ""],
    ["1.2 Train staff in speech", "QA Manager", "June 2025", "80% of staff trained", "Red"],
    ["1.3 Review the offer", "Hub Lead", "Ongoing", "", ""],
]
AMBER = "FFC000"  # behind the first row's rating, which has no word


@pytest.fixture(params=["txt", "md", "html", "docx", "xlsx", "pdf"])
def loaded(request, tmp_path) -> tuple[str, Loaded]:
    path = tmp_path / f"paper.{request.param}"
    WRITERS[request.param](path)
    return request.param, load_paper(path, SOURCE)


def test_the_same_table_gives_the_same_register_in_every_kind_of_file(loaded):
    kind, paper = loaded
    table = paper.tables["actions"]
    assert table["action_ref"].tolist() == ["1.1", "1.2", "1.3"]
    assert table["leads"].tolist() == ["Public Health; ICB", "QA Manager", "Hub Lead"]
    assert table["due_label"].tolist() == ["March 2025", "June 2025", "Ongoing"]
    assert paper.tables["action_targets"]["value"].dropna().tolist() == [2, 80]
    # text has no colours
    first = "not recorded" if kind in ("txt", "md") else "Amber"
    assert table["rag_printed"].tolist() == [first, "Red", "not recorded"]
    assert table["section"].tolist() == ["Better support"] * 3


def test_every_line_is_accounted_for_in_every_kind_of_file(loaded):
    kind, paper = loaded
    blank = {"txt": [2], "md": [2]}.get(kind, [])
    lines = [n for n in range(1, 6 + len(blank)) if n not in blank]
    assert paper.reading["line"].tolist() == lines
    assert paper.reading["kind"].tolist() == ["heading", "header", "row", "row", "row"]


def write_txt(path):
    lines = ["Better support", "", *("\t".join(row) for row in [HEADER, *ROWS])]
    path.write_text("\n".join(lines), encoding="utf-8")


def write_md(path):
    rows = [f"| {' | '.join(row)} |" for row in [HEADER, *ROWS]]
    path.write_text("\n".join(["## Better support", "", *rows]), encoding="utf-8")


def write_html(path):
    def row(cells, colour):
        shown = [f"<td>{cell}</td>" for cell in cells[:-1]]
        return f'<tr>{"".join(shown)}<td style="background-color: #{colour}">{cells[-1]}</td></tr>'

    body = row(HEADER, "ffffff") + row(ROWS[0], AMBER) + row(ROWS[1], "fff") + row(ROWS[2], "fff")
    path.write_text(f"<h2>Better support</h2><table>{body}</table>", encoding="utf-8")


def shade(cell, colour):
    cell._tc.get_or_add_tcPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{colour}"/>')
    )


def word_table(document, rows):
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for at, row in enumerate(rows):
        for cell, text in zip(table.rows[at].cells, row, strict=True):
            cell.text = text
    return table


def write_docx(path):
    document = docx.Document()
    document.add_heading("Better support")
    shade(word_table(document, [HEADER, *ROWS]).cell(1, 4), AMBER)
    document.save(path)


def write_xlsx(path):
    book = openpyxl.Workbook()
    for row in [["Better support"], HEADER, *ROWS]:
        book.active.append(row)
    book.active["E3"].fill = PatternFill("solid", fgColor=AMBER)
    book.save(path)


def write_pdf(path):
    figure, axes = plt.subplots(figsize=(12, 3))
    axes.axis("off")
    figure.text(0.1, 0.95, "Better support")
    table = axes.table(cellText=[HEADER, *ROWS], bbox=[0, 0, 1, 0.9], cellLoc="left")
    table.auto_set_font_size(False)
    table.set_fontsize(7)
    table[1, 4].set_facecolor(f"#{AMBER}")
    figure.savefig(path)
    plt.close(figure)


WRITERS = {
    "txt": write_txt, "md": write_md, "html": write_html, "docx": write_docx, "xlsx": write_xlsx,
    "pdf": write_pdf,
}  # fmt: skip


# --- Word ---


def change(tag: str, text: str, inner: str = "w:t"):
    return parse_xml(
        f'<{tag} {nsdecls("w")} w:id="1" w:author="A"><w:r><{inner} xml:space="preserve">{text}</{inner}>'
        f"</w:r></{tag}>"
    )


def test_tracked_changes_are_read_as_accepted_and_reported(tmp_path):
    document = docx.Document()
    table = word_table(document, [HEADER, ["1.1 Open ", "PH", "", "", ""], ROWS[1]])
    paragraph = table.cell(1, 0).paragraphs[0]._p
    paragraph.append(change("w:del", "one hub", "w:delText"))
    paragraph.append(change("w:ins", "three hubs"))
    gone = table.rows[2]._tr
    gone.get_or_add_trPr().append(OxmlElement("w:del"))
    document.save(tmp_path / "paper.docx")
    loaded = load_paper(tmp_path / "paper.docx", SOURCE)
    assert loaded.tables["actions"]["label"].tolist() == ["Open three hubs"]
    assert loaded.reading["kind"].tolist() == ["header", "row", "furniture"]
    assert loaded.reading["why"].tolist()[2] == "deleted in tracked changes"
    assert '1 insertions are in, 1 deletions are out ("one hub")' in loaded.notes[0]


def test_cells_merged_down_give_one_action_with_two_dates(tmp_path):
    document = docx.Document()
    table = word_table(
        document, [HEADER[:3], ["Open hubs", "PH", "May 2025"], ["", "", "June 2025"]]
    )
    table.cell(1, 0).merge(table.cell(2, 0))
    document.save(tmp_path / "paper.docx")
    loaded = load_paper(tmp_path / "paper.docx", SOURCE)
    assert loaded.tables["actions"]["due_label"].tolist() == ["May 2025; June 2025"]
    assert "merged with the one above" in loaded.reading["why"].tolist()[2]


def test_a_cell_merged_across_the_table_is_a_heading(tmp_path):
    document = docx.Document()
    table = word_table(
        document, [HEADER[:3], ["Early help", "", ""], ["Open hubs", "PH", "May 2025"]]
    )
    table.cell(1, 0).merge(table.cell(1, 2))
    document.save(tmp_path / "paper.docx")
    loaded = load_paper(tmp_path / "paper.docx", SOURCE)
    assert loaded.tables["actions"]["section"].tolist() == ["Early help"]


def test_a_table_in_a_cell_keeps_its_words_there(tmp_path):
    document = docx.Document()
    table = word_table(document, [HEADER[:3], ["Open hubs", "PH", "May 2025"]])
    inner = table.cell(1, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "North", "South"
    document.save(tmp_path / "paper.docx")
    loaded = load_paper(tmp_path / "paper.docx", SOURCE)
    assert loaded.tables["texts"]["text"].iloc[0] == "Open hubs North South"
    assert "holds a table in a cell" in loaded.notes[0]


def test_a_page_footer_is_furniture(tmp_path):
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = "Council paper"
    word_table(document, [HEADER, *ROWS])
    document.save(tmp_path / "paper.docx")
    reading = load_paper(tmp_path / "paper.docx", SOURCE).reading
    assert (reading["kind"].iloc[0], reading["why"].iloc[0]) == ("furniture", "the page footer")


# --- spreadsheets ---


def test_a_date_cell_is_no_finer_than_its_format_and_a_per_cent_is_one(tmp_path):
    import datetime

    book = openpyxl.Workbook()
    book.active.append(["Action", "Due", "Target"])
    book.active.append(["Open hubs", datetime.date(2025, 5, 1), 0.85])
    book.active["B2"].number_format = "mmm-yy"
    book.active["C2"].number_format = "0%"
    book.save(tmp_path / "paper.xlsx")
    tables = load_paper(tmp_path / "paper.xlsx", SOURCE).tables
    assert tables["actions"]["due_label"].tolist() == ["May 2025"]
    assert (tables["action_targets"]["value"][0], tables["action_targets"]["unit"][0]) == (85, "%")


def test_html_cells_that_span_rows_and_columns_keep_to_their_columns(tmp_path):
    page = (
        "<table><tr><td>Theme<td>Action<td>Lead<td>Due</tr><tr><td rowspan=2>Speech<td>Screen<td>HV<td>May 2025"
        "</tr><tr><td>Train<td>QA<td>June 2025</tr></table>"
    )
    (tmp_path / "paper.html").write_text(page, encoding="utf-8")
    table = load_paper(tmp_path / "paper.html", SOURCE).tables["actions"]
    assert table["leads"].tolist() == ["HV", "QA"]
    assert table["section"].tolist() == ["Speech", "Speech"]


# --- files that cannot be read ---


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "is empty"), ("blank.txt", b" \n\n", "holds no words"),
        ("binary.txt", bytes(range(256)) * 4, "is not text"), ("paper.txt", b"PK\x03\x04abc", "its right name"),
        ("paper.docx", b"not a zip", "is not a Word document"), ("paper.xlsx", b"not a zip", "cannot be read"),
        ("paper.ods", b"\x00\x01", "cannot be read"), ("paper.pdf", b"%PDF-1.7 nothing", "cannot be read as PDF"),
        ("paper.doc", b"\xd0\xcf\x11\xe0", "of a kind that is not read"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_it_says_is_refused_in_a_sentence(tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=says):
        load_paper(tmp_path / name, SOURCE)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(SourceError, match="cannot be read"):
        load_paper(tmp_path / "nothing.txt", SOURCE)
    with pytest.raises(SourceError, match="is a folder"):
        load_paper(tmp_path, SOURCE)


def test_a_zip_that_is_no_word_document_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "paper.docx", "w") as archive:
        archive.writestr("word/document.xml", "<broken")
    with pytest.raises(SourceError, match=r"paper\.docx"):
        load_paper(tmp_path / "paper.docx", SOURCE)


def test_a_scan_is_refused_and_says_what_to_do(tmp_path):
    figure = plt.figure()
    figure.figimage([[0.0, 1.0], [1.0, 0.0]])
    figure.savefig(tmp_path / "scan.pdf")
    plt.close(figure)
    with pytest.raises(SourceError, match="it is a scan"):
        load_paper(tmp_path / "scan.pdf", SOURCE)


def test_windows_text_is_read_and_reported(tmp_path):
    (tmp_path / "paper.txt").write_bytes("Action\tLead\nOpen – now\tPH\n".encode("cp1252"))
    loaded = load_paper(tmp_path / "paper.txt", SOURCE)
    assert loaded.tables["actions"]["label"].tolist() == ["Open – now"]
    assert "read as Windows text" in loaded.notes[0]


def test_shading_by_word_theme_is_not_taken_for_a_rating(tmp_path):
    document = docx.Document()
    table = word_table(document, [HEADER, *ROWS])
    shade(table.cell(1, 4), "auto")
    assert table.cell(1, 4)._tc.tcPr.find(qn("w:shd")) is not None
    document.save(tmp_path / "paper.docx")
    assert load_paper(tmp_path / "paper.docx", SOURCE).tables["actions"]["rag_from"][0] == "blank"
