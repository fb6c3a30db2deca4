"""A made-up community in the database, to measure pages with: the same numbers give the same one.

Its words are those of `corpus.py`. Nothing here goes through the services: it is loaded in bulk.
"""
import random
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from flask_security.utils import hash_password
from sqlalchemy import func, insert, select, text, update

from bench.corpus import Corpus
from config import Config
from cop import ROOT, create_app
from cop.base.clock import now
from cop.base.db import begin_writing, db
from cop.base.schema import upgrade
from cop.discussions.models.topics import Post, Topic
from cop.discussions.tree import component, depth_of, path_below
from cop.people.models import Organisation, Person
from cop.search.service import keeping
from cop.spaces.models import Membership, Space

SPACES, TOPICS, POSTS, PEOPLE, ORGANISATIONS = 20, 2_000, 40_000, 1_000, 50
#: The first topic is the longest one.
LONGEST = 1_000  # posts
PASSWORD = "for measuring only"
LANGUAGES = ("it", "en")
DAYS = 700  # since the first post
BATCH = 5_000


@dataclass(frozen=True)
class Size:
    """How large a community is: so many times people, topics and posts; the spaces stay."""

    times: int = 1

    @property
    def people(self) -> int:
        return PEOPLE * self.times

    @property
    def topics(self) -> int:
        return TOPICS * self.times

    @property
    def posts(self) -> int:
        return POSTS * self.times


class Words:
    """Sentences by Zipf's law."""

    def __init__(self, dice: random.Random):
        corpus = Corpus()
        self._dice, self._drawn = dice, dice.choices(corpus.words, corpus.weights, k=400_000)

    def some(self, least: int, most: int) -> str:
        number = self._dice.randint(least, most)
        begin = self._dice.randrange(len(self._drawn) - number)
        return " ".join(self._drawn[begin:begin + number]).capitalize()


def fill(size: Size) -> None:
    """An empty database becomes a community."""
    dice = random.Random(5)
    words, lengths = Words(dice), _lengths(size, dice)
    begin_writing()
    _insert(Space, ({"id": n, "slug": f"room-{n}", "name": f"Room {n}", "language": "it",
                     "visibility": "public", "description": words.some(8, 16)}
                    for n in range(1, SPACES + 1)))
    _fill_people(size, dice)
    _insert(Topic, _topics(size, lengths, words, dice))
    _insert(Post, _posts(size, lengths, words, dice))
    _count_and_solve()
    _go_on_counting()
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def email(number: int) -> str:
    return f"member{number}@example.org"


def _fill_people(size: Size, dice: random.Random) -> None:
    """One password for all of them, so that it is hashed once."""
    password = hash_password(PASSWORD)
    _insert(Organisation, ({"id": n, "name": f"Office {n}", "folded_name": f"office {n}"}
                           for n in range(1, ORGANISATIONS + 1)))
    _insert(Person, ({
        "id": n, "email": email(n), "fs_uniquifier": f"member-{n}", "password": password,
        "name": f"Member {n}", "folded_name": f"member {n}", "confirmed_at": now(),
        "terms_version": "1", "languages": ["it", "en"], "country": "IT",
        "interface_language": "en", "profile_is_public": n % 2 == 0,
        "organisation_id": dice.randint(1, ORGANISATIONS)} for n in range(1, size.people + 1)))
    _insert(Membership, ({"person_id": n, "space_id": room} for n in range(1, size.people + 1)
                         for room in dice.sample(range(1, SPACES + 1), 3)))


def _lengths(size: Size, dice: random.Random) -> list[int]:
    """How many posts each topic has: some many, most of them few."""
    shares = [dice.expovariate(1) for _ in range(size.topics - 1)]
    answers = size.posts - LONGEST - (size.topics - 1)
    lengths = [1 + int(answers * share / sum(shares)) for share in shares]
    lengths[0] += size.posts - LONGEST - sum(lengths)
    return [LONGEST, *lengths]


def _topics(size: Size, lengths: list[int], words: Words,
            dice: random.Random) -> Iterator[dict[str, Any]]:
    for number, length in enumerate(lengths, 1):
        begun = now() - timedelta(days=DAYS * (1 - number / len(lengths)))
        yield {"id": number, "space_id": number % SPACES + 1, "title": words.some(6, 10),
               "author_id": dice.randint(1, size.people), "language": LANGUAGES[number % 2],
               "kind": "question" if number % 10 == 0 else "discussion", "post_count": length,
               "last_number": length, "created_at": begun,
               "last_post_at": begun + timedelta(minutes=length)}


def _posts(size: Size, lengths: list[int], words: Words,
           dice: random.Random) -> Iterator[dict[str, Any]]:
    """Each answers the opening post, or one of the last three before it."""
    post_id = 0
    for topic, length in enumerate(lengths, 1):
        paths = {1: component(1)}
        begun = now() - timedelta(days=DAYS * (1 - topic / len(lengths)))
        for number in range(1, length + 1):
            parent = dice.choice((1, max(number - dice.randint(1, 3), 1))) if number > 1 else 0
            if parent:
                paths[number] = path_below(paths[parent], number)
            paragraphs = [words.some(15, 60) for _ in range(dice.randint(1, 3))]
            post_id += 1
            yield {"id": post_id, "topic_id": topic, "number": number, "path": paths[number],
                   "parent_id": post_id - number + parent if parent else None,
                   "depth": depth_of(paths[number]), "language": LANGUAGES[topic % 2],
                   "author_id": dice.randint(1, size.people), "source": "\n\n".join(paragraphs),
                   "html": "".join(f"<p>{each}.</p>\n" for each in paragraphs),
                   "created_at": begun + timedelta(minutes=number)}


def _count_and_solve() -> None:
    """What spaces count; and half of the questions were solved by their first answer."""
    for column, of in ((Space.topic_count, Topic), (Space.member_count, Membership)):
        many = select(func.count(of.id)).where(of.space_id == Space.id).scalar_subquery()
        db.session.execute(update(Space).values({column: many}))
    answer = select(Post.id).where(Post.topic_id == Topic.id, Post.number == 2).scalar_subquery()
    db.session.execute(update(Topic).where(Topic.id % 20 == 0).values(
        accepted_post_id=answer, solved_at=Topic.last_post_at))


def _go_on_counting() -> None:
    """PostgreSQL does not see which ids were given."""
    if db.engine.dialect.name == "postgresql":
        for table in (Space, Organisation, Person, Membership, Topic, Post):
            name = table.__tablename__
            db.session.execute(text(
                f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), "  # noqa: S608
                f"(SELECT max(id) FROM {name}))"))


def _insert(kind: type, rows: Iterable[dict[str, Any]]) -> None:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        db.session.execute(insert(kind), batch)


def main() -> None:
    """`python -m bench.community TIMES`: in the database that the settings name, with its index."""
    with create_app(Config.from_environment()).app_context():
        upgrade(ROOT / "migrations")
        fill(Size(int(sys.argv[1])))
        keeping.claim_home()
        db.session.commit()
        keeping.reindex()


if __name__ == "__main__":
    main()
