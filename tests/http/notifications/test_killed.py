"""A run of personal digests loses nothing and repeats next to nothing when workers are killed.

With COP_MEMBERS=10000 it is as large as the promise; see bench/digests.py for the numbers.
"""
import os
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bench.digests import fill, run
from cop.base.clock import now
from cop.base.db import db
from cop.base.jobs import Job
from cop.base.mail import Letter
from cop.notifications.models import Notice, Rhythm

MEMBERS = int(os.environ.get("COP_MEMBERS", "400"))


@pytest.mark.timeout(300)
def test_everybody_gets_one_digest_although_the_worker_is_killed_twice(app):
    config = app.config["COP"]
    fill(MEMBERS)
    done = run({"COP_DATA_DIR": str(config.data_dir), "COP_DATABASE_URL": config.database_url,
                "COP_SECRET_KEY": config.secret_key}, MEMBERS, (MEMBERS // 3, 2 * MEMBERS // 3))
    assert done.letters == MEMBERS and done.restarts == 2
    assert done.repeated <= 2, "one in flight at each kill, under the same Message-ID"
    assert done.seconds < 60
    db.session.rollback()
    assert db.session.scalar(select(func.count(Letter.id)).where(
        Letter.outcome == "sent", Letter.kind == "digest")) == MEMBERS
    assert db.session.scalar(select(func.count(Rhythm.person_id)).where(
        Rhythm.person_id <= MEMBERS, Rhythm.next_at > now(),
        Rhythm.told_until > now() - timedelta(minutes=10))) == MEMBERS
    assert not db.session.scalar(select(func.count(Notice.id)).where(Notice.mailed_at.is_(None)))
    assert not db.session.scalar(select(func.count(Job.id)).where(Job.name.in_(
        ("notices.digest", "mail.send_many", "mail.send"))))
