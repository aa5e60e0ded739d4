"""Sentences and a table about what each group has to do with an area's gap to the country."""

import pandas as pd

from analysis.presentation.disadvantage_findings import WHO_ELSE
from analysis.presentation.findings import Finding, Findings, limits_of, number
from analysis.presentation.tables import Table, show_table
from analysis.presentation.wording import count, interval_of_points, per_cent, points, signed
from analysis.vocabulary import GROUP_WORDS

KITAGAWA = "Difference of two percentages in parts of rate and composition, Kitagawa 1955"
AS_OTHERS = "Share of the group times the gap within the area; Newcombe’s interval times the share"
NOT_CAUSES = (
    "Arithmetic of counts, not of causes: it says where the difference lies, not why, nor that "
    "anything done for a group would close it."
)
_COLUMNS = {
    "who": "Group",
    "denominator": "Children here",
    "share": "Share here",
    "share_reference": "Share in England",
    "value": "Good level here",
    "value_reference": "Good level in England",
    "rate_part": "From how the group did, points",
    "if_at_reference": "If the group did as in England, points",
}


def group_part_findings(
    parts: pd.DataFrame, closing: pd.DataFrame, *, area: str, country: str, confidence: float
) -> Findings:
    """The gap to the country in two parts, and two what-ifs about eligible children."""
    if parts.empty:
        return _none_held(area, country)
    row = closing.iloc[0]
    eligible = parts[parts["group"] == "eligible"].iloc[0]
    found = {
        "gap_parts": _two_parts(parts, row, area, country),
        "gap_if.as_others": _as_others(row, area, country, confidence),
        "gap_if.as_in_country": _as_in_country(eligible, area, country),
    }
    other = WHO_ELSE.get(row["others"], "")
    return Findings(
        Finding(
            key=key,
            area=area,
            period=row["period"],
            unit="pp",
            source_ids=row["source_ids"],
            source_ref=row["source_refs"],
            comparator=country,
            limits=limits_of(row["source_ids"], NOT_CAUSES, other),
            **fields,
        )
        for key, fields in found.items()
    )


def _none_held(area: str, country: str) -> Findings:
    return Findings(
        [
            Finding(
                key="gap_parts.none",
                area=area,
                statement=(
                    f"No year has counts of every free school meals group for both {area} and "
                    f"{country}, so the gap between them cannot be put into parts."
                ),
                period="",
                method="Search of the tables as they stood",
                source_ids="",
            )
        ]
    )


def _two_parts(parts: pd.DataFrame, row: pd.Series, area: str, country: str) -> dict:
    rates, composition = parts["rate_part"].sum(), parts["composition_part"].sum()
    gap = float(row["gap"])
    level = "level with" if gap == 0 else f"{points(gap)} {'below' if gap < 0 else 'above'}"
    return {
        "statement": (
            f"{row['period']}: {per_cent(row['value'])} of children in {area} had a good level of "
            f"development, {level} {country} ({per_cent(row['benchmark'])}). In points, "
            f"{signed(rates)} comes from how well each free school meals group did, and "
            f"{signed(composition)} from how many of the children are in each group."
        ),
        "value": gap,
        "method": KITAGAWA,
        "polarity": "high_is_good",
    }


def _as_others(row: pd.Series, area: str, country: str, confidence: float) -> dict:
    sure = interval_of_points(*_limits_as_said(row), confidence)
    side = "more" if row["points"] >= 0 else "less"
    return {
        "statement": (
            f"{row['period']}: if {GROUP_WORDS['eligible']} in {area} had done as well as "
            f"{GROUP_WORDS[row['others']]} there, {per_cent(row['value_if'])} of all children "
            f"would have had a good level, {points(row['points'])} {side} ({sure}): "
            f"{_of_the_gap(row, country)}."
        ),
        "value": number(row["points"]),
        "lower_ci": number(row["lower_ci"]),
        "upper_ci": number(row["upper_ci"]),
        "method": AS_OTHERS,
        "polarity": "low_is_good",
    }


def _limits_as_said(row: pd.Series) -> tuple[float, float]:
    if row["points"] < 0:
        return -row["upper_ci"], -row["lower_ci"]
    return row["lower_ci"], row["upper_ci"]


def _of_the_gap(row: pd.Series, country: str) -> str:
    share = row["share_of_gap"]
    if pd.isna(share):
        return f"there is no gap to {country} to close"
    if share < 0:
        return f"the gap to {country} would be wider"
    if share > 100:
        return f"more than the whole gap to {country}"
    return f"{per_cent(share, 0)} of the gap to {country}"


def _as_in_country(eligible: pd.Series, area: str, country: str) -> dict:
    moved = float(eligible["if_at_reference"])
    change = "unchanged" if round(moved, 9) == 0 else _moved(moved)
    return {
        "statement": (
            f"{eligible['period']}: if {GROUP_WORDS['eligible']} in {area} had done as well as "
            f"the same group in {country} ({per_cent(eligible['value_reference'])} against "
            f"{per_cent(eligible['value'])} in {area}), the figure of {area} for all children "
            f"would have been {change}."
        ),
        "value": moved,
        "method": "Share of the group times the difference between its two percentages",
    }


def _moved(moved: float) -> str:
    return f"{points(moved)} {'higher' if moved > 0 else 'lower'}"


def group_part_table(parts: pd.DataFrame, *, area: str) -> Table | None:
    """Each group's share and percentage here and in England, and what its rate gives."""
    if parts.empty:
        return None
    rows = parts.assign(who=parts["group"].map(GROUP_WORDS))
    return show_table(
        rows,
        _COLUMNS,
        caption=f"Free school meals groups in {area} and in England, {rows['period'].iloc[0]}",
        formats={
            "denominator": count,
            "share": per_cent,
            "share_reference": per_cent,
            "value": per_cent,
            "value_reference": per_cent,
            "rate_part": signed,
            "if_at_reference": signed,
        },
        numeric=tuple(_COLUMNS)[1:],
    )
