"""Every notebook, for each area of each shipped quarter, as a reader opens it."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from conftest import QUARTERS, ROOT

from analysis.params import NOTEBOOKS, load_quarter

AREAS = ("Havering", "Herefordshire", "Middlesbrough", "Newham")
PAGES = [(q, a, n) for q in QUARTERS for a in AREAS for n in NOTEBOOKS]


class Page(HTMLParser):
    """What a browser would find on a page."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag: str) -> list[dict]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def read_page(reports, *path: str) -> tuple[str, Page]:
    text = reports.reports.joinpath(*path).read_text(encoding="utf-8")
    return text, Page(text)


def findings(reports, quarter: str) -> pd.DataFrame:
    table = pd.read_csv(reports.reports / quarter / "findings.csv", keep_default_na=False)
    return table.assign(value=pd.to_numeric(table["value"]))


def one(table: pd.DataFrame, area: str, key: str) -> pd.Series:
    rows = table[(table["area"] == area) & (table["key"] == key)]
    assert len(rows) == 1, f"{area} {key}: {len(rows)} findings"
    return rows.iloc[0]


@pytest.mark.parametrize(("quarter", "area", "notebook"), PAGES)
def test_each_report_is_one_whole_page_in_english_with_a_heading(reports, quarter, area, notebook):
    _, page = read_page(reports, quarter, area, f"{notebook}.html")
    assert page.all("html")[0]["lang"] == "en-GB"
    assert len(page.all("h1")) == 1
    assert area in page.text
    assert quarter in page.text


@pytest.mark.parametrize(("quarter", "area", "notebook"), PAGES)
def test_each_report_asks_no_other_host_for_anything(reports, quarter, area, notebook):
    text, page = read_page(reports, quarter, area, f"{notebook}.html")
    assert not page.all("script")
    assert not page.all("link")
    for image in page.all("img"):
        assert image["src"].startswith("data:")
    assert "@import" not in text and "url(" not in text
    for link in page.all("a"):
        assert not link["href"].startswith(("http:", "//", "javascript:"))


@pytest.mark.parametrize(("quarter", "area", "notebook"), PAGES)
def test_each_chart_has_a_description_and_each_table_a_caption(reports, quarter, area, notebook):
    _, page = read_page(reports, quarter, area, f"{notebook}.html")
    assert all(len(image["alt"]) > 40 for image in page.all("img"))
    assert len(page.all("caption")) == len(page.all("table"))
    assert all("scope" in header for header in page.all("th"))


@pytest.mark.parametrize(("quarter", "area", "notebook"), PAGES)
def test_no_report_shows_code_a_path_or_a_warning(reports, quarter, area, notebook):
    text, page = read_page(reports, quarter, area, f"{notebook}.html")
    assert str(reports.root) not in text
    assert str(ROOT) not in text
    assert str(Path.home()) + "/" not in text
    for word in ("open_report(", "Traceback", "Warning", "DataFrame", "<NA>", " nan"):
        assert word not in page.text
    assert not re.search(r"\bNone\b(?! of)", page.text)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_finding_of_the_table_stands_on_its_page(reports, quarter):
    for (area, notebook), rows in findings(reports, quarter).groupby(["area", "notebook"]):
        _, page = read_page(reports, quarter, area, f"{notebook}.html")
        for statement in rows["statement"]:
            assert " ".join(statement.split()) in page.text


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_finding_has_a_method_and_leads_to_registered_sources(reports, quarter):
    known = set(pd.read_csv(reports.data / "sources.csv")["source_id"])
    table = findings(reports, quarter)
    assert (table["method"] != "").all()
    assert not table.duplicated(["area", "notebook", "key"]).any()
    for row in table.itertuples():
        ids = {i for i in row.source_ids.split(";") if i}
        assert ids <= known
        assert ids or row.key == "nothing" or pd.isna(row.value), row.key


@pytest.mark.parametrize("quarter", QUARTERS)
def test_no_finding_rests_on_what_was_published_later(reports, quarter):
    settings = load_quarter(quarter, reports)
    sources = pd.read_csv(reports.data / "sources.csv").set_index("source_id")["published"]
    for row in findings(reports, quarter).itertuples():
        for source in row.source_ids.split(";"):
            # a compilation carries figures that were published before it was compiled
            if source and not source.startswith("dfe_lait"):
                assert sources[source] <= settings.as_at.isoformat(), (row.key, source)


def test_a_reader_learns_how_far_havering_is_from_its_target(reports):
    row = one(findings(reports, "2025-26-Q3"), "Havering", "target.plan.gld")
    assert row["value"] == pytest.approx(100 * 2263 / 3305 - 75.8)
    assert "7.3 percentage points below Havering’s own target of 75.8% by 2028" in row["statement"]
    assert "243 more children of 3,305" in row["statement"]


def test_a_reader_learns_where_the_improvement_money_does_not_add_up(reports):
    row = one(findings(reports, "2025-26-Q3"), "Havering", "costs.differs.headline")
    assert row["value"] == 395_000 - (180_000 + 117_000 + 46_500 + 50_000) == 1_500
    assert "£395,000" in row["statement"] and "£393,500" in row["statement"]


@pytest.mark.parametrize(
    ("area", "gap", "direction"),
    [
        ("Havering", 71.1 - 55.7, "narrowed"),
        ("Herefordshire", 75.5 - 51.7, "widened"),
        ("Middlesbrough", 100 * 794 / 1194 - 100 * 308 / 576, "narrowed"),
        ("Newham", 100 * 2429 / 3235 - 100 * 577 / 899, "widened"),
    ],
)
def test_a_reader_learns_each_areas_disadvantage_gap_and_which_way_it_moves(
    reports, area, gap, direction
):
    table = findings(reports, "2025-26-Q3")
    width = one(table, area, "gap.eligible.within_the_area")
    assert width["value"] == pytest.approx(gap)
    move = one(table, area, "gap_change.eligible.not_eligible.series_1")
    assert f" {direction} by " in move["statement"]
    index = read_page(reports, "2025-26-Q3", "index.html")[1].text
    assert width["statement"] in index and move["statement"] in index


def test_a_reader_learns_how_likely_haverings_target_is_and_what_that_rests_on(reports):
    row = one(findings(reports, "2025-26-Q3"), "Havering", "probability.hav_gld_2028")
    assert row["value"] == pytest.approx(4.29, abs=0.01)
    assert "It rests on 4 yearly figures; 2 degrees of freedom." in row["statement"]


def test_three_figures_in_an_older_quarter_are_said_to_bear_next_to_nothing(reports):
    row = one(findings(reports, "2025-26-Q1"), "Havering", "projection.nat_gld_2028")
    assert "It rests on 3 yearly figures; 1 degree of freedom." in row["statement"]
    assert float(row["upper_ci"]) - float(row["lower_ci"]) > 50


@pytest.mark.parametrize("area", ["Havering", "Middlesbrough", "Newham"])
def test_an_area_without_a_dated_target_gets_one_page_that_says_so(reports, area):
    _, page = read_page(reports, "2024-25-Q1", area, "05_target_trajectories.html")
    assert f"for {area} was public by 31 July 2024." in page.text
    assert not page.all("table") and not page.all("img")


def test_a_reader_learns_what_herefordshires_online_courses_need_and_get_a_month(reports):
    table = findings(reports, "2024-25-Q1")
    row = one(table, "Herefordshire", "pace.her_4_4_3")
    assert row["value"] == pytest.approx(81 / 5)
    assert "54.4 a month" in row["statement"]
    average = one(table, "Herefordshire", "pace.her_4_1_1")
    assert pd.isna(average["value"]) and "no run rate" in average["statement"]


def test_a_plan_that_was_not_yet_written_gives_no_target(reports):
    table = findings(reports, "2024-25-Q1")
    assert not table["key"].str.startswith("target.").any()


def test_an_area_without_a_costed_plan_gets_one_page_that_says_so(reports):
    _, page = read_page(reports, "2025-26-Q3", "Newham", "02_cost_splits.html")
    assert "No plan with costs for Newham was public by 31 December 2025." in page.text
    assert not page.all("table") and not page.all("img")


def test_a_paper_and_the_official_series_that_disagree_both_stand(reports):
    row = one(findings(reports, "2025-26-Q3"), "Middlesbrough", "disagreement.gld.2014/15")
    assert "paper gives 56.0%" in row["statement"] and "official table 57.4%" in row["statement"]


def test_a_bound_gives_a_sentence_and_no_value(reports):
    table = findings(reports, "2025-26-Q3")
    row = one(table, "Middlesbrough", "bound.fixed_term_funding_share")
    assert "below 25.0%" in row["statement"]
    assert pd.isna(row["value"])


def test_local_send_take_up_beside_all_children_is_called_unlike_with_unlike(reports):
    row = one(findings(reports, "2025-26-Q3"), "Herefordshire", "gap.send_take_up")
    assert row["value"] == 20
    assert row["limits"].startswith("Unlike with unlike")


def test_a_count_of_under_five_families_is_nowhere_repeated(reports):
    for path in [*reports.reports.rglob("*.html"), *reports.reports.rglob("*.csv")]:
        assert not re.search(r"\b3 of 3\b(?!,)", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_index_leads_to_every_report(reports, quarter):
    _, page = read_page(reports, quarter, "index.html")
    links = {link["href"] for link in page.all("a")}
    for area in AREAS:
        for notebook in NOTEBOOKS:
            assert f"{area}/{notebook}.html" in links
    ids = {attributes.get("id") for _, attributes in page.tags}
    assert {href[1:] for href in links if href.startswith("#")} <= ids
    for href in (href for href in links if not href.startswith("#")):
        assert (reports.reports / quarter / href).is_file(), href


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_record_names_parameters_sources_checksums_and_versions(reports, quarter):
    record = json.loads((reports.reports / quarter / "run.json").read_text(encoding="utf-8"))
    assert record["parameters"]["quarter"] == quarter
    assert record["versions"]["pandas"]
    assert set(record["git"]) == {"commit", "clean"}
    assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in record["tables"].values())
    used = {source["source_id"] for source in record["sources"]}
    named = {i for ids in findings(reports, quarter)["source_ids"] for i in ids.split(";") if i}
    assert used == named
    register = pd.read_csv(reports.data / "sources.csv", keep_default_na=False)
    digests = register.set_index("source_id")["sha256"]
    assert all(source["sha256"] == digests[source["source_id"]] for source in record["sources"])
