"""Which year's free school meals groups can be put into parts, and the parts of real counts."""

import pandas as pd
import pytest

from analysis.calculations.gaps.group_parts import complete_groups, gap_accounts

INDICATORS = pd.DataFrame({"indicator": ["gld"], "polarity": ["high_is_good"]})
# Middlesbrough and England, early years profile 2024/25 and 2021/22.
ROWS = [
    ("M", "2024/25", "all", "all", 1_106, 1_794),
    ("M", "2024/25", "fsm", "eligible", 308, 576),
    ("M", "2024/25", "fsm", "not_eligible", 794, 1_194),
    ("M", "2024/25", "fsm", "unknown", 4, 24),
    ("E", "2024/25", "all", "all", 402_591, 589_471),
    ("E", "2024/25", "fsm", "eligible", 51_394, 100_267),
    ("E", "2024/25", "fsm", "not_eligible", 345_008, 475_755),
    ("E", "2024/25", "fsm", "unknown", 6_189, 13_449),
    ("M", "2021/22", "all", "all", 1_099, 1_944),
    ("M", "2021/22", "fsm", "eligible", 277, 635),
    ("M", "2021/22", "fsm", "not_known_to_be_eligible", 822, 1_309),
    ("E", "2021/22", "all", "all", 405_723, 622_583),
    ("E", "2021/22", "fsm", "eligible", 55_944, 113_882),
    ("E", "2021/22", "fsm", "not_known_to_be_eligible", 349_779, 508_701),
]


def figures(rows) -> pd.DataFrame:
    columns = ["area_code", "period", "group_type", "group", "numerator", "denominator"]
    table = pd.DataFrame(rows, columns=columns).astype({c: "Int64" for c in columns[4:]})
    refs = [f"row {k}" for k in range(len(table))]
    return table.assign(indicator="gld", source_id="profile", source_ref=refs)


def test_the_newest_year_whose_groups_are_all_the_children_is_taken():
    assert set(complete_groups(figures(ROWS), "M", "E")["period"]) == {"2024/25"}


@pytest.mark.parametrize("lost", [1, 3, 5, 0])
def test_a_year_that_lacks_a_group_or_its_total_is_passed_over(lost):
    rows = [row for place, row in enumerate(ROWS) if place != lost]
    assert set(complete_groups(figures(rows), "M", "E")["period"]) == {"2021/22"}


def test_a_year_with_a_percentage_and_no_counts_is_passed_over():
    rows = [(*row[:4], None, None) if k == 2 else row for k, row in enumerate(ROWS)]
    assert set(complete_groups(figures(rows), "M", "E")["period"]) == {"2021/22"}


def test_parts_of_real_counts_add_to_the_gap_and_name_their_rows():
    parts, closing = gap_accounts(figures(ROWS), INDICATORS, area_code="M", country_code="E")
    row = closing.iloc[0]
    assert (parts["rate_part"] + parts["composition_part"]).sum() == pytest.approx(row["gap"])
    assert row["gap"] == pytest.approx(-6.647, abs=0.0005)
    assert row["others"] == "not_eligible"
    assert row["source_refs"] == "row 1; row 2; row 3; row 5; row 6; row 7"


def test_an_area_without_counts_has_no_parts():
    parts, closing = gap_accounts(figures(ROWS), INDICATORS, area_code="H", country_code="E")
    assert parts.empty
    assert closing.empty
