"""The words of a document, read by a process of its own (`words_within.py`) that may do little.

When they are read, and where they are kept, is the matter of `service/texts.py`.
"""
import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

PROGRAM = Path(__file__).with_name("words_within.py")
#: However much of it the process only waits.
PATIENCE = 40  # seconds
#: More of a document is not searched, in characters.
MOST_WORDS = 200_000
LOCKED = 3  # what the process answers where a password is asked for


class NoWords(Exception):
    """Why there are none: `locked`, or `unreadable` within the time and memory there is."""


def words_of(content: bytes, ending: str) -> str:
    """The words of a document, at most so many as are searched. Raises NoWords."""
    with tempfile.TemporaryFile() as given:
        given.write(content)
        given.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-I", str(PROGRAM), ending, str(MOST_WORDS)], stdin=given,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True, env={},
            cwd="/")
    text, status = _heard(process)
    if status:
        raise NoWords("locked" if status == LOCKED else "unreadable")
    return text


def _heard(process: subprocess.Popen) -> tuple[str, int]:
    """What it says, up to a limit, and how it ended. It ends with all that it began."""
    watch = threading.Timer(PATIENCE, _end, [process])
    watch.start()
    try:
        said = process.stdout.read(MOST_WORDS * 4 + 1)
        if len(said) > MOST_WORDS * 4:
            _end(process)
        return said.decode(errors="replace").replace("\0", ""), process.wait()
    finally:
        watch.cancel()
        _end(process)
        process.stdout.close()
        process.wait()


def _end(process: subprocess.Popen) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
