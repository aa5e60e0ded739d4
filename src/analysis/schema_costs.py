"""Columns, keys and permitted values of the tables of improvement funding."""

import pandera.pandas as pa

from analysis.schema_rules import (
    FILLED,
    FROM,
    MARKS,
    NAME,
    at_least,
    number_column,
    one_of,
    row_rule,
    table_schema,
    text_column,
)

COST_TABLES: dict[str, pa.DataFrameSchema] = {
    "costs": table_schema(
        {
            "plan": text_column(NAME),
            "proposal_ref": text_column(FILLED),
            "label": text_column(FILLED),
            "funder": text_column(one_of(("grant", "council"))),
            "pounds": pa.Column("Int64", at_least(0, "whole pounds, or nothing"), nullable=True),
            "fte_claimed": number_column(at_least(0, "a number of posts from 0, or nothing")),
            "value_note": text_column(MARKS),
            **FROM,
        },
        key=["plan", "proposal_ref", "funder"],
        checks=[
            row_rule(
                lambda df: df["pounds"].notna() | (df["value_note"] != ""),
                "whole pounds, or a mark that says why there are none",
                ("pounds", "value_note"),
            )
        ],
    ),
    "cost_totals": table_schema(
        {
            "plan": text_column(NAME),
            "total_ref": text_column(NAME),
            "label": text_column(FILLED),
            "scope": text_column(one_of(("proposal", "funder", "whole", "sum of funders"))),
            "proposal_ref": text_column(),
            "funder": text_column(one_of(("grant", "council"), blank=True)),
            "pounds": pa.Column("Int64", at_least(0, "whole pounds, or nothing"), nullable=True),
            "printed_to": pa.Column("Int64", at_least(1, "the last pound printed"), nullable=True),
            "fte_stated": number_column(at_least(0, "a number of posts from 0, or nothing")),
            "value_note": text_column(MARKS),
            **FROM,
        },
        key=["plan", "total_ref"],
        checks=[
            row_rule(
                lambda df: df["pounds"].isna() | df["printed_to"].notna(),
                "printed_to, the last pound printed, beside every sum of pounds",
                ("pounds", "printed_to"),
            )
        ],
    ),
    "cost_status": table_schema(
        {
            "plan": text_column(NAME),
            "funder": text_column(one_of(("grant", "council"))),
            "place": text_column(FILLED),
            "status": text_column(
                one_of(("agreed", "requested", "expected", "budgeted", "to be met"))
            ),
            "remark": text_column(),
            **FROM,
        },
        key=["plan", "funder", "place"],
    ),
}
