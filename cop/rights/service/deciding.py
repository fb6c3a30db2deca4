"""What the data officer decides about requests: agree, answer, refuse, take longer."""
from datetime import timedelta

from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.clock import now
from cop.base.errors import Invalid
from cop.base.jobs import enqueue
from cop.base.site import read_site
from cop.base.text import clean
from cop.base.verdict import require
from cop.people.models import Person, Visitor
from cop.people.policy import may_be_closed
from cop.people.queries import count_administrators
from cop.rights.letters import tell_person
from cop.rights.models import DataRequest
from cop.rights.policy import may_answer

LONGEST_ANSWER = 5000
#: By how much the time for an answer may be lengthened, once.
EXTENSION = timedelta(days=60)


def agree(officer: Person | None, request: DataRequest) -> None:
    """Somebody is forgotten when the days in which they can take it back are over. `officer` is
    None where nobody has to agree."""
    if officer is not None:
        require(may_answer(officer, request))
    require(may_be_closed(request.person, administrators=count_administrators()))
    request.agreed_at, request.decided_by_id = now(), officer.id if officer else None
    request.run_at = now() + timedelta(days=read_site().erasure_wait)
    record(officer.id if officer else None, "data.erasure_agreed", request.person,
           request=request.id)
    enqueue("rights.erase", due_at=request.run_at, request_id=request.id)
    tell_person(request, "agreed")


def answer(officer: Person | Visitor, request: DataRequest, words: str) -> None:
    """Done, with what was done."""
    _close(officer, request, words, "answered")
    request.done_at = now()
    tell_person(request, "answered")


def refuse(officer: Person | Visitor, request: DataRequest, words: str) -> None:
    """Not done, with the reason; the letter names where to complain."""
    _close(officer, request, words, "refused")
    request.refused_at = now()
    tell_person(request, "refused")


def extend(officer: Person | Visitor, request: DataRequest, words: str) -> None:
    """Two months more, once, with the reason."""
    require(may_answer(officer, request))
    if request.is_extended:
        raise Invalid({"words": _("The time for this request was lengthened already.")})
    request.answer = _words(words)
    request.due_on, request.is_extended = request.due_on + EXTENSION, True
    record(officer.id, "data.extended", request.person, request=request.id)
    tell_person(request, "extended")


def note_look(officer: Person | Visitor, request: DataRequest) -> None:
    """Who looks at what somebody asked is written down, and shown to them."""
    record(officer.id, "data.viewed", request.person, page="request")


def _close(officer: Person | Visitor, request: DataRequest, words: str, act: str) -> None:
    require(may_answer(officer, request))
    request.answer, request.decided_by_id = _words(words), officer.id
    record(officer.id, f"data.{act}", request.person, request=request.id)


def _words(words: str) -> str:
    words = clean(words).strip()
    if not 0 < len(words) <= LONGEST_ANSWER:
        raise Invalid({"words": _("Please write to them in up to %(most)d characters.",
                                  most=LONGEST_ANSWER)})
    return words
