"""Polls: asked with a topic or later, voted in, closed, and what they show to whom."""
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from cop.base.clock import at, now
from cop.base.db import begin_writing, db
from cop.base.jobs import wind_clockwork
from cop.discussions.models.polls import Ballot, BallotChoice, Poll, PollOption
from cop.discussions.models.topics import Post, Topic
from cop.discussions.places import Place
from cop.discussions.service import topics
from cop.discussions.service.drafts import keep_draft
from cop.discussions.service.polls import PollPlan, set_poll, vote
from cop.discussions.service.signs import mark_helpful
from cop.discussions.service.topics import accept_answer
from cop.people.models import Person

TOPIC = {"title": "When shall we meet?", "source": "One evening.", "language": "en",
         "kind": "discussion"}
FIELDS = {"question": "Which evening?", "options": "Monday\n\nTuesday \nWednesday"}
IN_TOPIC = TOPIC | {f"poll-{name}": value for name, value in FIELDS.items()}


@pytest.fixture
def ask(make):
    """`ask(…)`: a topic with a poll of three answers."""

    def make_poll(topic=None, **draft):
        topic = topic or make.topic()
        usual = {"question": "Which evening?", "options": ["Monday", "Tuesday", "Wednesday"]}
        return set_poll(topic.author, topic, PollPlan(**(usual | draft)))

    return make_poll


def page_of(browser, poll):
    return browser.get(f"/topics/{poll.topic_id}", follow_redirects=True)


def card(page):
    return BeautifulSoup(page.text, "html.parser").select_one("#poll")


def votes(page):
    return [int(cell.b.get_text()) for cell in card(page).select(".results td")]


def cast(browser, poll, *positions):
    options = [option.id for option in db.session.query(PollOption).filter_by(
        poll_id=poll.id).order_by(PollOption.id)]
    db.session.rollback()
    return browser.post(f"/topics/{poll.topic_id}/poll/votes", follow_redirects=True,
                        data={"option": [options[position] for position in positions]})


def test_a_poll_comes_with_a_new_topic(make, browse, stored):
    browser = browse(make.member(make.space(slug="neet"), regions=["ITH3"]))
    assert "poll-question" in browser.get("/spaces/neet/topics/new").text
    tomorrow = (now() + timedelta(days=1)).date()
    page = browser.post("/spaces/neet/topics", follow_redirects=True, data=IN_TOPIC | {
        "poll-closes_on": tomorrow.isoformat(), "poll-is_multiple": "y"})
    assert "Which evening?" in card(page).get_text()
    assert "23:59 CE" in card(page).get_text()
    poll = stored(Poll)[0]
    assert [option.words for option in poll.options] == ["Monday", "Tuesday", "Wednesday"]
    assert (poll.is_multiple, poll.is_named, poll.shown_at_end) == (True, False, False)


def test_without_a_question_of_its_own_a_poll_asks_what_the_title_asks(make, browse, stored):
    browser = browse(make.member(make.space(slug="neet")))
    page = browser.post("/spaces/neet/topics", follow_redirects=True,
                        data=IN_TOPIC | {"poll-question": " "})
    heading = card(page).find(id="poll-question")
    assert heading.get_text() == TOPIC["title"] and heading["class"] == ["hidden-text"]
    poll = stored(Poll)[0]
    assert poll.question == ""
    browser.post(f"/topics/{poll.topic_id}/poll", data=FIELDS)
    heading = card(page_of(browser, stored(Poll)[0])).find(id="poll-question")
    assert heading.get_text() == "Which evening?" and heading["class"] == ["item-title"]


@pytest.mark.parametrize("change, sentence", [
    ({"question": "x" * 201}, "At most 200 characters fit here"),
    ({"options": "Monday"}, "A poll has 2 to 12 answers, one on each line."),
    ({"options": "\n".join("abcdefghijklm")}, "A poll has 2 to 12 answers"),
    ({"options": "Monday\nmonday"}, "The same answer stands there twice."),
    ({"options": "Monday\n" + "y" * 151}, "At most 150 characters fit here"),
    ({"closes_on": "2020-01-01"}, "This day is over."),
    ({"closes_on": "soon"}, "Not a valid date value."),
])
def test_a_poll_that_cannot_be_comes_back_with_all_typed(
        make, browse, stored, change, sentence):
    topic = make.topic(make.space(slug="neet"))
    browser = browse(topic.author)
    given = FIELDS | change
    alone = browser.post(f"/topics/{topic.id}/poll", data=given)
    together = browser.post("/spaces/neet/topics", data=TOPIC | {
        f"poll-{name}": value for name, value in given.items()})
    for page, prefix in ((alone, ""), (together, "poll-")):
        assert page.status_code == 422
        assert sentence in page.text
        form = BeautifulSoup(page.text, "html.parser")
        assert form.find(attrs={"name": f"{prefix}question"})["value"] == given["question"]
        assert form.find(attrs={"name": f"{prefix}options"}).get_text().strip().splitlines()
    assert stored(Poll) == []
    assert len(stored(Topic)) == 1


def test_one_votes_sees_the_results_and_votes_anew(make, browse, ask, stored):
    poll = ask(is_named=True)
    browser = browse(make.person("Ada Bruni"))
    before = card(page_of(browser, poll)).get_text()
    assert "You see the results when you have voted." in before
    page = cast(browser, poll, 1)
    assert "Your vote is counted." in page.text
    assert votes(page) == [0, 1, 0]
    assert "Ada Bruni" in card(page).get_text()
    assert "100 %" in card(page).get_text()
    assert card(page).find("caption").get_text() == "Results"
    assert votes(cast(browser, poll, 2)) == [0, 0, 1]
    assert len(stored(Ballot)) == db.session.query(BallotChoice).count() == 1


def test_several_answers_where_several_may_be_chosen(make, browse, ask):
    poll = ask(is_multiple=True, is_named=True)
    ada, bob = browse(make.person()), browse(make.person())
    cast(ada, poll, 0, 2)
    page = cast(bob, poll, 0)
    assert votes(page) == [2, 0, 1]
    assert "50 %" in card(page).get_text()
    assert votes(cast(ada, poll, 0, 1)) == [2, 1, 0]


@pytest.mark.parametrize("given, sentence", [
    ([], "Please choose an answer."), (["x", "999999"], "Please choose an answer."),
    (None, "This poll takes one answer."),
])
def test_a_vote_that_cannot_be_is_refused(make, browse, ask, stored, given, sentence):
    poll = ask()
    options = [option.id for option in poll.options] if given is None else given
    page = browse(make.person()).post(f"/topics/{poll.topic_id}/poll/votes",
                                      data={"option": options})
    assert page.status_code == 422
    assert sentence in page.text
    assert stored(Ballot) == []


def test_an_anonymous_poll_shows_no_names_and_no_numbers_below_three(
        make, browse, ask, stored):
    poll = ask()
    people = [make.person(f"Person {number}") for number in range(3)]
    admin = browse(make.granted("administrator", name="Nora Admin"))
    for person in people[:2]:
        page = cast(browse(person), poll, 0)
        assert card(page).select(".results") == []
        assert "The results are shown once 3 people have voted" in card(page).get_text()
    assert votes(cast(browse(people[2]), poll, 1)) == [2, 1, 0]
    cast(admin, poll, 1)
    page = page_of(admin, poll)
    assert votes(page) == [2, 2, 0]
    assert not any(person.name in card(page).get_text() for person in people)
    assert "Named" not in card(page).get_text()


def test_results_at_the_end_are_shown_to_nobody_before(make, browse, ask):
    poll = ask(shown_at_end=True, is_named=True)
    author = browse(poll.topic.author)
    page = cast(author, poll, 0)
    assert card(page).select(".results") == []
    assert "The results are shown when the poll has ended." in card(page).get_text()
    page = author.post(f"/topics/{poll.topic_id}/poll/close", follow_redirects=True)
    assert "The poll is closed." in page.text
    assert votes(page) == [1, 0, 0]
    assert votes(page_of(browse(), poll)) == [1, 0, 0]
    assert poll.topic.author.name not in page_of(browse(), poll).text


def test_a_poll_ends_with_the_day_of_its_author_and_forgets_who_chose_what(
        app, make, browse, ask, run_jobs, stored):
    author = make.person(regions=["ITH3"])
    with at(datetime(2026, 6, 1, 9, tzinfo=UTC)):
        poll = ask(make.topic(author=author), closes_on=date(2026, 6, 3))
        for number in range(3):
            vote(make.person(f"Person {number}"), poll, [poll.options[0].id])
    assert poll.closes_at == datetime(2026, 6, 3, 22, tzinfo=UTC)
    early, late = browse(make.person()), browse(make.person())
    with at(datetime(2026, 6, 3, 21, 59, tzinfo=UTC)):
        wind_clockwork()
        run_jobs()
        assert all(ballot.person_id for ballot in stored(Ballot))
        assert cast(early, poll, 1).status_code == 200
    with at(datetime(2026, 6, 4, 1, tzinfo=UTC)):
        refusal = cast(late, poll, 1)
        assert refusal.status_code == 403
        assert "This poll has ended." in refusal.text
        wind_clockwork()
        run_jobs()
    assert [ballot.person_id for ballot in stored(Ballot)] == [None] * 4
    assert votes(page_of(browse(), poll)) == [3, 1, 0]


def test_its_author_changes_a_poll_while_nobody_has_voted(make, browse, ask, stored):
    poll = ask(closes_on=(now() + timedelta(days=3)).date())
    topic, moderator = poll.topic, browse(make.moderator(poll.topic.space))
    browser, ada = browse(topic.author), browse(make.person())
    form = BeautifulSoup(browser.get(f"/topics/{topic.id}/poll").text, "html.parser")
    assert form.find("textarea").get_text().split() == ["Monday", "Tuesday", "Wednesday"]
    assert form.find(attrs={"name": "closes_on"})["value"]
    browser.post(f"/topics/{topic.id}/poll", data=FIELDS | {"options": "Yes\nNo"})
    assert [option.words for option in stored(PollOption)] == ["Yes", "No"]

    cast(ada, stored(Poll)[0], 0)
    assert "Change the poll" not in page_of(browser, stored(Poll)[0]).text
    refusal = browser.post(f"/topics/{topic.id}/poll", data=FIELDS)
    assert refusal.status_code == 403
    assert "Somebody has voted" in refusal.text
    assert browser.post(f"/topics/{topic.id}/poll/remove").status_code == 403
    moderator.post(f"/topics/{topic.id}/poll/remove")
    assert stored(Poll) == stored(Ballot) == db.session.query(BallotChoice).all() == []


def test_others_neither_add_nor_close_a_poll(make, browse, ask):
    poll, other = ask(), make.topic()
    browser = browse(make.person())
    for path, sentence in ((f"/topics/{other.id}/poll", "Only who opened a topic adds a poll"),
                           (f"/topics/{poll.topic_id}/poll/close", "Only who asked, or a mod")):
        refusal = browser.post(path, data=FIELDS)
        assert refusal.status_code == 403
        assert sentence in refusal.text
    assert browser.get(f"/topics/{other.id}/poll").status_code == 302


def test_locked_topics_and_ended_courses_take_no_votes(make, browse, ask):
    locked, ended = ask(), ask()
    topics.lock_topic(make.moderator(locked.topic.space), locked.topic)
    ended.topic.space.kind, ended.topic.space.ends_on = "course", date(2020, 1, 1)
    browser = browse(make.person())
    for poll, sentence in ((locked, "This topic is locked."), (ended, "This course has ended")):
        refusal = cast(browser, poll, 0)
        assert refusal.status_code == 403
        assert sentence in refusal.text
        assert card(page_of(browser, poll)).find("form") is None


def test_a_deleted_opening_post_takes_its_poll_out_of_sight(browse, make, ask, stored):
    poll = ask()
    opening = Post.query.filter_by(topic_id=poll.topic_id, number=1).one()
    browser = browse(poll.topic.author)
    browser.post(f"/posts/{opening.id}/delete")
    assert card(page_of(browser, poll)) is None
    assert cast(browser, poll, 0).status_code == 404
    assert stored(Ballot) == []


def test_strangers_find_no_poll_and_visitors_are_asked_to_sign_in(make, browse, ask):
    secret, poll = ask(make.topic(make.space(visibility="private"))), ask()
    stranger = browse(make.person())
    for act in ("", "/votes", "/close", "/remove"):
        assert stranger.post(f"/topics/{secret.topic_id}/poll{act}").status_code == 404
    assert stranger.get(f"/topics/{secret.topic_id}/poll").status_code == 404
    assert "/login" in browse().post(
        f"/topics/{poll.topic_id}/poll/votes").headers["Location"]
    assert "Sign in to vote." in card(page_of(browse(), poll)).get_text()


def test_a_poll_adds_one_query_to_the_page_of_its_topic(make, browse, ask, count_queries):
    poll = ask(is_named=True)
    for number in range(5):
        vote(make.person(f"Person {number}"), poll, [poll.options[0].id])
    make.answers(poll.topic, poll.topic.author, [1] * 30)
    reader, topic = make.person(), poll.topic
    vote(reader, poll, [poll.options[1].id])
    browser, path = browse(reader), f"/topics/{topic.id}-{topic.slug}"
    with count_queries(at_most=8):
        page = browser.get(path)
    assert votes(page) == [5, 1, 0]


def test_votes_at_the_same_moment_are_all_counted_and_nobody_votes_twice(app, make, ask):
    poll = ask(is_multiple=False)
    poll_id, options = poll.id, [option.id for option in poll.options]
    people = [make.person(f"Person {number}").id for number in range(4)]
    db.session.commit()

    def one(number):
        with app.app_context():
            begin_writing()
            vote(db.session.get(Person, people[number % 4]), db.session.get(Poll, poll_id),
                 [options[number % 3]])
            db.session.commit()
            db.session.remove()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(one, range(16)))
    db.session.expire_all()
    assert db.session.query(Ballot).count() == 4
    assert db.session.query(BallotChoice).count() == 4


def test_the_fullest_page_of_a_topic_is_within_the_budget(make, browse, ask, count_queries):
    """A question about a case in a private space, with a poll that closes, signs, an accepted
    answer and a draft."""
    space = make.space(visibility="private")
    asker, reader = make.member(space, "Ada"), make.member(space, "Bo")
    reader.country = "IT"
    case = make.case(status="published")
    topic = make.question(space, asker)
    topic.subject_kind, topic.subject_id = "case", case.id
    poll = ask(topic, is_named=True, closes_on=(now() + timedelta(days=3)).date())
    vote(reader, poll, [poll.options[1].id])
    answers = [make.post(topic, make.member(space, f"Person {n}")) for n in range(20)]
    accept_answer(asker, topic, answers[3])
    mark_helpful(reader, answers[2])
    keep_draft(reader, Place("answer", topic.id), {"source": ["Half a"]})
    browser, path = browse(reader), f"/topics/{topic.id}-{topic.slug}"
    browser.get(path)
    with count_queries(at_most=8):
        page = browser.get(path)
    for words in (case.title, "Half a", poll.question):
        assert words in BeautifulSoup(page.text, "html.parser").get_text()
