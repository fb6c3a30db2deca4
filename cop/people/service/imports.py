"""People from a file, and back into one.

Imported accounts wait for their owners: they are not confirmed, have no password and are in no
list until the owner answers the letter of «I forgot my password» and accepts the terms. Nobody
is written to. How a file becomes rows is the matter of `base/tables.py`.
"""
import re
from collections.abc import Iterable, Iterator

from flask_babel import gettext as _

from cop.base.errors import Invalid
from cop.base.tables import NumberedRow, Report, Row, take_rows, text_of, with_columns
from cop.base.verdict import require
from cop.people.models import Person
from cop.people.policy import may_administer
from cop.people.profile import Profile
from cop.people.queries import every_account, find_by_email
from cop.people.scopes import PLACES, write_place
from cop.people.service.profiles import create_person, describe
from cop.people.service.roles import grant_role
from cop.people.territory import read_regions, unknown_region
from cop.vocabulary.lists import LANGUAGES

COLUMNS = ("name", "email", "organisation", "region", "language", "roles")


def import_people(actor: Person | None, rows: Iterable[NumberedRow], *,
                  language: str = "en") -> Iterator[Report]:
    """Take in rows one by one; yields the same report after each, for a progress bar.

    A row whose e-mail address is known changes nothing. `language`: that of the sentences.
    """
    if actor is not None:
        require(may_administer(actor))
    rows = with_columns(rows, ("email", "name"), named=_with_known_names)
    yield from take_rows(rows, lambda row: _take(actor, _with_known_names(row), language))


def export_people() -> Iterator[dict[str, str]]:
    """Every active account, in the columns that `import_people` reads."""
    for person in every_account():
        if person.active:
            yield {
                "name": person.name, "email": person.email,
                "organisation": person.organisation.name if person.organisation else "",
                "region": ", ".join(person.regions), "language": ", ".join(person.languages),
                "roles": ", ".join(sorted(
                    _written(grant.role, grant.scope_kind, grant.scope_code)
                    for grant in person.grants)),
            }


def _with_known_names(row: Row) -> Row:
    """«E-mail» is email, «Name» is name."""
    return {re.sub(r"[\W_]", "", name).lower(): cell for name, cell in row.items()}


def _take(actor: Person | None, row: Row, language: str) -> bool:
    email = text_of(row, "email")
    if not email:
        raise Invalid({"email": _("There is no e-mail address in this row.")})
    if find_by_email(email):
        return False
    name, languages = text_of(row, "name"), _languages(text_of(row, "language"))
    profile = Profile(
        name=name, organisation=text_of(row, "organisation"), languages=languages,
        regions=_regions(text_of(row, "region"), language),
        interface_language=languages[0] if languages else "")
    roles = [read_role(words) for words in re.split(r"[,;|\n]", text_of(row, "roles"))
             if words.strip()]
    person = create_person(actor, name=name, email=email, confirmed=False)
    describe(person, profile)
    for role, kind, place in roles:
        grant_role(actor, person, role, kind, place)
    return True


def _regions(words: str, language: str) -> list[str]:
    codes, unknown = read_regions(words)
    if unknown:
        raise Invalid({"region": " ".join(unknown_region(word, language) for word in unknown)})
    return codes


def _languages(words: str) -> list[str]:
    codes = {}
    for word in re.split(r"[,;|\s]+", words.strip().lower()):
        if word and word not in LANGUAGES:
            raise Invalid({"language": _("We do not know the language “%(code)s”. Write its code, "
                                         "for example it or en.", code=word)})
        if word:
            codes[word] = True
    return list(codes)


def read_role(words: str) -> tuple[str, str, str]:
    """«moderator:youth-and-neet», «regional_manager:ITH3», «curator:everywhere», «data_officer»."""
    role, _colon, place = (part.strip() for part in words.partition(":"))
    role = role.lower().replace(" ", "_")
    if role not in PLACES:
        raise Invalid({"roles": _("There is no role “%(role)s”. Roles are: %(roles)s.", role=role,
                                  roles=", ".join(PLACES))})
    kind = PLACES[role][0]
    if kind == "everywhere" or place == "everywhere":
        return role, "everywhere", ""
    if not place:
        raise Invalid({"roles": _("Say where: %(role)s:place, or %(role)s:everywhere.",
                                  role=role)})
    return role, kind, place


def _written(role: str, kind: str, code: str) -> str:
    if PLACES[role] == ("everywhere",):
        return role
    return f"{role}:{'everywhere' if kind == 'everywhere' else write_place(kind, code)}"
