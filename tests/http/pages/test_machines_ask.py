"""What programs ask: is it alive, is it ready, where may robots go, whom to tell of a hole."""
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from config import Config
from cop import ROOT, create_app
from cop.base.clock import now
from cop.base.db import db
from cop.base.schema import upgrade
from cop.base.site import decide
from cop.files.service.files import keep_file
from tests.check.test_migrations import FIRST


@pytest.fixture
def installation(tmp_path):
    """A fresh installation of its own."""

    def make(**settings):
        return create_app(Config.from_environment(
            {}, testing=True, secret_key="for tests only", data_dir=tmp_path,
            log_level="ERROR", **settings))

    return make


def test_it_is_alive_without_asking_the_database(browse, count_queries):
    with count_queries(at_most=0):
        answer = browse().get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.mimetype == "text/plain"


def test_it_is_alive_when_the_database_is_not(installation):
    app = installation(database_url="postgresql+psycopg://cop@127.0.0.1:1/cop?connect_timeout=2")
    assert app.test_client().get("/healthz").status_code == 200
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert "The database cannot be reached." in answer.text


def test_it_is_ready_once_the_schema_is_current(installation):
    app = installation()
    before = app.test_client().get("/readyz")
    assert before.status_code == 503
    assert "cop db upgrade" in before.text
    with app.app_context():
        upgrade(ROOT / "migrations")
    after = app.test_client().get("/readyz")
    assert after.status_code == 200
    assert after.text == "database: ok\nschema: ok\nindex: ok\nfiles: ok\n"


def test_it_is_ready_while_the_next_version_has_already_moved_the_schema_on(installation):
    app = installation()
    with app.app_context():
        upgrade(ROOT / "migrations")
        move_on("a1b2c3d4e5f6")
    assert "schema: ok" in app.test_client().get("/readyz").text
    with app.app_context():
        move_on(FIRST)
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503 and "schema: The database has an older schema" in answer.text


def test_people_are_told_of_the_upgrade_until_the_schema_is_current(installation):
    app = installation()
    visitor = app.test_client()
    home = visitor.get("/")
    assert home.status_code == 503 and home.headers["Retry-After"]
    assert "being upgraded" in home.text and visitor.get("/healthz").status_code == 200
    sent = visitor.post("/topics/1/posts", data={"source": "We tried this, too."})
    assert sent.status_code == 503 and "We tried this, too." in sent.text
    asked = visitor.get("/api/v1/topics")
    assert (asked.status_code, asked.mimetype) == (503, "application/problem+json")
    with app.app_context():
        upgrade(ROOT / "migrations")
    app.extensions["schema"].pause = 0
    assert visitor.get("/").status_code == 200


def move_on(revision):
    with db.engine.connect().execution_options(writes=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})
        connection.commit()


def test_a_host_that_does_not_share_the_files_is_not_ready(installation, tmp_path):
    app = installation()
    with app.app_context():
        upgrade(ROOT / "migrations")
        keep_file(None, name="notes.txt", media_type="text/plain", content=b"Notes")
        db.session.commit()
        assert "files: ok" in app.test_client().get("/readyz").text
    stranger = installation(storage_url=f"file://{tmp_path}/elsewhere")
    answer = stranger.test_client().get("/readyz")
    assert answer.status_code == 503
    assert "files: The newest file is not where this host looks for it" in answer.text


def test_a_bucket_that_does_not_answer_takes_no_host_away(installation, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    app = installation()
    with app.app_context():
        upgrade(ROOT / "migrations")
        keep_file(None, name="notes.txt", media_type="text/plain", content=b"Notes")
        db.session.commit()
    app = installation(storage_url="s3://cop?endpoint=http://127.0.0.1:1")
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 200 and "files: The files cannot be reached." in answer.text


def test_robots_are_kept_from_what_is_not_for_them(browse):
    answer = browse().get("/robots.txt")
    assert answer.mimetype == "text/plain"
    lines = answer.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin", "Disallow: /search", "Disallow: /login"} <= set(lines)
    assert not any(line in ("Disallow: /", "Disallow: /topics", "Disallow: /cases")
                   for line in lines)


def test_the_contact_for_security_is_there_when_it_is_named(browse):
    assert browse().get("/.well-known/security.txt").status_code == 404
    decide("contact", "security@example.org")
    answer = browse().get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == "mailto:security@example.org"
    assert fields["Canonical"] == "http://localhost/.well-known/security.txt"
    assert now() < datetime.fromisoformat(fields["Expires"]) < now() + timedelta(days=366)


def test_a_contact_that_is_a_page_is_given_as_it_is(browse):
    decide("contact", "https://example.org/security")
    text = browse().get("/.well-known/security.txt").text
    assert "Contact: https://example.org/security\n" in text


def test_the_sign_of_the_site_is_found_where_browsers_look_for_it(browse):
    browser = browse()
    answer = browser.get("/favicon.ico")
    assert answer.headers["Location"].startswith("/static/favicon.svg")
    assert browser.get(answer.headers["Location"]).mimetype == "image/svg+xml"
