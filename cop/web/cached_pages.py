"""Where kept pages stand: until when each is true, and which go first when there are too many.

Which pages these are, and who is shown them: `page_cache.py`.
"""
import hashlib
import pickle
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

from cop.base import revalidation
from cop.base.clock import glance, times_asked
from cop.base.content_version import read_version
from cop.base.shared_cache import SharedCache

#: Bytes of all pages that one process keeps at hand, packed: those for visitors beside what is
#: shown of them in this minute and what Flask-Compress makes of that, each of the same size.
MOST = 2_000_000
#: How many pages the processes of a server share, and the bytes of one at most, packed.
SHARED, LARGEST = 1024, 65_536
#: Minutes after which a page is made anew in any case.
LONGEST = 10


@dataclass(frozen=True)
class Truth:
    """Until when a page is true: as long as the content is of this version; where the page says
    something of the time, in this minute only."""

    version: int
    minute: int
    depends_on_time: bool = False

    def holds(self, version: int) -> bool:
        return version == self.version and self.is_young()

    def is_young(self) -> bool:
        return 0 <= this_minute() - self.minute < (1 if self.depends_on_time else LONGEST)


class Making:
    """A page that is made now: it depends on the time if the clock is asked meanwhile, and on what
    the database answers."""

    def __init__(self, version: int) -> None:
        """`version`: of the content, read before anything that the page says."""
        self.version = version
        self._minute, self._asked = this_minute(), times_asked()
        revalidation.begin()

    def truth(self) -> Truth:
        """Of the page as it is made by now."""
        return Truth(self.version, self._minute, depends_on_time=times_asked() > self._asked)

    def answers(self) -> revalidation.Answers | None:
        """What the page was made of. None where that was not the database alone, or where the
        content changed meanwhile: what was read before it may be older than the answers."""
        answers = revalidation.end()
        if not answers or self.truth().depends_on_time or read_version() != self.version:
            return None
        return answers


@dataclass
class Shown:
    """A page for visitors as it is shown in this minute, packed, and its compressed forms."""

    body: bytes
    etag: str
    minute: int = 0
    compressed: dict[str, bytes] = field(default_factory=dict)


@dataclass
class Kept:
    """A page as it was made, with its holes, packed; for visitors also as it was shown last."""

    truth: Truth
    body: bytes
    facts: Any = None
    shown: Shown | None = None
    answers: revalidation.Answers | None = None
    #: The version of the content at which it was made, whatever it was found true at since.
    made_at: int = 0

    def __post_init__(self) -> None:
        self.made_at = self.made_at or self.truth.version

    def holds(self, version: int) -> bool:
        """Is it true while the content is of this version? So is a page of which another version
        changed nothing: then the database still answers what it was made of."""
        if self.truth.holds(version):
            return True
        if self.answers is None or not self.truth.is_young() or not self.answers.are_still_given():
            return False
        self.truth = replace(self.truth, version=version)
        return True

    @property
    def size(self) -> int:
        return len(self.body)


class Shelf:
    """The kept pages of one application: of all processes of its server, and of this one those that
    were asked for last."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[Hashable, ...], Kept] = OrderedDict()
        self._size = 0
        self._lock = Lock()
        self._shared = SharedCache(SHARED, LARGEST)

    def find(self, place: tuple[Hashable, ...], suits: Callable[[Kept], bool]) -> Kept | None:
        """The page at this place, if it suits: as this process has it, else as another made it."""
        with self._lock:
            if kept := self._pages.get(place):
                self._pages.move_to_end(place)
        if kept and suits(kept):
            return kept
        others = self._made_by_others(place)
        if others is None or (kept and kept.body == others.body) or not suits(others):
            return None
        self._have_at_hand(place, others)
        return others

    def put(self, place: tuple[Hashable, ...], kept: Kept) -> None:
        """At hand is only what was asked for again, and what is too large to be shared."""
        packed = pickle.dumps(replace(kept, shown=None))
        self._shared.put(_key(place), packed)
        if place in self._pages or not self._shared.fits(packed):
            self._have_at_hand(place, kept)

    def _made_by_others(self, place: tuple[Hashable, ...]) -> Kept | None:
        packed = self._shared.get(_key(place))
        return pickle.loads(packed) if packed else None  # noqa: S301 (our own memory)

    def _have_at_hand(self, place: tuple[Hashable, ...], kept: Kept) -> None:
        """Those least asked for go first."""
        with self._lock:
            before = self._pages.pop(place, None)
            self._size += kept.size - (before.size if before else 0)
            self._pages[place] = kept
            while self._size > MOST:
                self._size -= self._pages.popitem(last=False)[1].size

    def __len__(self) -> int:
        """How many are shared."""
        return len(self._shared)


def _key(place: tuple[Hashable, ...]) -> bytes:
    """The same in all processes: a place is made of words, numbers and tuples of them."""
    return hashlib.blake2b(repr(place).encode(), digest_size=16).digest()


def this_minute() -> int:
    return int(glance().timestamp()) // 60
