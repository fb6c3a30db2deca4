"""Jobs that were given up, and letters that were refused."""
import pytest

from cop.base.audit import AuditEntry
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.jobs import Job
from cop.base.mail import Letter, Suppression, write_letter


def park(number=0, **more):
    return add(Job(name="mail.send", arguments={"letter_id": number}, attempts=7,
                   parked_at=now(), last_error="OSError: no space left", **more))


def refuse(number=0):
    return add(Letter(kind="welcome", recipient=f"r{number}@example.org", subject="Welcome",
                      body="A secret link.", message_id=f"<{number}@here>",
                      refused="550 no such user"))


@pytest.fixture
def admin(browse, make):
    return browse(make.granted("administrator"))


def test_a_parked_job_says_why_it_was_given_up(browse, make):
    park(12)
    page = browse(make.granted("administrator")).get("/admin/jobs").text
    assert "OSError: no space left" in page
    assert "7 tries" in page
    assert "letter_id = 12" in page
    assert "Jobs (1)" in page


def test_jobs_that_are_still_tried_are_not_shown(browse, make):
    add(Job(name="mail.send", arguments={}, attempts=2, last_error="for now"))
    page = browse(make.granted("administrator")).get("/admin/jobs").text
    assert "Nothing was given up" in page
    assert "for now" not in page


def test_a_job_that_is_tried_again_is_done_with_all_its_tries(admin, make, letters):
    write_letter("ada@example.org", subject="Hello", body="There you are.", kind="test")
    job = Job.query.one()
    job.parked_at, job.attempts, job.last_error = now(), 7, "no way"
    db.session.commit()
    answer = admin.post(f"/admin/jobs/{job.id}/again", follow_redirects=True)
    assert "Nothing was given up" in answer.text
    assert [letter["To"] for letter in letters()] == ["ada@example.org"]
    db.session.rollback()
    (entry,) = AuditEntry.query.filter_by(act="job.tried_again")
    assert entry.facts == {"job": "mail.send"}


def test_a_job_that_is_not_parked_is_not_found(admin, make):
    job = add(Job(name="mail.send", arguments={}))
    db.session.commit()
    assert admin.post(f"/admin/jobs/{job.id}/again").status_code == 404
    assert admin.post(f"/admin/jobs/{2**40}/again").status_code == 404


def test_refused_letters_show_their_receiver_and_never_their_text(browse, make):
    refuse()
    page = browse(make.granted("administrator")).get("/admin/mail").text
    assert "r0@example.org" in page
    assert "550 no such user" in page
    assert "A secret link." not in page


def test_a_letter_to_a_dead_address_appears_among_the_refused(browse, make, run_jobs):
    add(Suppression(address="gone@example.org", reason="The mailbox is closed."))
    write_letter("gone@example.org", subject="Hello", body="Are you there?", kind="test")
    run_jobs()
    page = browse(make.granted("administrator")).get("/admin/mail").text
    assert "gone@example.org" in page
    assert "The mailbox is closed." in page


def test_long_lists_go_on_from_page_to_page(browse, make, count_queries):
    for number in range(25):
        refuse(number)
        park(number)
    admin = browse(make.granted("administrator"))
    for address, first, last in (("/admin/mail", "r24@", "r0@"),
                                 ("/admin/jobs", "letter_id = 24", "letter_id = 0<")):
        with count_queries(at_most=8):
            page = admin.get(address).text
        assert first in page
        assert last not in page
        older = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        assert last in admin.get(older).text


@pytest.mark.parametrize("address", ["/admin/jobs", "/admin/mail"])
def test_only_administrators_look_after_them(browse, make, address):
    assert browse().get(address).status_code == 302
    assert browse(make.person()).get(address).status_code == 403


def test_nobody_else_tries_a_job_again(browse, make):
    job = park()
    assert browse(make.granted("data_officer")).post(
        f"/admin/jobs/{job.id}/again").status_code == 403
    db.session.rollback()
    assert Job.query.one().parked_at is not None
