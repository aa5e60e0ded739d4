"""Chart and table of an outcome by tenth of authorities, from most to least deprived."""

import pandas as pd

from analysis.presentation.chart import BLUE, GREY, ORANGE, Chart, drawing, label, ticks
from analysis.presentation.tables import Table, show_table
from analysis.presentation.wording import count, per_cent, rounded

_COLUMNS = {
    "tenth": "Tenth, 1 most deprived",
    "authorities": "Authorities",
    "denominator": "Children assessed",
    "numerator": "With a good level",
    "value": "Good level of development",
    "limits": "Interval",
}
_COLUMNS_OF_DATA = {name: head for name, head in _COLUMNS.items() if name != "limits"} | {
    "value": "Per cent with a good level",
    "lower_ci": "Lower limit",
    "upper_ci": "Upper limit",
}


def gradient_chart(
    tenth_values: pd.DataFrame,
    slope: pd.DataFrame,
    beside: pd.DataFrame,
    *,
    area: str,
    country: str,
) -> Chart | None:
    """Each tenth's percentage with its interval, the ends of the line, and the area's own."""
    if tenth_values.empty:
        return None
    line = slope.iloc[-1]
    rows = tenth_values[tenth_values["period"] == line["period"]]
    shown = list(rows["value"])
    with drawing(8, 3.8) as figure:
        axes = figure.panel
        ends = [line["intercept"], line["intercept"] + line["slope_index"]]
        axes.plot([0.5, 10.5], ends, "--", color=GREY, label="Line of the slope index")
        axes.vlines(rows["tenth"], rows["lower_ci"], rows["upper_ci"], color=BLUE, linewidth=2.5)
        name = f"Authorities of {country}, by tenth"
        axes.plot(rows["tenth"], rows["value"], "o", color=BLUE, markersize=7, label=name)
        said = ""
        if len(beside):
            tenth, value = _draw_own(axes, beside.iloc[-1], area)
            shown.append(value)
            said = f"; {area}, in tenth {tenth}, has {per_cent(value)}"
        ticks(axes.xaxis, range(1, 11), ["1\nmost deprived", *range(2, 10), "10\nleast deprived"])
        axes.set_ylim(min(shown) - 4, max(shown) + 4)
        axes.set_ylabel("per cent")
        figure.key(columns=3)
        first, last = rows.iloc[0], rows.iloc[-1]
        return Chart(
            figure,
            headline="Good level of development by deprivation of the authority",
            subtitle=(
                f"Per cent, {line['period']}; ten groups of authorities of {country} by mean rank "
                "of their neighbourhoods; the axis does not start at 0."
            ),
            alt=(
                f"{per_cent(first['value'])} in the most deprived tenth of authorities and "
                f"{per_cent(last['value'])} in the least deprived{said}."
            ),
        )


def _draw_own(axes, ours: pd.Series, area: str) -> tuple[int, float]:
    """Mark the area in its tenth; gives the tenth and the percentage."""
    tenth, value = ours["tenth"], 100 * float(ours["numerator"]) / float(ours["denominator"])
    axes.plot(tenth, value, "D", color=ORANGE, markersize=9, label=area)
    label(axes, tenth, value, f"{area} {rounded(value, 1)}", up=11)
    return tenth, value


def gradient_table(tenth_values: pd.DataFrame, *, country: str) -> Table | None:
    """What the chart shows, with counts."""
    if tenth_values.empty:
        return None
    rows = tenth_values.assign(
        limits=[
            f"{rounded(row.lower_ci, 1)} to {rounded(row.upper_ci, 1)}"
            for row in tenth_values.itertuples()
        ]
    )
    return show_table(
        rows,
        _COLUMNS,
        caption=f"{country} by tenth of authorities, {rows['period'].iloc[-1]}",
        formats={"denominator": count, "numerator": count, "value": per_cent},
        numeric=tuple(_COLUMNS)[1:],
        data=_COLUMNS_OF_DATA,
    )
