"""Reporting: what people have against posts, practices, people, files, and what comes of it."""
import re

import pytest
from sqlalchemy import select

from cop.base.audit import AuditEntry
from cop.base.db import db
from cop.base.events import quietly
from cop.base.personal_data import export_all
from cop.discussions.service.posts import write_post
from cop.files.attaching import Attachment
from cop.files.service.files import keep_file
from cop.moderation.models.decisions import ModerationDecision
from cop.moderation.models.items import Report, ReviewItem
from cop.moderation.queries.things import get_thing
from cop.moderation.service.deciding import Ruling, decide_item
from cop.people.models import Person
from cop.web.limits import limiter
from tests.http.moderation.conftest import FACTS, item_of, of, report
from tests.letters import said_in


@pytest.mark.parametrize("place", ["posts", "cases", "people", "files"])
def test_a_member_reports_a_thing_and_follows_what_becomes_of_it(
        make, browse, post, topic, place):
    target = {"posts": lambda: post.id, "people": lambda: post.author_id,
              "cases": lambda: make.case(status="published").id,
              "files": lambda: file_in(make, topic).id}[place]()
    window = browse(make.person("Rita Riporta"))
    assert "What is wrong?" in window.get(f"/{place}/{target}/report").text
    answer = window.post(f"/{place}/{target}/report", data={"reason": "spam", "note": "Look."},
                         follow_redirects=True)
    db.session.rollback()
    number = db.session.scalars(select(Report)).one().number
    assert f"Your report has the number {number}" in answer.text
    assert "It waits for a moderator." in answer.text
    item = db.session.scalars(select(ReviewItem)).one()
    assert (item.kind, item.target_id, item.reason) == (
        {"posts": "post", "cases": "case", "people": "person", "files": "file"}[place],
        target, "spam")


def file_in(make, topic):
    author = make.person("Fabio File")
    file = keep_file(author, name="list.txt", media_type="text/plain", content=b"Names of clients")
    with quietly():
        write_post(author, topic, source="See the list.", language="en",
                   files=[Attachment(file, "")])
    return file


def test_posts_cases_and_profiles_of_others_lead_to_the_form_and_ones_own_do_not(
        make, browse, post, topic):
    case = make.case(status="published")
    window = browse(make.person())
    assert f'href="/posts/{post.id}/report"' in window.get(f"/topics/{topic.id}-{topic.slug}").text
    assert f'href="/cases/{case.id}/report"' in window.get(f"/cases/{case.id}-{case.slug}").text
    assert f'href="/people/{post.author_id}/report"' in window.get(f"/people/{post.author_id}").text
    own = browse(post.author)
    assert f"/posts/{post.id}/report" not in own.get(f"/topics/{topic.id}-{topic.slug}").text
    answer = own.get(f"/posts/{post.id}/report")
    assert answer.status_code == 403
    assert "you can change or delete it yourself" in answer.text


@pytest.mark.parametrize("sent, sentence", [
    ({}, "Please choose what is wrong."),
    ({"reason": "nonsense"}, "Please choose what is wrong."),
    ({"reason": "other", "note": " "}, "Please say what it is."),
    ({"reason": "rude", "note": "Kept words " + "x" * 2000}, "A note has at most 2000 characters."),
])
def test_a_report_that_lacks_something_comes_back_with_its_words(
        make, browse, post, sent, sentence):
    answer = browse(make.person()).post(f"/posts/{post.id}/report", data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert sent.get("note", "")[:10].strip() in answer.text
    db.session.rollback()
    assert not db.session.scalars(select(Report)).all()


def test_what_somebody_may_not_see_cannot_be_reported(make, browse):
    hidden = make.post(make.topic(make.space(visibility="private")))
    window = browse(make.person())
    assert window.get(f"/posts/{10**12}/report").status_code == 404
    for path in (f"/posts/{hidden.id}/report", "/posts/999/report", "/files/1/report"):
        assert window.get(path).status_code == 404
        assert window.post(path, data={"reason": "spam"}).status_code == 404


def test_a_visitor_reports_public_things_and_is_answered_by_mail_without_their_words(
        make, browse, post, letters, run_jobs):
    window = browse()
    page = window.get(f"/posts/{post.id}/report")
    assert 'name="email"' in page.text
    answer = window.post(f"/posts/{post.id}/report", data={
        "reason": "other", "note": "You are fools, buy now", "email": "anna@example.org"})
    assert answer.location == f"/posts/{post.id}"
    (letter,) = letters()
    assert letter["To"] == "anna@example.org"
    assert "R-" in letter["Subject"] and "fools" not in said_in(letter)
    db.session.rollback()
    decide_item(make.granted("administrator"), item_of(post), Ruling(outcome="keep"))
    assert "lets it stand" in said_in(letters()[-1])
    assert window.post(f"/posts/{post.id}/report", data={
        "reason": "rude", "email": "no address"}).status_code == 422


def test_a_second_report_of_the_same_person_changes_the_first(make, post, known):
    rita = known()
    report(rita, of(post), "off_topic", note="Elsewhere")
    report(rita, of(post), "personal_data", note="Worse")
    (only,) = db.session.scalars(select(Report))
    assert (only.reason, only.note) == ("personal_data", "Worse")
    assert (item_of(post).report_count, item_of(post).reason) == (1, "personal_data")


def test_what_a_moderator_kept_is_not_reported_again_until_it_changes(make, browse, post, known):
    rita = make.person("Rita Riporta")
    report(rita, of(post), "rude")
    decide_item(make.granted("administrator"), item_of(post), Ruling(outcome="keep"))
    answer = browse(rita).post(f"/posts/{post.id}/report", data={"reason": "rude"})
    assert answer.status_code == 403
    assert "a moderator has looked at it on" in answer.text
    for _ in range(5):
        report(known(), of(post))
    assert not post.withheld, "what was kept is hidden by no number of reports"


def test_two_known_members_hide_personal_data_and_all_are_told(
        make, browse, post, topic, run_jobs, letters, known):
    rita, carla = known("Rita Riporta"), known("Carla Nota")
    report(rita, of(post))
    assert not post.withheld
    report(carla, of(post))
    assert post.withheld == "hidden"
    (letter,) = letters()
    assert letter["To"] == post.author.email
    said = said_in(letter)
    assert "It is hidden until a moderator has looked at it" in said
    assert "By the program" in said
    assert "Rita" not in said and "Carla" not in said and "diabetes" not in said
    page = browse().get(f"/topics/{topic.id}-{topic.slug}").text
    assert "This post is hidden until a moderator has looked at it." in page
    assert "diabetes" not in page
    assert "What you reported is hidden" in browse(rita).get("/inbox").text
    inbox = browse(post.author).get("/inbox").text
    assert "A post of yours is hidden" in inbox
    decision = db.session.scalars(select(ModerationDecision)).one()
    statement = browse(post.author).get(f"/me/decisions/{decision.id}").text
    assert "diabetes" in statement, "its author sees their own words"
    for text in (inbox, statement):
        assert "Rita" not in text and "Carla" not in text
    assert browse(rita).get(f"/me/decisions/{decision.id}").status_code == 404


def test_other_reasons_need_three_and_new_members_alone_hide_nothing(make, post, topic, known):
    for _ in range(2):
        report(known(), of(post), "spam")
    assert not post.withheld
    report(known(), of(post), "spam")
    assert post.withheld == "hidden"
    other = make.post(topic, post.author)
    for _ in range(12):
        report(make.person(), of(other))
    assert not other.withheld


def test_who_was_right_before_counts_more_and_a_few_cannot_go_after_somebody(make, topic, known):
    right, admin = known(), make.granted("administrator")
    for _ in range(2):
        post = make.post(topic, make.person())
        report(right, of(post))
        decide_item(admin, item_of(post), Ruling(outcome="remove", ground="rude", facts=FACTS))
    post = make.post(topic, make.person())
    report(right, of(post))
    assert post.withheld == "hidden", "right twice: one report of personal data is enough"
    victim, pair = make.person("Vito Vittima"), (known(), known())
    hidden = 0
    for _ in range(5):
        post = make.post(topic, victim)
        for person in pair:
            report(person, of(post))
        hidden += bool(post.withheld)
    assert hidden == 1, "the second report against the same author within a week weighs half"


def test_cases_people_and_files_are_never_hidden_by_reports(make, topic, known):
    case, file = make.case(status="published"), file_in(make, topic)
    someone = make.person()
    for _ in range(6):
        person = known()
        for thing in (("case", case.id), ("person", someone.id), ("file", file.id)):
            report(person, thing)
    assert case.status == "published" and someone.active
    assert get_thing(person, "file", file.id)


def test_nobody_learns_from_log_export_or_pages_who_reported(make, browse, post, topic, known):
    rita = known("Rita Riporta")
    report(rita, of(post), note="Rita was here")
    assert all(entry.actor_id is None for entry in db.session.scalars(
        select(AuditEntry).where(AuditEntry.act == "report.made")))
    exported = str(export_all(db.session.get(Person, post.author_id)).get("moderation"))
    assert "Rita" not in exported and "reporter" not in exported
    assert "Rita was here" in str(export_all(rita)["moderation"])
    window = browse(post.author)
    for path in (f"/topics/{topic.id}-{topic.slug}", f"/posts/{post.id}/history", "/me", "/inbox",
                 "/me/reports", f"/api/v1/topics/{topic.id}/posts"):
        assert not re.search(r"Rita Riporta|report_count", window.get(path).text), path


def test_reports_are_limited_in_number(make, browse, post):
    window = browse(make.person())
    limiter.enabled = True
    try:
        answers = [window.post(f"/posts/{post.id}/report", data={"reason": "spam"}).status_code
                   for _ in range(11)]
    finally:
        limiter.enabled = False
        limiter.reset()
    assert answers == [302] * 10 + [429]
