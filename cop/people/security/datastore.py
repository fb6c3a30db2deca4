"""Persons, passwords and letters for Flask-Security: its flows write into our tables.

What it is told to do stands in `settings.py`.
"""
import uuid
from datetime import timedelta
from functools import cache
from typing import Any

from flask_babel import get_locale
from flask_security import MailUtil, PasswordUtil, SQLAlchemyUserDatastore
from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import undefer, with_expression

from cop.base.clock import now
from cop.base.content_version import version
from cop.base.db import db
from cop.base.mail import Letter, write_letter
from cop.base.site import read_site
from cop.people import passwords
from cop.people.models import NoRole, Person
from cop.people.security.reading import loaded
from cop.people.security.tables import Passkey
from cop.people.sentences import ACCOUNT_EXISTS
from cop.people.service import sign_ins
from cop.web.letters import page_of

#: Letters that anybody can call for, knowing an address; and how many of a kind it gets an hour.
ASKED_BY_ANYBODY = ("/reset_instructions", "/confirmation_instructions", "/welcome_existing")
MOST_AN_HOUR, HOUR = 3, timedelta(hours=1)


class Datastore(SQLAlchemyUserDatastore):
    """Persons for Flask-Security. It flushes; the edge commits."""

    def __init__(self, *looked_at: Any) -> None:
        """`looked_at`: what of a person is read with them, besides their roles."""
        super().__init__(db, Person, NoRole, Passkey)
        self.looked_at = (Person.grants, Person.sanctions, *looked_at)

    def commit(self) -> None:
        self.db.session.flush()

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> Person | None:
        """One person with what rules look at, in one query: they are look-ups from then on."""
        ((name, value),) = kwargs.items()
        value = value.lower() if case_insensitive else value
        found = self.db.session.scalars(self._find_by(name, case_insensitive), {"value": value})
        return found.unique().one_or_none()

    @cache  # noqa: B019
    def _find_by(self, name: str, in_small_letters: bool) -> Select[tuple[Person]]:
        """Built once: it is asked for each page of a member."""
        column = getattr(Person, name)
        column = func.lower(column) if in_small_letters else column
        return select(Person).where(column == bindparam("value")).options(
            with_expression(Person.content_version, version()), undefer(Person.first_region),
            undefer(Person.has_passkey), *map(loaded, self.looked_at))

    def set_uniquifier(self, user: Person, uniquifier: str | None = None) -> None:
        """A new password: links of letters and sign-ins of before open nothing any more."""
        super().set_uniquifier(user, uniquifier)
        sign_ins.end_all(user)

    def _prepare_create_user_args(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.pop("accept_terms", None)
        values = {"active": True, "fs_uniquifier": uuid.uuid4().hex,
                  "interface_language": get_locale().language} | kwargs
        return values | {"terms_version": read_site().terms_version, "terms_accepted_at": now()}


class Passwords(PasswordUtil):
    """Our rules of passwords in all flows."""

    def validate(self, password: str, is_register: bool,
                 **kwargs: Any) -> tuple[list[str] | None, str]:
        """`kwargs` are what was typed beside it, or the `user` whose it shall be."""
        password = self.normalize(password)
        person = kwargs.get("user")
        known = [kwargs.get("name"), kwargs.get("email"), getattr(person, "name", ""),
                 getattr(person, "email", ""), read_site().name]
        problem = passwords.problem_with(password, [word for word in known if word])
        return [problem] if problem else None, password


class Outbox(MailUtil):
    """Letters of Flask-Security leave through our outbox."""

    def send_mail(self, template: str, subject: str, recipient: str, sender: Any,
                  body: str | None, html: str | None, **kwargs: Any) -> None:
        person = kwargs.get("user")
        if template.endswith("/welcome_existing"):  # has no setting of its own for this
            subject = ACCOUNT_EXISTS
        if template.endswith(ASKED_BY_ANYBODY) and _count(person, template) >= MOST_AN_HOUR:
            return  # the links of those before are still good
        write_letter(recipient, subject=str(subject), body=body or "", kind=template,
                     html=page_of(str(subject), body or ""), person_id=getattr(person, "id", None))


def _count(person: Person, template: str) -> int:
    """How many such letters they got within an hour."""
    return db.session.scalar(select(func.count(Letter.id)).where(
        Letter.person_id == person.id, Letter.kind == template,
        Letter.created_at > now() - HOUR)) or 0
