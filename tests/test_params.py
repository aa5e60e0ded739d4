"""A quarter's parameter file: what it must say, what it may not, and how the next one is made."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from analysis.errors import ParamsError
from analysis.new_quarter import with_areas, write_new_quarter
from analysis.params import (
    load_params,
    load_quarter,
    newest_quarter,
    shipped_quarters,
)
from analysis.project import Project
from analysis.quarter import check_settings
from analysis.store import load_tables

ROOT = Path(__file__).parents[1]
QUARTERS = ("2024-25-Q1", "2025-26-Q1", "2025-26-Q3")
QUARTER = "2025-26-Q3"
FILE = f"params/{QUARTER}.yaml"
AREAS = """areas:
  - "Havering"
  - "Herefordshire"
  - "Middlesbrough"
  - "Newham"
"""


@pytest.fixture
def project(tmp_path) -> Project:
    (tmp_path / "params").mkdir()
    for quarter in QUARTERS:
        shutil.copy(ROOT / "params" / f"{quarter}.yaml", tmp_path / "params")
    return Project(tmp_path)


@pytest.fixture(scope="module")
def tables():
    return load_tables(ROOT / "data")


def change(project: Project, old: str, new: str) -> None:
    path = project.params / f"{QUARTER}.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old} stands {text.count(old)} times in {FILE}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def refusal_of(project: Project) -> str:
    with pytest.raises(ParamsError) as refusal:
        load_quarter(QUARTER, project)
    return str(refusal.value)


def assert_says(message: str, *parts: str) -> None:
    missing = [part for part in parts if part not in message]
    assert not missing, f"{missing} not in: {message}"


# --- what is shipped ---


@pytest.mark.parametrize("quarter", shipped_quarters(Project(ROOT)))
def test_the_shipped_parameters_load_and_name_only_what_the_tables_hold(quarter, tables):
    settings = load_quarter(quarter, Project(ROOT))
    check_settings(settings, tables)
    assert settings.quarter == quarter


def test_a_report_has_the_area_it_was_asked_for_and_the_quarters_settings(project):
    params = load_params(QUARTER, "Newham", project)
    assert (params.area, params.quarter.label) == ("Newham", QUARTER)
    assert params.as_at == date(2025, 12, 31)


def test_quarters_are_listed_oldest_first(project):
    assert shipped_quarters(project) == list(QUARTERS)
    assert newest_quarter(project) == "2025-26-Q3"


# --- the quarter and the area that are asked for ---


def test_an_area_that_the_quarter_does_not_name_is_refused(project):
    with pytest.raises(ParamsError) as refusal:
        load_params(QUARTER, "Leeds", project)
    assert str(refusal.value) == (
        '"Leeds" is not an area of 2025-26-Q3: choose one of Havering, Herefordshire, '
        "Middlesbrough, Newham, or add it to params/2025-26-Q3.yaml."
    )


def test_a_quarter_without_a_file_is_refused_with_the_command_that_writes_it(project):
    with pytest.raises(ParamsError) as refusal:
        load_params("2026-27-Q1", "Havering", project)
    assert str(refusal.value) == (
        "There is no params/2026-27-Q1.yaml (there are: 2024-25-Q1, 2025-26-Q1, 2025-26-Q3). "
        "best-start new-quarter 2026-27-Q1 writes it."
    )


def test_a_quarter_before_the_first_is_not_promised_by_a_command_that_refuses_it(project):
    with pytest.raises(ParamsError) as refusal:
        load_params("2020-21-Q1", "Havering", project)
    assert "new-quarter 2020-21-Q1 writes it" not in str(refusal.value)


def test_text_that_is_not_a_quarter_is_refused(project):
    with pytest.raises(ParamsError, match=r'^"2025-26-Q5" is not a quarter'):
        load_params("2025-26-Q5", "Havering", project)


def test_a_path_is_not_a_quarter(project):
    with pytest.raises(ParamsError, match="is not a quarter"):
        load_params(f"../params/{QUARTER}", "Havering", project)


@pytest.mark.parametrize(
    ("quarter", "area"), [(2025, "Havering"), (QUARTER, 936), (QUARTER, None), (None, None)]
)
def test_a_quarter_or_area_without_quotes_is_refused(project, quarter, area):
    with pytest.raises(ParamsError) as refusal:
        load_params(quarter, area, project)
    assert str(refusal.value) == (
        "quarter and area are text: give them in quotes, "
        'such as quarter = "2025-26-Q3" and area = "Havering".'
    )


# --- text that YAML reads as something else ---


def test_an_area_code_without_quotes_is_refused_since_yaml_reads_0736_as_478(project):
    change(project, AREAS, "areas: [0736]\n")
    assert_says(refusal_of(project), FILE, "areas", "must be text", "478", "in quotes")


def test_the_advice_for_an_entry_of_a_list_is_right_for_a_list(project):
    change(project, AREAS, "areas: [0736]\n")
    assert '0: "' not in refusal_of(project)


def test_a_quarter_without_quotes_that_reads_as_a_number_is_refused(project):
    change(project, 'quarter: "2025-26-Q3"', "quarter: 2025")
    assert_says(
        refusal_of(project),
        f"{FILE}: quarter must be text and YAML read 2025 as a",
        'put what you wrote in quotes, such as "2025-26-Q3".',
    )


def test_an_area_that_reads_as_yes_or_no_is_refused(project):
    change(project, '  - "Newham"', "  - no")
    assert_says(refusal_of(project), FILE, "areas", "must be text", "False")


# --- keys ---


def test_an_unknown_key_is_refused_by_the_keys_there_are(project):
    change(project, "confidence: 0.95", "confidence: 0.95\ncolour: red")
    assert refusal_of(project) == (
        f'{FILE}: the key "colour" is not known; the keys there are quarter, as_at, confidence, '
        "areas, notebooks, indicators, comparators, costs, plans."
    )


def test_an_unknown_key_under_another_is_refused_by_the_keys_there(project):
    change(project, "  region: true", "  region: true\n  city: true")
    assert refusal_of(project) == (
        f'{FILE}: the key "comparators.city" is not known; '
        "the keys there are country, region, neighbours."
    )


def test_a_missing_key_is_refused(project):
    change(project, "confidence: 0.95\n", "")
    assert refusal_of(project) == (
        f'{FILE}: the key "confidence" is missing; add it, as in the quarter before.'
    )


def test_a_missing_key_under_another_is_refused(project):
    change(project, "  tolerance_pounds: 0\n", "")
    assert refusal_of(project) == (
        f'{FILE}: the key "costs.tolerance_pounds" is missing; add it, as in the quarter before.'
    )


@pytest.mark.parametrize(
    ("key", "typed"),
    [("confidence: 0.95", "confidance"), ("tolerance_pounds: 0", "tolerance_pound")],
)
def test_a_mistyped_key_is_named_as_it_was_typed(project, key, typed):
    change(project, key, f"{typed}: 0.95")
    assert f'{typed}"' in refusal_of(project)


def test_a_repeated_key_is_refused_where_yaml_would_keep_the_last(project):
    change(project, "confidence: 0.95", "confidence: 0.95\nconfidence: 0.99")
    assert_says(refusal_of(project), FILE, "the key confidence stands there twice; keep one.")


def test_a_repeated_key_under_another_is_refused(project):
    change(project, "  region: true", "  region: true\n  region: false")
    assert_says(refusal_of(project), FILE, "the key region stands there twice; keep one.")


def test_a_repeated_key_is_refused_by_the_line_that_repeats_it(project):
    change(project, "confidence: 0.95", "confidence: 0.95\nconfidence: 0.99")
    lines = (project.params / f"{QUARTER}.yaml").read_text(encoding="utf-8").splitlines()
    line = lines.index("confidence: 0.99") + 1
    assert f"{FILE}, line {line}:" in refusal_of(project)


# --- the file ---


def test_a_file_that_is_not_yaml_is_refused_by_its_line(project):
    change(project, "confidence: 0.95", "confidence: [0.95")
    assert_says(refusal_of(project), f"{FILE}, line ", " is not YAML")


def test_a_tab_is_refused_by_its_line(project):
    change(project, "  region: true", "\tregion: true")
    lines = (project.params / f"{QUARTER}.yaml").read_text(encoding="utf-8").splitlines()
    line = lines.index("\tregion: true") + 1
    assert_says(refusal_of(project), f"{FILE}, line {line} is not YAML")


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "- Havering\n", "Havering\n"])
def test_a_file_without_keys_is_refused(project, text):
    (project.params / f"{QUARTER}.yaml").write_text(text, encoding="utf-8")
    assert refusal_of(project) == (f"{FILE} must hold keys and values, such as as_at: 2025-12-31.")


def test_a_file_that_is_not_utf_8_is_refused(project):
    path = project.params / f"{QUARTER}.yaml"
    path.write_bytes("# Up to £5\n".encode("cp1252") + path.read_bytes())
    assert_says(refusal_of(project), FILE, "UTF-8")


def test_a_file_that_speaks_of_another_quarter_is_refused(project):
    change(project, 'quarter: "2025-26-Q3"', 'quarter: "2025-26-Q2"')
    assert refusal_of(project) == (
        f'{FILE} says quarter: "2025-26-Q2" and must say the quarter of its name, "2025-26-Q3".'
    )


def test_a_quarter_in_the_file_that_is_not_one_is_refused_by_the_file(project):
    change(project, 'quarter: "2025-26-Q3"', 'quarter: "2025-26-Q7"')
    assert_says(refusal_of(project), FILE, '"2025-26-Q7" is not a quarter')


def test_a_file_that_is_not_named_for_a_quarter_is_refused(project):
    (project.params / "notes.yaml").write_text("as_at: 2025-12-31\n", encoding="utf-8")
    with pytest.raises(ParamsError, match=r"^params/notes\.yaml is not named for a quarter"):
        shipped_quarters(project)


# --- the day ---


def test_a_report_cannot_stand_before_its_quarter_begins(project):
    change(project, "as_at: 2025-12-31", "as_at: 2025-09-30")
    assert refusal_of(project) == (
        f"{FILE}: as_at 2025-09-30 is before the quarter begins, and may be 2025-10-01 or later."
    )


def test_a_report_may_stand_on_the_first_day_of_its_quarter_or_after_its_last(project):
    change(project, "as_at: 2025-12-31", "as_at: 2025-10-01")
    assert load_quarter(QUARTER, project).as_at == date(2025, 10, 1)
    change(project, "as_at: 2025-10-01", "as_at: 2026-02-28")
    assert load_quarter(QUARTER, project).as_at == date(2026, 2, 28)


@pytest.mark.parametrize("text", ["31/12/2025", "the end of December", "2025-11-31", "20251231"])
def test_a_day_that_is_not_one_is_refused(project, text):
    change(project, "as_at: 2025-12-31", f"as_at: {text}")
    assert_says(refusal_of(project), FILE, "as_at")


def test_a_day_without_hyphens_is_not_answered_with_talk_of_times(project):
    change(project, "as_at: 2025-12-31", "as_at: 20251231")
    assert "zero time" not in refusal_of(project)


# --- numbers ---


def test_a_confidence_of_95_is_refused_since_it_is_a_share(project):
    change(project, "confidence: 0.95", "confidence: 95")
    assert_says(refusal_of(project), f"{FILE}: confidence has 95", "below 1, such as 0.95")


@pytest.mark.parametrize("text", ["95%", "1", "0.5", ".nan", "true"])
def test_a_confidence_that_is_no_share_between_a_half_and_one_is_refused(project, text):
    change(project, "confidence: 0.95", f"confidence: {text}")
    assert_says(refusal_of(project), f"{FILE}: confidence has ")


@pytest.mark.parametrize("text", ["-1", "£5", "0.5"])
def test_a_tolerance_is_whole_pounds_from_0(project, text):
    change(project, "tolerance_pounds: 0", f"tolerance_pounds: {text}")
    assert_says(refusal_of(project), f"{FILE}: costs.tolerance_pounds has ", text)


@pytest.mark.parametrize("text", ["0", "150", "0.1"])
def test_a_shortfall_of_grant_is_a_whole_percentage_up_to_100(project, text):
    change(project, "[10, 25, 50, 100]", f"[{text}]")
    assert_says(refusal_of(project), FILE, "costs.grant_shortfalls_percent", text)


# --- lists ---


def test_an_unknown_notebook_is_refused_by_the_notebooks_there_are(project):
    change(project, '"02_cost_splits"', '"02_costs"')
    assert refusal_of(project) == (
        f'{FILE}: "02_costs" is not a notebook; there are 01_indicator_gaps, 02_cost_splits, '
        "03_disadvantage_gaps, 04_plan_progress, 05_target_trajectories."
    )


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        ("areas", '"Newham"', '"Havering"'),
        ("notebooks", '"02_cost_splits"', '"01_indicator_gaps"'),
        ("indicators", '"mmr1_24m"', '"gld"'),
    ],
)
def test_a_name_that_is_listed_twice_is_refused(project, key, old, new):
    change(project, old, new)
    assert refusal_of(project) == f"{FILE}: {key} names {new} twice; name it once."


@pytest.mark.parametrize("areas", ["areas: []\n", "areas:\n", 'areas: "Havering"\n'])
def test_a_quarter_needs_a_list_of_areas(project, areas):
    change(project, AREAS, areas)
    assert_says(refusal_of(project), f"{FILE}: areas ")


# --- against the tables ---


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        ("areas", '"Newham"', '"Leeds"'),
        ("areas", '"Newham"', '"England"'),
        ("indicators", '"mmr1_24m"', '"mmr9"'),
        ("comparators.country", '"England"', '"Wales"'),
        ("comparators.neighbours", '"dfe_neighbours_2025_05"', '"cipfa_2025"'),
    ],
)
def test_a_name_that_the_tables_do_not_hold_is_refused(project, tables, key, old, new):
    change(project, old, new)
    with pytest.raises(ParamsError) as refusal:
        check_settings(load_quarter(QUARTER, project), tables)
    assert_says(str(refusal.value), f"{FILE}: {key} has {new}, for which data/")


def test_an_area_that_is_only_a_neighbour_is_not_said_to_be_absent(project, tables):
    change(project, '"Newham"', '"Hartlepool"')
    with pytest.raises(ParamsError) as refusal:
        check_settings(load_quarter(QUARTER, project), tables)
    assert_says(str(refusal.value), '"Hartlepool"', "neighbours")


@pytest.mark.parametrize("name", ["London", "Havering"])
def test_the_country_is_a_country(project, tables, name):
    change(project, 'country: "England"', f'country: "{name}"')
    with pytest.raises(ParamsError, match=r"comparators\.country"):
        check_settings(load_quarter(QUARTER, project), tables)


# --- the next quarter ---


def test_a_new_quarter_is_written_for_its_quarter_and_its_last_day(project):
    path, _ = write_new_quarter(project, "2025-26-Q4")
    assert path == project.params / "2025-26-Q4.yaml"
    settings = load_quarter("2025-26-Q4", project)
    assert (settings.quarter, settings.as_at) == ("2025-26-Q4", date(2026, 3, 31))


def test_a_new_quarter_changes_two_lines_and_keeps_every_comment(project):
    path, before = write_new_quarter(project, "2025-26-Q4")
    old = (project.params / f"{before}.yaml").read_text(encoding="utf-8").splitlines()
    new = path.read_text(encoding="utf-8").splitlines()
    assert [(a, b) for a, b in zip(old, new, strict=True) if a != b] == [
        ('quarter: "2025-26-Q3"', 'quarter: "2025-26-Q4"'),
        ("as_at: 2025-12-31", "as_at: 2026-03-31"),
    ]


@pytest.mark.parametrize(
    "areas",
    [
        'areas:\n  - "X"\n  # a word\n\n  - "Y"\n',
        'areas:\n- "X"\n- "Y"\n',
        'areas: ["X", "Y"]\n',
        'areas: [\n  "X",\n  "Y",\n]\n',
    ],
)
def test_other_areas_take_the_place_of_a_list_however_it_is_written(areas):
    text = 'quarter: "2025-26-Q3"\n' + areas + '\nnotebooks:\n  - "01_indicator_gaps"\n'
    assert with_areas(text, ["P", "Q"]) == (
        'quarter: "2025-26-Q3"\nareas:\n  - "P"\n  - "Q"\n\nnotebooks:\n  - "01_indicator_gaps"\n'
    )


def test_a_new_quarter_keeps_a_comment_beside_its_day(project):
    change(project, "as_at: 2025-12-31", "as_at: 2025-12-31  # the last day of the quarter")
    path, _ = write_new_quarter(project, "2025-26-Q4")
    assert "as_at: 2026-03-31  # the last day of the quarter" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("new", "before"),
    [("2025-26-Q2", "2025-26-Q1"), ("2026-27-Q1", "2025-26-Q3"), ("2024-25-Q2", "2024-25-Q1")],
)
def test_a_new_quarter_is_written_from_the_latest_one_before_it(project, new, before):
    assert write_new_quarter(project, new)[1] == before


def test_a_quarter_that_has_a_file_is_not_overwritten(project):
    path = project.params / f"{QUARTER}.yaml"
    as_it_was = path.read_bytes()
    with pytest.raises(ParamsError) as refusal:
        write_new_quarter(project, QUARTER)
    assert str(refusal.value) == f"{FILE} is already there: edit it, or remove it first."
    assert path.read_bytes() == as_it_was


def test_a_quarter_with_none_before_it_is_refused(project):
    with pytest.raises(ParamsError) as refusal:
        write_new_quarter(project, "2020-21-Q1")
    assert str(refusal.value) == (
        "There is no quarter before 2020-21-Q1 to write params/2020-21-Q1.yaml from."
    )


def test_a_new_quarter_that_is_not_one_is_refused(project):
    with pytest.raises(ParamsError, match=r'^"2025-26-Q5" is not a quarter'):
        write_new_quarter(project, "2025-26-Q5")


def test_a_new_quarter_is_not_written_from_one_that_is_broken(project):
    change(project, "confidence: 0.95", "confidence: 95")
    with pytest.raises(ParamsError, match="confidence has 95"):
        write_new_quarter(project, "2025-26-Q4")
    assert not (project.params / "2025-26-Q4.yaml").exists()


def test_a_fault_in_the_quarter_before_is_told_of_the_file_that_holds_it(project):
    change(project, "confidence: 0.95", "confidence: 95")
    with pytest.raises(ParamsError) as refusal:
        write_new_quarter(project, "2025-26-Q4")
    assert FILE in str(refusal.value)


# --- plans ---


@pytest.mark.parametrize("number", ["0", "400", "ninety", "1.5", "true"])
def test_days_that_are_no_days_are_refused(project, number):
    change(project, "due_soon_days: 90", f"due_soon_days: {number}")
    assert_says(
        refusal_of(project),
        f"{FILE}: plans.due_soon_days has ",
        "must be whole days from 1 to 366.",
    )


def test_cut_offs_that_are_not_in_order_are_refused(project):
    change(project, "rag_red_points_behind: 25", "rag_red_points_behind: 10")
    assert refusal_of(project) == (
        f"{FILE}: plans.rag_red_points_behind is 10 and must be above "
        "plans.rag_amber_points_behind, 10."
    )


def test_an_anchor_is_the_first_day_of_year_one(project):
    change(project, "anchor_years: {}", "anchor_years:\n    havering_best_start: 2025-09-01")
    anchors = load_quarter(QUARTER, project).plans.anchor_years
    assert anchors == {"havering_best_start": date(2025, 9, 1)}


@pytest.mark.parametrize("year", ["2025", '"2025-09-01"', "soon"])
def test_an_anchor_that_is_no_day_is_refused(project, year):
    change(project, "anchor_years: {}", f"anchor_years:\n    havering_best_start: {year}")
    assert_says(
        refusal_of(project),
        f"{FILE}: plans.anchor_years.havering_best_start has ",
        "must be for a plan's id the first day of its year 1, without quotes",
    )


def test_an_anchor_of_a_plan_that_no_table_holds_is_refused(project, tables):
    change(project, "anchor_years: {}", "anchor_years:\n    havering_plan: 2025-09-01")
    with pytest.raises(ParamsError) as refusal:
        check_settings(load_quarter(QUARTER, project), tables)
    assert_says(str(refusal.value), FILE, 'plans.anchor_years has "havering_plan"')


def test_an_unknown_key_of_the_plans_is_refused_by_the_keys_there_are(project):
    change(project, "due_soon_days: 90", "soon_days: 90")
    assert refusal_of(project) == (
        f'{FILE}: the key "plans.soon_days" is not known; the keys there are due_soon_days, '
        "rag_amber_points_behind, rag_red_points_behind, anchor_years."
    )
