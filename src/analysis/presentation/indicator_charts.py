"""Charts of an area's indicators: beside its comparators, and over time."""

import pandas as pd

from analysis.presentation.chart import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    TEAL,
    Chart,
    drawing,
    label,
    ticks,
)
from analysis.presentation.wording import listed, per_cent

_MARKERS = {
    "country": ("D", ORANGE),
    "region": ("s", TEAL),
    "neighbours": ("^", PURPLE),
}


def comparator_chart(gaps: pd.DataFrame, *, area: str, confidence: float) -> Chart | None:
    """Each percentage of the area beside England, its region and its neighbours.

    Parameters
    ----------
    gaps
        Rows of `gaps_to_comparators`; only percentages are drawn, since other units have no
        common axis with them.

    Returns
    -------
    Chart or None
        None where no percentage has a comparator.
    """
    rows = gaps[gaps["unit"] == "%"]
    if rows.empty:
        return None
    names = list(dict.fromkeys(rows["short_name"]))
    labels = [f"{name}, {rows.loc[rows['short_name'] == name, 'period'].iloc[0]}" for name in names]
    with drawing(8, 1.5 + 0.85 * len(names), grid="x") as figure:
        axes = figure.panel
        _draw_area(axes, rows, names, area)
        _draw_comparators(axes, rows, names)
        ticks(axes.yaxis, range(len(names)), labels)
        axes.set_ylim(len(names) - 0.4, -0.6)
        shown = rows[["value", "lower_ci", "upper_ci", "benchmark"]].astype(float)
        lowest, highest = shown.min().min(), shown.max().max()
        # some published take-up is truly over 100%
        axes.set_xlim(10 * ((lowest - 4) // 10), max(102, highest + 3))
        axes.set_xlabel("per cent of children")
        figure.key(columns=2)
        return Chart(
            figure,
            headline=f"{area} beside its comparators",
            subtitle=(
                f"Latest percentage of each indicator; line: {100 * confidence:g}% interval where "
                "counts allow; neighbours: plain mean."
            ),
            alt=_comparator_alt(rows, names, area),
        )


def _draw_comparators(axes, rows: pd.DataFrame, names: list[str]) -> None:
    for comparator, (marker, colour) in _MARKERS.items():
        part = rows[rows["comparator"] == comparator]
        if part.empty:
            continue
        name = part["comparator_name"].iloc[0]
        heights = [names.index(name) + 0.16 for name in part["short_name"]]
        axes.plot(
            part["benchmark"], heights, marker, color=colour, label=name, markersize=8, alpha=0.95
        )


def _draw_area(axes, rows: pd.DataFrame, names: list[str], area: str) -> None:
    ours = rows.drop_duplicates("short_name")
    for number, row in enumerate(ours.itertuples()):
        height = names.index(row.short_name) - 0.14
        if not pd.isna(row.lower_ci):
            axes.plot([row.lower_ci, row.upper_ci], [height, height], color=BLUE, linewidth=3)
        axes.plot(
            [row.value], [height], "o", color=BLUE, markersize=10, label=area if number == 0 else ""
        )
        label(axes, row.value, height - 0.16, per_cent(row.value), va="bottom")


def _comparator_alt(rows: pd.DataFrame, names: list[str], area: str) -> str:
    parts = []
    for name in names:
        part = rows[rows["short_name"] == name]
        beside = [f"{r.comparator_name} {per_cent(r.benchmark)}" for r in part.itertuples()]
        parts.append(f"{name}: {area} {per_cent(part['value'].iloc[0])}, {listed(beside)}")
    return ". ".join(parts) + "."


def trend_chart(
    changes: pd.DataFrame, targets: pd.DataFrame, *, area: str, country: str
) -> Chart | None:
    """A good level of development over time, with its break in series and its targets.

    Parameters
    ----------
    changes
        Rows of `changes_within_series`; those of the area and the country are drawn.
    targets
        Rows of `gaps_to_targets`.
    """
    rows = changes[(changes["indicator"] == "gld") & (changes["group_type"] == "all")]
    rows = rows[rows["area_name"].isin([area, country])]
    targets = targets[targets["indicator"] == "gld"]
    ours = rows[rows["area_name"] == area]
    if ours.empty:
        return None
    with drawing(8, 4.2) as figure:
        axes = figure.panel
        for name, colour, style in ((country, GREY, "--"), (area, BLUE, "-")):
            _draw_runs(axes, rows[rows["area_name"] == name], name, colour, style)
        _label_runs(axes, ours, rows[rows["area_name"] == country])
        _draw_targets(axes, targets)
        _mark_breaks(axes, ours)
        axes.set_ylim(*_room(rows, targets))
        axes.set_ylabel("per cent of children")
        _academic_ticks(axes, ours)
        return Chart(
            figure,
            headline="Good level of development over time",
            subtitle=f"Per cent of children at the end of reception, {area} and {country}.",
            alt=_trend_alt(ours, area, targets),
        )


def _room(rows: pd.DataFrame, targets: pd.DataFrame) -> tuple[float, float]:
    """Limits of the axis, in tens: lines need not start at zero, and there they show little."""
    values = pd.concat([rows["value"], targets["benchmark"]]).astype(float)
    return 10 * ((values.min() - 8) // 10), min(100, 10 * ((values.max() + 14) // 10))


def _draw_runs(axes, rows: pd.DataFrame, name: str, colour: str, style: str) -> None:
    for _, run in rows.groupby("series"):
        years = run["period_end"].dt.year
        axes.plot(years, run["value"], style, color=colour, marker="o", markersize=5)


def _label_runs(axes, ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    """Name both lines where the newest series ends: the higher above, the lower below."""
    last = {name: rows.iloc[-1] for name, rows in (("ours", ours), ("theirs", theirs)) if len(rows)}
    ours_on_top = "theirs" not in last or last["ours"]["value"] >= last["theirs"]["value"]
    for name, row in last.items():
        on_top = ours_on_top == (name == "ours")
        label(
            axes,
            row["period_end"].year,
            row["value"],
            f"{row['area_name']} {per_cent(row['value'])}",
            up=10 if on_top else -20,
            color=BLUE if name == "ours" else INK,
        )


def _draw_targets(axes, targets: pd.DataFrame) -> None:
    for row in targets.itertuples():
        year = row.due.year
        own = row.target_of == "plan"
        axes.plot([year], [row.benchmark], "*", color=PURPLE if own else ORANGE, markersize=14)
        words = f"{'target' if own else 'goal'} {per_cent(row.benchmark)}"
        label(axes, year, row.benchmark, words, up=12 if own else -20)


def _mark_breaks(axes, rows: pd.DataFrame) -> None:
    if rows["series"].nunique() < 2:
        return
    ends = rows.groupby("series")["period_end"].agg(["min", "max"])
    start = ends["max"].iloc[0].year
    stop = ends["min"].iloc[-1].year
    axes.axvspan(start + 0.4, stop - 0.4, color="#EEEEEE", zorder=0)
    words = "no results,\nthen a new\nframework"
    label(axes, (start + stop) / 2, axes.get_ylim()[0] + 1.5, words, size=10)


def _academic_ticks(axes, rows: pd.DataFrame) -> None:
    first = int(rows["period_end"].dt.year.min())
    last = max(int(rows["period_end"].dt.year.max()), int(axes.get_xlim()[1]))
    years = list(range(first, last + 1, 2 if last - first > 9 else 1))
    ticks(axes.xaxis, years, [f"{year - 1}/{year % 100:02d}" for year in years])
    axes.set_xlim(first - 0.5, last + 0.8)


def _trend_alt(rows: pd.DataFrame, area: str, targets: pd.DataFrame) -> str:
    runs = []
    for _, run in rows.groupby("series"):
        first, last = run.iloc[0], run.iloc[-1]
        runs.append(
            f"from {per_cent(first['value'])} in {first['period']} to "
            f"{per_cent(last['value'])} in {last['period']}"
        )
    goals = [f"{per_cent(t.benchmark)} by {t.due_label}" for t in targets.itertuples()]
    aim = f" Targets: {listed(goals)}." if goals else ""
    return f"{area}: {'; then, as a new series, '.join(runs)}.{aim}"
