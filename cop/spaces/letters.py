"""The letter that invites somebody into a space. When it goes out is said in `service.py`."""
from flask_babel import gettext as _

from cop.people.models import Person
from cop.spaces.models import Space
from cop.web.letters import Written, page_of


def invitation(host: Person, space: Space, address: str, *, days: int,
               site: str) -> tuple[str, Written]:
    """Subject and letter. `address` is the link that lets the receiver in."""
    subject = _("%(host)s invites you to “%(space)s”", host=host.name, space=space.name)
    paragraphs = [
        _("Hello,"),
        _("%(host)s invites you to the space “%(space)s” of the community %(site)s.",
          host=host.name, space=space.name, site=site),
        space.description,
        _("With this link you come in. It is good for %(days)d days and for one person:",
          days=days),
        address,
        _("You need an account; if you have none yet, join first and then open the link again. "
          "You do not want to? Then throw this letter away."),
        _("With kind regards") + f"\n{site}",
    ]
    body = "\n\n".join(words for words in paragraphs if words) + "\n"
    return subject, Written(body, page_of(subject, body))
