"""Will a running count reach its target? A predictive distribution of what is still to come."""

import numpy as np
import pandas as pd
from scipy.stats import nbinom

from analysis.calculations.shape import (
    Confidence,
    coverages,
    first_reason,
    limit_names,
    need_columns,
    numbers,
    with_notes,
)
from analysis.calculations.targets.run_rates import signs

JEFFREYS = 0.5  # what Jeffreys' prior of a Poisson rate adds to the events seen


def count_attainment(
    table: pd.DataFrame,
    *,
    value: str = "value",
    target: str = "target",
    direction: str = "direction",
    gained: str = "gained",
    time_taken: str = "time_taken",
    time_left: str = "time_left",
    confidence: Confidence = 0.95,
) -> pd.DataFrame:
    """The probability that a count reaches its target, and the interval it is expected in.

    Parameters
    ----------
    table
        The count so far in `value`, the number aimed at in `target` with its `direction` ("at
        least" or "at most"), how many of the count came (`gained`, from 0) within `time_taken`,
        and the time that is left in `time_left`, both in one unit.
    confidence
        Coverage of the prediction interval between 0 and 1, or several at once.

    Returns
    -------
    pd.DataFrame
        The table with ``probability`` (0 to 1), ``expected`` (mean of the count at the due
        date), ``lower_pi, upper_pi`` (whole steps from the count so far; with several levels
        ``lower_pi_95, ...``), ``method``, ``value_note`` and ``note``. With no time left the
        count stays what it is. A row without a gain or its time has no probability.

    Raises
    ------
    TableError
        If a column is missing, a direction is not known or a confidence is not between 0 and 1.

    Notes
    -----
    Events come at a constant Poisson rate; with Jeffreys' prior its posterior after `gained`
    events in `time_taken` is a gamma distribution of shape gained + 1/2 and rate time_taken. What
    comes in `time_left` is then negative binomial: r = gained + 1/2, p = time_taken / (time_taken
    + time_left). The limits leave at most half of what `confidence` leaves out on either side.
    Gelman and others, Bayesian Data Analysis, 3rd ed. 2013, sections 2.6 and 2.8. Where people
    come in groups, or the rate changes, the interval is too narrow.

    Examples
    --------
    >>> trained = pd.DataFrame({"value": [32], "target": [50], "direction": ["at least"],
    ...                         "gained": [32], "time_taken": [7], "time_left": [3]})
    >>> count_attainment(trained)[["probability", "lower_pi", "upper_pi"]].round(2).values.tolist()
    [[0.2, 38.0, 55.0]]
    """
    columns = [value, target, direction, gained, time_taken, time_left]
    need_columns(table, columns, of="count_attainment")
    levels = coverages(confidence)
    sign = signs(table[direction])
    figures = [numbers(table[name]) for name in (value, target, gained, time_taken, time_left)]
    (now, _), (aim, _), (events, _), (taken, _), (left, _) = figures
    codes = _reasons(figures)
    usable = codes == 0
    shape = np.where(usable, events + JEFFREYS, np.nan)
    left = np.where(usable, left, np.nan)
    success = taken / (taken + left)
    still = aim - now
    # freed of binary noise, since a count is reached by a whole step
    upwards = nbinom.sf(np.ceil(np.round(still, 9)) - 1, shape, success)
    downwards = nbinom.cdf(np.floor(np.round(still, 9)), shape, success)
    limits = {}
    for level, names in zip(levels, limit_names(confidence), strict=True):
        for name, tail in zip(names, ((1 - level) / 2, (1 + level) / 2), strict=True):
            limits[name.replace("_ci", "_pi")] = now + nbinom.ppf(tail, shape, success)
    return with_notes(
        table.assign(
            probability=np.where(sign > 0, upwards, downwards),
            expected=now + shape * left / taken,
            **limits,
            method="Gamma-Poisson prediction, Jeffreys prior",
        ),
        codes,
    )


def _reasons(figures: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    (_, now_wrong), (_, aim_wrong), (events, events_wrong), (taken, taken_wrong), (left, wrong) = (
        figures
    )
    codes = np.max([now_wrong, aim_wrong, wrong], axis=0)
    untimed = (events_wrong > 0) | (taken_wrong > 0) | (taken <= 0)
    found = first_reason(
        (untimed, "nothing says in how long"),
        (events < 0, "a figure is below 0"),
        (left < 0, "the date has passed"),
    )
    return np.where(codes == 0, found, codes).astype(np.int8)
