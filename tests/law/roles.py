"""Who asks in the table of the law, one person for each column, and in which states things are."""
from flask_security.utils import hash_password

from cop.base.db import add
from cop.people.models import Grant
from cop.spaces.models import Membership

#: column → (role, kind of scope, its code) of who stands for it; a space stands for its number.
ROLES = {
    "visitor": None,  # nobody who is signed in
    "member": (),  # of the community, of no space
    "belongs": (),  # to the spaces
    "author": (),  # of the thing, or whose it is
    "owner": ("owner", "space", ""),  # of the spaces
    "moderator": ("moderator", "space", ""),  # of the spaces
    "mod-else": ("moderator", "space", ""),  # of another space
    "mod-all": ("moderator", "everywhere", ""),  # member of no space
    "curator": ("curator", "everywhere", ""),
    "cur-else": ("curator", "theme", "neet"),  # of another theme
    "reviewer": (),  # invited to the case
    "manager": ("regional_manager", "region", "ITH3"),  # of the region of the digest
    "man-else": ("regional_manager", "region", "FR10"),  # of another
    "contact": (),  # person of the author's organisation
    "officer": ("data_officer", "everywhere", ""),
    "admin": ("administrator", "everywhere", ""),  # member of no space
}
#: family → its states, as the letters of a cell stand in the table.
FAMILIES = {
    "one": ("",),  # there is one of it, or it is the author's own
    "room": ("public", "members", "private"),  # a space, and all that is in one
    "case": ("published", "for members", "in review", "draft"),
    "digest": ("public issue", "members' issue", "issue of a space", "draft", "draft that waits",
               "approved draft"),
    "guide": ("published", "draft"),
    "profile": ("public", "members"),
}
BELONG = ("belongs", "author", "owner", "moderator")


def people_of(make, rooms, other):
    """One person a role. `rooms` are those the table speaks of, `other` is some other one."""
    people = {}
    for role, granted in ROLES.items():
        if granted is None:
            continue
        person = people[role] = make.person(
            f"Rosa {role.title()}", regions=["ITH3"], themes=["outreach"],
            organisation=f"Office of {role}", password=hash_password("a long enough password"),
            languages=["it", "en", "fr"])
        for room in _scopes(role, granted, rooms, other):
            person.grants.append(Grant(role=granted[0], scope_kind=granted[1], scope_code=room))
        for room in rooms if role in BELONG else ():
            _enter(person, room)
    people["contact"].organisation = people["author"].organisation
    people["contact"].is_organisation_contact = True
    _enter(people["mod-else"], other)
    return people


def _scopes(role, granted, rooms, other):
    if not granted:
        return []
    if granted[1] != "space":
        return [granted[2]]
    return [str(room.id) for room in (rooms if role != "mod-else" else [other])]


def _enter(person, room):
    add(Membership(space_id=room.id, person_id=person.id))
    room.member_count += 1
