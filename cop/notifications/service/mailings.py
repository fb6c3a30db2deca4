"""Sending an issue of a digest to those it is meant for: now, or at a day and an hour."""
from dataclasses import dataclass
from datetime import datetime

from cop.base.db import db
from cop.base.verdict import require
from cop.digests import policy
from cop.digests.models import Digest
from cop.digests.service.issuing import send_issue
from cop.digests.service.planning import plan_sending
from cop.notifications.issue_letters import write_trial
from cop.notifications.queries.mailings import find_mailing
from cop.people.models import Person


@dataclass(frozen=True)
class Segment:
    """Who work for these regions, belong to these spaces, read these languages; none: all."""

    regions: list[str]
    spaces: list[int]
    languages: list[str]


def send_to(editor: Person, digest: Digest, segment: Segment) -> None:
    """Once. Who gets it is asked again when each is told."""
    require(policy.may_send(editor, digest))
    _keep(digest, segment)
    send_issue(editor, digest)


def plan_for(editor: Person, digest: Digest, segment: Segment, moment: datetime) -> None:
    """The same at a later moment. Planned once more, it is moved."""
    plan_sending(editor, digest, moment)
    _keep(digest, segment)


def send_to_oneself(editor: Person, digest: Digest, *, stop: str) -> None:
    """To see it as its receivers will."""
    require(policy.may_make_digest(editor, digest.regions, digest.space))
    write_trial(editor, digest, stop=stop)


def _keep(digest: Digest, segment: Segment) -> None:
    mailing = find_mailing(digest.id)
    mailing.regions, mailing.spaces = list(segment.regions), list(segment.spaces)
    mailing.languages = list(segment.languages)
    db.session.add(mailing)
