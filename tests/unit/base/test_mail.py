"""Letters leave through a real mail server, wait while it is down, and spare dead addresses."""
import asyncio
import smtplib
import socket
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import func, select

from cop.base import mail
from cop.base.clock import at, now
from cop.base.db import db
from cop.base.jobs import Job, count_parked
from cop.base.mail import Letter, Post, Suppression, suppress, write_letter


class Office:
    """Takes letters as a mail server does; `answers` are what it says to an address."""

    def __init__(self):
        self.taken = []
        self.answers = {}

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server, _session, envelope):
        await asyncio.sleep(0)
        self.taken.append((envelope.mail_from, envelope.rcpt_tos,
                           message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def use_post(app):
    """Let letters leave by this address, for one test."""
    before = mail._post.get()

    def use(url):
        mail.use(Post(url, "cop@example.org"))

    yield use
    mail.use(before)


@pytest.fixture
def office(port, use_post):
    use_post(f"smtp://127.0.0.1:{port}")
    office = Office()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    yield office
    controller.stop()


def write(recipient="ada@example.org", subject="Perché no?", body="Così è.\nCiao", **more):
    write_letter(recipient, subject=subject, body=body, kind="test", **more)


def the_letter():
    db.session.rollback()
    return db.session.scalars(select(Letter)).one()


def test_a_letter_reaches_the_server_as_it_was_written(office, run_jobs):
    write()
    run_jobs()
    (sender, recipients, message), = office.taken
    assert (sender, recipients) == ("cop@example.org", ["ada@example.org"])
    assert message["Subject"] == "Perché no?" and message["From"] == "cop@example.org"
    assert message.get_content().splitlines() == ["Così è.", "Ciao"]
    assert message.get_content_type() == "text/plain"
    assert message["Auto-Submitted"] == "auto-generated" and message["Date"]
    letter = the_letter()
    assert message["Message-ID"] == letter.message_id and letter.sent_at and not letter.refused


def test_a_letter_is_sent_once(office, run_jobs):
    write()
    run_jobs()
    mail.send_letter(the_letter().id)
    run_jobs()
    assert len(office.taken) == 1


def test_a_letter_that_is_rolled_back_is_not_sent(office, run_jobs):
    write()
    db.session.rollback()
    run_jobs()
    assert office.taken == []


def test_a_subject_stays_on_its_line(office, run_jobs):
    write(subject="Hello\r\nBcc: everybody@example.org\nX: y")
    run_jobs()
    (_, recipients, message), = office.taken
    assert message["Subject"] == "Hello Bcc: everybody@example.org X: y"
    assert message["Bcc"] is None and recipients == ["ada@example.org"]


def test_letters_wait_while_the_server_is_down(port, use_post, run_jobs):
    use_post(f"smtp://127.0.0.1:{port}")
    write()
    run_jobs()
    assert the_letter().sent_at is None and not the_letter().refused
    assert db.session.scalar(select(Job.last_error)).startswith("ConnectionRefusedError")
    office = Office()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    with at(now() + timedelta(minutes=1)):
        run_jobs()
    controller.stop()
    assert len(office.taken) == 1 and the_letter().sent_at


def test_a_refused_recipient_is_noted_and_not_tried_again(office, run_jobs):
    office.answers["ada@example.org"] = "554 5.7.1 not from you"
    write()
    run_jobs()
    assert office.taken == [] and the_letter().refused == "554 5.7.1 not from you"
    assert the_letter().sent_at is None
    assert db.session.scalar(select(func.count(Job.id))) == 0
    assert db.session.scalar(select(func.count(Suppression.id))) == 0


def test_an_address_that_does_not_exist_is_not_written_to_again(office, run_jobs):
    office.answers["ada@example.org"] = "550 5.1.1 no such user"
    write()
    run_jobs()
    office.answers.clear()
    write("Ada@Example.org")
    write("bruno@example.org")
    run_jobs()
    assert [recipients for _, recipients, _ in office.taken] == [["bruno@example.org"]]
    refused = db.session.scalars(select(Letter.refused).order_by(Letter.id)).all()
    assert refused == ["550 5.1.1 no such user", "550 5.1.1 no such user", ""]


def test_a_recipient_refused_for_now_is_tried_again(office, run_jobs):
    office.answers["ada@example.org"] = "451 4.7.1 greylisted"
    write()
    run_jobs()
    assert not the_letter().refused and count_parked() == 0
    office.answers.clear()
    with at(now() + timedelta(minutes=1)):
        run_jobs()
    assert len(office.taken) == 1 and the_letter().sent_at


def test_who_asked_for_silence_gets_no_letter(office, run_jobs):
    suppress("Ada@example.org", "asked for it")
    suppress("ada@example.org", "asked again")
    write()
    run_jobs()
    assert office.taken == [] and the_letter().refused == "asked for it"


def test_without_a_way_out_letters_stay_in_the_box(use_post, run_jobs):
    use_post("")
    write()
    run_jobs()
    assert the_letter().sent_at is None and count_parked() == 0


@pytest.mark.parametrize("url", ["file://{}/post%20box", "file://localhost{}/post%20box",
                                 "file://post%20box"])
def test_letters_can_be_laid_into_a_folder(use_post, run_jobs, tmp_path, monkeypatch, url):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "post box"
    use_post(url.format(tmp_path))
    write()
    run_jobs()
    (file,) = folder.glob("*.eml")
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert message["Subject"] == "Perché no?" and message["To"] == "ada@example.org"


def test_letters_of_one_application_do_not_leave_through_another(app, run_jobs, letters):
    write()
    assert [letter["Subject"] for letter in letters()] == ["Perché no?"]


def test_a_server_without_encryption_gets_no_password(port, use_post, run_jobs, office):
    use_post(f"smtp://name:secret@127.0.0.1:{port}?starttls")
    write()
    run_jobs()
    assert office.taken == []
    error = db.session.scalar(select(Job.last_error))
    assert smtplib.SMTPNotSupportedError.__name__ in error and "secret" not in error
