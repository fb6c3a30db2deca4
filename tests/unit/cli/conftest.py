"""Installations of their own, on both databases, for commands that work on a whole one."""
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import make_url

from config import Config
from cop import ROOT, create_app
from cop.base.db import begin_writing, db
from cop.base.schema import upgrade
from cop.cli import cop

_numbers = count(1)
#: By kind of database: one that is migrated and otherwise empty.
_migrated: dict[str, str] = {}


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
                self._migrate()
                begin_writing()
            yield app
            db.session.commit()
            db.session.remove()
            db.engine.dispose()

    def _migrate(self) -> None:
        """Once for all tests; then it is copied."""
        kind = "postgresql" if self.database_url else "sqlite"
        if kind not in _migrated:
            upgrade(ROOT / "migrations")
            _migrated[kind] = _copy_of(self, kind)
        elif self.database_url:
            db.engine.dispose()
            name = make_url(self.database_url).database
            _administer(_server(self.database_url), f"DROP DATABASE {name} WITH (FORCE)")
            _administer(_server(self.database_url),
                        f"CREATE DATABASE {name} TEMPLATE {_migrated[kind]}")
        else:
            db.engine.dispose()
            shutil.copy(_migrated[kind], self.folder / "cop.sqlite")

    def run(self, *words, status: int = 0) -> str:
        """A command of `cop`: what it says. Fails when it ends with another status."""
        answer = CliRunner().invoke(cop, words, obj=self.read_config)
        assert answer.exit_code == status, (answer.output, answer.exception)
        return answer.output


def _copy_of(installation: Installation, kind: str) -> str:
    """Of its database as it is, for others to begin with."""
    db.session.remove()
    db.engine.dispose()
    if kind == "sqlite":
        copy = Path(tempfile.mkdtemp(prefix="cop-migrated-")) / "cop.sqlite"
        shutil.copy(installation.folder / "cop.sqlite", copy)
        return str(copy)
    name = make_url(installation.database_url).database
    _administer(_server(installation.database_url), f"CREATE DATABASE migrated TEMPLATE {name}")
    return "migrated"


def _server(url: str) -> str:
    return make_url(url).set(database="postgres").render_as_string(hide_password=False)


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
