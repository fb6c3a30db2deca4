"""A blind member reports a barrier and somebody's personal data; a moderator acts at once (S11).

The same with the keyboard alone and before axe: tests/browser/test_report.py."""
import csv
import io
import re
from datetime import timedelta

import pytest
from flask_security.utils import hash_password
from sqlalchemy import select

from cop.base.clock import at, now
from cop.base.db import db
from cop.discussions.models.revisions import Revision
from cop.discussions.service.edits import edit_post
from cop.moderation.models.decisions import ModerationDecision

FACTS = "The post named a client in full and said what illness they have."


@pytest.fixture
def davide(make):
    return make.person("Davide Conti", interface_language="it", email="davide@example.org",
                       password=hash_password("a long password"))


def test_from_the_barrier_to_the_answered_objection(make, browse, topic, davide, letters):
    german = make.post(topic, make.person("Karl"), source="Das geht bei uns auch.", language="de")
    author = make.person("Aldo Autore", email="aldo@example.org")
    leak = make.post(topic, author, source="Mario Rossi, 44, hat Diabetes. Visita.", language="it")
    with at(now() + timedelta(hours=1)):
        edit_post(author, leak, source="Mario Rossi, 44 anni, ha il diabete.", language="it")
    paolo, anna = make.moderator(topic.space, "Paolo Curti"), make.moderator(topic.space, "Anna")
    admin, address = make.granted("administrator"), f"/topics/{topic.id}-{topic.slug}"

    # He signs in, reads the thread; the language of foreign posts is announced.
    window = browse()
    window.post("/login", data={"email": davide.email, "password": "a long password"})
    page = window.get(address).text
    assert re.search(r'<div class="prose" lang="de"', page) and german.id
    for path in ("/", address, "/search", "/me/reports"):
        assert 'href="/accessibility"' in window.get(path).text, "in the footer of every page"

    # The barrier: no puzzle, a number and a due date, on the screen and by letter.
    form = window.get("/accessibility").text
    assert "captcha" not in form.lower() and 'http-equiv="refresh"' not in form.lower()
    answer = window.post("/accessibility", data={
        "text": "Il grafico non ha una descrizione.", "page": address,
        "email": davide.email}, follow_redirects=True)
    due = (now() + timedelta(days=30)).date()
    assert "A-" in answer.text and f"{due.day} " in answer.text
    (told,) = letters()
    assert told["To"] == davide.email and f"{due.day} " in told.get_content()

    # The personal data: reported, hidden in one step.
    assert f'href="/posts/{leak.id}/report"' in window.get(address).text
    window.post(f"/posts/{leak.id}/report", data={"reason": "personal_data"})
    chair = browse(paolo)
    queue = chair.get("/moderation?reason=personal_data").text
    number = re.search(r"/moderation/items/(\d+)", queue)[1]
    assert chair.post(f"/moderation/items/{number}/decide", data={
        "outcome": "remove", "ground": "personal_data", "facts": FACTS}).status_code == 302
    reasons = letters()[-1]
    assert reasons["To"] == author.email
    for words in (FACTS, "How to object", "no personal data of jobseekers"):
        assert words in reasons.get_content()
    assert "Davide" not in reasons.get_content() and "Rossi" not in reasons.get_content()

    # It is gone from pages, versions, search, the API and letters that wait.
    for reader in (browse(), window, browse(author)):
        for path in (address, f"/posts/{leak.id}/history", "/search?q=diabete",
                     f"/api/v1/topics/{topic.id}/posts"):
            assert "Rossi" not in reader.get(path).text, path
    assert "è intervenuta" in window.get("/me/reports").text

    # Its author objects; another moderator answers with the words taken out instead.
    path = re.search(r"http://localhost(/decisions/\S+)", reasons.get_content())[1]
    assert "Davide" not in browse(author).get(path).text
    browse().post(f"{path}/appeal", data={"text": "The rest of my post is useful to others."})
    other = browse(anna)
    appeal = re.search(r"/moderation/items/(\d+)", other.get("/moderation?kind=appeal").text)[1]
    other.post(f"/moderation/items/{appeal}/answer", data={
        "outcome": "upheld", "answer": "Please write it again without the client."})
    told = [letter for letter in letters() if letter["To"] == author.email][-1]
    assert "the decision stands" in told.get_content()

    # The defect is mended; both tickets are there for the yearly review.
    desk = browse(admin)
    ticket = re.search(r"/admin/accessibility/(\d+)/done", desk.get("/admin/accessibility").text)[1]
    desk.post(f"/admin/accessibility/{ticket}/done")
    assert "Il grafico" not in desk.get("/admin/accessibility").text
    rows = list(csv.DictReader(io.StringIO(desk.get("/moderation/items.csv?decided=1").get_data()
                                           .decode("utf-8-sig"))))
    assert {row["kind"]: row["outcome"] for row in rows} == {
        "barrier": "", "post": "remove", "appeal": ""}
    assert all(row["decided"] for row in rows)
    db.session.rollback()
    decision = db.session.scalars(select(ModerationDecision)).one()
    assert decision.created_at - decision.item.created_at < timedelta(hours=24)


def test_words_that_are_taken_out_leave_no_trace(make, browse, topic, run_jobs):
    author = make.person("Aldo Autore")
    leak = make.post(topic, author, source="Mario Rossi has diabetes. We found him a job.")
    paolo = browse(make.moderator(topic.space, "Paolo Curti"))
    browse(make.person()).post(f"/posts/{leak.id}/report", data={"reason": "personal_data"})
    number = re.search(r"/moderation/items/(\d+)", paolo.get("/moderation").text)[1]
    paolo.post(f"/moderation/items/{number}/decide", data={
        "outcome": "redact", "ground": "personal_data", "facts": FACTS,
        "source": "Somebody with an illness: we found them a job."})
    run_jobs()
    page = browse().get(f"/topics/{topic.id}-{topic.slug}").text
    assert "we found them a job" in page and "Rossi" not in page
    assert "Rossi" not in browse().get("/search?q=illness+job").text
    db.session.rollback()
    assert all("Rossi" not in each.source for each in db.session.scalars(select(Revision)))
