"""Asking people to answer an open question: fairly, and they may decline."""
import pytest
from sqlalchemy import select

from cop.base.clock import at
from cop.base.db import db
from cop.digests.models import ExpertAsk
from cop.digests.policy import MOST_ASKS
from tests.http.digests.conftest import OCTOBER


@pytest.fixture
def asked(make, manager, digest_of):
    """A digest with an open question, somebody who knows, and who else has something to say."""
    with at(OCTOBER):
        space = make.space()
        topic = make.question(space, title="Chi paga i buoni?", regions=["ITH3"],
                              themes=["outreach"])
        expert = make.person("Ada Esperta", themes=["outreach"])
        make.person("Leo Altro", themes=["neet"])
        make.post(topic, make.member(space, "Rita Risposta", themes=["outreach"]))
    digest = digest_of()
    db.session.commit()
    return digest.id, topic, expert


def ask(client, digest_id, topic, person):
    answer = client.post(f"/digests/{digest_id}/questions/{topic.id}/asks",
                         data={"person": person.id}, follow_redirects=True)
    db.session.rollback()  # and look at what is there now
    return answer


def test_who_knows_is_proposed_and_asked(browse, manager, asked):
    number, topic, expert = asked
    client = browse(manager)
    page = client.get(f"/digests/{number}/edit").text
    assert "Ask Ada Esperta" in page
    assert "Leo Altro" not in page and "Ask Rita Risposta" not in page
    assert "Ada Esperta was asked" in ask(client, number, topic, expert).text
    again = ask(client, number, topic, expert)
    assert again.status_code == 403 and "They were asked this already." in again.text


def test_the_asked_hears_of_it_and_declines_in_one_click(browse, manager, asked, run_jobs):
    number, topic, expert = asked
    ask(browse(manager), number, topic, expert)
    run_jobs()
    hers = browse(expert)
    assert "Giulia Zanin asks you to answer a question" in hers.get("/inbox").text
    assert "asks you to answer this" in hers.get(f"/topics/{topic.id}-{topic.slug}").text
    assert "Chi paga i buoni?" in hers.get("/me/asks").text
    ask_id = db.session.scalar(select(ExpertAsk.id))
    assert "You will not be asked this again" in hers.post(
        f"/me/asks/{ask_id}/decline", follow_redirects=True).text
    assert "Chi paga i buoni?" not in hers.get("/me/asks").text
    assert "asks you to answer" not in hers.get(f"/topics/{topic.id}-{topic.slug}").text
    assert "Ada Esperta declined" in browse(manager).get(f"/digests/{number}/edit").text


def test_nobody_is_asked_more_often_than_is_fair(browse, make, manager, asked):
    number, topic, expert = asked
    for _ in range(MOST_ASKS):
        other = make.question(regions=["ITI1"])
        db.session.add(ExpertAsk(topic_id=other.id, person_id=expert.id, asked_by_id=manager.id))
    client = browse(manager)
    assert "Ask Ada Esperta" not in client.get(f"/digests/{number}/edit").text
    refused = ask(client, number, topic, expert)
    assert refused.status_code == 403 and "as often as is fair" in refused.text


def test_nobody_is_asked_what_they_may_not_read(browse, make, manager, asked):
    number, _topic, expert = asked
    room = make.space(visibility="private")
    secret = make.question(room, make.member(room), themes=["outreach"])
    assert ask(browse(manager), number, secret, expert).status_code == 404


def test_who_sees_the_digest_and_does_not_make_it_asks_nobody(browse, make, manager, asked):
    number, topic, expert = asked
    browse(manager).post(f"/digests/{number}/submit")
    refused = ask(browse(make.granted("curator")), number, topic, expert)
    assert refused.status_code == 403
    assert "The digest desk is for regional managers." in refused.text


def test_of_the_digest_of_others_nobody_asks(browse, make, asked):
    number, topic, expert = asked
    elsewhere = make.granted("regional_manager", "region", "FR10")
    for person in (make.person(), elsewhere):
        assert ask(browse(person), number, topic, expert).status_code == 404


def test_an_ask_is_its_own_person_s(browse, make, manager, asked):
    number, topic, expert = asked
    ask(browse(manager), number, topic, expert)
    ask_id = db.session.scalar(select(ExpertAsk.id))
    assert browse(make.person()).post(f"/me/asks/{ask_id}/decline").status_code == 404
