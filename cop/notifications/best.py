"""What is best for somebody: the published rule by which their digest is chosen and ordered.

Only words and numbers here. What they may see, and what they have read, is asked in `queries/`;
docs/notices.md says the rule in the same words.
"""
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from cop.spaces.levels import Choice, Level, level_of

#: A topic of a space or theme one watches or tracks, or that one takes part in.
WATCHED, TRACKED, TAKES_PART = 4, 3, 5
#: On a theme, or from a region, of one's profile.
OWN_THEME, OWN_REGION = 3, 2
#: A question that nobody has answered; one that is solved; so many answers count, at most.
WAITS, SOLVED, MOST_ANSWERS = 2, 1, 3

#: topic, space or theme, and its id or code.
Key = tuple[str, int | str]


@dataclass(frozen=True)
class Candidate:
    """A topic or a case that is new. `themes` with those above them. Of a topic that is not new
    itself only answers are: it is for those who take part in it."""

    kind: str
    id: int
    title: str
    language: str
    author_id: int
    at: datetime
    themes: frozenset[str] = frozenset()
    regions: tuple[str, ...] = ()
    opened_at: datetime | None = None
    space_id: int = 0
    space: str = ""
    is_question: bool = False
    is_solved: bool = False
    answers: int = 0

    @cached_property
    def key(self) -> Key:
        return self.kind, self.id

    @cached_property
    def around(self) -> tuple[Key, ...]:
        """Itself, its space and its themes: what one can follow it by."""
        return (self.key, ("space", self.space_id), *(("theme", code) for code in self.themes))

    @cached_property
    def within(self) -> frozenset[str]:
        """Its regions and all that these lie in."""
        return frozenset(code[:length] for code in self.regions
                         for length in range(2, len(code) + 1))


@dataclass
class Taste:
    """Whom a digest is for: the languages they read (none named: all), what their profile says,
    what they chose to follow, and up to when they were told."""

    person_id: int
    languages: frozenset[str]
    since: datetime
    themes: set[str] = field(default_factory=set)
    regions: set[str] = field(default_factory=set)
    choices: dict[Key, Choice] = field(default_factory=dict)


class Shelf:
    """Candidates by what they belong to, so that for many people only few are looked at."""

    def __init__(self, candidates: Iterable[Candidate]):
        self._by_key: dict[Key, list[Candidate]] = defaultdict(list)
        for candidate in candidates:
            for key in (*candidate.around, *(("region", code) for code in candidate.within)):
                self._by_key[key].append(candidate)

    def best_for(self, taste: Taste, most: int, known: Collection[Key] = ()) -> list[Candidate]:
        """The best first, the newest of equals; what is known to them, or has nothing to do with
        them, is left out."""
        near = {candidate.key: candidate for key in _keys_of(taste)
                for candidate in self._by_key.get(key, ())}
        scored = [(points, candidate.at, candidate.id, candidate) for candidate in near.values()
                  if candidate.key not in known and _comes_into_question(taste, candidate)
                  and (points := points_of(taste, candidate))]
        scored.sort(key=lambda each: each[:3], reverse=True)
        return [each[3] for each in scored[:most]]


def points_of(taste: Taste, candidate: Candidate) -> int:
    """0: it has nothing to do with them, or they muted it."""
    level = _level(taste, candidate)
    if level == Level.MUTED:
        return 0
    points = {Level.WATCHING: WATCHED, Level.TRACKING: TRACKED}.get(level, 0)
    own = taste.choices.get(candidate.key)
    if own and own.level >= Level.TRACKING:
        points = TAKES_PART
    elif not _is_new(taste, candidate):
        return 0
    points += OWN_THEME * bool(taste.themes & candidate.themes)
    points += OWN_REGION * bool(taste.regions & candidate.within)
    return points and points + _merits(candidate)


def _merits(candidate: Candidate) -> int:
    if candidate.is_question and not candidate.answers:
        return WAITS
    return SOLVED * candidate.is_solved + min(candidate.answers, MOST_ANSWERS)


def _comes_into_question(taste: Taste, candidate: Candidate) -> bool:
    reads = not taste.languages or candidate.language in taste.languages
    return reads and candidate.author_id != taste.person_id and candidate.at > taste.since


def _is_new(taste: Taste, candidate: Candidate) -> bool:
    return candidate.opened_at is None or candidate.opened_at > taste.since


def _keys_of(taste: Taste) -> Iterator[Key]:
    yield from (key for key, choice in taste.choices.items() if choice.level >= Level.TRACKING)
    yield from (("theme", code) for code in taste.themes)
    yield from (("region", code) for code in taste.regions)


def _level(taste: Taste, candidate: Candidate) -> Level:
    choices = [taste.choices[key] for key in candidate.around if key in taste.choices]
    return level_of(choices) if choices else Level.NORMAL
