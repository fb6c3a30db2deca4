"""Flask-Security in this house: its flows, our tables, letters, pages and transactions."""
import uuid
from functools import cache
from typing import Any

from flask_babel import get_locale
from flask_security import MailUtil, SQLAlchemyUserDatastore
from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload, undefer

from cop.base.clock import now
from cop.base.db import db
from cop.base.mail import write_letter
from cop.base.site import read_site
from cop.people.models import NoRole, Person
from cop.people.sentences import ACCOUNT_EXISTS, SENTENCES
from cop.web.letters import page_of

#: Addresses that write although they are fetched with GET.
WRITING_ENDPOINTS = ("security.confirm_email", "security.change_email_confirm")

#: What is done even while nothing else can be written: people sign in and out.
SIGN_IN_ENDPOINTS = ("security.login", "security.logout", "security.verify")

SETTINGS: dict[str, Any] = {
    "SECURITY_REGISTERABLE": True,
    "SECURITY_USE_REGISTER_V2": True,
    "SECURITY_CONFIRMABLE": True,
    "SECURITY_RECOVERABLE": True,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_CHANGE_EMAIL": True,
    "SECURITY_AUTO_LOGIN_AFTER_CONFIRM": False,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SECURITY_EMAIL_PLAINTEXT": True,
    "SECURITY_EMAIL_HTML": False,
    "SECURITY_PASSWORD_LENGTH_MIN": 10,
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_SINGLE_HASH": True,
    "SECURITY_PASSWORD_CONFIRM_REQUIRED": False,
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_POST_LOGIN_VIEW": "/",
    "SECURITY_POST_LOGOUT_VIEW": "/",
    "SECURITY_POST_REGISTER_VIEW": "/login",
    "SECURITY_POST_CONFIRM_VIEW": "/login",
    "SECURITY_POST_CHANGE_EMAIL_VIEW": "/me/settings",
    "SECURITY_POST_CHANGE_VIEW": "/me/settings",
    "SECURITY_FLASH_MESSAGES": True,
    "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": False,
    "SECURITY_I18N_DIRNAME": ["builtin"],
    "SECURITY_URL_PREFIX": None,
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_USERNAME_ENABLE": False,
    "SECURITY_DATETIME_FACTORY": now,
} | SENTENCES


class Datastore(SQLAlchemyUserDatastore):
    """Persons for Flask-Security. It flushes; the edge commits."""

    def __init__(self, *looked_at: Any) -> None:
        """`looked_at`: relations of Person besides the roles that rules look at."""
        super().__init__(db, Person, NoRole)
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
            undefer(Person.first_region), *map(joinedload, self.looked_at))

    def _prepare_create_user_args(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.pop("accept_terms", None)
        values = {"active": True, "fs_uniquifier": uuid.uuid4().hex,
                  "interface_language": get_locale().language} | kwargs
        return values | {"terms_version": read_site().terms_version, "terms_accepted_at": now()}


class Outbox(MailUtil):
    """Letters of Flask-Security leave through our outbox."""

    def send_mail(self, template: str, subject: str, recipient: str, sender: Any,
                  body: str | None, html: str | None, **kwargs: Any) -> None:
        person = kwargs.get("user")
        if template.endswith("/welcome_existing"):  # has no setting of its own for this
            subject = ACCOUNT_EXISTS
        write_letter(recipient, subject=str(subject), body=body or "", kind=template,
                     html=page_of(str(subject), body or ""), person_id=getattr(person, "id", None))
