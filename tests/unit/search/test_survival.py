"""The index survives what befalls it: killed workers, lost folders, damage, a full disk."""
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict

import pytest
from sqlalchemy import func, select
from whoosh.query import And, Term

from cop import ROOT
from cop.base.clock import now
from cop.base.db import begin_writing, db
from cop.base.jobs import Job, work_once
from cop.discussions.service import deletions, edits, posts, topics
from cop.people.models import AnyMember
from cop.search.engines.protocol import ANYWHERE, Search
from cop.search.engines.tantivy import TantivyEngine
from cop.search.listeners import look_after_the_index
from cop.search.queries import home as home_queries
from cop.search.queries import index as queries
from cop.search.service import index as service
from cop.search.service import keeping
from tests.unit.search.engine_contract import entry

#: `COP_KILLS=20 pytest …` is the long form: 1,000 writes and 20 kills.
KILLS = int(os.environ.get("COP_KILLS", "2"))
WRITES_PER_KILL = 50 if KILLS >= 20 else 25
PATIENCE = 60  # seconds


@pytest.fixture(autouse=True)
def _fresh_index(app):
    before = service._place.get()
    service.use(before.folder, "tantivy")
    shutil.rmtree(service.folder(), ignore_errors=True)
    keeping.claim_home()
    db.session.commit()
    yield
    db.session.rollback()
    service._place.set(before)


@pytest.fixture
def start(app):
    """Start a real worker as `cop serve` does."""
    config, running = app.config["COP"], []
    environment = os.environ | {
        "COP_DATA_DIR": str(config.data_dir), "COP_DATABASE_URL": config.database_url,
        "COP_SECRET_KEY": "for tests only", "COP_LOG_LEVEL": "ERROR", "COP_MAIL_URL": "",
        "COP_SEARCH": "tantivy",
        "PYTHONPATH": str(ROOT)}

    def begin(*command):
        worker = subprocess.Popen([sys.executable, "-m", "wsgi", *(command or ("work",))],
                                  env=environment, cwd=ROOT)
        running.append(worker)
        return worker

    yield begin
    for worker in running:
        worker.kill()
        worker.wait()


def count_jobs():
    db.session.rollback()
    return db.session.scalar(select(func.count(Job.id)).where(
        Job.name != "cop.search.listeners.look_after_the_index", Job.parked_at.is_(None),
        Job.name.startswith("cop.search") | (Job.name == keeping.REINDEX)))


def wait_until(is_so, patience=PATIENCE, pause=0.1):
    until = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < until, "it took too long"
        time.sleep(pause)


def search_for(words):
    return Search(query=And([Term(ANYWHERE, word) for word in words.split()]),
                  languages=("en", "it"))


def found(words):
    db.session.rollback()
    return [(hit.kind, hit.id) for hit in service.find(AnyMember(), search_for(words)).hits]


def assert_index_is_as_the_database():
    db.session.rollback()
    differences = keeping.compare()
    wrong = {kind: asdict(each) for kind, each in differences.items() if each}
    assert not wrong, json.dumps(wrong)
    assert sum(each.findable for each in differences.values()) == service.engine().count()
    assert db.session.scalar(select(func.count(Job.id)).where(Job.parked_at.is_not(None))) == 0


class Writer:
    """Somebody who writes, edits and deletes without end."""

    def __init__(self, make):
        self.author = make.member(make.space())
        self.topic = make.topic(author=self.author)
        self.posts = []
        db.session.commit()

    def write(self, number):
        db.session.rollback()
        begin_writing()
        author, topic = db.session.merge(self.author), db.session.merge(self.topic)
        if number % 5 == 3:
            edits.edit_post(author, db.session.merge(self.posts[-1]), language="it",
                            source=f"Changed to {number}")
        elif number % 7 == 5:
            deletions.delete_post(author, db.session.merge(self.posts.pop()))
        elif number % 11 == 10:
            topics.open_topic(author, topic.space, title=f"Topic number {number}",
                              source="A beginning", language="en")
        else:
            self.posts.append(posts.write_post(author, topic, source=f"Words number {number}",
                                               language="en", parent=None))
        db.session.commit()


def test_workers_may_be_killed_at_any_moment_and_two_do_what_is_left(make, start):
    writer, dice = Writer(make), random.Random(KILLS)
    number = 0
    for _ in range(KILLS):
        worker = start()
        begun, lasts = count_jobs(), dice.uniform(0.1, 1.5)
        for _ in range(WRITES_PER_KILL):
            writer.write(number)
            number += 1
        wait_until(lambda before=begun: count_jobs() < before + WRITES_PER_KILL)
        time.sleep(lasts)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert number == KILLS * WRITES_PER_KILL
    start()
    start()
    wait_until(lambda: count_jobs() == 0, patience=40 * KILLS + 200)
    assert_index_is_as_the_database()


def test_what_is_written_is_found_within_a_second(make, start):
    writer, took = Writer(make), []
    start()
    wait_until(lambda: count_jobs() == 0)
    for number in range(5):
        db.session.rollback()
        begin_writing()
        post = posts.write_post(db.session.merge(writer.author), db.session.merge(writer.topic),
                                source=f"Zanzibar{number}", language="en", parent=None)
        db.session.commit()
        began, wanted = time.monotonic(), [("post", post.id)]
        wait_until(lambda: found(f"zanzibar{number}") == wanted, pause=0.02)  # noqa: B023
        took.append(time.monotonic() - began)
    assert sorted(took)[2] < 1, took


def test_a_command_that_is_killed_while_it_builds_leaves_the_old_index(make, start):
    writer = Writer(make)
    for number in range(30):
        writer.write(number)
    while work_once():
        pass
    old = service.engine().generation
    for delay in (0, 0.05):
        command = start("search", "reindex")
        wait_until(home_queries.is_rebuilding, pause=0.01)
        time.sleep(delay)
        command.kill()
        command.wait()
        assert found("words")
    start()
    wait_until(lambda: count_jobs() == 0)
    wait_until(lambda: not any(keeping.compare().values()))
    assert old and keeping.reindex() == service.engine().count()
    assert_index_is_as_the_database()


def test_what_is_written_while_the_index_is_built_anew_is_in_the_new_one(
        app, make, run_jobs, monkeypatch):
    writer = Writer(make)
    for number in range(10):
        writer.write(number)
    run_jobs()
    goes_on, halfway = threading.Event(), threading.Event()
    entries = queries.list_all_entries

    def slowly(*kinds):
        made = list(entries(*kinds))
        halfway.set()
        assert goes_on.wait(timeout=PATIENCE)
        yield from made

    def build():
        with app.app_context():
            keeping.reindex()

    monkeypatch.setattr(queries, "list_all_entries", slowly)
    old, builder = service.engine().generation, threading.Thread(target=build)
    builder.start()
    assert halfway.wait(timeout=PATIENCE)
    for number in range(10, 30):
        writer.write(number)
    run_jobs()
    assert service.engine().generation == old
    assert found("number 29"), "the old one is written and searched meanwhile"
    goes_on.set()
    builder.join()
    monkeypatch.undo()
    db.session.rollback()
    assert service.engine().generation != old
    assert home_queries.count_changes() == 0 and not home_queries.is_rebuilding()
    assert_index_is_as_the_database()


def test_whoever_began_later_finishes(make, run_jobs):
    Writer(make)
    first, second = keeping._begin_rebuild(), keeping._begin_rebuild()
    assert keeping._finish_rebuild(first) is True
    assert home_queries.is_rebuilding()
    assert keeping._finish_rebuild(second) is True
    assert not home_queries.is_rebuilding()


def damage_nothing_left(folder):
    shutil.rmtree(folder)


def damage_pointer_gone(folder):
    next(folder.glob("*.current")).unlink()


def damage_empty_folder(folder):
    for file in (folder / service.engine().generation).iterdir():
        file.unlink()


def damage_garbage(folder):
    (folder / service.engine().generation / "meta.json").write_text("{nonsense")


def damage_of_an_older_version(folder):
    pointer = next(folder.glob("*.current"))
    pointer.rename(folder / "v0.current")


@pytest.mark.parametrize("opened_anew", [False, True])
@pytest.mark.parametrize("damage", [
    damage_nothing_left, damage_pointer_gone, damage_empty_folder, damage_garbage,
    damage_of_an_older_version])
def test_an_index_that_is_lost_or_damaged_is_filled_again(
        make, run_jobs, damage, opened_anew, caplog):
    writer = Writer(make)
    for number in range(3):
        writer.write(number)
    run_jobs()
    assert found("words")
    damage(service.folder())
    if opened_anew:
        service.use(service.folder(), "tantivy")
    assert found("words") == [], "searching goes on"
    look_after_the_index()
    db.session.commit()
    assert home_queries.is_ordered(keeping.REINDEX)
    run_jobs()
    assert found("words")
    assert_index_is_as_the_database()
    assert [path.name for path in service.folder().iterdir() if path.is_dir()] == [
        service.engine().generation]


def test_an_index_that_was_lost_is_noticed_at_start_and_the_host_is_still_the_same(
        make, run_jobs):
    make.topic(title="Training vouchers")
    run_jobs()
    shutil.rmtree(service.folder())
    service.use(service.folder(), "tantivy")
    keeping.claim_home()
    db.session.commit()
    assert home_queries.is_ordered(keeping.REINDEX)
    run_jobs()
    assert found("vouchers")


def test_a_full_disk_leaves_the_index_usable(tmp_path):
    engine = TantivyEngine(tmp_path)
    engine.put([entry(n, "Words") for n in range(20)])
    before = engine.generation
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, limits[1]))
    try:
        with pytest.raises((ValueError, OSError)):
            engine.replace_all(entry(n, f"Words {n} " * 50) for n in range(2000))
        with pytest.raises((ValueError, OSError)):
            engine.put(entry(n, f"Words {n} " * 50) for n in range(2000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert engine.generation == before and engine.search(search_for("words")).total == 20
    engine.put([entry(21, "Words")])
    assert engine.search(search_for("words")).total == 21
    engine.replace_all([entry(1, "Words")])
    assert engine.search(search_for("words")).total == 1


def test_the_status_tells_how_far_the_index_is_behind(make, run_jobs):
    writer = Writer(make)
    run_jobs()
    writer.write(0)
    facts = keeping.status()
    assert facts["waiting"] == 1 and facts["lag"] < 60 and facts["whole"] is True
    assert facts["rebuilt_at"].startswith(now().isoformat()[:10])
    assert [kind for kind, each in keeping.compare().items() if each] == ["topic", "post"]
    run_jobs()
    assert keeping.status()["waiting"] == 0
