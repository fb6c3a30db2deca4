"""Letters as they would be, with real content, for administrators to look at. Nothing is sent.

Each is written by the same function that writes it for people.
"""
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from cop.base.clock import now
from cop.base.errors import NotFound
from cop.base.mail import caught_letters, write_letter
from cop.base.mail_tables import Letter
from cop.joining.inviting import INVITED_FOR
from cop.joining.letters import tell_of_invitation
from cop.mailbox.letters import tell_why
from cop.mailbox.reading import Mail
from cop.notifications.digest_letters import DigestWriter
from cop.notifications.kinds import KINDS
from cop.notifications.models import Notice
from cop.notifications.post_letters import write_of_post
from cop.notifications.queries.digest import list_contents
from cop.notifications.queries.inbox import list_lines_where
from cop.notifications.single_letters import write_of_line
from cop.pages.queries.admin import find_newest_post, find_newest_space
from cop.people.models import Person
from cop.people.sentences import SENTENCES
from cop.web.letters import page_of, render_text
from cop.web.links import public_url


@dataclass(frozen=True)
class Preview:
    """What a letter is, and what writes it to somebody."""

    label: LazyString
    write: Callable[[Person], None]


def preview(reader: Person, name: str) -> Letter | None:
    """The letter to this reader; none where there is nothing yet to fill it with."""
    if name not in PREVIEWS:
        raise NotFound
    with caught_letters() as letters:
        PREVIEWS[name].write(reader)
    return letters[0] if letters else None


def _post(reader: Person) -> None:
    if post := find_newest_post(reader):
        write_of_post(reader, post, kind="new_post", unsubscribe=public_url("/me/settings"),
                      sentence=lambda: KINDS["new_post"].sentence(post.author.name))


def _notice(reader: Person) -> None:
    lines = list_lines_where(reader, Notice.target_kind != "post", most=1)
    for line in lines:
        write_of_line(reader, line, stop=public_url("/me/settings"))


def _digest(reader: Person) -> None:
    for contents in list_contents([reader.id], now()):
        if contents:
            subject, letter = DigestWriter().write(contents)
            write_letter(reader.email, subject=subject, body=letter.body, html=letter.html,
                         kind="digest", unsubscribe=DigestWriter().stop_address(contents))


def _invitation(reader: Person) -> None:
    if space := find_newest_space(reader):
        tell_of_invitation(reader, reader.email, [space], public_url("/spaces"),
                           days=INVITED_FOR.days)


def _not_taken(reader: Person) -> None:
    mail = Mail(message_id="", subject=_("Your e-mail"), senders=(), return_path=None,
                is_automatic=False, text="…", digest="")
    tell_why(reader, mail, _("This topic is locked."))


def _of_account(template: str, subject: str) -> Callable[[Person], None]:
    def write(reader: Person) -> None:
        body = render_text(f"security/email/{template}.txt", user=reader,
                           confirmation_link="/confirm/…", reset_link="/reset/…",
                           link="/change/…")
        title = str(SENTENCES[f"SECURITY_{subject}"])
        write_letter(reader.email, subject=title, body=body, html=page_of(title, body),
                     kind=template)

    return write


PREVIEWS: Mapping[str, Preview] = MappingProxyType({
    "post": Preview(_l("Notice about a post"), _post),
    "notice": Preview(_l("Notice about a case or a space"), _notice),
    "digest": Preview(_l("Personal digest"), _digest),
    "invitation": Preview(_l("Invitation into a space"), _invitation),
    "not-taken": Preview(_l("Why a mail was not taken"), _not_taken),
    "welcome": Preview(_l("Welcome to a new member"),
                       _of_account("welcome", "EMAIL_SUBJECT_REGISTER")),
    "reset": Preview(_l("A new password is asked for"),
                     _of_account("reset_instructions", "EMAIL_SUBJECT_PASSWORD_RESET")),
    "reset-notice": Preview(_l("A password was set anew"),
                            _of_account("reset_notice", "EMAIL_SUBJECT_PASSWORD_NOTICE")),
    "new-address": Preview(_l("A new e-mail address is to be confirmed"),
                           _of_account("change_email_instructions", "CHANGE_EMAIL_SUBJECT")),
})
