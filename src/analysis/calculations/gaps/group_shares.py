"""Groups that together are everyone: the share of each, its value and what it adds to the whole."""

import pandas as pd

from analysis.calculations.rates.counts import usable_counts


def with_shares(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Add ``share`` of everyone and ``value`` of the group, as shares, to each row of counts.

    Also the usable counts ``_x`` and ``_n``, ``_gained`` (what the group gives to everyone's
    value) and the reason code ``_code``.
    """
    _, x, n, codes = usable_counts(
        table, None, "numerator", "denominator", of="shares of groups", part=True
    )
    people = pd.Series(n, index=table.index)
    everyone = people.sum()
    if keys:
        everyone = people.groupby([table[key] for key in keys], dropna=False).transform("sum")
    return table.assign(
        share=people / everyone, value=x / n, _x=x, _n=n, _gained=x / everyone, _code=codes
    )
