"""Letters to those who ask for an account or get one, in the language they asked in; to those who
have one, in that of their account."""
from collections.abc import Sequence

from flask_babel import force_locale
from flask_babel import gettext as _

from cop.base.mail import write_letter
from cop.base.site import read_site
from cop.joining.models import JoinRequest
from cop.people.models import Person
from cop.spaces.models import Space
from cop.web.letters import page_of
from cop.web.links import language_of, public_url

KIND = "joining"


def tell_arrived(email: str, language: str) -> None:
    with force_locale(language_of(language)):
        _write(email, _("You have asked for an account"), [
            _("Somebody looks at it in the next days. You get a letter either way."),
            _("If you did not ask, somebody gave your address by mistake: you need not do "
              "anything.")])


def tell_has_account(email: str, language: str) -> None:
    with force_locale(language_of(language)):
        _write(email, _("You have an account here already"), [
            _("Somebody asked for an account with your address. You have one: sign in, or choose "
              "“I forgot my password” there."), public_url("/login")])


def tell_let_in(person: Person, address: str) -> None:
    with force_locale(language_of(person.interface_language)):
        _write(person.email, _("You are let in"), [
            _("Your account is ready. Choose a password here:"), address, _later()], person)


def tell_of_invitation(host: Person, email: str, spaces: Sequence[Space], address: str, *,
                       days: int, name: str = "", language: str = "", about: str = "") -> None:
    """In their language, where the list said it, else in that of who invites."""
    site = read_site().name
    with force_locale(language_of(language or host.interface_language)):
        names = ", ".join(_("“%(words)s”", words=space.name) for space in spaces)
        subject = (_("%(host)s invites you to %(spaces)s", host=host.name, spaces=names) if spaces
                   else _("%(host)s invites you to %(site)s", host=host.name, site=site))
        hello = _("Hello %(name)s,", name=name) if name else _("Hello,")
        _write(email, subject, [
            _("%(host)s invites you to the community %(site)s.", host=host.name, site=site),
            *(f"{space.name}: {space.description}" if space.description else space.name
              for space in spaces),
            _("With this link you come in. It is good for %(days)d days and for one person:",
              days=days), address,
            _("If you have no account yet, you choose a password there. You do not want to? Then "
              "throw this letter away.")],
            hello=hello, kind="invitation", about=about)


def tell_refused(request: JoinRequest) -> None:
    with force_locale(language_of(request.language)):
        _write(request.email, _("About the account you asked for"), [
            _("You are not let in at this moment. The reason:"), request.reason])


def _later() -> str:
    return _("When this link is too old, write your address at %(address)s and get another one.",
             address=public_url("/reset"))


def _write(email: str, subject: str, parts: Sequence[str], person: Person | None = None, *,
           hello: str = "", kind: str = KIND, about: str = "") -> None:
    body = "\n\n".join([hello or _("Hello,"), *parts, _("With kind regards")
                        + f"\n{read_site().name}"]) + "\n"
    write_letter(email, subject=subject, body=body, html=page_of(subject, body), kind=kind,
                 person_id=person.id if person else None, about=about)
