"""Who sees a case, and who may take which step with it."""
import pytest
from sqlalchemy import select

from cop.base.clock import now
from cop.base.db import db
from cop.cases.models.cases import STATUSES, Case
from cop.cases.models.reviews import CaseReview
from cop.cases.policy import cases as policy
from cop.cases.policy import reviewing as rules
from cop.cases.service import reviewing, reviews, writing
from cop.people.models import Grant, Person
from tests.case_text import FILLED
from tests.make import take_up

NOBODYS = ("draft", "submitted", "in_review", "changes_requested", "withdrawn")


def sees(reader, case, rule=policy.visible_cases):
    return db.session.scalar(select(Case.id).where(Case.id == case.id, rule(reader))) is not None


@pytest.fixture
def author(make):
    return make.person("Chiara Bellin", organisation="CPI di Treviso")


@pytest.fixture
def curator(make):
    return make.granted("curator", name="Paolo Curti")


@pytest.mark.parametrize("status", STATUSES)
def test_readers_see_what_is_published_and_its_author_everything(make, author, status):
    case = make.case(author, status=status)
    is_out = status in ("published", "archived")
    assert sees(make.visitor(), case) is is_out
    assert sees(make.person(), case) is is_out
    assert sees(author, case)


@pytest.mark.parametrize("status", STATUSES)
def test_curators_see_everything_but_drafts_and_strangers_nothing_more(make, curator, status):
    case = make.case(status=status)
    rule = policy.workable_cases
    assert sees(curator, case, rule) is (status != "draft")
    assert sees(make.granted("administrator"), case, rule) is (status != "draft")
    assert sees(make.person(), case, rule) is (status not in NOBODYS)
    assert sees(make.visitor(), case, rule) is (status not in NOBODYS)


def test_a_published_text_stays_in_sight_while_a_newer_one_is_reviewed(make, author, curator):
    case = make.case(author, status="published", curator=curator)
    for step in (
        lambda: writing.save_draft(author, case, FILLED | {"innovation": "New."}, ["ITH3"],
                                   ["neet"]),
        lambda: writing.submit_case(author, case),
        lambda: take_up(curator, case, "We look at it again."),
        lambda: reviewing.request_changes(curator, case, "One figure is missing."),
    ):
        step()
        assert sees(make.visitor(), case), case.status


def test_a_members_only_case_is_for_members(make):
    case = make.case(status="published", licence="members-only")
    assert not sees(make.visitor(), case)
    assert sees(make.person(), case)


def test_the_rule_answers_the_same_for_one_person_and_for_all_at_once(make, author):
    public, draft = make.case(author, status="published"), make.case(author)
    stranger = make.person()
    for case, readers in ((public, {author.id, stranger.id}), (draft, {author.id})):
        asked = select(Person.id).join(Case, Case.id == case.id)
        found = set(db.session.scalars(asked.where(policy.visible_cases(Person))))
        assert found & {author.id, stranger.id} == readers


def test_a_curator_of_a_theme_cares_for_its_cases_only(make):
    curator = make.granted("curator", "theme", "outreach", name="Tea")
    theirs = make.case(status="submitted", themes=["outreach", "neet"])
    other = make.case(status="submitted", themes=["partnership"])
    assert sees(curator, theirs, policy.workable_cases)
    assert not sees(curator, other, policy.workable_cases)
    assert rules.may_decide(curator, theirs, "in_review")
    assert rules.may_decide(curator, other, "in_review").reason == (
        "Only curators decide about a case.")
    assert rules.may_open_review_desk(curator)


def test_the_invited_reviewer_sees_the_case_and_scores_it_but_does_not_decide(
        make, curator):
    case, reviewer = make.case(status="submitted"), make.person("Rita")
    assert not sees(reviewer, case, policy.workable_cases)
    take_up(curator, case, "Somebody who knows it reads it.", reviewer=reviewer)
    assert sees(reviewer, case, policy.workable_cases)
    assert rules.may_score(reviewer, case)
    assert not rules.may_score(curator, case)
    assert rules.may_decide(reviewer, case, "published").reason == (
        "Only curators decide about a case.")


def test_nobody_decides_about_their_own_case_or_their_own_organisation(make):
    paolo = make.granted("curator", name="Paolo", organisation="Veneto Lavoro")
    colleague = make.granted("curator", name="Pia", organisation="VENETO  LAVORO")
    case = make.case(paolo, status="submitted")
    assert rules.may_decide(paolo, case, "published").reason == "Nobody reviews their own case."
    assert rules.may_decide(colleague, case, "published").reason == (
        "You work for the author's organisation: somebody else must review this.")


@pytest.mark.parametrize("status", STATUSES)
def test_a_curator_takes_only_the_steps_there_are(make, curator, status):
    case = make.case(status=status)
    steps = {
        "draft": set(),
        "submitted": {"in_review", "changes_requested", "withdrawn"},
        "in_review": {"changes_requested", "published", "withdrawn"},
        "changes_requested": {"withdrawn"},
        "published": {"archived", "withdrawn"},
        "archived": {"published", "withdrawn"},
        "withdrawn": set(),
    }
    assert {to for to in STATUSES if rules.may_decide(curator, case, to)} == steps[status]


@pytest.mark.parametrize("status, edits, submits, withdraws", [
    ("draft", True, True, True),
    ("submitted", False, False, True),
    ("in_review", False, False, True),
    ("changes_requested", True, True, True),
    ("published", True, False, True),
    ("archived", False, False, True),
    ("withdrawn", True, True, False),
])
def test_what_authors_may_do_depends_on_where_the_case_is(
        make, author, status, edits, submits, withdraws):
    case, stranger = make.case(author, status=status), make.granted("administrator")
    assert bool(policy.may_edit_case(author, case)) is edits
    assert bool(policy.may_submit(author, case)) is submits
    assert bool(policy.may_withdraw(author, case)) is withdraws
    together = status == "changes_requested"  # curators and reviewers put in a word then
    assert bool(policy.may_edit_case(stranger, case)) is together
    assert not policy.may_edit_case(make.person("Olga Nasi"), case)
    assert not policy.may_submit(stranger, case)
    assert not policy.may_withdraw(stranger, case)
    assert not policy.may_edit_case(make.visitor(), case)


def test_the_review_desk_is_for_curators(make, curator):
    assert rules.may_open_review_desk(curator)
    assert rules.may_open_review_desk(make.granted("administrator"))
    assert not rules.may_open_review_desk(make.person())
    assert not rules.may_open_review_desk(make.visitor())
    moderator = make.person()
    moderator.grants.append(Grant(role="moderator", scope_kind="everywhere"))
    assert not rules.may_open_review_desk(moderator)


NOT_ASKED = "Only its curators and the invited reviewer review a case."
OWN = "Nobody reviews their own case."
HOUSE = "You work for the author's organisation: somebody else must review this."


@pytest.fixture
def cast(make, author, curator):
    """A submitted case and everybody who could want to review it, by what they are to it."""
    case = make.case(author, status="submitted", curator=curator)
    asked = {name: make.person(name) for name in ("invited", "declined", "moved")}
    for person in asked.values():
        reviews.invite_reviewer(curator, case, person) if len(case.round) < 2 else (
            case.reviews.append(CaseReview(revision_id=case.current_id, reviewer_id=person.id)))
    db.session.flush()
    case.reviews[1].declined_at = now()
    asked["moved"].organisation = author.organisation
    db.session.flush()
    people = {"visitor": make.visitor(), "stranger": make.person(), "author": author,
              "deputy": make.granted("curator", name="Dina"), "curator": curator,
              "colleague": make.granted("curator", name="Pia", organisation="CPI di Treviso"),
              **asked}
    case.deputy, case.deputy_id = people["deputy"], people["deputy"].id
    return case, people


@pytest.mark.parametrize("who, review, score, decide", [
    ("visitor", NOT_ASKED, "Only an invited reviewer scores a case.",
     "Only curators decide about a case."),
    ("stranger", NOT_ASKED, "Only an invited reviewer scores a case.",
     "Only curators decide about a case."),
    ("author", NOT_ASKED, "Only an invited reviewer scores a case.",
     "Only curators decide about a case."),
    ("deputy", OWN, "Only an invited reviewer scores a case.", OWN),
    ("colleague", HOUSE, "Only an invited reviewer scores a case.", HOUSE),
    ("declined", NOT_ASKED, "Only an invited reviewer scores a case.",
     "Only curators decide about a case."),
    ("moved", HOUSE, HOUSE, "Only curators decide about a case."),
    ("invited", "", "", "Only curators decide about a case."),
    ("curator", "", "Only an invited reviewer scores a case.", ""),
])
def test_who_may_review_score_and_decide(cast, who, review, score, decide):
    case, people = cast
    person = people[who]
    assert (rules.may_review(person, case).reason or "") == review
    assert (rules.may_score(person, case).reason or "") == score
    assert (rules.may_take_steps(person, case).reason or "") == decide


def test_what_is_decided_is_scored_no_more(cast, curator):
    case, people = cast
    case.status = "published"
    assert rules.may_score(people["invited"], case).reason == (
        "This case is not waiting for a review.")


def test_drafts_are_answered_by_nobody_and_kept_by_nobody_who_left(make, author):
    case = make.case(author)
    assert policy.may_answer(author, case).reason == "Nothing has been decided yet."
    gone = make.person("Ugo Andato", active=False)
    assert policy.may_keep(gone, case).reason == "Ugo Andato has no open account."
