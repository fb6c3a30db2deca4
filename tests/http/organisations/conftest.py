"""An organisation with people in it."""
import pytest

from cop.base.db import add
from cop.organisations.models import OrganisationDomain


@pytest.fixture
def admin(make):
    return make.granted("administrator", name="Alma Amministra")


@pytest.fixture
def house(make):
    """CPI di Treviso, which has addresses of cpi.example.it."""
    organisation = make.organisation("CPI di Treviso")
    add(OrganisationDomain(organisation_id=organisation.id, domain="cpi.example.it"))
    return organisation


@pytest.fixture
def works_there(make, house):
    """`works_there("Ada", email=…)`: somebody who says so."""
    def person(name, *, organisation_proof="", **columns):
        made = make.person(name, organisation="CPI di Treviso", **columns)
        made.organisation_proof = organisation_proof
        return made

    return person


@pytest.fixture
def contact(works_there):
    person = works_there("Carla Contatto")
    person.is_organisation_contact, person.organisation_proof = True, "hand"
    return person
