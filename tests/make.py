"""Make things for tests: everything has a sensible default."""
import uuid

from cop.base.clock import now
from cop.base.db import add
from cop.people.models import Grant, Organisation, Person, Visitor
from cop.spaces.models import Membership, Space


class Make:
    """Rows for tests, flushed and with ids. `browse` commits them."""

    def visitor(self) -> Visitor:
        return Visitor()

    def person(self, name="Ada Bruni", *, organisation="", regions=(), themes=(), **columns):
        defaults = {
            "email": f"{uuid.uuid4().hex[:12]}@example.org", "fs_uniquifier": uuid.uuid4().hex,
            "confirmed_at": now(), "terms_version": "1", "interface_language": "en",
        }
        person = add(Person(name=name, **(defaults | columns)))
        person.regions, person.themes = list(regions), list(themes)
        if organisation:
            person.organisation = self.organisation(organisation)
        return person

    def organisation(self, name):
        found = Organisation.query.filter_by(folded_name=Organisation.key(name)).first()
        return found or add(Organisation(name=name, folded_name=Organisation.key(name)))

    def granted(self, role, scope_kind="everywhere", scope_code="", **columns):
        """A person with a role."""
        person = self.person(**columns)
        person.grants.append(Grant(role=role, scope_kind=scope_kind, scope_code=scope_code))
        return person

    def space(self, name="Activation", **columns):
        defaults = {"slug": f"space-{uuid.uuid4().hex[:8]}", "name": name}
        return add(Space(**(defaults | columns)))

    def member(self, space, name="Ada Bruni", **columns):
        person = self.person(name, **columns)
        add(Membership(space_id=space.id, person_id=person.id))
        space.member_count += 1
        return person

    def moderator(self, space, name="Mara Neri"):
        person = self.member(space, name)
        person.grants.append(
            Grant(role="moderator", scope_kind="space", scope_code=str(space.id)))
        return person
