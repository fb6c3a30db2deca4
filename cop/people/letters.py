"""Letters about one's own account: what was done, and what to do when it was somebody else.

Those with links that Flask-Security makes stand in `templates/security/email/`, like the frame of
these. What calls for one is said in `listeners.py`.
"""
from collections.abc import Callable, Sequence

from flask_babel import force_locale

from cop.base.jobs import enqueue
from cop.base.mail import write_letter
from cop.people.models import Person
from cop.web.letters import page_of, render_text
from cop.web.links import language_of


def tell(person: Person, say: Callable[[], tuple[str, Sequence[str]]], *, kind: str,
         key: str = "", to: str = "") -> None:
    """Write to somebody in their language. `say` answers with the subject and the paragraphs;
    `to` is another address than the one in use, `key` what is told only once."""
    with force_locale(language_of(person.interface_language)):
        subject, paragraphs = say()
        body = render_text("security/email/notice.txt", user=person, paragraphs=paragraphs)
        write_letter(to or person.email, subject=subject, body=body, kind=f"account/{kind}",
                     html=page_of(subject, body), person_id=person.id, key=key)


def ask_letter(letter: str, email: str, language: str) -> None:
    """Somebody asked for one, knowing an address that may be nobody's: found out by a job."""
    enqueue("people.asked_letter", letter=letter, email=email, language=language)
