"""What a process holds for itself."""
import mmap

from cop.base import memory


def test_what_is_written_is_ones_own():
    before = memory.own()
    held = mmap.mmap(-1, 20_000_000, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    for _ in range(20):
        held.write(b"x" * 1_000_000)
    assert 15_000_000 < memory.own() - before < 30_000_000 or before == 0
    held.close()
