"""What is asked for: the pages that are measured, and which of them each community has."""
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from bench.corpus import Corpus
from cop.base.text import slug

#: As the tables name them.
PAGES = ("front page", "list of topics", "topic", "topic, nothing kept", "last page of 1,000 posts",
         "search", "topic, signed in", "posting a reply")
TOPICS = QUESTIONS = 200
FULL = 20  # posts on a page
COMMON = Corpus().words[20:300]


@dataclass(frozen=True)
class Asked:
    """The topics with a full page that are asked for at random, the longest one, and words that
    are searched for. The same in every community of one size."""

    topics: list[tuple[int, str]]
    longest: tuple[int, str]
    questions: list[str]
    dice: random.Random = field(default_factory=lambda: random.Random(17))
    numbers: Iterator[int] = field(default_factory=count)

    def topic(self) -> tuple[int, str]:
        return self.dice.choice(self.topics)

    def question(self) -> str:
        return self.dice.choice(self.questions)


def read_asked(database: Path) -> Asked:
    """Choose from the embedded database. Two words that many use are searched for: hundreds of
    answers have them."""
    with sqlite3.connect(database) as connection:
        rows = connection.execute("SELECT id, title, post_count FROM topics ORDER BY id").fetchall()
    dice = random.Random(13)
    full = [(row_id, slug(title)) for row_id, title, count in rows[1:] if count >= FULL]
    return Asked(dice.sample(full, TOPICS), (rows[0][0], slug(rows[0][1])),
                 [" ".join(dice.sample(COMMON, 2)) for _ in range(QUESTIONS)])
