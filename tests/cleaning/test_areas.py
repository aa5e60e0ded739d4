"""Area codes and statistical neighbours: codes that change, and a list that ranks."""

from pathlib import Path

import openpyxl
import pytest

from analysis.cleaning.areas import REGIONS, read_la_codes, read_neighbours, region_code
from analysis.errors import SourceError

REAL = Path(__file__).parents[2] / ".." / "shared" / "data"


def real(name):
    if not (REAL / name).is_file():
        pytest.skip(f"the published file {Path(name).name} is not beside this repository")
    return REAL / name


@pytest.fixture(scope="module")
def published_codes():
    return read_la_codes(real("eesyscreener-lookup/acceptable_las.csv")).set_index("la_number")


@pytest.fixture(scope="module")
def published_neighbours():
    return read_neighbours(real("dfe-lait/sn_may_2025.xlsx"))


def codes(folder, *lines, encoding="utf-8"):
    path = folder / "acceptable_las.csv"
    text = "\n".join(["old_la_code,new_la_code,la_name", *lines]) + "\n"
    path.write_text(text, encoding=encoding)
    return read_la_codes(path)


# --- codes, as published ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "code", "name"),
    [
        ("311", "E09000016", "Havering"),
        ("884", "E06000019", "Herefordshire"),
        ("806", "E06000002", "Middlesbrough"),
        ("316", "E09000025", "Newham"),
        ("201", "E09000001", "City of London"),
    ],
)
def test_authorities_have_the_code_and_name_in_force(published_codes, number, code, name):
    found = published_codes.loc[number]
    assert (found["area_code"], found["area_name"], found["former_codes"]) == (code, name, "")


@pytest.mark.parametrize(
    ("number", "code", "former"),
    [
        ("815", "E06000065", "E10000023"),  # North Yorkshire
        ("933", "E06000066", "E10000027"),  # Somerset
        ("825", "E06000060", "E10000002"),  # Buckinghamshire
        ("370", "E08000038", "E08000016"),  # Barnsley
        ("373", "E08000039", "E08000019"),  # Sheffield
        ("390", "E08000037", "E08000020"),  # Gateshead
        ("929", "E06000057", "E06000048"),  # Northumberland
    ],
)
def test_number_kept_through_a_change_has_the_new_code(published_codes, number, code, former):
    found = published_codes.loc[number]
    assert (found["area_code"], found["former_codes"]) == (code, former)


def test_numbers_without_an_english_code_are_no_authorities(published_codes):
    # "x" stands for abolished counties, and 702 is education overseas under the code "z".
    assert not {"x", "702"} & set(published_codes.index)


def test_two_authorities_on_one_line_are_no_authority(published_codes):
    assert not published_codes["area_name"].str.contains("/").any()


def test_no_code_in_force_is_also_a_former_one(published_codes):
    former = {code for codes in published_codes["former_codes"] for code in codes.split(";")}
    assert not former & set(published_codes["area_code"])


# --- codes ------------------------------------------------------------------------------------


def test_three_digit_codes_stay_text(tmp_path):
    table = codes(tmp_path, "301,E09000002,Barking and Dagenham", "001,E09000099,Nowhere")
    assert list(table["la_number"]) == ["001", "301"]


@pytest.mark.parametrize("first", [0, 1], ids=["county first", "unitary first"])
def test_a_unitary_authority_replaces_its_county_in_whatever_order(tmp_path, first):
    lines = ["815,E10000023,North Yorkshire", "815,E06000065,North Yorkshire"]
    found = codes(tmp_path, lines[first], lines[1 - first]).iloc[0]
    assert (found["area_code"], found["former_codes"]) == ("E06000065", "E10000023")


@pytest.mark.parametrize("first", [0, 1], ids=["old first", "new first"])
def test_barnsley_has_its_code_of_2025_in_whatever_order(tmp_path, first):
    lines = ["370,E08000016,Barnsley", "370,E08000038,Barnsley"]
    found = codes(tmp_path, lines[first], lines[1 - first]).iloc[0]
    assert (found["area_code"], found["former_codes"]) == ("E08000038", "E08000016")


def test_every_former_code_is_kept_in_order(tmp_path):
    lines = ["370,E08000038,Barnsley", "370,E08000016,Barnsley", "370,E10000098,Barnsley"]
    assert codes(tmp_path, *lines)["former_codes"].item() == "E10000098;E08000016"


def test_a_county_that_was_never_replaced_keeps_its_code(tmp_path):
    found = codes(tmp_path, "881,E10000012,Essex").iloc[0]
    assert (found["area_code"], found["former_codes"]) == ("E10000012", "")


def test_herefordshire_goes_by_its_plain_name(tmp_path):
    line = '884,E06000019,"Herefordshire, County of"'
    assert codes(tmp_path, line)["area_name"].item() == "Herefordshire"


def test_order_of_columns_is_free(tmp_path):
    path = tmp_path / "acceptable_las.csv"
    path.write_text("la_name,extra,new_la_code,old_la_code\nHavering,1,E09000016,311\n", "utf-8")
    assert read_la_codes(path)["la_number"].item() == "311"


def test_byte_order_mark_is_no_part_of_the_first_header(tmp_path):
    table = codes(tmp_path, "311,E09000016,Havering", encoding="utf-8-sig")
    assert table["la_number"].item() == "311"


def test_spaces_around_cells_are_no_part_of_them(tmp_path):
    found = codes(tmp_path, "311 , E09000016 , Havering").iloc[0]
    assert tuple(found) == ("311", "E09000016", "Havering", "")


def test_a_line_that_repeats_makes_no_former_code(tmp_path):
    table = codes(tmp_path, "311,E09000016,Havering", "311,E09000016,Havering")
    assert table["former_codes"].item() == ""


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"old_la_code,la_name\n311,Havering\n",
        b"old_la_code,new_la_code,la_name\n311,E09000016,Hav\xe9ring\n",
        b"old_la_code,new_la_code,la_name\n1,2,3,4\n1,2,3,4,5\n",
    ],
    ids=["empty", "a column short", "not UTF-8", "ragged"],
)
def test_a_file_that_is_no_list_of_authorities_is_refused(tmp_path, content):
    path = tmp_path / "acceptable_las.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"acceptable_las\.csv cannot be read as the list"):
        read_la_codes(path)


def test_a_column_named_twice_is_refused(tmp_path):
    path = tmp_path / "acceptable_las.csv"
    path.write_text("old_la_code,new_la_code,la_name,la_name\n311,E09000016,Havering,x\n", "utf-8")
    with pytest.raises(SourceError, match='names the column "la_name" twice'):
        read_la_codes(path)


def test_a_list_without_an_english_authority_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no row has a number such as 311"):
        codes(tmp_path, "x,E10000001,Bedfordshire")


def test_a_code_list_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"absent\.csv cannot be read as the list"):
        read_la_codes(tmp_path / "absent.csv")


# --- neighbours, as published -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "nearest_first"),
    [
        ("311", "303 822 883 881 886 866 941 826 887 938"),
        ("884", "943 860 925 893 933 888 935 811 815 830"),
        ("806", "890 805 861 354 391 336 335 393 341 355"),
        ("316", "304 301 308 856 309 821 307 313 352 871"),
    ],
)
def test_ten_neighbours_are_those_printed_nearest_first(
    published_neighbours, number, nearest_first
):
    rows = published_neighbours[published_neighbours["la_number"] == number]
    assert list(rows["rank"]) == list(range(1, 11))
    assert " ".join(rows["neighbour_number"]) == nearest_first


def test_every_authority_has_ten_neighbours_and_is_none_of_them(published_neighbours):
    by_authority = published_neighbours.groupby("la_number")["neighbour_number"]
    assert by_authority.nunique().eq(10).all()
    assert published_neighbours["la_number"].ne(published_neighbours["neighbour_number"]).all()


def test_every_region_the_list_names_is_known(published_neighbours):
    assert {region_code(name) for name in published_neighbours["region"]} == set(REGIONS)


# --- neighbours -------------------------------------------------------------------------------


HEADER = ["LA num", "LA Name", "LA number", "GOInd", "GOReg"]
HEADER += [name for rank in range(1, 11) for name in (f"SN{rank}", "SNP")]
JUNK = (["A", "B", "C", "D", "E", *range(3, 23)], [*range(1, 26)])
BARKING = [301, "Barking and Dagenham", 301, 3, "London (Outer)"]
BARKING += [cell for number in range(302, 312) for cell in (number, "Close")]


def workbook(folder, *rows):
    path = folder / "neighbours.xlsx"
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_two_rows_of_junk_stand_above_the_header(tmp_path):
    table = read_neighbours(workbook(tmp_path, *JUNK, HEADER, BARKING))
    assert list(table["neighbour_number"]) == [str(number) for number in range(302, 312)]


@pytest.mark.parametrize("above", [0, 1, 5])
def test_header_is_found_by_what_it_says(tmp_path, above):
    table = read_neighbours(workbook(tmp_path, *[["note"]] * above, HEADER, BARKING))
    assert len(table) == 10


def test_numbers_of_a_spreadsheet_become_three_digits_of_text(tmp_path):
    row = [7.0, "Nowhere", 7, 3, "London (Outer)", *BARKING[5:]]
    first = read_neighbours(workbook(tmp_path, HEADER, row)).iloc[0]
    assert (first["la_number"], first["neighbour_number"]) == ("007", "302")


def test_closeness_goes_with_its_own_neighbour(tmp_path):
    row = [*BARKING]
    row[6], row[8] = "Extremely close", " Somewhat close "
    table = read_neighbours(workbook(tmp_path, HEADER, row))
    assert list(table["closeness"][:3]) == ["extremely close", "somewhat close", "close"]


def test_blank_rows_are_passed_over(tmp_path):
    table = read_neighbours(workbook(tmp_path, HEADER, [None] * 25, BARKING, [None] * 25))
    assert len(table) == 10


def test_a_note_below_the_table_is_no_authority(tmp_path):
    note = ["Source: Department for Education"]
    table = read_neighbours(workbook(tmp_path, HEADER, BARKING, note))
    assert set(table["la_number"]) == {"301"}


def test_a_workbook_of_something_else_is_refused(tmp_path):
    path = workbook(tmp_path, ["LA", "Name"], [301, "Barking and Dagenham"])
    with pytest.raises(SourceError, match=r'neighbours\.xlsx has no header row with "LA num"'):
        read_neighbours(path)


@pytest.mark.parametrize("lost", ["GOReg", "SN7"])
def test_a_column_lost_from_the_list_is_named(tmp_path, lost):
    header = [f"no {name}" if name == lost else name for name in HEADER]
    with pytest.raises(SourceError, match=f"neighbours.xlsx.*{lost}"):
        read_neighbours(workbook(tmp_path, header, BARKING))


def test_a_list_that_does_not_say_how_close_its_last_neighbour_is_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no column after SN10"):
        read_neighbours(workbook(tmp_path, HEADER[:-1], BARKING[:-1]))


@pytest.mark.parametrize("cell", [None, "n/a", "301.5"])
def test_neighbours_of_an_authority_without_a_number_are_not_passed_over(tmp_path, cell):
    row = [cell, *BARKING[1:]]
    with pytest.raises(SourceError, match=r"neighbours\.xlsx.* stands as the LA num"):
        read_neighbours(workbook(tmp_path, HEADER, BARKING, row))


@pytest.mark.parametrize("cell", [None, "n/a", 302.5, "inf"])
def test_a_neighbour_without_a_number_is_refused(tmp_path, cell):
    row = [*BARKING]
    row[HEADER.index("SN10")] = cell
    with pytest.raises(SourceError, match=r"neighbours\.xlsx.*(301|SN10)"):
        read_neighbours(workbook(tmp_path, HEADER, row))


@pytest.mark.parametrize("content", [b"", b"LA num,SN1\n301,302\n"], ids=["empty", "CSV"])
def test_a_file_that_is_no_workbook_is_refused(tmp_path, content):
    path = tmp_path / "neighbours.xlsx"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"neighbours\.xlsx"):
        read_neighbours(path)


def test_a_neighbour_list_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"absent\.xlsx"):
        read_neighbours(tmp_path / "absent.xlsx")


# --- regions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("North East", "E12000001"),
        ("Yorkshire and the Humber", "E12000003"),
        ("Yorkshire and The Humber", "E12000003"),
        ("East of England", "E12000006"),
        ("East", "E12000006"),
        ("London (Inner)", "E12000007"),
        ("London (Outer)", "E12000007"),
        (" London ", "E12000007"),
        ("SOUTH WEST", "E12000009"),
    ],
)
def test_a_region_is_known_under_each_of_its_names(name, code):
    assert region_code(name) == code


@pytest.mark.parametrize("name", ["Wales", "", "E12000007"])
def test_what_is_no_region_of_england_is_refused(name):
    with pytest.raises(SourceError, match=f'"{name}" is not a region of England'):
        region_code(name)
