"""Static files are compressed once, kept for ever under the digest of their content, and answered
without the application."""
import gzip
import os
from time import time

import brotli
import pytest
from flask import Flask

from cop.web import static_files
from cop.web.rendering import digest

STYLE = b"p { margin: 0 } " * 100
SAID = b"/* Paragraphs.\n   No more. */\n"


@pytest.fixture
def application(tmp_path):
    (tmp_path / "ours" / "css").mkdir(parents=True)
    (tmp_path / "ours" / "css" / "base.css").write_bytes(SAID + STYLE)

    def make():
        app = Flask(__name__, static_folder=str(tmp_path / "ours"), static_url_path="/static")
        static_files.serve(app, tmp_path / "kept")
        return app.test_client()

    return make


@pytest.fixture
def an_hour_passes(monkeypatch):
    later = static_files.monotonic() + static_files.MARKED_EVERY + 1
    return lambda: monkeypatch.setattr(static_files, "monotonic", lambda: later)


def address(tmp_path):
    return f"/static/css/base.css?v={digest(str(tmp_path / 'ours'), 'css/base.css')}"


@pytest.mark.parametrize("way, unpack", [
    ("br", brotli.decompress), ("gzip", gzip.decompress), ("", bytes)])
def test_it_comes_without_comments_and_compressed_where_that_is_understood(
        application, tmp_path, way, unpack):
    answer = application().get(address(tmp_path), headers={"Accept-Encoding": way})
    assert answer.status_code == 200 and unpack(answer.data) == STYLE
    assert answer.headers.get("Content-Encoding", "") == way
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Vary"] == "Accept-Encoding" and answer.mimetype == "text/css"


@pytest.mark.parametrize("asked", ["/static/css/base.css", "/static/css/base.css?v=1234567890"])
def test_what_is_not_asked_for_by_its_content_is_not_kept_for_ever(application, asked):
    answer = application().get(asked)
    assert answer.status_code == 200 and "immutable" not in answer.headers["Cache-Control"]


def test_what_is_compressed_is_there_at_the_next_start(application, tmp_path):
    application()
    before = {file: file.stat().st_mtime_ns for file in (tmp_path / "kept").iterdir()}
    application()
    assert before == {file: file.stat().st_mtime_ns for file in (tmp_path / "kept").iterdir()}
    assert len(before) == 3


def test_without_room_the_application_answers_itself(application, tmp_path):
    (tmp_path / "kept").write_text("in the way")
    assert application().get(address(tmp_path)).data == SAID + STYLE


def test_files_of_a_version_that_nobody_serves_any_more_are_taken_away(
        application, tmp_path, an_hour_passes):
    window, kept = application(), tmp_path / "kept"
    ages = {"1111111111-base.css": 8, "1111111111-base.css.br": 8, "2222222222-base.css": 6}
    long_ago = {file.name: 30 for file in kept.iterdir()}
    for name, days in (long_ago | ages).items():
        (kept / name).touch()
        os.utime(kept / name, (time() - days * 86400,) * 2)
    window.get(address(tmp_path))
    assert {file.name for file in kept.iterdir()} == {*long_ago, *ages}, "nothing in a hurry"
    an_hour_passes()
    assert window.get(address(tmp_path)).status_code == 200
    assert {file.name for file in kept.iterdir()} == {*long_ago, "2222222222-base.css"}
    assert all((kept / name).stat().st_mtime > time() - 60 for name in long_ago), "marked"
