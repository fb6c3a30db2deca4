"""What the clockwork means for bookmarks."""
from datetime import timedelta

from cop.base.jobs import every
from cop.bookmarks import service


@every(timedelta(minutes=10))
def remind_of_bookmarks() -> None:
    service.remind()
