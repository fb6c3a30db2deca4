"""What is findable of each thing: rows become entries for the engine.

Which rows are findable, and how they are read, is said in `queries.py`.
"""
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cop.base.text import excerpt, plain
from cop.cases.models.cases import Case
from cop.cases.models.translations import CaseTranslation
from cop.cases.template import get_template
from cop.discussions.models.attachments import PostFile
from cop.discussions.models.topics import Post
from cop.people.models import Person
from cop.search.engines.protocol import Entry, Version
from cop.spaces.models import Space
from cop.vocabulary.lists import REGIONS, THEMES
from cop.vocabulary.regions import find_region
from cop.vocabulary.terms import Vocabulary

REGIONS_SHOWN = 3
#: So much of what files say is shown with a hit, in characters; by the rest a post is only found.
SHOWN_OF_FILES = 4_000


def of_post(post: Post) -> Entry:
    """An opening post stands for its topic; an answer is found by itself, under its topic, and not
    by what the topic is tagged with: it may be about something else."""
    topic, opening = post.topic, post.number == 1
    body, more = _words_of(post)
    return Entry(
        kind="topic" if opening else "post", id=topic.id if opening else post.id,
        language=post.language, title=topic.title, body=body, more=more,
        tags=_labels(topic.themes, post.language) if opening else (), author=post.author_id,
        states=tuple(_states(post)), readers=(_readers_of(topic.space),), at=post.created_at,
        regions=_with_parents(topic.regions), themes=_with_broader(topic.themes),
        space=topic.space.slug, helpful=len(post.signs), topic=topic.id,
        shown={"slug": topic.slug, "space": topic.space.name, "topic_kind": topic.kind,
               "version": post.version, "title_language": topic.language, "solved": topic.is_solved,
               "files": [each.file.name for each in post.attachments],
               **({"replies": topic.reply_count} if opening else {}),
               "regions": list(topic.regions)[:REGIONS_SHOWN]},
    )


def _words_of(post: Post) -> tuple[str, str]:
    """What it says with the beginning of what its files say, each after its name; and the rest of
    that. Pictures say what they show."""
    files = " · ".join(
        f"{each.file.name}: {_said_by(each)}".strip(": ") for each in post.attachments)
    cut = files.rfind(" ", 0, SHOWN_OF_FILES) if len(files) > SHOWN_OF_FILES else len(files)
    return " · ".join(filter(None, [plain(post.html), files[:cut]])), files[cut:].strip()


def _said_by(each: PostFile) -> str:
    return each.alt or (each.file.words.text if each.file.words else "")


def of_event(opening: Post) -> Entry:
    """The topic of a meeting, with where and when it is held."""
    entry, meeting = of_post(opening), opening.topic.meeting
    if meeting is None:
        return replace(entry, kind="event")
    when = {"starts_at": meeting.starts_at.isoformat(), "zone": meeting.zone,
            "cancelled": meeting.cancelled_at is not None}
    return replace(entry, kind="event", body=" · ".join(filter(None, [meeting.place, entry.body])),
                   shown={**entry.shown, **when})


def of_case(case: Case) -> Entry:
    """What its published revision says in words; codes are found by the filters."""
    country = find_region(case.country) if case.country else None
    return Entry(
        kind="case", id=case.id, language=case.language, title=case.title, summary=case.summary,
        tags=_labels(case.themes, case.language),
        author=None if case.organisation_only else case.author_id,
        status=case.published.fields.get("status_of_practice", ""), evidence=case.evidence_level,
        states=(case.status,), body=" · ".join(filter(None, _texts_of(case))),
        at=case.published_at or case.updated_at,
        readers=("members",) if case.members_only else ("public",),
        regions=_with_parents([*case.regions, country or ""]), themes=_with_broader(case.themes),
        adopted=case.adoption_count,
        shown={"slug": case.slug, "evidence": case.evidence_level, "outcome": case.outcome_type,
               "regions": list(case.regions)[:REGIONS_SHOWN] or [country] * bool(country)},
        versions=tuple(_version(each) for each in case.translations if each.state == "accepted"),
    )


def _version(translation: CaseTranslation) -> Version:
    """What a translation says in words, the summary first."""
    says = translation.fields | {name: plain(html) for name, html in translation.html.items()}
    texts = [says.get("summary", ""), *(
        text for name, text in says.items() if name not in ("title", "summary"))]
    return Version(language=translation.language, title=says.get("title", ""),
                   text=" · ".join(filter(None, texts)), machine=translation.machine)


def of_person(person: Person) -> Entry:
    organisation = person.organisation.name if person.organisation else ""
    language = person.interface_language or "en"
    return Entry(
        kind="person", id=person.id, language=language, title=person.name,
        body=" · ".join(filter(None, [person.about, organisation])),
        tags=_labels(person.themes, language),
        readers=("public",) if person.profile_is_public else ("members",),
        at=person.created_at, regions=_with_parents(person.regions),
        themes=_with_broader(person.themes),
        shown={"regions": list(person.regions)[:REGIONS_SHOWN]},
    )


def of_space(space: Space) -> Entry:
    return Entry(
        kind="space", id=space.id, language=space.language, title=space.name,
        body=excerpt(space.description, 2000), readers=(_readers_of(space),),
        tags=_labels(space.themes, space.language), at=space.created_at,
        regions=_with_parents(space.regions), themes=_with_broader(space.themes),
        space=space.slug, shown={"slug": space.slug},
    )


def _texts_of(case: Case) -> Iterator[str]:
    """Its prose, its lines and its tables as words, without title, summary and contact."""
    says = case.published
    for field in get_template(says.template_version).fields():
        value = says.fields.get(field.name)
        if not value or field.name in ("title", "summary") or field.members_only:
            continue
        if field.is_prose:
            yield plain(says.html.get(field.name, ""))
        else:
            yield " ".join(field.texts(value))


def _states(post: Post) -> Iterator[str]:
    """What `is:` asks for."""
    topic = post.topic
    if post.number == 1 and topic.kind == "question":
        yield "question"
        yield "solved" if topic.is_solved else "unsolved"
        if not topic.reply_count:
            yield "unanswered"
    elif topic.accepted_post_id == post.id:
        yield "accepted"


def _labels(themes: Iterable[str], language: str) -> tuple[str, ...]:
    """What themes are called in a language."""
    return tuple(THEMES.label(code, language) for code in themes)


def _readers_of(space: Space) -> str:
    """The token of those who may read in a space; the database is asked again at reading."""
    return f"space:{space.id}" if space.visibility == "private" else space.visibility


def _with_parents(codes: Iterable[str]) -> tuple[str, ...]:
    return _with_all_above(codes, REGIONS)


def _with_broader(codes: Iterable[str]) -> tuple[str, ...]:
    return _with_all_above(codes, THEMES)


def _with_all_above(codes: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    known = {code for code in codes if code in vocabulary}
    above = {parent.code for code in known for parent in vocabulary.ancestors(code)}
    return tuple(sorted(known | above))
