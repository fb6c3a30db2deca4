"""Names of the processes that work, by which others know whether they are still there.

What they do is said in `jobs.py`.
"""
import os
import socket
from pathlib import Path


def own_name() -> str:
    """Host, process and when it began: a number that is given again is another process."""
    return _name(os.getpid())


def is_gone(name: str) -> bool:
    """Is this the name of a process of this host that is no more? Of other hosts nobody knows."""
    host, _colon, rest = name.rpartition("|")
    number = rest.partition("@")[0]
    if host != socket.gethostname() or not number.isdecimal():
        return False
    return not _lives(int(number)) or _name(int(number)) != name


def _name(process: int) -> str:
    return f"{socket.gethostname()}|{process}@{_began(process)}"


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _began(process: int) -> str:
    """In ticks since the machine started, where /proc tells it; nothing elsewhere."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""
