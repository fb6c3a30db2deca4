"""What the clockwork means for discussions."""
from datetime import timedelta

from cop.base.jobs import every
from cop.discussions.service import drafts
from cop.discussions.service.deletions import forget_taken_texts
from cop.discussions.service.polls import forget_voters


@every(timedelta(hours=1))
def forget_deleted_posts() -> None:
    while forget_taken_texts():
        pass


@every(timedelta(days=1))
def forget_old_drafts() -> None:
    drafts.forget_old_drafts()


@every(timedelta(hours=1))
def make_ended_polls_anonymous() -> None:
    forget_voters()
