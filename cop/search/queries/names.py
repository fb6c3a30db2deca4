"""Names that the language of the box has to ask the database for: people."""
from sqlalchemy import select

from cop.base.db import db
from cop.base.text import fold
from cop.people.models import Person, Reader
from cop.people.policy import visible_people

MOST = 20


def find_people(reader: Reader, words: str) -> list[int]:
    """Those with all these words in their name, if they are not too many to be meant."""
    named = [Person.folded_name.contains(word, autoescape=True) for word in fold(words).split()[:8]]
    query = select(Person.id).where(visible_people(reader), *named).order_by(Person.id)
    return list(db.session.scalars(query.limit(MOST))) if named else []
