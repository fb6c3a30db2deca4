"""The letter of a personal digest, in the language of who gets it. What stands in it, and when it
comes, is decided elsewhere."""
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from cop.base.site import read_site
from cop.base.text import slug
from cop.notifications.addresses import address_of_line
from cop.notifications.best import Candidate, Key
from cop.notifications.queries.digest import Contents
from cop.web.letters import Written, render_letter
from cop.web.links import language_of, public_url


@dataclass(frozen=True)
class Item:
    """A line of the letter: a title in its language, where it leads, what is said of it, and its
    first sentences."""

    title: str
    language: str
    address: str
    facts: str
    lead: str


@dataclass(frozen=True)
class Part:
    title: str
    items: list[Item]


class DigestWriter:
    """Writes many digests; what several people get is worded once for each language."""

    def __init__(self) -> None:
        self._items: dict[tuple[str, str, int], Item] = {}
        self._site = read_site()

    def write(self, contents: Contents, *, is_last: bool = False) -> tuple[str, Written]:
        """Subject and letter. `is_last`: none follows until they are back."""
        language = language_of(contents.person.interface_language)
        with force_locale(language):
            hides = contents.person.letters_without_content
            letter = render_letter(
                "digest", person=contents.person, hides=hides,
                parts=[] if hides else self.parts(contents, language),
                is_last=is_last, unsubscribe=self.stop_address(contents),
                settings=public_url("/me/notices"))
            return self._subject(contents), letter

    def parts(self, contents: Contents, language: str) -> list[Part]:
        """What stands in it, in the language in force."""
        parts = [
            Part(_("For you"), [
                Item(line.title, line.language, public_url(address_of_line(line)), line.sentence,
                     contents.leads.get(("post", line.target_id), "") if line.topic_id else "")
                for line in contents.lines]),
            Part(_("New in discussions"), [self._item(each, language, contents.leads)
                                           for each in contents.topics]),
            Part(_("New practices"), [self._item(each, language, contents.leads)
                                      for each in contents.cases])]
        return [part for part in parts if part.items]

    def stop_address(self, contents: Contents) -> str:
        return public_url(f"/notices/stop/{contents.rhythm.stop_key}/digest")

    def _item(self, candidate: Candidate, language: str, leads: Mapping[Key, str]) -> Item:
        key = (language, *candidate.key)
        if key not in self._items:
            place = "topics" if candidate.kind == "topic" else "cases"
            address = public_url(f"/{place}/{candidate.id}-{slug(candidate.title)}")
            self._items[key] = Item(candidate.title, candidate.language, address,
                                    facts_of(candidate), leads.get(candidate.key, ""))
        return self._items[key]

    def _subject(self, contents: Contents) -> str:
        count = len(contents.lines) + len(contents.topics) + len(contents.cases)
        return ngettext("%(site)s: %(num)d thing that is new for you",
                        "%(site)s: %(num)d things that are new for you", count,
                        site=self._site.name)


def facts_of(candidate: Candidate) -> str:
    """Where it stands and how far it is, in the language in force."""
    if candidate.kind == "case":
        return _("Practice")
    facts = [candidate.space, _("Question") if candidate.is_question else ""]
    if candidate.is_question and not candidate.answers:
        facts.append(_("nobody has answered yet"))
    elif candidate.answers:
        facts.append(ngettext("%(num)d answer", "%(num)d answers", candidate.answers))
    if candidate.is_solved:
        facts.append(_("solved"))
    return " · ".join(fact for fact in facts if fact)
