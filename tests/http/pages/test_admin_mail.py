"""Letters shown to administrators: the log of one address, and each letter as it would be."""
from datetime import timedelta

import pytest

from cop.base.audit import AuditEntry
from cop.base.clock import at, now
from cop.base.db import db
from cop.base.mail import Letter, write_letter
from cop.notifications.listeners.mailing import order_digests
from cop.notifications.service.telling import tell
from cop.pages.previews import PREVIEWS


@pytest.fixture
def admin(make):
    return make.granted("administrator", email="admin@example.org", languages=["en"],
                        themes=["outreach"])


def test_the_letters_of_somebody_are_shown_without_text_and_noted(browse, admin, make, run_jobs):
    ada = make.person(email="ada@example.org")
    for number in range(25):
        write_letter("Ada@example.org", subject="Private matter", body="A secret link.",
                     kind=f"kind-{number}", person_id=ada.id)
    write_letter("bruno@example.org", subject="Hello", body="x", kind="other")
    run_jobs()
    browser = browse(admin)
    page = browser.post("/admin/mail/of", data={"address": "ada@example.org"}).text
    assert "kind-24" in page and "kind-4<" not in page and "Sent" in page
    assert "Private matter" not in page and "secret" not in page and "bruno@" not in page
    after = page.split('name="after" value="')[1].split('"')[0]
    assert "kind-4<" in browser.post(
        "/admin/mail/of", data={"address": "ada@example.org", "after": after}).text
    db.session.rollback()
    first, second = AuditEntry.query.filter_by(act="letters.viewed")
    assert (first.actor_id, first.target_kind, first.target_id) == (admin.id, "people", ada.id)


@pytest.mark.parametrize("name", PREVIEWS)
def test_each_letter_is_shown_as_it_would_be_and_nothing_is_kept(browse, admin, make, name):
    with at(now() - timedelta(days=5)):
        order_digests()
    make.post(make.topic(themes=["outreach"]), source="We have **two** hundred.")
    tell([admin.id], "case_submitted", make.case(status="submitted"), key="case:1")
    page = browse(admin).get(f"/admin/mail/previews/{name}").text
    assert "admin@example.org" in page and "Message-ID" in page
    assert ("/change/…" in page) == (name == "new-address")
    assert Letter.query.count() == 0


def test_a_letter_is_shown_as_html_that_runs_nothing(browse, admin, make):
    make.post(make.topic(), source="We have **two** hundred.")
    browser = browse(admin)
    answer = browser.get("/admin/mail/previews/post/html")
    assert "<strong>two</strong>" in answer.text
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert 'class="button"' in browser.get("/admin/mail/previews/welcome/html").text
    assert browser.get("/admin/mail/previews/nothing/html").status_code == 404


def test_an_administrator_sends_a_letter_to_themselves(browse, admin, make, letters):
    make.post(make.topic())
    answer = browse(admin).post("/admin/mail/previews/post/send", follow_redirects=True)
    assert "on its way to admin@example.org" in answer.text
    letter, = letters()
    assert letter["To"] == "admin@example.org" and letter["Subject"].startswith("Re: ")
    db.session.rollback()
    assert AuditEntry.query.filter_by(act="letter.tried").one().facts == {"letter": "post"}


def test_what_there_is_nothing_about_is_said(browse, admin):
    for name in PREVIEWS:  # what a page links is there
        assert browse(admin).get(f"/admin/mail/previews/{name}").status_code == 200
    assert "nothing yet" in browse(admin).get("/admin/mail/previews/post").text
    assert browse(admin).get("/admin/mail/previews/post/html").status_code == 404
    assert browse(admin).post("/admin/mail/previews/post/send").status_code == 404
    assert browse(admin).get("/admin/mail/previews/none").status_code == 404


def test_nobody_else_looks_at_letters(browse, make):
    for browser in (browse(make.person()), browse(make.granted("data_officer"))):
        assert browser.get("/admin/mail").status_code == 403
        assert browser.post("/admin/mail/of", data={"address": "a@b.c"}).status_code == 403
        for address in ("post", "post/html"):
            assert browser.get(f"/admin/mail/previews/{address}").status_code == 403
        assert browser.post("/admin/mail/previews/post/send").status_code == 403
    db.session.rollback()
    assert Letter.query.count() == 0
