"""Each yearly percentage that a target names: what is asked, what was achieved, where it may be."""

import numpy as np
import pandas as pd
from scipy.stats import t as student

from analysis.calculations.series import with_series
from analysis.calculations.shape import z_score
from analysis.calculations.targets.run_rates import run_rates
from analysis.calculations.targets.trend_attainment import left_out_probabilities, trend_attainment
from analysis.periods import two_year_label

KEY = ["indicator", "area_code"]
_RATES = ["needed", "reached", "required_rate", "achieved_rate", "projection", "short"]
_RATES += ["time_to_target", "note"]
_CHANCE = ["points", "degrees_of_freedom", "lower_pi", "upper_pi", "probability"]


def yearly_points(figures: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """The yearly percentages of all children, each with its year and its series.

    Parameters
    ----------
    figures
        Official figures, one row a figure.
    indicators
        Their definitions: ``cadence``, ``period_kind`` and ``series_breaks``.

    Returns
    -------
    pd.DataFrame
        The rows of annual percentages, with ``series`` and ``time``, the year that the period
        ends in, in order of time.
    """
    about = indicators.set_index("indicator")
    annual = figures["indicator"].map(about["cadence"]) == "annual"
    rows = figures[annual & (figures["group_type"] == "all") & (figures["unit"] == "%")]
    rows = with_series(rows, indicators)
    rows = rows.assign(
        time=rows["period_end"].dt.year, period_kind=rows["indicator"].map(about["period_kind"])
    )
    return rows.sort_values([*KEY, "time"]).reset_index(drop=True)


def period_label(year: int, kind: str) -> str:
    """The label of the period of a kind that ends in a year.

    Examples
    --------
    >>> period_label(2028, "academic_year"), period_label(2028, "calendar_year")
    ('2027/28', '2028')
    """
    year = int(year)
    return two_year_label(year) if kind in ("academic_year", "financial_year") else str(year)


def yearly_outlook(
    points: pd.DataFrame,
    targets: pd.DataFrame,
    area_code: str,
    country_code: str,
    *,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """The outlook of every target for a yearly percentage: the area's own, and the national goal.

    Parameters
    ----------
    points
        Rows of `yearly_points`.
    targets
        The targets as they stood; those without a number of their own are left out.

    Returns
    -------
    pd.DataFrame
        One row for each of the area's own targets, each national one read for the area, and each
        national one read for the country: ``target_id, target_of`` ("plan" or "national"),
        ``indicator, area_code, area_name``; the newest figure (``value, lower_ci, upper_ci,
        period``) and the first of its series (``first_value, first_period``); ``at`` (the last
        year that ends by the due date) and ``due_period``; the columns of `run_rates` in
        points a year (``projection`` at the achieved rate); ``points, degrees_of_freedom,
        trend_projection, lower_pi, upper_pi, probability, trend_note`` of `trend_attainment`; and
        ``lowest, highest`` of `left_out_probabilities`; and ``widening``, how many times as wide as
        that of a long series so few figures make an interval (Student's t over the normal
        quantile). A figure as late as its due date has no probability.
    """
    rows = _questions(targets, area_code, country_code).merge(_ends(points), on=KEY)
    rows = rows.assign(at=[_year_due(row) for row in rows.itertuples()])
    rows = rows.assign(
        due_period=[period_label(row.at, row.period_kind) for row in rows.itertuples()],
        gained=rows["value"] - rows["first_value"],
        time_taken=(rows["time"] - rows["first_time"]).astype(float),
        time_left=(rows["at"] - rows["time"]).astype(float),
    )
    rates = run_rates(rows)
    rows = rows.assign(**{name: rates[name].to_numpy() for name in _RATES})
    keys = [*KEY, "target_id"]
    asked = rows[[*keys, "at", "target", "direction"]]
    runs = asked[keys].merge(points, on=KEY)
    trend = trend_attainment(runs, asked, by=keys, confidence=confidence)
    moved = left_out_probabilities(runs, asked, by=keys)
    ahead = (rows["time_left"] > 0).to_numpy()
    freedom = trend["degrees_of_freedom"].where(trend["degrees_of_freedom"] > 0)
    freedom = freedom.to_numpy(dtype=float, na_value=np.nan)
    rows = rows.assign(**{name: trend[name].where(ahead).to_numpy() for name in _CHANCE})
    return rows.assign(
        trend_projection=trend["projection"].where(ahead).to_numpy(),
        trend_note=trend["note"].astype(str).to_numpy(),
        lowest=moved["lowest"].where(ahead).to_numpy(),
        highest=moved["highest"].where(ahead).to_numpy(),
        widening=student.ppf((1 + confidence) / 2, freedom) / z_score(confidence),
    )


def _questions(targets: pd.DataFrame, area_code: str, country_code: str) -> pd.DataFrame:
    usable = targets["value"].notna() & (targets["indicator"] != "") & (targets["unit"] == "%")
    columns = ["target_id", "indicator", "direction", "value", "due", "due_label", "source_id"]
    asked = targets.loc[usable & targets["due"].notna(), [*columns, "source_ref", "area_code"]]
    asked = asked.rename(
        columns={"value": "target", "source_id": "target_source", "source_ref": "target_ref"}
    )
    own = asked[asked["area_code"] == area_code].assign(target_of="plan")
    national = asked[asked["area_code"] == country_code].assign(target_of="national")
    read_here = national.assign(area_code=area_code)
    parts = [own, read_here] if area_code == country_code else [own, read_here, national]
    return pd.concat(parts, ignore_index=True)


def _ends(points: pd.DataFrame) -> pd.DataFrame:
    """The newest figure of each key, and the first figure of the same series."""
    valued = points[points["value"].notna()]
    newest = valued.drop_duplicates(KEY, keep="last")
    first = valued.drop_duplicates([*KEY, "series"])[[*KEY, "series", "time", "value", "period"]]
    first = first.rename(
        columns={"time": "first_time", "value": "first_value", "period": "first_period"}
    )
    columns = ["area_name", "series", "time", "period", "period_end", "period_kind", "value"]
    columns += ["lower_ci", "upper_ci", "unit", "source_id", "source_ref"]
    return newest[[*KEY, *columns]].merge(first, on=[*KEY, "series"])


def _year_due(row) -> int:
    """The year of the last period that has ended by the due date."""
    ends = (row.period_end.month, row.period_end.day)
    return row.due.year if ends <= (row.due.month, row.due.day) else row.due.year - 1
