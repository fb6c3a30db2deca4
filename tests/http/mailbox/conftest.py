"""What the tests about mail that comes in share."""
from email.message import EmailMessage

import pytest

from cop.base import mail
from cop.base.db import db


@pytest.fixture(autouse=True)
def take_mail(app):
    """Mail for reply.example.org comes to us, for one test."""
    before = mail._post.get()
    mail.use(mail.Post(before.url, "cop@example.org", "reply.example.org", "secret"))
    yield
    mail.use(before)


@pytest.fixture
def write():
    """`write(person, …)`: the bytes of a mail of theirs."""

    def make(sender, text="Two half hours a day.", *, subject="Re: x", message_id="<1@his.example>",
             files=(), **headers):
        db.session.commit()
        message = EmailMessage()
        message["From"] = sender if isinstance(sender, str) else sender.email
        message["Subject"] = subject
        if message_id:
            message["Message-ID"] = message_id
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(text)
        for name, content in files:
            message.add_attachment(content, maintype="application", subtype="octet-stream",
                                   filename=name)
        return message.as_bytes()

    return make
