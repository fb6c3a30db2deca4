"""Memory that all processes of a server share: what one of them made, the others find.

It is taken before they are forked. Nobody waits for anybody: where two write to one place at once,
or one is killed as it writes, the checksum of what lies there is wrong, and it counts as not there.
"""
import mmap
from collections.abc import Iterator
from struct import Struct
from zlib import crc32

#: Key, length and checksum of what lies in a slot.
HEAD = Struct("16sII")
NOBODYS = bytes(16)


class SharedCache:
    """Slots of the same size, of which the system gives as much as is used. Each thing may lie in
    two of them, told by its key. Where both are taken, another goes: nothing is sure to be found.
    """

    def __init__(self, slots: int, size: int) -> None:
        """`size`: bytes of a slot; what is larger is not kept."""
        self._slots, self._size = slots, size
        self._memory = mmap.mmap(-1, slots * size)

    def get(self, key: bytes) -> bytes | None:
        """What was put there by this key: 16 bytes, as evenly spread as those of a hash."""
        for slot in self._slots_of(key):
            known, length, checksum = HEAD.unpack_from(self._memory, slot)
            if known == key:
                begin = slot + HEAD.size
                made = self._memory[begin:begin + length]
                return made if crc32(made, crc32(key)) == checksum else None
        return None

    def put(self, key: bytes, made: bytes) -> None:
        if HEAD.size + len(made) > self._size:
            return
        slot = self._room_for(key)
        begin = slot + HEAD.size
        self._memory[begin:begin + len(made)] = made
        HEAD.pack_into(self._memory, slot, key, len(made), crc32(made, crc32(key)))

    def _room_for(self, key: bytes) -> int:
        """Where it lies already; else an empty slot; else one by chance."""
        one, other = self._slots_of(key)
        for wanted in (key, NOBODYS):
            for slot in (one, other):
                if self._memory[slot:slot + len(wanted)] == wanted:
                    return slot
        return (one, other)[key[-1] % 2]

    def _slots_of(self, key: bytes) -> Iterator[int]:
        for part in (key[:4], key[4:8]):
            yield int.from_bytes(part, "big") % self._slots * self._size
