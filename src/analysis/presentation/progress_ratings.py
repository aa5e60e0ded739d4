"""Sentences about a plan's ratings: as printed, by a stated rule, and the two side by side."""

from analysis.calculations.plans.plan_counts import rating_coverage
from analysis.calculations.plans.plan_progress import PlanProgress
from analysis.presentation.findings import Finding, Findings
from analysis.presentation.progress_places import common, named, verb
from analysis.presentation.wording import listed, plural

RATINGS = ("Red", "Amber", "Green", "Complete")


def rule_words(rules) -> str:
    """The rule in a sentence, with its cut-offs."""
    return (
        "Per cent of the time to the last date that had passed, minus per cent of the target "
        "reached by "
        "the target furthest behind: Green up to "
        f"{rules.rag_amber_points_behind} points behind, Amber up to "
        f"{rules.rag_red_points_behind}, Red "
        "beyond or when the date has passed with a target short"
    )


def rating_findings(one: PlanProgress, *, area: str, rules) -> Findings:
    """What is rated, by whom, and what stands behind a Green."""
    return Findings(
        [
            _printed(one, area),
            *_green(one, area),
            _ruled(one, area, rules),
            *_both(one, area, rules),
        ]
    )


def _printed(one: PlanProgress, area: str) -> Finding:
    coverage, title = rating_coverage(one.actions), one.plan["title"]
    total = coverage["actions"]
    words = listed([f"{coverage[s]} {s}" for s in RATINGS if coverage[s]])
    has_column = coverage["no_column"] < total
    if not has_column:
        statement = f"{title} has no column of ratings, so no action has one recorded."
    else:
        rated = coverage["rated"]
        statement = (
            f"{title}: a rating is recorded for {rated} of {total} actions"
            f"{': ' + words if rated else ''}.{_blank(coverage['blank'])}"
        )
    return Finding(
        key=f"progress.rated.{one.plan['plan']}",
        **common(one, area),
        statement=statement,
        value=100 * coverage["rated"] / total if has_column else None,
        unit="%",
        method="Ratings as the paper prints them, by word or by colour",
        limits="A colour is lost when a paper is turned into text." if coverage["blank"] else "",
        polarity="high_is_good",
        headline=5 if has_column else 0,
    )


def _blank(blank: int) -> str:
    if not blank:
        return ""
    return (
        f" {plural(blank, 'cell is', 'cells are')} blank: not recorded in this source, which "
        "does not say "
        "that nobody rated them."
    )


def _green(one: PlanProgress, area: str) -> list[Finding]:
    good = one.actions[one.actions["rag_printed"].isin(["Green", "Complete"])]
    if good.empty:
        return []
    silent = one.actions[one.actions["green_without_evidence"]]
    on_words = one.actions[one.actions["green_on_words"]]
    parts = []
    for rows, what in ((silent, "nothing reported"), (on_words, "words and no number")):
        if len(rows):
            parts.append(f"{len(rows)} {verb(len(rows), 'has', 'have')} {what} ({named(rows)})")
    said = listed(parts) if parts else "each has a number reported"
    return [
        Finding(
            key=f"progress.green.{one.plan['plan']}",
            **common(one, area, good),
            statement=(
                f"{one.plan['title']}: of {plural(len(good), 'action', 'actions')} printed Green "
                "or Complete, "
                f"{said}."
            ),
            value=float(len(silent)),
            unit="actions",
            method="Printed Green or Complete with nothing reported; those with words alone "
            "beside them",
            polarity="low_is_good",
            headline=5 if len(silent) else 0,
        )
    ]


def _ruled(one: PlanProgress, area: str, rules) -> Finding:
    rated = one.actions[one.actions["rag_by_rule"] != ""]
    title, total = one.plan["title"], len(one.actions)
    if rated.empty:
        statement = (
            f"{title}: a rule of time against progress can rate none of its "
            f"{plural(total, 'action', 'actions')}: it takes a reported number, a due date and a "
            "start."
        )
    else:
        counts = rated["rag_by_rule"].value_counts()
        words = listed([f"{counts[s]} {s}" for s in RATINGS if s in counts])
        statement = (
            f"{title}: by a rule of time against progress, {len(rated)} of {total} actions can "
            "be rated: "
            f"{words}. The others lack a figure, a due date or a start."
        )
    return Finding(
        key=f"progress.rule.{one.plan['plan']}",
        **common(one, area, rated if len(rated) else None),
        statement=statement,
        value=100 * len(rated) / total,
        unit="%",
        method=rule_words(rules),
        limits="The rule is ours and measures progress from nought to the target, up to the day "
        "of the "
        "paper. It is no council’s rating.",
    )


def _both(one: PlanProgress, area: str, rules) -> list[Finding]:
    both = one.actions[
        (one.actions["rag_by_rule"] != "") & one.actions["rag_printed"].isin(RATINGS[:3])
    ]
    if both.empty:
        return []
    apart = both[both["rag_by_rule"] != both["rag_printed"]]
    words = [
        f"{named(apart.loc[[row.Index]])}: printed {row.rag_printed}, by the rule {row.rag_by_rule}"
        for row in apart.itertuples()
    ]
    has = plural(len(both), "action has", "actions have")
    said = f"they differ for {len(apart)}: {'; '.join(words)}" if words else "they agree"
    return [
        Finding(
            key=f"progress.both.{one.plan['plan']}",
            **common(one, area, both),
            statement=(
                f"{one.plan['title']}: {has} a printed rating and one by the rule, and {said}."
            ),
            value=float(len(apart)),
            unit="actions",
            method=rule_words(rules),
        )
    ]
