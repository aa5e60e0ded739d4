"""Files to download: the data behind each page, safe to open, the same at each run."""

import csv
import io
import zipfile

import pandas as pd
import pytest
from conftest import QUARTERS, ROOT

from analysis.params import load_quarter
from analysis.reporting.data_files.area_files import csv_bytes, size_words
from analysis.reporting.data_files.cells import Marks, clean_rows, harmless, headings, plain
from analysis.reporting.data_files.downloads import write_downloads
from analysis.reporting.jobs import all_jobs, read_part
from analysis.store import load_table

Q = "2025-26-Q3"
HAVERING = f"Havering/Havering-{Q}.xlsx"


def made_again(reports, quarter: str, folder, *, states=None, settings=None) -> dict:
    """Write the downloads of a quarter anew, from the records of its reports, to a folder."""
    settings = settings or load_quarter(quarter, reports)
    parts = {job: read_part(reports.reports, job) for job in all_jobs(quarter, settings)}
    states = states or {job: (part.status, part.message) for job, part in parts.items()}
    sources = load_table("sources", ROOT / "data")
    return write_downloads(folder, settings, parts, states, sources)


def all_states(reports, *, but: dict) -> dict:
    """Every report of the quarter as made, except those of the areas given."""
    jobs = all_jobs(Q, load_quarter(Q, reports))
    return {job: but.get(job.area, ("made", "")) for job in jobs}


def content(folder) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def read_csv(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+44 20", "-5 points", "@SUM(A1)", "\t=1+1", "\r=1+1", "  =1+1", "\x00=1", "＝1+1"],
)
def test_a_text_that_would_run_as_a_formula_has_an_apostrophe_before_it(text):
    ((cell,),) = read_csv(csv_bytes(["Area"], [[text]]))[1:]
    assert cell == "'" + plain(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", " "))


def test_a_head_that_would_run_as_a_formula_has_an_apostrophe_before_it():
    assert read_csv(csv_bytes(["=1+1"], [[1]]))[0] == ["'=1+1"]


def test_a_quote_or_a_new_line_in_a_text_starts_no_cell_of_its_own():
    rows = read_csv(csv_bytes(["Area", "Note"], [['x",=1+1', "a\n=1+1"]]))
    assert rows[1] == ['x",=1+1', "a =1+1"]


def test_a_negative_number_stays_a_number():
    assert read_csv(csv_bytes(["Gap"], [[-7.25], [-3]]))[1:] == [["-7.25"], ["-3"]]


def test_a_csv_file_tells_excel_that_it_is_utf_8_and_ends_its_lines_as_unix_does():
    raw = csv_bytes(["Cost (£)"], [["Dingley’s Promise"]])
    assert raw == b"\xef\xbb\xbf" + "Cost (£)\nDingley’s Promise\n".encode()
    assert list(pd.read_csv(io.BytesIO(raw)).columns) == ["Cost (£)"]


def test_control_characters_are_removed_and_text_from_right_to_left_is_kept():
    assert plain("a\x00b\x1b[31m\u0085c\ufffe") == "ab[31m c"
    assert harmless("مدينة نيوهام") == "مدينة نيوهام"


def test_marks_are_told_from_words_by_their_column():
    rows = clean_rows(
        [
            ["Havering", 68.4, "low", "[p][u]"],
            ["Newham", "p u", "high", "43"],
            ["c", "c", "x", "b"],
        ]
    )
    assert [[isinstance(cell, Marks) for cell in row] for row in rows] == [
        [False, False, False, True],
        [False, True, False, False],
        [False, True, True, False],
    ]
    assert rows[0][3] == "p u" and rows[0][3].bracketed == "[p][u]"


def test_a_number_that_is_none_is_marked_and_binary_noise_is_left_out():
    rows = clean_rows([[15.399999999999991], [float("nan")], [float("inf")], [None], [7]])
    assert [row[0] for row in rows] == [15.4, "x", "x", "x", 7]


def test_heads_are_unique_whatever_their_case_and_never_empty():
    assert headings(["Area", "AREA", "area", "\x07", "x" * 400]) == [
        *("Area", "AREA (2)", "area (3)", "Column 4", "x" * 240)
    ]


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_same_reports_give_the_same_bytes(reports, quarter, tmp_path):
    made_again(reports, quarter, tmp_path)
    again = content(tmp_path)
    assert len(again) > 20
    for name, raw in again.items():
        assert (reports.reports / quarter / name).read_bytes() == raw, name


def test_no_spreadsheet_names_an_author_or_the_time_of_its_making(reports):
    with zipfile.ZipFile(reports.reports / Q / HAVERING) as book:
        about = book.read("docProps/core.xml").decode()
        assert {member.date_time for member in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "<dc:creator></dc:creator>" in about
    assert about.count("2025-12-31T00:00:00Z") == 2
    assert "<dc:title>Havering, Best Start findings and data, 2025-26-Q3</dc:title>" in about


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_table_of_every_report_is_offered_whole_as_csv(reports, quarter):
    for job in all_jobs(quarter, load_quarter(quarter, reports)):
        part = read_part(reports.reports, job)
        tables = [t for t in part.tables if t["columns"][0] != "Source"]
        folder = reports.reports / quarter / job.area / "data"
        files = sorted(folder.glob(f"{job.notebook}-*.csv"))
        assert len(files) == len(tables)
        for file, table in zip(files, tables, strict=True):
            rows = read_csv(file.read_bytes())
            assert rows[0] == table["columns"]
            assert len(rows) - 1 == len(table["rows"])


def test_the_chart_of_improvement_money_can_be_drawn_again_from_its_file(reports):
    folder = reports.reports / Q / "Havering" / "data"
    (path,) = folder.glob("02_cost_splits-1-*.csv")
    table = pd.read_csv(path)
    assert table["Grant (£)"].iloc[:4].astype(int).tolist() == [100_000, 57_000, 40_000, 3_000]
    assert table["Grant (£)"].iloc[4] == "x"


def test_the_chart_of_the_gap_over_time_can_be_drawn_again_with_its_line_for_england(reports):
    folder = reports.reports / Q / "Newham" / "data"
    (path,) = folder.glob("03_disadvantage_gaps-2-*.csv")
    assert set(pd.read_csv(path)["Area"]) == {"Newham", "England"}


def test_the_contents_say_what_each_file_holds_and_what_its_marks_mean(reports):
    folder = reports.reports / Q / "Havering" / "data"
    contents = pd.read_csv(folder / "contents.csv", keep_default_na=False).set_index("File")
    others = {path.name for path in folder.iterdir()}
    assert set(contents.index) == others - {"contents.csv", "findings.csv", "sources.csv"}
    (posts,) = [name for name in contents.index if name.startswith("02_cost_splits-3")]
    assert contents.at[posts, "Caption"] == "What a post costs and what the grant pays for"
    assert contents.at[posts, "Marks"] == "z: not applicable"


def test_the_findings_of_an_area_are_those_of_the_quarter(reports):
    whole = pd.read_csv(reports.reports / Q / "findings.csv")
    ours = pd.read_csv(reports.reports / Q / "Newham" / "data" / "findings.csv")
    expected = whole[whole["area"] == "Newham"].reset_index(drop=True)
    assert ours["statement"].tolist() == expected["statement"].tolist()
    assert ours["value"].equals(expected["value"])


def test_files_of_an_area_that_is_gone_are_removed_and_its_folder_with_them(reports, tmp_path):
    made_again(reports, Q, tmp_path)
    settings = load_quarter(Q, reports)
    fewer = settings.model_copy(update={"areas": ["Havering"]})
    made_again(reports, Q, tmp_path, settings=fewer)
    shown = [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")]
    assert shown == ["Havering"]


def test_a_file_of_a_table_that_is_gone_is_removed(reports, tmp_path):
    stray = tmp_path / "Havering" / "data" / "01_indicator_gaps-9-gone.csv"
    stray.parent.mkdir(parents=True)
    stray.write_text("left by an earlier run", encoding="utf-8")
    made_again(reports, Q, tmp_path)
    assert not stray.exists()


def test_an_area_whose_reports_all_failed_offers_nothing(reports, tmp_path):
    made_again(reports, Q, tmp_path)
    states = all_states(reports, but={"Newham": ("failed", "It stopped.")})
    offered = made_again(reports, Q, tmp_path, states=states)
    assert "Newham" not in offered
    assert not (tmp_path / "Newham").exists()


def test_files_beside_pages_of_an_earlier_run_stay_and_are_not_offered(reports, tmp_path):
    made_again(reports, Q, tmp_path)
    states = all_states(reports, but={"Newham": ("older", "Changed.")})
    offered = made_again(reports, Q, tmp_path, states=states)
    assert "Newham" not in offered
    assert (tmp_path / "Newham" / f"Newham-{Q}.xlsx").is_file()


def test_a_size_is_said_in_the_units_that_a_file_manager_shows():
    assert [size_words(size) for size in (1, 1_536, 1_048_576)] == ["1 KB", "2 KB", "1.0 MB"]
