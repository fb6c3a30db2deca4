"""The audit log as a chain: whoever changes what is sealed is found out, whatever they change."""
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from cop.base import audit_chain
from cop.base.audit import AuditEntry, record
from cop.base.audit_chain import AuditEnd, forget_entries, seal_entries, sign_again, verify
from cop.base.clock import at, now
from cop.base.db import db

START = datetime(2026, 1, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def sealed(app):
    """Twelve deeds, one a month, sealed by and by."""
    for number in range(12):
        with at(START + timedelta(days=31 * number)):
            record(number + 1, "role.granted", role="curator", scopes=["è", number])
            db.session.flush()
            if number % 5 == 4:
                seal_entries()
    seal_entries()
    db.session.commit()


def tamper(statement, **values):
    """Change rows past everything, as somebody with the database in hand would."""
    db.session.execute(text(statement), values)
    db.session.commit()
    db.session.expire_all()
    return verify()


def test_what_was_written_holds(sealed):
    found = verify()
    assert (found.holds, found.sealed, found.waiting) == (True, 12, 0)
    assert [e.position for e in AuditEntry.query.order_by("id")] == list(range(1, 13))


@pytest.mark.parametrize("change", [
    "act = 'role.revoked'", "actor_id = 99", "actor_id = NULL", "target_kind = 'people'",
    "target_id = 5", "space_id = 5", "facts = '{}'", "created_at = '2026-05-01 00:00:00+00:00'",
    "seal = 'x'"])
def test_a_changed_entry_is_found(sealed, change):
    found = tamper(f"UPDATE audit_log SET {change} WHERE position = 6")
    assert "position 6 was changed, added or moved." in found.problems[0]


def test_a_removed_entry_is_found_wherever_it_stood(sealed):
    assert "missing between the positions 4 and 6" in tamper(
        "DELETE FROM audit_log WHERE position = 5").problems[0]
    assert "missing between the positions 0 and 2" in tamper(
        "DELETE FROM audit_log WHERE position = 1").problems[0]


def test_entries_removed_at_the_end_are_found(sealed):
    found = tamper("DELETE FROM audit_log WHERE position >= 11")
    assert found.problems == ["The chain ends at position 10, and was last signed at 12: entries "
                              "at its end were removed or added."]


def test_an_inserted_entry_is_found(sealed):
    """With a seal that is right by itself, and with everything after it moved on."""
    before = AuditEntry.query.filter_by(position=12).one()
    forged = AuditEntry(id=5000, created_at=now(), actor_id=3, act="role.granted", target_kind="",
                        facts={}, position=13)
    forged.seal = audit_chain._seal(before.seal, forged)
    db.session.add(forged)
    db.session.commit()
    assert "ends at position 13, and was last signed at 12" in verify().problems[0]
    found = tamper("UPDATE audit_ends SET position = 13, seal = :seal WHERE name = 'tail'",
                   seal=forged.seal)
    assert "at position 13 is not signed with this secret key" in found.problems[0]


def test_reordered_entries_are_found(sealed):
    db.session.execute(text("UPDATE audit_log SET position = 100 WHERE position = 7"))
    db.session.execute(text("UPDATE audit_log SET position = 7 WHERE position = 8"))
    found = tamper("UPDATE audit_log SET position = 8 WHERE position = 100")
    assert len(found.problems) >= 2
    assert all("was changed, added or moved" in each for each in found.problems)


def test_what_was_written_late_is_sealed_after_what_overtook_it(sealed):
    """A slow transaction: its number is lower, and it is stored when others are sealed."""
    last = db.session.scalar(text("SELECT max(id) FROM audit_log"))
    db.session.add(AuditEntry(id=last + 50, actor_id=1, act="a", target_kind="", facts={}))
    db.session.flush()
    seal_entries()
    db.session.add(AuditEntry(id=last + 20, actor_id=1, act="b", target_kind="", facts={}))
    db.session.flush()
    seal_entries()
    assert verify().holds
    assert AuditEntry.query.filter_by(act="b").one().position == 14


def test_an_entry_that_waits_too_long_for_its_seal_is_told(sealed):
    record(1, "space.opened")
    db.session.flush()
    assert verify().holds and verify().waiting == 1
    with at(now() + timedelta(hours=2)):
        assert "1 entry waits for its seal" in verify().problems[0]


def test_old_entries_go_and_the_rest_holds_on_a_signed_head(sealed):
    assert forget_entries(before=START + timedelta(days=31 * 6)) == 6
    db.session.flush()
    found = verify()
    assert (found.holds, found.sealed) == (True, 6)
    assert forget_entries(before=START + timedelta(days=31 * 6)) == 0
    record(1, "space.opened")
    seal_entries()
    assert verify().sealed == 7
    found = tamper("DELETE FROM audit_log WHERE position = 7")
    assert "missing between the positions 6 and 8" in found.problems[0]
    found = tamper("UPDATE audit_ends SET position = 7 WHERE name = 'head'")
    assert "position 7 is not signed" in found.problems[0]


def test_everything_may_go_and_the_chain_goes_on(sealed):
    assert forget_entries(before=now() + timedelta(days=1000)) == 12
    assert verify().holds
    record(1, "space.opened")
    seal_entries()
    assert (verify().holds, verify().sealed) == (True, 1)


def test_only_what_is_sealed_is_forgotten(app):
    with at(START):
        record(1, "space.opened")
        db.session.flush()
    assert forget_entries(before=now()) == 0
    assert AuditEntry.query.count() == 1


def test_another_secret_key_is_told_and_signs_again(app, sealed):
    audit_chain.use("another key")
    try:
        assert "or the key was" in verify().problems[0]
        assert sign_again().holds
    finally:
        audit_chain.use(app.config["COP"].secret_key)
    assert AuditEnd.query.count() == 1


def test_signing_again_heals_no_changed_entry(sealed):
    tamper("UPDATE audit_log SET act = 'x' WHERE position = 3")
    assert not sign_again().holds
