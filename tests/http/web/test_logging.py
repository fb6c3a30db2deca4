"""The log: who asked is a number, requests have ids, one line for machines or for reading."""
import io
import json
import logging

import pytest
from flask_security import hash_password

from cop.web.logging import FORMATS


@pytest.fixture
def lines():
    """What is logged from here on: `lines("json")`."""
    log, said, handlers = logging.getLogger("cop"), io.StringIO(), []
    before = log.level

    def listen(form):
        handlers.append(logging.StreamHandler(said))
        handlers[0].setFormatter(FORMATS[form]())
        log.addHandler(handlers[0])
        log.setLevel("INFO")
        return said

    yield listen
    for handler in handlers:
        log.removeHandler(handler)
    log.setLevel(before)


def test_a_request_is_one_object_with_the_id_it_came_with(make, browse, lines):
    ada, said = make.person("Ada Lovelace", email="ada@example.org"), lines("json")
    browse(ada).get("/me?q=private", headers={"X-Request-ID": "from-the-proxy-12"})
    (line,) = [json.loads(each) for each in said.getvalue().splitlines()]
    assert line["request"] == "from-the-proxy-12" and line["path"] == "/me"
    assert line["person"] == ada.id and line["status"] == 200
    assert "Lovelace" not in str(line) and "ada@" not in str(line) and "private" not in str(line)


def test_a_visitor_is_nobody_and_a_strange_id_is_not_taken(browse, lines):
    said = lines("json")
    answer = browse().get("/about", headers={"X-Request-ID": "no\tthing <b>"})
    line = json.loads(said.getvalue())
    assert line["person"] is None
    assert line["request"] == answer.headers["X-Request-ID"] != "no\tthing <b>"


def test_for_reading_it_is_a_line_of_words(browse, lines):
    said = lines("text")
    browse().get("/about")
    assert " INFO cop.requests answered request=" in said.getvalue()
    assert " method=GET path=/about status=200 ms=" in said.getvalue()


def test_each_wrong_password_is_in_the_log_without_what_was_typed(make, browse, lines):
    make.person(email="ada@example.org", password=hash_password("a calm long sentence"))
    window, said = browse(), lines("json")
    for password in ("a wrong long sentence", "a calm long sentence"):
        window.post("/login", data={"email": "ada@example.org", "password": password})
    told = [json.loads(each) for each in said.getvalue().splitlines()]
    (refused,) = [each for each in told if each["message"] == "sign-in refused"]
    assert refused["way"] == "password" and refused["network"] == "127.0.0.1"
    assert "ada@" not in str(told) and "long sentence" not in str(told)
