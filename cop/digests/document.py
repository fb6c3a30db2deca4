"""A digest as a document, in its own language. How documents look in a format: `documents/`."""
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from flask_babel import force_locale, format_date, get_locale, ngettext
from flask_babel import gettext as _

from cop.base.site import Site
from cop.base.text import excerpt, plain
from cop.cases.models.cases import Case
from cop.digests.models import Digest
from cop.digests.queries.contents import FEWEST_PEOPLE, MOST, Contents, Number, Solved
from cop.discussions.models.topics import Topic
from cop.documents.model import (
    Block,
    BulletList,
    Column,
    Document,
    Heading,
    Link,
    Paragraph,
    Table,
    Text,
)
from cop.vocabulary.lists import EVIDENCE_LEVELS, OUTCOMES, THEMES
from cop.vocabulary.regions import region_label


def as_document(digest: Digest, contents: Contents, *, site: Site, base_url: str) -> Document:
    """Everything a digest shows, with addresses that work outside: `base_url` has no last slash."""
    with force_locale(digest.language):
        blocks = _Writer(digest.language, base_url).blocks(contents)
        return in_frame(digest, contents, blocks, site=site, base_url=base_url)


def in_frame(digest: Digest, contents: Contents, blocks: Iterable[Block], *, site: Site,
             base_url: str) -> Document:
    """The blocks under the title of the digest, in the language that is in force."""
    return Document(
        title=_("Digest %(regions)s, %(period)s", regions=regions_of(digest),
                period=period_of(digest)),
        language=digest.language, subtitle=audience_of(digest), organisation=site.organisation,
        author=site.name if site.name != site.organisation else "",
        subject=_("Digest of a community of practice"),
        keywords=tuple(THEMES.label(code, digest.language) for code in contents.themes),
        source_url=f"{base_url}/digests/{digest.id}", made_at=None,
        notice=demo_notice() if site.is_demo else "", blocks=tuple(blocks),
    )


def regions_of(digest: Digest) -> str:
    """The names of its regions. In the language that is in force."""
    return ", ".join(region_label(code, get_locale().language) for code in digest.regions)


def period_of(digest: Digest) -> str:
    """«October 2026» for a whole month, else from and to. In the language that is in force."""
    first, last = digest.first_day, digest.last_day
    if first.day == 1 and (last.year, last.month) == (first.year, first.month) and _is_last(last):
        return format_date(first, "LLLL yyyy")
    return _("%(first)s to %(last)s", first=format_date(first, "long"),
             last=format_date(last, "long"))


def number_name(number: Number) -> str:
    return {
        "people": _("people who wrote"), "topics": _("new topics"), "answers": _("answers"),
        "solved": _("questions solved"), "cases": _("cases new or updated"),
    }[number.name]


def number_value(number: Number) -> str:
    return f"<{FEWEST_PEOPLE}" if number.hidden else str(number.value)


def number_change(number: Number) -> str:
    """The difference to the period before, with its sign; nothing where people are hidden."""
    if number.hidden or (number.name == "people" and number.before < FEWEST_PEOPLE):
        return ""
    return f"{number.value - number.before:+d}".replace("-", "−").replace("+0", "±0")


def how_made() -> str:
    return _(
        "Chosen by rule from what its readers may see: cases published or updated in the period, "
        "questions solved in it, and questions asked before its end that are still open today; "
        "at most %(most)s of each. Themes are those of the region's own topics and cases. Numbers "
        "of fewer than %(few)s people are not told.", most=MOST, few=FEWEST_PEOPLE)


def waiting_time(days: int) -> str:
    return ngettext("open for %(num)s day", "open for %(num)s days", days)


def demo_notice() -> str:
    return _("Demo: people, cases and figures are invented")


class _Writer:
    """Writes the blocks of one digest."""

    def __init__(self, language: str, base_url: str):
        self.language = language
        self.base_url = base_url

    def blocks(self, contents: Contents) -> Iterator[Block]:
        if contents.is_quiet:
            yield Paragraph(_("A quiet period: nothing new was published for this region."),
                            style="lead")
        yield Heading(_("In numbers"))
        yield self._numbers(contents)
        yield from self._cases(_("New and updated cases of the region"), contents.cases)
        yield from self._cases(_("From elsewhere, on your themes"), contents.cases_elsewhere)
        yield from self._solved(contents)
        yield from self._open(contents)
        yield Heading(_("How this was made"))
        yield Paragraph(how_made(), style="note")

    def _numbers(self, contents: Contents) -> Table:
        rows = tuple((number_name(n), number_value(n) if n.hidden else n.value, number_change(n))
                     for n in contents.numbers)
        columns = (Column(_("Figure")), Column(_("In the period"), numeric=True),
                   Column(_("Change to the period before"), numeric=True))
        return Table(_("Figures of the region"), columns, rows, name=_("Figures"))

    def _cases(self, title: str, cases: Sequence[Case]) -> Iterator[Block]:
        if not cases:
            return
        yield Heading(title)
        for case in cases:
            yield Heading(case.title, 2, language=case.language)
            yield Paragraph(Text(" · ".join(self._case_facts(case)), italic=True))
            yield Paragraph(case.summary, language=case.language)
            yield Paragraph(Link(_("Read the case"), address_of_case(case, self.base_url)))

    def _case_facts(self, case: Case) -> Iterator[str]:
        yield ", ".join(region_label(code, self.language) for code in sorted(case.regions))
        if case.organisation:
            yield case.organisation.name
        if case.evidence_level:
            level = EVIDENCE_LEVELS.label(case.evidence_level, self.language)
            yield f"{case.evidence_level} {level}"
        if case.outcome_type:
            yield OUTCOMES.label(case.outcome_type, self.language)

    def _solved(self, contents: Contents) -> Iterator[Block]:
        if not contents.solved:
            return
        yield Heading(_("Questions that were solved"))
        for solved in contents.solved:
            topic = solved.topic
            yield Heading(topic.title, 2, language=topic.language)
            yield Paragraph(answer_in_brief(solved), language=solved.answer.language,
                            style="quote")
            yield Paragraph(f"{answered_by(solved)} · ", Link(
                _("Read the discussion"), address_of_topic(topic, self.base_url)))

    def _open(self, contents: Contents) -> Iterator[Block]:
        if not contents.open_questions:
            return
        yield Heading(_("Questions that wait for an answer"))
        yield BulletList(tuple(
            (Text(topic.title, bold=True, language=topic.language),
             f" · {waiting_time(contents.days_open(topic))} · ",
             Link(_("Read the discussion"), address_of_topic(topic, self.base_url)))
            for topic in contents.open_questions))


def answer_in_brief(solved: Solved) -> str:
    return excerpt(plain(solved.answer.html), 280)


def answered_by(solved: Solved) -> str:
    """The name of who answered, where they chose to be public."""
    author = solved.answer.author
    if author.active and author.profile_is_public:
        return author.name
    return _("A member of the community")


def address_of_case(case: Case, base_url: str) -> str:
    return f"{base_url}/cases/{case.id}-{case.slug}"


def address_of_topic(topic: Topic, base_url: str) -> str:
    return f"{base_url}/topics/{topic.id}-{topic.slug}"


def audience_of(digest: Digest) -> str:
    return _("For the public") if digest.audience == "public" else _("For members only")


def _is_last(day: date) -> bool:
    return (day.replace(day=28) - day).days <= 0 and (
        date.fromordinal(day.toordinal() + 1).month != day.month)
