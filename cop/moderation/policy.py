"""Who reads the audit log; who reports what; whose care an item of the queue is in."""
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, false, or_, select, true

from cop.base.audit import AuditEntry
from cop.base.verdict import ALLOW, Verdict, deny
from cop.cases.policy.cases import in_care_of, is_curator
from cop.discussions.models.topics import Post, Topic
from cop.moderation.models.decisions import ModerationDecision
from cop.moderation.models.items import Report, ReviewItem
from cop.people.models import Person, Sanction, Visitor
from cop.people.policy import HELD_BY, has_role
from cop.spaces.models import Space
from cop.spaces.policy import moderates, visible_spaces

#: What the data officer answers for: who may see what, and what became of data about people.
ABOUT_DATA = ("person.", "data.", "role.", "letters.", "sign_in.", "log.")
#: Items about a post: who moderates its space looks at them.
ABOUT_POSTS = ("post", "first_post", "file", "appeal")


def may_read_log(person: Person | Visitor) -> Verdict:
    if any(has_role(person, role) for role in ("administrator", "data_officer", "moderator")):
        return ALLOW
    return deny(_("The log is for administrators, the data officer and moderators."))


def visible_entries(person: Person | Visitor) -> ColumnElement[bool]:
    """Administrators see all, the data officer what is about personal data, moderators what was
    done in their spaces."""
    if has_role(person, "administrator"):
        return true()
    seen = [AuditEntry.space_id.in_(spaces_of(person))] if has_role(person, "moderator") else []
    if has_role(person, "data_officer"):
        seen += [AuditEntry.act.startswith(each, autoescape=True) for each in ABOUT_DATA]
    return or_(false(), *seen)


def may_open_queue(person: Person | Visitor) -> Verdict:
    if has_role(person, "moderator") or is_curator(person):
        return ALLOW
    return deny(_("The queue is for moderators, curators and administrators."))


def may_sanction_somebody(person: Person | Visitor) -> bool:
    """Curators open the queue, too, for cases; of persons they decide nothing."""
    return has_role(person, "moderator") or has_role(person, "administrator")


def may_report(person: Person | Visitor, author_id: int | None) -> Verdict:
    """Whatever one sees, visitors too; but not one's own."""
    if person.is_signed_in and person.id == author_id:
        return deny(_("This is your own: you can change or delete it yourself."))
    return ALLOW


def visible_items(person: Person | Visitor) -> ColumnElement[bool]:
    """What is in somebody's care. Nobody looks at what is about themselves."""
    if not may_open_queue(person):
        return false()
    others = or_(ReviewItem.person_id.is_(None), ReviewItem.person_id != person.id)
    unbiased = or_(ReviewItem.not_for_id.is_(None), ReviewItem.not_for_id != person.id)
    return others & unbiased & _in_care_of(person)


def may_decide(person: Person | Visitor, item: ReviewItem) -> Verdict:
    """Of an item in their care: is it still open, and nobody else's at this moment?"""
    if not item.is_open:
        return deny(_("This was decided already."))
    if any(report.is_again and report.reporter_id == person.id for report in item.reports):
        return deny(_("You asked for this second look: somebody else decides."))
    return ALLOW


def is_claimed_by_another(person: Person, item: ReviewItem) -> bool:
    return item.is_claimed and item.claimed_by_id != person.id


def may_sanction(person: Person | Visitor, other: Person, kind: str, space: Space | None, *,
                 administrators: int) -> Verdict:
    """Moderators in their spaces; on the whole site, and to suspend, who moderates everywhere and
    administrators. Nobody themselves, nobody who stands above or beside them."""
    if person.id == other.id:
        return deny(_("Nobody decides about themselves."))
    everywhere = _rank(person) >= 2
    if not (everywhere or (space and kind != "suspend" and moderates(person, space))):
        return deny(_("You can do this only in the spaces you moderate."))
    if kind == "suspend" and space:
        return deny(_("Somebody is suspended from the whole site, or silenced in a space."))
    if kind == "note":
        return ALLOW
    if _rank(other) >= _rank(person) and _rank(person) < 3:
        return deny(_("%(name)s holds a role like yours or a higher one: ask an administrator.",
                      name=other.name))
    if has_role(other, "administrator") and administrators <= 1:
        return deny(_("This is the last administrator. Name another one first."))
    return ALLOW


def may_lift(person: Person | Visitor, sanction: Sanction) -> Verdict:
    if sanction.lifted_at or not sanction.is_running:
        return deny(_("It has ended already."))
    if person.id == sanction.person_id:
        return deny(_("Nobody decides about themselves."))
    in_space = sanction.space_id is not None and has_role(
        person, "moderator", "space", str(sanction.space_id))
    if _rank(person) >= 2 or in_space:
        return ALLOW
    return deny(_("You can do this only in the spaces you moderate."))


def visible_sanctions(person: Person | Visitor) -> ColumnElement[bool]:
    """Of others: all for who moderates everywhere, for others those of their spaces."""
    if _rank(person) >= 2:
        return Sanction.person_id != person.id
    if not has_role(person, "moderator"):
        return false()
    return Sanction.space_id.in_(spaces_of(person)) & (Sanction.person_id != person.id)


def _rank(person: Person | Visitor) -> int:
    """Administrators, then who moderates everywhere, then who holds any role, then all others."""
    if has_role(person, "administrator"):
        return 3
    if has_role(person, "moderator", "everywhere"):
        return 2
    return 1 if person.grants else 0


def may_appeal(decision: ModerationDecision) -> Verdict:
    """Said to who it is about, or has its letter in hand."""
    if decision.is_automated:
        return deny(_("A moderator looks at this in any case. You will hear from them."))
    if decision.outcome == "keep":
        return deny(_("Nothing was decided against you."))
    if decision.appeal:
        return deny(_("You have objected already."))
    if decision.is_appeal_late:
        return deny(_("It is too late to object: that was possible for six months."))
    return ALLOW


def may_ask_again(report: Report, last: Report, decision: ModerationDecision | None) -> Verdict:
    """For a second look at what stands: said to who reported it. `last` is their last report of
    the same thing, `decision` what a moderator said."""
    if last.id != report.id:
        return deny(_("You have reported this again since: look at that report."))
    if not report.outcome or decision is None:
        return deny(_("It waits for a moderator."))
    if report.is_again or decision.outcome != "keep":
        return deny(_("Two moderators have looked at it: it cannot be asked for again.")
                    if report.outcome == "not_upheld" else
                    _("Something was done about what you reported."))
    if decision.is_appeal_late:
        return deny(_("It is too late to ask: that was possible for six months."))
    return ALLOW


def _in_care_of(person: Person) -> ColumnElement[bool]:
    """Administrators look at everything, moderators at their spaces, curators at their cases;
    who moderates everywhere also at people."""
    if has_role(person, "administrator"):
        return true()
    cares = [ReviewItem.case.has(in_care_of(person))] if is_curator(person) else []
    if has_role(person, "moderator", "everywhere"):
        cares.append(ReviewItem.kind.in_(("person", "appeal", "join", "message"))
                     & ReviewItem.post_id.is_(None) & ReviewItem.case_id.is_(None))
    if has_role(person, "moderator"):
        cares.append(ReviewItem.kind.in_(ABOUT_POSTS) & ReviewItem.post_id.in_(
            select(Post.id).join(Topic, Topic.id == Post.topic_id).where(
                Topic.space_id.in_(spaces_of(person)))))
    return or_(false(), *cares)


def spaces_of(person: Person | Visitor) -> ColumnElement[bool]:
    """The spaces somebody moderates and may see: ids."""
    granted = [int(grant.scope_code) for grant in person.grants
               if grant.role in HELD_BY["moderator"] and grant.scope_kind == "space"]
    all_of_them = has_role(person, "moderator", "everywhere") or has_role(
        person, "administrator")
    return select(Space.id).where(
        visible_spaces(person), true() if all_of_them else Space.id.in_(granted))
