"""Running pandoc: data in on stdin, a document out on stdout, no files and no network of its own.

What is asked of it is decided by the module of each format.
"""
import json
import os
import subprocess
from functools import cache
from pathlib import Path

from pypandoc import get_pandoc_path

HERE = Path(__file__).parent
#: The heap a conversion may take (and in what steps), and how many seconds.
MEMORY, WRITING, READING = ("-M768M", "-A64m"), 60, 15
API_VERSION = [1, 23, 1]


def write(meta: dict, blocks: list, target: str, *options: str) -> bytes:
    """The tree written in a format of pandoc's. In its sandbox the clock stands at 1970."""
    tree = {"pandoc-api-version": API_VERSION, "meta": meta, "blocks": blocks}
    arguments = ["--sandbox", "--from=json", f"--to={target}", "--wrap=none", "--output=-"]
    return _run([*arguments, *options], tree, timeout=WRITING)


def read_markdown(sources: list[str]) -> list[str]:
    """Each source as the JSON text of its tree, in one run and each read by itself.

    Raises subprocess.TimeoutExpired for texts that take too long.
    """
    if not sources:
        return []
    arguments = ["lua", str(HERE / "markup.lua")]
    return _run(arguments, sources, timeout=READING).decode().split("\n")[:-1]


def _run(arguments: list[str], data: object, *, timeout: int) -> bytes:
    done = subprocess.run(
        [_pandoc(), *arguments, "+RTS", *MEMORY, "-RTS"],
        input=json.dumps(data, ensure_ascii=False).encode(),
        capture_output=True, env=_environment(), timeout=timeout, check=False,
    )
    if done.returncode:
        raise RuntimeError(f"pandoc failed: {done.stderr.decode(errors='replace')[:2000]}")
    return done.stdout


def _environment() -> dict[str, str]:
    """Nothing of the server's environment but what the program needs to start."""
    needed = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return needed | {"LANG": "C.UTF-8"}


@cache
def _pandoc() -> str:
    return get_pandoc_path()
