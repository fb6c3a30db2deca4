"""The index is kept by one host, filled when it is empty, built anew while it is searched."""
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from whoosh.query import Term

from cop.base import jobs
from cop.base.clock import at, now
from cop.base.db import begin_writing, db
from cop.base.errors import Conflict
from cop.base.jobs import Job, work_once
from cop.discussions.service import deletions
from cop.people.models import AnyMember
from cop.search.engines import tantivy
from cop.search.engines.protocol import Search
from cop.search.engines.tantivy import TantivyEngine
from cop.search.listeners import look_after_the_index
from cop.search.models.home import IndexHome
from cop.search.queries import home as home_queries
from cop.search.queries import index as queries
from cop.search.service import index as service
from cop.search.service import keeping


@pytest.fixture
def move(app, tmp_path):
    """Go to another host: its index lies in another folder."""
    before = service._place.get()

    def go(name):
        service.use(tmp_path / name / "index", "tantivy")

    go("here")
    yield go
    service._place.set(before)


def claim():
    keeping.claim_home()
    db.session.commit()


def count_orders():
    return db.session.scalar(select(func.count(Job.id)).where(Job.name == "search.reindex"))


def found(words, reader=None):
    search = Search(query=Term("text", words), languages=("en",))
    return [(hit.kind, hit.id) for hit in service.find(reader or AnyMember(), search).hits]


def test_the_first_host_keeps_the_index_and_fills_it(make, move, run_jobs):
    topic = make.topic(title="Training vouchers")
    claim()
    assert db.session.scalar(select(func.count(IndexHome.id))) == 1
    assert count_orders() == 1 and found("vouchers") == []
    run_jobs()
    assert found("vouchers") == [("topic", topic.id)]
    claim()
    assert count_orders() == 0, "it is filled already"


def test_another_host_is_refused_while_the_first_is_at_work(make, move):
    claim()
    move("there")
    with pytest.raises(Conflict, match="Another host keeps the search index"):
        keeping.claim_home()
    with at(now() + keeping.GONE - timedelta(seconds=1)), pytest.raises(Conflict):
        keeping.claim_home()


def test_another_host_takes_over_when_the_first_has_gone_and_fills_its_own(make, move, run_jobs):
    topic = make.topic(title="Training vouchers")
    claim()
    run_jobs()
    move("there")
    with at(now() + keeping.GONE + timedelta(seconds=1)):
        claim()
        run_jobs()
        assert found("vouchers") == [("topic", topic.id)]
        move("here")
        with pytest.raises(Conflict):
            keeping.claim_home()


def test_who_comes_back_after_another_had_the_index_builds_its_own_anew(make, move, run_jobs):
    make.topic(title="Training vouchers")
    claim()
    run_jobs()
    move("there")
    with at(now() + timedelta(hours=1)):
        claim()
        run_jobs()
    move("here")
    with at(now() + timedelta(hours=2)):
        claim()
    assert count_orders() == 1


def test_a_host_at_work_says_so_each_minute(app, move):
    claim()
    with at(now() + timedelta(minutes=4)):
        look_after_the_index()
        db.session.commit()
    move("there")
    with at(now() + timedelta(minutes=8)), pytest.raises(Conflict):
        keeping.claim_home()
    look_after_the_index()
    assert home_queries.find_home().host != keeping._host()


def test_processes_that_start_together_are_one_host(app, move):
    names = set()
    threads = [threading.Thread(target=_in_app(app, lambda: names.add(keeping._host())))
               for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names) == 1 and len(names.pop()) == 32


def test_processes_that_start_together_in_an_empty_database_all_start(app, move):
    together, wrong = threading.Barrier(6), []

    def start():
        begin_writing()
        together.wait(timeout=10) if db.engine.dialect.name == "postgresql" else None
        try:
            claim()
        except Exception as problem:  # any at all
            wrong.append(problem)

    threads = [threading.Thread(target=_in_app(app, start)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert db.session.scalar(select(func.count(IndexHome.id))) == 1


def _in_app(app, act):
    def run():
        with app.app_context():
            act()

    return run


def test_the_index_built_anew_holds_all_that_is_findable_and_nothing_else(make, move, run_jobs):
    space = make.space("Voucher space")
    private = make.space("Vouchers inside", visibility="private")
    ada = make.member(space, "Ada Voucher")
    topic = make.topic(space, ada, title="Voucher topic")
    answer = make.post(topic, ada, source="A voucher.")
    gone = make.post(topic, ada, source="A voucher too many.")
    deletions.delete_post(ada, gone)
    hidden = make.topic(private, make.member(private, "Bruno"), title="Voucher secret")
    case = make.case(status="published", title="A voucher for every job seeker")
    make.case(status="draft", title="A voucher nobody has seen")
    make.person("Voucher unconfirmed", confirmed_at=None)
    make.person("Voucher closed", active=False)
    expected = {("space", space.id), ("space", private.id), ("person", ada.id),
                ("topic", topic.id), ("post", answer.id), ("topic", hidden.id), ("case", case.id)}
    readers = ("public", "members", f"space:{private.id}")
    db.session.commit()
    keeping.reindex()
    everything = service.engine().search(Search(
        query=Term("text", "voucher"), languages=("en",), limit=100, readers=readers))
    assert {(hit.kind, hit.id) for hit in everything.hits} == expected
    assert len({(hit.kind, hit.id) for hit in everything.hits}) == everything.total


def test_while_the_index_is_built_anew_the_old_one_is_searched(make, move, monkeypatch):
    topic = make.topic(title="Training vouchers")
    db.session.commit()
    keeping.reindex()
    seen = []
    entries = queries.list_all_entries

    def slowly():
        for entry in entries():
            seen.append(found("vouchers"))
            yield entry

    monkeypatch.setattr(queries, "list_all_entries", slowly)
    keeping.reindex()
    assert seen and all(hits == [("topic", topic.id)] for hits in seen)


def test_who_writes_last_has_read_last(make, move, app):
    """Two jobs about one post: the one that has to wait reads the text anew."""
    post = make.post(make.topic(), source="First words")
    post_id = post.id
    db.session.commit()
    reads, goes_on = threading.Event(), threading.Event()

    class Slow(TantivyEngine):
        def put(self, entries, **more):
            def held():
                yield from entries
                reads.set()
                goes_on.wait(timeout=10)
            super().put(held(), **more)

    first = Slow(service.folder())
    begun = service.engine()
    service._place.get().engine = first
    early = threading.Thread(target=_in_app(app, lambda: service.index({"post": [post_id]})))
    early.start()
    assert reads.wait(timeout=10)
    service._place.get().engine = begun
    late = threading.Thread(target=_in_app(app, lambda: service.index({"post": [post_id]})))
    late.start()
    post.html = "<p>Second words</p>"
    db.session.commit()
    goes_on.set()
    early.join()
    late.join()
    assert found("second") == [("post", post_id)] and found("first") == []


def test_an_engine_that_fails_is_tried_again_later(make, move, monkeypatch):
    make.topic(title="Training vouchers")
    db.session.commit()
    keeping.claim_home()
    db.session.commit()
    monkeypatch.setattr(tantivy, "_take_lock", lambda index: 1 / 0)
    assert work_once() is True
    monkeypatch.undo()
    with at(now() + jobs.PAUSES[0]):
        assert work_once() is True
    assert found("vouchers")
