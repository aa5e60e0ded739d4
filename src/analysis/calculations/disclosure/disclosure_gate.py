"""Whether what has been published gives a protected count away: the last test before it leaves."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.calculations.disclosure.disclosure_attack import attack, merged, rest_of
from analysis.calculations.disclosure.disclosure_cells import KEY, Total
from analysis.calculations.disclosure.disclosure_policies import Policy, policy_of

_RATES = ["value", "lower_ci", "upper_ci"]
_PER = {"%": 100.0, "per 1,000": 1000.0}
# a rate is read from a page as it was printed, to one decimal
_PRINTED_TO = 0.051


def exposed(
    published: pd.DataFrame,
    secrets: pd.DataFrame,
    policies: Mapping[str, str],
    totals: Sequence[Total] = (),
) -> pd.DataFrame:
    """The protected counts that can be found in, or worked out from, what is published.

    Parameters
    ----------
    published
        Every row that a reader can see: the key columns, ``unit``, and as many of ``numerator``,
        ``denominator``, ``value``, ``lower_ci``, ``upper_ci`` and ``value_note`` as are shown.
        Pages, downloads and earlier quarters are put one under another.
    secrets
        What `disclosure_primary.small_counts` gives for the true table.
    policies
        The name of each indicator's policy.
    totals
        How rows add up, within a publication and across them, in the order in which
        `small_counts` was given them.

    Returns
    -------
    pd.DataFrame
        One row a secret that is exposed, none if all is well: the key columns, ``count``,
        ``lower`` and ``upper`` (what it can only be) and ``how``: "shown" where it stands in its
        own row, "given back by a rate or its limits", or "worked out" from other rows.

    Raises
    ------
    DisclosureError
        If the published numbers contradict each other.
    """
    columns = [*KEY, "count", "lower", "upper", "how"]
    if secrets.empty:
        return pd.DataFrame(columns=columns)
    known = merged(_with_rows(published, secrets))
    intervals = attack(known, policies, totals, taken_as_small=secrets, only=secrets)
    intervals = _with_range(intervals, secrets)
    rows = known.set_index(KEY)
    found = []
    for _, secret in intervals.iterrows():
        policy = policy_of(secret["indicator"], policies)
        row = rows.loc[tuple(secret[KEY])]
        if _too_narrow(secret, policy):
            own = secret["row"] >= 0 and _stands_in_row(row, secret["count"])
            found.append({**secret, "how": "shown" if own else "worked out"})
        elif secret["row"] >= 0 and _given_back(row, policy):
            found.append({**secret, "how": "given back by a rate or its limits"})
    return pd.DataFrame(found, columns=columns)


def _with_rows(published: pd.DataFrame, secrets: pd.DataFrame) -> pd.DataFrame:
    """What is published, with a row without numbers for each secret that has none."""
    return pd.concat([published, secrets[[*KEY, "unit"]]], ignore_index=True).assign(
        value_note=lambda rows: rows["value_note"].fillna("") if "value_note" in rows else ""
    )


def _with_range(intervals: pd.DataFrame, secrets: pd.DataFrame) -> pd.DataFrame:
    """Beside what each secret may be, the range that must stay open."""
    key = [*KEY, "count", "rest"]
    ranges = secrets.assign(rest=rest_of(secrets))[[*key, "least", "most"]]
    return intervals.assign(rest=rest_of(intervals)).merge(ranges.drop_duplicates(), on=key)


def _too_narrow(secret: pd.Series, policy: Policy) -> bool:
    if policy.keeps == "two values":
        return secret["lower"] == secret["upper"]
    return secret["lower"] > secret["least"] or secret["upper"] < secret["most"]


def _stands_in_row(row: pd.Series, count: str) -> bool:
    if count == "complement":
        return pd.notna(row["numerator"]) and pd.notna(row["denominator"])
    bare = row["unit"] == "count" and pd.notna(row["value"])
    return pd.notna(row[count]) or bare


def _given_back(row: pd.Series, policy: Policy) -> bool:
    """Whether a rate or its limits say more than the counts beside them."""
    if row["unit"] not in _PER:
        return False
    if policy.hides:
        return bool(row[_RATES].notna().any())
    if row[["numerator", "denominator", "value"]].isna().any() or not row["denominator"]:
        return False
    of_counts = _PER[row["unit"]] * float(row["numerator"]) / float(row["denominator"])
    return abs(of_counts - float(row["value"])) > _PRINTED_TO
