"""What is new for a saved search is told: once, to whom it is open, when they want it."""
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from cop.base.clock import at, now
from cop.base.db import db
from cop.discussions.service import posts, topics
from cop.notifications.models import Notice
from cop.search.listeners import alert_at_once, alert_in_the_morning
from cop.search.models.saved import SavedSearch
from cop.search.queries import saved as saved_queries
from cop.search.service import alerts
from cop.search.service import saved as service
from cop.spaces.levels import Level
from cop.spaces.models import Following, Membership
from tests.letters import said_in

#: A Wednesday; in Rome it is eleven.
NOON = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


@pytest.fixture
def hours(app):
    """The clock: `hours(3)` is three hours after noon."""
    return lambda number=0, **more: at(NOON + timedelta(hours=number, **more))


@pytest.fixture
def ada(make):
    return make.person("Ada Bruni", regions=["ITH3"], email="ada@example.org")


@pytest.fixture
def keep(hours):
    def save(person, q="voucher", name="Vouchers", frequency="at_once", **more):
        with hours():
            saved = service.save_search(person, f"?q={q}", name=name,
                                        frequency=frequency, **more)
        db.session.commit()
        return saved

    return save


@pytest.fixture
def write(make, run_jobs, hours):
    """Open a topic so many hours later, and have it indexed."""
    def open_topic(title="A voucher for everybody", hour=1.0, space=None, author=None, **more):
        space = space or make.space()
        with hours(hour):
            topic = topics.open_topic(author or make.member(space, "Bruno Conti"), space,
                                      title=title, language="en",
                                      **({"source": "Who pays?"} | more))
            db.session.commit()
            run_jobs()
        return topic

    return open_topic


@pytest.fixture
def alert(run_jobs, hours):
    def run(hour=2.0, task=alert_at_once):
        with hours(hour):
            task()
            run_jobs()
        db.session.rollback()

    return run


def lines(person):
    query = select(Notice).where(Notice.kind == "search_matched", Notice.person_id == person.id)
    return db.session.scalars(query.order_by(Notice.id)).all()


def test_what_is_new_is_told_at_once_and_only_once(ada, keep, write, alert, browse, letters):
    saved = keep(ada, by_mail=True)
    topic = write()
    alert()
    assert [line.target_id for line in lines(ada)] == [saved.id]
    page = browse(ada).get("/inbox").text
    assert "Something new fits a search you saved" in page
    assert f"/me/searches/{saved.id}" in page
    letter, = letters()
    assert letter["To"] == "ada@example.org"
    assert letter["Subject"] == "1 new result for “Vouchers”"
    assert f"http://localhost/topics/{topic.id}" in said_in(letter)
    for hour in (3, 4, 30):
        alert(hour)
    assert len(lines(ada)) == 1 and len(letters()) == 1


def test_what_was_there_before_is_not_new(ada, keep, write, alert):
    write(hour=-1)
    keep(ada)
    alert()
    assert lines(ada) == []


def test_one_letter_tells_of_all_searches_and_of_each_thing_once(
        ada, keep, write, alert, letters):
    keep(ada, by_mail=True)
    keep(ada, q="apprentices", name="Apprentices", by_mail=True)
    keep(ada, q="nothing", name="Nothing", by_mail=True)
    write("A voucher for apprentices")
    write("On apprentices only", hour=1.5)
    alert()
    letter, = letters()
    text = said_in(letter)
    assert letter["Subject"] == "2 new results for your searches"
    assert text.count("A voucher for apprentices") == 1 and "On apprentices only" in text
    assert "New for “Apprentices”" in text and "Nothing" not in text
    stop = letter["List-Unsubscribe"].strip()
    assert stop.startswith("<http://localhost/searches/stop/") and stop.endswith("?all=1>")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_letter_speaks_the_language_of_its_reader(make, keep, write, alert, letters):
    rosa = make.person("Rosa Lini", interface_language="it")
    keep(rosa, by_mail=True)
    write()
    alert()
    letter, = letters()
    assert letter["Subject"] == "1 nuovo risultato per «Vouchers»"
    assert "Novità per «Vouchers»:" in said_in(letter)


def test_nobody_hears_of_what_they_wrote_or_may_not_see(make, ada, keep, write, alert):
    room = make.space("Inside", visibility="private")
    member = make.member(room, "Cy Inside")
    for person in (ada, member):
        keep(person)
    own = make.space("Open")
    write("My own voucher", author=ada, space=own)
    write("A secret voucher", space=room, hour=1.2)
    alert()
    assert lines(ada) == []
    assert len(lines(member)) == 1


def test_what_is_closed_meanwhile_is_not_told(make, ada, keep, write, alert, hours, run_jobs,
                                             letters):
    room = make.space("Inside", visibility="private")
    db.session.add(Membership(space_id=room.id, person_id=ada.id))
    keep(ada, by_mail=True)
    write("A secret voucher", space=room)
    with hours(2):
        alert_at_once()
        Membership.query.filter_by(person_id=ada.id).delete()
        db.session.commit()
        run_jobs()
    assert lines(ada) == [] and letters() == []


@pytest.mark.parametrize("kind", ["topic", "space", "theme"])
def test_what_is_muted_is_not_told_unless_they_take_part(make, ada, keep, write, alert, kind):
    keep(ada)
    topic = write(themes=["outreach"])
    target = {"topic": {"target_id": topic.id}, "space": {"target_id": topic.space_id},
              "theme": {"code": "outreach"}}[kind]
    db.session.add(Following(person_id=ada.id, kind=kind, level=Level.MUTED, **target))
    db.session.commit()
    alert()
    assert lines(ada) == []
    if kind != "topic":
        later = write("Another voucher", hour=2.5, space=topic.space, themes=["outreach"])
        db.session.add(Following(person_id=ada.id, kind="topic", target_id=later.id,
                                 level=Level.TRACKING, is_chosen=False))
        db.session.commit()
        alert(3)
        assert len(lines(ada)) == 1


def test_closed_accounts_and_stopped_searches_are_left_alone(make, ada, keep, write, alert):
    gone = make.person("Gone")
    keep(gone)
    gone.active = False
    never = keep(ada, frequency="never")
    stopped = keep(ada, name="Stopped")
    service.stop_alerts(stopped)
    write()
    alert()
    assert lines(gone) == lines(ada) == []
    assert never.frequency == "never"


def test_while_the_index_is_behind_nothing_is_passed_over(make, ada, keep, hours, alert, run_jobs):
    keep(ada)
    space = make.space()
    author = make.member(space, "Bruno Conti")
    with hours(1):
        topics.open_topic(author, space, title="A late voucher", source="Who?", language="en")
        db.session.commit()
    with hours(2):
        alert_at_once()
    db.session.rollback()
    assert lines(ada) == []
    with hours(3):
        run_jobs()
    alert(4)
    assert len(lines(ada)) == 1


def test_answers_cases_and_other_languages_are_found_too(make, ada, keep, write, alert, hours,
                                                        run_jobs):
    keep(ada, q="voucher")
    topic = write("Something else")
    author = make.member(topic.space, "Cy")
    with hours(1.2):
        posts.write_post(author, topic, source="Try a voucher.", language="en")
        db.session.commit()
        run_jobs()
    alert()
    assert len(lines(ada)) == 1


def test_more_news_before_the_first_is_read_is_the_same_line(ada, keep, write, alert, browse):
    keep(ada)
    write()
    alert(2)
    write("Another voucher", hour=2.5)
    alert(3)
    first, second = lines(ada)
    assert first.bundle == second.bundle and second.created_at == NOON + timedelta(hours=3)
    browse(ada).post("/inbox/read")
    db.session.rollback()
    write("A third voucher", hour=3.5)
    alert(4)
    assert len({notice.bundle for notice in lines(ada)}) == 2


@pytest.mark.parametrize("frequency, region, due", [
    ("daily", "ITH3", datetime(2026, 11, 26, 6, 0, tzinfo=UTC)),
    ("daily", "FI1B1", datetime(2026, 11, 26, 5, 0, tzinfo=UTC)),
    ("weekly", "ITH3", datetime(2026, 11, 30, 6, 0, tzinfo=UTC)),
    ("at_once", "ITH3", None), ("never", "ITH3", None),
])
def test_mornings_are_those_of_the_reader(make, keep, frequency, region, due):
    reader = make.person("Rosa", regions=[region])
    assert keep(reader, frequency=frequency).due_at == due


def test_mornings_follow_the_clock_of_the_place(make):
    """Clocks are put forward on the last Sunday of March."""
    reader = make.person("Rosa", regions=["ITH3"])
    saturday = datetime(2027, 3, 27, 12, 0, tzinfo=UTC)
    assert service.next_morning(reader, "daily", saturday) == datetime(
        2027, 3, 28, 5, 0, tzinfo=UTC)


def test_each_morning_tells_of_the_day_before(ada, keep, write, alert, letters):
    saved = keep(ada, frequency="daily", by_mail=True)
    write("First voucher", hour=1)
    write("Second voucher", hour=5)
    alert(6, alert_at_once)
    alert(19, alert_in_the_morning)
    assert lines(ada) == [], "it is five in the morning"
    alert(20.2, alert_in_the_morning)
    letter, = letters()
    assert letter["Subject"] == "2 new results for “Vouchers”"
    due = db.session.get(SavedSearch, saved.id).due_at
    assert due == datetime(2026, 11, 27, 6, 0, tzinfo=UTC)
    alert(20.5, alert_in_the_morning)
    alert(45, alert_in_the_morning)
    assert len(letters()) == 1, "a day without news is quiet"


def test_changing_how_often_tells_nothing_twice(ada, keep, write, alert, hours):
    saved = keep(ada)
    write()
    alert(2)
    with hours(3):
        service.change_search(ada, saved, name="Vouchers", frequency="daily", by_mail=False)
        db.session.commit()
    alert(21, alert_in_the_morning)
    assert len(lines(ada)) == 1


def test_starting_again_begins_with_what_is_written_from_then_on(ada, keep, write, alert, hours):
    saved = keep(ada, frequency="never")
    write(hour=1)
    with hours(2):
        service.change_search(ada, saved, name="Vouchers", frequency="at_once", by_mail=False)
        db.session.commit()
    alert(3)
    assert lines(ada) == []
    write("A new voucher", hour=4)
    alert(5)
    assert len(lines(ada)) == 1


def test_an_alert_that_dies_before_it_is_stored_is_given_again(
        ada, keep, write, alert, hours, monkeypatch):
    keep(ada)
    write()
    monkeypatch.setattr(alerts, "publish", lambda event: 1 / 0)
    with hours(2), pytest.raises(ZeroDivisionError):
        alert_at_once()
    monkeypatch.undo()
    alert(3)
    assert len(lines(ada)) == 1


def test_the_same_question_of_many_is_asked_once_and_quiet_minutes_ask_nothing(
        make, keep, write, alert, hours, monkeypatch):
    for number in range(20):
        keep(make.person(f"Reader {number}"), q=("voucher", "apprentice")[number % 2])
    asked = []
    new = alerts._new
    monkeypatch.setattr(alerts, "_new", lambda *given: asked.append(given) or new(*given))
    with hours(0.5):
        alert_at_once()
    assert len(asked) == 1, "only whether there is anything"
    write()
    asked.clear()
    alert(2)
    assert len(asked) == 3
    assert db.session.query(Notice).filter_by(kind="search_matched").count() == 10


def test_up_to_when_the_index_is_complete_is_a_whole_second_before_now(app):
    assert now() - timedelta(seconds=12) < saved_queries.indexed_up_to() < now()
