"""`cop backup` and `cop restore`: nothing that was stored is lost, nothing strange comes in."""
import hashlib
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tarfile
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from cop import ROOT
from cop.base import schema, steps
from cop.base.db import begin_writing, db
from cop.discussions.models.topics import Post, Topic
from cop.discussions.service import posts
from cop.files import storage
from cop.files.service.files import keep_file
from cop.people.models import Person
from tests.make import Make
from tests.unit.cli.conftest import Installation

WRITERS, POSTS_AT_LEAST = 3, 15
PATIENCE = 30  # seconds


@pytest.fixture
def community(install):
    return settled(install())


@pytest.fixture(scope="module")
def made_before(tmp_path_factory):
    """An archive of an embedded community, for what is the same whatever the database."""
    community = settled(Installation(tmp_path_factory.mktemp("before")))
    community.run("backup", str(archive := community.folder / "all.tar"))
    return archive


@pytest.fixture
def archive(made_before, tmp_path):
    """A copy of it to be spoilt."""
    return Path(shutil.copy(made_before, tmp_path / "all.tar"))


@pytest.fixture
def elsewhere(tmp_path):
    """An empty place."""
    (folder := tmp_path / "elsewhere").mkdir()
    return Installation(folder)


def settled(made):
    """A room, a topic, three people who may write there, and a file."""
    with made.opened(new=True):
        make = Make()
        room = make.space("Inside", visibility="private")
        topic = make.topic(room, make.member(room, email="ada@example.org"), title="Vouchers")
        for number in range(WRITERS):
            make.member(room, email=f"writer-{number}@example.org")
        keep_file(None, name="notes.txt", media_type="text/plain", content=b"What was said.")
        storage.store_part(7, 0, b"half of")
        assert topic.id
    return made


def test_what_was_acknowledged_before_is_in_a_backup_taken_under_load(community, install):
    acknowledged, over = [], threading.Event()
    with community.opened() as app:
        writers = [threading.Thread(target=write_posts, args=(app, n, acknowledged, over))
                   for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        begun = time.monotonic()
        while len(acknowledged) < POSTS_AT_LEAST and time.monotonic() < begun + PATIENCE:
            over.wait(0.01)
        before = list(acknowledged)
        community.run("backup", str(archive := community.folder / "all.tar"))
        meanwhile = len(acknowledged) - len(before)
        over.set()
        for writer in writers:
            writer.join()
    assert meanwhile, "nobody wrote while the backup ran"

    elsewhere = install()
    elsewhere.run("restore", str(archive))
    with elsewhere.opened():
        there = set(db.session.scalars(select(Post.id)))
        assert set(before) <= there
        topic = db.session.scalars(select(Topic)).one()
        assert topic.post_count == len(there) == db.session.scalar(select(func.count(Post.id)))
        assert_sound()
        for digest in storage.list_digests():
            assert hashlib.sha256(storage.read(digest)).hexdigest() == digest
        assert storage.list_digests() == [hashlib.sha256(b"What was said.").hexdigest()]
        assert storage.list_parts() == [(7, 0)] and storage.read_part(7, 0) == b"half of"
    assert json.loads(elsewhere.run("search", "status", "--json"))["whole"]
    assert elsewhere.run("search", "status", "--check")
    told = elsewhere.run("doctor", "--json", status=1)  # settings of a test are no good ones
    wrong = {each["about"] for each in json.loads(told) if each["mend"]}
    assert wrong <= {"settings", "mail"}, told


def write_posts(app, number, acknowledged, over):
    with app.app_context():
        while not over.is_set():
            begin_writing()
            author = db.session.scalars(
                select(Person).where(Person.email == f"writer-{number}@example.org")).one()
            topic = db.session.scalars(select(Topic)).one()
            post = posts.write_post(author, topic, source="One more voucher.", language="en")
            db.session.flush()
            post_id = post.id
            db.session.commit()
            acknowledged.append(post_id)
            db.session.remove()


def assert_sound():
    if db.engine.dialect.name == "sqlite":
        assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"
        assert not db.session.execute(text("PRAGMA foreign_key_check")).all()
    assert steps.current() == steps.newest(ROOT / "migrations")


def test_it_is_restored_into_an_empty_place_only(community):
    community.run("backup", str(archive := community.folder / "all.tar"))
    assert "not empty" in community.run("restore", str(archive), status=1)


def test_files_of_others_are_not_mixed_with_those_of_a_backup(archive, elsewhere):
    with elsewhere.opened():
        storage.store(b"of somebody else")
    assert "1 files that are not of this backup" in elsewhere.run(
        "restore", str(archive), status=1)


def test_a_restore_that_was_ended_is_begun_again(archive, elsewhere):
    with elsewhere.opened():
        storage.store(b"What was said.")
    elsewhere.run("restore", str(archive))


def test_a_damaged_archive_is_refused_before_anything_is_touched(archive, elsewhere):
    content = archive.read_bytes()
    archive.write_bytes(content.replace(b"What was said.", b"What was SAID."))
    refused_everywhere(elsewhere, archive, "damaged")
    archive.write_bytes(content[:len(content) // 2])
    refused_everywhere(elsewhere, archive, "half of one")
    archive.write_bytes(b"no archive at all")
    refused_everywhere(elsewhere, archive, "no backup")


def test_an_archive_of_a_newer_version_is_refused(archive, elsewhere):
    rewrite(archive, revision="fffff0000000", version="99.1")
    refused_everywhere(elsewhere, archive, "A newer version made this backup (cop 99.1")


def test_an_archive_of_an_older_version_is_brought_to_this_one(install):
    older, folder = install(), ROOT / "migrations"
    before = steps._steps(folder)[steps.newest(folder)]
    with older.opened():
        schema.upgrade_to(folder, before)
        assert steps.current() == before
    older.run("backup", str(archive := older.folder / "all.tar"))
    newer = install()
    newer.run("restore", str(archive))
    with newer.opened():
        assert steps.current() == steps.newest(folder)
    assert newer.run("db", "check") == "The database matches the models.\n"


def test_an_archive_of_the_other_database_is_refused(archive, elsewhere):
    rewrite(archive, database="postgresql")
    refused_everywhere(elsewhere, archive, "a backup of postgresql")


@pytest.mark.parametrize("name, kind", [
    ("../outside", tarfile.REGTYPE), ("/tmp/outside", tarfile.REGTYPE),
    ("files/../../outside", tarfile.REGTYPE), ("database", tarfile.SYMTYPE),
    ("files/" + "0" * 64, tarfile.LNKTYPE), ("manifest.json", tarfile.DIRTYPE),
    ("wsgi.py", tarfile.REGTYPE)])
def test_a_hostile_archive_is_refused(tmp_path, elsewhere, name, kind):
    archive, member = tmp_path / "hostile.tar", tarfile.TarInfo(name)
    member.type, member.linkname = kind, "/etc/passwd"
    with tarfile.open(archive, "w") as out:
        out.addfile(member, io.BytesIO())
    refused_everywhere(elsewhere, archive, "does not belong into a backup")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["elsewhere", "hostile.tar"]


def test_the_settings_in_it_open_nothing(archive):
    with tarfile.open(archive) as opened:
        told = json.load(opened.extractfile("manifest.json"))
    assert told["settings"]["languages"] == "en,it,fr,es" and "secret_key" not in told["settings"]
    assert "for tests only" not in json.dumps(told)
    assert archive.stat().st_mode & 0o077 == 0


def test_a_full_disk_leaves_no_half_file(tmp_path):
    """The process may write 200 kB to one file: less than a database needs."""
    archive = tmp_path / "all.tar"
    archive.write_text("the one before")
    environment = os.environ | {"COP_DATA_DIR": str(tmp_path / "var"), "COP_SECRET_KEY": "x" * 40,
                                "PYTHONPATH": str(ROOT)}

    def cop(*words, limit=resource.RLIM_INFINITY):
        return subprocess.run(
            [sys.executable, "-m", "wsgi", *words], env=environment, capture_output=True, text=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
            check=False)

    assert cop("db", "upgrade").returncode == 0
    full = cop("backup", str(archive), limit=200_000)
    assert full.returncode == 1 and full.stderr.startswith("Error: "), full.stderr
    assert archive.read_text() == "the one before"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["all.tar", "var"]


def refused_everywhere(place, archive, words):
    assert words in place.run("restore", str(archive), status=1)
    with place.opened():
        assert storage.list_digests() == []
        assert not list(map(str, place.folder.glob("files/**/*")))


def rewrite(archive, **changed):
    """The archive with another manifest."""
    with closing(tarfile.open(archive)) as old:
        members = [(m, old.extractfile(m).read()) for m in old]
    with tarfile.open(archive, "w") as new:
        for member, content in members:
            if member.name == "manifest.json":
                content = json.dumps(json.loads(content) | changed).encode()
                member.size = len(content)
            new.addfile(member, io.BytesIO(content))
