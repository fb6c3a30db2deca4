"""Two people, or one person twice, do the same in spaces at the same moment."""
import threading

import pytest

from cop.base.db import begin_writing, db
from cop.base.errors import CopError
from cop.joining import inviting
from cop.people.models import Person
from cop.spaces import service
from cop.spaces.models import Membership, Space


@pytest.fixture
def at_once(app):
    """Let each person do it in a thread and a session of its own; how many were let."""

    def run(act, people):
        ids = [person.id for person in people]
        db.session.commit()
        start, done = threading.Barrier(len(people)), []

        def one(person_id):
            with app.app_context():
                begin_writing() if db.engine.dialect.name == "sqlite" else start.wait()
                try:
                    act(db.session.get(Person, person_id))
                    db.session.commit()
                    done.append(person_id)
                except CopError:
                    db.session.rollback()
                finally:
                    db.session.remove()

        threads = [threading.Thread(target=one, args=[each]) for each in ids]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return len(done)

    return run


def test_an_invitation_lets_one_of_four_in(make, at_once):
    space, tokens = make.space(visibility="private"), []
    inviting.invite(make.moderator(space), space, "ada@example.org",
                    address_of=lambda token: tokens.append(token) or token)
    people = [make.person(f"Person {number}") for number in range(4)]
    before = Membership.query.count()
    assert at_once(lambda person: inviting.accept_invitation(person, tokens[0]), people) == 1
    assert Membership.query.count() == before + 1


def test_who_leaves_twice_is_counted_once(make, at_once):
    space = make.space()
    ada, space_id = make.member(space), space.id
    make.member(space, "Bea Conti")
    at_once(lambda person: service.leave(person, db.session.get(Space, space_id)), [ada] * 4)
    assert db.session.get(Space, space_id).member_count == 1
