"""What is findable of each thing: rows become entries for the engine. How they are read: `queries`.

Only what somebody besides its author may see is indexed: drafts and deleted posts are not.
"""
from cop.base.text import excerpt, plain
from cop.cases.models import Case
from cop.discussions.models import Post
from cop.people.models import Person
from cop.search.engines.protocol import Entry
from cop.spaces.models import Space
from cop.vocabulary.lists import REGIONS, THEMES


def of_post(post: Post) -> Entry:
    """An opening post stands for its topic; an answer is found by itself, under its topic."""
    topic, opening = post.topic, post.number == 1
    return Entry(
        kind="topic" if opening else "post", id=topic.id if opening else post.id,
        language=post.language, title=topic.title,
        body=plain(post.html), readers=(_readers_of(topic.space),), at=post.created_at,
        regions=_with_parents(topic.regions), themes=tuple(topic.themes), space=topic.space.slug,
        shown={"topic_id": topic.id, "slug": topic.slug, "space": topic.space.name,
               "author": post.author.name, "solved": topic.is_solved, "topic_kind": topic.kind,
               "replies": topic.reply_count, "regions": list(topic.regions)[:3]},
    )


def of_case(case: Case) -> Entry:
    return Entry(
        kind="case", id=case.id, language=case.language, title=case.title,
        body=_text_of(case), at=case.published_at or case.updated_at,
        readers=("members",) if case.members_only else ("public",),
        regions=_with_parents(case.regions or [case.country]), themes=tuple(case.themes),
        shown={"slug": case.slug, "evidence": case.evidence_level, "outcome": case.outcome_type,
               "regions": list(case.regions)[:3], "country": case.country},
    )


def of_person(person: Person) -> Entry:
    organisation = person.organisation.name if person.organisation else ""
    knows = [THEMES.label(code, "en") for code in person.themes]
    return Entry(
        kind="person", id=person.id, language=person.interface_language or "en",
        title=person.name, body=" · ".join(filter(None, [person.about, organisation, *knows])),
        readers=("public",) if person.profile_is_public else ("members",),
        at=person.created_at, regions=_with_parents(person.regions), themes=tuple(person.themes),
        shown={"organisation": organisation, "regions": list(person.regions)[:3]},
    )


def of_space(space: Space) -> Entry:
    return Entry(
        kind="space", id=space.id, language=space.language, title=space.name,
        body=excerpt(space.description, 2000), readers=(_readers_of(space),),
        at=space.created_at, regions=_with_parents(space.regions), themes=tuple(space.themes),
        space=space.slug, shown={"slug": space.slug, "members": space.member_count},
    )


def _text_of(case: Case) -> str:
    """Everything a published case says in words; codes and the title are found elsewhere."""
    said = {name: value for name, value in case.published.fields.items() if name != "title"}
    return "\n".join(value for value in said.values() if isinstance(value, str) and " " in value)


def _readers_of(space: Space) -> str:
    """The token of those who may read in a space; the database is asked again at reading."""
    return f"space:{space.id}" if space.visibility == "private" else space.visibility


def _with_parents(codes: list[str]) -> tuple[str, ...]:
    known = {code for code in codes if code in REGIONS}
    above = {parent.code for code in known for parent in REGIONS.ancestors(code)}
    return tuple(sorted(known | above))
