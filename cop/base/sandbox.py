"""Programs that read what strangers sent: each in a process of its own that may do little.

What such a program may use (time, memory, no files) it says itself, before it reads.
"""
import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path


def heard_from(program: Path, given: bytes, *arguments: str, most: int,
               patience: float) -> tuple[bytes, int]:
    """What a program says of what it is given, and how it ended (0: well).

    It is ended, with all that it began, after `patience` seconds or once it says more than `most`
    bytes: one byte more than that is answered then.
    """
    with tempfile.TemporaryFile() as file:
        file.write(given)
        file.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-I", str(program), *arguments], stdin=file, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, start_new_session=True, env={}, cwd="/")
    watch = threading.Timer(patience, _end, [process])
    watch.start()
    try:
        said = process.stdout.read(most + 1)
        if len(said) > most:
            _end(process)
        return said, process.wait()
    finally:
        watch.cancel()
        _end(process)
        process.stdout.close()
        process.wait()


def _end(process: subprocess.Popen) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
