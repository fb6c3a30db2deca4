"""The door for mail: SMTP and LMTP on a real socket, and one mail on standard input."""
import smtplib
import socket
from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from config import Config
from cop import ROOT, create_app
from cop.base.db import begin_writing, db
from cop.base.schema import upgrade
from cop.cli import cop
from cop.cli.mail_door import open_door
from cop.discussions.models.topics import Post
from cop.notifications.post_letters import reply_address
from tests.make import Make


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def knock(app, port):
    """A line to the door, opened for one test."""

    @contextmanager
    def open_line(*, lmtp=False):
        db.session.commit()
        with open_door(app, "127.0.0.1", port, lmtp=lmtp):
            line = (smtplib.LMTP if lmtp else smtplib.SMTP)("127.0.0.1", port)
            yield line
            line.close()

    return open_line


@pytest.fixture
def asked(make):
    bruno = make.person("Bruno Conti", email="bruno@his.example")
    post = make.post(make.topic())
    return bruno, post.id, reply_address(bruno, post)


@pytest.mark.parametrize("lmtp", [False, True])
def test_an_answer_comes_through_the_door(asked, write, knock, lmtp):
    bruno, post_id, address = asked
    with knock(lmtp=lmtp) as line:
        line.sendmail("bruno@his.example", [address], write(bruno))
    db.session.rollback()
    assert Post.query.filter_by(parent_id=post_id).one().source == "Two half hours a day."


def test_an_address_that_is_not_ours_is_refused_before_the_mail_is_sent(asked, knock):
    _bruno, _post_id, address = asked
    with knock() as line:
        line.ehlo()
        line.mail("spam@far.example")
        assert line.rcpt("reply+1-2-3-aaaaaaaaaaaaaaaa@reply.example.org")[0] == 550
        assert line.rcpt(address)[0] == 250
        assert line.rcpt(address)[0] == 452


def test_what_is_not_taken_is_said_on_the_line(asked, write, knock):
    bruno, _post_id, address = asked
    with knock() as line:
        with pytest.raises(smtplib.SMTPDataError) as no:
            line.sendmail("x@far.example", [address], write("x@far.example"))
        assert no.value.smtp_code == 550
        with pytest.raises(smtplib.SMTPDataError) as no:
            line.sendmail("bruno@his.example", [address], b"a\r\n" * 700_000)
        assert no.value.smtp_code == 554
        line.sendmail("bruno@his.example", [address], write(bruno, Auto_Submitted="auto-replied"))
    db.session.rollback()
    assert Post.query.count() == 2


def test_what_is_too_large_is_refused(asked, knock):
    _bruno, _post_id, address = asked
    with knock() as line:
        line.ehlo()
        assert line.esmtp_features["size"] == str(25 * 1024 * 1024)
        assert line.docmd("MAIL FROM:<a@b.example>", "SIZE=30000000")[0] == 552


def test_while_the_database_is_away_a_mail_is_to_be_sent_again(asked, write, knock):
    bruno, _post_id, address = asked
    db.session.commit()
    with knock() as line:
        db.session.connection().exec_driver_sql("ALTER TABLE people RENAME TO away")
        db.session.commit()
        try:
            with pytest.raises(smtplib.SMTPDataError) as no:
                line.sendmail("bruno@his.example", [address], write_bytes(bruno))
            assert no.value.smtp_code == 451
        finally:
            db.session.rollback()
            db.session.connection().exec_driver_sql("ALTER TABLE away RENAME TO people")
            db.session.commit()


def write_bytes(_person):
    return b"From: bruno@his.example\nMessage-ID: <9@his.example>\n\nTwo half hours a day.\n"


@pytest.fixture
def installation(tmp_path):
    """A community of its own: a command makes its application itself."""

    def read_config(**given):
        return Config.from_environment({}, **({
            "testing": True, "data_dir": tmp_path, "log_level": "ERROR", "secret_key": "secret",
            "mail_sender": "cop@example.org", "mail_in_domain": "reply.example.org"} | given))

    app = create_app(read_config())
    with app.app_context():
        upgrade(ROOT / "migrations")
        begin_writing()
        make = Make()
        bruno = make.person("Bruno Conti", email="bruno@his.example")
        address = reply_address(bruno, make.post(make.topic()))
        db.session.commit()
        yield read_config, address, lambda: Post.query.count()
        db.session.remove()


def receive(read_config, to, raw, sender="bruno@his.example"):
    arguments = ["mail", "receive", "--to", to, "--from", sender]
    return CliRunner().invoke(cop, arguments, input=raw, obj=read_config)


def test_a_mail_on_standard_input_is_taken_or_its_status_says_why(installation, write, take_mail):
    read_config, address, count = installation
    raw = write("bruno@his.example")
    for _ in range(2):
        assert receive(read_config, address, raw).exit_code == 0
    assert count() == 3
    assert receive(read_config, "reply@reply.example.org", raw).exit_code == 67
    assert receive(read_config, address, write("x@far.example")).exit_code == 77
    assert receive(read_config, address, b"\n" * 700_000).exit_code == 65
    assert receive(read_config, address, raw, sender="").exit_code == 0
    assert count() == 3


def test_what_cannot_be_taken_now_is_to_be_tried_again(installation, tmp_path):
    read_config, address, _count = installation

    def without_tables(**given):
        return read_config(data_dir=tmp_path / "empty")

    answer = receive(without_tables, address, b"From: bruno@his.example\n\nHello")
    assert answer.exit_code == 75 and "Not now" in answer.output
    assert receive(lambda: 1 / 0, address, b"").exit_code == 75


def test_without_a_domain_there_is_nothing_to_listen_for(installation):
    read_config, _address, _count = installation
    answer = CliRunner().invoke(
        cop, ["mail", "listen"], obj=lambda: read_config(mail_in_domain=""))
    assert answer.exit_code == 1 and "COP_MAIL_IN_DOMAIN" in answer.output
