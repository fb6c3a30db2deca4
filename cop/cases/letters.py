"""Letters that ask somebody for an answer, in the language of their pages: how a case they use
went, whether a case may quote them."""
from flask_babel import force_locale
from flask_babel import gettext as _

from cop.base.mail import write_letter
from cop.base.site import read_site
from cop.cases.models.adoptions import Adoption
from cop.cases.models.quotations import Quotation
from cop.web.links import default_language, public_url


def ask_how_it_went(adoption: Adoption, months: int) -> None:
    person, case = adoption.person, adoption.case
    with force_locale(person.interface_language or default_language()):
        parts = [
            _("Hello %(name)s,", name=person.name),
            _("%(months)d months ago you began to use “%(case)s”. How did it go? Did you keep it, "
              "change it or stop? Two lines are enough, also when it did not work.",
              months=months, case=case.title),
            public_url(f"/adoptions/{adoption.id}/result"),
            _("Others who think of doing the same read it on the page of the case. Once you say "
              "that you stopped, nobody asks again."),
            _("With kind regards") + f"\n{read_site().name}",
        ]
        write_letter(person.email, subject=_("How did it go? %(case)s", case=case.title),
                     body="\n\n".join(parts) + "\n", kind="adoption_result", person_id=person.id)


def ask_for_words(quotation: Quotation) -> None:
    """It holds none of the words: mail goes where private spaces do not reach."""
    person = quotation.person
    with force_locale(person.interface_language or default_language()):
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
        write_letter(person.email, subject=_("May a case quote you?"),
                     body="\n\n".join(parts) + "\n", kind="quotation", person_id=person.id,
                     key=f"quotation:{quotation.id}")
