"""Reading a topic."""
import pytest
from bs4 import BeautifulSoup

from cop.base.db import db
from cop.discussions.models.topics import Post, Topic
from cop.discussions.service import deletions, topics


def address(topic, **query):
    words = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/topics/{topic.id}-{topic.slug}" + (f"?{words}" if words else "")


def shown(page):
    """The numbers of the posts on a page, in its order."""
    soup = BeautifulSoup(page.text, "html.parser")
    return [int(post["id"].removeprefix("post-")) for post in soup.select(".post[id^=post-]")]


@pytest.fixture
def thread(make):
    """A question with two answers, the first of them answered."""
    topic = make.question(title="Come trovate il tempo?", language="it", themes=["outreach"],
                          regions=["ITH3"])
    first = make.post(topic, make.person("Marta Falaschi"),
                      source="Two *half* hours\n\n|day|\n|---|\n|Monday|")
    second = make.post(topic, source="Never on Mondays")
    below = make.post(topic, source="Which ones?", parent=first)
    return topic, first, second, below


def test_anybody_reads_a_public_topic_as_a_tree(browse, thread):
    topic, first, second, below = thread
    page = browse().get(address(topic))

    assert page.status_code == 200
    assert shown(page)[1:] == [first.id, below.id, second.id]
    soup = BeautifulSoup(page.text, "html.parser")
    assert soup.h1.get_text() == "Come trovate il tempo?"
    assert soup.h1["lang"] == "it"
    assert "<em>half</em>" in page.text
    assert soup.select_one(".prose > [role=region][aria-label=Table][tabindex='0'] > table")
    branch = soup.find(id=f"post-{first.id}").find_next_sibling("details")
    assert branch.find(id=f"post-{below.id}")
    assert branch.summary.get_text() == "1 reply"
    assert branch.has_attr("open")
    head, side = soup.find("header", class_="head").get_text(), soup.aside.get_text()
    for words in ("Open", "Veneto", "Italian"):
        assert words in head
    assert "outreach" in side.casefold()


def test_in_the_order_of_time_answers_say_what_they_answer(browse, thread):
    topic, first, second, below = thread
    page = browse().get(address(topic, view="flat"))
    assert shown(page)[1:] == [first.id, second.id, below.id]
    link = BeautifulSoup(page.text, "html.parser").find(id=f"post-{below.id}").select_one(
        ".reply-to a")
    assert link["href"] == f"#post-{first.id}"


def test_a_person_reads_the_way_they_chose(make, browse, thread):
    topic, first, second, below = thread
    reader = make.person(discussion_view="flat")
    assert shown(browse(reader).get(address(topic)))[1:] == [first.id, second.id, below.id]
    page = browse(reader).get(address(topic, view="tree"))
    assert shown(page)[1:] == [first.id, below.id, second.id]


def test_texts_in_another_language_say_so_to_screen_readers(browse, thread):
    topic, first, *_ = thread
    soup = BeautifulSoup(browse().get(address(topic)).text, "html.parser")
    assert soup.select_one(".opening .prose")["lang"] == "it"
    assert soup.find(id=f"post-{first.id}").select_one(".prose").get("lang") is None
    italian = BeautifulSoup(browse().get(address(topic, ui="it")).text, "html.parser")
    assert italian.find(id=f"post-{first.id}").select_one(".prose")["lang"] == "en"
    assert italian.h1.get("lang") is None


def test_visitors_see_only_the_names_of_public_profiles(make, browse):
    topic = make.topic(author=make.person("Chiara Bellin", organisation="CPI di Treviso"))
    make.post(topic, make.person("Mikko Laine", profile_is_public=True))

    page = browse().get(address(topic))
    assert "Mikko Laine" in page.text
    assert "Chiara" not in page.text
    assert "Treviso" not in page.text
    assert "A member of the community" in page.text
    page = browse(make.person()).get(address(topic))
    assert "Chiara Bellin" in page.text
    assert "CPI di Treviso" in page.text


def test_the_accepted_answer_stands_on_top_with_the_way_to_its_place(browse, thread):
    topic, _, second, _ = thread
    topics.accept_answer(topic.author, topic, second)
    page = browse().get(address(topic))
    answer = BeautifulSoup(page.text, "html.parser").select_one(".post.answer")
    assert "Never on Mondays" in answer.get_text()
    assert answer.find("a", href=f"/posts/{second.id}")
    assert "Solved" in page.text


def test_a_long_accepted_answer_is_shown_in_short(make, browse, thread):
    topic, *_ = thread
    answer = make.post(topic, source="So it goes. " * 1000 + "[^1]\n\n[^1]: A note")
    topics.accept_answer(topic.author, topic, answer)
    soup = BeautifulSoup(browse().get(address(topic)).text, "html.parser")
    assert len(soup.select_one(".post.answer .prose").get_text()) < 250


@pytest.mark.parametrize("wrong", ["/topics/{id}", "/topics/{id}-another-name?view=flat&after=3"])
def test_a_wrong_name_leads_to_the_right_one_for_good(browse, thread, wrong):
    topic = thread[0]
    answer = browse().get(wrong.format(id=topic.id))
    assert answer.status_code == 301
    assert answer.headers["Location"].startswith(f"/topics/{topic.id}-come-trovate-il-tempo")
    assert ("view=flat" in wrong) == ("after=3" in answer.headers["Location"])


def test_an_address_cannot_be_bent_elsewhere(browse, thread):
    answer = browse().get(f"/topics/{thread[0].id}?_external=1&_scheme=javascript&_anchor=x&slug=y")
    assert answer.headers["Location"] == f"/topics/{thread[0].id}-come-trovate-il-tempo"


def test_a_deleted_post_keeps_its_place_and_shows_no_words(browse, thread):
    topic, first, _, below = thread
    deletions.delete_post(first.author, first)
    page = browse().get(address(topic))
    assert "half" not in page.text
    assert "This post was deleted." in page.text
    assert shown(page)[1:3] == [first.id, below.id]


def test_a_thread_twenty_five_deep_is_read_branch_by_branch(make, browse, count_queries):
    topic, ada = make.topic(), make.person()
    make.answers(topic, ada, list(range(1, 26)))
    browser, page = browse(ada), address(topic)
    seen = []
    for _ in range(3):
        with count_queries(at_most=8):
            soup = BeautifulSoup(browser.get(page).text, "html.parser")
        seen += [post["id"] for post in soup.select(".post[id^=post-]")]
        onward = soup.select_one(".deeper")
        page = onward and onward.a["href"]
    assert page is None
    assert len(set(seen)) == 26
    assert soup.select_one(".up a").get_text() == "One level up"


def test_a_branch_knows_the_way_back_to_its_place(make, browse, thread):
    topic, first, second, below = thread
    page = browse().get(address(topic, branch=first.number))
    assert shown(page) == [first.id, below.id]
    ways = BeautifulSoup(page.text, "html.parser").select(".up a")
    assert [way["href"] for way in ways] == [f"/posts/{first.id}", address(topic)]
    assert shown(browse().get(address(topic, branch=first.number, view="flat"))) == [
        first.id, below.id]


def test_the_permalink_of_a_deep_post_leads_to_its_branch(make, browse):
    topic, ada = make.topic(), make.person()
    make.answers(topic, ada, list(range(1, 26)))
    deepest = Post.query.filter_by(number=25).one()
    answer = browse(ada).get(f"/posts/{deepest.id}")
    assert answer.headers["Location"] == f"{address(topic, branch=19)}#post-{deepest.id}"
    assert deepest.id in shown(browse(ada).get(answer.headers["Location"]))


def test_answers_far_from_what_they_answer_say_whom_and_lead_there(make, browse, thread):
    topic, first, second, below = thread
    far = make.post(topic, source="Mondays too", parent=first)
    soup = BeautifulSoup(browse(first.author).get(address(topic)).text, "html.parser")
    assert soup.find(id=f"post-{below.id}").select_one(".reply-to") is None
    link = soup.find(id=f"post-{far.id}").select_one(".reply-to a")
    assert link["href"] == f"#post-{first.id}"
    assert link.get_text() == "In reply to Marta Falaschi"


@pytest.mark.parametrize("view", ["tree", "flat"])
def test_a_thousand_posts_are_turned_page_by_page_within_the_budget(
        make, browse, count_queries, view):
    topic, ada = make.topic(), make.person()
    make.answers(topic, ada, [number if number % 25 else 1 for number in range(1, 1000)])
    browser, way = browse(ada), address(topic, view=view)
    db.session.remove()
    seen = []
    for onward in (".pager .next", ".pager .next", ".pager .next + a", ".pager [rel=prev]", "h1"):
        with count_queries(at_most=8):
            page = browser.get(way)
        assert len(page.data) < 120_000
        seen += shown(page)
        soup = BeautifulSoup(page.text, "html.parser")
        way = soup.select_one(onward).get("href")
    assert len(seen) == len(set(seen)) >= 4 * 10
    assert Post.query.filter_by(number=1000).one().id in seen or view == "tree"


def test_the_last_page_has_no_more_and_the_first_no_earlier_replies(make, browse):
    topic, ada = make.topic(), make.person()
    make.answers(topic, ada, [1] * 50)
    ways = [BeautifulSoup(browse().get(address(topic, page=page)).text, "html.parser")
            .select(".pager [rel]") for page in ("", "last")]
    assert [[way["rel"] for way in page] for page in ways] == [[["next"]], [["prev"]] * 2]
    assert "There is nothing on this page." in browse().get(
        address(topic, after=51, view="flat")).text


def test_a_permalink_leads_to_the_page_and_the_place_of_a_post(make, browse):
    topic, ada = make.topic(), make.person()
    found = [make.post(topic, ada) for _ in range(45)]
    for post in (found[0], found[20], found[44]):
        page = browse(ada).get(f"/posts/{post.id}", follow_redirects=True)
        assert post.id in shown(page)
        answer = browse(ada).get(f"/posts/{post.id}")
        assert answer.status_code == 302
        assert answer.headers["Location"].endswith(f"#post-{post.id}")


@pytest.mark.parametrize("words", [
    "after=-1", "after=x", "after=99999999999", "before=7", "before=99999999999", "before=-3",
    "branch=1", "branch=7",
    "branch=99999999999", "view=x", "reply=x", "reply=99999999999999",
    "reply=1" + "0" * 4400])
def test_made_up_addresses_break_nothing(browse, thread, words):
    assert browse().get(f"{address(thread[0])}?{words}").status_code in (200, 414)


def test_a_private_topic_is_not_there_for_strangers_at_any_address(make, browse, stored):
    space = make.space(visibility="private", slug="secret")
    topic = make.question(space)
    post = make.post(topic)
    reads = [address(topic), f"/topics/{topic.id}", f"/topics/{topic.id}/posts",
             f"/posts/{post.id}", "/spaces/secret/topics", "/feeds/spaces/secret.atom"]
    writes = [f"/posts/{post.id}/edit", f"/posts/{post.id}/delete", "/spaces/secret/topics/new"]
    sends = [f"/topics/{topic.id}/{act}" for act in
             ("posts", "lock", "unlock", "accept", "withdraw-answer")]
    sends += [f"/posts/{post.id}/edit", f"/posts/{post.id}/delete", "/spaces/secret/topics"]
    stranger, visitor = browse(make.person()), browse()

    assert {stranger.get(url).status_code for url in reads + writes} == {404}
    assert {visitor.get(url).status_code for url in reads} == {404}
    assert {stranger.post(url, data={"source": "x"}).status_code for url in sends} == {404}
    assert {visitor.post(url).status_code for url in sends} <= {302, 401}
    assert stored(Topic)[0].locked_at is None
