"""A server of its own for what needs more than a database: a replica, a pooler, a restart."""
from contextlib import contextmanager

import pytest

from config import Config
from cop import ROOT, create_app
from cop.base.db import db
from cop.base.schema import upgrade
from tests.browser_client import Browser
from tests.servers import postgres

SETTINGS = {"testing": True, "secret_key": "for tests only", "log_level": "ERROR",
            "base_url": "http://localhost"}


@pytest.fixture(scope="package")
def server():
    with postgres() as running:
        yield running


@pytest.fixture(scope="package")
def database(server):
    """The name of a database on it with our tables."""
    server.do("CREATE DATABASE community")
    app = create_app(Config.from_environment({}, **SETTINGS, database_url=server.url("community")))
    with app.app_context():
        upgrade(ROOT / "migrations")
    return "community"


@pytest.fixture
def install(server, database, tmp_path):
    """An application on it, with other settings."""

    @contextmanager
    def make(**settings):
        app = create_app(Config.from_environment({}, **(SETTINGS | {
            "data_dir": tmp_path, "database_url": server.url(database)} | settings)))
        app.test_client_class = Browser
        with app.app_context():
            yield app
            db.session.remove()

    return make
