"""Columns, keys and permitted values of every table in data/, declared once as pandera schemas."""

import pandera.pandas as pa

from analysis.periods import PERIOD_KINDS
from analysis.schema_plans import PLAN_TABLES
from analysis.schema_rules import (
    CODE,
    FILLED,
    MARKS,
    NAME,
    aim_or_reason,
    at_least,
    bound_is_not_a_value,
    count_column,
    day_column,
    group_fits_type,
    matching,
    number_column,
    number_or_reason,
    one_of,
    part_within_whole,
    row_rule,
    starts_before_end,
    suppressed_has_no_value,
    text_column,
    value_or_reason,
)
from analysis.vocabulary import BOUNDS, DISCLOSURE_POLICIES, GROUPS, POLARITIES, UNITS


def _table(
    columns: dict[str, pa.Column], *, key: list[str], checks: list[pa.Check] | None = None
) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        columns, unique=key, strict=True, coerce=True, ordered=False, checks=checks or []
    )


_MEASURED = {
    "value": number_column(),
    "bound": text_column(one_of(BOUNDS, blank=True)),
    "bound_value": number_column(),
    "unit": text_column(one_of(UNITS)),
}
_FROM = {"source_id": text_column(NAME), "source_ref": text_column(FILLED)}

TABLES: dict[str, pa.DataFrameSchema] = {
    "sources": _table(
        {
            "source_id": text_column(NAME),
            "title": text_column(FILLED),
            "publisher": text_column(FILLED),
            "kind": text_column(one_of(("official", "plan", "reference"))),
            "rank": pa.Column("Int64", at_least(1, "a whole number from 1")),
            "published": day_column(),
            "published_basis": text_column(
                one_of(("stated", "month stated", "inferred", "undated", "compiled"))
            ),
            "retrieved": day_column(),
            "licence": text_column(FILLED),
            "file": text_column(),
            "sha256": text_column(
                matching(r"([0-9a-f]{64})?", "64 hexadecimal digits, or nothing")
            ),
            "status": text_column(one_of(("published", "provisional", "draft"))),
            "note": text_column(),
        },
        key=["source_id"],
    ),
    "releases": _table(
        {
            "indicator": text_column(NAME),
            "groups": text_column(FILLED),
            "period": text_column(FILLED),
            "published": day_column(),
            "basis": text_column(one_of(("stated", "month stated", "first seen", "assumed"))),
            "note": text_column(FILLED),
        },
        key=["indicator", "groups", "period"],
    ),
    "indicators": _table(
        {
            "indicator": text_column(NAME),
            "name": text_column(FILLED),
            "short_name": text_column(FILLED),
            "unit": text_column(one_of(UNITS)),
            "polarity": text_column(one_of(POLARITIES)),
            "statistic": text_column(one_of(("proportion", "rate", "count", "other"))),
            "numerator": text_column(FILLED),
            "denominator": text_column(),
            "cadence": text_column(one_of(("annual", "quarterly", "once"))),
            "period_kind": text_column(one_of(PERIOD_KINDS)),
            "may_exceed_100": text_column(one_of(("yes", "no"))),
            "series_breaks": text_column(),
            "not_collected": text_column(),
            "disclosure_policy": text_column(one_of(DISCLOSURE_POLICIES)),
            "caution": text_column(),
        },
        key=["indicator"],
    ),
    "areas": _table(
        {
            "area_code": text_column(CODE),
            "area_name": text_column(FILLED),
            "area_type": text_column(one_of(("country", "region", "local authority"))),
            "parent_code": text_column(matching(r"([EKNSW]\d{8})?", "an area code, or nothing")),
            "la_number": text_column(matching(r"(\d{3})?", "three digits as text, or nothing")),
            "former_codes": text_column(),
        },
        key=["area_code"],
    ),
    "neighbours": _table(
        {
            "area_code": text_column(CODE),
            "neighbour_code": text_column(CODE),
            "rank": pa.Column("Int64", at_least(1, "a whole number from 1")),
            "closeness": text_column(FILLED),
            "published": day_column(),
            **_FROM,
        },
        key=["area_code", "neighbour_code", "source_id"],
    ),
    "observations": _table(
        {
            "indicator": text_column(NAME),
            "area_code": text_column(CODE),
            "area_name": text_column(FILLED),
            "period": text_column(FILLED),
            "period_start": day_column(),
            "period_end": day_column(),
            "group_type": text_column(one_of(tuple(GROUPS))),
            "group": text_column(FILLED),
            "numerator": count_column(),
            "denominator": count_column(),
            **_MEASURED,
            "lower_ci": number_column(),
            "upper_ci": number_column(),
            "value_note": text_column(MARKS),
            "published": day_column(),
            **_FROM,
        },
        key=["indicator", "area_code", "period", "group_type", "group", "published", "source_id"],
        checks=[
            part_within_whole,
            value_or_reason,
            bound_is_not_a_value,
            suppressed_has_no_value,
            group_fits_type,
            starts_before_end,
        ],
    ),
    "deprivation": _table(
        {
            "indicator": text_column(NAME),
            "area_code": text_column(CODE),
            "area_name": text_column(FILLED),
            "period": text_column(FILLED),
            "neighbourhoods": count_column(),
            "rank_total": count_column(),
            "most_deprived": count_column(),
            "numerator": count_column(),
            "denominator": count_column(),
            "published": day_column(),
            **_FROM,
            "ranking_source_id": text_column(NAME),
        },
        key=["indicator", "area_code", "period"],
        checks=[part_within_whole],
    ),
    "plans": _table(
        {
            "plan": text_column(NAME),
            "area_code": text_column(CODE),
            "title": text_column(FILLED),
            "starts": day_column(nullable=True),
            "ends": day_column(nullable=True),
            "paying_year_start": day_column(nullable=True),
            "paying_year_end": day_column(nullable=True),
            "published": day_column(),
            **_FROM,
        },
        key=["plan"],
    ),
    "targets": _table(
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
            **_FROM,
        },
        key=["target_id"],
        checks=[aim_or_reason],
    ),
    "reported": _table(
        {
            "target_id": text_column(NAME),
            "status": text_column(
                one_of(("number", "bound", "words", "not comparable", "nothing"))
            ),
            **_MEASURED,
            "numerator": count_column(),
            "denominator": count_column(),
            "value_note": text_column(MARKS),
            "period": text_column(),
            "scope": text_column(),
            "remark": text_column(),
            "published": day_column(),
            **_FROM,
        },
        key=["target_id", "period", "source_id"],
        checks=[
            part_within_whole,
            bound_is_not_a_value,
            suppressed_has_no_value,
            number_or_reason,
        ],
    ),
    "increments": _table(
        {
            "target_id": text_column(NAME),
            "amount": number_column(),
            "months": number_column(at_least(1, "a number of months from 1")),
            "period": text_column(FILLED),
            "period_end": day_column(),
            "remark": text_column(),
            "published": day_column(),
            **_FROM,
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
    "baselines": _table(
        {
            "target_id": text_column(NAME),
            "growth": number_column(),
            "as_of": day_column(),
            "period": text_column(FILLED),
            "remark": text_column(),
            "published": day_column(),
            **_FROM,
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
    "costs": _table(
        {
            "plan": text_column(NAME),
            "proposal_ref": text_column(FILLED),
            "label": text_column(FILLED),
            "funder": text_column(one_of(("grant", "council"))),
            "pounds": pa.Column("Int64", at_least(0, "whole pounds, or nothing"), nullable=True),
            "fte_claimed": number_column(at_least(0, "a number of posts from 0, or nothing")),
            "value_note": text_column(MARKS),
            **_FROM,
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
    "cost_totals": _table(
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
            **_FROM,
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
    "cost_status": _table(
        {
            "plan": text_column(NAME),
            "funder": text_column(one_of(("grant", "council"))),
            "place": text_column(FILLED),
            "status": text_column(
                one_of(("agreed", "requested", "expected", "budgeted", "to be met"))
            ),
            "remark": text_column(),
            **_FROM,
        },
        key=["plan", "funder", "place"],
    ),
    **PLAN_TABLES,
}
