"""What waits for a moderator: put into the queue, claimed, spoken about. See `deciding.py`."""
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from cop.base.audit import record
from cop.base.clock import now
from cop.base.days import format_time
from cop.base.db import add, db, insert_missing
from cop.base.errors import Conflict, Invalid
from cop.base.text import clean
from cop.discussions.models.topics import Post
from cop.moderation.models.items import ReviewItem, ReviewNote
from cop.moderation.policy import is_claimed_by_another, may_decide
from cop.moderation.queries.items import open_key
from cop.people.models import Person

LONGEST_NOTE = 2000


def open_item(kind: str, target_id: int, **columns: Any) -> ReviewItem:
    """The open item about this thing; a new one where there is none. It is held until the end."""
    key = open_key(kind, target_id)
    insert_missing(ReviewItem, [
        {"kind": kind, "target_id": target_id, "open_key": key} | columns])
    return db.session.scalars(
        select(ReviewItem).where(ReviewItem.open_key == key).with_for_update(of=ReviewItem)).one()


def take_first_post(post_id: int) -> None:
    """A post that waits comes into the queue, unless it was let through or deleted meanwhile."""
    post = db.session.get(Post, post_id)
    if post is not None and post.withheld == "waits":
        open_item("first_post", post.id, post_id=post.id, person_id=post.author_id)


def close_item(item: ReviewItem) -> None:
    """It waits no longer; another one may be opened about the same thing."""
    item.open_key, item.claimed_by_id, item.claimed_at = None, None, None
    item.decided_at = now()


def hold_item(moderator: Person, item: ReviewItem) -> None:
    """Read it anew and hold it. Conflict where somebody else has it, or had it a moment before."""
    db.session.flush()
    db.session.execute(select(ReviewItem.id).where(
        ReviewItem.id == item.id).with_for_update(of=ReviewItem))
    db.session.refresh(item, ["claimed_by_id", "claimed_at", "decided_at", "open_key"])
    db.session.expire(item, ["claimed_by"])
    if not (verdict := may_decide(moderator, item)):
        raise Conflict(verdict.reason)
    if is_claimed_by_another(moderator, item):
        raise Conflict(_("%(name)s is looking at this, since %(time)s. Speak to each other, or "
                         "wait until it is released.", name=item.claimed_by.name,
                         time=format_time(item.claimed_at, "short")))


def claim_item(moderator: Person, item: ReviewItem) -> None:
    """Say that one looks at it: for some hours nobody else decides it."""
    hold_item(moderator, item)
    item.claimed_by_id, item.claimed_at = moderator.id, now()
    record(moderator.id, "review.claimed", item)


def release_item(moderator: Person, item: ReviewItem) -> None:
    """Let others have it."""
    hold_item(moderator, item)
    item.claimed_by_id = item.claimed_at = None
    record(moderator.id, "review.released", item)


def write_note(moderator: Person, item: ReviewItem, text: str) -> ReviewNote:
    """Say something to the other moderators; it can be said of what is decided, too."""
    text = clean(text).strip()
    if problems := note_problems(text):
        raise Invalid(problems)
    note = add(ReviewNote(item_id=item.id, author_id=moderator.id, text=text))
    db.session.expire(item, ["notes"])
    record(moderator.id, "review.noted", item)
    return note


def note_problems(text: str) -> dict[str, str]:
    if 0 < len(text) <= LONGEST_NOTE:
        return {}
    return {"text": _("Please write a note of up to %(most)s characters.", most=LONGEST_NOTE)}
