"""What a process holds for itself."""
from cop.base import memory


def test_what_is_written_is_ones_own():
    before = memory.own()
    held = bytearray(b"x") * 20_000_000
    assert 15_000_000 < memory.own() - before < 30_000_000 or before == 0
    del held
