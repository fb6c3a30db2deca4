"""The database handle, the base class of all tables and the way transactions begin.

Which rows a reader may see is decided in each feature's `policy.py`.
"""
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import DateTime, Dialect, Engine, Executable, Select, String, insert, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    make_transient_to_detached,
    mapped_column,
    registry,
)
from sqlalchemy.types import TypeDecorator

from cop.base.clock import now
from cop.base.errors import NotFound


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets the zone; this puts it back."""

    impl = DateTime(timezone=True)
    python_type = datetime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC) if value else None


#: Text that sorts by its bytes on every database: tree paths, cursors, codes.
ByteOrdered = String().with_variant(String(collation="C"), "postgresql")

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """One registry for all tables, with the types we use."""

    registry = registry(type_annotation_map={datetime: UtcDateTime})


Base.metadata.naming_convention = NAMES

#: For `__table_args__` of a table of which no visitor sees anything on any page: that it changes
#: does not change the version of the content (`content_version.py`).
UNSEEN = {"info": {"unseen": True}}

#: Statements that can say what happens where a row is there already.
INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}

#: Where a session keeps what chooses the database that it reads from, and what was chosen.
CHOOSE, CHOSEN = "choose where to read", "reads from"
#: Where it keeps that it reads before it writes; true until it does.
READ_FIRST = "reads first"


class Elsewhere(Session):
    """A session that may read from another database than the one it writes to."""

    def get_bind(self, _mapper: Any = None, *, bind: Any = None, **_asked: Any) -> Any:
        """All tables are in one database: what is asked for need not be looked at."""
        if choose := self.info.pop(CHOOSE, None):
            self.info[CHOSEN] = choose(self)
        return self.info.get(CHOSEN) or bind or db.engine


db = SQLAlchemy(model_class=Base, session_options={"class_": Elsewhere})


class Model(db.Model):
    """A table with an id and a birth date."""

    __abstract__ = True
    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


Row = TypeVar("Row", bound=Model)


def one(query: Select[Any]) -> Any:
    """The single row of a query, or NotFound."""
    row = db.session.scalars(query).one_or_none()
    if row is None:
        raise NotFound
    return row


def add(row: Row) -> Row:
    """Put a new row into the session and give it its id."""
    db.session.add(row)
    db.session.flush()
    return row


def add_past_orm(row: Row) -> Row:
    """The same for what is written all day: the unit of work, which puts changes of many tables in
    order, takes longer than all else about one row. What was not said of it is read when asked for.
    """
    said = {name: value for name, value in vars(row).items() if name in row.__table__.c}
    row.id = db.session.execute(_inserted(type(row)), said).scalar_one()
    make_transient_to_detached(row)
    db.session.add(row)
    return row


@cache
def _inserted(kind: type[Model]) -> Executable:
    return insert(kind.__table__).returning(kind.__table__.c.id)


def id_of(row: Any) -> int | None:
    """The id of a stored row without asking for it again; of anything else none."""
    state = inspect(row, raiseerr=False)
    return state.identity[0] if state is not None and state.identity else None


def insert_missing(kind: type[db.Model], rows: Sequence[dict[str, Any]]) -> int:
    """Insert the rows whose key is not there yet, whoever else does so at the same moment. How
    many there were."""
    return db.session.execute(_missing(db.engine.dialect.name, kind), rows).rowcount


def insert_or_lift(kind: type[db.Model], row: dict[str, Any], *, key: tuple[str, ...], lift: str,
                   unless: str) -> None:
    """Insert the row. Where one with its key is there, it has at least as much in the column `lift`
    from now on, unless that other column says to leave it."""
    db.session.execute(_lifted(db.engine.dialect.name, kind, key, lift, unless), row)


@cache
def _missing(dialect: str, kind: type[db.Model]) -> Executable:
    return INSERT[dialect](kind.__table__).on_conflict_do_nothing().execution_options(
        preserve_rowcount=True)


@cache
def _lifted(dialect: str, kind: type[db.Model], key: tuple[str, ...], lift: str,
            unless: str) -> Executable:
    new, table = INSERT[dialect](kind.__table__), kind.__table__.c
    return new.on_conflict_do_update(
        index_elements=key, set_={lift: new.excluded[lift]},
        where=table[unless].is_(False) & (table[lift] < new.excluded[lift]))


def begin_writing() -> None:
    """Begin the transaction as a writer: on SQLite it takes the write lock at once.

    Must come before anything is read, or the transaction has begun as a reader.
    """
    read_here()
    db.session.info.pop(READ_FIRST, None)
    db.session.connection(execution_options={"writes": True})


def read_first() -> None:
    """Read what a writer needs before it keeps others from writing; see `go_on_writing`."""
    read_here()
    db.session.info[READ_FIRST] = True


def go_on_writing() -> None:
    """Let a session that has only read become a writer. It keeps what it has read; what of it must
    still be true is read again, as it is on PostgreSQL, where others write at the same time."""
    if db.session.info.get(READ_FIRST):
        db.session.info[READ_FIRST] = False
        db.session.connection().execution_options(writes=True)


def is_alone() -> bool:
    """Did this writer keep all others from writing since before it read (SQLite)? Then what it has
    read stands, and need not be held."""
    return db.engine.dialect.name == "sqlite" and READ_FIRST not in db.session.info


def read_from(choose: Callable[[Session], Engine | None]) -> None:
    """Let this session read from the engine that `choose` answers, asked when it reads first;
    none: where it writes. It ends when the session does, or begins to write."""
    db.session.info[CHOOSE] = choose


def read_here() -> None:
    """Let this session read where it writes."""
    for key in (CHOOSE, CHOSEN):
        db.session.info.pop(key, None)


def reading_engine() -> Engine:
    """Where this session reads from."""
    return db.session.get_bind()


def is_taken(problem: IntegrityError) -> bool:
    """Did somebody else write the same a moment before? (Any other broken rule is a bug.)"""
    said = str(problem.orig)
    return getattr(problem.orig, "sqlstate", "") == "23505" or said.startswith("UNIQUE constraint")


def was_in_the_way(problem: OperationalError) -> bool:
    """Did two wait for each other, or one too long for the other? Then it can be tried again."""
    said = str(problem.orig)
    circle = getattr(problem.orig, "sqlstate", "") in ("40001", "40P01", "55P03")
    return circle or said.startswith("database is locked")
