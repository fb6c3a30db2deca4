"""Whoever is asked to stop finishes what is in hand; whoever falls is replaced."""
import os
import signal
import time

import psutil
import requests

from cop.base.db import begin_writing, db
from cop.discussions.models.reading import ReadingPosition
from tests.faults.installation import Member, in_background
from tests.servers import wait_until


def test_a_request_in_hand_is_finished_when_the_server_is_asked_to_stop(install):
    community = install()
    with community.here() as make:
        topic = make.topic()
        ada, topic_id = community.member(topic.space), topic.id
        db.session.flush()
        ada_id, email, address = ada.id, ada.email, f"/topics/{topic.id}-{topic.slug}"
    server = community.serve()
    member = Member(server.url, email)

    with community.here():
        begin_writing()  # the answer has to wait for us
        join = in_background(lambda: member.answer(topic_id, "I was on my way."))
        time.sleep(0.5)
        assert member.get(address).status_code == 200
        server.popen.send_signal(signal.SIGTERM)
        time.sleep(1)
        db.session.rollback()
    join()
    assert member.acknowledged == ["I was on my way."]
    server.popen.wait(timeout=40)
    with community.here():
        read = db.session.query(ReadingPosition).filter_by(person_id=ada_id, topic_id=topic_id)
        assert read.one().count == 2  # what opens the topic, and their own


def _is_apart(child):
    """The worker is out of the terminal's reach: it leads a session of its own."""
    return os.getsid(child.pid) == child.pid


def test_a_web_process_and_a_worker_that_fall_are_replaced(install):
    community = install()
    server = community.serve(worker=True)
    main = psutil.Process(server.popen.pid)

    def children(of):
        alive = [child for child in main.children() if child.status() != psutil.STATUS_ZOMBIE]
        return {child.pid for child in alive if (of == "work") is _is_apart(child)}

    for kind in ("serve", "work"):
        wait_until(lambda of=kind: children(of), what=kind)
        before = children(kind)
        os.kill(min(before), signal.SIGKILL)
        wait_until(lambda of=kind, old=before: children(of) - old, what=f"the next {kind}")
    wait_until(lambda: is_up(server), what="the server")
    assert server.stop() == 0


def test_web_processes_that_fall_one_after_the_other_are_replaced(install):
    server = install().serve()
    main = psutil.Process(server.popen.pid)
    for _ in range(3):
        (web,) = main.children()
        web.kill()
        wait_until(lambda old=web: is_up(server) and old not in main.children(), what="the next")
    assert server.stop() == 0


def test_a_web_process_whose_parent_was_killed_ends(install):
    community = install()
    server = community.serve()
    web = psutil.Process(server.popen.pid).children()
    server.popen.kill()
    server.popen.wait()
    _gone, alive = psutil.wait_procs(web, timeout=10)
    assert alive == []


def is_up(server):
    try:
        return requests.get(f"{server.url}/healthz", timeout=2).status_code == 200
    except requests.RequestException:
        return False
