"""Quarters of the financial year, published periods, and how old a figure is."""

from datetime import date

import pytest

from analysis.errors import ParamsError, SourceError
from analysis.periods import (
    PERIOD_KINDS,
    Quarter,
    age_in_words,
    months_between,
    parse_quarter,
    period_bounds,
    two_year_label,
)


@pytest.mark.parametrize(
    ("label", "first_day", "last_day"),
    [
        ("2025-26-Q1", date(2025, 4, 1), date(2025, 6, 30)),
        ("2025-26-Q2", date(2025, 7, 1), date(2025, 9, 30)),
        ("2025-26-Q3", date(2025, 10, 1), date(2025, 12, 31)),
        ("2025-26-Q4", date(2026, 1, 1), date(2026, 3, 31)),
        ("1999-00-Q4", date(2000, 1, 1), date(2000, 3, 31)),
    ],
)
def test_a_financial_year_begins_in_april_and_its_fourth_quarter_ends_in_march(
    label, first_day, last_day
):
    quarter = parse_quarter(label)
    assert (quarter.start, quarter.end) == (first_day, last_day)


def test_a_quarter_is_written_as_it_was_read():
    assert parse_quarter("1999-00-Q4").label == "1999-00-Q4"


@pytest.mark.parametrize(
    ("label", "after"),
    [
        ("2025-26-Q1", "2025-26-Q2"),
        ("2025-26-Q3", "2025-26-Q4"),
        ("2025-26-Q4", "2026-27-Q1"),
        ("1999-00-Q4", "2000-01-Q1"),
    ],
)
def test_the_next_quarter_of_the_last_is_the_first_of_another_year(label, after):
    assert parse_quarter(label).next().label == after
    assert parse_quarter(after).previous().label == label


def test_a_quarter_begins_the_day_after_the_one_before_it_ends():
    quarter = Quarter(2025, 1)
    assert (quarter.start - quarter.previous().end).days == 1


def test_quarters_sort_in_order_of_time():
    quarters = [parse_quarter(q) for q in ("2025-26-Q3", "2024-25-Q4", "2025-26-Q1")]
    assert [q.label for q in sorted(quarters)] == ["2024-25-Q4", "2025-26-Q1", "2025-26-Q3"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2025-26-Q5", '"2025-26-Q5" is not a quarter: a financial year has Q1 to Q4.'),
        ("2025-26-Q0", '"2025-26-Q0" is not a quarter: a financial year has Q1 to Q4.'),
        (
            "2025-27-Q1",
            '"2025-27-Q1" is not a quarter: a financial year joins two years that follow each '
            "other, so 2025 goes with 26.",
        ),
        ("2025-Q1", '"2025-Q1" is not a quarter: write one like 2025-26-Q3.'),
        ("", '"" is not a quarter: write one like 2025-26-Q3.'),
        ("2025-26-q3", '"2025-26-q3" is not a quarter: write one like 2025-26-Q3.'),
        ("2025/26 Q3", '"2025/26 Q3" is not a quarter: write one like 2025-26-Q3.'),
        (" 2025-26-Q3", '" 2025-26-Q3" is not a quarter: write one like 2025-26-Q3.'),
        (2025, '"2025" is not a quarter: write one like 2025-26-Q3.'),
    ],
)
def test_what_is_not_a_quarter_is_refused_with_the_right_form(text, sentence):
    with pytest.raises(ParamsError) as refusal:
        parse_quarter(text)
    assert str(refusal.value) == sentence


def test_a_quarter_is_written_in_the_digits_of_its_file_name():
    with pytest.raises(ParamsError, match="is not a quarter"):
        parse_quarter("٢٠٢٥-٢٦-Q٣")


@pytest.mark.parametrize(
    ("label", "kind", "first_day", "last_day"),
    [
        ("2024/25", "academic_year", date(2024, 9, 1), date(2025, 8, 31)),
        ("2024/25", "financial_year", date(2024, 4, 1), date(2025, 3, 31)),
        ("2025", "calendar_year", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025", "january_census", date(2025, 1, 1), date(2025, 1, 31)),
        ("2024/25 Q1", "financial_quarter", date(2024, 4, 1), date(2024, 6, 30)),
        ("1999/00", "academic_year", date(1999, 9, 1), date(2000, 8, 31)),
    ],
)
def test_a_label_means_other_days_for_each_kind_of_period(label, kind, first_day, last_day):
    assert kind in PERIOD_KINDS
    assert period_bounds(label, kind) == (first_day, last_day)


def test_covers_fourth_quarter_of_2024_25_is_january_to_march_2025():
    first_day, last_day = period_bounds("2024/25 Q4", "financial_quarter")
    assert (first_day, last_day) == (date(2025, 1, 1), date(2025, 3, 31))


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("2025", "academic_year"),
        ("2024/26", "financial_year"),
        ("2024-25", "financial_year"),
        ("2024/25", "calendar_year"),
        ("January 2025", "january_census"),
        ("2024/25", "financial_quarter"),
        ("2024/25 Q5", "financial_quarter"),
        ("2024/26 Q1", "financial_quarter"),
        ("", "calendar_year"),
    ],
)
def test_a_label_of_another_kind_of_period_is_refused(label, kind):
    with pytest.raises(SourceError) as refusal:
        period_bounds(label, kind)
    assert str(refusal.value).startswith(f'The period "{label}" is not one of the kind {kind}')


def test_a_point_in_time_has_no_label_that_gives_its_days():
    with pytest.raises(SourceError, match="point_in_time"):
        period_bounds("July 2016", "point_in_time")


@pytest.mark.parametrize(
    ("end_year", "label"), [(2025, "2024/25"), (2000, "1999/00"), (2010, "2009/10")]
)
def test_a_year_is_named_for_the_one_it_begins_in_and_the_one_it_ends_in(end_year, label):
    assert two_year_label(end_year) == label


@pytest.mark.parametrize(
    ("ended", "as_at", "words"),
    [
        (date(2025, 12, 31), date(2025, 12, 31), "under a month old"),
        (date(2025, 12, 1), date(2025, 12, 31), "under a month old"),
        (date(2025, 11, 30), date(2025, 12, 31), "1 month old"),
        (date(2025, 8, 31), date(2025, 12, 31), "4 months old"),
        (date(2024, 12, 31), date(2025, 12, 31), "12 months old"),
        (date(2024, 1, 31), date(2025, 12, 31), "23 months old"),
        (date(2023, 12, 31), date(2025, 12, 31), "2 years old"),
        (date(2022, 8, 31), date(2024, 12, 31), "2 years and 4 months old"),
        (date(2022, 11, 30), date(2025, 12, 31), "3 years and 1 month old"),
        (date(2020, 12, 31), date(2025, 12, 31), "5 years old"),
    ],
)
def test_a_figures_age_is_told_in_months_until_two_years_and_then_in_both(ended, as_at, words):
    assert age_in_words(ended, as_at) == words


@pytest.mark.parametrize(
    ("ended", "as_at", "months"),
    [
        (date(2025, 3, 31), date(2025, 6, 30), 3),
        (date(2024, 8, 31), date(2025, 9, 30), 13),
        (date(2025, 1, 31), date(2025, 2, 28), 1),
    ],
)
def test_a_period_that_ends_with_its_month_is_whole_months_old_at_a_later_months_end(
    ended, as_at, months
):
    assert months_between(ended, as_at) == months


def test_a_period_that_ends_after_the_report_has_a_negative_age():
    assert months_between(date(2026, 3, 31), date(2025, 12, 31)) == -3
