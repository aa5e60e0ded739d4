"""The gap between disadvantaged children and others, under three named definitions.

A gap is always other children minus disadvantaged children, so that a positive gap means that
disadvantaged children do worse. It is not the Department for Education's gap index, which
compares ranks.
"""

import pandas as pd

from analysis.calculations.gaps.comparators import joined_ids
from analysis.calculations.gaps.gaps import difference_of_proportions
from analysis.calculations.series import with_series

WITHIN_AREA = "within the area"
SAME_GROUP_ENGLAND = "against the same group in England"
OTHERS_ENGLAND = "against other children in England"
DEFINITIONS = (WITHIN_AREA, SAME_GROUP_ENGLAND, OTHERS_ENGLAND)

# Comparators of free school meals differ in whom they count; the first that is there is shown.
FSM_OTHERS = ("not_eligible", "not_known_to_be_eligible", "all_other")
SEN_GROUPS = ("any_sen", "sen_support", "ehc_plan")
_KEYS = ["indicator", "period", "group_type"]
_CHANGE_COLUMNS = [
    "years",
    "first_period",
    "first_gap",
    "last_period",
    "last_gap",
    "change",
    "change_on_year",
    "before_period",
    "rounding",
    "direction",
    "source_ids",
]


def disadvantage_gaps(
    figures: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    country_code: str,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Every gap that the figures allow, for every area, period and pair of groups.

    Parameters
    ----------
    figures
        Official figures with ``numerator`` and ``denominator`` where the source counts.
    indicators
        For the breaks in series.
    country_code
        The area that the second and third definitions compare with.
    confidence
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    pd.DataFrame
        ``indicator, area_code, area_name, period, series, disadvantaged, other, definition,
        value_disadvantaged, value_other, gap, lower_ci, upper_ci`` (percentage points, not
        rounded), ``rounding`` (how far printed percentages alone can put the gap out, 0 from
        counts), ``source_ids`` and ``source_refs`` (where in them). The interval is Newcombe's,
        where both groups have counts; it treats the two groups as sharing no one, which is
        nearly so for an area beside England.
    """
    pairs = [("fsm", "eligible", other) for other in FSM_OTHERS]
    pairs += [("sen", group, "no_sen") for group in SEN_GROUPS]
    rows = with_series(_with_rounding(figures[figures["value"].notna()]), indicators)
    tables = [
        _pair(rows, pair, definition, country_code) for pair in pairs for definition in DEFINITIONS
    ]
    table = _with_gaps(pd.concat(tables, ignore_index=True), confidence)
    order = ["disadvantaged", "other", "definition", "area_code", "period_start"]
    return table.sort_values(order, kind="stable").reset_index(drop=True)


def _with_rounding(figures: pd.DataFrame) -> pd.DataFrame:
    """How far a printed percentage may be from the true one: half its last digit."""
    counted = figures["numerator"].notna() & figures["denominator"].notna()
    keys = ["indicator", "period", "group_type", "source_id"]
    whole = figures["value"].mod(1).eq(0).groupby([figures[k] for k in keys]).transform("all")
    half_digit = whole.map({True: 0.5, False: 0.05}).astype(float)
    return figures.assign(half_digit=half_digit.where(~counted, 0.0))


def _pair(
    rows: pd.DataFrame,
    pair: tuple[str, str, str],
    definition: str,
    country_code: str,
) -> pd.DataFrame:
    """Each row of the disadvantaged group beside the one it is compared with."""
    group_type, disadvantaged, other = pair
    ours = rows[(rows["group_type"] == group_type) & (rows["group"] == disadvantaged)]
    group = disadvantaged if definition == SAME_GROUP_ENGLAND else other
    beside = rows[(rows["group_type"] == group_type) & (rows["group"] == group)]
    keys = _KEYS if definition != WITHIN_AREA else [*_KEYS, "area_code"]
    if definition != WITHIN_AREA:
        beside = beside[beside["area_code"] == country_code]
        ours = ours[ours["area_code"] != country_code]
    columns = ["numerator", "denominator", "value", "half_digit", "source_id", "source_ref"]
    table = ours.merge(beside[[*keys, *columns]], on=keys, suffixes=("", "_other"))
    return table.assign(disadvantaged=disadvantaged, other=other, definition=definition)


def _with_gaps(table: pd.DataFrame, confidence: float) -> pd.DataFrame:
    limits = difference_of_proportions(
        table["numerator_other"],
        table["denominator_other"],
        table["numerator"],
        table["denominator"],
        confidence=confidence,
    )
    return pd.DataFrame(
        {
            "indicator": table["indicator"],
            "area_code": table["area_code"],
            "area_name": table["area_name"],
            "period": table["period"],
            "period_start": table["period_start"],
            "period_end": table["period_end"],
            "series": table["series"],
            "disadvantaged": table["disadvantaged"],
            "other": table["other"],
            "definition": table["definition"],
            "value_disadvantaged": table["value"],
            "value_other": table["value_other"],
            "gap": table["value_other"] - table["value"],
            "lower_ci": limits["lower_ci"],
            "upper_ci": limits["upper_ci"],
            "rounding": table["half_digit"] + table["half_digit_other"],
            "numerator": table["numerator"],
            "denominator": table["denominator"],
            "numerator_other": table["numerator_other"],
            "denominator_other": table["denominator_other"],
            "source_ids": [
                ";".join(sorted({a, b}))
                for a, b in zip(table["source_id"], table["source_id_other"], strict=True)
            ],
            "source_refs": table["source_ref"] + "; " + table["source_ref_other"],
        }
    )


def latest_gaps(gaps: pd.DataFrame, area_code: str) -> pd.DataFrame:
    """The newest gap of each disadvantaged group and definition, with one comparator each.

    Of two comparators for one period, children known not to be eligible come before those not
    known to be eligible, who include children whose eligibility nobody recorded.
    """
    ours = gaps[gaps["area_code"] == area_code]
    preference = {other: rank for rank, other in enumerate(FSM_OTHERS)}
    ours = ours.assign(preference=ours["other"].map(preference).fillna(0))
    ours = ours.sort_values(["period_end", "preference"], ascending=[False, True])
    chosen = ours.drop_duplicates(["disadvantaged", "definition"])
    order = {group: rank for rank, group in enumerate(("eligible", *SEN_GROUPS))}
    place = {definition: rank for rank, definition in enumerate(DEFINITIONS)}
    return (
        chosen.assign(
            order=chosen["disadvantaged"].map(order), place=chosen["definition"].map(place)
        )
        .sort_values(["order", "place"])
        .drop(columns=["preference", "order", "place"])
        .reset_index(drop=True)
    )


def gap_changes(gaps: pd.DataFrame) -> pd.DataFrame:
    """Whether each gap within an area narrowed, over each series and since the year before.

    Returns
    -------
    pd.DataFrame
        One row an area, pair of groups and series: first and latest period and gap, ``change``
        (latest minus first, points), ``change_on_year``, ``rounding`` and ``direction``:
        "narrowed" or "widened" where the change is larger than rounding alone could make it,
        else "no change beyond rounding"; "one year only" for a single figure. The direction is
        of the figures: without counts nothing can be said about chance.
    """
    within = gaps[gaps["definition"] == WITHIN_AREA].sort_values("period_start")
    keys = ["indicator", "area_code", "area_name", "disadvantaged", "other", "series"]
    rows = []
    for key, run in within.groupby(keys, sort=True):
        first, last = run.iloc[0], run.iloc[-1]
        before = run.iloc[-2] if len(run) > 1 else None
        change = last["gap"] - first["gap"]
        rounding = first["rounding"] + last["rounding"]
        rows.append(
            dict(zip(keys, key, strict=True))
            | {
                "years": len(run),
                "first_period": first["period"],
                "first_gap": first["gap"],
                "last_period": last["period"],
                "last_gap": last["gap"],
                "change": change,
                "change_on_year": last["gap"] - before["gap"] if before is not None else None,
                "before_period": before["period"] if before is not None else "",
                "rounding": rounding,
                "direction": _direction(len(run), change, rounding),
                "source_ids": joined_ids(run["source_ids"]),
            }
        )
    return pd.DataFrame(rows, columns=[*keys, *_CHANGE_COLUMNS])


def _direction(years: int, change: float, rounding: float) -> str:
    if years < 2:
        return "one year only"
    # freed of binary noise, so that a change of exactly the rounding is not called a change
    if abs(round(change, 6)) <= round(rounding, 6):
        return "no change beyond rounding"
    return "narrowed" if change < 0 else "widened"


def comparator_gaps(gaps: pd.DataFrame, latest: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """The same gap in England, the region and the neighbours, for the period of each latest gap.

    Returns
    -------
    pd.DataFrame
        One row a gap within the area and comparator: ``disadvantaged, other, period, comparator,
        comparator_name, gap, areas_with_value, areas_in_all, lowest, highest, source_ids``. The
        neighbours' gap is the plain mean of theirs.
    """
    ours = latest.loc[latest["definition"] == WITHIN_AREA, ["disadvantaged", "other", "period"]]
    within = gaps[gaps["definition"] == WITHIN_AREA]
    rows = ours.merge(within, on=["disadvantaged", "other", "period"])
    rows = rows.merge(chosen, left_on="area_code", right_on="comparator_code")
    keys = ["disadvantaged", "other", "period", "comparator", "comparator_name"]
    table = rows.groupby(keys, sort=True).agg(
        gap=("gap", "mean"),
        areas_with_value=("gap", "count"),
        lowest=("gap", "min"),
        highest=("gap", "max"),
        source_ids=("source_ids", joined_ids),
    )
    table = table.reset_index()
    in_all = chosen.groupby("comparator").size()
    return table.assign(areas_in_all=table["comparator"].map(in_all))
