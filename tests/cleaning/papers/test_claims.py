"""Claims found in the words of papers, and what best-start check-claims says of them."""

import pytest
from cleaning.papers.reading import SEEDS

from analysis.calculations.plans.claims import recompute
from analysis.claim_check import check_claims
from analysis.cleaning.papers.claims import Passage, find_claims
from analysis.errors import SourceError


def claims(*texts: str):
    return recompute(find_claims([Passage(n, text) for n, text in enumerate(texts, 1)]))


def one(*texts: str):
    found = claims(*texts)
    assert len(found) == 1, found[["kind", "text", "stated", "operands"]]
    return found.iloc[0]


@pytest.mark.parametrize(
    "text",
    [
        "917 were eligible, there are 4460 on the list - this is 21%.",
        "917 of the 4,460 on the list (21%) came.",
        "Of 4,460 children 917 came, which is 21%.",
        "Some 21% (917 of 4,460) came.",
        "Some 21% (917 out of 4,460) came.",
    ],
)
def test_x_of_y_is_found_however_it_is_put(text):
    row = one(text)
    assert (row["kind"], row["operands"]) == ("percentage", (917.0, 4460.0))
    assert row["verdict"] == "agrees after rounding"


def test_two_counts_before_a_percentage_that_is_not_said_to_be_theirs_are_no_claim():
    assert claims("There were 12 sessions in 4 hubs, with 60% of parents content.").empty


def test_a_bound_of_x_of_y_is_a_bound():
    row = one("917 of 4,460 came, which is over 20%.")
    assert (row["bound"], row["verdict"]) == ("above", "agrees")


def test_the_others_and_a_part_make_the_whole():
    row = one("There were 1148 children. 917 were eligible. The other 231 were not.")
    assert (row["stated"], row["operands"]) == (1148.0, (917.0, 231.0))
    wrong = one("There were 1148 children. 917 were eligible. The other 221 were not.")
    assert (wrong["verdict"], wrong["difference"]) == ("disagrees", 10)


def test_others_without_a_whole_cannot_be_checked():
    row = one("The other 231 children were not.")
    assert (row["verdict"], row["why"]) == (
        "cannot be checked",
        "no whole with a part before it",
    )


def test_what_is_still_needed_is_target_less_count_so_far():
    row = one("The target for parents is 2771. Currently there are 2690 so another 81 are needed.")
    assert (row["kind"], row["operands"], row["verdict"]) == (
        "remaining",
        (2771.0, 2690.0),
        "agrees",
    )


def test_a_target_of_growth_is_worked_out_of_the_count_before_the_gain():
    text = "The target of 20% increase is 2771. Currently there are 2690, with 381 in the last 7 months."
    row = one(text)
    assert (row["kind"], row["operands"]) == ("target from growth", (2309.0, 20.0))
    assert row["why"] == "supposes that the count before was 2,690 less 381, 2,309"


def test_a_target_of_growth_without_what_it_grows_from_cannot_be_checked():
    row = one("The target of 20% increase is 2771.")
    assert row["verdict"] == "cannot be checked"
    assert row["why"] == "it grows from a figure not stated; 2,309.2 is implied"


@pytest.mark.parametrize(
    ("text", "kind", "verdict"),
    [
        ("increased from 50% in 2014 to 56% in 2015", "direction", "agrees"),
        ("fell from 50% in 2014 to 56% in 2015", "direction", "disagrees"),
        ("increased from 50% to 56%, a rise of 6 percentage points", "difference", "agrees"),
        ("increased from 50% to 56%, a rise of 6%", "growth", "disagrees"),
        ("increased by 12% from 50% to 56%", "growth", "agrees"),
        ("reduced from 200 to 150, by 25%", "growth", "agrees"),
    ],
)
def test_a_move_from_a_to_b_is_held_to_its_direction_and_size(text, kind, verdict):
    row = one(f"Readiness {text}.")
    assert (row["kind"], row["verdict"]) == (kind, verdict)


def test_years_from_and_to_are_no_move():
    assert claims("Take-up increased from 2014 to 2016.").empty


def test_points_called_per_cent_are_told_as_points():
    row = one("Readiness increased from 50% to 56%, a rise of 6%.")
    assert row["why"] == "between two percentages; in percentage points it is +6"


def test_three_more_mentors_make_ten_only_if_there_were_seven():
    brought = "Three additional mentors came. This brought the number of mentors to ten."
    assert one(brought)["verdict"] == "cannot be checked"
    assert one("There were seven mentors.", brought)["verdict"] == "agrees"
    assert one("There were six mentors.", brought)["verdict"] == "disagrees"


def test_a_like_number_of_something_else_is_named_and_not_taken():
    row = one(
        "There are seven maintained nursery schools.",
        "Three additional mentors came. This brought the number of mentors to ten.",
    )
    assert row["verdict"] == "cannot be checked"
    assert row["why"].startswith(
        "implies 7 mentors before, which the paper does not state; it does"
    )


def test_a_sum_of_money_and_what_it_leaves():
    row = one("The cost is £0.395m. The department agreed £0.2m leaving £0.1935m to find.")
    assert (row["stated"], row["operands"], row["printed_to"]) == (
        395_000.0,
        (200_000.0, 193_500.0),
        1_000.0,
    )
    assert row["difference"] == 1_500


def test_a_percentage_of_those_counted_before_gives_a_small_count_away():
    row = one("16 new families were referred. 25% of these families were in care.")
    assert (row["kind"], row["operands"], row["small"]) == ("percentage of a total", (16.0,), True)


def test_a_percentage_of_the_families_is_of_families_and_of_nothing_else():
    assert one("122 new families came. 82% of the families live near.")["operands"] == (122.0,)
    assert claims("122 new settings came. 82% of the families live near.").empty


# --- the command ---


def said(tmp_path, text: str) -> list[str]:
    path = tmp_path / "paper.txt"
    path.write_text(text, encoding="utf-8")
    return list(check_claims(str(path)))


def test_a_paper_without_claims_says_what_was_looked_for(tmp_path):
    (only,) = said(tmp_path, "We met often.\n")
    assert only.startswith("paper.txt: no figure is stated that other figures of the paper bear")


def test_disagreements_come_first_and_say_how_far_apart(tmp_path):
    lines = said(
        tmp_path,
        "There were 20 children and 10 came, which is 50%.\n\n917 of 4,460 came, which is 22%.\n",
    )
    assert lines[0] == "paper.txt: 2 claims found: 1 disagrees; 1 agrees."
    assert lines[1].split(maxsplit=3) == [
        "disagrees", "line", "3", "22% stated, 20.56% by 917 of 4,460, 1.44 points apart",
    ]  # fmt: skip


def test_a_small_count_is_named_by_its_line_and_not_repeated(tmp_path):
    lines = said(tmp_path, "16 new families were referred. 25% of these families were in care.\n")
    assert lines[-1].startswith("Look at line 1: the figures there give away a count of 1 to 7")
    assert not any(" 4 " in line for line in lines)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceError, match="cannot be read"):
        list(check_claims(str(tmp_path / "none.txt")))


PAPERS = {
    "havering-improvement-plan-cabinet-report.txt": {"disagrees": 1, "agrees": 6, "cannot": 2},
    "herefordshire-best-start-implementation-plan.txt": {
        "agrees after rounding": 2,
        "agrees": 2,
        "cannot": 2,
    },
    "middlesbrough-early-help-action-plan.txt": {"agrees": 1},
    "newham-early-years-hub.txt": {"cannot": 1},
    "havering-best-start-action-plan.txt": {},
}


@pytest.mark.parametrize("name", PAPERS)
def test_the_claims_of_the_five_papers(name):
    if not (SEEDS / name).is_file():
        pytest.skip("the papers are not here")
    rows = [line for line in check_claims(str(SEEDS / name))][1:]
    verdicts = [line[:22].strip() for line in rows if line[:1] in "ac" or line[:1] == "d"]
    counts = {v.replace("cannot be checked", "cannot"): verdicts.count(v) for v in set(verdicts)}
    assert counts == PAPERS[name]
