"""How an outcome runs from the most to the least deprived authorities of the country.

A gradient between authorities. It says nothing of children within one: that takes counts of
children by the deprivation of their own neighbourhood.
"""

import pandas as pd

from analysis.calculations.gaps.comparators import joined_ids
from analysis.calculations.gaps.gaps import newcombe_gaps
from analysis.calculations.inequality.inequality import slope_index
from analysis.calculations.inequality.quantiles import quantiles
from analysis.calculations.rates.rates import proportions

TENTHS = 10
_KEYS = ["indicator", "period"]


def authority_tenths(deprivation: pd.DataFrame) -> pd.DataFrame:
    """Put every authority into a tenth by how deprived its neighbourhoods are; 1 is the most.

    Parameters
    ----------
    deprivation
        One row an authority: ``neighbourhoods``, the ``rank_total`` of their ranks (1 is the most
        deprived) and counts of children.

    Returns
    -------
    pd.DataFrame
        The table with ``mean_rank`` and ``tenth``. Tenths hold equal numbers of authorities, as
        far as they divide, not of children. Authorities of one mean rank stand in one tenth.

    Notes
    -----
    By `quantiles.quantiles`. Our own ranking: each neighbourhood counts once, since the file has
    no populations; the publisher's average rank weighs them.
    """
    places = deprivation["rank_total"].astype(float) / deprivation["neighbourhoods"].astype(float)
    table = deprivation.assign(mean_rank=places)
    found = quantiles(table, first="lowest", values="mean_rank", by=_KEYS, number=TENTHS)
    return table.assign(tenth=found["quantile"])


def by_tenth(tenths: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """The children of each tenth together, with Wilson's interval.

    Returns
    -------
    pd.DataFrame
        One row an indicator, period and tenth: ``authorities, numerator, denominator, value,
        lower_ci, upper_ci, source_ids`` (of the counts and of the ranking, joined by ";").
    """
    counted = proportions(tenths, by=[*_KEYS, "tenth"], confidence=confidence)
    ids = tenths["source_id"] + ";" + tenths["ranking_source_id"]
    groups = tenths.assign(source_ids=ids).groupby([*_KEYS, "tenth"])
    about = groups.agg(authorities=("area_code", "size"), source_ids=("source_ids", joined_ids))
    return counted.merge(about.reset_index(), on=[*_KEYS, "tenth"])


def authority_slope(tenth_values: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Slope and relative index of inequality across the tenths of authorities.

    Returns
    -------
    pd.DataFrame
        `inequality.slope_index`, one row an indicator and period: a line on the logit scale, with
        closed-form limits from the intervals of the tenths, and the ``source_ids`` of them all.
        No row where nothing is held.
    """
    if tenth_values.empty:
        return pd.DataFrame()
    ids = tenth_values.groupby(_KEYS)["source_ids"].agg(joined_ids).reset_index()
    slopes = slope_index(
        tenth_values,
        by=_KEYS,
        quantile="tenth",
        quantile_1="most_deprived",
        population="denominator",
        scale="logit",
        out_of=100,
        confidence=confidence,
        limits_confidence=confidence,
    )
    return slopes.merge(ids, on=_KEYS)


def beside_its_tenth(
    tenths: pd.DataFrame, area_code: str, *, confidence: float = 0.95
) -> pd.DataFrame:
    """One authority beside the others of its own tenth, who are about as deprived.

    Returns
    -------
    pd.DataFrame
        The area's rows with ``numerator_others, denominator_others, authorities_others`` and
        `gaps.newcombe_gaps`: the area minus the others together, in percentage points.
    """
    keys = [*_KEYS, "tenth"]
    ours = tenths[tenths["area_code"] == area_code]
    others = tenths[tenths["area_code"] != area_code].groupby(keys)
    sums = others[["numerator", "denominator"]].sum().add_suffix("_others")
    sums["authorities_others"] = others.size()
    return newcombe_gaps(
        ours.merge(sums.reset_index(), on=keys),
        numerator_1="numerator",
        denominator_1="denominator",
        numerator_2="numerator_others",
        denominator_2="denominator_others",
        confidence=confidence,
    )
