"""What no table can check alone: ids that must exist elsewhere, keys across files, percentages."""

import pandas as pd

from analysis.enforce import stands_at
from analysis.errors import TableError
from analysis.schema import TABLES

# column of a table: the table and column that must hold what stands there
MUST_EXIST = {
    ("observations", "source_id"): ("sources", "source_id"),
    ("observations", "area_code"): ("areas", "area_code"),
    ("observations", "indicator"): ("indicators", "indicator"),
    ("areas", "parent_code"): ("areas", "area_code"),
    ("neighbours", "area_code"): ("areas", "area_code"),
    ("neighbours", "neighbour_code"): ("areas", "area_code"),
    ("neighbours", "source_id"): ("sources", "source_id"),
    ("releases", "indicator"): ("indicators", "indicator"),
    ("deprivation", "indicator"): ("indicators", "indicator"),
    ("deprivation", "source_id"): ("sources", "source_id"),
    ("deprivation", "ranking_source_id"): ("sources", "source_id"),
    ("plans", "area_code"): ("areas", "area_code"),
    ("plans", "source_id"): ("sources", "source_id"),
    ("targets", "plan"): ("plans", "plan"),
    ("targets", "area_code"): ("areas", "area_code"),
    ("targets", "indicator"): ("indicators", "indicator"),
    ("targets", "relative_to"): ("areas", "area_code"),
    ("targets", "source_id"): ("sources", "source_id"),
    ("reported", "target_id"): ("targets", "target_id"),
    ("reported", "source_id"): ("sources", "source_id"),
    ("increments", "target_id"): ("targets", "target_id"),
    ("increments", "source_id"): ("sources", "source_id"),
    ("baselines", "target_id"): ("targets", "target_id"),
    ("baselines", "source_id"): ("sources", "source_id"),
    ("costs", "plan"): ("plans", "plan"),
    ("costs", "source_id"): ("sources", "source_id"),
    ("cost_totals", "plan"): ("plans", "plan"),
    ("cost_totals", "source_id"): ("sources", "source_id"),
    ("cost_status", "plan"): ("plans", "plan"),
    ("cost_status", "source_id"): ("sources", "source_id"),
    ("actions", "plan"): ("plans", "plan"),
    ("actions", "area_code"): ("areas", "area_code"),
    ("actions", "source_id"): ("sources", "source_id"),
    ("action_dates", "action_id"): ("actions", "action_id"),
    ("action_dates", "source_id"): ("sources", "source_id"),
    ("action_leads", "action_id"): ("actions", "action_id"),
    ("action_leads", "source_id"): ("sources", "source_id"),
    ("action_targets", "action_id"): ("actions", "action_id"),
    ("action_targets", "target_id"): ("targets", "target_id"),
    ("action_targets", "source_id"): ("sources", "source_id"),
    ("lead_aliases", "plan"): ("plans", "plan"),
    ("plan_labels", "plan"): ("plans", "plan"),
}
Files = dict[str, dict[str, pd.DataFrame]]


def check_relations(files: Files) -> None:
    """Check the tables against each other.

    Parameters
    ----------
    files
        For each table its files, each by the name to use in a message; the index of each is the
        row of the file.

    Raises
    ------
    TableError
        For an unknown source, area, indicator, plan or target, or a percentage that the
        indicator does not allow.
    """
    for (table, column), (home, id_column) in MUST_EXIST.items():
        known = {value for part in files[home].values() for value in part[id_column]}
        for file, part in files[table].items():
            # whether a cell may be blank is for the schema to say
            unknown = part[~part[column].isin(known | {""})]
            if len(unknown):
                where = stands_at(file, unknown.index[0], column, unknown[column].iloc[0])
                raise TableError(f"{where} and is not in data/{home}.csv, which must name it.")
    indicators = pd.concat(files["indicators"].values())
    capped = set(indicators.loc[indicators["may_exceed_100"] == "no", "indicator"])
    for file, part in files["observations"].items():
        _check_percentages(part, capped, file)


def check_keys(name: str, parts: dict[str, pd.DataFrame]) -> None:
    """Refuse a key of one table that stands in two of its files."""
    key = TABLES[name].unique
    seen: dict[tuple, str] = {}
    for file, part in parts.items():
        for row, *values in part[key].itertuples(name=None):
            other = seen.setdefault(tuple(values), file)
            if other != file:
                stands = " + ".join(str(value) for value in values)
                raise TableError(
                    f"{file}, row {row}: the key {' + '.join(key)} must not repeat, and "
                    f"{stands} stands in {other} too."
                )


def _check_percentages(observations: pd.DataFrame, capped: set[str], file: str) -> None:
    shares = observations[(observations["unit"] == "%") & observations["value"].notna()]
    over = (shares["value"] > 100) & shares["indicator"].isin(capped)
    wrong = shares[over | (shares["value"] < 0)]
    if len(wrong):
        row = wrong.iloc[0]
        where = stands_at(file, wrong.index[0], "value", f"{row['value']:g}")
        allowed = "0 to 100" if row["indicator"] in capped else "0 or more"
        raise TableError(
            f"{where} and may be {allowed} for {row['indicator']}: see may_exceed_100 in "
            "data/indicators.csv."
        )
