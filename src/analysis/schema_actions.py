"""Columns, keys and permitted values of the tables that hold plans' actions."""

import pandera.pandas as pa

from analysis.schema_rules import (
    CODE,
    FILLED,
    NAME,
    at_least,
    bound_is_not_a_value,
    day_column,
    matching,
    number_column,
    one_of,
    row_rule,
    table_schema,
    text_column,
)
from analysis.vocabulary import (
    ACTION_DATE_KINDS,
    ACTION_TARGET_KINDS,
    BOUNDS,
    DATE_PRECISIONS,
    RAG_FROM,
    RAG_STATES,
    RHYTHMS,
    UNITS,
)

_YES_NO = one_of(("yes", "no"))
_FROM = {
    "published": day_column(),
    "source_id": text_column(NAME),
    "source_ref": text_column(FILLED),
}


def _whole(low: int, words: str, *, nullable: bool = False) -> pa.Column:
    return pa.Column("Int64", at_least(low, words), nullable=nullable)


def _place() -> dict[str, pa.Column]:
    """Of which action, and the how-many-th of it."""
    return {"action_id": text_column(NAME), "position": _whole(1, "a whole number from 1")}


dates_in_order = row_rule(
    lambda df: df["first_due"].isna() | (df["first_due"] <= df["last_due"]),
    "a first_due no later than last_due",
    ("first_due", "last_due"),
)
both_dates_or_neither = row_rule(
    lambda df: df["first_due"].isna() == df["last_due"].isna(),
    "both first_due and last_due, or neither",
    ("first_due", "last_due"),
)
years_in_order = row_rule(
    lambda df: df["from_year"] <= df["to_year"],
    "a from_year no later than to_year",
    ("from_year", "to_year"),
)
colour_fits_rating = row_rule(
    lambda df: (df["rag_printed"] != "not recorded") == df["rag_from"].isin(["word", "colour"]),
    "a rating where rag_from is word or colour, and only there",
    ("rag_printed", "rag_from"),
)

ACTION_TABLES: dict[str, pa.DataFrameSchema] = {
    "actions": table_schema(
        {
            "action_id": text_column(NAME),
            "plan": text_column(NAME),
            "area_code": text_column(CODE),
            "position": _whole(1, "a whole number from 1"),
            "action_ref": text_column(),
            "section": text_column(),
            "section_ref": text_column(),
            "outcome": text_column(),
            "outcome_ref": text_column(),
            "heading_ref": text_column(),
            "label": text_column(FILLED),
            "parts": _whole(1, "a whole number from 1"),
            "leads": text_column(),
            "starts": day_column(nullable=True),
            "first_due": day_column(nullable=True),
            "last_due": day_column(nullable=True),
            "due_label": text_column(),
            "ongoing": text_column(_YES_NO),
            "from_year": _whole(1, "a year of the plan from 1, or nothing", nullable=True),
            "to_year": _whole(1, "a year of the plan from 1, or nothing", nullable=True),
            "rag_printed": text_column(one_of(RAG_STATES)),
            "rag_from": text_column(one_of(RAG_FROM)),
            "progress_reported": text_column(one_of(("yes", "no", "cross-reference"))),
            "rhythm": text_column(one_of(RHYTHMS, blank=True)),
            "cross_reference": text_column(),
            **_FROM,
        },
        key=["action_id", "source_id"],
        checks=[dates_in_order, both_dates_or_neither, years_in_order, colour_fits_rating],
    ),
    "action_dates": table_schema(
        {
            **_place(),
            "kind": text_column(one_of(ACTION_DATE_KINDS)),
            "label": text_column(FILLED),
            "precision": text_column(one_of(DATE_PRECISIONS)),
            "starts": day_column(nullable=True),
            "due": day_column(nullable=True),
            "from_year": _whole(1, "a year of the plan from 1, or nothing", nullable=True),
            "to_year": _whole(1, "a year of the plan from 1, or nothing", nullable=True),
            "part": _whole(1, "a sub-action from 1, or nothing", nullable=True),
            **_FROM,
        },
        key=["action_id", "position", "source_id"],
        checks=[years_in_order],
    ),
    "action_leads": table_schema(
        {
            **_place(),
            "printed": text_column(FILLED),
            "lead": text_column(FILLED),
            **_FROM,
        },
        key=["action_id", "position", "source_id"],
    ),
    "action_targets": table_schema(
        {
            **_place(),
            "kind": text_column(one_of(ACTION_TARGET_KINDS)),
            "direction": text_column(one_of(("at least", "at most"), blank=True)),
            "value": number_column(),
            "bound": text_column(one_of(BOUNDS, blank=True)),
            "bound_value": number_column(),
            "unit": text_column(one_of(UNITS, blank=True)),
            "due": day_column(nullable=True),
            "due_label": text_column(),
            "label": text_column(),
            "target_id": text_column(matching(r"[a-z0-9_]*", "a target's id, or nothing")),
            **_FROM,
        },
        key=["action_id", "position", "source_id"],
        checks=[bound_is_not_a_value],
    ),
    "lead_aliases": table_schema(
        {
            "plan": text_column(NAME),
            "printed": text_column(FILLED),
            "lead": text_column(FILLED),
        },
        key=["plan", "printed"],
    ),
    "plan_labels": table_schema(
        {
            "plan": text_column(NAME),
            "kind": text_column(one_of(("action", "section", "outcome"))),
            "ref": text_column(FILLED),
            "label": text_column(FILLED),
        },
        key=["plan", "kind", "ref"],
    ),
}
