"""Next quarter's paper keeps the ids of this one's actions."""

import pandas as pd

from analysis.cleaning.papers.matching import match_actions, with_ids

EARLIER = [
    ("p_1_1", "1.1", "Open two family hubs in the north of the borough"),
    ("p_1_2", "1.2", "Train early years practitioners in speech and language"),
    ("p_1_3", "1.3", "Review the parenting offer with partners"),
]


def register(rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["action_id", "action_ref", "label"])


def matched(new, decided=None) -> dict[str, tuple]:
    table = match_actions(register(new), register(EARLIER), decided)
    return {
        row.made_id or f"no longer {row.earlier_id}": (row.action_id, row.how)
        for row in table.itertuples()
    }


def test_the_same_reference_and_nearly_the_same_words_are_one_action():
    found = matched([("p_1_1", "1.1", "Open two family hubs in the north of the borough by May")])
    assert found["p_1_1"] == ("p_1_1", "reference and words")


def test_a_reworded_action_without_a_reference_keeps_its_id():
    found = matched(
        [("p_s1_01", "", "Train practitioners in early years speech and language skills")]
    )
    assert found["p_s1_01"] == ("p_1_2", "words")


def test_a_renumbered_action_keeps_its_id_by_its_words():
    found = matched([("p_1_1", "1.1", EARLIER[1][2]), ("p_1_2", "1.2", EARLIER[0][2])])
    assert found == {
        "p_1_1": ("p_1_2", "words"),
        "p_1_2": ("p_1_1", "words"),
        "no longer p_1_3": ("p_1_3", "dropped"),
    }


def test_a_reference_with_quite_other_words_and_no_better_match_is_kept_and_named_as_doubtful():
    found = match_actions(
        register([("p_1_3", "1.3", "Buy new toothbrush packs")]), register(EARLIER)
    )
    assert found["how"].tolist()[0] == "reference" and found["sure"].tolist()[0] < 60


def test_a_new_action_never_takes_an_id_that_an_earlier_one_had():
    found = matched(
        [("p_1_1", "1.1", EARLIER[2][2]), ("p_1_3", "", "Open a toy library at weekends")]
    )
    assert found["p_1_1"] == ("p_1_3", "words")
    assert found["p_1_3"] == ("p_1_4", "new")


def test_an_action_that_is_no_longer_there_is_dropped():
    assert matched([EARLIER[0], EARLIER[1]])["no longer p_1_3"] == ("p_1_3", "dropped")


def test_a_persons_decision_wins_over_words_and_reference():
    found = matched([("p_1_1", "1.1", EARLIER[0][2])], {"p_1_1": "p_1_2"})
    assert found["p_1_1"] == ("p_1_2", "decided")
    assert matched([("p_1_1", "1.1", EARLIER[0][2])], {"p_1_1": ""})["p_1_1"][1] == "new"


def test_two_near_texts_name_each_other():
    earlier = register(
        [("a", "", "Open a family hub in the north"), ("b", "", "Open a family hub in the south")]
    )
    found = match_actions(register([("c", "", "Open a family hub in the south")]), earlier)
    assert found["action_id"].tolist()[0] == "b" and found["also_near"].tolist()[0].startswith(
        "a ("
    )


def test_ids_of_dates_and_targets_follow():
    matches = match_actions(register([("p_s1_01", "", EARLIER[1][2])]), register(EARLIER))
    tables = with_ids(
        {"t": pd.DataFrame({"action_id": ["p_s1_01"], "target_id": ["p_s1_01_t2"]})}, matches
    )
    assert tables["t"].iloc[0].tolist() == ["p_1_2", "p_1_2_t2"]
