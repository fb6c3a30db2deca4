"""An issue of a digest goes to a segment: counted first, tried, sent once, asked again of each."""
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from cop.base.clock import at
from cop.base.db import db
from cop.base.site import read_site
from cop.digests.models import Digest
from cop.digests.service import issuing
from cop.digests.service.making import Plan, make_digest
from cop.notifications.channels import Channel
from cop.notifications.models import Mailing, Notice
from cop.notifications.service.wishes import choose_channels
from cop.people.models import Person

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday


@pytest.fixture(autouse=True)
def _noon(app):
    with at(NOON):
        yield


@pytest.fixture
def giulia(make):
    return make.granted("regional_manager", "region", "ITH3", name="Giulia Zanin", country="IT")


@pytest.fixture
def issue(make, giulia):
    """An issue of October for the members in Veneto."""
    digest = make_digest(giulia, Plan(
        regions=["ITH3"], first_day=date(2026, 10, 1), last_day=date(2026, 10, 31),
        language="it"))
    issuing.submit_digest(giulia, digest)
    issuing.approve_digest(make.granted("curator", name="Paolo Curti"), digest, read_site())
    issuing.freeze_issue(giulia, digest)
    db.session.commit()
    return digest


@pytest.fixture
def people(make):
    """By e-mail, in the inbox, not at all; from elsewhere; who left."""
    ada, bea, cyd = (make.person(name, regions=["ITH34"], languages=["it"], country="IT")
                     for name in ("Ada", "Bea", "Cyd"))
    make.person("Dora", regions=["ITI1"], languages=["it"])
    make.person("Gone", regions=["ITH34"], active=False)
    choose_channels(ada, {"issues": Channel.AT_ONCE})
    choose_channels(cyd, {"issues": Channel.NOTHING})
    return ada, bea, cyd


def test_it_is_counted_and_listed_before_anything_is_sent(browse, giulia, issue, people, letters):
    page = browse(giulia).get(f"/digests/{issue.id}/receivers").text
    assert ">2</b> <span>people get it" in page and ">1</b> <span>of them by e-mail" in page
    assert "Ada" in page and "Bea" in page and "Cyd" not in page and "Dora" not in page
    assert "Send it to 2 people" in page and letters() == []


@pytest.mark.parametrize("query, count", [
    ("regions=Toscana", 1), ("regions=", 5), ("regions=ITH3&languages=fi", 0),
    ("regions=ITH3&languages=it", 2)])
def test_it_is_narrowed_to_regions_and_languages(browse, giulia, issue, people, query, count):
    page = browse(giulia).get(f"/digests/{issue.id}/receivers?{query}").text
    assert f">{count}</b> <span>people get it" in page


def test_it_is_narrowed_to_spaces(make, browse, giulia, issue, people):
    space = make.space("Outreach")
    make.member(space, "Elsa")
    window = browse(giulia)
    page = window.get(f"/digests/{issue.id}/receivers?spaces={space.id}").text
    assert ">1</b> <span>people get it" in page and "Elsa" in page
    assert window.get(f"/digests/{issue.id}/receivers?regions=Nowhere").status_code == 422


def test_it_goes_once_to_each_where_they_want_it(browse, giulia, issue, people, letters):
    window = browse(giulia)
    page = window.post(f"/digests/{issue.id}/receivers", data={"regions": "ITH3"},
                       follow_redirects=True).text
    assert "The issue is on its way." in page
    message, = letters()
    assert message["To"] == people[0].email and message["Subject"].startswith("Digest Veneto")
    assert "/issues>" in message["List-Unsubscribe"]
    assert "/notices/stop/" in message.get_body(("html",)).get_content()
    db.session.rollback()
    told = db.session.scalars(select(Notice.person_id).where(Notice.kind == "issue_sent"))
    assert set(told) == {person.id for person in people[:2]}
    assert "<dt>Sent</dt><dd>1</dd>" in window.get(f"/digests/{issue.id}/receivers").text
    assert window.post(f"/digests/{issue.id}/receivers").status_code == 403
    assert f"/digests/{issue.id}" in browse(people[1]).get("/inbox?kind=issues").text


def test_who_may_not_have_it_any_more_by_then_gets_none(
        browse, giulia, issue, people, letters, run_jobs):
    browse(giulia).post(f"/digests/{issue.id}/receivers", data={"regions": "ITH3"})
    db.session.rollback()
    db.session.get(Person, people[0].id).active = False
    db.session.get(Digest, issue.id).audience = "managers"
    assert letters() == []
    assert db.session.scalars(select(Notice.id).where(Notice.kind == "issue_sent")).all() == []


def test_a_trial_goes_to_who_tries_it_alone(browse, giulia, issue, people, letters):
    page = browse(giulia).post(f"/digests/{issue.id}/trial", follow_redirects=True).text
    message, = letters()
    assert giulia.email in page and message["To"] == giulia.email
    assert "Send it to 2 people" in page and Mailing.query.count() == 0


def test_others_neither_see_who_gets_it_nor_send_it(make, browse, issue, people):
    window = browse(make.person("Nosy"))
    for method, path in (("get", "receivers"), ("post", "receivers"), ("post", "trial")):
        assert getattr(window, method)(f"/digests/{issue.id}/{path}").status_code == 403
    assert window.get("/digests/999/receivers").status_code == 404
    assert browse().get(f"/digests/{issue.id}/receivers").status_code == 302
