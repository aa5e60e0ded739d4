"""Sentences about the gap between disadvantaged children and others."""

import pandas as pd

from analysis.calculations.gaps.disadvantage import SAME_GROUP_ENGLAND, WITHIN_AREA
from analysis.presentation.findings import Finding, Findings, limits_of, number, refs_of, sources_of
from analysis.presentation.wording import interval_of_points, per_cent, points, rounded, shortest
from analysis.vocabulary import GROUP_WORDS

NEWCOMBE = "Difference of two proportions, Newcombe’s hybrid score interval"
PRINTED = "Difference of two published percentages"
WHO_ELSE = {
    "not_known_to_be_eligible": (
        "Children not known to be eligible include those whose eligibility nobody recorded."
    ),
    "all_other": "All other children include those whose eligibility nobody recorded.",
}


def gap_findings(latest: pd.DataFrame, *, area: str, confidence: float) -> Findings:
    """The newest gap of each disadvantaged group, under each named definition."""
    found = Findings()
    for row in latest.itertuples():
        found.append(
            Finding(
                key=f"gap.{row.disadvantaged}.{row.definition.replace(' ', '_')}",
                area=area,
                statement=_gap_sentence(row, area, confidence),
                value=number(row.gap),
                unit="pp",
                lower_ci=number(row.lower_ci),
                upper_ci=number(row.upper_ci),
                comparator=_beside(row, area),
                period=row.period,
                method=PRINTED if pd.isna(row.lower_ci) else NEWCOMBE,
                source_ids=row.source_ids,
                source_ref=row.source_refs,
                polarity="low_is_good",
                limits=_limits(row),
                headline=1
                if row.definition == WITHIN_AREA and row.disadvantaged == "eligible"
                else 0,
            )
        )
    return found


def _gap_sentence(row, area: str, confidence: float) -> str:
    ours = f"{per_cent(row.value_disadvantaged)} of {GROUP_WORDS[row.disadvantaged]} in {area}"
    theirs = f"{per_cent(row.value_other)} of {_beside(row, area)}"
    side = "ahead of" if row.gap < 0 else "behind"
    apart = "level with" if row.gap == 0 else f"{points(row.gap)} {side}"
    sure = (
        _no_interval(row)
        if pd.isna(row.lower_ci)
        else interval_of_points(*_limits_as_said(row), confidence)
    )
    return (
        f"{row.period}, {row.definition}: {ours} had a good level of development, {apart} "
        f"{theirs} ({sure})."
    )


def _limits_as_said(row) -> tuple[float, float]:
    """Limits in the direction of the sentence: of the lead where the group is ahead."""
    if row.gap < 0:
        return -row.upper_ci, -row.lower_ci
    return row.lower_ci, row.upper_ci


def _no_interval(row) -> str:
    return (
        "no interval: the source gives no counts; rounded percentages alone can put it "
        f"{shortest(row.rounding, 2)} points out"
    )


def _beside(row, area: str) -> str:
    if row.definition == WITHIN_AREA:
        return f"{GROUP_WORDS[row.other]} there"
    group = row.disadvantaged if row.definition == SAME_GROUP_ENGLAND else row.other
    return f"{GROUP_WORDS[group]} in England"


def _limits(row) -> str:
    parts = []
    if row.definition != SAME_GROUP_ENGLAND and row.other in WHO_ELSE:
        parts.append(WHO_ELSE[row.other])
    if not pd.isna(row.denominator) and row.denominator < 100:
        parts.append(
            f"Rests on {int(row.denominator)} children, so it moves a good deal by chance."
        )
    if row.definition != WITHIN_AREA:
        parts.append("England counts the area’s own children too.")
    return limits_of(row.source_ids, *parts)


def change_findings(changes: pd.DataFrame, *, area: str) -> Findings:
    """Whether each gap within the area narrowed over its series."""
    found = Findings()
    for row in changes[changes["years"] > 1].itertuples():
        newest = row.series == changes["series"].max()
        moved = (
            "did not change beyond rounding"
            if row.direction.startswith("no change")
            else f"{row.direction} by {points(row.change)}"
        )
        found.append(
            Finding(
                key=f"gap_change.{row.disadvantaged}.{row.other}.series_{row.series}",
                area=area,
                statement=(
                    f"The gap between {GROUP_WORDS[row.disadvantaged]} and "
                    f"{GROUP_WORDS[row.other]} {moved} between {row.first_period} "
                    f"({rounded(row.first_gap, 1)} points) and {row.last_period} "
                    f"({rounded(row.last_gap, 1)} points), {_on_year(row)}."
                ),
                value=number(row.change),
                unit="pp",
                comparator=row.first_period,
                period=f"{row.first_period} to {row.last_period}",
                method="Latest gap minus first gap of one series, never across a break",
                source_ids=row.source_ids,
                limits=limits_of(
                    row.source_ids,
                    "Not every year has counts, so no interval of the change can be given: part "
                    "or all of it may be chance.",
                ),
                headline=2 if newest and row.disadvantaged == "eligible" else 0,
            )
        )
    return found


def _on_year(row) -> str:
    change = float(row.change_on_year)
    if round(change, 9) == 0:
        return f"and did not move since {row.before_period}"
    side = "smaller" if change < 0 else "larger"
    return f"and is {points(change)} {side} than in {row.before_period}"


def comparator_gap_findings(
    comparators: pd.DataFrame, latest: pd.DataFrame, *, area: str
) -> Findings:
    """The area's own gap beside the gap in England, the region and the neighbours."""
    ours = latest[latest["definition"] == WITHIN_AREA].set_index(["disadvantaged", "other"])
    found = Findings()
    for row in comparators.itertuples():
        own = ours.loc[(row.disadvantaged, row.other)]
        where = row.comparator_name
        if row.comparator == "neighbours":
            where = (
                f"{row.areas_with_value} of {row.areas_in_all} statistical neighbours, on average"
            )
        apart = float(own["gap"]) - row.gap
        found.append(
            Finding(
                key=f"gap_beside.{row.disadvantaged}.{row.comparator}",
                area=area,
                statement=(
                    f"{row.period}: the gap between {GROUP_WORDS[row.disadvantaged]} and "
                    f"{GROUP_WORDS[row.other]} is {rounded(own['gap'], 1)} points in {area} and "
                    f"{rounded(row.gap, 1)} in {where}: {_wider(apart)}."
                ),
                value=apart,
                unit="pp",
                comparator=f"{where}: {rounded(row.gap, 1)} points",
                period=row.period,
                method="Gap in the area minus gap in the comparator",
                source_ids=sources_of(own["source_ids"], row.source_ids),
                limits=_range_of_neighbours(row, sources_of(own["source_ids"], row.source_ids)),
                headline=3
                if row.comparator == "country" and row.disadvantaged == "eligible"
                else 0,
            )
        )
    return found


def _range_of_neighbours(row, ids: str) -> str:
    if row.comparator != "neighbours":
        return limits_of(ids)
    ends = f"{rounded(row.lowest, 1)} to {rounded(row.highest, 1)} points"
    return limits_of(ids, f"Neighbours’ gaps range from {ends}.")


def _wider(apart: float) -> str:
    if round(apart, 1) == 0:
        return "about as wide"
    return f"{points(apart)} {'wider' if apart > 0 else 'narrower'} here"


def send_take_up_findings(observations: pd.DataFrame, *, area: str, area_code: str) -> Findings:
    """Take-up of children with SEND beside all children nationally: unlike with unlike.

    The two are of the same year, the newest for which both have a value.
    """
    rows = observations[
        (observations["indicator"] == "early_education_send") & observations["value"].notna()
    ]
    send = rows[(rows["group"] == "send") & (rows["area_code"] == area_code)]
    everyone = rows[(rows["group"] == "all") & (rows["area_code"] != area_code)]
    pairs = send.merge(everyone, on="period", suffixes=("", "_everyone")).sort_values("period")
    if pairs.empty:
        return Findings()
    pair = pairs.iloc[-1]
    gap = float(pair["value_everyone"]) - float(pair["value"])
    side = "lower" if gap > 0 else "higher"
    apart = "no difference" if gap == 0 else f"{points(gap, 0)} {side}"
    return Findings(
        [
            Finding(
                key="gap.send_take_up",
                area=area,
                statement=(
                    f"{per_cent(pair['value'], 0)} of children with SEND in {area} took up their "
                    f"full early education entitlement in {pair['period']}, against "
                    f"{per_cent(pair['value_everyone'], 0)} of all children in England: "
                    f"{apart} (no interval: the paper gives no counts)."
                ),
                value=gap,
                unit="pp",
                comparator="all children in England",
                period=pair["period"],
                method="Difference of two percentages stated in a council paper",
                source_ids=sources_of(pair["source_id"], pair["source_id_everyone"]),
                source_ref=refs_of(pair["source_ref"], pair["source_ref_everyone"]),
                polarity="low_is_good",
                limits=(
                    "Unlike with unlike: children with SEND in one area beside all children in "
                    "the country. How all children in the area, or children with SEND in the "
                    "country, took up theirs is not stated."
                ),
                headline=4,
            )
        ]
    )
