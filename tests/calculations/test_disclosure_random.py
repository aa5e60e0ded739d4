"""A thousand random tables: the attacker breaks none, and few cells are hidden."""

import contextlib
import os

import numpy as np
import pandas as pd
import pytest
from disclosure_tables import (
    NHS,
    ROUNDED,
    UNDER_5,
    ZERO_SHOWN,
    areas_of,
    bare,
    grid,
    groups_of,
    periods_of,
    table,
)

from analysis.calculations.disclosure.disclosure import protect
from analysis.calculations.disclosure.disclosure_cells import cells_of
from analysis.calculations.disclosure.disclosure_gate import exposed
from analysis.calculations.disclosure.disclosure_policies import POLICIES
from analysis.calculations.disclosure.disclosure_primary import completed, small_cells, small_counts

POLICY = POLICIES["suppress_under_5_secondary"]


def cross_table(rng, shape):
    """Areas by groups with all totals, bare counts."""
    rows, totals = grid(rng.poisson(rng.choice([4, 7, 10]), shape))
    return table(*rows), totals


def cross_table_of_shares(rng, shape):
    """Areas by groups, numerators and denominators."""
    wholes = rng.poisson(40, shape) + 1
    rows, totals = grid(rng.binomial(wholes, rng.uniform(0.05, 0.95, shape)), wholes)
    return table(*rows), totals


def hierarchy(rng, shape):
    """Wards within authorities within a region, by two groups and all children."""
    rows, totals, region = [], [groups_of("all", "fsm", "other")], np.zeros(2, dtype=int)
    authorities = [f"authority {n}" for n in range(len(shape))]
    for authority, size in zip(authorities, shape, strict=True):
        wards = [f"{authority} ward {n}" for n in range(size)]
        counts = rng.poisson(rng.choice([6, 12]), (size, 2))
        for area, count in [(authority, counts.sum(axis=0)), *zip(wards, counts, strict=True)]:
            rows += by_group(area, count)
        totals.append(areas_of(authority, *wards))
        region += counts.sum(axis=0)
    return table(*rows, *by_group("region", region)), [*totals, areas_of("region", *authorities)]


def by_group(area, count) -> list[dict]:
    sums = {"all": count.sum(), "fsm": count[0], "other": count[1]}
    return [bare(area, int(number), group=group) for group, number in sums.items()]


def quarters(rng, shape):
    """Two areas in three quarters and to date, one area's last quarter without a row."""
    counts = rng.poisson(7, (2, 3))
    rows = []
    for area, numbers in zip(("x", "y", "both"), [*counts, counts.sum(axis=0)], strict=True):
        periods = dict(zip(("Q1", "Q2", "Q3"), numbers, strict=True)) | {"year": numbers.sum()}
        rows += [
            bare(area, int(number), period=period)
            for period, number in periods.items()
            if (area, period) != ("y", "Q3")
        ]
    return table(*rows), [periods_of("year", "Q1", "Q2", "Q3"), areas_of("both", "x", "y")]


def overlapping(rng, shape):
    """One report by centre and another by school, of the same children."""
    a, b, c, d = (int(number) for number in rng.poisson(6, 4))
    rows = table(
        *(bare(area, number) for area, number in zip("abcd", (a, b, c, d), strict=True)),
        bare("centre 1", a + b),
        bare("centre 2", c + d),
        bare("school 1", a + c),
        bare("school 2", b + d),
        bare("town", a + b + c + d),
    )
    reports = (("centre 1", "a", "b"), ("centre 2", "c", "d"), ("school 1", "a", "c"))
    more = (("school 2", "b", "d"), ("town", "centre 1", "centre 2"))
    return rows, [areas_of(*names) for names in (*reports, *more)]


def many(draw, rng, size):
    """Tables of one shape that share no equation, as one: each is a group_type of its own."""
    shape = tuple(int(side) for side in rng.integers(2, 5, size=2))
    drawn = [draw(rng, shape) for _ in range(size)]
    named = [rows.assign(group_type=f"table {n}") for n, (rows, _) in enumerate(drawn)]
    return pd.concat(named, ignore_index=True), drawn[0][1]


AT_ONCE = 25


@pytest.mark.parametrize(
    ("draw", "policies", "tables", "seed"),
    [
        (cross_table, UNDER_5, 250, 1),
        (cross_table_of_shares, UNDER_5, 150, 2),
        (hierarchy, UNDER_5, 150, 3),
        (quarters, UNDER_5, 150, 4),
        (overlapping, UNDER_5, 150, 5),
        (cross_table, NHS, 50, 6),
        (cross_table_of_shares, ROUNDED, 50, 7),
        (cross_table, ZERO_SHOWN, 50, 8),
    ],
)
def test_the_attacker_breaks_none_of_a_thousand_tables(draw, policies, tables, seed):
    rng, protected = np.random.default_rng(seed), 0
    for _ in range(tables // AT_ONCE):
        rows, totals = many(draw, rng, AT_ONCE)
        secrets = small_counts(rows, policies, totals)
        broken = exposed(protect(rows, policies, totals), secrets, policies, totals)
        assert broken.empty, f"{rows}\n{broken}"
        protected += secrets["group_type"].nunique()
    # most tables had something to protect
    assert protected > tables / 2, protected


def test_a_quarter_added_to_a_published_one_gives_nothing_of_either_away():
    rng = np.random.default_rng(9)
    rows, totals = many(quarters, rng, 40)
    first = rows[rows["period"].isin(["Q1", "Q2"])].reset_index(drop=True)
    early = protect(first, UNDER_5, totals)
    late = protect(rows, UNDER_5, totals, earlier=early)
    both = pd.concat([early, late], ignore_index=True)
    secrets = small_counts(rows, UNDER_5, totals)
    assert exposed(both, secrets, UNDER_5, totals).empty
    assert secrets["group_type"].nunique() > 20


# An optimum to compare with: pytauargus, which hides the fewest cells that there can be


def fewest_hidden(rows, totals, folder) -> int:
    """How many printed counts Tau-Argus hides, given the same equations.

    What is never printed (a complement, the rest of a whole) costs it nothing to hide. That a
    denominator is hidden only with its numerator is not asked of it: it may hide fewer than can
    be hidden.
    """
    tauargus = pytest.importorskip("pytauargus", reason="pytauargus has no wheel for this system")
    cells = completed(cells_of(rows, totals))
    small = small_cells(cells, POLICY)
    most = int(cells.values.max()) + 1_000
    lines = ["0", str(len(small))]
    for cell, (count, unsafe) in enumerate(zip(cells.values.astype(int), small, strict=True)):
        # cell, count, cost, status, least, greatest, how far it must be open below and above
        spread = f"{count} {POLICY.small - count} 0" if unsafe else "0 0 0"
        cost = int(cells.given[cell])
        lines.append(f"{cell} {count} {cost} {'u' if unsafe else 's'} 0 {most} {spread}")
    lines.append(str(cells.equations.shape[0]))
    for equation in cells.equations:
        terms = " ".join(
            f"{cell} ({int(sign)})"
            for cell, sign in zip(equation.indices, equation.data, strict=True)
        )
        lines.append(f"0 {equation.nnz} : {terms}")
    given, found = folder / "in.jj", folder / "out.jj"
    given.write_text("\n".join(lines) + "\n")
    # the solver leaves its logs where it stands, and prints to the terminal's own stream
    with contextlib.chdir(folder), quiet():
        done = tauargus.HiTaSCtrl().full_jj(in_file_jj=str(given), out_file=str(found), max_time=10)
    assert done <= 1
    hidden = small.copy()
    hidden[[int(line.split()[0]) for line in found.read_text().splitlines()]] = True
    return int((hidden & cells.given).sum())


@contextlib.contextmanager
def quiet():
    """Nothing on the terminal's own stream, whoever writes to it."""
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def hidden_counts(rows, published) -> dict[str, int]:
    """How many counts that were there are hidden, by table."""
    columns = ["numerator", "denominator", "value"]
    gone = rows[columns].notna() & published[columns].isna()
    # a percentage is no count; the value of a bare count is
    gone["value"] &= rows["unit"] == "count"
    return gone.sum(axis=1).groupby(rows["group_type"], sort=False).sum().to_dict()


@pytest.mark.parametrize(
    ("draw", "seed"),
    [
        (cross_table, 11),
        (cross_table_of_shares, 12),
        (hierarchy, 13),
        (quarters, 14),
        (overlapping, 15),
    ],
)
def test_not_many_more_counts_are_hidden_than_need_be(draw, seed, tmp_path):
    rng = np.random.default_rng(seed)
    ours, fewest = [], []
    for _ in range(2):
        rows, totals = many(draw, rng, 20)
        for name, hidden in hidden_counts(rows, protect(rows, UNDER_5, totals)).items():
            if hidden:
                own = rows[rows["group_type"] == name].reset_index(drop=True)
                ours.append(hidden)
                fewest.append(fewest_hidden(own, totals, tmp_path))
    assert len(ours) > 20
    assert all(own >= least for own, least in zip(ours, fewest, strict=True))
    assert sum(ours) <= 1.5 * sum(fewest)


def test_the_optimum_of_a_table_of_two_by_two_is_what_one_can_see(tmp_path):
    # 3 in a table of two by two with totals: whatever is hidden with it, three more are needed.
    rows, totals = grid(np.array([[3, 20], [21, 22]]))
    assert fewest_hidden(table(*rows), totals, tmp_path) == 4
