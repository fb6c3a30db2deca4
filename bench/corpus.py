"""Texts made up for measuring: words by Zipf's law, always the same ones."""
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from whoosh.query import And, Term

from cop.search.engines.protocol import ANYWHERE, Entry, Search

SPACES = 40
LANGUAGES = ("it", "en", "fr", "es", "de")
VOCABULARY = 60_000  # words
LENGTH = 100  # words of a text, on the average
TOPIC = 5  # posts of a topic
REGIONS, THEMES, LEVELS = 30, 20, 6
FIRST = datetime(2019, 1, 1, tzinfo=UTC)
SYLLABLES = [c + v for c in "bcdfglmnprstv" for v in "aeiou"]
#: A reader who sees half of the spaces.
READER = ("public", "members", *(f"space:{n}" for n in range(0, SPACES, 2)))


class Corpus:
    """Entries and questions; the same number gives the same of both."""

    def __init__(self) -> None:
        chance = random.Random(7)
        made: dict[str, None] = {}
        while len(made) < VOCABULARY:
            made["".join(chance.choices(SYLLABLES, k=chance.randint(2, 5)))] = None
        self.words = list(made)
        self.weights = [1 / (rank + 3) for rank in range(VOCABULARY)]
        self.chance = chance

    def entries(self, number: int) -> Iterator[Entry]:
        chance = random.Random(11)
        for begin in range(0, number, 1000):
            drawn = chance.choices(self.words, self.weights, k=1000 * (LENGTH + 8))
            for n in range(begin, min(begin + 1000, number)):
                yield self._entry(n, chance, drawn)

    def searches(self, number: int) -> Iterator[Search]:
        """Two or three words, all wanted, of those people use: neither the commonest nor rare."""
        chance = random.Random(13)
        for _ in range(number):
            words = chance.choices(self.words[20:6000], self.weights[20:6000],
                                   k=chance.choice((2, 2, 3)))
            yield Search(query=And([Term(ANYWHERE, word) for word in words]),
                         languages=LANGUAGES, readers=READER, grouped=True)

    def _entry(self, n: int, chance: random.Random, drawn: list[str]) -> Entry:
        length = chance.randint(LENGTH // 2, LENGTH * 3 // 2)
        start = chance.randrange(len(drawn) - length - 8)
        space = chance.randrange(SPACES)
        country = chance.randrange(REGIONS)
        kind = chance.choices(("post", "topic", "case"), (6, 3, 1))[0]
        return Entry(
            kind=kind, id=n, language=chance.choice(LANGUAGES),
            title=" ".join(drawn[start:start + 8]), body=" ".join(drawn[start + 8:start + length]),
            readers=(f"space:{space}",), space=f"space-{space}",
            at=FIRST + timedelta(minutes=chance.randrange(4_000_000)),
            regions=(f"R{country}", f"R{country}{chance.randrange(5)}"),
            themes=(f"theme-{chance.randrange(THEMES)}",), author=chance.randrange(1, 5000),
            topic=0 if kind == "case" else n // TOPIC + 1,
            evidence=f"E{chance.randrange(LEVELS)}" if kind == "case" else "",
            helpful=chance.randrange(5), adopted=chance.randrange(9) if kind == "case" else 0)
