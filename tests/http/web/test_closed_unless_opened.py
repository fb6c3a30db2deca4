"""A page nobody opened to visitors is closed to them."""
import pytest

from cop import ROOT
from cop.base.schema import upgrade
from cop.web.session import open_to_visitors
from tests.check.permissions import make_app


@pytest.fixture
def visitor(tmp_path):
    """A visitor where somebody added two pages, and said of one that it is open."""
    whole = make_app(tmp_path)
    with whole.app_context():
        upgrade(ROOT / "migrations")
    whole.add_url_rule("/new", view_func=lambda: "new", endpoint="new")
    whole.add_url_rule("/open", view_func=open_to_visitors(lambda: "open"), endpoint="open")
    return whole.test_client()


def test_what_nobody_opened_asks_visitors_to_sign_in(visitor):
    answer = visitor.get("/new")
    assert (answer.status_code, answer.location) == (302, "/login?next=/new")


def test_what_was_opened_is_open(visitor):
    assert visitor.get("/open").text == "open"
