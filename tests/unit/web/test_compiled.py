"""Compiled templates are read again; what somebody else put in their place is not run."""
import pytest
from flask import Flask, render_template

from cop.web import compiled


@pytest.fixture
def application(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "hello.html").write_text("Hello, {{ name }}.")

    def make(secret="for tests only"):
        app = Flask(__name__, template_folder=str(tmp_path / "pages"))
        compiled.init_app(app, tmp_path / "kept", secret)
        return app

    return make


def say_hello(app):
    with app.test_request_context():
        return render_template("hello.html", name="Ada")


def counts_compiling(app, monkeypatch):
    names = []
    compile_ = app.jinja_env.compile
    monkeypatch.setattr(app.jinja_env, "compile", lambda source, name=None, *more, **others: (
        names.append(name), compile_(source, name, *more, **others))[1])
    return names


def test_a_template_is_compiled_once_for_all_starts(application, monkeypatch, tmp_path):
    first, second = application(), application()
    assert counts_compiling(first, monkeypatch) == [] and say_hello(first) == "Hello, Ada."
    made = counts_compiling(second, monkeypatch)
    compiled.load_what_is_kept(second)
    assert say_hello(second) == "Hello, Ada." and made == []
    (tmp_path / "pages" / "hello.html").write_text("Good morning, {{ name }}.")
    assert say_hello(application()) == "Good morning, Ada."


@pytest.mark.parametrize("secret, change", [
    ("another", lambda kept: kept),
    ("for tests only", lambda kept: kept[:-1] + bytes([kept[-1] ^ 1])),
    ("for tests only", lambda kept: kept[:10]),
    ("for tests only", lambda kept: b"")])
def test_what_is_not_sealed_by_us_is_made_anew(
        application, monkeypatch, tmp_path, secret, change):
    say_hello(application())
    (file,) = (tmp_path / "kept").iterdir()
    file.write_bytes(change(file.read_bytes()))
    app = application(secret)
    made = counts_compiling(app, monkeypatch)
    assert say_hello(app) == "Hello, Ada." and made == ["hello.html"]


def test_pages_need_no_room_for_it(application, tmp_path):
    (tmp_path / "kept").write_text("in the way")
    assert say_hello(application()) == "Hello, Ada."
