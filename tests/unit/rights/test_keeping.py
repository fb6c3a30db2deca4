"""What is not kept any longer, and who stays away for long."""

import pytest
from sqlalchemy import select

from cop.base.clock import at, now
from cop.base.db import add, db
from cop.base.site import decide
from cop.notifications.models import Notice
from cop.notifications.service.wishes import Plan, plan_mail, rhythm_of
from cop.people.models import Person
from cop.people.profile import Profile
from cop.people.service import profiles
from cop.rights.models import Consent, DataRequest, InactivityWarning
from cop.rights.service.consents import begin_histories, note_consents
from cop.rights.service.keeping import MONTH, forget_what_is_old


def later(months):
    return at(now() + months * MONTH)


def test_old_notices_and_closed_requests_go_and_open_ones_stay(make):
    ada = make.person()
    add(Notice(person_id=ada.id, key="a", bundle="a", kind="new_post", target_kind="post",
               target_id=1))
    add(DataRequest(person_id=ada.id, kind="other", due_on=now().date(), done_at=now()))
    asked = add(DataRequest(person_id=ada.id, kind="other", due_on=now().date()))
    decide("inactive_kept", 0)
    for months, notices, requests in ((11, 1, 2), (13, 0, 2), (37, 0, 1)):
        with later(months):
            forget_what_is_old()
        assert (Notice.query.count(), DataRequest.query.count()) == (notices, requests)
    assert db.session.scalar(select(DataRequest.id)) == asked.id


def test_who_stays_away_is_warned_and_forgotten_half_a_year_later(make, letters):
    ada = make.person("Ada Bruni", email="ada@example.org")
    boss = make.granted("administrator", name="Alma")
    with later(17):
        forget_what_is_old()
        assert letters() == []
    with later(18.1):
        forget_what_is_old()
        assert [letter["To"] for letter in letters()] == ["ada@example.org"]
        assert "Do you still want your account?" in letters()[0]["Subject"]
        forget_what_is_old()
        assert len(letters()) == 1
    with later(23.9):
        forget_what_is_old()
    assert db.session.get(Person, ada.id).name == "Ada Bruni"
    with later(24.1):
        forget_what_is_old()
    assert db.session.get(Person, ada.id).name == "Former member"
    assert db.session.get(Person, boss.id).active


def test_who_comes_back_stays_and_is_warned_anew_another_time(make, letters):
    ada = make.person()
    with later(18.1):
        forget_what_is_old()
    with later(20):
        rhythm_of(ada).seen_at = now()
        db.session.flush()
        forget_what_is_old()
    assert InactivityWarning.query.count() == 0
    with later(30):
        forget_what_is_old()
    assert ada.active
    with later(38.2):
        forget_what_is_old()
        assert InactivityWarning.query.count() == 1 and len(letters()) == 2


def test_nobody_is_forgotten_who_was_warned_only_now(make):
    """After the setting was changed, or when no worker ran for long."""
    ada = make.person()
    with later(40):
        forget_what_is_old()
        forget_what_is_old()
        assert ada.active
    with later(41):
        forget_what_is_old()
        assert ada.active
    with later(42.1):
        forget_what_is_old()
        assert not ada.active


@pytest.fixture
def history(make):
    ada = make.person(named_in_digests=True)

    def read():
        rows = db.session.scalars(select(Consent).where(
            Consent.person_id == ada.id).order_by(Consent.id))
        return ada, [(row.kind, row.version, row.is_given) for row in rows]

    return read


def test_consents_are_written_down_when_they_change_and_only_then(history, run_jobs):
    ada, _ = history()
    begin_histories()
    start = [("terms", "1", True), ("named_in_digests", "", True), ("digest_by_mail", "", True)]
    assert history()[1] == start
    begin_histories()
    note_consents(ada)
    assert history()[1] == start
    profiles.update_profile(ada, ada, Profile(name="Ada Bruni", is_public=True))
    run_jobs()
    assert history()[1][3:] == [("public_profile", "", True), ("named_in_digests", "", False)]
    plan_mail(ada, Plan("never", 8, 0, 20, 7, rests_on_weekends=True))
    run_jobs()
    assert history()[1][5:] == [("digest_by_mail", "", False)]
    ada.terms_version = "2"
    note_consents(ada)
    assert history()[1][6:] == [("terms", "2", True)]
