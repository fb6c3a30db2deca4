"""Who lets people in, and who may ask."""
from flask_babel import gettext as _

from cop.base.contacts import is_in_domains
from cop.base.site_decisions import Site
from cop.base.verdict import ALLOW, Verdict, deny
from cop.people.models import Person, Visitor
from cop.people.policy import has_role
from cop.spaces import policy as spaces
from cop.spaces.models import Invitation, Space


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


def may_invite_to(person: Person | Visitor, space: Space | None) -> Verdict:
    """Into a space: who owns or moderates it. Into the community: who lets people in."""
    return spaces.may_invite(person, space) if space else may_let_in(person)


def may_open_account(invitation: Invitation, site: Site, email: str = "") -> Verdict:
    """May who was invited and has no account get one by it? Whom the community is left to decides
    that with the invitation; others invite as far as registration is open."""
    if may_let_in(invitation.invited_by):
        return ALLOW
    if site.registration == "closed":
        return deny(_("Registration is closed here."))
    if site.registration == "approval":
        return deny(_("Accounts are given by people here: ask for one, then open this link "
                      "again."))
    if not is_in_domains(invitation.email or email, site.mail_domains):
        return deny(_("Accounts are for addresses of %(domains)s.",
                      domains=", ".join(site.mail_domains)))
    return ALLOW
