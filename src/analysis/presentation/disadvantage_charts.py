"""Charts of the gap between disadvantaged children and others."""

import pandas as pd

from analysis.calculations.gaps.disadvantage import WITHIN_AREA
from analysis.presentation.chart import BLUE, GREY, INK, ORANGE, Chart, drawing, label, ticks
from analysis.presentation.label_places import spread
from analysis.presentation.wording import listed, per_cent, rounded
from analysis.vocabulary import GROUP_WORDS

# One line each: in a browser's font the lines of a longer label would not stay aligned.
_SHORT = {
    "eligible": "Free school meals",
    "any_sen": "Any SEN",
    "sen_support": "SEN support",
    "ehc_plan": "EHC plan",
}
_ROUTES = (("eligible", "all_other"), ("eligible", "not_eligible"))


def _fsm_rows(gaps: pd.DataFrame, area: str) -> pd.DataFrame:
    """One comparator a series, so that a line never mixes two kinds of other children."""
    within = gaps[(gaps["definition"] == WITHIN_AREA) & (gaps["area_name"] == area)]
    routes = [within[(within["disadvantaged"] == d) & (within["other"] == o)] for d, o in _ROUTES]
    rows = pd.concat(routes)
    if rows.empty or rows["series"].max() == 0:
        known = within[within["other"] == "not_known_to_be_eligible"]
        rows = pd.concat([rows, known])
    return rows.sort_values("period_start")


def gap_over_time_chart(gaps: pd.DataFrame, *, area: str, country: str) -> Chart | None:
    """The free school meals gap in the area and in the country, by series."""
    ours, theirs = _fsm_rows(gaps, area), _fsm_rows(gaps, country)
    if ours.empty:
        return None
    with drawing(8, 3.8) as figure:
        axes = figure.panel
        _draw(axes, theirs, GREY, "--")
        _draw(axes, ours, BLUE, "-")
        _mark_break(axes, ours)
        years = sorted(set(ours["period_end"].dt.year))
        named = years[:: -2 if len(years) > 7 else -1]  # more would run into each other
        ticks(axes.xaxis, named, [f"{year - 1}/{year % 100:02d}" for year in named])
        axes.set_xlim(years[0] - 0.5, years[-1] + 0.5)
        top = max(35, float(ours["gap"].max()) * 1.2)
        axes.set_ylim(0, top)
        _name_ends(axes, {area: ours, country: theirs}, apart=0.065 * top)
        axes.set_ylabel("percentage points")
        runs = [
            f"{rounded(run['gap'].iloc[0], 1)} points in {run['period'].iloc[0]} to "
            f"{rounded(run['gap'].iloc[-1], 1)} in {run['period'].iloc[-1]}"
            for _, run in ours.groupby("series")
        ]
        return Chart(
            figure,
            headline="The free school meals gap over time",
            subtitle=(
                f"Other children minus eligible children with a good level of development, "
                f"percentage points, {area} and {country}; line through a point: interval."
            ),
            alt=f"{area}: gap from {'; then, as a new series, from '.join(runs)}.",
        )


def _draw(axes, rows: pd.DataFrame, colour: str, style: str) -> None:
    for _, run in rows.groupby("series"):
        years = run["period_end"].dt.year
        axes.plot(years, run["gap"], style, color=colour, marker="o", markersize=5)
        counted = run["lower_ci"].notna()
        axes.vlines(
            years[counted],
            run.loc[counted, "lower_ci"],
            run.loc[counted, "upper_ci"],
            color=colour,
            linewidth=2.5,
        )


def _name_ends(axes, lines: dict[str, pd.DataFrame], *, apart: float) -> None:
    """Name each line to the right of its newest figure, the area's in the colour of its line."""
    last = {name: rows.iloc[-1] for name, rows in lines.items() if len(rows)}
    heights = spread([float(row["gap"]) for row in last.values()], apart=apart)
    for height, colour, (name, row) in zip(heights, (BLUE, INK), last.items(), strict=False):
        words = f"{name} {rounded(row['gap'], 1)}"
        year = row["period_end"].year
        label(axes, year, height, words, right=8, ha="left", va="center", color=colour)


def _mark_break(axes, rows: pd.DataFrame) -> None:
    if rows["series"].nunique() < 2:
        return
    start = rows.loc[rows["series"] == 0, "period_end"].max().year
    stop = rows.loc[rows["series"] == 1, "period_end"].min().year
    axes.axvspan(start + 0.4, stop - 0.4, color="#EEEEEE", zorder=0)
    label(axes, (start + stop) / 2, 2, "no results,\nthen a new\nframework", size=10)


def groups_chart(latest: pd.DataFrame, *, area: str) -> Chart | None:
    """Disadvantaged children beside others in the area, for the newest year of each pair."""
    rows = latest[latest["definition"] == WITHIN_AREA].iloc[::-1].reset_index(drop=True)
    if rows.empty:
        return None
    with drawing(8, 1.2 + 0.8 * len(rows), grid="x") as figure:
        axes = figure.panel
        for place, row in enumerate(rows.itertuples()):
            axes.plot(
                [row.value_disadvantaged, row.value_other],
                [place, place],
                color="#BFBFBF",
                zorder=1,
            )
            middle = (row.value_disadvantaged + row.value_other) / 2
            label(axes, middle, place + 0.12, f"{rounded(row.gap, 1)} points", va="bottom")
        heights = rows.index
        axes.plot(
            rows["value_disadvantaged"],
            heights,
            "o",
            color=ORANGE,
            markersize=10,
            clip_on=False,  # a group at 0% is seen whole
            label="The group named",
        )
        axes.plot(
            rows["value_other"],
            heights,
            "o",
            color=BLUE,
            markersize=10,
            clip_on=False,
            label="Other children, as in the table",
        )
        names = [f"{_SHORT[row.disadvantaged]}, {row.period}" for row in rows.itertuples()]
        ticks(axes.yaxis, heights, names)
        axes.set_ylim(-0.6, len(rows) - 0.3)
        axes.set_xlim(0, 100)
        axes.set_xlabel("per cent with a good level of development")
        figure.key(columns=2)
        parts = [
            f"{r.period}: {per_cent(r.value_disadvantaged)} of {GROUP_WORDS[r.disadvantaged]} and "
            f"{per_cent(r.value_other)} of {GROUP_WORDS[r.other]}"
            for r in latest[latest["definition"] == WITHIN_AREA].itertuples()
        ]
        return Chart(
            figure,
            headline=f"Each group beside other children in {area}",
            subtitle="Per cent with a good level of development, newest year with both groups.",
            alt=listed(parts) + ".",
        )
