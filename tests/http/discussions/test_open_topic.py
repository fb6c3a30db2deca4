"""Opening a topic."""
from datetime import timedelta

from bs4 import BeautifulSoup

from cop.discussions.models.topics import Post, Topic

WORDS = {"title": "How do you find the time?", "source": "We **do not**.", "language": "it",
         "kind": "question", "themes": ["outreach", "neet"], "regions": "Veneto, ITI1"}


def test_a_member_opens_a_topic_and_is_led_to_it(make, browse, stored):
    space = make.space(slug="neet")
    browser = browse(make.member(space))

    assert browser.get("/spaces/neet/topics/new").status_code == 200
    page = browser.post("/spaces/neet/topics", data=WORDS, follow_redirects=True)

    assert page.status_code == 200
    assert "Your topic is open." in page.text
    assert "<strong>do not</strong>" in page.text
    topic = stored(Topic)[0]
    assert (topic.title, topic.kind, topic.language) == (WORDS["title"], "question", "it")
    assert (sorted(topic.themes), sorted(topic.regions)) == (["neet", "outreach"], ["ITH3", "ITI1"])
    assert page.request.path == f"/topics/{topic.id}-how-do-you-find-the-time"
    again = browser.post("/spaces/neet/topics", data=WORDS, follow_redirects=True)  # a double click
    assert again.request.path == page.request.path and len(stored(Topic)) == 1
    browser.post("/spaces/neet/topics", data=WORDS | {"source": "Something else."})
    assert len(stored(Topic)) == 2


def test_a_topic_that_cannot_be_comes_back_with_reasons_and_all_typed(make, browse, stored):
    browser = browse(make.member(make.space(slug="neet")))
    page = browser.post("/spaces/neet/topics", data=WORDS | {
        "title": "Eh", "source": "x" * 70_000, "regions": "Venetto", "language": "fi"})

    assert page.status_code == 422
    soup = BeautifulSoup(page.text, "html.parser")
    for sentence in ("Please write a title of at least 5 characters.",
                     "A post has at most 64,000 characters; this one has 70,000.",
                     "Did you mean Veneto (ITH3)"):
        assert sentence in soup.get_text()
    assert soup.find("input", {"name": "title"})["value"] == "Eh"
    assert soup.find("textarea").get_text().strip() == "x" * 70_000
    assert soup.find("input", {"name": "regions"})["value"] == "Venetto"
    assert soup.select_one("main option[selected]")["value"] == "fi"
    assert {box["value"] for box in soup.select("[name=themes][checked]")} == {"outreach", "neet"}
    assert soup.find("input", {"name": "kind", "checked": True})["value"] == "question"
    assert soup.select_one(".errors a[href='#title']")
    assert stored(Topic) == []


def test_values_that_no_form_offers_are_refused(make, browse, stored):
    browser = browse(make.member(make.space(slug="neet")))
    for change in ({"kind": "poll"}, {"language": "tlh"}, {"themes": ["football"]}, {"kind": ""}):
        assert browser.post("/spaces/neet/topics", data=WORDS | change).status_code == 422
    assert stored(Topic) == []


def test_a_preview_shows_the_text_and_posts_nothing(make, browse, stored):
    browser = browse(make.member(make.space(slug="neet")))
    page = browser.post("/spaces/neet/topics", data=WORDS | {"preview": "1"})

    assert page.status_code == 200
    soup = BeautifulSoup(page.text, "html.parser")
    assert soup.select_one(".preview strong").get_text() == "do not"
    assert soup.find("textarea").get_text().strip() == WORDS["source"]
    assert {box["value"] for box in soup.select("[name=themes][checked]")} == {"outreach", "neet"}
    assert stored(Topic) == []


def test_hostile_text_is_inert_in_the_preview_and_on_the_page(make, browse):
    browser = browse(make.member(make.space(slug="neet")))
    hostile = WORDS | {"title": "<script>alert(1)</script>",
                       "source": "<img src=x onerror=alert(1)> [x](javascript:alert(1))"}
    for data in (hostile | {"preview": "1"}, hostile):
        page = browser.post("/spaces/neet/topics", data=data, follow_redirects=True)
        soup = BeautifulSoup(page.text, "html.parser")
        assert not soup.find("img")
        assert not soup.find("a", href=lambda href: href and href.startswith("javascript"))
        assert not soup.find(onerror=True)


def test_a_visitor_is_sent_to_sign_in_and_finds_the_text_again(make, browse):
    make.space(slug="neet")
    visitor = browse()
    assert "/login" in visitor.get("/spaces/neet/topics/new").headers["Location"]
    answer = visitor.post("/spaces/neet/topics", data=WORDS,
                          headers={"Referer": "http://localhost/spaces/neet/topics/new"})
    assert "/login" in answer.headers["Location"]

    ada = make.person()
    visitor.sign_in(ada)
    soup = BeautifulSoup(visitor.get("/spaces/neet/topics/new").text, "html.parser")
    assert soup.find("textarea").get_text().strip() == WORDS["source"]
    assert soup.find("input", {"name": "title"})["value"] == WORDS["title"]
    assert soup.select_one("option[selected][value=it]")


def test_a_lost_token_gives_the_text_back(make, browse, stored):
    browser = browse(make.member(make.space(slug="neet")))
    page = browser.post("/spaces/neet/topics", csrf=False, data=WORDS | {"source": "y" * 5000})
    assert page.status_code == 400
    assert "y" * 5000 in page.text
    assert WORDS["title"] in page.text
    assert stored(Post) == []


def test_who_may_not_write_here_is_told_why(make, browse):
    space = make.space(slug="course", kind="course")
    ada = make.member(space)
    space.ends_on = space.created_at.date() - timedelta(days=9)
    browser = browse(ada)
    for answer in (browser.get("/spaces/course/topics/new"),
                   browser.post("/spaces/course/topics", data=WORDS)):
        assert answer.status_code == 403
        assert "This course has ended" in answer.text


def test_without_choices_a_topic_is_about_where_its_author_works(make, browse, stored):
    browser = browse(make.member(make.space(slug="neet"), regions=["FI1B1"]))
    browser.post("/spaces/neet/topics",
                 data={n: WORDS[n] for n in ("title", "source", "language", "kind")})
    assert list(stored(Topic)[0].regions) == ["FI1B1"]
