"""The clock of what is sealed, asked and not kept any longer; what profiles say of consents."""
from collections.abc import Callable
from datetime import timedelta

from cop.base import audit_chain
from cop.base.clock import now
from cop.base.db import db
from cop.base.events import on
from cop.base.jobs import every, job
from cop.base.site import read_site
from cop.notifications.events import MailPlanned
from cop.people.events import PersonJoined, ProfileChanged
from cop.people.models import Person
from cop.rights.service import consents, erasing, exporting, keeping, reminding

MONTH = timedelta(days=30.44)


@every(timedelta(minutes=1))
def seal_the_audit_log() -> None:
    audit_chain.seal_entries()


@every(timedelta(days=1))
def forget_old_entries() -> None:
    audit_chain.forget_entries(before=now() - read_site().audit_kept * MONTH)


@on(PersonJoined)
@on(ProfileChanged)
@on(MailPlanned)
def note_consents(event: PersonJoined | ProfileChanged | MailPlanned) -> None:
    person = db.session.get(Person, event.person_id)
    if person is not None and person.active:
        consents.note_consents(person)


@job("rights.export", outside=True, slow=True)
def make_export(export_id: int) -> Callable[[], None] | None:
    return exporting.make_export(export_id)


@job("rights.erase")
def erase(request_id: int) -> None:
    erasing.erase(request_id)


@every(timedelta(minutes=15))
def begin_histories_of_consents() -> None:
    consents.begin_histories()


@every(timedelta(days=1))
def remind_of_requests() -> None:
    reminding.remind_officers()


@every(timedelta(hours=1), outside=True)
def forget_exports() -> None:
    exporting.forget_exports()


@every(timedelta(days=1))
def keep_no_longer() -> None:
    keeping.forget_what_is_old()
