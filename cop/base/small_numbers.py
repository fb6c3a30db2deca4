"""Numbers so small that somebody might be recognised in them: they are not told exactly.

What is counted, and where such a number stands, is said by whoever counts.
"""

#: Fewer people, or deeds of people, than this are told as «<5» (DOMAIN 5.4).
FEWEST = 5
FEW = f"<{FEWEST}"


def told(count: int) -> str:
    """As it may be shown."""
    return FEW if is_few(count) else str(count)


def is_few(count: int) -> bool:
    """None is told: nobody is among none."""
    return 0 < count < FEWEST
