"""What `cop doctor` looks at in the search index: is it whole, near, and equal to the database?"""
from collections.abc import Iterator

from cop.base.checks import Finding
from cop.search.service import keeping

MOST_LAG = 300  # seconds


def check_index(*, compare: bool) -> Iterator[Finding]:
    """`compare`: every entry with the database, which reads all of both."""
    facts = keeping.status()
    engine = facts["engine"]
    if not facts["whole"]:
        yield Finding("index", f"{engine} has no whole index", "Run cop search reindex.")
        return
    if facts["parked"]:
        yield Finding("index", f"{facts['parked']} orders for it were given up",
                      "Look at /admin/jobs, then run cop search reindex.")
    if facts["lag"] > MOST_LAG:
        yield Finding("index", f"it is {facts['lag']} seconds behind", "Is cop work running?")
        return
    found = keeping.compare() if compare else {}
    differing = {kind: each for kind, each in found.items() if each}
    if differing and not facts["waiting"]:
        yield Finding("index", "differs from the database in "
                      + ", ".join(f"{kind} ({_number(each)})" for kind, each in differing.items()),
                      "Run cop search reindex. It should not happen: please report it.")
    elif not facts["parked"]:
        said = "equals the database" if found and not differing else "is whole"
        yield Finding("index", f"{engine} {said}, {facts['entries']} entries")


def _number(difference: keeping.Difference) -> int:
    return len(difference.missing) + len(difference.outdated) + len(difference.surplus)
