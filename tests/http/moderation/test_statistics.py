"""Moderation in numbers, reminders, and what is forgotten."""
import csv
import io
from datetime import timedelta

from sqlalchemy import func, select

from cop.base.clock import at, now
from cop.base.db import db
from cop.discussions.models.revisions import WithheldText
from cop.moderation.listeners import forget_old_reports, remind_of_the_queue
from cop.moderation.models.decisions import ModerationDecision
from cop.moderation.models.items import Report, ReviewItem
from cop.moderation.service.deciding import Ruling, decide_item
from cop.notifications.models import Notice
from tests.http.moderation.conftest import FACTS, item_of, of, report


def decided(make, topic, moderator, count, outcome, hours=2):
    for _ in range(count):
        post = make.post(topic, make.person())
        with at(now() - timedelta(hours=hours)):
            report(make.person(), of(post), "spam")
        decide_item(moderator, item_of(post), Ruling(outcome=outcome, ground="spam", facts=FACTS))


def test_numbers_are_medians_and_shares_and_few_are_not_shown(
        make, browse, topic, moderator, count_queries):
    decided(make, topic, moderator, 4, "remove")
    decided(make, topic, moderator, 2, "keep", hours=10)
    rude = make.post(topic)
    report(make.person(), of(rude), "rude")
    decide_item(moderator, item_of(rude), Ruling(outcome="keep"))
    window = browse(moderator)
    with count_queries(at_most=8):
        page = window.get("/moderation/statistics").text
    assert "67 %" in page and "&lt;5" in page
    answer = window.get("/moderation/statistics.csv?days=30")
    rows = {row["reason"]: row for row in csv.DictReader(io.StringIO(
        answer.get_data().decode("utf-8-sig")))}
    assert rows["spam"] == {"reason": "spam", "decided": "6", "upheld": "67 %", "reversed": "0",
                            "hours": "2.0"}
    assert rows["rude"] == {"reason": "rude", "decided": "<5", "upheld": "–", "reversed": "0",
                            "hours": "–"}
    other = browse(make.moderator(make.space())).get("/moderation/statistics").text
    assert "67 %" not in other, "of what is in their care"
    assert browse(make.person()).get("/moderation/statistics").status_code == 403


def test_moderators_are_reminded_once_a_day_of_what_waits_too_long(
        make, browse, topic, moderator):
    with at(now() - timedelta(hours=30)):
        for _ in range(3):
            report(make.person(), of(make.post(topic, make.person())), "spam")
    make.moderator(make.space(), "Nobody's")

    def reminded():
        return db.session.scalars(select(Notice.person_id).where(
            Notice.kind == "queue_waits")).all()

    remind_of_the_queue()
    remind_of_the_queue()
    assert reminded() == [moderator.id]
    db.session.commit()
    assert "waits for a moderator for long" in browse(moderator).get("/inbox").text
    with at(now() + timedelta(days=1)):
        remind_of_the_queue()
    assert reminded() == [moderator.id] * 2


def test_what_was_decided_long_ago_is_forgotten_with_its_words(make, topic, moderator):
    decided(make, topic, moderator, 2, "remove")
    report(make.person(), of(make.post(topic, make.person())), "spam")
    assert db.session.scalar(select(func.count(WithheldText.id))) == 2
    with at(now() + timedelta(days=200)):
        forget_old_reports()
    assert db.session.scalar(select(func.count(WithheldText.id))) == 2, "one may still object"
    with at(now() + timedelta(days=220)):
        forget_old_reports()
    assert db.session.scalar(select(func.count(WithheldText.id))) == 0
    with at(now() + timedelta(days=700)):
        forget_old_reports()
    assert db.session.scalar(select(func.count(ReviewItem.id))) == 3
    with at(now() + timedelta(days=740)):
        forget_old_reports()
    left = [db.session.scalar(select(func.count(kind.id)))
            for kind in (ReviewItem, Report, ModerationDecision)]
    assert left == [1, 1, 0], "what waits is not forgotten"
