"""Memory that all processes of a server share: what one of them made, the others find.

It is taken before they are forked. Nobody waits for anybody: where two write to one place at once,
or one is killed as it writes, the checksum of what lies there is wrong, and it counts as not there.
"""
import mmap
from collections.abc import Iterator
from struct import Struct
from zlib import crc32

#: Key, length and checksum of what lies in a slot, and whether it was asked for since.
HEAD = Struct("16sII?")
ASKED = HEAD.size - 1
NOBODYS = bytes(16)
#: In so many slots a thing may lie. With two, one of twenty found no room in a memory that was half
#: full, beside what was asked for as often, and was made each time.
PLACES = 8


class SharedCache:
    """Slots of the same size, of which the system gives as much as is used. Each thing may lie in
    some of them, told by its key. Where all are taken, what nobody asked for goes; and where all
    were asked for, they stay this once. So what is asked for once only, as by who reads everything
    there is, takes no room from what is asked for again. Nothing is sure to be found.
    """

    def __init__(self, slots: int, size: int) -> None:
        """`size`: bytes of a slot; what is larger is not kept."""
        self._slots, self._size = slots, size
        self._memory = mmap.mmap(-1, slots * size)

    def get(self, key: bytes) -> bytes | None:
        """What was put there by this key: 16 bytes, as evenly spread as those of a hash."""
        for slot in self._slots_of(key):
            known, length, checksum, was_asked = HEAD.unpack_from(self._memory, slot)
            if known == key:
                begin = slot + HEAD.size
                made = self._memory[begin:begin + length]
                if not was_asked:
                    self._memory[slot + ASKED] = True
                return made if crc32(made, crc32(key)) == checksum else None
        return None

    def fits(self, made: bytes) -> bool:
        return HEAD.size + len(made) <= self._size

    def put(self, key: bytes, made: bytes) -> None:
        slot = self._room_for(key) if self.fits(made) else None
        if slot is None:
            return
        begin = slot + HEAD.size
        self._memory[begin:begin + len(made)] = made
        HEAD.pack_into(self._memory, slot, key, len(made), crc32(made, crc32(key)), False)

    def __len__(self) -> int:
        """How many things lie here, whole or not."""
        places = range(0, self._slots * self._size, self._size)
        return sum(self._memory[slot:slot + len(NOBODYS)] != NOBODYS for slot in places)

    def _room_for(self, key: bytes) -> int | None:
        """Where it lies already; else an empty slot; else one that nobody asked for. Where there is
        none, the next one finds room, unless they are asked for by then."""
        slots = list(self._slots_of(key))
        for wanted in (key, NOBODYS):
            for slot in slots:
                if self._memory[slot:slot + len(wanted)] == wanted:
                    return slot
        for slot in slots:
            if not self._memory[slot + ASKED]:
                return slot
        for slot in slots:
            self._memory[slot + ASKED] = False
        return None

    def _slots_of(self, key: bytes) -> Iterator[int]:
        first = int.from_bytes(key[:4], "big")
        for slot in range(first, first + PLACES):
            yield slot % self._slots * self._size
