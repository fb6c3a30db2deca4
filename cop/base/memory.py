"""How memory that is free again goes back to the system, in processes that run for long.

glibc learns from each large block that is freed to keep ever larger ones for itself: after some
hundred jobs a worker that told tantivy of posts held 100 MB that nobody used.
"""
import ctypes
from contextlib import suppress

#: Blocks from this size on are asked of the system, and given back at once; bytes.
LARGE = 256 * 1024
#: The name of that setting in malloc.h.
M_MMAP_THRESHOLD = -3


def give_back_what_is_free() -> None:
    """From here on, and in processes that are forked. Where the system's library is another one
    than glibc, that one decides."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE)
