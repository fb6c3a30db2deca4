"""Organisations are added, renamed, merged and given their mail domains by administrators."""
from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, update

from cop.base.audit import record
from cop.base.contacts import is_domain
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.text import clean
from cop.base.verdict import require
from cop.organisations.events import DomainsChanged, OrganisationRenamed
from cop.organisations.free_mail import is_an_ending, is_for_everybody
from cop.organisations.models import OrganisationDomain
from cop.organisations.queries import list_domains, list_owners
from cop.people.models import Organisation, Person
from cop.people.policy import may_administer
from cop.people.profile import LONGEST_ORGANISATION
from cop.people.queries import find_organisation, find_spelling

MOST_DOMAINS = 100


def add_organisation(actor: Person, name: str) -> Organisation:
    require(may_administer(actor))
    name = _read(name)
    if there := find_organisation(name):
        raise Invalid({"name": _("“%(name)s” is there already.", name=there.name)})
    made = add(Organisation(name=name, folded_name=Organisation.key(name)))
    record(actor.id, "organisation.added", made)
    return made


def rename_organisation(actor: Person, organisation: Organisation, name: str) -> None:
    """The name it had still finds it: whoever writes that into a profile works there."""
    require(may_administer(actor))
    name, key = _read(name), Organisation.key(name)
    there = find_spelling(name)
    if there and there.id != organisation.id:
        if there.merged_into_id != organisation.id:
            raise Invalid({"name": _("“%(name)s” is another organisation. If it is the same, merge "
                                     "the two.", name=name)})
        db.session.delete(there)
        db.session.flush()
    before = organisation.name, organisation.folded_name
    organisation.name, organisation.folded_name = name, key
    db.session.flush()
    if before[1] != key:
        add(Organisation(name=before[0], folded_name=before[1], merged_into_id=organisation.id))
    record(actor.id, "organisation.renamed", organisation)
    publish(OrganisationRenamed(organisation_id=organisation.id))


def set_domains(actor: Person, organisation: Organisation, domains: Sequence[str]) -> None:
    """All its mail domains. Those who work there are looked at again."""
    require(may_administer(actor))
    wanted = list(dict.fromkeys(domain.strip().lower().lstrip("@") for domain in domains))
    wanted = [domain for domain in wanted if domain]
    if problem := _problem(organisation, wanted):
        raise Invalid({"domains": problem})
    before = list_domains(organisation)
    db.session.execute(delete(OrganisationDomain).where(
        OrganisationDomain.organisation_id == organisation.id,
        OrganisationDomain.domain.not_in(wanted)))
    for domain in wanted:
        if domain not in before:
            add(OrganisationDomain(organisation_id=organisation.id, domain=domain))
    record(actor.id, "organisation.domains_set", organisation, count=len(wanted))
    publish(DomainsChanged(organisation_id=organisation.id))


def merge_organisation(actor: Person, organisation: Organisation, name: str) -> Organisation:
    """Everything that names this one names the other from now on: people, cases, domains. Who is
    confirmed stays so; its name and address lead to the other."""
    require(may_administer(actor))
    other = find_organisation(_read(name))
    if other is None:
        raise Invalid({"into": _("There is no organisation “%(name)s”.", name=name.strip())})
    if other.id == organisation.id:
        raise Invalid({"into": _("This is the same organisation.")})
    for table in db.metadata.tables.values():
        for key in table.foreign_keys:
            if key.column.table.name == Organisation.__tablename__:
                db.session.execute(update(table).where(key.parent == organisation.id)
                                   .values({key.parent: other.id}))
    db.session.expire_all()
    organisation.merged_into_id = other.id
    record(actor.id, "organisation.merged", organisation, into=other.id)
    publish(DomainsChanged(organisation_id=other.id))
    publish(OrganisationRenamed(organisation_id=other.id))
    return other


def _read(name: str) -> str:
    name = " ".join(clean(name).split())
    if not 0 < len(name) <= LONGEST_ORGANISATION:
        raise Invalid({"name": _("An organisation has a name of up to %(most)d characters.",
                                 most=LONGEST_ORGANISATION)})
    return name


def _problem(organisation: Organisation, domains: Sequence[str]) -> str:
    owners = list_owners(domains)
    for domain in domains:
        owner = owners.get(domain)
        if not is_domain(domain):
            return _("“%(domain)s” is no domain. Write one a line, as in example.org.",
                     domain=domain)
        if is_for_everybody(domain):
            return _("Everybody can get an address of %(domain)s: it does not show where somebody "
                     "works.", domain=domain)
        if is_an_ending(domain):
            return _("Addresses of many organisations end in %(domain)s: write what stands before "
                     "it, too.", domain=domain)
        if owner and owner.id != organisation.id:
            return _("%(domain)s belongs to %(name)s already.", domain=domain, name=owner.name)
    return "" if len(domains) <= MOST_DOMAINS else _(
        "At most %(most)d domains, please.", most=MOST_DOMAINS)
