"""Statements of the pages that are opened most, built once: building one of those that join what
many features add takes longer than the database needs to answer it.
"""
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Executable, Integer, bindparam

Statement = TypeVar("Statement", bound=Executable)


class _Member:
    """Stands for whoever is signed in while a statement is built. A rule that looks at more of
    them than their id fails here: it would be the same for all."""

    is_signed_in = True
    id = bindparam("reader_id", type_=Integer)


class _MemberWithoutRoles(_Member):
    grants = ()


def prepared(build: Callable[..., Statement], *,
             by_roles: bool = False) -> Callable[..., tuple[Statement, dict[str, Any]]]:
    """From a function that builds a statement for a reader, one that gives the statement and the
    values for it: `db.session.scalars(*of_page(reader, topic_id=12))`.

    What else it gets by position says what kind of statement it is, each built once; values have
    names and are `bindparam("topic_id")` inside. `by_roles`: its rules look at the reader's roles,
    and for who has some it is built each time.
    """
    built: dict[tuple[Any, ...], Statement] = {}

    def give(reader: Any, *kind: Any, **values: Any) -> tuple[Statement, dict[str, Any]]:
        if by_roles and reader.grants:
            return build(reader, *kind), values
        key = (reader.is_signed_in, *kind)
        if key not in built:
            stand_in = (_MemberWithoutRoles if by_roles else _Member) if key[0] else reader
            built[key] = build(stand_in, *kind)
        return built[key], values | ({"reader_id": reader.id} if key[0] else {})

    return give
