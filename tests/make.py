"""Make things for tests: everything has a sensible default."""
import uuid
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update

from cop.base.clock import now
from cop.base.db import add, db
from cop.base.events import quietly
from cop.cases.rubric import get_rubric
from cop.cases.service import reviewing, reviews, writing
from cop.discussions.models.topics import Post
from cop.discussions.service import posts, topics
from cop.discussions.tree import component, depth_of
from cop.meetings import service as meetings
from cop.meetings.times import Plan
from cop.people.models import Grant, Organisation, Person, Visitor
from cop.spaces.models import Membership, Space
from cop.vocabulary.zones import zone_of
from tests.case_text import FILLED, FILLED_1, REGIONS, THEMES

#: What a reviewer scores who has nothing against a case.
SCORES = {criterion.name: 2 for criterion in get_rubric()}


def until_today(region, days):
    """The last days of a plan, by the calendar of its region: in Rome it is tomorrow already when
    it is late in UTC."""
    today = now().astimezone(zone_of(region)).date()
    return {"first_day": today - timedelta(days=days), "last_day": today}


def take_up(curator, case, reason, **more):
    """The curator's check is done."""
    return reviewing.start_review(curator, case, reason=reason, checks=reviewing.CHECKS, **more)


def review(curator, case, reason, *, reviewer=None, **said):
    """Somebody of another organisation is asked and scores the case."""
    reviewer = reviewer or Make().person("Rita Sala")
    reviews.invite_reviewer(curator, case, reviewer)
    return score(reviewer, case, opinion=reason, **said)


def score(reviewer, case, *, opinion="Clear and useful to others.", level="", **scores):
    """An invited reviewer scores 2 on everything, or what is given."""
    return reviews.score_case(
        reviewer, case, scores=SCORES | scores, opinion=opinion, no_conflict=True,
        evidence_level=level or case.current.fields.get("evidence_level", "E1"))


def reviewed(curator, case, **said):
    """Checked by a curator and reviewed: it waits for the decision."""
    take_up(curator, case, "It is complete and readable.")
    return review(curator, case, "Clear and useful to others.", **said)


#: status of a case → what a curator does to bring it there from submitted
CASE_STEPS = {
    "submitted": (),
    "in_review": (take_up,),
    "changes_requested": (reviewing.request_changes,),
    "published": (take_up, review, reviewing.publish_case),
    "archived": (take_up, review, reviewing.publish_case, reviewing.archive_case),
    "withdrawn": (reviewing.take_down_case,),
}

class Make:
    """Rows for tests, flushed and with ids. `browse` commits them."""

    def visitor(self) -> Visitor:
        return Visitor()

    def person(self, name="Ada Bruni", *, organisation="", regions=(), themes=(), **columns):
        defaults = {
            "email": f"{uuid.uuid4().hex[:12]}@example.org", "fs_uniquifier": uuid.uuid4().hex,
            "confirmed_at": now() - timedelta(days=30), "terms_version": "1",
            "interface_language": "en",
        }
        person = Person(name=name, regions=list(regions), themes=list(themes),
                        **(defaults | columns))
        if organisation:
            person.organisation = self.organisation(organisation)
        return add(person)

    def organisation(self, name):
        found = Organisation.query.filter_by(folded_name=Organisation.key(name)).first()
        return found or add(Organisation(name=name, folded_name=Organisation.key(name)))

    def granted(self, role, scope_kind="everywhere", scope_code="", **columns):
        """A person with a role."""
        person = self.person(**columns)
        person.grants.append(Grant(role=role, scope_kind=scope_kind, scope_code=scope_code))
        return person

    def space(self, name="Activation", **columns):
        defaults = {"slug": f"space-{uuid.uuid4().hex[:8]}", "name": name}
        return add(Space(**(defaults | columns)))

    def member(self, space, name="Ada Bruni", **columns):
        person = self.person(name, **columns)
        add(Membership(space_id=space.id, person_id=person.id))
        space.member_count += 1
        return person

    def owner(self, space, name="Olga Berti", **columns):
        person = self.member(space, name, **columns)
        person.grants.append(Grant(role="owner", scope_kind="space", scope_code=str(space.id)))
        return person

    def moderator(self, space, name="Mara Neri", *, also=()):
        """Of one space, or of others, too."""
        person = self.person(name)
        for each in (space, *also):
            add(Membership(space_id=each.id, person_id=person.id))
            each.member_count += 1
            person.grants.append(
                Grant(role="moderator", scope_kind="space", scope_code=str(each.id)))
        return person

    def case(self, author=None, *, status="draft", curator=None, regions=REGIONS,
             themes=THEMES, version="2", **fields):
        """A case that lacks nothing, on its way as far as `status`."""
        author = author or self.person("Chiara Bellin", organisation="CPI di Treviso")
        case = writing.start_case(author)
        said = (FILLED_1 if version == "1" else FILLED) | fields
        writing.save_draft(author, case, said, regions, themes, version=version)
        if status == "draft":
            return case
        writing.submit_case(author, case)
        curator = curator or self.granted("curator", name="Paolo Curti")
        for step in CASE_STEPS[status]:
            step(curator, case, reason="For reasons of testing.")
        return case

    def topic(self, space=None, author=None, *, title="How do you find the time?",
              source="We have one counsellor for two hundred people.", **more):
        """A topic with its opening post; its author belongs to the space."""
        space = space or self.space()
        author = author or self.member(space)
        with quietly():
            return topics.open_topic(author, space, title=title, source=source,
                                     **({"language": "en"} | more))

    def question(self, space=None, author=None, **more):
        return self.topic(space, author, kind="question", **more)

    def post(self, topic, author=None, *, source="Two half hours a day.", language="en",
             parent=None):
        author = author or self.member(topic.space, "Bruno Conti")
        with quietly():
            return posts.write_post(author, topic, source=source, language=language,
                                    parent=parent)

    def meeting(self, space=None, organiser=None, *, days=3, hours=1, title="A call on call-backs",
                source="Bring your own figures.", **more):
        """An event in so many days that lasts so many hours."""
        space = space or self.space()
        organiser = organiser or self.member(space, "Olga Nasi")
        begin = (now() + timedelta(days=days)).astimezone(ZoneInfo("Europe/Rome"))
        begin = begin.replace(second=0, microsecond=0)
        end = begin + timedelta(hours=hours)
        plan = {"starts_on": begin.date(), "starts_at": begin.time(), "ends_on": end.date(),
                "ends_at": end.time(), "zone": "Europe/Rome", "place": "Treviso"} | more
        with quietly():
            return meetings.plan_meeting(organiser, space, Plan(**plan), title=title,
                                         source=source, language="en")

    def answers(self, topic, author, parents):
        """Many posts at once: `parents[i]` is the number that post i + 2 answers."""
        rows, paths = [], {1: component(1)}
        for number, parent in enumerate(parents, 2):
            paths[number] = paths[parent] + component(number)
            rows.append({
                "topic_id": topic.id, "author_id": author.id, "number": number, "language": "en",
                "path": paths[number], "depth": depth_of(paths[number]), "source": str(number),
                "html": f"<p>{number}</p>"})
        db.session.execute(insert(Post), rows)
        ids = dict(db.session.execute(
            select(Post.number, Post.id).where(Post.topic_id == topic.id)).all())
        db.session.execute(update(Post), [
            {"id": ids[number], "parent_id": ids[parent]}
            for number, parent in enumerate(parents, 2)])
        topic.post_count = topic.last_number = len(rows) + 1
