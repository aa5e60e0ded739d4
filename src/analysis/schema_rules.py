"""The parts that table schemas are built of: kinds of column, and rules about a row."""

from collections.abc import Callable

import pandas as pd
import pandera.pandas as pa

from analysis.vocabulary import BOUNDS, GROUPS, UNITS, VALUE_NOTES


def one_of(values: tuple[str, ...], *, blank: bool = False) -> pa.Check:
    allowed = [*values, ""] if blank else list(values)
    words = "one of " + ", ".join(values) + (", or nothing" if blank else "")
    return pa.Check.isin(allowed, error=words)


def matching(pattern: str, words: str) -> pa.Check:
    return pa.Check.str_matches(f"^(?:{pattern})$", error=words)


def at_least(low: float, words: str) -> pa.Check:
    return pa.Check.ge(low, error=words)


FILLED = pa.Check.str_length(min_value=1, error="some text, never blank")
CODE = matching(r"[EKNSW]\d{8}", 'a nine-character area code such as "E09000016"')
NAME = matching(r"[a-z0-9_]+", "lower-case letters, digits and underscores")
MARKS = matching(
    rf"((?:{'|'.join(VALUE_NOTES)})(?: (?:{'|'.join(VALUE_NOTES)}))*)?",
    "nothing, or marks from " + ", ".join(VALUE_NOTES),
)


def text_column(*checks: pa.Check) -> pa.Column:
    return pa.Column(str, checks=list(checks), nullable=False)


def count_column() -> pa.Column:
    return pa.Column("Int64", at_least(0, "a whole number from 0, or nothing"), nullable=True)


_FINITE = pa.Check(lambda numbers: numbers.abs() < 1e15, error="a number of a sensible size")


def number_column(*checks: pa.Check) -> pa.Column:
    return pa.Column("Float64", checks=[_FINITE, *checks], nullable=True)


def day_column(*, nullable: bool = False) -> pa.Column:
    return pa.Column("datetime64[ns]", nullable=nullable)


# The columns that each rule about a row looks at, by the words that say what the row needs.
ROW_RULES: dict[str, tuple[str, ...]] = {}


def row_rule(
    rule: Callable[[pd.DataFrame], pd.Series], words: str, columns: tuple[str, ...]
) -> pa.Check:
    ROW_RULES[words] = columns
    return pa.Check(lambda df: rule(df).fillna(True).astype(bool), error=words)


part_within_whole = row_rule(
    lambda df: df["numerator"] <= df["denominator"],
    "a numerator no larger than its denominator",
    ("numerator", "denominator"),
)
value_or_reason = row_rule(
    lambda df: df["value"].notna() | (df["value_note"] != "") | (df["bound"] != ""),
    "a value, or a bound, or a mark that says why there is none",
    ("value", "bound", "value_note"),
)
bound_is_not_a_value = row_rule(
    lambda df: (
        ((df["bound"] == "") & df["bound_value"].isna())
        | ((df["bound"] != "") & df["bound_value"].notna() & df["value"].isna())
    ),
    "a bound with its bound_value and no value: a bound is not a value",
    ("bound", "bound_value", "value"),
)
suppressed_has_no_value = row_rule(
    lambda df: ~df["value_note"].str.split().map(lambda marks: "c" in marks) | df["value"].isna(),
    "no value where the mark is c (suppressed)",
    ("value_note", "value"),
)
group_fits_type = row_rule(
    lambda df: pd.Series(
        [g in GROUPS.get(t, ()) for t, g in zip(df["group_type"], df["group"], strict=True)],
        index=df.index,
    ),
    "a group that belongs to its group_type",
    ("group_type", "group"),
)
starts_before_end = row_rule(
    lambda df: df["period_start"] <= df["period_end"],
    "a period_start no later than period_end",
    ("period_start", "period_end"),
)
aim_or_reason = row_rule(
    lambda df: df["value"].notna() | (df["value_note"] != ""),
    "a value, or a mark that says why there is none",
    ("value", "value_note"),
)
number_or_reason = row_rule(
    lambda df: (df["status"] != "number") | df["value"].notna() | (df["value_note"] != ""),
    "a value where the status is number, or a mark that says why there is none",
    ("status", "value", "value_note"),
)


def table_schema(
    columns: dict[str, pa.Column], *, key: list[str], checks: list[pa.Check] | None = None
) -> pa.DataFrameSchema:
    """The schema of one table: its columns and no other, and a key that does not repeat."""
    return pa.DataFrameSchema(
        columns, unique=key, strict=True, coerce=True, ordered=False, checks=checks or []
    )


MEASURED = {
    "value": number_column(),
    "bound": text_column(one_of(BOUNDS, blank=True)),
    "bound_value": number_column(),
    "unit": text_column(one_of(UNITS)),
}
FROM = {"source_id": text_column(NAME), "source_ref": text_column(FILLED)}
