"""Sentences about recent trends of annual figures and control charts of quarterly ones."""

import pandas as pd

from analysis.calculations.trends.control_charts import MINIMUM
from analysis.calculations.trends.trends import NO_CHANGE, NOT_CALCULATED, POINTS, SIGNIFICANT_ABOVE
from analysis.presentation.findings import (
    Finding,
    Findings,
    limits_of,
    number,
    polarity_of,
    refs_of,
    sources_of,
)
from analysis.presentation.wording import amount, plural, rounded

TREND = (
    "Recent trend of Fingertips: chi-squared for trend over five years at 99.8%, and a slope of "
    "one sign whichever year is left out"
)
CONTROL = "XmR control chart with the rules of Making Data Count"
_RULES = {
    "above the upper limit": "it lies above the upper limit",
    "below the lower limit": "it lies below the lower limit",
    "seven rising": "it is one of seven or more in a row that rise at every step",
    "seven falling": "it is one of seven or more in a row that fall at every step",
    "two in three high": "it is one of two in three that come close to the upper limit",
    "two in three low": "it is one of two in three that come close to the lower limit",
    "seven above the mean": "it is one of seven or more in a row above the mean",
    "seven below the mean": "it is one of seven or more in a row below the mean",
}
_TYPES = {
    "improvement": "special cause, an improvement",
    "concern": "special cause, of concern",
    "neutral high": "special cause, high",
    "neutral low": "special cause, low",
}


def trend_findings(trends: pd.DataFrame, *, area: str) -> Findings:
    """The recent trend of each annual indicator, or why it cannot be calculated.

    Parameters
    ----------
    trends
        Rows of `area_trends.annual_trends`.
    """
    found = Findings()
    for row in trends.itertuples():
        known = row.trend != NOT_CALCULATED
        found.append(
            Finding(
                key=f"trend.{row.indicator}",
                area=area,
                statement=f"{row.short_name}: {_trend(row) if known else _no_trend(row)}.",
                value=number(row.chi_squared),
                unit="chi-squared" if known else "",
                period=f"{row.first_period} to {row.last_period}",
                method=TREND,
                source_ids=row.source_ids,
                source_ref=row.source_refs,
                limits=limits_of(row.source_ids, "A flag, not an analysis." if known else ""),
            )
        )
    return found


def _trend(row) -> str:
    when = f"from {row.first_period} to {row.last_period}"
    chi_squared = f"chi-squared for trend {rounded(row.chi_squared, 1)}"
    bar = f"{rounded(SIGNIFICANT_ABOVE, 2)} is the least for a trend"
    if row.trend != NO_CHANGE:
        return f"{row.trend} {when} ({chi_squared}; {bar})"
    if row.chi_squared > SIGNIFICANT_ABOVE:
        return f"{NO_CHANGE} {when}: {chi_squared}, but the direction hangs on a single year"
    return f"{NO_CHANGE} {when} ({chi_squared}; {bar})"


def _no_trend(row) -> str:
    when = f"from {row.first_period} to {row.last_period}"
    since = f" since a new series began in {row.new_series_from}" if row.new_series_from else ""
    why = {
        "fewer than five points": (
            f"{plural(row.points, 'yearly figure is', 'yearly figures are')} held{since} and "
            f"{POINTS} are needed"
        ),
        "a figure is missing": f"{_of_five(row.with_value, when)} a value",
        "a year is missing": f"the last {POINTS} figures held, {when}, leave out a year",
        "a count is missing": (f"{_of_five(row.with_counts, when)} the counts that the test needs"),
        "a limit is missing": (
            f"{_of_five(row.with_limits, when)} the interval that the test needs"
        ),
    }
    return f"recent trend {NOT_CALCULATED}: {why.get(row.note, row.note)}"


def _of_five(count: int, when: str) -> str:
    some = f"only {count}" if count else "none"
    return f"{some} of the {POINTS} figures {when} {'has' if count < 2 else 'have'}"


def control_findings(charts: pd.DataFrame, *, area: str) -> Findings:
    """What each control chart shows at its newest point, or why it has no limits.

    Parameters
    ----------
    charts
        Rows of `area_trends.quarterly_charts`.
    """
    found = Findings()
    for indicator, rows in charts.groupby("indicator", sort=False):
        run = rows[rows["run"] == rows["run"].max()]
        last = run.iloc[-1]
        limited = not pd.isna(last["upper_limit"])
        shown, told = (run, _chart(run)) if limited else (rows, _no_limits(rows, run))
        sources = sources_of(*shown["source_id"])
        found.append(
            Finding(
                key=f"control.{indicator}",
                area=area,
                statement=f"{last['short_name']}: {told}",
                value=number(last["mean"]) if limited else None,
                unit=last["unit"] if limited else "",
                period=f"{shown['period'].iloc[0]} to {last['period']}",
                method=CONTROL,
                source_ids=sources,
                source_ref=refs_of(*shown["source_ref"]),
                polarity=polarity_of(last["polarity"]) if limited else "",
                limits=limits_of(sources, _CAUTION if limited else ""),
            )
        )
    return found


_CAUTION = (
    "Control limits show what the figure does when nothing changes; they are neither a "
    "confidence interval nor a target."
)


def _chart(run: pd.DataFrame) -> str:
    first, last = run.iloc[0], run.iloc[-1]
    ends = [amount(last[end], last["unit"]) for end in ("lower_limit", "upper_limit")]
    kind = _TYPES.get(last["point_type"])
    verdict = f"{kind}, since {_RULES[last['rule']]}" if kind else "common cause, no sign of change"
    return (
        f"over {plural(len(run), 'quarter', 'quarters')} in a row, {first['period']} to "
        f"{last['period']}, the mean is {amount(last['mean'], last['unit'])} and the control "
        f"limits are {ends[0]} to {ends[1]}. The newest quarter, "
        f"{amount(last['value'], last['unit'])}, is {verdict}."
    )


def _no_limits(rows: pd.DataFrame, run: pd.DataFrame) -> str:
    held = plural(len(rows), "quarter is", "quarters are")
    gaps = ""
    if len(run) < len(rows):
        gaps = (
            ", with gaps between them: the newest stands alone"
            if len(run) == 1
            else f", with gaps between them: only the newest {len(run)} follow each other"
        )
    return (
        f"no control limits are given, since they need at least {MINIMUM} quarters in a row. "
        f"{held} held from {rows['period'].iloc[0]} to {rows['period'].iloc[-1]}{gaps}."
    )
