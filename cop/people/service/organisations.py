"""Organisations are described by those who work for them."""
from dataclasses import asdict

from cop.base.audit import record
from cop.base.errors import Invalid
from cop.base.text import clean
from cop.base.verdict import require
from cop.people.models import Organisation, Person
from cop.people.organisation import Description, problems
from cop.people.policy import may_describe_organisation


def describe_organisation(person: Person, organisation: Organisation, said: Description) -> None:
    """Put the whole description in the place of the one before."""
    require(may_describe_organisation(person, organisation))
    if wrong := problems(said):
        raise Invalid(wrong)
    for name, value in asdict(said).items():
        setattr(organisation, name, clean(value).strip() if isinstance(value, str)
                else list(dict.fromkeys(value)))
    record(person.id, "organisation.described", organisation)
