"""A digest as tables, to sort and to calculate with. As a text to read: `document.py`."""
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from cop.base.site import Site
from cop.cases.models.cases import Case
from cop.digests.document import (
    address_of_case,
    address_of_topic,
    answered_by,
    in_frame,
    number_name,
    number_value,
)
from cop.digests.models import Digest
from cop.digests.queries.contents import FEWEST_PEOPLE, Contents, Number
from cop.documents.model import Cell, Column, Document, Table
from cop.vocabulary.lists import LANGUAGES, OUTCOMES
from cop.vocabulary.regions import region_label


def as_tables(digest: Digest, contents: Contents, *, site: Site, base_url: str) -> Document:
    """The figures and every item, a table for each kind; kinds without items are left out."""
    with force_locale(digest.language):
        tables = _Writer(digest.language, base_url, contents).tables()
        blocks = [table for table in tables if table.rows]
        return in_frame(digest, contents, blocks, site=site, base_url=base_url)


class _Writer:
    """Writes the tables of one digest, in the language that is in force."""

    def __init__(self, language: str, base_url: str, contents: Contents):
        self.language = language
        self.base_url = base_url
        self.contents = contents

    def tables(self) -> Iterator[Table]:
        yield self._figures()
        yield self._cases(_("New and updated cases of the region"), _("Cases"),
                          self.contents.cases)
        yield self._cases(_("From elsewhere, on your themes"), _("Cases from elsewhere"),
                          self.contents.cases_elsewhere)
        yield self._solved()
        yield self._open()

    def _figures(self) -> Table:
        columns = (Column(_("Figure")), Column(_("In the period"), numeric=True),
                   Column(_("In the period before"), numeric=True))
        rows = tuple((number_name(number), number_value(number) if number.hidden else number.value,
                      _before(number)) for number in self.contents.numbers)
        return Table(_("Figures of the region"), columns, rows, name=_("Figures"))

    def _cases(self, caption: str, name: str, cases: Sequence[Case]) -> Table:
        titles = (_("Title"), _("Region"), _("Organisation"), _("Evidence"), _("Outcome"),
                  _("Language"), _("Address"), _("Updated"))
        return Table(caption, _columns(titles), tuple(map(self._case, cases)), name=name)

    def _case(self, case: Case) -> tuple[Cell, ...]:
        outcome = OUTCOMES.label(case.outcome_type, self.language) if case.outcome_type else ""
        return (case.title, self._regions(case.regions),
                case.organisation.name if case.organisation else "", case.evidence_level, outcome,
                LANGUAGES.label(case.language, self.language),
                address_of_case(case, self.base_url), self._day(case.updated_at))

    def _solved(self) -> Table:
        titles = (_("Title"), _("Answered by"), _("Address"), _("Solved on"))
        rows = tuple((solved.topic.title, answered_by(solved),
                      address_of_topic(solved.topic, self.base_url),
                      self._day(solved.topic.solved_at)) for solved in self.contents.solved)
        return Table(_("Questions that were solved"), _columns(titles), rows,
                     name=_("Solved questions"))

    def _open(self) -> Table:
        columns = (Column(_("Title")), Column(_("Region")), Column(_("Open since")),
                   Column(_("Days"), numeric=True), Column(_("Address")))
        rows = tuple((topic.title, self._regions(topic.regions), self._day(topic.created_at),
                      self.contents.days_open(topic), address_of_topic(topic, self.base_url))
                     for topic in self.contents.open_questions)
        return Table(_("Questions that wait for an answer"), columns, rows,
                     name=_("Open questions"))

    def _regions(self, codes: Sequence[str]) -> str:
        return ", ".join(region_label(code, self.language) for code in sorted(codes))

    def _day(self, moment: datetime) -> date:
        """The day it was there, in the time of the region."""
        return moment.astimezone(self.contents.period.zone).date()


def _before(number: Number) -> Cell:
    few = number.name == "people" and number.before < FEWEST_PEOPLE
    return f"<{FEWEST_PEOPLE}" if few else number.before


def _columns(titles: Sequence[str]) -> tuple[Column, ...]:
    return tuple(Column(title) for title in titles)
