"""Sentences about inequality by deprivation: what can be shown, and what is not published."""

import pandas as pd

from analysis.presentation.findings import Finding, Findings, number, refs_of, sources_of
from analysis.presentation.wording import (
    interval_of_points,
    listed,
    per_cent,
    plural,
    points,
    rounded,
)

SLOPE = "Slope index of inequality over ten groups of authorities, line on the logit scale"
BETWEEN = (
    "A gradient between authorities, not between children: within each there are both better and "
    "worse-off neighbourhoods. The interval allows for chance in the counts, not for authorities "
    "that stray from the line. Authorities are ranked by the plain mean of their neighbourhoods’ "
    "ranks in the index of 2025."
)
_KINDS = {
    "all": "for all children",
    "fsm": "by free school meals",
    "sen": "by special educational need",
}


def no_deciles_findings(
    figures: pd.DataFrame, tenths: pd.DataFrame, *, area: str, area_code: str
) -> Findings:
    """That no figure by decile is held for the area, what is held, and what would be needed."""
    ours = figures[(figures["area_code"] == area_code) & (figures["indicator"] == "gld")]
    held = [words for kind, words in _KINDS.items() if kind in set(ours["group_type"])]
    places = tenths[tenths["area_code"] == area_code]
    spread = "" if places.empty else _neighbourhoods(places.iloc[-1], area)
    ids = sources_of(*ours["source_id"], *places["ranking_source_id"])
    return Findings(
        [
            Finding(
                key="slope.none_within",
                area=area,
                statement=(
                    f"No slope index of inequality can be given for {area}: its good level of "
                    f"development is held {listed(held) or 'in no form'}, and not by decile of "
                    f"deprivation.{spread}"
                ),
                period="",
                method="Search of the tables as they stood",
                source_ids=ids,
                limits=(
                    "It would take counts of children by the deprivation decile of the "
                    "neighbourhood they live in, for this area."
                ),
            )
        ]
    )


def _neighbourhoods(row: pd.Series, area: str) -> str:
    most, whole = int(row["most_deprived"]), int(row["neighbourhoods"])
    stand = "stands" if most == 1 else "stand"
    return (
        f" The deciles exist: {most:,} of the {whole:,} neighbourhoods in {area} {stand} "
        "in the most deprived tenth of England."
    )


def slope_findings(
    slope: pd.DataFrame, beside: pd.DataFrame, *, area: str, country: str, confidence: float
) -> Findings:
    """England's slope across its authorities, and the area beside those of its own tenth.

    An area that is not in the table, because it was made since, has no place in a tenth.
    """
    found = Findings()
    own = {(row.indicator, row.period): row for row in beside.itertuples()}
    for line in slope.itertuples():
        row = own.get((line.indicator, line.period))
        shared = {
            "area": area,
            "period": line.period,
            "unit": "pp",
            "source_ids": sources_of(*line.source_ids.split(";")),
        }
        found.append(
            Finding(
                key="slope.country",
                statement=_slope_sentence(line, country, confidence),
                value=number(line.slope_index),
                lower_ci=number(line.slope_lower_ci),
                upper_ci=number(line.slope_upper_ci),
                comparator="most deprived end of the line",
                method=SLOPE,
                limits=BETWEEN,
                **shared,
            )
        )
        if row is None:
            found.append(_not_in_a_tenth(line, area, shared["source_ids"]))
            continue
        found.append(
            Finding(
                key="slope.beside_tenth",
                statement=_beside_sentence(row, area, confidence),
                value=number(row.gap),
                lower_ci=number(row.lower_ci),
                upper_ci=number(row.upper_ci),
                comparator=f"other authorities of tenth {row.tenth}",
                source_ref=refs_of(row.source_ref),
                polarity="high_is_good",
                method="Difference of two proportions, Newcombe’s hybrid score interval",
                limits=(
                    "Authorities of one tenth are about as deprived on average, and may differ in "
                    "everything else."
                ),
                **shared,
            )
        )
    return found


def _not_in_a_tenth(line, area: str, ids: str) -> Finding:
    return Finding(
        key="slope.not_in_a_tenth",
        area=area,
        statement=(
            f"{line.period}: {area} is not among the authorities that were ranked, so it has no "
            "place in a tenth. Authorities made since that year are not."
        ),
        period=line.period,
        method="Search of the tables as they stood",
        source_ids=ids,
    )


def _slope_sentence(line, country: str, confidence: float) -> str:
    start, end = line.intercept, line.intercept + line.slope_index
    sure = interval_of_points(line.slope_lower_ci, line.slope_upper_ci, confidence)
    rises = "rises" if line.slope_index >= 0 else "falls"
    return (
        f"{line.period}: across the authorities of {country}, in ten groups by deprivation, good "
        f"level of development {rises} by {points(line.slope_index)} from the most to the least "
        f"deprived end of a line, from {per_cent(start)} to {per_cent(end)} ({sure}); the least "
        f"deprived end is {rounded(line.relative_index, 2)} times the most deprived."
    )


def _beside_sentence(row, area: str, confidence: float) -> str:
    low, high = (row.lower_ci, row.upper_ci) if row.gap >= 0 else (-row.upper_ci, -row.lower_ci)
    side = "above" if row.gap >= 0 else "below"
    value = 100 * row.numerator / row.denominator
    others = 100 * row.numerator_others / row.denominator_others
    beside = plural(row.authorities_others, "other authority", "other authorities")
    return (
        f"{row.period}: {area} is in tenth {row.tenth} of 10, where 1 is the most deprived. Its "
        f"{per_cent(value)} was {points(row.gap)} {side} the {beside} of that tenth together, "
        f"{per_cent(others)} "
        f"({interval_of_points(low, high, confidence)})."
    )
