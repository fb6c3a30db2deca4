"""Thomas leaves his job, takes his data with him and is forgotten (S10)."""
import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask_security.utils import hash_password
from sqlalchemy import String, select

from cop.base.audit import AuditEntry
from cop.base.audit_chain import seal_entries, verify
from cop.base.clock import at, now
from cop.base.db import add, db
from cop.base.jobs import wind_clockwork
from cop.base.mail import write_letter
from cop.base.site import decide
from cop.bookmarks import service as bookmarks
from cop.cases.service import reviews
from cop.cases.service.adoptions import Use, adopt_case
from cop.digests import contents
from cop.digests.queries.contents import gather
from cop.digests.service.making import Plan, make_digest
from cop.discussions.models.topics import Post
from cop.discussions.places import Place
from cop.discussions.service import drafts, signs
from cop.files import storage
from cop.files.service.files import keep_file
from cop.messages.service.writing import open_conversation, write_message
from cop.organisations.models import ConfirmationRequest
from cop.people.models import Person
from cop.people.service.profiles import create_person
from cop.rights.models import DataExport, DataRequest
from cop.rights.service.consents import begin_histories
from cop.spaces.models import Invitation, Membership
from cop.succession.models import Succession
from tests.letters import said_in
from tests.make import until_today

PASSWORD = "ein langes ruhiges Wort"
EMAIL = "thomas.unterhofer@example.org"
NAME = re.compile(r"unterhofer|thomas", re.IGNORECASE)


def words(page):
    return " ".join(BeautifulSoup(page.text, "html.parser").get_text(" ").split())


@pytest.fixture
def thomas(make):
    return make.person("Thomas Unterhofer", organisation="Provincia autonoma di Bolzano",
                       regions=["ITH1"], email=EMAIL, about="Thomas Unterhofer, Bozen",
                       password=hash_password(PASSWORD), languages=["de", "it"],
                       named_in_digests=True, look="dark.larger", hints_away="welcome")


@pytest.fixture
def works(make, thomas):
    """What he left: four posts of which two tell of himself, a case, traces with others."""
    space = make.space(name="Lehre")
    add(Membership(space_id=space.id, person_id=thomas.id))
    topic = make.question(space, title="Who calls back?", regions=["ITH1"])
    said = [make.post(topic, thomas, source=source) for source in (
        "We call back within two days, and a letter follows.",
        "Ich, Thomas Unterhofer, war selbst ohne Arbeit.",
        "Call me, Thomas: 0471 000000.", "A calendar that all can see helps.")]
    topic.accepted_post_id, topic.solved_at = said[0].id, now()
    answer = make.post(topic, source=f"Thank you @[{thomas.id}], that helps.", parent=said[0])
    case = make.case(thomas, status="published", contact={
        "name": "Thomas Unterhofer", "email": EMAIL})
    adopt_case(thomas, make.case(status="published"), Use(
        region="ITH1", since="2026-01", result="Gut.", names_person=True))
    signs.write_remark(thomas, answer, place="Bozen", words="Hilft.")
    drafts.keep_draft(thomas, Place("answer", topic.id), {"source": ["Thomas denkt noch nach."]})
    keep_file(thomas, name="Lebenslauf Thomas.txt", media_type="text/plain", content=b"Unterhofer")
    bookmarks.keep_bookmark(thomas, "topic", topic.id, note="Für Thomas", remind_on=None)
    decide("private_messages", True)
    talk = open_conversation(thomas, [answer.author_id], subject="Thomas fragt", language="de",
                             source="Hier ist Thomas Unterhofer.")
    write_message(answer.author, talk, source="Fine.", language="en")
    add(ConfirmationRequest(person_id=thomas.id, organisation_id=thomas.organisation_id,
                            words="Ich bin Thomas Unterhofer."))
    add(Invitation(space_id=space.id, email=EMAIL, name="Thomas Unterhofer", digest="x",
                   invited_by_id=answer.author_id, expires_at=now() + timedelta(days=9)))
    add(Succession(kind="space", thing_id=space.id, title="Thomas’ Raum", address="/spaces/lehre",
                   holder_id=answer.author_id, successor_id=thomas.id,
                   answer_by=now() + timedelta(days=9)))
    write_letter(EMAIL, subject="Thomas", body="Hallo Thomas", kind="test", person_id=thomas.id)
    reviewed = make.case(status="in_review")
    reviews.invite_reviewer(make.granted("curator"), reviewed, thomas)
    return {"space": space, "topic": topic, "posts": said, "answer": answer, "case": case,
            "digest": _issue(make)}


def _issue(make):
    """An issue of his region that thanks him, frozen and not sent."""
    manager = make.granted("regional_manager", "region", "ITH1")
    digest = make_digest(manager, Plan(regions=["ITH1"], **until_today("ITH1", 9), language="de"))
    digest.frozen, digest.frozen_at = contents.frozen(gather(digest)), now()
    digest.series, digest.number = "ITH1", 1
    return digest


def everything():
    """All words of the database, by table."""
    for table in db.metadata.tables.values():
        texts = [c for c in table.columns if isinstance(c.type, String) or c.type.python_type in (
            dict, list)]
        for row in db.session.execute(select(*texts)) if texts else ():
            yield from ((table.name, str(word)) for word in row)


def test_thomas_takes_his_data_with_him_and_is_forgotten(
        app, make, browse, thomas, works, letters, run_jobs):
    officer = make.granted("data_officer", name="Dora Datenschutz", email="dpo@example.org")
    reader, thomas_id = make.person("Rita Reader"), thomas.id
    case, topic, said = works["case"], works["topic"], works["posts"]
    case_id, topic_id, kept_post, personal = case.id, topic.id, said[0].id, [said[1].id, said[2].id]
    window, desk, other = browse(thomas), browse(officer), browse(reader)
    begin_histories()
    letters()
    manager, issue = browse(works["digest"].made_by), f"/digests/{works['digest'].id}"
    read = (f"/topics/{topic_id}", f"/cases/{case_id}", "/people", "/", "/spaces", "/topics")
    assert "Thomas Unterhofer" in words(manager.get(issue))
    assert window.get(read[0], follow_redirects=True).status_code == 200  # viewed recently
    seen = [words(who.get(path, follow_redirects=True)) for who in (other, browse())
            for path in read]  # whatever keeps pages has them now
    assert sum(bool(NAME.search(page)) for page in seen) >= 3

    # 1. A copy: who finds his screen unlocked gets none.
    with window.session_transaction() as session:
        session["fs_paa"] = 0
    assert "/verify" in window.post("/me/data/exports").location
    window.post("/verify", data={"password": PASSWORD})
    assert window.post("/me/data/exports").status_code == 302
    told = [(letter["To"], letter["Subject"]) for letter in letters()]
    assert (EMAIL, "Your copy of your data is ready") in told
    export = db.session.scalar(select(DataExport))
    path = f"/me/data/exports/{export.id}.zip"
    assert path in window.get("/me/data").text
    with zipfile.ZipFile(io.BytesIO(window.get(path).data)) as archive:
        told = json.loads(archive.read("data.json"))
        page = archive.read("index.html").decode()
        assert [archive.read(each) for each in archive.namelist() if each.startswith("files/")] == [
            b"Unterhofer"]
    assert told["people"]["email"] == EMAIL and told["people"]["sign_ins"]
    assert {p["id"] for p in told["discussions"]["posts"]} == {post.id for post in said}
    assert told["cases"]["cases"][0]["number"] == case_id
    assert told["discussions"]["signs"] and told["discussions"]["drafts"]
    assert told["bookmarks"] and told["spaces"]["memberships"] and told["rights"]["consents"]
    assert told["people"]["look"] == "dark.larger" and told["cases"]["reviews"]
    assert told["messages"] and told["organisations"] and told["succession"]["asked_of_me"]
    assert ">Good practices</h2>" in page and ">What you look after</h2>" in page
    assert "<script" not in page and "We call back within two days" in page
    assert "&lt;p&gt;" not in page and ">True<" not in page
    assert "<dt>E-mail address</dt>" in page and "<h2 id=" in page
    assert "_id<" not in page and "person id" not in page and "created at" not in page
    assert not re.search(r">\d{4}-\d\d-\d\dT", page)
    assert other.get(path).status_code == 404 and desk.get(path).status_code == 404
    assert browse().get(path).status_code == 302

    # 2. He corrects his organisation, and wants no digest any more: at once, and in the history.
    profile = window.get("/me/settings")
    sent = _fields(profile.text) | {"organisation": "Selbständig"}
    sent.pop("named_in_digests")
    assert window.post("/me/settings", data=sent).status_code == 302
    run_jobs()
    db.session.rollback()
    assert db.session.get(Person, thomas_id).organisation.name == "Selbständig"
    assert "Being named in digests taken back" in words(window.get("/me/data"))
    assert "Unterhofer" not in words(manager.get(issue))

    # 3. He asks to be forgotten. The page says in plain words what that means.
    page = words(window.get("/me/data/erase"))
    for sentence in ("What goes", "What stays, without your name", "What must be kept, and why",
                     "SPID or CIE", "24 months", "as of a former member"):
        assert sentence in page
    chosen = {"works": "some", "posts": personal, "words": "Ich gehe in Rente, Thomas."}
    assert "Please say that you have read it." in window.post("/me/data/erase", data=chosen).text
    answer = window.post("/me/data/erase", data=chosen | {"understood": "y"})
    db.session.rollback()
    request = db.session.scalar(select(DataRequest))
    assert answer.location == f"/me/data/requests/{request.id}"
    assert request.due_on == (now() + timedelta(days=30)).date()

    # 4. The data officer sees the ticket with its day, and agrees.
    told = [(letter["To"], said_in(letter)) for letter in letters()]
    assert any(to == "dpo@example.org" and "is due by" in text and "Thomas" not in text
               for to, text in told)
    assert f"D-{request.id}" in desk.get("/admin/data-requests").text
    assert "Ich gehe in Rente" in desk.get(f"/admin/data-requests/{request.id}").text
    assert "the data officer opened a request of yours" in words(window.get("/me/data"))
    assert other.get("/admin/data-requests").status_code == 403
    assert desk.post(f"/admin/data-requests/{request.id}/agree").status_code == 302
    assert any("This is the last letter about it" in said_in(letter) for letter in letters())
    run_jobs()
    db.session.rollback()
    assert db.session.get(Person, thomas_id).active  # he could still take it back

    # 5. A month later his name is nowhere.
    with at(now() + timedelta(days=32)):
        run_jobs()
        wind_clockwork()
        run_jobs()
        _nobody_is_left(app, browse, other, desk)
        assert not NAME.search(words(manager.get(issue)))
        assert window.get("/me/data").status_code == 302  # what his browser holds opens nothing
        gone = db.session.get(Person, thomas_id)
        assert (gone.look, gone.hints_away, gone.interface_language) == ("", "", "")
        for who in (other, browse()):
            for path in read:
                assert not NAME.search(words(who.get(path, follow_redirects=True))), path
        page = words(other.get(f"/topics/{topic_id}", follow_redirects=True))
        assert "We call back within two days" in page and "Thank you" in page
        assert not NAME.search(page)
        assert db.session.get(Post, kept_post).author_id == thomas_id
        assert {db.session.get(Post, each).source for each in personal} == {""}
        page = words(other.get(f"/cases/{case_id}", follow_redirects=True))
        assert not NAME.search(page) and "Bolzano" not in page
        seal_entries()
        assert verify().holds
        assert {"data.export_asked", "data.erasure_asked", "data.erasure_agreed", "person.erased",
                "data.erased"} <= {entry.act for entry in AuditEntry.query}
        again = create_person(None, name="Thomas Unterhofer", email=EMAIL)
        assert again.id != thomas_id


def _nobody_is_left(app, browse, other, desk):
    db.session.rollback()
    left = {(table, text) for table, text in everything() if NAME.search(text)}
    assert not left
    for address in ("/search?q=Unterhofer", "/search?q=%40thomas", "/search?q=0471",
                    "/people?q=unterhofer", "/api/v1/search?q=0471",
                    "/api/v1/search?q=Unterhofer", "/feeds/topics.atom", "/feeds/cases.atom",
                    "/search/suggest?q=unterh", "/cases.csv", "/cases.xlsx"):
        found = other.get(address).data.decode("utf-8", "replace")
        assert "Thomas Unterhofer" not in found and EMAIL not in found, address
        assert "000000" not in found, address
    assert "Thomas" not in desk.get("/moderation/log").text
    assert storage.list_exports() == []
    assert browse().post("/login", data={"email": EMAIL, "password": PASSWORD}).status_code == 422


def _fields(html):
    """The profile as the form shows it."""
    form = BeautifulSoup(html, "html.parser").select_one("form[action='/me/settings']")
    sent = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            sent[field["name"]] = chosen["value"] if chosen else ""
        elif field.get("type") in ("checkbox", "radio"):
            if field.has_attr("checked"):
                sent.setdefault(field["name"], []).append(field.get("value", "y"))
        else:
            sent[field["name"]] = field.get("value", "") if field.name == "input" else field.text
    return sent | {"csrf_token": sent["csrf_token"]}
