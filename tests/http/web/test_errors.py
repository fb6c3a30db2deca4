"""What people are told when something is refused or breaks."""
import io
import json
import logging

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from cop.base.clock import now
from cop.base.db import db
from cop.base.errors import Conflict, Forbidden, Invalid, TooMany
from cop.base.shared_cache import SharedCache
from cop.people.models import Person
from cop.spaces.models import Space
from cop.web import fragment_cache
from cop.web.logging import JsonLines
from cop.web.session import open_to_visitors


@pytest.fixture
def let_help(app, monkeypatch):
    """Let the page /help do something else."""

    def do(view):
        monkeypatch.setitem(app.view_functions, "pages.help", open_to_visitors(view))

    return do


def raising(error):
    def view():
        raise error

    return view


def h1(answer):
    return BeautifulSoup(answer.text, "html.parser").h1.get_text()


def test_nothing_at_an_address_says_so(browse, app):
    answer = browse().get("/nowhere")
    assert answer.status_code == 404 and h1(answer) == "Not found"
    assert answer.headers["X-Request-ID"] in answer.text


def test_a_thing_that_is_not_there_says_the_same(browse, app):
    assert browse().get("/topics/999999-x").status_code == 404
    assert browse().get("/spaces/nowhere").status_code == 404


def test_a_wrong_method_says_which_are_right(browse, make):
    answer = browse(make.person()).post("/help")
    assert answer.status_code == 405 and h1(answer) == "Not like that"
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_too_much_at_once_says_so(browse, make):
    answer = browse(make.person()).post("/inbox/read", data={"x": "y" * 13_000_000})
    assert answer.status_code == 413 and h1(answer) == "Too large"


def test_a_refusal_says_why(browse, make):
    answer = browse(make.person()).get("/digests")
    assert answer.status_code == 403 and h1(answer) == "Not open to you"
    assert "The digest desk is for regional managers." in answer.text


def test_a_conflict_says_who_was_first(browse, make, let_help):
    let_help(raising(Conflict("Ada changed this a minute ago.")))
    answer = browse().get("/help")
    assert answer.status_code == 409 and "Ada changed this a minute ago." in answer.text


def test_everything_that_is_invalid_is_listed(browse, make, let_help):
    let_help(raising(Invalid({"title": "A title is missing.", "source": "A text is missing."})))
    answer = browse().get("/help")
    assert answer.status_code == 422
    assert "<li>A title is missing.</li>" in answer.text and "A text is missing." in answer.text


def test_too_often_says_until_when(browse, app, let_help):
    let_help(raising(TooMany("Wait.", now())))
    answer = browse().get("/help")
    assert answer.status_code == 429 and answer.headers["Retry-After"].endswith("GMT")


def test_a_refused_text_comes_back_to_be_copied(browse, make, app, monkeypatch):
    ada = make.person()
    monkeypatch.setitem(app.view_functions, "notifications.mark_all_read",
                        raising(Conflict("Somebody was first.")))
    words = "Two half hours a day. " * 10 + "</textarea><script>alert(1)</script>"
    answer = browse(ada).post("/inbox/read", data={
        "source": words, "number": "12", "password": "x" * 80})
    page = BeautifulSoup(answer.text, "html.parser")
    assert [area.get_text().strip() for area in page.select("textarea")] == [words]
    assert "x" * 80 not in answer.text and "<script>alert" not in answer.text


def test_what_was_done_before_a_refusal_is_undone(browse, make, app, monkeypatch):
    ada = make.person("Ada Bruni")

    def half_done():
        db.session.execute(text("UPDATE people SET name = 'Half done'"))
        raise Conflict("Somebody was first.")

    monkeypatch.setitem(app.view_functions, "notifications.mark_all_read", half_done)
    browse(ada).post("/inbox/read")
    assert Person.query.one().name == "Ada Bruni"


def test_what_was_done_before_a_visitor_is_sent_to_sign_in_is_undone(browse, make, app,
                                                                     monkeypatch):
    space = make.space("Before")

    def half_done():
        db.session.execute(text("UPDATE spaces SET name = 'Half done'"))
        raise Forbidden("Sign in to do this.")

    monkeypatch.setitem(app.view_functions, "notifications.mark_all_read",
                        open_to_visitors(half_done))
    answer = browse().post("/inbox/read")
    assert answer.status_code == 302
    db.session.expire_all()
    assert db.session.get(Space, space.id).name == "Before"


def test_a_bug_shows_its_number_and_leaves_no_trace_in_the_page(browse, app, let_help):
    let_help(raising(ZeroDivisionError("a secret")))
    answer = browse().get("/help")
    assert answer.status_code == 500 and h1(answer) == "Something broke on our side"
    assert answer.headers["X-Request-ID"] in answer.text
    assert "secret" not in answer.text and "Traceback" not in answer.text


def test_a_bug_is_in_the_log_with_its_number(browse, app, let_help):
    let_help(raising(ZeroDivisionError("a secret")))
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(JsonLines())
    logging.getLogger("cop").addHandler(handler)
    answer = browse().get("/help")
    logging.getLogger("cop").removeHandler(handler)
    told = map(json.loads, lines.getvalue().splitlines())
    bug = next(line for line in told if line["message"] == "bug")
    assert bug["request"] == answer.headers["X-Request-ID"]
    assert "ZeroDivisionError: a secret" in bug["trace"]


@pytest.mark.parametrize("template", ["layout/_bar.html", "layout/page.html", "errors/page.html"])
def test_a_template_that_breaks_gives_the_plain_page(browse, app, monkeypatch, template):
    """Even the one that tells errors: the plain page needs none of them."""
    broken = app.jinja_env.from_string("{{ nothing.of.this.exists }}")
    find = app.jinja_env.get_template
    monkeypatch.setattr(app.jinja_env, "get_or_select_template", lambda name, *a, **k: (
        broken if name == template else find(name, *a, **k)))
    monkeypatch.setattr(app.jinja_env, "get_template", lambda name, *a, **k: (
        broken if name == template else find(name, *a, **k)))
    monkeypatch.setitem(app.extensions, "parts",
                  SharedCache(fragment_cache.MOST, fragment_cache.LARGEST))
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = browse().get("/nowhere")
    assert answer.status_code == 500 and h1(answer) == "Something broke on our side"
    assert answer.headers["X-Request-ID"] in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_database_that_does_not_answer_gives_the_plain_page(browse, app, monkeypatch):
    visitor = browse()

    def gone(*_args, **_more):
        raise OSError("the database went away")

    monkeypatch.setattr(db.session, "scalar", gone)
    monkeypatch.setattr(db.session, "scalars", gone)
    monkeypatch.setattr(db.session, "execute", gone)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = visitor.get("/search?q=x")
    assert answer.status_code == 500 and h1(answer) == "Something broke on our side"


@pytest.mark.parametrize("address, status", [("/api/v1/nowhere", 404), ("/api/v1/topics/0", 404)])
def test_the_api_answers_with_problem_details(browse, app, address, status):
    answer = browse().get(address)
    assert answer.status_code == status and answer.mimetype == "application/problem+json"
    problem = answer.get_json()
    assert problem["status"] == status and problem["title"] == "Not Found"
    assert problem["detail"] and problem["request_id"] == answer.headers["X-Request-ID"]


def test_the_api_answers_a_bug_with_problem_details(browse, app, monkeypatch):
    endpoint = next(rule.endpoint for rule in app.url_map.iter_rules()
                    if rule.rule == "/api/v1/search")
    monkeypatch.setitem(app.view_functions, endpoint, raising(ZeroDivisionError("a secret")))
    answer = browse().get("/api/v1/search?q=x")
    assert answer.status_code == 500 and answer.mimetype == "application/problem+json"
    assert "secret" not in answer.text


def test_who_does_the_same_a_moment_later_hears_it(browse, app, let_help):
    let_help(raising(IntegrityError("INSERT …", {}, Exception("UNIQUE constraint failed: x.y"))))
    answer = browse().get("/help")
    assert answer.status_code == 409
    assert "Somebody did the same a moment before." in answer.text


def test_any_other_broken_rule_of_the_database_is_a_bug(browse, app, let_help):
    let_help(raising(IntegrityError("INSERT …", {}, Exception("NOT NULL constraint failed"))))
    assert browse().get("/help").status_code == 500


@pytest.mark.parametrize("said, status", [("database is locked", 409), ("disk I/O error", 503),
                                          ("database disk image is malformed", 500)])
def test_where_two_wait_for_each_other_one_is_asked_to_try_again(
        browse, app, let_help, said, status):
    let_help(raising(OperationalError("UPDATE …", {}, Exception(said))))
    answer = browse().get("/help")
    assert answer.status_code == status
    assert ("Many people are writing here" in answer.text) == (status == 409)
