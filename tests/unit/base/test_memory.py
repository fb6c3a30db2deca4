"""What a process used for a moment, it does not keep."""
import platform
import subprocess
import sys

import pytest

#: A large block, then a hundred smaller ones, of which the last stays: it lies above the others.
USE = """
from pathlib import Path
from cop.base.memory import give_back_what_is_free
{first}
def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6
large = bytearray(16_000_000)
del large
before, blocks = held(), [bytearray(1_000_000) for _ in range(101)]
last = blocks.pop()
del blocks
print(held() - before)
"""


def held_after(first):
    return float(subprocess.run([sys.executable, "-c", USE.format(first=first)], check=True,
                                capture_output=True, text=True, timeout=60).stdout)


@pytest.mark.programs
@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another library decides for itself")
def test_what_was_used_for_a_moment_goes_back_to_the_system():
    assert held_after("") > 50
    assert held_after("give_back_what_is_free()") < 10
