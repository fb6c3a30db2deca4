"""Running pandoc: data in on stdin, a document out on stdout, no files and no network of its own.

What is asked of it is decided by the module of each format.
"""
import json
import os
import subprocess
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from pypandoc import get_pandoc_path

HERE = Path(__file__).parent
#: The heap a single conversion may take, and how long.
MEMORY, SECONDS = "-M768M", 60
API_VERSION = [1, 23, 1]


def write(meta: dict, blocks: list, target: str, *options: str, made_at: datetime | None) -> bytes:
    """The tree written in a format of pandoc's. Without `made_at` the clock stands at 1970."""
    tree = {"pandoc-api-version": API_VERSION, "meta": meta, "blocks": blocks}
    arguments = ["--sandbox", "--from=json", f"--to={target}", "--wrap=none", "--output=-"]
    return _run([*arguments, *options], tree, made_at)


def read_markdown(sources: list[str]) -> list[str]:
    """Each source as the JSON text of its tree, in one run and each read by itself."""
    if not sources:
        return []
    return _run(["lua", str(HERE / "markup.lua")], sources).decode().splitlines()


def _run(arguments: list[str], data: object, made_at: datetime | None = None) -> bytes:
    done = subprocess.run(
        [_pandoc(), *arguments, "+RTS", MEMORY, "-RTS"],
        input=json.dumps(data, ensure_ascii=False).encode(),
        capture_output=True, env=_environment(made_at), timeout=SECONDS, check=False,
    )
    if done.returncode:
        raise RuntimeError(f"pandoc failed: {done.stderr.decode(errors='replace')[:2000]}")
    return done.stdout


def _environment(made_at: datetime | None) -> dict[str, str]:
    """Nothing of the server's environment but what the program needs to start."""
    needed = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return needed | {"LANG": "C.UTF-8", "SOURCE_DATE_EPOCH": str(seconds(made_at))}


def seconds(moment: datetime | None) -> int:
    """Since 1970; a moment without a zone is UTC."""
    if moment is None:
        return 0
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


@cache
def _pandoc() -> str:
    return get_pandoc_path()
