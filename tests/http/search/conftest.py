"""Searching begins with an empty index: tests use the same numbers for different things."""
import pytest

from cop.search.service import index as service


@pytest.fixture(autouse=True)
def _empty_index(app):
    service.engine().clear()


@pytest.fixture
def own_queries(app):
    """How many queries an engine in the database adds: the hits of a page, and all its counts."""
    return 0 if service.engine().serves_one_host else 2
