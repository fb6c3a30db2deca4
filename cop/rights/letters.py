"""Letters about requests and copies, in the language of whom they go to. They hold nothing of what
somebody asked: mail is read by others, too."""
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from flask_babel import force_locale
from flask_babel import gettext as _

from cop.base.days import format_date
from cop.base.mail import write_letter
from cop.base.site import read_site
from cop.people.models import Person
from cop.rights.models import DataExport, DataRequest
from cop.rights.queries.desk import list_data_officers
from cop.web.links import language_of, public_url

KIND = "personal_data"


def tell_person(request: DataRequest, what: str) -> None:
    """That it arrived, was agreed to, answered, refused, or takes longer."""
    with force_locale(language_of(request.person.interface_language)):
        _write(request.person, _("Your request %(number)s about your data", number=request.number),
               [TO_PERSON[what](request), *_answer(request, what),
                public_url(f"/me/data/requests/{request.id}")])


def tell_officers(requests: Sequence[DataRequest], what: str) -> None:
    """What came in, or what is due soon: numbers and days, no names."""
    for officer in list_data_officers():
        with force_locale(language_of(officer.interface_language)):
            heading = _("A request about personal data") if what == "asked" else _(
                "Requests about personal data are due")
            lines = [_("%(number)s is due by %(day)s.", number=each.number,
                       day=format_date(each.due_on, "long")) for each in requests]
            _write(officer, heading, ["\n".join(lines), public_url("/admin/data-requests")])


def tell_ready(person: Person, export: DataExport) -> None:
    with force_locale(language_of(person.interface_language)):
        _write(person, _("Your copy of your data is ready"), [
            _("You can fetch it until %(day)s; then it is deleted. Only you can, signed in.",
              day=format_date(export.expires_at, "long")), public_url("/me/data")])


def tell_inactive(person: Person, day: object) -> None:
    with force_locale(language_of(person.interface_language)):
        _write(person, _("Do you still want your account?"), [
            _("You have not been here for long. On %(day)s your account will be deleted; what you "
              "wrote for others stays, without your name. Sign in once, and everything stays as it "
              "is.", day=format_date(day, "long")), public_url("/login")])


def _asked(request: DataRequest) -> str:
    return _("We have your request. An answer is due by %(day)s.",
             day=format_date(request.due_on, "long"))


def _agreed(request: DataRequest) -> str:
    return _("On %(day)s your account and all that names you will be deleted, as you asked. Until "
             "then you can take it back on the page below. This is the last letter about it: then "
             "we do not know your address any more.", day=format_date(request.run_at, "long"))


def _answered(_request: DataRequest) -> str:
    return _("Your request was dealt with. The answer:")


def _refused(_request: DataRequest) -> str:
    return _("Your request was not met. The reason is below. You may complain to the data "
             "protection authority of your country, or go to court.")


def _extended(request: DataRequest) -> str:
    return _("The answer to your request takes longer: until %(day)s. The reason:",
             day=format_date(request.due_on, "long"))


TO_PERSON: Mapping[str, Callable[[DataRequest], str]] = MappingProxyType({
    "asked": _asked, "agreed": _agreed, "answered": _answered, "refused": _refused,
    "extended": _extended})


def _answer(request: DataRequest, what: str) -> Iterable[str]:
    return [request.answer] if what in ("answered", "refused", "extended") else []


def _write(person: Person, subject: str, parts: Sequence[str]) -> None:
    hello = _("Hello %(name)s,", name=person.name)
    closing = _("With kind regards") + f"\n{read_site().name}"
    write_letter(person.email, subject=subject, body="\n\n".join([hello, *parts, closing]) + "\n",
                 kind=KIND, person_id=person.id)
