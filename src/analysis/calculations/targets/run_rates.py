"""What a target asks for each month or year, beside what has been achieved."""

import numpy as np
import pandas as pd

from analysis.calculations.shape import first_reason, need_columns, numbers, with_notes
from analysis.errors import TableError

DIRECTIONS = {"at least": 1.0, "at most": -1.0}


def signs(column: pd.Series) -> np.ndarray:
    """1 for a target of "at least", -1 for one of "at most".

    Raises
    ------
    TableError
        For any other word: it sets which side is success, so none is taken for granted.
    """
    unknown = sorted({str(word) for word in column.astype(object)} - set(DIRECTIONS))
    if unknown:
        raise TableError(
            f'The direction "{unknown[0]}" is not known: it may be {" or ".join(DIRECTIONS)}.'
        )
    return np.array([DIRECTIONS[str(word)] for word in column.astype(object)], dtype=float)


def implied_baselines(
    table: pd.DataFrame, *, target: str = "target", growth: str = "growth"
) -> pd.DataFrame:
    """The figure that a target grows from, where it is stated as so much more than before.

    Parameters
    ----------
    table
        The number aimed at in `target`, and in `growth` what that is more than the baseline, in
        per cent of the baseline; less than it is negative.

    Returns
    -------
    pd.DataFrame
        The table with ``baseline`` in the unit of the target, not rounded, ``value_note`` and
        ``note``. A growth of -100% or less has no baseline.

    Raises
    ------
    TableError
        If a column is missing.

    Notes
    -----
    Arithmetic: target / (1 + growth / 100).

    Examples
    --------
    >>> online = pd.DataFrame({"target": [2_771], "growth": [20]})
    >>> implied_baselines(online)["baseline"].round(2).tolist()
    [2309.17]
    """
    need_columns(table, [target, growth], of="implied_baselines")
    aim, aim_wrong = numbers(table[target])
    more, more_wrong = numbers(table[growth])
    codes = np.maximum(aim_wrong, more_wrong)
    gone = more <= -100
    codes = np.where(codes == 0, first_reason((gone, "a fall of 100% or more")), codes)
    divisor = np.where(codes == 0, 1 + more / 100, np.nan)
    return with_notes(table.assign(baseline=aim / divisor), codes.astype(np.int8))


def plan_profile(
    table: pd.DataFrame,
    *,
    baseline: str = "baseline",
    target: str = "target",
    starts: str = "starts",
    due: str = "due",
    at: str = "at",
) -> pd.DataFrame:
    """Where an even line from a baseline to a target stands at a date.

    Parameters
    ----------
    table
        Figures in `baseline` and `target`; when the line starts, is due and is read in
        `starts`, `due` and `at`, each column dates or numbers of any one unit of time.

    Returns
    -------
    pd.DataFrame
        The table with ``profile`` in the unit of the target, not rounded, ``value_note`` and
        ``note``. A date before the start or after the due date has no profile: a plan says
        nothing there.

    Raises
    ------
    TableError
        If a column is missing.

    Notes
    -----
    An even line is an assumption unless the plan states it. Dates are counted in days.

    Examples
    --------
    >>> line = pd.DataFrame({"baseline": [2_310], "target": [2_771], "starts": [0], "due": [12]})
    >>> plan_profile(line.assign(at=7))["profile"].round(1).tolist()
    [2578.9]
    """
    need_columns(table, [baseline, target, starts, due, at], of="plan_profile")
    (low, low_wrong), (high, high_wrong) = numbers(table[baseline]), numbers(table[target])
    times = [_moments(table[name]) for name in (starts, due, at)]
    (first, _), (last, _), (now, _) = times
    codes = np.max([low_wrong, high_wrong, *(wrong for _, wrong in times)], axis=0)
    found = first_reason(
        (last <= first, "the plan takes no time"),
        ((now < first) | (now > last), "the date lies outside the plan"),
    )
    codes = np.where(codes == 0, found, codes)
    span = np.where(codes == 0, last - first, np.nan)
    share = (now - first) / span
    # both ends are met exactly, whatever the noise between them
    return with_notes(table.assign(profile=low * (1 - share) + high * share), codes.astype(np.int8))


def _moments(column: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Dates as days, or numbers as they are, and what is wrong with each."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        days = (column - pd.Timestamp("2000-01-01")) / pd.Timedelta(days=1)
        return numbers(days)
    return numbers(column)


def run_rates(
    table: pd.DataFrame,
    *,
    value: str = "value",
    target: str = "target",
    direction: str = "direction",
    gained: str = "gained",
    time_taken: str = "time_taken",
    time_left: str = "time_left",
) -> pd.DataFrame:
    """The rate that a target requires beside the rate achieved, and where that would lead.

    Parameters
    ----------
    table
        The newest figure in `value`, the number aimed at in `target` with its `direction` ("at
        least" or "at most"), how much the figure rose in `gained` (a fall is negative) over
        `time_taken`, and the time from the figure to the due date in `time_left`, both times in
        one unit: months give rates a month, years rates a year.

    Returns
    -------
    pd.DataFrame
        The table with ``needed`` (what is still to be gained; 0 once the target is reached),
        ``reached``, ``required_rate``, ``achieved_rate``, ``projection`` (the figure at the due
        date at the achieved rate), ``short`` (how far that misses the target by; 0 where it
        does not), ``time_to_target`` (0 once reached; missing where the rate does not lead
        there), ``value_note`` and ``note``. A row without a gain or its time has a required
        rate and nothing of the achieved; one whose time has run out has no required rate.

    Raises
    ------
    TableError
        If a column is missing or a direction is not known.

    Notes
    -----
    Arithmetic; both rates are even ones. Nothing is said about chance.

    Examples
    --------
    >>> online = pd.DataFrame({"value": [2_690], "target": [2_771], "direction": ["at least"],
    ...                        "gained": [381], "time_taken": [7], "time_left": [5]})
    >>> run_rates(online)[["required_rate", "achieved_rate", "projection"]].round(1).values.tolist()
    [[16.2, 54.4, 2962.1]]
    """
    columns = [value, target, direction, gained, time_taken, time_left]
    need_columns(table, columns, of="run_rates")
    sign = signs(table[direction])
    (now, now_wrong), (aim, aim_wrong) = numbers(table[value]), numbers(table[target])
    (rise, rise_wrong), (taken, taken_wrong) = numbers(table[gained]), numbers(table[time_taken])
    left, left_wrong = numbers(table[time_left])
    known = (now_wrong == 0) & (aim_wrong == 0)
    distance = np.where(known, aim - now, np.nan)
    reached = sign * distance <= 0
    needed = np.where(reached, 0.0, distance)
    timed = (rise_wrong == 0) & (taken_wrong == 0) & (taken > 0)
    rate = np.divide(rise, taken, out=np.full_like(rise, np.nan), where=timed)
    running = (left_wrong == 0) & (left > 0)
    projection = np.where(running, now + rate * np.where(running, left, 0), np.nan)
    short = np.maximum(sign * (aim - projection), 0)
    leads = ~reached & (sign * rate > 0)
    until = np.divide(needed, rate, out=np.full_like(rate, np.nan), where=leads)
    codes = np.max([now_wrong, aim_wrong, left_wrong], axis=0)
    found = first_reason((~running, "the date has passed"), (~timed, "nothing says in how long"))
    codes = np.where(codes == 0, found, codes).astype(np.int8)
    return with_notes(
        table.assign(
            needed=needed,
            reached=pd.array(np.where(known, reached, None), dtype="boolean"),
            required_rate=np.divide(needed, left, out=np.full_like(needed, np.nan), where=running),
            achieved_rate=rate,
            projection=projection,
            short=short,
            time_to_target=np.where(reached, 0.0, until),
        ),
        codes,
    )
