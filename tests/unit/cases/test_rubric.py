"""What scores allow: when a case may be published, and when a third reviewer decides."""
import pytest

from cop.cases.rubric import (
    VITAL,
    allows_publishing,
    counting,
    disputed,
    evidence_of,
    get_rubric,
    is_inspiring,
    mean,
)

NAMES = [criterion.name for criterion in get_rubric()]


def scores(all_of=2, **some):
    return dict.fromkeys(NAMES, all_of) | some


def test_there_are_eight_criteria_with_four_anchors_each_in_every_language(app):
    assert NAMES == ["relevance", "effectiveness", "efficiency", "sustainability",
                     "replicability", "innovation", "ethics", "clarity"]
    for criterion in get_rubric():
        for words in criterion.anchors_in.values():
            assert len(set(words)) == 4
        assert set(criterion.anchors_in) == set(criterion.label_in) == {
            "en", "it", "fr", "es"}
        assert criterion.label
        assert criterion.question


@pytest.mark.parametrize("reviews, why", [
    ([], "Nobody has reviewed this text yet."),
    ([scores(2)], ""),
    ([scores(1)], "The mean of the scores is 1: at least 1.5 is needed."),
    ([scores(1, relevance=2, ethics=2, clarity=2, innovation=2)], ""),
    ([scores(1, relevance=2, ethics=2, clarity=2)],
     "The mean of the scores is 1.38: at least 1.5 is needed."),
    ([scores(3, relevance=0)], "It was scored 0 on: Relevance."),
    ([scores(3, ethics=0, clarity=0)], "It was scored 0 on: Ethics, Clarity."),
    ([scores(2, innovation=0)], ""),
    ([scores(2), scores(3)], ""),
    ([scores(2), scores(2, ethics=0)],
     "The reviewers differ by two points or more: a third must decide on Ethics."),
    ([scores(2, ethics=1), scores(2, ethics=0)], "It was scored 0 on: Ethics."),
    ([scores(2), scores(2, ethics=0), scores(2, ethics=1)], ""),
    ([scores(2), scores(2, ethics=0), scores(2, ethics=0)], "It was scored 0 on: Ethics."),
    ([scores(2), scores(2), scores(2, ethics=0)], "It was scored 0 on: Ethics."),
    ([scores(3), scores(1), scores(1)],
     "The mean of the scores is 1: at least 1.5 is needed."),
])
def test_the_rule_of_publishing(app, reviews, why):
    verdict = allows_publishing(reviews)
    assert bool(verdict) is (why == "")
    assert (verdict.reason or "") == why


@pytest.mark.parametrize("first, second, torn", [
    (0, 0, False), (0, 1, False), (0, 2, True), (3, 1, True), (3, 2, False), (0, 3, True),
])
def test_two_points_are_a_dispute(first, second, torn):
    pair = [scores(2, innovation=first), scores(2, innovation=second)]
    assert disputed(pair) == (("innovation",) if torn else ())
    assert disputed(pair[:1]) == ()


def test_the_third_counts_alone_only_where_two_differ():
    three = [scores(1, clarity=3), scores(1, clarity=1), scores(3, clarity=2)]
    assert counting(three)["clarity"] == [2]
    assert counting(three)["ethics"] == [1, 1, 3]
    assert mean([scores(1), scores(2)]) == 1.5
    assert mean([]) == 0


@pytest.mark.parametrize("all_of, level, inspires", [
    (3, "E2", True), (3, "E1", False), (2, "E4", False), (3, "E5", True)])
def test_a_case_inspires_by_its_scores_and_its_evidence(all_of, level, inspires):
    assert is_inspiring([scores(all_of)], level) is inspires


@pytest.mark.parametrize("levels, level", [
    ([], ""), (["E3"], "E3"), (["E3", "E1"], "E1"), (["E1", "E3", "E2"], "E2")])
def test_the_more_careful_level_counts_unless_a_third_sets_it(levels, level):
    assert evidence_of(levels) == level


def test_what_may_not_be_scored_nought_is_what_the_field_says():
    assert VITAL == ("relevance", "ethics", "clarity")
