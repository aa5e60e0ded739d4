"""What changed between two papers of one plan, action by action."""

import re

import pandas as pd

ORDER = ("Red", "Amber", "Green", "Complete")
WHAT = (
    "new",
    "dropped",
    "reworded",
    "date later",
    "date earlier",
    "first date moved",
    "date given",
    "date withdrawn",
    "years of the plan changed",
    "rating better",
    "rating worse",
    "rating now recorded",
    "rating no longer recorded",
    "leads changed",
    "late, date not moved",
    "stalled",
    "unchanged",
)
COLUMNS = ["action_id", "action_ref", "label", "what", "before", "after", "days"]


def plan_changes(
    earlier: pd.DataFrame,
    later: pd.DataFrame,
    *,
    earlier_words: dict[str, str],
    later_words: dict[str, str],
) -> pd.DataFrame:
    """Every change between two registers of one plan whose actions have the same ids.

    Parameters
    ----------
    earlier, later
        Rows of ``actions``, with ``first_due``, ``last_due`` and ``published`` as dates.
    earlier_words, later_words
        By action, the words in which its paper reports progress.

    Returns
    -------
    pd.DataFrame
        One row a change, in the order of the later paper and dropped actions last: ``action_id,
        action_ref, label, what`` (one of `WHAT`), ``before``, ``after`` and ``days`` (how far
        the last date moved, below 0 for earlier). An action without a change has one row,
        "unchanged". Case and spacing of words are no change.

    Notes
    -----
    Stalled: neither complete nor ongoing, and rating, dates and words of progress all as before. A
    later paper that reports progress for no action at all gives no stalled ones. Late, date
    not moved: the last date is as before and had passed when the later paper came out.
    """
    before = earlier.set_index("action_id")
    reports = bool(later["progress_reported"].ne("no").any())
    rows = []
    for now in later.itertuples():
        if now.action_id not in before.index:
            rows.append(_row(now, "new", "", now.label))
            continue
        was = before.loc[now.action_id]
        words = (earlier_words.get(now.action_id, ""), later_words.get(now.action_id, ""))
        found = [*_wording(was, now), *_dates(was, now), *_rating(was, now), *_leads(was, now)]
        found += _not_moved(was, now, words, reports=reports)
        rows += found or [_row(now, "unchanged", "", "")]
    gone = earlier[~earlier["action_id"].isin(later["action_id"])]
    rows += [_row(was, "dropped", was.label, "") for was in gone.itertuples()]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"days": "Int64"})


def _row(action, what: str, before: str, after: str, days: int | None = None) -> dict:
    return {
        "action_id": action.action_id,
        "action_ref": action.action_ref,
        "label": action.label,
        "what": what,
        "before": before,
        "after": after,
        "days": days,
    }


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", str(text)).strip().casefold()


def _wording(was: pd.Series, now) -> list[dict]:
    if _folded(was["label"]) == _folded(now.label):
        return []
    return [_row(now, "reworded", was["label"], now.label)]


def _dates(was: pd.Series, now) -> list[dict]:
    first, last = was["last_due"], now.last_due
    printed = (was["due_label"], now.due_label)
    if pd.isna(first) and pd.isna(last):
        years = (str(was["from_year"]), str(was["to_year"])), (str(now.from_year), str(now.to_year))
        return [] if years[0] == years[1] else [_row(now, "years of the plan changed", *printed)]
    if pd.isna(first):
        return [_row(now, "date given", *printed)]
    if pd.isna(last):
        return [_row(now, "date withdrawn", *printed)]
    days = (last - first).days
    if days:
        return [_row(now, "date later" if days > 0 else "date earlier", *printed, days)]
    moved = was["first_due"] != now.first_due
    return [_row(now, "first date moved", *printed, 0)] if moved else []


def _rating(was: pd.Series, now) -> list[dict]:
    before, after = was["rag_printed"], now.rag_printed
    if before == after:
        return []
    if before not in ORDER:
        what = "rating now recorded"
    elif after not in ORDER:
        what = "rating no longer recorded"
    else:
        what = "rating better" if ORDER.index(after) > ORDER.index(before) else "rating worse"
    return [_row(now, what, before, after)]


def _leads(was: pd.Series, now) -> list[dict]:
    before, after = ({_folded(n) for n in str(t).split(";")} for t in (was["leads"], now.leads))
    return [] if before == after else [_row(now, "leads changed", was["leads"], now.leads)]


def _not_moved(was: pd.Series, now, words: tuple[str, str], *, reports: bool) -> list[dict]:
    """What a board asks after: the same date though it has passed, and the same words again."""
    if now.rag_printed == "Complete" or now.ongoing == "yes":
        return []
    found = []
    if _dates(was, now):
        return found
    if pd.notna(now.published) and pd.notna(now.last_due) and now.last_due < now.published:
        found.append(_row(now, "late, date not moved", was["due_label"], now.due_label))
    same = _folded(words[0]) == _folded(words[1])
    if reports and same and not _rating(was, now):
        said = "the same words" if words[1].strip() else "no progress in either paper"
        found.append(_row(now, "stalled", said, said))
    return found


def targets_met_since(
    targets: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame
) -> pd.DataFrame:
    """Targets that were not met by the earlier figures and are by the later ones, or the reverse.

    Parameters
    ----------
    targets
        ``target_id, label, direction, value``; a target without a number is left out.
    before, after
        ``target_id`` and ``value`` reported in each paper; missing where nothing usable is.

    Returns
    -------
    pd.DataFrame
        One row a target reported later: ``target_id, label, target, before, after, what``: "met
        since", "still met", "no longer met", "still short", "met, nothing before", "short, nothing
        before".
    """
    rows = targets[targets["value"].notna()].rename(columns={"value": "target"})
    for name, table in (("before", before), ("after", after)):
        said = table[["target_id", "value"]].rename(columns={"value": name})
        rows = rows.merge(said, on="target_id", how="left", validate="1:1")
    rows = rows[rows["after"].notna()].reset_index(drop=True)
    rows["what"] = [_became(row) for row in rows.itertuples()]
    return rows[["target_id", "label", "target", "before", "after", "what"]]


def _became(row) -> str:
    sign = -1 if row.direction == "at most" else 1
    now = sign * (row.after - row.target) >= 0
    if pd.isna(row.before):
        return "met, nothing before" if now else "short, nothing before"
    was = sign * (row.before - row.target) >= 0
    words = {(True, True): "still met", (False, True): "met since"}
    return words.get((was, now), "no longer met" if was else "still short")
