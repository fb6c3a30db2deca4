"""The letter about one notice that is not about a post: a case, a space. Those about posts, which
can be answered, stand in `post_letters.py`."""
from flask_babel import force_locale
from flask_babel import gettext as _

from cop.base.mail import write_letter
from cop.notifications.addresses import address_of_line
from cop.notifications.queries.inbox import Line
from cop.people.models import Person
from cop.web.letters import render_letter
from cop.web.links import language_of, public_url


def write_of_line(reader: Person, line: Line, *, stop: str, hides: bool = False) -> None:
    """In their language; `stop` ends letters of its subject. It says nothing of what it is about
    where its reader wants that, or it is to hide it."""
    notice, hides = line.notice, hides or reader.letters_without_content
    with force_locale(language_of(reader.interface_language)):
        letter = render_letter("notice", person=reader, line=line, hides=hides, unsubscribe=stop,
                               address=public_url(address_of_line(line)))
        subject = _("Something new for you") if hides else f"{line.sentence}: {line.title}"
        write_letter(reader.email, subject=subject, body=letter.body, html=letter.html,
                     kind=notice.kind, person_id=reader.id, unsubscribe=stop,
                     key=notice.key, thread=[f"{notice.target_kind}:{notice.target_id}"],
                     is_limited=True)
