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


def test_many_are_tried_again_at_once(admin, make):
    jobs = [park(number) for number in range(3)]
    db.session.commit()
    ids = [job.id for job in jobs]
    answer = admin.post("/admin/jobs/again", data={"job": ids[:2]}, follow_redirects=True)
    assert "2 jobs will be tried again" in answer.text and "Jobs (1)" in answer.text
    db.session.rollback()
    assert [job.id for job in Job.query.where(Job.parked_at.is_not(None))] == ids[2:]
    assert AuditEntry.query.filter_by(act="job.tried_again").count() == 2


def test_all_of_a_kind_are_dropped_at_once_and_it_is_in_the_log(admin, make):
    for number in range(25):
        park(number)
    other = add(Job(name="files.forget", arguments={}, parked_at=now()))
    db.session.commit()
    page = admin.get("/admin/jobs?kind=mail.send").text
    assert "All of this kind (25)" in page and "files.forget</code> (1)" in page
    answer = admin.post("/admin/jobs/drop", data={"every": "mail.send"}, follow_redirects=True)
    assert "25 jobs are dropped" in answer.text
    db.session.rollback()
    assert Job.query.where(Job.parked_at.is_not(None)).one().id == other.id
    assert AuditEntry.query.filter_by(act="job.dropped").count() == 25


def test_letters_whose_job_is_dropped_are_given_up(admin):
    for number in range(3):
        write_letter(f"r{number}@example.org", subject="Hello", body="A secret link.",
                     kind="welcome")
    db.session.flush()
    waiting = [each.id for each in Letter.query.order_by(Letter.id)]
    Job.query.delete()
    park(waiting[0])
    add(Job(name="mail.send_many", arguments={"letter_ids": waiting[1:2]}, parked_at=now()))
    park(10**6)
    db.session.commit()
    for kind in ("mail.send", "mail.send_many"):
        admin.post("/admin/jobs/drop", data={"every": kind})
    db.session.rollback()
    found = Letter.query.order_by(Letter.id).all()
    assert [each.outcome for each in found] == ["dropped", "dropped", "waiting"]
    assert [each.body for each in found] == ["", "", "A secret link."]
    page = admin.post("/admin/mail/of", data={"address": "r0@example.org"})
    assert "Not sent: given up by the administration" in page.text


def test_a_letter_that_left_meanwhile_stays_sent(admin):
    letter = refuse()
    letter.outcome = "sent"
    db.session.flush()
    park(letter.id)
    db.session.commit()
    admin.post("/admin/jobs/drop", data={"every": "mail.send"})
    db.session.rollback()
    assert Letter.query.one().outcome == "sent"


def test_who_ticks_nothing_is_told(admin, make):
    park()
    db.session.commit()
    for address in ("/admin/jobs/again", "/admin/jobs/drop"):
        for given in ({}, {"job": "x"}, {"job": str(2**40)}):
            answer = admin.post(address, data=given)
            assert answer.status_code == 422 and "Please tick the jobs" in answer.text
    db.session.rollback()
    assert Job.query.count() == 1


def test_what_is_still_tried_cannot_be_dropped(admin, make):
    job = add(Job(name="mail.send", arguments={}))
    db.session.commit()
    assert admin.post("/admin/jobs/drop", data={"job": job.id}).status_code == 404
    assert admin.post("/admin/jobs/drop", data={"every": "mail.send"}).status_code == 404


def test_nobody_else_drops_jobs(browse, make):
    job = park()
    db.session.commit()
    for person, status in ((make.person(), 403), (None, 401)):
        assert browse(person).post("/admin/jobs/drop", data={"job": job.id}).status_code == status
    db.session.rollback()
    assert Job.query.count() == 1


def test_a_long_argument_is_told_in_short(browse, make):
    add(Job(name="mail.send_many", arguments={"letter_ids": list(range(200))}, parked_at=now()))
    page = browse(make.granted("administrator")).get("/admin/jobs").text
    assert "letter_ids = 0, 1, 2, … (200)" in page
