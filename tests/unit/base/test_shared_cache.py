"""What one process of a server made, the others find, whole or not at all."""
import os
import random
from hashlib import blake2b

from cop.base.shared_cache import HEAD, SharedCache


def key(number: int) -> bytes:
    return blake2b(bytes([number % 256, number // 256]), digest_size=16).digest()


def in_another_process(do) -> int:
    child = os.fork()
    if child == 0:
        os._exit(do() or 0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_what_another_process_put_is_found():
    cache = SharedCache(64, 1024)
    assert in_another_process(lambda: cache.put(key(1), b"made there")) == 0
    assert cache.get(key(1)) == b"made there"
    assert cache.get(key(2)) is None


def test_the_last_one_counts_and_what_is_too_large_is_not_kept():
    cache = SharedCache(64, 1024)
    for made in (b"long" * 100, b"short", b""):
        cache.put(key(1), made)
        assert cache.get(key(1)) == made
    cache.put(key(2), b"x" * 1024)
    assert cache.get(key(2)) is None


def test_it_is_bounded_and_all_that_fills_half_of_it_is_found_again():
    cache = SharedCache(64, 1024)
    for number in range(32):
        cache.put(key(number), bytes([number]) * 900)
    found = [cache.get(key(number)) for number in range(32)]
    assert all(made in (None, bytes([number]) * 900) for number, made in enumerate(found))
    assert found.count(None) == 0
    for number in range(1000):
        cache.put(key(number), b"x")
    assert 0 < sum(cache.get(key(number)) is not None for number in range(1000)) <= 64


def test_what_is_asked_for_once_takes_no_room_from_what_is_asked_for_again():
    cache = SharedCache(256, 64)
    wanted = range(64)
    for number in wanted:
        cache.put(key(number), b"wanted")
    kept = 0
    for turn in range(20):
        for number in range(100 + turn * 100, 200 + turn * 100):  # somebody reads all there is
            cache.put(key(number), b"once")
        for number in wanted:
            kept += cache.get(key(number)) is not None or cache.put(key(number), b"wanted") or 0
    assert kept > 0.98 * 20 * len(wanted)


def test_what_was_asked_for_long_ago_makes_room():
    cache = SharedCache(1, 64)
    cache.put(key(1), b"before")
    assert cache.get(key(1)) == b"before"
    for _time in range(2):
        cache.put(key(2), b"after")
    assert cache.get(key(2)) == b"after" and cache.get(key(1)) is None


def test_what_is_written_while_it_is_read_is_whole_or_not_there():
    cache = SharedCache(1, 8192)
    texts = {number: bytes([number]) * 8000 for number in range(1, 9)}

    def write() -> None:
        dice = random.Random(os.getpid())
        for _ in range(20_000):
            number = dice.choice(list(texts))
            cache.put(key(number % 2), texts[number])

    writers = []
    for _ in range(2):
        if (child := os.fork()) == 0:
            write()
            os._exit(0)
        writers.append(child)
    seen, torn = 0, 0
    while os.waitpid(writers[0], os.WNOHANG) == (0, 0):
        for parity in (0, 1):
            made = cache.get(key(parity))
            seen += made is not None
            torn += made is not None and (made not in texts.values() or made[0] % 2 != parity)
    os.waitpid(writers[1], 0)
    assert seen
    assert not torn


def test_what_a_killed_process_left_half_is_not_there():
    cache = SharedCache(8, 1024)
    cache.put(key(1), b"whole" * 100)
    (slot,) = (slot for slot in cache._slots_of(key(1))
               if cache._memory[slot:slot + 16] == key(1))
    cache._memory[slot + HEAD.size:slot + HEAD.size + 9] = b"half of it"[:9]
    assert cache.get(key(1)) is None
    cache.put(key(1), b"again")
    assert cache.get(key(1)) == b"again"
