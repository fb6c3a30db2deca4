"""A digest as tables, to sort and to calculate with. As a text to read: `document.py`."""
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from flask_babel import get_locale
from flask_babel import gettext as _

from cop.digests import words
from cop.digests.contents import Contents, Item, Number
from cop.documents.model import Cell, Column, Table
from cop.vocabulary.lists import LANGUAGES, OUTCOMES
from cop.vocabulary.regions import region_label


def tables_of(contents: Contents, base_url: str) -> list[Table]:
    """The figures with what they mean and every item, a table for each kind; kinds without items
    are left out. Call it in the language of the digest."""
    return [table for table in _Writer(contents, base_url).tables() if table.rows]


class _Writer:
    """Writes the tables of one digest, in the language that is in force."""

    def __init__(self, contents: Contents, base_url: str):
        self.contents, self.base_url = contents, base_url

    def tables(self) -> Iterator[Table]:
        yield self._figures()
        yield self._cases("cases", _("Cases"))
        yield self._cases("cases_elsewhere", _("Cases from elsewhere"))
        yield self._solved()
        yield self._waiting()
        yield self._discussions()
        yield self._dates()

    def _figures(self) -> Table:
        columns = (Column(_("Figure"), key="figure"), Column(_("In the period"), True, "now"),
                   Column(_("In the period before"), True, "before"),
                   Column(_("What it means"), key="definition"))
        return Table(_("Figures of the region"), columns, tuple(map(_row, self.contents.numbers)),
                     name=_("Figures"), key="numbers")

    def _cases(self, part: str, name: str) -> Table:
        columns = _columns({
            "title": _("Title"), "regions": _("Region"), "organisation": _("Organisation"),
            "evidence": _("Evidence"), "outcome": _("Outcome"), "language": _("Language"),
            "url": _("Address"), "updated": _("Updated"), "note": _("Note")})
        return self._table(part, name, columns, self._case)

    def _case(self, item: Item) -> tuple[Cell, ...]:
        language = get_locale().language
        outcome = OUTCOMES.label(item.outcome, language) if item.outcome else ""
        return (item.title, self._regions(item.regions), item.organisation, item.evidence, outcome,
                LANGUAGES.label(item.language, language), self._address(item),
                self._day(item.moment), item.note)

    def _solved(self) -> Table:
        columns = _columns({
            "title": _("Title"), "answered_by": _("Answered by"), "url": _("Address"),
            "solved_on": _("Solved on"), "answer": _("Answer in brief"), "note": _("Note")})
        return self._table("solved", _("Solved questions"), columns, lambda item: (
            item.title, words.answered_by(item), self._address(item), self._day(item.moment),
            item.text, item.note))

    def _waiting(self) -> Table:
        columns = (Column(_("Title"), key="title"), Column(_("Region"), key="regions"),
                   Column(_("Open since"), key="open_since"), Column(_("Days"), True, "days"),
                   Column(_("Address"), key="url"), Column(_("Note"), key="note"))
        return self._table("open_questions", _("Open questions"), columns, lambda item: (
            item.title, self._regions(item.regions), self._day(item.moment),
            self.contents.days_open(item), self._address(item), item.note))

    def _discussions(self) -> Table:
        columns = _columns({"title": _("Title"), "regions": _("Region"), "url": _("Address"),
                            "note": _("Note")})
        return self._table("discussions", _("Discussions"), columns, lambda item: (
            item.title, self._regions(item.regions), self._address(item), item.note))

    def _dates(self) -> Table:
        columns = _columns({"title": _("Title"), "begins": _("Begins"), "ends": _("Ends"),
                            "place": _("Place"), "closes_on": _("Sign-up until"),
                            "url": _("Address"), "note": _("Note")})
        return self._table("dates", _("Dates"), columns, lambda item: (
            item.title, self._moment(item.moment), self._moment(item.ends_at), item.place,
            item.closes_on, self._address(item), item.note))

    def _table(self, part: str, name: str, columns: tuple[Column, ...], row) -> Table:
        return Table(words.part_title(part), columns, tuple(map(row, self.contents.part(part))),
                     name=name, key=part)

    def _regions(self, codes: Sequence[str]) -> str:
        return ", ".join(region_label(code, get_locale().language) for code in codes)

    def _address(self, item: Item) -> str:
        return f"{self.base_url}{item.path}"

    def _day(self, moment: datetime) -> date:
        """The day it was there, in the time of the region."""
        return moment.astimezone(self.contents.period.zone).date()

    def _moment(self, moment: datetime | None) -> datetime | None:
        return moment and moment.astimezone(self.contents.period.zone)


def _row(number: Number) -> tuple[Cell, ...]:
    """Numbers that can be calculated with, but for those of too few people."""
    return (words.number_name(number),
            words.number_value(number) if number.hidden else number.value,
            words.number_before(number) if number.hidden_before else number.before,
            words.definition_of(number))


def _columns(titles: dict[str, str]) -> tuple[Column, ...]:
    return tuple(Column(title, key=key) for key, title in titles.items())
