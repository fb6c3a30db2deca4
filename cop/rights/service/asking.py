"""What people ask about their data: a copy, to be forgotten, something else; and taking it back."""
import secrets
from collections.abc import Sequence
from datetime import timedelta

from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add
from cop.base.errors import Invalid, TooMany
from cop.base.jobs import enqueue
from cop.base.site import read_site
from cop.base.text import clean
from cop.base.verdict import require
from cop.people.models import Person
from cop.people.queries import count_administrators
from cop.rights.letters import tell_officers, tell_person
from cop.rights.models import KINDS, DataExport, DataRequest
from cop.rights.policy import may_ask_erasure, may_cancel
from cop.rights.queries.own import find_open_erasure, list_exports, list_own_posts
from cop.rights.service.deciding import agree

#: How long an answer may take: one month, counted as the shortest one but February.
ANSWER_WITHIN = timedelta(days=30)
LONGEST_WORDS = 5000
#: One copy of everything a day is enough.
EXPORT_EVERY = timedelta(hours=24)


def ask_export(person: Person) -> DataExport:
    """A copy of everything, made by a job."""
    last = next(iter(list_exports(person)), None)
    if last and last.created_at > now() - EXPORT_EVERY:
        raise TooMany(_("You asked for a copy within the last 24 hours."),
                      last.created_at + EXPORT_EVERY)
    export = add(DataExport(person_id=person.id, name=secrets.token_urlsafe(24)))
    record(person.id, "data.export_asked", person)
    enqueue("rights.export", export_id=export.id)
    return export


def ask_erasure(person: Person, *, keep_works: bool, keep_organisation: bool = False,
                post_ids: Sequence[int] = (), words: str = "") -> DataRequest:
    """To be forgotten. Somebody agrees to it, or nobody has to, as the site decided."""
    require(may_ask_erasure(person, open_one=find_open_erasure(person),
                            administrators=count_administrators()))
    own = {post.id for post, _topic in list_own_posts(person)}
    if not set(post_ids) <= own:
        raise Invalid({"posts": _("One of these posts is not yours, or not there any more. Look at "
                                  "the list again.")})
    request = _ask(person, "erasure", words, keep_works=keep_works,
                   keep_organisation=keep_organisation, post_ids=sorted(post_ids))
    if not read_site().erasure_needs_officer:
        agree(None, request)
    return request


def ask_something(person: Person, kind: str, words: str) -> DataRequest:
    """To have something corrected, not used, kept apart; or another thing."""
    if kind not in KINDS or kind == "erasure":
        raise Invalid({"kind": _("Please choose one of these.")})
    if not clean(words).strip():
        raise Invalid({"words": _("Please say what it is about.")})
    return _ask(person, kind, words)


def cancel(person: Person, request: DataRequest) -> None:
    """They have thought better of it."""
    require(may_cancel(person, request))
    request.cancelled_at = now()
    record(person.id, "data.cancelled", person, request=request.id)


def _ask(person: Person, kind: str, words: str, **chosen: object) -> DataRequest:
    words = clean(words).strip()
    if len(words) > LONGEST_WORDS:
        raise Invalid({"words": _("There is room for %(most)d characters.", most=LONGEST_WORDS)})
    request = add(DataRequest(person_id=person.id, kind=kind, words=words,
                              due_on=(now() + ANSWER_WITHIN).date(), **chosen))
    record(person.id, f"data.{kind}_asked", person, request=request.id)
    tell_person(request, "asked")
    tell_officers([request], "asked")
    return request
