"""Closed unless opened: every address says who may come in, stands in the table and in the docs."""
import pytest

from cop.web.session import is_declared
from tests.check.permissions import FILE, make_app, permissions
from tests.law.routes import routes_of
from tests.law.table import read_table


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return make_app(tmp_path_factory.mktemp("whole"))


def test_every_view_says_who_may_come_in(whole):
    """`@signed_in`, `@confirmed` or `@open_to_visitors`."""
    assert [name for name in whole.view_functions if not is_declared(whole, name)] == []


def test_every_route_has_its_line_in_the_table(whole):
    """Write it into tests/law/table.txt: who may, on a thing in each state."""
    routes = {route.line for route in routes_of(whole)}
    assert (routes - set(read_table()), set(read_table()) - routes) == (set(), set())


def test_the_page_says_what_routes_policies_and_table_say():
    """Write it anew with: python -m tests.check.permissions"""
    assert FILE.read_text() == permissions()
