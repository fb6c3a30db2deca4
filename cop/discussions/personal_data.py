"""What somebody wrote in discussions, and what they read (see `base/personal_data.py`)."""
from typing import Any

from cop.base.personal_data import delete_rows, rows_of
from cop.discussions.service.forgetting import forget_votes, forget_words_of
from cop.people.models import Person

OWN = ("drafts.person_id", "mentions.person_id", "reading_positions.person_id")
WORKS = ("topics.author_id", "posts.author_id", "signs.person_id", "ballots.person_id")
COLUMNS = (*OWN, *WORKS, "posts.edited_by_id", "post_revisions.written_by_id",
           "taken_texts.deleted_by_id")


def export_of(person: Person) -> dict[str, Any]:
    return rows_of((*OWN, *WORKS, "post_revisions.written_by_id"), person.id)


def erase(person: Person, *, keep_works: bool) -> None:
    """Posts stay in their threads, of «Former member», or their words go and their places stay.
    Votes count on, and are nobody's."""
    delete_rows(OWN, person.id)
    forget_votes(person)
    if not keep_works:
        delete_rows(("signs.person_id",), person.id)
        forget_words_of(person)
