"""What a chart of a target draws: history, the line required, and the fan of the prediction."""

import pandas as pd

from analysis.calculations.targets.count_attainment import count_attainment
from analysis.calculations.targets.trend_attainment import trend_attainment
from analysis.calculations.targets.yearly_outlook import KEY, period_label

_YEARS = ["period", "time", "series", "value", "lower_ci", "upper_ci", "required", "projection"]
_YEARS += ["lower_pi", "upper_pi"]
_MONTHS = ["date", "month", "value", "required", "expected", "lower_pi", "upper_pi"]


def yearly_trajectory(
    points: pd.DataFrame, row: pd.Series, *, confidence: float = 0.95
) -> pd.DataFrame:
    """One target's percentage, year by year, to its due date.

    Parameters
    ----------
    points
        Rows of `yearly_points`.
    row
        One row of `yearly_outlook`.

    Returns
    -------
    pd.DataFrame
        ``period, time, series, value, lower_ci, upper_ci`` of every figure held; ``required``,
        the even line from the newest figure to the target; ``projection, lower_pi, upper_pi`` of
        the years to come, missing where the series has no trend. In order of time.
    """
    ours = points[(points[KEY] == row[KEY]).all(axis=1) & points["value"].notna()]
    years = range(int(row["time"]) + 1, int(row["at"]) + 1)
    ahead = pd.DataFrame({"time": list(years), "series": row["series"]})
    ahead["period"] = [period_label(year, row["period_kind"]) for year in years]
    if len(ahead):
        asked = ahead[["time"]].rename(columns={"time": "at"})
        asked = asked.assign(**{name: row[name] for name in [*KEY, "target", "direction"]})
        fan = trend_attainment(ours, asked, by=KEY, confidence=confidence)
        ahead = ahead.assign(**{name: fan[name] for name in _YEARS[-3:]})
    table = pd.concat([ours, ahead], ignore_index=True).reindex(columns=_YEARS)
    table["required"] = row["value"] + row["required_rate"] * (table["time"] - row["time"])
    return table.assign(required=table["required"].where(table["time"] >= row["time"]))


def count_trajectory(row: pd.Series, *, confidence: float = 0.95) -> pd.DataFrame:
    """One target's count, month by month, to its due date.

    Parameters
    ----------
    row
        One row of `count_outlook` that has a value.

    Returns
    -------
    pd.DataFrame
        ``date, month`` (0 is the day the count stands for); ``value``, the count on that day and,
        where its increment is known, before it; ``required``, the even line to the target;
        ``expected, lower_pi, upper_pi`` of the months to come, missing where there is no rate.
    """
    left = int(max(row["time_left"], 0)) if pd.notna(row["time_left"]) else 0
    known = pd.notna(row["gained"]) and pd.notna(row["time_taken"])
    months = [-row["time_taken"]] * known + list(range(left + 1))
    table = pd.DataFrame({"month": pd.array(months, dtype="Float64")})
    table["date"] = [month_after(row["counted_to"], int(month)) for month in months]
    table["value"] = pd.array(
        [row["value"] - row["gained"]] * known + [row["value"]] + [None] * left, dtype="Float64"
    )
    asked = table[["month"]].rename(columns={"month": "time_left"})
    columns = ["value", "target", "direction", "gained", "time_taken"]
    asked = asked.assign(**{name: row[name] for name in columns})
    fan = count_attainment(asked, confidence=confidence)
    table = table.assign(**{name: fan[name] for name in _MONTHS[-3:]})
    line = row["value"] + row["required_rate"] * table["month"]
    return table.assign(required=line.where(table["month"] >= 0))[_MONTHS]


def month_after(day: pd.Timestamp, months: int) -> pd.Timestamp:
    """The same day so many months later; the last day of a month stays the last.

    Examples
    --------
    >>> str(month_after(pd.Timestamp("2024-06-30"), 1).date())
    '2024-07-31'
    """
    later = day + pd.DateOffset(months=months)
    return later + pd.offsets.MonthEnd(0) if day.is_month_end else later


def gain_groups(comparators: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """The groups of areas whose gains a required gain is set beside.

    Returns
    -------
    pd.DataFrame
        ``comparator, comparator_name, area_code``: the statistical neighbours, the region, and
        "held", every area of the table.
    """
    near = comparators[comparators["comparator"].isin(["neighbours", "region"])]
    near = near.rename(columns={"comparator_code": "area_code"})
    near = near.sort_values("comparator", kind="stable")
    held = areas[["area_code"]].assign(comparator="held", comparator_name="All areas held")
    columns = ["comparator", "comparator_name", "area_code"]
    return pd.concat([near, held], ignore_index=True)[columns]
