"""Columns, keys and permitted values of every table in data/, declared once as pandera schemas."""

from collections.abc import Callable

import pandas as pd
import pandera.pandas as pa

from analysis.periods import PERIOD_KINDS
from analysis.vocabulary import BOUNDS, GROUPS, POLARITIES, UNITS, VALUE_NOTES


def _one_of(values: tuple[str, ...], *, blank: bool = False) -> pa.Check:
    allowed = [*values, ""] if blank else list(values)
    words = "one of " + ", ".join(values) + (", or nothing" if blank else "")
    return pa.Check.isin(allowed, error=words)


def _matching(pattern: str, words: str) -> pa.Check:
    return pa.Check.str_matches(f"^(?:{pattern})$", error=words)


def _at_least(low: float, words: str) -> pa.Check:
    return pa.Check.ge(low, error=words)


_FILLED = pa.Check.str_length(min_value=1, error="some text, never blank")
_CODE = _matching(r"[EKNSW]\d{8}", 'a nine-character area code such as "E09000016"')
_NAME = _matching(r"[a-z0-9_]+", "lower-case letters, digits and underscores")
_MARKS = _matching(
    rf"((?:{'|'.join(VALUE_NOTES)})(?: (?:{'|'.join(VALUE_NOTES)}))*)?",
    "nothing, or marks from " + ", ".join(VALUE_NOTES),
)


def _text(*checks: pa.Check) -> pa.Column:
    return pa.Column(str, checks=list(checks), nullable=False)


def _count() -> pa.Column:
    return pa.Column("Int64", _at_least(0, "a whole number from 0, or nothing"), nullable=True)


_FINITE = pa.Check(lambda numbers: numbers.abs() < 1e15, error="a number of a sensible size")


def _number(*checks: pa.Check) -> pa.Column:
    return pa.Column("Float64", checks=[_FINITE, *checks], nullable=True)


def _day(*, nullable: bool = False) -> pa.Column:
    return pa.Column("datetime64[ns]", nullable=nullable)


def _table(
    columns: dict[str, pa.Column], *, key: list[str], checks: list[pa.Check] | None = None
) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        columns, unique=key, strict=True, coerce=True, ordered=False, checks=checks or []
    )


# The columns that each rule about a row looks at, by the words that say what the row needs.
ROW_RULES: dict[str, tuple[str, ...]] = {}


def _row_check(
    rule: Callable[[pd.DataFrame], pd.Series], words: str, columns: tuple[str, ...]
) -> pa.Check:
    ROW_RULES[words] = columns
    return pa.Check(lambda df: rule(df).fillna(True).astype(bool), error=words)


_part_within_whole = _row_check(
    lambda df: df["numerator"] <= df["denominator"],
    "a numerator no larger than its denominator",
    ("numerator", "denominator"),
)
_value_or_reason = _row_check(
    lambda df: df["value"].notna() | (df["value_note"] != "") | (df["bound"] != ""),
    "a value, or a bound, or a mark that says why there is none",
    ("value", "bound", "value_note"),
)
_bound_is_not_a_value = _row_check(
    lambda df: (
        ((df["bound"] == "") & df["bound_value"].isna())
        | ((df["bound"] != "") & df["bound_value"].notna() & df["value"].isna())
    ),
    "a bound with its bound_value and no value: a bound is not a value",
    ("bound", "bound_value", "value"),
)
_suppressed_has_no_value = _row_check(
    lambda df: ~df["value_note"].str.split().map(lambda marks: "c" in marks) | df["value"].isna(),
    "no value where the mark is c (suppressed)",
    ("value_note", "value"),
)
_group_fits_type = _row_check(
    lambda df: pd.Series(
        [g in GROUPS.get(t, ()) for t, g in zip(df["group_type"], df["group"], strict=True)],
        index=df.index,
    ),
    "a group that belongs to its group_type",
    ("group_type", "group"),
)
_starts_before_end = _row_check(
    lambda df: df["period_start"] <= df["period_end"],
    "a period_start no later than period_end",
    ("period_start", "period_end"),
)
_aim_or_reason = _row_check(
    lambda df: df["value"].notna() | (df["value_note"] != ""),
    "a value, or a mark that says why there is none",
    ("value", "value_note"),
)
_number_or_reason = _row_check(
    lambda df: (df["status"] != "number") | df["value"].notna() | (df["value_note"] != ""),
    "a value where the status is number, or a mark that says why there is none",
    ("status", "value", "value_note"),
)

_MEASURED = {
    "value": _number(),
    "bound": _text(_one_of(BOUNDS, blank=True)),
    "bound_value": _number(),
    "unit": _text(_one_of(UNITS)),
}
_FROM = {"source_id": _text(_NAME), "source_ref": _text(_FILLED)}

TABLES: dict[str, pa.DataFrameSchema] = {
    "sources": _table(
        {
            "source_id": _text(_NAME),
            "title": _text(_FILLED),
            "publisher": _text(_FILLED),
            "kind": _text(_one_of(("official", "plan", "reference"))),
            "rank": pa.Column("Int64", _at_least(1, "a whole number from 1")),
            "published": _day(),
            "published_basis": _text(
                _one_of(("stated", "month stated", "inferred", "undated", "compiled"))
            ),
            "retrieved": _day(),
            "licence": _text(_FILLED),
            "file": _text(),
            "sha256": _text(_matching(r"([0-9a-f]{64})?", "64 hexadecimal digits, or nothing")),
            "status": _text(_one_of(("published", "provisional", "draft"))),
            "note": _text(),
        },
        key=["source_id"],
    ),
    "releases": _table(
        {
            "indicator": _text(_NAME),
            "groups": _text(_FILLED),
            "period": _text(_FILLED),
            "published": _day(),
            "basis": _text(_one_of(("stated", "month stated", "first seen", "assumed"))),
            "note": _text(_FILLED),
        },
        key=["indicator", "groups", "period"],
    ),
    "indicators": _table(
        {
            "indicator": _text(_NAME),
            "name": _text(_FILLED),
            "short_name": _text(_FILLED),
            "unit": _text(_one_of(UNITS)),
            "polarity": _text(_one_of(POLARITIES)),
            "statistic": _text(_one_of(("proportion", "rate", "count", "other"))),
            "numerator": _text(_FILLED),
            "denominator": _text(),
            "cadence": _text(_one_of(("annual", "quarterly", "once"))),
            "period_kind": _text(_one_of(PERIOD_KINDS)),
            "may_exceed_100": _text(_one_of(("yes", "no"))),
            "series_breaks": _text(),
            "not_collected": _text(),
            "disclosure_policy": _text(_one_of(("published_already",))),
            "caution": _text(),
        },
        key=["indicator"],
    ),
    "areas": _table(
        {
            "area_code": _text(_CODE),
            "area_name": _text(_FILLED),
            "area_type": _text(_one_of(("country", "region", "local authority"))),
            "parent_code": _text(_matching(r"([EKNSW]\d{8})?", "an area code, or nothing")),
            "la_number": _text(_matching(r"(\d{3})?", "three digits as text, or nothing")),
            "former_codes": _text(),
        },
        key=["area_code"],
    ),
    "neighbours": _table(
        {
            "area_code": _text(_CODE),
            "neighbour_code": _text(_CODE),
            "rank": pa.Column("Int64", _at_least(1, "a whole number from 1")),
            "closeness": _text(_FILLED),
            "published": _day(),
            **_FROM,
        },
        key=["area_code", "neighbour_code", "source_id"],
    ),
    "observations": _table(
        {
            "indicator": _text(_NAME),
            "area_code": _text(_CODE),
            "area_name": _text(_FILLED),
            "period": _text(_FILLED),
            "period_start": _day(),
            "period_end": _day(),
            "group_type": _text(_one_of(tuple(GROUPS))),
            "group": _text(_FILLED),
            "numerator": _count(),
            "denominator": _count(),
            **_MEASURED,
            "lower_ci": _number(),
            "upper_ci": _number(),
            "value_note": _text(_MARKS),
            "published": _day(),
            **_FROM,
        },
        key=["indicator", "area_code", "period", "group_type", "group", "published", "source_id"],
        checks=[
            _part_within_whole,
            _value_or_reason,
            _bound_is_not_a_value,
            _suppressed_has_no_value,
            _group_fits_type,
            _starts_before_end,
        ],
    ),
    "plans": _table(
        {
            "plan": _text(_NAME),
            "area_code": _text(_CODE),
            "title": _text(_FILLED),
            "starts": _day(nullable=True),
            "ends": _day(nullable=True),
            "paying_year_start": _day(nullable=True),
            "paying_year_end": _day(nullable=True),
            "published": _day(),
            **_FROM,
        },
        key=["plan"],
    ),
    "targets": _table(
        {
            "target_id": _text(_NAME),
            "plan": _text(_NAME),
            "area_code": _text(_CODE),
            "action_ref": _text(),
            "label": _text(_FILLED),
            "indicator": _text(_matching(r"[a-z0-9_]*", "an indicator's id, or nothing")),
            "direction": _text(_one_of(("at least", "at most"))),
            "value": _number(),
            "unit": _text(_one_of(UNITS)),
            "value_note": _text(_MARKS),
            "relative_to": _text(_matching(r"([EKNSW]\d{8})?", "an area code, or nothing")),
            "due": _day(nullable=True),
            "due_label": _text(),
            "scope": _text(_FILLED),
            "published": _day(),
            **_FROM,
        },
        key=["target_id"],
        checks=[_aim_or_reason],
    ),
    "reported": _table(
        {
            "target_id": _text(_NAME),
            "status": _text(_one_of(("number", "bound", "words", "not comparable", "nothing"))),
            **_MEASURED,
            "numerator": _count(),
            "denominator": _count(),
            "value_note": _text(_MARKS),
            "period": _text(),
            "scope": _text(),
            "remark": _text(),
            "published": _day(),
            **_FROM,
        },
        key=["target_id", "period", "source_id"],
        checks=[
            _part_within_whole,
            _bound_is_not_a_value,
            _suppressed_has_no_value,
            _number_or_reason,
        ],
    ),
    "costs": _table(
        {
            "plan": _text(_NAME),
            "proposal_ref": _text(_FILLED),
            "label": _text(_FILLED),
            "funder": _text(_one_of(("grant", "council"))),
            "pounds": pa.Column("Int64", _at_least(0, "whole pounds, or nothing"), nullable=True),
            "fte_claimed": _number(_at_least(0, "a number of posts from 0, or nothing")),
            "value_note": _text(_MARKS),
            **_FROM,
        },
        key=["plan", "proposal_ref", "funder"],
        checks=[
            _row_check(
                lambda df: df["pounds"].notna() | (df["value_note"] != ""),
                "whole pounds, or a mark that says why there are none",
                ("pounds", "value_note"),
            )
        ],
    ),
    "cost_totals": _table(
        {
            "plan": _text(_NAME),
            "total_ref": _text(_NAME),
            "label": _text(_FILLED),
            "scope": _text(_one_of(("proposal", "funder", "whole", "sum of funders"))),
            "proposal_ref": _text(),
            "funder": _text(_one_of(("grant", "council"), blank=True)),
            "pounds": pa.Column("Int64", _at_least(0, "whole pounds, or nothing"), nullable=True),
            "printed_to": pa.Column("Int64", _at_least(1, "the last pound printed"), nullable=True),
            "fte_stated": _number(_at_least(0, "a number of posts from 0, or nothing")),
            "value_note": _text(_MARKS),
            **_FROM,
        },
        key=["plan", "total_ref"],
        checks=[
            _row_check(
                lambda df: df["pounds"].isna() | df["printed_to"].notna(),
                "printed_to, the last pound printed, beside every sum of pounds",
                ("pounds", "printed_to"),
            )
        ],
    ),
    "cost_status": _table(
        {
            "plan": _text(_NAME),
            "funder": _text(_one_of(("grant", "council"))),
            "place": _text(_FILLED),
            "status": _text(_one_of(("agreed", "requested", "expected", "budgeted", "to be met"))),
            "remark": _text(),
            **_FROM,
        },
        key=["plan", "funder", "place"],
    ),
}
