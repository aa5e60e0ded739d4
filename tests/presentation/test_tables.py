"""Tables for a report: what a screen reader needs, markup escaped, marks explained."""

import json
import re

import pandas as pd
import pytest

from analysis.calculations.gaps.disadvantage import OTHERS_ENGLAND, SAME_GROUP_ENGLAND, WITHIN_AREA
from analysis.presentation import cost_tables, disadvantage_tables, indicator_tables
from analysis.presentation.findings import Finding, Findings
from analysis.presentation.page import Card, source_table
from analysis.presentation.plan_tables import progress_table
from analysis.presentation.records import TABLES
from analysis.presentation.tables import show_table
from analysis.presentation.wording import per_cent

AREAS = pd.DataFrame(
    [
        ("Havering", 68.472, ""),
        ("<b>King's & Lynn</b>", 55.7, ""),
        ("Isles of Scilly", None, "c"),
        ("City of London", None, "p u"),
        ("Elsewhere", None, ""),
    ],
    columns=["area_name", "value", "value_note"],
).astype({"value": "Float64"})


def shown(table=AREAS, **options):
    settings = {
        "columns": {"area_name": "Area", "value": "Per cent"},
        "caption": "Good level of development, 2024/25",
        "formats": {"value": per_cent},
        "numeric": ("value",),
    }
    return show_table(table, **(settings | options))


def cells(table) -> list[list[str]]:
    """The text of each row of the body."""
    body = re.search(r"<tbody>(.*)</tbody>", table._repr_html_(), re.S)[1]
    return [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body)
    ]


def test_the_caption_says_what_the_table_holds_and_names_the_region():
    markup = shown()._repr_html_()
    name = re.search(r'aria-labelledby="([^"]+)"', markup)[1]
    assert f'<table><caption id="{name}">Good level of development, 2024/25</caption>' in markup


def test_what_is_offered_for_download_is_not_rounded_and_keeps_its_marks_bare():
    (record,) = json.loads(shown()._repr_mimebundle_()[TABLES])
    assert record["caption"] == "Good level of development, 2024/25"
    assert record["columns"] == ["Area", "Per cent"]
    assert record["rows"][0] == ["Havering", 68.472]
    assert [row[1] for row in record["rows"][2:]] == ["c", "p u", "x"]


def test_a_value_and_its_limits_are_columns_of_their_own_in_a_download():
    table = indicator_tables.gap_table(gap_rows(), area="Havering")
    row = dict(zip(table.record["columns"], table.record["rows"][0], strict=True))
    assert (row["Havering"], row["Lower limit"]) == (68.472, pytest.approx(66.867))
    assert row["Gap (percentage points for percentages)"] < 0


def name_of(table) -> str:
    return re.search(r'<caption id="([^"]+)"', table._repr_html_())[1]


def test_two_tables_on_a_page_have_names_of_their_own():
    assert name_of(shown()) != name_of(shown(caption="Good level of development, 2023/24"))
    assert name_of(shown()) != name_of(shown(AREAS.iloc[:2]))


def test_a_table_has_the_same_name_in_every_run():
    assert name_of(shown()) == name_of(shown())


def test_every_head_has_the_scope_of_its_column():
    markup = shown()._repr_html_()
    assert re.findall(r'<th scope="col"[^>]*>(.*?)</th>', markup) == ["Area", "Per cent"]


def test_the_first_cell_of_every_row_heads_its_row():
    markup = shown()._repr_html_()
    assert len(re.findall(r'<tr><th scope="row">', markup)) == len(AREAS)


def test_markup_in_an_area_name_is_shown_as_text():
    markup = shown()._repr_html_()
    assert "<b>" not in markup
    assert "&lt;b&gt;King&#x27;s &amp; Lynn&lt;/b&gt;" in markup


def test_markup_in_a_head_or_caption_is_shown_as_text():
    markup = shown(columns={"area_name": "<i>Area</i>"}, caption="<u>All</u>")._repr_html_()
    assert "<i>" not in markup
    assert "<u>" not in markup


def test_a_value_is_shown_in_its_format():
    assert cells(shown())[0] == ["Havering", "68.5%"]


@pytest.mark.parametrize(("row", "text"), [(2, "[c]"), (3, "[p][u]"), (4, "[x]")])
def test_a_missing_value_shows_its_marks_and_never_nothing_or_nought(row, text):
    assert cells(shown())[row][1] == text


def test_every_mark_is_explained_above_the_table():
    markup = shown()._repr_html_()
    key = re.match(r'<p class="marks">(.*?)</p>', markup)[1]
    assert key == (
        "[c] suppressed to protect confidentiality; [x] not available; [u] low reliability; "
        "[p] provisional."
    )


def test_a_table_without_marks_has_no_key():
    assert shown(AREAS.iloc[:2])._repr_html_().startswith("<div")


def test_a_column_of_numbers_is_set_to_the_right_and_its_head_too():
    markup = shown()._repr_html_()
    assert '<th scope="col" class="number">Per cent</th>' in markup
    assert '<td class="number">68.5%</td>' in markup
    assert '<td class="number">Havering' not in markup


def test_a_table_without_rows_is_not_shown():
    assert shown(AREAS.iloc[:0]) is None


def test_the_plain_text_of_a_table_has_its_caption_and_its_cells():
    assert repr(shown(AREAS.iloc[:1])) == (
        "Good level of development, 2024/25\nArea | Per cent\nHavering | 68.5%"
    )


def test_a_table_leaves_its_rows_as_they_were():
    before = AREAS.copy(deep=True)
    shown()
    pd.testing.assert_frame_equal(AREAS, before)


def test_a_card_escapes_what_it_says():
    assert "<dd>&lt;Newham&gt;</dd>" in Card({"Area": "<Newham>"})._repr_html_()


def gap_rows() -> pd.DataFrame:
    table = pd.DataFrame(
        [
            ("Good level", "%", 68.472, 66.867, 70.034, 70.7, -2.228, "worse", 74),
            ("Take-up", "%", 61.3, None, None, 65.2, -3.9, "not compared", None),
            ("Infant mortality", "per 1,000", 3.2, None, None, 3.9, -0.7, "not compared", None),
        ],
        columns=[
            *("short_name", "unit", "value", "lower_ci", "upper_ci"),
            *("benchmark", "gap", "significance", "people"),
        ],
    ).assign(
        period="2024/25",
        comparator_name="London",
        polarity="high_is_good",
        numerator=2_263,
        denominator=3_305,
    )
    table.loc[2, "polarity"] = "low_is_good"
    numbers = ["value", "lower_ci", "upper_ci", "benchmark", "gap"]
    return table.astype(dict.fromkeys(numbers, "Float64") | {"people": "Int64"})


def test_a_gap_of_percentages_is_in_points_with_a_true_minus():
    assert cells(indicator_tables.gap_table(gap_rows(), area="Havering"))[0] == [
        *("Good level", "2024/25", "68.5%", "66.9 to 70.0"),
        *("London", "70.7%", "−2.2 points", "worse", "74"),
    ]


def test_a_figure_without_counts_has_no_interval_and_no_number_of_children():
    row = cells(indicator_tables.gap_table(gap_rows(), area="Havering"))[1]
    assert (row[3], row[8]) == ("no counts", "not known")


def test_a_rate_is_marked_as_having_no_number_of_children_and_the_mark_is_explained():
    table = indicator_tables.gap_table(gap_rows(), area="Havering")
    assert cells(table)[2][8] == "[z]"
    assert "[z] not applicable" in table._repr_html_()


def test_markup_in_the_areas_own_name_is_shown_as_text_in_its_column():
    markup = indicator_tables.gap_table(gap_rows(), area="<b>Havering</b>")._repr_html_()
    assert "<b>" not in markup


def test_a_table_of_no_gaps_is_not_shown():
    assert indicator_tables.gap_table(gap_rows().iloc[:0], area="Havering") is None


def disadvantage_rows() -> pd.DataFrame:
    table = pd.DataFrame(
        [
            (WITHIN_AREA, 41.4414, 67.9387, 26.4972, 21.7, 31.2, 0.0, 444),
            (SAME_GROUP_ENGLAND, 55.7, 51.3, -4.4, None, None, 0.05, None),
            (OTHERS_ENGLAND, 55.7, 72.5, 16.8, -0.62, 3.0, 0.05, None),
        ],
        columns=[
            *("definition", "value_disadvantaged", "value_other", "gap"),
            *("lower_ci", "upper_ci", "rounding", "denominator"),
        ],
    ).assign(
        period="2021/22",
        disadvantaged="eligible",
        other="not_eligible",
        numerator=184,
        numerator_other=1_994,
        denominator_other=2_935,
    )
    numbers = ["value_disadvantaged", "value_other", "gap", "lower_ci", "upper_ci"]
    return table.astype(dict.fromkeys(numbers, "Float64") | {"denominator": "Int64"})


def test_a_table_of_gaps_says_which_definition_and_who_is_set_beside_whom():
    assert cells(disadvantage_tables.gap_table(disadvantage_rows()))[0] == [
        *("2021/22", "within the area", "children eligible for free school meals", "41.4%"),
        *("children not eligible for free school meals, same area", "67.9%"),
        *("+26.5", "21.7 to 31.2", "444"),
    ]


def test_a_gap_against_the_same_group_names_that_group_in_england():
    row = cells(disadvantage_tables.gap_table(disadvantage_rows()))[1]
    assert row[4] == "children eligible for free school meals, England"


def test_a_gap_without_counts_says_what_rounding_can_do_to_it():
    row = cells(disadvantage_tables.gap_table(disadvantage_rows()))[1]
    assert row[6:] == ["−4.4", "no counts; ±0.05 from rounding", "[x]"]


def test_limits_of_a_gap_have_true_minus_signs():
    row = cells(disadvantage_tables.gap_table(disadvantage_rows()))[2]
    assert row[7] == "−0.6 to 3.0"


def test_the_history_of_the_gap_holds_the_area_and_the_country_under_one_definition():
    rows = disadvantage_rows().assign(
        definition=[WITHIN_AREA, SAME_GROUP_ENGLAND, WITHIN_AREA],
        area_name=["Havering", "Havering", "England"],
        period_start=pd.Timestamp("2021-09-01"),
    )
    table = disadvantage_tables.history_table(rows, area="Havering", country="England")
    assert [row[:3] for row in cells(table)] == [
        ["2021/22", "England", "within the area"],
        ["2021/22", "Havering", "within the area"],
    ]
    assert disadvantage_tables.history_table(rows, area="Newham", country="England") is None


def cost_rows() -> pd.DataFrame:
    table = pd.DataFrame(
        [
            ("Yr2a", "Improvement leads", 100_000, 80_000, 180_000, 55.5556, 45.7433),
            ("Yr2e", "Partner", None, None, None, None, None),
        ],
        columns=["proposal_ref", "label", "grant", "council", "cost", "grant_share", "share"],
    )
    types = dict.fromkeys(["grant", "council", "cost"], "Int64")
    return table.astype(types | {"grant_share": "Float64", "share": "Float64"})


def test_a_proposal_that_is_not_costed_is_marked_and_never_nothing():
    assert cells(cost_tables.split_table(cost_rows())) == [
        ["Yr2a", "Improvement leads", "£100,000", "£80,000", "£180,000", "55.6%", "45.7%"],
        ["Yr2e", "Partner", "[x]", "[x]", "[x]", "[x]", "[x]"],
    ]


@pytest.mark.parametrize(("difference", "text"), [(1_500, "+£1,500"), (-500, "−£500"), (0, "£0")])
def test_a_difference_of_sums_has_its_sign(difference, text):
    checks = pd.DataFrame(
        {
            "label": ["Headline"],
            "source_ref": ["Summary"],
            "stated": [395_000],
            "computed": [393_500],
            "difference": [difference],
            "verdict": ["differs"],
        }
    )
    assert cells(cost_tables.check_table(checks))[0][4] == text


def test_a_quarter_outside_the_year_that_pays_is_named_as_such():
    profile = pd.DataFrame(
        {
            "quarter": ["2025-26-Q4", "2026-27-Q1"],
            "months": [3, 2],
            "grant": [46_152, 30_768],
            "council": [44_652, 29_768],
            "pounds": [90_804, 60_536],
            "in_paying_year": [True, False],
        }
    )
    assert cells(cost_tables.profile_table(profile)) == [
        ["2025-26-Q4", "3", "£46,152", "£44,652", "£90,804", "yes"],
        ["2026-27-Q1", "2", "£30,768", "£29,768", "£60,536", "no"],
    ]


def test_posts_not_claimed_for_the_council_are_marked_as_not_applicable():
    posts = pd.DataFrame(
        {
            "proposal_ref": ["Yr2b"],
            "label": ["Project manager"],
            "posts_stated": [1.0],
            "cost_per_post": [117_000.0],
            "grant_claimed": [1.0],
            "grant_per_post": [57_000.0],
            "grant_buys": [0.48718],
            "council_claimed": [None],
            "council_per_post": [None],
        }
    )
    assert cells(cost_tables.post_table(posts))[0][2:] == [
        *("1", "£117,000", "1", "£57,000", "0.49", "[z]", "[z]"),
    ]


PLANS = pd.DataFrame({"plan": ["best_start"]})
TARGETS = pd.DataFrame(
    [("holidays", 25.0, "%", ""), ("young", 100.0, "%", ""), ("in_line", None, "%", "z")],
    columns=["target_id", "value", "unit", "value_note"],
).assign(
    plan="best_start",
    label="Children",
    action_ref="1",
    due_label="2024",
    direction="at least",
    scope="",
)
REPORTED = (
    pd.DataFrame(
        [("holidays", "number", 20.56, 917, 4_460, ""), ("young", "number", None, None, None, "c")],
        columns=["target_id", "status", "value", "numerator", "denominator", "value_note"],
    )
    .assign(unit="%", period="Easter", scope="", remark="", source_ref="Action 1")
    .astype({"value": "Float64", "numerator": "Int64", "denominator": "Int64"})
)


def plan_cells(plans=PLANS):
    tables = {"targets": TARGETS.astype({"value": "Float64"}), "reported": REPORTED}
    return progress_table(plans, tables)


def test_a_suppressed_report_is_marked_and_its_mark_explained():
    table = plan_cells()
    assert cells(table)[1][4:6] == ["[c]", "suppressed"]
    assert "[c] suppressed to protect confidentiality" in table._repr_html_()


def test_a_target_without_a_number_or_a_report_is_marked():
    assert cells(plan_cells())[2][2:6] == ["[z]", "2024", "[x]", "nothing"]


def test_an_area_without_a_plan_has_no_table_of_targets():
    assert plan_cells(PLANS.iloc[:0]) is None


def test_the_table_of_sources_holds_those_that_findings_rest_on_and_no_other():
    found = Findings(
        [
            Finding(
                key="a",
                area="Havering",
                statement="A",
                period="",
                method="",
                source_ids="release;paper",
            )
        ]
    )
    sources = pd.DataFrame({"source_id": ["release", "other", "paper"]}).assign(
        title=["Release", "Other", "Paper"],
        publisher="Department",
        published=pd.Timestamp("2025-11-27"),
        published_basis=["stated", "stated", "inferred"],
        status="published",
        file="",
        note="",
    )
    assert [row[:5] for row in cells(source_table(sources, found))] == [
        ["paper", "Paper", "Department", "27 November 2025", "inferred"],
        ["release", "Release", "Department", "27 November 2025", ""],
    ]
