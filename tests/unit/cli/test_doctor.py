"""`cop doctor`: it finds what is wrong, says how to mend it, and hides nothing."""
import json
from datetime import timedelta

import pytest

from cop.base import counts
from cop.base.clock import now
from cop.base.db import begin_writing, db
from cop.base.jobs import Job
from cop.base.mail_tables import Letter
from cop.discussions.models.topics import Topic
from cop.files import storage
from cop.files.models import File
from cop.files.service.files import keep_file
from cop.search.service import index
from cop.spaces.models import Space
from tests.make import Make
from tests.unit.cli.conftest import Installation

SECRET = "0123456789abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def community(install):
    """Everything is well with it."""
    made = install()
    made.settings = {"secret_key": SECRET, "mail_url": f"file://{made.folder}/mail"}
    with made.opened(new=True):
        make = Make()
        topic = make.topic(make.space("Inside"), title="Vouchers")
        make.post(topic, source="An answer.")
        for words in (b"first", b"second", b"third"):
            keep_file(None, name="notes.txt", media_type="text/plain", content=words)
    made.run("search", "reindex")
    return made


def examined(community, *options, status=0):
    """What is wrong, by what it is about."""
    found = json.loads(community.run("doctor", "--json", *options, status=status))
    return {each["about"]: f"{each['told']} → {each['mend']}" for each in found
            if not each["well"]}


def test_where_all_is_well_it_says_so(community):
    said = community.run("doctor")
    assert "WRONG" not in said
    for about in ("settings", "database", "schema", "counts", "jobs", "mail", "letters", "storage",
                  "files", "index", "audit log", "disk"):
        assert f"well   {about}: " in said


def test_everything_that_is_wrong_is_told_at_once(community):
    with community.opened():
        begin_writing()
        long_ago = now() - timedelta(hours=3)
        db.session.add(Job(name="of.a.test", arguments={}, parked_at=now()))
        db.session.add(Job(name="of.a.test", arguments={}, due_at=long_ago))
        db.session.add(Letter(kind="test", recipient="a@example.org", subject="", body="",
                              message_id="<1@test>", created_at=long_ago))
        db.session.query(Topic).update({"post_count": 7})
        file = db.session.query(File).first()
        db.session.add(File(name="lost.txt", media_type="text/plain", size=1, digest="0" * 64))
        path = storage.source(file.digest)
        db.session.commit()
        path.write_bytes(b"FIRST")
        index.engine().remove([next(iter(index.engine().digests()))])
    wrong = examined(community, status=1)
    assert "1 were given up" in wrong["jobs"] or "has been due for 3 hours" in wrong["jobs"]
    assert "posts of a topic" in wrong["counts"] and "(7, there are 2)" in wrong["counts"]
    assert "waited for 3 hours" in wrong["letters"]
    assert "1 of 3 are damaged" in wrong["files"]
    assert "differs from the database" in wrong["index"]
    assert all("→ " in each and not each.endswith("→ ") for each in wrong.values())
    said = community.run("doctor", status=1)
    assert "1 were given up, most of them of.a.test" in said and "has been due for" in said
    assert f"1 that the database names are not there, the first is {'0' * 64}" in said


def test_numbers_are_put_right_when_asked(community):
    with community.opened():
        begin_writing()
        db.session.query(Topic).update({"post_count": 7})
        db.session.query(Space).update({"topic_count": 0, "member_count": 3})
        db.session.commit()
        assert len(counts.list_wrong()) == 3
    assert "3 were put right" in community.run("doctor", "--recount")
    with community.opened():
        assert counts.list_wrong() == []
        assert db.session.query(Topic).one().post_count == 2


@pytest.mark.parametrize("settings, told", [
    ({"secret_key": "short", "base_url": "http://cop.example.org", "mail_url": "",
      "storage_url": "file:///proc/nothing"},
     ["COP_SECRET_KEY can be guessed", "not encrypted", "COP_MAIL_URL is empty",
      "cannot be written"]),
    ({"secret_key": "please change me, I am long enough", "base_url": "https://cop.example.org",
      "mail_url": "smtp://127.0.0.1:1"},
     ["COP_SECRET_KEY can be guessed", "COP_PROXY_HOPS is 0", "does not take us"]),
    ({"base_url": "example.org", "proxy_hops": -1}, ["COP_BASE_URL: must", "COP_PROXY_HOPS: "]),
    ({"database_url": "postgresql+psycopg://nobody@127.0.0.1:1/x"}, ["does not answer"]),
])
def test_settings_that_cannot_work_are_told(tmp_path, settings, told):
    community = Installation(tmp_path)
    community.settings = {"secret_key": SECRET, "mail_url": f"file://{tmp_path}/mail"} | settings
    said = community.run("doctor", "--quick", status=1)
    for words in told:
        assert words in said


def test_an_empty_database_is_to_be_upgraded(tmp_path):
    wrong = examined(Installation(tmp_path), status=1)
    assert "Run cop db upgrade" in wrong["schema"]
    assert "could not be looked at" in wrong["counts"]
