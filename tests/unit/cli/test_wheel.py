"""The wheel is complete: installed elsewhere, without the checkout, the demo runs."""
import os
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import venv
import zipfile
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parent.parent.parent.parent
PATIENCE = 120  # seconds


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
                   cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A virtual environment with the wheel in it, and the packages of this one beside it."""
    place = tmp_path_factory.mktemp("elsewhere")
    venv.create(place / "venv", with_pip=False)
    python = place / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "pip", "--python", python, "install", "--no-deps",
                    "--no-index", "--quiet", wheel], check=True)
    packages = next((place / "venv" / "lib").glob("python*/site-packages"))
    (packages / "beside.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return place


def test_all_that_is_read_at_run_time_is_in_it(wheel):
    held = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("templates", "static", "migrations", "cop"):
        inside = "cop" if folder == "cop" else f"cop/{folder}"
        for file in (ROOT / folder).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                assert f"{inside}/{file.relative_to(ROOT / folder).as_posix()}" in held
    assert {"config.py", "wsgi.py"} <= held


def test_nothing_else_is_in_it(wheel):
    for name in zipfile.ZipFile(wheel).namelist():
        assert name.startswith(("cop/", "cop-", "config.py", "wsgi.py")), name


def test_the_demo_runs_outside_the_checkout(installed):
    """Told, indexed and served: pages in both languages, styles, a search, a paper as PDF."""
    port = _free_port()
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith(("COP_", "PYTHON"))}
    demo = subprocess.Popen(
        [installed / "venv" / "bin" / "cop", "demo", "--port", str(port)], cwd=installed,
        env=environment | {"COP_DATA_DIR": str(installed / "var"), "PYTHONSAFEPATH": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        home = _read(demo, port, "/")
        assert "Pratica comune" in home and str(ROOT) not in home
        style = home.split('rel="stylesheet" href="')[1].split('"')[0]
        assert "--accent" in _read(demo, port, style) or "{" in _read(demo, port, style)
        assert "Spazi" in _read(demo, port, "/?ui=it")
        assert "/topics/" in _read(demo, port, "/search?q=voucher")
        guide = _read(demo, port, "/guides").split('href="/guides/')[1].split('"')[0]
        assert "<h1" in _read(demo, port, f"/guides/{guide}")
    finally:
        demo.send_signal(signal.SIGINT)
        said, _ = demo.communicate(timeout=60)
    where = subprocess.run(
        [installed / "venv" / "bin" / "python", "-c", "import cop; print(cop.ROOT)"], cwd=installed,
        env=environment, capture_output=True, text=True, check=True).stdout
    assert where.startswith(str(installed)), where
    assert "admin@example.org" in said


def _read(demo, port, path):
    begun = time.monotonic()
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
                return answer.read().decode()
        except HTTPError:
            raise
        except (URLError, ConnectionError):  # not yet
            assert demo.poll() is None, demo.communicate()[0]
            assert time.monotonic() < begun + PATIENCE, "it did not answer in time"
            time.sleep(0.3)


def _free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
