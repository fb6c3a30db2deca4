"""Web processes and the worker are forked from one that has put everything together: they share its
memory and nothing else."""
import os
import signal

import psutil

from cop.base.db import db
from tests.faults.installation import Member
from tests.servers import wait_until


def test_pages_jobs_and_searches_work_in_forked_processes_and_in_the_next_worker(community):
    with community.here() as make:
        topic = make.topic()
        ada, topic_id = community.member(topic.space), topic.id
        db.session.flush()
        email = ada.email
    server = community.serve(worker=True)
    main, member = psutil.Process(server.popen.pid), Member(server.url, email)

    def worker():
        return next(child.pid for child in main.children() if os.getsid(child.pid) == child.pid)

    for word in ("zabaglione", "quaquaversal"):
        member.answer(topic_id, f"They said {word}.")
        found = f"<mark>{word}</mark>"
        wait_until(lambda word=word, found=found: found in member.get(f"/search?q={word}").text,
                   seconds=30, every=0.5, what=f"{word}, found by the search")
        assert not [file for file in main.open_files() if "cop.sqlite" in file.path]
        os.kill(worker(), signal.SIGTERM)  # it gives way, as one does that has grown too large
    assert len(member.acknowledged) == 2
    said = server.output.read_text()
    assert "fell" not in said and "bug" not in said
    assert server.stop() == 0
