"""From a topic to a case: ask the authors of posts, put in what they give, take out what they
take back. Who may: `policy/quotations.py`.

The words of a post move to wider readers only with its author's yes, whatever space it stands in.
"""
from collections.abc import Callable, Sequence

from flask_babel import force_locale
from flask_babel import gettext as _

from cop.base.audit import record
from cop.base.clock import now
from cop.base.db import add, db
from cop.base.errors import Invalid
from cop.base.events import publish
from cop.base.text import excerpt
from cop.base.verdict import require
from cop.cases.events import CasePublished, QuotationAnswered, QuotationAsked
from cop.cases.letters import ask_for_words
from cop.cases.models.cases import Case, CaseRevision
from cop.cases.models.quotations import NAMINGS, CaseSource, Quotation
from cop.cases.policy.quotations import (
    may_answer_quotation,
    may_ask_to_quote,
    may_be_quoted,
    may_do_without,
    may_make_case,
    may_see_news,
)
from cop.cases.queries.cases import list_all_revisions
from cop.cases.queries.quotations import (
    find_source,
    list_asked_posts,
    list_quotations_of,
    list_sources_in,
)
from cop.cases.queries.translations import list_all_translations
from cop.cases.quoting import added, quotable, quoted, without
from cop.cases.service.steps import lock
from cop.cases.service.translating import write_texts
from cop.cases.service.writing import save_draft, start_case, write_revision
from cop.cases.template import NEWEST, Field, get_template
from cop.discussions.models.topics import Post, Topic
from cop.people.models import Person
from cop.vocabulary.lists import AUDIENCES
from cop.web.links import language_of, public_url

#: Too short for quotations.
NOT_QUOTED_IN = ("summary",)


def fields_for_quotations(version: str = NEWEST) -> list[Field]:
    """Where in a case the words of others can stand."""
    return [field for field in get_template(version).fields()
            if field.kind == "text" and field.name not in NOT_QUOTED_IN]


def make_case(curator: Person, topic: Topic, chosen: Sequence[tuple[Post, str]],
              case: Case | None = None) -> Case:
    """A draft from a topic, or more posts for one: their authors are asked. `chosen` says which
    post goes into which field."""
    require(may_make_case(curator, topic))
    if not chosen:
        raise Invalid({"posts": _("Please choose a post, and where in the case it goes.")})
    case = case or _begin(curator, topic)
    lock(case)
    require(may_ask_to_quote(curator, case))
    if find_source(case, topic) is None:
        add(CaseSource(case_id=case.id, topic_id=topic.id, seen_number=topic.last_number))
    asked = list_asked_posts([case.id])
    for post, field in chosen:
        if post.id not in asked:
            _ask(curator, case, post, field)
    record(curator.id, "case.made_from_topic", case, topic=topic.id)
    return case


def answer_quotation(person: Person, quotation: Quotation, answer: str) -> None:
    """Yes (named, by role, anonymous) or no. What one gave can be taken back at any time: it is
    taken out of every version, also of a published one."""
    lock(quotation.case)
    db.session.refresh(quotation)
    require(may_answer_quotation(person, quotation, answer))
    if answer not in (*NAMINGS, "no"):
        raise Invalid({"answer": _("Please choose an answer.")})
    if answer == quotation.answer:
        return
    before, quotation.answer, quotation.answered_at = quotation.answer, answer, now()
    if answer == "no":
        take_out(quotation)
    elif before in NAMINGS:
        _sign_otherwise(quotation, before)
    else:
        _put_in(quotation)
    publish(QuotationAnswered(case_id=quotation.case_id, quotation_id=quotation.id))


def do_without(person: Person, quotation: Quotation) -> None:
    """Ask no longer: the case goes on without these words."""
    lock(quotation.case)
    require(may_do_without(person, quotation))
    if quotation.is_given:
        take_out(quotation)
    db.session.delete(quotation)


def see_news(person: Person, source: CaseSource) -> None:
    """What was written in the topic since needs no update of the case."""
    require(may_see_news(person, source.case))
    source.seen_number = source.topic.last_number


def take_out_words_of(post_id: int) -> None:
    """A deleted post is quoted nowhere any more."""
    for quotation in list_quotations_of(post_id):
        if quotation.post.deleted_at and quotation.answer != "no":
            lock(quotation.case)
            quotation.answer, quotation.answered_at = "no", now()
            take_out(quotation)
            publish(QuotationAnswered(case_id=quotation.case_id, quotation_id=quotation.id))


def follow_merged(topic_id: int, merged_id: int) -> None:
    """Cases made from a topic that was merged come from the one it is in now. What was moved
    there counts as seen."""
    for source in list_sources_in(merged_id):
        topic = db.session.get(Topic, topic_id)
        if find_source(source.case, topic):
            db.session.delete(source)
        else:
            source.topic_id, source.seen_number = topic_id, topic.last_number


def take_out(quotation: Quotation) -> None:
    """Out of every version of the case, and the field out of every translation."""
    case, lines = quotation.case, [signed(quotation, naming) for naming in NAMINGS]
    _rewrite(case, quotation.field, lambda text: without(text, quotation.words, lines))
    for translation in list_all_translations(case):
        if quotation.field in translation.fields:
            template = get_template((case.published or case.current).template_version)
            write_texts(translation, template, translation.fields | {quotation.field: ""})
            translation.originals = {name: text for name, text in translation.originals.items()
                                     if name != quotation.field}


def credit_of(quotation: Quotation, naming: str) -> str:
    """Who said it, as they want it told, in the language of the case."""
    person, language = quotation.person, quotation.case.language
    with force_locale(language_of(language)):
        if naming == "anonymous" or naming == "role" and not person.audience:
            return _("A member of the community")
        if naming == "role":
            return AUDIENCES.label(person.audience, language)
        organisation = person.organisation.name if person.organisation else ""
        return ", ".join(filter(None, [person.name, organisation]))


def signed(quotation: Quotation, naming: str) -> str:
    """The line below quoted words: with a name, it leads to the post where members may read it;
    without one it does not, for the post has a name."""
    who = credit_of(quotation, naming)
    if naming != "named" or quotation.post.topic.space.visibility == "private":
        return who
    return f"[{who}]({public_url(f'/posts/{quotation.post_id}')})"


def _begin(curator: Person, topic: Topic) -> Case:
    """What a topic is called are its author's words: they go along only from a public space."""
    case, title = start_case(curator), ""
    if topic.space.visibility == "public":
        title = excerpt(topic.title, get_template(NEWEST).field("title").most)
    save_draft(curator, case, {"language": topic.language, "title": title},
               topic.regions, topic.themes)
    return case


def _ask(curator: Person, case: Case, post: Post, field: str) -> None:
    require(may_be_quoted(post))
    if field not in {each.name for each in fields_for_quotations(case.current.template_version)}:
        raise Invalid({"posts": _("Please choose where in the case a post goes.")})
    quotation = add(Quotation(case_id=case.id, post_id=post.id, person_id=post.author_id,
                              asked_by_id=curator.id, field=field, words=quotable(post.source)))
    ask_for_words(quotation)
    publish(QuotationAsked(quotation_id=quotation.id, person_id=post.author_id))


def _put_in(quotation: Quotation) -> None:
    revision, name = quotation.case.current, quotation.field
    block = quoted(quotation.words, signed(quotation, quotation.answer))
    _write(revision, name, added(str(revision.fields.get(name, "")), block))
    quotation.case.save_count += 1


def _sign_otherwise(quotation: Quotation, before: str) -> None:
    old, new = (f"— {signed(quotation, naming)}" for naming in (before, quotation.answer))
    _rewrite(quotation.case, quotation.field, lambda text: text.replace(old, new))


def _rewrite(case: Case, field: str, change: Callable[[str], str]) -> None:
    """Change a field in every version there is; readers and their index see it at once."""
    for revision in list_all_revisions(case):
        before = str(revision.fields.get(field, ""))
        if before and (after := change(before)) != before:
            _write(revision, field, after)
    case.save_count += 1
    if case.published_id:
        publish(CasePublished(case_id=case.id))


def _write(revision: CaseRevision, field: str, text: str) -> None:
    values = {**revision.values, field: text}
    write_revision(revision, {name: value for name, value in values.items() if value})
