"""The committed tables of official figures: made again from the published files, or refused."""

import hashlib
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from analysis.errors import BestStartError, RunError, SourceError, TableError
from analysis.importing import build_official, import_official
from analysis.project import Project
from analysis.store import table_text

ROOT = Path(__file__).parents[2]
REAL = ROOT / ".." / "shared" / "data"

HAVERING = "E09000016"
PROFILE_2022 = "1_eyfsp_headline_measures_2022.csv"
PROFILE_2025 = "1_eyfsp_headline_measures_2022_2025.excerpt.csv"
LAIT, NEIGHBOURS, CODES = "bds_long_0.parquet", "sn_may_2025.xlsx", "acceptable_las.csv"
FILES = {
    "dfe_eyfsp_2022": PROFILE_2022,
    "dfe_eyfsp_2025_extract": PROFILE_2025,
    "dfe_lait_2026_04": LAIT,
    "dfe_neighbours_2025_05": NEIGHBOURS,
    "dfe_acceptable_las": CODES,
}

# --- the committed tables ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def rebuilt():
    if not REAL.is_dir():
        pytest.skip("the published files are not beside this repository")
    return build_official(Project(ROOT), REAL)


@pytest.mark.parametrize("name", ["areas", "neighbours", "observations", "deprivation"])
def test_committed_table_is_what_the_published_files_give_to_the_byte(rebuilt, name):
    committed = (ROOT / "data" / f"{name}.csv").read_bytes()
    made = table_text(rebuilt[name]).encode("utf-8")
    assert hashlib.sha256(made).hexdigest() == hashlib.sha256(committed).hexdigest(), (
        f"data/{name}.csv is not what the published files give: first other line "
        f"{first_other_line(made, committed)}"
    )


def first_other_line(made, committed):
    pairs = zip(made.splitlines(), committed.splitlines(), strict=False)
    return next((f"{old!r} against {new!r}" for new, old in pairs if new != old), "past the end")


def observed(tables, code, period, group, source):
    found = tables["observations"]
    found = found[
        (found["indicator"] == "gld")
        & (found["area_code"] == code)
        & (found["period"] == period)
        & (found["group"] == group)
        & (found["source_id"] == source)
    ]
    assert len(found) == 1
    return found.iloc[0]


def test_a_release_is_dated_by_its_own_day_and_a_compilation_by_the_first_release(rebuilt):
    release = observed(rebuilt, HAVERING, "2021/22", "all", "dfe_eyfsp_2022")
    compiled = observed(rebuilt, HAVERING, "2018/19", "all", "dfe_lait_2026_04")
    assert release["published"] == pd.Timestamp("2022-11-24")
    assert compiled["published"] == pd.Timestamp("2019-12-31")


def test_children_not_eligible_were_first_published_two_years_after_their_year(rebuilt):
    found = observed(rebuilt, HAVERING, "2021/22", "not_eligible", "dfe_lait_2026_04")
    assert found["published"] == pd.Timestamp("2024-11-28")


def test_an_academic_year_runs_from_september_to_august(rebuilt):
    found = observed(rebuilt, HAVERING, "2024/25", "all", "dfe_eyfsp_2025_extract")
    days = (found["period_start"], found["period_end"])
    assert days == (pd.Timestamp("2024-09-01"), pd.Timestamp("2025-08-31"))


def test_years_without_a_profile_have_no_rows(rebuilt):
    table = rebuilt["observations"]
    gld = table[table["indicator"] == "gld"]
    assert not gld["period"].isin(["2019/20", "2020/21"]).any()


def test_figures_under_a_former_code_stand_under_the_code_in_force(rebuilt):
    # The 2021/22 release knows North Yorkshire as a county, E10000023.
    found = observed(rebuilt, "E06000065", "2021/22", "all", "dfe_eyfsp_2022")
    assert found["area_name"] == "North Yorkshire"
    assert "E10000023" not in set(rebuilt["observations"]["area_code"])


def test_the_subjects_have_ten_neighbours_each_and_all_of_them_are_areas(rebuilt):
    neighbours, areas = rebuilt["neighbours"], rebuilt["areas"]
    assert neighbours.groupby("area_code").size().eq(10).all()
    assert neighbours["area_code"].nunique() == 4
    assert set(neighbours["neighbour_code"]) <= set(areas["area_code"])


# --- a small set of files, made here ----------------------------------------------------------

SUBJECTS = {
    311: ("E09000016", "Havering", "London (Outer)"),
    316: ("E09000025", "Newham", "London (Inner)"),
    806: ("E06000002", "Middlesbrough", "North East"),
    884: ("E06000019", "Herefordshire", "West Midlands"),
}
OTHERS = {
    301: ("E09000002", "Barking and Dagenham", "London (Outer)"),
    302: ("E09000003", "Barnet", "London (Outer)"),
    303: ("E09000004", "Bexley", "London (Outer)"),
    304: ("E09000005", "Brent", "London (Outer)"),
    305: ("E09000006", "Bromley", "London (Outer)"),
    306: ("E09000008", "Croydon", "London (Outer)"),
    307: ("E09000009", "Ealing", "London (Outer)"),
    308: ("E09000010", "Enfield", "London (Outer)"),
    309: ("E09000014", "Haringey", "London (Inner)"),
    310: ("E09000015", "Harrow", "London (Outer)"),
}
AREAS = SUBJECTS | OTHERS


def write_codes(path, left_out=()):
    lines = [f"{number},{code},{name}" for number, (code, name, _) in AREAS.items()]
    kept = [line for line in lines if not line.startswith(tuple(left_out) or ("none",))]
    path.write_text("\n".join(["old_la_code,new_la_code,la_name", *kept]) + "\n", "utf-8")


def write_neighbours(path, without_own_row=()):
    book = openpyxl.Workbook()
    ranks = [name for rank in range(1, 11) for name in (f"SN{rank}", "SNP")]
    book.active.append(["LA num", "LA Name", "GOReg", *ranks])
    for number, (_, name, region) in AREAS.items():
        if number not in without_own_row:
            nearest = [cell for other in OTHERS for cell in (other, "Close")]
            book.active.append([number, name, region, *nearest])
    book.save(path)


def write_profile(path, period, *figures):
    rows = [
        {
            "time_period": period,
            "time_identifier": "Academic year",
            "geographic_level": "Local authority",
            "country_code": "E92000001",
            "country_name": "England",
            "region_code": "E13000002",
            "region_name": "Outer London",
            "new_la_code": HAVERING,
            "la_name": "Havering",
            "breakdown_topic": "Total",
            "breakdown": "Total",
            "sex": "Total",
            "children_count": children,
            "gld_children_count": good,
            "gld_children_percent": percent,
        }
        for children, good, percent in figures
    ]
    pd.DataFrame(rows).to_csv(path, index=False)


def write_lait(path, *more):
    rows = [
        ("FSP_NEW_GOODDEV", "2022", "64.5"),
        ("FSP_Gooddev_FSM", "2022", "41.4"),
        ("FSP_Gooddev_FSM_Other", "2022", "68.7"),
        ("FSP_Gooddev_Without_SENSTATE", "2022", "14.8"),
        ("FSP_Gooddev_With_SENSTATE", "2022", "2.6"),
        ("%_2yr_olds", "2025", "61.3"),
        ("No_2yr_olds", "2025", "428"),
        ("6wksBreast", "2024", "-"),
        ("InfMort", "2023", "3.2"),
    ]
    rows = [row for row in rows if row[:2] not in [other[:2] for other in more]]
    table = pd.DataFrame([*rows, *more], columns=["Short Desc", "Years", "Values"])
    table.assign(**{"LA and Regions": "Havering", "LA Number": 311.0}).to_parquet(path)


def register(project, raw, left_out=()):
    """Write data/sources.csv for the files in the folder, with the checksums they have now."""
    sources = pd.read_csv(ROOT / "data" / "sources.csv", dtype=str, keep_default_na=False)
    sources = sources[sources["source_id"].isin(set(FILES) - set(left_out))]
    sums = {
        source: hashlib.sha256((raw / file).read_bytes()).hexdigest()
        for source, file in FILES.items()
    }
    sources = sources.assign(sha256=sources["source_id"].map(sums))
    sources.to_csv(project.data / "sources.csv", index=False)


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "published"
    folder.mkdir()
    write_codes(folder / CODES)
    write_neighbours(folder / NEIGHBOURS)
    write_profile(folder / PROFILE_2022, "202122", ("3379", "2178", "64.5"))
    write_profile(folder / PROFILE_2025, "202425", ("3305", "2263", "68.472"))
    write_lait(folder / LAIT)
    return folder


@pytest.fixture
def project(tmp_path, raw):
    made = Project(tmp_path / "project")
    made.data.mkdir(parents=True)
    for table in ("releases", "indicators"):
        shutil.copy(ROOT / "data" / f"{table}.csv", made.data)
    register(made, raw)
    return made


def contents(project):
    return {path.name: path.read_bytes() for path in sorted(project.data.iterdir())}


def imported(project, raw, *, write):
    return list(import_official(project, str(raw), write=write))


def test_small_set_of_files_gives_its_figures_with_their_sources(project, raw):
    tables = build_official(project, raw)
    found = observed(tables, HAVERING, "2021/22", "all", "dfe_eyfsp_2022")
    assert (found["numerator"], found["denominator"], found["unit"]) == (2178, 3379, "%")
    assert found["source_ref"] == "row 2"


def test_files_may_lie_in_folders_of_their_own(project, raw):
    (raw / "lait" / "april").mkdir(parents=True)
    (raw / LAIT).rename(raw / "lait" / "april" / LAIT)
    assert not build_official(project, raw)["observations"].empty


# --- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("source", "file"), FILES.items())
def test_a_missing_file_is_refused_by_name(project, raw, source, file):
    (raw / file).unlink()
    with pytest.raises(SourceError, match=rf"{file} is not under .*: it is the source {source}, "):
        build_official(project, raw)


@pytest.mark.parametrize(("source", "file"), FILES.items())
def test_a_file_with_another_checksum_is_refused_by_name(project, raw, source, file):
    (raw / file).write_bytes((raw / file).read_bytes() + b"\n")
    with pytest.raises(SourceError, match=rf"{file} is not the file .* {source}: its checksum"):
        build_official(project, raw)


def test_refusal_of_another_checksum_says_what_to_do(project, raw):
    (raw / PROFILE_2022).write_text("issued again", "utf-8")
    with pytest.raises(SourceError, match="register it as a new source"):
        build_official(project, raw)


def test_a_file_issued_again_under_its_name_does_not_hide_the_one_that_is_known(project, raw):
    (raw / "a re-issue").mkdir()
    (raw / "a re-issue" / PROFILE_2022).write_text("issued again", "utf-8")
    (raw / "first issue").mkdir()
    (raw / PROFILE_2022).rename(raw / "first issue" / PROFILE_2022)
    assert not build_official(project, raw)["observations"].empty


@pytest.mark.parametrize("source", FILES)
def test_a_source_that_is_not_registered_is_refused_by_name(project, raw, source):
    register(project, raw, left_out=[source])
    with pytest.raises(BestStartError, match=source):
        build_official(project, raw)


@pytest.mark.parametrize(
    ("measure", "year", "words"),
    [
        ("FSP_NEW_GOODDEV", "2026", "gld / all / 2025/26"),
        ("FSP_Gooddev_FSM", "2026", "gld / characteristics / 2025/26"),
        ("FSP_Gooddev_FSM_Other", "2026", "gld / not_eligible / 2025/26"),
        ("%_2yr_olds", "2026", "take_up_2yo / all / 2026"),
        ("6wksBreast", "2025", "breastfeeding_6_8_weeks / all / 2024/25"),
        ("InfMort", "2024", "infant_mortality / all / 2024"),
    ],
)
def test_a_period_without_a_release_date_is_refused_with_the_row_to_add(
    project, raw, measure, year, words
):
    write_lait(raw / LAIT, (measure, year, "50"))
    register(project, raw)
    with pytest.raises(
        SourceError, match=rf"data/releases\.csv does not say when {words} .*: add a row"
    ):
        build_official(project, raw)


def test_a_neighbour_without_a_code_is_refused(project, raw):
    write_codes(raw / CODES, left_out=["305"])
    register(project, raw)
    with pytest.raises(SourceError, match="305"):
        build_official(project, raw)


def test_a_neighbour_without_a_region_is_refused(project, raw):
    write_neighbours(raw / NEIGHBOURS, without_own_row=[305])
    register(project, raw)
    with pytest.raises(SourceError, match=r"305|Bromley"):
        build_official(project, raw)


def test_a_subject_without_neighbours_is_refused(project, raw):
    write_neighbours(raw / NEIGHBOURS, without_own_row=[884])
    register(project, raw)
    with pytest.raises(SourceError, match="Herefordshire"):
        build_official(project, raw)


# --- two sources of one figure ----------------------------------------------------------------


def test_two_sources_of_one_figure_that_differ_are_reported(project, raw):
    write_lait(raw / LAIT, ("FSP_NEW_GOODDEV", "2022", "65.5"))
    register(project, raw)
    said = []
    build_official(project, raw, said)
    assert "gld / E09000016 / 2021/22 / all / all: 64.46 against 65.50." in said
    assert "1 figures stand in two sources; 1 differ by over 0.1 points." in said


def test_two_sources_that_agree_to_the_printed_decimal_are_no_difference(project, raw):
    # 2,178 of 3,379 is 64.457, which the compilation prints as 64.5.
    said = []
    build_official(project, raw, said)
    assert "1 figures stand in two sources; 0 differ by over 0.1 points." in said


def test_both_sources_of_one_figure_are_kept(project, raw):
    table = build_official(project, raw)["observations"]
    both = table[(table["period"] == "2021/22") & (table["group"] == "all")]
    assert list(both["source_id"]) == ["dfe_eyfsp_2022", "dfe_lait_2026_04"]


def test_a_blank_of_a_year_that_does_not_exist_is_left_out_and_said(project, raw):
    write_lait(raw / LAIT, ("FSP_NEW_GOODDEV", "2021", "-"))
    register(project, raw)
    said = []
    table = build_official(project, raw, said)["observations"]
    assert "2020/21" not in set(table["period"])
    assert any("1 blanks of years that do not exist left out" in sentence for sentence in said)


def test_a_figure_for_a_year_that_does_not_exist_is_not_left_out_as_a_blank(project, raw):
    write_lait(raw / LAIT, ("FSP_NEW_GOODDEV", "2021", "61.0"))
    register(project, raw)
    said = []
    try:
        build_official(project, raw, said)
    except SourceError:
        return
    assert not any("1 blanks" in sentence for sentence in said)


# --- compare or write -------------------------------------------------------------------------


def test_comparing_changes_nothing_and_says_what_differs(project, raw):
    before = contents(project)
    said = imported(project, raw, write=False)
    assert contents(project) == before
    assert "data/areas.csv: differs from what the files give; --write writes it." in said


def test_writing_makes_the_three_tables_and_leaves_the_others(project, raw):
    before = contents(project)
    imported(project, raw, write=True)
    after = contents(project)
    assert set(after) - set(before) == {"areas.csv", "neighbours.csv", "observations.csv"}
    assert all(after[name] == before[name] for name in before)


def test_written_tables_are_whole(project, raw):
    tables = build_official(project, raw)
    imported(project, raw, write=True)
    assert {name: contents(project)[f"{name}.csv"] for name in tables} == {
        name: table_text(table).encode("utf-8") for name, table in tables.items()
    }


def test_after_writing_the_tables_stand_as_the_files_give_them(project, raw):
    imported(project, raw, write=True)
    said = imported(project, raw, write=False)
    assert [line for line in said if line.startswith("data/")] == [
        "data/areas.csv: 24 rows, as it stands.",
        "data/neighbours.csv: 40 rows, as it stands.",
        "data/observations.csv: 10 rows, as it stands.",
    ]


def test_writing_twice_gives_the_same_bytes(project, raw):
    imported(project, raw, write=True)
    first = contents(project)
    (project.data / "observations.csv").unlink()
    imported(project, raw, write=True)
    assert contents(project) == first


def test_a_table_changed_by_hand_is_said_to_differ_and_is_left_alone(project, raw):
    imported(project, raw, write=True)
    path = project.data / "observations.csv"
    path.write_text(path.read_text("utf-8").replace("2178", "2179"), "utf-8")
    before = contents(project)
    said = imported(project, raw, write=False)
    assert "data/observations.csv: differs from what the files give; --write writes it." in said
    assert contents(project) == before


def test_a_table_saved_by_a_spreadsheet_in_another_encoding_is_said_to_differ(project, raw):
    imported(project, raw, write=True)
    path = project.data / "areas.csv"
    path.write_bytes(path.read_bytes().replace(b"Bexley", b"Bexl\xe9y"))
    said = imported(project, raw, write=False)
    assert "data/areas.csv: differs from what the files give; --write writes it." in said


def test_a_write_that_breaks_off_leaves_the_old_table_and_nothing_else(project, raw, monkeypatch):
    imported(project, raw, write=True)
    (project.data / "areas.csv").write_text("an old table\n", "utf-8")
    before = contents(project)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(RunError, match=r"areas\.csv cannot be written \(No space left on device\)"):
        imported(project, raw, write=True)
    assert contents(project) == before


def test_figures_that_break_the_schema_are_refused(project, raw):
    write_profile(raw / PROFILE_2022, "202122", ("34", "40", "117.6"))
    register(project, raw)
    with pytest.raises(TableError, match="a numerator no larger than its denominator"):
        imported(project, raw, write=False)


def test_a_row_that_repeats_in_a_published_file_is_refused(project, raw):
    write_profile(raw / PROFILE_2022, "202122", ("3379", "2178", "64.5"), ("3379", "2178", "64.5"))
    register(project, raw)
    with pytest.raises(BestStartError, match="repeat"):
        imported(project, raw, write=False)


def test_one_table_that_breaks_its_schema_keeps_every_table_from_being_written(project, raw):
    write_profile(raw / PROFILE_2022, "202122", ("34", "40", "117.6"))
    register(project, raw)
    before = contents(project)
    with pytest.raises(TableError):
        imported(project, raw, write=True)
    assert contents(project) == before


def test_a_folder_that_is_not_there_is_refused(project, tmp_path):
    with pytest.raises(SourceError, match="name the one that holds the published files"):
        imported(project, tmp_path / "nowhere", write=False)


def test_an_empty_folder_is_refused_by_the_first_file_it_lacks(project, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match=r"acceptable_las\.csv is not under"):
        imported(project, tmp_path / "empty", write=True)


@pytest.mark.parametrize("table", ["sources", "releases", "indicators"])
def test_a_table_of_the_project_that_is_missing_is_named(project, raw, table):
    (project.data / f"{table}.csv").unlink()
    with pytest.raises(TableError, match=rf"data/{table}\.csv is missing"):
        build_official(project, raw)


@pytest.mark.skipif(not REAL.is_dir(), reason="the published files are not here")
def test_every_authority_is_taken_but_those_that_others_have_replaced():
    said: list[str] = []
    built = build_official(Project(ROOT), REAL, said, every=True)
    authorities = built["areas"][built["areas"]["area_type"] == "local authority"]
    assert len(authorities) == 153  # upper-tier authorities of England since April 2023
    assert authorities["area_name"].is_unique
    gone = next(sentence for sentence in said if sentence.startswith("Left out as authorities"))
    for name in ("Bournemouth", "Poole", "Cumbria", "Dorset (E10000009)", "Northamptonshire"):
        assert name in gone
    # Barnsley's code changed since the ranking was made
    assert "E08000038" in set(built["deprivation"]["area_code"])
