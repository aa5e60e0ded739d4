"""The money of a paper's table: what each funder gives to each proposal, and the sums it states."""

import re
from dataclasses import dataclass

import pandas as pd

from analysis.cleaning.papers.money import money_of_cell, posts_in, posts_proposed
from analysis.cleaning.papers.plain import words_of
from analysis.cleaning.papers.references import slug
from analysis.cleaning.papers.register import Action, Remark, Source
from analysis.cleaning.papers.tables import Row, role_in

COST_COLUMNS = (
    "plan",
    "proposal_ref",
    "label",
    "funder",
    "pounds",
    "fte_claimed",
    "value_note",
    "source_id",
    "source_ref",
)
TOTAL_COLUMNS = (
    "plan",
    "total_ref",
    "label",
    "scope",
    "proposal_ref",
    "funder",
    "pounds",
    "printed_to",
    "fte_stated",
    "value_note",
    "source_id",
    "source_ref",
)
_COUNCIL = re.compile(
    r"\b(?:council|authority|la|local|borough|general fund|base budget|match)\b", re.I
)
_GRANT = re.compile(
    r"\b(?:grant|dfe|dhsc|government|icb|nhs|external|mayor\w*|gla|lottery|request)\b", re.I
)


@dataclass
class Costs:
    """The two tables of money, and what there is to report of them."""

    costs: pd.DataFrame
    totals: pd.DataFrame
    remarks: list[Remark]


def read_costs(actions: list[Action], totals: list[Row], source: Source) -> Costs:
    """Money of proposals by funder, the sums stated for each, and the total row's."""
    lines: list[dict] = []
    stated: list[dict] = []
    remarks: list[Remark] = []
    for action in actions:
        if action.row.has("cost"):
            _read_proposal(action, source, lines, stated, remarks)
    for row in totals:
        if row.has("cost"):
            _read_total(row, source, stated, remarks)
    costs = pd.DataFrame(lines, columns=list(COST_COLUMNS))
    sums = pd.DataFrame(stated, columns=list(TOTAL_COLUMNS))
    remarks += _that_do_not_follow(lines, stated)
    return Costs(_whole(costs, "pounds"), _whole(sums, "pounds", "printed_to"), remarks)


def funder_of(header: str) -> str:
    """Who pays, by the header of a column of money: grant, council, or "" where it is a cost.

    >>> funder_of("Funding request from DfE"), funder_of("Council contribution"), funder_of("Cost")
    ('grant', 'council', '')
    """
    if _GRANT.search(header):
        return "grant"
    return "council" if _COUNCIL.search(header) else ""


def _columns(row: Row) -> list[tuple[str, str, str]]:
    """For each column of money its key, header and funder."""
    keys = [key for key in row.names if role_in(key) == "cost"]
    return [(key, row.names[key], funder_of(row.names[key])) for key in keys]


def _read_proposal(action, source, lines, stated, remarks) -> None:
    row = action.row
    ref = action.ref or action.action_id
    base = {"plan": source.plan, "proposal_ref": ref, "source_id": source.source_id}
    seen: set[str] = set()
    for key, header, funder in _columns(row):
        text = words_of(row.cell(key))
        pounds, note, printed_to = _pounds(text, action.row.line, header, remarks)
        place = f"{action.place}, column {header}"
        if funder and funder not in seen:
            seen.add(funder)
            posts = posts_in(text)
            if posts is None and funder == "grant":
                posts = posts_in(words_of(row.text_of("supports")))
            lines.append(
                base
                | {
                    "label": action.words,
                    "funder": funder,
                    "pounds": pounds,
                    "fte_claimed": posts,
                    "value_note": note,
                    "source_ref": place,
                }
            )
        elif funder:
            remarks.append(
                (row.line, f"a second column of {funder} money ({header}) is not in the table")
            )
        elif not any(
            s["proposal_ref"] == ref and s["total_ref"] == f"{slug(ref)}_cost" for s in stated
        ):
            posts = posts_in(text) or posts_proposed(action.words)
            stated.append(
                base
                | {
                    "total_ref": f"{slug(ref)}_cost",
                    "label": action.words,
                    "scope": "proposal",
                    "funder": "",
                    "pounds": pounds,
                    "printed_to": printed_to,
                    "fte_stated": posts,
                    "value_note": note,
                    "source_ref": place,
                }
            )
        else:
            remarks.append((row.line, f"a second column of cost ({header}) is not in the table"))


def _read_total(row: Row, source: Source, stated: list[dict], remarks: list[Remark]) -> None:
    for key, header, funder in _columns(row):
        pounds, note, printed_to = _pounds(words_of(row.cell(key)), row.line, header, remarks)
        name = f"{funder or 'cost'}_column"
        if any(total["total_ref"] == name for total in stated):
            remarks.append((row.line, f"a second total of {header} is not in the table"))
            continue
        stated.append(
            {
                "plan": source.plan,
                "total_ref": name,
                "label": f"Total of {header}",
                "scope": "funder" if funder else "whole",
                "proposal_ref": "",
                "funder": funder,
                "pounds": pounds,
                "printed_to": printed_to,
                "fte_stated": None,
                "value_note": note,
                "source_id": source.source_id,
                "source_ref": f"Row Total, column {header}",
            }
        )


def _pounds(
    text: str, line: int, header: str, remarks: list[Remark]
) -> tuple[int | None, str, int | None]:
    """Pounds, the mark in their place, and how finely they are printed."""
    found = money_of_cell(text)
    if not found:
        if text:
            remarks.append((line, f'{header}: "{text}" is no sum and stands as not costed'))
        return None, "x", None
    if len(found) > 1:
        shown = ", ".join(money.printed for money in found)
        remarks.append((line, f"{header}: several sums ({shown}); the first is kept"))
    return found[0].pounds, "", found[0].printed_to


def _that_do_not_follow(lines: list[dict], stated: list[dict]) -> list[Remark]:
    """Sums that their parts do not give, to half of the last pound printed."""
    found: list[Remark] = []
    for total in stated:
        parts = [
            line["pounds"]
            for line in lines
            if total["scope"] == "whole"
            or (total["scope"] == "funder" and line["funder"] == total["funder"])
            or (total["scope"] == "proposal" and line["proposal_ref"] == total["proposal_ref"])
        ]
        known = [part for part in parts if part is not None]
        if total["pounds"] is None or not known:
            continue
        difference = total["pounds"] - sum(known)
        if abs(difference) * 2 > total["printed_to"]:
            lower = ", and a part is not costed" if len(known) < len(parts) else ""
            found.append(
                (
                    0,
                    f"{total['source_ref']}: £{total['pounds']:,} is stated and its parts make "
                    f"£{sum(known):,}{lower}; both are kept",
                )
            )
    return found


def _whole(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return table.astype(dict.fromkeys(columns, "Int64"))
