"""The letter that brings an issue of a digest: the issue itself, as text and as HTML."""
from dataclasses import dataclass
from email import message_from_bytes, policy

from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from cop.base.mail import sender_address, write_letter
from cop.base.mail_bulk import Draft
from cop.base.site import read_site
from cop.digests.export import Sender, paper_for
from cop.digests.models import Digest
from cop.digests.queries.contents import gather
from cop.documents.render import render
from cop.people.models import Person
from cop.web.links import language_of, public_url

#: As the end of the issue itself (`documents/letter.css`): mail programs want it at each part.
SOFT = "font-size: 14px; color: #55606b;"


@dataclass(frozen=True)
class IssueLetter:
    """What all receivers of an issue get, without what is said below to each."""

    digest_id: int
    subject: str
    text: str
    page: str

    def below(self, reader: Person, stop: str) -> tuple[str, str]:
        """Text and page with why they get it and the way to stop it, in the reader's language."""
        with force_locale(language_of(reader.interface_language)):
            why = _("You get this because you chose e-mail for issues of digests.")
            words = _("No more such e-mails")
            line = _("No more such e-mails: %(address)s", address=stop)
        below = Markup('<p style="{}">{}<br><a style="color: inherit;" href="{}">{}</a></p></body>'
                       ).format(SOFT, why, stop, words)
        return f"{self.text}\n-- \n{why}\n{line}\n", self.page.replace("</body>", below)


def compose(digest: Digest) -> IssueLetter:
    """In the language of the issue; what its readers may not see any more is not in it."""
    sender = Sender(read_site(), public_url("/").rstrip("/"), sender_address())
    paper = paper_for("eml", digest, gather(digest), sender)
    issue = message_from_bytes(render(paper, "eml"), policy=policy.default)
    text, page = (issue.get_body((kind,)).get_content() for kind in ("plain", "html"))
    return IssueLetter(digest.id, str(issue["Subject"]), text, page)


def draft_for(reader: Person, issue: IssueLetter, *, stop: str) -> Draft:
    """Whether the reader may have it was asked before."""
    text, page = issue.below(reader, stop)
    return Draft(reader.email, issue.subject, text, page, reader.id,
                 key=f"issue:{issue.digest_id}", unsubscribe=stop,
                 about=f"digest:{issue.digest_id}")


def write_trial(editor: Person, digest: Digest, *, stop: str) -> None:
    """As its receivers will see it; it is not counted among the letters of the issue."""
    issue = compose(digest)
    text, page = issue.below(editor, stop)
    write_letter(editor.email, subject=issue.subject, body=text, html=page, kind="issue_sent",
                 person_id=editor.id, unsubscribe=stop)
