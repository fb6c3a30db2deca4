"""The words of a digest, on its page and in its documents alike, in the language in force."""
from collections.abc import Callable
from datetime import date, datetime

from babel.dates import format_skeleton, get_timezone_name
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cop.base.days import format_date, format_time, written_as
from cop.base.small_numbers import FEW
from cop.digests.contents import LONG_WAIT, Contents, Item, Number
from cop.digests.models import Digest
from cop.digests.queries.items import MOST_FROM_ELSEWHERE
from cop.vocabulary.lists import EVIDENCE_LEVELS, OUTCOMES, THEMES
from cop.vocabulary.regions import region_label

PART_TITLES = {
    "cases": _l("New and updated cases of the region"),
    "cases_elsewhere": _l("From elsewhere, on your themes"),
    "solved": _l("Questions that were solved"),
    "open_questions": _l("Questions that wait for an answer"),
    "discussions": _l("Discussions worth reading"),
    "dates": _l("Dates and deadlines"),
}
AUDIENCES = {
    "members": _l("For members only"), "public": _l("For the public"),
    "managers": _l("For managers"),
}
NUMBER_NAMES = {
    "people": _l("contributors"), "topics": _l("new topics"), "answers": _l("answers"),
    "solved": _l("questions solved"), "cases": _l("cases new or updated"),
}
DEFINITIONS = {
    "people": _l("Different people who wrote at least one post, or whose case was published or "
                 "updated, in the period. Fewer than 5 are told as <5."),
    "topics": _l("Topics opened in the period that are still there."),
    "answers": _l("Posts below the first of a topic, written in the period and not deleted."),
    "solved": _l("Questions whose answer was accepted in the period."),
    "cases": _l("Cases published, or published anew, in the period and not archived."),
}
LEFT_OUT = {
    "dropped": _l("left out by hand"), "limit": _l("more than the limit of its part"),
    "audience": _l("not open to all who will read this"),
}


def title_of(digest: Digest) -> str:
    return _("Digest %(regions)s, %(period)s", regions=regions_of(digest),
             period=period_of(digest))


def regions_of(digest: Digest) -> str:
    """The names of its regions."""
    if not digest.regions:
        return _("of all regions")
    return ", ".join(region_label(code, get_locale().language) for code in digest.regions)


def period_of(digest: Digest) -> str:
    """«October 2026» for a whole month, else from and to."""
    first, last = digest.first_day, digest.last_day
    if first.day == 1 and (last.year, last.month) == (first.year, first.month) and _is_last(last):
        return format_skeleton("yMMMM", first, locale=get_locale())
    return _("%(first)s to %(last)s", first=format_date(first, "long"),
             last=format_date(last, "long"))


def audience_of(digest: Digest) -> str:
    if digest.audience == "space":
        return _("For the members of %(space)s", space=digest.space.name)
    return str(AUDIENCES[digest.audience])


def edition_of(digest: Digest) -> str:
    """For whom, and the number of an issue."""
    issue = _("Issue %(number)s", number=digest.number) if digest.number else ""
    return " · ".join(filter(None, [issue, audience_of(digest)]))


def planned_for(digest: Digest) -> str:
    """When it is to be sent, by the clocks of its region."""
    local = digest.planned_at.astimezone(digest.zone)
    return _("It is sent on %(day)s at %(hour)s.", day=format_date(local.date(), "full"),
             hour=format_time(local, "short", rebase=False))


def part_title(name: str) -> str:
    return str(PART_TITLES[name])


def number_name(number: Number) -> str:
    return str(NUMBER_NAMES[number.name])


def definition_of(number: Number) -> str:
    return str(DEFINITIONS[number.name])


def number_value(number: Number) -> str:
    return FEW if number.hidden else str(number.value)


def number_before(number: Number) -> str:
    return FEW if number.hidden_before else str(number.before)


def number_change(number: Number) -> str:
    """The difference to the period before, with its sign; nothing where people are hidden."""
    if number.hidden or number.hidden_before:
        return ""
    return f"{number.value - number.before:+d}".replace("-", "−").replace("+0", "±0")


def reason(code: str) -> str:
    """Why the rules chose something."""
    if code.startswith("theme:"):
        theme = THEMES.label(code.removeprefix("theme:"), get_locale().language)
        return _("on the theme “%(theme)s”", theme=theme)
    return {"region": _("about the region"), "everywhere": _("for all regions"),
            "added": _("added by hand")}[code]


def reasons(item: Item) -> str:
    return _("Why it is here: %(reasons)s", reasons=", ".join(map(reason, item.why)))


def thing(item: Item, contents: Contents) -> str:
    """What there is to know about it, in a few words."""
    if item.part == "open_questions":
        return waiting_time(contents.days_open(item))
    return {"cases": _("new practice"), "cases_elsewhere": _("practice from elsewhere"),
            "solved": _("solved"), "discussions": _("discussion"),
            "dates": format_date(item.moment.astimezone(contents.period.zone), "long")}[item.part]


def facts_of(item: Item, contents: Contents) -> list[str]:
    """The facts below a title."""
    language = get_locale().language
    facts = [", ".join(region_label(code, language) for code in item.regions), item.organisation]
    if item.evidence:
        facts.append(f"{item.evidence} {EVIDENCE_LEVELS.label(item.evidence, language)}")
    if item.outcome:
        facts.append(OUTCOMES.label(item.outcome, language))
    if item.part == "open_questions":
        facts.append(waiting_time(contents.days_open(item)))
    return [fact for fact in facts if fact]


def answered_by(item: Item) -> str:
    """The name of who answered, where they agreed."""
    return item.by or _("A member of the community")


def action(name: str, number: int) -> str:
    sentences: dict[str, Callable[[], str]] = {
        "ask_experts": lambda: ngettext(
            "%(num)d question has waited a week without an answer: ask somebody who knows.",
            "%(num)d questions have waited a week without an answer: ask somebody who knows.",
            number),
        "unanswered": lambda: _("%(number)s%% of the questions of the period had no answer by "
                                "another person after 72 hours (more than 15%%): look at who "
                                "could answer.", number=number),
        "confirm": lambda: ngettext(
            "%(num)d case has not been confirmed in time: ask whether it is still true.",
            "%(num)d cases have not been confirmed in time: ask whether they are still true.",
            number),
        "invite": lambda: _("Nobody of the region wrote: invite two offices to ask one question."),
        "write_case": lambda: _("No case of the region is new: propose a solved question as one."),
        "plan_date": lambda: _("No date is planned: a short call keeps people in touch."),
    }
    return sentences[name]()


def how_made(digest: Digest) -> str:
    return _(
        "Chosen by rule from what its readers may see: cases published or updated in the period, "
        "questions solved in it, questions asked before its end that were still open when this "
        "was made, and dates of the two months after it; at most %(most)s of each, and %(few)s "
        "from elsewhere. Themes are those of the region's own topics and cases. People then "
        "moved, left out or added what they saw fit. A question is one of the things to know when "
        "it waits for %(days)s days. No text was written by a machine.",
        most=digest.most, few=MOST_FROM_ELSEWHERE, days=LONG_WAIT)


def waiting_time(days: int) -> str:
    return ngettext("open for %(num)s day", "open for %(num)s days", days)


def demo_notice() -> str:
    return _("Demo: people, cases and figures are invented")


def moment(when: datetime, contents: Contents) -> str:
    """Day and hour by the clocks of the region."""
    local, locale = when.astimezone(contents.period.zone), get_locale()
    zone = get_timezone_name(local, "short", locale=written_as(locale))
    return f"{day(local.date())}, {format_time(local, locale=locale)} ({zone})"


def day(when: date) -> str:
    return format_date(when, "long")


def _is_last(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).month != day.month
