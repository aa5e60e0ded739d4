"""The tables of a register, as they are written: one row an action, a date, a lead, a target."""

import pandas as pd

from analysis.cleaning.papers.register import Action, Source
from analysis.schema_actions import ACTION_TABLES

TARGET_COLUMNS = (
    "target_id",
    "plan",
    "area_code",
    "action_ref",
    "label",
    "indicator",
    "direction",
    "value",
    "unit",
    "value_note",
    "relative_to",
    "due",
    "due_label",
    "scope",
    "published",
    "source_id",
    "source_ref",
)


def register_tables(actions: list[Action], source: Source) -> dict[str, pd.DataFrame]:
    """The tables ``actions``, ``action_dates``, ``action_leads``, ``action_targets`` and
    ``targets`` (those with a number or a comparison to aim at), in the paper's own words.
    """
    return {
        "actions": _frame("actions", [_action(n, a, source) for n, a in enumerate(actions, 1)]),
        "action_dates": _frame("action_dates", [r for a in actions for r in _dates(a, source)]),
        "action_leads": _frame("action_leads", [r for a in actions for r in _leads(a, source)]),
        "action_targets": _frame(
            "action_targets", [r for a in actions for r in _targets(a, source)]
        ),
        "targets": pd.DataFrame(
            [r for a in actions for r in _numbered(a, source)], columns=list(TARGET_COLUMNS)
        ),
    }


def cell_texts(actions: list[Action]) -> pd.DataFrame:
    """Every cell of every action in the paper's own words, markup out, breaks joined."""
    from analysis.cleaning.papers.plain import words_of

    rows = [
        {
            "action_id": action.action_id,
            "column": key.partition(" ")[0],
            "header": action.row.names.get(key, ""),
            "text": words_of(action.row.cell(key)),
            "lines": " ".join(str(line) for line in action.row.lines),
        }
        for action in actions
        for key in action.row.pieces
    ]
    return pd.DataFrame(rows, columns=["action_id", "column", "header", "text", "lines"])


def _frame(name: str, rows: list[dict]) -> pd.DataFrame:
    columns = ACTION_TABLES[name].columns
    table = pd.DataFrame(rows, columns=list(columns))
    whole = [column for column, spec in columns.items() if str(spec.dtype) == "Int64"]
    return table.astype(dict.fromkeys(whole, "Int64"))


def _from(action: Action, source: Source, column: str = "") -> dict:
    return {
        "published": source.published,
        "source_id": source.source_id,
        "source_ref": action.place + (f", {column}" if column else ""),
    }


def _action(position: int, action: Action, source: Source) -> dict:
    row, dates = action.row, action.dates
    years = dates.years or (None, None)
    return {
        "action_id": action.action_id,
        "plan": source.plan,
        "area_code": source.area_code,
        "position": position,
        "action_ref": action.ref,
        "section": row.section,
        "section_ref": row.section_ref,
        "outcome": row.outcome,
        "outcome_ref": row.outcome_ref,
        "heading_ref": action.heading_ref,
        "label": action.words,
        "parts": len(action.parts),
        "leads": "; ".join(lead for _, lead in action.leads),
        "starts": dates.starts,
        "first_due": dates.due[0] if dates.due else None,
        "last_due": dates.due[-1] if dates.due else None,
        "due_label": dates.label,
        "ongoing": "yes" if dates.ongoing else "no",
        "from_year": years[0],
        "to_year": years[1],
        "rag_printed": action.rating[0],
        "rag_from": action.rating[1],
        "progress_reported": action.progress,
        "rhythm": action.rhythm,
        "cross_reference": "; ".join(action.cross),
        **_from(action, source),
    }


def _dates(action: Action, source: Source) -> list[dict]:
    return [
        {
            "action_id": action.action_id,
            "position": position,
            "kind": stated.kind,
            "label": stated.label,
            "precision": stated.precision,
            "starts": stated.starts,
            "due": stated.due,
            "from_year": stated.from_year,
            "to_year": stated.to_year,
            "part": part,
            **_from(action, source, column),
        }
        for position, (stated, part, column) in enumerate(action.dates.stated, start=1)
    ]


def _leads(action: Action, source: Source) -> list[dict]:
    return [
        {"action_id": action.action_id, "position": position, "printed": printed, "lead": lead}
        | _from(action, source, "leads column")
        for position, (printed, lead) in enumerate(action.leads, start=1)
    ]


def _column(action: Action, position: int) -> str:
    own = position > len(action.targets) - action.from_action
    return "action column" if own else "targets column"


def _targets(action: Action, source: Source) -> list[dict]:
    return [
        {
            "action_id": action.action_id,
            "position": position,
            "kind": target.kind,
            "direction": target.direction,
            "value": target.value,
            "bound": target.bound,
            "bound_value": target.bound_value,
            "unit": target.unit,
            "due": target.due,
            "due_label": target.due_label,
            "label": target.text,
            "target_id": _target_id(action, position) if _aims(target.kind) else "",
            **_from(action, source, _column(action, position)),
        }
        for position, target in enumerate(action.targets, start=1)
    ]


def _numbered(action: Action, source: Source) -> list[dict]:
    """Targets in the columns of data/targets.csv, to be looked over and labelled by hand."""
    return [
        {
            "target_id": _target_id(action, position),
            "plan": source.plan,
            "area_code": source.area_code,
            "action_ref": action.ref or action.place,
            "label": target.text,
            "indicator": "",
            "direction": target.direction,
            "value": target.value if target.kind != "change" else None,
            "unit": target.unit or "%",
            "value_note": "" if target.kind == "number" else "z",
            "relative_to": "",
            "due": target.due or (action.dates.due[-1] if action.dates.due else None),
            "due_label": target.due_label or action.dates.label,
            "scope": target.text,
            **_from(action, source, _column(action, position)),
        }
        for position, target in enumerate(action.targets, start=1)
        if _aims(target.kind)
    ]


def _aims(kind: str) -> bool:
    return kind in ("number", "bound", "change", "relative")


def _target_id(action: Action, position: int) -> str:
    return f"{action.action_id}_t{position}"
