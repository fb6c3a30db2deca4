"""What somebody asked to be told of: searches they saved, days to be reminded on."""
from cop.base.clock import now
from cop.base.events import on
from cop.bookmarks.events import ReminderDue
from cop.notifications import letters
from cop.notifications.queries import whom
from cop.notifications.service import telling as service
from cop.search.events import SavedSearchesMatched


@on(SavedSearchesMatched)
def tell_of_searches(event: SavedSearchesMatched) -> None:
    """A line in the inbox for each search and, for those who want it, one letter for all."""
    reader = whom.find_reader(event.person_id)
    found = letters.read_finds(reader, event.matches) if reader else []
    for find in found:
        service.tell([reader.id], "search_matched", find.saved,
                     key=f"search:{find.saved.id}:{now().isoformat()}")
    if wanted := [find for find in found if find.saved.by_mail]:
        letters.write_of_searches(reader, wanted)


@on(ReminderDue)
def remind(event: ReminderDue) -> None:
    """Of a topic, with the post that opened it."""
    find = {"post": whom.get_post, "topic": whom.get_opening, "case": whom.get_case}
    service.tell([event.person_id], "reminder", find[event.kind](event.target_id),
                 key=f"reminder:{event.bookmark_id}:{event.day}")
