"""Letters leave through a real mail server, wait while it is down, and spare dead addresses."""
import asyncio
import smtplib
import socket
import ssl
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import func, select

from cop.base import mail
from cop.base.clock import at, now
from cop.base.db import db
from cop.base.jobs import Job, count_parked
from cop.base.mail import Letter, Post, Suppression, note_bounce, suppress, write_letter
from cop.base.mail_bulk import send_left
from cop.base.site import decide


class Office:
    """Takes letters as a mail server does; `answers` are what it says to an address."""

    def __init__(self):
        self.taken = []
        self.answers = {}
        self.peers = set()

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server, session, envelope):
        self.peers.add(session.peer)
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


@pytest.fixture
def safe_office(port, use_post, tmp_path, monkeypatch):
    """A server with a certificate of an authority that this process trusts, or does not."""
    authority, certificate = make_certificates(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)

    @contextmanager
    def run(scheme, *, trusted):
        use_post(f"{scheme}://localhost:{port}")
        monkeypatch.setenv("SSL_CERT_FILE", str(authority if trusted else tmp_path / "none"))
        secure = {"ssl_context": context} if scheme == "smtps" else {
            "tls_context": context, "require_starttls": True}
        office = Office()
        controller = Controller(office, hostname="localhost", port=port, **secure)
        controller.start()
        yield office
        controller.stop()

    return run


def make_certificates(folder):
    """An authority, and a certificate of its for this host with the key: files in PEM."""
    key, own_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = certify("Authority", key, "Authority", key)
    own = certify("localhost", own_key, "Authority", key)
    pem = serialization.Encoding.PEM
    (folder / "authority.pem").write_bytes(authority.public_bytes(pem))
    (folder / "own.pem").write_bytes(own.public_bytes(pem) + own_key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return folder / "authority.pem", folder / "own.pem"


def certify(name, key, issuer, issuer_key):
    def named(common_name):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])

    begin, is_authority = datetime.now(UTC) - timedelta(hours=1), name == issuer
    return (x509.CertificateBuilder().subject_name(named(name)).issuer_name(named(issuer))
            .public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(begin).not_valid_after(begin + timedelta(days=2))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()),
                           critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(
                issuer_key.public_key()), critical=False)
            .add_extension(x509.KeyUsage(
                digital_signature=True, key_cert_sign=is_authority, crl_sign=is_authority,
                content_commitment=False, key_encipherment=False, data_encipherment=False,
                key_agreement=False, encipher_only=False, decipher_only=False), critical=True)
            .sign(issuer_key, hashes.SHA256()))


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
    assert message["Subject"] == "Perché no?" and message["From"] == "cop <cop@example.org>"
    assert message.get_content().splitlines() == ["Così è.", "Ciao"]
    assert message.get_content_type() == "text/plain"
    assert message["Auto-Submitted"] == "auto-generated" and message["Date"]
    letter = the_letter()
    assert message["Message-ID"] == letter.message_id and letter.sent_at and not letter.refused


def test_an_address_of_any_script_is_written_to(office, run_jobs):
    write("jürgen@example.org")
    run_jobs()
    assert office.taken[0][1] == ["jürgen@example.org"]


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


def test_what_was_written_without_a_way_out_leaves_once_there_is_one(use_post, office, run_jobs):
    """On the first day, or after a restore that was looked at first; never twice."""
    way = mail._post.get()
    with at(now() - timedelta(days=8)):
        write("long-ago@example.org")
        db.session.commit()
    write()
    use_post("")
    run_jobs()
    send_left()
    run_jobs()
    assert office.taken == []
    mail.use(way)
    write("new@example.org")
    send_left()
    send_left()
    run_jobs()
    assert [recipients for _sender, recipients, _message in office.taken] == [
        ["new@example.org"], ["ada@example.org"]]
    db.session.rollback()
    outcomes = db.session.execute(select(Letter.recipient, Letter.outcome)).all()
    assert dict(map(tuple, outcomes)) == {
        "long-ago@example.org": "dropped", "ada@example.org": "sent", "new@example.org": "sent"}


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
    use_post(f"smtp+starttls://name:secret@127.0.0.1:{port}")
    write()
    run_jobs()
    assert office.taken == []
    error = db.session.scalar(select(Job.last_error))
    assert smtplib.SMTPNotSupportedError.__name__ in error and "secret" not in error


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_letters_travel_encrypted_to_whom_one_can_trust(safe_office, run_jobs, scheme):
    with safe_office(scheme, trusted=True) as office:
        write()
        run_jobs()
        assert len(office.taken) == 1
    mail.hang_up()


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_a_certificate_that_nobody_vouches_for_gets_no_letter(safe_office, run_jobs, scheme):
    with safe_office(scheme, trusted=False) as office:
        write()
        run_jobs()
        assert office.taken == []
    assert "CERTIFICATE_VERIFY_FAILED" in db.session.scalar(select(Job.last_error))
    assert the_letter().outcome == "waiting"


def test_letters_that_wait_together_go_over_one_line(office, run_jobs):
    office.answers["gone@example.org"] = "550 5.1.1 no such user"
    for name in ("ada", "gone", "bruno", "carla"):
        write(f"{name}@example.org")
    run_jobs()
    assert len(office.taken) == 3 and len(office.peers) == 1
    write()
    run_jobs()
    assert len(office.peers) == 2


def test_a_line_that_was_cut_is_opened_again(port, app):
    office, post = Office(), Post(f"smtp://127.0.0.1:{port}", "cop@example.org")
    for _ in range(2):
        controller = Controller(office, hostname="127.0.0.1", port=port)
        controller.start()
        message = EmailMessage()
        message["To"], message["Subject"] = "ada@example.org", "Hello"
        post.deliver(message, "ada@example.org")
        controller.stop()
    mail.hang_up()
    assert len(office.taken) == 2


def test_the_text_of_a_letter_is_kept_until_it_is_sent(office, run_jobs):
    write(html="<p>Così è.</p>")
    db.session.commit()
    assert the_letter().body
    run_jobs()
    message = office.taken[0][2]
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain",
                                                                          "text/html"]
    assert (the_letter().body, the_letter().html, the_letter().outcome) == ("", "", "sent")


def test_the_same_is_told_to_somebody_once(office, run_jobs):
    for person_id in (1, 1, 2):
        write(key="post:7", person_id=person_id, thread=["post:1", "post:5"])
    run_jobs()
    ids = [message["Message-ID"] for _, _, message in office.taken]
    assert ids == ["<post.7.1@example.org>", "<post.7.2@example.org>"]
    assert office.taken[1][2]["References"] == "<post.1.2@example.org> <post.5.2@example.org>"
    assert office.taken[1][2]["In-Reply-To"] == "<post.5.2@example.org>"


def test_nobody_gets_more_letters_in_a_day_than_was_decided(office, run_jobs):
    decide("letters_a_day", 2)
    for _ in range(3):
        write(person_id=1, is_limited=True)
    write(person_id=1)
    write(person_id=2, is_limited=True)
    run_jobs()
    assert len(office.taken) == 4
    db.session.rollback()
    outcomes = db.session.scalars(select(Letter.outcome).order_by(Letter.id)).all()
    assert outcomes == ["sent", "sent", "capped", "sent", "sent"]
    with at(now() + timedelta(hours=25)):
        write(person_id=1, is_limited=True)
        run_jobs()
    assert len(office.taken) == 5


def test_three_letters_that_come_back_are_enough(office, run_jobs):
    for count in range(3):
        write()
        run_jobs()
        db.session.rollback()
        last = db.session.scalar(select(func.max(Letter.id)))
        for _ in range(2):  # told twice, it counts once
            note_bounce(last, "5.2.2 mailbox full")
        db.session.commit()
        assert db.session.scalar(select(func.count(Suppression.id))) == (count == 2)
    write()
    run_jobs()
    assert len(office.taken) == 3


def test_the_log_of_letters_ends_after_its_days(office, run_jobs):
    write()
    run_jobs()
    with at(now() + timedelta(days=91)):
        write()
        mail.forget_letters()
        db.session.commit()
    assert the_letter().outcome == "waiting"
