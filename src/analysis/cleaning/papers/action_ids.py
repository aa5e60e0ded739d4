"""Ids of actions: from the printed reference, or from section and order where there is none."""

from analysis.cleaning.papers.references import slug
from analysis.cleaning.papers.tables import Row


def give_ids(rows: list[Row], plan: str) -> list[tuple[str, str]]:
    """For each row its id and the words that name its place, such as "Action 1.4.3".

    A reference that a paper prints twice gives the second id "_2", and so on.
    """
    found: list[tuple[str, str]] = []
    used: dict[str, int] = {}
    counts: dict[str, int] = {}
    for row in rows:
        name = slug(row.reference)
        if name:
            place = f"Action {row.reference}"
        else:
            section = row.section_ref or "s0"
            counts[section] = counts.get(section, 0) + 1
            name = f"{slug(section) or 's0'}_{counts[section]:02d}"
            under = f"Section {section.removeprefix('s')}, action" if row.section_ref else "Action"
            place = f"{under} {counts[section]}" + ("" if row.section_ref else " of the paper")
        used[name] = used.get(name, 0) + 1
        if used[name] > 1:
            place += f" (the {_nth(used[name])} so numbered)"
            name = f"{name}_{used[name]}"
        found.append((f"{plan}_{name}", place))
    return found


def _nth(number: int) -> str:
    return {2: "second", 3: "third"}.get(number, f"{number}th")
