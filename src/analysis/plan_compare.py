"""Two imports of one plan side by side: read, match, and say what changed."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.calculations.plans.plan_changes import WHAT, plan_changes, targets_met_since
from analysis.cleaning.papers.matching import match_actions, with_ids
from analysis.errors import SourceError
from analysis.presentation.wording import listed, plural, rounded
from analysis.text_table import read_text_table

_NEEDED = {
    "action_id", "action_ref", "label", "leads", "first_due", "last_due", "due_label", "ongoing",
    "from_year", "to_year", "rag_printed", "progress_reported", "published", "plan",
}  # fmt: skip
_MOST = 90  # letters of a cell that a line shows


def compare_plans(old: str, new: str) -> Iterator[str]:
    """Say what changed between two folders as `best-start import-plan` writes them.

    Raises
    ------
    SourceError
        If a folder holds no register, or the two are of different plans.
    """
    earlier, later = _actions(Path(old)), _actions(Path(new))
    plans = [sorted(set(table["plan"])) for table in (earlier, later)]
    if len(earlier) and len(later) and plans[0] != plans[1]:
        raise SourceError(
            f"{old} is of {listed(plans[0])} and {new} of {listed(plans[1])}: compare two papers "
            "of one "
            "plan."
        )
    decided, how = _decided(Path(new), earlier, later)
    matches = match_actions(later, earlier, decided)
    tables = {
        "actions": later,
        "texts": _table(Path(new), "texts", {"action_id", "column", "text"}),
        "targets": _table(Path(new), "targets", {"target_id", "label", "direction", "value"}),
    }
    tables = with_ids(tables, matches)
    changes = plan_changes(
        earlier,
        tables["actions"],
        earlier_words=_progress(_table(Path(old), "texts", {"action_id", "column", "text"})),
        later_words=_progress(tables["texts"]),
    )
    yield _summary(changes, earlier, later)
    yield how
    for what in WHAT:
        rows = changes[changes["what"] == what]
        if len(rows) and what != "unchanged":
            yield f"{what.capitalize()} ({len(rows)})"
            yield from (f"  {_said(row)}" for row in rows.itertuples())
    yield from _targets(Path(old), Path(new), tables["targets"])


def _actions(folder: Path) -> pd.DataFrame:
    if not folder.is_dir():
        raise SourceError(f"{folder} is not a folder: name one that best-start import-plan wrote.")
    if not (folder / "actions.csv").is_file():
        raise SourceError(f"{folder} holds no actions.csv: name the folder of an import.")
    table = read_text_table(folder / "actions.csv", file=str(folder / "actions.csv"))
    lacking = _NEEDED - set(table.columns)
    if lacking:
        raise SourceError(
            f"{folder / 'actions.csv'} has no column {min(lacking)}: name the folder of an import."
        )
    for column in ("first_due", "last_due", "published"):
        try:
            days = table[column].where(table[column] != "", None)
            table[column] = pd.to_datetime(days, format="%Y-%m-%d")
        except ValueError:
            raise SourceError(
                f"{folder / 'actions.csv'} has a {column} that is no date: write days as "
                "2025-03-31."
            ) from None
    repeated = table.loc[table["action_id"].duplicated(), "action_id"]
    if len(repeated):
        raise SourceError(
            f'{folder / "actions.csv"} holds "{repeated.iloc[0]}" twice: '
            "name the import of one paper."
        )
    return table.reset_index(drop=True)


def _table(folder: Path, name: str, columns: set[str]) -> pd.DataFrame:
    """A companion of the register; an empty one where the folder does not hold it."""
    path = folder / f"{name}.csv"
    if not path.is_file():
        return pd.DataFrame(columns=sorted(columns))
    table = read_text_table(path, file=str(path))
    lacking = columns - set(table.columns)
    if lacking:
        raise SourceError(f"{path} has no column {min(lacking)}.")
    return table.reset_index(drop=True)


def _decided(new: Path, earlier: pd.DataFrame, later: pd.DataFrame) -> tuple[dict[str, str], str]:
    """The matches that the import of the newer paper kept, where they are of this earlier paper."""
    fresh = (
        "Actions were matched afresh, by reference and by words; import with --previous to fix ids."
    )
    if not (new / "matches.csv").is_file():
        return {}, fresh
    kept = _table(new, "matches", {"action_id", "earlier_id", "made_id"})
    known = set(kept.loc[kept["earlier_id"] != "", "earlier_id"])
    if known != set(earlier["action_id"]):
        return {}, fresh
    mine = kept[kept["action_id"].isin(later["action_id"]) & (kept["made_id"] != "")]
    pairs = dict(zip(mine["action_id"], mine["earlier_id"], strict=True))
    return pairs, "Actions are matched as matches.csv of the newer import has them."


def _progress(texts: pd.DataFrame) -> dict[str, str]:
    ours = texts[texts["column"] == "progress"]
    return {key: " ".join(group["text"]) for key, group in ours.groupby("action_id")}


def _summary(changes: pd.DataFrame, earlier: pd.DataFrame, later: pd.DataFrame) -> str:
    counts = changes["what"].value_counts()
    said = [f"{counts[what]} {what}" for what in WHAT if what in counts]
    return (
        f"{plural(len(earlier), 'action', 'actions')} before, {len(later)} now: "
        f"{'; '.join(said) or 'nothing to compare'}."
    )


def _said(row) -> str:
    name = f"{row.action_ref} {_short(row.label)}".strip()
    if row.what in ("new", "dropped"):
        return name
    if row.what == "stalled":
        return f"{name}: {row.after}, rating and date as before"
    if row.what == "late, date not moved":
        return f"{name}: still {row.after}"
    days = ""
    if pd.notna(row.days) and row.days:
        days = f" ({plural(abs(row.days), 'day', 'days')} {'later' if row.days > 0 else 'earlier'})"
    before, after = _short(row.before) or "none", _short(row.after) or "none"
    if row.what == "reworded":
        return f"{row.action_ref} was “{before}”, is “{after}”".strip()
    return f"{name}: {before} → {after}{days}"


def _short(text: str) -> str:
    text = " ".join(str(text).split())
    return text if len(text) <= _MOST else text[: _MOST - 1].rstrip() + "…"


def _targets(old: Path, new: Path, targets: pd.DataFrame) -> Iterator[str]:
    """Targets met since, where a person has put what was reported into both folders."""
    if not all((folder / "reported.csv").is_file() for folder in (old, new)):
        yield (
            "Targets met since: not said. Put reported.csv (target_id, value) into both folders, "
            "with the "
            "figures that the papers report, and compare again."
        )
        return
    reported = [_numbers(folder, "reported", {"target_id", "value"}) for folder in (old, new)]
    aims = targets.assign(value=pd.to_numeric(targets["value"], errors="coerce"))
    rows = targets_met_since(aims, *reported)
    yield f"Targets reported in the newer paper ({len(rows)})"
    for row in rows.itertuples():
        before = "nothing" if pd.isna(row.before) else _plain(row.before)
        aim = f"target {_plain(row.target)}"
        yield f"  {row.target_id} {row.what}: {before} → {_plain(row.after)}, {aim}"


def _plain(number: float) -> str:
    return rounded(number, 2).removesuffix("0").removesuffix(".0")


def _numbers(folder: Path, name: str, columns: set[str]) -> pd.DataFrame:
    table = _table(folder, name, columns)
    values = pd.to_numeric(table["value"].where(table["value"] != "", None), errors="coerce")
    wrong = table[(table["value"] != "") & values.isna()]
    if len(wrong):
        raise SourceError(
            f'{folder / name}.csv: "{wrong["value"].iloc[0]}" is no number: '
            "write digits, or nothing."
        )
    if table["target_id"].duplicated().any():
        repeated = table.loc[table["target_id"].duplicated(), "target_id"].iloc[0]
        raise SourceError(f'{folder / name}.csv holds "{repeated}" twice: give one figure each.')
    return table.assign(value=values.astype(float))
