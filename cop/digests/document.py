"""A digest as a document, in its own language. How documents look in a format: `documents/`."""
from collections.abc import Iterator, Sequence
from datetime import timedelta

from flask_babel import gettext as _

from cop.base.small_numbers import FEWEST
from cop.digests import words
from cop.digests.contents import Contents, Item
from cop.digests.models import Digest
from cop.documents.model import (
    Block,
    BulletList,
    Column,
    Entry,
    Facts,
    Heading,
    Link,
    Markup,
    Paragraph,
    Table,
    Text,
)

_AN_HOUR = timedelta(hours=1)


def blocks_of(digest: Digest, contents: Contents, base_url: str) -> list[Block]:
    """Everything a digest says, with addresses that work outside: `base_url` has no last slash.

    Call it in the language of the digest.
    """
    return list(_Writer(digest, contents, base_url).blocks())


def dates_of(contents: Contents, base_url: str, host: str) -> list[Entry]:
    """Events, and the days on which sign-up for them ends."""
    entries: list[Entry] = []
    for item in contents.part("dates"):
        address = f"{base_url}{item.path}"
        changed, end = item.changed_at or item.moment, item.ends_at or item.moment + _AN_HOUR
        entries.append(Entry(item.uid, item.title, item.moment, end, changed, item.place, address))
        if item.closes_on:
            entries.append(Entry(
                f"{item.uid}-closes@{host}", _("Sign-up ends: %(title)s", title=item.title),
                item.closes_on, item.closes_on, changed, "", address))
    return entries


class _Writer:
    """Writes the blocks of one digest."""

    def __init__(self, digest: Digest, contents: Contents, base_url: str):
        self.digest, self.contents, self.base_url = digest, contents, base_url

    def blocks(self) -> Iterator[Block]:
        contents = self.contents
        if contents.foreword:
            yield Markup(contents.foreword, language=self.digest.language)
        if contents.is_quiet:
            yield Paragraph(_("A quiet period: nothing new was published for this region."),
                            style="lead")
        yield Heading(_("In numbers"))
        yield self._numbers()
        yield self._definitions()
        yield from self._three_things()
        for part, write in (("solved", self._solved), ("open_questions", self._brief),
                            ("cases", self._case), ("cases_elsewhere", self._case),
                            ("discussions", self._brief), ("dates", self._date)):
            yield from self._part(part, write)
        yield from self._end()

    def _numbers(self) -> Table:
        rows = tuple(
            (words.number_name(n), words.number_value(n) if n.hidden else n.value,
             words.number_change(n)) for n in self.contents.numbers)
        columns = (Column(_("Figure")), Column(_("In the period"), numeric=True),
                   Column(_("Change to the period before"), numeric=True))
        return Table(_("Figures of the region"), columns, rows, name=_("Figures"))

    def _definitions(self) -> Facts:
        return Facts(tuple((words.number_name(number), words.definition_of(number))
                           for number in self.contents.numbers))

    def _three_things(self) -> Iterator[Block]:
        things = self.contents.three_things
        if things:
            yield Heading(_("Things to know"))
            yield BulletList(tuple((
                Text(item.title, bold=True, language=item.language),
                f" · {words.thing(item, self.contents)}") for item in things))

    def _part(self, name: str, write) -> Iterator[Block]:
        items: Sequence[Item] = self.contents.part(name)
        if items:
            yield Heading(words.part_title(name))
        for item in items:
            yield Heading(item.title, 2, language=item.language)
            yield from write(item)
            if item.note:
                yield Paragraph(item.note, style="note", language=self.digest.language)

    def _case(self, item: Item) -> Iterator[Block]:
        yield Paragraph(Text(" · ".join(words.facts_of(item, self.contents)), italic=True))
        yield Paragraph(item.text, language=item.language)
        yield Paragraph(Link(_("Read the case"), self._address(item)))

    def _solved(self, item: Item) -> Iterator[Block]:
        yield Paragraph(item.text, language=item.text_language, style="quote")
        yield Paragraph(f"{words.answered_by(item)} · ",
                        Link(_("Read the discussion"), self._address(item)))

    def _brief(self, item: Item) -> Iterator[Block]:
        facts = " · ".join(words.facts_of(item, self.contents))
        yield Paragraph(f"{facts} · " if facts else "",
                        Link(_("Read the discussion"), self._address(item)))

    def _date(self, item: Item) -> Iterator[Block]:
        facts = [words.moment(item.moment, self.contents), item.place]
        if item.closes_on:
            facts.append(_("sign-up until %(day)s", day=words.day(item.closes_on)))
        yield Paragraph(" · ".join(filter(None, facts)))
        yield Paragraph(Link(_("Read the discussion"), self._address(item)))

    def _end(self) -> Iterator[Block]:
        contents = self.contents
        if contents.thanks:
            yield Heading(_("Thanks"))
            yield Paragraph(_("To %(names)s, who agreed to be named, and to all others who wrote.",
                              names=", ".join(contents.thanks)))
        if self.digest.audience == "managers" and contents.actions:
            yield Heading(_("What you could do"))
            yield BulletList(tuple(words.action(*each) for each in contents.actions))
        yield Heading(_("How this was made"))
        yield Paragraph(words.how_made(self.digest), style="note")
        yield Paragraph(_("A number of people below %(few)s is not told, nor any difference from "
                          "which it could be found.", few=FEWEST), style="note")

    def _address(self, item: Item) -> str:
        return f"{self.base_url}{item.path}"
