"""A real server with the demo community, a real Chromium, and what every page is held to."""
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic"]
START_WITHIN = 120  # seconds


@pytest.fixture(scope="session")
def server_folder(tmp_path_factory):
    """Where it keeps what it knows; its letters go to `mail`."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def server(server_folder):
    """The address of `cop demo`, started as a person starts it."""
    port, folder = _free_port(), server_folder
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COP_")}
    environment |= {"COP_DATA_DIR": str(folder), "COP_MAIL_URL": f"file://{folder}/mail"}
    with (folder / "output.txt").open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "wsgi", "demo", "--port", str(port)],
            cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True)
        try:
            _wait(f"http://127.0.0.1:{port}/readyz", process, folder / "output.txt")
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=30)


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM:
        pytest.skip("Chromium is not installed")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as runner:
        browser = runner.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def visit(server, chromium):
    """`visit()` opens a window; `visit(javascript=False)` one as on an old or careful machine.

    A window fails the test when a page asks another host, breaks the content policy or throws.
    """
    windows = []

    def open_window(*, javascript=True, width=1280, dark=False, language="it-IT"):
        context = chromium.new_context(
            base_url=server, java_script_enabled=javascript, locale=language,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light", reduced_motion="reduce")
        window = context.new_page()
        window.set_default_timeout(15_000)
        complaints = []
        window.on("request", lambda r: r.url.startswith((server, "data:")) or complaints.append(
            f"asks another host: {r.url}"))
        window.on("pageerror", lambda error: complaints.append(f"throws: {error}"))
        window.on("console", lambda m: m.type == "error" and not re.search(
            "status of (4|5)|net::ERR_(FAILED|INTERNET_DIS)", m.text) and complaints.append(m.text))
        windows.append((context, complaints))
        return window

    yield open_window
    for context, complaints in windows:
        context.close()
        assert not complaints, complaints


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(address, process, output) -> None:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            raise AssertionError(output.read_text())
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise AssertionError("the demo did not start: " + output.read_text())
