"""Sending an issue of a digest to those it is meant for."""
from collections.abc import Sequence

from cop.base.db import add
from cop.base.verdict import require
from cop.digests import policy
from cop.digests.models import Digest
from cop.digests.service.issuing import send_issue
from cop.notifications.issue_letters import write_of_issue
from cop.notifications.models import Mailing
from cop.people.models import Person


def send_to(editor: Person, digest: Digest, *, regions: Sequence[str], spaces: Sequence[int],
            languages: Sequence[str]) -> None:
    """Once. Who gets it is asked again when each is told."""
    require(policy.may_send(editor, digest))
    add(Mailing(digest_id=digest.id, regions=list(regions), spaces=list(spaces),
                languages=list(languages)))
    send_issue(editor, digest)


def send_to_oneself(editor: Person, digest: Digest, *, stop: str) -> None:
    """To see it as its receivers will."""
    require(policy.may_make_digest(editor, digest.regions, digest.space))
    write_of_issue(editor, digest, stop=stop, is_trial=True)
