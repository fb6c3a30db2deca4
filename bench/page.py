"""`python -m bench.page [100000]`: how long the whole page of results takes, asked as a browser
does, on SQLite with as many topics and answers. Its reader sees half of the spaces.
"""
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from bench.corpus import SPACES, Corpus
from config import Config
from cop import ROOT, create_app
from cop.base.clock import now
from cop.base.db import begin_writing, db
from cop.base.schema import upgrade
from cop.discussions.models.topics import Post, Topic
from cop.people.models import Person
from cop.people.queries import digest_of
from cop.people.security.tables import SignIn
from cop.search.engines.protocol import Entry
from cop.search.service.index import engine
from cop.spaces.models import Membership, Space
from cop.web.limits import limiter

QUESTIONS, WARM, BATCH = 200, 20, 1000


#: What the reader's cookie holds.
TOKEN = "token"


def main() -> None:
    size = int(sys.argv[1]) if sys.argv[1:] else 100_000
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        app = create_app(Config.from_environment(
            {}, testing=True, secret_key="for measuring only", data_dir=Path(folder),
            log_level="ERROR"))
        limiter.enabled = False
        corpus = Corpus()
        with app.app_context():
            upgrade(ROOT / "migrations")
            _people_the_community(corpus, size)
            engine().replace_all(_entries(corpus, size))
        taken = list(_ask(corpus, _sign_in(app)))
    parts = quantiles(taken, n=100)
    print(f"{size:,} entries, the whole page: median {median(taken):.1f} ms, "
          f"p95 {parts[94]:.1f} ms, p99 {parts[98]:.1f} ms")


def _people_the_community(corpus: Corpus, size: int) -> None:
    """Rows for all entries, and somebody who belongs to every other space, signed in."""
    begin_writing()
    db.session.execute(insert(Person), [
        {"id": 1, "name": "Ada", "email": "ada@example.org", "fs_uniquifier": "ada",
         "confirmed_at": now(), "terms_version": "1", "interface_language": "en"}])
    db.session.execute(insert(SignIn), [{"person_id": 1, "digest": digest_of(TOKEN)}])
    db.session.execute(insert(Space), [
        {"id": n + 1, "slug": f"space-{n}", "name": f"Space {n}", "visibility": "private"}
        for n in range(SPACES)])
    db.session.execute(insert(Membership), [
        {"space_id": n + 1, "person_id": 1} for n in range(0, SPACES, 2)])
    topics, posts = [], []
    for entry in _entries(corpus, size):
        topics.append({"id": entry.topic, "space_id": int(entry.readers[0][6:]), "author_id": 1,
                       "title": entry.title, "language": entry.language, "kind": "discussion"})
        posts.append({"id": entry.topic, "topic_id": entry.topic, "author_id": 1, "path": "x",
                      "number": 2 if entry.kind == "post" else 1, "source": entry.body,
                      "html": entry.body, "language": entry.language})
        if len(topics) == BATCH:
            db.session.execute(insert(Topic), topics)
            db.session.execute(insert(Post), posts)
            topics, posts = [], []
    db.session.commit()


def _entries(corpus: Corpus, size: int) -> Iterator[Entry]:
    """Each in a topic of its own; cases are topics too, as they have no rows here."""
    for entry in corpus.entries(size):
        space = int(entry.space.removeprefix("space-")) + 1
        shown = {"slug": "x", "space": f"Space {space - 1}", "topic_kind": "discussion",
                 "solved": False, "files": [], "replies": 1, "regions": [], "title_language": ""}
        yield replace(entry, id=entry.id + 1, topic=entry.id + 1, readers=(f"space:{space}",),
                      kind="post" if entry.kind == "post" else "topic", shown=shown, regions=(),
                      themes=())


def _sign_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = TOKEN, True
    return client


def _ask(corpus: Corpus, client: FlaskClient) -> Iterator[float]:
    for number, search in enumerate(corpus.searches(QUESTIONS + WARM)):
        words = " ".join(leaf.text for leaf in search.query.leaves()) if search.query else ""
        began = time.perf_counter()
        answer = client.get("/search", query_string={"q": words})
        taken = (time.perf_counter() - began) * 1000
        assert answer.status_code == 200
        if number >= WARM:
            yield taken


if __name__ == "__main__":
    main()
