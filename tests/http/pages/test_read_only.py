"""Nothing can be written at this moment: everybody reads, and keeps what they wrote."""
import pytest
from flask_security.utils import hash_password

from cop.base.db import db
from cop.base.jobs import Job, enqueue, wind_clockwork, work_once
from cop.base.site import decide, fresh_site
from cop.discussions.models.topics import Post


@pytest.fixture
def closed(app):
    decide("read_only", True)
    decide("read_only_reason", {"en": "We move to another house until five."})
    db.session.commit()


def test_who_writes_hears_that_nothing_is_stored_and_keeps_the_words(browse, make, closed):
    topic = make.topic()
    member = browse(make.member(topic.space, "Bruno Conti"))
    assert "We move to another house until five." in member.get("/about").text
    words = "Two half hours a day, and\nno telephone."
    answer = member.post(f"/topics/{topic.id}/posts", data={"source": words, "language": "en"},
                         headers={"Referer": f"http://localhost/topics/{topic.id}-x"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "300"
    assert "Nothing can be written here at this moment. We move to another house" in answer.text
    assert "no telephone.</textarea>" in answer.text
    assert f'action="/topics/{topic.id}/posts"' in answer.text
    db.session.rollback()
    assert Post.query.count() == 1


def test_a_short_word_is_given_back_too_and_a_button_without_words_leads_back(
        browse, make, closed):
    member = browse(make.person())
    assert 'value="Treviso"' in member.post("/me/settings", data={"city": "Treviso"}).text
    answer = member.post("/me/settings/letters-again")
    assert answer.status_code == 503 and "Go on reading" in answer.text


def test_programs_hear_it_as_a_problem_with_a_time_to_try_again(browse, make, closed):
    for path, headers in (("/api/v1/files", {}),
                          ("/me/settings", {"Accept": "application/problem+json"})):
        answer = browse(make.person()).post(path, headers=headers)
        assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
        assert answer.json["detail"].startswith("Nothing can be written here at this moment.")
        assert answer.headers["Retry-After"] == "300"


def test_people_sign_in_and_out_all_the_same(browse, make, closed):
    ada = make.person(password=hash_password("a calm long sentence"))
    window = browse()
    window.post("/login", data={"email": ada.email, "password": "a calm long sentence"})
    assert ada.name in window.get("/me").text
    assert window.post("/logout").status_code == 302
    assert window.get("/me").status_code == 302


def test_links_that_would_write_wait_as_well(browse, closed):
    assert browse().get("/confirm/some-token").status_code == 503


def test_only_the_administrator_lets_people_write_again(browse, make, closed):
    member = browse(make.person())
    assert member.post("/admin/settings/notice", data={"notice_level": "info"}).status_code == 403
    admin = browse(make.granted("administrator"))
    assert admin.post("/admin/settings/notice",
                      data={"notice_level": "info"}).status_code == 302
    assert fresh_site().read_only is False
    assert member.post("/me/settings/letters-again").status_code == 302


def test_work_waits_and_goes_on_afterwards(app, make, closed, run_jobs):
    make.person()
    enqueue("mail.send", letter_id=0)
    db.session.commit()
    with app.app_context():
        wind_clockwork()
        assert work_once() is False
    assert Job.query.count() == 1
    decide("read_only", False)
    run_jobs()
    assert Job.query.count() == 0


def test_reading_leaves_nothing_behind_while_nothing_is_written(
        browse, make, count_queries, closed):
    topic = make.topic()
    member = browse(make.member(topic.space, "Bruno Conti"))
    with count_queries(at_most=20) as seen:
        assert member.get(f"/topics/{topic.id}", follow_redirects=True).status_code == 200
    assert not [each for each in seen if each.startswith(("INSERT", "UPDATE", "DELETE"))]
