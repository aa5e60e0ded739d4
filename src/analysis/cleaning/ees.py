"""Early years foundation stage profile headline files from Explore education statistics.

The same measure stands under other headers in each release, and the comparator for free school
meals changed with them: "not known to be eligible" counts the unknowns, "not eligible" does not.
"""

from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.periods import period_bounds, two_year_label

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
# A breakdown whose rows, all present, add to every child: the total can be rebuilt from it.
COMPLETE_BREAKDOWNS = {
    "Term of birth": {"Autumn-born", "Spring-born", "Summer-born"},
    "Free school meal eligibility": {
        "Eligible for free school meals",
        "Not eligible for free school meals",
        "Unknown",
    },
}
LEVELS = {
    "national": ("country_code", "country_name"),
    "regional": ("region_code", "region_name"),
    "local authority": ("new_la_code", "la_name"),
}
MARKS = {"z", "x", "c", "low", "k", "u", "b", "e", "p", "r"}
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
        the same codes). ``value`` is in per cent, recomputed from the counts, since releases
        round or cut it. Where an area has no total row but a complete breakdown, the total is
        the sum of that breakdown and ``source_ref`` says so.

    Raises
    ------
    SourceError
        If the file cannot be read as a CSV or lacks one of the measures.
    """
    raw = _read_text(path)
    table = _with_known_headers(raw, path)
    table = table[table["sex"] == "Total"]
    printed = _printed_rows(table)
    rebuilt = _rebuilt_totals(table, printed)
    return pd.concat([printed, rebuilt], ignore_index=True)[COLUMNS]


def _read_text(path: Path) -> pd.DataFrame:
    try:
        raw = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise SourceError(
            f"{path.name} cannot be read as a UTF-8 CSV file with a header ({error})."
        ) from None
    raw = raw.apply(lambda column: column.str.strip())
    return raw.assign(line=range(2, len(raw) + 2))


def _with_known_headers(raw: pd.DataFrame, path: Path) -> pd.DataFrame:
    found = {}
    for idea, headers in HEADERS.items():
        present = [header for header in headers if header in raw.columns]
        if not present:
            raise SourceError(
                f"{path.name} has no column {' or '.join(headers)}: "
                "it is not an early years profile headline file of a known release."
            )
        found[present[0]] = idea
    needed = ("time_period", "geographic_level", "new_la_code", "region_code")
    lacking = [column for column in needed if column not in raw.columns]
    if lacking:
        raise SourceError(f"{path.name} has no column {lacking[0]}, which every such file has.")
    table = raw.rename(columns=found)
    level = table["geographic_level"].str.lower()
    table = table[level.isin(LEVELS)].assign(level=level)
    columns = table["level"].map(LEVELS)
    table["area_code"] = [row[c[0]] for (_, row), c in zip(table.iterrows(), columns, strict=True)]
    table["area_name"] = [row[c[1]] for (_, row), c in zip(table.iterrows(), columns, strict=True)]
    table["period"] = table["time_period"].map(_academic_year)
    return table


def _academic_year(time_period: str) -> str:
    label = two_year_label(int(time_period[:4]) + 1) if time_period[:4].isdigit() else time_period
    period_bounds(label, "academic_year")
    return label


def _printed_rows(table: pd.DataFrame) -> pd.DataFrame:
    known = [pair in GROUP_LABELS for pair in zip(table["topic"], table["breakdown"], strict=True)]
    rows = table[known].copy()
    labels = [GROUP_LABELS[pair] for pair in zip(rows["topic"], rows["breakdown"], strict=True)]
    rows["group_type"] = [label[0] for label in labels]
    rows["group"] = [label[1] for label in labels]
    rows["source_ref"] = "row " + rows["line"].astype(str)
    return _with_figures(rows)


def _with_figures(rows: pd.DataFrame) -> pd.DataFrame:
    marks = rows["value"].where(rows["value"].isin(MARKS), "").replace({"k": "low"})
    rows["numerator"] = pd.to_numeric(rows["numerator"], errors="coerce").astype("Int64")
    rows["denominator"] = pd.to_numeric(rows["denominator"], errors="coerce").astype("Int64")
    value = 100 * rows["numerator"].astype("Float64") / rows["denominator"].astype("Float64")
    counted = rows["denominator"].fillna(0) > 0
    rows["value"] = value.where(counted)
    rows["value_note"] = marks.where(rows["value"].isna(), "")
    missing = rows["value"].isna() & (rows["value_note"] == "")
    # no child in the group: a percentage does not apply, which is not a percentage of zero
    rows.loc[missing, "value_note"] = (
        rows.loc[missing, "denominator"].eq(0).map({True: "z", False: "x"})
    )
    return rows


def _rebuilt_totals(table: pd.DataFrame, printed: pd.DataFrame) -> pd.DataFrame:
    have = set(
        printed.loc[printed["group_type"] == "all", ["area_code", "period"]].itertuples(
            index=False, name=None
        )
    )
    rebuilt = []
    for key, rows in table.groupby(["area_code", "period"], sort=True):
        if key in have:
            continue
        for topic, breakdowns in COMPLETE_BREAKDOWNS.items():
            parts = rows[rows["topic"] == topic]
            if set(parts["breakdown"]) == breakdowns:
                rebuilt.append(_sum_of(parts, topic))
                break
    return pd.DataFrame(rebuilt, columns=COLUMNS)


def _sum_of(parts: pd.DataFrame, topic: str) -> dict:
    numerator = int(parts["numerator"].astype(int).sum())
    denominator = int(parts["denominator"].astype(int).sum())
    lines = ", ".join(str(line) for line in parts["line"])
    return {
        "area_code": parts["area_code"].iloc[0],
        "area_name": parts["area_name"].iloc[0],
        "period": parts["period"].iloc[0],
        "group_type": "all",
        "group": "all",
        "numerator": numerator,
        "denominator": denominator,
        "value": 100 * numerator / denominator,
        "value_note": "",
        "source_ref": f"sum of rows {lines} ({topic.lower()}, complete)",
    }
