"""The small stones of the floor: time, verdicts, decisions, the log of deeds, things per app."""
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from cop.base.audit import AuditEntry, record
from cop.base.clock import at, now
from cop.base.db import db, is_reachable
from cop.base.errors import Forbidden, Invalid, NotFound
from cop.base.per_app import PerApp
from cop.base.site import SiteDecision, decide, read_site
from cop.base.verdict import ALLOW, deny, require
from cop.spaces.models import Membership, Space


def test_time_is_in_utc_and_can_be_told_to_stand():
    rome = timezone(timedelta(hours=2))
    with at(datetime(2026, 10, 1, 1, 30, tzinfo=rome)):
        assert now() == datetime(2026, 9, 30, 23, 30, tzinfo=UTC) and now().tzinfo is UTC
        with at(datetime(2020, 1, 1, tzinfo=UTC)):
            assert now().year == 2020
        assert now().year == 2026
    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_moments_keep_their_zone_in_the_database(make):
    rome = timezone(timedelta(hours=2))
    space = make.space(created_at=datetime(2026, 10, 1, 1, 30, tzinfo=rome))
    db.session.commit()
    db.session.expire_all()
    assert space.created_at == datetime(2026, 9, 30, 23, 30, tzinfo=UTC)
    assert space.created_at.utcoffset() == timedelta(0)


def test_foreign_keys_hold_on_every_database(make):
    db.session.add(Membership(space_id=987, person_id=make.person().id))
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_the_database_says_that_it_is_there(app):
    assert is_reachable()


def test_a_verdict_is_yes_or_no_with_a_reason():
    assert ALLOW and not deny("No.") and deny("No.").reason == "No."
    require(ALLOW)
    with pytest.raises(Forbidden, match=r"No\."):
        require(deny("No."))


def test_errors_carry_their_sentences(app):
    with app.test_request_context():
        assert str(Invalid({"a": "One.", "b": "Two."})) == "One. Two."
        assert "nothing here" in str(NotFound())


def test_what_is_not_decided_has_its_default(app):
    assert read_site().name == "cop" and read_site().is_demo is False


def test_a_decision_holds_until_the_next_one(app):
    decide("name", "Pratica comune")
    decide("is_demo", True)
    decide("name", "Comunità")
    site = read_site()
    assert (site.name, site.is_demo) == ("Comunità", True)
    assert len(db.session.scalars(select(SiteDecision)).all()) == 2


def test_a_decision_of_another_version_is_passed_over(app):
    decide("what_nobody_knows", 1)
    assert not hasattr(read_site(), "what_nobody_knows")


def test_a_deed_is_recorded_with_the_deed_or_not_at_all(make):
    space, ada = make.space(), make.person()
    record(ada.id, "space.changed", space, slug="x")
    record(None, "site.swept")
    db.session.flush()
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(e.actor_id, e.act, e.target_kind, e.target_id, e.facts) for e in entries] == [
        (ada.id, "space.changed", "spaces", space.id, {"slug": "x"}),
        (None, "site.swept", "", None, {})]
    db.session.rollback()
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_each_application_has_its_own_things(app):
    place = PerApp("default")
    assert place.get() == "default"
    place.set("mine")
    assert place.get() == "mine"


def test_lists_and_mappings_in_rows_are_stored(make):
    space = make.space(themes=["neet"])
    space.themes = [*space.themes, "outreach"]
    db.session.commit()
    assert db.session.scalar(select(Space.themes)) == ["neet", "outreach"]
