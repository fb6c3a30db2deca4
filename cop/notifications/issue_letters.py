"""The letter that brings an issue of a digest: the issue itself, as text and as HTML."""
from email import message_from_bytes, policy

from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import escape

from cop.base.mail import sender_address, write_letter
from cop.base.site import read_site
from cop.digests.export import Sender, paper_for
from cop.digests.models import Digest
from cop.digests.queries.contents import gather
from cop.documents.render import render
from cop.people.models import Person
from cop.web.links import default_language, public_url


def write_of_issue(reader: Person, digest: Digest, *, stop: str, is_trial: bool = False) -> None:
    """In the language of the issue; what its readers may not see any more is not in it. Whether
    the reader may have it was asked before. A trial is not counted among the letters of it."""
    sender = Sender(read_site(), public_url("/").rstrip("/"), sender_address())
    paper = paper_for("eml", digest, gather(digest), sender)
    issue = message_from_bytes(render(paper, "eml"), policy=policy.default)
    text, page = (issue.get_body((kind,)).get_content() for kind in ("plain", "html"))
    with force_locale(reader.interface_language or default_language()):
        words = _("No more such e-mails")
        below = _("No more such e-mails: %(address)s", address=stop)
    link = f'<p><a href="{escape(stop)}">{escape(words)}</a></p></body>'
    named = {} if is_trial else {"key": f"issue:{digest.id}", "about": f"digest:{digest.id}"}
    write_letter(reader.email, subject=issue["Subject"], body=f"{text}\n-- \n{below}\n",
                 html=page.replace("</body>", link), kind="issue_sent", person_id=reader.id,
                 unsubscribe=stop, **named)
