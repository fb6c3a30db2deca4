"""Installations of their own, on both databases, for commands that work on a whole one."""
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import psycopg
import pytest
from click.testing import CliRunner

from config import Config
from cop import ROOT, create_app
from cop.base.db import begin_writing, db
from cop.base.schema import upgrade
from cop.cli import cop

_numbers = count(1)


class Installation:
    """One folder and one database, and the commands on them."""

    def __init__(self, folder, database_url=""):
        self.folder, self.database_url = folder, database_url
        self.settings = {}

    def read_config(self, **given):
        usual = {"testing": True, "data_dir": self.folder, "log_level": "ERROR",
                 "secret_key": "for tests only", "database_url": self.database_url}
        return Config.from_environment({}, **(usual | self.settings | given))

    @contextmanager
    def opened(self, *, new: bool = False) -> Iterator:
        """Its application, in a context of its own; what is written into a new one is kept."""
        app = create_app(self.read_config())
        with app.app_context():
            if new:
                upgrade(ROOT / "migrations")
                begin_writing()
            yield app
            db.session.commit()
            db.session.remove()
            db.engine.dispose()

    def run(self, *words, status: int = 0) -> str:
        """A command of `cop`: what it says. Fails when it ends with another status."""
        answer = CliRunner().invoke(cop, words, obj=self.read_config)
        assert answer.exit_code == status, (answer.output, answer.exception)
        return answer.output


@pytest.fixture
def new_database(request):
    """The address of an empty database on the PostgreSQL server of this session."""
    made = []

    def make() -> str:
        url = request.getfixturevalue("postgres_url")
        name = f"of_a_test_{next(_numbers)}"
        _administer(url, f"CREATE DATABASE {name}")
        made.append((url, name))
        return url.replace("/postgres?", f"/{name}?")

    yield make
    for url, name in made:
        _administer(url, f"DROP DATABASE {name} WITH (FORCE)")


def _administer(url: str, statement: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def install(request, tmp_path, new_database):
    """`install()`: an installation with an empty place and database, as often as one likes."""

    def make() -> Installation:
        folder = tmp_path / f"installation-{next(_numbers)}"
        folder.mkdir()
        return Installation(folder, new_database() if request.param == "postgresql" else "")

    return make
