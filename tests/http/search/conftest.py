"""Searching begins with an empty index: tests use the same numbers for different things."""
import pytest

from cop.search.service import index as service


@pytest.fixture(autouse=True)
def _empty_index(app):
    service.engine().clear()
