"""Who is not signed in is sent to sign in and brought back; what they typed is not lost."""
from urllib.parse import quote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask_security import hash_password

PASSWORD = "correct horse battery"


@pytest.fixture
def ada(make):
    return make.person("Ada Bruni", email="ada@example.org", password=hash_password(PASSWORD))


def soup(answer):
    return BeautifulSoup(answer.text, "html.parser")


def sign_in(browser, where="/login"):
    return browser.post(where, data={"email": "ada@example.org", "password": PASSWORD})


def test_a_page_for_members_sends_there_and_back(browse, ada):
    visitor = browse()
    answer = visitor.get("/inbox?after=x")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login?next=/inbox?after%3Dx"
    page = visitor.get(answer.headers["Location"])
    assert "Please sign in first. You will be brought back." in page.text
    assert 'class="flash first"' in page.text  # nothing was done yet
    assert sign_in(visitor, answer.headers["Location"]).headers["Location"] == "/inbox?after=x"


def test_what_was_typed_waits_on_the_page_it_was_typed_on(browse, make, ada):
    topic = make.topic(author=ada, title="A little time")
    elsewhere = make.topic(author=ada, title="Another")
    visitor, page = browse(), f"/topics/{topic.id}-a-little-time"
    answer = visitor.post(f"/topics/{topic.id}/posts", data={"source": "Two half hours."},
                          headers={"Referer": f"http://localhost{page}"})
    assert answer.status_code == 302 and "next=" in answer.headers["Location"]
    back = sign_in(visitor, answer.headers["Location"]).headers["Location"]
    assert back == page
    assert "Two half hours." not in visitor.get(f"/topics/{elsewhere.id}-another").text
    assert soup(visitor.get(back)).find("textarea").get_text().strip() == "Two half hours."
    assert "Two half hours." not in visitor.get(back).text


def test_what_was_typed_waits_also_where_the_address_is_not_ascii(browse, make, ada):
    topic = make.topic(author=ada, title="Χρόνος για κλήσεις")
    page = f"/topics/{topic.id}-{topic.slug}"
    assert not page.isascii()
    visitor = browse()
    answer = visitor.post(f"/topics/{topic.id}/posts", data={"source": "Two half hours."},
                          headers={"Referer": f"http://localhost{quote(page)}"})
    back = sign_in(visitor, answer.headers["Location"]).headers["Location"]
    assert soup(visitor.get(back)).find("textarea").get_text().strip() == "Two half hours."


@pytest.mark.parametrize("words", ["A long text. " * 600, "«Così è» " * 600])
def test_a_text_too_long_to_be_kept_is_given_back_at_once(browse, make, ada, words):
    topic = make.topic(author=ada, title="A little time")
    visitor, page = browse(), f"/topics/{topic.id}-a-little-time"
    answer = visitor.post(
        f"/topics/{topic.id}/posts", headers={"Referer": f"http://localhost{page}"},
        data={"source": words + str(list(range(2000))), "language": "en"})
    assert answer.status_code == 401
    form = soup(answer).select_one("main form")
    assert form.find("textarea", {"name": "source"}).get_text().strip().startswith(words.strip())
    sign_in(visitor)
    again = {field["name"]: field.get("value") or field.get_text().removeprefix("\n")
             for field in form.select("[name]")}
    sent = visitor.post(form["action"], data=again | {"csrf_token": visitor.token()})
    assert sent.status_code == 302
    assert words.strip()[:100] in visitor.get(page).text


@pytest.mark.parametrize("referrer", [
    "", "http://localhost/inbox/read", "http://evil.example/x", "http://localhost/static/x.css"])
def test_a_text_without_a_page_to_go_back_to_is_given_back_at_once(browse, app, referrer):
    answer = browse().post("/inbox/read", data={"source": "Two half hours."},
                           headers={"Referer": referrer} if referrer else {})
    assert answer.status_code == 401 and "Two half hours." in answer.text


def test_a_lost_token_gives_back_what_was_typed(browse, make, ada):
    topic = make.topic(author=ada, title="A little time")
    page = f"http://localhost/topics/{topic.id}-a-little-time"
    reader = browse(ada)
    words = "Two half hours.\n</textarea><script>alert(1)</script>"
    answer = reader.post(f"/topics/{topic.id}/posts", csrf=False, headers={"Referer": page}, data={
        "source": words, "language": "it", "theme": ["a", "b"], "new_password": "secret-1",
        "password": "secret-2", "csrf_token": "old", "empty": ""})
    assert answer.status_code == 400 and "<script>alert" not in answer.text
    form = soup(answer).select_one("main form")
    assert form["action"] == f"/topics/{topic.id}/posts"
    typed = [(field["name"], field.get("value") or field.get_text().strip())
             for field in form.select("[name]:not([type=hidden])")]
    assert typed == [("source", words), ("language", "it"), ("theme", "a"), ("theme", "b")]
    assert "secret" not in answer.text
    token = form.find("input", {"name": "csrf_token"})["value"]
    sent = reader.post(form["action"], csrf=False, data=dict(typed) | {"csrf_token": token})
    assert sent.status_code == 302


def test_what_comes_back_is_named_as_on_its_page_and_shows_no_marks_of_the_form(browse, make, ada):
    topic = make.topic(author=ada)
    lost = browse(ada).post(f"/topics/{topic.id}/posts?ui=it", csrf=False, data={
        "source": "Mezz'ora al giorno.", "language": "it", "place": "answer-1-0", "seen": "2"})
    form = soup(lost).select_one("main form")
    assert [label.get_text(strip=True) for label in form.select("label")] == [
        "Il tuo testo", "Lingua"]
    assert {"place", "seen"} <= {field["name"] for field in form.select("[type=hidden]")}


def test_a_lost_session_leads_through_both_and_back_to_the_page(browse, make, ada):
    """The token is gone with the session: the form comes back, then the sign-in, then the page."""
    topic = make.topic(author=ada, title="A little time")
    visitor, page = browse(), f"/topics/{topic.id}-a-little-time"
    lost = visitor.post(f"/topics/{topic.id}/posts", csrf=False, data={"source": "Half an hour."},
                        headers={"Referer": f"http://localhost{page}"})
    form = soup(lost).select_one("main form")
    again = {f["name"]: f.get("value") or f.get_text().strip() for f in form.select("[name]")}
    answer = visitor.post(form["action"], csrf=False, data=again,
                          headers={"Referer": f"http://localhost{form['action']}"})
    assert answer.status_code == 302
    back = sign_in(visitor, answer.headers["Location"]).headers["Location"]
    assert back == page and "Half an hour." in visitor.get(back).text


def test_an_empty_form_without_its_token_offers_the_page_again(browse, ada):
    answer = browse(ada).post("/inbox/read", csrf=False,
                              headers={"Referer": "http://localhost/inbox"})
    assert answer.status_code == 400
    assert soup(answer).select_one("main .row a")["href"] == "/inbox"


@pytest.mark.parametrize("elsewhere", [
    "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example",
    "https:evil.example", "javascript:alert(1)", "http:///evil.example", "/%09/evil.example",
    "///evil.example", "https://localhost.evil.example/", "https://localhost@evil.example/"])
def test_signing_in_leads_nowhere_else(browse, ada, elsewhere):
    visitor = browse()
    answer = visitor.post("/login", query_string={"next": elsewhere}, data={
        "email": "ada@example.org", "password": PASSWORD, "next": elsewhere})
    assert answer.status_code in (302, 303)
    target = answer.headers["Location"]
    assert not set(target) & set("\\\t\r\n") and not target.startswith("//")
    assert urlsplit(urljoin("http://localhost/login", target)).netloc == "localhost"


@pytest.mark.parametrize("referrer", ["https://evil.example/", "http://localhost.evil.example/x",
                                      "http://localhost//evil.example", "javascript:alert(1)"])
def test_a_strange_referrer_is_not_gone_back_to(browse, app, referrer):
    answer = browse().post("/inbox/read", headers={"Referer": referrer})
    assert answer.headers["Location"] in ("/login?next=/", "/login?next=%2F")
