"""A letter is written down so that every mail program reads what was meant."""
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.base.mail_form import as_message

WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=300)


def read(headers=None, text="Hello", html=""):
    written = as_message(headers or {}, text, html).as_bytes()
    assert written.isascii() and max(map(len, written.split(b"\r\n"))) < 999
    assert b"\n" not in written.replace(b"\r\n", b"")
    return message_from_bytes(written, policy=policy.default)


def test_text_and_html_stand_side_by_side_and_the_text_first():
    message = read(text="Così è.\n.\n-- \nCiao ", html="<p>Così è.</p>" + "x" * 5000)
    assert message.get_content_type() == "multipart/alternative" and not message.defects
    text, html = message.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content().splitlines() == ["Così è.", ".", "-- ", "Ciao "]
    assert html.get_content().splitlines() == ["<p>Così è.</p>" + "x" * 5000]


@pytest.mark.parametrize("words,encoding", [
    ("Perché no?", "quoted-printable"), ("Καλημέρα, τι κάνετε;", "base64"),
    ("Добрый день", "base64"), ("مرحبا بكم", "base64")])
def test_every_script_arrives_whole(words, encoding):
    message = read({"Subject": words}, words)
    assert message["Subject"] == words and message.get_content() == words + "\r\n"
    assert message["Content-Transfer-Encoding"] == encoding


def test_a_long_subject_is_folded_and_comes_out_whole():
    subject = "Perché le persone più lontane dal lavoro non rispondono alle nostre lettere? " * 4
    assert read({"Subject": subject})["Subject"] == subject.strip()


def test_the_address_that_stops_mail_stands_on_the_line_of_its_name():
    address = f"<https://community.example.org/notices/stop/{'k' * 60}/issues>"
    written = as_message({"List-Unsubscribe": address}, "Hello").as_bytes().decode()
    assert f"List-Unsubscribe: {address}\r\n" in written


def test_a_thread_of_any_length_is_folded():
    ids = " ".join(f"<post.{n}.7@community.example.org>" for n in range(200))
    assert read({"References": ids})["References"].split() == ids.split()


def test_nobody_puts_a_header_into_another():
    message = read({"From": "Ada\r\nBcc: all@example.org <ada@example.org>",
                    "Subject": "Perché\n\nno"})
    assert message["Bcc"] is None and message["Subject"] == "Perché no"


@given(WORDS, WORDS)
def test_whatever_is_written_is_read(subject, text):
    message = read({"Subject": subject}, text, f"<p>{text}</p>")
    text_read = message.get_body(("plain",)).get_content()
    assert text_read.splitlines() == (text.splitlines() or [])
    assert " ".join(str(message["Subject"]).split()) == " ".join(subject.split())
