"""What a plan reports against its own targets, and where it differs from official figures."""

import pandas as pd

from analysis.calculations.gaps.gaps import people_to_reach
from analysis.calculations.series import FIGURE, official_figures


def target_progress(targets: pd.DataFrame, reported: pd.DataFrame, plan: str) -> pd.DataFrame:
    """Each target of a plan beside what the plan reports.

    Returns
    -------
    pd.DataFrame
        One row a target: ``target`` and ``reported_value`` in ``unit``, ``gap`` (reported minus
        target, only where both are numbers of one unit and the report is comparable), ``met``
        (by the target's direction), ``people`` (how many more of those counted it would take to
        reach a target of "at least"), ``evidence``: "number", "suppressed", "words only",
        "not comparable" or "nothing".
    """
    ours = targets[targets["plan"] == plan].rename(columns={"value": "target"})
    columns = ["target_id", "status", "value", "unit", "numerator", "denominator", "period"]
    said = reported[[*columns, "value_note", "scope", "remark", "source_ref"]].rename(
        columns={
            "value": "reported_value",
            "unit": "reported_unit",
            "value_note": "reported_note",
            "scope": "reported_scope",
            "period": "reported_period",
            "source_ref": "reported_ref",
        }
    )
    rows = ours.merge(said, on="target_id", how="left")
    same_unit = rows["reported_unit"] == rows["unit"]
    comparable = same_unit & (rows["status"] == "number")
    rows["gap"] = (rows["reported_value"] - rows["target"]).where(comparable)
    rows["met"] = (rows["gap"] * _signs(rows["direction"]) >= 0).where(rows["gap"].notna())
    rows["people"] = pd.array([_people(row) for row in rows.itertuples()], dtype="Int64")
    rows["evidence"] = [_evidence(row) for row in rows.itertuples()]
    return rows


def _signs(direction: pd.Series) -> pd.Series:
    return direction.map({"at least": 1.0, "at most": -1.0}).astype("Float64")


def _people(row) -> int | None:
    if pd.isna(row.gap) or row.direction == "at most":
        return None
    if row.unit == "count":
        return max(0, int(row.target - row.reported_value))
    return people_to_reach(row.numerator, row.denominator, row.target)


def _evidence(row) -> str:
    if row.status == "number":
        return "suppressed" if "c" in str(row.reported_note).split() else "number"
    words = {"words": "words only", "bound": "bound", "not comparable": "not comparable"}
    return words.get(row.status, "nothing")


def last_reported(progress: pd.DataFrame) -> pd.DataFrame:
    """One row a target: of several periods, the one that the table holds last."""
    return progress.drop_duplicates("target_id", keep="last")


def evidence_coverage(progress: pd.DataFrame) -> dict[str, int]:
    """How many targets have anything reported, and a usable number, of all targets.

    Only targets that have a number of their own are counted: "in line with England" is not one.
    A suppressed number counts as reported: the plan has it and we do not repeat it. A target
    reported for several periods is one target, judged by the last row of it.
    """
    progress = progress[progress["target"].notna()]
    one_each = last_reported(progress)
    evidence = one_each["evidence"]
    return {
        "targets": len(one_each),
        "reported": int((evidence != "nothing").sum()),
        "with_number": int(evidence.isin(["number", "suppressed"]).sum()),
        "met": int(one_each["met"].fillna(False).sum()),
        "compared": int(one_each["gap"].notna().sum()),
    }


def plan_against_official(observations: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Figures that a council paper and an official source both give for one period.

    Returns
    -------
    pd.DataFrame
        ``indicator, area_code, period, plan_value, plan_source, official_value, official_source,
        difference`` (plan minus official). Both stand; neither is corrected. Of two official
        rows of one figure, the one that stands in the series is meant.
    """
    kinds = observations["source_id"].map(sources.set_index("source_id")["kind"])
    columns = [*FIGURE, "value", "source_id", "unit"]
    plan = observations.loc[observations["value"].notna() & (kinds == "plan"), columns]
    official = official_figures(observations[observations["value"].notna()], sources)[columns]
    rows = plan.merge(official, on=[*FIGURE, "unit"], suffixes=("_plan", "_official"))
    rows = rows.rename(
        columns={
            "value_plan": "plan_value",
            "source_id_plan": "plan_source",
            "value_official": "official_value",
            "source_id_official": "official_source",
        }
    )
    return rows.assign(difference=rows["plan_value"] - rows["official_value"])
