"""What changed between two quarters that have been run: a page, a table, a word in the index."""

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from analysis.calculations.changes import change_counts, what_changed
from analysis.errors import RunError
from analysis.files import write_whole
from analysis.periods import parse_quarter
from analysis.presentation.change_tables import change_table
from analysis.project import Project
from analysis.reporting.data_files.cells import harmless_table
from analysis.reporting.pages.frame import environment, frame
from analysis.reporting.pages.page_gate import page_faults
from analysis.store import load_table, write_table

_FILE = re.compile(r"changes-since-(\d{4}-\d{2}-Q\d)\.csv")


@dataclass(frozen=True)
class Comparison:
    """Two quarters set side by side: the earlier one, how many figures did what, and the page."""

    earlier: str
    counts: dict[str, int]
    page: str


def compare_quarters(project: Project, earlier: str, later: str, *, footer: str) -> Comparison:
    """Write the page and the table of what changed between two quarters' findings.

    Raises
    ------
    ParamsError
        If one is not a quarter.
    RunError
        If they are not in order, or one has not been run.
    """
    check_pair(project, earlier, later)
    before, after = (_findings(project, quarter) for quarter in (earlier, later))
    changes = what_changed(before, after, series_breaks=_breaks(project))
    folder = project.reports / later
    write_table(harmless_table(changes), folder / f"changes-since-{earlier}.csv")
    comparison = Comparison(earlier, change_counts(changes), f"changes-since-{earlier}.html")
    page = _page(changes, comparison, later, footer)
    faults = page_faults(page, root=project.root)
    if faults:
        raise RunError(f"The page of changes was held back. {faults[0]}")
    write_whole(folder / comparison.page, page.encode("utf-8"))
    return comparison


def check_pair(project: Project, earlier: str, later: str) -> None:
    """Refuse two quarters that are not in order, or of which one has no findings."""
    if parse_quarter(earlier) >= parse_quarter(later):
        raise RunError(f"{earlier} is not before {later}: name the earlier quarter first.")
    for quarter in (earlier, later):
        if not _findings_file(project, quarter).is_file():
            raise RunError(
                f"{quarter} has not been run: best-start run {quarter} makes its findings."
            )


def standing_comparisons(project: Project, quarter: str, *, footer: str) -> list[Comparison]:
    """The comparisons asked for before, made again from the findings as they are now."""
    found = sorted((project.reports / quarter).glob("changes-since-*.csv"))
    earlier = [match[1] for path in found if (match := _FILE.fullmatch(path.name))]
    kept = [name for name in earlier if _findings_file(project, name).is_file()]
    for name in set(earlier) - set(kept):
        for ending in ("csv", "html"):
            (project.reports / quarter / f"changes-since-{name}.{ending}").unlink(missing_ok=True)
    return [compare_quarters(project, name, quarter, footer=footer) for name in kept]


def _findings_file(project: Project, quarter: str) -> Path:
    return project.reports / quarter / "findings.csv"


def _findings(project: Project, quarter: str) -> pd.DataFrame:
    path = _findings_file(project, quarter)
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    numbers = ["value", "lower_ci", "upper_ci"]
    try:
        return table.assign(**{name: pd.to_numeric(table[name]) for name in numbers})
    except (KeyError, ValueError):
        raise RunError(
            f"{path.name} of {quarter} is not as a run leaves it: best-start run {quarter} makes "
            "it again."
        ) from None


def _breaks(project: Project) -> dict[str, list[str]]:
    indicators = load_table("indicators", project.data)
    return {
        row.indicator: [period for period in row.series_breaks.split(";") if period]
        for row in indicators.itertuples()
    }


def _page(changes: pd.DataFrame, comparison: Comparison, later: str, footer: str) -> str:
    areas = list(dict.fromkeys(changes["area"]))
    tables = [
        change_table(changes, area=area, earlier=comparison.earlier, later=later) for area in areas
    ]
    body = (
        environment()
        .get_template("changes.html.j2")
        .render(
            earlier=comparison.earlier,
            later=later,
            counts=comparison.counts,
            areas=[
                {"name": area, "table": Markup(table._repr_html_()) if table else ""}
                for area, table in zip(areas, tables, strict=True)
            ],
            file=f"changes-since-{comparison.earlier}.csv",
        )
    )
    links = [{"text": "All findings of the quarter", "href": "index.html", "here": False}]
    return frame(body, footer=footer, links=links)
