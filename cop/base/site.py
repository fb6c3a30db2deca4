"""What an administrator decides about this installation: its name, who may join, its notices.

What the server needs to start stands in the environment (`config.py`), not here.
"""
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, select
from sqlalchemy.orm import Mapped, mapped_column

from cop.base.db import Model, add, db

#: name: (default, label). The page /admin shows them in this order.
DECISIONS: dict[str, tuple[Any, Any]] = {
    "name": ("cop", _l("Name of the community")),
    "organisation": ("", _l("Organisation that runs it")),
    "registration": ("open", _l("Who may register")),
    "notice": ("", _l("Notice at the top of every page")),
    "contact": ("", _l("Contact for privacy, accessibility and security")),
    "data_officer": ("", _l("Contact of the data protection officer")),
    "letters_a_day": (30, _l("Letters about single things that one person gets in a day")),
    "letters_kept": (90, _l("Days for which the log of letters is kept")),
    "terms_version": ("1", _l("Version of the terms of use that members accept")),
    "managers_approve_alone": (
        False, _l("Regional managers approve their own digests where nobody else can")),
    "is_demo": (False, _l("This is a demo")),
}


class SiteDecision(Model):
    """One decided value; what is not decided has its default."""

    __tablename__ = "site_decisions"
    name: Mapped[str] = mapped_column(unique=True)
    value: Mapped[Any] = mapped_column(JSON)


class Site:
    """All decisions at one moment, as attributes."""

    name: str
    organisation: str
    registration: str
    notice: str
    contact: str
    data_officer: str
    letters_a_day: int
    letters_kept: int
    terms_version: str
    managers_approve_alone: bool
    is_demo: bool

    def __init__(self, values: dict[str, Any]):
        defaults = {name: default for name, (default, _) in DECISIONS.items()}
        self.__dict__.update(defaults | values)


def read_site() -> Site:
    """The decisions as they stand now: one query."""
    rows = db.session.execute(select(SiteDecision.name, SiteDecision.value))
    return Site({name: value for name, value in rows if name in DECISIONS})


def decide(name: str, value: Any) -> SiteDecision:
    """Set one decision. Whoever calls it records the deed in the audit log."""
    row = db.session.scalar(select(SiteDecision).where(SiteDecision.name == name))
    row = row or SiteDecision(name=name)
    row.value = value
    return add(row)
