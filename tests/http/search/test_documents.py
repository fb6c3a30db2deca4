"""What documents say is found under the posts they are attached to."""
import pytest

from cop.base.db import db
from cop.discussions.service import deletions
from cop.discussions.service import posts as post_service
from cop.files.attaching import Attachment
from cop.files.inspecting import inspect
from cop.files.models import DONE, REFUSED, FileText
from cop.files.service.files import keep_sound
from tests import papers
from tests.http.files.conftest import of_form
from tests.unit.files.test_words import HOSTILE


@pytest.fixture
def topic(make):
    return make.topic(make.space(visibility="private"), title="Fogli e tavole")


@pytest.fixture
def attach(topic, run_jobs):
    """`attach("a.pdf", content)` writes an answer with this file, and lets the worker work."""

    def write(name, content, alt=""):
        file = keep_sound(topic.author, inspect(name, content))
        post = post_service.write_post(topic.author, topic, source="Ecco.", language="it",
                                       files=[Attachment(file, alt)])
        run_jobs()
        return post

    return write


def test_the_words_of_a_document_lead_to_its_post(attach, browse, topic):
    post = attach("verbale.pdf", papers.pdf("I richiami telefonici funzionano"))

    page = browse(topic.author).get("/search?q=richiami+telefonici").text

    assert f"/posts/{post.id}" in page
    assert "verbale.pdf" in page
    assert "<mark>richiami</mark> <mark>telefonici</mark>" in page.lower()
    assert db.session.query(FileText).one().state == DONE


def test_the_name_of_a_file_and_the_words_of_a_picture_lead_there_too(attach, browse, topic):
    post = attach("lavagna.png", papers.picture(), alt="Una lavagna con dodici bigliettini gialli")
    window = browse(topic.author)
    for words in ("bigliettini", "lavagna.png"):
        assert f"/posts/{post.id}" in window.get("/search", query_string={"q": words}).text


def test_a_document_read_after_the_post_was_indexed_is_found(attach, browse, topic, run_jobs):
    """It was waiting behind others."""
    file = keep_sound(topic.author, inspect("tardi.csv", b"uno;arrivato tardissimo\n"))
    post = post_service.write_post(topic.author, topic, source="Ecco.", language="it",
                                   files=[Attachment(file)])
    run_jobs()
    assert f"/posts/{post.id}" in browse(topic.author).get("/search?q=tardissimo").text


def test_strangers_do_not_find_it_and_nobody_finds_what_was_deleted(
        attach, browse, make, topic, run_jobs):
    post = attach("verbale.pdf", papers.pdf("Segretissimo verbale"))
    for other in (make.person(), None):
        page = browse(other).get("/search?q=segretissimo").text
        assert f"/posts/{post.id}" not in page
        assert "verbale.pdf" not in page
    deletions.delete_post(topic.author, post)
    run_jobs()
    assert f"/posts/{post.id}" not in browse(topic.author).get("/search?q=segretissimo").text


def test_a_hostile_document_is_noted_and_the_worker_goes_on(attach, browse, topic):
    _ending, make_it = HOSTILE["a billion laughs"]
    attach("ridere.docx", make_it())
    assert db.session.query(FileText).one().state == REFUSED
    post = attach("sano.csv", b"cella;normalissima\n")
    assert f"/posts/{post.id}" in browse(topic.author).get("/search?q=normalissima").text


def test_the_end_of_a_long_document_leads_there_and_costs_no_time(attach, browse, topic):
    lines = "".join(f"riga {n};cella\n" for n in range(6_000))
    post = attach("lungo.csv", f"a;b\n{lines}ultimissima;fine\n".encode())
    page = browse(topic.author).get("/search?q=ultimissima").text
    assert f"/posts/{post.id}" in page
    assert "lungo.csv" in page
    assert len(page) < 40_000


def test_a_file_sent_with_a_draft_waits_in_it(topic, browse):
    window = browse(topic.author)
    window.post("/drafts", data={
        "place": f"answer-{topic.id}-0", "source": "Poi finisco.", "language": "it",
        "files": of_form("dopo.pdf", papers.pdf())}, content_type="multipart/form-data")
    page = window.get(f"/topics/{topic.id}-{topic.slug}").text
    assert "Poi finisco." in page
    assert "dopo.pdf" in page
