"""Early years foundation stage profile headline files from Explore education statistics.

The same measure stands under other headers in each release, and the comparator for free school
meals changed with them: "not known to be eligible" counts the unknowns, "not eligible" does not.
"""

import re
from pathlib import Path

import pandas as pd

from analysis.cleaning.ees_figures import with_figures
from analysis.cleaning.ees_totals import COMPLETE_BREAKDOWNS, rebuilt_totals
from analysis.cleaning.published import read_published_csv
from analysis.errors import SourceError
from analysis.periods import two_year_label

# idea: the header in each release that has been seen, newest first
HEADERS = {
    "topic": ("breakdown_topic", "characteristic"),
    "breakdown": ("breakdown", "characteristic_type"),
    "sex": ("sex", "gender"),
    "denominator": ("children_count", "children_number"),
    "numerator": ("gld_children_count", "gld_number"),
    "value": ("gld_children_percent", "gld_percentage"),
}
GROUP_LABELS = {
    ("Total", "Total"): ("all", "all"),
    ("Free school meal eligibility", "Eligible for free school meals"): ("fsm", "eligible"),
    ("Free school meal eligibility", "Known to be eligible for free school meals"): (
        "fsm",
        "eligible",
    ),
    ("Free school meal eligibility", "Not eligible for free school meals"): (
        "fsm",
        "not_eligible",
    ),
    ("Free school meal eligibility", "Not known to be eligible for free school meals"): (
        "fsm",
        "not_known_to_be_eligible",
    ),
    ("Free school meal eligibility", "Unknown"): ("fsm", "unknown"),
    ("SEN provision", "No identified SEN"): ("sen", "no_sen"),
    ("SEN provision", "No SEN provision"): ("sen", "no_sen"),
    ("SEN provision", "All SEN"): ("sen", "any_sen"),
    ("SEN provision", "SEN support"): ("sen", "sen_support"),
    ("SEN provision", "SEN support / SEN without an EHC plan"): ("sen", "sen_support"),
    ("SEN provision", "EHC plan"): ("sen", "ehc_plan"),
    ("SEN provision", "Education, health and care plan"): ("sen", "ehc_plan"),
    ("SEN provision", "Unclassified"): ("sen", "unknown"),
    ("SEN provision", "Unknown"): ("sen", "unknown"),
}
# Rows of other headings are passed over, whatever stands in them.
TOPICS = {topic for topic, _ in GROUP_LABELS} | set(COMPLETE_BREAKDOWNS)
LEVELS = {
    "national": ("country_code", "country_name"),
    "regional": ("region_code", "region_name"),
    "local authority": ("new_la_code", "la_name"),
}
ALWAYS = ("time_period", "time_identifier", "geographic_level")
COLUMNS = [
    "area_code",
    "area_name",
    "period",
    "group_type",
    "group",
    "numerator",
    "denominator",
    "value",
    "value_note",
    "source_ref",
]


def read_eyfsp_headline(path: Path) -> pd.DataFrame:
    """Good level of development by area and group, with counts.

    Parameters
    ----------
    path
        A headline measures CSV file, of the 2021/22 release or a later one.

    Returns
    -------
    pd.DataFrame
        `COLUMNS`, one row an area, academic year and group, for England, its regions and
        local authorities (never the district rows, which count children by school and repeat
        the same codes, nor places outside England). ``value`` is in per cent, recomputed from
        the counts, since releases round or cut it. Where an area has no total row but a complete
        breakdown with nothing withheld, the total is the sum of that breakdown and
        ``source_ref`` says so.

    Raises
    ------
    SourceError
        If the file cannot be read as a CSV, lacks one of the measures, is of another kind of
        year, has no row of everyone in a place in England, or holds a count that is neither a
        whole number nor a known mark.
    """
    raw = read_published_csv(path, as_what="a UTF-8 CSV file with a header")
    table = with_figures(_of_everyone(_with_known_headers(raw, path), path), path)
    printed = _printed_rows(table)
    rebuilt = rebuilt_totals(table, printed)
    return pd.concat([printed[COLUMNS], rebuilt[COLUMNS]], ignore_index=True)


def _with_known_headers(raw: pd.DataFrame, path: Path) -> pd.DataFrame:
    """The columns that are read, each under one name whatever its release calls it."""
    found = {}
    for idea, headers in HEADERS.items():
        present = [header for header in headers if header in raw.columns]
        if not present:
            raise SourceError(
                f"{path.name} has no column {' or '.join(headers)}: "
                "it is not an early years profile headline file of a known release."
            )
        found[present[0]] = idea
    always = (*ALWAYS, *(column for pair in LEVELS.values() for column in pair))
    for column in always:
        if column not in raw.columns:
            raise SourceError(f"{path.name} has no column {column}, which every such file has.")
    return raw[[*found, *always]].rename(columns=found)


def _of_everyone(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Rows of both sexes together, for places in England, with their area and period."""
    table = table[(table["sex"] == "Total") & table["topic"].isin(TOPICS)]
    table = pd.concat([_of_level(table, level) for level in LEVELS]).sort_index()
    _check_codes(table, path)
    # the codes z and x stand for "outside of England and unknown"
    table = table[table["area_code"].str.fullmatch(r"E\d{8}")]
    if table.empty:
        raise SourceError(
            f"{path.name} has no row of both sexes together (Total) for England, a region or a "
            f"local authority under one of these headings: {', '.join(sorted(TOPICS))}."
        )
    _check_kind_of_year(table, path)
    return table.assign(
        line=table.index,
        period=[_academic_year(text, path) for text in table["time_period"]],
    )


def _of_level(table: pd.DataFrame, level: str) -> pd.DataFrame:
    """Rows of one level, with the code and name that such rows know their area by."""
    code, name = LEVELS[level]
    rows = table[table["geographic_level"].str.lower() == level]
    return rows.assign(area_code=rows[code], area_name=rows[name])


def _check_codes(table: pd.DataFrame, path: Path) -> None:
    blank = table[table["area_code"] == ""]
    if len(blank):
        kind = blank["geographic_level"].iloc[0].lower()
        raise SourceError(
            f"{path.name}, row {blank.index[0]}: its {LEVELS[kind][0]} is blank, where the code "
            f"of its area, {kind}, must stand."
        )


def _check_kind_of_year(table: pd.DataFrame, path: Path) -> None:
    others = table[table["time_identifier"].str.lower() != "academic year"]
    if len(others):
        raise SourceError(
            f"{path.name}, row {others.index[0]}: its time_identifier is "
            f'"{others["time_identifier"].iloc[0]}" and must be "Academic year".'
        )


def _academic_year(text: str, path: Path) -> str:
    found = re.fullmatch(r"(\d{4})(\d{2})", text)
    if not found or int(found[2]) != (int(found[1]) + 1) % 100:
        raise SourceError(
            f'{path.name}: the time_period "{text}" is no academic year: write 202425 for 2024/25.'
        )
    return two_year_label(int(found[1]) + 1)


def _printed_rows(table: pd.DataFrame) -> pd.DataFrame:
    labels = [GROUP_LABELS.get(p) for p in zip(table["topic"], table["breakdown"], strict=True)]
    known = [label is not None for label in labels]
    return table[known].assign(
        group_type=[label[0] for label in labels if label],
        group=[label[1] for label in labels if label],
        source_ref="row " + table.loc[known, "line"].astype(str),
    )
