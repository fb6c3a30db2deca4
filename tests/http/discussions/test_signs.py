"""Small signs on posts: it helped, we tried it."""
from concurrent.futures import ThreadPoolExecutor

import pytest
from bs4 import BeautifulSoup

from cop.base.db import begin_writing, db
from cop.discussions.models.signs import Sign
from cop.discussions.models.topics import Post
from cop.discussions.service import deletions, signs, topics
from cop.people.models import Person

TRIED = {"place": "CPI di Pisa", "words": "Two mornings a week: eight more calls answered."}


@pytest.fixture
def post(make):
    return make.post(make.topic(), make.person("Marta Falaschi"), source="Two half hours")


def below(page, post):
    return BeautifulSoup(page.text, "html.parser").find(id=f"post-{post.id}")


def test_a_reader_finds_a_post_helpful_and_takes_it_back(make, browse, post, stored):
    ada = make.person("Ada Bruni")
    browser = browse(ada)
    page = browser.post(f"/posts/{post.id}/helpful", follow_redirects=True)
    assert "Helpful for Ada Bruni" in below(page, post).get_text()
    browser.post(f"/posts/{post.id}/helpful")
    assert len(stored(Sign)) == 1
    button = below(page, post).find("form", action=f"/posts/{post.id}/not-helpful")
    assert "Not helpful after all" in button.get_text()
    page = browser.post(button["action"], follow_redirects=True)
    assert "Helpful for" not in below(page, post).get_text()
    assert stored(Sign) == []


def test_members_read_names_and_visitors_a_number(make, browse, post):
    for name in ("Ada Bruni", "Bruno Conti"):
        signs.mark_helpful(make.person(name), post)
    assert "Helpful for Ada Bruni, Bruno Conti" in " ".join(
        below(browse(post.author).get(f"/posts/{post.id}", follow_redirects=True), post)
        .get_text().split())
    seen = below(browse().get(f"/posts/{post.id}", follow_redirects=True), post).get_text()
    assert "Helpful for 2 people" in seen
    assert "Ada" not in seen


def test_many_signs_are_counted_and_the_last_are_named(make, browse, post):
    for number in range(15):
        signs.mark_helpful(make.person(f"Person {number}"), post)
    page = browse(make.person()).get(f"/posts/{post.id}", follow_redirects=True)
    seen = " ".join(below(page, post).get_text().split())
    assert "Person 14 and 3 other people" in seen
    assert "Person 2," not in seen


def test_who_tried_it_says_where_and_what_happened(make, browse, post, stored):
    ada = make.person("Ada Bruni", organisation="CPI di Pisa", regions=["ITI17"])
    browser = browse(ada)
    form = browser.get(f"/posts/{post.id}/remarks")
    soup = BeautifulSoup(form.text, "html.parser")
    assert soup.find("input", {"name": "place"})["value"].startswith("CPI di Pisa, ")

    page = browser.post(f"/posts/{post.id}/remarks", data=TRIED, follow_redirects=True)
    shown = below(page, post).select_one(".remarks").get_text()
    for words in ("Tried in 1 place", "CPI di Pisa", "eight more calls", "Ada Bruni"):
        assert words in shown
    visitor = browse().get(f"/posts/{post.id}", follow_redirects=True)
    assert "eight more calls" in visitor.text
    assert "Ada Bruni" not in visitor.text

    form = browser.get(f"/posts/{post.id}/remarks")
    assert "eight more calls" in form.text
    browser.post(f"/posts/{post.id}/remarks", data=TRIED | {"words": "We stopped in June."})
    assert [(sign.kind, sign.words) for sign in stored(Sign)] == [("tried", "We stopped in June.")]
    page = browser.post(f"/remarks/{stored(Sign)[0].id}/remove", follow_redirects=True)
    assert "The remark is removed." in page.text
    assert stored(Sign) == []


@pytest.mark.parametrize("change, sentence", [
    ({"place": " "}, "Please say where you tried it."),
    ({"words": ""}, "Please say what happened."),
    ({"words": "x" * 301}, "At most 300 characters fit here; this has 301."),
])
def test_a_remark_that_cannot_be_comes_back_with_the_reason(
        make, browse, post, stored, change, sentence):
    page = browse(make.person()).post(f"/posts/{post.id}/remarks", data=TRIED | change)
    assert page.status_code == 422
    assert sentence in page.text
    assert BeautifulSoup(page.text, "html.parser").find(
        "input", {"name": "words"})["value"] == (TRIED | change)["words"]
    assert stored(Sign) == []


def test_moderators_remove_remarks_and_others_do_not(make, browse, post, stored):
    sign = signs.write_remark(make.person(), post, **TRIED)
    refusal = browse(make.person()).post(f"/remarks/{sign.id}/remove")
    assert refusal.status_code == 403
    assert "Only who wrote a remark, or a moderator, removes it." in refusal.text
    browse(make.moderator(post.topic.space)).post(f"/remarks/{sign.id}/remove")
    assert stored(Sign) == []


def test_nobody_gives_signs_to_their_own_post_nor_to_a_deleted_one(make, browse, post, stored):
    browser = browse(post.author)
    page = browser.get(f"/posts/{post.id}", follow_redirects=True)
    assert "We tried this" not in below(page, post).get_text()
    assert browser.post(f"/posts/{post.id}/helpful").status_code == 403
    refusal = browser.get(f"/posts/{post.id}/remarks")
    assert "What you tried yourself belongs in your post." in refusal.text

    signs.write_remark(make.person(), post, **TRIED)
    deletions.delete_post(post.author, post)
    browser = browse(make.person())
    assert browser.post(f"/posts/{post.id}/helpful").status_code == 403
    assert browser.post(f"/posts/{post.id}/remarks", data=TRIED).status_code == 403
    assert TRIED["words"] not in browser.get(f"/posts/{post.id}", follow_redirects=True).text
    assert browser.post(f"/remarks/{stored(Sign)[0].id}/remove").status_code == 404


def test_a_locked_topic_takes_a_click_and_no_words(make, browse, post):
    topics.lock_topic(make.moderator(post.topic.space), post.topic)
    browser = browse(make.person())
    assert browser.post(f"/posts/{post.id}/helpful").status_code == 302
    refusal = browser.post(f"/posts/{post.id}/remarks", data=TRIED)
    assert refusal.status_code == 403
    assert "This topic is locked." in refusal.text


def test_strangers_find_nothing_and_visitors_are_asked_to_sign_in(make, browse, post, stored):
    secret = make.post(make.topic(make.space(visibility="private")))
    sign = signs.write_remark(make.member(secret.topic.space), secret, **TRIED)
    stranger = browse(make.person())
    assert stranger.get(f"/posts/{secret.id}/remarks").status_code == 404
    for path in (f"/posts/{secret.id}/helpful", f"/posts/{secret.id}/not-helpful",
                 f"/posts/{secret.id}/remarks", f"/remarks/{sign.id}/remove"):
        assert stranger.post(path, data=TRIED).status_code == 404
    assert len(stored(Sign)) == 1
    assert "/login" in browse().post(f"/posts/{post.id}/helpful").headers["Location"]


def test_whose_advice_was_tried_hears_of_it_once(make, browse, post, run_jobs):
    ada = make.person("Ada Bruni")
    signs.write_remark(ada, post, **TRIED)
    signs.write_remark(ada, post, **TRIED | {"words": "Still going."})
    run_jobs()
    page = browse(post.author).get("/inbox")
    assert page.text.count("Ada Bruni tried what you wrote and says what happened") == 1


def test_clicks_at_once_count_once(app, make, post):
    ada_id, post_id = make.person().id, post.id
    db.session.commit()

    def click(_):
        with app.app_context():
            begin_writing()
            signs.mark_helpful(db.session.get(Person, ada_id), db.session.get(Post, post_id))
            db.session.commit()
            db.session.remove()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(click, range(4)))
    assert db.session.query(Sign).count() == 1


def test_the_signs_of_a_whole_page_take_one_query(make, browse, count_queries):
    topic = make.topic()
    people = [make.person(f"Person {number}") for number in range(4)]
    for _ in range(19):
        answer = make.post(topic, people[0])
        for person in people[1:]:
            signs.mark_helpful(person, answer)
            signs.write_remark(person, answer, **TRIED)
    browser, path = browse(people[1]), f"/topics/{topic.id}-{topic.slug}"
    with count_queries(at_most=8):
        page = browser.get(path)
    assert page.text.count("Tried in 3 places") == 19
