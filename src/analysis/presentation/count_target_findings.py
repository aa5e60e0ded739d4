"""Sentences about the counts that a plan aims at: pace, probability, and what they grow from."""

import pandas as pd

from analysis.presentation.findings import Finding, Findings, number, refs_of
from analysis.presentation.wording import (
    amount,
    chance,
    count,
    coverage,
    day,
    likelihood,
    per_cent,
    plural,
    rounded,
)

_UNUSABLE = {
    "words only": "the paper reports it in words only",
    "not comparable": "what the paper reports does not count what the target counts",
    "bound": "the paper gives a bound and not a count",
    "suppressed": "the count is suppressed",
}


def count_findings(counts: pd.DataFrame, *, area: str, as_at, confidence: float) -> Findings:
    """What each count target asks for a month, what came a month, and how likely it makes it.

    Parameters
    ----------
    counts
        Rows of `count_outlook`. A target without an increment has no run rate, and its sentence
        says so; so does one whose report cannot be set beside it.
    as_at
        The day of the report: a due date before it has passed, and the sentence says that too.
    """
    found = Findings()
    for row in counts.itertuples():
        about = {"area": area, "passed": _passed(row, as_at)}
        if pd.isna(row.value):
            found.append(_no_count(row, **about))
            continue
        found.append(_pace(row, **about))
        if not pd.isna(row.probability) and row.time_left > 0:
            found.append(_probability(row, **about, confidence=confidence))
        if not pd.isna(row.baseline):
            found.append(_baseline(row, area=area))
    return found


def _passed(row, as_at) -> str:
    if pd.isna(row.due) or pd.Timestamp(as_at) <= row.due:
        return ""
    return f"{day(row.due)} has passed, and no later count was public by {day(as_at)}."


def _common(row, area: str) -> dict:
    return {
        "area": area,
        "source_ids": row.source_id,
        "source_ref": refs_of(row.reported_ref, row.gained_ref),
    }


def _by(row) -> str:
    return f" by {day(row.due)}" if not pd.isna(row.due) else f", due {row.due_label}"


def _aim(row) -> str:
    return ("at most " if row.direction == "at most" else "") + count(row.target)


def _unlike(row) -> str:
    """What the report counts, where that is not word for word what the target counts."""
    parts = []
    if row.reported_scope and row.reported_scope != row.scope:
        parts.append(f"Target counts: {row.scope}. Report counts: {row.reported_scope}.")
    if row.remark:
        parts.append(f"{row.remark}.")
    return " ".join(parts)


def _no_count(row, *, area: str, passed: str) -> Finding:
    said = ""
    if not pd.isna(row.reported_value):
        said = f" ({amount(row.reported_value, row.reported_unit)} reported)"
    return Finding(
        key=f"pace.{row.target_id}",
        **_common(row, area),
        statement=(
            f"{row.label}, {_aim(row)}{_by(row)}: {_UNUSABLE.get(row.evidence, 'no count')}{said}, "
            "so there is no run rate, projection or probability."
        ),
        unit="count a month",
        period=row.reported_period,
        method="No run rate: it needs a count of the same thing",
        limits=" ".join(part for part in (_unlike(row), passed) if part),
    )


def _pace(row, *, area: str, passed: str) -> Finding:
    later = f" {passed}" if passed else ""
    return Finding(
        key=f"pace.{row.target_id}",
        **_common(row, area),
        statement=(
            f"{row.label}: {count(row.value)} reported, {_aim(row)} aimed at{_by(row)}"
            f"{_asked(row)}{_came(row)}{later}"
        ),
        value=number(row.required_rate),
        unit="count a month",
        comparator=_achieved(row),
        period=row.gained_in if isinstance(row.gained_in, str) else row.reported_period,
        method="Even run rate to the due date, beside the count of the months before",
        limits=" ".join(part for part in (_unlike(row), _remark(row)) if part),
        polarity="low_is_good",
        # a date that has passed is no news to lead with
        headline=4 if not pd.isna(row.achieved_rate) and not passed else 0,
    )


def _achieved(row) -> str:
    if pd.isna(row.achieved_rate):
        return ""
    return f"so far: {rounded(row.achieved_rate, 1)} a month"


def _remark(row) -> str:
    told = isinstance(row.gained_remark, str) and row.gained_remark
    return f"{row.gained_remark}." if told else ""


def _asked(row) -> str:
    if row.reached:
        return ": reached already."
    if pd.isna(row.time_left):
        return f": {count(abs(row.needed))} to go, and no date to reckon months to."
    if row.time_left <= 0:
        return f": {count(abs(row.needed))} short, with no month left."
    left = plural(int(row.time_left), "month", "months")
    which = "more" if row.needed > 0 else "fewer"
    return (
        f". {count(abs(row.needed))} {which} in {left} is {rounded(abs(row.required_rate), 1)} a "
        "month."
    )


def _came(row) -> str:
    if pd.isna(row.achieved_rate):
        if row.reached:
            return ""
        return (
            " The paper does not say in how many months the count came, so there is no run rate, "
            "projection or probability."
        )
    months = plural(int(row.time_taken), "month", "months")
    rate = (
        f" {count(row.gained)} came in the {months} before: {rounded(row.achieved_rate, 1)} a month"
    )
    if pd.isna(row.projection):
        return f"{rate}."
    there = f" At that rate it would be {rounded(row.projection, 0)} on the due date"
    if not row.reached and not pd.isna(row.time_to_target):
        there += f", and at the target after {rounded(row.time_to_target, 1)} months"
    return f"{rate}.{there}."


def _probability(row, *, area: str, passed: str, confidence: float) -> Finding:
    verb = "was" if passed else "is"
    basis = f"{count(row.gained)} in {plural(int(row.time_taken), 'month', 'months')}"
    return Finding(
        key=f"probability.{row.target_id}",
        **_common(row, area),
        statement=(
            f"{row.label}: from the rate so far, reaching {_aim(row)}{_by(row)} {verb} "
            f"{likelihood(row.probability)} ({chance(row.probability)}); {coverage(confidence)} "
            f"prediction interval {count(row.lower_pi)} to {count(row.upper_pi)}. It rests on one "
            f"count: {basis}."
        ),
        value=100 * float(row.probability),
        unit="%",
        comparator=f"target: {_aim(row)}",
        period=row.gained_in,
        method="Gamma-Poisson prediction of what is still to come, Jeffreys prior",
        limits=" ".join(
            part
            for part in (
                "Supposes that each comes alone and that the rate stays; where people come in "
                "groups, or the rate may change, chance has more room than this.",
                passed,
            )
            if part
        ),
        polarity="high_is_good",
    )


def _baseline(row, *, area: str) -> Finding:
    check = ""
    if not pd.isna(row.baseline_counted):
        check = (
            f" The count reported less the {count(row.gained)} since then is "
            f"{count(row.baseline_counted)}."
        )
    line = ""
    if not pd.isna(row.profile):
        ahead = row.value - row.profile
        side = "above" if ahead >= 0 else "below"
        line = (
            f" An even line from there to the target stands at {rounded(row.profile, 1)} on "
            f"{day(row.counted_to)}; the {count(row.value)} reported is "
            f"{rounded(abs(ahead), 1)} {side} it."
        )
    return Finding(
        key=f"baseline.{row.target_id}",
        area=area,
        source_ids=row.source_id,
        source_ref=refs_of(row.baseline_ref, row.reported_ref),
        statement=(
            f"{row.label}: {per_cent(row.growth, 0)} more to make {count(row.target)} implies "
            f"{rounded(row.baseline, 2)} in {row.baseline_period}.{check}{line}"
        ),
        value=number(row.baseline),
        unit="count",
        comparator=f"target: {_aim(row)}",
        period=row.baseline_period,
        method="Target divided by one plus the growth; even line by days",
        limits="The even line is our assumption: the paper gives no profile.",
    )
