"""While the database cannot be reached or the disk is full, people are told, and lose no words."""
import errno

import pytest
from bs4 import BeautifulSoup
from sqlalchemy.exc import OperationalError

from config import Config
from cop import create_app
from cop.base.db import db
from cop.web.session import open_to_visitors

WORDS = "Half an hour, each day, with the door closed.\nAnd no telephone."


@pytest.fixture
def let(app, monkeypatch):
    def do(endpoint, error):
        def view(**_values):
            raise error

        monkeypatch.setitem(app.view_functions, endpoint, open_to_visitors(view))

    return do


def h1(answer):
    return BeautifulSoup(answer.text, "html.parser").h1.get_text()


@pytest.mark.parametrize("error, status, heading", [
    (OperationalError("INSERT", {}, Exception("database or disk is full")), 507,
     "There is no room left"),
    (OSError(errno.ENOSPC, "No space left on device"), 507, "There is no room left"),
    (OperationalError("SELECT", {}, Exception("unable to open database file")), 503,
     "Out of reach for a moment"),
    (ConnectionError("the bucket does not answer"), 503, "Out of reach for a moment")])
def test_what_was_typed_stands_on_the_page_and_can_be_sent_again(
        browse, make, let, error, status, heading):
    topic = make.topic()
    window = browse(topic.author)
    let("discussions.write_post", error)
    answer = window.post(f"/topics/{topic.id}/posts", data={"source": WORDS, "language": "en"})
    assert answer.status_code == status and h1(answer) == heading
    page = BeautifulSoup(answer.text, "html.parser")
    form = page.find("form", action=f"/topics/{topic.id}/posts")
    assert form.find("textarea", attrs={"name": "source"}).get_text().strip() == WORDS
    assert form.find("input", attrs={"name": "csrf_token"})["value"]
    assert answer.headers["Retry-After"] and "Traceback" not in answer.text


def test_programs_get_a_problem(browse, let):
    let("api-spaces.list_spaces", ConnectionError("gone"))
    answer = browse().get("/api/v1/spaces")
    assert answer.status_code == 503 and answer.json["status"] == 503
    assert "cannot be reached" in answer.json["detail"]


@pytest.mark.parametrize("language, heading", [
    ("it", "Non raggiungibile per un momento"), ("en", "Out of reach for a moment")])
def test_without_a_database_the_page_speaks_as_the_browser_asks(tmp_path, language, heading):
    app = create_app(Config.from_environment(
        {}, testing=True, secret_key="for tests only", data_dir=tmp_path, log_level="ERROR",
        database_url="postgresql+psycopg://cop@127.0.0.1:1/cop?connect_timeout=2"))
    window = app.test_client()
    with window.session_transaction() as session:
        session["_user_id"], session["_fresh"] = "somebody", True
    answer = window.get("/spaces", headers={"Accept-Language": language})
    assert answer.status_code == 503 and h1(answer) == heading
    assert f'<html lang="{language}">' in answer.text
    with app.app_context():
        db.session.remove()


def test_a_bug_is_still_a_bug(browse, let):
    let("pages.help", OSError(errno.EACCES, "Permission denied"))
    assert browse().get("/help").status_code == 500
