"""Columns, keys and permitted values of every table in data/, declared once as pandera schemas."""

import pandera.pandas as pa

from analysis.periods import PERIOD_KINDS
from analysis.schema_actions import ACTION_TABLES
from analysis.schema_costs import COST_TABLES
from analysis.schema_rules import (
    CODE,
    FILLED,
    FROM,
    MARKS,
    MEASURED,
    NAME,
    at_least,
    bound_is_not_a_value,
    count_column,
    day_column,
    group_fits_type,
    matching,
    number_column,
    one_of,
    part_within_whole,
    starts_before_end,
    suppressed_has_no_value,
    table_schema,
    text_column,
    value_or_reason,
)
from analysis.schema_targets import TARGET_TABLES
from analysis.vocabulary import DISCLOSURE_POLICIES, GROUPS, POLARITIES, UNITS

TABLES: dict[str, pa.DataFrameSchema] = {
    "sources": table_schema(
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
    "releases": table_schema(
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
    "indicators": table_schema(
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
    "areas": table_schema(
        {
            "area_code": text_column(CODE),
            "area_name": text_column(FILLED),
            "area_type": text_column(one_of(("country", "region", "local authority", "ward"))),
            "parent_code": text_column(matching(r"([EKNSW]\d{8})?", "an area code, or nothing")),
            "la_number": text_column(matching(r"(\d{3})?", "three digits as text, or nothing")),
            "former_codes": text_column(),
        },
        key=["area_code"],
    ),
    "neighbours": table_schema(
        {
            "area_code": text_column(CODE),
            "neighbour_code": text_column(CODE),
            "rank": pa.Column("Int64", at_least(1, "a whole number from 1")),
            "closeness": text_column(FILLED),
            "published": day_column(),
            **FROM,
        },
        key=["area_code", "neighbour_code", "source_id"],
    ),
    "observations": table_schema(
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
            **MEASURED,
            "lower_ci": number_column(),
            "upper_ci": number_column(),
            "value_note": text_column(MARKS),
            "published": day_column(),
            **FROM,
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
    "deprivation": table_schema(
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
            **FROM,
            "ranking_source_id": text_column(NAME),
        },
        key=["indicator", "area_code", "period"],
        checks=[part_within_whole],
    ),
    **TARGET_TABLES,
    **COST_TABLES,
    **ACTION_TABLES,
}
