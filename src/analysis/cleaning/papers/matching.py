"""Which action of a new paper is which action of an earlier one, and how sure that is.

Texts are compared with rapidfuzz (MIT licence): the ratio of the words in alphabetical order, so
that a moved clause costs little. A table of a person's own decisions wins over everything.
"""

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

SURE = 72  # at this likeness of words, out of 100, and above, two texts are one action reworded
POSSIBLE = 55  # from here on a pair is named, and not taken

MATCH_COLUMNS = (
    "action_id",
    "made_id",
    "earlier_id",
    "how",
    "sure",
    "also_near",
    "label",
    "earlier_label",
)


def match_actions(
    new: pd.DataFrame, earlier: pd.DataFrame, decided: dict[str, str] | None = None
) -> pd.DataFrame:
    """Match the actions of a new register to those of an earlier one of the same plan.

    Parameters
    ----------
    new, earlier
        Tables ``actions`` with the papers' words as ``label``. The ids of ``new`` are those made
        from this paper alone.
    decided
        A person's decisions: for an id of ``new`` the earlier id, or "" for one that is new. They
        win.

    Returns
    -------
    pd.DataFrame
        One row an action of either: the id that it is to have, the id made from this paper, the
        earlier id, ``how`` ("decided", "reference and words", "reference", "words", "new",
        "dropped"), ``sure`` (likeness of the words, 0 to 100; 100 where decided) and other
        earlier ids that are near.
    """
    likeness = _likeness(new, earlier)
    pairs = _decided(new, earlier, decided or {})
    settled = {row for row, _, _ in pairs}
    taken = {column for _, column, _ in pairs if column is not None}
    pairs += _by_reference(new, earlier, likeness, settled, taken)
    pairs += _by_words(likeness, settled, taken)
    found = {row: (column, how) for row, column, how in pairs}
    used = {earlier["action_id"].iloc[column] for column, _ in found.values() if column is not None}
    rows = []
    for at in range(len(new)):
        column, how = found.get(at, (None, "new"))
        rows.append(_row(new, earlier, at, column, how, likeness, used))
        used.add(rows[-1]["action_id"])
    gone = set(range(len(earlier))) - {column for column, _ in found.values() if column is not None}
    rows += [_dropped(earlier, column) for column in sorted(gone)]
    return pd.DataFrame(rows, columns=list(MATCH_COLUMNS))


def _likeness(new: pd.DataFrame, earlier: pd.DataFrame) -> np.ndarray:
    if not len(new) or not len(earlier):
        return np.zeros((len(new), len(earlier)))
    return process.cdist(
        [text.lower() for text in new["label"]],
        [text.lower() for text in earlier["label"]],
        scorer=fuzz.token_sort_ratio,
    )


def _decided(new, earlier, decided: dict[str, str]) -> list[tuple[int, int | None, str]]:
    places = {value: at for at, value in enumerate(earlier["action_id"])}
    found = []
    for at, made in enumerate(new["action_id"]):
        if made in decided and (decided[made] in places or not decided[made]):
            found.append((at, places.get(decided[made]), "decided"))
    return found


def _by_reference(new, earlier, likeness, settled: set[int], taken: set[int]):
    by_ref: dict[str, list[int]] = {}
    for column, ref in enumerate(earlier["action_ref"]):
        if ref:
            by_ref.setdefault(ref.lower(), []).append(column)
    found = []
    for at, ref in enumerate(new["action_ref"]):
        columns = by_ref.get(ref.lower(), []) if ref else []
        if at in settled or len(columns) != 1 or columns[0] in taken:
            continue
        column = columns[0]
        best = int(likeness[at].max()) if likeness.shape[1] else 0
        if likeness[at, column] < SURE <= best:
            continue  # renumbered: its words stand under another reference
        alike = likeness[at, column] >= SURE
        found.append((at, column, "reference and words" if alike else "reference"))
        settled.add(at)
        taken.add(column)
    return found


def _by_words(likeness: np.ndarray, settled: set[int], taken: set[int]):
    rows, columns = np.nonzero(likeness >= SURE)
    order = np.argsort(-likeness[rows, columns], kind="stable")
    found = []
    for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if row not in settled and column not in taken:
            found.append((row, column, "words"))
            settled.add(row)
            taken.add(column)
    return found


def _row(new, earlier, at: int, column: int | None, how: str, likeness, used: set[str]) -> dict:
    made = new["action_id"].iloc[at]
    near = []
    if likeness.shape[1]:
        floor = SURE if column is not None else POSSIBLE
        near = [
            c for c in np.argsort(-likeness[at])[:4] if c != column and likeness[at, c] >= floor
        ]
    shared = {
        "made_id": made,
        "also_near": "; ".join(
            f"{earlier['action_id'].iloc[c]} ({likeness[at, c]:.0f})" for c in near
        ),
        "label": new["label"].iloc[at],
    }
    if column is None:
        sure = 100 if how == "decided" else None
        return shared | {
            "action_id": _free(made, used),
            "earlier_id": "",
            "how": "new",
            "sure": sure,
            "earlier_label": "",
        }
    earlier_id = earlier["action_id"].iloc[column]
    sure = 100 if how == "decided" else round(float(likeness[at, column]))
    return shared | {
        "action_id": earlier_id,
        "earlier_id": earlier_id,
        "how": how,
        "sure": sure,
        "earlier_label": earlier["label"].iloc[column],
    }


def _dropped(earlier: pd.DataFrame, column: int) -> dict:
    row = earlier.iloc[column]
    return {
        "action_id": row["action_id"],
        "made_id": "",
        "earlier_id": row["action_id"],
        "how": "dropped",
        "sure": None,
        "also_near": "",
        "label": "",
        "earlier_label": row["label"],
    }


def _free(made: str, used: set[str]) -> str:
    """The id itself, or the next of its kind that no action has or had."""
    if made not in used:
        return made
    stem, _, last = made.rpartition("_")
    number = int(last) if last.isdigit() and stem else 1
    stem = stem if last.isdigit() and stem else made
    while True:
        number += 1
        name = f"{stem}_{number:02d}" if last.isdigit() and len(last) == 2 else f"{stem}_{number}"
        if name not in used:
            return name


def with_ids(tables: dict[str, pd.DataFrame], matches: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables of a new register under the ids that the matches give."""
    kept = matches[matches["made_id"] != ""]
    ids = dict(zip(kept["made_id"], kept["action_id"], strict=True))
    found = {}
    for name, table in tables.items():
        renamed = table.copy()
        if "action_id" in renamed:
            renamed["action_id"] = renamed["action_id"].map(lambda made: ids.get(made, made))
        if "target_id" in renamed:
            renamed["target_id"] = renamed["target_id"].map(lambda made: _target(made, ids))
        found[name] = renamed
    return found


def _target(target_id: str, ids: dict[str, str]) -> str:
    stem, mark, position = target_id.rpartition("_t")
    return f"{ids.get(stem, stem)}{mark}{position}"
