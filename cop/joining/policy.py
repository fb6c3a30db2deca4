"""Who lets people in, and who may ask."""
from flask_babel import gettext as _

from cop.base.site_decisions import Site
from cop.base.verdict import ALLOW, Verdict, deny
from cop.people.models import Person, Visitor
from cop.people.policy import has_role


def may_let_in(person: Person | Visitor) -> Verdict:
    """Administrators, and who moderates everywhere."""
    everywhere = any(grant.role == "moderator" and grant.scope_kind == "everywhere"
                     for grant in person.grants)
    if everywhere or has_role(person, "administrator"):
        return ALLOW
    return deny(_("Administrators and moderators of everything let people in."))


def may_ask(site: Site) -> Verdict:
    if site.registration == "approval":
        return ALLOW
    return deny(_("Nobody has to ask here, or nobody can: see how to join."))
