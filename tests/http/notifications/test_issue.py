"""An issue of a digest goes to a segment: counted first, tried, sent once, asked again of each."""
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from cop.base.audit import AuditEntry
from cop.base.clock import at
from cop.base.db import db
from cop.base.events import quietly
from cop.base.jobs import wind_clockwork
from cop.base.site import read_site
from cop.digests.models import Digest
from cop.digests.service import issuing
from cop.digests.service.making import Plan, make_digest
from cop.notifications.channels import Channel
from cop.notifications.models import Mailing, Notice
from cop.notifications.service import issues
from cop.notifications.service.wishes import choose_channels
from cop.people.models import Grant, Person

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday
MONDAY = datetime(2026, 11, 30, 7, tzinfo=UTC)  # eight in the morning in Veneto


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
    with quietly():
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


@pytest.fixture
def count_renderings(monkeypatch):
    """How often an issue was written down: our own function, counted."""
    done, compose = [], issues.compose
    monkeypatch.setattr(issues, "compose", lambda digest: done.append(1) or compose(digest))
    return lambda: len(done)


def test_it_is_counted_and_listed_before_anything_is_sent(browse, giulia, issue, people, letters):
    page = browse(giulia).get(f"/digests/{issue.id}/receivers").text
    assert ">2</b> <span>people get it" in page and ">1</b> <span>of them by e-mail" in page
    assert "Ada" in page and "Bea" in page and "Cyd" not in page and "Dora" not in page
    assert "Send it to 2 people now" in page and letters() == []


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
    text, page = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "/notices/stop/" in page and "You get this because you chose e-mail" in text
    assert page.index("You get this because") < page.index("/notices/stop/")
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


def plan(client, issue, day="2026-11-30", hour="8", **more):
    answer = client.post(f"/digests/{issue.id}/plan", data={
        "regions": "ITH3", "day": day, "hour": hour} | more)
    db.session.rollback()
    return answer


def wait_until(run_jobs, moment):
    with at(moment):
        wind_clockwork()
        run_jobs()


def test_it_is_planned_for_a_day_and_an_hour_of_the_region(
        browse, giulia, issue, people, letters, run_jobs):
    window = browse(giulia)
    assert plan(window, issue).status_code == 302
    assert db.session.get(Digest, issue.id).planned_at == MONDAY
    page = window.get(f"/digests/{issue.id}/receivers").text
    assert "It is sent on Monday, 30 November 2026 at 08:00" in page and ">2</b>" in page
    desk = window.get("/digests").text
    assert "Planned" in desk and "It is sent on Monday" in desk
    wait_until(run_jobs, MONDAY - timedelta(minutes=1))
    assert letters() == []
    wait_until(run_jobs, MONDAY)
    assert [message["To"] for message in letters()] == [people[0].email]
    wait_until(run_jobs, MONDAY + timedelta(minutes=1))
    assert len(letters()) == 1 and db.session.get(Digest, issue.id).state == "sent"


def test_it_is_moved_and_called_off(browse, giulia, issue, people, letters, run_jobs):
    window = browse(giulia)
    plan(window, issue)
    plan(window, issue, day="2026-12-01", hour="9", languages="it")
    assert Mailing.query.one().languages == ["it"]
    wait_until(run_jobs, MONDAY)
    assert db.session.get(Digest, issue.id).state == "planned"
    page = window.post(f"/digests/{issue.id}/call-off", follow_redirects=True).text
    assert "It is called off: nothing is sent." in page and "Send it later" in page
    wait_until(run_jobs, MONDAY + timedelta(days=2))
    assert letters() == [] and db.session.get(Digest, issue.id).state == "frozen"
    refused = window.post(f"/digests/{issue.id}/call-off")
    assert refused.status_code == 403 and "Nothing is planned" in refused.text


@pytest.mark.parametrize("day, hour, said", [
    ("2026-11-25", "8", "from now on"), ("2028-01-01", "8", "within a year"),
    ("", "8", "Please choose a day."), ("2026-11-30", "25", "Not a valid choice")])
def test_a_moment_that_cannot_be_is_said_at_its_field(browse, giulia, issue, day, hour, said):
    answer = plan(browse(giulia), issue, day=day, hour=hour)
    assert answer.status_code == 422 and said in answer.text
    assert db.session.get(Digest, issue.id).planned_at is None


def test_who_may_not_send_it_any_more_by_then_sends_nothing(
        browse, make, giulia, issue, people, letters, run_jobs, heard):
    other = make.granted("regional_manager", "region", "ITH3", name="Ugo Berti")
    plan(browse(giulia), issue)
    db.session.execute(delete(Grant).where(Grant.person_id == giulia.id))
    db.session.commit()
    wait_until(run_jobs, MONDAY)
    assert [message["To"] for message in letters() if "Digest" in message["Subject"]
            and "issues" in message["List-Unsubscribe"]] == []
    assert db.session.get(Digest, issue.id).state == "frozen"
    with at(MONDAY):
        assert "issue_held" in heard(other)
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.act == "digest.held"))
    assert entry.facts == {"planned_by": giulia.id}


def test_who_wants_letters_without_content_gets_no_issue_by_mail(
        browse, giulia, issue, people, letters):
    db.session.get(Person, people[0].id).letters_without_content = True
    db.session.commit()
    browse(giulia).post(f"/digests/{issue.id}/receivers", data={"regions": "ITH3"})
    message, = letters()
    assert "Veneto" not in message.as_string() and message["Subject"] == "Something new for you"
    assert f"/digests/{issue.id}" in message.get_body(("plain",)).get_content()


def test_an_issue_is_written_down_once_for_all(
        browse, make, giulia, issue, people, letters, count_renderings):
    for number in range(5):
        choose_channels(make.person(f"Reader {number}", regions=["ITH34"], country="IT"),
                        {"issues": Channel.AT_ONCE})
    browse(giulia).post(f"/digests/{issue.id}/receivers", data={"regions": "ITH3"})
    assert len(letters()) == 6 and count_renderings() == 1


def test_in_quiet_hours_it_waits_for_the_morning(browse, giulia, issue, people, letters, run_jobs):
    with at(NOON + timedelta(hours=9)):
        browse(giulia).post(f"/digests/{issue.id}/receivers", data={"regions": "ITH3"})
        assert letters() == []
    with at(NOON + timedelta(hours=19)):
        assert [message["To"] for message in letters()] == [people[0].email]


def test_approvers_hear_that_one_waits_and_its_author_what_was_decided(
        make, browse, giulia, heard):
    ugo = make.granted("regional_manager", "region", "ITH3", name="Ugo Berti")
    elsewhere = make.granted("regional_manager", "region", "ITI1", name="Elsa Elsewhere")
    digest = make_digest(giulia, Plan(
        regions=["ITH3"], first_day=date(2026, 10, 1), last_day=date(2026, 10, 31),
        language="it"))
    db.session.commit()
    steps = ((giulia, "submit"), (ugo, "return"), (giulia, "submit"), (ugo, "approve"))
    for minutes, (who, deed) in enumerate(steps):
        with at(NOON + timedelta(minutes=minutes)):
            assert browse(who).post(f"/digests/{digest.id}/{deed}").status_code == 302
            heard(who)  # between them, what was ordered is done
    assert heard(ugo) == ["digest_waits", "digest_waits"]
    assert heard(giulia) == ["digest_returned", "digest_approved"]
    assert heard(elsewhere) == []
    inbox = browse(ugo).get("/inbox?kind=tasks").text
    assert "Giulia Zanin asks you to approve a digest" in inbox
    assert f"/digests/{digest.id}" in inbox


def test_where_nobody_else_may_approve_the_administrators_hear_of_it(make, giulia, heard):
    admin = make.granted("administrator")
    digest = make_digest(giulia, Plan(
        regions=["ITH3"], first_day=date(2026, 10, 1), last_day=date(2026, 10, 31),
        language="it"))
    issuing.submit_digest(giulia, digest)
    db.session.commit()
    assert heard(admin) == ["digest_waits"] and heard(giulia) == []


def test_a_trial_goes_to_who_tries_it_alone(browse, giulia, issue, people, letters):
    page = browse(giulia).post(f"/digests/{issue.id}/trial", follow_redirects=True).text
    message, = letters()
    assert giulia.email in page and message["To"] == giulia.email
    assert "Send it to 2 people now" in page and Mailing.query.count() == 0


def test_others_neither_see_who_gets_it_nor_send_it(make, browse, issue, people):
    window = browse(make.person("Nosy"))
    for method, path in (("get", "receivers"), ("post", "receivers"), ("post", "trial")):
        assert getattr(window, method)(f"/digests/{issue.id}/{path}").status_code == 403
    assert window.get("/digests/999/receivers").status_code == 404
    assert browse().get(f"/digests/{issue.id}/receivers").status_code == 302


def test_it_became_an_issue_on_the_day_of_its_region(browse, giulia, issue):
    """Half past eleven at night in UTC is the next day in Italy."""
    issue.frozen_at = datetime(2026, 11, 1, 23, 30, tzinfo=UTC)
    db.session.commit()
    window = browse(giulia)
    for path in (f"/digests/{issue.id}", "/digests/issues"):
        assert "2 November 2026" in window.get(path).text
    assert "2 novembre 2026" in window.get(f"/digests/{issue.id}/export?format=md").text
