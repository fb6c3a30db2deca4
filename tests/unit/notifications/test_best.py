"""The rule by which a digest is chosen and ordered."""
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cop.notifications.best import Candidate, Shelf, Taste, points_of
from cop.spaces.levels import Choice, Level

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
TOPIC = Candidate("topic", 1, "Vouchers", "it", 9, NOON, themes=frozenset({"outreach", "services"}),
                  regions=("ITH34",), opened_at=NOON, space_id=5)


def taste(choices=(), **more):
    wishes = {key: Choice(key[0], level) for key, level in dict(choices).items()}
    return Taste(1, frozenset({"it"}), NOON - timedelta(days=7), choices=wishes, **more)


@pytest.mark.parametrize("reader, points", [
    (taste(), 0),
    (taste({("space", 5): Level.TRACKING}), 3),
    (taste({("space", 5): Level.WATCHING}), 4),
    (taste({("theme", "services"): Level.WATCHING}), 4),
    (taste({("topic", 1): Level.TRACKING}), 5),
    (taste(themes={"outreach"}), 3),
    (taste(regions={"ITH3"}), 2),
    (taste(regions={"ITH35"}), 0),
    (taste({("space", 5): Level.TRACKING}, themes={"outreach"}, regions={"IT"}), 8),
    (taste({("space", 5): Level.MUTED}, themes={"outreach"}), 0),
    (taste({("theme", "services"): Level.MUTED, ("space", 5): Level.WATCHING}), 0),
])
def test_points_come_from_what_somebody_follows_and_says_of_themselves(reader, points):
    assert points_of(reader, TOPIC) == points


@pytest.mark.parametrize("topic, points", [
    (replace(TOPIC, is_question=True), 5),
    (replace(TOPIC, is_question=True, answers=1), 4),
    (replace(TOPIC, is_question=True, answers=9, is_solved=True), 7),
    (replace(TOPIC, answers=2), 5),
    (replace(TOPIC, opened_at=NOON - timedelta(days=9)), 0),
])
def test_points_come_from_what_became_of_it(topic, points):
    assert points_of(taste(themes={"outreach"}), topic) == points


def test_new_answers_in_an_old_topic_are_for_who_takes_part_in_it():
    old = replace(TOPIC, opened_at=NOON - timedelta(days=9), answers=4)
    assert points_of(taste({("topic", 1): Level.TRACKING}), old) == 8
    assert points_of(taste({("space", 5): Level.WATCHING}), old) == 0


def test_the_best_come_first_and_the_newest_of_equals():
    best = replace(TOPIC, id=2, answers=3)
    newer = replace(TOPIC, id=3, at=NOON + timedelta(hours=1))
    foreign, own = replace(TOPIC, id=4, language="fi"), replace(TOPIC, id=5, author_id=1)
    told = replace(TOPIC, id=6, at=NOON - timedelta(days=8))
    shelf = Shelf([TOPIC, best, newer, foreign, own, told])
    found = shelf.best_for(taste(themes={"outreach"}), 10)
    assert [each.id for each in found] == [2, 3, 1]
    assert len(shelf.best_for(taste(themes={"outreach"}), 2)) == 2


def test_who_named_no_language_reads_all():
    reader = replace(taste(themes={"outreach"}), languages=frozenset())
    assert Shelf([replace(TOPIC, language="fi")]).best_for(reader, 5)
