"""A statement of reasons in words, for its page and its letter: what was decided and about what, on
which facts and which rule, whether by a machine, and how to object (Regulation (EU) 2022/2065,
article 17). It says nothing of who reported."""
from flask_babel import gettext as _

from cop.base.days import format_date, format_datetime
from cop.base.text import excerpt
from cop.moderation.models.decisions import ModerationDecision
from cop.moderation.reasons import GROUNDS, KINDS
from cop.moderation.service.deciding import AGAINST
from cop.people.models import Sanction

#: How much of a title a statement names.
TITLE = 120


def title_of(decision: ModerationDecision) -> str:
    """What it is about, as who wrote it knows it."""
    item = decision.item
    kind = "post" if item.kind == "first_post" else item.kind
    if item.post:
        return f"{KINDS[kind]}: {excerpt(item.post.topic.title, TITLE)}"
    if item.case:
        return f"{KINDS[kind]}: {excerpt(item.case.title, TITLE)}"
    return str(KINDS["person"] if kind == "person" else KINDS[kind])


def effect_of(decision: ModerationDecision) -> str:
    """What it means for who it is about."""
    item, outcome = decision.item, decision.outcome
    if outcome == "hidden":
        return _("Several members reported your post. It is hidden until a moderator has looked at "
                 "it; then you will hear from us again.")
    if outcome == "remove" and item.kind == "first_post":
        return _("Your post will not be shown. Nobody but you and the moderators has read it.")
    if outcome == "remove":
        return {"case": _("Your practice is out of sight."),
                "file": _("Your file was removed."),
                "message": _("Your private message was removed.")}.get(
            item.kind, _("Your post is out of sight. Its place in the topic stays."))
    if outcome == "redact":
        return _("Words were taken out of your post, in every version of it. They cannot be "
                 "brought back; you can still change the post.")
    if outcome == "warn":
        return _("What was reported about you is right. Please keep to the terms of use.")
    return _("A moderator has looked at it and lets it stand.")


def paragraphs(decision: ModerationDecision) -> list[tuple[str, str]]:
    """(heading, text), in the language in force."""
    said = [(_("Decision"), _decided(decision)), (_("What it is about"), title_of(decision)),
            (_("On"), format_datetime(decision.created_at, "long"))]
    if decision.facts:
        said.append((_("What happened"), decision.facts))
    if decision.ground:
        law = f": {decision.law}" if decision.law else ""
        said.append((_("It stands on"), f"{GROUNDS[decision.ground]}{law}"))
    if decision.outcome in AGAINST or decision.is_automated:
        said += [(_("Made by"), _made_by(decision)), (_("How to object"), how_to_object(decision))]
    return said


def _decided(decision: ModerationDecision) -> str:
    sanction = decision.sanction
    parts = [effect_of(decision), sanction_of(sanction) if sanction else ""]
    return " ".join(part for part in parts if part)


def sanction_of(sanction: Sanction) -> str:
    """What it means for who it was given to."""
    if sanction.kind == "warn":
        return _("This is a warning.")
    until = format_datetime(sanction.ends_at, "long") if sanction.ends_at else ""
    return {
        "hold": _("Until %(moment)s, what you write is shown once a moderator has seen it.",
                  moment=until),
        "silence": _("Until %(moment)s you can read and not write.", moment=until),
        "suspend": _("Until %(moment)s you cannot sign in.", moment=until)}[sanction.kind]


def how_to_object(decision: ModerationDecision) -> str:
    if decision.is_automated:
        return _("You need not do anything: a moderator looks at it in any case.")
    return _("On the page of this decision, until %(day)s, once. Another moderator, who had no "
             "part in it, looks at it. You can also turn to a certified body for the settlement of "
             "disputes, or to a court.", day=format_date(decision.appeal_until, "long"))


def _made_by(decision: ModerationDecision) -> str:
    if decision.is_automated:
        return _("By the program, from the number and the weight of the reports. Nobody has looked "
                 "at it yet.")
    return _("By a moderator, not by a machine.")
