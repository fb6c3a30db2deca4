"""From a draft to an issue: submitted, approved, frozen, sent."""
from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.site import Site
from cop.base.verdict import require
from cop.digests import contents, policy
from cop.digests.events import (
    DigestApproved,
    DigestReturned,
    DigestSubmitted,
    IssueFrozen,
    IssueSent,
)
from cop.digests.models import Digest
from cop.digests.queries import digests as queries
from cop.digests.queries.contents import gather
from cop.people.models import Person

LONGEST_ANSWER = 1000  # characters


def submit_digest(editor: Person, digest: Digest) -> None:
    require(policy.may_submit(editor, digest))
    digest.submitted_at, digest.submitted_by_id, digest.answer = now(), editor.id, ""
    record(editor.id, "digest.submitted", digest)
    publish(DigestSubmitted(digest_id=digest.id, submitted_by_id=editor.id))


def approve_digest(approver: Person, digest: Digest, site: Site) -> None:
    """By somebody else; by the same person where nobody else is there and the community decided
    so: then the audit log says it."""
    others = len(queries.list_approvers(digest))
    require(policy.may_approve(approver, digest, others=others,
                               alone_is_enough=site.managers_approve_alone))
    digest.approved_at, digest.approved_by_id = now(), approver.id
    record(approver.id, "digest.approved", digest, others=others,
           own=approver.id == digest.submitted_by_id)
    publish(DigestApproved(digest_id=digest.id, approved_by_id=approver.id))


def return_digest(approver: Person, digest: Digest, words: str = "") -> None:
    """Not yet: the editors read these words, change it and submit it again."""
    require(policy.may_approve(approver, digest, others=0, alone_is_enough=True))
    if len(words) > LONGEST_ANSWER:
        raise Invalid({"words": _("There is room for %(max)d characters.", max=LONGEST_ANSWER)})
    publish(DigestReturned(digest_id=digest.id, submitted_by_id=digest.submitted_by_id,
                           returned_by_id=approver.id))
    digest.submitted_at, digest.submitted_by_id, digest.answer = None, None, words.strip()
    record(approver.id, "digest.returned", digest)


def freeze_issue(editor: Person, digest: Digest) -> None:
    """Give it the next number of its series, and keep what its readers may see at this moment."""
    require(policy.may_freeze(editor, digest))
    digest.frozen = contents.frozen(gather(digest))
    digest.frozen_at, digest.series = now(), queries.series_of(digest)
    digest.number = queries.next_number(digest.series)
    db.session.flush()
    record(editor.id, "digest.frozen", digest, number=digest.number)
    publish(IssueFrozen(digest_id=digest.id, frozen_by_id=editor.id))


def send_issue(editor: Person, digest: Digest) -> None:
    """Once. What its readers may no longer see is looked up again when each letter is written."""
    require(policy.may_send(editor, digest))
    digest.sent_at, digest.planned_at, digest.planned_by_id = now(), None, None
    record(editor.id, "digest.sent", digest, number=digest.number)
    publish(IssueSent(digest_id=digest.id, sent_by_id=editor.id))
