"""The small stones of the floor: time, verdicts, decisions, the log of deeds, things per app."""
from datetime import UTC, date, datetime, timedelta, timezone
from time import monotonic

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from cop.base import site as site_store
from cop.base.audit import AuditEntry, record
from cop.base.clock import at, now
from cop.base.db import add, db
from cop.base.errors import Forbidden, Invalid, NotFound
from cop.base.per_app import PerApp
from cop.base.site import SiteDecision, decide, fresh_site, read_site
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


def test_what_was_decided_is_not_asked_for_again_for_two_seconds(app, count_queries):
    read_site()
    with count_queries(at_most=0):
        read_site()


def test_what_is_decided_here_holds_as_soon_as_it_is_stored(app):
    assert read_site().name == "cop"
    decide("name", "Comunità")
    assert read_site().name == "Comunità"
    db.session.rollback()
    assert read_site().name == "cop"
    decide("name", "Pratica comune")
    db.session.commit()
    before = read_site()
    assert before.name == "Pratica comune"
    decide("mail_domains", ("example.org",))
    db.session.commit()
    assert read_site().mail_domains == ("example.org",)
    assert read_site().digest != before.digest


def test_what_is_decided_while_somebody_reads_is_not_covered_by_what_they_read(app):
    """A reader that began before is no reason to believe the old decision for two seconds more."""
    kept = site_store._of_this_app()
    with kept.reading:  # somebody reads at this moment
        decide("name", "Comunità")
        db.session.commit()
        assert kept.site is None
    assert read_site().name == "Comunità"


def test_another_process_sees_a_decision_two_seconds_later_or_when_it_asks(app, monkeypatch):
    read_site()
    with db.engine.connect().execution_options(writes=True) as elsewhere:
        elsewhere.execute(insert(SiteDecision).values(
            name="name", value="Elsewhere", created_at=now()))
        elsewhere.commit()
    assert read_site().name == "cop"
    assert fresh_site().name == "Elsewhere"
    assert read_site().name == "Elsewhere"
    monkeypatch.setattr(site_store, "monotonic", lambda: monotonic() + 2.1)
    with db.engine.connect().execution_options(writes=True) as elsewhere:
        elsewhere.execute(update(SiteDecision).values(value="Again"))
        elsewhere.commit()
    assert read_site().name == "Again"


@pytest.mark.parametrize("name, stored, read", [
    ("notice", "Hello", {"": "Hello"}), ("notice", {"it": "Ciao"}, {"it": "Ciao"}),
    ("notice", 5, {}), ("letters_a_day", "many", 30), ("registration", "sometimes", "open"),
    ("notice_until", "2026-11-30", date(2026, 11, 30)), ("notice_until", "soon", None),
    ("mail_domains", ["a.org"], ("a.org",)), ("mail_domains", 3, ())])
def test_what_another_version_stored_is_read_or_has_its_default(app, name, stored, read):
    add(SiteDecision(name=name, value=stored))
    db.session.commit()
    assert getattr(fresh_site(), name) == read


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
