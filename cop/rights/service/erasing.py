"""The day somebody is forgotten: what they chose of their posts goes, then all that names them."""
from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import db
from cop.cases.service.forgetting import leave_out_organisation
from cop.discussions.service.forgetting import forget_posts_of
from cop.people.service.erasing import erase_person
from cop.rights.models import DataRequest


def erase(request_id: int) -> None:
    """Unless they took it back."""
    request = db.session.get(DataRequest, request_id, with_for_update=True)
    if request is None or request.state != "agreed":
        return
    person, was_asked_on = request.person, request.created_at
    if request.keep_works:
        forget_posts_of(person, request.post_ids)
        if not request.keep_organisation:
            leave_out_organisation(person)
    erase_person(None, person, keep_works=request.keep_works)
    request.done_at = now()
    record(None, "data.erased", person, request=request.id, days=(now() - was_asked_on).days)
