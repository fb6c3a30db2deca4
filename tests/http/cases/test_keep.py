"""A published case is kept: confirmed in time, handed over, taken in where nobody keeps it."""
from datetime import timedelta

import pytest
from sqlalchemy import select

from cop.base.clock import at, now
from cop.base.db import db
from cop.base.errors import Forbidden
from cop.cases.deadlines import CONFIRM_AFTER
from cop.cases.policy import cases as policy
from cop.cases.service import keeping, reviewing, reviews, writing
from cop.notifications.models import Notice
from tests.case_text import FILLED, REGIONS, THEMES

LATER = CONFIRM_AFTER + timedelta(days=1)


@pytest.fixture
def heard(run_jobs):
    """`heard(person)`: the kinds of notice they have, once all jobs are done."""

    def read(person):
        person_id = person.id
        db.session.commit()
        run_jobs()
        db.session.rollback()
        return list(db.session.scalars(
            select(Notice.kind).where(Notice.person_id == person_id).order_by(Notice.id)))

    return read


@pytest.fixture
def curator(make):
    return make.granted("curator", name="Paolo Curti")


@pytest.fixture
def old(make, curator):
    """A case that was published more than two years ago."""
    with at(now() - LATER):
        return make.case(make.person("Chiara Bellin", organisation="CPI di Treviso"),
                         status="published", curator=curator)


def test_after_two_years_everybody_sees_that_nobody_confirmed_it(make, old, browse):
    url = f"/cases/{old.id}-{old.slug}"
    assert "Nobody has confirmed since" in browse().get(url).text
    page = browse(old.author).get(url)
    assert "Confirm, update or archive it" in page.text
    fresh = make.case(status="published")
    assert "Nobody has confirmed since" not in browse().get(f"/cases/{fresh.id}-{fresh.slug}").text


def test_its_author_is_asked_once_and_confirms(old, browse, heard):
    keeping.ask_to_confirm()
    keeping.ask_to_confirm()
    assert heard(old.author).count("confirmation_due") == 1
    browser, url = browse(old.author), f"/cases/{old.id}"
    assert browser.post(f"{url}/confirm", data={"confirm-reason": "yes"}).status_code == 422
    page = browser.post(f"{url}/confirm", follow_redirects=True, data={
        "confirm-reason": "We still do it in all five offices."})
    assert "Thank you: readers see that it was confirmed today." in page.text
    assert "Nobody has confirmed since" not in page.text
    db.session.rollback()
    assert old.confirm_by > now() + timedelta(days=700)


def test_a_new_text_counts_as_confirmation(old, curator):
    writing.save_draft(old.author, old, FILLED | {"innovation": "New."}, REGIONS, THEMES)
    writing.submit_case(old.author, old)
    reviewing.publish_case(curator, old, "For reasons of testing.")
    assert not old.awaits_confirmation


def test_strangers_confirm_and_hand_over_nothing(make, old, browse):
    stranger, url = browse(make.person()), f"/cases/{old.id}"
    answer = stranger.post(f"{url}/confirm", data={"confirm-reason": "I believe it is true."})
    assert answer.status_code == 403
    assert "Only who keeps this case up to date confirms it." in answer.text
    for act in ("owner", "deputy"):
        answer = stranger.post(f"{url}/{act}", data={"name": old.author.name})
        assert answer.status_code == 403
    assert "Hand it over" not in stranger.get(url, follow_redirects=True).text


def test_a_new_owner_keeps_it_and_the_author_stays_its_author(make, old, browse, heard):
    heir = make.person("Nadia Erede")
    browser, url = browse(old.author), f"/cases/{old.id}"
    answer = browser.post(f"{url}/owner", data={"owner-name": heir.email})
    assert answer.status_code == 422
    assert "Nobody here has the name" in answer.text and heir.email in answer.text
    assert 'id="owner-name-error"' in answer.text and 'id="deputy-name-error"' not in answer.text
    page = browser.post(f"{url}/owner", data={"owner-name": heir.name}, follow_redirects=True)
    assert "Nadia Erede keeps this case up to date from now on." in page.text
    db.session.rollback()
    assert policy.may_edit_case(heir, old)
    assert not policy.may_edit_case(old.author, old)
    assert "case_handed_over" in heard(heir)
    page = browse(make.person()).get(url, follow_redirects=True)
    assert "Nadia Erede" in page.text
    assert "Written by:" in page.text
    assert old.title[:20] in browse(heir).get("/cases/mine").text


def test_a_deputy_keeps_it_too(make, old):
    deputy = make.person("Dina Vice")
    keeping.name_deputy(old.author, old, deputy)
    assert policy.may_edit_case(deputy, old)
    assert policy.may_edit_case(old.author, old)
    keeping.name_owner(old.author, old, deputy)
    assert old.keeper_ids == (deputy.id,)


def test_who_keeps_or_reviews_a_case_does_not_change_sides(make, curator):
    case, rita = make.case(status="submitted"), make.person("Rita")
    reviews.invite_reviewer(curator, case, rita)
    with pytest.raises(Forbidden):
        keeping.name_deputy(case.author, case, rita)
    deputy = make.person("Dina")
    keeping.name_deputy(case.author, case, deputy)
    with pytest.raises(Forbidden):
        reviews.invite_reviewer(curator, case, deputy)


def test_the_desk_shows_what_is_late_and_what_nobody_keeps(make, old, curator, browse):
    orphan = make.case(make.person("Ugo Andato"), status="published",
                       title="Nobody keeps this one")
    kept = make.case(make.person("Ida Andata"), status="published", title="Somebody keeps this")
    keeping.name_deputy(kept.author, kept, make.person("Dina"))
    for case in (orphan, kept):
        case.author.active = False
    desk = browse(curator)
    page = desk.get("/review?view=confirm").text
    assert old.title[:20] in page
    assert "Nobody keeps this one" not in page
    page = desk.get("/review?view=orphans").text
    assert "Nobody keeps this one" in page
    assert "Somebody keeps this" not in page
    heir = make.person("Nadia")
    db.session.commit()
    desk.post(f"/cases/{orphan.id}/owner", data={"owner-name": heir.name})
    assert "Nobody keeps this one" not in desk.get("/review?view=orphans").text


def test_where_nobody_keeps_it_the_curators_are_asked(old, curator, heard):
    old.author.active = False
    keeping.ask_to_confirm()
    assert "confirmation_due" in heard(curator)
