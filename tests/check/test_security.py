"""docs/security.md maps every requirement of ASVS 5.0, levels 1 and 2; what it names is there."""
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "security.md").read_text()
#: Section:numbers, as ASVS 5.0 has them at levels 1 and 2.
NUMBERS = """
1.1:1-2 1.2:1-9 1.3:1-11 1.4:1-3 1.5:1-2 2.1:1-3 2.2:1-3 2.3:1-4 2.4:1 3.2:1-2 3.3:1-4
3.4:1-6 3.5:1-5 3.7:1-2 4.1:1-3 4.2:1 4.3:1-2 4.4:1-4 5.1:1 5.2:1-3 5.3:1-2 5.4:1-3
6.1:1-3 6.2:1-12 6.3:1-4 6.4:1-4 6.5:1-5 6.6:1-3 6.8:1-4 7.1:1-3 7.2:1-4 7.3:1-2 7.4:1-5
7.5:1-2 7.6:1-2 8.1:1-2 8.2:1-3 8.3:1 8.4:1 9.1:1-3 9.2:1-4 10.1:1-2 10.2:1-2 10.3:1-4
10.4:1-11 10.5:1-5 10.6:1-2 10.7:1-3 11.1:1-2 11.2:1-3 11.3:1-3 11.4:1-4 11.5:1 11.6:1
12.1:1-3 12.2:1-2 12.3:1-4 13.1:1 13.2:1-5 13.3:1-2 13.4:1-5 14.1:1-2 14.2:1-4 14.3:1-3
15.1:1-3 15.2:1-3 15.3:1-7 16.1:1 16.2:1-5 16.3:1-4 16.4:1-3 16.5:1-3 17.1:1 17.2:1-4
17.3:1-2
"""
ROWS = re.findall(r"^\| V([0-9.]+) \| (met|partly|not met|does not apply) \| (.+) \|$", TEXT, re.M)
NAMED = sorted(set(re.findall(r"`((?:cop|tests|static|templates|deploy)/[\w./-]*)`", TEXT)))


def required():
    for section, numbers in (each.split(":") for each in NUMBERS.split()):
        for part in numbers.split(","):
            first, _dash, last = part.partition("-")
            yield from (f"{section}.{n}" for n in range(int(first), int(last or first) + 1))


def test_every_number_stands_there_once():
    assert [number for number, _status, _where in ROWS] == list(required())
    assert len(ROWS) == 253


def test_the_sum_is_right():
    told = re.search(r"Of (\d+) are met (\d+), partly (\d+), not (\d+); (\d+) do not", TEXT)
    found = [status for _number, status, _where in ROWS]
    assert [int(each) for each in told.groups()] == [len(found), *map(
        found.count, ("met", "partly", "not met", "does not apply"))]


@pytest.mark.parametrize("name", NAMED)
def test_what_is_named_is_there(name):
    assert (ROOT / name).exists()


def test_what_is_met_says_where_or_why():
    assert all(len(where) > 15 for _number, _status, where in ROWS)
    assert len(NAMED) > 80
