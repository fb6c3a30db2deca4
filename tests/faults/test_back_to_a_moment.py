"""A community on PostgreSQL is put back to a moment, with the commands of docs/operations.md."""
import shutil
import time

import pytest

from cop.base.db import db
from cop.base.jobs import work_once
from cop.discussions.models.topics import Post
from cop.discussions.service import deletions, posts
from cop.people.models import Person
from cop.search.service import keeping
from tests.faults.installation import Installation
from tests.faults.test_kills import LONG
from tests.servers import Postgres, postgres, wait_until


@pytest.fixture
def primary():
    """It keeps its log, as docs/operations.md says."""
    with postgres() as server:
        (log := server.folder.parent / "wal").mkdir()
        if server.somebody:
            shutil.chown(log, server.somebody)
        for setting in ("archive_mode = on", "archive_timeout = '60s'",
                        f"archive_command = 'test ! -f {log}/%f && cp %p {log}/%f'"):
            server.do(f"ALTER SYSTEM SET {setting}")
        server.stop("fast")
        server.start()
        server.log = log
        yield server


def back_to(moment, primary, folder):
    """From the base backup in `folder` and the log."""
    restored = Postgres(folder)
    with (restored.folder / "postgresql.auto.conf").open("a") as settings:
        settings.write(f"restore_command = 'cp {primary.log}/%f %p'\n"
                       f"recovery_target_time = '{moment}'\n"
                       "recovery_target_action = 'promote'\narchive_mode = off\n")
    (restored.folder / "recovery.signal").touch()
    restored.start()
    wait_until(lambda: restored.do("SELECT pg_is_in_recovery()") == "f", what="the moment")
    return restored


@pytest.mark.postgres
@pytest.mark.skipif(not LONG, reason="long form: make faults")
def test_a_community_goes_back_to_the_moment_before_a_mistake(install, primary, tmp_path):
    primary.do("CREATE DATABASE cop")
    community = install(database_url=primary.url("cop"))
    with community.here():
        keeping.claim_home()
    base = folder_for(primary)
    primary.run("pg_basebackup", "-D", base / "data", "-X", "none", "-c", "fast",
                "-h", "127.0.0.1", "-p", primary.port, "-U", "postgres")

    with community.here() as make:
        ada = make.member(make.space())
        kept = posts.write_post(ada, make.topic(ada.memberships[0].space), language="en",
                                source="Written after the base backup.")
        kept_id, ada_id = kept.id, ada.id
    do_all_work(community)
    moment = primary.do("SELECT clock_timestamp()")
    time.sleep(0.5)
    with community.here():
        deletions.delete_post(db.session.get(Person, ada_id), db.session.get(Post, kept_id))
    do_all_work(community)
    community.end_sessions()
    primary.stop("fast")  # what is not in a full part of the log yet is archived now

    restored = back_to(moment, primary, base)
    try:
        again = Installation(tmp_path / "again", database_url=restored.url("cop"))
        with again.here():
            assert db.session.get(Post, kept_id).source == "Written after the base backup."
        _status, said = again.run("doctor", "--all")
        again.end()
    finally:
        restored.stop("fast")
    for told in ("counts: all equal", "postgres equals the database", "none given up"):
        assert told in said, said


def folder_for(server):
    """Its own alone, beside its data."""
    (folder := server.folder.parent / "again").mkdir()
    if server.somebody:
        shutil.chown(folder, server.somebody)
    return folder


def do_all_work(community):
    with community.here():
        while work_once():
            pass
