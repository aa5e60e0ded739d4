"""The tables in data/: what they hold, what they refuse and in which words."""

import csv
import shutil
import tempfile
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import RunError, TableError
from analysis.files import write_whole
from analysis.schema import TABLES
from analysis.store import as_it_stood, load_table, load_tables, write_table

DATA = Path(__file__).parents[1] / "data"
FIGURES = "observations_transcribed.csv"


@pytest.fixture
def data(tmp_path) -> Path:
    return shutil.copytree(DATA, tmp_path / "data")


def read_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write_rows(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def plant(path: Path, row: int, **cells: str) -> None:
    """Change cells of one row of a CSV file; the header is row 1, as a spreadsheet counts."""
    rows = read_rows(path)
    for column, text in cells.items():
        rows[row - 1][rows[0].index(column)] = text
    write_rows(path, rows)


def refusal_of(name: str, data: Path) -> str:
    with pytest.raises(TableError) as refusal:
        load_table(name, data)
    return str(refusal.value)


def refusal_of_all(data: Path) -> str:
    with pytest.raises(TableError) as refusal:
        load_tables(data)
    return str(refusal.value)


def assert_says(message: str, *parts: str) -> None:
    missing = [part for part in parts if part not in message]
    assert not missing, f"{missing} not in: {message}"


# --- what is committed ---


@pytest.mark.parametrize("name", TABLES)
def test_the_committed_table_keeps_its_schema(name):
    table = load_table(name, DATA)
    assert len(table) > 0
    assert list(table.columns) == list(TABLES[name].columns)


def test_the_committed_tables_agree_with_each_other():
    assert set(load_tables(DATA)) == set(TABLES)


def test_figures_that_readers_made_and_figures_typed_in_are_one_table():
    made, typed = read_rows(DATA / "observations.csv"), read_rows(DATA / FIGURES)
    assert len(load_table("observations", DATA)) == len(made) - 1 + len(typed) - 1


def test_an_authoritys_number_keeps_its_leading_zeros(data):
    plant(data / "areas.csv", 12, la_number="007")
    assert load_table("areas", data)["la_number"].iloc[10] == "007"


def test_an_actions_number_is_text_and_keeps_its_last_zero(data):
    plant(data / "targets.csv", 2, action_ref="1.10")
    assert load_table("targets", data)["action_ref"].iloc[0] == "1.10"


def test_take_up_of_101_1_per_cent_is_allowed_since_the_eligible_are_an_estimate():
    figures = load_tables(DATA)["observations"]
    row = figures[
        (figures["indicator"] == "take_up_2yo")
        & (figures["area_name"] == "Middlesbrough")
        & (figures["period"] == "2025")
        & (figures["group_type"] == "all")
    ]
    assert row["value"].tolist() == [101.1]


def test_a_bound_stands_beside_an_empty_value():
    figures = load_table("observations", DATA)
    row = figures[figures["indicator"] == "fixed_term_funding_share"].iloc[0]
    assert pd.isna(row["value"])
    assert (row["bound"], row["bound_value"]) == ("below", 25)


def test_a_file_saved_by_a_spreadsheet_with_a_byte_order_mark_loads(data):
    path = data / "areas.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_table("areas", data)["area_code"].iloc[0] == "E92000001"


# --- the header ---


def test_a_missing_column_is_refused(data):
    rows = read_rows(data / "indicators.csv")
    at = rows[0].index("polarity")
    write_rows(data / "indicators.csv", [row[:at] + row[at + 1 :] for row in rows])
    assert_says(
        refusal_of("indicators", data),
        'data/indicators.csv has no column "polarity": its header must name indicator, name,',
    )


def test_an_unknown_column_is_refused(data):
    rows = read_rows(data / "areas.csv")
    write_rows(data / "areas.csv", [[*rows[0], "colour"], *([*row, "red"] for row in rows[1:])])
    assert_says(
        refusal_of("areas", data),
        'data/areas.csv has a column "colour" that is not known: its header may name only '
        "area_code, area_name,",
    )


def test_a_column_that_stands_twice_is_named_as_it_stands(data):
    rows = read_rows(data / "areas.csv")
    write_rows(data / "areas.csv", [[*row, row[1]] for row in rows])
    message = refusal_of("areas", data)
    assert_says(message, "data/areas.csv", '"area_name"')


# --- one cell ---


@pytest.mark.parametrize("text", ["about 56", "56%", "1,234", "NA"])
def test_text_in_a_number_is_refused(data, text):
    plant(data / FIGURES, 3, value=text)
    assert refusal_of("observations", data) == (
        f'data/{FIGURES}, row 3, column value: "{text}" stands there and a number may stand there.'
    )


@pytest.mark.parametrize("text", ["100k", "£100000", "100,000", "100.5"])
def test_pounds_are_whole_and_bare(data, text):
    plant(data / "costs.csv", 2, pounds=text)
    assert refusal_of("costs", data) == (
        f'data/costs.csv, row 2, column pounds: "{text}" stands there and a whole number may '
        "stand there."
    )


def test_negative_pounds_are_refused(data):
    plant(data / "costs.csv", 2, pounds="-5")
    assert refusal_of("costs", data) == (
        'data/costs.csv, row 2, column pounds: "-5" stands there and may be whole pounds, '
        "or nothing."
    )


@pytest.mark.parametrize("text", ["2016-02-30", "soon", "July 2016", "31/07/2016", "12/07/2016"])
def test_a_date_that_is_not_one_is_refused(data, text):
    plant(data / FIGURES, 3, published=text)
    assert_says(
        refusal_of("observations", data),
        f'data/{FIGURES}, row 3, column published: "{text}" stands there',
        "a date such as 2025-07-31",
    )


def test_a_plans_dates_are_never_read_with_day_and_month_exchanged(data):
    # A spreadsheet saves every date of a file alike: 12 July must not become 7 December.
    for row in range(2, len(read_rows(data / "plans.csv")) + 1):
        plant(data / "plans.csv", row, published="12/07/2016")
    assert_says(
        refusal_of("plans", data),
        'data/plans.csv, row 2, column published: "12/07/2016" stands there',
        "a date such as 2025-07-31",
    )


def test_a_date_that_must_stand_is_not_left_blank(data):
    plant(data / FIGURES, 3, published="")
    assert refusal_of("observations", data) == (
        f"data/{FIGURES}, row 3, column published: it is blank and a date such as 2025-07-31 "
        "must stand there."
    )


@pytest.mark.parametrize("text", ["percent", "% ", "pp"])
def test_an_unknown_unit_is_refused(data, text):
    plant(data / FIGURES, 3, unit=text)
    assert refusal_of("observations", data) == (
        f'data/{FIGURES}, row 3, column unit: "{text}" stands there and may be one of '
        "%, per 1,000, count, £, days a week."
    )


def test_an_unknown_mark_is_refused(data):
    plant(data / FIGURES, 3, value_note="q")
    assert refusal_of("observations", data) == (
        f'data/{FIGURES}, row 3, column value_note: "q" stands there and may be nothing, '
        "or marks from c, x, z, low, u, b, e, p, r."
    )


def test_a_figure_may_carry_two_marks(data):
    plant(data / FIGURES, 3, value_note="p e")
    assert "p e" in load_table("observations", data)["value_note"].tolist()


def test_an_area_is_known_by_its_nine_character_code(data):
    plant(data / FIGURES, 3, area_code="936")
    assert refusal_of("observations", data) == (
        f'data/{FIGURES}, row 3, column area_code: "936" stands there and may be '
        'a nine-character area code such as "E09000016".'
    )


def test_an_indicators_polarity_is_said_in_known_words(data):
    plant(data / "indicators.csv", 2, polarity="up")
    assert refusal_of("indicators", data) == (
        'data/indicators.csv, row 2, column polarity: "up" stands there and may be one of '
        "high_is_good, low_is_good, none."
    )


def test_the_first_row_that_is_wrong_is_the_one_that_is_named(data):
    plant(data / FIGURES, 5, value="about 25")
    plant(data / FIGURES, 3, unit="percent")
    assert_says(refusal_of("observations", data), f"data/{FIGURES}, row 3, column unit")


def test_a_blank_line_counts_as_a_row_as_it_does_in_a_spreadsheet(data):
    plant(data / "plans.csv", 3, area_code="936")
    rows = read_rows(data / "plans.csv")
    write_rows(data / "plans.csv", [*rows[:2], [], *rows[2:]])
    assert_says(refusal_of("plans", data), "data/plans.csv, row 4, column area_code", '"936"')


# --- one row ---


def test_a_numerator_above_its_denominator_is_refused(data):
    plant(data / FIGURES, 3, numerator="12", denominator="10")
    message = refusal_of("observations", data)
    assert_says(message, f"data/{FIGURES}, row 3", "a numerator no larger than its denominator")
    assert_says(message, "12", "10")
    assert '"gld" stands there' not in message


def test_a_bound_with_a_value_is_refused(data):
    plant(data / FIGURES, 3, bound="below", bound_value="60", value="56")
    message = refusal_of("observations", data)
    assert_says(message, f"data/{FIGURES}, row 3", "a bound is not a value")
    assert_says(message, "below", "56")
    assert '"gld" stands there' not in message


def test_a_bound_needs_the_number_that_it_is_of(data):
    plant(data / FIGURES, 3, bound="below", bound_value="", value="")
    message = refusal_of("observations", data)
    assert_says(message, f"data/{FIGURES}, row 3", "bound_value", "below")
    assert '"gld" stands there' not in message


def test_a_number_of_a_bound_needs_the_word_that_says_which_way(data):
    plant(data / FIGURES, 3, bound="", bound_value="60")
    assert_says(refusal_of("observations", data), f"data/{FIGURES}, row 3", "bound_value", "60")


def test_a_suppressed_figure_with_a_value_is_refused(data):
    plant(data / FIGURES, 3, value="56", value_note="c")
    message = refusal_of("observations", data)
    assert_says(message, f"data/{FIGURES}, row 3", "no value where the mark is c (suppressed)")
    assert_says(message, "56")
    assert '"gld" stands there' not in message


def test_a_blank_value_needs_a_mark_that_says_why(data):
    plant(data / FIGURES, 3, value="", value_note="", bound="")
    message = refusal_of("observations", data)
    assert_says(message, f"data/{FIGURES}, row 3", "a mark that says why there is none", "blank")
    assert '"gld" stands there' not in message


@pytest.mark.parametrize(("group_type", "group"), [("all", "eligible"), ("fsm", "ehc_plan")])
def test_a_group_that_does_not_fit_its_type_is_refused(data, group_type, group):
    plant(data / FIGURES, 3, group_type=group_type, group=group)
    message = refusal_of("observations", data)
    assert_says(message, f"data/{FIGURES}, row 3", "a group that belongs to its group_type")
    assert_says(message, f'"{group}"')
    assert '"gld" stands there' not in message


def test_an_unknown_type_of_group_is_refused_by_the_types_there_are(data):
    plant(data / FIGURES, 3, group_type="sex", group="girls")
    assert_says(
        refusal_of("observations", data),
        f'data/{FIGURES}, row 3, column group_type: "sex" stands there',
        "one of all, fsm, sen",
    )


def test_a_period_that_ends_before_it_starts_is_refused(data):
    plant(data / FIGURES, 3, period_start="2015-09-01", period_end="2014-08-31")
    message = refusal_of("observations", data)
    assert_says(message, f"data/{FIGURES}, row 3", "a period_start no later than period_end")
    assert_says(message, "2015-09-01")
    assert '"gld" stands there' not in message


def test_a_cost_without_pounds_needs_a_mark_that_says_why(data):
    plant(data / "costs.csv", 2, pounds="", value_note="")
    message = refusal_of("costs", data)
    assert_says(message, "data/costs.csv, row 2", "a mark that says why there are none")
    assert '"havering_improvement_y2" stands there' not in message


# --- keys ---


def test_a_repeated_key_is_refused(data):
    rows = read_rows(data / "plans.csv")
    write_rows(data / "plans.csv", [*rows, rows[2]])
    message = refusal_of("plans", data)
    assert_says(message, "data/plans.csv, row 3", "the key plan must not repeat")
    assert_says(message, f"{rows[2][0]} stands there twice")


def test_a_repeated_key_of_several_columns_is_refused(data):
    rows = read_rows(data / FIGURES)
    write_rows(data / FIGURES, [*rows, rows[2]])
    assert_says(
        refusal_of("observations", data),
        f"data/{FIGURES}, row 3",
        "the key indicator + area_code + period + group_type + group + published + source_id",
    )


def test_a_figure_that_stands_in_both_files_of_figures_is_refused(data):
    rows = read_rows(data / FIGURES)
    write_rows(data / FIGURES, [*rows, read_rows(data / "observations.csv")[1]])
    assert_says(
        refusal_of("observations", data), f"data/{FIGURES}, row {len(rows) + 1}", "must not repeat"
    )


# --- tables that name each other ---


@pytest.mark.parametrize(
    ("file", "column", "home"),
    [
        (FIGURES, "source_id", "sources"),
        ("targets.csv", "source_id", "sources"),
        ("reported.csv", "source_id", "sources"),
        ("plans.csv", "source_id", "sources"),
        ("costs.csv", "source_id", "sources"),
        ("cost_totals.csv", "source_id", "sources"),
        ("cost_status.csv", "source_id", "sources"),
        ("increments.csv", "source_id", "sources"),
        ("neighbours.csv", "source_id", "sources"),
        (FIGURES, "area_code", "areas"),
        ("plans.csv", "area_code", "areas"),
        ("targets.csv", "area_code", "areas"),
        ("targets.csv", "relative_to", "areas"),
        ("neighbours.csv", "area_code", "areas"),
        ("neighbours.csv", "neighbour_code", "areas"),
        ("areas.csv", "parent_code", "areas"),
        (FIGURES, "indicator", "indicators"),
        ("targets.csv", "indicator", "indicators"),
        ("releases.csv", "indicator", "indicators"),
        ("targets.csv", "plan", "plans"),
        ("costs.csv", "plan", "plans"),
        ("cost_totals.csv", "plan", "plans"),
        ("cost_status.csv", "plan", "plans"),
        ("reported.csv", "target_id", "targets"),
        ("increments.csv", "target_id", "targets"),
        ("actions.csv", "plan", "plans"),
        ("actions.csv", "area_code", "areas"),
        ("actions.csv", "source_id", "sources"),
        ("action_dates.csv", "action_id", "actions"),
        ("action_leads.csv", "action_id", "actions"),
        ("action_targets.csv", "action_id", "actions"),
        ("action_targets.csv", "target_id", "targets"),
        ("lead_aliases.csv", "plan", "plans"),
        ("plan_labels.csv", "plan", "plans"),
    ],
)
def test_an_id_that_its_home_does_not_name_is_refused(data, file, column, home):
    unknown = "E09000099" if home == "areas" else "nobody"
    plant(data / file, 3, **{column: unknown})
    assert_says(
        refusal_of_all(data),
        f'data/{file}, row 3, column {column}: "{unknown}" stands there',
        f"data/{home}.csv",
    )


@pytest.mark.parametrize(
    ("file", "row", "cells", "words"),
    [
        ("increments.csv", 3, {"months": ""}, "an amount and the months it came in"),
        ("increments.csv", 3, {"amount": ""}, "an amount and the months it came in"),
        ("increments.csv", 3, {"months": "0"}, "a number of months from 1"),
        ("baselines.csv", 2, {"growth": "-100"}, "a growth in per cent, above -100"),
        ("baselines.csv", 2, {"growth": ""}, "a growth in per cent, above -100"),
    ],
)
def test_an_increment_without_its_months_or_a_growth_to_nothing_is_refused(
    data, file, row, cells, words
):
    plant(data / file, row, **cells)
    message = refusal_of(file.removesuffix(".csv"), data)
    assert message.startswith(f"data/{file}, row {row}")
    assert words in message


def test_a_baseline_of_an_unknown_target_is_refused(data):
    plant(data / "baselines.csv", 2, target_id="nobody")
    assert_says(refusal_of_all(data), "data/baselines.csv, row 2", "data/targets.csv")


def test_an_unknown_id_says_which_file_must_name_it(data):
    plant(data / "observations.csv", 3, source_id="nobody")
    assert_says(
        refusal_of_all(data),
        'column source_id: "nobody" stands there and is not in data/sources.csv, '
        "which must name it.",
    )


# --- percentages ---


@pytest.mark.parametrize("file", ["observations.csv", FIGURES])
def test_a_percentage_over_100_is_refused_where_the_indicator_may_not_exceed_100(data, file):
    plant(data / file, 3, indicator="gld", value="105.6", value_note="", unit="%")
    assert_says(
        refusal_of_all(data), f"data/{file}", "gld", '"105.6" stands there and may be 0 to 100'
    )


def test_a_percentage_over_100_is_refused_by_its_row(data):
    plant(data / FIGURES, 3, value="105.6")
    assert_says(refusal_of_all(data), "row 3")


def test_take_up_over_100_per_cent_loads_from_a_changed_file_too(data):
    plant(data / FIGURES, 3, indicator="take_up_2yo", value="101.1")
    assert (load_tables(data)["observations"]["value"] == 101.1).sum() == 2


def test_a_percentage_below_0_is_refused(data):
    plant(data / FIGURES, 3, value="-5")
    assert_says(refusal_of_all(data), f"data/{FIGURES}", '"-5"')


# --- whole files ---


@pytest.mark.parametrize("file", ["areas.csv", FIGURES])
def test_a_missing_file_is_refused_with_the_way_to_get_it_back(data, file):
    (data / file).unlink()
    assert_says(
        refusal_of("observations" if file == FIGURES else "areas", data),
        f"data/{file} is missing: restore it from the repository",
    )


def test_a_typed_table_is_not_said_to_be_made_by_the_import(data):
    (data / FIGURES).unlink()
    assert "best-start import" not in refusal_of("observations", data)


def test_a_file_that_is_not_utf_8_is_refused(data):
    text = (data / "areas.csv").read_text(encoding="utf-8") + "W06000001,Ynys Môn,region,,,\n"
    (data / "areas.csv").write_bytes(text.encode("cp1252"))
    assert_says(refusal_of("areas", data), "data/areas.csv is not UTF-8 text", "CSV UTF-8")


def test_an_empty_file_is_refused(data):
    (data / "areas.csv").write_bytes(b"")
    assert_says(refusal_of("areas", data), "data/areas.csv has no header")


@pytest.mark.parametrize("name", ["sources", "indicators", "areas", "observations"])
def test_a_file_with_only_a_header_is_refused(data, name):
    write_rows(data / f"{name}.csv", read_rows(data / f"{name}.csv")[:1])
    assert_says(refusal_of(name, data), f"data/{name}.csv", "row")


def test_a_file_that_cannot_be_opened_is_refused(data):
    (data / "areas.csv").unlink()
    (data / "areas.csv").mkdir()
    assert_says(refusal_of("areas", data), "data/areas.csv")


@pytest.mark.parametrize("row", [2, 3])
def test_a_comma_outside_quotes_is_refused_by_the_row_that_it_breaks(data, row):
    lines = (data / "areas.csv").read_text(encoding="utf-8").splitlines()
    lines[row - 1] += ",Bristol, City of"
    (data / "areas.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    message = refusal_of("areas", data)
    assert_says(message, "data/areas.csv", f" {row}")
    assert "C error" not in message


# --- as it stood ---


def published(*days: str) -> pd.DataFrame:
    return pd.DataFrame({"published": pd.to_datetime(list(days)), "value": range(len(days))})


def test_a_figure_published_after_the_day_is_left_out():
    tables = {"observations": published("2025-07-31", "2025-08-01")}
    stood = as_it_stood(tables, pd.Timestamp("2025-07-31"))["observations"]
    assert stood["value"].tolist() == [0]


def test_a_figure_published_on_the_day_itself_stands():
    tables = {"observations": published("2025-07-31")}
    assert len(as_it_stood(tables, pd.Timestamp("2025-07-31"))["observations"]) == 1


@pytest.mark.parametrize("name", ["plans", "targets", "reported", "increments", "baselines"])
def test_a_plan_and_what_it_says_are_left_out_until_they_are_published(name):
    tables = {name: published("2025-08-13", "2025-11-30")}
    assert as_it_stood(tables, pd.Timestamp("2025-08-13"))[name]["value"].tolist() == [0]


@pytest.mark.parametrize("name", ["sources", "releases"])
def test_the_register_is_kept_whole_whatever_the_day(name):
    tables = {name: published("2025-07-31", "2026-04-08")}
    assert len(as_it_stood(tables, pd.Timestamp("2025-07-31"))[name]) == 2


def test_a_table_without_dates_of_publication_is_kept_whole():
    tables = {"indicators": pd.DataFrame({"indicator": ["gld", "mmr1_24m"]})}
    assert len(as_it_stood(tables, pd.Timestamp("2025-07-31"))["indicators"]) == 2


def test_nothing_committed_that_came_later_reaches_an_earlier_quarter():
    day = pd.Timestamp("2024-07-31")
    tables = load_tables(DATA)
    stood = as_it_stood(tables, day)
    for name in ("observations", "plans", "targets", "reported"):
        assert stood[name]["published"].max() <= day
    assert 0 < len(stood["observations"]) < len(tables["observations"])


# --- writing ---


def test_a_table_that_is_written_and_read_again_is_the_same(tmp_path):
    before = load_table("areas", DATA)
    write_table(before, tmp_path / "areas.csv")
    pd.testing.assert_frame_equal(load_table("areas", tmp_path), before)


def test_a_table_is_written_with_plain_line_ends_and_dates_as_the_standard_says(tmp_path):
    table = pd.DataFrame({"day": pd.to_datetime(["2025-07-31"]), "value": [0.1]})
    write_table(table, tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == b"day,value\n2025-07-31,0.1\n"


def test_a_folder_that_may_not_be_written_is_a_sentence(tmp_path, monkeypatch):
    def refused(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", refused)
    with pytest.raises(RunError) as refusal:
        write_whole(tmp_path / "areas.csv", b"new")
    assert str(refusal.value) == (
        f"{tmp_path} cannot be written (Permission denied): "
        "free the folder, or run where you may write."
    )


def test_a_file_in_the_place_of_a_folder_is_a_sentence(tmp_path):
    (tmp_path / "reports").write_text("not a folder", encoding="utf-8")
    with pytest.raises(RunError, match="reports cannot be written"):
        write_whole(tmp_path / "reports" / "areas.csv", b"new")


@pytest.fixture
def open_elsewhere(monkeypatch):
    """A spreadsheet has the file open: it cannot be replaced."""

    def refused(self, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refused)


def test_a_write_that_fails_says_what_to_do(tmp_path, open_elsewhere):
    with pytest.raises(RunError) as refusal:
        write_whole(tmp_path / "areas.csv", b"new")
    assert str(refusal.value) == (
        f"{tmp_path / 'areas.csv'} cannot be written (Permission denied): "
        "close it if a program has it open."
    )


def test_a_write_that_fails_leaves_the_old_file_whole(tmp_path, open_elsewhere):
    path = tmp_path / "table.csv"
    path.write_bytes(b"old")
    with pytest.raises(RunError):
        write_table(pd.DataFrame({"value": [1]}), path)
    assert path.read_bytes() == b"old"


def test_a_write_that_fails_leaves_no_temporary_file(tmp_path, open_elsewhere):
    (tmp_path / "table.csv").write_bytes(b"old")
    with pytest.raises(RunError):
        write_table(pd.DataFrame({"value": [1]}), tmp_path / "table.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]


def test_a_write_that_is_interrupted_leaves_no_temporary_file(tmp_path, monkeypatch):
    def interrupted(self, target):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "table.csv", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_write_replaces_the_file_and_leaves_nothing_else(tmp_path):
    path = tmp_path / "new folder" / "table.csv"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert [p.name for p in path.parent.iterdir()] == ["table.csv"]
