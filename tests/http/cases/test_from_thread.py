"""A topic becomes a case: authors are asked, and quoted only as they say."""
import pytest
from sqlalchemy import select

from cop.base.db import db
from cop.cases.models.cases import Case
from cop.cases.models.quotations import Quotation
from cop.cases.service import quoting, reviewing, reviews, writing
from cop.discussions.service import deletions
from cop.spaces.service import add_member
from tests.case_text import FILLED, REGIONS, THEMES
from tests.make import SCORES, Make, take_up

SAID = "Each office keeps two half hours a day free for calling back those who were missing."
OTHER = "A name in the diary made the difference between a plan and a habit in our office."


@pytest.fixture
def curator(make):
    return make.granted("curator", name="Paolo Curti")


@pytest.fixture
def room(make, curator):
    """A private space the curator belongs to."""
    room = make.space("Cohort 3", visibility="private")
    add_member(room, curator)
    return room


@pytest.fixture
def topic(make, room):
    return make.topic(room, make.member(room, "Olga Nasi"), title="The secret of room 3")


@pytest.fixture
def ada(make, room):
    return make.member(room, "Ada Bruni", organisation="CPI di Rovigo",
                       audience="practitioner")


def drafted(curator, topic, *posts, field="activities"):
    case = quoting.make_case(curator, topic, [(post, field) for post in posts])
    db.session.commit()
    return case


def of(person):
    db.session.rollback()
    return db.session.scalars(select(Quotation).where(Quotation.person_id == person.id)).one()


def answered(person, answer):
    quoting.answer_quotation(person, of(person), answer)
    db.session.commit()


def text_of(case, field="activities"):
    db.session.rollback()
    return case.current.fields.get(field, "")


def test_a_curator_chooses_posts_and_their_authors_are_asked(
        make, curator, topic, ada, browse, run_jobs, letters, count_queries):
    post = make.post(topic, ada, source=SAID)
    desk, reader = browse(curator), browse(ada)
    assert "Make a case from this" in desk.get(f"/topics/{topic.id}-{topic.slug}").text
    assert "Make a case from this" not in reader.get(f"/topics/{topic.id}-{topic.slug}").text
    assert reader.get(f"/topics/{topic.id}/case").status_code == 403
    assert browse(make.granted("curator", name="Other")).get(
        f"/topics/{topic.id}/case").status_code == 404, "not in this room"
    with count_queries(at_most=8):
        page = desk.get(f"/topics/{topic.id}/case").text
    assert SAID in page and "What is done, step by step" in page
    nothing = desk.post(f"/topics/{topic.id}/case", data={f"post-{post.id}": ""})
    assert nothing.status_code == 422 and "Please choose at least one post." in nothing.text
    made = desk.post(f"/topics/{topic.id}/case", data={f"post-{post.id}": "activities"},
                     follow_redirects=True).text
    db.session.rollback()
    case = db.session.scalars(select(Case)).one()
    assert case.title == "", "what a private topic is called stays there"
    assert "Post by Ada Bruni" in made and "asked" in made
    assert text_of(case) == "", "nothing is quoted without a yes"

    assert [letter["Subject"] for letter in letters()] == ["May a case quote you?"]
    assert not any(SAID in part.get_content() for part in letters()[0].iter_parts())
    inbox = reader.get("/inbox").text
    assert "Paolo Curti would like to quote your post in a case" in inbox
    asked = f"/quotations/{of(ada).id}"
    assert asked in inbox
    question = reader.get(asked).text
    assert SAID in question and "these words leave it" in question
    assert browse(make.person()).get(asked).status_code == 404
    assert desk.get(asked).status_code == 404, "only Ada answers"
    reader.post(f"{asked}/answer", data={"answer": "named"})
    assert f"> {SAID}\n>\n> — Ada Bruni, CPI di Rovigo" in text_of(case)
    assert "/posts/" not in text_of(case), "no link into a private space"
    run_jobs()
    assert "Somebody said whether a case may quote them" in desk.get("/inbox").text
    assert "Became a case" in desk.get(f"/topics/{topic.id}-{topic.slug}").text
    assert "Became a case" not in reader.get(f"/topics/{topic.id}-{topic.slug}").text


@pytest.mark.parametrize("answer, credit", [
    ("named", "Ada Bruni, CPI di Rovigo"), ("role", "Front-line practitioner"),
    ("anonymous", "A member of the community"),
])
def test_somebody_is_quoted_as_they_choose_and_may_choose_otherwise(
        make, curator, topic, ada, answer, credit):
    topic.space.visibility = "members"
    case = drafted(curator, topic, make.post(topic, ada, source=SAID))
    answered(ada, answer)
    assert credit in case.current.fields["activities"]
    assert ("/posts/" in case.current.fields["activities"]) == (answer == "named")
    answered(ada, "anonymous")
    assert "Ada" not in case.current.fields["activities"]


def test_a_case_waits_until_everybody_has_answered(make, curator, topic, ada, browse):
    bruno = make.member(topic.space, "Bruno Conti")
    posts = make.post(topic, ada, source=SAID), make.post(topic, bruno, source=OTHER)
    case = drafted(curator, topic, *posts)
    desk = browse(curator)
    waiting = desk.post(f"/cases/{case.id}/submit")
    assert waiting.status_code == 403 and "has not answered yet" in waiting.text
    browse(ada).post(f"/quotations/{of(ada).id}/answer", data={"answer": "no"})
    desk.post(f"/cases/{case.id}/quotations/{of(bruno).id}/drop")
    db.session.rollback()
    writing.save_draft(curator, case, FILLED | {"activities": f"{FILLED['activities']} {SAID}"},
                       REGIONS, THEMES)
    refused = browse(curator).post(f"/cases/{case.id}/submit")
    assert refused.status_code == 403
    assert "author does not want to be quoted still stand" in refused.text
    db.session.rollback()
    writing.save_draft(curator, case, FILLED, REGIONS, THEMES)
    writing.submit_case(curator, case)
    assert case.status == "submitted"


def test_a_yes_taken_back_takes_the_words_out_of_every_version(make, curator, topic, ada, browse):
    case = drafted(curator, topic, make.post(topic, ada, source=SAID))
    answered(ada, "named")
    said = case.current.fields["activities"]
    writing.save_draft(curator, case, FILLED | {"activities": f"{FILLED['activities']}\n\n{said}"},
                       REGIONS, THEMES)
    writing.submit_case(curator, case)
    other = make.granted("curator", name="Carla Dini")
    take_up(other, case, "It is complete and readable.")
    rita = Make().person("Rita Sala")
    reviews.invite_reviewer(other, case, rita)
    reviews.score_case(rita, case, scores=SCORES, opinion="Clear and useful to others.",
                       no_conflict=True, evidence_level="E1")
    reviewing.publish_case(other, case, "For reasons of testing.")
    path = f"/cases/{case.id}-{case.slug}"
    assert SAID in browse().get(path).text
    assert "Grown from a discussion" not in browse().get(path).text, "the topic is private"
    browse(ada).post(f"/quotations/{of(ada).id}/answer", data={"answer": "no"})
    read = browse().get(path).text
    assert SAID not in read and "Ada Bruni" not in read and "Due spazi" in read
    late = browse(ada).post(f"/quotations/{of(ada).id}/answer", data={"answer": "named"})
    assert late.status_code == 403 and "gone on without your words" in late.text


def test_a_deleted_post_is_quoted_no_more(make, curator, topic, ada, run_jobs):
    post = make.post(topic, ada, source=SAID)
    case = drafted(curator, topic, post)
    answered(ada, "anonymous")
    deletions.delete_post(ada, post)
    run_jobs()
    assert SAID not in text_of(case) and of(ada).answer == "no"


def test_later_posts_say_that_a_case_may_need_an_update(make, curator, topic, ada, browse):
    topic.space.visibility = "public"
    case = drafted(curator, topic, make.post(topic, ada, source=SAID))
    assert case.title == topic.title, "a public title may go along"
    path, desk = f"/cases/{case.id}-{case.slug}", browse(curator)
    page = desk.get(path).text
    assert "Grown from a discussion" in page and "may need an update" not in page
    make.post(topic, ada, source="We stopped.")
    page = browse(curator).get(path).text
    assert "This case may need an update" in page
    assert "1 post was written there since." in page
    desk.post(f"/cases/{case.id}/sources/{topic.id}/seen")
    assert "may need an update" not in desk.get(path).text


def test_more_posts_go_into_the_same_draft(make, curator, topic, ada, browse):
    first = make.post(topic, ada, source=SAID)
    case = drafted(curator, topic, first)
    second = make.post(topic, make.member(topic.space, "Bruno Conti"), source=OTHER)
    desk = browse(curator)
    page = desk.get(f"/topics/{topic.id}/case").text
    assert "Its author is asked already." in page and f'<option value="{case.id}"' in page
    desk.post(f"/topics/{topic.id}/case", data={
        "into": case.id, f"post-{second.id}": "lessons_learnt"})
    db.session.rollback()
    assert len(db.session.scalars(select(Quotation)).all()) == 2
    assert len(db.session.scalars(select(Case)).all()) == 1
