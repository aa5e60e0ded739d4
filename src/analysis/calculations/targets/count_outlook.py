"""Each count that a plan aims at: what is asked, what was achieved, and where it may end."""

from collections.abc import Iterable

import pandas as pd

from analysis.calculations.plans.evidence import last_reported, target_progress
from analysis.calculations.targets.count_attainment import count_attainment
from analysis.calculations.targets.run_rates import implied_baselines, plan_profile, run_rates
from analysis.periods import months_between

_RATES = ["needed", "reached", "required_rate", "achieved_rate", "projection", "short"]
_RATES += ["time_to_target", "note"]
_CHANCE = ["probability", "expected", "lower_pi", "upper_pi"]


def count_outlook(
    tables: dict[str, pd.DataFrame], plans: Iterable[str], *, confidence: float = 0.95
) -> pd.DataFrame:
    """The outlook of every count target of some plans that has something reported against it.

    Parameters
    ----------
    tables
        ``targets, reported, increments, baselines`` as they stood.
    plans
        Ids of plans.

    Returns
    -------
    pd.DataFrame
        The rows of `evidence.target_progress` for counts with anything reported, with ``value``
        (only where the report counts what the target counts), ``counted_to`` (the day the count
        stands for: the end of its increment's period, else the day the paper was public),
        ``gained`` in ``time_taken`` months and ``time_left`` in months (negative once the due
        date lies before that day), the columns of `run_rates` in counts a month, and
        ``probability, expected, lower_pi, upper_pi`` of `count_attainment`. Where the target is
        a growth: ``growth``, ``baseline`` that it implies, ``baseline_counted`` (the count less
        what has come since, where that began at the baseline) and ``profile`` (the even line
        from the baseline, read on ``counted_to``).
    """
    parts = [target_progress(tables["targets"], tables["reported"], plan) for plan in plans]
    nothing = target_progress(tables["targets"], tables["reported"], "")
    progress = last_reported(pd.concat([part for part in parts if len(part)] or [nothing]))
    rows = progress[(progress["unit"] == "count") & (progress["evidence"] != "nothing")]
    rows = _with_increments(rows, tables).assign(
        value=rows["reported_value"].where(rows["evidence"] == "number").to_numpy()
    )
    rows["time_left"] = [
        pd.NA if pd.isna(row.due) else months_between(row.counted_to, row.due)
        for row in rows.itertuples()
    ]
    rows["time_left"] = rows["time_left"].astype("Float64")
    rates = run_rates(rows.drop(columns="value_note"))
    chance = count_attainment(rows.drop(columns="value_note"), confidence=confidence)
    rows = rows.assign(**{name: rates[name].to_numpy() for name in _RATES})
    rows = rows.assign(**{name: chance[name].to_numpy() for name in _CHANCE})
    return _with_baselines(rows, tables["baselines"]).reset_index(drop=True)


def _with_increments(rows: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    told = tables["reported"].drop_duplicates("target_id", keep="last")
    steps = tables["increments"].sort_values("period_end").drop_duplicates("target_id", keep="last")
    steps = steps.rename(
        columns={
            "amount": "gained",
            "months": "time_taken",
            "period": "gained_in",
            "remark": "gained_remark",
            "source_ref": "gained_ref",
        }
    )
    columns = ["target_id", "gained", "time_taken", "gained_in", "period_end", "gained_remark"]
    rows = rows.merge(steps[[*columns, "gained_ref"]], on="target_id", how="left")
    public = told.set_index("target_id")["published"].reindex(rows["target_id"])
    return rows.assign(counted_to=rows["period_end"].fillna(public.set_axis(rows.index)))


def _with_baselines(rows: pd.DataFrame, baselines: pd.DataFrame) -> pd.DataFrame:
    base = baselines.rename(
        columns={"period": "baseline_period", "source_ref": "baseline_ref", "as_of": "starts"}
    )
    columns = ["target_id", "growth", "starts", "baseline_period", "baseline_ref"]
    rows = rows.merge(base[columns], on="target_id", how="left").drop(columns="value_note")
    rows["baseline"] = implied_baselines(rows)["baseline"]
    rows["profile"] = plan_profile(rows, at="counted_to")["profile"]
    since = [
        not pd.isna(row.starts) and months_between(row.starts, row.counted_to) == row.time_taken
        for row in rows.itertuples()
    ]
    rows["baseline_counted"] = (rows["value"] - rows["gained"]).where(pd.Series(since, dtype=bool))
    return rows
