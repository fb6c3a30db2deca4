"""What becomes of reports and decisions when somebody wants to be forgotten, or time has passed."""
from sqlalchemy import update

from cop.base.db import db
from cop.moderation.models.decisions import Appeal, ModerationDecision
from cop.moderation.models.items import Report
from cop.people.models import Person, Sanction


def forget_words_of(person: Person) -> None:
    """That there was a report, a decision, a sanction stays; what was said does not."""
    for column, words in ((Report.reporter_id, {"note": ""}), (Appeal.person_id, {"text": ""}),
                          (ModerationDecision.person_id, {"facts": ""}),
                          (Sanction.person_id, {"reason": ""})):
        db.session.execute(update(column.class_).where(column == person.id).values(**words))
    db.session.expire_all()
