"""A community in processes of its own, as it runs for real: started, killed and looked at."""
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import requests
from flask_security.utils import hash_password

from config import Config
from cop import ROOT, create_app
from cop.base.db import db
from cop.base.schema import upgrade
from tests.make import Make
from tests.servers import end, free_port, wait_until

PASSWORD = "a long enough password"
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


class Process:
    """One of ours: `serve` or `work`. What it says lies in a file."""

    def __init__(self, command, environment, output: Path):
        self.output = output
        with output.open("a") as out:
            self.popen = subprocess.Popen(
                [sys.executable, "-m", "wsgi", *command], cwd=ROOT, env=environment, stdout=out,
                stderr=out, process_group=0)

    def is_running(self):
        return self.popen.poll() is None

    def kill(self):
        """All of it at once, as a supervisor ends what is left of a service."""
        if self.is_running():
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait(timeout=10)

    def stop(self):
        end(self.popen)
        return self.popen.returncode


class Installation:
    """One database, any number of processes on it. Without `database_url` it is SQLite."""

    def __init__(self, folder: Path, **settings):
        self.folder, self.processes = folder, []
        settings = {"data_dir": str(folder), "secret_key": "for tests only",
                    "log_level": "WARNING"} | settings
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("COP_")}
        self.environment |= {f"COP_{k.upper()}": str(v) for k, v in settings.items()}
        self.app = create_app(Config.from_environment(self.environment, testing=True))

    def prepare(self) -> "Installation":
        """Its tables, a space and people who can sign in."""
        with self.here():
            upgrade(ROOT / "migrations")
        return self

    @contextmanager
    def here(self):
        """Within the application, in this process."""
        with self.app.app_context():
            yield Make()
            db.session.commit()
            db.session.remove()

    def member(self, space, name="Ada Bruni"):
        person = Make().member(space, name)
        person.password = hash_password(PASSWORD)
        return person

    def serve(self, port=None, *, worker=False, wait=True, **settings):
        port = port or free_port()
        command = ["serve", "--port", str(port), *([] if worker else ["--no-worker"])]
        process = self._start(command, f"serve-{port}", settings)
        process.port, process.url = port, f"http://127.0.0.1:{port}"
        if wait:
            wait_until_it_answers(process)
        return process

    def work(self, name="work", **settings):
        return self._start(["work"], name, settings)

    def run(self, *command, **settings):
        """A command to its end: (status, what it said)."""
        process = self.start(*command, **settings)
        status = process.popen.wait(timeout=120)
        return status, process.output.read_text()

    def start(self, *command, **settings):
        return self._start(command, f"command-{len(self.processes)}", settings)

    def _start(self, command, name, settings):
        environment = self.environment | {f"COP_{k.upper()}": str(v) for k, v in settings.items()}
        process = Process(command, environment, self.folder / f"{name}.log")
        self.processes.append(process)
        return process

    def end_sessions(self):
        """Let go of the database in this process."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def end(self):
        for process in self.processes:
            process.kill()
        self.end_sessions()


def wait_until_it_answers(process, seconds=60):
    def answers():
        assert process.is_running(), process.output.read_text()
        try:
            return requests.get(f"{process.url}/readyz", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    wait_until(answers, seconds=seconds, what=f"{process.url}: {process.output.read_text()[-900:]}")


class Member:
    """Somebody with a browser who is signed in and knows what was acknowledged to them."""

    def __init__(self, url, email, timeout=15):
        self.url, self.timeout = url, timeout
        self.session, self.token, self.acknowledged = requests.Session(), "", []
        self.sign_in(email)

    def sign_in(self, email):
        self.fetch_token("/login")
        answer = self.post("/login", {"email": email, "password": PASSWORD})
        assert answer.status_code == 302, answer.text[:500]
        self.fetch_token("/me")

    def fetch_token(self, path):
        self.token = TOKEN.search(self.get(path).text)[1]

    def get(self, path, **more):
        return self.session.get(self.url + path, timeout=self.timeout, **more)

    def post(self, path, data):
        return self.session.post(self.url + path, data={"csrf_token": self.token, **data},
                                 timeout=self.timeout, allow_redirects=False)

    def answer(self, topic_id, words):
        """Write a post. Whoever is sent on to it was told that it is stored."""
        answer = self.post(f"/topics/{topic_id}/posts", {"source": words, "language": "en"})
        if answer.status_code == 302:
            self.acknowledged.append(words)
        return answer


def in_background(act):
    """Let it go on beside; `join` raises what it raised."""
    problems = []

    def run():
        try:
            act()
        except BaseException as problem:
            problems.append(problem)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()

    def join(timeout=60):
        thread.join(timeout)
        if problems:
            raise problems[0]
        assert not thread.is_alive(), "it does not end"

    return join


def for_seconds(seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        yield
