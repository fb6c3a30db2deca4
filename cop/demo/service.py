"""Telling the demo's stories with the same services that the pages use. The texts lie in `data/`.

Everything happens at its own time, in the order of time, and nobody is written to.
"""
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_security.utils import hash_password

from cop.base.clock import at, now
from cop.base.events import quietly
from cop.base.site import decide
from cop.cases.models.cases import Case
from cop.cases.policy.reviewing import may_be_invited
from cop.cases.rubric import get_rubric
from cop.cases.service import reviewing, reviews
from cop.cases.service import writing as cases_writing
from cop.demo import stories
from cop.demo.adoptions import tell_adoptions
from cop.demo.files import attached
from cop.demo.guides import tell_guides
from cop.demo.reports import tell_reports
from cop.demo.stories import Deed, days_ago
from cop.discussions.events import PostWritten
from cop.discussions.models.topics import Post, Topic
from cop.discussions.service import polls, posts, signs, topics
from cop.meetings import service as meetings
from cop.notifications.listeners.discussions import tell_those_answered
from cop.people.models import Person
from cop.people.profile import Profile
from cop.people.queries import find_by_email
from cop.people.service import profiles, roles
from cop.spaces import service as spaces
from cop.spaces.models import Space

#: The password of every demo account.
PASSWORD = "pratica-comune"
#: Posts younger than this are in the inboxes of those they answer.
NEWS = timedelta(days=21)
#: Fields that a case with a second revision lacked in the first.
LATER = ("innovation", "sustainability", "equality_accessibility")
#: Who reviews in the demo, whoever is asked first.
REVIEWERS = ("marjatta", "erik", "elena")
OPINION = {
    "it": "Si capisce chi fa che cosa, e che cosa serve per cominciare altrove.",
    "en": "It is clear who does what, and what it takes to begin elsewhere.",
    "fr": "On comprend qui fait quoi, et ce qu'il faut pour commencer ailleurs.",
    "es": "Se entiende quién hace qué y qué hace falta para empezar en otro sitio.",
    "de": "Es wird klar, wer was tut und was es braucht, um anderswo zu beginnen.",
    "fi": "Käy selväksi, kuka tekee mitä ja mitä aloittaminen muualla vaatii.",
}


class Storyteller:
    """Tells everything once; remembers who and what the keys of the texts stand for."""

    def __init__(self) -> None:
        self.began = now()
        self.people: dict[str, Person] = {}
        self.spaces: dict[str, Space] = {}
        self.topics: dict[str, Topic] = {}
        self.posts: dict[tuple[int, str], Post] = {}
        self.cases: dict[str, Case] = {}

    def tell(self) -> Iterator[str]:
        """Yields the name of each thing told, for a progress bar."""
        with quietly():
            self._decide()
            for person in stories.people():
                yield self._person(person)
            self._grant()
            for space in stories.spaces():
                yield self._space(space)
            self._hand_over()
            for deed in stories.discussion_deeds():
                with at(deed.at):
                    yield getattr(self, f"_{deed.kind}")(deed)
            for case in stories.cases():
                yield self._case(case)
            yield from tell_guides(self.people["paolo"], self.cases)
            yield from tell_reports(self.topics, self.posts, self.people)

    def _decide(self) -> None:
        decide("name", "Pratica comune")
        decide("organisation", "Scuola d'esempio delle politiche attive del lavoro")
        decide("contact", "privacy@example.org")
        decide("is_demo", True)

    def _person(self, told: dict[str, Any]) -> str:
        with at(days_ago(told["joined_days_ago"])):
            person = profiles.create_person(
                None, name=told["name"], email=told["email"],
                interface_language=told["interface"])
            profiles.prove_address(person)
            profiles.describe(person, Profile(
                name=told["name"], about=told["about"], organisation=told["organisation"],
                regions=told["regions"], country=told["country"], languages=told["languages"],
                themes=told["themes"], audience=told["audience"],
                affiliation=told["affiliation"], is_public=told["public"],
                named_in_digests=told["public"],
                interface_language=told["interface"]))
        person.password = self._password()
        self.people[told["key"]] = person
        return person.name

    def _password(self) -> str:
        """One hash for all: making 49 of them takes seconds, and the password is no secret."""
        if not self.people:
            return str(hash_password(PASSWORD))
        return str(next(iter(self.people.values())).password)

    def _space(self, told: dict[str, Any]) -> str:
        ends = days_ago(-told["ends_days"]).date() if "ends_days" in told else None
        with at(days_ago(told["created_days_ago"])):
            space = spaces.open_space(
                None, slug=told["slug"], name=told["name"],
                description=told["description"], kind=told["purpose"],
                visibility=told["visibility"], language=told["language"],
                themes=told["themes"], regions=told["regions"], ends_on=ends)
        for key in dict.fromkeys(told["moderators"] + told["members"]):
            spaces.add_member(space, self.people[key])
        for place, key in enumerate(told["moderators"]):
            spaces.appoint(self.people["admin"], space, self.people[key],
                           "moderator" if place else "owner")
        self.spaces[told["slug"]] = space
        return space.name

    def _hand_over(self) -> None:
        for told in stories.spaces():
            if heir := told.get("hands_over_to"):
                self.spaces[told["slug"]].hands_over_to = self.spaces[heir]

    def _grant(self) -> None:
        """Moderators were appointed with their spaces. Of who has a role it is confirmed for whom
        they work."""
        for told in stories.people():
            if told["roles"]:
                self.people[told["key"]].organisation_proof = "hand"
            for grant in told["roles"]:
                if "space" not in grant:
                    place = ("region", grant["region"]) if "region" in grant else ("everywhere", "")
                    roles.grant_role(None, self.people[told["key"]], grant["role"], *place)

    def _topic(self, deed: Deed) -> str:
        told = deed.told
        topic = topics.open_topic(
            self.people[told["author"]], self.spaces[told["space"]], title=told["title"],
            source=told["body"], language=told["language"], kind=told["kind"],
            themes=told["themes"], regions=told.get("regions", ()))
        self.topics[told["key"]] = topic
        return topic.title

    def _meeting(self, deed: Deed) -> str:
        told, held = deed.told, deed.told["meeting"]
        meeting = meetings.plan_meeting(
            self.people[told["author"]], self.spaces[told["space"]],
            stories.plan_of(held, self.began), title=told["title"], source=told["body"],
            language=told["language"], themes=told["themes"], regions=told.get("regions", ()))
        for key in held["comes"]:
            meetings.sign_up(self.people[key], meeting)
        self.topics[told["key"]] = meeting.topic
        return meeting.topic.title

    def _post(self, deed: Deed) -> str:
        told, topic = deed.told, self.topics[deed.of["key"]]
        parent = self.posts[topic.id, told["reply_to"]] if told.get("reply_to") else None
        author = self.people[told["author"]]
        post = posts.write_post(author, topic, source=told["body"], language=told["language"],
                                parent=parent, files=attached(author, told.get("files", ())))
        self.posts[topic.id, told["key"]] = post
        if deed.at > self.began - NEWS:
            tell_those_answered(PostWritten(
                post_id=post.id, topic_id=topic.id, author_id=post.author_id))
        return topic.title

    def _poll(self, deed: Deed) -> str:
        told, topic = deed.told["poll"], self.topics[deed.told["key"]]
        asked = {name: value for name, value in told.items() if name != "votes"}
        polls.set_poll(topic.author, topic, polls.PollPlan(**asked))
        return topic.title

    def _votes(self, deed: Deed) -> str:
        """Each person's choices, by the position of the answers."""
        topic = self.topics[deed.told["key"]]
        options = [option.id for option in topic.poll.options]
        for key, chosen in deed.told["poll"]["votes"].items():
            polls.vote(self.people[key], topic.poll, [options[position] for position in chosen])
        return topic.title

    def _helpful(self, deed: Deed) -> str:
        topic = self.topics[deed.of["key"]]
        for key in deed.told["helpful"]:
            signs.mark_helpful(self.people[key], self.posts[topic.id, deed.told["key"]])
        return topic.title

    def _tried(self, deed: Deed) -> str:
        told, topic = deed.told, self.topics[deed.of["key"]]
        signs.write_remark(self.people[told["author"]], self.posts[topic.id, told["post"]],
                           place=told["place"], words=told["words"])
        return topic.title

    def _accept(self, deed: Deed) -> str:
        topic = self.topics[deed.told["key"]]
        topics.accept_answer(self.people[deed.told["author"]], topic,
                             self.posts[topic.id, deed.told["accepted"]])
        return topic.title

    def _lock(self, deed: Deed) -> str:
        topic = self.topics[deed.told["key"]]
        topics.lock_topic(self.people["admin"], topic)
        return topic.title

    def _case(self, told: dict[str, Any]) -> str:
        author, curator = self.people[told["author"]], self.people["paolo"]
        with at(days_ago(told["created_days_ago"])):
            case = cases_writing.start_case(author)
            self._write(case, told, LATER if "updated_days_ago" in told else ())
        if "submitted_days_ago" in told:
            with at(days_ago(told["submitted_days_ago"])):
                cases_writing.submit_case(author, case)
        self._decide_case(told, case, curator)
        self.cases[told["key"]] = case
        for key in told.get("topics", ()):
            self.topics[key].subject_kind, self.topics[key].subject_id = "case", case.id
        tell_adoptions(case, told.get("adopted", ()), self.people)
        return case.title

    def _write(self, case: Case, told: dict[str, Any], without: tuple[str, ...] = ()) -> None:
        fields = {name: "" if name in without else value for name, value in told["fields"].items()}
        cases_writing.save_draft(case.author, case, fields, told["regions"], told["themes"],
                                 version=told.get("template", "1"))

    def _decide_case(self, told: dict[str, Any], case: Case, curator: Person) -> None:
        submitted, status = told.get("submitted_days_ago", 0), told["status"]
        reason = told.get("reason", "")
        if status == "in_review":
            with at(days_ago(submitted - 2)):
                self._take_up(case, curator)
                reviews.invite_reviewer(curator, case, self.people["marjatta"])
        elif status == "changes_requested":
            with at(days_ago(submitted - 4)):
                reviewing.request_changes(curator, case, reason)
        elif status in ("published", "archived"):
            out = told["published_days_ago"]
            with at(days_ago(out + (submitted - out) / 2)):
                self._take_up(case, curator)
            with at(days_ago(out + (submitted - out) / 4)):
                self._review(told, case, curator)
            with at(days_ago(out)):
                reviewing.publish_case(curator, case, reason)
            if status == "archived":
                with at(days_ago(out / 4)):
                    reviewing.archive_case(curator, case, reason)
            self._update_case(told, case, curator)

    def _update_case(self, told: dict[str, Any], case: Case, curator: Person) -> None:
        """A second revision adds what the first left out."""
        if "updated_days_ago" not in told:
            return
        with at(days_ago(told["updated_days_ago"])):
            self._write(case, told)
            cases_writing.submit_case(case.author, case, told["update_note"])
            self._take_up(case, curator)
            reviewing.publish_case(curator, case, told["reason"])

    def _take_up(self, case: Case, curator: Person) -> None:
        reviewing.start_review(curator, case, reason=stories.FIRST_ANSWER[case.language],
                               checks=reviewing.CHECKS)

    def _review(self, told: dict[str, Any], case: Case, curator: Person) -> None:
        """Scores that follow from what the case says: one point less where there are no
        figures, more where there is a comparison."""
        level = told["fields"]["evidence_level"]
        reviewer = next(self.people[key] for key in REVIEWERS
                        if may_be_invited(self.people[key], case))
        reviews.invite_reviewer(curator, case, reviewer)
        scores = {criterion.name: 2 for criterion in get_rubric()}
        scores |= {"relevance": 3, "clarity": 3, "effectiveness": min(int(level[1]) + 1, 3)}
        reviews.score_case(reviewer, case, scores=scores, evidence_level=level,
                           opinion=OPINION[case.language], no_conflict=True)


def is_told() -> bool:
    """Has the demo been told in this database already?"""
    return find_by_email(stories.people()[0]["email"]) is not None


def count_stories() -> int:
    return (len(stories.people()) + len(stories.spaces()) + len(stories.discussion_deeds())
            + len(stories.cases()) + len(stories.guides()))


def list_shown() -> list[tuple[str, str, str]]:
    """(name, address, what they are) of the accounts to try, in the language of the page."""
    known = {told["key"]: told for told in stories.people()}
    what = {"chiara": _("practitioner in Treviso"), "paolo": _("curator and moderator"),
            "giulia": _("regional manager of Veneto and Toscana"), "admin": _("administrator")}
    return [(known[key]["name"], known[key]["email"], what[key]) for key in what]
