"""What was asked while something was made, and whether it would be answered so again."""
import pickle

from sqlalchemy import select

from cop.base import revalidation
from cop.base.db import db
from cop.spaces.models import Space


def test_another_process_can_ask_the_same_again(app, make):
    space = make.space("Before")
    asked = select(Space.name).where(Space.id.in_([space.id, 0]))
    db.session.commit()
    db.session.connection()  # begins what is read in
    revalidation.begin()
    assert db.session.scalars(asked).all() == ["Before"]
    answers = pickle.loads(pickle.dumps(revalidation.end()))
    assert [len(each) for each in answers.asked()] == [3]
    assert answers.are_still_given()
    space.name = "After"
    db.session.commit()
    assert not answers.are_still_given()


def test_who_asked_nothing_remembers_nothing(app):
    revalidation.begin()
    assert revalidation.end() is None
