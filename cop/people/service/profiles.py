"""Accounts and profiles: made, described, welcomed, put to rest."""
import uuid

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_security import hash_password

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.mail import forgive
from cop.base.site import read_site
from cop.base.text import clean
from cop.base.verdict import require
from cop.people import passwords
from cop.people.events import AddressChanged, PersonJoined, ProfileChanged
from cop.people.models import Organisation, Person
from cop.people.policy import may_administer, may_be_closed, may_edit_profile
from cop.people.profile import Profile, problems
from cop.people.queries import count_administrators, find_by_email, find_organisation
from cop.people.service import sign_ins


def create_person(actor: Person | None, *, name: str, email: str, password: str = "",
                  confirmed: bool = True, interface_language: str = "") -> Person:
    """An account made by an administrator or the command line (`actor` None).

    Without a password its owner sets one by «I forgot my password»; `confirmed=False` waits for
    that before the person belongs to the community. Nobody is written to.
    """
    if actor is not None:
        require(may_administer(actor))
    name, email = " ".join(clean(name).split()), read_address(email)
    _take(problems(Profile(name=name, interface_language=interface_language)))
    if password and (problem := passwords.problem_with(password, [name, email])):
        raise Invalid({"password": problem})
    if find_by_email(email):
        raise Invalid({"email": _("There is an account with the address %(email)s already.",
                                  email=email)})
    person = add(Person(
        name=name, email=email, fs_uniquifier=uuid.uuid4().hex,
        password=hash_password(password) if password else None,
        confirmed_at=now() if confirmed else None, interface_language=interface_language,
    ))
    record(actor.id if actor else None, "person.created", person)
    if confirmed:
        welcome(person)
    return person


def welcome(person: Person) -> None:
    """Their address is confirmed: they belong to the community now."""
    publish(PersonJoined(person_id=person.id))


def prove_address(person: Person) -> None:
    """They answered a letter to their address: that confirms an account that waited for it."""
    if not person.terms_version:
        person.terms_version, person.terms_accepted_at = read_site().terms_version, now()
    if person.confirmed_at is None:
        person.confirmed_at = now()
        welcome(person)


def accept_terms(person: Person) -> None:
    """They read the version of today and accept it."""
    person.terms_version, person.terms_accepted_at = read_site().terms_version, now()
    publish(ProfileChanged(person_id=person.id))


def note_new_address(person: Person) -> None:
    """They changed their address by letter: the deed is noted, the addresses are not."""
    person.letters_stopped_at = None
    record(person.id, "person.address_changed", person)
    publish(AddressChanged(person_id=person.id))


def note_letters_stopped(email: str) -> None:
    """Letters to their address come back: they are told on every page."""
    if (person := find_by_email(email)) and not person.letters_stopped_at:
        person.letters_stopped_at = now()


def send_letters_again(person: Person) -> None:
    """They say that their address is good."""
    forgive(person.email)
    person.letters_stopped_at = None


def update_profile(actor: Person, person: Person, profile: Profile) -> None:
    """Put the whole profile in the place of the one before. Raises Invalid naming the fields."""
    require(may_edit_profile(actor, person))
    describe(person, profile)
    publish(ProfileChanged(person_id=person.id))


def describe(person: Person, profile: Profile) -> None:
    """Write a profile into a person, checked and tidied; nobody is told."""
    _take(problems(profile))
    person.name, person.about = clean(profile.name).strip(), clean(profile.about).strip()
    person.organisation = find_or_make_organisation(profile.organisation)
    person.regions = list(dict.fromkeys(profile.regions))
    person.themes = list(dict.fromkeys(profile.themes))
    person.languages = list(dict.fromkeys(profile.languages))
    person.city, person.country = clean(profile.city).strip(), profile.country
    person.audience, person.affiliation = profile.audience, profile.affiliation
    person.profile_is_public = profile.is_public
    person.named_in_digests = profile.named_in_digests
    person.interface_language = profile.interface_language
    person.discussion_view = profile.discussion_view
    person.time_zone = profile.time_zone
    person.letters_without_content = profile.letters_without_content
    db.session.flush()


def choose_interface_language(person: Person, language: str) -> None:
    """Show them all pages in this language from now on."""
    person.interface_language = language


def choose_look(person: Person, written: str) -> None:
    """Show them all pages like this from now on, wherever they sign in (`web/look.py`)."""
    person.look = written


def put_hints_away(person: Person, names: str) -> None:
    """Do not show them these hints again (`web/hints.py`)."""
    person.hints_away = names


def deactivate_person(actor: Person | None, person: Person) -> None:
    """Close an account: no sign-in, no profile. What they wrote stays under their name."""
    if actor is not None:
        require(may_administer(actor))
    require(may_be_closed(person, administrators=count_administrators()))
    person.active = False
    end_sessions(person)
    record(actor.id if actor else None, "person.deactivated", person)
    publish(ProfileChanged(person_id=person.id))


def end_sessions(person: Person) -> None:
    """Whoever is signed in as this person is not any more, on every device."""
    person.fs_uniquifier = uuid.uuid4().hex  # links in letters open nothing any more
    sign_ins.end_all(person)


def reactivate_person(actor: Person | None, person: Person) -> None:
    """Open a closed account again."""
    if actor is not None:
        require(may_administer(actor))
    person.active = True
    record(actor.id if actor else None, "person.reactivated", person)
    publish(ProfileChanged(person_id=person.id))


def find_or_make_organisation(name: str) -> Organisation | None:
    """The organisation of that name however it is spelt; a new one when there is none."""
    name = " ".join(clean(name).split())
    if not name:
        return None
    return find_organisation(name) or add(
        Organisation(name=name, folded_name=Organisation.key(name)))


def read_address(email: str) -> str:
    """An e-mail address in its usual form, or Invalid."""
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized
    except EmailNotValidError as no:
        raise Invalid({"email": _("“%(email)s” is not an e-mail address.",
                                  email=email.strip()[:100])}) from no


def address_problem(email: str) -> dict[str, str]:
    """What is wrong with an address that may be left out."""
    try:
        if email:
            read_address(email)
    except Invalid as no:
        return no.fields
    return {}


def _take(wrong: dict[str, str]) -> None:
    if wrong:
        raise Invalid(wrong)
