"""The front page of a quarter: what stands, what does not, the headlines, and what changed.

Filtering and sorting need no script: a reader's choice is a radio button, and the page's own rules
show what was chosen. Without them, everything is shown.
"""

import pandas as pd
from markupsafe import Markup

from analysis.params import QuarterParams
from analysis.presentation.tables import show_table
from analysis.presentation.wording import day, interval, per_cent, signed
from analysis.reporting.compare import Comparison
from analysis.reporting.data_files.area_files import Download
from analysis.reporting.jobs import Job, Part
from analysis.reporting.pages.frame import environment, frame
from analysis.reporting.titles import TITLES

WORDS = {
    "made": "Made",
    "nothing": "Nothing to report",
    "failed": "Not made",
    "older": "From an earlier run",
    "absent": "Not run",
}
# Orders of the table at a glance: its column, and how to say it.
ORDERS = {
    "area": "By name",
    "to_goal": "Furthest below the national goal first",
    "fsm_gap": "Widest free school meals gap first",
}


def index_page(
    quarter: str,
    settings: QuarterParams,
    parts: dict[Job, Part | None],
    states: dict[Job, tuple[str, str]],
    *,
    downloads: dict[str, list[Download]],
    comparisons: list[Comparison],
    footer: str,
) -> str:
    """The index of a quarter as a whole page."""
    reports = {job: _entry(job, parts[job], *states[job]) for job in parts}
    glance = at_a_glance(list(reports.values()), settings)
    body = (
        environment()
        .get_template("index.html.j2")
        .render(
            quarter=quarter,
            as_at=day(settings.as_at),
            summary=_summary(states),
            failed=[entry for entry in reports.values() if entry["status"] == "failed"],
            notebooks=[{"name": name, "title": TITLES[name]} for name in settings.notebooks],
            areas=[
                {
                    "name": area,
                    "number": number,
                    "reports": [entry for job, entry in reports.items() if job.area == area],
                    "downloads": downloads.get(area, []),
                }
                for number, area in enumerate(settings.areas, start=1)
            ],
            orders=[
                {"id": key, "words": words, "table": _glance_table(glance, key, quarter)}
                for key, words in ORDERS.items()
            ]
            if len(glance)
            else [],
            comparisons=comparisons,
        )
    )
    return frame(body, footer=footer, style=_rules(settings))


def _summary(states: dict[Job, tuple[str, str]]) -> str:
    counts = pd.Series([state[0] for state in states.values()]).value_counts()
    return "; ".join(
        f"{counts[status]} {word.lower()}" for status, word in WORDS.items() if status in counts
    )


def _entry(job: Job, part: Part | None, status: str, message: str) -> dict:
    found = part.findings if part and status == "made" else []
    return {
        "area": job.area,
        "notebook": job.notebook,
        "title": TITLES[job.notebook],
        "href": job.page if status != "absent" else "",
        "status": status,
        "word": WORDS[status],
        "message": message,
        "findings": found,
        "headlines": sorted((f for f in found if f["headline"]), key=lambda f: f["headline"]),
    }


def at_a_glance(reports: list[dict], settings: QuarterParams) -> pd.DataFrame:
    """Three figures an area: a good level of development, its distance to the goal, and its gap.

    Returns
    -------
    pd.DataFrame
        ``area, gld, gld_interval, gld_period, to_goal, fsm_gap, fsm_period``; a figure that no
        report gives is missing. No row where no area has any of them.
    """
    rows = []
    for area in settings.areas:
        found = {f["key"]: f for r in reports if r["area"] == area for f in r["findings"]}
        gld, goal, gap = (
            found.get(key, {"value": None, "period": ""})
            for key in ("latest.gld", "target.national.gld", "gap.eligible.within_the_area")
        )
        sure = ""
        if gld.get("lower_ci") is not None:
            sure = interval(gld["lower_ci"], gld["upper_ci"], settings.confidence)
        rows.append(
            {
                "area": area,
                "gld": gld["value"],
                "gld_interval": sure or "none",
                "gld_period": gld["period"] or "none",
                "to_goal": goal["value"],
                "fsm_gap": gap["value"],
                "fsm_period": gap["period"] or "none",
                "value_note": "x",
            }
        )
    table = pd.DataFrame(rows).astype({c: "Float64" for c in ("gld", "to_goal", "fsm_gap")})
    return table[table[["gld", "to_goal", "fsm_gap"]].notna().any(axis=1)]


def _glance_table(glance: pd.DataFrame, order: str, quarter: str) -> Markup:
    rows = glance.sort_values(
        [order, "area"], ascending=[order != "fsm_gap", True], na_position="last"
    )
    table = show_table(
        rows,
        {
            "area": "Area",
            "gld": "Good level of development",
            "gld_interval": "How sure",
            "gld_period": "Year",
            "to_goal": "Distance to the national goal, points",
            "fsm_gap": "Free school meals gap, points",
            "fsm_period": "Year of the gap",
        },
        caption=f"Areas at a glance, {quarter}. {ORDERS[order]}",
        formats={"gld": per_cent, "to_goal": signed, "fsm_gap": signed},
        numeric=("gld", "to_goal", "fsm_gap"),
    )
    return Markup(table._repr_html_())


def _rules(settings: QuarterParams) -> str:
    """What each choice of the reader shows: everything else of its kind is taken away."""
    rules = [
        f"body:has(#area-{number}:checked) .area:not(.area-{number}) {{ display: none; }}"
        for number in range(1, len(settings.areas) + 1)
    ]
    rules += [
        f"body:has(#report-{name}:checked) .report:not(.report-{name}) {{ display: none; }}"
        for name in settings.notebooks
    ]
    rules += [
        f"body:has(#order-{key}:checked) .order:not(.order-{key}) {{ display: none; }}"
        for key in ORDERS
    ]
    return "\n".join(rules)
