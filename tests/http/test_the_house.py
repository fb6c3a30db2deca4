"""The first promise of the house: what four people do, from sign-in to the document in hand."""
import re
from datetime import timedelta
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from docx import Document
from flask_security.utils import hash_password

from cop.base.clock import at, now
from cop.base.db import db
from cop.cases.service.reviewing import CHECKS
from cop.digests.period import last_month
from tests.case_text import FILLED, as_sent
from tests.make import review


def words(page) -> str:
    """What stands on a page, without its marks."""
    return BeautifulSoup(page.text, "html.parser").get_text()


PASSWORD = "a long enough password"


@pytest.fixture
def sign_in(app, browse):
    """Sign in through the form, as people do."""

    def enter(person):
        person.password = hash_password(PASSWORD)
        window = browse()
        window.post("/login", data={"email": person.email, "password": PASSWORD})
        assert person.name in window.get("/me").text
        return window

    return enter


@pytest.fixture
def chiara(make):
    return make.person("Chiara Bellin", organisation="CPI di Treviso", regions=["ITH3"],
                       languages=["it", "en"])


def test_a_practitioner_reads_answers_and_finds_a_thread_and_submits_a_case(
        make, chiara, sign_in, run_jobs):
    space = make.space(name="Giovani")
    topic = make.topic(space, title="Come richiamate chi salta due appuntamenti?")
    window = sign_in(chiara)

    assert topic.title in window.get(f"/spaces/{space.slug}").text
    page = window.post(f"/topics/{topic.id}/posts", follow_redirects=True,
                       data={"source": "Due **mezz'ore protette** al giorno.", "language": "it"})
    assert "Due mezz'ore protette al giorno." in words(page)
    assert "<strong>" in page.text
    run_jobs()
    assert topic.title in words(window.get("/search?q=mezz'ore+protette"))

    typed = FILLED | {"regions": "Veneto", "themes": ["outreach"], "act": "submit"}
    page = window.post("/cases/new", data=as_sent(typed), follow_redirects=True)
    assert page.status_code == 200
    assert FILLED["title"] in words(page)
    assert "Submitted" in page.text


def test_a_curator_publishes_what_was_reviewed_and_the_author_reads_why(
        make, chiara, sign_in, browse):
    case = make.case(chiara, status="submitted")
    paolo = make.granted("curator", name="Paolo Ferrante")
    assert browse().get(f"/cases/{case.id}").status_code == 404

    window = sign_in(paolo)
    assert case.title in words(window.get("/review"))
    answer = window.post(f"/cases/{case.id}/decide", data={
        "step": "in_review", "reason": "Thank you, it is complete.", "checks": list(CHECKS)})
    assert answer.status_code == 302
    db.session.rollback()  # what this test read before is a moment ago
    review(paolo, case, "It is clear what it takes to begin.")
    db.session.commit()
    answer = window.post(f"/cases/{case.id}/decide", data={
        "step": "published", "reason": "Clear, and the numbers have a source."})
    assert answer.status_code == 302

    assert case.title in words(browse().get("/cases"))
    assert browse().get(f"/cases/{case.id}", follow_redirects=True).status_code == 200
    assert "Clear, and the numbers have a source." in words(browse(chiara).get(
        f"/cases/{case.id}", follow_redirects=True))


def test_a_regional_manager_exports_last_month_of_veneto_as_docx_and_pdf(make, chiara, sign_in):
    month = last_month()
    with at(month.begin + timedelta(days=9)):
        case = make.case(chiara, status="published")
        topic = make.question(make.space(), chiara, title="Perché è così difficile?")
    giulia = make.granted("regional_manager", "region", "ITH3", name="Giulia Nencini",
                          interface_language="it")
    window = sign_in(giulia)

    made = window.post("/digests", data={
        "regions": "Veneto", "first_day": month.first.isoformat(),
        "last_day": month.last.isoformat(), "language": "it", "audience": "members"})
    page = window.get(made.location)
    assert case.title in words(page)
    assert topic.title in words(page)

    docx = window.get(f"{made.location}/export?format=docx")
    said = "\n".join(p.text for p in Document(BytesIO(docx.data)).paragraphs)
    assert case.title in said
    assert "Perché è così difficile?" in said
    pdf = window.get(f"{made.location}/export?format=pdf")
    assert pdf.mimetype == "application/pdf"
    assert pdf.data.startswith(b"%PDF-")
    assert re.search(rb"/Lang\s*\(it", pdf.data)


def test_an_administrator_grants_a_role_and_finds_it_in_the_log(make, chiara, sign_in):
    window = sign_in(make.granted("administrator", name="Ada Keeper"))
    answer = window.post(f"/admin/people/{chiara.id}/roles", data={
        "role": "regional_manager", "scope_kind": "region", "scope": "Veneto"})
    assert answer.status_code == 302
    log = window.get("/moderation/log").text
    assert "role.granted" in log
    assert "Veneto" in log


def test_a_private_topic_is_nowhere_for_others(make, chiara, sign_in, browse, run_jobs):
    """Page, list, search, digest, API and feed."""
    room = make.space("Managers", visibility="private")
    member = make.member(room, regions=["ITH3"])
    with at(now() - timedelta(days=1)):
        topic = make.question(room, member, title="Zibaldone riservato")
    browse(member).post(f"/topics/{topic.id}/posts", data={"source": "Yes.", "language": "en"})
    run_jobs()
    giulia = make.granted("regional_manager", "region", "ITH3")
    window = sign_in(giulia)
    today = now().date().isoformat()
    made = window.post("/digests", data={
        "regions": "ITH3", "first_day": (now() - timedelta(days=3)).date().isoformat(),
        "last_day": today, "language": "en", "audience": "members"}).location

    for address in (f"/topics/{topic.id}", f"/spaces/{room.slug}", f"/api/v1/topics/{topic.id}"):
        assert window.get(address, follow_redirects=True).status_code == 404
    for address in ("/topics", "/search?q=zibaldone", made, "/feeds/topics.atom", "/",
                    "/api/v1/topics", "/api/v1/search?q=zibaldone", f"{made}/export?format=md"):
        assert "Zibaldone riservato" not in words(window.get(address)), address
    assert "Zibaldone riservato" in words(browse(member).get("/search?q=zibaldone"))
