"""One of each thing that has an address, in each state in which others may see it.

Answers with what stands in addresses: family → state → {name of the part: value}.
"""
import hashlib
import secrets
from datetime import timedelta
from io import BytesIO

from PIL import Image

from cop.base.clock import now
from cop.base.db import add, db
from cop.base.jobs import Job
from cop.base.site import SiteDecision, forget_site
from cop.bookmarks.service import keep_bookmark
from cop.cases.models.attachments import CaseFile
from cop.cases.models.cases import Case
from cop.cases.models.quotations import CaseSource, Quotation
from cop.cases.models.reviews import CaseReview
from cop.cases.service import adoptions, translating
from cop.cases.service.reviews import comment
from cop.digests import contents
from cop.digests.models import ExpertAsk
from cop.digests.queries.contents import gather
from cop.digests.service import making
from cop.discussions.models.attachments import PostFile
from cop.discussions.models.drafts import Draft
from cop.discussions.models.revisions import Revision
from cop.discussions.models.topics import Post
from cop.discussions.service import polls, signs
from cop.discussions.service.deletions import delete_post
from cop.files import storage
from cop.files.inspecting import inspect
from cop.files.models import Upload
from cop.files.service.files import keep_sound
from cop.guides import service as guides
from cop.joining.models import JoinRequest
from cop.messages.models import Conversation, Message, Place
from cop.moderation.models.decisions import ModerationDecision
from cop.moderation.models.items import Report, ReviewItem
from cop.moderation.queries.things import get_thing
from cop.moderation.service.appeals import make_appeal
from cop.moderation.service.reporting import Said, report_thing
from cop.notifications.models import Notice, Rhythm
from cop.notifications.service.telling import tell
from cop.organisations.models import ConfirmationRequest
from cop.pages.models import AccessibilityReport
from cop.people.models import Grant, Sanction
from cop.people.queries import digest_of
from cop.people.security.tables import Identity, SignIn
from cop.people.service.addresses import make_address
from cop.people.service.keys import make_api_key
from cop.rights.models import DataExport, DataRequest
from cop.search.models.words import MissedSearch
from cop.search.service.saved import save_search
from cop.spaces.models import Asking, Invitation
from cop.succession.models import Succession
from tests.law.roles import FAMILIES, people_of
from tests.make import until_today
from tests.make_guides import make_guide


def make_world(make):
    """(people by role, parts of addresses by family and state)."""
    rooms = {state: make.space(f"Room for {state}", slug=f"room-{state}", visibility=state,
                               themes=["outreach"], regions=["ITH3"])
             for state in FAMILIES["room"]}
    asked = {state: make.space(f"Asked for {state}", slug=f"asked-{state}", visibility=state,
                               joins_wait=True) for state in FAMILIES["room"]}
    people = people_of(make, [*rooms.values(), *asked.values()],
                       make.space("Elsewhere", slug="elsewhere"))
    author = people["author"]
    parts = {"room": {state: _room(make, people, room) | _asked(make, people, asked[state])
                      for state, room in rooms.items()}}
    parts["case"] = {state: _case(make, people, parts, state) for state in FAMILIES["case"]}
    parts["digest"] = {state: _digest(people, rooms, parts, state) for state in FAMILIES["digest"]}
    parts["guide"] = {state: _guide(make, people, parts, state) for state in FAMILIES["guide"]}
    shown = make.person("Petra Publica", profile_is_public=True)
    shown.tf_primary_method = author.tf_primary_method = "authenticator"
    parts["profile"] = {"public": _person(people, shown), "members": _person(people, author)}
    parts["one"] = {"": _own(author, parts) | _single(people, parts) | _house(make, people)
                    | _talk(people) | _asked_to_look_after(make, author)}
    return people, parts


def _room(make, people, room):
    author = people["author"]
    topic = make.question(room, author, title="How do others call back?", themes=["outreach"])
    post, other = make.post(topic, author), make.post(topic, people["belongs"])
    meeting = make.meeting(room, author)
    file = keep_sound(author, inspect("photo.png", _picture()))
    add(PostFile(post_id=post.id, file_id=file.id, place=1))
    add(Revision(post_id=post.id, number=1, source="It was.", language="en",
                 written_by_id=author.id, written_at=now()))
    post.version = 2
    poll = polls.set_poll(author, topic, polls.PollPlan(
        question="When?", options=["Now", "Later"]))
    report_thing(people["belongs"], get_thing(people["belongs"], "post", post.id),
                 Said(reason="rude"))
    gone = make.post(topic, author)
    delete_post(author, gone)
    decided = add(ReviewItem(kind="post", target_id=gone.id, post_id=gone.id, person_id=author.id,
                             decided_at=now()))
    against = add(ModerationDecision(item_id=decided.id, outcome="remove", person_id=author.id,
                                     ground="rude", facts="It was rude to a reader."))
    make_appeal(against, "It was a joke between colleagues.")
    objection = ReviewItem.query.filter_by(kind="appeal", target_id=against.id).one()
    token = secrets.token_urlsafe(24)
    invited = add(Invitation(
        space_id=room.id, email="somebody@example.org", digest=digest_of(token),
        invited_by_id=author.id, expires_at=now() + timedelta(days=14)))
    return {"invitation_id": invited.id, "undo-delete.post_id": gone.id,
            "answer.item_id": objection.id, "space": room.id,
            "slug": room.slug, "topic_id": topic.id, "post_id": post.id, "meeting_id": meeting.id,
            "file_id": file.id, "name": file.name, "number": 1, "size": "small",
            "sign_id": signs.write_remark(author, other, place="Treviso", words="It works.").id,
            "item_id": ReviewItem.query.filter_by(post_id=post.id).one().id,
            "files.target_id": file.id, "target_id": post.id, "token": token,
            "bookmarks.kind": "topic", "bookmarks.target_id": topic.id,
            "other_post": other.id, "option": poll.options[0].id,
            "space.target": room.slug, "spaces.target": room.slug, "topic.target": topic.id,
            "other_topic": topic.id, "merge.topic_id": make.topic(room, author).id,
            "narrower": {"public": "room-members"}.get(room.visibility, "room-private")}


def _asked(make, people, room):
    """A room where joining waits for a yes, and somebody who asks."""
    asking = add(Asking(space_id=room.id, person_id=make.person("Nora").id, words="May I?"))
    return {"ask.slug": room.slug, "askings.slug": room.slug, "asking_id": asking.id,
            "stranger": asking.person_id,
            "spaces.person_id": people["belongs"].id, "members.person_id": people["belongs"].id}


def _house(make, people):
    """The organisation of the author, and who works there."""
    house = people["author"].organisation
    proved = make.person("Carlo Collega", organisation=house.name)
    proved.organisation_proof = "hand"
    asking = make.person("Clara Collega", organisation=house.name)
    asked = add(ConfirmationRequest(person_id=asking.id, organisation_id=house.id, words="Me."))
    return {"organisation_id": house.id, "organisations.request_id": asked.id,
            "withdraw.person_id": proved.id, "dismiss.person_id": people["contact"].id}


def _talk(people):
    """A private conversation of the author with somebody, and a message they reported."""
    author, other = people["author"], people["belongs"]
    add(SiteDecision(name="private_messages", value=True))
    talk = add(Conversation(subject="Between us", language="en", last_number=1, places=[
        Place(person_id=author.id), Place(person_id=other.id)]))
    said = add(Message(conversation_id=talk.id, number=1, author_id=other.id, language="en",
                       source="Nonsense.", html="<p>Nonsense.</p>"))
    db.session.commit()
    forget_site()
    report_thing(author, get_thing(author, "message", said.id), Said(reason="rude"))
    item = ReviewItem.query.filter_by(kind="message", target_id=said.id).one()
    return {"conversation_id": talk.id, "blocked.person_id": other.id, "block.person_id": other.id,
            "unblock.person_id": other.id, "messages.target_id": said.id, "words.item_id": item.id}


def _picture():
    stored = BytesIO()
    Image.new("RGB", (40, 30), secrets.token_hex(3).join("# ").strip()).save(stored, "PNG")
    return stored.getvalue()


def _case(make, people, parts, state):
    author, curator = people["author"], people["curator"]
    status = {"in review": "in_review", "draft": "draft"}.get(state, "published")
    case = make.case(author, status=status, themes=["outreach"], regions=["ITH3"])
    case.members_only = state == "for members"
    topic = parts["room"]["public"]
    file = keep_sound(author, inspect("photo.png", _picture()))
    add(CaseFile(revision_id=case.current_id, file_id=file.id, place=1))
    add(CaseSource(case_id=case.id, topic_id=topic["topic_id"], seen_number=0))
    asked = add(Quotation(case_id=case.id, post_id=topic["post_id"], person_id=author.id,
                          asked_by_id=curator.id, field="need_context", words="Two half hours",
                          answer="named", answered_at=now()))
    add(CaseReview(case_id=case.id, revision_id=case.current_id,
                   reviewer_id=people["reviewer"].id, invited_by_id=curator.id))
    said = {"case_id": case.id, "slug": case.slug, "extension": "md", "comment_id": 0,
            "topic_id": topic["topic_id"], "quotation_id": asked.id, "adoption_id": 0,
            "translation_id": 0, "file_id": file.id, "name": file.name, "size": "small",
            "target_id": case.id, "bookmarks.kind": "case"}
    if status == "published":
        said["adoption_id"] = adoptions.adopt_case(people["belongs"], case, adoptions.Use(
            region="ITH3", since="2024-03")).id
        translation = translating.begin_translation(people["belongs"], case, "fr")
        said["translation_id"] = translation.id
        proposed = translating.begin_translation(people["reviewer"], case, "en")
        proposed.state = "proposed"
        said["accept.translation_id"] = said["decline.translation_id"] = proposed.id
    if status == "in_review":
        said["comment_id"] = comment(people["reviewer"], case, "title", "Whose time?").id
    return said


def _digest(people, rooms, parts, state):
    is_issue = "issue" in state
    audience = {"public issue": "public", "issue of a space": "space"}.get(state, "members")
    digest = making.as_planned(making.Plan(
        regions=["ITH3"], **until_today("ITH3", 20), language="en", audience=audience,
        space=rooms["private"] if audience == "space" else None))
    digest.made_by_id = people["author"].id
    if state != "draft":
        digest.submitted_at, digest.submitted_by_id = now(), people["author"].id
    add(digest)
    if is_issue or "approved" in state:
        digest.approved_at, digest.approved_by_id = now(), people["manager"].id
    if is_issue:
        digest.frozen, digest.series = contents.frozen(gather(digest)), state
        digest.frozen_at, digest.number = now(), 1
        digest.planned_at = now() + timedelta(days=1)
    return {"digest_id": digest.id, "topic_id": parts["room"]["public"]["topic_id"],
            "language": "it", "published": parts["case"]["published"]["case_id"],
            "expert": people["belongs"].id}


def _guide(make, people, parts, state):
    case = Case.query.filter_by(id=parts["case"]["published"]["case_id"]).one()
    guide = make_guide(make, people["curator"], [case], title=f"A guide, {state}")
    if state == "published":
        guides.publish_guide(people["curator"], guide, "First.")
    return {"slug": guide.slug, "item_id": guide.items[0].id, "extension": "md"}


def _person(people, person):
    own = person is people["author"]  # who must be free to write
    sanction = add(Sanction(person_id=person.id, kind="note" if own else "silence", days=3,
                            ends_at=now() + timedelta(days=3), reason="Was told twice.",
                            given_by_id=people["mod-all"].id))
    grant = people["officer"] if own else person
    if not own:
        person.grants.append(Grant(role="regional_manager", scope_kind="region", scope_code="FR10"))
        db.session.flush()
    return {"person_id": person.id, "target_id": person.id,
            "sanction_id": sanction.id, "grant_id": grant.grants[0].id}


def _own(author, parts):
    """What is the author's alone, and what only the address opens."""
    room, case = parts["room"]["public"], parts["case"]["published"]
    saved = save_search(author, "?q=vouchers", name="Vouchers")
    tell([author.id], "answered", db.session.get(Post, room["post_id"]), key="reply:1")
    feed, feed_secret = make_address(author, "feed", "topics")
    calendar, calendar_secret = make_address(author, "calendar", "own")
    storage.store_export("own.zip", b"all there is")
    upload = add(Upload(person_id=author.id, name="a.txt", digest=hashlib.sha256(b"a").hexdigest(),
                        size=1))
    return {
        "saved_id": saved.id, "saved.token": saved.stop_key,
        "notice_id": Notice.query.filter_by(person_id=author.id).first().id,
        "bookmark_id": keep_bookmark(author, "case", case["case_id"]).id,
        "draft_id": add(Draft(person_id=author.id, kind="answer", target_id=room["topic_id"],
                              words={"source": ["Not yet"]})).id,
        "feeds.address_id": feed.id, "feeds.secret": feed_secret,
        "meetings.address_id": calendar.id, "meetings.secret": calendar_secret,
        "upload_id": upload.id, "key_id": make_api_key(
            author, name="Script", scopes=["read", "write"], days=9)[0].id,
        "identity_id": add(Identity(person_id=author.id, issuer="https://sign.on", subject="1")).id,
        "sign_in_id": add(SignIn(person_id=author.id, digest="another device")).id,
        "export_id": add(DataExport(person_id=author.id, name="own.zip", ready_at=now(),
                                    expires_at=now() + timedelta(days=7))).id,
        "rights.request_id": add(DataRequest(person_id=author.id, kind="other", words="Why?",
                                             due_on=now().date())).id,
        "notifications.key": add(Rhythm(person_id=author.id, stop_key="stop-letters")).stop_key,
        "subject": "answers", "topic_of_all": room["topic_id"], "slug_of_all": room["slug"],
        "item_of_all": room["item_id"], "space_of_all": room["space"],
    }


def _asked_to_look_after(make, author):
    """A space, in the place of its owner."""
    space = make.space("Handed on")
    return {"succession_id": add(Succession(
        kind="space", thing_id=space.id, title=space.name, address=f"/spaces/{space.slug}",
        holder_id=make.owner(space).id, successor_id=author.id,
        answer_by=now() + timedelta(days=9))).id}


def _kept_report(people):
    """The author reported somebody, and a moderator let it stand."""
    author, other = people["author"], people["belongs"]
    kept = add(ReviewItem(kind="person", target_id=other.id, person_id=other.id, decided_at=now()))
    add(ModerationDecision(item_id=kept.id, outcome="keep", person_id=other.id,
                           decided_by_id=people["admin"].id))
    return add(Report(item_id=kept.id, reporter_id=author.id, reason="rude",
                      outcome="not_upheld"))


def _single(people, parts):
    author = people["author"]
    item = db.session.get(ReviewItem, parts["room"]["public"]["item_id"])
    decision = add(ModerationDecision(item_id=item.id, outcome="remove", person_id=author.id,
                                      decided_by_id=people["moderator"].id, ground="rude",
                                      facts="It was rude to a reader."))
    topic = parts["room"]["public"]["topic_id"]
    ask = add(ExpertAsk(topic_id=topic, person_id=author.id, asked_by_id=people["manager"].id))
    return {
        "report_id": add(AccessibilityReport(text="No contrast", due_on=now().date())).id,
        "job_id": add(Job(name="nothing", arguments={}, parked_at=now())).id,
        "joining.request_id": add(JoinRequest(
            name="Nina", email="nina@example.org", words="Let me in.")).id,
        "invitation_id": add(Invitation(
            email="anna@example.org", digest="x", invited_by_id=people["admin"].id,
            expires_at=now() + timedelta(days=14))).id,
        "missed_id": add(MissedSearch(digest="x", last_on=now().date())).id,
        "moderation.report_id": _kept_report(people).id,
        "decision_id": decision.id, "moderation.key": decision.key, "ask_id": ask.id,
        "thesaurus.code": "outreach", "discussions.code": "outreach", "section": "access",
        "pages.name": "post", "manual.name": "ask", "theme.target": "outreach",
        "themes.target": "outreach", "regions.target": "ITH3",
        "filename": "css/base.css", "security.token": "no-such-token", "pages.file_id": 0,
    }
