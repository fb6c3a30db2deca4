"""What somebody reported, what was decided about them, what they did as a moderator (see
`base/personal_data.py`)."""
from typing import Any

from cop.base.personal_data import rows_of
from cop.moderation.service.forgetting import forget_words_of
from cop.people.models import Person

#: Their own words, and what was decided about them. Who reported them stands in none of these.
OWN = ("reports.reporter_id", "moderation_decisions.person_id", "moderation_appeals.person_id",
       "sanctions.person_id", "review_notes.author_id")
#: What stays under the number of «Former member»: the record of what was done, without words.
COLUMNS = (*OWN, "moderation_decisions.decided_by_id", "moderation_appeals.decided_by_id",
           "review_items.person_id", "review_items.not_for_id", "review_items.claimed_by_id",
           "sanctions.given_by_id", "sanctions.lifted_by_id")
#: Who moderated is nobody's data but theirs.
OF_MODERATORS = {"decided_by_id", "given_by_id", "lifted_by_id"}


def export_of(person: Person) -> dict[str, Any]:
    return {table: [{name: value for name, value in row.items() if name not in OF_MODERATORS}
                    for row in rows] for table, rows in rows_of(OWN, person.id).items()}


def erase(person: Person, *, keep_works: bool) -> None:
    forget_words_of(person)
