"""A manager arranges a draft: order, leaving out, adding, notes, foreword, logo."""
from io import BytesIO

import pytest
from bs4 import BeautifulSoup

from cop.base.clock import at
from cop.base.db import db
from cop.digests.models import Digest
from cop.search.service import index
from cop.spaces.service import add_member
from tests.http.digests.conftest import OCTOBER
from tests.papers import picture


@pytest.fixture
def draft(browse, manager, digest_of, october):
    """The address of a draft with three open questions, and the manager's browser."""
    digest = digest_of()
    return f"/digests/{digest.id}", browse(manager)


@pytest.fixture
def questions(make):
    with at(OCTOBER):
        asked = [make.question(make.space(), title=f"Question {n}", regions=["ITH3"])
                 for n in range(3)]
    db.session.commit()
    return asked


def do(draft, deed, thing, **more):
    address, client = draft
    return client.post(f"{address}/items", data={"deed": deed, "key": f"topic-{thing.id}"} | more)


def titles(page, part="Questions that wait for an answer"):
    section = next(s for s in BeautifulSoup(page, "html.parser").select("section")
                   if s.h2 and s.h2.text == part)
    return [heading.text for heading in section.select("h3")]


def test_items_are_moved_with_buttons(draft, questions):
    first, _second, third = questions
    do(draft, "up", third)
    answer = do(draft, "down", first)
    assert answer.status_code == 302 and answer.location.endswith(f"#topic-{first.id}")
    assert titles(draft[1].get(draft[0]).text)[1:] == ["Question 2", "Question 0", "Question 1"]


def test_what_is_left_out_is_told_and_can_be_taken_back(draft, questions):
    do(draft, "drop", questions[1])
    address, client = draft
    assert "Question 1" not in client.get(address).text
    assert "left out by hand" in client.get(f"{address}/edit").text
    do(draft, "restore", questions[1])
    assert "Question 1" in client.get(address).text


def test_a_limit_leaves_out_and_says_so(browse, manager, digest_of, questions):
    draft = f"/digests/{digest_of(most=2).id}", browse(manager)
    page = draft[1].get(f"{draft[0]}/edit").text
    assert "more than the limit of its part" in page
    do(draft, "restore", questions[2])
    assert "Question 2" in draft[1].get(draft[0]).text


def test_what_readers_may_not_see_is_left_out_and_cannot_be_taken_in(
        make, browse, manager, digest_of):
    with at(OCTOBER):
        room = make.space(visibility="private")
        add_member(room, manager)
        secret = make.question(room, manager, title="Between us", regions=["ITH3"])
        make.question(make.space(visibility="private"), title="Of others", regions=["ITH3"])

    draft = f"/digests/{digest_of().id}", browse(manager)
    page = draft[1].get(f"{draft[0]}/edit").text
    assert "Between us" in page and "not open to all who will read this" in page
    assert "Of others" not in page
    assert do(draft, "restore", secret).status_code == 404
    answer = draft[1].post(f"{draft[0]}/items/new", data={"kind": "topic", "target": secret.id})
    assert answer.status_code == 404
    assert "Between us" not in draft[1].get(draft[0]).text


def test_a_note_and_a_foreword_stand_in_the_digest(draft, questions):
    address, client = draft
    do(draft, "note", questions[0], words="Chi **sa**, risponda.")
    client.post(f"{address}/foreword", data={"foreword": "Un mese *ricco*.", "before": ""})
    page = client.get(address).text
    assert "Chi **sa**, risponda." in page and "<em>ricco</em>" in page
    text = client.get(f"{address}/export?format=md").text
    assert "Un mese *ricco*." in text and "Chi" in text


def test_a_foreword_somebody_else_changed_is_not_overwritten(draft):
    address, client = draft
    client.post(f"{address}/foreword", data={"foreword": "Prima.", "before": ""})
    answer = client.post(f"{address}/foreword", data={"foreword": "Seconda.", "before": ""})
    assert answer.status_code == 422 and "It says now: Prima." in answer.text
    db.session.rollback()
    assert "Seconda." in answer.text and db.session.scalars(
        db.select(Digest.foreword)).one() == "Prima."


def test_too_long_a_note_is_refused_with_a_sentence(draft, questions):
    answer = do(draft, "note", questions[0], words="x" * 601)
    assert answer.status_code == 422 and "there is room for 600" in answer.text


def test_things_to_know_are_chosen(draft, questions):
    do(draft, "mark", questions[2])
    things = BeautifulSoup(draft[1].get(draft[0]).text, "html.parser").select(".things a")
    assert things[0].text == "Question 2" and len(things) == 3


def test_something_else_is_found_by_words_or_by_address_and_added(draft, make):
    address, client = draft
    with at(OCTOBER):
        elsewhere = make.case(status="published", title="Buoni di formazione a Lione",
                              regions=["FR10"], themes=["job-fair"])
        talk = make.topic(title="Vouchers and their price")
    db.session.commit()
    index.index({"case": [elsewhere.id], "topic": [talk.id]})
    found = client.get(f"{address}/items/new?q=formazione+Lione").text
    assert "Buoni di formazione a Lione" in found
    named = client.get(f"{address}/items/new?q=https://x.example/topics/{talk.id}-vouchers").text
    assert "Vouchers and their price" in named
    for kind, thing in (("case", elsewhere), ("topic", talk)):
        client.post(f"{address}/items/new", data={"kind": kind, "target": thing.id})
    page = client.get(address).text
    assert "Buoni di formazione a Lione" in page and "Discussions worth reading" in page
    assert "added by hand" in page


def test_a_logo_goes_on_the_papers(draft):
    address, client = draft
    plain = client.get(f"{address}/export?format=docx").data
    client.post(f"{address}/foreword", data={
        "foreword": "", "before": "", "files": (picture_file("logo.png"))},
        content_type="multipart/form-data")
    assert len(client.get(f"{address}/export?format=docx").data) > len(plain)
    refused = client.post(f"{address}/foreword", data={
        "foreword": "", "before": "", "files": picture_file("logo.webp", "WEBP")},
        content_type="multipart/form-data")
    assert refused.status_code == 422 and "PNG or JPEG" in refused.text
    page = client.post(f"{address}/foreword", content_type="multipart/form-data", data={
        "foreword": "Dear all", "before": "", "files": (BytesIO(b"<svg/>"), "logo.svg")})
    said = "A logo is a PNG or JPEG picture of at most 1 MB."
    assert f'<a href="#files"><b>Logo of the office</b> – {said}</a>' in page.text
    assert "Dear all" in page.text
    client.post(f"{address}/foreword", data={"foreword": "", "before": "", "without_logo": "y"})
    assert client.get(f"{address}/export?format=docx").data == plain


def picture_file(name, form="PNG"):

    return BytesIO(picture(form, size=(400, 160))), name


@pytest.mark.parametrize("deed", ["explode", "restore"])
def test_deeds_that_do_not_fit_are_not_there(draft, questions, deed):
    assert do(draft, deed, questions[0]).status_code == 404


def test_others_cannot_edit(browse, make, draft, questions):
    address, _client = draft
    stranger = browse(make.granted("regional_manager", "region", "ITI1"))
    assert stranger.get(f"{address}/edit").status_code == 404
    assert do((address, stranger), "drop", questions[0]).status_code == 404
    assert "/login" in browse().get(f"{address}/edit").location


