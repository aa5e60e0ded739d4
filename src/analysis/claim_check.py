"""Check the figures that a paper states against each other, and say what came of it."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.calculations.costs.costs import reconcile
from analysis.calculations.plans.claims import VERDICTS, recompute
from analysis.cleaning.papers.claims import find_claims, passages_of
from analysis.cleaning.papers.load import load_paper
from analysis.cleaning.papers.register import Source
from analysis.errors import TableError
from analysis.presentation.wording import plural, pounds, rounded

_OF_COSTS = {
    "agrees": "agrees",
    "agrees when rounded": "agrees after rounding",
    "differs": "disagrees",
}
_MOST = 100  # letters of the paper's own words that a row shows


def check_claims(file: str) -> Iterator[str]:
    """Read a paper and say, claim by claim, whether its figures follow from each other.

    Raises
    ------
    SourceError
        If the file cannot be read as what it is.
    """
    path = Path(file)
    loaded = load_paper(path, Source("paper", ""))
    claims = recompute(find_claims(passages_of(loaded)))
    rows = [_claim(row) for row in claims.itertuples()]
    try:
        rows += _costs(loaded.tables["costs"], loaded.tables["cost_totals"])
    except TableError as error:
        yield f"The table of costs cannot be added up: {error}"
    yield _summary(loaded.name, rows)
    for row in sorted(rows, key=lambda row: VERDICTS.index(row["verdict"])):
        yield f"{row['verdict']:<22}{row['where']:<12}{row['working']}"
        if row["text"]:
            yield f"{'':<34}“{row['text']}”"
    yield from _small(claims)


def _summary(name: str, rows: list[dict]) -> str:
    if not rows:
        return (
            f"{name}: no figure is stated that other figures of the paper bear out. Sums, x of y, "
            "growth, moves from a to b and what is still needed are looked for."
        )
    counts = [(verdict, sum(row["verdict"] == verdict for row in rows)) for verdict in VERDICTS]
    said = "; ".join(f"{number} {verdict}" for verdict, number in counts if number)
    return f"{name}: {plural(len(rows), 'claim', 'claims')} found: {said}."


def _claim(row) -> dict:
    text = row.text if len(row.text) <= _MOST else row.text[: _MOST - 1].rstrip() + "…"
    return {
        "verdict": row.verdict,
        "where": f"line {row.line}",
        "working": working_of(row),
        "text": text,
    }


def working_of(row) -> str:
    """How one claim was worked out again, in words."""
    if row.kind == "percentage of a total":
        fits = "no whole number of it is that" if row.verdict == "disagrees" else row.why
        return f"{_number(row.stated)}% of {_number(row.operands[0])}: {fits}"
    if pd.isna(row.computed):
        return f"{_amount(row.stated, row.unit)} stated: {row.why or 'a figure is missing'}"
    supposed = f" ({row.why})" if row.why else ""
    if row.kind == "direction":
        said = "up" if row.stated > 0 else "down"
        first, last = (_number(one) for one in row.operands)
        unit = " percentage points" if row.unit == "points" else ""
        change = _number(row.computed).replace("-", "−")
        return f"said to go {said}; from {first} to {last} is {change}{unit}{supposed}"
    apart = ""
    if row.verdict == "disagrees":
        apart = f", {_amount(abs(row.difference), row.unit, points=True)} apart"
    bound = f"{row.bound} " if row.bound else ""
    return (
        f"{bound}{_amount(row.stated, row.unit)} stated, {_amount(row.computed, row.unit)} by "
        f"{_sum_in_words(row)}{apart}{supposed}"
    )


def _sum_in_words(row) -> str:
    parts = [_number(one) for one in row.operands]
    if row.kind == "percentage":
        return f"{parts[0]} of {parts[1]}"
    if row.kind == "sum":
        return " + ".join(pounds(n) if row.unit == "£" else _number(n) for n in row.operands)
    if row.kind == "target from growth":
        return f"{parts[0]} and {parts[1]}% more"
    joined = {"remaining": "{0} less {1}", "growth": "{0} to {1}", "difference": "{0} to {1}"}
    return joined[row.kind].format(*parts)


def _number(value: float) -> str:
    return rounded(value, 2).removesuffix("0").removesuffix(".0")


def _amount(value: float, unit: str, *, points: bool = False) -> str:
    if unit == "£":
        return pounds(value)
    if unit == "%":
        return f"{_number(value)} points" if points else f"{_number(value)}%"
    return f"{_number(value)} points" if unit == "points" else _number(value)


def _costs(costs: pd.DataFrame, totals: pd.DataFrame) -> list[dict]:
    """Rows and columns of a table of costs, each stated sum against its own parts."""
    if costs.empty or totals.empty:
        return []
    rows = []
    for row in reconcile(costs, totals).itertuples():
        verdict = _OF_COSTS.get(row.verdict, "cannot be checked")
        if verdict == "cannot be checked":
            working = "no sum is stated" if pd.isna(row.stated) else "not every part has a cost"
        else:
            apart = f", {pounds(abs(row.difference))} apart" if verdict == "disagrees" else ""
            working = f"{pounds(row.stated)} stated, {pounds(row.computed)} by its parts{apart}"
        where = {"proposal": "row", "funder": "column"}.get(row.scope, "total")
        label = f"{row.label}: {working}"
        rows.append({"verdict": verdict, "where": where, "working": label, "text": ""})
    return rows


def _small(claims: pd.DataFrame) -> Iterator[str]:
    small = claims[claims["small"]] if len(claims) else claims
    if small.empty:
        return
    lines = ", ".join(f"line {line}" for line in dict.fromkeys(small["line"]))
    yield (
        f"Look at {lines}: the figures there give away a count of 1 to 7 people, or all but 1 to "
        "7 of a "
        "total. Round them, or leave out the percentage or the total, before the paper is public."
    )
