"""Names of leads that a page break has cut in two: made whole by the names of other rows."""

from analysis.cleaning.papers.leads import folded, split_leads
from analysis.cleaning.papers.tables import Row, role_in


def cut_cells(row: Row, role: str) -> list[str]:
    """The columns of a role in which a row has pieces from two pages or more."""
    return [key for key, pieces in row.pieces.items() if role_in(key) == role and len(pieces) > 1]


def mend_cut_leads(rows: list[Row]) -> None:
    """Join the last name before a page break to the first after it where both are one elsewhere."""
    whole = {
        folded(name)
        for row in rows
        if not cut_cells(row, "lead")
        for name in split_leads(row.text_of("lead"))
    }
    for row in rows:
        for key in cut_cells(row, "lead"):
            mended = row.pieces[key][:1]
            for piece in row.pieces[key][1:]:
                before, after = split_leads(mended[-1]), split_leads(piece)
                if before and after and folded(f"{before[-1]} {after[0]}") in whole:
                    mended[-1] = f"{mended[-1].rstrip()} {piece.lstrip()}"
                else:
                    mended.append(piece)
            row.pieces[key] = mended
