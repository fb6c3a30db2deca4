"""Sending an issue at a day and an hour: planned, moved, called off, and done when it is time."""
from datetime import datetime, timedelta

from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.clock import now
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.verdict import require
from cop.digests import policy
from cop.digests.events import SendingHeld
from cop.digests.models import Digest
from cop.digests.queries.digests import list_to_send
from cop.digests.service.issuing import send_issue
from cop.people.models import Person

LATEST = timedelta(days=366)


def plan_sending(editor: Person, digest: Digest, moment: datetime) -> None:
    """Send it then; what was planned before is moved. Who may not send it then, does not."""
    require(policy.may_send(editor, digest))
    if not now() < moment <= now() + LATEST:
        raise Invalid({"day": _("Please choose a day and an hour from now on, within a year.")})
    digest.planned_at, digest.planned_by_id = moment, editor.id
    record(editor.id, "digest.planned", digest, at=moment.isoformat())


def call_off(editor: Person, digest: Digest) -> None:
    require(policy.may_call_off(editor, digest))
    digest.planned_at = digest.planned_by_id = None
    record(editor.id, "digest.called_off", digest)


def send_planned() -> None:
    """Those whose time has come. Whether who planned it may still send it is asked again; if not,
    nothing is sent and those who work on it hear so."""
    for digest in list_to_send():
        planner = digest.planned_by
        if planner.active and policy.may_send(planner, digest):
            send_issue(planner, digest)
        else:
            digest.planned_at = digest.planned_by_id = None
            record(None, "digest.held", digest, planned_by=planner.id)
            publish(SendingHeld(digest_id=digest.id, planned_by_id=planner.id))
