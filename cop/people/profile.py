"""What somebody says of themselves, and what is wrong with it.

Where it is stored is the matter of `service/profiles.py`; how it is typed, of `forms.py`.
"""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from cop.people.models import Person
from cop.vocabulary.lists import AFFILIATIONS, AUDIENCES, COUNTRIES, LANGUAGES, REGIONS, THEMES
from cop.vocabulary.terms import Vocabulary
from cop.vocabulary.zones import ZONES

SHORTEST_NAME, LONGEST_NAME = 2, 100
LONGEST_ABOUT = 2000
LONGEST_ORGANISATION = 200
LONGEST_CITY = 100
VIEWS = ("tree", "flat")


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A whole profile as somebody wants it to be. Lists hold codes of the vocabulary."""

    name: str
    about: str = ""
    organisation: str = ""
    regions: Sequence[str] = ()
    city: str = ""
    country: str = ""
    languages: Sequence[str] = ()
    themes: Sequence[str] = ()
    audience: str = ""
    affiliation: str = ""
    is_public: bool = False
    named_in_digests: bool = False
    interface_language: str = ""
    discussion_view: str = "tree"
    time_zone: str = ""
    letters_without_content: bool = False

    @classmethod
    def of(cls, person: Person) -> "Profile":
        """The profile as it is now: change one thing with `dataclasses.replace`."""
        return cls(
            name=person.name, about=person.about, city=person.city, country=person.country,
            organisation=person.organisation.name if person.organisation else "",
            regions=list(person.regions), languages=person.languages, themes=list(person.themes),
            audience=person.audience, affiliation=person.affiliation,
            is_public=person.profile_is_public, named_in_digests=person.named_in_digests,
            interface_language=person.interface_language,
            discussion_view=person.discussion_view, time_zone=person.time_zone,
            letters_without_content=person.letters_without_content,
        )


def problems(profile: Profile) -> dict[str, str]:
    """Field → sentence, for everything that cannot be taken."""
    found = {
        "name": _bad_name(profile.name),
        "about": _too_long(profile.about, LONGEST_ABOUT),
        "organisation": _too_long(profile.organisation, LONGEST_ORGANISATION),
        "city": _too_long(profile.city, LONGEST_CITY),
        "regions": _unknown(profile.regions, REGIONS),
        "country": _unknown([profile.country], COUNTRIES),
        "languages": _unknown(profile.languages, LANGUAGES),
        "themes": _unknown(profile.themes, THEMES),
        "audience": _unknown([profile.audience], AUDIENCES),
        "affiliation": _unknown([profile.affiliation], AFFILIATIONS),
        "interface_language": _unknown([profile.interface_language], LANGUAGES),
        "discussion_view": "" if profile.discussion_view in VIEWS else _("Choose tree or flat."),
        "time_zone": "" if profile.time_zone in ("", *ZONES) else _("Choose one of the list."),
    }
    return {field: sentence for field, sentence in found.items() if sentence}


def _bad_name(name: str) -> str:
    if SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        return ""
    return _("A name has %(least)d to %(most)d characters.", least=SHORTEST_NAME,
             most=LONGEST_NAME)


def _too_long(words: str, longest: int) -> str:
    if len(words) <= longest:
        return ""
    return _("This has %(now)d characters; there is room for %(most)d.", now=len(words),
             most=longest)


def _unknown(codes: Iterable[str], vocabulary: Vocabulary) -> str:
    wrong = [code for code in codes if code and code not in vocabulary]
    return _("We do not know “%(code)s”.", code=", ".join(wrong)) if wrong else ""
