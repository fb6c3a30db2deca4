"""Cases in other languages. What readers are offered is decided in `service/translating.py`."""
from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.base.clock import now
from cop.base.db import Model
from cop.cases.models.cases import Case
from cop.people.models import Person

STATES = ("draft", "proposed", "accepted", "declined", "replaced")


class CaseTranslation(Model):
    """What a case says in another language, as a person or a machine put it.

    `fields` are the texts by field of the template, `originals` what the original said when each
    was translated: where it says something else now, the translation is out of date. A draft is
    its translator's; proposed, it waits for those who keep the case and the curators; accepted,
    readers are offered it in place of the one before, which is `replaced`. `machine` is the name
    of the machine, empty where a person translated.
    """

    __tablename__ = "case_translations"
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    language: Mapped[str]
    machine: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="draft")
    fields: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    originals: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    html: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    translator_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    updated_at: Mapped[datetime] = mapped_column(default=now)
    save_count: Mapped[int] = mapped_column(default=0)
    case: Mapped[Case] = relationship(back_populates="translations")
    translator: Mapped[Person] = relationship(foreign_keys=translator_id)
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)
