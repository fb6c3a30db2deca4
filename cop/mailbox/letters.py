"""The letter that tells somebody why their mail was not taken, or not all of it."""
from collections.abc import Sequence

from flask_babel import gettext as _

from cop.base.mail import write_letter
from cop.base.site import read_site
from cop.base.text import excerpt
from cop.mailbox.queries import count_letters_today
from cop.mailbox.reading import Mail, bare_subject
from cop.people.models import Person
from cop.web.letters import page_of

KIND = "mail_not_taken"
#: More in a day are not written: something goes wrong that one more will not mend.
MOST_A_DAY = 5
LONGEST_BACK = 10_000


def tell_why(person: Person, mail: Mail, reason: str, page: str = "") -> None:
    """What they wrote goes back with it, so that nothing is lost; on `page` it can be written."""
    words = [_("This is what you wrote:"), mail.text[:LONGEST_BACK]] if mail.text.strip() else []
    subject = excerpt(bare_subject(mail.subject), 100) or _("Your e-mail")
    _write(person, mail, [
        _("your e-mail “%(subject)s” was not taken:", subject=subject),
        reason, *filter(None, [page]), *words])


def tell_left_out(person: Person, mail: Mail, reasons: Sequence[str], address: str) -> None:
    _write(person, mail, [
        _("what you wrote by e-mail is here: %(address)s", address=address),
        _("These files were left out:"), "\n".join(f"– {reason}" for reason in reasons)])


def _write(person: Person, mail: Mail, paragraphs: Sequence[str]) -> None:
    if count_letters_today(person, KIND) >= MOST_A_DAY:
        return
    body = "\n\n".join([_("Hello %(name)s,", name=person.name), *paragraphs,
                        _("With kind regards") + f"\n{read_site().name}"])
    headers = {"In-Reply-To": mail.message_id, "References": mail.message_id}
    subject = excerpt(bare_subject(mail.subject), 150) or _("Your e-mail")
    write_letter(person.email, subject=f"Re: {subject}", body=f"{body}\n", kind=KIND,
                 html=page_of(subject, body), person_id=person.id,
                 headers=headers if is_name(mail.message_id) else {})


def is_name(message_id: str) -> bool:
    """Does it look as Message-IDs must, so that it can be put into a header?"""
    bare = message_id[1:-1]
    return (message_id == f"<{bare}>" and bare.isascii() and bare.isprintable()
            and bare.count("@") == 1 and not set(bare) & set(" <>") and len(bare) < 300)
