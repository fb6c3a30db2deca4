"""Decisions: what becomes of what was reported, and what its author and reporters hear."""
import pytest
from sqlalchemy import select

from cop.base.audit import AuditEntry
from cop.base.db import db
from cop.base.mail import Letter
from cop.discussions.models.revisions import Revision, WithheldText
from cop.discussions.models.topics import Post
from cop.discussions.service.edits import edit_post
from cop.moderation.models.decisions import ModerationDecision
from cop.moderation.models.items import Report
from tests.http.moderation.conftest import FACTS, item_of, of, report
from tests.letters import said_in

AGAINST = {"ground": "personal_data", "facts": FACTS}


@pytest.fixture
def reporter(make):
    return make.person("Rita Riporta")


@pytest.fixture
def item(post, reporter):
    report(reporter, of(post))
    return item_of(post).id


def fresh(kind, number):
    db.session.rollback()
    return db.session.get(kind, number)


def test_a_moderator_hides_a_post_in_one_step_and_both_sides_hear_why(
        make, browse, post, topic, item, moderator, reporter, letters):
    answer = browse(moderator).post(f"/moderation/items/{item}/decide",
                                    data={"outcome": "remove", **AGAINST})
    assert answer.location == "/moderation"
    (letter,) = letters()
    said = said_in(letter)
    for words in ("Your post is out of sight.", FACTS, "no personal data of jobseekers",
                  "By a moderator, not by a machine.", "How to object", "/decisions/"):
        assert words in said
    assert letter["To"] == post.author.email
    for name in ("Rita", "Mara", "diabetes"):
        assert name not in said
    page = browse().get(f"/topics/{topic.id}-{topic.slug}").text
    assert "A moderator took this post out of sight." in page and "diabetes" not in page
    outcome = browse(reporter).get("/me/reports").text
    assert "did something about it. Thank you." in outcome and FACTS not in outcome
    assert "A moderator looked at what you reported" in browse(reporter).get("/inbox").text
    decision = db.session.scalars(select(ModerationDecision)).one()
    mine = browse(post.author).get(f"/me/decisions/{decision.id}").text
    assert FACTS in mine and "diabetes" in mine and "Rita" not in mine and "Mara" not in mine
    assert browse(make.person()).get(f"/me/decisions/{decision.id}").status_code == 404


def test_the_author_hears_in_their_language(make, browse, topic, moderator, letters):
    post = make.post(topic, make.person("Aldo", interface_language="it"))
    report(make.person(), of(post), "rude")
    browse(moderator).post(f"/moderation/items/{item_of(post).id}/decide",
                           data={"outcome": "remove", "ground": "rude", "facts": FACTS})
    said = said_in(letters()[-1])
    assert "Il tuo intervento non è più visibile." in said and FACTS in said


def test_what_stands_is_shown_again_and_its_author_hears_that(
        make, browse, post, topic, known, moderator, letters):
    for _ in range(2):
        report(known(), of(post))
    assert post.withheld == "hidden"
    browse(moderator).post(f"/moderation/items/{item_of(post).id}/decide", data={"outcome": "keep"})
    assert "diabetes" in browse().get(f"/topics/{topic.id}-{topic.slug}").text
    assert "lets it stand" in said_in(letters()[-1])
    assert {each.outcome for each in db.session.scalars(select(Report))} == {"not_upheld"}


@pytest.mark.parametrize("sent, sentence", [
    ({}, "Please choose what can be decided here."),
    ({"outcome": "release"}, "Please choose what can be decided here."),
    ({"outcome": "remove", "facts": FACTS}, "Please choose the rule or the law this stands on."),
    ({"outcome": "remove", "ground": "law", "facts": FACTS}, "Please name the law."),
    ({"outcome": "remove", "ground": "rude", "facts": "Kept"}, "Please tell the author"),
])
def test_a_decision_without_its_reasons_comes_back_with_its_words(
        browse, post, item, moderator, sent, sentence):
    answer = browse(moderator).post(f"/moderation/items/{item}/decide", data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text and sent.get("facts", "") in answer.text
    assert not fresh(Post, post.id).withheld


def test_personal_data_goes_from_versions_letters_and_index(
        make, browse, topic, moderator, reporter, run_jobs, app):
    author = make.person("Aldo Autore")
    post = make.post(topic, author, source="Mario Rossi has diabetes.")
    edit_post(moderator, post, source="Mario Rossi, 44, has diabetes.")
    waiting = Letter(recipient="a@example.org", subject="Rossi", body="Mario Rossi", kind="x",
                     message_id="<x@y>", about=f"post:{post.id}")
    db.session.add(waiting)
    report(reporter, of(post))
    run_jobs()
    assert f"/posts/{post.id}" in browse().get("/search?q=diabetes").text
    window, path = browse(moderator), f"/moderation/items/{item_of(post).id}/decide"
    page = window.post(path, data={"outcome": "redact", **AGAINST})
    assert page.status_code == 200 and "Mario Rossi, 44, has diabetes." in page.text
    assert FACTS in page.text
    empty = window.post(path, data={"outcome": "redact", "source": " ", **AGAINST})
    assert empty.status_code == 422
    window.post(path, data={"outcome": "redact", "source": "A client has an illness.", **AGAINST})
    run_jobs()
    assert "A client has an illness." in browse().get(f"/topics/{topic.id}-{topic.slug}").text
    for path in (f"/topics/{topic.id}-{topic.slug}", f"/posts/{post.id}/history",
                 f"/api/v1/topics/{topic.id}/posts"):
        assert "Rossi" not in browse(author).get(path).text, path
    assert f"/posts/{post.id}" not in browse().get("/search?q=diabetes").text
    assert all(not each.source for each in db.session.scalars(select(Revision)))
    assert not db.session.scalars(select(WithheldText)).all()
    letter = fresh(Letter, waiting.id)
    assert (letter.outcome, letter.body, letter.subject) == ("outdated", "", "")


def test_several_are_decided_at_once_and_those_of_others_are_left(
        make, browse, topic, moderator, reporter):
    posts = [make.post(topic, make.person()) for _ in range(3)]
    for each in posts:
        report(reporter, of(each), "spam")
    ids = [item_of(each).id for each in posts]
    browse(make.moderator(topic.space, "Nino Altro")).post(f"/moderation/items/{ids[0]}/claim")
    db.session.rollback()
    elsewhere = make.post(make.topic())
    report(reporter, of(elsewhere), "spam")
    window = browse(moderator)
    page = window.post("/moderation/decide", data={
        "item": [*ids, item_of(elsewhere).id], "outcome": "remove", "ground": "spam",
        "facts": "This is advertising."}, follow_redirects=True).text
    assert "2 are decided." in page and f"of their own: {ids[0]}" in page
    db.session.rollback()
    assert [bool(fresh(Post, each.id).withheld) for each in (*posts, elsewhere)] == [
        False, True, True, False]
    assert window.post("/moderation/decide", data={"outcome": "keep"}).status_code == 422
    refused = browse(make.person()).post("/moderation/decide", data={"outcome": "keep"})
    assert refused.status_code == 403 and "The queue is for moderators" in refused.text
    assert window.post("/moderation/decide", data={
        "item": ids, "outcome": "remove", "facts": "No ground given."}).status_code == 422


def test_a_case_goes_out_of_sight_and_a_file_goes_for_good(make, browse, topic):
    case = make.case(status="published")
    report(make.person(), ("case", case.id), "other", note="Copied from a book.")
    db.session.commit()
    admin = browse(make.granted("administrator"))
    number = admin.get("/moderation?kind=case").text.split('/moderation/items/')[1].split('"')[0]
    admin.post(f"/moderation/items/{number}/decide", data={
        "outcome": "remove", "ground": "law", "law": "Copyright law", "facts": "It is a copy."})
    assert browse().get(f"/cases/{case.id}").status_code in (404, 410)


def test_deeds_of_moderators_are_in_the_audit_log_in_numbers(browse, post, item, moderator):
    window = browse(moderator)
    window.post(f"/moderation/items/{item}/claim")
    window.post(f"/moderation/items/{item}/notes", data={"text": "Secret words"})
    window.post(f"/moderation/items/{item}/decide", data={"outcome": "remove", **AGAINST})
    db.session.rollback()
    entries = db.session.scalars(select(AuditEntry)).all()
    acts = {entry.act: entry for entry in entries}
    assert {"report.made", "review.claimed", "review.noted", "review.remove"} <= set(acts)
    assert acts["review.remove"].actor_id == moderator.id
    assert "Secret" not in str([entry.facts for entry in entries])
    assert FACTS not in str([entry.facts for entry in entries])
