"""Sentences about an early years hub: mentors, settings, release time."""

import pandas as pd

from analysis.presentation.findings import Finding, Findings, refs_of
from analysis.presentation.wording import count, rounded


def hub_findings(observations: pd.DataFrame, *, area: str) -> Findings:
    """Mentors, settings and release time of an early years hub."""
    values = observations.set_index("indicator")["value"]
    if not {"hub_mentors", "hub_settings"} <= set(values.index):
        return Findings()
    mentors, settings = float(values["hub_mentors"]), float(values["hub_settings"])
    by_indicator = observations.set_index("indicator")
    source = by_indicator.at["hub_settings", "source_id"]
    where = refs_of(*by_indicator.loc[by_indicator.index.str.startswith("hub_"), "source_ref"])
    found = Findings(
        [
            Finding(
                key="hub.settings_per_mentor",
                area=area,
                statement=(
                    f"{count(mentors)} hub mentors support {count(settings)} group settings: "
                    f"{rounded(settings / mentors, 1)} settings for each mentor."
                ),
                value=settings / mentors,
                unit="settings per mentor",
                period="undated",
                method="Settings divided by mentors",
                source_ids=source,
                source_ref=where,
                limits="Both counts are the paper’s own; it is undated.",
                headline=5,
            )
        ]
    )
    if "hub_release_time" in values.index:
        days = float(values["hub_release_time"])
        found.append(
            Finding(
                key="hub.release_time",
                area=area,
                statement=(
                    f"If all {count(mentors)} mentors were released for {rounded(days, 1)} days a "
                    f"week, each setting would have {rounded(days * mentors / settings, 2)} mentor "
                    "days a week."
                ),
                value=days * mentors / settings,
                unit="days a week",
                period="undated",
                method="Release time times mentors, divided by settings",
                source_ids=source,
                source_ref=where,
                limits=(
                    "The paper states the release for mentors in nursery schools only"
                    f"{_not_for_the_added(values)}, so the true figure may be lower or higher."
                ),
            )
        )
    return found


def _not_for_the_added(values: pd.Series) -> str:
    if "hub_mentors_added" not in values.index:
        return ""
    return f", not for the {count(values['hub_mentors_added'])} that the borough added"
