"""A small community in which everything exists once, and every address with a number leads there.

Its texts come from `say`, so that it can be told in words nobody would like to read.
"""
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace

from cop.base.clock import at, now
from cop.base.db import add, db
from cop.base.site import decide
from cop.bookmarks.service import keep_bookmark
from cop.cases.models.adoptions import AdoptionResult
from cop.cases.models.decisions import CaseDecision
from cop.cases.models.quotations import CaseSource, Quotation
from cop.cases.service import adoptions, reviews, translating
from cop.digests.arrangement import Arrangement
from cop.digests.service.asking import ask_expert
from cop.digests.service.making import Plan, make_digest
from cop.discussions.models.attachments import PostFile
from cop.discussions.models.outlines import Outline
from cop.discussions.places import Place
from cop.discussions.service import drafts, polls, signs
from cop.discussions.service.edits import edit_post
from cop.files.service.files import keep_file
from cop.joining.models import JoinRequest
from cop.messages.models import Conversation
from cop.messages.service.writing import open_conversation, write_message
from cop.moderation.models.decisions import Appeal, ModerationDecision
from cop.moderation.models.items import ReviewItem
from cop.moderation.queries.things import get_thing
from cop.moderation.service.queue import open_item, write_note
from cop.moderation.service.reporting import Said, report_thing
from cop.organisations.models import ConfirmationRequest
from cop.pages.service import report_barrier
from cop.people.models import Grant, Person, Sanction
from cop.people.queries import digest_of
from cop.people.service.keys import make_api_key
from cop.rights.service.asking import ask_something
from cop.search.service import thesaurus
from cop.search.service.saved import save_search
from cop.spaces.models import Asking, Invitation
from cop.succession.models import Succession
from tests.make import until_today
from tests.make_guides import make_guide

ROLES = ("administrator", "moderator", "curator", "regional_manager", "data_officer")


def calm(_most: int = 0) -> str:
    return "Words of a colleague"


@dataclass
class World:
    """Who is there, and what stands for each variable of an address."""

    staff: Person
    key: str
    places: dict[str, object] = field(default_factory=dict)

    def value(self, endpoint: str, name: str) -> object:
        """What a rule's variable is filled with: some mean something else in each feature."""
        return self.places.get(f"{endpoint.partition('.')[0]}.{name}", self.places.get(name, 1))


def build(make, say: Callable[..., str] = calm) -> World:
    """`say(most)` gives words of so many characters at most; 0 is as many as it likes."""
    staff = make.person("Ada Everything", organisation=say(120), about=say(500), city=say(80),
                        profile_is_public=True, regions=["ITH3"])
    for role in ROLES:
        place = ("region", "ITH3") if role == "regional_manager" else ("everywhere", "")
        staff.grants.append(Grant(role=role, scope_kind=place[0], scope_code=place[1]))
    add(JoinRequest(name=say(90), email="new@example.org", words=say(500), language="en"))
    space = make.space(say(70), description=say(300), slug="room")
    member = make.member(space, say(90), organisation=say(120), about=say(500),
                         profile_is_public=True)
    make.moderator(space).name = say(90)
    talk = _talk(make, say, SimpleNamespace(space=space, staff=staff, member=member))
    cases = _cases(make, say, staff, member)
    desk = _desk(make, say, staff, cases.published, talk)
    report_barrier(text=say(500), page=say(200), email="eye@example.org")
    talk_apart = _talk_apart(say, staff, member)
    joining = _joining(say, space, staff, member)
    asked = ask_something(member, "rectification", say(400))
    asked.answer = say(400)
    _seldom(say, staff, talk, cases)
    _decided(say, staff, desk.item)
    save_search(staff, "q=work", name=say(60))
    keep_bookmark(staff, "post", talk.answer.id, note=say(200))
    _key, secret = make_api_key(staff, name=say(40), scopes=["read", "write"], days=30,
                                hourly_limit=10_000)
    db.session.flush()
    places = {
        "slug": "room", "guides.slug": desk.guide.slug, "topic_id": talk.topic.id,
        "post_id": talk.answer.id, "case_id": cases.published.id, "person_id": member.id,
        "target_id": talk.answer.id, "place": "posts", "kind": "post", "feeds.kind": "spaces",
        "feeds.target": "room", "notifications.kind": "space", "notifications.target": "room",
        "meeting_id": desk.meeting.id, "digest_id": desk.digest.id, "ask_id": desk.ask.id,
        "adoption_id": cases.adoption.id, "translation_id": cases.translation.id,
        "comment_id": cases.comment.id, "file_id": talk.file.id, "draft_id": talk.draft.id,
        "item_id": desk.item.id, "guides.item_id": desk.guide_item, "request_id": asked.id,
        "conversation_id": talk_apart.id, "message_id": talk_apart.messages[0].id,
        "succession_id": joining.succession.id, "invitation_id": joining.invitation.id,
        "organisation_id": member.organisation_id,
        "organisations.request_id": joining.asked.id,
        "thesaurus.code": "outreach", "discussions.code": "outreach", "extension": "docx",
        "thesaurus.act": "prefer", "people.act": "open", "rights.act": "answer", "deed": "submit",
        "language": "fr", "name": "file.csv", "pages.name": "welcome", "size": "full",
        "section": "community", "state": "read", "number": 1, "key": "made-up",
        "token": "made-up", "secret": "made-up", "subject": "all", "filename": "css/base.css",
        "cases.extension": "docx",
    }
    return World(staff, secret, places)


def _talk(make, say, there) -> SimpleNamespace:
    """A topic with a poll, answers, a file, a remark and a draft."""
    topic = make.topic(there.space, there.member, title=say(140), source=say(), kind="question",
                       regions=["ITH3"], themes=["outreach"])
    answer = make.post(topic, make.member(there.space, say(90)), source=say())
    make.post(topic, there.staff, source=say(), parent=answer)
    file = keep_file(there.staff, name="file.csv", media_type="text/csv", content=b"a;b\n1;2\n")
    draft = drafts.keep_draft(there.staff, Place("answer", topic.id), {"source": [say()]})
    polls.set_poll(there.member, topic, polls.PollPlan(
        question=say(190), options=[f"1 {say(140)}", f"2 {say(140)}"]))
    signs.write_remark(there.staff, answer, place=say(90), words=say(290))
    return SimpleNamespace(topic=topic, answer=answer, file=file, draft=draft)


#: Fields of a case that hold what people write.
LINES = ("title", "original_name", "responsible_body")
PROSE = ("summary", "need_context", "activities", "difficulties", "success_factors",
         "lessons_learnt", "transfer_conditions", "ethics_note", "objectives")
ENOUGH = "Whoever is on duty opens the list of the day before, and calls. " * 4


def case_words(say) -> dict[str, object]:
    """All that can be typed into a case, and as much as it asks for."""
    return {name: say(98) for name in LINES} | {
        name: f"{say(220)}\n\n{ENOUGH}" for name in PROSE} | {
        "contact": {"name": say(100), "email": "cpi@example.org"},
        "resources_staff": {"fte": "0.3", "roles": say(100)},
        "outputs": [{"indicator": say(100), "value": say(100), "period": say(100)}],
        "results": [{"indicator": say(100), "baseline": say(100), "target": say(100),
                     "actual": say(100), "source": say(100)}]}


def _cases(make, say, staff, member) -> SimpleNamespace:
    """One that is published, adopted, translated; one in review with a comment; a draft."""
    author = make.person(say(90), organisation=f"Office {say(100)}")
    published = make.case(author, status="published", **case_words(say))
    waiting = make.case(author, status="in_review", **case_words(say))
    make.case(staff, **case_words(say))
    adopter = make.person(say(90), organisation=say(110))
    adoption = adoptions.adopt_case(adopter, published, adoptions.Use(
        region="ITH3", since="2025-01", changed=say(900), cost=say(190), result=say(900)))
    translation = translating.begin_translation(staff, published, "en")
    translating.save_translation(staff, translation, {
        "title": say(140), "summary": say(700), "activities": say(700)})
    translating.propose_translation(staff, translation)
    comment = reviews.comment(staff, waiting, field="summary", text=say(400))
    return SimpleNamespace(published=published, waiting=waiting, adoption=adoption,
                           translation=translation, comment=comment)


def _talk_apart(say, staff, member) -> Conversation:
    """What two write to each other privately."""
    decide("private_messages", True)
    talk = open_conversation(member, [staff.id], subject=say(110), source=say(), language="en")
    write_message(staff, talk, source=say(), language="en")
    return talk


def _joining(say, space, staff, member) -> SimpleNamespace:
    """Who was invited, who asks to come in or to be confirmed, who is to look after something."""
    invitation = add(Invitation(
        space_id=space.id, email="new@example.org", name=say(90), digest=digest_of(say(40)),
        invited_by_id=staff.id, expires_at=now() + timedelta(days=9)))
    add(Asking(space_id=space.id, person_id=staff.id, words=say(400)))
    return SimpleNamespace(
        invitation=invitation,
        asked=add(ConfirmationRequest(person_id=member.id, words=say(400),
                                      organisation_id=member.organisation_id)),
        succession=add(Succession(kind="space", thing_id=space.id, title=say(100),
                                  address="/spaces/room", holder_id=member.id,
                                  successor_id=staff.id, answer_by=now() + timedelta(days=9))))


def _seldom(say, staff, talk, cases) -> None:
    """What few write: other words of a post, an outline, a term, words that a case quotes, how it
    went elsewhere, why it was sent back, a picture's words, why somebody is not let in."""
    author, case = talk.answer.author, cases.published
    with at(now() + timedelta(hours=1)):
        edit_post(author, talk.answer, source=say(), language="en")
    add(Outline(space_id=talk.topic.space_id, kind="question", source=say(900)))
    thesaurus.add_term(staff, "outreach", "en", say(60))
    add(CaseSource(case=case, topic=talk.topic, seen_number=1))
    add(Quotation(case=case, post=talk.answer, person=author, asked_by=staff, field="summary",
                  words=say(400)))
    add(AdoptionResult(adoption_id=cases.adoption.id, months=6, outcome="", words=say(400)))
    add(CaseDecision(case_id=cases.waiting.id, decided_by_id=staff.id, from_status="submitted",
                     to_status="changes_requested", reason=say(400)))
    case.reviews[0].opinion = say(600)
    picture = keep_file(staff, name=say(80), media_type="image/png", content=b"none")
    talk.answer.attachments.append(PostFile(file=picture, place=9, alt=say(140)))
    add(JoinRequest(name=say(90), email="not@example.org", words=say(400), language="en",
                    refused_at=now(), refused_by_id=staff.id, reason=say(400)))


def _decided(say, staff, item) -> None:
    """A decision with its reasons at its secret address, the objection, and a warning."""
    author_id = item.post.author_id
    decision = add(ModerationDecision(
        item=item, outcome="keep", person_id=author_id, decided_by_id=staff.id, ground="law",
        law=say(190), facts=say(900), key="made-up"))
    db.session.flush()
    appeal = add(Appeal(decision_id=decision.id, person_id=author_id, text=say(900)))
    db.session.flush()
    open_item("appeal", appeal.id, person_id=author_id)
    add(Sanction(person_id=author_id, kind="warn", reason=say(400), given_by_id=staff.id))


def _desk(make, say, staff, case, talk) -> SimpleNamespace:
    """What staff have before them: a digest, a guide, an event, a report."""
    digest = make_digest(staff, Plan(regions=["ITH3"], **until_today("ITH3", 30), language="en"))
    digest.foreword = say(1000)
    digest.arrangement = Arrangement(notes={f"case-{case.id}": say(400)}).kept()
    guide = make_guide(make, staff, [case], title=say(140), foreword=say(1000), subtitle=say(190))
    for each in guide.items:
        each.text = each.text and say(900)
    digest.answer = say(400)
    db.session.flush()
    meeting = make.meeting(talk.topic.space, staff, title=say(140), source=say(), place=say(190))
    report_thing(make.person(say(90)), get_thing(staff, "post", talk.answer.id),
                 Said(reason="rude", note=say(500)))
    item = ReviewItem.query.filter_by(post_id=talk.answer.id).one()
    write_note(staff, item, say(500))
    return SimpleNamespace(digest=digest, guide=guide, meeting=meeting, item=item,
                           ask=ask_expert(staff, talk.topic, make.member(talk.topic.space)),
                           guide_item=guide.items[0].id)
