"""The newest paper of a plan, and how much stands behind each of its actions."""

import pandas as pd

from analysis.calculations.plans.evidence import target_progress

COMPANIONS = ("action_dates", "action_leads", "action_targets")


def newest_register(tables: dict[str, pd.DataFrame], plan: str) -> dict[str, pd.DataFrame]:
    """The tables ``actions`` and its companions, of the newest paper of one plan alone.

    A plan's next paper adds rows under the same ids, so a count over all papers would count an
    action twice. Where no paper of the plan is held, every table is empty.
    """
    ours = tables["actions"][tables["actions"]["plan"] == plan]
    if ours.empty:
        return {name: tables[name].iloc[0:0] for name in ("actions", *COMPANIONS)}
    newest = ours.sort_values(["published", "source_id"])["source_id"].iloc[-1]
    actions = ours[ours["source_id"] == newest].sort_values("position").reset_index(drop=True)
    found = {"actions": actions}
    for name in COMPANIONS:
        table = tables[name]
        mine = (table["source_id"] == newest) & table["action_id"].isin(actions["action_id"])
        found[name] = table[mine].reset_index(drop=True)
    return found


def action_evidence(
    register: dict[str, pd.DataFrame], targets: pd.DataFrame, reported: pd.DataFrame
) -> pd.DataFrame:
    """What stands behind each action: a number, words, or nothing.

    Returns
    -------
    pd.DataFrame
        One row an action: ``action_id``, ``evidence`` ("number" where a target of the action has
        a number reported, suppressed ones included; "words" where the paper reports progress
        without one; "cross-reference"; "nothing"), ``compared`` (how many of its targets can be
        set against what is reported) and ``share`` (how far the one furthest behind has come from
        nought to its target, 0 to 1; missing where none can be compared).

    Notes
    -----
    A target of "at most" that is not met has no share: nought is not where it starts from.
    """
    actions = register["actions"]
    linked = register["action_targets"].loc[
        lambda table: table["target_id"] != "", ["action_id", "target_id"]
    ]
    plan = actions["plan"].iloc[0] if len(actions) else ""
    progress = target_progress(targets, reported, plan).drop_duplicates("target_id", keep="last")
    rows = linked.merge(progress.drop(columns="action_id", errors="ignore"), on="target_id")
    rows = rows.assign(share=[_share(row) for row in rows.itertuples()])
    by_action = dict(list(rows.groupby("action_id")))
    return pd.DataFrame(
        [_evidence(action, by_action.get(action.action_id)) for action in actions.itertuples()],
        columns=["action_id", "evidence", "compared", "share"],
    ).astype({"compared": "int64", "share": "Float64"})


def _share(row) -> float | None:
    if pd.isna(row.gap):
        return None
    if row.met:
        return 1.0
    if row.direction == "at most" or row.target <= 0:
        return None
    return max(0.0, float(row.reported_value) / float(row.target))


def _evidence(action, rows: pd.DataFrame | None) -> dict:
    shares = [] if rows is None else [s for s in rows["share"] if not pd.isna(s)]
    numbers = rows is not None and rows["evidence"].isin(["number", "suppressed"]).any()
    said = {"yes": "words", "no": "nothing"}.get(action.progress_reported, "cross-reference")
    return {
        "action_id": action.action_id,
        "evidence": "number" if numbers else said,
        "compared": len(shares),
        "share": min(shares) if shares else None,
    }
