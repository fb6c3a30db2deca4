"""What becomes of reports and decisions when somebody wants to be forgotten, or time has passed."""
from datetime import timedelta

from sqlalchemy import delete, select, update

from cop.base.clock import now
from cop.base.db import db
from cop.base.site import read_site
from cop.discussions.models.revisions import WithheldText
from cop.discussions.models.topics import Post
from cop.discussions.service.withholding import forget_earlier_words
from cop.moderation.models.decisions import TIME_TO_APPEAL, Appeal, ModerationDecision
from cop.moderation.models.items import Report, ReviewItem
from cop.people.models import Person, Sanction

#: The words of a removed post, so that a decision can be undone: as long as one can object, and a
#: while for the answer.
KEPT_BACK = TIME_TO_APPEAL + timedelta(days=30)
#: The rest goes on the next day.
AT_ONCE = 500


def forget_words_of(person: Person) -> None:
    """That there was a report, a decision, a sanction stays; what was said does not."""
    for column, words in ((Report.reporter_id, {"note": "", "answer": ""}),
                          (Appeal.person_id, {"text": ""}),
                          (ModerationDecision.person_id, {"facts": ""}),
                          (Sanction.person_id, {"reason": ""})):
        db.session.execute(update(column.class_).where(column == person.id).values(**words))
    db.session.expire_all()


def forget_removed_words() -> None:
    """Of posts that were taken out of sight: once nobody can object any more, nor does."""
    late = select(ReviewItem.post_id).join(
        ModerationDecision, ModerationDecision.item_id == ReviewItem.id).where(
        ModerationDecision.outcome == "remove", ModerationDecision.created_at < now() - KEPT_BACK)
    waits = select(ReviewItem.post_id).where(
        ReviewItem.decided_at.is_(None), ReviewItem.post_id.is_not(None))
    posts = db.session.scalars(select(Post).join(WithheldText).where(
        Post.withheld == "removed", Post.id.in_(late), Post.id.not_in(waits)).limit(AT_ONCE))
    for post in posts.all():
        forget_earlier_words(post)


def forget_old_items() -> None:
    """What was decided so long ago that nobody can object any more: reports, notes, decisions and
    objections, and the words of posts that stayed out of sight. Deleted posts keep their places."""
    before = now() - timedelta(days=round(read_site().reports_kept * 30.44))
    old = db.session.scalars(select(ReviewItem).where(
        ReviewItem.decided_at < before).limit(AT_ONCE)).all()
    for item in old:
        decisions = select(ModerationDecision.id).where(ModerationDecision.item_id == item.id)
        if item.post and item.post.withheld == "removed":
            forget_earlier_words(item.post)
        db.session.execute(delete(Appeal).where(Appeal.decision_id.in_(decisions)))
        db.session.execute(delete(ModerationDecision).where(
            ModerationDecision.item_id == item.id))
        db.session.delete(item)
    db.session.flush()
