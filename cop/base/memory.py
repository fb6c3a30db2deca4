"""How memory that is free again goes back to the system, in processes that run for long.

glibc learns from each large block that is freed to keep ever larger ones for itself: after some
hundred jobs a worker that told tantivy of posts held 100 MB that nobody used.
"""
import ctypes
from contextlib import suppress
from pathlib import Path

#: Blocks from this size on are asked of the system, and given back at once; bytes.
LARGE = 256 * 1024
#: The name of that setting in malloc.h.
M_MMAP_THRESHOLD = -3
_ROLLUP = Path("/proc/self/smaps_rollup")


def give_back_what_is_free() -> None:
    """From here on, and in processes that are forked. Where the system's library is another one
    than glibc, that one decides."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE)


def own() -> int:
    """Bytes that this process shares with no other; 0 where the system does not tell."""
    with suppress(OSError):
        told = dict(line.split(":") for line in _ROLLUP.read_text().splitlines()[1:])
        return 1024 * int(told["Private_Dirty"].split()[0])
    return 0
