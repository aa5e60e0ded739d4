"""Columns, keys and permitted values of the tables of plans, their targets and what they report."""

import pandera.pandas as pa

from analysis.schema_rules import (
    CODE,
    FILLED,
    FROM,
    MARKS,
    MEASURED,
    NAME,
    aim_or_reason,
    at_least,
    bound_is_not_a_value,
    count_column,
    day_column,
    matching,
    number_column,
    number_or_reason,
    one_of,
    part_within_whole,
    row_rule,
    suppressed_has_no_value,
    table_schema,
    text_column,
)
from analysis.vocabulary import UNITS

TARGET_TABLES: dict[str, pa.DataFrameSchema] = {
    "plans": table_schema(
        {
            "plan": text_column(NAME),
            "area_code": text_column(CODE),
            "title": text_column(FILLED),
            "starts": day_column(nullable=True),
            "ends": day_column(nullable=True),
            "paying_year_start": day_column(nullable=True),
            "paying_year_end": day_column(nullable=True),
            "published": day_column(),
            **FROM,
        },
        key=["plan"],
    ),
    "targets": table_schema(
        {
            "target_id": text_column(NAME),
            "plan": text_column(NAME),
            "area_code": text_column(CODE),
            "action_ref": text_column(),
            "label": text_column(FILLED),
            "indicator": text_column(matching(r"[a-z0-9_]*", "an indicator's id, or nothing")),
            "direction": text_column(one_of(("at least", "at most"))),
            "value": number_column(),
            "unit": text_column(one_of(UNITS)),
            "value_note": text_column(MARKS),
            "relative_to": text_column(matching(r"([EKNSW]\d{8})?", "an area code, or nothing")),
            "due": day_column(nullable=True),
            "due_label": text_column(),
            "scope": text_column(FILLED),
            "published": day_column(),
            **FROM,
        },
        key=["target_id"],
        checks=[aim_or_reason],
    ),
    "reported": table_schema(
        {
            "target_id": text_column(NAME),
            "status": text_column(
                one_of(("number", "bound", "words", "not comparable", "nothing"))
            ),
            **MEASURED,
            "numerator": count_column(),
            "denominator": count_column(),
            "value_note": text_column(MARKS),
            "period": text_column(),
            "scope": text_column(),
            "remark": text_column(),
            "published": day_column(),
            **FROM,
        },
        key=["target_id", "period", "source_id"],
        checks=[
            part_within_whole,
            bound_is_not_a_value,
            suppressed_has_no_value,
            number_or_reason,
        ],
    ),
    "increments": table_schema(
        {
            "target_id": text_column(NAME),
            "amount": number_column(),
            "months": number_column(at_least(1, "a number of months from 1")),
            "period": text_column(FILLED),
            "period_end": day_column(),
            "remark": text_column(),
            "published": day_column(),
            **FROM,
        },
        key=["target_id", "period", "source_id"],
        checks=[
            row_rule(
                lambda df: df["amount"].notna() & df["months"].notna(),
                "an amount and the months it came in",
                ("amount", "months"),
            )
        ],
    ),
    "baselines": table_schema(
        {
            "target_id": text_column(NAME),
            "growth": number_column(),
            "as_of": day_column(),
            "period": text_column(FILLED),
            "remark": text_column(),
            "published": day_column(),
            **FROM,
        },
        key=["target_id"],
        checks=[
            row_rule(
                lambda df: df["growth"].fillna(-100) > -100,
                "a growth in per cent, above -100",
                ("growth",),
            )
        ],
    ),
}
