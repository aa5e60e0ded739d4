"""Whole pounds: what is refused, how they are rounded, and how they are split."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pandas as pd

from analysis.calculations.shape import need_columns, need_unique, numbers
from analysis.errors import TableError

FUNDERS = ("grant", "council")


def need_whole_pounds(table: pd.DataFrame, *, of: str) -> None:
    """Refuse pence and millions with a fraction: money is whole pounds, or missing."""
    found, wrong = numbers(table["pounds"])
    bad = ((found % 1 != 0) & (wrong == 0)) | ((wrong > 0) & table["pounds"].notna().to_numpy())
    if bad.any():
        stands = table.loc[bad, "pounds"].iloc[0]
        raise TableError(f"{of} needs whole pounds and found {stands}: write 395000 for £0.395m.")


def check_lines(costs: pd.DataFrame, *, of: str) -> None:
    """Refuse cost lines of a shape that would make a sum look whole and be wrong."""
    need_columns(costs, ["proposal_ref", "funder", "pounds"], of=of)
    need_unique(costs, ["proposal_ref", "funder"], of=of)
    unknown = sorted(set(costs["funder"]) - set(FUNDERS))
    if unknown:
        # a sum by funder would leave it out and still look whole
        raise TableError(
            f'The funder "{unknown[0]}" is not known to {of}: it may be {" or ".join(FUNDERS)}.'
        )
    need_whole_pounds(costs, of=of)


def round_half_up(pounds: int, to: int) -> int:
    """Round whole pounds to a multiple, halves up, as a finance table does.

    Examples
    --------
    >>> round_half_up(393_500, 1_000), round_half_up(193_500, 100_000)
    (394000, 200000)
    """
    return int((Decimal(pounds) / to).quantize(Decimal(1), rounding=ROUND_HALF_UP) * to)


def split_pounds(pounds: int, weights: Sequence[float]) -> list[int]:
    """Whole pounds split by weight, adding to the whole exactly.

    Parameters
    ----------
    pounds
        Whole pounds, from 0.
    weights
        The weight of each part, from 0, not all 0.

    Returns
    -------
    list of int
        Each part's pounds: its share cut off to a whole pound, and what is left over given a
        pound at a time to the parts that lost most by that, the earlier first (the method of
        largest remainders).

    Raises
    ------
    TableError
        If pounds are not whole or below 0, or no weight can be used.

    Examples
    --------
    >>> split_pounds(100, [1, 1, 1]), split_pounds(10, [0.5, 0.5, 0])
    ([34, 33, 33], [5, 5, 0])
    """
    if pounds != int(pounds) or pounds < 0:
        raise TableError(f"split_pounds needs whole pounds from 0 and found {pounds}.")
    exact = [Fraction(weight) for weight in weights]
    if not exact or min(exact) < 0 or sum(exact) == 0:
        raise TableError("split_pounds needs weights from 0 that are not all 0.")
    shares = [int(pounds) * weight / sum(exact) for weight in exact]
    parts = [int(share) for share in shares]
    lost = sorted(range(len(parts)), key=lambda place: (parts[place] - shares[place], place))
    for place in lost[: int(pounds) - sum(parts)]:
        parts[place] += 1
    return parts
