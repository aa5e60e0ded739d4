"""The index of multiple deprivation and the lookup of districts: read, or refused in a sentence."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from analysis.cleaning.deprivation import build_deprivation
from analysis.cleaning.imd import read_authority_of_district, read_imd
from analysis.errors import SourceError
from analysis.store import load_table

ROOT = Path(__file__).parents[2]
REAL = ROOT / ".." / "shared" / "data"
HEADER = [
    "LSOA code (2021)",
    "LSOA name (2021)",
    "Local Authority District code (2024)",
    "Local Authority District name (2024)",
    "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)",
    "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOA",
]


def workbook(path, *rows, header=HEADER) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    sheet = book.create_sheet("IMD25")
    for row in (header, *rows):
        sheet.append(list(row))
    book.save(path)
    return path


def place(code, rank, decile, district="E09000016"):
    return code, "A neighbourhood", district, "A district", rank, decile


def test_neighbourhoods_are_read_from_the_sheet_whose_header_names_the_index(tmp_path):
    found = read_imd(workbook(tmp_path / "imd.xlsx", place("E01", 2, 10), place("E02", 1, 1)))
    assert found.to_dict("list") == {
        "lsoa_code": ["E01", "E02"],
        "district_code": ["E09000016", "E09000016"],
        "rank": [2, 1],
        "decile": [10, 1],
    }


@pytest.mark.parametrize(
    "rows", [[(1, 1), (1, 2)], [(1, 1), (3, 2)], [(1, 1), (None, 2)], [(1, 0)]]
)
def test_an_index_that_is_not_whole_is_refused(tmp_path, rows):
    path = workbook(tmp_path / "imd.xlsx", *[place(f"E{k}", *row) for k, row in enumerate(rows)])
    with pytest.raises(SourceError, match="it is not the whole index"):
        read_imd(path)


def test_a_workbook_without_the_columns_is_refused_by_its_name(tmp_path):
    path = workbook(tmp_path / "other.xlsx", header=["Ward", "Score"])
    with pytest.raises(SourceError, match=r"other\.xlsx has no sheet with the columns LSOA code"):
        read_imd(path)


def test_a_file_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "imd.xlsx"
    path.write_text("not a workbook")
    with pytest.raises(SourceError, match=r"imd\.xlsx cannot be read as a workbook"):
        read_imd(path)


def test_a_district_belongs_to_its_county_council_or_to_itself(tmp_path):
    path = tmp_path / "lookup.csv"
    path.write_text(
        "﻿WD22CD,LAD22CD,CTY22CD\n"
        "E051,E07000008,E10000003\nE052,E07000008,E10000003\n"  # a district of Cambridgeshire
        "E053,E08000028,E11000005\nE054,E09000016,\n",  # a metropolitan county is no authority
        encoding="utf-8",
    )
    found = read_authority_of_district(path)
    assert found["E07000008"] == "E10000003"
    assert found["E08000028"] == "E08000028"
    assert found["E09000016"] == "E09000016"
    assert found["E06000063"] == "E10000006"  # Cumberland was Cumbria in 2021/22


def test_a_lookup_without_counties_is_refused(tmp_path):
    path = tmp_path / "lookup.csv"
    path.write_text("WD22CD,LAD22CD\nE051,E07000008\n")
    with pytest.raises(SourceError, match="cannot be read as the lookup of wards"):
        read_authority_of_district(path)


@pytest.fixture(scope="module")
def built():
    if not REAL.is_dir():
        pytest.skip("the published files are not beside this repository")
    return build_deprivation(REAL, load_table("sources", ROOT / "data"))


def test_every_neighbourhood_and_every_child_of_england_is_in_one_authority(built):
    # 33,755 neighbourhoods; England in 2021/22 is 405,723 of 622,583 children.
    assert built["neighbourhoods"].sum() == 33_755
    assert built["rank_total"].sum() == 33_755 * 33_756 // 2
    assert (built["numerator"].sum(), built["denominator"].sum()) == (405_723, 622_583)
    assert (len(built), built["area_code"].is_unique) == (152, True)


def test_a_figure_counts_as_public_from_the_later_of_its_two_sources(built):
    assert set(built["published"]) == {pd.Timestamp("2025-11-30")}
