"""Letters that ask somebody whether a case may quote them, in the language of their pages."""
from flask_babel import force_locale
from flask_babel import gettext as _

from cop.base.mail import write_letter
from cop.base.site import read_site
from cop.cases.models.quotations import Quotation
from cop.web.letters import page_of
from cop.web.links import language_of, public_url


def ask_for_words(quotation: Quotation) -> None:
    """It holds none of the words: mail goes where private spaces do not reach."""
    person = quotation.person
    with force_locale(language_of(person.interface_language)):
        parts = [
            _("Hello %(name)s,", name=person.name),
            _("%(name)s makes a good-practice case from a discussion you wrote in, and would like "
              "to quote you: with your name, by your role only, or without a name. Nothing is "
              "quoted without your yes, and you can take it back later.",
              name=quotation.asked_by.name),
            _("Your words and the four answers: %(address)s",
              address=public_url(f"/quotations/{quotation.id}")),
            _("With kind regards") + f"\n{read_site().name}",
        ]
        subject, body = _("May a case quote you?"), "\n\n".join(parts) + "\n"
        write_letter(person.email, subject=subject, body=body, html=page_of(subject, body),
                     kind="quotation", person_id=person.id,
                     key=f"quotation:{quotation.id}")
