"""Small tables of observations for the tests of disclosure control."""

import numpy as np
import pandas as pd

from analysis.calculations.disclosure.disclosure_cells import Total

UNDER_5 = {"a": "suppress_under_5_secondary"}
ZERO_SHOWN = {"a": "suppress_under_5_secondary_zero_shown"}
NHS = {"a": "suppress_1_to_7_round_5"}
ROUNDED = {"a": "round_5"}


def counted(area: str, numerator, denominator, *, group="all", period="2025", **columns) -> dict:
    """A row with a numerator and denominator, and the percentage they make."""
    percentage = 100 * numerator / denominator if numerator is not None and denominator else None
    return _row(
        area_code=area,
        period=period,
        group=group,
        numerator=numerator,
        denominator=denominator,
        value=percentage,
        unit="%",
        **columns,
    )


def bare(area: str, count, *, group="all", period="2025", **columns) -> dict:
    """A row that is a count of no denominator."""
    return _row(area_code=area, period=period, group=group, value=count, unit="count", **columns)


def _row(**columns) -> dict:
    blank = dict(bound="", bound_value=None, lower_ci=None, upper_ci=None, value_note="")
    start = dict(indicator="a", group_type="all", numerator=None, denominator=None)
    return start | blank | columns


def table(*rows: dict) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    for column in ("numerator", "denominator"):
        frame[column] = frame[column].astype("Int64")
    for column in ("value", "bound_value", "lower_ci", "upper_ci"):
        frame[column] = frame[column].astype("Float64")
    return frame


def areas_of(whole: str, *parts: str) -> Total:
    return Total(("area_code",), (whole,), tuple((part,) for part in parts))


def groups_of(whole: str, *parts: str) -> Total:
    return Total(("group",), (whole,), tuple((part,) for part in parts))


def periods_of(whole: str, *parts: str) -> Total:
    return Total(("period",), (whole,), tuple((part,) for part in parts))


def with_totals(counts: np.ndarray) -> np.ndarray:
    """A grid with its row totals, column totals and grand total in front."""
    rows = np.vstack([counts.sum(axis=0), counts])
    return np.hstack([rows.sum(axis=1, keepdims=True), rows])


def grid(
    counts: np.ndarray, wholes: np.ndarray | None = None, *, period="2025"
) -> tuple[list[dict], list[Total]]:
    """Areas by groups with all totals, as rows: bare counts, or with denominators."""
    numbers = with_totals(np.asarray(counts))
    beneath = None if wholes is None else with_totals(np.asarray(wholes))
    rows = []
    for (area, group), number in np.ndenumerate(numbers):
        place = dict(group=f"group {group}", period=period)
        if beneath is None:
            rows.append(bare(f"area {area}", int(number), **place))
        else:
            rows.append(counted(f"area {area}", int(number), int(beneath[area, group]), **place))
    return rows, [
        areas_of(*(f"area {area}" for area in range(len(numbers)))),
        groups_of(*(f"group {group}" for group in range(numbers.shape[1]))),
    ]
